package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.homeward.movement.Places;
import org.homeward.planning.Forecasts.Basis;
import org.homeward.planning.Forecasts.Gate;
import org.homeward.planning.Forecasts.Ride;
import org.homeward.planning.Forecasts.Traveller;
import org.homeward.planning.Hypothesis.ExitCloses;
import org.homeward.planning.Hypothesis.MovementAdded;
import org.homeward.planning.Hypothesis.MovementLost;
import org.homeward.planning.Hypothesis.PlacesAdded;
import org.homeward.planning.Hypothesis.QuotaChanges;
import org.homeward.planning.Hypothesis.RoadCut;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Quota;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;

/** An operation as it would stand if something happened: what is lost, closed or put off takes their seats from those who have them. */
final class WhatIf {

    private static final Comparator<Traveller> LAST_IN_TURN = Comparator.comparing(Traveller::priority)
            .thenComparing(Traveller::since)
            .thenComparing(Traveller::id)
            .reversed();

    private final Basis basis;
    private final PlanningSnapshot snapshot;
    private final Blows blows;
    private final Instant now;
    private final ZoneId zone;
    private final List<Hypothesis> hypotheses;
    private final Map<String, Leg> legs = new LinkedHashMap<>();
    /** How many more persons each exit admits on a day; what is not in it admits everybody. */
    private final Map<Gate, Integer> quotas = new LinkedHashMap<>();
    /** When each convoy leaves that is put off, by code, and where people pass by it instead. */
    private final Map<String, Instant> later = new HashMap<>();

    private final Set<Gate> crowded = new HashSet<>();

    /** Places kept for others, by what they leave on. */
    private final Map<Ride, Integer> kept = new HashMap<>();

    private final List<Traveller> travellers = new ArrayList<>();
    private final List<Household> waiting;

    WhatIf(Basis basis, List<Hypothesis> hypotheses, PlanningSnapshot snapshot, Blows blows) {
        this.basis = basis;
        this.snapshot = snapshot;
        this.blows = blows;
        this.hypotheses = hypotheses;
        Operation operation = basis.operation();
        now = operation.snapshot();
        zone = operation.zone();
        waiting = new ArrayList<>(operation.households());
        operation.legs().forEach(leg -> legs.put(leg.id(), leg));
        operation.quotas().forEach(quota -> quotas.put(new Gate(quota.exit(), quota.day()), quota.persons()));
        add();
        List<Traveller> everybody = putOff(basis.travellers());
        Set<String> lost = lose(everybody);
        legs.keySet().removeAll(lost);
        loseKept(lost);
        for (Traveller traveller : everybody) {
            if (ahead(traveller).anyMatch(leg -> lost.contains(leg.code())) || missesNext(traveller)) {
                waitsAgain(traveller);
            } else {
                travellers.add(traveller);
            }
        }
        limit();
    }

    Forecast forecast() {
        Operation supposed = basis.operation()
                .with(
                        waiting,
                        List.copyOf(legs.values()),
                        quotas.entrySet().stream()
                                .map(each -> new Quota(
                                        each.getKey().exit(), each.getKey().day(), Math.max(0, each.getValue())))
                                .toList());
        return basis.suppose(supposed, travellers);
    }

