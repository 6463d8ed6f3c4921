package org.homeward.household;

/** A household is about to go up in another one, in the transaction that goes on. */
public record HouseholdMerged(long householdId, long intoHouseholdId) {}
