package org.homeward.planning;

import java.time.Instant;
import java.time.LocalDate;
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
    private final String zone;

    OverQuota(JdbcClient jdbc, @Value("${homeward.zone}") String zone) {
        this.jdbc = jdbc;
        this.zone = zone;
    }

    /**
     * Who has to leave on another day when an exit admits fewer: on each day as many households, the least urgent and last
     * in turn first, as make it hold; not who is on a manifest that is frozen, or on the road already.
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
                with crossing as (
                  select id, (coalesce(late.departs, movement.departs) at time zone :zone)::date as day,
                         seats_taken + stretchers_taken + wheelchairs_taken as persons,
                         frozen_at is null and state in ('planned', 'open') as still_open
                  from movement
                    left join unnest(:putOff, cast(:departs as timestamptz[])) as late (movement_id, departs)
                      on late.movement_id = movement.id
                  where exit = :exit and state <> 'cancelled'),
                too_many as (
                  select day, sum(persons) - :quota as persons from crossing
                  where cardinality(:only) = 0 or day = any(cast(:only as date[]))
                  group by day having sum(persons) > :quota),
                aboard as (
                  select movement_id, household_id, day, count(*) as persons
                  from crossing join reservation on movement_id = crossing.id and reservation.state = 'held'
                  where still_open and not exists (
                    select from itinerary_leg leg join movement left_by on left_by.id = leg.movement_id
                    where leg.itinerary_id = reservation.itinerary_id and left_by.departed_at is not null)
                  group by movement_id, household_id, day),
                turn as (
                  select household.id, movement_id, day, sum(persons) over (
                           partition by day order by coalesce(priority, 4) desc, ready_since desc, household.id desc)
                         - persons as before
                  from aboard join household on household.id = household_id)
                select turn.id, movement_id from turn join too_many using (day)
                where before < too_many.persons order by movement_id, turn.id""")
                .param("zone", zone)
                .param("putOff", later.stream().map(Movement::id).toArray(Long[]::new))
                .param(
                        "departs",
                        later.stream()
                                .map(each -> String.valueOf(putOff.get(each)))
                                .toArray(String[]::new))
                .param("exit", exit)
                .param("quota", quota)
                .param("only", only.stream().map(LocalDate::toString).toArray(String[]::new))
                .query(row -> {
                    over.put(row.getLong("id"), row.getLong("movement_id"));
                });
        return over;
    }
}
