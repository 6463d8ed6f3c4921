package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.contact.Message;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.situation.Exits;
import org.homeward.situation.SituationChanges.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whose seats a change takes is seated another way at once, in turn with all who wait, and told once. */
@HomewardTest
@Breaks("I3")
class ReroutingTest {

    @Autowired
    private Days days;

    @Autowired
    private Families families;

    @Autowired
    private Planning planning;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private ChangedHouseholds met;

    @Autowired
    private Movements movements;

    @Autowired
    private Exits exits;

    @Autowired
    private Messages messages;

    @BeforeEach
    void a_bus_and_a_plane() {
        days.begin();
        days.plan(convoy("BUS-1", in(100), 40));
        days.plan(flight("FL-1", in(120), 6));
    }

    @Test
    void who_has_not_been_told_yet_hears_nothing_until_the_other_seats_may_be_told() {
        planning.releaseInstructions("BUS-1", in(80));
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        anotherWay(40);
        String before = seats(family);

        busIsLost();

        assertThat(days.legs(family)).containsExactly("BUS-2", "FL-2");
        assertThat(days.stage(family)).isEqualTo("seated");
        assertThat(seats(family)).as("its process goes on where it was").isEqualTo(before);
        assertThat(families.told(family)).isEmpty();
        assertThat(due(family, "event_mayBeTold")).isEqualTo(planning.instructionsFrom("BUS-2"));
        assertThat(due(family, "event_musterNear")).isEqualTo(musterOf("BUS-2"));
        days.passUntil(planning.instructionsFrom("BUS-2"));
        assertThat(families.told(family)).containsExactly("joiningInstructions");
        days.passUntil(musterOf("BUS-2"));
        assertThat(days.stage(family)).isEqualTo("called");
    }

    @Test
    void who_has_been_told_is_told_once_and_called_by_the_times_of_the_other_seats() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        days.passUntil(in(30));
        complete(family, "confirmed");
        anotherWay(40);

        busIsLost();

