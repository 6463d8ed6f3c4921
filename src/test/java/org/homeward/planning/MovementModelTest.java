package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.job;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
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
import org.homeward.movement.ManifestLine;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Transfers;
import org.homeward.passage.Travellers;
import org.homeward.planning.HeadCounts.Step;
import org.homeward.situation.Exits;
import org.homeward.situation.OpeningHours;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@HomewardTest
@Breaks("I3")
@WalksWhole("movement")
class MovementModelTest {

    @Autowired
    private MockMvc web;

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private Travellers travellers;

    @Autowired
    private Transfers transfers;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Manifests manifests;

    @Autowired
    private HeadCounts counts;

    @Autowired
    private Objections objections;

    @Autowired
    private BoardedLists boardedLists;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Messages messages;

    @Autowired
    private Exits exits;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void a_movement_is_open_freezes_boards_departs_and_arrives() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        days.plan(flight("FL-1", in(60), 40));
        ProcessInstance life = days.processOf(bus);
        assertThat(state(bus)).isEqualTo("open");
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.round();

        days.passUntil(in(36));
        assertThat(state(bus)).isEqualTo("frozen");
        assertThat(movements.manifest(bus.id())).hasSize(2);
        assertThat(life).hasPassedInOrder("task_freeze", "task_sendManifest");
        assertThat(manifests.newest(bus.id()).orElseThrow()).isEqualTo(new Manifests.Manifest(1, in(36), 1, in(36)));
        days.clearedHousehold(TestHouseholds.woman(), 1);
        days.round();
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(2);

        days.passUntil(in(45));
        assertThat(state(bus)).isEqualTo("boarding");
        assertThat(life).isWaitingAt("task_closeDoors").task().hasCandidateGroup("field");
        count(bus, "convoy boarding");
        days.departs("BUS-1");
        assertThat(state(bus)).isEqualTo("departed");

