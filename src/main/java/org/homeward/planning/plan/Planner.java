package org.homeward.planning.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Plan.Left;
import org.homeward.planning.plan.Plan.Limit;
import org.homeward.planning.plan.Plan.Seated;
import org.jspecify.annotations.Nullable;

/**
 * Finds a plan for an operation: seats everybody greedily while the prices of all places are reckoned from a small picture of
 * the operation, seats everybody again with those prices in mind, takes the best plan and improves it family by family. The
 * prices, searched further for the operation as it is, also prove how much better any plan could be.
 */
public final class Planner {

    /** With these parts of the prices in mind, places go where they are needed most; with all of it, too many stay empty. */
    private static final double[] PARTS = {0.35, 0.5, 0.8, 0.2};

    /** Of the time for seating, the part after which nobody starts anew. */
    private static final double LATEST = 0.7;

    private static final int THREADS = 2;
    private static final double CENTS = 100;

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

        /** Quick where at least every fourth household has been told its seats already: it is their plan that changes. */
        public static Pace of(Operation operation) {
            long told = operation.households().stream()
                    .filter(household -> !household.seatedOn().isEmpty())
                    .count();
            return told * 4 >= operation.households().size() && told > 0 ? QUICK : USUAL;
        }
    }

    private Planner(Operation operation, Pace pace) {
        this.pace = pace;
        this.operation = operation;
        network = new Network(operation);
        List<Party> all = operation.households().stream()
                .map(household -> new Party(household, network, operation.objective()))
                .toList();
        staying = all.stream().filter(Party::stays).toList();
        parties = all.stream().filter(party -> !party.stays()).toList();
        for (Party party : staying) {
            hold(party, party.told);
        }
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
        return new Planner(operation, pace).plan();
    }

    private Plan plan() {
        CompletableFuture<double[]> guess = CompletableFuture.supplyAsync(this::guess);
        CompletableFuture<double[]> proven = guess.thenApplyAsync(this::search);
        Seating seating = new Seating(network, parties).greedily();
        if (anyoneTold()) {
            seating = betterOf(seating, new Seating(network, parties).byWeight());
        }
        double[] unknown = new double[network.limits()];
        double[] prices = guess.copy()
                .completeOnTimeout(unknown, Math.max(0, nanosUntil(pace.seating * LATEST)), TimeUnit.NANOSECONDS)
                .join();
        seating = better(seating, prices).improve(prices, () -> isAfter(pace.seating));
        double seconds = secondsSinceBegin();
        return describe(seating.seats, seconds, proven.join());
    }

    /** The prices of the flows over merged legs; all zero if they cannot be had. */
    private double[] guess() {
        if (!Flows.areAvailable()) {
            return new double[network.limits()]; // the plan is less good without, and the bound as true
        }
        MergedLegs merged = new MergedLegs(operation, network);
        List<Party> same = parties.stream()
                .map(party -> new Party(party.household, merged.network, operation.objective()))
                .toList();
        Seating greedy = new Seating(merged.network, same).greedily();
        return merged.spread(new Flows(merged.network, same, greedy.seats).prices());
    }

    private double[] search(double[] guess) {
        return new PriceSearch(network, parties, guess, THREADS, () -> isAfter(pace.seating + pace.proving)).search();
    }

    private Seating better(Seating seating, double[] prices) {
        Seating best = seating;
        if (Arrays.stream(prices).allMatch(price -> price == 0)) {
            return best; // nothing is scarce, or the prices came too late
        }
        for (double part : PARTS) {
            if (isAfter(pace.seating * LATEST)) {
                break;
            }
            double[] some = IntStream.range(0, prices.length)
                    .mapToDouble(limit -> part * prices[limit])
                    .toArray();
            best = betterOf(best, new Seating(network, parties).greedily(some));
        }
        return best;
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

    private Plan describe(Seats seats, double seconds, double[] prices) {
        double stays = staying.stream()
                .mapToDouble(party -> party.worthOf(party.told, network))
                .sum();
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
        double bound = Math.max(seats.worth, new Bound(network, parties).at(prices));
        return new Plan(seats.worth + stays, bound + stays, seconds, seated(), left, limits(prices));
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
