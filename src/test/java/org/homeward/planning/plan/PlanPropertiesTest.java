package org.homeward.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.homeward.planning.plan.Operation.Quota;
import org.homeward.planning.plan.Planner.Pace;

/** Whatever the operation, the plan keeps to its words. */
class PlanPropertiesTest {

    private static final Pace SHORT = new Pace(0.3, 0.3);
    private static final List<String> PLACES = List.of("Homs", "Aleppo", "BEY", "AMM");

    @Property(tries = 300)
    @Label("a plan of a tiny operation keeps every limit, and its bound is above the best that is possible")
    void tiny(@ForAll long seed) {
        Operation operation = tiny(new Random(seed), 5, 7);

        Plan plan = Planner.plan(operation, SHORT);

        assertThat(PlanCheck.breaches(operation, plan)).isEmpty();
        double best = best(operation);
        assertThat(plan.bound()).isGreaterThanOrEqualTo(best - 1e-9 * Math.max(1, Math.abs(best)));
        assertThat(plan.objective()).isLessThanOrEqualTo(best + 1e-9 * Math.max(1, Math.abs(best)));
    }

    @Property(tries = 6)
    @Label("a plan of some hundred households keeps every limit, also after some were told and a flight is lost")
    void middling(@ForAll long seed) {
        Operation operation =
                seed % 2 == 0 ? MadeUpOperations.hard(seed, 400, 40, 30) : MadeUpOperations.ordinary(seed, 400, 20, 12);
        Plan plan = Planner.plan(operation, SHORT);
        assertThat(PlanCheck.breaches(operation, plan)).isEmpty();

        Operation lost = MadeUpOperations.without(MadeUpOperations.told(operation, plan), "FL-3");
        Plan anew = Planner.plan(lost, SHORT);

        assertThat(PlanCheck.breaches(lost, anew)).isEmpty();
    }

    @Property(tries = 6)
    @Label("where nearly all have been told their seats, a plan after a lost flight keeps every limit")
    void nearlyAllTold(@ForAll long seed) {
        Operation operation = MadeUpOperations.ordinary(seed, 300, 40, 30);
        Operation told = MadeUpOperations.told(operation, Planner.plan(operation, SHORT));
        Operation changed = MadeUpOperations.without(told, "FL-5");

        Plan plan = Planner.plan(changed, SHORT);

        assertThat(told.households().stream()
                        .filter(household -> !household.seatedOn().isEmpty()))
                .as("told")
                .hasSizeGreaterThan(150);
        assertThat(PlanCheck.breaches(changed, plan)).isEmpty();
    }

    @Property(tries = 60)
    @Label(
            "whatever the operation and however little time there is, a plan is worth what the greedy rule's is, or more")
    void atLeastGreedy(@ForAll long seed) {
        Random random = new Random(seed);
        Operation operation = random.nextBoolean() ? tiny(random, 12, 10) : MadeUpOperations.hard(seed, 120, 20, 15);
        Network network = new Network(operation);
        List<Party> parties = operation.households().stream()
                .map(household -> new Party(household, network, operation.objective()))
                .toList();
        double greedy = new Seating(network, parties).greedily().seats.worth;

        Plan plan = Planner.plan(operation, new Pace(random.nextInt(3) * 0.05, 0));

        assertThat(PlanCheck.breaches(operation, plan)).isEmpty();
        assertThat(plan.objective()).isGreaterThanOrEqualTo(greedy - 1e-9 * Math.max(1, Math.abs(greedy)));
    }

    @Property(tries = 100)
    @Label("whatever the prices, the bound is above every plan, and the blurred bound above the sharp one")
    void anyPrices(@ForAll long seed) {
        Random random = new Random(seed);
        Operation operation = tiny(random, 6, 8);
        Network network = new Network(operation);
        List<Party> parties = operation.households().stream()
                .filter(household -> !household.frozen())
                .map(household -> new Party(household, network, operation.objective()))
                .toList();
        double[] prices = random.doubles(network.limits(), 0, 60)
                .map(price -> Math.max(0, price - 30))
                .toArray();
        if (Alike.among(parties, network).stream().allMatch(group -> group.needs()[3] == 0)) {
            IntStream.range(0, network.size).forEach(leg -> prices[leg * Network.KINDS + 3] = 0); // always enough of it
        }
        double[] usage = new double[prices.length];

        double sharp = new Bound(network, parties).at(prices);

        Demand demand = new Demand(network, parties, 2);
        assertThat(demand.at(prices, usage, 1e-9)).isCloseTo(sharp, offset(1e-4));
        assertThat(demand.at(prices, usage, 2)).isGreaterThan(sharp - 1e-6);
        assertThat(new Seating(network, parties).greedily(prices).seats.worth).isLessThanOrEqualTo(sharp + 1e-9);
    }

    @Example
    @Label("the same where there is always room enough for baggage")
    void anyPricesButOfBaggage() {
        anyPrices(-1644188);
    }

    @Property(tries = 40)
    @Label("what is bought is how the bound falls when one price rises")
    void slopes(@ForAll long seed) {
        Random random = new Random(seed);
        Operation operation = tiny(random, 6, 8);
        Network network = new Network(operation);
        List<Party> parties = operation.households().stream()
                .map(household -> new Party(household, network, operation.objective()))
                .filter(party -> !party.stays())
                .toList();
        double[] prices = random.doubles(network.limits(), 0, 20).toArray();
        double[] usage = new double[prices.length];
        Demand demand = new Demand(network, parties, 1);
        demand.at(prices, usage, 3);
        int limit = random.nextInt(prices.length);
        double[] higher = prices.clone();
        higher[limit] += 1e-5;
        double[] lower = prices.clone();
        lower[limit] -= 1e-5;

        double slope =
                (demand.at(higher, new double[prices.length], 3) - demand.at(lower, new double[prices.length], 3))
                        / 2e-5;

        assertThat(network.capacity[limit] - slope).isCloseTo(usage[limit], offset(0.02 * Math.max(1, usage[limit])));
    }

