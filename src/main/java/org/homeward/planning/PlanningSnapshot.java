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
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.movement.Seating;
import org.homeward.planning.MovableSeats.Seated;
import org.homeward.planning.PlanChoices.Steering;
import org.homeward.planning.SeatRule.Candidate;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.homeward.planning.plan.Operation.Quota;
import org.homeward.situation.Reach;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes the operation as it stands now for the planner: who waits for seats, what has room, what the exits admit. */
@Component
class PlanningSnapshot {

    private static final String HOME = "home";
    private static final double SECONDS_PER_DAY = 86_400;
    /** The priority of whoever has none. */
    static final int LEAST_URGENT = 4;

    /** What counts, before a coordinator sets another price for moves. */
    static final Objective OBJECTIVE = new Objective(Map.of(1, 1000d, 2, 300d, 3, 100d, 4, 30d), 0.1, 0.03, 50);

    private final JdbcClient jdbc;
    private final SeatRound round;
    private final MovableSeats movable;
    private final Towns towns;
    private final Reach reach;
    private final Timetable timetable;
    private final Clock clock;
    private final ZoneId zone;

    PlanningSnapshot(
            JdbcClient jdbc,
            SeatRound round,
            MovableSeats movable,
            Towns towns,
            Reach reach,
            Timetable timetable,
            Clock clock,
            @Value("${homeward.zone}") ZoneId zone) {
        this.jdbc = jdbc;
        this.round = round;
        this.movable = movable;
        this.towns = towns;
        this.reach = reach;
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
     * @param seated who has seats that the plan may change, by its number
     * @param excluded who waits, and is left out
     */
    record Taken(
            Operation operation,
            Map<String, Candidate> waiting,
            Map<String, Movement> movements,
            List<Seating> joining,
            Map<String, Seated> seated,
            List<Candidate> excluded) {}

    /** Kilograms that no vehicle comes to: where baggage is not limited, it keeps nobody back, and no price stands on it. */
    static final int ANY_BAGGAGE = 1_000_000;

    /** Urgency and waiting of a household. */
    private record Turn(int priority, Instant since) {}

    Taken take() {
        return take(Steering.NONE);
    }

    /** As {@link #take}, for a plan that has to keep to this. */
    Taken take(Steering steering) {
        List<Movement> open = round.open();
        return take(steering, open, SeatRule.roomOn(open), round.quotasNow(), round.queue());
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
        return take(Steering.NONE, open, room, quotas, round.queueOfUnrestricted());
    }

    /** As {@link #take}, of these movements, for these households. */
    Taken take(List<Movement> movements, List<Candidate> queue) {
        return take(Steering.NONE, movements, SeatRule.roomOn(movements), round.quotasNow(), queue);
    }

    private Taken take(
            Steering steering,
            List<Movement> open,
            Map<Long, Places> room,
            SeatRule.Quotas quotas,
            List<Candidate> all) {
        Map<Boolean, List<Candidate>> excluded =
                all.stream().collect(Collectors.partitioningBy(candidate -> isExcluded(candidate, steering)));
        List<Candidate> queue = requireNonNull(excluded.get(false));
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
        Map<String, Seated> seated = new LinkedHashMap<>();
        if (steering.movePrice() != null) {
            movable.on(open).stream()
                    .filter(household -> steering.mayMove(household.householdId()))
                    .forEach(household -> seated.put(String.valueOf(household.householdId()), household));
        }
        // Whoever may be moved is given seats anew, with the places that they have.
        seated.values()
                .forEach(household -> household.legs().forEach(leg -> {
                    room.computeIfPresent(leg, (id, left) -> left.plus(household.places()));
                    quotas.use(leg, -household.places().total());
                }));
        return new Taken(
                operation(waiting, seated, steering, open, room, quotas),
                waiting,
                movements,
                joining,
                seated,
                requireNonNull(excluded.get(true)));
    }

    private static boolean isExcluded(Candidate candidate, Steering steering) {
        return candidate.all().anyMatch(steering.excluded()::contains);
    }

    private Operation operation(
            Map<String, Candidate> waiting,
            Map<String, Seated> seated,
            Steering steering,
            List<Movement> open,
            Map<Long, Places> room,
            SeatRule.Quotas quotas) {
        Instant now = clock.instant();
        Map<Long, Turn> turns = turns();
        Starts starts = Starts.of(
                reach.unreachable().values(),
                waiting.values().stream().map(Candidate::unreachable).toList(),
                broughtTo(),
                unknown(open),
                towns);
        Map<Long, Leg> legs = new LinkedHashMap<>();
        open.forEach(movement ->
                legs.put(movement.id(), leg(movement, open, requireNonNull(room.get(movement.id())), starts)));
        Map<Long, List<Long>> pinned = stillPinned(steering, waiting, open, room, quotas);
        List<Household> households = new ArrayList<>();
        waiting.values()
                .forEach(candidate -> households.add(household(
                        candidate,
                        turns.getOrDefault(candidate.householdId(), new Turn(LEAST_URGENT, now)),
                        now,
                        codes(pinned.getOrDefault(candidate.householdId(), List.of()), legs))));
        seated.forEach((id, household) -> households.add(new Household(
                id,
                origin(
                        household,
                        requireNonNull(legs.get(household.legs().get(0))).from(),
                        starts),
                household.places().total(),
                household.places().wheelchairs(),
                household.places().stretchers(),
                household.places().baggageKg(),
                household.priority(),
                Duration.between(household.since(), now).toSeconds() / SECONDS_PER_DAY,
                codes(household.legs(), legs),
                false)));
        return new Operation(
                now,
                HOME,
                (int) timetable.connection().toMinutes(),
                steering.movePrice() == null
                        ? OBJECTIVE
                        : new Objective(
                                OBJECTIVE.priorityWeight(),
                                OBJECTIVE.waitingPerDay(),
                                OBJECTIVE.delayPerDay(),
                                steering.movePrice()),
                households,
                List.copyOf(legs.values()),
                quotas(open, quotas),
                zone,
                starts.reach());
    }

    private static List<String> codes(List<Long> way, Map<Long, Leg> legs) {
        return way.stream().map(leg -> requireNonNull(legs.get(leg)).id()).toList();
    }

    /** The ways of those who wait and are pinned, as far as they can still be gone and all of them have room there. */
    private Map<Long, List<Long>> stillPinned(
            Steering steering,
            Map<String, Candidate> waiting,
            List<Movement> open,
            Map<Long, Places> room,
            SeatRule.Quotas quotas) {
        Map<Long, Movement> byId = open.stream().collect(Collectors.toMap(Movement::id, movement -> movement));
        Map<Long, Places> left = new HashMap<>(room);
        SeatRule.Quotas admitted = new SeatRule.Quotas(quotas.dayOf(), new HashMap<>(quotas.left()));
        Map<Long, List<Long>> pinned = new HashMap<>();
        for (Candidate candidate : waiting.values()) {
            List<Long> way = candidate
                    .all()
                    .map(id -> steering.pinned().getOrDefault(id, List.of()))
                    .filter(legs -> !legs.isEmpty())
                    .findFirst()
                    .orElse(List.of());
            Places needs = candidate.needs();
            if (!way.isEmpty()
                    && byId.keySet().containsAll(way)
                    && canBegin(candidate, requireNonNull(byId.get(way.get(0))), open)
                    && round.meet(way.stream().map(byId::get).toList())
                    && way.stream().allMatch(leg -> needs.fitIn(left.get(leg)) && admitted.admit(leg, needs.total()))) {
                way.forEach(leg -> left.computeIfPresent(leg, (id, places) -> places.minus(needs)));
                way.forEach(leg -> admitted.use(leg, needs.total()));
                pinned.put(candidate.householdId(), way);
            }
        }
        return pinned;
    }

    private boolean canBegin(Candidate candidate, Movement first, List<Movement> open) {
        String from = towns.one(first.origin());
        return candidate.reached() == null
                ? !SeatRule.isFromAbroad(first, open, towns)
                        && !candidate.unreachable().contains(from)
                : from.equals(towns.one(candidate.reached()));
    }

    /** The towns where convoys and ships bring people, or have brought some. */
    private Set<String> broughtTo() {
        return jdbc
                .sql("select distinct destination from movement where kind <> 'flight'")
                .query(String.class)
                .list()
                .stream()
                .map(towns::one)
                .collect(Collectors.toSet());
    }

    /** The towns that nobody knows and that are in the country, by what leaves from them. */
    private Set<String> unknown(List<Movement> open) {
        return open.stream()
                .filter(movement -> !towns.isKnown(movement.origin()))
                .filter(movement -> !SeatRule.isFromAbroad(movement, open, towns))
                .map(movement -> towns.one(movement.origin()))
                .collect(Collectors.toSet());
    }

    /** @param pinnedTo the way that it goes whatever happens; empty if it is not pinned */
    private Household household(Candidate candidate, Turn turn, Instant now, List<String> pinnedTo) {
        return new Household(
                String.valueOf(candidate.householdId()),
                origin(candidate.reached(), candidate.unreachable()),
                candidate.needs().total(),
                candidate.needs().wheelchairs(),
                candidate.needs().stretchers(),
                candidate.needs().baggageKg(),
                turn.priority(),
                Duration.between(turn.since(), now).toSeconds() / SECONDS_PER_DAY,
                pinnedTo,
                !pinnedTo.isEmpty());
    }

    /**
     * Somebody who would wait with the others.
     *
     * @param since when they began to wait
     * @param reached where they have been brought already; null while they are where they live
     * @param unreachable the governorates that they cannot get to
     */
    Household waiting(
            String name, Places needs, int priority, Instant since, @Nullable String reached, Set<String> unreachable) {
        return new Household(
                name,
                origin(reached, unreachable),
                needs.total(),
                needs.wheelchairs(),
                needs.stretchers(),
                needs.baggageKg(),
                priority,
                Duration.between(since, clock.instant()).toSeconds() / SECONDS_PER_DAY,
                List.of(),
                false);
    }

    private String origin(@Nullable String reached, Set<String> unreachable) {
        return reached == null ? Starts.originOf(unreachable) : Starts.originOfBrought(towns.one(reached));
    }

    /** @param from where its first movement takes people */
    private String origin(Seated household, String from, Starts starts) {
        return household.reached() == null
                ? starts.originOfSeated(from, household.unreachable())
                : origin(household.reached(), household.unreachable());
    }

    /** A movement that might be added to this operation. */
    Leg leg(String name, Hypothesis.MovementAdded added, Operation to) {
        Starts starts = new Starts(to.reach(), towns);
        boolean goesHome = added.kind().equals("flight");
        return new Leg(
                name,
                added.kind(),
                starts.placeOf(added.origin(), towns.isAbroad(added.origin()), goesHome),
                goesHome ? HOME : towns.one(added.destination()),
                added.departs(),
                added.departs().plus(timetable.usualJourney(added.kind())),
                added.exit(),
                added.seats(),
                added.wheelchairs(),
                added.stretchers(),
                ANY_BAGGAGE);
    }

    private Leg leg(Movement movement, List<Movement> open, Places room, Starts starts) {
        return new Leg(
                movement.code(),
                movement.kind(),
                starts.placeOf(movement.origin(), SeatRule.isFromAbroad(movement, open, towns), movement.goesHome()),
                movement.goesHome() ? HOME : towns.one(movement.destination()),
                movement.departs(),
                movement.arrives(),
                movement.exit(),
                room.seats(),
                room.wheelchairs(),
                room.stretchers(),
                movement.baggageKg() == null ? ANY_BAGGAGE : room.baggageKg());
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
