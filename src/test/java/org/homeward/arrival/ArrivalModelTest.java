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

import java.time.Duration;
import java.time.LocalDate;
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
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Breaks("I3")
@WalksWhole({"arrival", "follow-up"})
class ArrivalModelTest {

    @Autowired
    private Travellers travellers;

    @Autowired
    private Households households;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void reception_begins_when_all_who_landed_have_been_counted() {
        Registered family = landed(TestHouseholds.motherAndSon());
        travellers.start("arrival", family);
        travellers.count(family.personIds().subList(0, 1), RECEPTION);
        assertThat(openTasks()).isEmpty();
        travellers.count(family.personIds().subList(1, 2), RECEPTION);
        assertThat(openTasks()).containsExactlyInAnyOrder("task_settlePapers", "task_arrangeLodging");
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

        assertThat(openTasks()).containsExactlyInAnyOrder("task_settlePapers", "task_arrangeLodging");
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

        assertThat(openTasks()).containsExactlyInAnyOrder("task_settlePapers", "task_arrangeLodging");
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
                .containsExactlyInAnyOrder("task_settlePapers", "task_arrangeLodging", "task_seeToMedicalNeeds");

        complete("task_seeToMedicalNeeds", "medicalDecision", "seenTo");
        complete("task_arrangeLodging", "lodgingDecision", "relatives");
        assertThat(openTasks()).containsExactly("task_settlePapers");
        complete("task_settlePapers", "papersDecision", "settled");
        complete("task_arrangeOnwardTravel", "onwardTravelDecision", "train");
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
                        "medical: seenTo",
                        "lodging: relatives",
                        "papers: settled",
                        "onward travel: train",
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
        assertRefused("task_settlePapers", "papersDecision", "lost", "Choose one of the answers");
        complete("task_settlePapers", "papersDecision", "temporary");
        complete("task_arrangeLodging", "lodgingDecision", "centre");
        complete("task_arrangeOnwardTravel", "onwardTravelDecision", "notNeeded");
        assertRefused("task_closeCase", "destinationConfirmed", false, "Confirm that first");
        assertThat(households.get(family.id()).stage()).isNotEqualTo("home");
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
                List.of("RUS"),
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
        Task open = tasks.createTaskQuery().taskDefinitionKey(task).singleResult();
        tasks.complete(open.getId(), Map.of(variable, answer));
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
