package org.homeward.passage;

import java.time.Instant;

/**
 * One person at one checkpoint, as an officer's device or page sent it.
 *
 * @param id the client's own; the same scan sent twice has the same id
 * @param person the person's number, as sent
 * @param movement the movement's code, as sent, in whatever capitals
 * @param at when the person was counted
 */
public record Scan(String id, String person, String movement, Checkpoint checkpoint, Instant at) {

    /** Whether it counts the same person at the same place. */
    boolean countsAs(Scan other) {
        return person.equals(other.person)
                && movement.equalsIgnoreCase(other.movement)
                && checkpoint == other.checkpoint;
    }
}
