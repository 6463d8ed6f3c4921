package org.homeward.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.homeward.planning.plan.Operation.Quota;
import org.homeward.planning.plan.Planner.Pace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Small operations of which the right plan is known. */
class PlannerTest {

    private final List<Household> households = new ArrayList<>();
    private final List<Leg> legs = new ArrayList<>();
    private final List<Quota> quotas = new ArrayList<>();
    private double movePrice = 50;

    @Test
    void two_small_families_go_before_a_large_one_that_weighs_less() {
        family("large", 4, 2);
        family("urgent", 2, 1);
        family("other", 2, 2);
        leg("FL-1", "Damascus", "SVO", "22T04:00", 4);

        Plan plan = plan();

        assertThat(seated(plan)).containsOnlyKeys("urgent", "other");
        assertThat(why(plan, "large")).contains("the seats of FL-1 (4 needed, 0 left)");
    }

    @Test
    void a_family_is_not_split_over_two_flights() {
        family("four", 4, 1);
        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);
        leg("FL-2", "Damascus", "SVO", "22T05:00", 2);

        Plan plan = plan();

        assertThat(plan.seated()).isEmpty();
        assertThat(why(plan, "four")).contains("No vehicle on any way from Damascus holds this family whole");
    }

    @Test
    void who_cannot_begin_before_a_time_takes_nothing_that_leaves_earlier_and_keeps_nobody_from_it() {
        households.add(new Household("later", "Damascus", 2, 0, 0, 0, 1, 0, List.of(), false)
                .notBefore(Instant.parse("2013-01-22T05:00:00Z")));
        family("now", 2, 4);
        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);
        Plan early = plan();
        assertThat(seated(early)).containsOnly(Map.entry("now", List.of("FL-1")));
        assertThat(why(early, "later")).contains("No movements");

        leg("FL-2", "Damascus", "SVO", "22T06:00", 2);
        assertThat(seated(plan())).containsOnly(Map.entry("now", List.of("FL-1")), Map.entry("later", List.of("FL-2")));
    }

    @Test
    void who_begins_at_different_times_is_not_alike_when_one_finds_no_room_or_the_heaviest_arrive_first() {
        households.add(new Household("later", "Damascus", 2, 0, 0, 0, 1, 0, List.of(), false)
                .notBefore(Instant.parse("2013-01-22T05:00:00Z")));
        family("now", 2, 2);
        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);
        Network one = new Network(operation());
        assertThat(new Seating(one, parties(one)).greedily().seats.ways[1]).isEqualTo(one.way(List.of("FL-1")));

        family("other", 2, 2);
        leg("FL-2", "Damascus", "SVO", "22T06:00", 2);
        leg("FL-3", "Damascus", "SVO", "22T08:00", 2);
        Network all = new Network(operation());
        assertThat(new Seating(all, parties(all)).greedily().settle().seats.ways)
                .isDeepEqualTo(
                        new int[][] {all.way(List.of("FL-2")), all.way(List.of("FL-1")), all.way(List.of("FL-3"))});
    }

    @Test
    void a_flight_that_leaves_before_the_connection_time_is_over_is_missed() {
        family("two", 2, 1);
        leg("BUS-1", "Damascus", "BEY", "22T04:00", 4);
        leg("FL-1", "BEY", "SVO", "22T09:59", 4);
        leg("FL-2", "BEY", "SVO", "22T10:00", 4);

        assertThat(seated(plan())).containsEntry("two", List.of("BUS-1", "FL-2"));
    }

    /** In 2013 the clocks of Damascus went from midnight to one o'clock as Friday 29 March began. */
    @Test
    void before_and_after_the_change_to_summer_time_an_exit_counts_by_the_days_of_the_countrys_clock() {
        family("one", 2, 1);
        family("other", 2, 1);
        legs.add(inMarch("half past eleven on Thursday", "Damascus", "SVO", "28T21:30", "MASNAA"));
        legs.add(inMarch("half past midnight on Saturday", "Damascus", "SVO", "29T21:30", "MASNAA"));
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 3, 28), 2));
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 3, 29), 0));
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 3, 30), 2));

        assertThat(seated(Planner.plan(inDamascus(), new Pace(5, 0.5)))).containsOnlyKeys("one", "other");
    }

    @Test
    void an_hour_that_is_left_out_for_summer_time_is_no_time_to_change_vehicles() {
        family("two", 2, 1);
        legs.add(inMarch("there at half past eleven", "Damascus", "BEY", "28T17:30", null));
        legs.add(inMarch("away at two", "BEY", "SVO", "28T23:00", null));
        legs.add(inMarch("away at half past two", "BEY", "SVO", "28T23:30", null));

        assertThat(seated(Planner.plan(inDamascus(), new Pace(5, 0.5))))
                .containsEntry("two", List.of("there at half past eleven", "away at half past two"));
    }

    private static Leg inMarch(String id, String from, String to, String departs, @Nullable String exit) {
        Instant at = Instant.parse("2013-03-" + departs + ":00Z");
        return new Leg(id, "flight", from, to, at, at.plusSeconds(4 * 3600), exit, 9, 0, 0, 0);
    }

    private Operation inDamascus() {
        Operation here = operation();
        return new Operation(
                Instant.parse("2013-03-27T00:00:00Z"),
                here.destination(),
                here.minConnectionMinutes(),
                here.objective(),
                here.households(),
                here.legs(),
                here.quotas(),
                ZoneId.of("Asia/Damascus"),
                Map.of());
    }

    @Test
    void two_legs_over_one_exit_on_one_day_count_twice() {
        family("two", 2, 1);
        legs.add(leg("BUS-1", "Damascus", "Anjar", "22T04:00", "MASNAA", 9));
        legs.add(leg("BUS-2", "Anjar", "SVO", "22T12:00", "MASNAA", 9));
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 1, 22), 3));

        Plan plan = plan();

        assertThat(plan.seated()).isEmpty();
        assertThat(why(plan, "two")).contains("the quota of MASNAA 2013-01-22 (4 needed, 3 left)");
    }

    @Test
    void a_quota_keeps_people_back_and_has_a_price() {
        family("one", 1, 2);
        family("two", 2, 1);
        legs.add(leg("BUS-1", "Damascus", "SVO", "22T04:00", "MASNAA", 9));
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 1, 22), 2));

        Plan plan = plan();

        assertThat(seated(plan)).containsOnlyKeys("two");
        assertThat(plan.limits()).first().extracting(Plan.Limit::limit).isEqualTo("MASNAA 2013-01-22");
        assertThat(plan.bound()).isGreaterThanOrEqualTo(plan.objective());
    }

    @Test
    void a_plan_found_before_is_proved_later_as_well_as_at_once() {
        family("one", 1, 2);
        family("two", 2, 1);
        told("frozen", 1, 1, true, "BUS-1");
        legs.add(leg("BUS-1", "Damascus", "SVO", "22T04:00", "MASNAA", 9));
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 1, 22), 3));
        Plan atOnce = plan();

        UnprovenPlan found = Planner.find(operation());
        Proof proof = Planner.prove(operation(), found);

        assertThat(proof.bound()).isCloseTo(atOnce.bound(), within(1e-6));
        assertThat(proof.bound()).isGreaterThanOrEqualTo(found.objective());
        assertThat(proof.limits()).first().extracting(Plan.Limit::limit).isEqualTo("MASNAA 2013-01-22");
        assertThat(found.with(proof).seated()).isEqualTo(atOnce.seated());
    }

    @Test
    void seated_on_with_another_plane_the_left_get_seats_and_the_others_move_up_and_nobody_loses() {
        family("heavy", 2, 1);
        family("light", 2, 2);
        family("left", 2, 2);
        told("frozen", 1, 1, true, "FL-2");
        leg("FL-2", "Damascus", "SVO", "24T04:00", 3);
        leg("FL-3", "Damascus", "SVO", "26T04:00", 2);
        UnprovenPlan before = Planner.find(operation());
        assertThat(before.left()).hasSize(1);
        assertThat(Planner.seatOn(operation(), before).objective()).isEqualTo(before.objective());

        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);
        UnprovenPlan after = Planner.seatOn(operation(), before);

        assertThat(after.left()).isEmpty();
        assertThat(after.objective()).isGreaterThan(before.objective());
        assertThat(after.seated())
                .contains(new Plan.Seated("heavy", List.of("FL-1")), new Plan.Seated("frozen", List.of("FL-2")));
    }

    @Test
    void told_people_stay_unless_moving_them_is_worth_its_price() {
        told("slow", 1, 1, false, "FL-2");
        leg("FL-1", "Damascus", "SVO", "22T04:00", 1);
        leg("FL-2", "Damascus", "SVO", "22T16:00", 1);
        assertThat(seated(plan())).containsEntry("slow", List.of("FL-2"));

        movePrice = 1;
        assertThat(seated(plan())).containsEntry("slow", List.of("FL-1"));
    }

    @Test
    void frozen_people_stay_whoever_else_waits() {
        told("frozen", 1, 2, true, "FL-1");
        family("urgent", 1, 1);
        leg("FL-1", "Damascus", "SVO", "22T04:00", 1);
        movePrice = 0;

        Plan plan = plan();

        assertThat(seated(plan)).containsOnlyKeys("frozen");
        assertThat(why(plan, "urgent")).contains("beside those who stay where they are");
    }

    @Test
    void frozen_people_whose_flight_is_gone_are_seated_anew_and_it_costs_the_price_of_a_move() {
        told("frozen", 2, 1, true, "FL-0");
        leg("FL-1", "Damascus", "SVO", "20T00:00", 2);
        movePrice = 50;

        Plan plan = plan();

        assertThat(seated(plan)).containsEntry("frozen", List.of("FL-1"));
        assertThat(PlanCheck.breaches(operation(), plan)).isEmpty();
    }

    @Test
    void frozen_people_under_way_keep_their_flight() {
        told("underWay", 2, 1, true, "BUS-0", "FL-1");
        legs.add(leg("BUS-0", "Damascus", "BEY", "19T20:00", null, 2));
        leg("FL-1", "BEY", "SVO", "22T04:00", 2);

        assertThat(seated(plan())).containsEntry("underWay", List.of("BUS-0", "FL-1"));
    }

    @Test
    void frozen_people_who_wait_at_the_hub_already_keep_their_flight() {
        told("atTheHub", 2, 2, true, "FL-1");
        family("urgent", 2, 1);
        legs.add(leg("FL-1", "BEY", "SVO", "22T04:00", null, 2));
        legs.add(leg("BUS-1", "Damascus", "BEY", "21T04:00", null, 9));

        assertThat(seated(plan())).containsOnlyKeys("atTheHub").containsEntry("atTheHub", List.of("FL-1"));
    }

    @Test
    void who_weighs_much_more_takes_the_seats_of_those_who_were_told_them() {
        told("told", 2, 2, false, "FL-1");
        family("urgent", 2, 1);
        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);

        assertThat(seated(plan())).containsOnlyKeys("urgent");
    }

    @Test
    void where_more_were_told_than_a_smaller_vehicle_holds_the_plan_is_still_the_best() {
        told("three", 3, 1, false, "FL-2");
        told("four", 4, 1, false, "FL-2");
        movePrice = 1;
        leg("FL-1", "Damascus", "SVO", "22T04:00", 3);
        leg("FL-2", "Damascus", "SVO", "22T05:00", 4);

        assertThat(seated(plan())).containsEntry("three", List.of("FL-1")).containsEntry("four", List.of("FL-2"));
    }

    @Test
    void more_frozen_people_than_seats_are_told_in_a_sentence() {
        told("three", 3, 1, true, "FL-1");
        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);

        assertThatThrownBy(this::plan).hasMessage("Those who are frozen on it need more than there is of FL-1 seats.");
    }

    @Test
    void a_way_that_needs_one_quota_twice_is_not_what_keeps_back_where_another_needs_it_once() {
        family("three", 3, 1);
        family("four", 4, 2);
        legs.add(leg("BUS-1", "Damascus", "Anjar", "22T04:00", "MASNAA", 9));
        legs.add(leg("BUS-2", "Anjar", "SVO", "22T12:00", "MASNAA", 9));
        leg("FL-1", "Anjar", "SVO", "23T12:00", 4);
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 1, 22), 7));

        Plan plan = plan();

        assertThat(seated(plan)).containsEntry("three", List.of("BUS-1", "BUS-2"));
        assertThat(why(plan, "four"))
                .isEqualTo(
                        "Kept back, on the way that lacks least, by the quota of MASNAA 2013-01-22 (4 needed, 1 left).");
    }

    /** One in a wheelchair is worth more for a seat than a family of four, which the bus holds but in its place. */
    @Test
    void among_few_households_anybody_may_be_tried_on_a_place_whatever_it_costs() {
        waiting("four", "Homs", 4, 0, 13);
        waiting("six", "Homs", 6, 0, 30);
        waiting("chair", "Homs", 2, 1, 20);
        waiting("other chair", "BEY", 2, 1, 31.88);
        waiting("other six", "BEY", 6, 0, 0);
        waiting("far", "Hama", 2, 0, 10.07);
        legs.add(vehicle("BUS-1", "Homs", "SVO", "22T11:59", 4, 1));
        legs.add(vehicle("FL-1", "BEY", "SVO", "21T19:30", 6, 2));
        legs.add(vehicle("FL-2", "BEY", "SVO", "22T06:00", 6, 3));
        legs.add(vehicle("BUS-2", "BEY", "Hama", "22T02:00", 2, 3));
        legs.add(vehicle("BUS-3", "Hama", "AMM", "21T03:59", 9, 2));

        Plan plan = Planner.plan(new Operation(
                MadeUpOperations.SNAPSHOT,
                "SVO",
                0,
                new Objective(Map.of(1, 1d), 0.01, 0, 1000),
                households,
                legs,
                quotas));

        assertThat(seated(plan)).containsOnlyKeys("four", "other chair", "other six");
    }

    @Test
    void of_households_alike_the_one_that_waits_longest_is_seated() {
        waitingInDamascus("last", 1, 2);
        waitingInDamascus("first", 1, 3);
        waitingInDamascus("between", 1, 2.5);
        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);

        assertThat(seated(plan())).containsOnlyKeys("first");
    }

    /** A weight of 300 grows by a tenth a day: after 23 days it is 990, after 24 more than 1000. */
    @Test
    void who_has_waited_long_enough_goes_before_one_of_a_higher_priority_that_has_not() {
        waitingInDamascus("urgent", 1, 0);
        waitingInDamascus("patient", 2, 23);
        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);
        assertThat(seated(plan())).containsOnlyKeys("urgent");

        households.clear();
        waitingInDamascus("urgent", 1, 0);
        waitingInDamascus("patient", 2, 24);
        assertThat(seated(plan())).containsOnlyKeys("patient");
    }

    private void waitingInDamascus(String id, int priority, double days) {
        households.add(new Household(id, "Damascus", 2, 0, 0, 0, priority, days, List.of(), false));
    }

    private void waiting(String id, String origin, int size, int wheelchairs, double days) {
        households.add(new Household(id, origin, size, wheelchairs, 0, 0, 1, days, List.of(), false));
    }

    private static Leg vehicle(String id, String from, String to, String departs, int seats, int wheelchairs) {
        Instant at = Instant.parse("2013-01-" + departs + ":00Z");
        return new Leg(id, "convoy", from, to, at, at.plusSeconds(7200), null, seats, wheelchairs, 0, 3000);
    }

    @Test
    void the_bound_counts_no_seats_that_those_who_are_frozen_hold() {
        told("frozen", 4, 1, true, "FL-1");
        told("too many", 2, 1, false, "FL-1");
        leg("FL-1", "Damascus", "SVO", "22T04:00", 5);

        Plan plan = plan();

        assertThat(seated(plan)).containsOnlyKeys("frozen");
        assertThat(plan.bound()).isCloseTo(plan.objective(), within(1e-6));
    }

    @Test
    void vehicles_larger_than_can_be_added_up_are_as_much_room_as_can_be_counted() {
        family("two", 2, 1);
        IntStream.range(0, 50)
                .forEach(number ->
                        leg("FL-" + number, "Damascus", "SVO", "22T04:%02d".formatted(number), Integer.MAX_VALUE));

        assertThat(new MergedLegs(operation(), new Network(operation())).network.capacity)
                .contains(Integer.MAX_VALUE)
                .doesNotContain(-2);
    }

    @Test
    void the_search_for_prices_ends_also_where_every_plan_costs_more_than_it_brings() {
        told("gone", 2, 1, false, "FL-0");
        leg("FL-1", "BEY", "SVO", "22T04:00", 2);
        Network network = new Network(operation());
        AtomicInteger asked = new AtomicInteger();

        new PriceSearch(
                        network,
                        parties(network),
                        new double[network.limits()],
                        1,
                        () -> asked.incrementAndGet() >= 10_000)
                .search();

        assertThat(asked).hasValueLessThan(10_000);
    }

    @Test
    void a_quota_lowered_below_those_who_are_frozen_admits_nobody_else() {
        told("frozen", 3, 1, true, "BUS-1");
        family("two", 2, 1);
        legs.add(leg("BUS-1", "Damascus", "SVO", "22T04:00", "MASNAA", 9));
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 1, 22), 2));

        Plan plan = plan();

        assertThat(seated(plan)).containsOnlyKeys("frozen");
        assertThat(why(plan, "two"))
                .contains("the quota of MASNAA 2013-01-22 (2 needed, 0 left, as it admits fewer than are frozen)");
        assertThat(PlanCheck.breaches(operation(), plan)).isEmpty();
    }

    @Test
    void where_the_soonest_way_needs_one_quota_twice_the_next_way_is_taken() {
        family("two", 2, 1);
        legs.add(leg("BUS-1", "Damascus", "Anjar", "22T04:00", "MASNAA", 9));
        legs.add(leg("BUS-2", "Anjar", "SVO", "22T12:00", "MASNAA", 9));
        leg("FL-1", "Anjar", "SVO", "23T12:00", 9);
        quotas.add(new Quota("MASNAA", LocalDate.of(2013, 1, 22), 3));

        assertThat(seated(plan())).containsEntry("two", List.of("BUS-1", "FL-1"));
    }

    @Test
    void who_weighs_most_arrives_first_among_those_who_need_the_same() {
        for (int number = 0; number < 9; number++) {
            family("family" + number, 2, 1 + number % 2);
        }
        leg("FL-1", "Damascus", "SVO", "22T04:00", 10);
        leg("FL-2", "Damascus", "SVO", "23T04:00", 8);
        Network network = new Network(operation());
        Seating seating = new Seating(network, parties(network));
        for (int party = 0; party < 9; party++) {
            seating.seats.put(party, new int[] {party % 2 == 1 || party == 0 ? 0 : 1});
        }

        seating.settle();

        assertThat(IntStream.range(0, 9).filter(party -> seating.seats.ways[party][0] == 0))
                .containsExactly(0, 2, 4, 6, 8);
    }

    @Test
    void the_soonest_way_is_worth_as_much_as_the_best_where_places_cost_nothing() {
        Operation operation = MadeUpOperations.hard(7, 300, 60, 40);
        Network network = new Network(operation);
        List<Party> parties = operation.households().stream()
                .map(household -> new Party(household, network, operation.objective()))
                .toList();
        Seating half = new Seating(network, parties.subList(0, 150)).greedily();
        Ways ways = new Ways(network);
        double[] free = new double[network.limits()];

        for (Party party : parties) {
            int @Nullable [] best = ways.best(party, free, half.seats.room);
            double most = ways.gain;
            int @Nullable [] soonest = ways.soonest(party, half.seats.room);
            assertThat(ways.gain).isEqualTo(most);
            assertThat(soonest == null).isEqualTo(best == null);
            assertThat(soonest == null || half.seats.room.fits(party, soonest)).isTrue();
        }
        assertThat(half.seats.worth).isPositive();
    }

    @Test
    void mending_makes_a_greedy_plan_better_and_never_worse() {
        Operation operation = MadeUpOperations.hard(3, 300, 60, 40);
        Network network = new Network(operation);
        List<Party> parties = operation.households().stream()
                .map(household -> new Party(household, network, operation.objective()))
                .toList();
        Seating seating = new Seating(network, parties).greedily();
        double greedy = seating.seats.worth;

        new Mending(network, parties, seating.seats, new double[network.limits()]).mend(() -> 0);

        assertThat(seating.seats.worth).isGreaterThan(1.002 * greedy);
    }

    @Test
    void without_any_movement_everybody_is_left_and_told_so() {
        family("two", 2, 1);

        Plan plan = plan();

        assertThat(why(plan, "two")).isEqualTo("There is no movement at all.");
        assertThat(plan.bound()).isZero();
    }

    @Test
    void what_left_before_the_snapshot_carries_nobody() {
        family("two", 2, 1);
        leg("FL-1", "Damascus", "SVO", "19T23:59", 2);

        assertThat(why(plan(), "two"))
                .isEqualTo("No movements that leave after the snapshot lead from Damascus to the destination.");
    }

    @Test
    void buses_in_a_circle_lead_nobody_round_for_ever() {
        family("two", 2, 1);
        leg("BUS-1", "Damascus", "BEY", "21T04:00", 2);
        leg("BUS-2", "BEY", "Damascus", "21T12:00", 2);
        leg("BUS-3", "Damascus", "BEY", "21T20:00", 2);

        Plan plan = plan();

        assertThat(plan.seated()).isEmpty();
        assertThat(why(plan, "two"))
                .isEqualTo("No movements that leave after the snapshot lead from Damascus to the destination.");
    }

    /** Whoever rode round once more would be home as early, and take the seat of somebody else on the last bus. */
    @Test
    void from_buses_in_a_circle_with_a_flight_out_of_it_everybody_is_seated_and_nobody_comes_by_a_place_twice() {
        family("first", 2, 1);
        family("second", 2, 2);
        family("third", 2, 2);
        waiting("half way", "AMM", 2, 0, 0);
        leg("BUS-1", "Damascus", "BEY", "21T04:00", 2);
        leg("BUS-2", "BEY", "AMM", "21T12:00", 8);
        leg("BUS-3", "AMM", "Damascus", "21T20:00", 8);
        leg("BUS-4", "Damascus", "BEY", "22T04:00", 6);
        leg("FL-1", "BEY", "SVO", "22T12:00", 8);

        Map<String, List<String>> seated = seated(plan());

        assertThat(seated).containsOnlyKeys("first", "second", "third", "half way");
        assertThat(seated.values())
                .containsExactlyInAnyOrder(
                        List.of("BUS-1", "FL-1"),
                        List.of("BUS-4", "FL-1"),
                        List.of("BUS-4", "FL-1"),
                        List.of("BUS-3", "BUS-4", "FL-1"));
    }

    @Test
    void a_family_begins_wherever_it_can_get_to_and_nowhere_else() {
        waiting("from Aleppo", "Aleppo or Homs", 2, 0, 0);
        waiting("from Idlib", "Idlib", 2, 0, 0);
        family("from Damascus", 2, 2);
        leg("BUS-1", "Damascus", "BEY", "21T04:00", 4);
        leg("BUS-2", "Homs", "BEY", "21T06:00", 4);
        leg("FL-1", "BEY", "SVO", "22T04:00", 9);
        Map<String, Set<String>> reach = Map.of(
                "Aleppo or Homs", Set.of("Aleppo", "Homs"),
                "Idlib", Set.of("Idlib", "Hama"),
                "Damascus", Set.of("Damascus", "Homs", "Aleppo", "Idlib", "Hama"));
        Operation operation = reaching(reach);

        Plan plan = Planner.plan(operation, new Pace(5, 0.5));

        assertThat(PlanCheck.breaches(operation, plan)).isEmpty();
        assertThat(seated(plan))
                .containsOnlyKeys("from Aleppo", "from Damascus")
                .containsEntry("from Aleppo", List.of("BUS-2", "FL-1"));
        assertThat(why(plan, "from Idlib")).isEqualTo("No movement leaves from where they can get to.");
    }

    @Test
    void what_keeps_back_who_cannot_get_everywhere_is_said_of_what_they_can_get_to() {
        waiting("two", "Aleppo", 2, 0, 0);
        waiting("other two", "Idlib", 2, 0, 0);
        leg("BUS-1", "Damascus", "BEY", "21T04:00", 4);
        leg("BUS-2", "Aleppo", "BEY", "21T06:00", 1);
        leg("BUS-3", "Idlib", "AMM", "21T06:00", 4);
        leg("FL-1", "BEY", "SVO", "22T04:00", 9);

        Plan plan = Planner.plan(
                reaching(Map.of(
                        "Aleppo", Set.of("Aleppo"),
                        "Idlib", Set.of("Idlib"),
                        "Damascus", Set.of("Damascus", "Aleppo", "Idlib"))),
                new Pace(5, 0.5));

        assertThat(why(plan, "two"))
                .startsWith("No vehicle on any way from within their reach holds this family whole")
                .contains("the seats of BUS-2 (2 needed, 1 left)");
        assertThat(why(plan, "other two"))
                .isEqualTo(
                        "No movements that leave after the snapshot lead from within their reach to the destination.");
    }

    private Operation reaching(Map<String, Set<String>> reach) {
        Operation all = operation();
        return new Operation(
                all.snapshot(),
                all.destination(),
                all.minConnectionMinutes(),
                all.objective(),
                all.households(),
                all.legs(),
                all.quotas(),
                all.zone(),
                reach);
    }

    /** A table of all places by all places would take 400 MB, and there are several networks at a time. */
    @Test
    void twenty_thousand_origins_take_little_memory() {
        for (int number = 0; number < 20_000; number++) {
            waiting("H" + number, "origin " + number, 1, 0, 0);
        }
        leg("FL-1", "origin 7", "SVO", "22T04:00", 9);
        Operation operation = operation();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        Network network = new Network(operation);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000_000L);
        assertThat(network.begins(network.place("origin 7"), network.from[0])).isTrue();
        assertThat(network.begins(network.place("origin 8"), network.from[0])).isFalse();
    }

    @Test
    void without_households_the_plan_is_empty() {
        leg("FL-1", "Damascus", "SVO", "22T04:00", 2);

        assertThat(plan().seated()).isEmpty();
    }

    private Plan plan() {
        return Planner.plan(operation(), new Pace(5, 0.5));
    }

    private Operation operation() {
        Objective objective = new Objective(Map.of(1, 1000d, 2, 300d), 0.1, 0.03, movePrice);
        return new Operation(MadeUpOperations.SNAPSHOT, "SVO", 120, objective, households, legs, quotas);
    }

    private List<Party> parties(Network network) {
        Operation operation = operation();
        return operation.households().stream()
                .map(household -> new Party(household, network, operation.objective()))
                .toList();
    }

    private void family(String id, int size, int priority) {
        households.add(new Household(id, "Damascus", size, 0, 0, 0, priority, 0, List.of(), false));
    }

    private void told(String id, int size, int priority, boolean frozen, String... way) {
        households.add(new Household(id, "Damascus", size, 0, 0, 0, priority, 0, List.of(way), frozen));
    }

    private void leg(String id, String from, String to, String departs, int seats) {
        legs.add(leg(id, from, to, departs, null, seats));
    }

    private static Leg leg(String id, String from, String to, String departs, @Nullable String exit, int seats) {
        Instant at = Instant.parse("2013-01-" + departs + ":00Z");
        return new Leg(id, "flight", from, to, at, at.plusSeconds(4 * 3600), exit, seats, 0, 0, 0);
    }

    private static Map<String, List<String>> seated(Plan plan) {
        return plan.seated().stream().collect(Collectors.toMap(Plan.Seated::household, Plan.Seated::legs));
    }

    private static String why(Plan plan, String household) {
        return plan.left().stream()
                .filter(left -> left.household().equals(household))
                .findFirst()
                .orElseThrow()
                .why();
    }
}
