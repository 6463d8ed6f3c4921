package org.homeward.planning.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Seats the parties greedily by worth, with the prices of places in mind or without. */
final class Seating {

    final Seats seats;
    private final Network network;
    private final List<Party> parties;
    private final Usher usher;
    /** The parties, the most worth for a person first. */
    private final int[] order;

    Seating(Network network, List<Party> parties) {
        this.network = network;
        this.parties = parties;
        seats = new Seats(network, parties);
        usher = new Usher(network, seats);
        order = IntStream.range(0, parties.size())
                .boxed()
                .sorted(Comparator.comparingDouble(party -> -parties.get(party).weightOfOne()))
                .mapToInt(party -> party)
                .toArray();
    }

    Seating as(Seating other) {
        seats.put(other.seats.ways);
        return this;
    }

    /** Everybody stays where they have been told if they can; then the most worth takes what is soonest for it. */
    Seating greedily() {
        keepTold();
        return byWeight();
    }

    /**
     * As {@link #greedily()}, but what a place costs counts too, so that scarce ones go to those who need just them; then
     * among those who need the same, whoever weighs most arrives first.
     */
    Seating greedily(double[] prices) {
        keepTold();
        Hopeless hopeless = new Hopeless();
        for (int party : order) {
            if (isLeft(party, hopeless) && !usher.seat(party, prices)) {
                hopeless.add(parties.get(party));
            }
        }
        return settle();
    }

    /** The most worth takes what is soonest for it, also where others have been told before; these keep what is still free. */
    Seating byWeight() {
        seatThoseLeft();
        moveUp();
        return this;
    }

    /** Makes better what needs no search: who arrives when among those who need the same, and what is still free. */
    Seating settle() {
        heaviestFirst();
        moveUp();
        return this;
    }

    private void keepTold() {
        for (int party : order) {
            int @Nullable [] told = parties.get(party).told;
            if (told != null && seats.room.fits(parties.get(party), told)) {
                seats.put(party, told);
            }
        }
    }

    private void seatThoseLeft() {
        Hopeless hopeless = new Hopeless();
        for (int party : order) {
            if (isLeft(party, hopeless) && !usher.seat(party)) {
                hopeless.add(parties.get(party));
            }
        }
    }

    private boolean isLeft(int party, Hopeless hopeless) {
        return seats.ways[party] == null && !hopeless.holds(parties.get(party));
    }

    /** Lets everybody who has not been told yet take a better way that is free, and seats who is left in what that frees. */
    private void moveUp() {
        for (int party : order) {
            if (parties.get(party).moving == 0 && seats.ways[party] != null) {
                seats.put(party, null);
                usher.seat(party);
            }
        }
        seatThoseLeft();
    }

    /** Among those who start at one place and time, need the same places and have not been told yet, the heaviest get the best ways. */
    private void heaviestFirst() {
        record Same(int origin, @Nullable Instant notBefore, int seats, int wheelchairs, int stretchers) {}
        Map<Same, List<Integer>> groups = new LinkedHashMap<>();
        for (int number : order) {
            Party party = parties.get(number);
            if (party.moving == 0) {
                int[] needs = party.needs;
                groups.computeIfAbsent(
                                new Same(party.origin, party.household.notBefore(), needs[0], needs[1], needs[2]),
                                alike -> new ArrayList<>())
                        .add(number);
            }
        }
        groups.values().forEach(this::heaviestFirst);
    }

    private void heaviestFirst(Collection<Integer> alike) {
        double was = seats.worth;
        int[] @Nullable [] before =
                alike.stream().map(party -> seats.ways[party]).toArray(int[][]::new);
        List<int[]> best = alike.stream()
                .map(party -> seats.ways[party])
                .filter(way -> way != null)
                .sorted(Comparator.comparingDouble(way -> -network.worth[way[way.length - 1]]))
                .toList();
        alike.forEach(party -> seats.put(party, null));
        int next = 0;
        for (int party : alike) {
            if (next < best.size() && seats.room.fits(parties.get(party), best.get(next))) {
                seats.put(party, best.get(next++));
            }
        }
        if (next < best.size() || seats.worth < was) {
            alike.forEach(party -> seats.put(party, null));
            int at = 0;
            for (int party : alike) {
                seats.put(party, before[at++]);
            }
        }
    }
}
