package org.homeward.workflow;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the models ask about tasks: when they are due and how urgent they are. */
@Component("workflow")
public class Workflow {

    private final Decisions decisions;
    private final Clock clock;

    Workflow(Decisions decisions, Clock clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    /** When a task that begins now is due, by the table {@code due-times}. @param task its id without {@code task_} */
    public Date dueTime(String task) {
        long hours = Long.parseLong(decisions.decide("due-times", Map.of("task", task)));
        return Date.from(clock.instant().plus(Duration.ofHours(hours)));
    }

    /** The task priority that shows the household's: 90 for the first, 30 for the last. @param priority 1 to 4 */
    public int urgency(int priority) {
        return 110 - 20 * priority;
    }

    /** The household's priority that a task shows, 1 to 4: what {@link #urgency} was made from. */
    public static int priority(int urgency) {
        return (110 - urgency) / 20;
    }
}