        count(bus, "border entry");
        days.complete("BUS-1", "task_confirmArrival", "arrival", "arrived");
        assertThat(life)
                .isEnded()
                .hasPassed("end_arrived")
                .hasNotPassed("task_explainBoarding", "task_explainDifference");
        assertThat(movements.get(bus.id()).arrivedAt()).isEqualTo(in(45));
    }

    @Test
    void a_departure_that_nobody_confirms_is_looked_into_half_an_hour_later_also_when_it_was_put_off() {
        Movement bus = days.plan(convoy("BUS-1", in(20), 40));
        ProcessInstance life = days.processOf(bus);
        days.passUntil(in(19));
        planning.delay("BUS-1", in(21));
        days.work();
        days.passUntil(in(21).plus(Duration.ofMinutes(29)));
        assertThat(life).isWaitingAt("task_closeDoors").isNotWaitingAt("task_lookIntoDeparture");

        days.passUntil(in(21).plus(Duration.ofMinutes(30)));
        assertThat(life).isWaitingAt("task_closeDoors", "task_lookIntoDeparture");
        assertThat(life).task("task_lookIntoDeparture").hasCandidateGroup("transport");
        assertThat(days.task("BUS-1", "task_lookIntoDeparture").getPriority()).isEqualTo(90);
        assertRefused(
                () -> days.complete("BUS-1", "task_lookIntoDeparture", "departureFinding", "gone"),
                "Choose one of the answers.");
        days.complete("BUS-1", "task_lookIntoDeparture", "departureFinding", "hasLeft");
        days.departs("BUS-1");
        assertThat(life).hasPassed("end_departureSeen").isWaitingAt("task_confirmArrival");
        assertThat(jdbc.sql("select detail from audit where action = 'departure overdue' and subject = 'BUS-1'")
                        .query(String.class)
                        .list())
                .containsExactly("hasLeft");
    }

    @Test
    void what_leaves_without_somebody_goes_on_and_has_not_arrived_before_that_is_explained() throws Exception {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = departed(bus, TestHouseholds.motherAndSon());

        assertThat(state(bus)).isEqualTo("departed");
        assertThat(life).isWaitingAtExactly("task_confirmArrival", "task_explainBoarding");
        assertThat(life).task("task_explainBoarding").hasCandidateGroup("transport");
        assertThat(counts.differences(bus.id(), Step.BOARDING))
                .extracting("planned", "boarded")
                .containsExactly(tuple(2L, 0L));
        String aboard = "Aboard otherwise than on the manifest";
        page("/movements/BUS-1").andExpect(content().string(containsString(aboard)));

        days.complete("BUS-1", "task_confirmArrival", "arrival", "arrived");
        assertThat(life).isWaitingAtExactly("task_explainBoarding", "gateway_thereAndExplained");
        assertThat(state(bus)).isEqualTo("departed");
        page("/movements/BUS-1").andExpect(content().string(not(containsString(aboard))));
        assertRefused(
                () -> days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "gone"),
                "Choose one of the answers.");
        days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "compareAgain");
        assertThat(life).isWaitingAtExactly("task_explainBoarding", "gateway_thereAndExplained");

        days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "neverAboard");
        assertThat(life).isEnded().hasPassed("end_arrived").hasNotPassed("task_explainDifference");
        assertThat(jdbc.sql("select detail from audit where action = 'boarding explained' and subject = 'BUS-1'")
                        .query(String.class)
                        .list())
                .containsExactly("compareAgain", "neverAboard");
    }

    @Test
    void who_was_aboard_uncounted_has_to_arrive_all_the_same() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = departed(bus, TestHouseholds.motherAndSon());
        days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "countMissed");
        assertThat(life).isWaitingAtExactly("task_confirmArrival", "gateway_thereAndExplained");

        days.complete("BUS-1", "task_confirmArrival", "arrival", "arrived");
        assertThat(life).isWaitingAtExactly("task_explainDifference");
        count(bus, "border entry");
        days.complete("BUS-1", "task_explainDifference", "differenceDecision", "compareAgain");
        assertThat(life).isEnded();
    }

    @Test
    void who_is_said_to_have_stayed_behind_and_is_counted_on_arrival_is_asked_about() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        departed(bus, TestHouseholds.motherAndSon());
        days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "neverAboard");
        assertThat(planning.allAccountedFor(bus.id())).isTrue();
        count(bus, "border entry");
        assertThat(planning.allAccountedFor(bus.id())).isFalse();
    }

    @Test
    void who_was_taken_along_without_being_on_the_manifest_is_explained_once() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        long stranger = households.register(TestHouseholds.woman()).personIds().get(0);
        ProcessInstance life = boarding(bus, TestHouseholds.motherAndSon());
        count(bus, "convoy boarding");
        count(bus, "convoy boarding", stranger);
        days.departs("BUS-1");
        assertThat(counts.differences(bus.id(), Step.BOARDING))
                .extracting("planned", "boarded")
                .containsExactly(tuple(0L, 1L));

        days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "tookAlong");
        count(bus, "border entry");
        assertThat(planning.allAccountedFor(bus.id())).isFalse();
        count(bus, "border entry", stranger);
        days.complete("BUS-1", "task_confirmArrival", "arrival", "arrived");
        assertThat(life).isEnded().hasNotPassed("task_explainDifference");
    }

    @Test
    void what_the_answer_at_boarding_does_not_explain_is_asked_about_on_arrival() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        long stranger = households.register(TestHouseholds.woman()).personIds().get(0);
        boarding(bus, TestHouseholds.motherAndSon());
        count(bus, "convoy boarding", stranger);
        days.departs("BUS-1");
        days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "neverAboard");
        count(bus, "border entry", stranger);
        assertThat(counts.differences(bus.id(), Step.ARRIVAL))
                .extracting("planned", "boarded", "landed")
                .containsExactly(tuple(0L, 1L, 1L));
    }

    @Test
    void who_is_still_waited_for_when_it_leaves_early_is_asked_about_by_their_own_process_alone() {
        Movement bus = days.plan(convoy(Travellers.BUS, in(20), 40));
        days.plan(flight(Travellers.PLANE, in(40), 40));
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        days.passUntil(in(18));
        travellers.start("passage", family);
        travellers.count(family.personIds(), Checkpoint.MUSTER);

        days.departs(Travellers.BUS);

        assertThat(days.processOf(bus)).isWaitingAtExactly("task_confirmArrival", "gateway_thereAndExplained");
        days.passUntil(in(20));
        assertThat(days.task(family.caseNumber(), "task_resolveMissingMember")).isNotNull();
        assertThat(planning.allAboard(bus.id())).isTrue();
    }

    @Test
    void that_another_carries_the_people_than_the_manifest_named_that_went_out_is_shown() throws Exception {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        Movement unnamed = days.plan(convoy("BUS-2", in(48), 40));
        movements.carriedBy(bus, "Red Crescent");
        assertThat(manifests.otherCarrier(bus.id())).as("none has gone out").isEmpty();
        days.passUntil(in(36));
        assertThat(manifests.otherCarrier(bus.id())).isEmpty();

        movements.carriedBy(movements.get(bus.id()), "IOM");
        movements.carriedBy(movements.get(unnamed.id()), "IOM");
        page("/movements/BUS-1")
                .andExpect(content().string(containsString("The manifest that went out names Red Crescent:")));
        page("/movements/BUS-2")
                .andExpect(content().string(containsString("The manifest that went out names no carrier:")));
    }

    @Test
    void who_was_missed_at_the_cut_off_has_a_task_already_unless_they_came_after_all() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = boarding(bus, TestHouseholds.motherAndSon());
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, noted_at, noted_by)
                select household_id, person_id, movement_id, 'convoy boarding', 'missing', now(), 'field'
                from reservation where movement_id = :movement""").param("movement", bus.id()).update();
        days.departs("BUS-1");
        assertThat(life).isWaitingAtExactly("task_confirmArrival", "gateway_thereAndExplained");
        assertThat(planning.allAccountedFor(bus.id())).isFalse();

        jdbc.sql("update absence set decision = 'came'").update();
        assertThat(planning.allAboard(bus.id())).isFalse();
        assertThat(planning.allAccountedFor(bus.id())).isFalse();
    }

    @Test
    void what_does_not_bring_all_whom_it_took_has_not_arrived_before_that_is_explained() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = departedWithAll(bus, TestHouseholds.motherAndSon());
        days.complete("BUS-1", "task_confirmArrival", "arrival", "arrived");

        assertThat(life).isWaitingAtExactly("task_explainDifference").task().hasCandidateGroup("transport");
        assertThat(state(bus)).isEqualTo("departed");
        assertThat(counts.differences(bus.id(), Step.ARRIVAL))
                .singleElement()
                .extracting("planned", "boarded", "landed")
                .containsExactly(2L, 2L, 0L);
        assertRefused(
                () -> days.complete("BUS-1", "task_explainDifference", "differenceDecision", "gone"),
                "Choose one of the answers.");

        days.complete("BUS-1", "task_explainDifference", "differenceDecision", "compareAgain");
        assertThat(life).isWaitingAtExactly("task_explainDifference");
        days.complete("BUS-1", "task_explainDifference", "differenceDecision", "countMissed");
        assertThat(life).isEnded().hasPassedInOrder("task_recordDifference", "task_arrive", "end_arrived");
        assertThat(jdbc.sql("select detail from audit where action = 'difference explained' and subject = 'BUS-1'")
                        .query(String.class)
                        .list())
                .containsExactly("compareAgain", "countMissed");
    }

    @Test
    void whoever_is_counted_late_or_has_been_decided_about_needs_no_explanation() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = departedWithAll(bus, TestHouseholds.motherAndSon());
        days.complete("BUS-1", "task_confirmArrival", "arrival", "arrived");
        count(bus, "border entry");
        days.complete("BUS-1", "task_explainDifference", "differenceDecision", "compareAgain");
        assertThat(life).isEnded();

        Movement next = days.plan(convoy("BUS-2", in(96), 40));
        departed(next, TestHouseholds.woman());
        assertThat(planning.allAccountedFor(next.id())).isFalse();
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, decision, noted_at, noted_by)
                select household_id, person_id, movement_id, 'border exit', 'refused', 'wait', now(), 'field'
                from reservation where movement_id = :movement""").param("movement", next.id()).update();
        assertThat(planning.allAccountedFor(next.id())).isFalse();
        jdbc.sql("update absence set decision = 'goOnWithout'").update();
        assertThat(planning.allAccountedFor(next.id())).isTrue();
    }

    @Test
    void a_movement_makes_no_task_of_a_household_that_few_may_know_of() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = departed(bus, TestHouseholds.restricted());
        assertThat(counts.differences(bus.id(), Step.BOARDING))
                .as("for Homeward itself")
                .hasSize(1);
        days.complete("BUS-1", "task_confirmArrival", "arrival", "arrived");
        assertThat(life).isEnded();
    }

    @Test
    void to_whom_the_border_objects_is_decided_about_before_the_doors_are_closed() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = boarding(bus, TestHouseholds.motherAndSon());
        List<Long> people = movements.manifest(bus.id()).stream()
                .map(ManifestLine::personId)
                .toList();
        objections.note("BUS-1", people.get(0), "papers", null, "B-17");
        objections.note("BUS-1", people.get(1), "visa", in(40), "");
        assertThat(life)
                .isWaitingAt("task_closeDoors", "task_settleObjections")
                .task("task_settleObjections")
                .hasCandidateGroup("field");
        assertRefused(
                () -> objections.note("BUS-1", people.get(0), "visa", null, ""), "An objection to this person is open");
        assertRefused(() -> objections.note("BUS-1", -1L, "visa", null, ""), "Choose somebody who is on the manifest.");
        assertRefused(
                () -> days.complete("BUS-1", "task_closeDoors", "doors", "closed"), "The border objects to people on");

        List<Long> open =
                objections.on(bus.id()).stream().map(Objections.Objection::id).toList();
        objections.decide("BUS-1", open.get(0), "clearedUp");
        assertRefused(
                () -> days.complete("BUS-1", "task_settleObjections", "objectionsDecision", "settled"),
                "To be decided about first, on the page of the advance list: 1.");
        objections.decide("BUS-1", open.get(1), "doesNotTravel");
        assertRefused(() -> objections.decide("BUS-1", open.get(1), "clearedUp"), "is decided about already");
        assertRefused(
                () -> days.complete("BUS-1", "task_closeDoors", "doors", "closed"), "The border objects to people on");
        days.complete("BUS-1", "task_settleObjections", "objectionsDecision", "settled");

        days.complete("BUS-1", "task_closeDoors", "doors", "closed");
        assertRefused(() -> objections.note("BUS-1", people.get(0), "visa", null, ""), "The doors of BUS-1 are closed");
        days.departs("BUS-1", 0);
        assertThat(state(bus)).isEqualTo("departed");
        assertThat(jdbc.sql(
                                "select detail from audit where action in ('border objected', 'objection decided') order by id")
                        .query(String.class)
                        .list())
                .containsExactly("papers", "visa", "clearedUp", "doesNotTravel");
    }

    @Test
    void an_objection_to_somebody_whom_few_may_know_of_makes_no_task_and_keeps_no_doors_open() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = boarding(bus, TestHouseholds.restricted());
        objections.note("BUS-1", movements.manifest(bus.id()).get(0).personId(), "papers", null, "");
        assertThat(life).isWaitingAt("task_closeDoors").isNotWaitingAt("task_settleObjections");
        assertThat(objections.on(bus.id())).as("for Homeward itself").hasSize(1);
        days.departs("BUS-1");
        assertThat(state(bus)).isEqualTo("departed");
    }

    @Test
    void who_was_aboard_when_the_doors_were_closed_stays_on_record() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        boarding(bus, TestHouseholds.motherAndSon());
        List<Long> people = movements.manifest(bus.id()).stream()
                .map(ManifestLine::personId)
                .toList();
        count(bus, "convoy boarding", people.get(0));
        days.complete("BUS-1", "task_closeDoors", "doors", "closed");
        count(bus, "convoy boarding", people.get(1));

        assertThat(boardedLists.of(bus.id()).orElseThrow())
                .extracting("persons", "later", "moreHeads")
                .containsExactly(1, 1, null);
        days.departs("BUS-1", 2);
        assertThat(boardedLists.of(bus.id()).orElseThrow().moreHeads()).isZero();
        assertThat(planning.allAboard(bus.id())).isTrue();
    }

    @Test
    void another_number_of_heads_than_was_counted_aboard_is_explained() throws Exception {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = boarding(bus, TestHouseholds.motherAndSon());
        count(bus, "convoy boarding");
        days.complete("BUS-1", "task_closeDoors", "doors", "closed");
        days.departs("BUS-1", 3);

        assertThat(life).isWaitingAtExactly("task_confirmArrival", "task_explainBoarding");
        page("/movements/BUS-1").andExpect(content().string(containsString("more than were counted aboard: 1")));
        days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "compareAgain");
        assertThat(life).isWaitingAtExactly("task_confirmArrival", "task_explainBoarding");
        count(
                bus,
                "convoy boarding",
                households.register(TestHouseholds.woman()).personIds().get(0));
        assertThat(boardedLists.headsAgree(bus.id())).isTrue();
        assertThat(taskService()
                        .getVariables(days.task("BUS-1", "task_explainBoarding").getId()))
                .as("whoever explains reads no number of heads")
                .containsEntry("headcount", 0L);
        days.complete("BUS-1", "task_explainBoarding", "boardingDecision", "tookAlong");
        assertThat(life).isWaitingAtExactly("task_confirmArrival", "gateway_thereAndExplained");
    }

    @Test
    void a_mistyped_number_of_heads_is_corrected_where_it_is_explained() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = boarding(bus, TestHouseholds.motherAndSon());
        count(bus, "convoy boarding");
        days.complete("BUS-1", "task_closeDoors", "doors", "closed");
        days.departs("BUS-1", 22);
        taskService()
                .complete(
                        days.task("BUS-1", "task_explainBoarding").getId(),
                        Map.of("boardingDecision", "compareAgain", "headcount", 2));
        assertThat(life).isWaitingAtExactly("task_confirmArrival", "gateway_thereAndExplained");
    }

    @Test
    void who_steps_off_after_all_is_aboard_no_more() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = boarding(bus, TestHouseholds.motherAndSon());
        long mother = movements.manifest(bus.id()).get(0).personId();
        count(bus, "convoy boarding", mother);
        objections.note("BUS-1", mother, "papers", null, "");
        objections.decide("BUS-1", 1, "doesNotTravel");
        days.complete("BUS-1", "task_settleObjections", "objectionsDecision", "settled");
        assertRefused(
                () -> days.complete("BUS-1", "task_closeDoors", "doors", "closed"),
                "Counted aboard BUS-1, though it is decided that they do not travel: 1.");

        absent(bus, "missing", "stepOff", "convoy boarding");
        days.complete("BUS-1", "task_closeDoors", "doors", "closed");
        days.departs("BUS-1", 0);
        assertThat(boardedLists.of(bus.id()).orElseThrow())
                .extracting("persons", "later", "moreHeads")
                .containsExactly(0, 0, 0);
        assertThat(life).isWaitingAt("task_confirmArrival");
    }

    @Test
    void who_goes_on_was_moved_here_or_was_born_is_not_explained_when_they_are_lost_later() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        departedWithAll(bus, TestHouseholds.woman());
        for (String goesOn : List.of("goesOn", "moved", "born")) {
            jdbc.sql("delete from absence").update();
            absent(bus, "injured", goesOn, "border exit");
            assertThat(planning.allAccountedFor(bus.id())).as(goesOn).isFalse();
        }
        jdbc.sql("update absence set kind = 'died', decision = 'goesOn'").update();
        assertThat(planning.allAccountedFor(bus.id())).as("died").isTrue();
        jdbc.sql("update absence set kind = 'moved', decision = 'moved'").update();
        jdbc.sql("update reservation set state = 'given back'").update();
        assertThat(planning.allAccountedFor(bus.id())).as("moved off").isTrue();
        jdbc.sql("update reservation set state = 'held'").update();
    }

    @Test
    void an_objection_to_who_travels_by_a_process_of_before_is_refused_and_it_does_not_leave_over_one() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        boarding(bus, TestHouseholds.woman());
        long woman = movements.manifest(bus.id()).get(0).personId();
        jdbc.sql("update act_ru_event_subscr set event_name_ = 'unknown' where event_name_ = 'borderObjected'")
                .update();
        assertRefused(() -> objections.note("BUS-1", woman, "papers", null, ""), "BUS-1 was planned before");
        jdbc.sql("update act_ru_event_subscr set event_name_ = 'borderObjected' where event_name_ = 'unknown'")
                .update();
        objections.note("BUS-1", woman, "papers", null, "");
        assertRefused(() -> planning.depart(bus.id(), "departed"), "The border objects to people on BUS-1");
    }

    private void absent(Movement movement, String kind, String decision, String checkpoint) {
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, decision, noted_at, noted_by,
                                     decided_at, decided_by)
                select household_id, person_id, movement_id, :checkpoint, :kind, :decision, now(), 'field', now(), 'field'
                from reservation where movement_id = :movement""")
                .param("checkpoint", checkpoint)
                .param("kind", kind)
                .param("decision", decision)
                .param("movement", movement.id())
                .update();
    }

    private ResultActions page(String path) throws Exception {
        return web.perform(get(path)
                .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                .with(user("officer").roles("transport")));
    }

    /** The movement has left with a household on its manifest, and nobody was counted aboard. */
    private ProcessInstance departed(Movement movement, NewHousehold household) {
        ProcessInstance life = boarding(movement, household);
        days.departs(movement.code());
        return life;
    }

    private ProcessInstance departedWithAll(Movement movement, NewHousehold household) {
        ProcessInstance life = boarding(movement, household);
        count(movement, "convoy boarding");
        days.departs(movement.code());
        return life;
    }

    private ProcessInstance boarding(Movement movement, NewHousehold household) {
        long family = households.register(household).id();
        reservations.reserve(List.of(new Seating(family, List.of(movement.id()))));
        ProcessInstance life = days.processOf(movement);
        days.passUntil(movement.departs().minus(Duration.ofHours(12)));
        days.passUntil(movement.departs().minus(Duration.ofHours(1)));
        return life;
    }

    /** Everybody on the manifest is counted there. */
    private void count(Movement movement, String checkpoint) {
        jdbc.sql("""
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict)
                select :checkpoint || person_id, person_id, person_id, movement_id, '', :checkpoint, now(), now(), 'field',
                       'taken'
                from manifest_line where movement_id = :movement""")
                .param("movement", movement.id())
                .param("checkpoint", checkpoint)
                .update();
    }

    private void count(Movement movement, String checkpoint, long person) {
        jdbc.sql("""
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict)
                values (:checkpoint || :person, :person, '', :movement, '', :checkpoint, now(), now(), 'field', 'taken')""")
                .param("person", person)
                .param("movement", movement.id())
                .param("checkpoint", checkpoint)
                .update();
    }

    private void closeExit(String code) {
        disruptions.make(new Report("exitCloses", code, null));
        days.work();
    }

    @Test
    void a_manifest_goes_out_by_a_job_of_its_own() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = days.processOf(bus);
        days.it_is(in(36));
        execute(job("event_freezeTime", life));

        assertThat(state(bus)).isEqualTo("frozen");
        assertThat(life).isWaitingAt("task_sendManifest");
        assertThat(manifests.newest(bus.id())).isEmpty();
        days.work();
        assertThat(life).isWaitingAt("event_boardingTime");
        assertThat(manifests.newest(bus.id())).isPresent();
    }

    @Test
    void a_delay_moves_the_freeze_and_the_boarding() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = days.processOf(bus);
        planning.delay("BUS-1", in(50));

        days.passUntil(in(36));
        assertThat(state(bus)).isEqualTo("open");
        assertThat(job("event_freezeTime", life).getDuedate()).isEqualTo(Date.from(in(38)));

        days.passUntil(in(38));
        assertThat(state(bus)).isEqualTo("frozen");
        planning.delay("BUS-1", in(52));

        days.passUntil(in(47));
        assertThat(state(bus)).isEqualTo("frozen");
        days.passUntil(in(49));
        assertThat(state(bus)).isEqualTo("boarding");
    }

    @Test
    void what_is_planned_at_short_notice_freezes_half_way() {
        Movement bus = days.plan(convoy("BUS-1", in(6), 40));
        assertThat(job("event_freezeTime", days.processOf(bus)).getDuedate()).isEqualTo(Date.from(in(3)));
    }

    @Test
    void transport_and_managers_look_into_what_is_overdue() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        days.passUntil(in(45));
        days.passUntil(in(45));
        days.departs("BUS-1");
        days.passUntil(in(52));

        ProcessInstance life = days.processOf(bus);
        assertThat(life).isWaitingAt("task_confirmArrival", "task_lookIntoOverdue");
        assertThat(days.task("BUS-1", "task_lookIntoOverdue").getPriority()).isEqualTo(90);
        assertThat(life)
                .task("task_lookIntoOverdue")
                .hasCandidateGroup("transport")
                .hasCandidateGroup("managers");
        days.complete("BUS-1", "task_lookIntoOverdue", "overdueDecision", "onTheWay");

        assertThat(life)
                .hasPassed("end_overdueSeen")
                .isWaitingAtExactly("task_confirmArrival", "gateway_thereAndExplained");
    }

    @Test
    void it_arrives_when_they_say_or_after_six_hours_and_later_by_what_it_is_put_off() {
        Movement said =
                days.plan(new NewMovement("BUS-1", "convoy", "Damascus", "Beirut", "MASNAA", in(48), in(50), 40, 0, 0));
        Movement usual = days.plan(over("convoy", "MASNAA"));
        assertThat(said.arrives()).isEqualTo(in(50));
        assertThat(usual.arrives()).isEqualTo(in(54));

        planning.delay("BUS-1", in(51));
        assertThat(movements.get(said.id()).arrives()).isEqualTo(in(53));
        assertThat(planning.overdueTime(said.id())).isEqualTo(Date.from(in(53).plus(Duration.ofMinutes(30))));
    }

    @Test
    void who_is_put_off_past_the_flight_loses_the_seats_and_two_hours_before_it_is_in_time() {
        days.plan(convoy("BUS-1", in(48), 40));
        days.plan(flight("FL-1", in(60), 40));
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.round();

        planning.delay("BUS-1", in(52));
        days.work();
        assertThat(households.get(family.id()).stage()).isEqualTo("seated");
        planning.delay("BUS-1", in(52).plusSeconds(60));
        days.work();
        assertThat(households.get(family.id()).stage()).isEqualTo("ready");
    }

    @Test
    void of_another_release_those_who_wait_hear_batch_by_batch() {
        Movement bus = days.plan(convoy("BUS-1", in(240), Releases.BATCH + 1));
        days.plan(flight("FL-1", in(248), Releases.BATCH + 1));
        for (int household = 0; household <= Releases.BATCH; household++) {
            days.clearedHousehold(TestHouseholds.woman(), 2);
        }
        days.round();

        planning.releaseInstructions("BUS-1", in(200));
        execute(job("task_tellOfRelease", days.processOf(bus)));
        assertThat(lookAgain()).isEqualTo(Releases.BATCH);
        execute(job("task_tellOfRelease", days.processOf(bus)));
        assertThat(lookAgain()).isEqualTo(Releases.BATCH + 1);
        days.work();

        // a movement that was planned under a model that knows no batches
        jdbc.sql("delete from camunda.act_ru_event_subscr where event_name_ = 'releaseSet'")
                .update();
        planning.releaseInstructions("BUS-1", in(210));
        assertThat(lookAgain()).isEqualTo(Releases.BATCH + 1);
    }

    private static long lookAgain() {
        return managementService()
                .createJobQuery()
                .activityId("task_lookUpRelease")
                .count();
    }

    @Test
    void all_aboard_a_cancelled_movement_lose_their_seats_batch_by_batch() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 200));
        Movement plane = days.plan(flight("FL-1", in(60), 200));
        List<Seating> all = new ArrayList<>();
        for (int household = 0; household <= SeatLoss.BATCH; household++) {
            all.add(new Seating(households.register(TestHouseholds.woman()).id(), List.of(bus.id(), plane.id())));
        }
        reservations.reserve(all);
        ProcessInstance life = days.processOf(bus);

        planning.cancel("BUS-1");
        assertThat(state(bus)).isEqualTo("cancelled");
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(SeatLoss.BATCH + 1);
        days.work();

        assertThat(life).isEnded().hasPassed("end_cancelled");
        assertThat(movements.get(bus.id()).seatsTaken()).isZero();
        assertThat(movements.get(plane.id()).seatsTaken()).isZero();
    }

    @Test
    void all_aboard_a_bus_that_returns_to_the_start_wait_for_other_seats_and_nobody_looks_for_it() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 200));
        Movement plane = days.plan(flight("FL-1", in(60), 200));
        List<Seating> all = new ArrayList<>();
        for (int household = 0; household <= SeatLoss.BATCH; household++) {
            all.add(new Seating(households.register(TestHouseholds.woman()).id(), List.of(bus.id(), plane.id())));
        }
        reservations.reserve(all);
        ProcessInstance life = days.processOf(bus);
        days.passUntil(in(36));
        days.passUntil(in(47));
        days.departs("BUS-1");

        transfers.returnToStart("BUS-1");
        days.work();

        assertThat(life).isEnded().hasPassed("end_endedOnTheWay");
        assertThat(state(bus)).isEqualTo("cancelled");
        assertThat(movements.get(bus.id()).seatsTaken()).isZero();
        assertThat(movements.get(plane.id()).seatsTaken()).isZero();
    }

    @Test
    void a_cancelled_movement_that_nobody_is_aboard_of_is_over_at_once() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = days.processOf(bus);

        planning.cancel("BUS-1");

        assertThat(life).isEnded().hasPassed("end_cancelled").hasNotPassed("task_giveSeatsBack");
    }

    @Test
    void who_would_miss_the_flight_after_a_delay_loses_the_seats() {
        days.plan(convoy("BUS-1", in(48), 40));
        days.plan(flight("FL-1", in(60), 40));
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.round();

        planning.delay("BUS-1", in(59).plusSeconds(1));
        days.work();

        assertThat(households.get(family.id()).stage()).isEqualTo("ready");
        assertThat(movements.named("FL-1").seatsTaken()).isZero();
    }

    @Test
    void who_has_set_out_already_is_told_of_a_delay() {
        Movement plane = days.plan(flight("FL-1", in(60), 40));
        long family = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(new Seating(family, List.of(plane.id()))));

        planning.delay("FL-1", in(70));
        days.work();

        assertThat(messages.of(family)).extracting(Message::kind).containsExactly("delayed");
        assertThat(movements.named("FL-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void in_a_smaller_vehicle_the_least_urgent_lose_their_seats() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 40));
        Household later = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household sooner = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.round();
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(4);

        planning.changeVehicle("BUS-1", 3, 0, 0, null);
        days.work();

        assertThat(households.get(sooner.id()).stage()).isEqualTo("seated");
        assertThat(households.get(later.id()).stage()).isEqualTo("ready");
        assertThat(movements.get(bus.id()))
                .extracting(Movement::seats, Movement::seatsTaken, Movement::stretchers)
                .containsExactly(3, 2, 0);
    }

    @Test
    void the_new_places_of_a_larger_vehicle_are_given_to_who_waits_in_the_next_round() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 2));
        days.plan(flight("FL-1", in(60), 40));
        Household first = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household next = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        Household last = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        days.round();
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(2);

        planning.changeVehicle("BUS-1", 4, 0, 0, null);
        days.work();
        days.round();

        assertThat(List.of(stage(first), stage(next), stage(last))).containsExactly("seated", "seated", "ready");
        assertThat(movements.get(bus.id()))
                .extracting(Movement::seats, Movement::seatsTaken)
                .containsExactly(4, 4);
    }

    private String stage(Household household) {
        return households.get(household.id()).stage();
    }

    @Test
    void in_a_smaller_vehicle_the_crew_keeps_its_seats() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 6));
        days.plan(flight("FL-1", in(60), 40));
        jdbc.sql("update movement set crew = 2 where code = 'BUS-1'").update();
        Household later = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household sooner = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.round();
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(4);

        assertRefused(() -> planning.changeVehicle("BUS-1", 1, 0, 0, null), "A crew of 2 has no place on 1 seats.");
        assertRefused(() -> planning.changeVehicle("BUS-1", 2, 0, 0, null), "carries nobody");
        planning.changeVehicle("BUS-1", 5, 0, 0, null);
        days.work();

        assertThat(households.get(sooner.id()).stage()).isEqualTo("seated");
        assertThat(households.get(later.id()).stage()).isEqualTo("ready");
        assertThat(movements.get(bus.id()))
                .extracting(Movement::seats, Movement::crew, Movement::seatsTaken)
                .containsExactly(5, 2, 2);
    }

    @Test
    void a_larger_crew_takes_the_seats_of_the_least_urgent() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 40));
        Household later = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household sooner = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.round();

        edit(bus, bus.arrives(), 1);
        days.work();

        assertThat(households.get(sooner.id()).stage()).isEqualTo("seated");
        assertThat(households.get(later.id()).stage()).isEqualTo("ready");
        assertThat(movements.get(bus.id()))
                .extracting(Movement::crew, Movement::seatsTaken)
                .containsExactly(1, 2);
    }

    @Test
    void a_vehicle_that_takes_less_baggage_takes_fewer_people() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 40));
        Household later = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household sooner = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.round();

        assertRefused(() -> planning.changeVehicle("BUS-1", 4, 0, 0, 19), "takes between 20 kg of baggage");
        planning.changeVehicle("BUS-1", 4, 0, 0, 60);
        days.work();

        assertThat(households.get(sooner.id()).stage()).isEqualTo("seated");
        assertThat(households.get(later.id()).stage()).isEqualTo("ready");
        assertThat(movements.get(bus.id()))
                .extracting(Movement::baggageKg, Movement::seatsTaken)
                .containsExactly(60, 2);
    }

    @Test
    void who_would_miss_the_flight_by_another_arrival_waits_again_and_nobody_else_hears_of_it() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        Movement plane = days.plan(flight("FL-1", in(60), 40));
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        days.round();
        long onTheBusOnly = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(new Seating(onTheBusOnly, List.of(bus.id()))));

        edit(bus, in(57), 0);
        days.work();
        assertThat(households.get(family.id()).stage()).isEqualTo("seated");

        edit(movements.get(bus.id()), plane.departs(), 0);
        days.work();
        assertThat(households.get(family.id()).stage()).isEqualTo("ready");
        assertThat(movements.get(plane.id()).seatsTaken()).isZero();
        assertThat(messages.of(onTheBusOnly)).isEmpty();
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(2);
    }

    @Test
    void a_later_departure_is_a_delay() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        long family = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(new Seating(family, List.of(bus.id()))));

        planning.edit(
                "BUS-1",
                new NewMovement(null, null, null, null, null, in(50), in(51), 40, 1, 1),
                movements.get(bus.id()).mark());
        days.work();

        assertThat(messages.of(family)).extracting(Message::kind).containsExactly("delayed");
        assertThat(days.processOf(bus)).isWaitingAt("event_freezeTime");
        days.passUntil(in(37));
        assertThat(state(bus)).isEqualTo("open");
        days.passUntil(in(38));
        assertThat(state(bus)).isEqualTo("frozen");
    }

    private void edit(Movement movement, Instant arrives, int crew) {
        planning.edit(
                movement.code(),
                new NewMovement(
                        null,
                        null,
                        null,
                        null,
                        null,
                        movement.departs(),
                        arrives,
                        movement.seats(),
                        movement.stretchers(),
                        movement.wheelchairs(),
                        crew,
                        movement.baggageKg(),
                        null,
                        null),
                movement.mark());
    }

    @Test
    void what_has_brought_people_is_not_cancelled_by_hand_nor_with_its_exit() {
        Movement bus = days.plan(convoy("BUS-1", in(6), 40));
        long family = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(new Seating(family, List.of(bus.id()))));
        reservations.travelled(family);

        assertRefused(
                () -> planning.cancel("BUS-1"), "BUS-1 may be on its way: confirm its departure, or put it off first.");
        closeExit("masnaa");
        assertThat(state(bus)).isEqualTo("open");
    }

    @Test
    void a_closed_exit_cancels_at_once_only_what_leaves_over_it_soon() {
        Movement soon = days.plan(convoy("BUS-1", in(12), 40));
        Movement later = days.plan(convoy("BUS-2", in(12).plusSeconds(1), 40));
        Movement elsewhere =
                days.plan(new NewMovement("BUS-3", "convoy", "Damascus", "Amman", "NASIB", in(12), null, 40, 0, 0));

        closeExit("masnaa");

        assertThat(state(soon)).isEqualTo("cancelled");
        assertThat(state(later)).isEqualTo("open");
        assertThat(state(elsewhere)).isEqualTo("open");
    }

    @Test
    void what_is_frozen_is_cancelled_with_its_exit_even_if_it_has_been_put_off_for_days() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        ProcessInstance life = days.processOf(bus);
        days.passUntil(in(36));
        planning.delay("BUS-1", in(96));
        days.work();

        closeExit("MASNAA");
        assertThat(life).isEnded().hasPassed("event_cancelled");
    }

    @Test
    void over_a_closed_exit_nobody_is_seated_and_who_has_seats_keeps_them_until_it_opens() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        days.plan(flight("FL-1", in(60), 40));
        Household before = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.round();

        closeExit("MASNAA");
        Household meanwhile = days.clearedHousehold(TestHouseholds.woman(), 1);
        days.round();
        assertThat(households.get(before.id()).stage()).isEqualTo("seated");
        assertThat(households.get(meanwhile.id()).stage()).isEqualTo("ready");

        disruptions.make(new Report("exitOpens", "MASNAA", null));
        assertThat(exits.find("MASNAA").orElseThrow().isOpen()).isTrue();
        days.round();
        assertThat(households.get(meanwhile.id()).stage()).isEqualTo("seated");
        days.passUntil(in(36));
        assertThat(state(bus)).isEqualTo("frozen");
        assertThat(movements.manifest(bus.id())).hasSize(3);
    }

    @Test
    void what_would_freeze_over_a_closed_exit_is_cancelled_and_gives_the_seats_back() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        days.plan(flight("FL-1", in(60), 40));
        ProcessInstance life = days.processOf(bus);
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.round();
        closeExit("MASNAA");

        days.passUntil(in(36).minusSeconds(1));
        assertThat(households.get(family.id()).stage()).isEqualTo("seated");
        days.passUntil(in(36));

        assertThat(state(bus)).isEqualTo("cancelled");
        assertThat(life).isEnded().hasPassedInOrder("end_exitClosed", "task_cancelOverClosedExit", "end_cancelled");
        assertThat(movements.get(bus.id()).seatsTaken()).isZero();
        assertThat(movements.named("FL-1").seatsTaken()).isZero();
        assertThat(households.get(family.id()).stage()).isEqualTo("ready");
        assertThat(messages.of(family.id())).extracting(Message::kind).startsWith("seatsLost");
    }

    @Test
    void who_loses_a_movement_is_not_told_that_it_leaves_later() {
        Movement plane = days.plan(flight("FL-1", in(60), 40));
        long family = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(new Seating(family, List.of(plane.id()))));

        planning.delay("FL-1", in(70));
        planning.cancel("FL-1");
        days.work();

        assertThat(messages.of(family)).extracting(Message::kind).containsExactly("seatsLost");
    }

    @Test
    void what_cannot_be_done_to_a_movement_is_said() {
        days.plan(convoy("BUS-1", in(48), 40));
        assertRefused(
                () -> planning.delay("BUS-1", in(47)),
                "A delay puts the departure off: give a time later than before.");
        assertRefused(() -> planning.delay("BUS-1", in(-1)), "is in the past");
        assertRefused(() -> planning.changeVehicle("BUS-1", -1, 0, 0, null), "less than no seats");
        assertRefused(() -> planning.cancel("BUS-9"), "There is no movement with this code.");
        assertRefused(() -> planning.setHours("NOWHERE", null), "There is no such exit. Known are ");

        days.passUntil(in(36));
        days.passUntil(in(45));
        assertRefused(() -> days.complete("BUS-1", "task_closeDoors", "doors", "no"), "Choose one of the answers.");
        days.complete("BUS-1", "task_closeDoors", "doors", "closed");
        assertRefused(() -> days.departs("BUS-1", -1), "Say how many heads are aboard");
        days.departs("BUS-1", 0);
        assertRefused(() -> planning.cancel("BUS-1"), "Movement BUS-1 has left: it can no longer be changed.");

        days.plan(convoy("BUS-2", in(96), 40));
        planning.cancel("BUS-2");
        assertRefused(() -> planning.cancel("BUS-2"), "Movement BUS-2 is cancelled.");
    }

    @Test
    void an_exit_that_is_unknown_or_of_the_wrong_kind_is_refused() {
        assertRefused(() -> days.plan(over("convoy", "NOWHERE")), "There is no such exit. Known are ");
        assertRefused(
                () -> days.plan(over("convoy", "DAM")),
                "DAM is an airport: a convoy leaves by a land crossing or a port.");
        assertRefused(
                () -> days.plan(over("flight", "MASNAA")),
                "MASNAA is no airport: a flight leaves by an airport, or from abroad by none.");
        assertRefused(() -> days.plan(over("ship", "MASNAA")), "MASNAA is no port: a ship leaves by a port.");
        assertRefused(() -> days.plan(over("ship", "DAM")), "DAM is no port: a ship leaves by a port.");
        assertRefused(() -> days.plan(over("ship", null)), "A ship needs the port by which it leaves the country.");
        assertThat(movements.upcoming()).isEmpty();
    }

    @Test
    void a_ship_takes_a_family_over_a_port_to_its_flight() {
        Movement ship =
                days.plan(new NewMovement("SEA-1", "Ship", "Tartus", "Larnaca", "TARTUS", in(48), null, 300, 2, 2));
        days.plan(new NewMovement("FL-1", "flight", "LCA", "Moscow", null, in(62), null, 100, 2, 2));
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.round();

        assertThat(ship).extracting(Movement::kind, Movement::arrives).containsExactly("ship", in(60));
        assertThat(movements.itinerary(family.id()).orElseThrow().legs())
                .extracting(Movement::code)
                .containsExactly("SEA-1", "FL-1");
    }

    @Test
    void nothing_is_planned_or_put_off_to_be_on_its_way_only_while_its_exit_is_closed() throws Exception {
        Movement before = days.plan(over("convoy", "MASNAA"));
        assertRefused(() -> planning.setHours("NOWHERE", null), "There is no such exit.");
        planning.setHours("masnaa", OpeningHours.written("15:00–19:00; Sun closed")); // 13:00 to 17:00 UTC, on Saturday
        assertThat(exits.find("MASNAA").orElseThrow().hours()).hasToString("15:00–19:00; Sun closed");

        String warning = "it crosses outside the hours of MASNAA";
        page("/movements/M-1").andExpect(content().string(containsString(warning)));
        page("/movements").andExpect(content().string(containsString("outside the hours")));

        assertThat(planning.plan(over("convoy", "MASNAA")).known())
                .as("what is planned stays")
                .isTrue();
        String sentence =
                "MASNAA is open at 15:00–19:00; Sun closed only, by the clock of Asia/Damascus, and this movement is on its way";
        assertRefused(
                () -> days.plan(convoy("BUS-1", in(48), 40)), sentence + " from 2013-01-19T08:00 to 2013-01-19T14:00.");
        Movement bus = days.plan(convoy("BUS-1", in(49), 40));
        assertRefused(() -> planning.delay("BUS-1", in(60)), sentence);
        assertRefused(() -> edit(bus, in(52), 0), sentence);
        edit(bus, in(62), 0);
        assertThat(state(before)).isEqualTo("open");
        page("/movements/BUS-1").andExpect(content().string(not(containsString(warning))));
        planning.setHours("MASNAA", null);
        page("/movements").andExpect(content().string(not(containsString("outside the hours"))));
        planning.delay("BUS-1", in(60));
        assertThat(exits.find("MASNAA").orElseThrow().hours()).isNull();
    }

    @Test
    void a_way_from_a_town_to_itself_under_another_name_is_refused() {
        assertRefused(
                () -> days.plan(
                        new NewMovement("M-1", "convoy", "Damascus", "Дамаск", "MASNAA", in(48), null, 40, 0, 0)),
                "Origin and destination are the same: Damascus.");
        assertThat(movements.upcoming()).isEmpty();
    }

    private static NewMovement over(String kind, @Nullable String exit) {
        return new NewMovement("M-1", kind, "Damascus", "Beirut", exit, in(48), null, 40, 0, 0);
    }

    private static void assertRefused(ThrowingCallable deed, String sentence) {
        Throwable thrown = catchThrowable(deed);
        assertThat(thrown.getCause() == null ? thrown : Throwables.getRootCause(thrown))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }

    private String state(Movement movement) {
        return movements.get(movement.id()).state();
    }
}
