package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Two households of the same kind: one that everybody may know of, and a restricted one. */
@HomewardTest
class RestrictedTest {

    private static final String OPEN = "TST-000001-A";
    private static final String RESTRICTED = "TST-000002-B";

    @Autowired
    IdentityService identity;

    @Autowired
    RepositoryService models;

    @Autowired
    RuntimeService running;

    @Autowired
    TaskService tasks;

    @Autowired
    HistoryService history;

    @Autowired
    ManagementService management;

    private Officers officers;
    private String deployment;

    @BeforeEach
    void twoHouseholds() {
        officers = new Officers(identity);
        officers.signUp("vera", Rights.VETTING);
        officers.signUp("mila", Rights.MANAGERS);
        officers.signUp("adam", Rights.ADMINISTRATORS, Rights.MANAGERS);
        officers.signUp("clea", Rights.VETTING, Rights.CLEARED);
        officers.signUp("chief", Rights.MANAGERS, Rights.CLEARED);
        var station = Bpmn.createExecutableProcess("restrictedStation")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask("task_look")
                .camundaCandidateGroups(Rights.VETTING)
                .endEvent()
                .done();
        var spine = Bpmn.createExecutableProcess("restrictedSpine")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .message("restrictedTestBegins")
                .callActivity("call_station")
                .calledElement("restrictedStation")
                .camundaInBusinessKey("#{execution.processBusinessKey}")
                .intermediateCatchEvent("event_news")
                .message("restrictedTestNews")
                .endEvent()
                .done();
        var bus = Bpmn.createExecutableProcess("restrictedBus")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask("task_depart")
                .camundaCandidateGroups(Rights.VETTING)
                .serviceTask("task_tell")
                .camundaExpression("${execution.processEngineServices.runtimeService"
                        + ".createMessageCorrelation('restrictedTestNews')"
                        + ".processInstanceBusinessKey('" + RESTRICTED + "').correlateWithResult()}")
                .endEvent()
                .done();
        deployment = models.createDeployment()
                .addModelInstance("station.bpmn", station)
                .addModelInstance("spine.bpmn", spine)
                .addModelInstance("bus.bpmn", bus)
                .deploy()
                .getId();
        start(OPEN, false);
        start(RESTRICTED, true);
    }

    @AfterEach
    void nobody() {
        officers.dismiss("vera", "mila", "adam", "clea", "chief");
        models.deleteDeployment(deployment, true);
    }

    private void start(String caseNumber, boolean restricted) {
        running.createMessageCorrelation("restrictedTestBegins")
                .processInstanceBusinessKey(caseNumber)
                .setVariables(Map.of("restricted", restricted))
                .correlateStartMessage();
    }

    @Test
    void what_is_called_for_a_restricted_household_is_restricted_too() {
        assertThat(running.createProcessInstanceQuery()
                        .tenantIdIn(Rights.CLEARED)
                        .processInstanceBusinessKey(RESTRICTED)
                        .count())
                .isEqualTo(2);
        assertThat(running.createProcessInstanceQuery().withoutTenantId().count())
                .isEqualTo(2);
    }

    @Test
    void officers_of_the_group_find_the_task_only_if_they_are_cleared() {
        officers.act("vera");
        assertThat(tasks.createTaskQuery().taskDefinitionKey("task_look").count())
                .isEqualTo(1);
        officers.act("clea");
        assertThat(tasks.createTaskQuery().taskDefinitionKey("task_look").count())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mila", "adam"})
    void neither_managers_nor_administrators_see_instances_tasks_or_counts_without_clearance(String officer) {
        officers.act(officer);
        assertThat(tasks.createTaskReport().taskCountByCandidateGroup())
                .allMatch(counted -> counted.getTaskCount() == 1);
        assertThat(running.createProcessInstanceQuery()
                        .processInstanceBusinessKey(RESTRICTED)
                        .count())
                .isZero();
        assertThat(running.createProcessInstanceQuery().count()).isEqualTo(2);
        assertThat(tasks.createTaskQuery().count()).isEqualTo(1);
        assertThat(running.createVariableInstanceQuery()
                        .variableName("restricted")
                        .count())
                .isEqualTo(1);
        assertThat(history.createHistoricProcessInstanceQuery()
                        .processInstanceBusinessKey(RESTRICTED)
                        .count())
                .isZero();
        assertThat(instancesCounted()).isEqualTo(1);
        assertThat(tokensCounted()).isEqualTo(1);
    }

    @Test
    void a_cleared_manager_sees_all() {
        officers.act("chief");
        assertThat(running.createProcessInstanceQuery().count()).isEqualTo(4);
        assertThat(tasks.createTaskQuery().count()).isEqualTo(2);
        assertThat(instancesCounted()).isEqualTo(2);
        assertThat(tokensCounted()).isEqualTo(2);
    }

    @Test
    void news_reaches_a_restricted_household_when_homeward_brings_it() {
        String task = tasks.createTaskQuery()
                .processInstanceBusinessKey(RESTRICTED)
                .singleResult()
                .getId();
        tasks.complete(task);
        running.createMessageCorrelation("restrictedTestNews")
                .processInstanceBusinessKey(RESTRICTED)
                .correlate();
        assertThat(running.createProcessInstanceQuery()
                        .processInstanceBusinessKey(RESTRICTED)
                        .count())
                .isZero();
    }

    @Test
    void an_officer_without_clearance_moves_it_along_without_learning_of_it() {
        tasks.complete(tasks.createTaskQuery()
                .processInstanceBusinessKey(RESTRICTED)
                .singleResult()
                .getId());
        running.startProcessInstanceByKey("restrictedBus");
        officers.act("vera");
        tasks.complete(tasks.createTaskQuery()
                .taskDefinitionKey("task_depart")
                .singleResult()
                .getId());
        identity.clearAuthentication();
        assertThat(running.createProcessInstanceQuery()
                        .processInstanceBusinessKey(RESTRICTED)
                        .count())
                .isZero();
    }

    private long instancesCounted() {
        return management.createProcessDefinitionStatisticsQuery().listPage(0, 100).stream()
                .filter(counted -> counted.getKey().equals("restrictedSpine"))
                .mapToLong(counted -> counted.getInstances())
                .sum();
    }

    private long tokensCounted() {
        String spine = models.createProcessDefinitionQuery()
                .processDefinitionKey("restrictedSpine")
                .singleResult()
                .getId();
        return management.createActivityStatisticsQuery(spine).listPage(0, 100).stream()
                .mapToLong(counted -> counted.getInstances())
                .sum();
    }
}
