package org.homeward.movement;

import java.time.Duration;
import java.time.Instant;

/** Movements for tests of every room: from Damascus over Masnaa to Beirut, and on to Moscow. */
public final class TestMovements {

    private static final Duration JOURNEY = Duration.ofHours(6);

    private TestMovements() {}

    public static NewMovement convoy(String code, Instant departs, int seats) {
        return new NewMovement(
                code, "convoy", "Damascus", "Beirut", "MASNAA", departs, departs.plus(JOURNEY), seats, 1, 1);
    }

    public static NewMovement flight(String code, Instant departs, int seats) {
        return new NewMovement(code, "flight", "Beirut", "Moscow", null, departs, departs.plus(JOURNEY), seats, 1, 1);
    }
}
