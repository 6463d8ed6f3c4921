package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Quota;
import org.homeward.planning.plan.Plan.Seated;
import org.homeward.planning.plan.Planner;
import org.homeward.planning.plan.UnprovenPlan;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tries what one or two more vehicles, or more persons over an exit, would bring where a plan is short of them most: the plan is
 * seated on with them, and compared with itself. Where a vehicle alone brings nothing, one that it meets is tried with it.
 */
@Component
class PlanAdvice {

    private static final int MOST_TRIED = 6;
    private static final int MOST_GIVEN = 3;
    private static final int MOST_PAIRS = 3;

    /** After so long nothing more is tried. */
    private static final Duration LONGEST = Duration.ofSeconds(12);

    /** Two more are advised where the second brings at least this part of what the first does. */
    private static final double SECOND = 0.5;

    private static final double NOTHING = 0.01;
    private static final double SECONDS_PER_DAY = 86_400;

    private final JdbcClient jdbc;
    private final PlanFinding finding;
    private final SeatingPlans plans;
    private final Movements movements;

    PlanAdvice(JdbcClient jdbc, PlanFinding finding, SeatingPlans plans, Movements movements) {
        this.jdbc = jdbc;
        this.finding = finding;
        this.plans = plans;
        this.movements = movements;
    }

    /** What there might be more of. @param kind {@code quota}, or of which kind the movement is that is its subject */
    private record Shortage(String kind, String subject, LocalDate day) {}

    /**
     * What would come of more.
     *
     * @param flight that it meets, of which there would be as many more; null: none
     * @param more vehicles; of a quota persons
     * @param daysEarlier by household; null: it would be left without
     */
    private record Tried(
            Shortage of, @Nullable Shortage flight, int more, double worth, Map<String, @Nullable Double> daysEarlier) {

        boolean bringsSomething() {
            return worth > NOTHING;
        }
    }

    /** A convoy or a ship, and a flight that it meets. */
    private record Pair(Shortage first, Shortage flight) {}

    /** Writes down what would bring most, unless it has been; nothing becomes of it if the plan is decided on meanwhile. */
    void advise(long id) {
        PlanFinding.Standing standing = finding.standing(id, "not advised");
        if (standing == null) {
            return;
        }
        List<Tried> best = tried(id, standing).stream()
                .filter(Tried::bringsSomething)
                .sorted(Comparator.comparingDouble(each -> -each.worth()))
                .limit(MOST_GIVEN)
                .toList();
        boolean wanted = jdbc.sql("""
                        update seating_plan set advised = true, unproven = null
                        where id = :id and not advised and state in ('proposed', 'empty')""").param("id", id).update() > 0;
        for (int at = 0; wanted && at < best.size(); at++) {
            write(id, at + 1, best.get(at));
        }
    }

    private List<Tried> tried(long id, PlanFinding.Standing standing) {
        Operation operation = standing.operation();
        UnprovenPlan asItIs = Planner.seatOn(operation, standing.plan());
        long end = System.nanoTime() + LONGEST.toNanos();
        List<Tried> tried = new ArrayList<>();
        for (Shortage each : shortOf(id, operation)) {
            if (System.nanoTime() > end) {
                break;
            }
            tried.add(oneOrTwo(each, null, operation, asItIs));
        }
        for (Pair pair : meeting(tried, operation)) {
            if (System.nanoTime() > end) {
                break;
            }
            boolean neither = Stream.of(pair.first(), pair.flight())
                    .map(each -> alone(each, tried).orElseGet(() -> tried(each, null, 1, operation, asItIs)))
                    .noneMatch(Tried::bringsSomething);
            if (neither) {
                tried.add(oneOrTwo(pair.first(), pair.flight(), operation, asItIs));
            }
        }
        return tried;
    }

    private Tried oneOrTwo(Shortage of, @Nullable Shortage flight, Operation operation, UnprovenPlan asItIs) {
        Tried one = tried(of, flight, 1, operation, asItIs);
        Tried two = tried(of, flight, 2, operation, asItIs);
        return two.worth() >= (1 + SECOND) * one.worth() ? two : one;
    }

    private static Optional<Tried> alone(Shortage of, List<Tried> tried) {
        return tried.stream()
                .filter(each -> each.of().equals(of) && each.flight() == null)
                .findFirst();
    }

