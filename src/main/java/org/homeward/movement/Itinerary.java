package org.homeward.movement;

import java.time.Instant;
import java.util.List;

/**
 * The movements that take a household home, in order: at most one convoy, then a flight.
 *
 * @param state {@code held}, {@code given back} or {@code travelled}
 * @param legs in the order of travel, never empty
 */
public record Itinerary(long id, long householdId, String state, Instant madeAt, List<Movement> legs) {

    /** Where the household has to be first. */
    public Movement firstLeg() {
        return legs.get(0);
    }

    /** What brings it home. */
    public Movement lastLeg() {
        return legs.get(legs.size() - 1);
    }
}
