package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.job;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.passage.Checkpoint.BORDER_ENTRY;
import static org.homeward.passage.Checkpoint.BORDER_EXIT;
import static org.homeward.passage.Checkpoint.CONVOY_BOARDING;
import static org.homeward.passage.Checkpoint.MUSTER;
import static org.homeward.planning.Days.in;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.access.Refusal;
import org.homeward.contact.Message;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.passage.Travellers;
import org.homeward.planning.ChangedHouseholds.Became;
import org.homeward.situation.Exits;
import org.homeward.situation.Governorates;
import org.homeward.situation.OpeningHours;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HomewardTest
@Breaks("I3")
@WalksWhole({"situation-change", "lead-on-the-road"})
class SituationChangeModelTest {

    @Autowired
    private Days days;

    @Autowired
    private Travellers travellers;

    @Autowired
    private Planning planning;

    @Autowired
    private SituationChanges changes;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private ChangedMovements changed;

    @Autowired
    private ChangedHouseholds met;

    @Autowired
    private LastLooks looks;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Exits exits;

    @Autowired
    private Messages messages;

    @Autowired
    private Governorates governorates;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void an_exit_that_closes_cancels_what_leaves_soon_and_all_is_given_back_when_it_is_undone() {
        Household soon = seated("BUS-1", 20);
        Household later = seated("BUS-2", 60);

        ChangePreview preview = disruptions.preview(closes());
        assertThat(preview.movements())
                .extracting(ChangePreview.Struck::code, ChangePreview.Struck::fate, ChangePreview.Struck::persons)
                .containsExactly(tuple("BUS-1", Fate.WAITS, 2), tuple("BUS-2", Fate.WAITS, 2));
        days.it_is(in(9)); // eleven hours before the first leaves, its manifest is not out
        assertThat(disruptions.preview(closes()).movements())
                .extracting(ChangePreview.Struck::fate)
                .containsExactly(Fate.CANCELLED, Fate.WAITS);
        assertThat(exits.isOpen("MASNAA")).isTrue();

        long change = disruptions.report(closes());
        assertThat(process(change)).isWaitingAt("task_approveChange");
        assertThat(exits.isOpen("MASNAA")).isTrue();
        decide(change, "approved");
        days.work();

        assertThat(exits.isOpen("MASNAA")).isFalse();
        assertThat(List.of(state("BUS-1"), state("BUS-2"))).containsExactly("cancelled", "open");
        assertThat(List.of(stage(soon), stage(later))).containsExactly("ready", "seated");
        assertThat(changes.get(change).state()).isEqualTo("applied");
        assertThat(changed.of(change))
                .extracting(ChangedMovements.Line::code, ChangedMovements.Line::fate)
                .containsExactly(tuple("BUS-1", "cancelled"));

        days.it_is(in(15)); // three hours before its people come together
        disruptions.undo(change);
        days.work();

        assertThat(exits.isOpen("MASNAA")).isTrue();
        assertThat(state("BUS-1")).isEqualTo("open");
        assertThat(stage(soon)).as("seated again by the round").isEqualTo("seated");
        assertThat(changes.get(change).state()).isEqualTo("undone");
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly("reopened");
        assertThatThrownBy(() -> disruptions.undo(change))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessage("CHANGE-" + change + " has been undone already.");
    }

    @Test
    void what_is_on_the_road_is_led_at_once_by_those_in_the_field() {
        Movement bus = days.plan(convoy("BUS-1", in(20), 40));
        movements.enters(bus.id(), "departed");

        long change = disruptions.make(closes());

        days.complete("BUS-1", "task_leadOnTheRoad", "roadDecision", "turnsBack");
        days.work();
        assertThat(changed.of(change))
                .extracting(ChangedMovements.Line::code, ChangedMovements.Line::fate, ChangedMovements.Line::decision)
                .containsExactly(tuple("BUS-1", "on the road", "turnsBack"));
        assertThat(state("BUS-1")).isEqualTo("departed");
    }

    @Test
    void nobody_is_asked_to_lead_any_more_once_the_change_is_undone() {
        movements.enters(days.plan(convoy("BUS-1", in(20), 40)).id(), "departed");
        long change = disruptions.make(closes());
        days.work();
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNotNull();
        disruptions.undo(change);
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNull();
    }

    @Test
    void what_sets_out_while_the_change_is_made_is_led_too() {
        Movement bus = days.plan(convoy("BUS-1", in(20), 40));
        days.it_is(in(9));
        long change = disruptions.make(closes());
        movements.enters(bus.id(), "departed");

        days.work();

        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNotNull();
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly("on the road");
        assertThat(changes.get(change).state()).isEqualTo("applied");
    }

    @Test
    void a_convoy_is_led_if_its_exit_closes_while_half_a_household_is_through_and_nobody_loses_the_seats() {
        days.plan(convoy(Travellers.BUS, in(20), 40));
        days.plan(flight(Travellers.PLANE, in(40), 40));
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.start("passage", family);
        days.passUntil(in(18));
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        days.departs(Travellers.BUS);
        travellers.count(family.personIds(), BORDER_EXIT);
        travellers.count(family.personIds().subList(0, 1), BORDER_ENTRY);

        ChangePreview preview = disruptions.preview(closes());
        assertThat(preview.movements())
                .extracting(ChangePreview.Struck::code, ChangePreview.Struck::fate)
                .containsExactly(tuple(Travellers.BUS, Fate.ON_THE_ROAD));
        assertThat(List.of(preview.onTheRoad(), preview.persons())).containsExactly(2, 0);

        long change = disruptions.make(closes());
        days.work();
        assertThat(days.task(Travellers.BUS, "task_leadOnTheRoad")).isNotNull();
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly("on the road");
        assertThat(days.legs(households.get(family.id()))).containsExactly(Travellers.BUS, Travellers.PLANE);
        assertThat(journey).isWaitingAt("call_borderEntry");

        travellers.count(family.personIds().subList(1, 2), BORDER_ENTRY);
        assertThat(journey).isWaitingAt("call_checkIn");
    }

