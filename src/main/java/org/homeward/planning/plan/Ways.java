package org.homeward.planning.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way home that is worth most to a party, less what its places cost: from the last departure back, each leg is
 * worth its arrival or the best that can be caught where it ends. One per thread.
 */
final class Ways {

    private static final double NO_WAY = Double.NEGATIVE_INFINITY;

    private final Network network;
    private final double[] best;
    private final int[] chosen;

    /** What the way found last is worth, less its price. */
    double gain;

    Ways(Network network) {
        this.network = network;
        best = new double[network.turns];
        chosen = new int[network.turns];
    }

    /** @param room what must hold them on each leg for itself @return null if there is no way */
    int @Nullable [] best(Party party, double[] prices, Room room) {
        Arrays.fill(best, NO_WAY);
        Arrays.fill(chosen, -1);
        for (int leg = network.size - 1; leg >= 0; leg--) {
            double worth = room.fits(party, leg) ? ahead(party, leg) - price(party, leg, prices) : NO_WAY;
            int turn = network.turn[leg];
            boolean better = worth > best[turn + 1];
            best[turn] = better ? worth : best[turn + 1];
            chosen[turn] = better ? leg : chosen[turn + 1];
        }
        int start = network.firstTurn[party.origin];
        gain = best[start];
        return gain == NO_WAY ? null : from(start);
    }

    private double ahead(Party party, int leg) {
        return network.home[leg] ? party.weight * network.worth[leg] : best[network.next[leg]];
    }

    private double price(Party party, int leg, double[] prices) {
        int limit = leg * Network.KINDS;
        int[] needs = party.needs;
        int day = network.quota[leg];
        return prices[limit] * needs[0]
                + prices[limit + 1] * needs[1]
                + prices[limit + 2] * needs[2]
                + prices[limit + 3] * needs[3]
                + (day < 0 ? 0 : prices[day] * party.size);
    }

    double price(Party party, int[] way, double[] prices) {
        double price = 0;
        for (int leg : way) {
            price += price(party, leg, prices);
        }
        return price;
    }

    private int[] from(int start) {
        int count = 1;
        for (int leg = chosen[start]; !network.home[leg]; leg = chosen[network.next[leg]]) {
            count++;
        }
        int[] way = new int[count];
        way[0] = chosen[start];
        for (int at = 1; at < count; at++) {
            way[at] = chosen[network.next[way[at - 1]]];
        }
        return way;
    }
}
