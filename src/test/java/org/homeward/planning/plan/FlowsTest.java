package org.homeward.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.junit.jupiter.api.Test;

/** What places are worth where people are flows, on operations of which it is known. */
class FlowsTest {

    private static final Instant NOW = MadeUpOperations.SNAPSHOT;

    @Test
    void one_more_seat_is_worth_whom_it_brings_home() {
        Operation operation = operation(List.of(person(1), person(2), person(3)), List.of(flight("FL-1", 1, 2)));

        double[] prices = flows(operation);

        double worth = new Network(operation).worth[0];
        assertThat(prices[0]).as("the third").isCloseTo(100 * worth, offset(1e-6));
        assertThat(Arrays.stream(prices).skip(1)).containsOnly(0d);
    }

    @Test
    void a_seat_on_an_earlier_flight_is_worth_the_time_it_saves() {
        Operation operation = operation(
                List.of(person(1), person(2), person(2)), List.of(flight("FL-1", 1, 1), flight("FL-2", 3, 9)));

        double[] prices = flows(operation);

        double[] worth = new Network(operation).worth;
        assertThat(prices[0]).isCloseTo(300 * (worth[0] - worth[1]), offset(1e-6));
        assertThat(prices[Network.KINDS]).isZero();
    }

    @Test
    void where_there_is_room_for_all_nothing_has_a_price() {
        Operation operation = operation(List.of(person(1), person(2)), List.of(flight("FL-1", 1, 9)));

        assertThat(flows(operation)).containsOnly(0d);
    }

    @Test
    void flights_that_follow_one_another_share_a_price_and_so_do_the_convoys_that_meet_them() {
        List<Leg> flights = IntStream.range(0, 60)
                .mapToObj(day -> flight("FL-" + day, day, 1))
                .toList();
        Operation operation =
                operation(IntStream.range(0, 70).mapToObj(at -> person(3)).toList(), flights);
        Network whole = new Network(operation);
        MergedLegs merged = new MergedLegs(operation, whole);

        assertThat(merged.network.size).isEqualTo(20);
        assertThat(IntStream.range(0, 20).map(leg -> merged.network.capacity[leg * Network.KINDS]))
                .containsOnly(3);
        double[] prices = new double[merged.network.limits()];
        prices[Network.KINDS] = 7;
        assertThat(merged.spread(prices)[3 * Network.KINDS]).isEqualTo(7);
        assertThat(merged.spread(prices)[5 * Network.KINDS]).isEqualTo(7);
        assertThat(merged.spread(prices)[6 * Network.KINDS]).isZero();
    }

    private static double[] flows(Operation operation) {
        Network network = new Network(operation);
        List<Party> parties = operation.households().stream()
                .map(household -> new Party(household, network, operation.objective()))
                .toList();
        return new Flows(network, parties, new Seating(network, parties).greedily().seats).prices();
    }

    private static Operation operation(List<Household> households, List<Leg> legs) {
        Objective objective = new Objective(Map.of(1, 1000d, 2, 300d, 3, 100d), 0, 0.01, 50);
        return new Operation(NOW, "SVO", 120, objective, households, legs, List.of());
    }

    private static Household person(int priority) {
        return new Household("H", "Damascus", 1, 0, 0, 0, priority, 0, List.of(), false);
    }

    private static Leg flight(String id, int day, int seats) {
        Instant at = NOW.plusSeconds(day * 86_400L);
        return new Leg(id, "flight", "Damascus", "SVO", at, at.plusSeconds(4 * 3600), null, seats, 0, 0, 0);
    }
}
