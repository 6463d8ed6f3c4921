package org.homeward.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.homeward.people.Figures;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.junit.jupiter.api.Test;

/** Plans of 30,000 households on 900 convoys and 600 flights over ten days, ordinary and hard, and after a lost flight. */
class PlanBench {

    private static final int HOUSEHOLDS = 30_000;
    private static final int CONVOYS = 900;
    private static final int FLIGHTS = 600;
    private static final int LOST_SEATS = 165;

    @Test
    void an_ordinary_operation_is_planned() throws Exception {
        measure("plan-ordinary", MadeUpOperations.ordinary(1, HOUSEHOLDS, CONVOYS, FLIGHTS));
    }

    @Test
    void a_hard_operation_is_planned() throws Exception {
        measure("plan-hard", MadeUpOperations.hard(1, HOUSEHOLDS, CONVOYS, FLIGHTS));
    }

    private static void measure(String bench, Operation operation) throws Exception {
        forgetPeaks();
        long began = System.nanoTime();
        Plan plan = Planner.plan(operation);
        double whole = (System.nanoTime() - began) / 1e9;
        Figures figures = new Figures(bench)
                .add("seconds until the plan stands", plan.seconds())
                .add("seconds until the bound is proven", whole)
                .add("plan, of its bound", plan.objective() / plan.bound())
                .add("greedy rule, of the same bound", greedy(operation) / plan.bound())
                .add("households seated", plan.seated().size())
                .add("megabytes of heap at most", peakMegabytes());
        assertThat(PlanCheck.breaches(operation, plan)).isEmpty();
        seatOn(operation, plan, figures);
        replan(operation, plan, figures);
        figures.print();
    }

    /** As it is done a dozen times to try what more vehicles would bring. */
    private static void seatOn(Operation operation, Plan plan, Figures figures) {
        UnprovenPlan found =
                new UnprovenPlan(plan.objective(), plan.seconds(), plan.seated(), plan.left(), new double[0]);
        long began = System.nanoTime();
        UnprovenPlan on = Planner.seatOn(operation, found);
        figures.add("seconds to seat on from it", (System.nanoTime() - began) / 1e9)
                .add("seated on, of the plan", on.objective() / plan.objective());
    }

    private static double greedy(Operation operation) {
        Network network = new Network(operation);
        List<Party> parties = operation.households().stream()
                .map(household -> new Party(household, network, operation.objective()))
                .toList();
        return new Seating(network, parties).greedily().seats.worth;
    }

    private static void replan(Operation operation, Plan plan, Figures figures) {
        Operation told = MadeUpOperations.told(operation, plan);
        Leg flight = lost(told);
        String gone = flight.id();
        Operation lost = MadeUpOperations.without(told, gone);
        Plan anew = Planner.plan(lost);
        assertThat(PlanCheck.breaches(lost, anew)).isEmpty();
        Map<String, List<String>> ways = new HashMap<>();
        anew.seated().forEach(seated -> ways.put(seated.household(), seated.legs()));
        List<Household> others = lost.households().stream()
                .filter(household -> !household.seatedOn().isEmpty())
                .filter(household -> !household.seatedOn().contains(gone))
                .toList();
        long moved =
                others.stream().filter(household -> isMoved(household, ways)).count();
        long frozen = others.stream()
                .filter(Household::frozen)
                .filter(household -> isMoved(household, ways))
                .count();
        figures.add("re-plan after a lost flight of %d seats: seconds".formatted(flight.seats()), anew.seconds())
                .add("re-plan: other households moved, of all others", moved / (double) others.size())
                .add("re-plan: frozen households moved", frozen)
                .add("re-plan, of its bound", anew.objective() / anew.bound());
    }

    private static boolean isMoved(Household household, Map<String, List<String>> ways) {
        return !household.seatedOn().equals(ways.get(household.id()));
    }

    /** The flight of the middle days whose seats are nearest to {@value #LOST_SEATS}; in a hard operation none has so many. */
    private static Leg lost(Operation operation) {
        return operation.legs().stream()
                .filter(leg -> leg.kind().equals("flight"))
                .filter(leg -> leg.departs().isAfter(operation.snapshot().plusSeconds(3 * 86_400)))
                .filter(leg -> leg.departs().isBefore(operation.snapshot().plusSeconds(6 * 86_400)))
                .min(Comparator.comparingInt(leg -> Math.abs(leg.seats() - LOST_SEATS)))
                .orElseThrow();
    }

    private static void forgetPeaks() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static double peakMegabytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / 1e6;
    }
}
