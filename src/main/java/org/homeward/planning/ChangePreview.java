package org.homeward.planning;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is affected, as far as the officer may know of them.
 *
 * @param households that lose their seats at once, or later if nothing changes
 * @param persons in them
 * @param onTheRoad persons who have set out
 * @param deferred households there that would be woken and asked again
 * @param instead null if nobody loses a seat, or by a quota: who loses it then goes on another day, by the next round
 */
public record ChangePreview(
        List<Struck> movements,
        int households,
        int persons,
        int onTheRoad,
        int deferred,
        @Nullable Instead instead) {

    /** A movement that is affected. @param persons aboard, whom the officer may know of */
    public record Struck(
            String code, String kind, String origin, String destination, Instant departs, Fate fate, int persons) {}

    /**
     * What the planner would do with those who lose their seats.
     *
     * @param households that it seats again
     * @param left that it cannot seat
     * @param hoursLater by how much those seated again are home later, on the average of households; less than 0 if sooner
     */
    public record Instead(int households, int left, double hoursLater) {}
}