    /** Of what brings nothing alone, with what it meets; of those alike only one. */
    private static List<Pair> meeting(List<Tried> tried, Operation operation) {
        Map<String, Leg> legs = byId(operation);
        Set<List<Object>> alike = new HashSet<>();
        return tried.stream()
                .filter(each -> !each.bringsSomething())
                .map(each -> legs.get(each.of().subject()))
                .filter(Objects::nonNull)
                .flatMap(leg -> meeting(leg, operation).stream())
                .filter(pair -> alike.add(List.of(likeness(pair.first(), legs), likeness(pair.flight(), legs))))
                .limit(MOST_PAIRS)
                .toList();
    }

    /** With the first flight that it meets; a flight with the last that meets it. */
    private static Optional<Pair> meeting(Leg leg, Operation operation) {
        boolean home = leg.to().equals(operation.destination());
        Stream<Leg> others = operation.legs().stream()
                .filter(other -> home
                        ? meet(other, leg, operation)
                        : other.to().equals(operation.destination()) && meet(leg, other, operation));
        Optional<Leg> other = home
                ? others.max(Comparator.comparing(Leg::arrives).thenComparing(Leg::id))
                : others.min(Comparator.comparing(Leg::arrives).thenComparing(Leg::id));
        return other.map(met -> home
                ? new Pair(shortage(met, operation), shortage(leg, operation))
                : new Pair(shortage(leg, operation), shortage(met, operation)));
    }

    private static boolean meet(Leg first, Leg next, Operation operation) {
        return first.to().equals(next.from())
                && !first.arrives()
                        .plus(Duration.ofMinutes(operation.minConnectionMinutes()))
                        .isAfter(next.departs());
    }

    /** What the plan is short of, the most worth first; of vehicles of one kind on one way and day only the one that is. */
    private List<Shortage> shortOf(long id, Operation operation) {
        Map<String, Leg> legs = byId(operation);
        Set<List<Object>> alike = new HashSet<>();
        return plans.limits(id).stream()
                .map(limit -> shortOf(limit, legs, operation))
                .filter(Objects::nonNull)
                .filter(each -> alike.add(likeness(each, legs)))
                .limit(MOST_TRIED)
                .toList();
    }

    private static Map<String, Leg> byId(Operation operation) {
        return operation.legs().stream().collect(Collectors.toMap(Leg::id, Function.identity()));
    }

    private static List<Object> likeness(Shortage each, Map<String, Leg> legs) {
        Leg leg = legs.get(each.subject());
        return leg == null
                ? List.of(each.subject(), each.day())
                : List.of(each.kind(), leg.from(), leg.to(), each.day());
    }

    private static @Nullable Shortage shortOf(SeatingPlans.Limit limit, Map<String, Leg> legs, Operation operation) {
        if (!limit.kind().equals("quota")) {
            return shortage(requireNonNull(legs.get(limit.where())), operation);
        }
        return operation.quotas().stream()
                .filter(quota -> limit.where().equals(quota.exit() + " " + quota.day()))
                .map(quota -> new Shortage("quota", quota.exit(), quota.day()))
                .findFirst()
                .orElse(null);
    }

    private static Shortage shortage(Leg leg, Operation operation) {
        return new Shortage(leg.kind(), leg.id(), LocalDate.ofInstant(leg.departs(), operation.zone()));
    }

    private Tried tried(Shortage of, @Nullable Shortage flight, int times, Operation operation, UnprovenPlan asItIs) {
        boolean isQuota = of.kind().equals("quota");
        int more = isQuota ? times * personsOfOneVehicle(of, operation) : times;
        Operation roomier = isQuota ? admittingMore(of, more, operation) : withMore(of, more, operation);
        if (flight != null) {
            roomier = withMore(flight, more, roomier);
        }
        UnprovenPlan plan = Planner.seatOn(roomier, asItIs);
        return new Tried(of, flight, more, plan.objective() - asItIs.objective(), daysEarlier(asItIs, plan, roomier));
    }

    /** As many as the largest vehicle carries that goes over the exit on that day. */
    private int personsOfOneVehicle(Shortage of, Operation operation) {
        return operation.legs().stream()
                .filter(leg -> of.subject().equals(leg.exit()))
                .filter(leg -> of.day().equals(LocalDate.ofInstant(leg.departs(), operation.zone())))
                .mapToInt(leg -> places(movements.named(leg.id())).total())
                .max()
                .orElse(1);
    }

