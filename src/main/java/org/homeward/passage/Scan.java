package org.homeward.passage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One person at one checkpoint, as an officer's device or page sent it.
 *
 * @param id the client's own; the same scan sent twice has the same id
 * @param device the client's own name for itself; null: not said
 * @param sequence which of that device's scans it is, from 1; null: not said
 * @param person the person's number or, by token, theirs or that of a pass, as sent
 * @param byToken whether {@code person} is a person's token, or the token or short code of a pass
 * @param movement the movement's code, as sent, in whatever capitals
 * @param at when the person was counted, by the device's clock
 * @param sentAt what that clock said as the scan was sent; null: not said
 */
public record Scan(
        String id,
        @Nullable String device,
        @Nullable Long sequence,
        String person,
        boolean byToken,
        String movement,
        Checkpoint checkpoint,
        Instant at,
        @Nullable Instant sentAt) {

    /** Times are as fine as the database keeps them: what is weighed anew is weighed as it was before. */
    public Scan {
        at = at.truncatedTo(ChronoUnit.MICROS);
        sentAt = sentAt == null ? null : sentAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** A count that no device has sent. */
    public Scan(String id, String person, String movement, Checkpoint checkpoint, Instant at) {
        this(id, null, null, person, false, movement, checkpoint, at, null);
    }

    /** Whether it counts the same person at the same place. */
    boolean countsAs(Scan other) {
        return countsAs(other.person, other.movement, other.checkpoint.word());
    }

    boolean countsAs(String otherPerson, String otherMovement, String otherCheckpoint) {
        return person.equals(otherPerson)
                && movement.equalsIgnoreCase(otherMovement)
                && checkpoint.word().equals(otherCheckpoint);
    }

    /** When the person was counted by our clock, as far as the device lets us know. @param received by our clock */
    Instant countedAt(Instant received) {
        return sentAt == null ? at : at.plus(Duration.between(sentAt, received));
    }
}
