package org.homeward.rehearsal;

import java.time.Instant;

/** When officers on the ground do something about a movement: count at a checkpoint, confirm departure or arrival. */
record Moment(Instant at, String movement, String deed) {

    static final String DEPARTS = "departs";
    static final String ARRIVES = "arrives";
}
