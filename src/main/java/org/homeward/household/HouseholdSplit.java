package org.homeward.household;

import java.util.List;

/** Persons have left a household for a case of their own, in the transaction that goes on. */
public record HouseholdSplit(long fromHouseholdId, long householdId, List<Long> personIds) {}
