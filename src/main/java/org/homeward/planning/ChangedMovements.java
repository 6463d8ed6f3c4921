package org.homeward.planning;

import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

    /** Codes of what was on the road and whose leader nobody has reached yet. */
    List<String> notLedYet(long changeId) {
        return jdbc.sql("""
                select code from situation_change_movement join movement on movement.id = movement_id
                where change_id = :id and fate = 'on the road' and decision is null order by movement_id""").param("id", changeId).query(String.class).list();
    }

    /** The movements whose leader somebody is to reach because of a change that stands. */
    Set<Long> beingLed() {
        return Set.copyOf(jdbc.sql("""
                select distinct movement_id
                from situation_change_movement join situation_change on situation_change.id = change_id
                where fate = 'on the road' and decision is null and state in ('applying', 'applied')""").query(Long.class).list());
    }

    void recordRoadDecision(long changeId, long movementId, String decision) {
        jdbc.sql("""
                update situation_change_movement set decision = :decision, decided_by = :officer
                where change_id = :id and movement_id = :movement""")
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

    /** Takes down that the change meets it on the road. @return false if that has been taken down before */
    boolean noteOnTheRoad(SituationChange change, Movement movement) {
        return jdbc.sql("""
                insert into situation_change_movement (change_id, movement_id, fate)
                values (:id, :movement, 'on the road')
                on conflict (change_id, movement_id) do update set fate = excluded.fate, departs_before = null
                where situation_change_movement.fate <> excluded.fate""")
                        .param("id", change.id())
                        .param("movement", movement.id())
                        .update()
                > 0;
    }

    /** Takes down what becomes of it. */
    void note(SituationChange change, Movement movement, Fate fate) {
        jdbc.sql("""
                insert into situation_change_movement (change_id, movement_id, fate, departs_before)
                values (:id, :movement, :fate, :departs)
                on conflict do nothing""")
                .param("id", change.id())
                .param("movement", movement.id())
                .param("fate", fate.name().toLowerCase(Locale.ROOT))
                .param(
                        "departs",
                        fate == Fate.DELAYED ? movement.departs().atOffset(ZoneOffset.UTC) : null,
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /** What has become of each movement, by departure. */
    public List<Line> of(long changeId) {
        return jdbc.sql("""
                select code, fate, movement.state, decision, decided_by
                from situation_change_movement join movement on movement.id = movement_id
                where change_id = :id order by departs, movement_id""").param("id", changeId).query(Line.class).list();
    }
}
