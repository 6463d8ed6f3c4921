package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.situation.Exits;
import org.homeward.situation.SituationChanges.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Breaks("I3")
@WalksWhole("seating-plan")
class SeatingPlanModelTest {

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private SeatingPlans plans;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private Exits exits;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void an_approved_plan_seats_the_most_urgent_families_whole_and_sends_them_on() {
        Movement bus = busAndPlane(4);
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household second = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        Household last = days.clearedHousehold(TestHouseholds.motherAndSon(), 4);

        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(process(plan)).isWaitingAt("task_approveSeatingPlan");
        assertThat(movements.get(bus.id()).seatsTaken()).isZero();
        assertThat(plans.get(plan))
                .extracting(found -> List.of(found.households(), found.persons(), found.left()))
                .isEqualTo(List.of(2, 4, 1));
        assertThat(plans.lines(plan, true, 0)).singleElement().satisfies(line -> {
            assertThat(line.caseNumber()).isEqualTo(last.caseNumber());
            assertThat(line.why()).contains("the seats of BUS-1 (2 needed, 0 left)");
        });
        decide(plan, "approved");
        assertThat(days.stage(urgent)).isEqualTo("ready");
        days.work();

        assertThat(List.of(days.stage(urgent), days.stage(second), days.stage(last)))
                .containsExactly("seated", "seated", "ready");
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(4);
        assertThat(plans.get(plan).state()).isEqualTo("approved");
        assertThat(plans.filled(plan))
                .extracting(SeatingPlans.Filled::code, SeatingPlans.Filled::before, SeatingPlans.Filled::added)
                .containsExactly(tuple("BUS-1", 0, 4), tuple("FL-1", 0, 4));
    }

    @Test
    void baggage_that_is_not_limited_keeps_nobody_back() {
        busAndPlane(2);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(plans.lines(plan, true, 0))
                .singleElement()
                .satisfies(line -> assertThat(line.why()).contains("seats").doesNotContain("baggage"));
        assertThat(plans.limits(plan))
                .isNotEmpty()
                .allSatisfy(limit -> assertThat(limit.name()).endsWith("seats"));
    }

