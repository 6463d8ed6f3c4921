package org.homeward.arrival;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.household.Household;
import org.springframework.stereotype.Component;

/** What arrival says to the engine: this case is closed, follow it up. */
@Component
class ArrivalProcess {

    private final RuntimeService runtime;

    ArrivalProcess(RuntimeService runtime) {
        this.runtime = runtime;
    }

    void followUp(Household household, int partySize) {
        runtime.createMessageCorrelation("caseClosed")
                .processInstanceBusinessKey(household.caseNumber())
                .setVariables(Map.of(
                        "householdId",
                        household.id(),
                        "governorate",
                        household.governorate() == null ? "unknown" : household.governorate(),
                        "partySize",
                        partySize,
                        "priority",
                        household.priority() == null ? 4 : household.priority(),
                        "restricted",
                        household.restricted()))
                .correlateStartMessage();
    }
}
