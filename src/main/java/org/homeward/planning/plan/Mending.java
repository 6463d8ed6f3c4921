package org.homeward.planning.plan;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan better, in many small rounds: a few families of neighbouring departures are taken off, or somebody presses in who
 * would gain much there. With a few of those left they are seated anew, roughly the most worth first. What is worse is undone;
 * only at first a little worse may stay, and ever less, so that the plan does not get stuck where no single round helps
 * (simulated annealing).
 */
final class Mending {

    /** Rounds for each party after which nothing better is expected. */
    private static final int PATIENCE = 400;

    private static final int ROUNDS_AT_LEAST = 20_000;
    /** Families taken off and families left that are tried with them, at most. */
    private static final int OFF = 16;

    private static final int LEFT = 8;
    /** Departures so far away count as neighbours. */
    private static final int NEAR = 12;
    /** How much worse a plan may get at first, as a part of what one person weighs. */
    private static final double WARM = 0.02;
    /** The part of that which is left in the end. */
    private static final double COOL = 0.01;
    /** The part of the time after which nothing worse may stay. */
    private static final double COLD = 0.95;
    /** With fewer rounds for each party than so many, there is no time for anything worse. */
    private static final double ENOUGH = 4;
    /** Weights may be mistaken by so much when it is decided who is seated first. */
    private static final double NOISE = 0.1;
    /** Of each so many rounds, one seats in any order, also those told elsewhere than they were. */
    private static final int ANY_ORDER = 16;

    private static final int ANY_ORDER_OF_FEW = 2;
    /** Who at these prices would lose no more than that part of their weight may get a seat. */
    private static final double HOPES = 0.03;

    /** Among so few anybody may: prices say little of single places. */
    private static final int FEW = 500;

    private static final int TRIES = 20;
    private static final double NOTHING = 1e-6;
    /** Whoever loses most among so many presses in. */
    private static final int CHOICE = 8;

    private final Network network;
    private final List<Party> parties;
    private final Seats seats;
    private final Usher usher;
    private final Round round;
    private final SplittableRandom random = new SplittableRandom(1);
    private final double weight;
    private final int[] hopeful;
    /** By party: the best way at these prices, and what it would gain there. */
    private final int[] @Nullable [] wishes;

    private final double[] gains;
    private final double[] prices;
    private final boolean isPriced;
    private final Ways ways;
    /** Who is seated first in this round, or −1. */
    private int first;

    /** @param prices by which it is seen who may hope for a seat, and where; all zero if not known */
    Mending(Network network, List<Party> parties, Seats seats, double[] prices) {
        this.network = network;
        this.parties = parties;
        this.seats = seats;
        usher = new Usher(network, seats);
        round = new Round(seats);
        weight = parties.stream().mapToDouble(Party::weightOfOne).average().orElse(0);
        this.prices = prices;
        isPriced = Arrays.stream(prices).anyMatch(price -> price > 0);
        ways = new Ways(network);
        wishes = new int[parties.size()][];
        gains = new double[parties.size()];
        Room all = new Room(network);
        for (int party = 0; party < gains.length; party++) {
            wishes[party] = ways.best(parties.get(party), prices, all);
            gains[party] = wishes[party] == null ? 0 : ways.gain;
        }
        hopeful = IntStream.range(0, parties.size())
                .filter(party -> seats.ways[party] != null || mayHope(party))
                .toArray();
    }

    private boolean mayHope(int party) {
        return wishes[party] != null && (parties.size() <= FEW || gains[party] >= -HOPES * parties.get(party).weight);
    }

    /** @param elapsed the part of the time that is over */
    void mend(DoubleSupplier elapsed) {
        int[] @Nullable [] before = seats.ways.clone();
        double was = seats.worth;
        long rounds = Math.max(ROUNDS_AT_LEAST, PATIENCE * (long) parties.size());
        double progress = 0;
        for (long at = 0; hopeful.length > 0 && progress < 1; at++) {
            if ((at & 15) == 0) {
                progress = Math.max(elapsed.getAsDouble(), at / (double) rounds);
            }
            boolean cold = progress >= COLD || at < progress * ENOUGH * hopeful.length;
            seatSomeAnew(cold ? 0 : WARM * weight * Math.pow(COOL, progress));
        }
        if (seats.worth < was) {
            seats.put(before);
        }
    }

    private void seatSomeAnew(double warmth) {
        double least = seats.worth + warmth * Math.log(1 - random.nextDouble());
        round.begin();
        first = -1;
        if (isPriced && random.nextBoolean()) {
            press();
        } else {
            takeSomeOff();
        }
        addSomeLeft();
        if (random.nextInt(parties.size() <= FEW ? ANY_ORDER_OF_FEW : ANY_ORDER) == 0) {
            round.seat(party -> random.nextDouble(), usher::seatElsewhere);
        } else {
            double noise = NOISE * random.nextDouble();
            round.seat(
                    party -> party == first
                            ? Double.MAX_VALUE
                            : parties.get(party).gainOfOne() * (1 + noise * (2 * random.nextDouble() - 1)),
                    usher::seat);
        }
        round.end(least);
    }

    private void takeSomeOff() {
        int @Nullable [] way = null;
        for (int attempt = 0; way == null && attempt < TRIES; attempt++) {
            int party = someone();
            way = seats.ways[party];
            if (way != null) {
                round.take(party);
            }
        }
        int leg = way == null ? -1 : way[random.nextInt(way.length)];
        int many = random.nextInt(OFF);
        for (int at = 0; leg >= 0 && at < many; at++) {
            takeOneOff(at < many / 2 ? leg : neighbour(leg, random.nextInt(2 * NEAR + 1) - NEAR));
        }
    }

    /** One of those who lose much by not having their best way presses in there. */
    private void press() {
        double most = NOTHING * weight;
        for (int attempt = 0; attempt < CHOICE; attempt++) {
            int party = someone();
            double loss = loss(party);
            if (loss > most) {
                most = loss;
                first = party;
            }
        }
        int @Nullable [] wish = first < 0 ? null : wishes[first];
        if (wish == null) {
            return;
        }
        round.take(first);
        for (int leg : wish) {
            int many = 1 + random.nextInt(OFF / 2);
            for (int at = 0; at < many; at++) {
                takeOneOff(at < many / 2 + 1 ? leg : neighbour(leg, random.nextInt(2 * NEAR + 1) - NEAR));
            }
        }
    }

    /** What a party could gain more at these prices than where it is. */
    private double loss(int number) {
        Party party = parties.get(number);
        int @Nullable [] way = seats.ways[number];
        double has = party.worthOf(way, network) - (way == null ? 0 : ways.price(party, way, prices));
        return gains[number] - party.moving - has;
    }

    private void addSomeLeft() {
        int many = random.nextInt(LEFT + 1);
        for (int attempt = 0; many > 0 && attempt < 2 * TRIES; attempt++) {
            int party = someone();
            if (seats.ways[party] == null) {
                round.take(party);
                many--;
            }
        }
    }

    private int someone() {
        return hopeful[random.nextInt(hopeful.length)];
    }

    /** The leg so many departures later from the same place, or −1. */
    private int neighbour(int leg, int later) {
        int place = network.from[leg];
        int turn = network.turn[leg] + later;
        boolean exists = turn >= network.firstTurn[place] && turn < network.firstTurn[place + 1] - 1;
        return exists ? network.legAt[turn] : -1;
    }

    private void takeOneOff(int leg) {
        if (leg >= 0 && seats.aboard[leg] > 0) {
            round.take(seats.manifest[leg][random.nextInt(seats.aboard[leg])]);
        }
    }
}
