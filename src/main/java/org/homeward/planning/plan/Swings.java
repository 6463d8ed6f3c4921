package org.homeward.planning.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Prices that move together: those of departures that follow one another on one route, at any scale from two to all; and
 * against each other those of a quota and its convoys, of flights and the convoys that meet them. A search for prices that
 * may move them so gets on much faster than one that must move each alone.
 */
final class Swings {

    private static final double LARGE = 100;
    private static final double TRADE = 6;

    /** Limits whose prices rise, and others whose prices fall with that. */
    record Swing(int[] up, int[] down, double ease) {

        Swing back() {
            return new Swing(down, up, ease);
        }

        /** How the bound changes where it begins, if a price of zero stays at zero. */
        double slope(double[] slope, double[] prices) {
            double sum = 0;
            for (int limit : up) {
                sum += slope[limit];
            }
            for (int limit : down) {
                sum -= prices[limit] > 0 ? slope[limit] : 0;
            }
            return sum;
        }

        double[] applied(double[] prices, double by) {
            double[] after = prices.clone();
            for (int limit : up) {
                after[limit] += by;
            }
            for (int limit : down) {
                after[limit] = Math.max(0, after[limit] - by);
            }
            return after;
        }
    }

    private final Network network;
    private final List<Swing> swings = new ArrayList<>();
    /** All departures of a hub from any one on against all that arrives for them, and the other way round. */
    final List<Swing> late = new ArrayList<>();
    /** The same with some departures that follow one another. */
    final List<Swing> some = new ArrayList<>();

    Swings(Network network) {
        this.network = network;
        for (int kind = 0; kind < Network.KINDS; kind++) {
            neighbours(kind);
        }
        quotas();
        for (int place = 0; place < places(); place++) {
            hub(place);
        }
    }

    private int places() {
        return network.firstTurn.length - 1;
    }

    private void neighbours(int kind) {
        Map<String, List<Integer>> routes = new TreeMap<>();
        for (int leg = 0; leg < network.size; leg++) {
            int limit = leg * Network.KINDS + kind;
            if (network.capacity[limit] > 0) {
                add(routes, "route " + network.from[leg] + " " + network.to[leg], limit);
                add(routes, network.home[leg] ? "home" : "there", limit);
                if (!network.home[leg]) {
                    add(routes, "from " + network.from[leg], limit);
                    add(routes, "to " + network.to[leg], limit);
                }
            }
        }
        routes.values().forEach(this::neighbours);
    }

    private static void add(Map<String, List<Integer>> routes, String route, int limit) {
        routes.computeIfAbsent(route, none -> new ArrayList<>()).add(limit);
    }

    private void neighbours(List<Integer> route) {
        int length = 1;
        do {
            length *= 2;
            for (int at = 0; at < route.size(); at += length) {
                together(route.subList(at, Math.min(at + length, route.size())).stream()
                        .mapToInt(limit -> limit)
                        .toArray());
            }
        } while (length < route.size());
    }

    private void together(int[] limits) {
        double all = Arrays.stream(limits)
                .mapToDouble(limit -> network.capacity[limit])
                .sum();
        if (limits.length > 1) {
            swings.add(new Swing(limits, new int[0], limits.length / Math.max(1, all)));
        }
    }

    private void quotas() {
        together(IntStream.range(network.firstQuota(), network.limits()).toArray());
        for (int limit = network.firstQuota(); limit < network.limits(); limit++) {
            int day = limit;
            int[] legs = IntStream.range(0, network.size)
                    .filter(leg -> network.quota[leg] == day)
                    .toArray();
            trade(new int[] {day}, legs);
            for (int origin :
                    Arrays.stream(legs).map(leg -> network.from[leg]).distinct().toArray()) {
                int[] some = Arrays.stream(legs)
                        .filter(leg -> network.from[leg] == origin)
                        .toArray();
                if (some.length < legs.length) {
                    trade(new int[] {day}, some);
                }
            }
        }
    }

    private void hub(int place) {
        int[] arriving = IntStream.range(0, network.size)
                .filter(leg -> network.to[leg] == place && !network.home[leg])
                .toArray();
        int begin = network.firstTurn[place];
        int end = network.firstTurn[place + 1] - 1;
        for (int length = 1; length < 2 * (end - begin); length *= 2) {
            for (int at = begin; at < end; at += length) {
                int to = Math.min(at + length, end);
                trade(seats(at, to), meeting(arriving, at, to));
            }
        }
        for (int turn = begin; turn < end; turn++) {
            trade(late, turn, end, arriving);
            for (int length = 1; length < end - turn; length *= 2) {
                trade(some, turn, turn + length, arriving);
            }
        }
    }

    private void trade(List<Swing> trades, int from, int to, int[] arriving) {
        Swing swing = new Swing(seats(from, to), seats(meeting(arriving, from, to)), 1);
        if (swing.down.length > 0) {
            trades.add(swing);
            trades.add(swing.back());
        }
    }

    private int[] seats(int from, int to) {
        return IntStream.range(from, to)
                .map(turn -> network.legAt[turn] * Network.KINDS)
                .toArray();
    }

    private static int[] seats(int[] legs) {
        return Arrays.stream(legs).map(leg -> leg * Network.KINDS).toArray();
    }

    private int[] meeting(int[] arriving, int from, int to) {
        return Arrays.stream(arriving)
                .filter(leg -> network.next[leg] >= from && network.next[leg] < to)
                .toArray();
    }

    private void trade(int[] up, int[] legs) {
        if (legs.length > 0) {
            swings.add(new Swing(up, seats(legs), TRADE / (Math.min(network.capacity[up[0]], LARGE) + 1)));
        }
    }

    /** Turns a slope into a direction in which prices that belong together move together. */
    void apply(double[] slope, boolean[] held, double[] direction) {
        for (int limit = 0; limit < slope.length; limit++) {
            direction[limit] = held[limit] ? 0 : slope[limit] / Math.max(1, network.capacity[limit]);
        }
        for (Swing swing : swings) {
            double by = (sum(slope, held, swing.up) - sum(slope, held, swing.down)) * swing.ease;
            move(direction, held, swing.up, by);
            move(direction, held, swing.down, -by);
        }
    }

    private static double sum(double[] slope, boolean[] held, int[] limits) {
        double sum = 0;
        for (int limit : limits) {
            sum += held[limit] ? 0 : slope[limit];
        }
        return sum;
    }

    private static void move(double[] direction, boolean[] held, int[] limits, double by) {
        for (int limit : limits) {
            direction[limit] += held[limit] ? 0 : by;
        }
    }
}
