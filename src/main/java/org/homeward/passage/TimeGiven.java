package org.homeward.passage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.jspecify.annotations.Nullable;

/** A time that an officer gives afterwards. */
final class TimeGiven {

    private static final Duration EARLIEST = Duration.ofDays(1);

    private TimeGiven() {}

    /**
     * @param given null: just now
     * @param on whose way it is about: not from more than a day before this was planned
     * @throws Refusal if it is from before that, or in the future
     */
    static Instant of(@Nullable Instant given, Movement on, Clock clock, String field) {
        Instant now = clock.instant();
        if (given == null) {
            return now;
        }
        if (given.isAfter(now)) {
            throw new Refusal("This time is in the future. Correct it.", field);
        }
        if (given.isBefore(on.plannedAt().minus(EARLIEST))) {
            throw new Refusal("This time is from before " + on.code() + " was planned. Correct it.", field);
        }
        return given;
    }
}
