package org.homeward.planning.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Parties of one origin that need the same, the lightest first: they share one search for the cheapest ways. */
record Alike(int origin, int size, int[] needs, Party[] parties) {

    /** With more groups than these, baggage is counted roughly: the bound itself is reckoned family by family at the end. */
    private static final int MANY = 400;

    private static final int ROUGHLY = 4;

    static List<Alike> among(List<Party> parties, Network network) {
        double most = parties.stream().mapToDouble(Alike::baggageOfOne).max().orElse(0);
        if (!baggageCounts(most, network)) {
            return among(parties, false, party -> 0);
        }
        List<Alike> groups = among(parties, true, party -> party.needs[3]);
        return groups.size() <= MANY
                ? groups
                : among(parties, true, party -> (int) (ROUGHLY * baggageOfOne(party) / (most + 1)));
    }

    private static List<Alike> among(List<Party> parties, boolean withBaggage, ToIntFunction<Party> baggage) {
        Map<List<Integer>, List<Party>> groups = new LinkedHashMap<>();
        for (Party party : parties) {
            int[] needs = party.needs;
            groups.computeIfAbsent(
                            List.of(party.origin, needs[0], needs[1], needs[2], baggage.applyAsInt(party)),
                            key -> new ArrayList<>())
                    .add(party);
        }
        return groups.values().stream().map(group -> of(group, withBaggage)).toList();
    }

    private static Alike of(List<Party> parties, boolean withBaggage) {
        Party[] lightestFirst = parties.stream()
                .sorted(Comparator.comparingDouble(party -> party.weight))
                .toArray(Party[]::new);
        Party one = lightestFirst[0];
        int[] needs = one.needs.clone();
        double baggage =
                parties.stream().mapToInt(party -> party.needs[3]).average().orElse(0);
        needs[3] = withBaggage ? (int) Math.round(baggage) : 0;
        return new Alike(one.origin, one.size, needs, lightestFirst);
    }

    private static double baggageOfOne(Party party) {
        return party.needs[3] / (double) party.size;
    }

    /** Whether some vehicle could be full of baggage before it is full of people. */
    private static boolean baggageCounts(double most, Network network) {
        for (int leg = 0; leg < network.size; leg++) {
            int limit = leg * Network.KINDS;
            double people =
                    (double) network.capacity[limit] + network.capacity[limit + 1] + network.capacity[limit + 2];
            if (network.capacity[limit + 3] < most * people) {
                return true;
            }
        }
        return false;
    }
}
