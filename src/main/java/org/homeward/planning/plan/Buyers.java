package org.homeward.planning.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Parties alike who buy what is best for them. The cheapest way to each arrival is found once for all; the gain of each
 * arrival is a line over their weight, and the highest lines make an envelope. A cost stands as the cheapest and a weight:
 * how many ways, counted by how near they are, cost about that. One per thread.
 */
final class Buyers {

    /** So many times the blur apart, nothing is shared. */
    private static final double FAR = 30;

    private static final double NONE = Double.POSITIVE_INFINITY;
    private static final double NOTHING = 1e-12;

    final double[] usage;

    private final Network network;
    private final int[] arrivals;
    private final double[] cost;
    private final double[] weight;
    /** By turn: what it costs to be there by a leg that arrives for it, and at all. */
    private final double[] arriving;

    private final double[] arrivingWeight;
    private final double[] waiting;
    private final double[] waitingWeight;
    /** By turn: the part of those there who have waited since the turn before. */
    private final double[] fromBefore;

    private final double[] there;
    private final double[] aboard;
    /** By place: whether those who buy begin there. */
    private final boolean[] begins;
    /** By leg: the blurred cost of an arrival at the destination. */
    private final double[] price;

    private final int[] line;
    private final double[] from;
    private int first;
    private int lines;

    private double[] prices = {};
    private double blur;
    private boolean bought;

    Buyers(Network network) {
        this.network = network;
        usage = new double[network.limits()];
        arrivals = IntStream.range(0, network.size)
                .filter(leg -> network.home[leg] && network.open[leg])
                .boxed()
                .sorted(Comparator.comparingDouble(leg -> network.worth[leg]))
                .mapToInt(leg -> leg)
                .toArray();
        cost = new double[network.size];
        weight = new double[network.size];
        arriving = new double[network.turns];
        arrivingWeight = new double[network.turns];
        waiting = new double[network.turns];
        waitingWeight = new double[network.turns];
        fromBefore = new double[network.turns];
        there = new double[network.turns];
        aboard = new double[network.size];
        begins = new boolean[network.places()];
        price = new double[network.size];
        line = new int[arrivals.length];
        from = new double[arrivals.length + 1];
    }

    /** @return what they gain all together; what they buy is added to {@link #usage} */
    double buy(Alike group, double[] prices, double blur) {
        this.prices = prices;
        this.blur = blur;
        bought = false;
        begin(group, true);
        search(group);
        envelope();
        double gain = choose(group);
        if (bought) {
            travel(group);
        }
        begin(group, false);
        return gain;
    }

    private void begin(Alike group, boolean there) {
        for (int place : network.starts[group.origin()]) {
            begins[place] = there;
        }
    }

    private void search(Alike group) {
        Arrays.fill(arriving, NONE);
        Arrays.fill(waiting, NONE);
        for (int leg = 0; leg < network.size; leg++) {
            int turn = network.turn[leg];
            waitFor(turn, turn > network.firstTurn[network.from[leg]]);
            boolean starts = begins[network.from[leg]];
            double soFar = starts ? 0 : waiting[turn];
            if (soFar == NONE || !isLargeEnough(group, leg)) {
                cost[leg] = NONE;
                price[leg] = NONE;
                continue;
            }
            cost[leg] = soFar + fare(group, leg);
            weight[leg] = starts ? 1 : waitingWeight[turn];
            if (network.home[leg]) {
                price[leg] = weight[leg] == 1 ? cost[leg] : cost[leg] - blur * Math.log(weight[leg]);
            } else {
                arrive(leg, network.next[leg]);
            }
        }
    }

    /** Those who are there at a turn: they arrive for it, or have waited since the turn before. */
    private void waitFor(int turn, boolean hasBefore) {
        double before = hasBefore ? waiting[turn - 1] : NONE;
        if (before == NONE) {
            waiting[turn] = arriving[turn];
            waitingWeight[turn] = arrivingWeight[turn];
            fromBefore[turn] = 0;
            return;
        }
        waiting[turn] = Math.min(before, arriving[turn]);
        double waited = waitingWeight[turn - 1] * near(before - waiting[turn]);
        double arrived = arriving[turn] == NONE ? 0 : arrivingWeight[turn] * near(arriving[turn] - waiting[turn]);
        waitingWeight[turn] = waited + arrived;
        fromBefore[turn] = waited / (waited + arrived);
    }

    private void arrive(int leg, int turn) {
        if (arriving[turn] == NONE) {
            arriving[turn] = cost[leg];
            arrivingWeight[turn] = weight[leg];
            return;
        }
        double cheapest = Math.min(arriving[turn], cost[leg]);
        arrivingWeight[turn] =
                arrivingWeight[turn] * near(arriving[turn] - cheapest) + weight[leg] * near(cost[leg] - cheapest);
        arriving[turn] = cheapest;
    }

    private double near(double apart) {
        if (apart == 0) {
            return 1;
        }
        return apart > FAR * blur ? 0 : Math.exp(-apart / blur);
    }

    private boolean isLargeEnough(Alike group, int leg) {
        int limit = leg * Network.KINDS;
        int[] needs = group.needs();
        int[] capacity = network.capacity;
        int day = network.quota[leg];
        return network.open[leg]
                && capacity[limit] >= needs[0]
                && capacity[limit + 1] >= needs[1]
                && capacity[limit + 2] >= needs[2]
                && capacity[limit + 3] >= needs[3]
                && (day < 0 || capacity[day] >= group.size());
    }

