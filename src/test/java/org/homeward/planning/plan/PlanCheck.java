package org.homeward.planning.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.jspecify.annotations.Nullable;

/** Checks a plan against the words of the operation alone; it shares nothing with the planner but the two records. */
final class PlanCheck {

    private final Operation operation;
    private final Map<String, Leg> legs;
    private final List<String> breaches = new ArrayList<>();
    private final Map<String, int[]> aboard = new HashMap<>();
    private final Map<String, Integer> crossing = new HashMap<>();
    private final Map<String, Integer> frozen = new HashMap<>();
    private double worth;

    private PlanCheck(Operation operation) {
        this.operation = operation;
        legs = operation.legs().stream().collect(Collectors.toMap(Leg::id, Function.identity()));
    }

    /** What is wrong with a plan, in sentences. */
    static List<String> breaches(Operation operation, Plan plan) {
        PlanCheck check = new PlanCheck(operation);
        check.check(plan);
        return check.breaches;
    }

    /** What each household on these ways is worth all together; the others are left. */
    static double worth(Operation operation, Map<String, List<String>> ways) {
        PlanCheck check = new PlanCheck(operation);
        operation.households().forEach(household -> check.worth += check.worthOf(household, ways.get(household.id())));
        return check.worth;
    }

    private void check(Plan plan) {
        Map<String, List<String>> ways = new HashMap<>();
        plan.seated().forEach(seated -> {
            if (ways.put(seated.household(), seated.legs()) != null) {
                breaches.add(seated.household() + " is seated twice");
            }
        });
        Set<String> left = new HashSet<>();
        plan.left().forEach(one -> {
            left.add(one.household());
            if (one.why().isBlank()) {
                breaches.add(one.household() + " is left without a reason");
            }
        });
        for (Household household : operation.households()) {
            List<String> way = ways.get(household.id());
            if ((way == null) != left.contains(household.id())) {
                breaches.add(household.id() + " is neither seated nor left, or both");
            }
            if (way != null) {
                board(household, way);
            }
            worth += worthOf(household, way);
        }
        if (ways.size() + left.size() != operation.households().size()) {
            breaches.add("somebody is in the plan who does not wait");
        }
        capacities();
        quotas();
        numbers(plan);
    }

    private void board(Household household, List<String> way) {
        boolean stays = household.frozen() && way.equals(household.seatedOn());
        if (household.frozen() && !stays && legs.keySet().containsAll(household.seatedOn())) {
            breaches.add(household.id() + " is frozen and was moved");
        }
        Set<String> places = starts(operation, household);
        Instant earliest = operation.snapshot();
        for (String id : way) {
            Leg leg = legs.get(id);
            if (leg == null) {
                breaches.add(household.id() + " is on a leg that does not exist: " + id);
                return;
            }
            if (!places.contains(leg.from()) || leg.departs().isBefore(earliest) && !stays) {
                breaches.add(household.id() + " cannot board " + id);
            }
            places = Set.of(leg.to());
            earliest = leg.arrives().plus(Duration.ofMinutes(operation.minConnectionMinutes()));
            int[] on = aboard.computeIfAbsent(id, none -> new int[4]);
            on[0] += household.size() - household.wheelchairs() - household.stretchers();
            on[1] += household.wheelchairs();
            on[2] += household.stretchers();
            on[3] += household.baggageKg();
            if (leg.exit() != null) {
                LocalDate day = leg.departs().atOffset(ZoneOffset.UTC).toLocalDate();
                crossing.merge(leg.exit() + " " + day, household.size(), Integer::sum);
                frozen.merge(leg.exit() + " " + day, stays ? household.size() : 0, Integer::sum);
            }
        }
        if (!places.contains(operation.destination())) {
            breaches.add(household.id() + " ends in " + places);
        }
    }

    /** Where a household may begin. */
    static Set<String> starts(Operation operation, Household household) {
        Set<String> within = operation.reach().get(household.origin());
        return within == null ? Set.of(household.origin()) : within;
    }

    private void capacities() {
        aboard.forEach((id, on) -> {
            Leg leg = Objects.requireNonNull(legs.get(id));
            int[] room = {leg.seats(), leg.wheelchairs(), leg.stretchers(), leg.baggageKg()};
            for (int kind = 0; kind < room.length; kind++) {
                if (on[kind] > room[kind]) {
                    breaches.add(id + " holds " + room[kind] + " of kind " + kind + ", not " + on[kind]);
                }
            }
        });
    }

    private void quotas() {
        operation.quotas().forEach(quota -> {
            String day = quota.exit() + " " + quota.day();
            int persons = crossing.getOrDefault(day, 0);
            if (persons > Math.max(quota.persons(), frozen.getOrDefault(day, 0))) {
                breaches.add(quota.exit() + " admits " + quota.persons() + " on " + quota.day() + ", not " + persons);
            }
        });
    }

    private void numbers(Plan plan) {
        if (Math.abs(worth - plan.objective()) > 1e-6 * Math.max(1, Math.abs(worth))) {
            breaches.add("the plan is worth " + worth + ", not " + plan.objective());
        }
        if (plan.bound() < worth - 1e-9 * Math.max(1, Math.abs(worth))) {
            breaches.add("the bound " + plan.bound() + " is below the plan");
        }
        double last = Double.POSITIVE_INFINITY;
        for (Plan.Limit limit : plan.limits()) {
            if (limit.worthOfOneMore() <= 0 || limit.worthOfOneMore() > last) {
                breaches.add("limits are not those above zero, the most first");
            }
            last = limit.worthOfOneMore();
        }
    }

    private double worthOf(Household household, @Nullable List<String> way) {
        boolean moved = !household.seatedOn().isEmpty() && !household.seatedOn().equals(way);
        double price = moved ? household.size() * operation.objective().movePrice() : 0;
        if (way == null) {
            return -price;
        }
        Instant arrives =
                Objects.requireNonNull(legs.get(way.get(way.size() - 1))).arrives();
        double days = Duration.between(operation.snapshot(), arrives).toNanos() / 86_400e9;
        double waited = 1 + operation.objective().waitingPerDay() * household.waitingDays();
        double delayed = Math.max(0, 1 - operation.objective().delayPerDay() * days);
        return household.size()
                        * operation.objective().priorityWeight().getOrDefault(household.priority(), 0d)
                        * waited
                        * delayed
                - price;
    }
}
