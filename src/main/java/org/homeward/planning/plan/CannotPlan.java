package org.homeward.planning.plan;

/** An operation that cannot be planned, and why, in one sentence that names the row and the field. */
public class CannotPlan extends RuntimeException {

    CannotPlan(String sentence) {
        super(sentence);
    }
}
