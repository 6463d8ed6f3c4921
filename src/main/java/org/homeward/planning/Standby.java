package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Seating;
import org.homeward.planning.SeatRule.Candidate;
import org.homeward.planning.plan.FreedPlaces;
import org.homeward.planning.plan.Plan;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lets the planner name who gets places that become free shortly before a departure, calls them, and notes why. */
@Component
class Standby {

    private final JdbcClient jdbc;
    private final Movements movements;
    private final SeatRound round;
    private final PlanningSnapshot snapshot;
    private final Towns towns;
    private final Clock clock;

    Standby(
            JdbcClient jdbc,
            Movements movements,
            SeatRound round,
            PlanningSnapshot snapshot,
            Towns towns,
            Clock clock) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.round = round;
        this.snapshot = snapshot;
        this.towns = towns;
        this.clock = clock;
    }

    /**
     * Gives what is free on the movements of a household that left its journey, until they depart, also when they are
     * frozen. Who lives where the journey begins comes first: they can be there in time.
     *
     * @throws OptimisticLockingFailureException if others give away these places, or seat these households, at this
     *     moment: then it is to be tried again
     */
    void call(long leftBy) {
        round.quotas(); // from now on nobody else gives seats over these exits
        movements.latestItinerary(leftBy).ifPresent(this::call);
    }

    private void call(Itinerary left) {
        List<Movement> free = round.takingUntilDeparture(left.legs());
        if (free.isEmpty()) {
            return;
        }
        String origin = left.firstLeg().origin();
        String near = towns.isInCountry(origin) ? towns.one(origin) : null;
        Set<Long> nearby = livingIn(near);
        PlanningSnapshot.Taken taken = snapshot.take(free, round.queue(near));
        Plan plan = FreedPlaces.fill(taken.operation(), household -> nearby.contains(Long.valueOf(household.id())));
        Set<Long> called = round.seatUntilDeparture(Stream.concat(
                        taken.joining().stream(), plan.seated().stream().flatMap(seated -> seatings(seated, taken)))
                .toList());
        long call = note(left.householdId(), free);
        noteCalled(call, called, nearby);
        noteLeft(call, plan.left(), taken);
    }

    private Set<Long> livingIn(@Nullable String governorate) {
        if (governorate == null) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("select id from household where stage = 'ready' and governorate = :governorate")
                .param("governorate", governorate)
                .query(Long.class)
                .list());
    }

    private static Stream<Seating> seatings(Plan.Seated seated, PlanningSnapshot.Taken taken) {
        Candidate unit = requireNonNull(taken.waiting().get(seated.household()));
        List<Long> legs = seated.legs().stream()
                .map(code -> requireNonNull(taken.movements().get(code)).id())
                .toList();
        return unit.all().map(household -> new Seating(household, legs, unit.householdId()));
    }

    private long note(long leftBy, List<Movement> free) {
        long call = jdbc.sql("insert into standby_call (at, left_by) values (:now, :leftBy) returning id")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("leftBy", leftBy)
                .query(Long.class)
                .single();
        jdbc.sql("insert into standby_call_movement (movement_id, call_id) select unnest(:movements), :call")
                .param("movements", free.stream().map(Movement::id).toArray(Long[]::new))
                .param("call", call)
                .update();
        return call;
    }

    private void noteCalled(long call, Set<Long> households, Set<Long> nearby) {
        jdbc.sql("""
                insert into standby_called (call_id, household_id, priority, waiting_days, near)
                select call.id, household.id, priority,
                       floor(extract(epoch from call.at - coalesce(ready_since, call.at)) / 86400), household.id = any(:nearby)
                from household, standby_call call where call.id = :call and household.id = any(:households)""")
                .param("call", call)
                .param("households", households.toArray(Long[]::new))
                .param("nearby", households.stream().filter(nearby::contains).toArray(Long[]::new))
                .update();
    }

    private void noteLeft(long call, List<Plan.Left> left, PlanningSnapshot.Taken taken) {
        String[] whys = left.stream()
                .flatMap(each -> requireNonNull(taken.waiting().get(each.household()))
                        .all()
                        .map(household -> each.why()))
                .toArray(String[]::new);
        jdbc.sql("""
                insert into standby_left (call_id, why, households)
                select :call, why, count(*) from unnest(:whys) as why group by why""").param("call", call).param("whys", whys).update();
    }
}
