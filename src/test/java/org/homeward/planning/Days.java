package org.homeward.planning;

import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.TestMovements;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What planning tests do with days: households come to the queue, movements are planned, time goes by, jobs run. */
@Component
class Days {

    /** A morning from which tests count. */
    static final Instant MORNING = Instant.parse("2013-01-17T06:00:00Z");

    private final Households households;
    private final Movements movements;
    private final Planning planning;
    private final JdbcClient jdbc;

    Days(Households households, Movements movements, Planning planning, JdbcClient jdbc) {
        this.households = households;
        this.movements = movements;
        this.planning = planning;
        this.jdbc = jdbc;
    }

    void begin() {
        it_is(MORNING);
    }

    void it_is(Instant now) {
        ClockUtil.setCurrentTime(Date.from(now));
    }

    /** Hours after the morning. */
    static Instant in(long hours) {
        return MORNING.plus(Duration.ofHours(hours));
    }

    /** A cleared household of this priority, whose process has come to its seats. */
    Household clearedHousehold(NewHousehold household, int priority) {
        Household waiting = households.get(households.register(household).id());
        households.setPriority(waiting.id(), priority);
        households.enters(waiting.id(), "vetting");
        runtimeService()
                .startProcessInstanceByKey(
                        "seats",
                        waiting.caseNumber(),
                        Map.of(
                                "householdId",
                                waiting.id(),
                                "governorate",
                                "SY01",
                                "partySize",
                                household.members().size(),
                                "priority",
                                priority,
                                "restricted",
                                household.restricted()));
        return households.get(waiting.id());
    }

    Movement plan(NewMovement movement) {
        return planning.plan(movement).movement();
    }

    /** A convoy over an exit, and the flight that it meets twenty hours later: {@code BUS-name}, {@code FL-name}. */
    void way(String name, String exit, long departs, int seats) {
        plan(new NewMovement(
                "BUS-" + name, "convoy", "Damascus", "Beirut", exit, in(departs), in(departs + 6), seats, 0, 0));
        plan(TestMovements.flight("FL-" + name, in(departs + 20), seats));
        work();
    }

    /** Gives seats as the round does. */
    void round() {
        planning.requestRound();
        work();
    }

    /** A plan that has been found, and proved and tried as far as it will be. @return its number */
    long foundPlan(PlanOptions options) {
        long plan = planning.requestPlan(options);
        work();
        return plan;
    }

    /** Runs every job that is due, and what follows from it; not the clockwork that starts rounds. */
    void work() {
        while (true) {
            List<Job> due = managementService().createJobQuery().executable().list().stream()
                    .filter(job -> job.getProcessInstanceId() != null)
                    .toList();
            if (due.isEmpty()) {
                return;
            }
            due.forEach(job -> {
                // An earlier one may have made it needless.
                if (managementService().createJobQuery().jobId(job.getId()).count() > 0) {
                    managementService().executeJob(job.getId());
                }
            });
        }
    }

    void passUntil(Instant instant) {
        it_is(instant);
        work();
    }

    ProcessInstance seatsOf(Household household) {
        return runtimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey("seats")
                .processInstanceBusinessKey(household.caseNumber())
                .singleResult();
    }

    ProcessInstance processOf(Movement movement) {
        return runtimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey("movement")
                .processInstanceBusinessKey(movement.code())
                .singleResult();
    }

    Task task(String businessKey, String id) {
        return taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(businessKey)
                .taskDefinitionKey(id)
                .singleResult();
    }

    /** The doors are closed and it leaves; the crew counts as many heads as have been counted aboard. */
    void departs(String movement) {
        complete(movement, "task_closeDoors", "doors", "closed");
        departs(
                movement,
                jdbc.sql("""
                        select count(distinct person_id) from scan
                        where movement_id = :movement and verdict = 'taken'
                          and checkpoint in ('convoy boarding', 'flight boarding')""")
                        .param("movement", movements.named(movement).id())
                        .query(Integer.class)
                        .single());
    }

    /** It leaves with closed doors. @param heads as the crew has counted */
    void departs(String movement, int heads) {
        taskService()
                .complete(
                        task(movement, "task_confirmDeparture").getId(),
                        Map.of("departure", "departed", "headcount", heads));
    }

    void complete(String businessKey, String id, String variable, Object decision) {
        taskService().complete(task(businessKey, id).getId(), Map.of(variable, decision));
    }

    /** Where the household is. */
    String stage(Household household) {
        return households.get(household.id()).stage();
    }

    /** The movements on which it has places, in order; none if it has none. */
    List<String> legs(Household household) {
        return movements.itinerary(household.id()).stream()
                .flatMap(itinerary -> itinerary.legs().stream().map(Movement::code))
                .toList();
    }

    Object outcome(ProcessInstance seats) {
        return historyService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(seats.getId())
                .variableName("seatsOutcome")
                .singleResult()
                .getValue();
    }
}
