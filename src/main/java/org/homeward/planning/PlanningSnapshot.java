package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.movement.Seating;
import org.homeward.planning.SeatRule.Candidate;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.homeward.planning.plan.Operation.Quota;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes the operation as it stands now for the planner: who waits for seats, what has room, what the exits admit. */
@Component
class PlanningSnapshot {

    /** Where whoever is in the country begins: any convoy takes them, and any flight that leaves the country. */
    private static final String COUNTRY = "the country";

    private static final String HOME = "home";
    private static final double SECONDS_PER_DAY = 86_400;
    private static final int LEAST_URGENT = 4;

    private static final Objective OBJECTIVE = new Objective(Map.of(1, 1000d, 2, 300d, 3, 100d, 4, 30d), 0.1, 0.03, 50);

    private final JdbcClient jdbc;
    private final SeatRound round;
    private final Towns towns;
    private final Timetable timetable;
    private final Clock clock;
    private final ZoneId zone;

    PlanningSnapshot(
            JdbcClient jdbc,
            SeatRound round,
            Towns towns,
            Timetable timetable,
            Clock clock,
            @Value("${homeward.zone}") ZoneId zone) {
        this.jdbc = jdbc;
        this.round = round;
        this.towns = towns;
        this.timetable = timetable;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * What was taken.
     *
     * @param operation in it a household stands for all that go with it, under the number of the first
     * @param waiting who waits, by that number
     * @param movements what has room, by code
     * @param joining who can only join others that have their seats already, and has room there
     */
    record Taken(
            Operation operation,
            Map<String, Candidate> waiting,
            Map<String, Movement> movements,
            List<Seating> joining) {}

    /** Urgency and waiting of a household. */
    private record Turn(int priority, Instant since) {}

    Taken take() {
        List<Movement> open = round.open();
        return take(open, SeatRule.roomOn(open), round.quotasNow(), round.queue());
    }

    /** As {@link #take}, as if there were no restricted households: their places are free, and nobody waits for them. */
    Taken takeUnrestricted() {
        List<Movement> open = round.open();
        Map<Long, Places> room = SeatRule.roomOn(open);
        SeatRule.Quotas quotas = round.quotasNow();
        jdbc.sql("""
                select movement_id, count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from reservation join household on household.id = household_id and restricted
                where state = 'held' group by movement_id""").query(row -> {
            Places held = new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs"));
            room.computeIfPresent(row.getLong("movement_id"), (id, left) -> left.plus(held));
            quotas.use(row.getLong("movement_id"), -held.total());
        });
        return take(open, room, quotas, round.queueOfUnrestricted());
    }

    private Taken take(List<Movement> open, Map<Long, Places> room, SeatRule.Quotas quotas, List<Candidate> queue) {
        List<Seating> joining = SeatRule.seat(
                queue.stream().filter(candidate -> !candidate.only().isEmpty()).toList(),
                open,
                room,
                towns,
                quotas,
                timetable.connection(),
                Integer.MAX_VALUE);
        Map<String, Candidate> waiting = new LinkedHashMap<>();
        queue.stream()
                .filter(candidate -> candidate.only().isEmpty())
                .forEach(candidate -> waiting.put(String.valueOf(candidate.householdId()), candidate));
        Map<String, Movement> movements = new LinkedHashMap<>();
        open.forEach(movement -> movements.put(movement.code(), movement));
        return new Taken(operation(waiting, open, room, quotas), waiting, movements, joining);
    }

    private Operation operation(
            Map<String, Candidate> waiting, List<Movement> open, Map<Long, Places> room, SeatRule.Quotas quotas) {
        Instant now = clock.instant();
        Map<Long, Turn> turns = turns();
        return new Operation(
                now,
                HOME,
                (int) timetable.connection().toMinutes(),
                OBJECTIVE,
                waiting.values().stream()
                        .map(candidate -> household(
                                candidate,
                                turns.getOrDefault(candidate.householdId(), new Turn(LEAST_URGENT, now)),
                                now))
                        .toList(),
                open.stream()
                        .map(movement -> leg(movement, open, requireNonNull(room.get(movement.id()))))
                        .toList(),
                quotas(open, quotas),
                zone);
    }

    private Household household(Candidate candidate, Turn turn, Instant now) {
        return new Household(
                String.valueOf(candidate.householdId()),
                candidate.reached() == null ? COUNTRY : towns.one(candidate.reached()),
                candidate.needs().total(),
                candidate.needs().wheelchairs(),
                candidate.needs().stretchers(),
                0,
                turn.priority(),
                Duration.between(turn.since(), now).toSeconds() / SECONDS_PER_DAY,
                List.of(),
                false);
    }

    /** Somebody in the country who would wait with the others. @param since when they began to wait */
    Household waiting(String name, Places needs, int priority, Instant since) {
        return waiting(name, needs, priority, since, null);
    }

    /** Somebody who would wait with the others. @param reached where they have been brought; null: in the country */
    Household waiting(String name, Places needs, int priority, Instant since, @Nullable String reached) {
        return new Household(
                name,
                reached == null ? COUNTRY : towns.one(reached),
                needs.total(),
                needs.wheelchairs(),
                needs.stretchers(),
                0,
                priority,
                Duration.between(since, clock.instant()).toSeconds() / SECONDS_PER_DAY,
                List.of(),
                false);
    }

    /** A movement that might be added, as {@link Hypotheses#checked}. */
    Leg leg(String name, Hypothesis added) {
        String kind = requireNonNull(added.kind());
        String origin = requireNonNull(added.origin());
        Instant departs = requireNonNull(added.departs());
        boolean convoy = kind.equals("convoy");
        return new Leg(
                name,
                kind,
                convoy || !towns.isAbroad(origin) ? COUNTRY : towns.one(origin),
                convoy ? towns.one(requireNonNull(added.destination())) : HOME,
                departs,
                departs.plus(timetable.usualJourney(kind)),
                added.exit(),
                requireNonNull(added.seats()),
                requireNonNull(added.wheelchairs()),
                requireNonNull(added.stretchers()),
                0);
    }

    private Leg leg(Movement movement, List<Movement> open, Places room) {
        boolean fromAbroad = !movement.isConvoy() && SeatRule.isFromAbroad(movement, open, towns);
        return new Leg(
                movement.code(),
                movement.kind(),
                fromAbroad ? towns.one(movement.origin()) : COUNTRY,
                movement.isConvoy() ? towns.one(movement.destination()) : HOME,
                movement.departs(),
                movement.arrives(),
                movement.exit(),
                room.seats(),
                room.wheelchairs(),
                room.stretchers(),
                0);
    }

    private List<Quota> quotas(List<Movement> open, SeatRule.Quotas quotas) {
        Map<String, Quota> byDay = new LinkedHashMap<>();
        for (Movement movement : open) {
            String day = quotas.dayOf().get(movement.id());
            if (day != null) {
                byDay.put(
                        day,
                        new Quota(
                                requireNonNull(movement.exit()),
                                LocalDate.ofInstant(movement.departs(), zone),
                                Math.max(0, quotas.left().getOrDefault(day, 0))));
            }
        }
        return new ArrayList<>(byDay.values());
    }

    private Map<Long, Turn> turns() {
        Map<Long, Turn> turns = new HashMap<>();
        jdbc.sql("""
                select id, coalesce(priority, :last) as priority, coalesce(ready_since, now()) as since
                from household where stage = 'ready'""").param("last", LEAST_URGENT).query(row -> {
            turns.put(
                    row.getLong("id"),
                    new Turn(row.getInt("priority"), row.getTimestamp("since").toInstant()));
        });
        return turns;
    }
}
