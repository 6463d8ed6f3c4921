package org.homeward.passage;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A scan while it is weighed against what else is known. */
final class Entry {

    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(10);
    private static final Duration EARLIEST = Duration.ofDays(1);

    /** Whom the scan means. */
    record Member(long person, long household) {}

    /** What the scan says they travel on. */
    record Vehicle(long id, String code, String kind, boolean cancelled, Instant plannedAt) {}

    /** Where the scan counts somebody. */
    record Place(long person, long movement, Checkpoint checkpoint) {}

    private final Scan scan;
    private final @Nullable Member member;
    private final @Nullable Vehicle vehicle;
    private final Instant received;
    private final @Nullable Verdict onRecord;
    private @Nullable Verdict verdict;

    /** @param onRecord what became of it before; null for a new scan */
    Entry(Scan scan, @Nullable Member member, @Nullable Vehicle vehicle, Instant received, @Nullable Verdict onRecord) {
        this.scan = scan;
        this.member = member;
        this.vehicle = vehicle;
        this.received = received;
        this.onRecord = onRecord;
    }

    Scan scan() {
        return scan;
    }

    @Nullable
    Member member() {
        return member;
    }

    @Nullable
    Vehicle vehicle() {
        return vehicle;
    }

    Instant received() {
        return received;
    }

    boolean wasTaken() {
        return onRecord != null && onRecord.result().equals("taken");
    }

    boolean isNew() {
        return onRecord == null;
    }

    boolean hasChanged() {
        return !verdict().equals(onRecord);
    }

    Verdict verdict() {
        return Objects.requireNonNull(verdict == null ? onRecord : verdict, "not weighed yet");
    }

    void taken() {
        verdict = Verdict.taken(scan.id());
    }

    void known() {
        verdict = Verdict.known(scan.id());
    }

    void conflict(String why) {
        verdict = Verdict.conflict(scan.id(), why);
    }

    /** Only for a scan without an objection. */
    Place place() {
        return new Place(
                Objects.requireNonNull(member).person(),
                Objects.requireNonNull(vehicle).id(),
                scan.checkpoint());
    }

    /** Why this scan cannot count anybody, whatever else arrives; null if it can. */
    @Nullable
    String objection(Journeys journeys) {
        if (member == null) {
            return "No person is known by this number. Check the pass, and count them by name on the roll call.";
        }
        if (vehicle == null) {
            return "No movement is known by this code. Check it letter by letter.";
        }
        if (vehicle.cancelled()) {
            return "Movement " + vehicle.code() + " is cancelled.";
        }
        if (!scan.checkpoint().isOn(vehicle.kind())) {
            return "A " + vehicle.kind() + " has no checkpoint '"
                    + scan.checkpoint().word() + "'.";
        }
        if (journeys.isNotToBoard(member.person())) {
            return "This person is not to board: ask your manager."; // neither why nor whom it is about
        }
        if (!journeys.isAboard(member.person(), vehicle.id())) {
            return "This person is not on the manifest of " + vehicle.code() + ".";
        }
        if (scan.at().isAfter(received.plus(CLOCKS_DIFFER_BY))) {
            return "This scan is from the future. Set the clock of the device right, and count again.";
        }
        if (scan.at().isBefore(vehicle.plannedAt().minus(EARLIEST))) {
            return "This scan is from before " + vehicle.code()
                    + " was planned. Set the clock of the device right, and count again.";
        }
        return null;
    }
}
