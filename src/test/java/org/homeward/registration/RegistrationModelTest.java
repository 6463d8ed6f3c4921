package org.homeward.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.complete;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.job;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.access.Refusal;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

@HomewardTest
@Breaks("I3")
@WalksWhole({"registration", "wake-deferred"})
class RegistrationModelTest {

    @Autowired
    private Households households;

    @Autowired
    private Registration door;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void a_household_that_wishes_to_leave_goes_on() {
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        assertThat(registration).isWaitingAt("task_contactHousehold");
        assertThat(task(registration)).hasCandidateGroup("consular");
        assertThat(task(registration).getDueDate()).isNotNull();

        answer(registration, Map.of("willingness", "willing"));

        assertThat(registration).hasPassed("end_willing").isEnded();
        assertThat(outcome(registration)).isEqualTo("willing");
    }

    @Test
    void a_household_that_stays_gives_a_reason_and_ends() {
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());

        assertThatThrownBy(() -> answer(registration, Map.of("willingness", "stays")))
                .hasRootCauseMessage("A household that stays needs a reason.");
        assertThat(registration).isWaitingAt("task_contactHousehold");

        answer(registration, Map.of("willingness", "stays", "staysReason", "family"));
        assertThat(registration).hasPassed("end_stays").isEnded();
    }

    @Test
    void a_household_that_asks_to_wait_is_asked_again_on_the_day_agreed() {
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        Instant until = clock.instant().plus(Duration.ofDays(3));

        answer(registration, Map.of("willingness", "deferred", "deferredUntil", until.toString()));
        assertThat(registration).isWaitingAt("gateway_deferred");
        assertThat(stage(registration)).isEqualTo("deferred");
        assertThat(job("timer_deferred", registration).getDuedate()).isEqualTo(Date.from(until));

        execute(job("timer_deferred", registration));
        assertThat(registration).isWaitingAt("task_contactHousehold");
    }

    @Test
    void a_household_that_names_no_day_waits_for_news_and_is_asked_again_after_thirty_days() {
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2013-01-20T08:00:00Z")));

        answer(registration, Map.of("willingness", "deferred"));
        assertThat(job("timer_deferred", registration).getDuedate())
                .isEqualTo(Date.from(Instant.parse("2013-02-19T08:00:00Z")));
        org.assertj.core.api.Assertions.assertThat(door.governorateRisk("SY01", 4))
                .isEqualTo(1);
        wake("SY01");
        assertThat(registration).isWaitingAt("task_contactHousehold");
        door.governorateRisk("SY01", 2);

        answer(registration, Map.of("willingness", "deferred"));
        execute(job("timer_deferred", registration));
        assertThat(registration).isWaitingAt("task_contactHousehold");
    }

    @Test
    void a_day_that_has_passed_or_cannot_be_read_is_refused() {
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        assertThatThrownBy(() ->
                        answer(registration, Map.of("willingness", "deferred", "deferredUntil", "2013-01-20T10:00Z")))
                .hasRootCauseMessage("The day to ask again has passed already.");
        assertThatThrownBy(() -> answer(registration, Map.of("willingness", "deferred", "deferredUntil", "next week")))
                .hasRootCauseMessage("The day to ask again cannot be read: choose a date and a time.");
        assertThat(registration).isWaitingAt("task_contactHousehold");
    }

    @Test
    void a_deferred_household_is_woken_when_the_situation_worsens_or_when_it_calls() {
        for (String news : List.of("situationWorsened", "householdCalled")) {
            ProcessInstance registration = start(households.register(TestHouseholds.motherAndSon()), "new");
            if ("householdCalled".equals(news)) {
                complete(task(registration), Map.of("duplicateDecision", "keepApart"));
            }
            Instant until = clock.instant().plus(Duration.ofDays(30));
            answer(registration, Map.of("willingness", "deferred", "deferredUntil", until.toString()));

            correlate(registration, news);

            assertThat(registration).isWaitingAt("task_contactHousehold");
            answer(registration, Map.of("willingness", "willing"));
        }
    }

    @Test
    void a_governorate_that_gets_worse_wakes_its_deferred_households_only() {
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        Instant until = clock.instant().plus(Duration.ofDays(30));
        answer(registration, Map.of("willingness", "deferred", "deferredUntil", until.toString()));

        org.assertj.core.api.Assertions.assertThat(door.governorateRisk("SY10", 4))
                .isZero();
        org.assertj.core.api.Assertions.assertThat(door.governorateRisk("SY01", 4))
                .isEqualTo(1);
        wake("SY10");
        assertThat(registration).as("it lives elsewhere").isNotWaitingAt("task_contactHousehold");
        wake("SY01");
        assertThat(registration).isWaitingAt("task_contactHousehold");
        org.assertj.core.api.Assertions.assertThat(door.governorateRisk("SY01", 2))
                .isZero();
    }

    @Test
    void nobody_else_is_woken_once_the_danger_is_less() {
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        answer(registration, Map.of("willingness", "deferred"));
        door.governorateRisk("SY01", 4);
        door.governorateRisk("SY01", 2);
        wake("SY01");
        assertThat(registration).isNotWaitingAt("task_contactHousehold");
    }

    @Test
    void nobody_learns_from_the_count_of_the_woken_that_there_are_restricted_ones() {
        ProcessInstance registration = registered(TestHouseholds.restricted());
        answer(registration, Map.of("willingness", "deferred"));

        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("manager", null, "ROLE_managers"));
        int count = door.governorateRisk("SY01", 4);
        SecurityContextHolder.clearContext();

        org.assertj.core.api.Assertions.assertThat(count).isZero();
        wake("SY01");
        assertThat(registration).isWaitingAt("task_contactHousehold");
        door.governorateRisk("SY01", 2);
    }

    /** Runs the jobs that wake the deferred of a governorate, batch after batch. */
    private static void wake(String pcode) {
        ProcessInstance waking = runtimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(pcode, "wake-deferred")
                .singleResult();
        while (managementService()
                        .createJobQuery()
                        .processInstanceId(waking.getId())
                        .count()
                > 0) {
            execute(job("task_wakeNext", waking));
        }
    }

    @Test
    void three_calls_without_answer_make_it_unreachable_and_it_is_tried_again_for_ever() {
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        for (int round = 0; round < 2; round++) {
            noAnswer(registration);
            assertThat(registration).isWaitingAt("timer_tryLater");
            execute(job("timer_tryLater", registration));
            noAnswer(registration);
            execute(job("timer_tryLater", registration));
            noAnswer(registration);
            assertThat(registration).isWaitingAt("gateway_unreachable");
            assertThat(households.get(household(registration)).willingness()).isEqualTo("unreachable");
            if (round == 0) {
                execute(job("timer_unreachable", registration));
            } else {
                correlate(registration, "householdCalled");
            }
            assertThat(registration).isWaitingAt("task_contactHousehold");
        }
    }

    @Test
    void a_household_put_off_by_a_later_station_waits_as_deferred() {
        Registered household = households.register(TestHouseholds.motherAndSon());
        ProcessInstance registration = start(household, "putOff");
        assertThat(registration).isWaitingAt("gateway_deferred");
        assertThat(stage(registration)).isEqualTo("deferred");
    }

    @Test
    void who_has_joined_is_vetted_even_when_nothing_is_said_to_have_changed() {
        Registered family = households.register(TestHouseholds.woman());
        door.recordChange(family.id(), "nothing");

        households.addMember(
                family.id(), TestHouseholds.motherAndSon().members().get(1));

        assertThatThrownBy(() -> door.recordChange(family.id(), "nothing"))
                .hasMessage("Somebody has been added to this household: say so, and they are vetted.");
        door.recordChange(family.id(), "joined");
        door.recordChange(family.id(), "nothing");
        assertThatThrownBy(() -> door.recordChange(family.id(), null))
                .hasMessage("Say what has changed in the household.");
    }

    @Test
    void the_same_people_in_a_second_case_are_merged_by_an_officer() {
        Registered first = households.register(TestHouseholds.motherAndSon());
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        assertThat(registration).isWaitingAt("task_settleDuplicate");

        complete(task(registration), Map.of("duplicateDecision", "merge"));

        assertThat(registration).hasPassed("end_sameAsAnotherCase").isEnded();
        assertThat(outcome(registration)).isEqualTo("merged");
        assertThat(households.get(household(registration)).mergedInto()).isEqualTo(first.id());
        assertThat(households.members(household(registration))).isEmpty();
        assertThat(households.members(first.id())).hasSize(2);
    }

    @Test
    void a_member_who_is_new_comes_along_into_the_other_case() {
        Registered first = households.register(TestHouseholds.woman());
        ProcessInstance registration = registered(TestHouseholds.motherAndSon());
        complete(task(registration), Map.of("duplicateDecision", "merge"));
        assertThat(households.members(first.id())).hasSize(2);
    }

    @Test
    void a_case_that_has_ended_takes_nobody_in() {
        Registered first = households.register(TestHouseholds.woman());
        households.ends(first.id(), "stays");
        ProcessInstance registration = registered(TestHouseholds.woman());
        assertThatThrownBy(() -> complete(task(registration), Map.of("duplicateDecision", "merge")))
                .hasRootCauseInstanceOf(Refusal.class)
                .hasRootCauseMessage("Case " + first.caseNumber()
                        + " has ended (stays). Keep them apart, so that this household can go on.");
        complete(task(registration), Map.of("duplicateDecision", "keepApart"));
        assertThat(registration).isWaitingAt("task_contactHousehold");
    }

    @Test
    void a_name_alone_never_makes_a_duplicate() {
        households.register(TestHouseholds.woman());
        NewHousehold namesake = TestHouseholds.household(
                "yes",
                false,
                List.of(TestHouseholds.person(
                        "Полевая Вера", "POLEVAIA VERA", LocalDate.of(1981, 4, 12), "female", "applicant", "999")));
        assertThat(registered(namesake)).isWaitingAt("task_contactHousehold");
    }

    private ProcessInstance registered(NewHousehold household) {
        return start(households.register(household), "new");
    }

    private ProcessInstance start(Registered household, String entry) {
        Map<String, Object> variables =
                new HashMap<>(Map.of("householdId", household.id(), "priority", 4, "registrationEntry", entry));
        variables.put("deferredUntil", null);
        variables.put("staysReason", null);
        return runtimeService().startProcessInstanceByKey("registration", household.caseNumber(), variables);
    }

    private static void answer(ProcessInstance registration, Map<String, Object> form) {
        complete(Objects.requireNonNull(task(registration)), form);
    }

    private static void noAnswer(ProcessInstance registration) {
        ClockUtil.offset((ClockUtil.getCurrentTime().getTime() - System.currentTimeMillis()) + 60_000);
        answer(registration, Map.of("willingness", "noAnswer"));
    }

    private static void correlate(ProcessInstance registration, String message) {
        runtimeService()
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(registration.getBusinessKey())
                .correlate();
    }

    private long household(ProcessInstance registration) {
        return jdbc.sql("select id from household where case_number = :number")
                .param("number", registration.getBusinessKey())
                .query(Long.class)
                .single();
    }

    private String stage(ProcessInstance registration) {
        return households.get(household(registration)).stage();
    }

    private static Object outcome(ProcessInstance registration) {
        return historyService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(registration.getId())
                .variableName("registrationOutcome")
                .singleResult()
                .getValue();
    }
}
