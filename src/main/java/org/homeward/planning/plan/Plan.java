package org.homeward.planning.plan;

import java.util.List;

/**
 * Who goes home on which legs, who is left and why, and what limits them.
 *
 * @param objective what the plan is worth
 * @param bound what no plan can be worth more than, proven
 * @param seconds that the seating took, without the bound
 */
public record Plan(
        double objective, double bound, double seconds, List<Seated> seated, List<Left> left, List<Limit> limits) {

    /** A household on its legs, in order. */
    public record Seated(String household, List<String> legs) {}

    /** A household that is left, and what kept it back, in a sentence. */
    public record Left(String household, String why) {}

    /** A limit that keeps people back, and what one more place there would be worth. */
    public record Limit(String limit, double worthOfOneMore) {}
}
