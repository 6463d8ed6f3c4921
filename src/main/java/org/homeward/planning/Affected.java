package org.homeward.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A household that a change of the situation would affect.
 *
 * @param movement the code of what it is on and the change meets; null if it has no seats
 * @param instead the codes of its movements then, in order; none: it waits, or nobody knows yet; of one that keeps its seats until a
 *     freeze, if the exit stays closed
 * @param departs when it leaves then, or goes on; null if nobody knows
 * @param hoursLater by how much it is home later, less than 0 if sooner; null if nobody knows
 * @param keepsUntil when it loses its seats if the exit is still closed; null unless it waits for that
 */
public record Affected(
        String caseNumber,
        boolean restricted,
        int persons,
        @Nullable String movement,
        HouseholdFate fate,
        List<String> instead,
        @Nullable Instant departs,
        @Nullable Double hoursLater,
        @Nullable Instant keepsUntil) {

    /** Whom it hits most first. */
    static final Comparator<Affected> WORST_FIRST = Comparator.comparing(Affected::fate)
            .thenComparing(Affected::hoursLater, Comparator.nullsFirst(Comparator.reverseOrder()))
            .thenComparing(Affected::caseNumber);

    private static final double SECONDS_PER_HOUR = 3_600;

    static double hours(Duration later) {
        return later.toSeconds() / SECONDS_PER_HOUR;
    }
}
