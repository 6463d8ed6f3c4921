package org.homeward.planning;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whose turn it is: who weighs most, by urgency and waiting, as the planner weighs a person. So the urgent come first, and
 * nobody waits for ever: a household of the least urgent that has waited 24 days is before one of the next that is new.
 */
final class WhoseTurn {

    /** SQL that puts rows of {@code household} in turn, the first first, at the time of the parameter {@code now}. */
    static final String FIRST_FIRST = weight() + " desc, ready_since, household.id";

    /** The same, the last first. */
    static final String LAST_FIRST = weight() + ", ready_since desc, household.id desc";

    private WhoseTurn() {}

    private static String weight() {
        Map<Integer, Double> weights = new TreeMap<>(PlanningSnapshot.OBJECTIVE.priorityWeight());
        return "case coalesce(priority, %d) %s end * (1 + %s * extract(epoch from cast(:now as timestamptz) - coalesce(ready_since, :now)) / 86400)"
                .formatted(
                        PlanningSnapshot.LEAST_URGENT,
                        weights.entrySet().stream()
                                .map(weight -> "when " + weight.getKey() + " then " + weight.getValue())
                                .collect(joining(" ")),
                        PlanningSnapshot.OBJECTIVE.waitingPerDay());
    }
}