    private static Places places(Movement movement) {
        return movement.vehicle().places();
    }

    private static Operation admittingMore(Shortage of, int more, Operation operation) {
        List<Quota> quotas = operation.quotas().stream()
                .map(quota -> quota.exit().equals(of.subject()) && quota.day().equals(of.day())
                        ? new Quota(quota.exit(), quota.day(), quota.persons() + more)
                        : quota)
                .toList();
        return operation.with(operation.households(), operation.legs(), quotas);
    }

    /** Vehicles like this one, with nobody aboard yet. */
    private Operation withMore(Shortage of, int more, Operation operation) {
        Movement movement = movements.named(of.subject());
        Places whole = places(movement);
        Leg leg = operation.legs().stream()
                .filter(each -> each.id().equals(of.subject()))
                .findFirst()
                .orElseThrow();
        Stream<Leg> others = IntStream.rangeClosed(1, more)
                .mapToObj(number -> new Leg(
                        leg.id() + " +" + number,
                        leg.kind(),
                        leg.from(),
                        leg.to(),
                        leg.departs(),
                        leg.arrives(),
                        leg.exit(),
                        whole.seats(),
                        whole.wheelchairs(),
                        whole.stretchers(),
                        movement.baggageKg() == null ? PlanningSnapshot.ANY_BAGGAGE : whole.baggageKg()));
        return operation.with(
                operation.households(),
                Stream.concat(operation.legs().stream(), others).toList(),
                operation.quotas());
    }

    /** Whose coming home changes. */
    private static Map<String, @Nullable Double> daysEarlier(
            UnprovenPlan before, UnprovenPlan after, Operation operation) {
        Map<String, Instant> arrivals = new HashMap<>();
        operation.legs().forEach(leg -> arrivals.put(leg.id(), leg.arrives()));
        Map<String, Instant> home = new HashMap<>();
        before.seated().forEach(seated -> home.put(seated.household(), arrival(seated, arrivals)));
        Map<String, @Nullable Double> changed = new HashMap<>();
        for (Seated seated : after.seated()) {
            Instant was = home.get(seated.household());
            Instant is = arrival(seated, arrivals);
            if (was == null) {
                changed.put(seated.household(), null);
            } else if (!was.equals(is)) {
                changed.put(seated.household(), Duration.between(is, was).toSeconds() / SECONDS_PER_DAY);
            }
        }
        return changed;
    }

    private static Instant arrival(Seated seated, Map<String, Instant> arrivals) {
        return requireNonNull(arrivals.get(seated.legs().get(seated.legs().size() - 1)));
    }

    /** In the operation a household stands for all that go with it. */
    private void write(long id, int position, Tried tried) {
        Shortage flight = tried.flight();
        jdbc.sql("""
                insert into seating_plan_advice
                  (plan_id, position, kind, subject, day, more, flight, flight_day)
                values (:id, :position, :kind, :subject, :day, :more, :flight, :flightDay)""")
                .param("id", id)
                .param("position", position)
                .param("kind", tried.of().kind())
                .param("subject", tried.of().subject())
                .param("day", tried.of().day())
                .param("more", tried.more())
                .param("flight", flight == null ? null : flight.subject(), Types.VARCHAR)
                .param("flightDay", flight == null ? null : flight.day(), Types.DATE)
                .update();
        List<Map.Entry<String, @Nullable Double>> changed =
                List.copyOf(tried.daysEarlier().entrySet());
        jdbc.sql("""
                insert into seating_plan_advice_household (plan_id, position, household_id, days_earlier)
                select :id, :position, coalesce(line.household_id, changed.unit), changed.days
                from unnest(:units, :days) as changed (unit, days)
                  left join seating_plan_household line
                    on line.plan_id = :id and line.unit = changed.unit and line.state <> 'gone'""")
                .param("id", id)
                .param("position", position)
                .param(
                        "units",
                        changed.stream()
                                .map(each -> Long.valueOf(each.getKey()))
                                .toArray(Long[]::new))
                .param("days", changed.stream().map(Map.Entry::getValue).toArray(Double[]::new))
                .update();
    }
}
