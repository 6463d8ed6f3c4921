package org.homeward.planning.plan;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.homeward.planning.plan.Operation.Household;
import org.jspecify.annotations.Nullable;

/** Says in plain words what kept a household back. */
final class Reasons {

    private static final int NO_WAY = Integer.MAX_VALUE;
    private static final int NO_QUOTA = -2;
    private static final String WITHIN_REACH = "within their reach";
    private static final List<String> PLACES =
            List.of("seats", "wheelchair places", "stretcher places", "kilograms of baggage");

    private record Kind(int origin, @Nullable Instant notBefore, List<Integer> needs) {}

    private final Network network;
    private final Room room;
    private final Room all;
    private final int[] fewest;
    private final int[] chosen;
    private final Map<Kind, String> said = new HashMap<>();
    /** Of the legs that share this quota only those from one place are looked at. */
    private int guarded = NO_QUOTA;

    private int crossing;

    Reasons(Network network, Room room) {
        this.network = network;
        this.room = room;
        all = new Room(network);
        fewest = new int[network.turns];
        chosen = new int[network.turns];
    }

    String whyLeft(Party party) {
        int[] needs = party.needs;
        String why = said.computeIfAbsent(
                new Kind(party.origin, party.household.notBefore(), List.of(needs[0], needs[1], needs[2], needs[3])),
                same -> whatIsLacking(party));
        return lostSeats(party.household) + why;
    }

    private String lostSeats(Household household) {
        if (household.frozen()) {
            return "Their seats were frozen, but can no longer be travelled as told. ";
        }
        return household.seatedOn().isEmpty() ? "" : "They had been told other seats. ";
    }

    private String whatIsLacking(Party party) {
        String origin = network.confined[party.origin] ? WITHIN_REACH : party.household.origin();
        if (network.size == 0) {
            return "There is no movement at all.";
        }
        if (network.confined[party.origin] && !anythingLeavesFor(party)) {
            return "No movement leaves from where they can get to.";
        }
        if (wayLackingLeast(party, network.capacity, false) == null) {
            return "No movements that leave after the snapshot lead from " + origin + " to the destination.";
        }
        List<String> lacks = lackingAtLeast(party, all);
        if (!lacks.isEmpty()) {
            return "No vehicle on any way from " + origin
                    + " holds this family whole, beside those who stay where they are: " + String.join("; ", lacks)
                    + ".";
        }
        lacks = lackingAtLeast(party, room);
        return lacks.isEmpty()
                ? "To seat them would be worth nothing."
                : "Kept back, on the way that lacks least, by " + String.join("; ", lacks) + ".";
    }

    private boolean anythingLeavesFor(Party party) {
        return IntStream.range(0, network.size)
                .anyMatch(leg -> network.open[leg] && network.begins(party.origin, network.from[leg]));
    }

    /**
     * What is lacking on the way that lacks least. The search looks at each leg for itself: where two legs share a quota, ways
     * that take but one of them are looked at too.
     */
    private List<String> lackingAtLeast(Party party, Room in) {
        int[] way = requireNonNull(wayLackingLeast(party, in.left, true));
        List<String> least = lacking(party, way, in.left);
        for (int leg : way) {
            if (goesTwiceOver(network.quota[leg], way)) {
                guarded = network.quota[leg];
                crossing = network.from[leg];
                int @Nullable [] other = wayLackingLeast(party, in.left, true);
                List<String> lacks = other == null ? least : lacking(party, other, in.left);
                least = lacks.size() < least.size() ? lacks : least;
            }
        }
        guarded = NO_QUOTA;
        return least;
    }

    private boolean goesTwiceOver(int day, int[] way) {
        return day >= 0
                && IntStream.of(way).filter(leg -> network.quota[leg] == day).count() > 1;
    }

    /** The way home on which the fewest limits lack places, the earlier arrival first. */
    private int @Nullable [] wayLackingLeast(Party party, int[] left, boolean counts) {
        Arrays.fill(fewest, NO_WAY);
        for (int leg = network.size - 1; leg >= 0; leg--) {
            int ahead = network.home[leg] ? 0 : fewest[network.next[leg]];
            int turn = network.turn[leg];
            int lacks = NO_WAY;
            if (network.open[leg]
                    && ahead < NO_WAY
                    && (network.quota[leg] != guarded || network.from[leg] == crossing)) {
                lacks = ahead + (counts ? lacking(party, leg, left) : 0);
            }
            boolean better = lacks < NO_WAY && lacks <= fewest[turn + 1];
            fewest[turn] = better ? lacks : fewest[turn + 1];
            chosen[turn] = better ? leg : chosen[turn + 1];
        }
        return IntStream.of(party.begins)
                .filter(turn -> fewest[turn] < NO_WAY)
                .boxed()
                .min(Comparator.comparing(turn -> fewest[turn]))
                .map(this::from)
                .orElse(null);
    }

    private int lacking(Party party, int leg, int[] left) {
        int lacking = network.quota[leg] >= 0 && left[network.quota[leg]] < party.size ? 1 : 0;
        for (int kind = 0; kind < Network.KINDS; kind++) {
            lacking += left[leg * Network.KINDS + kind] < party.needs[kind] ? 1 : 0;
        }
        return lacking;
    }

    private int[] from(int start) {
        List<Integer> way = new ArrayList<>();
        int leg = chosen[start];
        way.add(leg);
        while (!network.home[leg]) {
            leg = chosen[network.next[leg]];
            way.add(leg);
        }
        return way.stream().mapToInt(one -> one).toArray();
    }

    private List<String> lacking(Party party, int[] way, int[] left) {
        List<String> lacks = new ArrayList<>();
        for (int leg : way) {
            for (int kind = 0; kind < Network.KINDS; kind++) {
                int limit = leg * Network.KINDS + kind;
                if (left[limit] < party.needs[kind]) {
                    lacks.add("the " + PLACES.get(kind) + " of "
                            + network.legs.get(leg).id() + " (" + party.needs[kind] + " needed, " + left[limit]
                            + " left)");
                }
            }
        }
        IntStream.of(way)
                .map(leg -> network.quota[leg])
                .filter(day -> day >= 0)
                .distinct()
                .forEach(day -> lacksDay(party, way, day, left, lacks));
        return lacks;
    }

    private void lacksDay(Party party, int[] way, int day, int[] left, List<String> lacks) {
        int needed = party.size
                * (int) IntStream.of(way)
                        .filter(leg -> network.quota[leg] == day)
                        .count();
        if (left[day] < needed) {
            lacks.add("the quota of " + network.name(day) + " (" + needed + " needed, " + left[day] + " left"
                    + (network.isOverdrawn(day) ? ", as it admits fewer than are frozen)" : ")"));
        }
    }
}
