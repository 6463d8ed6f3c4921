package org.homeward.planning.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.homeward.planning.plan.Swings.Swing;
import org.jspecify.annotations.Nullable;

/**
 * Searches the prices at which the bound is lowest: down the slope of the blurred bound, with what the last steps taught
 * about its curvature (limited-memory quasi-Newton), never below zero; then with less blur, and so on.
 */
final class PriceSearch {

    private static final int MEMORY = 30;
    private static final int MOST_STEPS = 150;
    private static final int STEPS_AT_LEAST = 20;
    private static final double SUFFICIENT = 1e-4;
    private static final double LITTLE = 5e-7;
    private static final double FIRST_BLUR = 2e-3;
    private static final double LAST_BLUR = 1e-5;
    private static final double SHARP = 1e-9;
    /** How far a trade begins to move prices, and within what it is seen which to try; parts of what one person weighs. */
    private static final double FIRST_TRADE = 1e-4;

    private static final double LOOK = 1e-4;
    /** After so many trades in vain none is tried any more. */
    private static final int VAIN = 400;

    /** One step of the search, and how the slope changed along it. */
    private record Step(double[] way, double[] bend) {}

    private final Network network;
    private final Demand demand;
    private final Swings swings;
    private final BooleanSupplier over;
    private final List<Step> steps = new ArrayList<>();
    private final double[] usage;
    private final double[] slope;
    private final double[] direction;
    private final double[] scratch;
    private final boolean[] held;
    private final double worthOfOne;

    private double[] prices;
    private double bound;

    /** @param over whether to stop now with what there is */
    PriceSearch(Network network, List<Party> parties, double[] guess, int threads, BooleanSupplier over) {
        this.network = network;
        this.over = over;
        demand = new Demand(network, parties, threads);
        swings = new Swings(network);
        prices = guess;
        usage = new double[guess.length];
        slope = new double[guess.length];
        direction = new double[guess.length];
        scratch = new double[guess.length];
        held = new boolean[guess.length];
        worthOfOne = parties.stream().mapToDouble(Party::weightOfOne).average().orElse(0);
    }

    /** Sharpens the blur step by step, and again from where that led as long as it helps. */
    double[] search() {
        double[] best = prices;
        double lowest = demand.at(prices, usage, SHARP * worthOfOne);
        while (worthOfOne > 0 && !over.getAsBoolean()) {
            for (double blur = FIRST_BLUR; blur > LAST_BLUR && !over.getAsBoolean(); blur /= 2) {
                descend(blur * worthOfOne);
            }
            trade(swings.late, LAST_BLUR * worthOfOne);
            trade(swings.some, LAST_BLUR * worthOfOne);
            double reached = demand.at(prices, usage, SHARP * worthOfOne);
            boolean helped = reached < lowest - LITTLE * Math.abs(lowest);
            if (reached < lowest) {
                lowest = reached;
                best = prices;
            }
            if (!helped) {
                break;
            }
        }
        return best;
    }

    private void descend(double blur) {
        steps.clear();
        bound = demand.at(prices, usage, blur);
        slope(slope);
        int slow = 0;
        for (int step = 0; step < MOST_STEPS && slow < STEPS_AT_LEAST && !over.getAsBoolean(); step++) {
            double was = bound;
            hold();
            aim(blur);
            if (!step(blur)) {
                if (steps.isEmpty()) {
                    return;
                }
                steps.clear();
            }
            slow = was - bound < LITTLE * Math.abs(bound) ? slow + 1 : 0;
        }
    }

    /** Where no step helps any more, many prices of a hub moved at once by the same may still do. */
    private void trade(List<Swing> trades, double blur) {
        Set<Swing> vain = new HashSet<>();
        while (vain.size() < VAIN && !over.getAsBoolean()) {
            demand.at(prices, usage, LOOK * worthOfOne);
            slope(slope);
            bound = demand.at(prices, usage, blur);
            @Nullable Swing steepest = null;
            double fall = -1;
            for (Swing swing : trades) {
                double falls = swing.slope(slope, prices);
                if (falls < fall && !vain.contains(swing)) {
                    fall = falls;
                    steepest = swing;
                }
            }
            if (steepest == null) {
                return;
            }
            if (!follow(steepest, blur)) {
                vain.add(steepest);
            }
        }
    }

