package org.homeward.planning.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Seats the parties: first greedily by worth, then better as long as there is time. In turns, those who would gain most by
 * another way press in there, and a few families that compete for the same vehicles are seated anew, with some of those
 * left. Whoever is pushed off is seated anew too, and what is worse is undone.
 */
final class Seating {

    /** Rounds in vain, for each party, after which nothing better is expected. */
    private static final int PATIENCE = 60;
    /** Weight that a party pushed off for another may differ in size from, for each person. */
    private static final double ODD_SIZE = 0.02;
    /** How much more it counts to push off somebody who needs a special place. */
    private static final double SPECIAL = 1.3;

    final Seats seats;
    private final Network network;
    private final List<Party> parties;
    private final Ways ways;
    private final Round round;
    private final SplittableRandom random = new SplittableRandom(1);
    /** The parties, the most worth for a person first. */
    private final int[] order;

    Seating(Network network, List<Party> parties) {
        this.network = network;
        this.parties = parties;
        seats = new Seats(network, parties);
        ways = new Ways(network);
        round = new Round(seats);
        order = IntStream.range(0, parties.size())
                .boxed()
                .sorted(Comparator.comparingDouble(party -> -parties.get(party).weightOfOne()))
                .mapToInt(party -> party)
                .toArray();
    }

    Seating greedily() {
        return greedily(new double[network.limits()]);
    }

    /**
     * Everybody stays where they have been told if they can; then the most worth takes what is best for it.
     *
     * @param prices what a place counts, so that scarce ones go to those who need just them
     */
    Seating greedily(double[] prices) {
        for (int party : order) {
            int @Nullable [] told = parties.get(party).told;
            if (told != null && seats.room.fits(parties.get(party), told)) {
                seats.put(party, told);
            }
        }
        seatThoseLeft(prices);
        moveUp();
        return this;
    }

    /** The most worth takes what is best for it, also where others have been told before; these keep what is still free. */
    Seating byWeight() {
        seatThoseLeft(new double[network.limits()]);
        moveUp();
        return this;
    }

    private void seatThoseLeft(double[] prices) {
        Hopeless hopeless = new Hopeless();
        for (int number : order) {
            Party party = parties.get(number);
            if (seats.ways[number] == null && !hopeless.holds(party)) {
                seat(number, prices);
                if (seats.ways[number] == null && ways.gain == Double.NEGATIVE_INFINITY) {
                    hopeless.add(party);
                }
            }
        }
    }

    /** Lets everybody who has not been told yet take a better way that is free, and seats who is left in what that frees. */
    private void moveUp() {
        double[] free = new double[network.limits()];
        for (int party : order) {
            if (parties.get(party).moving == 0 && seats.ways[party] != null) {
                seats.put(party, null);
                seat(party, free);
            }
        }
        seatThoseLeft(free);
    }

    private void seat(int number, double[] prices) {
        seat(number, prices, true);
    }

    private void seat(int number, double[] prices, boolean keepTold) {
        Party party = parties.get(number);
        int @Nullable [] way = ways.best(party, prices, seats.room);
        if (way != null && way.length > 1 && !seats.room.fits(party, way)) {
            way = null;
        }
        int @Nullable [] told = party.told;
        if (told != null
                && (keepTold || way == null)
                && seats.room.fits(party, told)
                && (way == null || party.worthOf(told, network) >= party.worthOf(way, network))) {
            way = told;
        }
        if (way != null && party.worthOf(way, network) >= party.worthOf(null, network)) {
            seats.put(number, way);
        }
    }

    /**
     * @param prices what places are worth, by which it is seen who should sit elsewhere; all zero if not known
     * @param over whether to stop now with what there is
     */
    Seating improve(double[] prices, BooleanSupplier over) {
        double[] free = new double[network.limits()];
        boolean better = true;
        while (better && !over.getAsBoolean()) {
            double was = seats.worth;
            press(prices, free, over);
            seatSomeAnew(free, over);
            better = seats.worth > was;
        }
        seatThoseLeft(free);
        return this;
    }

    // pressing in
    // -------------------------------------------------------------------------------------------------------------------

    private void press(double[] prices, double[] free, BooleanSupplier over) {
        if (Arrays.stream(prices).allMatch(price -> price == 0)) {
            return;
        }
        Room all = new Room(network);
        for (int party : mostToGain(prices, all, over)) {
            if (over.getAsBoolean()) {
                return;
            }
            int @Nullable [] way = ways.best(parties.get(party), prices, all);
            if (way != null && !Arrays.equals(way, seats.ways[party])) {
                pressIn(party, way, free);
            }
        }
    }

