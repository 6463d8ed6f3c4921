package org.homeward.planning;

import java.beans.Introspector;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Something that might happen, as {@link Hypotheses#checked}: every code is known, every number and day possible. */
public sealed interface Hypothesis {

    /** What it is called in a form, in an address and by programs: see {@link WrittenHypothesis}. */
    default String what() {
        return Introspector.decapitalize(getClass().getSimpleName());
    }

    /** There is a movement more. */
    record MovementAdded(
            String kind,
            String origin,
            String destination,
            @Nullable String exit,
            Instant departs,
            int seats,
            int stretchers,
            int wheelchairs)
            implements Hypothesis {}

    /** A movement is lost. */
    record MovementLost(String movement) implements Hypothesis {}

    /** A movement has so many places more. */
    record PlacesAdded(String movement, int seats, int stretchers, int wheelchairs) implements Hypothesis {}

    /** Nothing leaves over an exit on these days of the operation's zone. */
    record ExitCloses(String exit, LocalDate from, LocalDate to) implements Hypothesis {

        boolean holdsOn(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }
    }

    /** An exit admits so many persons on each of these days; null: as many as come. */
    record QuotaChanges(
            String exit,
            LocalDate from,
            LocalDate to,
            @Nullable Integer persons) implements Hypothesis {}

    /** From now on convoys to an exit, or out of a governorate, wait until the road is free. */
    record RoadCut(String road, int hours) implements Hypothesis {}
}
