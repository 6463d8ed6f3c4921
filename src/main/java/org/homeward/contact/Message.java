package org.homeward.contact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a household was told.
 *
 * @param kind what it is about: see the texts {@code messages/contact}
 * @param address where it is mailed to; null when it is kept for an officer to read out
 * @param deliveredAt when it left the house for good; null as long as it has not
 */
public record Message(
        long id,
        long householdId,
        String kind,
        String language,
        @Nullable String address,
        String subject,
        String body,
        Instant madeAt,
        @Nullable Instant deliveredAt) {}
