package org.homeward.household;

/** A household is in another governorate than was known: whoever has judged by it looks again. */
public record PlaceChanged(long householdId) {}
