package org.homeward.arrival;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What arrival says to the engine: this task is taken or done, this case is closed, follow it up. */
@Component
class ArrivalProcess {

    private final RuntimeService runtime;
    private final TaskService tasks;

    ArrivalProcess(RuntimeService runtime, TaskService tasks) {
        this.runtime = runtime;
        this.tasks = tasks;
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

    /** The id of the case's open task. @throws Refusal if it is done already */
    String task(String caseNumber, String task) {
        return open(caseNumber, task).getId();
    }

    boolean isOpen(String caseNumber, String task) {
        return find(caseNumber, task) != null;
    }

    /** @throws Refusal if it is done already, or another officer has it */
    void take(String caseNumber, String task, String officer) {
        Task open = open(caseNumber, task);
        if (open.getAssignee() == null) {
            tasks.claim(open.getId(), officer);
        } else if (!open.getAssignee().equals(officer)) {
            throw new Refusal(open.getAssignee() + " is seeing to them already.");
        }
    }

    /** As {@link #take}, and then it is done. @throws Refusal also where the model's steps refuse the answer */
    void complete(String caseNumber, String task, String officer, String answer, Object decision) {
        take(caseNumber, task, officer);
        try {
            tasks.complete(task(caseNumber, task), Map.of(answer, decision));
        } catch (ProcessEngineException wrapped) {
            throw refusal(wrapped);
        }
    }

    private static RuntimeException refusal(ProcessEngineException wrapped) {
        for (Throwable at = wrapped; at != null; at = at.getCause()) {
            if (at instanceof Refusal refusal) {
                return refusal;
            }
        }
        return wrapped;
    }

    private Task open(String caseNumber, String task) {
        Task open = find(caseNumber, task);
        if (open == null) {
            throw new Refusal.NotFound("Somebody has seen to them already, or there is nothing to see to.");
        }
        return open;
    }

    private @Nullable Task find(String caseNumber, String task) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(caseNumber)
                .taskDefinitionKey(task)
                .singleResult();
    }
}
