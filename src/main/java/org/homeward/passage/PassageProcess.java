package org.homeward.passage;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** What passage says to the engine: all members are through, or one of them was refused. */
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
