package org.homeward.workflow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Description;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers of the decision tables in {@code processes/}, for rooms that know nothing of the engine. */
@Component
public class Decisions {

    private static final int ANSWERS = 10_000;

    /** What makes an answer depend on more than the inputs: the time, chance, or code. */
    private static final Pattern MORE_THAN_INPUTS =
            Pattern.compile("\\b(now|today|random number)\\s*\\(|[$#]\\{|expressionLanguage");

    private final DecisionService decisions;
    private final RepositoryService models;
    private final JdbcClient jdbc;
    private final ThreadLocal<DmnDecisionTableEvaluationEvent> seen = new ThreadLocal<>();
    private final ThreadLocal<List<Asked>> listening = new ThreadLocal<>();
    private final ThreadLocal<Map<String, String>> inForce = new ThreadLocal<>();
    private final DmnEngine explaining;

    /** By version of a table, for explaining. */
    private final Map<String, DmnDecision> parsed = new ConcurrentHashMap<>();

    /** By version of a table: whether its answers depend on the inputs alone. */
    private final Map<String, Boolean> alike = new ConcurrentHashMap<>();

    /** What was answered to the same inputs before, by version and inputs; the engine takes milliseconds to find it anew. */
    private final Map<List<Object>, List<String>> answers = new ConcurrentHashMap<>();

    Decisions(DecisionService decisions, RepositoryService models, JdbcClient jdbc) {
        this.decisions = decisions;
        this.models = models;
        this.jdbc = jdbc;
        DefaultDmnEngineConfiguration configuration =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.setCustomPostDecisionTableEvaluationListeners(List.of(seen::set));
        explaining = configuration.buildEngine();
    }

    /** Looks only once which version of each table is in force while this asks for much. */
    public <T> T atOnce(Supplier<T> work) {
        inForce.set(new HashMap<>());
        try {
            return work.get();
        } finally {
            inForce.remove();
        }
    }

    /** A question to a table, and its answer. */
    public record Asked(String table, Map<String, Object> inputs, String answer) {}

    /** What the tables are asked while this runs, and what they answer. */
    public List<Asked> asked(Runnable work) {
        List<Asked> all = new ArrayList<>();
        listening.set(all);
        try {
            work.run();
        } finally {
            listening.remove();
        }
        return all;
    }

    /** What a table answers, as its designer has called it. */
    public String question(String table) {
        return models.getDecisionDefinition(versionInForce(table)).getName();
    }

    /**
     * The one answer of a table with one output, by the version of the table that is in force now.
     *
     * @param table the decision's key, such as {@code eligibility}
     * @param inputs by the names of the table's inputs; every input must be there, its value may be null
     * @throws IllegalStateException if there is no such table, or no row or more than one applies: the table has a gap,
     *     which a designer must close
     */
    public String decide(String table, Map<String, ? extends Object> inputs) {
        List<String> all = answers(table, inputs);
        if (all.size() != 1) {
            throw new IllegalStateException("The decision table '" + table + "' has "
                    + (all.isEmpty() ? "no row" : "more than one row") + " for " + inputs + ".");
        }
        List<Asked> heard = listening.get();
        if (heard != null) {
            heard.add(new Asked(table, withoutNulls(inputs), all.get(0)));
        }
        return all.get(0);
    }

    /** The answers of all rows that apply, in the order of the table: none, one or more. As {@link #decide} otherwise. */
    public List<String> decideAll(String table, Map<String, ? extends Object> inputs) {
        return answers(table, inputs);
    }

    private List<String> answers(String table, Map<String, ? extends Object> inputs) {
        String version = versionInForce(table);
        Map<String, Object> known = withoutNulls(inputs);
        List<Object> question = List.of(version, known);
        List<String> before = answers.get(question);
        if (before != null) {
            return before;
        }
        List<String> found = decisions.evaluateDecisionTableById(version, Map.copyOf(known)).stream()
                .map(row -> row.getSingleEntry())
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
        if (alike.computeIfAbsent(version, this::dependsOnInputsAlone)) {
            remember(question, found);
        }
        return found;
    }

    /**
     * Why a table answers as it does: the descriptions of the rows that give its answer, in the order of the table. Leaves
     * no trace in the engine's history, since nothing is decided.
     */
    @SuppressWarnings("NullAway")
    public List<String> why(String table, Map<String, ? extends Object> inputs) {
        String version = versionInForce(table);
        DmnModelInstance model = models.getDmnModelInstance(version);
        DmnDecision decision = parsed.computeIfAbsent(version, unread -> explaining.parseDecision(table, model));
        explaining.evaluateDecisionTable(decision, withoutNulls(inputs));
        DmnDecisionTableEvaluationEvent evaluated = seen.get();
        seen.remove();
        TypedValue answer = evaluated.getCollectResultValue(); // null: the first row that applies counts
        return evaluated.getMatchingRules().stream()
                .filter(row -> answer == null
                        || row.getOutputEntries().values().stream()
                                .anyMatch(output -> ((Number) output.getValue().getValue()).intValue()
                                        == ((Number) answer.getValue()).intValue()))
                .map(row -> ((Rule) model.getModelElementById(row.getId())).getDescription())
                .filter(Objects::nonNull)
                .map(Description::getTextContent)
                .toList();
    }

    private void remember(List<Object> question, List<String> found) {
        if (answers.size() >= ANSWERS) {
            answers.clear();
        }
        answers.put(question, found);
    }

    /** Another node may have brought in a new version a moment ago: hence asked each time. */
    private String versionInForce(String table) {
        Map<String, String> known = inForce.get();
        return known == null ? lookUp(table) : known.computeIfAbsent(table, this::lookUp);
    }

    private String lookUp(String table) {
        return jdbc.sql("""
                select id_ from act_re_decision_def where key_ = :table and tenant_id_ is null
                order by version_ desc limit 1""")
                .param("table", table)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException("There is no decision table '" + table + "'."));
    }

    private boolean dependsOnInputsAlone(String version) {
        byte[] model =
                jdbc.sql("""
                select bytes_ from act_re_decision_def definition join act_ge_bytearray model
                  on model.deployment_id_ = definition.deployment_id_ and model.name_ = definition.resource_name_
                where definition.id_ = :version""").param("version", version).query(byte[].class).single();
        return !MORE_THAN_INPUTS
                .matcher(new String(model, StandardCharsets.UTF_8))
                .find();
    }

    private static Map<String, Object> withoutNulls(Map<String, ? extends Object> inputs) {
        Map<String, Object> known = new HashMap<>(inputs);
        known.values().removeIf(Objects::isNull);
        return known;
    }
}
