package org.homeward.registration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.formService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.household.Documents;
import org.homeward.household.Households;
import org.homeward.household.Members;
import org.homeward.household.Person;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is known from another case, though the first look could not see it. */
@HomewardTest
@WalksWhole("later-duplicate")
class LaterDuplicatesTest {

    @Autowired
    private Intake intake;

    @Autowired
    private Registration registration;

    @Autowired
    private Households households;

    @Autowired
    private Documents documents;

    @Autowired
    private Members members;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void of_two_families_registered_at_the_same_moment_the_second_sees_the_first() {
        CompletableFuture<Registered> second = transaction.execute(status -> {
            intake.register(TestHouseholds.motherAndSon());
            CompletableFuture<Registered> begun =
                    CompletableFuture.supplyAsync(() -> intake.register(TestHouseholds.motherAndSon()));
            while (!begun.isDone() && !somebodyWaits()) {
                Thread.onSpinWait();
            }
            return begun;
        });
        assertThat(second).isNotNull();
        assertThat(task(second.join().caseNumber(), "task_settleDuplicate")).isNotNull();
    }

    @Test
    void the_one_that_began_first_and_ends_last_sees_the_other() {
        Registered first = transaction.execute(status -> {
            Registered begun = households.register(TestHouseholds.motherAndSon());
            CompletableFuture.supplyAsync(() -> intake.register(TestHouseholds.motherAndSon()))
                    .join();
            registration.open(begun.id());
            return begun;
        });
        assertThat(first).isNotNull();
        assertThat(task(first.caseNumber(), "task_settleDuplicate")).isNotNull();
    }

    @Test
    void who_joins_a_household_is_looked_for_in_the_others() {
        Registered known = intake.register(TestHouseholds.woman());
        Registered family = intake.register(TestHouseholds.household("yes", false, List.of(aunt())));
        assertThat(later(family)).isNull();

        intake.join(family.id(), TestHouseholds.mother());

        Task task = requireNonNull(later(family));
        assertThat(formService()
                        .getTaskFormData(task.getId())
                        .getCamundaFormRef()
                        .getKey())
                .as("which says what becomes of two cases that go on")
                .isEqualTo("settle-later-duplicate");
        assertThat(task(family.caseNumber(), "task_contactHousehold"))
                .as("it goes on")
                .isNotNull();
        households.enters(known.id(), "seated");
        assertThatThrownBy(() -> taskService().complete(task.getId(), Map.of("duplicateDecision", "merge")))
                .hasRootCauseMessage("Case " + family.caseNumber() + " and case " + known.caseNumber()
                        + " both go on, and one has seats or is on its way. Agree with the household which one goes on,"
                        + " and let the other withdraw first.");
        households.enters(known.id(), "registered");
        taskService().complete(task.getId(), Map.of("duplicateDecision", "keepApart"));
        assertThat(jdbc.sql("select state from possible_duplicate")
                        .query(String.class)
                        .list())
                .containsExactly("kept apart");
    }

    @Test
    void of_two_cases_that_go_on_one_takes_in_the_other_with_everything_and_the_merge_can_be_undone() {
        Registered known = intake.register(TestHouseholds.woman());
        Registered family = intake.register(TestHouseholds.household("yes", false, List.of(aunt())));
        intake.join(family.id(), TestHouseholds.mother());

        settle(requireNonNull(later(family)), "merge");

        assertThat(households.get(family.id()).endReason()).isEqualTo("same as another case");
        assertThat(households.get(family.id()).mergedInto()).isEqualTo(known.id());
        assertThat(households.members(known.id()))
                .extracting(Person::latinName)
                .containsExactly("POLEVAIA VERA", "IVANOVA ZOIA");
        assertThat(running(family)).isZero();
        assertThat(task(known.caseNumber(), "task_contactHousehold")).isNotNull();

        registration.undoMerge(family.caseNumber());
        assertThat(households.members(family.id())).hasSize(2);
        assertThat(households.get(family.id()).stage()).isEqualTo("registered");
        assertThat(task(family.caseNumber(), "task_contactHousehold")).isNotNull();
        assertThat(jdbc.sql("select state from possible_duplicate")
                        .query(String.class)
                        .list())
                .containsExactly("undone");
    }

