package org.homeward.planning;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.workflow.Outbox;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is ordered for a movement until it leaves, by an officer or by a change of the situation: its process hears of it. */
@Component
class MovementOrders {

    static final String CANCELLED = "movementCancelled";
    static final String DELAYED = "movementDelayed";

    private final Movements movements;
    private final OnTheRoad onTheRoad;
    private final PlanningProcess process;
    private final Outbox outbox;

    MovementOrders(Movements movements, OnTheRoad onTheRoad, PlanningProcess process, Outbox outbox) {
        this.movements = movements;
        this.onTheRoad = onTheRoad;
        this.process = process;
        this.outbox = outbox;
    }

    /** The movement with this code, locked. @throws Refusal if it has left or is cancelled */
    Movement changeable(String code) {
        Movement movement = movements.lock(movements.named(code).id());
        if (movement.hasLeft()) {
            throw new Refusal("Movement " + movement.code() + " has left: it can no longer be changed.");
        }
        if (movement.isCancelled()) {
            throw new Refusal("Movement " + movement.code() + " is cancelled.");
        }
        return movement;
    }

    /**
     * Cancels a movement: those aboard lose their seats, batch by batch, and go back to their place in the queue.
     *
     * @throws Refusal if it has set out: see {@link OnTheRoad}
     */
    void cancel(String code) {
        Movement movement = changeable(code);
        if (onTheRoad.has(movement)) {
            // It does not say that anybody was counted: who was may be restricted.
            throw new Refusal(movement.code() + " may be on its way: confirm its departure, or put it off first.");
        }
        movements.enters(movement.id(), "cancelled");
        tell(movement, CANCELLED, Map.of());
    }

    /** Puts a departure off. @param movement as {@link #changeable} @throws Refusal unless it is in the future and later than before */
    void putOff(Movement movement, @Nullable Instant departs) {
        movements.delay(movement, departs);
        tell(movement, DELAYED, Map.of());
    }

    /** Codes of those of these movements whose process hears of it now: one that is suspended does not. */
    Set<String> whoHear(Collection<Movement> some, String message) {
        return process.whoWaits(some.stream().map(Movement::code).toList(), message)
                .keySet();
    }

    /** The border is to get the newest version of its manifest that has gone out, if it crosses one. */
    void sendToBorder(Movement movement) {
        if (movement.exit() != null) {
            outbox.order("advance-list", movement.code(), Map.of("movementId", movement.id()));
        }
    }

    void tell(Movement movement, String message, Map<String, Object> variables) {
        if (!process.tellMovement(movement.code(), message, variables)) {
            throw new IllegalStateException("Movement " + movement.code() + " has no process that can be told.");
        }
    }
}
