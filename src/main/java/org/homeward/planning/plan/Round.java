package org.homeward.planning.plan;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;

/** A few parties taken off and seated anew; if that was worse than may be, all are put back where they were. */
final class Round {

    private static final int MOST = 64;

    private final Seats seats;
    private final int[] taken = new int[MOST];
    private final int[][] before = new int[MOST][];
    private final double[] keys = new double[MOST];
    private int count;

    Round(Seats seats) {
        this.seats = seats;
    }

    void begin() {
        count = 0;
    }

    /** Takes a party off, if that has not been done already and there are not too many. */
    void take(int party) {
        for (int at = 0; at < count; at++) {
            if (taken[at] == party) {
                return;
            }
        }
        if (count == MOST) {
            return;
        }
        taken[count] = party;
        before[count++] = seats.ways[party];
        takeOff(party);
    }

    private void takeOff(int party) {
        if (seats.ways[party] != null) {
            seats.put(party, null);
        }
    }

    /** Seats those taken off and not seated yet, those of the highest key first. */
    void seat(IntToDoubleFunction key, IntConsumer seat) {
        int[] order = Arrays.copyOf(taken, count);
        for (int at = 0; at < count; at++) {
            keys[at] = -key.applyAsDouble(order[at]);
        }
        sort(order);
        for (int party : order) {
            if (seats.ways[party] == null) {
                seat.accept(party);
            }
        }
    }

    private void sort(int[] order) {
        for (int at = 1; at < order.length; at++) {
            for (int to = at; to > 0 && keys[to - 1] > keys[to]; to--) {
                double key = keys[to];
                keys[to] = keys[to - 1];
                keys[to - 1] = key;
                int party = order[to];
                order[to] = order[to - 1];
                order[to - 1] = party;
            }
        }
    }

    /** Undoes the round if the plan is worth less than that. */
    void end(double least) {
        if (seats.worth >= least) {
            return;
        }
        for (int at = 0; at < count; at++) {
            takeOff(taken[at]);
        }
        for (int at = 0; at < count; at++) {
            if (before[at] != null) {
                seats.put(taken[at], before[at]);
            }
        }
    }
}
