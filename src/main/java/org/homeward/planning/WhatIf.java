package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.planning.Forecasts.Basis;
import org.homeward.planning.Forecasts.Gate;
import org.homeward.planning.Forecasts.Traveller;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Quota;
import org.jspecify.annotations.Nullable;

/** An operation as it would stand if something happened: what is lost or closed takes their seats from those who have them. */
final class WhatIf {

    private static final Set<String> STILL_OPEN = Set.of("planned", "open");

    private static final Comparator<Traveller> LAST_IN_TURN = Comparator.comparing(Traveller::priority)
            .thenComparing(Traveller::since)
            .thenComparing(Traveller::id)
            .reversed();

    private final Basis basis;
    private final PlanningSnapshot snapshot;
    private final Instant now;
    private final ZoneId zone;
    private final List<Hypothesis> hypotheses;
    private final Map<String, Leg> legs = new LinkedHashMap<>();
    /** How many more persons each exit admits on a day; what is not in it admits everybody. */
    private final Map<Gate, Integer> quotas = new LinkedHashMap<>();

    private final List<Traveller> travellers = new ArrayList<>();
    private final List<Household> waiting;

    /**
     * @param hypotheses as {@link Hypotheses#checked}
     */
    WhatIf(Basis basis, List<Hypothesis> hypotheses, PlanningSnapshot snapshot) {
        this.basis = basis;
        this.snapshot = snapshot;
        this.hypotheses = hypotheses;
        Operation operation = basis.operation();
        now = operation.snapshot();
        zone = operation.zone();
        waiting = new ArrayList<>(operation.households());
        operation.legs().forEach(leg -> legs.put(leg.id(), leg));
        operation.quotas().forEach(quota -> quotas.put(new Gate(quota.exit(), quota.day()), quota.persons()));
        add();
        Set<String> lost = lose();
        legs.keySet().removeAll(lost);
        for (Traveller traveller : basis.travellers()) {
            if (ahead(traveller).anyMatch(leg -> lost.contains(leg.code()))) {
                waitsAgain(traveller);
            } else {
                travellers.add(traveller);
            }
        }
        limit();
    }

    Forecast forecast() {
        Operation before = basis.operation();
        Operation supposed = new Operation(
                now,
                before.destination(),
                before.minConnectionMinutes(),
                before.objective(),
                waiting,
                List.copyOf(legs.values()),
                quotas.entrySet().stream()
                        .map(each ->
                                new Quota(each.getKey().exit(), each.getKey().day(), Math.max(0, each.getValue())))
                        .toList(),
                zone);
        return basis.suppose(supposed, travellers);
    }

    private Stream<Hypothesis> those(String what) {
        return hypotheses.stream().filter(each -> what.equals(each.what()));
    }

    private void add() {
        List<Hypothesis> added = those("movementAdded").toList();
        for (int number = 1; number <= added.size(); number++) {
            legs.put("+" + number, snapshot.leg("+" + number, added.get(number - 1)));
        }
        those("placesAdded")
                .forEach(more -> legs.computeIfPresent(
                        requireNonNull(more.movement()),
                        (code, leg) -> roomier(
                                leg,
                                new Places(
                                        orNone(more.seats()), orNone(more.stretchers()), orNone(more.wheelchairs())))));
    }

    /** The codes of what is lost, or would leave over an exit while it is closed. */
    private Set<String> lose() {
        Set<String> lost = new HashSet<>();
        those("movementLost").forEach(each -> lost.add(requireNonNull(each.movement())));
        legs.values().stream()
                .filter(leg -> isClosed(leg.exit(), leg.departs()))
                .forEach(leg -> lost.add(leg.id()));
        basis.travellers().stream()
                .flatMap(WhatIf::ahead)
                .filter(leg -> isClosed(leg.exit(), leg.departs()))
                .forEach(leg -> lost.add(leg.code()));
        return lost;
    }

    private boolean isClosed(@Nullable String exit, Instant departs) {
        LocalDate day = LocalDate.ofInstant(departs, zone);
        return exit != null
                && those("exitCloses").anyMatch(closed -> exit.equals(closed.exit()) && closed.holdsOn(day));
    }

