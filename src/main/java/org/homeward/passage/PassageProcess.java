package org.homeward.passage;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * What passage says to the engine: all members are through, one was refused or met with an incident, scans do not fit or
 * have settled.
 */
@Component
class PassageProcess {

    private final RuntimeService runtime;
    private final TaskService tasks;

    PassageProcess(RuntimeService runtime, TaskService tasks) {
        this.runtime = runtime;
        this.tasks = tasks;
    }

    /** Wakes the household, wherever it waits; if it is not there yet, it will count when it comes. */
    void checkpointPassed(String caseNumber) {
        tell(caseNumber, "checkpointPassed");
    }

    /** Somebody was refused, or met with an incident: the household looks at who is there, also while an officer decides. */
    void somethingHappened(String caseNumber) {
        if (!tell(caseNumber, "memberRefused")) {
            checkpointPassed(caseNumber);
        }
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

    /** Asks officers about scans of this household that do not fit. @param askedAt scans until then are meant */
    void askAbout(long householdId, String caseNumber, boolean restricted, Instant askedAt) {
        ask(caseNumber, householdId, null, restricted, askedAt);
    }

    /** Asks officers about scans of nobody who is known. @param movementId on which they say to travel; null: none known */
    void askAboutNobody(@Nullable Long movementId, String key, Instant askedAt) {
        ask(key, null, movementId, false, askedAt);
    }

    private void ask(
            String key, @Nullable Long householdId, @Nullable Long movementId, boolean restricted, Instant askedAt) {
        Map<String, Object> about = new HashMap<>();
        about.put("householdId", householdId);
        about.put("movementId", movementId);
        about.put("restricted", restricted);
        about.put("askedAt", askedAt.toString());
        runtime.createMessageCorrelation("scansToResolve")
                .processInstanceBusinessKey(key)
                .setVariables(about)
                .correlateStartMessage();
    }

    /** Since when officers are asked about scans of this household or movement; empty: they are not. */
    Optional<Instant> askedAt(String key) {
        return Optional.ofNullable(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("conflicting-scans")
                        .processInstanceBusinessKey(key)
                        .singleResult())
                .map(asked -> Instant.parse(String.valueOf(runtime.getVariable(asked.getId(), "askedAt"))));
    }

    /** Nobody has to decide on them any more. */
    void conflictsSettled(String key) {
        tell(key, "scansSettled");
    }

    /**
     * Nobody of the household lives any more: its case ends, wherever it is.
     *
     * @return false: it runs by an earlier model that knows of no deaths, and has been stopped; what it holds is still held
     */
    boolean lastMemberDied(String caseNumber) {
        boolean heard = tell(caseNumber, "lastMemberDied");
        if (!heard) {
            stop("evacuation", caseNumber, "lastMemberDied");
        }
        return heard;
    }

    /** A movement of which nobody is aboard any more, and which runs by an earlier model, is over. */
    void endMovement(String code) {
        stop("movement", code, "movementEndedOnTheWay");
    }

    private void stop(String model, String key, String why) {
        runtime.createProcessInstanceQuery()
                .processDefinitionKey(model)
                .processInstanceBusinessKey(key)
                .list()
                .forEach(running -> runtime.deleteProcessInstance(running.getId(), why));
    }

    /** Somebody was born: a consular officer is asked to enter it. */
    void householdChanged(String caseNumber) {
        tell(caseNumber, "householdChanged");
    }

    /** The household goes on aboard another vehicle: who is on the way counts anew, who prepares hears when it leaves. */
    void vehicleChanged(String caseNumber) {
        checkpointPassed(caseNumber);
        tell(caseNumber, "departureChanged");
    }

    /**
     * A movement ends before it has arrived.
     *
     * @param news {@code movementCancelled}, or, once it has left, {@code movementEndedOnTheWay}
     * @return false: it runs by an earlier model, and nobody has heard
     */
    boolean tellMovement(String code, String news) {
        return tell(code, news);
    }

    /** The open alarm that a movement is overdue, and who has taken it. */
    Optional<Convoys.Alarm> overdue(String code) {
        return tasks
                .createTaskQuery()
                .processInstanceBusinessKey(code)
                .taskDefinitionKey("task_lookIntoOverdue")
                .list()
                .stream()
                .findFirst()
                .map(task -> new Convoys.Alarm(task.getCreateTime().toInstant(), task.getAssignee()));
    }

    /** Corrects how many there are, wherever the household's processes know it. */
    void partySize(String caseNumber, int partySize) {
        runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(caseNumber)
                .variableValueNotEquals("partySize", partySize)
                .list()
                .forEach(process -> runtime.setVariable(process.getId(), "partySize", partySize));
    }

    /**
     * @return whether somebody has heard
     * @throws OptimisticLockingFailureException if the household moved at the same moment: repeat the transaction
     */
    private boolean tell(String caseNumber, String message) {
        try {
            return !runtime.createMessageCorrelation(message)
                    .processInstanceBusinessKey(caseNumber)
                    .correlateAllWithResult()
                    .isEmpty();
        } catch (OptimisticLockingException e) {
            throw new OptimisticLockingFailureException("Case " + caseNumber + " moved at the same moment.", e);
        }
    }
}
