package org.homeward.situation;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manager reported of the situation, and what has become of it.
 *
 * @param kind {@code exitCloses}, {@code exitOpens}, {@code quotaChanges}, {@code riskChanges}, {@code movementLost} or
 *     {@code roadCut}
 * @param subject an exit's or a movement's code, or a governorate's P-code; a road is cut to an exit or in a governorate
 * @param value persons a day that a quota admits (null: as many as come), a risk of 1 to 4, or the hours for which a road is
 *     cut; null for other kinds
 * @param before what the quota or the risk was when the change was made
 * @param state {@code reported}: it waits for a manager's word; {@code discarded}; {@code applying}, {@code applied} or
 *     {@code undone}
 * @param endedEarly whether it was ended before all of it was made: nothing more is
 */
public record SituationChange(
        long id,
        String kind,
        String subject,
        @Nullable Integer value,
        @Nullable Integer before,
        String state,
        boolean endedEarly,
        OffsetDateTime reportedAt,
        String reportedBy,
        @Nullable OffsetDateTime decidedAt,
        @Nullable String decidedBy,
        @Nullable OffsetDateTime undoneAt,
        @Nullable String undoneBy) {

    /** What people call it: {@code CHANGE-7}. */
    public String name() {
        return name(id);
    }

    /** What people call the change with this number. */
    public static String name(long id) {
        return "CHANGE-" + id;
    }

    /** When a road that is cut is free again, to the second; null for other kinds, and before it is decided. */
    public @Nullable OffsetDateTime until() {
        return kind.equals("roadCut") && decidedAt != null && value != null
                ? decidedAt.plusHours(value).truncatedTo(ChronoUnit.SECONDS)
                : null;
    }

    /** Whether somebody has decided that it is made, whatever has become of it since. */
    public boolean wasMade() {
        return !Set.of("reported", "discarded").contains(state);
    }

    /** Whether it was ended while something could still be made of it: an exit that opens is open at once. */
    public boolean wasCutShort() {
        return endedEarly && !kind.equals("exitOpens");
    }

    public boolean isOfExit() {
        return kind.startsWith("exit") || kind.equals("quotaChanges");
    }
}
