package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.partitioningBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.contact.Messages;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * From when the households of a movement may be told where and when to be: a time that gets about makes a target. By the
 * table {@code lead-times}, unless transport sets another.
 */
@Component
class Releases {

    /** Households told in one transaction at most; all in the officer's own where the movement was planned under an older model. */
    static final int BATCH = 100;

    /** Whoever is told needs as long as this to come to muster. */
    private static final Duration WAY_TO_MUSTER = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Timetable timetable;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;
    private final PlanningProcess process;

    Releases(
            JdbcClient jdbc,
            Timetable timetable,
            Messages messages,
            Audit audit,
            Clock clock,
            PlanningProcess process) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.clock = clock;
        this.timetable = timetable;
        this.audit = audit;
        this.process = process;
    }

    /** From when on, an hour before muster at the latest, also if the departure has moved since it was set. */
    Instant of(Movement firstLeg) {
        Instant set = jdbc.sql("select at from instruction_release where movement_id = :movement")
                .param("movement", firstLeg.id())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElseGet(() -> timetable.instructions(firstLeg));
        Instant latest = latest(firstLeg);
        return set.isBefore(latest) ? set : latest;
    }

    /** Whether the household has been told of these seats, or of those that it was moved from: it must hear of them. */
    boolean isTold(Itinerary itinerary) {
        return !told(List.of(itinerary)).isEmpty();
    }

    /** Whose households may hear what becomes of these seats: they may be told of them by now, or have been. */
    List<Long> mayHearOf(Collection<Itinerary> itineraries) {
        Map<Long, Boolean> due = new HashMap<>();
        Map<Boolean, List<Itinerary>> byDue = itineraries.stream()
                .collect(partitioningBy(itinerary ->
                        due.computeIfAbsent(itinerary.firstLeg().id(), leg -> isDue(itinerary.firstLeg()))));
        return Stream.concat(
                        requireNonNull(byDue.get(true)).stream().map(Itinerary::householdId),
                        told(requireNonNull(byDue.get(false))).stream())
                .toList();
    }

    /** The households that have been told, as {@link #isTold} says, of many at once. */
    Collection<Long> told(List<Itinerary> itineraries) {
        Map<Long, Instant> since = new HashMap<>();
        jdbc.sql("""
                select itinerary.household_id, min(earlier.made_at) as since
                from itinerary join itinerary earlier on earlier.household_id = itinerary.household_id
                where itinerary.id = any(:ids) and earlier.id <= itinerary.id and earlier.id > coalesce((
                  select max(id) from itinerary other
                  where other.household_id = itinerary.household_id and other.id < itinerary.id
                    and (end_reason is null or end_reason <> all(:moved))), 0)
                group by itinerary.household_id""")
                .param("ids", itineraries.stream().map(Itinerary::id).toArray(Long[]::new))
                .param("moved", new String[] {PlanCommit.MOVED, Rerouting.REROUTED})
                .query(row -> {
                    since.put(
                            row.getLong("household_id"),
                            row.getObject("since", OffsetDateTime.class).toInstant());
                });
        return messages.told(Planning.JOINING_INSTRUCTIONS, since);
    }

    /** Whether its households may be told now. */
    boolean isDue(Movement firstLeg) {
        return !of(firstLeg).isAfter(clock.instant());
    }

    /**
     * Sets it, earlier or later than before; one that is past means now. Who has been told already stays told; who waits
     * for it hears of the new time, batch by batch, and nobody is told before it meanwhile.
     *
     * @throws Refusal without a time, or if it is later than an hour before muster
     */
    void set(Movement firstLeg, @Nullable Instant at) {
        if (at == null) {
            throw new Refusal("Give the day and time from which they may be told.", "instructions");
        }
        Instant latest = latest(firstLeg);
        if (at.isAfter(latest)) {
            throw new Refusal(
                    "They have to be told an hour before they come together: until "
                            + latest.truncatedTo(ChronoUnit.MINUTES) + " at the latest.",
                    "instructions");
        }
        jdbc.sql("""
                insert into instruction_release (movement_id, at) values (:movement, :at)
                on conflict (movement_id) do update set at = excluded.at, told_to = 0""")
                .param("movement", firstLeg.id())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
        audit.recordOf("instructions released from", firstLeg.code(), at.toString());
        if (!process.tellMovement(firstLeg.code(), "releaseSet", Map.of())) {
            boolean more = true; // it was planned under a model that knows no batches
            while (more) {
                more = tellNext(firstLeg.id());
            }
        }
    }

    /** Has the next who wait for it look again from when on they may be told. @return whether there may be more */
    boolean tellNext(long movementId) {
        Map<Long, String> next = nextWaiting(movementId);
        process.tellHouseholds(next.values(), "releaseMoved");
        next.keySet().stream()
                .max(Comparator.naturalOrder())
                .ifPresent(
                        last -> jdbc.sql("update instruction_release set told_to = :last where movement_id = :movement")
                                .param("last", last)
                                .param("movement", movementId)
                                .update());
        return next.size() == BATCH;
    }

    private Instant latest(Movement firstLeg) {
        return timetable.muster(firstLeg).minus(WAY_TO_MUSTER);
    }

    /** The next whose journey begins with it, by number; who has been told already does not listen. */
    private Map<Long, String> nextWaiting(long movementId) {
        Map<Long, String> next = new TreeMap<>();
        jdbc.sql("""
                select household.id, case_number
                from instruction_release release
                  join itinerary_leg leg on leg.movement_id = release.movement_id and leg.position = 1
                  join itinerary on itinerary.id = leg.itinerary_id and itinerary.state = 'held'
                  join household on household.id = itinerary.household_id
                where release.movement_id = :movement and household.stage = 'seated' and household.id > release.told_to
                order by household.id limit :batch for update of release""").param("movement", movementId).param("batch", BATCH).query(row -> {
            next.put(row.getLong("id"), row.getString("case_number"));
        });
        return next;
    }
}
