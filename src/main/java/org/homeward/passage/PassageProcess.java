package org.homeward.passage;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** What passage says to the engine: all members are through, one was refused, scans do not fit or have settled. */
@Component
class PassageProcess {

    private final RuntimeService runtime;

    PassageProcess(RuntimeService runtime) {
        this.runtime = runtime;
    }

    /** Wakes the household, wherever it waits; if it is not there yet, it will count when it comes. */
    void checkpointPassed(String caseNumber) {
        tell(caseNumber, "checkpointPassed");
    }

    void memberRefused(String caseNumber) {
        tell(caseNumber, "memberRefused");
    }

    /** Has conflicting scans looked at in a while, when others may have arrived; once for all that come until then. */
    void lookAtConflicts() {
        boolean waiting = runtime.createExecutionQuery()
                        .processDefinitionKey("unsettled-scans")
                        .activityId("event_aWhile")
                        .count()
                > 0;
        if (!waiting) {
            runtime.createMessageCorrelation("scansConflict").correlateStartMessage();
        }
    }

    /** Asks officers about scans of this household that do not fit. */
    void askAbout(long householdId, String caseNumber, boolean restricted) {
        ask(caseNumber, householdId, null, restricted);
    }

    /** Asks officers about scans of nobody who is known. @param movementId on which they say to travel; null: none known */
    void askAboutNobody(@Nullable Long movementId, String key) {
        ask(key, null, movementId, false);
    }

    private void ask(String key, @Nullable Long householdId, @Nullable Long movementId, boolean restricted) {
        Map<String, Object> about = new HashMap<>();
        about.put("householdId", householdId);
        about.put("movementId", movementId);
        about.put("restricted", restricted);
        runtime.createMessageCorrelation("scansToResolve")
                .processInstanceBusinessKey(key)
                .setVariables(about)
                .correlateStartMessage();
    }

    /** Nobody has to decide on them any more. */
    void conflictsSettled(String key) {
        tell(key, "scansSettled");
    }

    /** @throws OptimisticLockingFailureException if the household moved at the same moment: repeat the transaction */
    private void tell(String caseNumber, String message) {
        try {
            runtime.createMessageCorrelation(message)
                    .processInstanceBusinessKey(caseNumber)
                    .correlateAll();
        } catch (OptimisticLockingException e) {
            throw new OptimisticLockingFailureException("Case " + caseNumber + " moved at the same moment.", e);
        }
    }
}
