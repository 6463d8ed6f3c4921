package org.homeward.movement;

import java.util.List;

/**
 * A whole household on its way home.
 *
 * @param legs ids of the movements, in the order of travel
 * @param unit the same for households that go together or not at all
 */
public record Seating(long householdId, List<Long> legs, long unit) {

    /** A household that goes by itself. */
    public Seating(long householdId, List<Long> legs) {
        this(householdId, legs, householdId);
    }
}
