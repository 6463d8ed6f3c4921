package org.homeward.planning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.homeward.movement.Movement;
import org.homeward.situation.SituationChange;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What planning says to the engine: a movement is planned, a round is wanted, this household or movement has news. */
@Component
class PlanningProcess {

    /** The events of {@code seats} that wait for a time. */
    static final String MAY_BE_TOLD = "event_mayBeTold";

    static final String TIME_TO_CALL = "event_timeToCall";
    static final String MUSTER_NEAR = "event_musterNear";

    /** How often a step that was given up is tried again. */
    private static final int TRIES = 3;

    private final RuntimeService runtime;
    private final ManagementService management;
    private final JdbcClient jdbc;

    PlanningProcess(RuntimeService runtime, ManagementService management, JdbcClient jdbc) {
        this.runtime = runtime;
        this.management = management;
        this.jdbc = jdbc;
    }

    void startMovement(Movement movement) {
        runtime.createMessageCorrelation("movementPlanned")
                .processInstanceBusinessKey(movement.code())
                .setVariables(Map.of("movementId", movement.id(), "kind", movement.kind()))
                .correlateStartMessage();
    }

    void startRound() {
        runtime.createMessageCorrelation("roundRequested").correlateStartMessage();
    }

    /** Starts the round that finds this plan, and goes on until somebody has to look at it. */
    void startPlan(long planId) {
        runtime.createMessageCorrelation("planRequested")
                .processInstanceBusinessKey(PlanRecord.name(planId))
                .setVariable("planId", planId)
                .correlateStartMessage();
    }

    void approvePlan(long planId) {
        runtime.createMessageCorrelation("planApproved")
                .processInstanceBusinessKey(PlanRecord.name(planId))
                .correlate();
    }

    /** @return false if its process waits for no such news: it began with a model that knew none */
    boolean findPlanAnew(long planId) {
        return tell(PlanRecord.name(planId), "solveAgain", Map.of());
    }

    /** What the engine does by itself for a plan: whether it is at it, or has given something up, or neither. */
    enum Work {
        NONE,
        UNDER_WAY,
        GIVEN_UP
    }

    Work workOn(long planId) {
        List<Integer> triesLeft = jdbc.sql("""
                select job.retries_ from act_ru_execution process join act_ru_job job on job.process_instance_id_ = process.id_
                where process.business_key_ = :plan""")
                .param("plan", PlanRecord.name(planId))
                .query(Integer.class)
                .list();
        return triesLeft.isEmpty() ? Work.NONE : triesLeft.contains(0) ? Work.GIVEN_UP : Work.UNDER_WAY;
    }

