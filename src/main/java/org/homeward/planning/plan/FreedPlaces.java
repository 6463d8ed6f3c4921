package org.homeward.planning.plan;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Plan.Left;
import org.homeward.planning.plan.Plan.Seated;
import org.homeward.planning.plan.Planner.Pace;

/**
 * Who makes the best use of places that become free shortly before a departure. Tens of thousands may wait for a few places:
 * of those who start at one place and need the same, the planner looks at no more than there could be places for, the
 * heaviest; whoever weighs less can only take the place of one of them.
 */
public final class FreedPlaces {

    private static final Pace SOON = new Pace(1, 0.5);

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

        /** For how many of them these legs have places at most. */
        long timesIn(List<Leg> legs) {
            return legs.stream()
                    .filter(leg -> leg.from().equals(origin))
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
                .map(household -> stayingOn(household, called.getOrDefault(household.id(), List.of())))
                .toList();
        List<Household> others = operation.households().stream()
                .filter(household -> !called.containsKey(household.id()))
                .toList();
        Plan plan = plan(operation, staying, others);
        return new Plan(
                plan.objective(), plan.bound(), plan.seconds(), plan.seated(), left(others, plan), plan.limits());
    }

    private static Plan plan(Operation operation, List<Household> staying, List<Household> waiting) {
        List<Household> looked =
                Stream.concat(staying.stream(), heaviest(operation, waiting)).toList();
        return Planner.plan(
                new Operation(
                        operation.snapshot(),
                        operation.destination(),
                        operation.minConnectionMinutes(),
                        operation.objective(),
                        looked,
                        operation.legs(),
                        operation.quotas(),
                        operation.zone()),
                SOON);
    }

    /** One more of each than there are places for: so one of each is left, and it is known why. */
    private static Stream<Household> heaviest(Operation operation, List<Household> waiting) {
        return waiting.stream().collect(Collectors.groupingBy(Needs::of)).entrySet().stream()
                .flatMap(alike -> alike.getValue().stream()
                        .sorted(Comparator.comparingDouble(
                                household -> -operation.objective().weight(household)))
                        .limit(alike.getKey().timesIn(operation.legs()) + 1));
    }

    private static Household stayingOn(Household household, List<String> legs) {
        return new Household(
                household.id(),
                household.origin(),
                household.size(),
                household.wheelchairs(),
                household.stretchers(),
                household.baggageKg(),
                household.priority(),
                household.waitingDays(),
                legs,
                true);
    }

    /** Whoever was not looked at is kept back by the same as those who need the same. */
    private static List<Left> left(List<Household> others, Plan plan) {
        Map<String, String> said = plan.left().stream().collect(Collectors.toMap(Left::household, Left::why));
        Map<Needs, String> whys = others.stream()
                .filter(household -> said.containsKey(household.id()))
                .collect(Collectors.toMap(
                        Needs::of, household -> said.getOrDefault(household.id(), ""), (one, same) -> one));
        Set<String> seated = new HashSet<>();
        plan.seated().forEach(each -> seated.add(each.household()));
        return others.stream()
                .filter(household -> !seated.contains(household.id()))
                .map(household -> new Left(household.id(), whys.getOrDefault(Needs.of(household), "")))
                .toList();
    }
}
