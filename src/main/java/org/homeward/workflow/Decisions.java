package org.homeward.workflow;

import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.springframework.stereotype.Component;

/** Answers of the decision tables in {@code processes/}, for rooms that know nothing of the engine. */
@Component
public class Decisions {

    private final DecisionService decisions;

    Decisions(DecisionService decisions) {
        this.decisions = decisions;
    }

    /**
     * The one answer of a table with one output.
     *
     * @param table the decision's key, such as {@code eligibility}
     * @param inputs by the names of the table's inputs; every input must be there, its value may be null
     * @throws IllegalStateException if no row or more than one applies: the table has a gap, which a designer must close
     */
    @SuppressWarnings("NullAway") // the engine takes null for an unknown input
    public String decide(String table, Map<String, ? extends Object> inputs) {
        Object answer = decisions
                .evaluateDecisionTableByKey(table, Map.copyOf(withoutNulls(inputs)))
                .getSingleEntry();
        if (answer == null) {
            throw new IllegalStateException("The decision table '" + table + "' has no row for " + inputs + ".");
        }
        return String.valueOf(answer);
    }

    private static Map<String, Object> withoutNulls(Map<String, ? extends Object> inputs) {
        Map<String, Object> known = new java.util.HashMap<>(inputs);
        known.values().removeIf(java.util.Objects::isNull);
        return known;
    }
}
