package org.homeward.planning;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.access.PlainText;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.homeward.workflow.Decisions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happens how long before a departure, by the table {@code lead-times}, and until when an arrival is due. */
@Component
class Timetable {

    /** A movement so late is looked for: doctrine of the house for convoys, kept for ships and flights. */
    private static final Duration GRACE = Duration.ofMinutes(30);

    private static final Duration SHORT_NOTICE = Duration.ofMinutes(15);

    private static final Set<String> KINDS = Set.of("convoy", "ship", "flight");

    private final Decisions decisions;
    private final Clock clock;

    Timetable(Decisions decisions, Clock clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    /** When the manifest freezes; a movement planned at short notice takes people for half of that notice at least. */
    Instant freeze(Movement movement) {
        return freeze(movement, movement.departs());
    }

    /** When its manifest would freeze if it left at this time. */
    Instant freeze(Movement movement, Instant departs) {
        Duration half = Duration.between(movement.plannedAt(), departs).dividedBy(2);
        Duration lead = lead("freeze");
        Instant time = departs.minus(half.compareTo(lead) < 0 ? half : lead);
        return Instant.ofEpochMilli(time.toEpochMilli());
    }

    /** Whether it is too late to wait for its exit to open again: its manifest is out, or it leaves soon. */
    boolean isTooLateToWait(Movement movement) {
        return movement.frozenAt() != null
                || !movement.departs().minus(lead("exitCloses")).isAfter(clock.instant());
    }

    Instant boarding(Movement movement) {
        return movement.departs().minus(lead("boarding"));
    }

    /** When those who travel with it come together; a household is called then, whether it could be reached or not. */
    Instant muster(Movement firstLeg) {
        return firstLeg.departs().minus(lead("muster"));
    }

    /** When who has seats on it is expected there: at muster, or as soon as who gets them later can be reached. */
    Instant expected(Movement firstLeg) {
        Instant reached = clock.instant().plus(SHORT_NOTICE);
        return muster(firstLeg).isAfter(reached) ? muster(firstLeg) : reached;
    }

    /** From when its households are told where and when to be, if nobody says otherwise. */
    Instant instructions(Movement firstLeg) {
        return firstLeg.departs().minus(lead("instructions"));
    }

    /** When somebody looks into it if nobody has confirmed that it has left. */
    Instant departureOverdue(Movement movement) {
        return movement.departs().plus(GRACE);
    }

    /** When somebody looks for it if it has not arrived. */
    Instant overdue(Movement movement) {
        Instant left = movement.departedAt() == null ? movement.departs() : movement.departedAt();
        return left.plus(movement.journey()).plus(GRACE);
    }

    /** How long a convoy, a ship or a flight takes if nobody says when it arrives; anything else, which is refused, no time. */
    Duration usualJourney(@Nullable String kind) {
        String known = PlainText.of(kind).toLowerCase(Locale.ROOT);
        return KINDS.contains(known) ? minutes("travel-times", Map.of("kind", known)) : Duration.ZERO;
    }

    /** The least time between the arrival of one movement and the departure of the next. */
    Duration connection() {
        return lead("connection");
    }

    /**
     * When the household is to be called next to hear whether it comes; calls whose time is past are one call, now.
     *
     * @param lastCalled when it was last called about these seats, reached or not
     * @return null when every call has been made
     */
    @Nullable
    Instant nextCall(Itinerary itinerary, @Nullable Instant lastCalled) {
        Instant now = clock.instant();
        Optional<Instant> next = Stream.of("firstCall", "secondCall", "lastCall")
                .map(call -> itinerary.firstLeg().departs().minus(lead(call)))
                .filter(call -> lastCalled == null || call.isAfter(lastCalled))
                .min(Comparator.naturalOrder());
        return next.map(call -> call.isBefore(now) ? now : call).orElse(null);
    }

    private Duration lead(String what) {
        return minutes("lead-times", Map.of("what", what));
    }

    private Duration minutes(String table, Map<String, String> inputs) {
        return Duration.ofMinutes(Long.parseLong(decisions.decide(table, inputs)));
    }
}
