package org.homeward.planning.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.homeward.planning.plan.Outlook.Kind;
import org.homeward.planning.plan.Outlook.Limit;
import org.jspecify.annotations.Nullable;

/** What keeps people back on which day, once all who find a place have one: what has no room for any who set out later or never. */
final class Bottlenecks {

    private final Operation operation;
    private final Network network;
    private final Seats seats;
    /** The legs of each day, by departure. */
    private final NavigableMap<LocalDate, List<Integer>> legs = new TreeMap<>();
    /** One of those who start at one place and need the same, and the day on which the last of them sets out. */
    private final Map<Party, LocalDate> waitsUntil = new LinkedHashMap<>();
    /** Where people begin who can get everywhere. */
    private final Set<String> startsOfOthers;

    Bottlenecks(Operation operation, Network network, Seats seats) {
        this.operation = operation;
        this.network = network;
        this.seats = seats;
        startsOfOthers = operation.reach().entrySet().stream()
                .filter(of -> !operation.isConfined(of.getKey()))
                .flatMap(of -> of.getValue().stream())
                .collect(Collectors.toSet());
        for (int leg = 0; leg < network.size; leg++) {
            if (network.open[leg]) {
                legs.computeIfAbsent(dayOf(leg), day -> new ArrayList<>()).add(leg);
            }
        }
        Map<List<Integer>, Party> alike = new HashMap<>();
        for (int number = 0; number < seats.ways.length; number++) {
            Party party = seats.party(number);
            int @Nullable [] way = seats.ways[number];
            int[] needs = party.needs;
            Party same = alike.computeIfAbsent(
                    List.of(party.origin, needs[0], needs[1], needs[2], needs[3]), first -> party);
            LocalDate setsOut = way == null ? LocalDate.MAX : dayOf(way[0]);
            waitsUntil.merge(same, setsOut, (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    private LocalDate dayOf(int leg) {
        return LocalDate.ofInstant(network.legs.get(leg).departs(), operation.zone());
    }

    Map<LocalDate, List<Limit>> byDay() {
        Map<LocalDate, List<Limit>> found = new TreeMap<>();
        if (legs.isEmpty()) {
            return found;
        }
        LocalDate last = legs.lastKey();
        LocalDate day = LocalDate.ofInstant(operation.snapshot(), operation.zone());
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            List<Limit> here = on(day);
            if (!here.isEmpty()) {
                found.put(day, here);
            }
        }
        return found;
    }

    private List<Limit> on(LocalDate day) {
        List<Party> waiting = waitsUntil.entrySet().stream()
                .filter(each -> each.getValue().isAfter(day))
                .map(Map.Entry::getKey)
                .toList();
        List<Integer> today = legs.getOrDefault(day, List.of());
        if (waiting.isEmpty()) {
            return List.of();
        }
        if (today.isEmpty()) {
            return List.of(new Limit(Kind.NOTHING, null));
        }
        List<Limit> limits = new ArrayList<>();
        usedUp(today, waiting).forEach(exit -> limits.add(new Limit(Kind.QUOTA, exit)));
        addIfFull(Kind.CONVOYS, today, leg -> !network.home[leg], waiting, limits);
        addIfFull(Kind.FLIGHTS, today, leg -> network.home[leg], waiting, limits);
        if (today.stream().anyMatch(leg -> isOutOfReach(leg, waiting))) {
            limits.add(new Limit(Kind.REACH, null));
        }
        if (today.stream().anyMatch(leg -> leadsNowhere(leg, waiting))) {
            limits.add(new Limit(Kind.CONNECTION, null));
        }
        return limits;
    }

    /** Exits over which something has places for one of them, but the quota of the day none. */
    private Set<String> usedUp(Collection<Integer> today, List<Party> waiting) {
        Set<String> exits = new LinkedHashSet<>();
        for (int leg : today) {
            String exit = network.legs.get(leg).exit();
            if (exit != null && hasPlaces(leg, waiting) && !admits(leg, waiting)) {
                exits.add(exit);
            }
        }
        return exits;
    }

    private void addIfFull(
            Kind kind, Collection<Integer> today, IntPredicate which, List<Party> waiting, List<Limit> limits) {
        List<Integer> these = today.stream().filter(which::test).toList();
        if (!these.isEmpty() && these.stream().noneMatch(leg -> hasPlaces(leg, waiting))) {
            limits.add(new Limit(kind, null));
        }
    }

    private boolean isOutOfReach(int leg, List<Party> waiting) {
        return hasPlaces(leg, waiting) && admits(leg, waiting) && goesOn(leg) && startsForOthers(leg, waiting);
    }

    private boolean leadsNowhere(int leg, List<Party> waiting) {
        return hasPlaces(leg, waiting)
                && admits(leg, waiting)
                && (!goesOn(leg) || !isReached(leg, waiting) && !startsForOthers(leg, waiting));
    }

    private boolean goesOn(int leg) {
        return network.home[leg] || network.worthAfter[network.next[leg]] != Double.NEGATIVE_INFINITY;
    }

    /** Whether people can begin with it, but none of these can get there or be brought there. */
    private boolean startsForOthers(int leg, List<Party> waiting) {
        return !isReached(leg, waiting)
                && startsOfOthers.contains(network.legs.get(leg).from());
    }

    /** Whether one of them is where it leaves from, or could be brought there in time. */
    private boolean isReached(int leg, List<Party> waiting) {
        return waiting.stream().anyMatch(party -> network.begins(party.origin, network.from[leg]))
                || IntStream.range(0, network.size)
                        .anyMatch(before -> network.open[before]
                                && network.to[before] == network.from[leg]
                                && network.next[before] <= network.turn[leg]);
    }

    private boolean hasPlaces(int leg, List<Party> waiting) {
        int[] left = seats.room.left;
        return waiting.stream()
                .anyMatch(party -> IntStream.range(0, Network.KINDS)
                        .allMatch(kind -> party.needs[kind] <= left[leg * Network.KINDS + kind]));
    }

    private boolean admits(int leg, List<Party> waiting) {
        return waiting.stream().anyMatch(party -> seats.room.fits(party, leg));
    }
}
