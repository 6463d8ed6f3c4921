package org.homeward.household;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A case as it stands. Columns and their values: table household. */
public record Household(
        long id,
        String caseNumber,
        String stage,
        @Nullable String endReason,
        Instant stageSince,
        @Nullable String willingness,
        @Nullable Instant deferredUntil,
        String wish,
        @Nullable String governorate,
        boolean restricted,
        String language,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String destinationCity,
        @Nullable String listFamily,
        @Nullable Integer priority,
        @Nullable Instant readySince,
        Instant registeredAt,
        @Nullable Long splitFrom,
        @Nullable Long mergedInto) {

    /** Whether somebody can still join it: not once it has set out, as there is no place kept for them. */
    public boolean canTakeIn() {
        return !ended() && !stage.equals("under way");
    }

    public boolean ended() {
        return stage.equals("ended") || stage.equals("home");
    }
}
