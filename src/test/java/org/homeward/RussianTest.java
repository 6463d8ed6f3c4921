package org.homeward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.homeward.access.Wording;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Planner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.ClassPathResource;

/** Whatever officers read in Camunda's pages is there in Russian too: what the models say, and what the pages say. */
@HomewardTest
class RussianTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAGES = "META-INF/resources/webjars/camunda/app/";
    private static final Pattern CYRILLIC = Pattern.compile("[а-яё]", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_LABEL = Pattern.compile("[^A-Za-z0-9_.]+");
    private static final Instant MONDAY = Instant.parse("2013-01-21T04:00:00Z");
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    @Autowired
    FilterService filters;

    @Autowired
    IdentityService identity;

    @Test
    void every_word_of_a_form_a_model_a_filter_and_a_group_has_its_Russian_and_nothing_else_has() throws IOException {
        Map<String, String> russian = JSON.readValue(
                new ClassPathResource("messages/models_ru.json").getInputStream(), new TypeReference<>() {});
        Set<String> said = new TreeSet<>();
        for (Path form : files("forms", ".form")) {
            JSON.readTree(form.toFile()).path("components").forEach(component -> collect(component, said));
        }
        for (Path model : files("processes", ".bpmn")) {
            collect(model, said);
        }
        for (Path table : files("processes", ".dmn")) {
            collectOfTable(table, said);
        }
        filters.createTaskFilterQuery().list().forEach(filter -> {
            said.add(filter.getName());
            said.add(String.valueOf(filter.getProperties().get("description")));
        });
        identity.createGroupQuery().list().forEach(group -> said.add(group.getName()));
        identity.createTenantQuery().list().forEach(tenant -> said.add(tenant.getName()));

        assertThat(russian.keySet()).containsExactlyInAnyOrderElementsOf(said);
        assertThat(russian.values()).allMatch(words -> CYRILLIC.matcher(words).find());
    }

    /** The files of words also hold labels of the paid edition, which no script of ours asks for. */
    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "cockpit", "admin"})
    void every_label_that_a_page_of_Camundas_asks_for_has_its_Russian(String page) throws IOException {
        Set<String> asked = new HashSet<>();
        for (String script : List.of(
                PAGES + page + "/camunda-" + page + "-bootstrap.js",
                "META-INF/resources/plugin/" + page + "/app/plugin.js",
                "META-INF/resources/webjars/camunda/lib/deps.js")) {
            asked.addAll(List.of(NO_LABEL.split(new ClassPathResource(script).getContentAsString(UTF_8))));
        }
        JsonNode english = labels(page, "en");
        JsonNode russian = labels(page, "ru");
        asked.retainAll(names(english));

        assertThat(asked).hasSizeGreaterThan(300);
        assertThat(names(russian)).containsAll(asked);
        assertThat(names(russian))
                .allSatisfy(label -> assertThat(places(russian.path(label))).isEqualTo(places(english.path(label))));
    }

    private static Set<String> names(JsonNode labels) {
        Set<String> names = new TreeSet<>();
        labels.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode labels(String page, String language) throws IOException {
        return JSON.readTree(new ClassPathResource(PAGES + page + "/locales/" + language + ".json").getInputStream())
                .path("labels");
    }

    private static Set<String> places(JsonNode label) {
        return new TreeSet<>(PLACE.matcher(label.asText())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
    }

    private static void collect(JsonNode component, Set<String> said) {
        for (String field : List.of("label", "text", "description", "dateLabel", "timeLabel")) {
            component
                    .path(field)
                    .asText()
                    .lines()
                    .map(line -> line.replaceFirst("^#+ ", ""))
                    .forEach(said::add);
        }
        component.path("values").forEach(value -> collect(value, said));
        component.path("components").forEach(child -> collect(child, said));
    }

    private static void collect(Path file, Set<String> said) {
        var model = Bpmn.readModelFromFile(file.toFile());
        model.getModelElementsByType(Process.class).forEach(process -> said.add(process.getName()));
        model.getModelElementsByType(FlowElement.class).stream()
                .map(FlowElement::getName)
                .filter(name -> name != null && !name.isBlank())
                .forEach(said::add);
    }

    private static void collectOfTable(Path file, Set<String> said) {
        var model = Dmn.readModelFromFile(file.toFile());
        model.getModelElementsByType(Decision.class).forEach(decision -> said.add(decision.getName()));
        model.getModelElementsByType(Input.class).forEach(input -> said.add(input.getLabel()));
        model.getModelElementsByType(Output.class).forEach(output -> said.add(output.getLabel()));
    }

    @Test
    void every_annotation_of_a_table_has_its_Russian() throws IOException {
        LocaleContextHolder.setLocale(Locale.forLanguageTag("ru"));
        try {
            for (Path table : files("processes", ".dmn")) {
                assertThat(Dmn.readModelFromFile(table.toFile()).getModelElementsByType(Rule.class))
                        .as(table.toString())
                        .isNotEmpty()
                        .allSatisfy(row -> assertThat(
                                        Wording.of(row.getDescription().getTextContent()))
                                .containsPattern(CYRILLIC));
            }
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    @Test
    void whatever_keeps_a_household_back_is_said_in_Russian() {
        Leg small = flight("FL-1", "MASNAA", 2, 0);
        Leg large = flight("FL-1", "MASNAA", 3, 1);
        Household family = family("H1", "Homs", 5, List.of());
        Set<String> whys = new LinkedHashSet<>();
        for (Operation operation : List.of(
                operation(List.of(family), List.of(), 1),
                operation(List.of(family("H1", "Hama", 5, List.of())), List.of(small), 1),
                operation(List.of(family), List.of(small), 1),
                operation(List.of(family, family("H2", "Homs", 5, List.of())), List.of(large), 5),
                operation(
                        List.of(family("H1", "Homs", 5, List.of("FL-1")), family("H2", "Homs", 5, List.of())),
                        List.of(large),
                        1),
                confined("Hama", List.of(family), List.of(large)),
                confined("Homs", List.of(family), List.of(small)))) {
            Planner.plan(operation, new Planner.Pace(0.3, 0.1)).left().forEach(left -> whys.add(left.why()));
        }

        LocaleContextHolder.setLocale(Locale.forLanguageTag("ru"));
        try {
            assertThat(whys)
                    .hasSize(7)
                    .anySatisfy(why ->
                            assertThat(why).contains("seats", "wheelchair", "stretcher", "kilograms", "; the quota"));
            assertThat(whys)
                    .allSatisfy(why -> assertThat(Wording.of(why))
                            .containsPattern(CYRILLIC)
                            .doesNotContainPattern("\\b[a-z]{2,}"));
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    private static Operation operation(List<Household> households, List<Leg> legs, int quota) {
        return new Operation(
                MONDAY,
                "SVO",
                120,
                new Operation.Objective(Map.of(1, 1000d), 0.1, 0.03, 50),
                households,
                legs,
                List.of(new Operation.Quota("MASNAA", LocalDate.of(2013, 1, 21), quota)));
    }

    /** As above, where these can only get to one place. */
    private static Operation confined(String place, List<Household> households, List<Leg> legs) {
        Operation operation = operation(households, legs, 5);
        return new Operation(
                operation.snapshot(),
                operation.destination(),
                operation.minConnectionMinutes(),
                operation.objective(),
                households,
                legs,
                operation.quotas(),
                operation.zone(),
                Map.of("Homs", Set.of(place), "Hama", Set.of("Homs", "Hama")));
    }

    /** One in a wheelchair, one on a stretcher. @param frozenOn the legs where it stays */
    private static Household family(String id, String origin, int size, List<String> frozenOn) {
        return new Household(id, origin, size, 1, 1, 100, 1, 0, frozenOn, !frozenOn.isEmpty());
    }

    private static Leg flight(String id, String exit, int seats, int others) {
        return new Leg(
                id,
                "flight",
                "Homs",
                "SVO",
                MONDAY,
                MONDAY.plusSeconds(9_000),
                exit,
                seats,
                others,
                others,
                100 * others);
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
