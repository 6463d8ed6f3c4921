package org.homeward.contact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a household was told.
 *
 * @param kind what it is about: see the texts {@code messages/contact}
 * @param news what makes it news of its kind, as it was told
 * @param address where it is mailed to; null when it is not mailed
 * @param phone where it goes as SMS, E.164; null when it does not
 * @param shortText what the SMS says; null when none was to be sent
 * @param deliveredAt when it first left the house for good, by whichever way; null as long as it has not
 */
public record Message(
        long id,
        long householdId,
        String kind,
        String news,
        String language,
        @Nullable String address,
        @Nullable String phone,
        String subject,
        String body,
        @Nullable String shortText,
        Instant madeAt,
        @Nullable Instant deliveredAt) {}
