package org.homeward.planning.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Plan.Left;
import org.homeward.planning.plan.Plan.Limit;
import org.homeward.planning.plan.Plan.Seated;
import org.jspecify.annotations.Nullable;

/**
 * Finds a plan for an operation, in three phases on two threads: the prices of all places, from a small picture of the operation
 * and searched on for the operation as it is; then the seats, greedily with parts of these prices in mind and made better family
 * by family; then the prices once more, until they prove how much better any plan could be.
 */
public final class Planner {

    /**
     * With these parts of the prices in mind, places go where they are needed most; with all of it, too many stay empty. Each
     * thread makes the best better that it has found with its own.
     */
    private static final double[][] PARTS = {{0.85, 0.5}, {0.65, 0.2}};

    /** Of the time for seating, the part for the prices, and that after which nobody waits for them any more. */
    private static final double PRICING = 0.4;

    private static final double LATEST = 0.6;

    /** Of the time for seating, the part after which nobody starts anew. */
    private static final double STARTED = 0.75;

    /** Streams times legs for which the flows are still found in memory; the largest operation of the design has a tenth. */
    private static final int MOST_FLOWS = 1_000_000;

    private static final int THREADS = 2;
    private static final double CENTS = 100;
    /** Worth that is lost or won in reckoning. */
    private static final double NOTHING = 1e-6;

    private final Pace pace;
    private final long began = System.nanoTime();
    private final Operation operation;
    private final Network network;
    private final List<Party> staying;
    private final List<Party> parties;
    private final Map<Household, int[]> ways = new IdentityHashMap<>();

    /**
     * How long to think.
     *
     * @param seating seconds after which the plan stands
     * @param proving seconds that the prices and the bound may take after that
     */
    public record Pace(double seating, double proving) {

        public static final Pace USUAL = new Pace(8.5, 16);
        /** For a change to what people have been told already. */
        public static final Pace QUICK = new Pace(1.5, 15);

        /** Quick where at least every twentieth household has been told its seats already: it is their plan that changes. */
        public static Pace of(Operation operation) {
            long told = operation.households().stream()
                    .filter(household -> !household.seatedOn().isEmpty())
                    .count();
            return told > 0 && told * 20 >= operation.households().size() ? QUICK : USUAL;
        }
    }

    private Planner(Operation operation, Pace pace) {
        this.pace = pace;
        this.operation = operation;
        network = new Network(operation);
        staying = parties(operation.households()).filter(Party::stays).toList();
        for (Party party : staying) {
            hold(party, party.told);
        }
        parties =
                parties(operation.households()).filter(party -> !party.stays()).toList();
    }

    private Stream<Party> parties(List<Household> households) {
        return households.stream().map(household -> new Party(household, network, operation.objective()));
    }

    private void hold(Party party, int @Nullable [] way) {
        if (way != null) {
            network.hold(party, way);
            ways.put(party.household, way);
        }
    }

    /** Plans at the usual pace, or quickly if people have been told their seats already. */
    public static Plan plan(Operation operation) {
        return plan(operation, Pace.of(operation));
    }

    public static Plan plan(Operation operation, Pace pace) {
        Planner planner = new Planner(operation, pace);
        UnprovenPlan found = planner.find();
        return found.with(planner.prove(found, pace.seating + pace.proving));
    }

    /** As {@link #plan(Operation)}, but leaves the bound to {@link #prove}. */
    public static UnprovenPlan find(Operation operation) {
        return find(operation, Pace.of(operation));
    }

    public static UnprovenPlan find(Operation operation, Pace pace) {
        return new Planner(operation, pace).find();
    }

    /**
     * Proves, also much later and elsewhere, how much better than this plan any could be.
     *
     * @param operation for which it was found
     */
    public static Proof prove(Operation operation, UnprovenPlan found) {
        Pace pace = Pace.of(operation);
        return new Planner(operation, pace).prove(found, pace.proving);
    }

    /**
     * Seats on from a plan in what is free: who is left gets it, whoever gets home sooner by it moves up, and so on while that
     * helps. Nobody gets less for another's sake but among those who need the same.
     *
     * @param operation that for which the plan was found, or one with more room
     */
    public static UnprovenPlan seatOn(Operation operation, UnprovenPlan plan) {
        return new Planner(operation, Pace.of(operation)).seatOn(plan);
    }

    private UnprovenPlan seatOn(UnprovenPlan plan) {
        Map<String, List<String>> found =
                plan.seated().stream().collect(Collectors.toMap(Seated::household, Seated::legs));
        Seating seating = new Seating(network, parties);
        for (int party = 0; party < parties.size(); party++) {
            List<String> legs = found.get(parties.get(party).household.id());
            seating.seats.put(party, legs == null ? null : network.way(legs));
        }
        double was = Double.NEGATIVE_INFINITY;
        while (seating.seats.worth > was + NOTHING && !isAfter(pace.seating)) {
            was = seating.seats.worth;
            seating.settle();
        }
        return describe(seating.seats, new double[network.limits()]);
    }

