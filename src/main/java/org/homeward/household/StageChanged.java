package org.homeward.household;

/** A case has come to another stage, in the transaction that goes on. */
public record StageChanged(long householdId, String stage) {}
