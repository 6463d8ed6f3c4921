package org.homeward.household;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a member has been added to or corrected: whoever has judged its papers looks again.
 *
 * @param personId about whom; null: about whomever
 */
public record DocumentsChanged(long householdId, @Nullable Long personId) {}
