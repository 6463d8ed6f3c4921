package org.homeward.planning;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homeward.movement.Movement;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is too many on a day for what an exit admits. */
@Component
class OverQuota {

    private final JdbcClient jdbc;
    private final Timetable timetable;
    private final Clock clock;
    private final String zone;

    OverQuota(JdbcClient jdbc, Timetable timetable, Clock clock, @Value("${homeward.zone}") String zone) {
        this.jdbc = jdbc;
        this.timetable = timetable;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Who has to leave on another day when an exit admits fewer: on each day as many households, the least urgent and last
     * in turn first, as make it hold; not who is on a manifest that is frozen, or on the road already. Who misses the flight
     * behind a convoy that is put off loses the seats anyway: see {@link SeatLoss#checkConnections}.
     *
     * @param only those days, by the clock of the country; all if empty
     * @return their movement over the exit, by household
     */
    Map<Long, Long> over(String exit, int quota, Set<LocalDate> only) {
        return over(exit, quota, only, Map.of());
    }

    /** The same if some movements left later. @param putOff when each of them leaves then */
    Map<Long, Long> over(String exit, int quota, Set<LocalDate> only, Map<Movement, Instant> putOff) {
        List<Movement> later = List.copyOf(putOff.keySet());
        Map<Long, Long> over = new LinkedHashMap<>();
        jdbc.sql("""
                with timed as (
                  select movement.*, coalesce(late.departs, movement.departs) as leaves,
                         arrives + coalesce(late.departs - movement.departs, interval '0') as is_there
                  from movement
                    left join unnest(:putOff, cast(:departs as timestamptz[])) as late (movement_id, departs)
                      on late.movement_id = movement.id),
                missing as (
                  select distinct leg.itinerary_id
                  from timed convoy
                    join itinerary_leg leg on leg.movement_id = convoy.id
                    join itinerary on itinerary.id = leg.itinerary_id and itinerary.state = 'held'
                    join itinerary_leg next on next.itinerary_id = leg.itinerary_id and next.position = leg.position + 1
                    join timed flight on flight.id = next.movement_id
                  where convoy.departed_at is null
                    and flight.leaves < convoy.is_there + make_interval(mins => :connection)),
                crossing as (
                  select id, (leaves at time zone :zone)::date as day,
                         seats_taken + stretchers_taken + wheelchairs_taken - (
                           select count(*) from reservation join missing using (itinerary_id)
                           where movement_id = timed.id and reservation.state = 'held' and departed_at is null) as persons,
                         frozen_at is null and state in ('planned', 'open') as still_open
                  from timed
                  where exit = :exit and state <> 'cancelled'),
                too_many as (
                  select day, sum(persons) - :quota as persons from crossing
                  where cardinality(:only) = 0 or day = any(cast(:only as date[]))
                  group by day having sum(persons) > :quota),
                aboard as (
                  select movement_id, household_id, day, count(*) as persons
                  from crossing join reservation on movement_id = crossing.id and reservation.state = 'held'
                  where still_open and itinerary_id not in (select itinerary_id from missing) and not exists (
                    select from itinerary_leg leg join movement left_by on left_by.id = leg.movement_id
                    where leg.itinerary_id = reservation.itinerary_id and left_by.departed_at is not null)
                  group by movement_id, household_id, day),
                turn as (
                  select household.id, movement_id, day, sum(persons) over (
                           partition by day order by %s)
                         - persons as before
                  from aboard join household on household.id = household_id)
                select turn.id, movement_id from turn join too_many using (day)
                where before < too_many.persons order by movement_id, turn.id""".formatted(WhoseTurn.LAST_FIRST))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("zone", zone)
                .param("putOff", later.stream().map(Movement::id).toArray(Long[]::new))
                .param(
                        "departs",
                        later.stream()
                                .map(each -> String.valueOf(putOff.get(each)))
                                .toArray(String[]::new))
                .param("connection", (int) timetable.connection().toMinutes())
                .param("exit", exit)
                .param("quota", quota)
                .param("only", only.stream().map(LocalDate::toString).toArray(String[]::new))
                .query(row -> {
                    over.put(row.getLong("id"), row.getLong("movement_id"));
                });
        return over;
    }
}
