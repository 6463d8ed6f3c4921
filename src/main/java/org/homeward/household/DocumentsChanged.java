package org.homeward.household;

/** A document of a household has been added or corrected: whoever has judged its papers looks again. */
public record DocumentsChanged(long householdId) {}
