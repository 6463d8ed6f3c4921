package org.homeward.planning.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Quota;

/**
 * A small picture of an operation: departures that follow one another are merged into one large one. Those of one place that
 * go home make twenty; the others are merged by route, exit, day and what they meet. Within one, a place is worth about the
 * same.
 */
final class MergedLegs {

    private static final int PARTS = 20;
    private static final int NONE = -1;

    /** The picture, with the room that is left by those who stay where they are. */
    final Network network;

    private final Network whole;
    /** By leg: the number of the large one it is part of, which is its name in the picture too. */
    private final int[] partOf;

    private final List<List<Integer>> parts = new ArrayList<>();
    private final Map<List<Integer>, Integer> numbers = new HashMap<>();

    MergedLegs(Operation operation, Network whole) {
        this.whole = whole;
        partOf = new int[whole.size];
        Arrays.fill(partOf, NONE);
        mergeThoseHome();
        mergeTheOthers();
        network = new Network(operation.with(
                operation.households(),
                IntStream.range(0, parts.size()).mapToObj(this::merged).toList(),
                quotas(operation)));
    }

    private void mergeThoseHome() {
        Map<List<Integer>, List<Integer>> leaving = new LinkedHashMap<>();
        for (int leg = 0; leg < whole.size; leg++) {
            if (whole.home[leg] && whole.open[leg]) {
                leaving.computeIfAbsent(List.of(whole.from[leg], whole.quota[leg]), none -> new ArrayList<>())
                        .add(leg);
            }
        }
        leaving.forEach((from, legs) -> {
            for (int at = 0; at < legs.size(); at++) {
                merge(legs.get(at), List.of(from.get(0), from.get(1), at * PARTS / Math.max(PARTS, legs.size())));
            }
        });
    }

    /** From the last departure back, so that it is known what each leg meets. */
    private void mergeTheOthers() {
        for (int leg = whole.size - 1; leg >= 0; leg--) {
            int meets = whole.home[leg] ? NONE : whole.legAt[whole.next[leg]];
            if (meets != NONE && whole.open[leg] && partOf[meets] != NONE) {
                merge(leg, List.of(whole.from[leg], whole.to[leg], whole.quota[leg], partOf[meets]));
            }
        }
    }

    private void merge(int leg, List<Integer> key) {
        partOf[leg] = numbers.computeIfAbsent(key, none -> parts.size());
        if (partOf[leg] == parts.size()) {
            parts.add(new ArrayList<>());
        }
        parts.get(partOf[leg]).add(leg);
    }

    /** Home it leaves with the last of them, so that whoever meets one of them meets it. */
    private Leg merged(int part) {
        List<Integer> members = parts.get(part);
        Leg one = whole.legs.get(members.get(0));
        boolean home = whole.home[members.get(0)];
        LongStream departures =
                members.stream().mapToLong(leg -> whole.legs.get(leg).departs().toEpochMilli());
        LongStream arrivals =
                members.stream().mapToLong(leg -> whole.legs.get(leg).arrives().toEpochMilli());
        long departs = (home ? departures.max() : departures.min()).orElseThrow();
        long arrives =
                home ? (long) arrivals.average().orElseThrow() : arrivals.min().orElseThrow();
        return new Leg(
                String.valueOf(part),
                one.kind(),
                one.from(),
                one.to(),
                Instant.ofEpochMilli(departs),
                Instant.ofEpochMilli(arrives),
                one.exit(),
                room(members, 0),
                room(members, 1),
                room(members, 2),
                room(members, 3));
    }

    private int room(List<Integer> members, int kind) {
        long room = members.stream()
                .mapToLong(leg -> whole.capacity[leg * Network.KINDS + kind])
                .sum();
        return (int) Math.min(room, Integer.MAX_VALUE);
    }

    private List<Quota> quotas(Operation operation) {
        return IntStream.range(0, operation.quotas().size())
                .mapToObj(number -> new Quota(
                        operation.quotas().get(number).exit(),
                        operation.quotas().get(number).day(),
                        whole.capacity[whole.firstQuota() + number]))
                .toList();
    }

    /** The prices of the picture, for the operation itself: each leg at the price of the large one. */
    double[] spread(double[] prices) {
        int[] legOf = new int[parts.size()];
        for (int leg = 0; leg < network.size; leg++) {
            legOf[Integer.parseInt(network.legs.get(leg).id())] = leg;
        }
        double[] spread = new double[whole.limits()];
        for (int leg = 0; leg < whole.size; leg++) {
            if (partOf[leg] != NONE) {
                int from = legOf[partOf[leg]] * Network.KINDS;
                System.arraycopy(prices, from, spread, leg * Network.KINDS, Network.KINDS);
            }
        }
        int quotas = whole.limits() - whole.firstQuota();
        System.arraycopy(prices, network.firstQuota(), spread, whole.firstQuota(), quotas);
        return spread;
    }
}
