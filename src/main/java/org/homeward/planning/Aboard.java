package org.homeward.planning;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.jspecify.annotations.Nullable;

/**
 * A household with seats.
 *
 * @param since when it began to wait for them
 * @param unreachable the governorates that it cannot get to by itself
 * @param brought where it had been brought when it got these seats, or on the way since; null if nowhere yet
 * @param legs the movements that it has seats on, by departure; at least one
 */
record Aboard(
        long id,
        String caseNumber,
        boolean restricted,
        int priority,
        Instant since,
        Places places,
        Set<String> unreachable,
        @Nullable String brought,
        long itinerary,
        List<Movement> legs) {

    int persons() {
        return places.total();
    }

    /** When it leaves, or goes on. @param putOff when some movements leave instead */
    @Nullable
    Instant leaves(Map<Movement, Instant> putOff) {
        return ahead().map(leg -> putOff.getOrDefault(leg, leg.departs()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** When it is home, if some movements left later. @param putOff when each of them leaves then */
    Instant home(Map<Movement, Instant> putOff) {
        return legs.stream()
                .map(leg -> putOff.getOrDefault(leg, leg.departs()).plus(leg.journey()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Where it has been brought already; null while it is where it lives. */
    @Nullable
    String reached() {
        return legs.stream()
                .filter(Movement::hasLeft)
                .reduce((one, next) -> next)
                .map(Movement::destination)
                .orElse(brought);
    }

    /** What it has not left on yet. */
    Stream<Movement> ahead() {
        return legs.stream().filter(leg -> !leg.hasLeft());
    }
}
