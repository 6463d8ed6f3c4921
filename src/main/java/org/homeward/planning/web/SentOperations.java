package org.homeward.planning.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Semaphore;
import org.homeward.access.Refusal;
import org.homeward.planning.plan.CannotPlan;
import org.homeward.planning.plan.OperationFile;
import org.homeward.planning.plan.Plan;
import org.homeward.planning.plan.Planner;
import org.springframework.stereotype.Component;

/** Plans whole operations that programs send, one after the other: each takes all processors for a while. Nothing is kept. */
@Component
class SentOperations {

    private final Semaphore turn = new Semaphore(1);

    /**
     * The plan for an operation, or for the {@code snapshot} in it with {@code options}.
     *
     * @throws Refusal.Unreadable naming the row and the field
     * @throws Refusal.Conflict while another is being planned
     */
    Plan plan(JsonNode sent) {
        if (!turn.tryAcquire()) {
            throw new Refusal.Conflict(
                    "Another operation is being planned at this moment: send this one again in half a minute.",
                    "snapshot");
        }
        try {
            return Planner.plan(OperationFile.sent(sent));
        } catch (CannotPlan e) {
            throw new Refusal.Unreadable(String.valueOf(e.getMessage()));
        } finally {
            turn.release();
        }
    }
}