    @Test
    void the_case_that_is_further_on_stays_and_who_comes_along_is_vetted_there() {
        Registered first = intake.register(TestHouseholds.woman());
        Registered family = intake.register(TestHouseholds.household("yes", false, List.of(aunt())));
        cleared(family);
        intake.join(family.id(), TestHouseholds.mother());
        settle(requireNonNull(later(family)), "merge");
        assertThat(households.get(first.id()).endReason()).isEqualTo("same as another case");
        assertThat(running(first)).isZero();
        assertThat(households.get(family.id()).stage()).isEqualTo("ready");
        assertThat(households.members(family.id())).hasSize(2);

        Registered withSon = intake.register(TestHouseholds.motherAndSon());
        settle(requireNonNull(task(withSon.caseNumber(), "task_settleDuplicate")), "merge");
        assertThat(households.members(family.id()))
                .as("a newcomer to a case that is ready")
                .hasSize(3);
        assertThat(jdbc.sql("select count(*) from audit where household_id = :id and action = 'vetted anew'")
                        .param("id", family.id())
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void what_officers_still_weigh_in_a_case_that_ends_in_another_is_found_anew_there() {
        Registered known = intake.register(TestHouseholds.woman());
        cleared(known);
        Registered family = intake.register(TestHouseholds.household(
                "yes",
                false,
                List.of(TestHouseholds.person(
                        "Иванова Зоя", "IVANOVA ZOIA", LocalDate.of(1950, 2, 3), "female", "applicant", null))));
        cleared(family);
        assertThat(task(family.caseNumber(), "task_reviewDocuments")).isNotNull();
        intake.join(family.id(), TestHouseholds.mother());

        settle(requireNonNull(later(family)), "merge");

        assertThat(running(family)).isZero();
        assertThat(households.get(known.id()).stage()).isEqualTo("vetting");
        assertThat(task(known.caseNumber(), "task_reviewDocuments")).isNotNull();
        assertThat(jdbc.sql("select household_id || ' ' || kind || ' ' || state from concern order by id")
                        .query(String.class)
                        .list())
                .containsExactly(known.id() + " documents superseded", known.id() + " documents open");
    }

    @Test
    void what_is_likely_the_same_as_two_other_cases_is_asked_about_until_both_are_settled() {
        intake.register(TestHouseholds.woman());
        Registered aunt = intake.register(TestHouseholds.household("yes", false, List.of(aunt())));
        Registered family = intake.register(TestHouseholds.household("yes", false, List.of(neighbour())));
        cleared(family);
        intake.join(family.id(), TestHouseholds.mother());
        intake.join(family.id(), aunt());

        settle(requireNonNull(later(family)), "merge");
        settle(requireNonNull(later(family)), "merge");

        assertThat(later(family)).isNull();
        assertThat(households.members(family.id())).hasSize(3);
        assertThat(households.get(aunt.id()).mergedInto()).isEqualTo(family.id());
    }

    @Test
    void who_is_likely_the_same_as_a_case_that_goes_up_in_another_is_likely_the_same_as_that_one() {
        Registered known = intake.register(TestHouseholds.woman());
        Registered newcomer = intake.register(TestHouseholds.motherAndSon());
        Registered family = intake.register(TestHouseholds.household("yes", false, List.of(aunt())));
        cleared(family);
        intake.join(family.id(), TestHouseholds.mother());
        jdbc.sql("delete from possible_duplicate where household_id = :family and other_household_id = :newcomer")
                .param("family", family.id())
                .param("newcomer", newcomer.id())
                .update();
        settle(requireNonNull(later(family)), "merge");
        assertThat(households.get(known.id()).mergedInto()).isEqualTo(family.id());

        settle(requireNonNull(task(newcomer.caseNumber(), "task_settleDuplicate")), "merge");

        assertThat(households.get(newcomer.id()).mergedInto()).isEqualTo(family.id());
        assertThat(households.members(family.id())).hasSize(3);
        assertThat(jdbc.sql("select count(*) from possible_duplicate where state = 'open'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void what_was_to_be_settled_about_a_third_case_is_to_be_settled_again_after_an_undone_merge() {
        Registered known = intake.register(TestHouseholds.woman());
        Registered newcomer = intake.register(TestHouseholds.motherAndSon());
        Registered family = intake.register(TestHouseholds.household("yes", false, List.of(aunt())));
        cleared(family);
        intake.join(family.id(), TestHouseholds.mother());
        List<String> open = openPairs();
        assertThat(open).hasSize(3);

        settle(requireNonNull(later(family)), "merge");
        assertThat(openPairs()).hasSize(1);
        registration.undoMerge(
                households.get(known.id()).mergedInto() != null ? known.caseNumber() : newcomer.caseNumber());

        assertThat(openPairs()).hasSize(2).isSubsetOf(open);
    }

    private List<String> openPairs() {
        return jdbc.sql("""
                select household_id || ' ' || person_id || ' ' || other_household_id || ' ' || other_person_id
                from possible_duplicate where state = 'open' order by id""").query(String.class).list();
    }

    @Test
    void a_case_that_does_not_know_of_later_merges_stays_as_it_is() {
        Registered known = intake.register(TestHouseholds.woman());
        Registered family = intake.register(TestHouseholds.household("yes", false, List.of(aunt())));
        intake.join(family.id(), TestHouseholds.mother());
        Task task = requireNonNull(later(family));
        jdbc.sql("delete from act_ru_event_subscr where event_name_ = 'sameAsAnotherCase'")
                .update();
        assertThatThrownBy(() -> settle(task, "merge"))
                .rootCause()
                .hasMessageContaining("began before cases could be merged so late");
        assertThat(households.get(family.id()).mergedInto()).isNull();
        assertThat(households.get(known.id()).mergedInto()).isNull();
    }

    @Test
    void a_deferred_case_that_takes_in_one_of_now_is_asked_again_at_once() {
        Registered deferred = intake.register(TestHouseholds.woman());
        taskService()
                .complete(
                        requireNonNull(task(deferred.caseNumber(), "task_contactHousehold"))
                                .getId(),
                        Map.of(
                                "willingness",
                                "deferred",
                                "deferredUntil",
                                Instant.now()
                                        .plus(Duration.ofDays(5))
                                        .truncatedTo(ChronoUnit.MINUTES)
                                        .toString()));
        goOn();
        assertThat(households.get(deferred.id()).stage()).isEqualTo("deferred");
        assertThat(task(deferred.caseNumber(), "task_contactHousehold")).isNull();
        Registered again = intake.register(TestHouseholds.woman());
        settle(requireNonNull(task(again.caseNumber(), "task_settleDuplicate")), "merge");

        assertThat(households.get(again.id()).mergedInto()).isEqualTo(deferred.id());
        assertThat(task(deferred.caseNumber(), "task_contactHousehold")).isNotNull();
    }

    private static org.homeward.household.NewPerson neighbour() {
        return TestHouseholds.person(
                "Кузьмина Раиса", "KUZMINA RAISA", LocalDate.of(1961, 5, 6), "female", "applicant", "990000008");
    }

    private static void settle(Task task, String decision) {
        taskService().complete(task.getId(), Map.of("duplicateDecision", decision));
        goOn();
    }

    private static void cleared(Registered household) {
        taskService()
                .complete(
                        requireNonNull(task(household.caseNumber(), "task_contactHousehold"))
                                .getId(),
                        Map.of("willingness", "willing"));
        goOn();
    }

    private static void goOn() {
        for (List<Job> jobs = jobs(); !jobs.isEmpty(); jobs = jobs()) {
            jobs.forEach(job -> managementService().executeJob(job.getId()));
        }
    }

    private static List<Job> jobs() {
        return managementService().createJobQuery().messages().list();
    }

    private static long running(Registered household) {
        return runtimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(household.caseNumber())
                .count();
    }

    @Test
    void a_document_that_is_added_later_may_show_who_somebody_is() {
        Registered known = intake.register(TestHouseholds.woman());
        Registered other = intake.register(TestHouseholds.household(
                "yes",
                false,
                List.of(TestHouseholds.person(
                        "Полевая Анна", "POLEVAIA ANNA", null, "female", "applicant", "660000009"))));
        assertThat(later(other)).isNull();
        String number = households.documents(known.id()).get(0).number();
        documents.add(
                other.id(),
                other.personIds().get(0),
                new Documents.Entry("passport", number, LocalDate.of(2030, 1, 1), false, "RUS", null, null));
        assertThat(later(other)).isNotNull();
    }

    @Test
    void a_birth_that_is_corrected_later_may_show_who_somebody_is() {
        intake.register(TestHouseholds.woman());
        LocalDate born = requireNonNull(TestHouseholds.mother().born());
        Registered other = intake.register(TestHouseholds.household(
                "yes",
                false,
                List.of(TestHouseholds.person(
                        "Полевая Вера", "POLEVAIA VERA", born.plusYears(9), "female", "applicant", "660000009"))));
        assertThat(later(other)).isNull();
        members.correct(
                other.id(),
                other.personIds().get(0),
                new Members.Identity(
                        "Полевая Вера", "POLEVAIA VERA", born, false, "female", List.of("RUS"), "applicant"));
        assertThat(later(other)).isNotNull();
    }

    private static org.homeward.household.NewPerson aunt() {
        return TestHouseholds.person(
                "Иванова Зоя", "IVANOVA ZOIA", LocalDate.of(1950, 2, 3), "female", "applicant", "990000007");
    }

    private boolean somebodyWaits() {
        return jdbc.sql("select exists (select from pg_locks where locktype = 'advisory' and not granted)")
                .query(Boolean.class)
                .single();
    }

    private static @Nullable Task later(Registered household) {
        return taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(household.caseNumber())
                .processDefinitionKey("later-duplicate")
                .singleResult();
    }

    private static @Nullable Task task(String caseNumber, String id) {
        return taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(caseNumber)
                .taskDefinitionKey(id)
                .singleResult();
    }
}
