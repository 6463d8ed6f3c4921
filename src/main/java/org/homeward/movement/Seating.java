package org.homeward.movement;

import java.util.List;

/** A whole household on its way home. @param legs ids of the movements, in the order of travel */
public record Seating(long householdId, List<Long> legs) {}