    private double fare(Alike group, int leg) {
        int limit = leg * Network.KINDS;
        int[] needs = group.needs();
        int day = network.quota[leg];
        return prices[limit] * needs[0]
                + prices[limit + 1] * needs[1]
                + prices[limit + 2] * needs[2]
                + prices[limit + 3] * needs[3]
                + (day < 0 ? 0 : prices[day] * group.size());
    }

    /** The arrivals that are best for some weight, from the weight from which each is; below the first, none is. */
    private void envelope() {
        lines = 0;
        for (int leg : arrivals) {
            if (price[leg] < NONE && network.worth[leg] > 0) {
                addLine(leg);
            }
        }
        first = 0;
        while (first < lines) {
            double pays = price[line[first]] / network.worth[line[first]];
            if (first + 1 == lines || crossing(line[first], line[first + 1]) > pays) {
                from[first] = pays;
                break;
            }
            first++;
        }
        for (int at = first + 1; at < lines; at++) {
            from[at] = crossing(line[at - 1], line[at]);
        }
        from[lines] = NONE;
    }

    private void addLine(int leg) {
        if (lines > 0 && network.worth[line[lines - 1]] == network.worth[leg]) {
            if (price[line[lines - 1]] <= price[leg]) {
                return;
            }
            lines--;
        }
        while (lines >= 2 && crossing(line[lines - 2], leg) <= crossing(line[lines - 2], line[lines - 1])) {
            lines--;
        }
        line[lines++] = leg;
    }

    private double crossing(int one, int other) {
        return (price[other] - price[one]) / (network.worth[other] - network.worth[one]);
    }

    private double choose(Alike group) {
        double gains = 0;
        int lowest = first - 1;
        for (Party party : group.parties()) {
            double spread = Math.min(2 * blur, 0.2 * party.weight);
            double low = party.weight - spread;
            double high = party.weight + spread;
            while (lowest + 1 < lines && from[lowest + 1] <= low) {
                lowest++;
            }
            double gain = spread == 0 ? 0 : gain(lowest, low, high);
            double moves = 1;
            if (party.told != null) {
                double stays = party.worthOf(party.told, network) - fare(party);
                double better = (stays - (gain - party.moving)) / blur;
                moves = better > FAR ? 0 : better < -FAR ? 1 : 1 / (1 + Math.exp(better));
                gains += Math.max(stays, gain - party.moving) + blur * Math.log1p(near(Math.abs(better) * blur));
                use(party, 1 - moves);
            } else {
                gains += gain - party.moving;
            }
            if (moves > 0 && spread > 0) {
                buy(lowest, low, high, moves);
            }
        }
        return gains;
    }

    /** The envelope, averaged over the weights from low to high. */
    private double gain(int lowest, double low, double high) {
        double gain = 0;
        for (int at = Math.max(lowest, first); at < lines && from[at] < high; at++) {
            double begin = Math.max(low, from[at]);
            double end = Math.min(high, from[at + 1]);
            gain += (end - begin) * ((begin + end) / 2 * network.worth[line[at]] - price[line[at]]);
        }
        return gain / (high - low);
    }

    private void buy(int lowest, double low, double high, double part) {
        for (int at = Math.max(lowest, first); at < lines && from[at] < high; at++) {
            double begin = Math.max(low, from[at]);
            double end = Math.min(high, from[at + 1]);
            aboard[line[at]] += part * (end - begin) / (high - low);
            bought = true;
        }
    }

    private double fare(Party party) {
        double fare = 0;
        for (int leg : party.told == null ? new int[0] : party.told) {
            for (int kind = 0; kind < Network.KINDS; kind++) {
                fare += prices[leg * Network.KINDS + kind] * party.needs[kind];
            }
            fare += network.quota[leg] < 0 ? 0 : prices[network.quota[leg]] * party.size;
        }
        return fare;
    }

    private void use(Party party, double part) {
        for (int leg : part < NOTHING || party.told == null ? new int[0] : party.told) {
            use(leg, party.needs, party.size, part);
        }
    }

    /** From the arrivals back to the origin, as many over each way as its cost lets share it. */
    private void travel(Alike group) {
        for (int leg = network.size - 1; leg >= 0; leg--) {
            int turn = network.turn[leg];
            double on = aboard[leg];
            aboard[leg] = 0;
            if (!network.home[leg] && cost[leg] < NONE && there[network.next[leg]] > 0) {
                int to = network.next[leg];
                on += there[to] * weight[leg] * near(cost[leg] - arriving[to]) / arrivingWeight[to];
            }
            if (on > NOTHING) {
                use(leg, group.needs(), group.size(), on);
                there[turn] += begins[network.from[leg]] ? 0 : on;
            }
            if (there[turn] > 0 && fromBefore[turn] > 0) {
                there[turn - 1] += there[turn] * fromBefore[turn];
                there[turn] *= 1 - fromBefore[turn];
            }
        }
        Arrays.fill(there, 0);
    }

    private void use(int leg, int[] needs, int size, double times) {
        for (int kind = 0; kind < Network.KINDS; kind++) {
            usage[leg * Network.KINDS + kind] += times * needs[kind];
        }
        if (network.quota[leg] >= 0) {
            usage[network.quota[leg]] += times * size;
        }
    }
}
