package org.homeward.planning.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What all parties would buy of each limit at given prices, and the bound that follows from it. It is blurred a little:
 * ways and arrivals that cost nearly the same share their buyers, so that a small change of prices changes little. A
 * blurred bound is never below the sharp one.
 */
final class Demand {

    private final Network network;
    private final List<Alike> groups;
    private final Buyers[] lanes;

    Demand(Network network, List<Party> parties, int threads) {
        this.network = network;
        groups = Alike.among(parties, network);
        lanes = IntStream.range(0, threads)
                .mapToObj(lane -> new Buyers(network))
                .toArray(Buyers[]::new);
    }

    /**
     * @param usage set to what is bought of each limit
     * @param blur the money for one person within which prices count as nearly the same
     * @return the bound
     */
    double at(double[] prices, double[] usage, double blur) {
        double gains = IntStream.range(0, lanes.length)
                .parallel()
                .mapToDouble(lane -> buy(lane, prices, blur))
                .sum();
        Arrays.fill(usage, 0);
        for (Buyers lane : lanes) {
            for (int limit = 0; limit < usage.length; limit++) {
                usage[limit] += lane.usage[limit];
            }
        }
        for (int limit = 0; limit < prices.length; limit++) {
            gains += prices[limit] * network.capacity[limit];
        }
        return gains;
    }

    private double buy(int lane, double[] prices, double blur) {
        Buyers buyers = lanes[lane];
        Arrays.fill(buyers.usage, 0);
        double gains = 0;
        for (int group = lane; group < groups.size(); group += lanes.length) {
            gains += buyers.buy(
                    groups.get(group), prices, blur * groups.get(group).size());
        }
        return gains;
    }
}