    /** @return whether the bound fell */
    private boolean follow(Swing swing, double blur) {
        double was = bound;
        for (double by = FIRST_TRADE * worthOfOne; !over.getAsBoolean(); by *= 2) {
            double[] after = swing.applied(prices, by);
            double reached = demand.at(after, usage, blur);
            if (reached >= bound) {
                break;
            }
            bound = reached;
            prices = after;
        }
        return bound < was - LITTLE * Math.abs(was);
    }

    private void slope(double[] slope) {
        for (int limit = 0; limit < slope.length; limit++) {
            slope[limit] = network.capacity[limit] - usage[limit];
        }
    }

    /** A price of zero that would fall, and the price of what there is none of, stay as they are. */
    private void hold() {
        for (int limit = 0; limit < held.length; limit++) {
            held[limit] = network.capacity[limit] == 0 || prices[limit] <= 0 && slope[limit] > 0;
        }
    }

    /** The usual two loops over the steps remembered. */
    private void aim(double blur) {
        double[] aim = slope.clone();
        for (int limit = 0; limit < aim.length; limit++) {
            aim[limit] = held[limit] ? 0 : aim[limit];
        }
        double[] parts = new double[steps.size()];
        double[] products = new double[steps.size()];
        for (int at = steps.size() - 1; at >= 0; at--) {
            Step step = steps.get(at);
            products[at] = dot(step.way, step.bend);
            if (products[at] > 0) {
                parts[at] = dot(step.way, aim) / products[at];
                add(aim, step.bend, -parts[at]);
            }
        }
        swings.apply(aim, held, direction);
        double scale = scale(blur);
        for (int limit = 0; limit < direction.length; limit++) {
            direction[limit] *= scale;
        }
        for (int at = 0; at < steps.size(); at++) {
            Step step = steps.get(at);
            if (products[at] > 0) {
                add(direction, step.way, parts[at] - dot(step.bend, direction) / products[at]);
            }
        }
    }

    private double scale(double blur) {
        if (steps.isEmpty()) {
            return blur;
        }
        Step last = steps.get(steps.size() - 1);
        swings.apply(last.bend, held, scratch);
        double bend = dot(last.bend, scratch);
        double product = dot(last.way, last.bend);
        return bend > 0 && product > 0 ? product / bend : blur;
    }

    private double dot(double[] one, double[] other) {
        double sum = 0;
        for (int limit = 0; limit < one.length; limit++) {
            sum += held[limit] ? 0 : one[limit] * other[limit];
        }
        return sum;
    }

    private void add(double[] to, double[] what, double times) {
        for (int limit = 0; limit < to.length; limit++) {
            to[limit] += held[limit] ? 0 : times * what[limit];
        }
    }

    /** @return whether the bound fell */
    private boolean step(double blur) {
        double[] before = prices;
        double length = 1;
        for (int attempt = 0; attempt < 12; attempt++) {
            double[] after = new double[before.length];
            double expected = 0;
            for (int limit = 0; limit < after.length; limit++) {
                after[limit] = Math.max(0, before[limit] - length * direction[limit]);
                expected += slope[limit] * (before[limit] - after[limit]);
            }
            double reached = demand.at(after, usage, blur);
            if (expected > 0 && reached <= bound - SUFFICIENT * expected) {
                remember(before, after);
                bound = reached;
                prices = after;
                return true;
            }
            length *= attempt < 2 ? 0.5 : 0.25;
        }
        return false;
    }

    private void remember(double[] before, double[] after) {
        double[] way = new double[before.length];
        double[] bend = slope.clone();
        slope(slope);
        double product = 0;
        double square = 0;
        for (int limit = 0; limit < way.length; limit++) {
            way[limit] = after[limit] - before[limit];
            bend[limit] = slope[limit] - bend[limit];
            product += way[limit] * bend[limit];
            square += bend[limit] * bend[limit];
        }
        if (product > 1e-14 * square) {
            steps.add(new Step(way, bend));
            if (steps.size() > MEMORY) {
                steps.remove(0);
            }
        }
    }
}
