package org.homeward.planning.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it stands at a moment: who waits, what leaves, what the exits admit, and what counts.
 *
 * @param destination the place where everybody is home
 * @param minConnectionMinutes the least time between the arrival of one leg and the departure of the next
 * @param zone by whose days the exits count
 * @param reach by origin, the places where its people can begin; who comes from an origin that is not in it begins there
 */
public record Operation(
        Instant snapshot,
        String destination,
        int minConnectionMinutes,
        Objective objective,
        List<Household> households,
        List<Leg> legs,
        List<Quota> quotas,
        ZoneId zone,
        Map<String, Set<String>> reach) {

    public Operation {
        reach = reach == null ? Map.of() : Map.copyOf(reach);
    }

    /** An operation whose days are those of UTC, and whose people begin where they are. */
    public Operation(
            Instant snapshot,
            String destination,
            int minConnectionMinutes,
            Objective objective,
            List<Household> households,
            List<Leg> legs,
            List<Quota> quotas) {
        this(
                snapshot,
                destination,
                minConnectionMinutes,
                objective,
                households,
                legs,
                quotas,
                ZoneOffset.UTC,
                Map.of());
    }

    /** The same for these households, with these legs and quotas. */
    public Operation with(List<Household> others, List<Leg> otherLegs, List<Quota> otherQuotas) {
        return new Operation(
                snapshot, destination, minConnectionMinutes, objective, others, otherLegs, otherQuotas, zone, reach);
    }

    /** The same where this is what counts. */
    public Operation with(Objective other) {
        return new Operation(snapshot, destination, minConnectionMinutes, other, households, legs, quotas, zone, reach);
    }

    /** Where people of an origin can begin. */
    Set<String> startsOf(String origin) {
        return reach.getOrDefault(origin, Set.of(origin));
    }

    /** Whether its people do not begin where it is, or others begin everywhere where they do, and elsewhere too. */
    boolean isConfined(String origin) {
        Set<String> starts = startsOf(origin);
        return !starts.contains(origin)
                || reach.values().stream().anyMatch(other -> other.size() > starts.size() && other.containsAll(starts));
    }

    /** The same, where moving a person who has been told other seats costs so much. */
    Operation atMovePrice(double movePrice) {
        Objective priced = new Objective(
                objective.priorityWeight(), objective.waitingPerDay(), objective.delayPerDay(), movePrice);
        return new Operation(
                snapshot, destination, minConnectionMinutes, priced, households, legs, quotas, zone, reach);
    }

    /**
     * What a plan is worth: for each household seated {@code size × priorityWeight × (1 + waitingPerDay × waitingDays)
     * × max(0, 1 − delayPerDay × days from the snapshot to its arrival)}, less {@code movePrice} for each person moved
     * off an itinerary.
     */
    public record Objective(
            Map<Integer, Double> priorityWeight, double waitingPerDay, double delayPerDay, double movePrice) {

        /** What it is worth to have a household home this moment. */
        public double weight(Household household) {
            return household.size()
                    * priorityWeight.getOrDefault(household.priority(), 0d)
                    * (1 + waitingPerDay * household.waitingDays());
        }

        /** The part of that which is left on arrival so many days later. */
        public double leftAfter(double days) {
            return Math.max(0, 1 - delayPerDay * days);
        }
    }

    /**
     * People who travel together or not at all.
     *
     * @param size how many they are, of them so many in wheelchair and on stretcher places, the others on seats
     * @param seatedOn the legs they have been told already; empty if none
     * @param frozen they stay there whatever happens
     * @param notBefore when they can begin at the earliest; null: at once. Prices are sought as if all could begin at once
     */
    public record Household(
            String id,
            String origin,
            int size,
            int wheelchairs,
            int stretchers,
            int baggageKg,
            int priority,
            double waitingDays,
            List<String> seatedOn,
            boolean frozen,
            @Nullable Instant notBefore) {

        public Household {
            seatedOn = seatedOn == null ? List.of() : List.copyOf(seatedOn);
        }

        /** People who can begin at once. */
        public Household(
                String id,
                String origin,
                int size,
                int wheelchairs,
                int stretchers,
                int baggageKg,
                int priority,
                double waitingDays,
                List<String> seatedOn,
                boolean frozen) {
            this(id, origin, size, wheelchairs, stretchers, baggageKg, priority, waitingDays, seatedOn, frozen, null);
        }

        /** The same, on these legs whatever happens. */
        public Household stayingOn(List<String> legs) {
            return new Household(
                    id, origin, size, wheelchairs, stretchers, baggageKg, priority, waitingDays, legs, true, notBefore);
        }

        /** The same, where they cannot begin before. */
        public Household notBefore(Instant earliest) {
            return new Household(
                    id,
                    origin,
                    size,
                    wheelchairs,
                    stretchers,
                    baggageKg,
                    priority,
                    waitingDays,
                    seatedOn,
                    frozen,
                    earliest);
        }

        /** The same, where they are so urgent. */
        public Household withPriority(int other) {
            return new Household(
                    id,
                    origin,
                    size,
                    wheelchairs,
                    stretchers,
                    baggageKg,
                    other,
                    waitingDays,
                    seatedOn,
                    frozen,
                    notBefore);
        }
    }

    /** One departure of one vehicle. @param exit the border crossing it leaves the country by, or null */
    public record Leg(
            String id,
            String kind,
            String from,
            String to,
            Instant departs,
            Instant arrives,
            @Nullable String exit,
            int seats,
            int wheelchairs,
            int stretchers,
            int baggageKg) {

        /** The same with so many places more. */
        public Leg roomier(int moreSeats, int moreWheelchairs, int moreStretchers, int moreBaggageKg) {
            return new Leg(
                    id,
                    kind,
                    from,
                    to,
                    departs,
                    arrives,
                    exit,
                    seats + moreSeats,
                    wheelchairs + moreWheelchairs,
                    stretchers + moreStretchers,
                    baggageKg + moreBaggageKg);
        }

        /** The same at another time; it takes as long as before. */
        public Leg leavingAt(Instant time) {
            Instant there = arrives.plus(Duration.between(departs, time));
            return new Leg(id, kind, from, to, time, there, exit, seats, wheelchairs, stretchers, baggageKg);
        }
    }

    /** How many persons an exit admits on a day. */
    public record Quota(String exit, LocalDate day, int persons) {}
}
