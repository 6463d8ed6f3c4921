package org.homeward.planning.plan;

import java.util.Arrays;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Objective;
import org.jspecify.annotations.Nullable;

/** A household as the planner sees it. */
final class Party {

    final Household household;
    final int origin;
    /** The first turn that they can take at each place where they begin. */
    final int[] begins;

    final int size;
    /** What it takes of each leg, in the order of a leg's limits. */
    final int[] needs;
    /** What it is worth to have them home this moment. */
    final double weight;
    /** What it costs to move them off the legs they have been told. */
    final double moving;
    /** The legs they have been told, if they can still keep them. */
    final int @Nullable [] told;

    Party(Household household, Network network, Objective objective) {
        this.household = household;
        origin = network.place(household.origin());
        begins = network.firstTurns(origin, household.notBefore());
        size = household.size();
        needs = new int[] {
            size - household.wheelchairs() - household.stretchers(),
            household.wheelchairs(),
            household.stretchers(),
            household.baggageKg()
        };
        weight = objective.weight(household);
        moving = household.seatedOn().isEmpty() ? 0 : size * objective.movePrice();
        int @Nullable [] way = network.itinerary(household);
        told = way == null || household.frozen() || network.holds(size, needs, way) ? way : null;
    }

    /** Whether they stay where they are, whatever happens: a movement that is gone holds nobody. */
    boolean stays() {
        return household.frozen() && told != null;
    }

    double weightOfOne() {
        return weight / size;
    }

    /** What one of them is worth at most with a seat more than without: whoever may stay costs no move. */
    double gainOfOne() {
        return (told == null ? weight : weight + moving) / size;
    }

    /** What these legs are worth to them; null: being left. */
    double worthOf(int @Nullable [] way, Network network) {
        if (way == null) {
            return -moving;
        }
        double home = weight * network.worth[way[way.length - 1]];
        return moving == 0 || Arrays.equals(way, told) ? home : home - moving;
    }
}
