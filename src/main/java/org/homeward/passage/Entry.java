package org.homeward.passage;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.homeward.household.ShortCode;
import org.jspecify.annotations.Nullable;

/** A scan while it is weighed against what else is known. */
final class Entry {

    /** So far clocks may be apart before one scan contradicts another, or the house; {@code invariants.sql} knows it too. */
    static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(30);

    private static final Duration EARLIEST = Duration.ofDays(1);

    /** Whom the scan means. */
    record Member(long person, long household) {}

    /** What the scan says they travel on. */
    record Vehicle(long id, String code, String kind, boolean cancelled, Instant plannedAt) {}

    /** Where the scan counts somebody. */
    record Place(long person, long movement, Checkpoint checkpoint) {}

    /**
     * What else is on record of a scan.
     *
     * @param received by our clock
     * @param partySize how many have the pass whose code it is; 0: nobody is known by it
     * @param passOf the household of several whose pass it is; null: it is none
     * @param sequenceUsed the device had given its number to another scan
     * @param onOfficersWord an officer says that the person was there
     */
    record Circumstances(
            Instant received,
            int partySize,
            @Nullable Long passOf,
            boolean sequenceUsed,
            boolean fromSignedOut,
            boolean onOfficersWord) {

        static Circumstances plain(Instant received) {
            return new Circumstances(received, 1, null, false, false, false);
        }
    }

    private final Scan scan;
    private final @Nullable Member member;
    private final @Nullable Vehicle vehicle;
    private final Circumstances circumstances;
    private final Instant countedAt;
    private final @Nullable Verdict onRecord;
    private @Nullable Verdict verdict;

    /** @param onRecord what became of it before; null for a new scan */
    Entry(
            Scan scan,
            @Nullable Member member,
            @Nullable Vehicle vehicle,
            Circumstances circumstances,
            @Nullable Verdict onRecord) {
        this.scan = scan;
        this.member = member;
        this.vehicle = vehicle;
        this.circumstances = circumstances;
        this.countedAt = scan.countedAt(circumstances.received());
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

    Circumstances circumstances() {
        return circumstances;
    }

    /** When the person was counted, by our clock. */
    Instant countedAt() {
        return countedAt;
    }

    boolean onOfficersWord() {
        return circumstances.onOfficersWord();
    }

    boolean wasTaken() {
        return onRecord != null && onRecord.result().equals("taken");
    }

    boolean wasKnown() {
        return onRecord != null && onRecord.result().equals("known");
    }

    boolean isConflict() {
        return verdict().result().equals("conflict");
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
            return nobody();
        }
        if (vehicle == null) {
            return "No movement is known by this code. Check it letter by letter.";
        }
        if (journeys.isNotToBoard(member.person())) {
            return "This person is not to board: ask your manager."; // neither why nor whom it is about
        }
        String olderJourney = journeys.olderJourney(vehicle);
        if (olderJourney != null) {
            return olderJourney;
        }
        if (vehicle.cancelled()) {
            return "Movement " + vehicle.code() + " is cancelled.";
        }
        if (!scan.checkpoint().isOn(vehicle.kind())) {
            return "A " + vehicle.kind() + " has no checkpoint '"
                    + scan.checkpoint().word() + "'.";
        }
        if (!journeys.isAboard(member.person(), vehicle.id())) {
            return "This person is not on the manifest of " + vehicle.code() + ".";
        }
        return null;
    }

    private String nobody() {
        if (!scan.byToken()) {
            return "No person is known by this number. Check the pass, and count them by name on the roll call.";
        }
        if (circumstances.partySize() > 1) {
            return "This pass is of a household of " + circumstances.partySize() + ": count each of them.";
        }
        if (ShortCode.isMisread(scan.person())) {
            return "This code is misread: check it character by character.";
        }
        return "Nobody is known by this code. Check the pass, and count them by name on the roll call.";
    }

    /** Why this scan alone counts nobody, though it could; an officer's word outweighs it. Only without an objection. */
    @Nullable
    String doubt() {
        if (onOfficersWord()) {
            return null;
        }
        Vehicle on = Objects.requireNonNull(vehicle);
        if (circumstances.sequenceUsed()) {
            return "This device gave the same number to another scan. Count this person again.";
        }
        if (countedAt.isAfter(circumstances.received().plus(CLOCKS_DIFFER_BY))) {
            return "This scan is from the future. Set the clock of the device right, and count again.";
        }
        if (countedAt.isBefore(on.plannedAt().minus(EARLIEST))) {
            return "This scan is from before " + on.code()
                    + " was planned. Set the clock of the device right, and count again.";
        }
        return null;
    }
}