    void startChange(SituationChange change) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("changeId", change.id());
        variables.put("changeKind", change.kind());
        variables.put("changeSubject", change.subject());
        variables.put("changeValue", change.value());
        runtime.createMessageCorrelation("changeReported")
                .processInstanceBusinessKey(change.name())
                .setVariables(variables)
                .correlateStartMessage();
    }

    /** Has somebody lead a movement that a change meets on the road. */
    void leadOnTheRoad(long changeId, Movement movement) {
        runtime.createMessageCorrelation("foundOnTheRoad")
                .processInstanceBusinessKey(movement.code())
                .setVariables(Map.of("changeId", changeId, "movementId", movement.id()))
                .correlateStartMessage();
    }

    /** Nobody has to lead it any more. */
    void wayFreeAgain(String movement) {
        tell(movement, "wayFreeAgain", Map.of());
    }

    void decideChange(SituationChange change, String decision) {
        runtime.createMessageCorrelation("changeDecided")
                .processInstanceBusinessKey(change.name())
                .setVariable("changeDecision", decision)
                .correlate();
    }

    /** Nothing of it is made until it goes on. */
    void stopChange(SituationChange change) {
        runtime.updateProcessInstanceSuspensionState()
                .byProcessInstanceQuery(processOf(change))
                .suspend();
    }

    /** Also what has been given up is tried again. */
    void goOnWithChange(SituationChange change) {
        runtime.updateProcessInstanceSuspensionState()
                .byProcessInstanceQuery(processOf(change))
                .activate();
        processOf(change)
                .list()
                .forEach(instance -> management
                        .createJobQuery()
                        .processInstanceId(instance.getId())
                        .noRetriesLeft()
                        .list()
                        .forEach(job -> management.setJobRetries(job.getId(), TRIES)));
    }

    boolean isStopped(SituationChange change) {
        return processOf(change).suspended().count() > 0;
    }

    /** Whether a step of it has failed, and is not tried again by itself. */
    boolean isGivenUp(SituationChange change) {
        return processOf(change).withIncident().count() > 0;
    }

    boolean isAtWork(SituationChange change) {
        return processOf(change).count() > 0;
    }

    /** The names of all changes of which nothing is made until they go on. */
    Set<String> stoppedChanges() {
        return names(changes().suspended());
    }

    /** The names of all changes of which a step is not tried again by itself. */
    Set<String> changesGivenUp() {
        return names(changes().withIncident());
    }

    private static Set<String> names(ProcessInstanceQuery some) {
        return some.list().stream().map(ProcessInstance::getBusinessKey).collect(Collectors.toSet());
    }

    private ProcessInstanceQuery processOf(SituationChange change) {
        return changes().processInstanceBusinessKey(change.name());
    }

    private ProcessInstanceQuery changes() {
        return runtime.createProcessInstanceQuery().processDefinitionKey("situation-change");
    }

    /** @return false if its process waits for no such news */
    boolean undoChange(SituationChange change) {
        return tell(change.name(), "changeUndone", Map.of());
    }

    /** @return false if the movement's process waits for no such news */
    boolean tellMovement(String code, String message, Map<String, Object> variables) {
        return tell(code, message, variables);
    }

    /**
     * Tells many households the same, with one look for who waits for it.
     *
     * @return case numbers of those whose process waited for such news
     */
    Set<String> tellHouseholds(Collection<String> caseNumbers, String message) {
        Map<String, List<String>> waiting = whoWaits(caseNumbers, message);
        tell(waiting, message);
        return waiting.keySet();
    }

    /** Where the processes of these households or movements wait for such news, by case number or code; only of those that do. */
    Map<String, List<String>> whoWaits(Collection<String> caseNumbers, String message) {
        Map<String, List<String>> waiting = new TreeMap<>();
        jdbc.sql("""
                select process.business_key_ as case_number, waiting.id_ as execution
                from act_ru_execution process
                  join act_ru_execution waiting on waiting.proc_inst_id_ = process.id_
                  join act_ru_event_subscr news on news.execution_id_ = waiting.id_
                where process.business_key_ = any(:cases) and news.event_type_ = 'message' and news.event_name_ = :message
                  and waiting.suspension_state_ = 1
                order by process.business_key_, waiting.id_""")
                .param("cases", caseNumbers.toArray(String[]::new))
                .param("message", message)
                .query(row -> {
                    waiting.computeIfAbsent(row.getString("case_number"), unseen -> new ArrayList<>())
                            .add(row.getString("execution"));
                });
        return waiting;
    }

    /** Tells those who wait for it. @param waiting as {@link #whoWaits} has found them in this transaction */
    void tell(Map<String, List<String>> waiting, String message) {
        waiting.values().forEach(all -> all.forEach(execution -> runtime.messageEventReceived(message, execution)));
    }

    /** The timers of the seats of these households: jobs by case number and event. */
    Map<String, Map<String, String>> timers(Collection<String> caseNumbers) {
        Map<String, Map<String, String>> timers = new HashMap<>();
        jdbc.sql("""
                select process.business_key_ as case_number, definition.act_id_ as event, job.id_ as job
                from act_ru_execution process
                  join act_ru_job job on job.process_instance_id_ = process.id_ and job.suspension_state_ = 1
                  join act_ru_jobdef definition on definition.id_ = job.job_def_id_
                where process.business_key_ = any(:cases) and definition.proc_def_key_ = 'seats'
                  and definition.act_id_ = any(:events)""")
                .param("cases", caseNumbers.toArray(String[]::new))
                .param("events", new String[] {MUSTER_NEAR, MAY_BE_TOLD, TIME_TO_CALL})
                .query(row -> {
                    timers.computeIfAbsent(row.getString("case_number"), unseen -> new HashMap<>())
                            .put(row.getString("event"), row.getString("job"));
                });
        return timers;
    }

    /** Has timers wait for other times. @param times by job */
    void wakeAt(Map<String, Instant> times) {
        if (times.isEmpty()) {
            return;
        }
        // Read together: within a job the engine remembers them, and does not look each up.
        management.createJobQuery().jobIds(times.keySet()).list();
        times.forEach((job, at) -> management.setJobDuedate(job, Date.from(at)));
    }

    /** Has somebody look into a departure at another time, unless it is confirmed before. */
    void lookIntoDepartureAt(String code, Instant at) {
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(code, "movement").list().stream()
                .flatMap(
                        life -> management
                                .createJobQuery()
                                .processInstanceId(life.getId())
                                .activityId("event_departureOverdue")
                                .list()
                                .stream())
                .forEach(timer -> management.setJobDuedate(timer.getId(), Date.from(at)));
    }

    /** Whether another vehicle or crew is still to be fitted to it. */
    boolean isBeingFitted(String code) {
        return runtime.createExecutionQuery()
                        .processInstanceBusinessKey(code)
                        .activityId("task_fitVehicle")
                        .count()
                > 0;
    }

    /** Whether somebody is still to confirm that it has arrived. */
    boolean awaitsArrival(String code) {
        return runtime.createExecutionQuery()
                        .processInstanceBusinessKey(code)
                        .activityId("task_confirmArrival")
                        .count()
                > 0;
    }

    /** Whether somebody is still to say that the objections of the border to a movement are settled. */
    boolean settlesObjections(String code) {
        return runtime.createExecutionQuery()
                        .processInstanceBusinessKey(code)
                        .activityId("task_settleObjections")
                        .count()
                > 0;
    }

    /** @return false if the household's process waits for no such news */
    boolean tellHousehold(String caseNumber, String message) {
        return tell(caseNumber, message, Map.of());
    }

    private boolean tell(String businessKey, String message, Map<String, Object> variables) {
        return !runtime.createMessageCorrelation(message)
                .processInstanceBusinessKey(businessKey)
                .setVariables(variables)
                .correlateAllWithResult()
                .isEmpty();
    }
}