    @Test
    void a_convoy_whose_departure_nobody_has_confirmed_is_led_too_while_half_a_household_is_through() {
        Registered family = beforeTheirBus();
        ProcessInstance journey = travellers.start("passage", family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        travellers.count(family.personIds().subList(0, 1), BORDER_EXIT, BORDER_ENTRY);
        assertThat(disruptions.preview(closes()).movements())
                .extracting(ChangePreview.Struck::code, ChangePreview.Struck::fate)
                .containsExactly(tuple(Travellers.BUS, Fate.ON_THE_ROAD));

        long change = disruptions.make(closes());
        days.work();
        assertThat(days.task(Travellers.BUS, "task_leadOnTheRoad")).isNotNull();
        assertThat(state(Travellers.BUS)).isEqualTo("boarding");
        assertThat(days.legs(households.get(family.id()))).containsExactly(Travellers.BUS, Travellers.PLANE);
        assertThatThrownBy(() -> planning.cancel(Travellers.BUS))
                .isInstanceOf(Refusal.class)
                .hasMessage("BUS-1 may be on its way: confirm its departure, or put it off first.");

        travellers.count(family.personIds().subList(1, 2), BORDER_EXIT, BORDER_ENTRY);
        assertThat(journey).isWaitingAt("call_checkIn");
        days.departs(Travellers.BUS);
        assertThat(days.task(Travellers.BUS, "task_leadOnTheRoad"))
                .as("led once")
                .isNotNull();
        assertThat(onTheRoad(change)).containsExactly(Travellers.BUS);
    }

    @Test
    void a_bus_with_people_aboard_is_on_the_road_when_its_time_to_leave_is_past_and_an_empty_one_is_not() {
        Registered family = beforeTheirBus();
        days.plan(convoy("BUS-2", in(20), 40));
        days.work();
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        assertThat(fates(closes())).containsExactly(Fate.CANCELLED, Fate.CANCELLED);
        days.it_is(in(20));
        assertThat(fates(closes())).containsExactly(Fate.ON_THE_ROAD, Fate.CANCELLED);
        assertThat(fates(new Report("roadCut", "MASNAA", 5))).containsExactly(Fate.ON_THE_ROAD, Fate.DELAYED);

        disruptions.make(closes());
        days.work();
        assertThat(List.of(state(Travellers.BUS), state("BUS-2"))).containsExactly("boarding", "cancelled");
    }

    @Test
    void who_has_only_come_together_is_not_on_the_road_and_what_was_put_off_is_cancelled() {
        Registered family = beforeTheirBus();
        travellers.count(family.personIds(), MUSTER);
        days.it_is(in(21));
        assertThat(fates(closes())).containsExactly(Fate.CANCELLED);
        travellers.count(family.personIds(), CONVOY_BOARDING);
        assertThat(fates(closes())).containsExactly(Fate.ON_THE_ROAD);
        planning.delay(Travellers.BUS, in(22));
        planning.cancel(Travellers.BUS);
        assertThat(state(Travellers.BUS)).isEqualTo("cancelled");
    }

    @Test
    void guests_of_another_state_who_are_counted_put_a_convoy_on_the_road_too() {
        days.plan(convoy("BUS-1", in(20), 40));
        long kept = planning.keepPlaces("BUS-1", "DE", 2, 0, 0).id();
        days.passUntil(in(18));
        assertThat(fates(closes())).containsExactly(Fate.CANCELLED);
        jdbc.sql("insert into guest_count values (:kept, 'border entry', 2, now(), 'field')")
                .param("kept", kept)
                .update();
        assertThat(fates(closes())).containsExactly(Fate.ON_THE_ROAD);
    }

    @Test
    void what_set_out_before_its_freeze_does_not_freeze_into_being_cancelled_over_a_closed_exit() {
        days.plan(convoy(Travellers.BUS, in(48), 40));
        days.plan(flight(Travellers.PLANE, in(60), 40));
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING, BORDER_EXIT);
        exits.becomes("MASNAA", "closed");
        days.passUntil(in(36));
        assertThat(state(Travellers.BUS)).isEqualTo("frozen");
    }

