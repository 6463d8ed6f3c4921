package org.homeward.vetting;

import java.util.Collection;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.homeward.household.Household;
import org.homeward.workflow.Workflow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What vetting says to the engine: this household has changed, or it appeals; here is a hit to adjudicate. */
@Component
class VettingProcess {

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final Workflow workflow;
    private final JdbcClient jdbc;

    VettingProcess(RuntimeService runtime, TaskService tasks, Workflow workflow, JdbcClient jdbc) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.workflow = workflow;
        this.jdbc = jdbc;
    }

    /** Wakes the household's vetting if it waits; otherwise nothing happens. */
    void changed(String caseNumber) {
        runtime.createMessageCorrelation("vettingChanged")
                .processInstanceBusinessKey(caseNumber)
                .correlateAll();
    }

    /** Takes the decision for the household back from whoever is asked, if anybody is: the family is weighed anew. */
    void gateOvertaken(String caseNumber) {
        runtime.createMessageCorrelation("gateOvertaken")
                .processInstanceBusinessKey(caseNumber)
                .correlateAll();
    }

    /** Takes the household from its seats or its journey back to vetting; nothing happens if it is elsewhere. */
    void vettingNeeded(String caseNumber) {
        runtime.createMessageCorrelation("vettingNeeded")
                .processInstanceBusinessKey(caseNumber)
                .correlateAll();
    }

    /** Has a hit adjudicated beside whatever the household is at. */
    void adjudicateApart(Household household, long concernId) {
        runtime.startProcessInstanceByKey("adjudication", household.caseNumber(), beside(household, concernId));
    }

    /** Has managers see to somebody who is held back and has left the country already. */
    void heldBackAbroad(Household household, long concernId) {
        runtime.createMessageCorrelation("heldBackAbroad")
                .processInstanceBusinessKey(household.caseNumber())
                .setVariables(beside(household, concernId))
                .correlateStartMessage();
    }

    private static Map<String, Object> beside(Household household, long concernId) {
        return Map.of(
                "householdId",
                household.id(),
                "concernId",
                concernId,
                "priority",
                household.priority() == null ? 4 : household.priority(),
                "restricted",
                household.restricted());
    }

    /** Everything that goes on for the case knows its new priority; tasks that showed the old one show the new. */
    void prioritise(String caseNumber, int before, int now) {
        runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(caseNumber)
                .list()
                .forEach(instance -> runtime.setVariable(instance.getId(), "priority", now));
        tasks.createTaskQuery()
                .processInstanceBusinessKey(caseNumber)
                .taskPriority(workflow.urgency(before))
                .list()
                .forEach(task -> tasks.setPriority(task.getId(), workflow.urgency(now)));
    }

    /** Has an officer ask beside the case how fit somebody still is; once at a time. */
    void askFitnessAgain(Household household, long concernId) {
        if (beside("fitness-again", household.caseNumber(), concernId).count() == 0) {
            runtime.startProcessInstanceByKey("fitness-again", household.caseNumber(), beside(household, concernId));
        }
    }

    /** Nobody need ask about these any more: their households have no seats, or have left. */
    void endFitnessAgain(Collection<Concern> concerns) {
        jdbc.sql("""
                select beside.id_ from concern
                  join household on household.id = household_id
                  join act_ru_execution beside on beside.business_key_ = case_number
                  join act_re_procdef model on model.id_ = beside.proc_def_id_ and model.key_ = 'fitness-again'
                  join act_ru_variable about on about.execution_id_ = beside.id_ and about.name_ = 'concernId'
                    and about.long_ = concern.id
                where concern.id = any(:ids)""")
                .param("ids", concerns.stream().map(Concern::id).toArray(Long[]::new))
                .query(String.class)
                .list()
                .forEach(beside -> runtime.deleteProcessInstance(beside, "The household has moved on."));
    }

    private ProcessInstanceQuery beside(String model, String caseNumber, long concernId) {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey(model)
                .processInstanceBusinessKey(caseNumber)
                .variableValueEquals("concernId", concernId)
                .rootProcessInstances();
    }

    /** Ends what is adjudicated beside a case that has ended. */
    void endAdjudications(String caseNumber) {
        runtime.createProcessInstanceQuery()
                .processDefinitionKey("adjudication")
                .processInstanceBusinessKey(caseNumber)
                .rootProcessInstances()
                .list()
                .forEach(beside -> runtime.deleteProcessInstance(beside.getId(), "The case has ended."));
    }

    /** Ends what is adjudicated beside a case about a hit that counts no more, or in another case. */
    void endAdjudication(String caseNumber, long concernId) {
        beside("adjudication", caseNumber, concernId)
                .list()
                .forEach(beside ->
                        runtime.deleteProcessInstance(beside.getId(), "The hit does not count in this case."));
    }

    /** Whether the household has been refused and its one appeal is not over. */
    boolean waitsForAppeal(String caseNumber) {
        return runtime.createProcessInstanceQuery()
                        .processDefinitionKey("vetting")
                        .processInstanceBusinessKey(caseNumber)
                        .activityIdIn("gateway_appeal", "task_decideAppeal")
                        .count()
                > 0;
    }

    /** The household appeals. @return false if its vetting does not wait for that */
    boolean appealed(String caseNumber) {
        return !runtime.createMessageCorrelation("householdAppealed")
                .processInstanceBusinessKey(caseNumber)
                .correlateAllWithResult()
                .isEmpty();
    }
}
