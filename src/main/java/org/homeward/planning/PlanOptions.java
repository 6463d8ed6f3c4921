package org.homeward.planning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan has to keep to.
 *
 * @param movePrice what it costs, in the measure of the plan, to move a person who has been told other seats; null: nobody is
 *     moved
 * @param choices null: none
 */
public record PlanOptions(
        @Nullable Double movePrice, @Nullable List<Choice> choices) {

    /** Nobody is moved, and the planner is free with everybody else. */
    public static final PlanOptions NONE = new PlanOptions(null, null);

    /**
     * What is to become of one household.
     *
     * @param household its case number
     * @param choice {@code pinned}: it keeps the seats that it has or that the plan gives it; {@code excluded}: it keeps what
     *     it has, if anything, and gets nothing by the plan
     * @param reason a line that says why it is excluded
     */
    public record Choice(
            @Nullable String household,
            @Nullable String choice,
            @Nullable String reason) {}
}