    private static Operation tiny(Random random, int households, int departures) {
        Instant snapshot = MadeUpOperations.SNAPSHOT;
        List<Leg> legs = new ArrayList<>();
        for (int number = 0; number < departures; number++) {
            String from = PLACES.get(random.nextInt(PLACES.size()));
            String to = random.nextBoolean() ? "SVO" : PLACES.get(random.nextInt(PLACES.size()));
            Instant departs = snapshot.plus(Duration.ofMinutes(30L * random.nextInt(120) - 60));
            legs.add(new Leg(
                    "L" + number,
                    "convoy",
                    from,
                    to.equals(from) ? "SVO" : to,
                    departs,
                    departs.plus(Duration.ofMinutes(30L * (1 + random.nextInt(20)))),
                    random.nextBoolean() ? "MASNAA" : null,
                    random.nextInt(8),
                    random.nextInt(2),
                    random.nextInt(2),
                    random.nextInt(200)));
        }
        List<Household> waiting = new ArrayList<>();
        for (int number = 0; number < households; number++) {
            waiting.add(household(number, random, legs));
        }
        List<Quota> quotas = new ArrayList<>();
        for (int day = 19; day < 23; day++) {
            if (random.nextBoolean()) {
                quotas.add(new Quota("MASNAA", LocalDate.of(2013, 1, day), random.nextInt(10)));
            }
        }
        Objective objective =
                new Objective(Map.of(1, 100d, 2, 30d), 0.1, 0.03 + random.nextDouble(), random.nextInt(60));
        int connection = random.nextInt(3) * 60;
        return new Operation(
                snapshot, "SVO", connection, objective, waiting, legs, quotas, ZoneOffset.UTC, reach(random));
    }

    /** Now and then people of an origin begin elsewhere too, or not there. */
    private static Map<String, Set<String>> reach(Random random) {
        Map<String, Set<String>> reach = new HashMap<>();
        for (String origin : PLACES.subList(0, 2)) {
            if (random.nextInt(3) == 0) {
                reach.put(
                        origin,
                        PLACES.stream().filter(place -> random.nextBoolean()).collect(Collectors.toSet()));
            }
        }
        return reach;
    }

    private static Household household(int number, Random random, List<Leg> legs) {
        int size = 1 + random.nextInt(4);
        int wheelchairs = random.nextInt(5) == 0 ? 1 : 0;
        int stretchers = size > wheelchairs && random.nextInt(5) == 0 ? 1 : 0;
        List<String> told = random.nextInt(3) > 0
                ? List.of()
                : List.of(
                        random.nextInt(9) == 0
                                ? "gone"
                                : legs.get(random.nextInt(legs.size())).id());
        return new Household(
                "H" + number,
                PLACES.get(random.nextInt(2)),
                size,
                wheelchairs,
                stretchers,
                random.nextInt(60),
                1 + random.nextInt(2),
                random.nextInt(20),
                told,
                false);
    }

    /** The best of all plans, by trying all. */
    static double best(Operation operation) {
        List<List<List<String>>> choices = operation.households().stream()
                .map(household -> choices(operation, household))
                .toList();
        return best(operation, choices, 0, new HashMap<>());
    }

    private static double best(
            Operation operation, List<List<List<String>>> choices, int at, Map<String, List<String>> ways) {
        if (at == choices.size()) {
            return holds(operation, ways) ? PlanCheck.worth(operation, ways) : Double.NEGATIVE_INFINITY;
        }
        double best = best(operation, choices, at + 1, ways);
        String household = operation.households().get(at).id();
        for (List<String> way : choices.get(at)) {
            ways.put(household, way);
            best = Math.max(best, best(operation, choices, at + 1, ways));
        }
        ways.remove(household);
        return best;
    }

    private static boolean holds(Operation operation, Map<String, List<String>> ways) {
        List<Plan.Seated> seated = new ArrayList<>();
        ways.forEach((household, way) -> seated.add(new Plan.Seated(household, way)));
        List<Plan.Left> left = operation.households().stream()
                .filter(household -> !ways.containsKey(household.id()))
                .map(household -> new Plan.Left(household.id(), "tried"))
                .toList();
        double worth = PlanCheck.worth(operation, ways);
        return PlanCheck.breaches(operation, new Plan(worth, worth, 0, seated, left, List.of()))
                .isEmpty();
    }

    private static List<List<String>> choices(Operation operation, Household household) {
        List<List<String>> choices = new ArrayList<>();
        PlanCheck.starts(operation, household)
                .forEach(start -> extend(operation, start, operation.snapshot(), new ArrayList<>(), choices));
        return choices;
    }

    private static void extend(
            Operation operation, String place, Instant earliest, List<String> way, List<List<String>> choices) {
        if (place.equals(operation.destination())) {
            choices.add(List.copyOf(way));
            return;
        }
        for (Leg leg : operation.legs()) {
            if (leg.from().equals(place) && !leg.departs().isBefore(earliest)) {
                way.add(leg.id());
                Instant then = leg.arrives().plus(Duration.ofMinutes(operation.minConnectionMinutes()));
                extend(operation, leg.to(), then, way, choices);
                way.remove(way.size() - 1);
            }
        }
    }
}
