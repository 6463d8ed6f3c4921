package org.homeward.planning.plan;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Plan.Left;
import org.homeward.planning.plan.Plan.Seated;
import org.homeward.planning.plan.Planner.Pace;

/**
 * Who makes the best use of places that become free shortly before a departure. Tens of thousands may wait for a few places:
 * of those who start at one place and need the same, the planner looks at no more than there could be places for, the
 * heaviest; whoever weighs less can only take the place of one of them.
 */
public final class FreedPlaces {

    /** Others wait meanwhile to give seats over the same exits. */
    private static final Pace SOON = new Pace(0.3, 0);

    /** What households need that may take each other's places. */
    private record Needs(String origin, int seats, int wheelchairs, int stretchers, int baggageKg) {

        static Needs of(Household household) {
            return new Needs(
                    household.origin(),
                    household.size() - household.wheelchairs() - household.stretchers(),
                    household.wheelchairs(),
                    household.stretchers(),
                    household.baggageKg());
        }

        /** For how many of them there are places at most. */
        long timesIn(Operation operation) {
            Set<String> starts = operation.startsOf(origin);
            return operation.legs().stream()
                    .filter(leg -> starts.contains(leg.from()))
                    .mapToLong(leg -> Math.min(
                            Math.min(times(leg.seats(), seats), times(leg.baggageKg(), baggageKg)),
                            Math.min(times(leg.wheelchairs(), wheelchairs), times(leg.stretchers(), stretchers))))
                    .sum();
        }

        private static int times(int there, int needed) {
            return needed == 0 ? Integer.MAX_VALUE : there / needed;
        }
    }

    private FreedPlaces() {}

    /**
     * Names who is to be called. Those who come first share the places as is best for them all; the others share what that
     * leaves.
     *
     * @param operation what is free, and who waits; nobody has been told any seats
     * @param first who comes first, however little it weighs
     * @return the plan of all: for each who is left, why
     */
    public static Plan fill(Operation operation, Predicate<Household> first) {
        List<Household> nearest = operation.households().stream().filter(first).toList();
        Map<String, List<String>> called = nearest.isEmpty()
                ? Map.of()
                : plan(operation, List.of(), nearest).seated().stream()
                        .collect(Collectors.toMap(Seated::household, Seated::legs));
        List<Household> staying = operation.households().stream()
                .filter(household -> called.containsKey(household.id()))
                .map(household -> household.stayingOn(called.getOrDefault(household.id(), List.of())))
                .toList();
        List<Household> others = operation.households().stream()
                .filter(household -> !called.containsKey(household.id()))
                .toList();
        Plan plan = plan(operation, staying, others);
        return new Plan(
                plan.objective(),
                plan.bound(),
                plan.seconds(),
                plan.seated(),
                left(operation, plan.seated()),
                plan.limits());
    }

    private static Plan plan(Operation operation, List<Household> staying, List<Household> waiting) {
        List<Household> looked =
                Stream.concat(staying.stream(), heaviest(operation, waiting)).toList();
        return Planner.plan(operation.with(looked, operation.legs(), operation.quotas()), SOON);
    }

    /** No more of each than there are places for. */
    private static Stream<Household> heaviest(Operation operation, List<Household> waiting) {
        return waiting.stream().collect(Collectors.groupingBy(Needs::of)).entrySet().stream()
                .flatMap(alike -> alike.getValue().stream()
                        .sorted(Comparator.comparingDouble(
                                household -> -operation.objective().weight(household)))
                        .limit(alike.getKey().timesIn(operation)));
    }

    /** Why everybody else is left, by what was free before anybody was called and what is now. */
    private static List<Left> left(Operation operation, List<Seated> seated) {
        Map<String, List<String>> legs = seated.stream().collect(Collectors.toMap(Seated::household, Seated::legs));
        Network network = new Network(operation);
        Room room = new Room(network);
        operation.households().stream()
                .filter(household -> legs.containsKey(household.id()))
                .map(household -> household.stayingOn(legs.getOrDefault(household.id(), List.of())))
                .map(household -> new Party(household, network, operation.objective()))
                .forEach(party -> room.take(party, requireNonNull(party.told)));
        Reasons reasons = new Reasons(network, room);
        return operation.households().stream()
                .filter(household -> !legs.containsKey(household.id()))
                .map(household ->
                        new Left(household.id(), reasons.whyLeft(new Party(household, network, operation.objective()))))
                .toList();
    }
}
