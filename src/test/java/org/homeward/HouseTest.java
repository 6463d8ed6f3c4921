package org.homeward;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rules of the house (design §3) as tests. */
@AnalyzeClasses(packages = "org.homeward", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    private static final String[] STATIONS = {"registration", "vetting", "planning", "passage", "arrival"};

    @ArchTest
    static final ArchRule a_room_imports_only_rooms_below_it = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("across")
            .definedBy("..desk..", "..rehearsal..")
            .layer("stations")
            .definedBy("..registration..", "..vetting..", "..planning..", "..passage..", "..arrival..")
            .layer("who, what, where, told")
            .definedBy("..household..", "..movement..", "..situation..", "..contact..")
            .layer("same person, record")
            .definedBy("..people..", "..audit..")
            .layer("ground")
            .definedBy("..workflow..", "..access..")
            .whereLayer("across")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("stations")
            .mayOnlyBeAccessedByLayers("across")
            .whereLayer("who, what, where, told")
            .mayOnlyBeAccessedByLayers("across", "stations")
            .whereLayer("same person, record")
            .mayOnlyBeAccessedByLayers("across", "stations", "who, what, where, told");

    @ArchTest
    static final ArchRule rooms_on_one_floor_never_import_one_another =
            classes().that().resideInAPackage("org.homeward..").should(notImportANeighbour());

    @ArchTest
    static final ArchRule the_engine_is_known_only_where_it_may_be = noClasses()
            .that(not(resideInAnyPackage("..workflow..", "..access..", "..desk..", "..rehearsal..")))
            .and()
            .haveSimpleNameNotEndingWith("Process")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..");

    @ArchTest
    static final ArchRule a_station_has_one_class_that_speaks_to_the_engine = classes()
            .that()
            .haveSimpleNameEndingWith("Process")
            .and(resideInAnyPackage(
                    Stream.of(STATIONS).map(s -> ".." + s + "..").toArray(String[]::new)))
            .should(beNamedLikeTheirStation());

    @ArchTest
    static final ArchRule doors_do_not_take_the_execution = noClasses()
            .that(resideInAPackage("org.homeward.."))
            .and()
            .resideOutsideOfPackages("..workflow..", "..access..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("DelegateExecution");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is_in_the_operation =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Dto|Service)(\\$.*)?");

    @ArchTest
    static final ArchRule the_clock_is_the_house_clock = noClasses()
            .that()
            .resideOutsideOfPackage("..rehearsal..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now");

    /** A stream that nobody closes keeps its connection for ever. */
    @ArchTest
    static final ArchRule rows_are_read_as_lists_not_as_streams =
            noClasses().should().callMethod(JdbcClient.MappedQuerySpec.class, "stream");

    @ArchTest
    static final ArchRule nothing_is_injected_into_fields =
            fields().should().notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired");

    @Test
    void every_package_says_in_one_sentence_what_it_is_and_is_null_marked() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/org/homeward"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                Path sentence = folder.resolve("package-info.java");
                Assertions.assertThat(sentence).exists();
                Assertions.assertThat(Files.readString(sentence)).contains("/** ", "@NullMarked");
            }
        }
    }

    private static ArchCondition<JavaClass> notImportANeighbour() {
        List<List<String>> floors = List.of(
                List.of("desk", "rehearsal"),
                List.of(STATIONS),
                List.of("household", "movement", "situation", "contact"),
                List.of("people", "audit"));
        return new ArchCondition<>("not import a room on the same floor") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String room = room(type);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("org.homeward."))
                        .filter(dependency -> !room(dependency.getTargetClass()).equals(room))
                        .filter(dependency -> floors.stream()
                                .anyMatch(floor ->
                                        floor.contains(room) && floor.contains(room(dependency.getTargetClass()))))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> beNamedLikeTheirStation() {
        return new ArchCondition<>("be named like their station") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getSimpleName().equalsIgnoreCase(room(type) + "Process")) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is a second …Process"));
                }
            }
        };
    }

    private static String room(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 ? parts[2] : "";
    }
}