    /** What has not set out yet of the way of somebody. */
    private static Stream<Movement> ahead(Traveller traveller) {
        return traveller.legs().stream().filter(leg -> !leg.hasLeft());
    }

    /** They wait where they have got to, and give their places back. */
    private void waitsAgain(Traveller traveller) {
        Places needs = traveller.needs();
        ahead(traveller).forEach(leg -> {
            legs.computeIfPresent(leg.code(), (code, with) -> roomier(with, needs));
            if (leg.exit() != null) {
                quotas.computeIfPresent(gate(leg), (gate, left) -> left + needs.total());
            }
        });
        String reached = traveller.legs().stream()
                .filter(Movement::hasLeft)
                .reduce((one, next) -> next)
                .map(Movement::destination)
                .orElse(null);
        waiting.add(snapshot.waiting(
                "traveller " + traveller.id(), needs, traveller.priority(), traveller.since(), reached));
    }

    /** Other quotas, and those of the days on which only something that is added passes. */
    private void limit() {
        Map<Gate, Hypothesis> changed = new LinkedHashMap<>();
        those("quotaChanges")
                .forEach(change -> requireNonNull(change.from())
                        .datesUntil(requireNonNull(change.to()).plusDays(1))
                        .forEach(day -> changed.put(new Gate(requireNonNull(change.exit()), day), change)));
        takeSeatsOver(changed);
        Map<Gate, Integer> passing = passing();
        legs.values().forEach(leg -> {
            Integer daily = leg.exit() == null ? null : basis.dailyQuotas().get(leg.exit());
            if (daily != null) {
                Gate gate = new Gate(requireNonNull(leg.exit()), LocalDate.ofInstant(leg.departs(), zone));
                quotas.putIfAbsent(gate, daily - passing.getOrDefault(gate, 0));
            }
        });
        changed.forEach((gate, change) -> {
            if (change.persons() == null) {
                quotas.remove(gate);
            } else {
                quotas.put(gate, change.persons() - passing.getOrDefault(gate, 0));
            }
        });
    }

    /** The last in turn lose their seats, but nobody on a frozen manifest or on the road: see {@link OverQuota}. */
    private void takeSeatsOver(Map<Gate, Hypothesis> changed) {
        Map<Gate, Integer> tooMany = new HashMap<>();
        passing().forEach((gate, persons) -> {
            Hypothesis change = changed.get(gate);
            if (change != null && change.persons() != null) {
                tooMany.put(gate, persons - change.persons());
            }
        });
        List<Traveller> lastFirst = travellers.stream()
                .filter(traveller -> traveller.legs().stream().noneMatch(Movement::hasLeft))
                .sorted(LAST_IN_TURN)
                .toList();
        Set<Long> over = new HashSet<>();
        for (Traveller traveller : lastFirst) {
            List<Gate> gates = traveller.legs().stream()
                    .filter(leg -> leg.exit() != null && STILL_OPEN.contains(leg.state()) && leg.frozenAt() == null)
                    .map(this::gate)
                    .toList();
            if (gates.stream().anyMatch(gate -> tooMany.getOrDefault(gate, 0) > 0)) {
                gates.forEach(gate -> tooMany.computeIfPresent(
                        gate, (same, persons) -> persons - traveller.needs().total()));
                over.add(traveller.id());
                waitsAgain(traveller);
            }
        }
        travellers.removeIf(traveller -> over.contains(traveller.id()));
    }

    /** Persons with seats that lead them through each exit on each day, and places kept for others. */
    private Map<Gate, Integer> passing() {
        Map<Gate, Integer> passing = new HashMap<>(basis.kept());
        travellers.forEach(traveller -> traveller.legs().stream()
                .filter(leg -> leg.exit() != null)
                .forEach(leg -> passing.merge(gate(leg), traveller.needs().total(), Integer::sum)));
        return passing;
    }

    private Gate gate(Movement leg) {
        return new Gate(requireNonNull(leg.exit()), LocalDate.ofInstant(leg.departs(), zone));
    }

    private static int orNone(@Nullable Integer places) {
        return places == null ? 0 : places;
    }

    private static Leg roomier(Leg leg, Places more) {
        return leg.roomier(more.seats(), more.wheelchairs(), more.stretchers(), more.baggageKg());
    }
}
