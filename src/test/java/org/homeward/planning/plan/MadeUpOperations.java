package org.homeward.planning.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.homeward.planning.plan.Operation.Quota;

/** Operations made up with a seed: three origins, three hubs, ten days. */
final class MadeUpOperations {

    static final Instant SNAPSHOT = Instant.parse("2013-01-20T00:00:00Z");

    private static final List<String> ORIGINS = List.of("Damascus", "Aleppo", "Latakia");
    private static final List<String> HUBS = List.of("BEY", "AMM", "ADA");
    private static final List<String> EXITS = List.of("MASNAA", "NASIB", "BAB");
    private static final int DAYS = 10;

    private final Random random;
    private final boolean hard;

    private MadeUpOperations(long seed, boolean hard) {
        random = new Random(seed);
        this.hard = hard;
    }

    /** Weights far apart, families mostly small, full-size buses. */
    static Operation ordinary(long seed, int households, int convoys, int flights) {
        return new MadeUpOperations(seed, false).operation(households, convoys, flights);
    }

    /** Weights close together, small vehicles, large families, scarce special places, little room for baggage. */
    static Operation hard(long seed, int households, int convoys, int flights) {
        return new MadeUpOperations(seed, true).operation(households, convoys, flights);
    }

    private Operation operation(int households, int convoys, int flights) {
        List<Household> waiting = new ArrayList<>();
        for (int number = 0; number < households; number++) {
            waiting.add(household(number));
        }
        List<Leg> legs = new ArrayList<>();
        for (int number = 0; number < convoys; number++) {
            legs.add(convoy(number));
        }
        for (int number = 0; number < flights; number++) {
            legs.add(flight(number));
        }
        Map<Integer, Double> weights =
                hard ? Map.of(1, 130d, 2, 120d, 3, 110d, 4, 100d) : Map.of(1, 1000d, 2, 300d, 3, 100d, 4, 30d);
        Objective objective = new Objective(weights, hard ? 0.01 : 0.1, 0.03, 50);
        return new Operation(SNAPSHOT, "SVO", 120, objective, waiting, legs, quotas(convoys));
    }

    private Household household(int number) {
        int size = hard
                ? 2 + random.nextInt(4) + (random.nextInt(3) == 0 ? random.nextInt(6) : 0)
                : 1 + (int) Math.min(7, -Math.log(1 - random.nextDouble()) * 1.9);
        int wheelchairs = random.nextDouble() < (hard ? 0.06 : 0.03) ? 1 : 0;
        int stretchers = size > wheelchairs && random.nextDouble() < (hard ? 0.04 : 0.015) ? 1 : 0;
        double origin = random.nextDouble();
        return new Household(
                "H" + number,
                ORIGINS.get(origin < 0.5 ? 0 : origin < 0.8 ? 1 : 2),
                size,
                wheelchairs,
                stretchers,
                size * (10 + random.nextInt(20)),
                priority(),
                random.nextInt(30),
                List.of(),
                false);
    }

    private int priority() {
        double urgent = random.nextDouble();
        return urgent < 0.05 ? 1 : urgent < 0.24 ? 2 : urgent < 0.62 ? 3 : 4;
    }

    private Leg convoy(int number) {
        int origin = random.nextInt(ORIGINS.size());
        int hub = random.nextDouble() < 0.7 ? origin : random.nextInt(HUBS.size());
        Instant departs = departure(Duration.ZERO);
        Instant arrives = departs.plus(Duration.ofHours(4 + random.nextInt(6)));
        int seats = hard ? 8 + random.nextInt(25) : 45;
        return new Leg(
                "BUS-" + number,
                "convoy",
                ORIGINS.get(origin),
                HUBS.get(hub),
                departs,
                arrives,
                EXITS.get(hub),
                seats,
                hard ? random.nextInt(2) : 2,
                hard ? random.nextInt(2) : 2,
                seats * (hard ? 22 : 40));
    }

    private Leg flight(int number) {
        Instant departs = departure(Duration.ofHours(6));
        int seats = hard ? 20 + random.nextInt(60) : 60 + random.nextInt(106);
        return new Leg(
                "FL-" + number,
                "flight",
                HUBS.get(random.nextInt(HUBS.size())),
                "SVO",
                departs,
                departs.plus(Duration.ofHours(4)),
                null,
                seats,
                hard ? random.nextInt(2) : 3,
                hard ? random.nextInt(2) : 3,
                seats * (hard ? 22 : 40));
    }

    private Instant departure(Duration earliest) {
        int slots = (int) Duration.ofDays(DAYS).minusHours(6).toMinutes() / 10;
        return SNAPSHOT.plus(earliest).plus(Duration.ofMinutes(10L * random.nextInt(slots)));
    }

    /** About as many persons a day as the convoys of that day carry. */
    private List<Quota> quotas(int convoys) {
        List<Quota> quotas = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (String exit : EXITS) {
                int least = Math.max(1, (hard ? 300 : 900) * convoys / 900);
                quotas.add(new Quota(exit, LocalDate.of(2013, 1, 20).plusDays(day), least + random.nextInt(least)));
            }
        }
        return quotas;
    }

    /** The same operation after everybody has been told this plan, and those who leave within a day are frozen. */
    static Operation told(Operation operation, Plan plan) {
        Map<String, List<String>> legs = new HashMap<>();
        plan.seated().forEach(seated -> legs.put(seated.household(), seated.legs()));
        Map<String, Instant> departs = new HashMap<>();
        operation.legs().forEach(leg -> departs.put(leg.id(), leg.departs()));
        Instant frozenUntil = operation.snapshot().plus(Duration.ofDays(1));
        List<Household> households = operation.households().stream()
                .map(household -> {
                    List<String> way = legs.getOrDefault(household.id(), List.of());
                    boolean frozen = !way.isEmpty()
                            && departs.getOrDefault(way.get(0), Instant.MAX).isBefore(frozenUntil);
                    return told(household, way, frozen);
                })
                .toList();
        return with(operation, households, operation.legs());
    }

    static Household told(Household household, List<String> way, boolean frozen) {
        return new Household(
                household.id(),
                household.origin(),
                household.size(),
                household.wheelchairs(),
                household.stretchers(),
                household.baggageKg(),
                household.priority(),
                household.waitingDays(),
                way,
                frozen);
    }

    static Operation without(Operation operation, String leg) {
        return with(
                operation,
                operation.households(),
                operation.legs().stream().filter(one -> !one.id().equals(leg)).toList());
    }

    private static Operation with(Operation operation, List<Household> households, List<Leg> legs) {
        return new Operation(
                operation.snapshot(),
                operation.destination(),
                operation.minConnectionMinutes(),
                operation.objective(),
                households,
                legs,
                operation.quotas());
    }
}
