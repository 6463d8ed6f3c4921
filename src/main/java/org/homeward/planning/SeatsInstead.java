package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Plan;
import org.homeward.planning.plan.Planner;
import org.homeward.planning.plan.Planner.Pace;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the planner would do with those who lose their seats: they wait with the others in its snapshot. Who would lose them
 * later, if an exit stays closed, comes after them, in what they leave.
 */
@Component
class SeatsInstead {

    private final PlanningSnapshot snapshot;
    private final QuotasLeft quotas;

    SeatsInstead(PlanningSnapshot snapshot, QuotasLeft quotas) {
        this.snapshot = snapshot;
        this.quotas = quotas;
    }

    /** How a household gets home. @param legs the codes of its movements, in order */
    record Way(List<String> legs, Instant departs, Instant home) {}

    /**
     * The ways of those whom the planner seats again, by household.
     *
     * @param losing who loses the seats at once
     * @param waiting who loses them at a freeze, if nothing changes until then
     * @param gone movements that nobody travels on any more, if nothing changes
     * @param putOff when each of those leaves that leave later
     * @param quota of an exit that changes; null if none does
     */
    Map<Long, Way> of(
            List<Aboard> losing,
            List<Aboard> waiting,
            Collection<Movement> gone,
            Map<Movement, Instant> putOff,
            QuotasLeft.@Nullable Changed quota) {
        if (losing.isEmpty() && waiting.isEmpty()) {
            return Map.of();
        }
        Operation now = snapshot.take().operation();
        boolean othersFirst = !losing.isEmpty() || !now.households().isEmpty();
        Pace pace = pace(othersFirst && !waiting.isEmpty() ? 2 : 1);
        Map<Long, Way> ways = new HashMap<>();
        Map<String, List<String>> seated = Map.of();
        if (othersFirst) {
            Operation without = without(now, losing, gone, putOff, quota);
            seated = seated(without, pace);
            ways.putAll(ways(losing, seated, without));
        }
        if (!waiting.isEmpty()) {
            List<Aboard> both = Stream.concat(losing.stream(), waiting.stream()).toList();
            Operation closed =
                    afterThem(without(now, both, gone, putOff, quota), seated, mayBegin(waiting, Set.copyOf(gone)));
            ways.putAll(ways(waiting, seated(closed, pace), closed));
        }
        return ways;
    }

    /** Nobody waits longer at a preview for two plans than for one. */
    private static Pace pace(int plans) {
        return new Pace(Pace.USUAL.seating() / plans, 0);
    }

    private static Map<String, List<String>> seated(Operation operation, Pace pace) {
        return Planner.find(operation, pace).seated().stream()
                .collect(Collectors.toMap(Plan.Seated::household, Plan.Seated::legs));
    }

    private static Map<Long, Way> ways(List<Aboard> some, Map<String, List<String>> seated, Operation operation) {
        Map<String, Operation.Leg> legs =
                operation.legs().stream().collect(Collectors.toMap(Operation.Leg::id, Function.identity()));
        Map<Long, Way> ways = new HashMap<>();
        some.forEach(household -> {
            List<String> way = seated.get(name(household));
            if (way != null) {
                Operation.Leg first = requireNonNull(legs.get(way.get(0)));
                Operation.Leg last = requireNonNull(legs.get(way.get(way.size() - 1)));
                ways.put(household.id(), new Way(way, first.departs(), last.arrives()));
            }
        });
        return ways;
    }

    /** When those who wait could have left: what leaves earlier takes nobody any more when they lose their seats. */
    private static Map<String, Instant> mayBegin(List<Aboard> waiting, Set<Movement> gone) {
        return waiting.stream()
                .collect(Collectors.toMap(
                        SeatsInstead::name,
                        household -> household.legs().stream()
                                .filter(gone::contains)
                                .findFirst()
                                .map(Movement::departs)
                                .orElseThrow()));
    }

    /** The same where some are seated already, and others cannot begin before a time. */
    private static Operation afterThem(
            Operation operation, Map<String, List<String>> seated, Map<String, Instant> mayBegin) {
        List<Operation.Household> households = operation.households().stream()
                .map(household -> {
                    List<String> legs = seated.get(household.id());
                    Instant notBefore = mayBegin.get(household.id());
                    return legs != null
                            ? household.stayingOn(legs)
                            : notBefore != null ? household.notBefore(notBefore) : household;
                })
                .toList();
        return operation.with(households, operation.legs(), operation.quotas());
    }

    /** The operation as it would stand if these lost their seats. */
    private Operation without(
            Operation now,
            List<Aboard> losing,
            Collection<Movement> gone,
            Map<Movement, Instant> putOff,
            QuotasLeft.@Nullable Changed quota) {
        Map<String, Instant> later = putOff.keySet().stream().collect(Collectors.toMap(Movement::code, putOff::get));
        Map<String, Places> freed = new HashMap<>();
        losing.forEach(household ->
                household.legs().forEach(leg -> freed.merge(leg.code(), household.places(), Places::plus)));
        List<Operation.Household> waiting = new ArrayList<>(now.households());
        losing.forEach(household -> waiting.add(snapshot.waiting(
                name(household),
                household.places(),
                household.priority(),
                household.since(),
                household.reached(),
                household.unreachable())));
        Set<String> lost = gone.stream().map(Movement::code).collect(Collectors.toSet());
        return now.with(
                waiting,
                now.legs().stream()
                        .filter(leg -> !lost.contains(leg.id()))
                        .map(leg -> roomier(leg, freed.get(leg.id())))
                        .map(leg ->
                                later.containsKey(leg.id()) ? leg.leavingAt(requireNonNull(later.get(leg.id()))) : leg)
                        .toList(),
                quotas.with(
                        quota,
                        gone,
                        putOff,
                        losing.stream().map(Aboard::itinerary).toList()));
    }

    private static Operation.Leg roomier(Operation.Leg leg, @Nullable Places freed) {
        return freed == null
                ? leg
                : leg.roomier(freed.seats(), freed.wheelchairs(), freed.stretchers(), freed.baggageKg());
    }

    private static String name(Aboard household) {
        return "losing " + household.id();
    }
}
