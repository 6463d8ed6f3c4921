package org.homeward.workflow;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/**
 * Work that leaves the house after the transaction that ordered it: each order is a small process whose first step is a
 * job, so that it survives a crash, is tried again, and shows as an incident when it fails for good.
 */
@Component
public class Outbox {

    private final RuntimeService runtime;

    Outbox(RuntimeService runtime) {
        this.runtime = runtime;
    }

    /**
     * Orders the work in the transaction of the caller: rolled back, nothing leaves.
     *
     * @param process key of the process that does it
     * @param businessKey what it is about: a case number, a movement's code
     * @param variables ids and routing flags only
     */
    public void order(String process, String businessKey, Map<String, Object> variables) {
        runtime.startProcessInstanceByKey(process, businessKey, variables);
    }
}
