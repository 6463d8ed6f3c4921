package org.homeward.planning;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that might happen. Anything may be missing or wrong: {@link Forecasts#checked} finds it.
 *
 * @param what {@code movementAdded}, {@code movementLost}, {@code placesAdded}, {@code exitCloses} or {@code quotaChanges}
 * @param movement the code of the movement that is lost or has more places
 * @param exit the code of the exit that closes, has another quota, or is passed by what is added
 * @param from the first day on which the exit is closed or has that quota, by the days of the operation's zone
 * @param to the last such day
 * @param kind of what is added, as its origin, destination and departure: see {@link org.homeward.movement.NewMovement}
 * @param seats places of what is added, or places more on a movement; those not given are none
 * @param persons the quota, persons a day; null: as many as come
 */
public record Hypothesis(
        @Nullable String what,
        @Nullable String movement,
        @Nullable String exit,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String kind,
        @Nullable String origin,
        @Nullable String destination,
        @Nullable Instant departs,
        @Nullable Integer seats,
        @Nullable Integer stretchers,
        @Nullable Integer wheelchairs,
        @Nullable Integer persons) {

    /** Whether a day is one of its days. */
    boolean holdsOn(LocalDate day) {
        return from != null && to != null && !day.isBefore(from) && !day.isAfter(to);
    }
}
