package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.PlanOptions.Choice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Breaks("I3")
class SteeredPlanTest {

    private static final PlanOptions MOVES = new PlanOptions(50d, null);

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private SeatingPlans plans;

    @Autowired
    private PlanChoices choices;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private JdbcClient jdbc;

    /** Less urgent than whoever comes later; has the two seats on the first plane. */
    private Household early;

    @BeforeEach
    void a_bus_for_many_meets_a_plane_for_two_where_a_family_sits_already() {
        days.begin();
        days.plan(convoy("BUS-1", in(48), 40));
        days.plan(flight("FL-1", in(60), 2));
        early = days.clearedHousehold(TestHouseholds.motherAndSon(), 4);
        days.round();
        assertThat(days.legs(early)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void unless_moves_are_allowed_whoever_has_seats_keeps_them() {
        aPlaneSixDaysLater();
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        approve(days.foundPlan(PlanOptions.NONE));

        assertThat(days.legs(early)).containsExactly("BUS-1", "FL-1");
        assertThat(days.legs(urgent)).containsExactly("BUS-1", "FL-2");
    }

    @Test
    void a_family_is_moved_for_a_more_urgent_one_and_told_anew_once() {
        aPlaneSixDaysLater();
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        long plan = days.foundPlan(MOVES);
        assertThat(plans.get(plan))
                .extracting(found -> List.of(found.households(), found.persons(), found.moved(), found.left()))
                .isEqualTo(List.of(1, 2, 1, 0));
        assertThat(plans.lines(plan, false, 0).stream().filter(SeatingPlans.Line::moved))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.caseNumber()).isEqualTo(early.caseNumber());
                    assertThat(line.movedFrom()).containsExactly("BUS-1", "FL-1");
                    assertThat(line.legs()).containsExactly("BUS-1", "FL-2");
                });
        assertThat(days.legs(early)).containsExactly("BUS-1", "FL-1");
        assertThat(filled(plan)).containsExactly("BUS-1 2 +2 -0", "FL-1 2 +2 -2", "FL-2 0 +2 -0");

        approve(plan);

