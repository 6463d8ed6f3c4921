package org.homeward.household;

import java.time.Instant;
import java.util.List;
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

    private static final List<String> BEFORE_SEATS = List.of("vetting", "ready");

    /** Whether somebody can still join it: not once it has set out, as there is no place kept for them. */
    public boolean canTakeIn() {
        return !ended() && !stage.equals("under way");
    }

    /** Whether it stands nearer to its seats: vetted before vetting, in vetting before one that is not. */
    public boolean isFurtherThan(Household other) {
        return BEFORE_SEATS.indexOf(stage) > BEFORE_SEATS.indexOf(other.stage);
    }

    public boolean ended() {
        return stage.equals("ended") || stage.equals("home");
    }
}