    @Test
    void what_was_put_off_and_went_all_the_same_stays_as_it_is_when_that_is_undone() {
        days.plan(convoy(Travellers.BUS, in(20), 40));
        days.plan(flight(Travellers.PLANE, in(60), 40));
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        long change = disruptions.make(new Report("roadCut", "MASNAA", 30));
        days.work();
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING, BORDER_EXIT);
        disruptions.undo(change);
        days.work();
        assertThat(movements.named(Travellers.BUS).departs()).isEqualTo(in(30));
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly("stays delayed");
    }

    @Test
    void what_sets_out_over_an_exit_that_a_change_closed_before_is_led_too() {
        long change = disruptions.make(closes());
        days.work();
        exits.becomes("MASNAA", "open");
        days.plan(convoy("BUS-1", in(20), 40));
        days.plan(convoy("BUS-2", in(20), 40));
        days.passUntil(in(18));
        days.departs("BUS-1");
        assertThat(days.task("BUS-1", "task_leadOnTheRoad"))
                .as("its exit is open")
                .isNull();
        exits.becomes("MASNAA", "closed");
        days.departs("BUS-2");
        assertThat(days.task("BUS-2", "task_leadOnTheRoad")).isNotNull();
        assertThat(changed.of(change))
                .extracting(ChangedMovements.Line::code, ChangedMovements.Line::fate)
                .containsExactly(tuple("BUS-2", "on the road"));
    }

    @Test
    void a_convoy_that_was_put_off_and_leaves_before_the_road_is_free_is_led_once() {
        days.plan(convoy("BUS-1", in(20), 40));
        days.work();
        long older = disruptions.make(new Report("roadCut", "MASNAA", 24));
        long change = disruptions.make(new Report("roadCut", "Damascus", 30));
        days.work();
        days.passUntil(in(29));
        assertThat(changed.of(older)).extracting(ChangedMovements.Line::fate).containsExactly("delayed");
        days.departs("BUS-1");
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNotNull();
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly("on the road");

        disruptions.undo(change);
        days.work();
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNull();
    }

    @Test
    void what_another_change_still_cuts_off_goes_on_being_led_when_the_newer_is_undone() {
        days.plan(convoy("BUS-1", in(20), 40));
        days.work();
        long older = disruptions.make(new Report("roadCut", "Damascus", 30));
        long newer = disruptions.make(new Report("roadCut", "MASNAA", 30));
        days.work();
        days.passUntil(in(29));
        days.departs("BUS-1");
        assertThat(onTheRoad(newer, older)).containsExactly("BUS-1", "BUS-1");

        disruptions.undo(newer);
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNotNull();
        assertThat(changed.of(older)).extracting(ChangedMovements.Line::fate).containsExactly("on the road");
        disruptions.undo(older);
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNull();
    }

    @Test
    void what_sets_out_while_two_changes_are_made_is_led_once() {
        Movement bus = days.plan(convoy("BUS-1", in(20), 40));
        days.it_is(in(9));
        long closed = disruptions.make(closes());
        long cut = disruptions.make(new Report("roadCut", "Damascus", 30));
        movements.enters(bus.id(), "departed");
        disruptions.setsOut(movements.get(bus.id()));
        days.work();
        assertThat(onTheRoad(cut, closed)).containsExactly("BUS-1", "BUS-1");
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNotNull();

        disruptions.undo(cut);
        assertThat(days.task("BUS-1", "task_leadOnTheRoad"))
                .as("its exit is closed")
                .isNotNull();
        disruptions.undo(closed);
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNull();
    }

    @Test
    void what_two_changes_meet_on_the_road_is_led_by_one_task_and_one_decision_holds_for_both() {
        movements.enters(days.plan(convoy("BUS-1", in(20), 40)).id(), "departed");
        long closed = disruptions.make(closes());
        long cut = disruptions.make(new Report("roadCut", "Damascus", 30));
        days.work();
        assertThat(onTheRoad(closed, cut)).containsExactly("BUS-1", "BUS-1");
        assertThat(changed.metBy(movements.named("BUS-1").id()))
                .extracting(ChangedMovements.Met::id)
                .containsExactly(cut, closed);

        days.complete("BUS-1", "task_leadOnTheRoad", "roadDecision", "waits"); // throws if there are two
        for (long change : List.of(closed, cut)) {
            assertThat(changed.of(change))
                    .extracting(ChangedMovements.Line::decision)
                    .containsExactly("waits");
        }
        disruptions.make(new Report("roadCut", "MASNAA", 30));
        assertThat(days.task("BUS-1", "task_leadOnTheRoad"))
                .as("something new after the decision")
                .isNotNull();
    }

    @Test
    void convoys_on_the_road_out_of_a_governorate_that_becomes_more_dangerous_are_led_until_that_is_undone() {
        int before = governorates.risk("SY01");
        movements.enters(days.plan(convoy("BUS-1", in(20), 40)).id(), "departed");
        days.plan(convoy("BUS-2", in(20), 40));
        movements.enters(days.plan(flight("FL-1", in(20), 40)).id(), "departed");
        assertThat(disruptions
                        .preview(new Report("riskChanges", "SY01", before))
                        .movements())
                .as("it is no worse")
                .isEmpty();
        assertThat(disruptions.preview(new Report("riskChanges", "SY01", 4)).movements())
                .extracting(ChangePreview.Struck::code, ChangePreview.Struck::fate)
                .containsExactly(tuple("BUS-1", Fate.ON_THE_ROAD));

        long worse = disruptions.make(new Report("riskChanges", "SY01", 4));
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).as("at once").isNotNull();
        days.work();
        assertThat(onTheRoad(worse)).containsExactly("BUS-1");
        disruptions.undo(worse);
        days.work();
        assertThat(days.task("BUS-1", "task_leadOnTheRoad")).isNull();
        assertThat(governorates.risk("SY01")).isEqualTo(before);
    }

    @Test
    void a_worse_danger_wakes_the_deferred_there_and_nobody_elsewhere_and_is_as_before_when_it_is_undone() {
        int before = governorates.risk("SY01");
        ProcessInstance there = deferred(TestHouseholds.woman());
        ProcessInstance elsewhere = deferred(new NewHousehold(
                "yes", "SY02", false, "ru", "+963940000001", null, "Москва", null, List.of(TestHouseholds.mother())));
        Report worse = new Report("riskChanges", "Damascus", 4);
        ChangePreview preview = disruptions.preview(worse);
        assertThat(List.of(preview.deferred(), preview.deferredPersons())).containsExactly(1, 1);
        long looked = disruptions.report(worse);
        disruptions.look(looked);
        assertThat(looks.households(looked))
                .isEqualTo(preview.affected())
                .extracting(Affected::caseNumber, Affected::fate, Affected::persons)
                .containsExactly(tuple(there.getBusinessKey(), HouseholdFate.WOKEN, 1));
        assertThat(disruptions
                        .preview(new Report("riskChanges", "Damascus", before))
                        .deferred())
                .as("it is no worse")
                .isZero();
        assertThat(there).as("nothing has changed yet").isWaitingAtExactly("gateway_deferred");

        long change = disruptions.make(worse);
        days.work();
        assertThat(governorates.risk("SY01")).isEqualTo(4);
        assertThat(changes.get(change).before()).isEqualTo(before);
        assertThat(there).isWaitingAtExactly("task_contactHousehold");
        assertThat(elsewhere).isWaitingAtExactly("gateway_deferred");
        assertThat(met.of(change))
                .containsExactly(new ChangedHouseholds.Line(
                        there.getBusinessKey(), false, 1, null, Became.WOKEN, "deferred", List.of(), null));
        assertThat(met.outcome(change).woken()).isEqualTo(new ChangeOutcome.Count(1, 1));

        disruptions.undo(change);
        days.work();
        assertThat(governorates.risk("SY01")).isEqualTo(before);
        assertThat(there).as("it is asked all the same").isWaitingAtExactly("task_contactHousehold");
        assertThat(hasEnded(change)).isTrue();
    }

    @Test
    void waking_is_stopped_between_two_batches_and_goes_on_or_is_ended_and_only_who_was_woken_is_reported() {
        int before = governorates.risk("SY01");
        ProcessInstance first = deferred(TestHouseholds.woman());
        long worse = disruptions.make(new Report("riskChanges", "SY01", 4));
        execute(job("task_setDanger", process(worse)));
        execute(job("task_wakeNext", process(worse)));
        disruptions.stop(worse);
        ProcessInstance second = deferred(TestHouseholds.woman());
        days.work();
        assertThat(second).isWaitingAtExactly("gateway_deferred");
        assertThat(woken(worse)).containsExactly(first.getBusinessKey());

        disruptions.goOn(worse);
        execute(job("task_wakeNext", process(worse)));
        assertThat(second).isWaitingAtExactly("task_contactHousehold");
        disruptions.stop(worse);
        ProcessInstance third = deferred(TestHouseholds.woman());
        disruptions.end(worse);
        days.work();
        assertThat(third).isWaitingAtExactly("gateway_deferred");
        assertThat(woken(worse)).containsExactly(first.getBusinessKey(), second.getBusinessKey());
        assertThat(List.of(changes.get(worse).state(), changes.get(worse).endedEarly()))
                .containsExactly("applied", true);
        assertThat(governorates.risk("SY01")).isEqualTo(4);

        disruptions.undo(worse);
        days.work();
        assertThat(governorates.risk("SY01")).isEqualTo(before);
    }

    @Test
    void a_danger_or_a_quota_that_has_come_back_by_newer_changes_is_not_undone_under_them() {
        int before = governorates.risk("SY01");
        for (List<Report> reports : List.of(
                Stream.of(3, 4, 3)
                        .map(risk -> new Report("riskChanges", "SY01", risk))
                        .toList(),
                Stream.of(30, 40, 30)
                        .map(quota -> new Report("quotaChanges", "MASNAA", quota))
                        .toList())) {
            List<Long> made = new ArrayList<>();
            for (Report report : reports) {
                made.add(disruptions.make(report));
                days.work();
            }
            assertThatThrownBy(() -> disruptions.undo(made.get(0)))
                    .rootCause()
                    .hasMessageEndingWith("has been changed again since: report what is so now instead.");
        }
        governorates.setRisk("SY01", before);
    }

    @Test
    void a_danger_is_as_before_once_it_is_undone_and_what_is_undone_after_a_newer_one_is_so_too() {
        int before = governorates.risk("SY01");
        long worse = disruptions.make(new Report("riskChanges", "SY01", 4));
        days.work();
        disruptions.undo(worse);
        assertThat(governorates.risk("SY01")).isEqualTo(before);
        long newer = disruptions.make(new Report("riskChanges", "SY01", 3));
        days.work();
        assertThat(governorates.risk("SY01")).isEqualTo(3);

        disruptions.undo(newer);
        days.work();

        assertThat(changes.get(newer).before()).isEqualTo(before);
        assertThat(governorates.risk("SY01")).isEqualTo(before);
    }

    @Test
    void a_danger_is_not_undone_under_a_newer_one_that_is_made_at_the_same_moment() {
        int before = governorates.risk("SY01");
        long worse = disruptions.make(new Report("riskChanges", "SY01", 4));
        days.work();
        long newer = disruptions.report(new Report("riskChanges", "SY01", 3));

        boolean undone = meanwhile(() -> disruptions.approve(newer), () -> isUndone(worse), () -> {});

        assertThat(undone).isFalse();
        days.work();
        assertThat(List.of(requireNonNull(changes.get(newer).before()), governorates.risk("SY01")))
                .containsExactly(4, 3);
        governorates.setRisk("SY01", before);
    }

    /** Tries to undo it. */
    private boolean isUndone(long change) {
        try {
            disruptions.undo(change);
            return true;
        } catch (RuntimeException refused) {
            return false;
        }
    }

    @Test
    void undoing_a_lesser_danger_wakes_the_deferred_and_is_stopped_and_goes_on_but_is_not_ended() {
        int before = governorates.risk("SY01");
        governorates.setRisk("SY01", 4);
        ProcessInstance there = deferred(TestHouseholds.woman());
        long calmer = disruptions.make(new Report("riskChanges", "SY01", 1));
        days.work();
        assertThat(woken(calmer)).isEmpty();

        disruptions.undo(calmer);
        disruptions.stop(calmer);
        days.work();
        assertThat(there).isWaitingAtExactly("gateway_deferred");
        assertThatThrownBy(() -> disruptions.end(calmer))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessage("CHANGE-" + calmer + " has been undone already.");

        disruptions.goOn(calmer);
        days.work();
        assertThat(there).isWaitingAtExactly("task_contactHousehold");
        assertThat(woken(calmer)).containsExactly(there.getBusinessKey());
        assertThat(hasEnded(calmer)).isTrue();
        assertThatThrownBy(() -> disruptions.stop(calmer)).hasMessage("CHANGE-" + calmer + " has been undone already.");
        governorates.setRisk("SY01", before);
    }

    private List<String> woken(long change) {
        return met.of(change).stream().map(ChangedHouseholds.Line::caseNumber).toList();
    }

    @Test
    void a_lost_flight_stays_lost_if_it_is_undone_too_late_and_a_change_stands_after_thirty_days() {
        seated("BUS-1", 20);
        long lost = disruptions.make(new Report("movementLost", "fl-BUS-1", null));
        days.work();
        assertThat(state("FL-BUS-1")).isEqualTo("cancelled");
        days.it_is(in(200));
        disruptions.undo(lost);
        days.work();
        assertThat(state("FL-BUS-1")).isEqualTo("cancelled");
        assertThat(changed.of(lost)).extracting(ChangedMovements.Line::fate).containsExactly("stays cancelled");

        long quota = disruptions.make(new Report("quotaChanges", "masnaa", 300));
        days.work();
        assertThat(exits.quota("MASNAA")).isEqualTo(300);
        execute(job("event_longAgo", process(quota)));
        assertThatThrownBy(() -> disruptions.undo(quota))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessageContaining("was made more than 30 days ago");
        assertThat(exits.quota("MASNAA")).isEqualTo(300);
    }

    @Test
    void a_job_left_over_from_the_cancelling_takes_no_seats_of_a_movement_that_is_reopened() {
        Household family = seated("BUS-1", 20);
        planning.cancel("BUS-1");
        movements.reopen(movements.named("BUS-1"));
        days.work();
        assertThat(stage(family)).isEqualTo("seated");
    }

    @Test
    void more_movements_than_a_batch_are_cancelled_one_batch_after_the_other() {
        for (int bus = 0; bus <= Disruptions.BATCH; bus++) {
            days.plan(convoy("BUS-" + bus, in(20), 40));
        }
        days.it_is(in(9));
        long change = disruptions.make(closes());
        execute(job("task_rerouteNext", process(change)));
        execute(job("task_applyNext", process(change)));
        assertThat(changed.of(change)).hasSize(Disruptions.BATCH);
        days.work();
        assertThat(changed.of(change)).hasSize(Disruptions.BATCH + 1);
        assertThat(changes.get(change).state()).isEqualTo("applied");
    }

    @Test
    void a_change_that_is_stopped_between_two_batches_goes_on_later_and_nobody_is_lost_or_told_twice() {
        List<Household> all = new ArrayList<>();
        for (int bus = 0; bus <= Disruptions.BATCH; bus++) {
            days.plan(convoy("BUS-" + bus, in(20), 1));
            all.add(days.clearedHousehold(TestHouseholds.woman(), 1));
        }
        days.plan(flight("FL-1", in(40), all.size()));
        days.round();
        assertThat(all).extracting(this::stage).containsOnly("seated");
        days.it_is(in(9));
        long change = disruptions.make(closes());
        execute(job("task_rerouteNext", process(change)));
        execute(job("task_rerouteNext", process(change)));
        execute(job("task_applyNext", process(change)));

        disruptions.stop(change);
        days.work();
        assertThat(changes.get(change).state()).isEqualTo("applying");
        assertThat(changed.of(change)).hasSize(Disruptions.BATCH);
        assertThat(movements.notYetThere())
                .extracting(Movement::code)
                .filteredOn(code -> code.startsWith("BUS"))
                .hasSize(1);

        disruptions.goOn(change);
        days.work();
        assertThat(changes.get(change).state()).isEqualTo("applied");
        assertThat(changed.of(change))
                .hasSize(Disruptions.BATCH + 1)
                .extracting(ChangedMovements.Line::fate)
                .containsOnly("cancelled");
        assertThat(all).extracting(this::stage).containsOnly("ready");
        assertThat(all).allSatisfy(household -> {
            assertThat(days.seatsOf(household)).isWaitingAtExactly("task_awaitSeats");
            assertThat(messages.of(household.id())).extracting(Message::kind).containsOnlyOnce("seatsLost");
        });
    }

    @Test
    void a_closing_that_was_stopped_cancels_nothing_more_once_the_exit_is_open_again() {
        long closed = stoppedAfterABatch();
        long opened = disruptions.make(new Report("exitOpens", "MASNAA", null));
        disruptions.goOn(closed);
        days.work();

        assertThat(changed.of(closed)).hasSize(Disruptions.BATCH);
        assertThat(List.of(changes.get(closed).state(), changes.get(closed).endedEarly()))
                .containsExactly("applied", true);
        assertThat(endings()).containsExactly("CHANGE-" + closed + " by CHANGE-" + opened);
    }

    /** What is on record of changes that have ended others early. */
    private List<String> endings() {
        return jdbc.sql("select subject || ' by ' || detail from audit where action = 'change ended early' order by id")
                .query(String.class)
                .list();
    }

    @Test
    void a_batch_waits_for_the_opening_that_is_made_at_the_same_moment_and_cancels_nothing_more() {
        long closed = stoppedAfterABatch();
        boolean more = meanwhile(
                () -> disruptions.make(new Report("exitOpens", "MASNAA", null)),
                () -> planning.applyNext(closed),
                () -> {});
        assertThat(more).isFalse();
        assertThat(changed.of(closed)).hasSize(Disruptions.BATCH);
    }

    @Test
    void what_a_batch_cancels_and_what_it_finds_on_the_road_is_locked_in_the_order_of_everybody() {
        long low = days.plan(convoy("BUS-1", in(20), 40)).id();
        long high = days.plan(convoy("BUS-2", in(20), 40)).id();
        days.it_is(in(9));
        long change = disruptions.make(closes());
        movements.enters(low, "departed");

        meanwhile(() -> movements.lock(low), () -> planning.applyNext(change), () -> movements.lock(high));
        assertThat(changed.of(change))
                .extracting(ChangedMovements.Line::code, ChangedMovements.Line::fate)
                .containsExactlyInAnyOrder(tuple("BUS-1", "on the road"), tuple("BUS-2", "cancelled"));
    }

    @Test
    void the_movements_of_all_who_are_too_many_on_a_day_are_locked_in_the_order_of_everybody() {
        days.plan(convoy("BUS-1", in(20), 2));
        long second = days.plan(convoy("BUS-2", in(20), 2)).id();
        long flight = days.plan(flight("FL-1", in(40), 4)).id();
        List<Household> all = List.of(
                days.clearedHousehold(TestHouseholds.motherAndSon(), 1),
                days.clearedHousehold(TestHouseholds.motherAndSon(), 4));
        days.round();
        assertThat(all).extracting(this::stage).containsOnly("seated");
        long none = disruptions.make(new Report("quotaChanges", "MASNAA", 0));

        meanwhile(() -> movements.lock(second), () -> planning.applyNext(none), () -> movements.lock(flight));
        assertThat(all).extracting(this::stage).containsOnly("ready");
    }

    @Test
    void who_no_longer_fits_behind_a_cut_road_is_locked_before_movements() {
        exits.admits("MASNAA", 2);
        try {
            seated("BUS-2", 44);
            long late = days.plan(convoy("BUS-1", in(20), 2)).id();
            days.plan(flight("FL-1", in(70), 2));
            Household less = days.clearedHousehold(TestHouseholds.motherAndSon(), 4);
            days.round();
            long cut = disruptions.make(new Report("roadCut", "MASNAA", 43));
            meanwhile(
                    () -> households.lock(less.id()),
                    () -> {
                        boolean more = true;
                        while (more) {
                            more = planning.applyNext(cut);
                        }
                        return more;
                    },
                    () -> movements.lock(late));
            assertThat(stage(less)).isEqualTo("ready");
        } finally {
            exits.admits("MASNAA", null);
        }
    }

    @Test
    void a_round_waits_for_what_closes_an_exit_at_the_same_moment_and_seats_nobody_over_it() {
        days.plan(convoy("BUS-1", in(60), 2));
        days.plan(flight("FL-1", in(80), 2));
        days.work();
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        meanwhile(() -> exits.becomes("MASNAA", "closed"), planning::giveSeats, () -> {});

        assertThat(stage(family)).isEqualTo("ready");
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
    }

    /** Has a batch begin in the middle of another transaction; returns what it answers once that is through. */
    private boolean meanwhile(Runnable before, Supplier<Boolean> batch, Runnable after) {
        CompletableFuture<Boolean> answer = requireNonNull(transaction.execute(open -> {
            before.run();
            CompletableFuture<Boolean> begun = CompletableFuture.supplyAsync(batch);
            await().until(() -> begun.isDone() || somebodyWaits());
            after.run();
            return begun;
        }));
        return answer.join();
    }

    private boolean somebodyWaits() {
        return jdbc.sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }

    @Test
    void an_exit_closes_again_whatever_was_stopped_before_and_that_stays_over() {
        long closed = stoppedAfterABatch();
        disruptions.make(new Report("exitOpens", "MASNAA", null));
        long again = disruptions.make(closes());
        disruptions.goOn(closed);
        days.work();

        assertThat(changed.of(closed)).hasSize(Disruptions.BATCH);
        assertThat(changed.of(again)).hasSize(1);
    }

    @Test
    void a_change_that_was_stopped_is_ended_there_and_can_be_undone() {
        long closed = stoppedAfterABatch();
        assertThatThrownBy(() -> disruptions.undo(closed))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessage("CHANGE-" + closed + " is stopped: let it go on first, or end it if it is not undone yet.");

        disruptions.end(closed);
        days.work();
        assertThat(changed.of(closed)).hasSize(Disruptions.BATCH);
        assertThat(List.of(changes.get(closed).state(), changes.get(closed).endedEarly()))
                .containsExactly("applied", true);

        disruptions.undo(closed);
        days.work();
        assertThat(exits.isOpen("MASNAA")).isTrue();
        assertThat(changed.of(closed)).extracting(ChangedMovements.Line::fate).containsOnly("reopened");
    }

    @Test
    void undoing_is_stopped_between_two_movements_and_goes_on() {
        days.plan(convoy("BUS-1", in(20), 40));
        days.plan(convoy("BUS-2", in(20), 40));
        long cut = disruptions.make(new Report("roadCut", "MASNAA", 30));
        days.work();
        disruptions.undo(cut);
        execute(job("task_undoNext", process(cut)));
        disruptions.stop(cut);
        days.work();
        assertThat(changed.of(cut))
                .extracting(ChangedMovements.Line::fate)
                .containsExactlyInAnyOrder("as before", "delayed");

        disruptions.goOn(cut);
        days.work();
        assertThat(changed.of(cut)).extracting(ChangedMovements.Line::fate).containsOnly("as before");
    }

    @Test
    void a_change_of_which_a_step_was_given_up_goes_on_or_is_ended_there() {
        long closed = stoppedAfterABatch();
        disruptions.goOn(closed);
        assertThatThrownBy(() -> disruptions.end(closed)).hasMessage("CHANGE-" + closed + " is not stopped.");
        giveUp(closed);
        days.work();
        assertThat(List.of(disruptions.isGivenUp(closed), disruptions.isStopped(closed)))
                .containsExactly(true, false);
        disruptions.end(closed);
        days.work();
        assertThat(changed.of(closed)).hasSize(Disruptions.BATCH);
        assertThat(List.of(changes.get(closed).state(), changes.get(closed).endedEarly()))
                .containsExactly("applied", true);

        days.plan(flight("FL-1", in(40), 40));
        long lost = disruptions.make(new Report("movementLost", "FL-1", null));
        giveUp(lost);
        disruptions.goOn(lost);
        days.work();
        assertThat(state("FL-1")).isEqualTo("cancelled");
        assertThat(disruptions.isGivenUp(lost)).isFalse();
    }

    @Test
    void a_movement_whose_process_is_suspended_holds_up_no_other_and_is_tried_again_when_the_change_goes_on() {
        days.plan(convoy("BUS-1", in(20), 40));
        Household aboard = seated("BUS-2", 20);
        days.it_is(in(1));
        holdsUpNoOther(new Report("roadCut", "MASNAA", 21), "delayed");
        assertThat(stage(aboard)).isEqualTo("seated");
        days.it_is(in(10).plusSeconds(1800)); // they leave at 22 hours, and freeze half an hour later
        holdsUpNoOther(closes(), "cancelled");
        assertThat(stage(aboard)).isEqualTo("ready");
    }

    /** Makes a change of BUS-1, which is suspended, and BUS-2. */
    private void holdsUpNoOther(Report report, String fate) {
        Movement untold = movements.named("BUS-1");
        ProcessInstance life = days.processOf(untold);
        runtimeService().suspendProcessInstanceById(life.getId());
        long change = disruptions.make(report);
        assertThatThrownBy(days::work).hasRootCauseMessage("No process that can be told: BUS-1");
        assertThat(changed.of(change))
                .extracting(ChangedMovements.Line::code, ChangedMovements.Line::fate)
                .containsExactlyInAnyOrder(tuple("BUS-1", "not applied"), tuple("BUS-2", fate));
        assertThat(movements.named("BUS-1")).isEqualTo(untold);
        assertThat(changes.get(change).state()).isEqualTo("applying");

        runtimeService().activateProcessInstanceById(life.getId());
        giveUp(change);
        disruptions.goOn(change);
        execute(job(process(change)));
        days.work();
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly(fate, fate);
        assertThat(changes.get(change).state()).isEqualTo("applied");
    }

    @Test
    void who_is_aboard_a_movement_that_cannot_be_told_keeps_the_seats_and_the_change_can_be_ended_without_it() {
        Household aboard = seated("BUS-1", 20);
        runtimeService()
                .suspendProcessInstanceById(
                        days.processOf(movements.named("BUS-1")).getId());
        days.it_is(in(9));
        long change = disruptions.make(closes());
        assertThatThrownBy(days::work).hasRootCauseMessage("No process that can be told: BUS-1");
        assertThat(stage(aboard)).isEqualTo("seated");

        giveUp(change);
        disruptions.end(change);
        execute(job(process(change)));
        disruptions.undo(change);
        days.work();
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly("not applied");
        assertThat(List.of(stage(aboard), state("BUS-1"))).containsExactly("seated", "open");
    }

    /** As if the step that is next had failed too often. */
    private static void giveUp(long change) {
        managementService().setJobRetries(job(process(change)).getId(), 0);
    }

    /** An exit that closes, stopped when all but one of what leaves over it have been cancelled. */
    private long stoppedAfterABatch() {
        for (int bus = 0; bus <= Disruptions.BATCH; bus++) {
            days.plan(convoy("BUS-" + bus, in(20), 1));
        }
        days.it_is(in(9));
        long change = disruptions.make(closes());
        execute(job("task_rerouteNext", process(change)));
        execute(job("task_applyNext", process(change)));
        disruptions.stop(change);
        return change;
    }

    @Test
    void seats_that_are_still_being_given_back_hold_the_reopening_up() {
        households.enters(seated("BUS-1", 20).id(), "called");
        long lost = disruptions.make(new Report("movementLost", "BUS-1", null));
        while (changes.get(lost).state().equals("applying")) {
            execute(job(process(lost)));
        }
        disruptions.undo(lost);
        assertThatThrownBy(() -> planning.undoNext(lost)).isInstanceOf(OptimisticLockingFailureException.class);
        days.work();
        assertThat(state("BUS-1")).isEqualTo("open");
    }

    @Test
    void a_discarded_report_changes_nothing_and_a_change_is_decided_once() {
        long change = disruptions.report(closes());
        disruptions.discard(change);
        assertThat(hasEnded(change)).isTrue();
        assertThat(exits.isOpen("MASNAA")).isTrue();
        assertThatThrownBy(() -> disruptions.approve(change))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessage("CHANGE-" + change + " has been discarded.");
    }

    @Test
    void only_what_still_stands_as_it_was_made_is_undone() {
        long closed = disruptions.make(closes());
        days.work();
        long opened = disruptions.make(new Report("exitOpens", "MASNAA", null));
        days.work();
        assertThatThrownBy(() -> disruptions.undo(closed))
                .hasRootCauseInstanceOf(Refusal.Conflict.class)
                .hasRootCauseMessage("MASNAA has been changed again since: report what is so now instead.");
        assertThat(exits.isOpen("MASNAA")).isTrue();
        disruptions.make(closes());
        for (long before : List.of(closed, opened)) {
            assertThatThrownBy(() -> disruptions.undo(before))
                    .as("it is closed by another change by now, which goes on cancelling")
                    .hasRootCauseMessage("MASNAA has been changed again since: report what is so now instead.");
        }
    }

    @Test
    void an_exit_that_opened_closes_again_when_that_is_undone_as_long_as_nobody_has_seats_over_it_since() {
        seated("BUS-1", 60);
        days.it_is(in(1));
        long closed = disruptions.make(closes());
        days.work();
        days.it_is(in(2));
        long opened = disruptions.make(new Report("exitOpens", "MASNAA", null));
        days.work();
        disruptions.undo(opened);
        days.work();
        assertThat(exits.isOpen("MASNAA")).isFalse();
        assertThat(changes.get(opened).state()).isEqualTo("undone");

        long again = disruptions.make(new Report("exitOpens", "MASNAA", null));
        days.work();
        seated("BUS-2", 60);
        assertThatThrownBy(() -> disruptions.undo(again))
                .hasRootCauseInstanceOf(Refusal.Conflict.class)
                .hasRootCauseMessage("Report that MASNAA closes instead.");
        assertThat(exits.isOpen("MASNAA")).isTrue();
        assertThat(changes.get(closed).state()).isEqualTo("applied");
    }

    @Test
    void whether_an_opened_exit_closes_again_tells_nothing_of_restricted_households_with_seats_over_it() {
        exits.becomes("MASNAA", "closed");
        long opened = disruptions.make(new Report("exitOpens", "MASNAA", null));
        days.work();
        Household hidden = seated("BUS-1", 60);
        jdbc.sql("update household set restricted = true where id = :id")
                .param("id", hidden.id())
                .update();

        disruptions.undo(opened);

        assertThat(exits.isOpen("MASNAA")).isFalse();
        assertThat(stage(hidden)).as("until the freeze").isEqualTo("seated");
    }

    @Test
    void an_exit_that_opened_does_not_close_again_by_an_undo_that_would_cancel_what_leaves_soon() {
        exits.becomes("MASNAA", "closed");
        days.plan(convoy("BUS-1", in(20), 40));
        long opened = disruptions.make(new Report("exitOpens", "MASNAA", null));
        days.work();
        days.it_is(in(9));
        assertThatThrownBy(() -> disruptions.undo(opened)).hasRootCauseMessage("Report that MASNAA closes instead.");
        assertThat(exits.isOpen("MASNAA")).isTrue();
    }

    @Test
    void the_planner_says_how_much_later_those_affected_would_be_home() {
        seated("BUS-1", 20);
        days.plan(convoy("BUS-9", in(90), 2));
        days.plan(flight("FL-9", in(110), 2));
        days.work();
        ChangePreview preview = disruptions.preview(new Report("movementLost", "BUS-1", null));
        assertThat(List.of(preview.households(), preview.persons())).containsExactly(1, 2);
        assertThat(preview.instead()).isNotNull().satisfies(instead -> {
            assertThat(List.of(instead.households(), instead.left())).containsExactly(1, 0);
            assertThat(instead.hoursLater()).isEqualTo(110 - 40);
        });
    }

    @Test
    void a_road_that_is_cut_puts_convoys_off_until_it_is_free_and_they_leave_as_before_when_that_is_undone_in_time() {
        Household soon = seated("BUS-1", 20);
        seated("BUS-2", 60);
        Report cut = new Report("roadCut", "Damascus", 30);
        ChangePreview preview = disruptions.preview(cut);
        assertThat(preview.movements())
                .extracting(ChangePreview.Struck::code, ChangePreview.Struck::fate)
                .containsExactly(tuple("BUS-1", Fate.DELAYED));
        assertThat(List.of(preview.households(), preview.persons())).containsExactly(0, 0);

        long change = disruptions.make(cut);
        days.work();
        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(30));
        assertThat(movements.named("BUS-2").departs()).isEqualTo(in(60));
        assertThat(stage(soon)).as("the flight still waits").isEqualTo("seated");
        assertThat(exits.isOpen("MASNAA")).isTrue();

        disruptions.undo(change);
        days.work();
        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(20));
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly("as before");
        days.passUntil(in(10));
        assertThat(state("BUS-1")).as("it freezes by the time from before").isEqualTo("frozen");
    }

    @Test
    void who_misses_the_flight_behind_a_cut_road_waits_again_and_a_delay_past_the_old_freeze_stays() {
        Household family = seated("BUS-1", 20);
        Report cut = new Report("roadCut", "masnaa", 40);
        ChangePreview preview = disruptions.preview(cut);
        assertThat(List.of(preview.households(), preview.persons())).containsExactly(1, 2);
        assertThat(preview.instead())
                .isNotNull()
                .satisfies(instead -> assertThat(instead.left()).isEqualTo(1));

        long change = disruptions.make(cut);
        days.work();
        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(40));
        assertThat(stage(family)).isEqualTo("ready");

        days.passUntil(in(10));
        disruptions.undo(change);
        days.work();
        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(40));
        assertThat(changed.of(change)).extracting(ChangedMovements.Line::fate).containsExactly("stays delayed");
    }

    @Test
    void a_quota_that_is_lowered_takes_the_seats_of_the_least_urgent_until_the_day_holds_and_of_no_other_day() {
        days.plan(convoy("BUS-1", in(20), 6));
        days.plan(flight("FL-1", in(40), 6));
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household less = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household least = days.clearedHousehold(TestHouseholds.motherAndSon(), 4);
        days.round();
        Household otherDay = seated("BUS-2", 60);

        Report lower = new Report("quotaChanges", "MASNAA", 3);
        ChangePreview preview = disruptions.preview(lower);
        assertThat(List.of(preview.households(), preview.persons())).containsExactly(2, 4);
        disruptions.make(lower);
        days.work();

        assertThat(List.of(stage(urgent), stage(less), stage(least), stage(otherDay)))
                .containsExactly("seated", "ready", "ready", "seated");
    }

    @Test
    void a_quota_takes_no_seats_of_a_manifest_that_is_frozen() {
        Household family = seated("BUS-1", 20);
        days.passUntil(in(10));
        assertThat(state("BUS-1")).isEqualTo("frozen");
        disruptions.make(new Report("quotaChanges", "MASNAA", 0));
        days.work();
        assertThat(stage(family)).isNotEqualTo("ready");
    }

    @Test
    void two_changes_of_the_same_are_made_one_after_the_other() {
        int before = governorates.risk("SY02");
        long first = disruptions.make(new Report("riskChanges", "SY02", 4));
        long second = disruptions.report(new Report("riskChanges", "SY02", 3));
        assertThatThrownBy(() -> disruptions.approve(second))
                .hasRootCauseMessage(
                        "CHANGE-" + first + " of the same has not been carried out to the end: try again when it has."
                                + " If it is stopped, let it go on or end it on its page.");
        days.work();
        disruptions.approve(second);
        days.work();
        assertThat(List.of(changes.get(first).before(), changes.get(second).before()))
                .containsExactly(before, 4);
    }

    @Test
    void a_cut_road_is_free_to_the_second_and_more_convoys_than_a_batch_wait_for_it() {
        for (int bus = 0; bus <= Disruptions.BATCH; bus++) {
            days.plan(convoy("BUS-" + bus, in(20), 40));
        }
        days.it_is(in(1).plusMillis(123));
        long change = disruptions.make(new Report("roadCut", "MASNAA", 40));
        days.work();
        assertThat(changes.get(change).state()).isEqualTo("applied");
        assertThat(movements.named("BUS-7").departs()).isEqualTo(in(41));
        disruptions.undo(change);
        days.work();
        assertThat(changed.of(change))
                .hasSize(Disruptions.BATCH + 1)
                .extracting(ChangedMovements.Line::fate)
                .containsOnly("as before");
    }

    @Test
    void who_was_told_the_later_time_is_told_once_more_when_it_is_as_before() {
        Household family = seated("BUS-1", 20);
        long change = disruptions.make(new Report("roadCut", "MASNAA", 30));
        days.work();
        disruptions.undo(change);
        days.work();
        assertThat(messages.of(family.id()))
                .filteredOn(message -> message.kind().equals("joiningInstructions"))
                .hasSize(3)
                .first()
                .satisfies(last -> assertThat(last.body()).contains("BUS-1"));
    }

    @Test
    void whose_departure_comes_forward_again_is_called_and_mustered_by_the_times_from_before() {
        Household family = seated("BUS-1", 100);
        long change = disruptions.make(new Report("roadCut", "MASNAA", 110));
        days.work();
        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(110));
        days.passUntil(in(20));

        disruptions.undo(change);
        days.work();

        ProcessInstance seats = days.seatsOf(family);
        assertThat(job("event_timeToCall", seats).getDuedate().toInstant()).isEqualTo(in(100 - 72));
        assertThat(job("event_musterNear", seats).getDuedate().toInstant()).isEqualTo(in(100 - 2));
    }

    @Test
    void a_convoy_waits_behind_a_cut_road_until_its_exit_is_open_too() {
        seated("BUS-1", 20);
        planning.setHours("MASNAA", OpeningHours.written("08:00–12:00"));
        try {
            // free at 18:00 in Damascus, and six hours on the way: it would find the exit closed
            long change = disruptions.make(new Report("roadCut", "Damascus", 34));
            days.work();
            assertThat(changes.get(change).state()).isEqualTo("applied");
            assertThat(movements.named("BUS-1").departs()).isEqualTo(Instant.parse("2013-01-19T06:00:00Z"));
        } finally {
            planning.setHours("MASNAA", null);
        }
    }

    @Test
    void convoys_put_off_to_a_day_that_is_full_keep_to_its_quota() {
        exits.admits("MASNAA", 2);
        try {
            Household urgent = seated("BUS-2", 44);
            days.plan(convoy("BUS-1", in(20), 2));
            days.plan(flight("FL-1", in(70), 2));
            Household less = days.clearedHousehold(TestHouseholds.motherAndSon(), 4);
            days.round();
            assertThat(List.of(stage(urgent), stage(less))).containsExactly("seated", "seated");
            days.plan(convoy("BUS-3", in(68), 2));
            days.plan(flight("FL-3", in(90), 2));
            days.work();
            Report cut = new Report("roadCut", "MASNAA", 43);
            ChangePreview preview = disruptions.preview(cut);
            assertThat(List.of(preview.households(), preview.persons())).containsExactly(1, 2);
            assertThat(preview.instead())
                    .as("on the bus of the next day, whose flight leaves twenty hours after the one before")
                    .isEqualTo(new ChangePreview.Instead(1, 0, 20));
            planning.cancel("BUS-3");
            disruptions.make(cut);
            days.work();
            assertThat(List.of(stage(urgent), stage(less))).containsExactly("seated", "ready");
        } finally {
            exits.admits("MASNAA", null);
        }
    }

    @Test
    void who_misses_the_flight_behind_a_cut_road_takes_nobodys_seats_on_the_day_that_is_full() {
        exits.admits("MASNAA", 2);
        try {
            Household late = seated("BUS-1", 20);
            Household other = seated("BUS-2", 44);
            Report cut = new Report("roadCut", "MASNAA", 43);
            ChangePreview preview = disruptions.preview(cut);
            assertThat(List.of(preview.households(), preview.persons())).containsExactly(1, 2);
            disruptions.make(cut);
            days.work();
            assertThat(List.of(stage(late), stage(other))).containsExactly("ready", "seated");
        } finally {
            exits.admits("MASNAA", null);
        }
    }

    @Test
    void a_convoy_stays_put_off_if_others_have_been_given_its_old_day() {
        exits.admits("MASNAA", 2);
        try {
            days.plan(convoy("BUS-1", in(20), 2));
            days.plan(flight("FL-1", in(70), 2));
            days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
            days.round();
            long change = disruptions.make(new Report("roadCut", "MASNAA", 43));
            days.work();
            seated("BUS-2", 21);

            disruptions.undo(change);
            days.work();
            assertThat(movements.named("BUS-1").departs()).isEqualTo(in(43));
            assertThat(changed.of(change))
                    .extracting(ChangedMovements.Line::fate)
                    .containsExactly("stays delayed");
        } finally {
            exits.admits("MASNAA", null);
        }
    }

    @Test
    void a_convoy_stays_put_off_while_another_change_cuts_its_road() {
        days.plan(convoy("BUS-1", in(20), 2));
        long exit = disruptions.make(new Report("roadCut", "MASNAA", 43));
        days.work();
        disruptions.make(new Report("roadCut", "Damascus", 30));
        days.work();

        disruptions.undo(exit);
        days.work();

        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(43));
        assertThat(changed.of(exit)).extracting(ChangedMovements.Line::fate).containsExactly("stays delayed");
    }

    @Test
    void a_lost_convoy_stays_lost_if_its_exit_no_longer_admits_those_for_whom_it_keeps_places() {
        exits.admits("MASNAA", 4);
        try {
            days.plan(convoy("BUS-1", in(20), 4));
            planning.keepPlaces("BUS-1", "DE", 2, 0, 0);
            long lost = disruptions.make(new Report("movementLost", "BUS-1", null));
            days.work();
            days.plan(convoy("BUS-2", in(21), 4));
            days.plan(flight("FL-2", in(70), 4));
            days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
            days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
            days.round();
            assertThat(movements.named("BUS-2").seatsTaken()).isEqualTo(4);

            disruptions.undo(lost);
            days.work();

            assertThat(state("BUS-1")).isEqualTo("cancelled");
            assertThat(changed.of(lost)).extracting(ChangedMovements.Line::fate).containsExactly("stays cancelled");
        } finally {
            exits.admits("MASNAA", null);
        }
    }

    @Test
    void a_convoy_leaves_as_before_if_its_exit_still_admits_its_people_on_that_day() {
        exits.admits("MASNAA", 2);
        try {
            days.plan(convoy("BUS-1", in(20), 2));
            days.plan(flight("FL-1", in(70), 2));
            days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
            days.round();
            // Until the afternoon of the same day, which is full with them, and until the next one.
            for (int hours : List.of(30, 43)) {
                long change = disruptions.make(new Report("roadCut", "MASNAA", hours));
                days.work();
                assertThat(movements.named("BUS-1").departs()).isEqualTo(in(hours));
                disruptions.undo(change);
                days.work();
                assertThat(movements.named("BUS-1").departs()).isEqualTo(in(20));
            }
        } finally {
            exits.admits("MASNAA", null);
        }
    }

    @Test
    void a_road_is_cut_for_so_many_hours_to_an_exit_or_in_a_governorate() {
        assertThatThrownBy(() -> disruptions.preview(new Report("roadCut", "Damascus", 0)))
                .hasMessage("Say for how many hours the road is cut: 1 to 240.");
        assertThatThrownBy(() -> disruptions.preview(new Report("roadCut", "nowhere", 5)))
                .hasMessage("There is no such exit or governorate.");
    }

    /** A convoy, the flight that it meets twenty hours later, and a family on both. */
    private Household seated(String bus, long departs) {
        days.plan(convoy(bus, in(departs), 2));
        days.plan(flight("FL-" + bus, in(departs + 20), 2));
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.round();
        days.work();
        assertThat(stage(family)).isEqualTo("seated");
        return family;
    }

    /** A mother and her son with seats on a bus that boards, two hours before it leaves. */
    private Registered beforeTheirBus() {
        days.plan(convoy(Travellers.BUS, in(20), 40));
        days.plan(flight(Travellers.PLANE, in(40), 40));
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        days.passUntil(in(18));
        assertThat(state(Travellers.BUS)).isEqualTo("boarding");
        return family;
    }

    private List<Fate> fates(Report report) {
        return disruptions.preview(report).movements().stream()
                .map(ChangePreview.Struck::fate)
                .toList();
    }

    /** The codes of what these changes have met on the road. */
    private List<String> onTheRoad(long... ids) {
        return LongStream.of(ids)
                .boxed()
                .flatMap(change -> changed.of(change).stream())
                .filter(line -> line.fate().equals("on the road"))
                .map(ChangedMovements.Line::code)
                .toList();
    }

    /** A household that has put leaving off. */
    private ProcessInstance deferred(NewHousehold household) {
        Registered registered = households.register(household);
        return runtimeService()
                .startProcessInstanceByKey(
                        "registration",
                        registered.caseNumber(),
                        Map.of("householdId", registered.id(), "priority", 4, "registrationEntry", "putOff"));
    }

    private static Report closes() {
        return new Report("exitCloses", "masnaa", null);
    }

    private static void decide(long change, String decision) {
        taskService()
                .complete(
                        taskService()
                                .createTaskQuery()
                                .processInstanceId(process(change).getId())
                                .singleResult()
                                .getId(),
                        Map.of("changeDecision", decision));
    }

    private static ProcessInstance process(long change) {
        return runtimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(SituationChange.name(change), "situation-change")
                .singleResult();
    }

    private static boolean hasEnded(long change) {
        return historyService()
                        .createHistoricProcessInstanceQuery()
                        .processInstanceBusinessKey(SituationChange.name(change))
                        .finished()
                        .count()
                == 1;
    }

    private String stage(Household household) {
        return households.get(household.id()).stage();
    }

    private String state(String code) {
        return movements.named(code).state();
    }
}
