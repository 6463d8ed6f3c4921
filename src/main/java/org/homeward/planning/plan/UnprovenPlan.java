package org.homeward.planning.plan;

import java.util.List;

/**
 * A plan that stands, before it is proven how much better any could be.
 *
 * @param objective what the plan is worth
 * @param seconds that the seating took
 * @param prices of all places as far as they are known, from which the proof begins; all zero if none is
 */
public record UnprovenPlan(
        double objective, double seconds, List<Plan.Seated> seated, List<Plan.Left> left, double[] prices) {

    Plan with(Proof proof) {
        return new Plan(objective, proof.bound(), seconds, seated, left, proof.limits());
    }
}
