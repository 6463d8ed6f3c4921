package org.homeward.household;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a member, or of a member's papers, has been added to or corrected: whoever judges it looks again.
 *
 * @param personId null: it bears upon every member
 */
public record MemberChanged(long householdId, @Nullable Long personId) {}
