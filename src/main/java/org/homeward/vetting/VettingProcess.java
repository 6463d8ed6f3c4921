package org.homeward.vetting;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.household.Household;
import org.springframework.stereotype.Component;

/** What vetting says to the engine: this household has changed, or it appeals; here is a hit to adjudicate. */
@Component
class VettingProcess {

    private final RuntimeService runtime;

    VettingProcess(RuntimeService runtime) {
        this.runtime = runtime;
    }

    /** Wakes the household's vetting if it waits; otherwise nothing happens. */
    void changed(String caseNumber) {
        runtime.createMessageCorrelation("vettingChanged")
                .processInstanceBusinessKey(caseNumber)
                .correlateAll();
    }

    /** Takes the household from its seats back to vetting; nothing happens if it is elsewhere. */
    void vettingNeeded(String caseNumber) {
        runtime.createMessageCorrelation("vettingNeeded")
                .processInstanceBusinessKey(caseNumber)
                .correlateAll();
    }

    /** Has a hit adjudicated beside whatever the household is at. */
    void adjudicateApart(Household household, long concernId) {
        runtime.startProcessInstanceByKey(
                "adjudication",
                household.caseNumber(),
                Map.of(
                        "householdId",
                        household.id(),
                        "concernId",
                        concernId,
                        "priority",
                        household.priority() == null ? 4 : household.priority(),
                        "restricted",
                        household.restricted()));
    }

    /** The household appeals. @return false if its vetting does not wait for that */
    boolean appealed(String caseNumber) {
        return !runtime.createMessageCorrelation("householdAppealed")
                .processInstanceBusinessKey(caseNumber)
                .correlateAllWithResult()
                .isEmpty();
    }
}
