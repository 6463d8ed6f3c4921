package org.homeward.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;
import static org.homeward.passage.Checkpoint.CONVOY_BOARDING;
import static org.homeward.passage.Checkpoint.LANDING;
import static org.homeward.passage.Checkpoint.MUSTER;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.access.Refusal;
import org.homeward.household.PassCodes;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Scans that do not fit become work, go away by themselves when they fit, and are kept whatever is decided. */
@HomewardTest
@Breaks("I3")
@WalksWhole({"unsettled-scans", "conflicting-scans"})
class ConflictsTest {

    @Autowired
    private Scans scans;

    @Autowired
    private Conflicts conflicts;

    @Autowired
    private Travellers travellers;

    @Autowired
    private Reservations reservations;

    @Autowired
    private PassCodes passes;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void what_does_not_fit_after_two_minutes_is_one_task_of_the_household() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        family.personIds().forEach(person -> scans.take(List.of(travellers.scan(person, CONVOY_BOARDING))));
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("unsettled-scans")
                        .count())
                .as("one look for both")
                .isEqualTo(1);
        travellers.moveOn();
        assertThat(tasks()).isEmpty();
        aWhileLater();
        assertThat(tasks()).hasSize(1);
        assertThat(about(tasks().get(0))).isEqualTo(family.caseNumber());

        scans.take(List.of(travellers.scan(family.personIds().get(0), LANDING)));
        aWhileLater();
        assertThat(tasks()).as("what comes meanwhile belongs to the same task").hasSize(1);
    }

    @Test
    void the_task_goes_by_itself_when_the_missing_scan_arrives() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        long woman = family.personIds().get(0);
        scans.take(List.of(travellers.scan(woman, CONVOY_BOARDING)));
        aWhileLater();
        assertThat(tasks()).hasSize(1);
        scans.take(List.of(travellers.scan(woman, MUSTER)));
        assertThat(tasks()).isEmpty();
        assertThat(verdicts()).containsExactly("taken", "taken");
    }

    @Test
    void a_scan_of_a_movement_that_nobody_knows_keeps_the_task_open() {
        long woman = travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
        scans.take(List.of(
                travellers.scan(woman, CONVOY_BOARDING),
                new Scan("elsewhere", String.valueOf(woman), "BUS-X", MUSTER, clock.instant())));
        aWhileLater();
        scans.take(List.of(travellers.scan(woman, MUSTER)));
        assertThat(tasks()).hasSize(1);
        decide("mistake");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void a_mistake_is_kept_and_counts_nobody_even_when_it_would_fit_later() {
        long woman = travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
        Scan boarding = travellers.scan(woman, CONVOY_BOARDING);
        scans.take(List.of(boarding));
        aWhileLater();
        assertThatThrownBy(() -> decide("perhaps")).hasRootCauseInstanceOf(Refusal.class);
        decide("mistake");
        scans.take(List.of(travellers.scan(woman, MUSTER)));
        assertThat(verdicts()).containsExactly("conflict", "taken");
        assertThat(scans.take(List.of(boarding)).get(0).result()).isEqualTo("known");
        assertThat(jdbc.sql("select resolution || ' by ' || resolved_by from scan where resolved_at is not null")
                        .query(String.class)
                        .single())
                .isEqualTo("mistake by homeward");
        assertThat(jdbc.sql("select detail from audit where action = 'scans resolved'")
                        .query(String.class)
                        .single())
                .isEqualTo("mistake: 1");
    }

    @Test
    void on_an_officers_word_somebody_counts_whatever_the_order_and_whatever_arrives_later() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        long woman = family.personIds().get(0);
        scans.take(List.of(travellers.scan(woman, CONVOY_BOARDING)));
        aWhileLater();
        decide("counts");
        assertThat(verdicts()).containsExactly("taken");
        Scan late = new Scan(
                "late",
                String.valueOf(woman),
                Travellers.BUS,
                MUSTER,
                clock.instant().plus(Duration.ofMinutes(25)));
        Scan border =
                new Scan("border", String.valueOf(woman), Travellers.BUS, Checkpoint.BORDER_EXIT, clock.instant());
        assertThat(scans.take(List.of(border)).get(0).result()).isEqualTo("taken");
        assertThat(scans.take(List.of(late)).get(0).result()).isEqualTo("taken");
        assertThat(verdicts()).containsExactly("taken", "taken", "taken");
    }

    @Test
    void what_can_count_nobody_does_not_on_anybodys_word() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        reservations.giveBack(List.of(family.id()), "test");
        scans.take(List.of(travellers.scan(family.personIds().get(0), MUSTER)));
        aWhileLater();
        assertThatThrownBy(() -> decide("counts"))
                .hasRootCauseMessage(
                        "Not all of these scans can count: Their seats were given back: they have no journey now.");
        assertThat(jdbc.sql("select count(*) from scan where resolved_at is not null")
                        .query(Integer.class)
                        .single())
                .isZero();
        decide("mistake");
    }

    @Test
    void who_travels_on_the_other_movement_has_a_place_there_first() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        long woman = family.personIds().get(0);
        jdbc.sql("""
                insert into movement (code, kind, origin, destination, departs, arrives, seats, state, planned_at)
                select 'BUS-2', kind, origin, destination, departs, arrives, seats, state, planned_at
                from movement where code = 'BUS-1'""").update();
        scans.take(List.of(new Scan("2", String.valueOf(woman), "BUS-2", MUSTER, clock.instant())));
        aWhileLater();
        assertThatThrownBy(() -> decide("other movement"))
                .hasRootCauseInstanceOf(Refusal.class)
                .hasRootCauseMessage(
                        "They have no place on that movement, or there is more that does not fit. Have transport give"
                                + " them one there first, or choose another way.");
        reservations.giveBack(List.of(family.id()), "test");
        List<Long> legs = jdbc.sql("select id from movement where code in ('BUS-2', 'IL-76') order by code")
                .query(Long.class)
                .list();
        assertThat(reservations.reserve(List.of(new Seating(family.id(), legs))))
                .hasSize(1);
        decide("other movement");
        assertThat(verdicts()).containsExactly("taken");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void scans_of_nobody_known_are_a_task_for_each_movement_and_can_only_be_mistakes() {
        travellers.byRoad(TestHouseholds.woman());
        scans.take(List.of(
                travellers.scan(4711, MUSTER),
                travellers.scan(4712, MUSTER),
                new Scan("x", "y", "BUS-X", MUSTER, clock.instant())));
        aWhileLater();
        assertThat(tasks()).extracting(this::about).containsExactlyInAnyOrder("BUS-1", "SCANS");
        Task ofBus = tasks().stream()
                .filter(task -> about(task).equals("BUS-1"))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> taskService().complete(ofBus.getId(), Map.of("scansDecision", "counts")))
                .hasRootCauseInstanceOf(Refusal.class);
        taskService().complete(ofBus.getId(), Map.of("scansDecision", "mistake"));
        conflicts.resolve(List.of("x"), "mistake");
        assertThat(tasks()).isEmpty();
        assertThat(jdbc.sql("select count(*) from scan where resolution = 'mistake'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void some_of_a_households_scans_are_decided_on_apart_and_the_last_ends_the_task() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        family.personIds()
                .forEach(person -> scans.take(List.of(new Scan(
                        "scan-" + person, String.valueOf(person), Travellers.BUS, CONVOY_BOARDING, clock.instant()))));
        aWhileLater();
        conflicts.resolve(List.of("scan-" + family.personIds().get(0)), "counts");
        assertThat(tasks()).hasSize(1);
        conflicts.resolve(List.of("scan-" + family.personIds().get(1)), "mistake");
        assertThat(tasks()).isEmpty();
        assertThat(verdicts()).containsExactly("conflict", "taken");
    }

    @Test
    void many_at_once_are_asked_about_a_batch_in_each_job() {
        travellers.byRoad(TestHouseholds.woman());
        jdbc.sql("""
                insert into movement (code, kind, origin, destination, departs, arrives, seats, state, planned_at)
                select 'BUS-' || 100 + n, kind, origin, destination, departs, arrives, seats, state, planned_at
                from movement, generate_series(1, :many) n where code = 'BUS-1'""").param("many", Conflicts.BATCH + 1).update();
        List<Scan> strangers = new ArrayList<>();
        for (int n = 1; n <= Conflicts.BATCH + 1; n++) {
            strangers.add(new Scan("s" + n, "x", "BUS-" + (100 + n), MUSTER, clock.instant()));
        }
        scans.take(strangers);
        aWhileLater();
        assertThat(tasks()).hasSize(Conflicts.BATCH + 1);
    }

    @Test
    void a_scan_that_came_after_the_task_began_is_not_decided_with_it_and_asked_about_anew() {
        long woman = travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
        scans.take(List.of(travellers.scan(woman, CONVOY_BOARDING), travellers.scan(4711, MUSTER)));
        aWhileLater();
        assertThat(tasks()).hasSize(2);
        travellers.later(Duration.ofSeconds(1));
        scans.take(List.of(travellers.scan(woman, LANDING), travellers.scan(4712, MUSTER)));
        aWhileLater();
        tasks().forEach(task -> taskService().complete(task.getId(), Map.of("scansDecision", "mistake")));
        assertThat(open()).containsExactlyInAnyOrder("landing", "muster");
        assertThat(tasks()).isEmpty();
        aWhileLater();
        assertThat(tasks()).hasSize(2);
        tasks().forEach(task -> taskService().complete(task.getId(), Map.of("scansDecision", "mistake")));
        assertThat(open()).isEmpty();
    }

    @Test
    void the_pass_of_a_family_that_counts_nobody_is_a_task_of_that_family() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        scans.take(List.of(new Scan(
                "pass",
                null,
                null,
                passes.of(family.id()).shortCode().toLowerCase(java.util.Locale.ROOT),
                true,
                Travellers.BUS,
                MUSTER,
                clock.instant(),
                null)));
        aWhileLater();
        assertThat(tasks()).extracting(this::about).containsExactly(family.caseNumber());
        assertThat(conflicts.open(family.caseNumber(), null))
                .extracting(Conflicts.Conflict::name, Conflicts.Conflict::rollCall)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(null, Travellers.BUS));
        assertThatThrownBy(() -> decide("counts"))
                .hasRootCauseMessage(
                        "Not all of these scans can count: This pass is of a household of 2: count each of them.");
        conflicts.resolve(List.of("pass"), "mistake");
        assertThat(tasks()).isEmpty();
        assertThat(open()).isEmpty();
    }

    @Test
    void a_restricted_households_task_is_for_cleared_officers_only() {
        long restricted =
                travellers.byRoad(TestHouseholds.restricted()).personIds().get(0);
        scans.take(List.of(travellers.scan(restricted, CONVOY_BOARDING)));
        aWhileLater();
        assertThat(tasks()).extracting(Task::getTenantId).containsExactly("cleared");
    }

    private void aWhileLater() {
        travellers.later(Duration.ofMinutes(3));
    }

    private void decide(String decision) {
        taskService().complete(tasks().get(0).getId(), Map.of("scansDecision", decision));
    }

    private static List<Task> tasks() {
        return taskService()
                .createTaskQuery()
                .taskDefinitionKey("task_resolveConflictingScans")
                .list();
    }

    private String about(Task task) {
        return runtime.createProcessInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .singleResult()
                .getBusinessKey();
    }

    private List<String> open() {
        return jdbc.sql("select checkpoint from scan where verdict = 'conflict' and resolved_at is null")
                .query(String.class)
                .list();
    }

    private List<String> verdicts() {
        return jdbc.sql("select verdict from scan order by verdict")
                .query(String.class)
                .list();
    }
}