        assertThat(days.legs(family)).containsExactly("BUS-2", "FL-2");
        assertThat(families.told(family)).containsExactly("joiningInstructions", "reconfirm", "joiningInstructions");
        assertThat(messages.of(family.id()).get(0).body()).contains("BUS-2").doesNotContain("BUS-1");
        assertThat(due(family, "event_timeToCall")).isEqualTo(in(140 - 72));
        assertThat(due(family, "event_musterNear")).isEqualTo(musterOf("BUS-2"));
        days.passUntil(in(140 - 72));
        complete(family, "confirmed");
        days.passUntil(musterOf("BUS-2"));
        assertThat(days.stage(family)).isEqualTo("called");
    }

    @Test
    void who_keeps_the_bus_is_told_of_the_other_plane() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        days.plan(flight("FL-2", in(130), 40));
        days.work();

        disruptions.make(new Report("movementLost", "FL-1", null));
        days.work();

        assertThat(days.legs(family)).containsExactly("BUS-1", "FL-2");
        assertThat(messages.of(family.id()))
                .extracting(Message::kind, told -> told.body().contains("Далее: FL-2"))
                .containsExactly(tuple("joiningInstructions", true), tuple("joiningInstructions", false));
    }

    @Test
    void whom_an_officer_is_calling_at_this_moment_is_called_anew_about_the_other_seats() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        days.passUntil(in(30));
        assertThat(days.task(family.caseNumber(), "task_reconfirm")).isNotNull();
        anotherWay(40);

        busIsLost();

        assertThat(days.legs(family)).containsExactly("BUS-2", "FL-2");
        assertThat(families.told(family)).containsExactly("joiningInstructions", "reconfirm", "joiningInstructions");
        assertThat(days.task(family.caseNumber(), "task_reconfirm")).isNull();
        assertThat(due(family, "event_timeToCall")).isEqualTo(in(140 - 72));
    }

    @Test
    void places_go_by_turn_among_all_who_wait_and_who_gets_none_waits_in_the_old_place() {
        Household early = families.seated(TestHouseholds.motherAndSon(), 3);
        Household late = families.seated(TestHouseholds.motherAndSon(), 3);
        Household urgent = days.clearedHousehold(TestHouseholds.woman(), 1);
        days.work();
        days.plan(convoy("BUS-2", in(140), 4));
        days.plan(flight("FL-2", in(160), 4));

        busIsLost();

        assertThat(days.legs(early)).containsExactly("BUS-2", "FL-2");
        assertThat(days.legs(late)).isEmpty();
        assertThat(days.stage(late)).isEqualTo("ready");
        assertThat(days.seatsOf(late)).isWaitingAtExactly("task_awaitSeats");
        days.round();
        assertThat(days.legs(urgent))
                .as("what is left is kept for the most urgent")
                .containsExactly("BUS-2", "FL-2");
    }

    @Test
    void the_plane_that_they_had_is_theirs_again_by_another_bus_even_if_it_is_full() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        List<Household> others = List.of(
                families.seated(TestHouseholds.motherAndSon(), 2), families.seated(TestHouseholds.motherAndSon(), 2));
        days.plan(convoy("BUS-2", in(101), 2));

        busIsLost();

        assertThat(days.legs(family)).containsExactly("BUS-2", "FL-1");
        assertThat(others).allSatisfy(other -> assertThat(days.stage(other)).isEqualTo("ready"));
        assertThat(movements.named("FL-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void a_child_and_its_companion_of_another_case_go_together_or_not_at_all() {
        Household child = days.clearedHousehold(Families.child(), 1);
        Household companion = days.clearedHousehold(TestHouseholds.woman(), 4);
        families.travelsWith(child, companion);
        Household apart = days.clearedHousehold(Families.child(), 2);
        Household apartsCompanion = days.clearedHousehold(TestHouseholds.woman(), 4);
        families.travelsWith(apart, apartsCompanion);
        days.round();
        assertThat(days.legs(apart)).containsExactly("BUS-1", "FL-1");
        days.plan(convoy("BUS-2", in(140), 3));
        days.plan(flight("FL-2", in(160), 3));

        busIsLost();

        assertThat(List.of(days.legs(child), days.legs(companion))).containsOnly(List.of("BUS-2", "FL-2"));
        assertThat(List.of(days.stage(apart), days.stage(apartsCompanion))).containsOnly("ready");
    }

    @Test
    void an_exit_that_is_opened_again_meanwhile_puts_nobody_on_the_bus_that_is_about_to_be_cancelled() {
        days.plan(convoy("BUS-3", in(8), 2));
        days.plan(flight("FL-3", in(28), 2));
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        assertThat(days.legs(family)).containsExactly("BUS-3", "FL-3");
        assertThat(movements.named("BUS-3").state())
                .as("planned at short notice")
                .isEqualTo("open");
        days.plan(convoy("BUS-4", in(9), 2));
        days.plan(flight("FL-4", in(29), 2));
        long change = disruptions.make(new Report("exitCloses", "MASNAA", null));
        exits.becomes("MASNAA", "open");

        planning.rerouteNext(change);

        assertThat(planning.rerouteNext(change))
                .as("nobody is left to be seated another way")
                .isFalse();
        days.work();
        assertThat(families.told(family))
                .filteredOn("joiningInstructions"::equals)
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void over_an_exit_that_closes_all_are_seated_over_another_and_nobody_is_told_of_a_loss() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        Household other = families.seated(TestHouseholds.woman(), 4);
        days.passUntil(in(89));
        days.plan(new NewMovement("BUS-2", "convoy", "Damascus", "Tripoli", "ARIDA", in(190), in(196), 40, 0, 0));
        days.plan(new NewMovement("FL-2", "flight", "Tripoli", "Moscow", null, in(210), in(216), 40, 0, 0));
        days.work();

        disruptions.make(new Report("exitCloses", "MASNAA", null));
        days.work();

        assertThat(List.of(family, other)).allSatisfy(household -> {
            assertThat(days.legs(household)).containsExactly("BUS-2", "FL-2");
            assertThat(families.told(household)).doesNotContain("seatsLost");
        });
        assertThat(movements.named("BUS-1").isCancelled()).isTrue();
    }

    @Test
    void what_waited_for_its_exit_until_the_freeze_is_cancelled_and_those_aboard_are_seated_over_another() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        Household other = families.seated(TestHouseholds.motherAndSon(), 3);
        days.plan(new NewMovement("BUS-2", "convoy", "Damascus", "Tripoli", "ARIDA", in(110), in(116), 2, 0, 0));
        days.plan(new NewMovement("FL-2", "flight", "Tripoli", "Moscow", null, in(130), in(136), 40, 0, 0));
        disruptions.make(new Report("exitCloses", "MASNAA", null));
        try {
            days.passUntil(in(88));
        } finally {
            exits.becomes("MASNAA", "open");
        }

        assertThat(movements.named("BUS-1").isCancelled()).isTrue();
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
        assertThat(days.legs(family)).containsExactly("BUS-2", "FL-2");
        assertThat(families.told(family)).startsWith("joiningInstructions").doesNotContain("seatsLost");
        assertThat(days.stage(other)).isEqualTo("ready");
        assertThat(families.told(other)).startsWith("seatsLost");
    }

    @Test
    void who_was_aboard_what_is_cancelled_counts_no_second_time_when_its_exit_has_opened_again() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        Household other = families.seated(TestHouseholds.motherAndSon(), 3);
        exits.becomes("MASNAA", "closed");
        exits.admits("MASNAA", 2);
        try {
            days.it_is(in(88));
            managementService()
                    .executeJob(managementService()
                            .createJobQuery()
                            .processInstanceId(
                                    days.processOf(movements.named("BUS-1")).getId())
                            .activityId("event_freezeTime")
                            .singleResult()
                            .getId());
            exits.becomes("MASNAA", "open");
            days.plan(convoy("BUS-2", in(101), 40)); // on the same day
            days.work();
        } finally {
            exits.becomes("MASNAA", "open");
            exits.admits("MASNAA", null);
        }

        assertThat(days.legs(family)).containsExactly("BUS-2", "FL-1");
        assertThat(days.stage(other)).isEqualTo("ready");
    }

    @Test
    void undone_the_bus_is_open_and_empty_and_who_was_seated_another_way_keeps_those_seats_and_hears_nothing() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        anotherWay(40);
        long change = busIsLost();
        List<String> told = families.told(family);

        disruptions.undo(change);
        days.work();

        assertThat(movements.named("BUS-1").state()).isEqualTo("open");
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
        assertThat(days.legs(family)).containsExactly("BUS-2", "FL-2");
        assertThat(families.told(family)).isEqualTo(told);
    }

    @Test
    void undone_the_places_on_the_bus_are_offered_to_those_who_wait() {
        Household early = families.seated(TestHouseholds.motherAndSon(), 3);
        Household late = families.seated(TestHouseholds.motherAndSon(), 3);
        days.plan(convoy("BUS-2", in(140), 2));
        days.plan(flight("FL-2", in(160), 2));
        long change = busIsLost();
        assertThat(List.of(days.stage(early), days.stage(late))).containsExactly("seated", "ready");

        disruptions.undo(change);
        days.work();

        assertThat(days.legs(early)).containsExactly("BUS-2", "FL-2");
        assertThat(days.legs(late)).containsExactly("BUS-1", "FL-1");
        assertThat(days.stage(late)).isEqualTo("seated");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void who_is_seated_another_way_stands_in_the_report_before_anything_is_cancelled() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        anotherWay(40);
        long change = disruptions.make(new Report("movementLost", "BUS-1", null));

        planning.rerouteNext(change);

        assertThat(movements.named("BUS-1").isCancelled()).isFalse();
        assertThat(met.of(change))
                .extracting(ChangedHouseholds.Line::caseNumber, ChangedHouseholds.Line::way)
                .containsExactly(tuple(family.caseNumber(), List.of("BUS-2", "FL-2")));
        days.work();
    }

    @Test
    void whose_process_stands_still_is_not_moved_behind_its_back() {
        Household family = families.seated(TestHouseholds.motherAndSon(), 2);
        anotherWay(40);
        runtimeService().suspendProcessInstanceById(seats(family));

        busIsLost();

        assertThat(days.legs(family)).isEmpty();
        runtimeService().activateProcessInstanceById(seats(family));
    }

    private void anotherWay(int hoursLater) {
        days.plan(convoy("BUS-2", in(100 + hoursLater), 40));
        days.plan(flight("FL-2", in(120 + hoursLater), 40));
        days.work();
    }

    /** @return the change that took it */
    private long busIsLost() {
        long change = disruptions.make(new Report("movementLost", "BUS-1", null));
        days.work();
        assertThat(movements.named("BUS-1").isCancelled()).isTrue();
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
        return change;
    }

    private void complete(Household family, String answer) {
        days.complete(family.caseNumber(), "task_reconfirm", "reconfirmation", answer);
        days.work();
    }

    private String seats(Household family) {
        return days.seatsOf(family).getId();
    }

    private Instant due(Household family, String event) {
        Job timer = managementService()
                .createJobQuery()
                .processInstanceId(seats(family))
                .activityId(event)
                .singleResult();
        return timer.getDuedate().toInstant();
    }

    private Instant musterOf(String bus) {
        return movements.named(bus).departs().minusSeconds(2 * 3600);
    }
}
