package org.homeward.planning;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What has become of the households whose seats a change of the situation took or put off, as their itineraries say: those
 * that they held when it was decided, and what they hold by now. Whoever loses them only at a freeze, because an exit is still
 * closed then, is not among them.
 */
@Component
public class ChangedHouseholds {

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;

    ChangedHouseholds(JdbcClient jdbc, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.officer = officer;
    }

    /** What has become of a household, the worst first. */
    public enum Became {
        /** It lost its seats and is in the queue again. */
        WAITS_FOR_SEATS,
        /** It lost its seats and is not in the queue: it has withdrawn since, or is looked at anew. */
        NOT_WAITING,
        /** At once, or by a round since. */
        SEATED_AGAIN,
        /** It keeps its seats, and leaves later. */
        PUT_OFF
    }

    /**
     * A household that the change has met.
     *
     * @param movement the code of what it was on, or still is, and the change met
     * @param way the codes of the movements that it has seats on now, in order; none if it has no seats
     * @param departs when it leaves by them, or goes on; null if it does not
     */
    public record Line(
            String caseNumber,
            boolean restricted,
            int persons,
            String movement,
            Became became,
            String stage,
            List<String> way,
            @Nullable Instant departs) {}

    /**
     * Some of the households.
     *
     * @param last the place of the last of them
     * @param more how many follow
     */
    public record Page(List<Line> lines, int last, int more) {

        /** @param after the place of the last before them */
        public static Page of(List<Line> all, int after) {
            int first = Math.min(Math.max(after, 0), all.size());
            int last = Math.min(first + LastLooks.PAGE, all.size());
            return new Page(all.subList(first, last), last, all.size() - last);
        }
    }

    /** All that the officer may know of, whom it hit most first; none if the change has not been made. */
    public List<Line> of(long changeId) {
        return jdbc
                .sql("""
                with taken as (
                  select movement_id, fate in ('delayed', 'stays delayed') as put_off,
                         case when departs_before is null
                              then array[cast(:rerouted as text), 'movement cancelled', 'companion without seats']
                              else array['connection lost', 'companion without seats'] end as why,
                         false as until_made
                  from situation_change_movement where change_id = :id and fate <> 'on the road'
                  union all
                  select movement.id, false, array[cast(:rerouted as text), 'movement cancelled'], true
                  from movement join situation_change as change on change.id = :id
                  where change.kind = 'exitCloses' and movement.exit = subject
                    or change.kind = 'movementLost' and movement.code = subject
                  union all
                  select id, false, array['quota lowered', 'companion without seats'], true from movement
                  where exit in (
                    select subject from situation_change where id = :id and kind = 'quotaChanges'
                    union
                    select exit from situation_change_movement join movement on movement.id = movement_id
                    where change_id = :id and departs_before is not null)),
                met as (
                  select distinct on (itinerary.household_id) itinerary.id, itinerary.household_id, leg.movement_id,
                         itinerary.state <> 'given back' as put_off
                  from situation_change as change cross join taken
                    join itinerary_leg leg using (movement_id)
                    join itinerary on itinerary.id = leg.itinerary_id and made_at <= decided_at
                  where change.id = :id and (
                    put_off and itinerary.state <> 'given back'
                    or ended_at >= decided_at and end_reason = any(why)
                      and (not until_made or ended_at <= coalesce(applied_at, 'infinity')))
                  order by itinerary.household_id, leg.position)
                select case_number, restricted, stage, put_off, movement.code as movement, way.legs, way.departs,
                       (select count(distinct person_id) from reservation where itinerary_id = met.id) as persons
                from met join household on household.id = met.household_id and (not restricted or :cleared)
                  join movement on movement.id = met.movement_id
                  cross join lateral (
                    select array_agg(on_it.code order by position) as legs,
                           min(on_it.departs) filter (where on_it.departed_at is null) as departs
                    from itinerary_leg join movement on_it on on_it.id = itinerary_leg.movement_id
                    where itinerary_id = (
                      select max(id) from itinerary
                      where household_id = met.household_id and id >= met.id and state <> 'given back')) way""")
                .param("id", changeId)
                .param("rerouted", Rerouting.REROUTED)
                .param("cleared", officer.cleared())
                .query((row, number) -> line(row))
                .list()
                .stream()
                .sorted(Comparator.comparing(Line::became).thenComparing(Line::caseNumber))
                .toList();
    }

    private static Line line(ResultSet row) throws SQLException {
        List<String> way = row.getArray("legs") == null
                ? List.of()
                : List.of((String[]) row.getArray("legs").getArray());
        String stage = row.getString("stage");
        return new Line(
                row.getString("case_number"),
                row.getBoolean("restricted"),
                row.getInt("persons"),
                row.getString("movement"),
                became(row.getBoolean("put_off"), !way.isEmpty(), stage),
                stage,
                way,
                row.getTimestamp("departs") == null
                        ? null
                        : row.getTimestamp("departs").toInstant());
    }

    private static Became became(boolean putOff, boolean seated, String stage) {
        if (putOff) {
            return Became.PUT_OFF;
        }
        if (seated) {
            return Became.SEATED_AGAIN;
        }
        return stage.equals("ready") ? Became.WAITS_FOR_SEATS : Became.NOT_WAITING;
    }
}