    private UnprovenPlan find() {
        CompletableFuture<double[]> prices =
                CompletableFuture.supplyAsync(this::guess).thenApply(guess -> search(guess, pace.seating * PRICING));
        Seating greedy = new Seating(network, parties).greedily();
        if (anyoneTold()) {
            greedy = betterOf(greedy, new Seating(network, parties).byWeight());
        }
        double[] unknown = new double[network.limits()];
        double[] known = prices.copy()
                .completeOnTimeout(unknown, Math.max(0, nanosUntil(pace.seating * LATEST)), TimeUnit.NANOSECONDS)
                .join();
        Seating first = greedy;
        Seating seating = Arrays.stream(PARTS)
                .parallel()
                .map(parts -> seat(first, parts, known))
                .reduce(Planner::betterOf)
                .orElse(first);
        return describe(seating.seats, prices.getNow(unknown));
    }

    /** @param until seconds since this began */
    private Proof prove(UnprovenPlan found, double until) {
        double[] from = Arrays.stream(found.prices()).allMatch(price -> price == 0) ? guess() : found.prices();
        double[] prices = search(from, until);
        double bound = new Bound(network, parties).at(prices) + worthOfThoseWhoStay();
        return new Proof(Math.max(found.objective(), bound), limits(prices));
    }

    /** The prices of the flows over merged legs; all zero if they cannot be had. */
    private double[] guess() {
        if (!Flows.areAvailable()) {
            return new double[network.limits()]; // the plan is less good without, and the bound as true
        }
        MergedLegs merged = new MergedLegs(operation, network);
        if (Flows.size(merged.network, parties) > MOST_FLOWS) {
            return new double[network.limits()]; // each takes memory of the solver's own
        }
        List<Party> same = parties.stream()
                .map(party -> new Party(party.household, merged.network, operation.objective()))
                .toList();
        Seating greedy = new Seating(merged.network, same).greedily();
        return merged.spread(new Flows(merged.network, same, greedy.seats).prices());
    }

    private double[] search(double[] from, double until) {
        return new PriceSearch(network, parties, from, THREADS, () -> isAfter(until)).search();
    }

    private Seating seat(Seating greedy, double[] parts, double[] prices) {
        Seating best = new Seating(network, parties).as(greedy);
        for (double part : parts) {
            if (isAfter(pace.seating * STARTED) || Arrays.stream(prices).allMatch(price -> price == 0)) {
                break; // nothing is scarce, or the prices came too late
            }
            double[] some = Arrays.stream(prices).map(price -> part * price).toArray();
            best = betterOf(best, new Seating(network, parties).greedily(some));
        }
        double began = secondsSinceBegin();
        new Mending(network, parties, best.seats, prices)
                .mend(() -> isAfter(pace.seating) ? 1 : (secondsSinceBegin() - began) / (pace.seating - began));
        return best.settle();
    }

    private boolean anyoneTold() {
        return parties.stream().anyMatch(party -> party.moving > 0);
    }

    private static Seating betterOf(Seating one, Seating other) {
        return other.seats.worth > one.seats.worth ? other : one;
    }

    private double secondsSinceBegin() {
        return (System.nanoTime() - began) / 1e9;
    }

    private long nanosUntil(double seconds) {
        return (long) ((seconds - secondsSinceBegin()) * 1e9);
    }

    private boolean isAfter(double seconds) {
        return secondsSinceBegin() > seconds;
    }

    private UnprovenPlan describe(Seats seats, double[] prices) {
        double seconds = secondsSinceBegin();
        Reasons reasons = new Reasons(network, seats.room);
        List<Left> left = new ArrayList<>();
        for (int number = 0; number < parties.size(); number++) {
            Party party = parties.get(number);
            int @Nullable [] way = seats.ways[number];
            if (way == null) {
                left.add(new Left(party.household.id(), reasons.whyLeft(party)));
            } else {
                ways.put(party.household, way);
            }
        }
        return new UnprovenPlan(seats.worth + worthOfThoseWhoStay(), seconds, seated(), left, prices);
    }

    private double worthOfThoseWhoStay() {
        return staying.stream()
                .mapToDouble(party -> party.worthOf(party.told, network))
                .sum();
    }

    private List<Seated> seated() {
        return ways.entrySet().stream()
                .map(way -> new Seated(way.getKey().id(), network.ids(way.getValue())))
                .sorted(Comparator.comparing(Seated::household))
                .toList();
    }

    private List<Limit> limits(double[] prices) {
        return IntStream.range(0, prices.length)
                .mapToObj(limit -> new Limit(network.name(limit), Math.round(prices[limit] * CENTS) / CENTS))
                .filter(limit -> limit.worthOfOneMore() > 0)
                .sorted(Comparator.comparingDouble(limit -> -limit.worthOfOneMore()))
                .toList();
    }
}
