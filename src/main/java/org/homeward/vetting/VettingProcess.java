package org.homeward.vetting;

import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** What vetting says to the engine: something about this household has changed. */
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
}
