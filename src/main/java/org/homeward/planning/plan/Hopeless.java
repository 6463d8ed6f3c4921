package org.homeward.planning.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who found no room: while room only grows less, whoever starts there and then too and needs as much finds none either. */
final class Hopeless {

    private record Kind(int origin, @Nullable Instant notBefore, int wheelchairs, int stretchers) {}

    private final Map<Kind, List<int[]>> needs = new HashMap<>();

    void add(Party party) {
        needs.computeIfAbsent(kind(party), none -> new ArrayList<>()).add(party.needs);
    }

    boolean holds(Party party) {
        for (int[] found : needs.getOrDefault(kind(party), List.of())) {
            if (party.needs[0] >= found[0] && party.needs[3] >= found[3]) {
                return true;
            }
        }
        return false;
    }

    private static Kind kind(Party party) {
        return new Kind(party.origin, party.household.notBefore(), party.needs[1], party.needs[2]);
    }
}
