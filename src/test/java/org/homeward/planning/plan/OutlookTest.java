package org.homeward.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.homeward.planning.plan.Operation.Quota;
import org.homeward.planning.plan.Outlook.Kind;
import org.homeward.planning.plan.Outlook.Limit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutlookTest {

    private static final Instant NOW = Instant.parse("2013-01-20T00:00:00Z");
    private static final LocalDate SUNDAY = LocalDate.of(2013, 1, 20);
    private static final LocalDate MONDAY = SUNDAY.plusDays(1);
    private static final LocalDate TUESDAY = SUNDAY.plusDays(2);

    @Test
    void the_more_urgent_set_out_first_and_each_is_home_when_its_last_leg_arrives() {
        Outlook outlook = Outlook.of(operation(
                List.of(family("later", 3, 4), family("first", 3, 1)),
                List.of(bus("BUS-1", 4, 3), plane("FL-1", 14, 3), bus("BUS-2", 28, 3), plane("FL-2", 38, 3))));

        assertThat(outlook.left()).isEmpty();
        assertThat(outlook.trips())
                .extracting(trip -> trip.household().id(), Outlook.Trip::departs, Outlook.Trip::home)
                .containsExactlyInAnyOrder(tuple("first", in(4), in(18)), tuple("later", in(28), in(42)));
        assertThat(outlook.limits())
                .containsExactly(Map.entry(SUNDAY, List.of(limit(Kind.CONVOYS), limit(Kind.FLIGHTS))));
    }

    @Test
    void whoever_would_arrive_after_more_than_a_month_takes_the_first_departure_all_the_same() {
        Outlook outlook = Outlook.of(operation(
                List.of(family("H1", 1, 4)),
                List.of(
                        bus("BUS-1", 24 * 40, 9),
                        plane("FL-1", 24 * 40 + 10, 9),
                        bus("BUS-2", 24 * 50, 9),
                        plane("FL-2", 24 * 50 + 10, 9))));

        assertThat(outlook.trips()).extracting(Outlook.Trip::home).containsExactly(in(24 * 40 + 14));
    }

    @Test
    void a_day_without_departures_keeps_back_and_so_does_a_quota_that_is_used_up() {
        Outlook outlook = Outlook.of(operation(
                List.of(family("H1", 3, 1), family("H2", 3, 1), family("H3", 3, 1)),
                List.of(bus("BUS-1", 28, 9), plane("FL-1", 38, 9), bus("BUS-2", 52, 3), plane("FL-2", 62, 3)),
                new Quota("MASNAA", MONDAY, 4)));

        assertThat(outlook.left()).extracting(Outlook.Left::household).hasSize(1);
        assertThat(outlook.left().get(0).why()).contains("the quota of MASNAA 2013-01-21 (3 needed, 1 left)");
        assertThat(outlook.limits())
                .containsExactly(
                        Map.entry(SUNDAY, List.of(limit(Kind.NOTHING))),
                        Map.entry(MONDAY, List.of(new Limit(Kind.QUOTA, "MASNAA"))),
                        Map.entry(TUESDAY, List.of(limit(Kind.CONVOYS), limit(Kind.FLIGHTS))));
    }

    @Test
    void a_vehicle_with_places_for_none_of_those_who_wait_is_full_for_them() {
        Outlook outlook =
                Outlook.of(operation(List.of(family("H1", 5, 1)), List.of(bus("BUS-1", 4, 4), plane("FL-1", 14, 165))));

        assertThat(outlook.left()).hasSize(1);
        assertThat(outlook.limits()).containsExactly(Map.entry(SUNDAY, List.of(limit(Kind.CONVOYS))));
    }

    @Test
    void places_that_nobody_can_reach_in_time_or_that_lead_no_further_have_no_connection() {
        Outlook tooEarly =
                Outlook.of(operation(List.of(family("H1", 2, 1)), List.of(plane("FL-1", 9, 40), bus("BUS-1", 28, 40))));

        assertThat(tooEarly.left()).hasSize(1);
        assertThat(tooEarly.limits())
                .containsExactly(
                        Map.entry(SUNDAY, List.of(limit(Kind.CONNECTION))),
                        Map.entry(MONDAY, List.of(limit(Kind.CONNECTION))));
    }

    @Test
    void a_flight_that_nobody_comes_to_in_time_is_not_out_of_reach_because_others_had_been_brought_there() {
        Operation operation =
                operation(List.of(family("H1", 2, 1)), List.of(plane("FL-1", 9, 40), bus("BUS-1", 28, 40)));
        Outlook outlook = Outlook.of(reaching(Map.of("brought to BEY", Set.of("BEY", "BEY muster")), operation));

        assertThat(outlook.limits()).containsEntry(SUNDAY, List.of(limit(Kind.CONNECTION)));
    }

    @Test
    void a_bus_from_where_none_of_those_who_wait_can_get_to_is_out_of_their_reach() {
        Operation operation = operation(
                List.of(family("H1", 2, 1), new Household("H2", "Aleppo", 2, 0, 0, 0, 1, 0, List.of(), false)),
                List.of(bus("BUS-1", 4, 9), plane("FL-1", 14, 9)));
        Outlook outlook = Outlook.of(
                reaching(Map.of("Aleppo", Set.of("Aleppo"), "Damascus", Set.of("Aleppo", "Damascus")), operation));

        assertThat(outlook.trips()).extracting(trip -> trip.household().id()).containsExactly("H1");
        assertThat(outlook.left())
                .extracting(Outlook.Left::why)
                .containsExactly("No movement leaves from where they can get to.");
        assertThat(outlook.limits()).containsExactly(Map.entry(SUNDAY, List.of(limit(Kind.REACH))));
    }

    @Test
    void nothing_keeps_back_who_does_not_wait_and_an_empty_operation_has_no_outlook() {
        assertThat(Outlook.of(operation(List.of(), List.of(bus("BUS-1", 4, 9)))))
                .isEqualTo(new Outlook(List.of(), List.of(), Map.of()));
        assertThat(Outlook.of(operation(List.of(family("H1", 1, 1)), List.of()))
                        .left()
                        .get(0)
                        .why())
                .isEqualTo("There is no movement at all.");
    }

    @Test
    void it_breaks_no_limit_that_a_plan_may_not_break() {
        Operation operation = MadeUpOperations.hard(7, 2_000, 60, 40);
        Outlook outlook = Outlook.of(operation);
        Plan plan = Planner.plan(operation, new Planner.Pace(0.5, 0.5));

        assertThat(outlook.trips().size() + outlook.left().size()).isEqualTo(2_000);
        assertThat(outlook.trips().size()).isGreaterThan(plan.seated().size() * 9 / 10);
        assertThat(outlook.limits()).isNotEmpty();
    }

    private static Operation reaching(Map<String, Set<String>> reach, Operation operation) {
        return new Operation(
                operation.snapshot(),
                operation.destination(),
                operation.minConnectionMinutes(),
                operation.objective(),
                operation.households(),
                operation.legs(),
                operation.quotas(),
                operation.zone(),
                reach);
    }

    private static Limit limit(Kind kind) {
        return new Limit(kind, null);
    }

    private static Instant in(int hours) {
        return NOW.plus(Duration.ofHours(hours));
    }

    private static Household family(String id, int size, int priority) {
        return new Household(id, "Damascus", size, 0, 0, 0, priority, 0, List.of(), false);
    }

    private static Leg bus(String id, int hours, int seats) {
        return leg(id, "convoy", "Damascus", "BEY", hours, 6, "MASNAA", seats);
    }

    private static Leg plane(String id, int hours, int seats) {
        return leg(id, "flight", "BEY", "SVO", hours, 4, null, seats);
    }

    private static Leg leg(
            String id, String kind, String from, String to, int hours, int takes, @Nullable String exit, int seats) {
        return new Leg(id, kind, from, to, in(hours), in(hours + takes), exit, seats, 0, 0, 0);
    }

    private static Operation operation(List<Household> households, List<Leg> legs, Quota... quotas) {
        Objective objective = new Objective(Map.of(1, 1000d, 2, 300d, 3, 100d, 4, 30d), 0.1, 0.03, 50);
        return new Operation(NOW, "SVO", 120, objective, households, legs, Arrays.asList(quotas));
    }
}
