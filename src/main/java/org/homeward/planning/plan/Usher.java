package org.homeward.planning.plan;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a party where it is best for it, if there is room. */
final class Usher {

    private final Network network;
    private final Seats seats;
    private final Ways ways;
    private boolean anyWay;

    Usher(Network network, Seats seats) {
        this.network = network;
        this.seats = seats;
        ways = new Ways(network);
    }

    /** Where it arrives soonest, or where it has been told if that is as good. @return whether there was any room at all */
    boolean seat(int number) {
        Party party = seats.party(number);
        put(number, fitting(party, () -> ways.soonest(party, seats.room)), true);
        return anyWay;
    }

    /** As {@link #seat(int)}, but where it has been told only if there is nothing else. */
    void seatElsewhere(int number) {
        Party party = seats.party(number);
        put(number, fitting(party, () -> ways.soonest(party, seats.room)), false);
    }

    /** Where the most is left after the price of the places. @return whether there was any room at all */
    boolean seat(int number, double[] prices) {
        Party party = seats.party(number);
        put(number, fitting(party, () -> ways.best(party, prices, seats.room)), true);
        return anyWay;
    }

    private void put(int number, int @Nullable [] found, boolean keepTold) {
        Party party = seats.party(number);
        int @Nullable [] told = party.told;
        boolean keeps = told != null
                && (keepTold || found == null)
                && seats.room.fits(party, told)
                && (found == null || party.worthOf(told, network) >= party.worthOf(found, network));
        int @Nullable [] way = keeps ? told : found;
        if (way != null && party.worthOf(way, network) >= party.worthOf(null, network)) {
            seats.put(number, way);
        }
    }

    /** A search looks at each leg for itself: where two legs share a quota that holds the party but once, it is tried anew. */
    private int @Nullable [] fitting(Party party, Supplier<int @Nullable []> search) {
        int @Nullable [] way = search.get();
        anyWay = way != null;
        if (way == null || way.length == 1 || seats.room.fits(party, way)) {
            return way;
        }
        int @Nullable [] best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int leg : way) {
            if (network.quota[leg] >= 0) {
                ways.crossOnlyFrom(network.from[leg], network.quota[leg]);
                int @Nullable [] other = search.get();
                if (other != null && ways.gain > most && seats.room.fits(party, other)) {
                    best = other;
                    most = ways.gain;
                }
            }
        }
        ways.crossAnywhere();
        return best;
    }
}
