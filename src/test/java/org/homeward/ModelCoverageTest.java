package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;

class ModelCoverageTest {

    private final BpmnModelInstance model = Bpmn.createExecutableProcess("small")
            .startEvent("event_begun")
            .sequenceFlowId("flow_begun")
            .eventBasedGateway()
            .id("gateway_whichFirst")
            .sequenceFlowId("flow_called")
            .intermediateCatchEvent("event_called")
            .message("called")
            .sequenceFlowId("flow_done")
            .endEvent("end_done")
            .done();

    @Test
    void what_no_token_has_walked_is_named() {
        assertThat(ModelCoverage.missing(model, Set.of("event_begun", "flow_begun", "gateway_whichFirst")))
                .containsExactly("end_done", "event_called", "flow_called", "flow_done");
    }

    @Test
    void the_flow_to_an_event_that_happened_counts_as_taken() {
        assertThat(ModelCoverage.missing(
                        model,
                        Set.of(
                                "event_begun",
                                "flow_begun",
                                "gateway_whichFirst",
                                "event_called",
                                "flow_done",
                                "end_done")))
                .isEmpty();
    }
}