    /** Those who would gain by another way, were there room at these prices; the most first. */
    private int[] mostToGain(double[] prices, Room all, BooleanSupplier over) {
        double[] gains = new double[parties.size()];
        for (int number = 0; number < gains.length; number++) {
            if (over.getAsBoolean()) {
                return new int[0];
            }
            Party party = parties.get(number);
            double best = ways.best(party, prices, all) == null ? 0 : ways.gain;
            int @Nullable [] way = seats.ways[number];
            double has = party.worthOf(way, network) - (way == null ? 0 : ways.price(party, way, prices));
            gains[number] = best - party.moving - has;
        }
        return IntStream.range(0, gains.length)
                .filter(party -> gains[party] > 1e-3 * parties.get(party).weightOfOne())
                .boxed()
                .sorted(Comparator.comparingDouble(party -> -gains[party]))
                .mapToInt(party -> party)
                .toArray();
    }

    private void pressIn(int number, int[] way, double[] free) {
        Party party = parties.get(number);
        round.begin();
        round.take(number);
        for (int leg : way) {
            while (!seats.room.fits(party, leg) && !round.isFull()) {
                int least = leastWorth(party, leg);
                if (least < 0) {
                    break; // the quota is used up on other legs
                }
                round.take(least);
            }
        }
        if (seats.room.fits(party, way)) {
            seats.put(number, way);
        }
        round.seat(this::weightOfOne, one -> seat(one, free));
        round.ends();
    }

    private double weightOfOne(int party) {
        return parties.get(party).weightOfOne();
    }

    /** Who is pushed off a leg for a party: takes what the party lacks, and weighs least. @return −1: nobody */
    private int leastWorth(Party party, int leg) {
        int found = -1;
        double least = Double.POSITIVE_INFINITY;
        int lacking = lacking(party, leg);
        for (int at = 0; at < seats.aboard[leg]; at++) {
            Party other = parties.get(seats.manifest[leg][at]);
            boolean helps = lacking == 0 || other.needs[lacking] > 0;
            double counts = (other.weightOfOne() + other.moving / other.size)
                    * (1 + ODD_SIZE * Math.abs(other.size - party.size))
                    * (lacking == 0 && other.needs[1] + other.needs[2] > 0 ? SPECIAL : 1);
            if (helps && counts < least) {
                least = counts;
                found = seats.manifest[leg][at];
            }
        }
        return found;
    }

    /** The special place that is lacking on a leg; 0: seats, or whatever else. */
    private int lacking(Party party, int leg) {
        for (int kind = 1; kind < 3; kind++) {
            if (seats.room.left[leg * Network.KINDS + kind] < party.needs[kind]) {
                return kind;
            }
        }
        return 0;
    }

    // seating a few anew
    // -------------------------------------------------------------------------------------------------------------------

    private void seatSomeAnew(double[] free, BooleanSupplier over) {
        long patience = PATIENCE * (long) order.length;
        long rounds = Math.max(1000, order.length);
        for (long vain = 0; vain < patience && rounds > 0; vain++, rounds--) {
            if ((vain & 15) == 0 && over.getAsBoolean()) {
                return;
            }
            round.begin();
            takeSome(4 + random.nextInt(16));
            seatInSomeOrder(free);
            if (round.ends()) {
                vain = 0;
            }
        }
    }

    /** Mostly roughly by weight for one person; now and then in any order, also where that takes people off what they were told. */
    private void seatInSomeOrder(double[] free) {
        if (random.nextInt(8) == 0) {
            round.seat(party -> random.nextDouble(), one -> seat(one, free, false));
            return;
        }
        double noise = 0.02 + 0.3 * random.nextDouble() * random.nextDouble();
        round.seat(party -> weightOfOne(party) * (1 + noise * (2 * random.nextDouble() - 1)), one -> seat(one, free));
    }

    /** Some parties of one leg and its neighbours, and some that are left. */
    private void takeSome(int many) {
        int @Nullable [] way = seats.ways[someone()];
        if (way != null) {
            int leg = way[random.nextInt(way.length)];
            for (int at = 0; at < many; at++) {
                takeOneAboard(neighbour(leg, at < many / 2 ? 0 : random.nextInt(9) - 4));
            }
        }
        for (int at = 0; at < many; at++) {
            int party = someone();
            if (seats.ways[party] == null || at == 0) {
                round.take(party);
            }
        }
    }

    private int someone() {
        return order[random.nextInt(order.length)];
    }

    /** The leg so many departures later from the same place, or −1. */
    private int neighbour(int leg, int later) {
        int place = network.from[leg];
        int turn = network.turn[leg] + later;
        boolean exists = turn >= network.firstTurn[place] && turn < network.firstTurn[place + 1] - 1;
        return exists ? network.legAt[turn] : -1;
    }

    private void takeOneAboard(int leg) {
        if (leg >= 0 && seats.aboard[leg] > 0) {
            round.take(seats.manifest[leg][random.nextInt(seats.aboard[leg])]);
        }
    }
}
