package org.homeward.planning.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way home that is worth most to a party, less what its places cost: from the last departure back, each leg is
 * worth its arrival or the best that can be caught where it ends. One per thread.
 */
final class Ways {

    private static final double NO_WAY = Double.NEGATIVE_INFINITY;
    private static final int NO_QUOTA = -2;

    private final Network network;
    private final double[] best;
    private final int[] chosen;
    /** By turn: in which search its best way was found. */
    private final int[] found;

    private int search;

    private int guarded = NO_QUOTA;
    private int crossing;

    /** What the way found last is worth, less its price. */
    double gain;

    Ways(Network network) {
        this.network = network;
        best = new double[network.turns];
        chosen = new int[network.turns];
        found = new int[network.turns];
    }

    /** From now on, of the legs that share this quota only those from this place are taken. */
    void crossOnlyFrom(int place, int quota) {
        crossing = place;
        guarded = quota;
    }

    void crossAnywhere() {
        guarded = NO_QUOTA;
    }

    private boolean mayTake(Party party, int leg, Room room) {
        return room.fits(party, leg) && (network.quota[leg] != guarded || network.from[leg] == crossing);
    }

    /** The way home that arrives with the most worth left, whatever its places cost. @return null if there is none */
    int @Nullable [] soonest(Party party, Room room) {
        search++;
        double worth = NO_WAY;
        int first = -1;
        for (int turn : party.begins) {
            double there = soonest(party, room, turn);
            if (there > worth) {
                worth = there;
                first = turn;
            }
        }
        gain = worth == NO_WAY ? NO_WAY : party.weight * worth;
        return worth == NO_WAY ? null : from(first);
    }

    /** Tries the departures from a turn on, as long as they may lead to anything as good as what has been found. */
    private double soonest(Party party, Room room, int from) {
        double most = NO_WAY;
        int by = -1;
        for (int turn = from; network.legAt[turn] >= 0 && network.worthAfter[turn] >= most; turn++) {
            if (found[turn] == search) {
                if (best[turn] >= most) {
                    most = best[turn];
                    by = chosen[turn];
                }
                break;
            }
            int leg = network.legAt[turn];
            if (mayTake(party, leg, room)) {
                double worth = network.home[leg] ? network.worth[leg] : soonest(party, room, network.next[leg]);
                if (worth >= most && worth != NO_WAY) {
                    most = worth;
                    by = leg;
                }
            }
        }
        found[from] = search;
        best[from] = most;
        chosen[from] = by;
        return most;
    }

    /** @param room what must hold them on each leg for itself @return null if there is no way */
    int @Nullable [] best(Party party, double[] prices, Room room) {
        Arrays.fill(best, NO_WAY);
        Arrays.fill(chosen, -1);
        for (int leg = network.size - 1; leg >= 0; leg--) {
            double worth = mayTake(party, leg, room) ? ahead(party, leg) - price(party, leg, prices) : NO_WAY;
            int turn = network.turn[leg];
            boolean better = worth > best[turn + 1];
            best[turn] = better ? worth : best[turn + 1];
            chosen[turn] = better ? leg : chosen[turn + 1];
        }
        gain = NO_WAY;
        int first = -1;
        for (int turn : party.begins) {
            if (best[turn] > gain) {
                gain = best[turn];
                first = turn;
            }
        }
        return gain == NO_WAY ? null : from(first);
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
