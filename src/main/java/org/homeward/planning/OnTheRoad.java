package org.homeward.planning;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.homeward.movement.Movement;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which movements have set out, whether or not somebody has confirmed it. One has if anybody was counted where nobody comes
 * before it leaves, also one of a family whose others wait; if anybody was counted aboard and its time to leave is past; or if
 * it has brought somebody. Everybody counts, restricted or not: nobody is told that the seats are lost on which they sit.
 */
@Component
class OnTheRoad {

    private static final String SET_OUT = """
            select id from movement
            where id = any(:ids) and (
              state in ('departed', 'arrived')
              or exists (
                select from reservation join itinerary on itinerary.id = itinerary_id
                where movement_id = movement.id and itinerary.state = 'travelled')
              or exists (
                select from (
                  select checkpoint from scan where movement_id = movement.id and verdict = 'taken'
                  union all
                  select checkpoint from guest_count join kept_places on kept_places.id = kept_places_id
                  where movement_id = movement.id and released_at is null and persons > 0) counted
                where checkpoint in ('border exit', 'border entry', 'landing', 'reception')
                  or checkpoint in ('convoy boarding', 'flight boarding') and departs <= :now))""";

    private final JdbcClient jdbc;
    private final Clock clock;

    OnTheRoad(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The ids of those that have set out, or are there. */
    Set<Long> among(Collection<Movement> movements) {
        return Set.copyOf(jdbc.sql(SET_OUT)
                .param("ids", movements.stream().map(Movement::id).toArray(Long[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .list());
    }

    boolean has(Movement movement) {
        return among(List.of(movement)).contains(movement.id());
    }
}
