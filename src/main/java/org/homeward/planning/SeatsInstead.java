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
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Plan;
import org.homeward.planning.plan.Planner;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the planner would do with those who lose their seats: they wait with the others in its snapshot. */
@Component
class SeatsInstead {

    /** Nobody waits at a preview for the proof of how good the plan is. */
    private static final Planner.Pace UNPROVEN = new Planner.Pace(Planner.Pace.USUAL.seating(), 0);

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
     * @param gone movements that nobody travels on any more
     * @param putOff when each of those leaves that leave later
     * @param quota of an exit that changes; null if none does
     */
    Map<Long, Way> of(
            List<Aboard> losing,
            Collection<Movement> gone,
            Map<Movement, Instant> putOff,
            QuotasLeft.@Nullable Changed quota) {
        if (losing.isEmpty()) {
            return Map.of();
        }
        Operation without = without(losing, gone, putOff, quota);
        Map<String, List<String>> seated = Planner.plan(without, UNPROVEN).seated().stream()
                .collect(Collectors.toMap(Plan.Seated::household, Plan.Seated::legs));
        Map<String, Operation.Leg> legs =
                without.legs().stream().collect(Collectors.toMap(Operation.Leg::id, Function.identity()));
        Map<Long, Way> ways = new HashMap<>();
        losing.forEach(household -> {
            List<String> way = seated.get(name(household));
            if (way != null) {
                Operation.Leg first = requireNonNull(legs.get(way.get(0)));
                Operation.Leg last = requireNonNull(legs.get(way.get(way.size() - 1)));
                ways.put(household.id(), new Way(way, first.departs(), last.arrives()));
            }
        });
        return ways;
    }

    /** The operation as it would stand. */
    private Operation without(
            List<Aboard> losing,
            Collection<Movement> gone,
            Map<Movement, Instant> putOff,
            QuotasLeft.@Nullable Changed quota) {
        Operation now = snapshot.take().operation();
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
