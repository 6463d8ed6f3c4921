package org.homeward.household;

import java.util.Collection;

/** These households have come to a stage, each from another one; told within the transaction that moves them. */
public record StageChanged(Collection<Long> householdIds, String stage) {}
