package org.homeward.planning;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.household.Companions;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.situation.Reach;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who has seats that a plan may change for others: whole households, not called yet, all of whose movements still take people
 * over open exits. Those who travel with a household of another case stay where they are.
 */
@Component
class MovableSeats {

    private final JdbcClient jdbc;
    private final Companions companions;
    private final Reach reach;
    private final Clock clock;

    MovableSeats(JdbcClient jdbc, Companions companions, Reach reach, Clock clock) {
        this.jdbc = jdbc;
        this.companions = companions;
        this.reach = reach;
        this.clock = clock;
    }

    /**
     * A household on its seats.
     *
     * @param legs ids of its movements, in order
     * @param since when it began to wait
     * @param reached where a convoy has brought it already; null while it is where it lives
     * @param unreachable the governorates that it cannot get to by itself
     */
    record Seated(
            long householdId,
            List<Long> legs,
            Places places,
            int priority,
            Instant since,
            @Nullable String reached,
            Set<String> unreachable) {}

    /** @param open what takes people now */
    List<Seated> on(Collection<Movement> open) {
        Set<Long> together = together();
        Map<String, Set<String>> unreachable = reach.unreachable();
        return jdbc
                .sql("""
                with brought as (%s)
                select household.id, governorate, brought.destination, way.legs, needs.*,
                       coalesce(priority, :last) as priority, coalesce(ready_since, :now) as since
                from household
                  left join brought on brought.household_id = household.id
                  join itinerary on itinerary.household_id = household.id and itinerary.state = 'held'
                  join lateral (
                    select array_agg(movement_id order by position) as legs
                    from itinerary_leg where itinerary_id = itinerary.id) way on true
                  join lateral (
                    select count(*) filter (where place = 'seat') as seats,
                           count(*) filter (where place = 'stretcher') as stretchers,
                           count(*) filter (where place = 'wheelchair') as wheelchairs
                    from person where household_id = household.id and merged_into is null) needs on true
                where stage = 'seated' and way.legs <@ :open and not exists (
                  select from person cross join unnest(way.legs) as leg
                  where person.household_id = household.id and merged_into is null and not exists (
                    select from reservation
                    where itinerary_id = itinerary.id and movement_id = leg and person_id = person.id
                      and reservation.place = person.place and reservation.state = 'held'))
                order by household.id""".formatted(SeatRound.BROUGHT.formatted("stage = 'seated'")))
                .param("last", PlanningSnapshot.LEAST_URGENT)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("open", open.stream().map(Movement::id).toArray(Long[]::new))
                .query((row, number) -> new Seated(
                        row.getLong("id"),
                        Arrays.asList((Long[]) row.getArray("legs").getArray()),
                        new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")),
                        row.getInt("priority"),
                        row.getTimestamp("since").toInstant(),
                        row.getString("destination"),
                        unreachable.getOrDefault(row.getString("governorate"), Set.of())))
                .list()
                .stream()
                .filter(seated -> !together.contains(seated.householdId()))
                .toList();
    }

    /** Who travels with a household of another case. */
    private Set<Long> together() {
        return companions.links().stream()
                .flatMap(link -> Stream.of(link.childs(), link.companions()))
                .collect(Collectors.toSet());
    }

    /**
     * Who of these still has just these seats and is not called; nobody else changes that until this transaction ends.
     *
     * @param seats ids of the movements of each household, in order
     */
    Set<Long> lock(Map<Long, List<Long>> seats) {
        Set<Long> together = together();
        return jdbc
                .sql("""
                select household.id, way.legs
                from household
                  join itinerary on itinerary.household_id = household.id and itinerary.state = 'held'
                  join lateral (
                    select array_agg(movement_id order by position) as legs
                    from itinerary_leg where itinerary_id = itinerary.id) way on true
                where household.id = any(:ids) and stage = 'seated'
                order by household.id for update of household skip locked""")
                .param("ids", seats.keySet().toArray(Long[]::new))
                .query((row, number) -> Map.entry(row.getLong("id"), Arrays.asList((Long[])
                        row.getArray("legs").getArray())))
                .list()
                .stream()
                .filter(held -> held.getValue().equals(seats.get(held.getKey())))
                .filter(held -> !together.contains(held.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
