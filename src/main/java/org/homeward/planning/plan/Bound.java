package org.homeward.planning.plan;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A proven bound by prices (Lagrange): whatever the prices, no plan is worth more than what every household would gain if
 * it bought the way that is best for it, and what all places would fetch.
 */
final class Bound {

    private static final double ROUNDING = 1e-12;

    private final Network network;
    private final List<Party> parties;

    Bound(Network network, List<Party> parties) {
        this.network = network;
        this.parties = parties;
    }

    double at(double[] prices) {
        double places = IntStream.range(0, prices.length)
                .mapToDouble(limit -> prices[limit] * network.capacity[limit])
                .sum();
        Ways ways = new Ways(network);
        Room all = new Room(network);
        double bound = places;
        double size = places;
        for (Party party : parties) {
            double gain = gain(party, prices, ways, all);
            bound += gain;
            size += Math.abs(gain);
        }
        return bound + ROUNDING * parties.size() * size;
    }

    private double gain(Party party, double[] prices, Ways ways, Room all) {
        double gain = (ways.best(party, prices, all) == null ? 0 : Math.max(0, ways.gain)) - party.moving;
        if (party.told == null) {
            return gain;
        }
        return Math.max(gain, party.worthOf(party.told, network) - ways.price(party, party.told, prices));
    }
}
