package org.homeward.planning;

import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.situation.SituationChange;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of what changes of the situation have made of each movement. */
@Component
public class ChangedMovements {

    private final JdbcClient jdbc;
    private final Movements movements;
    private final CurrentOfficer officer;
    private final String zone;

    ChangedMovements(
            JdbcClient jdbc, Movements movements, CurrentOfficer officer, @Value("${homeward.zone}") String zone) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.officer = officer;
        this.zone = zone;
    }

    /** A movement that a change took. @param departedBefore when it was to leave, if it was put off; null if cancelled */
    record Taken(Movement movement, @Nullable Instant departedBefore) {}

    /** A movement of a change on record. @param decision what the leader of one on the road was told */
    public record Line(
            String code,
            String fate,
            String state,
            @Nullable String decision,
            @Nullable String decidedBy) {}

    /** A change that a movement has met on the road. @param decision what its leader was told; null: nothing yet */
    public record Met(
            long id,
            String kind,
            String subject,
            @Nullable Integer value,
            @Nullable String decision,
            @Nullable String decidedBy) {

        /** What people call it. */
        public String name() {
            return SituationChange.name(id);
        }
    }

    /** What a movement has met on the road, of changes that stand, the newest first. */
    public List<Met> metBy(long movementId) {
        return jdbc.sql("""
                select id, kind, subject, value, decision, situation_change_movement.decided_by
                from situation_change_movement join situation_change on situation_change.id = change_id
                where movement_id = :id and fate = 'on the road' and state in ('applying', 'applied')
                order by id desc""").param("id", movementId).query(Met.class).list();
    }

    /** What was on the road in the way of a change taken back, locked, whose leader somebody was to reach for nothing else. */
    Collection<Movement> ledForNothingElse(long changeId) {
        List<Long> ids = jdbc.sql("""
                select movement_id from situation_change_movement
                where change_id = :id and fate = 'on the road' and decision is null""").param("id", changeId).query(Long.class).list();
        Map<Long, Movement> met = movements.lock(ids);
        met.keySet().removeAll(beingLed());
        return met.values();
    }

    /** Ids of what the change is on record to have met on the road. */
    Set<Long> metOnTheRoad(long changeId) {
        return Set.copyOf(jdbc.sql("""
                select movement_id from situation_change_movement where change_id = :id and fate = 'on the road'""").param("id", changeId).query(Long.class).list());
    }

    /**
     * Whether anybody has been given seats over an exit since a change of it was made. Restricted households do not count, for
     * the officer is told: like others over a closed exit they keep their seats until the freeze.
     */
    boolean isSeatedOverSince(SituationChange change) {
        return jdbc.sql("""
                select exists (
                  select from movement join itinerary_leg on movement_id = movement.id
                    join itinerary on itinerary.id = itinerary_id and itinerary.state <> 'given back'
                    join household on household.id = household_id and not restricted
                  where exit = :exit and made_at >= :since)""")
                .param("exit", change.subject())
                .param("since", change.decidedAt())
                .query(Boolean.class)
                .single();
    }

    /** The movements whose leader somebody is to reach because of a change that stands; nobody else asks until this transaction ends. */
    Set<Long> beingLed() {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('on the road'))")
                .query()
                .listOfRows();
        return Set.copyOf(jdbc.sql("""
                select distinct movement_id
                from situation_change_movement join situation_change on situation_change.id = change_id
                where fate = 'on the road' and decision is null and state in ('applying', 'applied')""").query(Long.class).list());
    }

    /** What was decided with the leader of a movement, about all that it meets and that is not decided yet. */
    void recordRoadDecision(long changeId, long movementId, String decision) {
        jdbc.sql("""
                update situation_change_movement set decision = :decision, decided_by = :officer
                from situation_change
                where situation_change.id = change_id and movement_id = :movement and fate = 'on the road'
                  and (change_id = :id or decision is null and state in ('applying', 'applied'))""")
                .param("decision", decision)
                .param("officer", officer.name())
                .param("id", changeId)
                .param("movement", movementId)
                .update();
    }

    /** The days to which a change has put convoys off, by exit, where the exit admits so many a day only. */
    Map<String, Set<LocalDate>> crowdedDays(long changeId) {
        Map<String, Set<LocalDate>> days = new HashMap<>();
        jdbc.sql("""
                select movement.exit, (departs at time zone :zone)::date as day
                from situation_change_movement join movement on movement.id = movement_id
                  join exit on exit.code = movement.exit and daily_quota is not null
                where change_id = :id and fate = 'delayed'""").param("zone", zone).param("id", changeId).query(row -> {
            days.computeIfAbsent(row.getString("exit"), exit -> new HashSet<>())
                    .add(row.getObject("day", LocalDate.class));
        });
        return days;
    }

    /** The next movement that the change took and that is looked at to be as before. */
    Optional<Taken> nextToUndo(long changeId) {
        return jdbc.sql("""
                select movement_id, departs_before from situation_change_movement
                where change_id = :id and fate in ('cancelled', 'delayed') order by movement_id limit 1""")
                .param("id", changeId)
                .query((row, number) -> new Taken(
                        movements.lock(row.getLong("movement_id")),
                        row.getTimestamp("departs_before") == null
                                ? null
                                : row.getTimestamp("departs_before").toInstant()))
                .optional();
    }

    void becomes(long changeId, Movement movement, String fate) {
        jdbc.sql("update situation_change_movement set fate = :fate where change_id = :id and movement_id = :movement")
                .param("fate", fate)
                .param("id", changeId)
                .param("movement", movement.id())
                .update();
    }

    /** Takes down that the change meets these on the road. @return ids of those of which that had not been taken down before */
    Set<Long> noteOnTheRoad(long changeId, Collection<Movement> onTheRoad) {
        return Set.copyOf(jdbc.sql("""
                insert into situation_change_movement (change_id, movement_id, fate)
                select :id, movement_id, 'on the road' from unnest(:movements) as movement_id
                on conflict (change_id, movement_id) do update set fate = excluded.fate, departs_before = null
                where situation_change_movement.fate <> excluded.fate
                returning movement_id""")
                .param("id", changeId)
                .param("movements", onTheRoad.stream().map(Movement::id).toArray(Long[]::new))
                .query(Long.class)
                .list());
    }

    /** Takes down what becomes of it. */
    void note(SituationChange change, Movement movement, Fate fate) {
        jdbc.sql("""
                insert into situation_change_movement (change_id, movement_id, fate, departs_before)
                values (:id, :movement, :fate, :departs)
                on conflict (change_id, movement_id) do update set fate = excluded.fate, departs_before = excluded.departs_before
                where situation_change_movement.fate = 'not applied'""")
                .param("id", change.id())
                .param("movement", movement.id())
                .param("fate", fate.name().toLowerCase(Locale.ROOT))
                .param(
                        "departs",
                        fate == Fate.DELAYED ? movement.departs().atOffset(ZoneOffset.UTC) : null,
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /** Takes down that these could not be told of the change, and are as they were. */
    void noteNotApplied(long changeId, Collection<Movement> untold) {
        jdbc.sql("""
                insert into situation_change_movement (change_id, movement_id, fate)
                select :id, movement_id, 'not applied' from unnest(:movements) as movement_id
                on conflict do nothing""")
                .param("id", changeId)
                .param("movements", untold.stream().map(Movement::id).toArray(Long[]::new))
                .update();
    }

    /** Ids of what is on record as not told of the change yet. */
    Set<Long> notApplied(long changeId) {
        return Set.copyOf(jdbc.sql("""
                select movement_id from situation_change_movement where change_id = :id and fate = 'not applied'""").param("id", changeId).query(Long.class).list());
    }

    /** What has become of each movement, by departure. */
    public List<Line> of(long changeId) {
        return jdbc.sql("""
                select code, fate, movement.state, decision, decided_by
                from situation_change_movement join movement on movement.id = movement_id
                where change_id = :id order by departs, movement_id""").param("id", changeId).query(Line.class).list();
    }
}
