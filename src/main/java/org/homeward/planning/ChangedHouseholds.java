package org.homeward.planning;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.homeward.access.CurrentOfficer;
import org.homeward.planning.ChangeOutcome.Count;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What has become of the households whose seats a change of the situation took or put off, as their itineraries say: those
 * that they held when it was decided, and what they hold by now. Whoever loses them only at a freeze, because an exit is still
 * closed then, is not among them. Of those that a danger has woken it is noted, as it wakes them.
 */
@Component
public class ChangedHouseholds {

    /**
     * All that the officer may know of. Their place is where they stand in the order of {@link Became}, and of registration
     * among those of whom the same has become.
     */
    private static final String KNOWN = """
            with taken as (
              select movement_id, fate in ('delayed', 'stays delayed') as put_off,
                     case when departs_before is null
                          then array[cast(:rerouted as text), 'movement cancelled', 'companion without seats']
                          else array['connection lost', 'companion without seats'] end as why,
                     false as until_made
              from situation_change_movement where change_id = :id and fate not in ('on the road', 'not applied')
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
              order by itinerary.household_id, leg.position),
            affected as (
              select household_id, id as itinerary_id, movement_id, put_off, false as woken from met
              union all
              select household_id, 0, null, false, true from situation_change_woken where change_id = :id),
            known as (
              select household_id, case_number, restricted, stage, movement_id, itinerary_id, way.id as way_id, became,
                     became * %d + household_id as place
              from affected join household on household.id = household_id and (not restricted or :cleared)
                cross join lateral (
                  select max(id) as id from itinerary
                  where itinerary.household_id = household.id and id >= itinerary_id and state <> 'given back') way
                cross join lateral (
                  select case when woken then %d when put_off then %d when way.id is not null then %d
                              when stage = 'ready' then %d else %d end as became) as fate)
            """.formatted(
                    10_000_000_000_000L, // more than there will be households
                    Became.WOKEN.ordinal(),
                    Became.PUT_OFF.ordinal(),
                    Became.SEATED_AGAIN.ordinal(),
                    Became.WAITS_FOR_SEATS.ordinal(),
                    Became.NOT_WAITING.ordinal());

    /** Of a household that lost its seats, those who had them. */
    private static final String PERSONS = """
            case when itinerary_id > 0
                 then (select count(distinct person_id) from reservation where reservation.itinerary_id = household.itinerary_id)
                 else (select count(*) from person
                       where person.household_id = household.household_id and merged_into is null) end as persons""";

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
        PUT_OFF,
        /** It had put leaving off, and is asked again. */
        WOKEN
    }

    /**
     * A household that the change has met.
     *
     * @param movement the code of what it was on, or still is, and the change met; null if it was woken
     * @param way the codes of the movements that it has seats on now, in order; none if it has no seats
     * @param departs when it leaves by them, or goes on; null if it does not
     */
    public record Line(
            String caseNumber,
            boolean restricted,
            int persons,
            @Nullable String movement,
            Became became,
            String stage,
            List<String> way,
            @Nullable Instant departs) {}

    /** All that the officer may know of, in numbers; nobody if the change has not been made. */
    public ChangeOutcome outcome(long changeId) {
        Map<Became, Count> counts = new EnumMap<>(Became.class);
        ask(changeId, KNOWN + """
                select became, count(*) as households, sum(persons) as persons
                from (select became, %s from known as household) as counted
                group by became""".formatted(PERSONS)).query(row -> {
            counts.put(became(row), new Count(row.getInt("households"), row.getInt("persons")));
        });
        return ChangeOutcome.of(counts);
    }

    /** The next that the officer may know of, whom it hit most first. @param after the {@link Page#last} before them */
    public Page<Line> page(long changeId, long after) {
        return read(changeId, after, Page.SIZE);
    }

    /** All that the officer may know of, in the same order. */
    public List<Line> of(long changeId) {
        return read(changeId, 0, Integer.MAX_VALUE).households();
    }

    private Page<Line> read(long changeId, long after, int most) {
        List<Line> page = new ArrayList<>();
        long[] end = {after, 0};
        ask(changeId, KNOWN + """
                , page as (
                  select *, count(*) over () as rest from known where place > :after order by place limit :most)
                select place, rest, case_number, restricted, stage, became, movement.code as movement, legs, way.departs, %s
                from page as household left join movement on movement.id = movement_id
                  cross join lateral (
                    select array_agg(on_it.code order by position) as legs,
                           min(on_it.departs) filter (where on_it.departed_at is null) as departs
                    from itinerary_leg join movement on_it on on_it.id = itinerary_leg.movement_id
                    where itinerary_leg.itinerary_id = way_id) way
                order by place""".formatted(PERSONS))
                .param("after", after)
                .param("most", most)
                .query(row -> {
                    page.add(line(row));
                    end[0] = row.getLong("place");
                    end[1] = row.getLong("rest");
                });
        return new Page<>(page, end[0], (int) end[1] - page.size());
    }

    private JdbcClient.StatementSpec ask(long changeId, String question) {
        return jdbc.sql(question)
                .param("id", changeId)
                .param("rerouted", Rerouting.REROUTED)
                .param("cleared", officer.cleared());
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getString("case_number"),
                row.getBoolean("restricted"),
                row.getInt("persons"),
                row.getString("movement"),
                became(row),
                row.getString("stage"),
                row.getArray("legs") == null
                        ? List.of()
                        : List.of((String[]) row.getArray("legs").getArray()),
                row.getTimestamp("departs") == null
                        ? null
                        : row.getTimestamp("departs").toInstant());
    }

    private static Became became(ResultSet row) throws SQLException {
        return Became.values()[row.getInt("became")];
    }
}
