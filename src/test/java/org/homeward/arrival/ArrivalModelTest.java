package org.homeward.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.homeward.passage.Checkpoint.BORDER_ENTRY;
import static org.homeward.passage.Checkpoint.BORDER_EXIT;
import static org.homeward.passage.Checkpoint.CHECK_IN;
import static org.homeward.passage.Checkpoint.CONVOY_BOARDING;
import static org.homeward.passage.Checkpoint.FLIGHT_BOARDING;
import static org.homeward.passage.Checkpoint.LANDING;
import static org.homeward.passage.Checkpoint.MUSTER;
import static org.homeward.passage.Checkpoint.RECEPTION;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.access.Refusal;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

@HomewardTest
@Breaks("I3")
@WalksWhole({"arrival", "follow-up"})
class ArrivalModelTest {

    private static final String[] OF_A_FAMILY_WITH_A_CHILD = {
        "task_seePsychologist", "task_payAllowance", "task_arrangeLodging", "task_arrangeOnwardTravel"
    };

    @Autowired
    private Travellers travellers;

    @Autowired
    private Households households;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private HandOvers handOvers;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void reception_begins_when_all_who_landed_have_been_counted() {
        Registered family = landed(TestHouseholds.motherAndSon());
        travellers.start("arrival", family);
        travellers.count(family.personIds().subList(0, 1), RECEPTION);
        assertThat(openTasks()).isEmpty();
        travellers.count(family.personIds().subList(1, 2), RECEPTION);
        assertThat(openTasks()).containsExactlyInAnyOrder(OF_A_FAMILY_WITH_A_CHILD);
    }

    @Test
    void who_has_landed_and_left_by_themselves_is_not_brought_home_a_second_time() {
        Registered family = landed(Travellers.threeOfThem());
        travellers.start("arrival", family);
        travellers.count(family.personIds().subList(0, 1), RECEPTION);
        travellers.later(Duration.ofDays(1));

        assertRefused("task_resolveMissingMember", "missingDecision", "goOnWithout", "They have landed");
        assertRefused("task_resolveMissingMember", "missingDecision", "stepOff", "They have landed");
        complete("task_resolveMissingMember", "missingDecision", "leftByThemselves");

        assertThat(openTasks()).containsExactlyInAnyOrder(OF_A_FAMILY_WITH_A_CHILD);
        assertThat(households.members(family.id())).hasSize(3);
    }

    @Test
    void a_child_that_left_the_airport_is_accounted_for_once_a_remark_says_who_it_is_with() {
        Registered family = landed(Travellers.threeOfThem());
        travellers.start("arrival", family);
        travellers.count(family.personIds().subList(0, 2), RECEPTION);
        travellers.later(Duration.ofDays(1));

        assertRefused("task_resolveMissingMember", "missingDecision", "leftByThemselves", "A child neither leaves");
        households.remark(family.id(), null, "His grandfather met the flight and has taken him home.");
        complete("task_resolveMissingMember", "missingDecision", "leftByThemselves");

        assertThat(openTasks()).containsExactlyInAnyOrder(OF_A_FAMILY_WITH_A_CHILD);
    }

    @Test
    void a_child_is_not_left_alone_at_the_airport_either() {
        Registered family = landed(TestHouseholds.motherAndSon());
        travellers.start("arrival", family);
        travellers.count(family.personIds().subList(1, 2), RECEPTION);
        travellers.later(Duration.ofDays(1));

        assertRefused("task_resolveMissingMember", "missingDecision", "leftByThemselves", "nor stays there alone");
    }