    @Test
    void a_plan_seats_no_more_than_there_is_baggage_for() {
        Movement bus = busAndPlane(4);
        planning.changeVehicle("BUS-1", 4, 0, 0, 79);
        days.work();
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household second = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);

        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.lines(plan, true, 0)).singleElement().satisfies(line -> {
            assertThat(line.caseNumber()).isEqualTo(second.caseNumber());
            assertThat(line.why()).contains("the kilograms of baggage of BUS-1 (40 needed, 20 left)");
        });
        decide(plan, "approved");
        days.work();
        assertThat(days.stage(urgent)).isEqualTo("seated");
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(2);
    }

    @Test
    void what_changed_since_takes_its_families_out_and_offers_the_others_again() {
        Movement bus = busAndPlane(4);
        Household one = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household other = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        long plan = days.foundPlan(PlanOptions.NONE);
        households.enters(one.id(), "vetting");

        decide(plan, "approved");
        days.work();
        assertThat(process(plan)).isWaitingAt("task_approveSeatingPlan");
        assertThat(movements.get(bus.id()).seatsTaken()).isZero();
        assertThat(plans.get(plan)).extracting(SeatingPlans.SeatingPlan::gone).isEqualTo(1);

        decide(plan, "approved");
        days.work();
        assertThat(days.stage(other)).isEqualTo("seated");
    }

    @Test
    void who_loses_the_last_place_to_others_gets_none_by_the_plan_and_reads_why() {
        Movement bus = busAndPlane(2);
        Household slower = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(PlanOptions.NONE);
        long quicker = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(
                new Seating(quicker, List.of(bus.id(), movements.named("FL-1").id()))));

        decide(plan, "approved");

        assertThat(hasEnded(plan)).isTrue();
        assertThat(plans.get(plan).state()).isEqualTo("empty");
        assertThat(movements.get(bus.id()).seatsTaken()).isEqualTo(2);
        assertThat(plans.gone(plan))
                .containsExactly(new SeatingPlans.Gone(
                        slower.caseNumber(), false, "There are no longer enough places on BUS-1, FL-1."));
        assertThat(historyService()
                        .createHistoricActivityInstanceQuery()
                        .activityId("end_nobodyFits")
                        .count())
                .isOne();
    }

    @Test
    void a_plan_is_shown_for_approval_as_soon_as_it_is_found_and_proved_beside_it() {
        busAndPlane(2);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        long plan = planning.requestPlan(PlanOptions.NONE);
        assertThat(plans.get(plan).state()).isEqualTo("asked");
        assertThatThrownBy(() -> planning.approvePlan(plan)).hasMessage("This plan is still being found.");

        execute("task_findPlan");
        assertThat(process(plan)).isWaitingAt("task_approveSeatingPlan", "task_provePlan");
        assertThat(plans.get(plan))
                .extracting(SeatingPlans.SeatingPlan::households, SeatingPlans.SeatingPlan::bound)
                .containsExactly(1, null);
        assertThat(planning.planIsUnderWay(plan)).isTrue();

        execute("task_provePlan");
        assertThat(plans.get(plan).bound())
                .isGreaterThanOrEqualTo(plans.get(plan).objective());
        assertThat(plans.limits(plan)).isNotEmpty();
        execute("task_adviseOnPlan");
        assertThat(plans.get(plan).advised()).isTrue();
        assertThat(planning.planIsUnderWay(plan)).isFalse();
        assertThat(jdbc.sql("select count(*) from seating_plan where unproven is not null")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(process(plan)).isWaitingAt("task_approveSeatingPlan");
    }

    @Test
    void approving_does_not_wait_for_the_proof_and_ends_it() {
        busAndPlane(4);
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = planning.requestPlan(PlanOptions.NONE);
        execute("task_findPlan");

        decide(plan, "approved");

        assertThat(jobsAt("task_provePlan")).isZero();
        days.work();
        assertThat(days.stage(family)).isEqualTo("seated");
        assertThat(plans.get(plan).bound()).isNull();
        assertThat(hasEnded(plan)).isTrue();
    }

    @Test
    void a_proof_of_a_plan_that_is_discarded_while_it_is_reckoned_leaves_nothing() {
        busAndPlane(4);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = planning.requestPlan(PlanOptions.NONE);
        execute("task_findPlan");
        decide(plan, "discarded");

        planning.provePlan(plan);
        planning.adviseOnPlan(plan);

        assertThat(hasEnded(plan)).isTrue();
        assertThat(plans.get(plan))
                .extracting(SeatingPlans.SeatingPlan::state, SeatingPlans.SeatingPlan::bound)
                .containsExactly("discarded", null);
        assertThat(plans.limits(plan)).isEmpty();
    }

    @Test
    void a_plan_that_cannot_be_found_is_tried_once_and_an_incident() {
        busAndPlane(4);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = planning.requestPlan(PlanOptions.NONE);
        jdbc.sql("update seating_plan set state = 'discarded'").update(); // so that it cannot be written down

        assertThatThrownBy(() -> execute("task_findPlan")).hasMessageContaining("discarded");

        assertThat(planning.planIsGivenUp(plan)).isTrue();
        assertThat(runtimeService().createIncidentQuery().count()).isOne();
        jdbc.sql("update seating_plan set state = 'asked'").update();
        days.work();
        assertThat(plans.get(plan).state()).isEqualTo("asked");
    }

    @Test
    void who_withdrew_or_is_on_what_has_frozen_reads_that() {
        busAndPlane(4);
        days.plan(flight("FL-2", in(90), 2));
        days.plan(convoy("BUS-2", in(80), 2));
        Household withdrawn = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household late = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household later = days.clearedHousehold(TestHouseholds.motherAndSon(), 4);
        long plan = days.foundPlan(PlanOptions.NONE);
        households.ends(withdrawn.id(), "withdrew");
        movements.enters(movements.named("FL-2").id(), "frozen");

        decide(plan, "approved");

        assertThat(plans.gone(plan))
                .extracting(SeatingPlans.Gone::caseNumber, SeatingPlans.Gone::why)
                .containsExactly(
                        tuple(withdrawn.caseNumber(), "It has withdrawn since."),
                        tuple(later.caseNumber(), "FL-2 takes nobody any more, and nobody off."));
        assertThat(plans.lines(plan, false, 0))
                .extracting(SeatingPlans.Line::caseNumber)
                .containsExactly(late.caseNumber());
        assertThat(plans.get(plan).objective()).isLessThan(2_000);
    }

    @Test
    void who_has_no_place_on_a_smaller_vehicle_reads_nothing_of_others() {
        long plan = planForAFamily();
        planning.changeVehicle("BUS-1", 1, 0, 0, null);
        days.work();

        approvalSays(plan, "There are no longer enough places on BUS-1.");
    }

    @Test
    void who_is_on_what_has_been_cancelled_reads_that() {
        long plan = planForAFamily();
        planning.cancel("FL-1");
        days.work();

        approvalSays(plan, "Movement FL-1 is cancelled.");
    }

    @Test
    void who_is_on_a_flight_that_is_being_cancelled_reads_nothing_of_an_exit() {
        long plan = planForAFamily();
        disruptions.make(new Report("movementLost", "FL-1", null));

        approvalSays(plan, "FL-1 is being cancelled.");
    }

    @Test
    void who_leaves_over_an_exit_that_has_closed_reads_that() {
        long plan = planForAFamily();
        exits.becomes("MASNAA", "closed");

        approvalSays(plan, "The exit of BUS-1 is closed now.");
    }

    @Test
    void who_is_on_what_was_reopened_and_takes_nobody_yet_reads_that() {
        long plan = planForAFamily();
        movements.enters(movements.named("FL-1").id(), "planned");

        approvalSays(plan, "FL-1 is not open yet.");
    }

    private long planForAFamily() {
        busAndPlane(2);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        return days.foundPlan(PlanOptions.NONE);
    }

    private void approvalSays(long plan, String why) {
        decide(plan, "approved");
        assertThat(plans.gone(plan)).extracting(SeatingPlans.Gone::why).containsExactly(why);
    }

    @Test
    void a_plan_says_what_one_more_bus_and_plane_would_bring() {
        busAndPlane(40);
        days.plan(flight("FL-2", in(60 + 48), 40));
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        planning.changeVehicle("FL-1", 2, 0, 0, null);
        days.work();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(plans.get(plan).households()).isEqualTo(3);
        assertThat(plans.advice(plan))
                .extracting(SeatingPlans.Advice::sentence)
                .containsExactly(
                        "Two more flights like FL-1 on 2013-01-19: 4 come home earlier, by 2.0 days on average.");
    }

    @Test
    void a_plan_says_what_one_more_bus_would_bring_where_planes_have_room() {
        days.plan(flight("FL-1", in(60), 40));
        days.plan(convoy("BUS-1", in(48), 2));
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(plans.advice(plan))
                .extracting(SeatingPlans.Advice::sentence)
                .containsExactly("One more convoy like BUS-1 on 2013-01-19: 2 more people get seats.");
    }

    @Test
    void where_bus_and_plane_are_full_one_more_of_each_is_advised_and_of_neither_alone() {
        busAndPlane(2);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(plans.get(plan).advised()).isTrue();
        assertThat(plans.advice(plan))
                .extracting(SeatingPlans.Advice::sentence)
                .containsExactly("One more convoy like BUS-1 on 2013-01-19 and one more flight like FL-1 on 2013-01-19:"
                        + " 2 more people get seats.");
    }

    @Test
    void of_a_full_bus_and_its_full_plane_two_more_of_each_are_advised_where_the_second_brings_as_much() {
        busAndPlane(2);
        days.plan(flight("FL-0", in(50), 2)); // leaves before the bus is there
        IntStream.range(0, 3).forEach(n -> days.clearedHousehold(TestHouseholds.motherAndSon(), 1));

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(plans.advice(plan))
                .extracting(SeatingPlans.Advice::sentence)
                .containsExactly("Two more convoys like BUS-1 on 2013-01-19 and two more flights like FL-1 on"
                        + " 2013-01-19: 4 more people get seats.");
    }

    @Test
    void two_more_buses_are_advised_where_the_second_brings_as_much() {
        days.plan(flight("FL-1", in(60), 40));
        days.plan(convoy("BUS-1", in(48), 2));
        IntStream.range(0, 3).forEach(n -> days.clearedHousehold(TestHouseholds.motherAndSon(), 1));

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(plans.advice(plan))
                .extracting(SeatingPlans.Advice::sentence)
                .containsExactly("Two more convoys like BUS-1 on 2013-01-19: 4 more people get seats.");
    }

    @Test
    void what_nobody_gains_by_is_no_advice() {
        busAndPlane(40);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(plans.get(plan).advised()).isTrue();
        assertThat(plans.advice(plan)).isEmpty();
    }

    @Test
    void a_quota_that_admitted_more_would_seat_those_whom_it_keeps_back() {
        busAndPlane(40);
        jdbc.sql("update exit set daily_quota = 3 where code = 'MASNAA'").update();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(plans.advice(plan))
                .extracting(SeatingPlans.Advice::sentence)
                .containsExactly("42 more people over MASNAA on 2013-01-19: 2 more people get seats.");
    }

    @Test
    void whose_legs_no_longer_meet_since_a_delay_gets_no_seats_by_the_plan() {
        Movement bus = busAndPlane(4);
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(PlanOptions.NONE);
        planning.delay("BUS-1", movements.named("FL-1").departs().minusSeconds(3_600));
        days.work();

        decide(plan, "approved");

        assertThat(movements.get(bus.id()).seatsTaken()).isZero();
        assertThat(days.stage(family)).isEqualTo("ready");
    }

    @Test
    void a_quota_that_is_used_up_since_holds_the_plan_back() {
        busAndPlane(40);
        jdbc.sql("update exit set daily_quota = 3 where code = 'MASNAA'").update();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.get(plan).households()).isEqualTo(1);
        jdbc.sql("update exit set daily_quota = 1 where code = 'MASNAA'").update();

        decide(plan, "approved");

        assertThat(hasEnded(plan)).isTrue();
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
    }

    /** In 2013 the clocks of Damascus went from midnight to one o'clock as Friday 29 March began. */
    @Test
    void a_quota_is_that_of_a_day_by_the_countrys_clock_also_across_the_change_to_summer_time() {
        days.it_is(Instant.parse("2013-03-27T06:00:00Z"));
        days.plan(convoy("BUS-THURSDAY", Instant.parse("2013-03-28T21:30:00Z"), 40));
        days.plan(convoy("BUS-SATURDAY", Instant.parse("2013-03-29T21:30:00Z"), 40));
        days.plan(convoy("BUS-NOON", Instant.parse("2013-03-30T09:00:00Z"), 40));
        days.plan(flight("FL-1", Instant.parse("2013-03-31T06:00:00Z"), 40));
        jdbc.sql("update exit set daily_quota = 2 where code = 'MASNAA'").update();
        List<Household> families = Stream.of(1, 2, 3)
                .map(priority -> days.clearedHousehold(TestHouseholds.motherAndSon(), priority))
                .toList();

        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.lines(plan, true, 0))
                .singleElement()
                .satisfies(line -> assertThat(line.why()).contains("the quota of MASNAA 2013-03-"));
        decide(plan, "approved");
        days.work();

        assertThat(families.stream().map(days::stage)).containsOnlyOnce("ready").hasSize(3);
        assertThat(movements.named("BUS-THURSDAY").seatsTaken()).isEqualTo(2);
        assertThat(movements.named("BUS-SATURDAY").seatsTaken()
                        + movements.named("BUS-NOON").seatsTaken())
                .isEqualTo(2);
    }

    @Test
    void a_plan_is_approved_on_its_page_once() {
        busAndPlane(4);
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(planning.approvePlan(plan)).isTrue();
        assertThatThrownBy(() -> planning.approvePlan(plan))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessage("This plan has been approved already.");
        days.work();
        assertThat(days.stage(family)).isEqualTo("seated");
    }

    @Test
    void two_coordinators_approve_and_one_reads_why_not() {
        busAndPlane(4);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(PlanOptions.NONE);

        List<Object> answers = Stream.of(1, 2)
                .map(coordinator -> CompletableFuture.supplyAsync(() -> planning.approvePlan(plan)))
                .toList()
                .stream()
                .map(answer -> answer.handle((done, refused) -> refused == null ? (Object) done : refused.getCause())
                        .join())
                .toList();

        assertThat(answers).containsOnlyOnce(true).hasAtLeastOneElementOfType(Refusal.Conflict.class);
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void a_plan_is_found_anew_or_discarded() {
        busAndPlane(4);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(PlanOptions.NONE);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        decide(plan, "again");
        days.work();
        assertThat(plans.get(plan).households()).isEqualTo(2);
        decide(plan, "discarded");

        assertThat(hasEnded(plan)).isTrue();
        assertThat(plans.get(plan).state()).isEqualTo("discarded");
        assertThatThrownBy(() -> planning.approvePlan(plan)).hasMessage("This plan has been discarded.");
    }

    @Test
    void no_other_plan_is_asked_for_while_one_is_being_found_anew() {
        long plan = planForAFamily();
        days.it_is(in(2));
        decide(plan, "again");

        planning.askForPlan();

        assertThat(plans.newest(Long.MAX_VALUE))
                .extracting(
                        SeatingPlans.SeatingPlan::id, found -> found.askedAt().toInstant())
                .containsExactly(tuple(plan, in(2)));
    }

    @Test
    void a_plan_is_steered_on_its_page_and_found_anew() {
        busAndPlane(4);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(PlanOptions.NONE);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        planning.findPlanAnew(plan, 50d);
        days.work();

        assertThat(process(plan)).isWaitingAt("task_approveSeatingPlan");
        assertThat(plans.get(plan))
                .extracting(SeatingPlans.SeatingPlan::households, SeatingPlans.SeatingPlan::movePrice)
                .containsExactly(2, 50d);
    }

    @Test
    void without_a_movement_nobody_is_seated_and_the_plan_says_why() {
        days.clearedHousehold(TestHouseholds.woman(), 1);

        long plan = days.foundPlan(PlanOptions.NONE);

        assertThat(hasEnded(plan)).isTrue();
        assertThat(plans.lines(plan, true, 0))
                .extracting(SeatingPlans.Line::why)
                .containsExactly("There is no movement at all.");
        assertThatThrownBy(() -> planning.approvePlan(plan)).hasMessage("This plan seats nobody.");
    }

    @Test
    void more_than_a_batch_is_sent_on_in_as_many_transactions_as_it_takes() {
        busAndPlane(200);
        for (int household = 0; household <= PlanCommit.BATCH; household++) {
            days.clearedHousehold(TestHouseholds.woman(), 2);
        }
        long plan = days.foundPlan(PlanOptions.NONE);

        decide(plan, "approved");
        days.work();

        assertThat(jdbc.sql("select count(*) from household where stage = 'seated'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(PlanCommit.BATCH + 1);
        assertThat(historyService()
                        .createHistoricActivityInstanceQuery()
                        .activityId("task_sendNextOn")
                        .count())
                .isEqualTo(2);
    }

    private Movement busAndPlane(int seats) {
        days.plan(flight("FL-1", in(60), seats));
        return days.plan(convoy("BUS-1", in(48), seats));
    }

    private void decide(long plan, String decision) {
        days.complete("PLAN-" + plan, "task_approveSeatingPlan", "planDecision", decision);
    }

    /** Runs the one job that waits at this task. */
    private static void execute(String task) {
        managementService()
                .executeJob(managementService()
                        .createJobQuery()
                        .activityId(task)
                        .singleResult()
                        .getId());
    }

    private static long jobsAt(String task) {
        return managementService().createJobQuery().activityId(task).count();
    }

    private static ProcessInstance process(long plan) {
        return runtimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey("PLAN-" + plan)
                .singleResult();
    }

    private static boolean hasEnded(long plan) {
        return runtimeService()
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey("PLAN-" + plan)
                        .count()
                == 0;
    }
}