        assertThat(days.legs(early)).containsExactly("BUS-1", "FL-2");
        assertThat(days.legs(urgent)).containsExactly("BUS-1", "FL-1");
        assertThat(List.of(days.stage(early), days.stage(urgent))).containsExactly("seated", "seated");
        assertThat(Stream.of("BUS-1", "FL-1", "FL-2")
                        .map(code -> movements.named(code).seatsTaken()))
                .containsExactly(4, 2, 2);
        assertThat(filled(plan)).containsExactly("BUS-1 2 +2 -0", "FL-1 2 +2 -2", "FL-2 0 +2 -0");
        assertThat(timesTold(early)).isEqualTo(2);
        days.work();
        assertThat(List.of(timesTold(early), timesTold(urgent))).containsExactly(2, 1);
    }

    @Test
    void who_has_been_told_and_is_moved_to_a_bus_far_off_hears_of_it_at_once() {
        planning.changeVehicle("BUS-1", 2, 0, 0, null);
        days.work();
        assertThat(timesTold(early)).isEqualTo(1);
        days.plan(convoy("BUS-2", in(190), 2));
        days.plan(flight("FL-2", in(204), 2));
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        approve(days.foundPlan(MOVES));
        days.work();

        assertThat(days.legs(early)).containsExactly("BUS-2", "FL-2");
        assertThat(timesTold(early)).isEqualTo(2);
    }

    @Test
    void the_price_of_a_move_decides_whether_it_is_worth_it() {
        aPlaneSixDaysLater();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        long plan = days.foundPlan(new PlanOptions(10_000d, null));

        assertThat(plans.get(plan).moved()).isZero();
    }

    @Test
    void what_a_plan_is_worth_is_what_it_adds_to_the_seats_that_people_have() {
        aPlaneSixDaysLater();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        long plan = days.foundPlan(new PlanOptions(10_000d, null));

        assertThat(plans.get(plan)).satisfies(found -> {
            assertThat(found.objective())
                    .isBetween(1_400d, 1_600d); // two persons of 1000, eight days and a half from now
            assertThat(found.bound()).isGreaterThanOrEqualTo(found.objective());
        });
    }

    @Test
    void nobody_loses_seats_altogether_for_others() {
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        long plan = days.foundPlan(new PlanOptions(0d, null));

        assertThat(plans.get(plan).state()).isEqualTo("empty");
        assertThat(plans.lines(plan, true, 0))
                .extracting(SeatingPlans.Line::caseNumber)
                .containsExactly(urgent.caseNumber());
        assertThat(days.legs(early)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void whoever_has_a_frozen_leg_stays() {
        aPlaneSixDaysLater();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.passUntil(in(37));
        assertThat(movements.named("BUS-1").state()).isEqualTo("frozen");
        days.plan(convoy("BUS-2", in(50), 40));

        long plan = days.foundPlan(MOVES);

        assertThat(plans.get(plan).moved()).isZero();
    }

    @Test
    void a_move_that_a_freeze_overtakes_takes_the_plan_back_whole() {
        aPlaneSixDaysLater();
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(MOVES);
        movements.enters(movements.named("FL-1").id(), "frozen");

        assertThat(planning.approvePlan(plan)).isFalse();

        assertThat(days.legs(early)).containsExactly("BUS-1", "FL-1");
        assertThat(days.legs(urgent)).isEmpty();
        assertThat(movements.named("FL-2").seatsTaken()).isZero();
    }

    @Test
    void a_move_into_seats_that_others_took_meanwhile_takes_the_plan_back_whole() {
        Movement late = aPlaneSixDaysLater();
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(MOVES);
        long quicker = households.register(TestHouseholds.woman()).id();
        reservations.reserve(List.of(new Seating(quicker, List.of(late.id()))));

        assertThat(planning.approvePlan(plan)).isFalse();

        assertThat(days.legs(early)).containsExactly("BUS-1", "FL-1");
        assertThat(days.legs(urgent)).isEmpty();
        assertThat(movements.named("FL-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void a_pinned_family_keeps_its_seats_until_the_pin_is_taken_back() {
        aPlaneSixDaysLater();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        long plan = days.foundPlan(MOVES);

        choices.choose(plan, new Choice(early.caseNumber(), "pinned", null));
        planning.findPlanAnew(plan, 50d);
        days.work();
        assertThat(plans.get(plan).moved()).isZero();

        choices.takeBack(plan, early.caseNumber());
        planning.findPlanAnew(plan, 50d);
        days.work();
        assertThat(plans.get(plan).moved()).isOne();
    }

    @Test
    void a_family_pinned_to_what_the_plan_gives_it_keeps_that_when_a_more_urgent_one_comes() {
        aPlaneSixDaysLater();
        Household first = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        long plan = days.foundPlan(PlanOptions.NONE);
        choices.choose(plan, new Choice(first.caseNumber(), "pinned", null));
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        planning.findPlanAnew(plan, (Double) null);
        days.work();

        assertThat(plans.lines(plan, false, 0))
                .extracting(SeatingPlans.Line::caseNumber)
                .containsExactly(first.caseNumber());
        assertThat(plans.lines(plan, true, 0))
                .extracting(SeatingPlans.Line::caseNumber)
                .containsExactly(urgent.caseNumber());
    }

    @Test
    void an_excluded_family_waits_and_the_plan_is_found_anew_before_it_is_approved() {
        aPlaneSixDaysLater();
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household other = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        long plan = days.foundPlan(PlanOptions.NONE);

        choices.choose(plan, new Choice(urgent.caseNumber(), "excluded", "Its mother is in hospital until Sunday."));
        assertThatThrownBy(() -> planning.approvePlan(plan))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessageStartingWith("What this plan has to keep to has changed since it was found");
        planning.findPlanAnew(plan, (Double) null);
        days.work();
        assertThat(plans.lines(plan, true, 0)).singleElement().satisfies(line -> {
            assertThat(line.caseNumber()).isEqualTo(urgent.caseNumber());
            assertThat(line.why()).isEqualTo("A coordinator has excluded it from this plan.");
        });
        approve(plan);

        assertThat(List.of(days.stage(urgent), days.stage(other))).containsExactly("ready", "seated");
        assertThat(choices.made(plan))
                .extracting(PlanChoices.Made::reason)
                .containsExactly("Its mother is in hospital until Sunday.");
        assertThat(runtimeService()
                        .createVariableInstanceQuery()
                        .variableValueLike("reason", "%hospital%")
                        .count())
                .isZero();
    }

    @Test
    void what_doing_nothing_means_is_said_of_those_whom_the_plan_seats() {
        Movement late = aPlaneSixDaysLater();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        long plan = days.foundPlan(MOVES);

        assertThat(plans.waitingWithout(plan)).hasValueSatisfying(waiting -> {
            assertThat(waiting.persons()).isEqualTo(2);
            assertThat(requireNonNull(waiting.lastHome()).toInstant()).isBefore(late.departs());
            assertThat(requireNonNull(waiting.longest()).toInstant()).isEqualTo(Days.MORNING);
            double toLastFlight = Duration.between(Days.MORNING, late.arrives()).toHours() / 24d;
            double toFirstFlight = toLastFlight - 6;
            assertThat(waiting.daysWithout()).isCloseTo(2 * toLastFlight, within(0.1));
            assertThat(waiting.daysByPlan()).isCloseTo(2 * toFirstFlight, within(0.1));
            assertThat(waiting.moved()).isEqualTo(2);
            assertThat(waiting.movedLater()).isCloseTo(6, within(0.01));
        });
    }

    @Test
    void of_a_plan_that_only_moves_people_it_is_said_how_much_later_they_are_home_without_it() {
        days.plan(convoy("BUS-0", in(24), 2));
        days.plan(flight("FL-0", in(36), 2));

        long plan = days.foundPlan(new PlanOptions(0d, null));

        assertThat(plans.get(plan))
                .extracting(found -> List.of(found.state(), found.households(), found.moved()))
                .isEqualTo(List.of("proposed", 0, 1));
        assertThat(plans.waitingWithout(plan)).hasValueSatisfying(waiting -> {
            assertThat(waiting.persons()).isZero();
            assertThat(waiting.longest()).isNull();
            assertThat(waiting.moved()).isEqualTo(2);
            assertThat(waiting.movedLater()).isCloseTo(-1, within(0.01));
        });
    }

    private Movement aPlaneSixDaysLater() {
        return days.plan(flight("FL-2", in(60 + 6 * 24), 2));
    }

    private void approve(long plan) {
        assertThat(planning.approvePlan(plan)).isTrue();
        days.work();
    }

    private List<String> filled(long plan) {
        return plans.filled(plan).stream()
                .map(filled ->
                        "%s %d +%d -%d".formatted(filled.code(), filled.before(), filled.added(), filled.movedOff()))
                .toList();
    }

    private int timesTold(Household household) {
        return jdbc.sql("select count(*) from message where household_id = :id and kind = 'joiningInstructions'")
                .param("id", household.id())
                .query(Integer.class)
                .single();
    }
}