    @Test
    void a_household_is_home_when_its_destination_is_confirmed_and_is_called_after_7_and_30_days() {
        Registered family = landed(TestHouseholds.household("yes", false, List.of(patient())));
        ProcessInstance arrival = travellers.start("arrival", family);
        travellers.count(family.personIds(), RECEPTION);
        assertThat(openTasks())
                .containsExactlyInAnyOrder(
                        "task_seeToMedicalNeeds",
                        "task_settlePapers",
                        "task_payAllowance",
                        "task_arrangeLodging",
                        "task_arrangeOnwardTravel",
                        "task_telephoneHome");

        complete("task_arrangeOnwardTravel", "onwardTravelDecision", "train");
        complete("task_seeToMedicalNeeds", "medicalDecision", "seenTo");
        complete("task_arrangeLodging", "lodgingDecision", "relatives");
        complete("task_telephoneHome", "telephoneDecision", "reached");
        complete("task_payAllowance", "moneyDecision", "paid");
        assertThat(openTasks())
                .as("a family leaves when all its stations are done")
                .containsExactly("task_settlePapers");
        complete("task_settlePapers", "papersDecision", "temporary");
        complete("task_closeCase", "destinationConfirmed", true);

        assertThat(arrival).isEnded().hasPassed("end_home");
        assertThat(households.get(family.id()).stage()).isEqualTo("home");
        assertThat(jdbc.sql("select state from itinerary").query(String.class).list())
                .containsExactly("travelled");

        ProcessInstance followUp = runtime.createProcessInstanceQuery()
                .processDefinitionKey("follow-up")
                .processInstanceBusinessKey(family.caseNumber())
                .singleResult();
        travellers.later(Duration.ofDays(6));
        assertThat(openTasks()).isEmpty();
        travellers.later(Duration.ofDays(1));
        complete("task_followUpCall", "followUpDecision", "needsHelp");
        travellers.later(Duration.ofDays(22));
        assertThat(openTasks()).isEmpty();
        travellers.later(Duration.ofDays(1));
        complete("task_lastFollowUpCall", "followUpDecision", "settled");
        assertThat(followUp).isEnded();
        assertThat(steps())
                .containsExactly(
                        "onward travel: train",
                        "medical: seenTo",
                        "lodging: relatives",
                        "telephone home: reached",
                        "money: paid",
                        "papers: temporary",
                        "closed: destination confirmed",
                        "call after 7 days: needsHelp",
                        "call after 30 days: settled");
        assertThat(jdbc.sql("select detail from audit where action = 'reception' order by id")
                        .query(String.class)
                        .list())
                .as("in the dossier's story")
                .isEqualTo(steps());
    }

    @Test
    void an_answer_that_is_not_on_the_form_and_a_destination_not_confirmed_are_refused() {
        Registered family = landed(TestHouseholds.woman());
        travellers.start("arrival", family);
        travellers.count(family.personIds(), RECEPTION);
        assertRefused("task_payAllowance", "moneyDecision", "lost", "Choose one of the answers");
        complete("task_payAllowance", "moneyDecision", "notEntitled");
        complete("task_arrangeLodging", "lodgingDecision", "centre");
        complete("task_arrangeOnwardTravel", "onwardTravelDecision", "notNeeded");
        complete("task_telephoneHome", "telephoneDecision", "notReached");
        assertRefused("task_closeCase", "destinationConfirmed", false, "Confirm that first");
        assertThat(households.get(family.id()).stage()).isNotEqualTo("home");
    }

    @Test
    void waiting_is_measured_from_landing_to_who_takes_them_and_until_they_are_done() {
        Registered family = landed(TestHouseholds.motherAndSon());
        travellers.start("arrival", family);
        travellers.later(Duration.ofMinutes(10));
        travellers.count(family.personIds(), RECEPTION);
        Task psychologist = open("task_seePsychologist");
        travellers.later(Duration.ofMinutes(20));
        tasks.claim(psychologist.getId(), "olga");
        travellers.later(Duration.ofMinutes(30));
        tasks.complete(psychologist.getId(), Map.of("psychologistDecision", "talked"));
        Task lodging = open("task_arrangeLodging");
        tasks.claim(lodging.getId(), "olga");
        tasks.setAssignee(lodging.getId(), null);

        assertThat(waited("count")).isEqualTo("10 10 null");
        assertThat(waited("psychologist")).isEqualTo("20 50 olga");
        assertThat(waited("lodging")).as("who gives it back leaves it waiting").isEqualTo("null null null");
    }

    /** Minutes until taken and until done, and who took it. */
    private String waited(String station) {
        return jdbc.sql("""
                select concat_ws(' ', coalesce(cast(round(extract(epoch from taken_at - opened_at) / 60) as text), 'null'),
                                 coalesce(cast(round(extract(epoch from done_at - opened_at) / 60) as text), 'null'),
                                 coalesce(taken_by, 'null'))
                from station_visit where station = :station""").param("station", station).query(String.class).single();
    }