    private <H extends Hypothesis> List<H> those(Class<H> kind) {
        return hypotheses.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void add() {
        List<MovementAdded> added = those(MovementAdded.class);
        for (int number = 1; number <= added.size(); number++) {
            MovementAdded one = added.get(number - 1);
            legs.put("+" + number, putOff(snapshot.leg("+" + number, one, basis.operation()), one));
        }
        those(PlacesAdded.class)
                .forEach(more -> legs.computeIfPresent(
                        more.movement(),
                        (code, leg) -> roomier(leg, new Places(more.seats(), more.stretchers(), more.wheelchairs()))));
    }

    private Leg putOff(Leg leg, MovementAdded added) {
        return cuts().filter(cut -> blows.cutsOff(cut, added.kind(), added.exit(), added.origin(), added.departs()))
                .map(cut -> blows.leaves(cut, added.exit(), Duration.between(leg.departs(), leg.arrives())))
                .max(Comparator.naturalOrder())
                .map(leg::leavingAt)
                .orElse(leg);
    }

    private Stream<Blow> cuts() {
        return those(RoadCut.class).stream().map(cut -> Blow.from(new Report("roadCut", cut.road(), cut.hours()), now));
    }

    /** Has convoys leave when the road is free again, with those who have seats on them. */
    private List<Traveller> putOff(List<Traveller> before) {
        cuts().forEach(cut -> blows.struck(cut).forEach((movement, fate) -> {
            if (fate == Fate.DELAYED) {
                later.merge(
                        movement.code(), blows.leaves(movement, cut), (one, other) -> one.isAfter(other) ? one : other);
            }
        }));
        legs.replaceAll((code, leg) -> later.containsKey(code) ? leg.leavingAt(requireNonNull(later.get(code))) : leg);
        basis.kept().forEach((ride, places) -> kept.put(putOff(ride, places), places));
        return before.stream().map(this::putOff).toList();
    }

    private Traveller putOff(Traveller traveller) {
        return traveller.on(traveller.legs().stream()
                .map(leg -> putOff(leg, traveller.needs().total()))
                .toList());
    }

    private Ride putOff(Ride before, int persons) {
        Instant departs = later.get(before.code());
        if (departs == null) {
            return before;
        }
        Ride after = before.leavingAt(departs);
        if (before.exit() != null) {
            quotas.computeIfPresent(gate(before), (gate, left) -> left + persons);
            quotas.computeIfPresent(gate(after), (gate, left) -> left - persons);
            crowded.add(gate(after));
        }
        return after;
    }

    /** Whether what they go on leaves before they have come to it. */
    private boolean missesNext(Traveller traveller) {
        Duration connection = Duration.ofMinutes(basis.operation().minConnectionMinutes());
        List<Ride> ahead = ahead(traveller).toList();
        return IntStream.range(1, ahead.size())
                .anyMatch(leg -> later.containsKey(ahead.get(leg - 1).code())
                        && ahead.get(leg)
                                .departs()
                                .isBefore(ahead.get(leg - 1).arrives().plus(connection)));
    }

    /** The codes of what is lost, or would leave over an exit while it is closed. */
    private Set<String> lose(List<Traveller> everybody) {
        Set<String> lost = new HashSet<>();
        those(MovementLost.class).forEach(each -> lost.add(each.movement()));
        legs.values().stream()
                .filter(leg -> isClosed(leg.exit(), leg.departs()))
                .forEach(leg -> lost.add(leg.id()));
        Stream.concat(
                        everybody.stream().flatMap(WhatIf::ahead),
                        kept.keySet().stream().filter(ride -> !ride.hasLeft()))
                .filter(leg -> isClosed(leg.exit(), leg.departs()))
                .forEach(leg -> lost.add(leg.code()));
        return lost;
    }

    /** Nobody passes an exit on what is lost. */
    private void loseKept(Set<String> lost) {
        kept.forEach((ride, places) -> {
            if (lost.contains(ride.code())) {
                quotas.computeIfPresent(gate(ride), (gate, left) -> left + places);
            }
        });
        kept.keySet().removeIf(ride -> lost.contains(ride.code()));
    }

    private boolean isClosed(@Nullable String exit, Instant departs) {
        LocalDate day = LocalDate.ofInstant(departs, zone);
        return exit != null
                && those(ExitCloses.class).stream()
                        .anyMatch(closed -> exit.equals(closed.exit()) && closed.holdsOn(day));
    }

    /** What has not set out yet of the way of somebody. */
    private static Stream<Ride> ahead(Traveller traveller) {
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
        waiting.add(snapshot.waiting(
                "traveller " + traveller.id(),
                needs,
                traveller.priority(),
                traveller.since(),
                traveller.reached(),
                traveller.unreachable()));
    }

    /** Other quotas, and those of the days on which only something that is added or put off passes. */
    private void limit() {
        Map<Gate, QuotaChanges> changed = new LinkedHashMap<>();
        those(QuotaChanges.class)
                .forEach(change -> change.from()
                        .datesUntil(change.to().plusDays(1))
                        .forEach(day -> changed.put(new Gate(change.exit(), day), change)));
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
    private void takeSeatsOver(Map<Gate, QuotaChanges> changed) {
        Map<Gate, Integer> tooMany = new HashMap<>();
        passing().forEach((gate, persons) -> {
            QuotaChanges change = changed.get(gate);
            Integer quota = change != null
                    ? change.persons()
                    : crowded.contains(gate) ? basis.dailyQuotas().get(gate.exit()) : null;
            if (quota != null) {
                tooMany.put(gate, persons - quota);
            }
        });
        List<Traveller> lastFirst = travellers.stream()
                .filter(traveller -> traveller.legs().stream().noneMatch(Ride::hasLeft))
                .sorted(LAST_IN_TURN)
                .toList();
        Set<Long> over = new HashSet<>();
        for (Traveller traveller : lastFirst) {
            List<Gate> gates = traveller.legs().stream()
                    .filter(leg -> leg.exit() != null && !leg.frozen())
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
        Map<Gate, Integer> passing = new HashMap<>();
        kept.forEach((ride, places) -> passing.merge(gate(ride), places, Integer::sum));
        travellers.forEach(traveller -> traveller.legs().stream()
                .filter(leg -> leg.exit() != null)
                .forEach(leg -> passing.merge(gate(leg), traveller.needs().total(), Integer::sum)));
        return passing;
    }

    private Gate gate(Ride leg) {
        return new Gate(requireNonNull(leg.exit()), LocalDate.ofInstant(leg.departs(), zone));
    }

    private static Leg roomier(Leg leg, Places more) {
        return leg.roomier(more.seats(), more.wheelchairs(), more.stretchers(), more.baggageKg());
    }
}
