package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.homeward.movement.Movement;
import org.homeward.planning.plan.Operation;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the exits would still admit on each day if something changed. */
@Component
class QuotasLeft {

    private final JdbcClient jdbc;
    private final String zone;

    QuotasLeft(JdbcClient jdbc, @Value("${homeward.zone}") String zone) {
        this.jdbc = jdbc;
        this.zone = zone;
    }

    /** Another quota for an exit. @param persons a day; null: everybody */
    record Changed(String exit, @Nullable Integer persons) {

        /** What is reported; null if it is something else. */
        static @Nullable Changed by(Report report) {
            return "quotaChanges".equals(report.kind())
                    ? new Changed(requireNonNull(report.subject()), report.value())
                    : null;
        }
    }

    /** With this quota; null: with those that hold now. */
    List<Operation.Quota> with(@Nullable Changed quota) {
        return with(quota, List.of(), Map.of(), List.of());
    }

    /**
     * With this quota, and nobody on what is gone, nor of those who lose their places; who is put off passes on the later day.
     *
     * @param lost itineraries whose places are given back
     */
    List<Operation.Quota> with(
            @Nullable Changed quota, Collection<Movement> gone, Map<Movement, Instant> putOff, Collection<Long> lost) {
        List<Movement> later = List.copyOf(putOff.keySet());
        return jdbc.sql("""
                with freed as (
                  select movement_id, count(*) as persons from reservation
                  where itinerary_id = any(:lost) and state = 'held' group by movement_id),
                crossing as (
                  select exit, (coalesce(late.departs, movement.departs) at time zone :zone)::date as day,
                         case when state = 'cancelled' or id = any(:gone) then 0
                              else seats_taken + stretchers_taken + wheelchairs_taken - coalesce(freed.persons, 0) end as persons
                  from movement left join freed on freed.movement_id = movement.id
                    left join unnest(:delayed, cast(:departs as timestamptz[])) as late (movement_id, departs)
                      on late.movement_id = movement.id),
                quota as (
                  select code, case when code = :exit then :quota else daily_quota end as daily from exit)
                select exit, day, greatest(0, daily - sum(persons)) as persons
                from crossing join quota on quota.code = crossing.exit and daily is not null
                group by exit, day, daily""")
                .param("zone", zone)
                .param("exit", quota == null ? null : quota.exit(), Types.VARCHAR)
                .param("quota", quota == null ? null : quota.persons(), Types.INTEGER)
                .param("lost", lost.toArray(Long[]::new))
                .param("gone", gone.stream().map(Movement::id).toArray(Long[]::new))
                .param("delayed", later.stream().map(Movement::id).toArray(Long[]::new))
                .param(
                        "departs",
                        later.stream()
                                .map(each -> String.valueOf(putOff.get(each)))
                                .toArray(String[]::new))
                .query(Operation.Quota.class)
                .list();
    }
}