    @Test
    void a_child_alone_is_handed_over_by_two_officers_who_both_look_at_the_document_and_are_never_the_same() {
        Registered family = landed(TestHouseholds.household("yes", false, List.of(childAlone())));
        ProcessInstance arrival = travellers.start("arrival", family);
        travellers.count(family.personIds(), RECEPTION);
        complete("task_seeToMedicalNeeds", "medicalDecision", "seenTo");
        complete("task_seePsychologist", "psychologistDecision", "again");
        complete("task_settlePapers", "papersDecision", "settled");
        complete("task_payAllowance", "moneyDecision", "declined");
        complete("task_arrangeLodging", "lodgingDecision", "relatives");
        complete("task_telephoneHome", "telephoneDecision", "declined");
        complete("task_arrangeOnwardTravel", "onwardTravelDecision", "car");
        long child = family.personIds().get(0);

        as("olga");
        assertRefused("task_handOver", "handOverRecorded", true, "Write down first who takes each child");
        handOvers.record(family.id(), child, new HandOvers.Receiver("Tante Vera", "aunt", "passport", "51 9801499"));
        complete("task_handOver", "handOverRecorded", true);
        assertThatThrownBy(() -> handOvers.confirm(family.id(), child, "51 9801499"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("another officer must look");
        assertRefused("task_confirmHandOver", "handOverCheck", "agrees", "another officer must look");
        assertRefused("task_confirmHandOver", "handOverCheck", "differs", "another officer must look");

        as("ivan");
        assertRefused("task_confirmHandOver", "handOverCheck", "agrees", "type its number");
        assertThatThrownBy(() -> handOvers.confirm(family.id(), child, "51 9801490"))
                .hasMessageContaining("not the number on record");
        complete("task_confirmHandOver", "handOverCheck", "differs");
        assertRefused("task_handOver", "handOverRecorded", true, "Write down first who takes each child");
        handOvers.record(family.id(), child, new HandOvers.Receiver("Tante Vera", "aunt", "passport", "51 9801490"));
        complete("task_handOver", "handOverRecorded", true);

        as("olga");
        handOvers.confirm(family.id(), child, "51-9801490");
        complete("task_confirmHandOver", "handOverCheck", "agrees");
        assertThat(arrival).isWaitingAt("task_closeCase");
        assertThat(jdbc.sql("select handed_by || ' ' || confirmed_by from hand_over")
                        .query(String.class)
                        .single())
                .isEqualTo("ivan olga");
        assertThatThrownBy(() -> jdbc.sql("update hand_over set confirmed_by = handed_by")
                        .update())
                .as("the table itself refuses it")
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private static void as(String officer) {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(officer, "", "ROLE_reception"));
    }

    private NewPerson childAlone() {
        return TestHouseholds.person(
                "Речной Пётр",
                "RECHNOI PETR",
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusYears(9),
                "male",
                "applicant",
                "510000031");
    }

    private Task open(String task) {
        return tasks.createTaskQuery().taskDefinitionKey(task).singleResult();
    }

    private Registered landed(NewHousehold household) {
        Registered family = travellers.byRoad(household);
        travellers.count(
                family.personIds(),
                MUSTER,
                CONVOY_BOARDING,
                BORDER_EXIT,
                BORDER_ENTRY,
                CHECK_IN,
                FLIGHT_BOARDING,
                LANDING);
        return family;
    }

    private static NewPerson patient() {
        NewPerson mother = TestHouseholds.mother();
        return new NewPerson(
                mother.name(),
                mother.latinName(),
                LocalDate.of(1980, 4, 12),
                false,
                "female",
                List.of("SYR"),
                "applicant",
                "unknown",
                List.of("dialysis"),
                null,
                "seat",
                mother.documents(),
                null);
    }

    private void assertRefused(String task, String variable, Object answer, String because) {
        assertThatThrownBy(() -> complete(task, variable, answer))
                .hasRootCauseInstanceOf(Refusal.class)
                .rootCause()
                .hasMessageContaining(because);
        assertThat(openTasks()).contains(task);
    }

    private void complete(String task, String variable, Object answer) {
        tasks.complete(open(task).getId(), Map.of(variable, answer));
    }

    private List<String> openTasks() {
        return tasks.createTaskQuery().list().stream()
                .map(Task::getTaskDefinitionKey)
                .toList();
    }

    private List<String> steps() {
        return jdbc.sql("select step || ': ' || outcome from reception_step order by id")
                .query(String.class)
                .list();
    }
}
