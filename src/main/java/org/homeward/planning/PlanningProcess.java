package org.homeward.planning;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.movement.Movement;
import org.homeward.situation.SituationChange;
import org.springframework.stereotype.Component;

/** What planning says to the engine: a movement is planned, a round is wanted, this household or movement has news. */
@Component
class PlanningProcess {

    private final RuntimeService runtime;

    PlanningProcess(RuntimeService runtime) {
        this.runtime = runtime;
    }

    void startMovement(Movement movement) {
        runtime.createMessageCorrelation("movementPlanned")
                .processInstanceBusinessKey(movement.code())
                .setVariables(Map.of("movementId", movement.id(), "kind", movement.kind()))
                .correlateStartMessage();
    }

    void startRound() {
        runtime.createMessageCorrelation("roundRequested").correlateStartMessage();
    }

    /** Starts the round that finds this plan, and goes on until somebody has to look at it. */
    void startPlan(long planId) {
        runtime.createMessageCorrelation("planRequested")
                .processInstanceBusinessKey(PlanRecord.name(planId))
                .setVariable("planId", planId)
                .correlateStartMessage();
    }

    void approvePlan(long planId) {
        runtime.createMessageCorrelation("planApproved")
                .processInstanceBusinessKey(PlanRecord.name(planId))
                .correlate();
    }

    /** @return false if its process waits for no such news: it began with a model that knew none */
    boolean findPlanAnew(long planId) {
        return tell(PlanRecord.name(planId), "solveAgain", Map.of());
    }

    void startChange(SituationChange change) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("changeId", change.id());
        variables.put("changeKind", change.kind());
        variables.put("changeSubject", change.subject());
        variables.put("changeValue", change.value());
        runtime.createMessageCorrelation("changeReported")
                .processInstanceBusinessKey(change.name())
                .setVariables(variables)
                .correlateStartMessage();
    }

    void decideChange(SituationChange change, String decision) {
        runtime.createMessageCorrelation("changeDecided")
                .processInstanceBusinessKey(change.name())
                .setVariable("changeDecision", decision)
                .correlate();
    }

    /** @return false if its process waits for no such news */
    boolean undoChange(SituationChange change) {
        return tell(change.name(), "changeUndone", Map.of());
    }

    /** @return false if the movement's process waits for no such news */
    boolean tellMovement(String code, String message, Map<String, Object> variables) {
        return tell(code, message, variables);
    }

    /** @return false if the household's process waits for no such news */
    boolean tellHousehold(String caseNumber, String message) {
        return tell(caseNumber, message, Map.of());
    }

    private boolean tell(String businessKey, String message, Map<String, Object> variables) {
        return !runtime.createMessageCorrelation(message)
                .processInstanceBusinessKey(businessKey)
                .setVariables(variables)
                .correlateAllWithResult()
                .isEmpty();
    }
}
