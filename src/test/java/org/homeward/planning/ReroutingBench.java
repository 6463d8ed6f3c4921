package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.processEngine;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;
import static org.homeward.planning.Days.in;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.CallerRunsRejectedJobsHandler;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.runtime.Execution;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.movement.NewMovement;
import org.homeward.people.Figures;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * An exit closes before ten thousand households that have seats over it: how long until all have lost them and been told,
 * and have seats another way? Beside it the same news as one message per household, in the engine's batches as they are.
 */
@HomewardTest
@TestPropertySource(properties = "camunda.bpm.job-execution.enabled=true")
@Breaks({"I3", "I4"})
class ReroutingBench {

    private static final int HOUSEHOLDS = Integer.getInteger("households", 10_000);
    private static final int SIZE = 3;
    private static final int BUS = 45;
    private static final int PLANE = 165;
    private static final int QUIET = 100;
    private static final int THREADS = 2;
    private static final int MILLIS_BETWEEN_TASKS = 100;

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private SituationChanges changes;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JobExecutor jobs;

    @Test
    void ten_thousand_households_lose_their_way_and_are_given_another() throws Exception {
        days.begin();
        managementService().suspendJobDefinitionByProcessDefinitionKey("planning-round", true);
        seated();
        way("B", "ARIDA", "Tripoli", 100);
        double[] quiet = new double[QUIET];
        for (int one = 0; one < QUIET; one++) {
            quiet[one] = discardAReport();
        }

        long began = System.nanoTime();
        ChangePreview preview = disruptions.preview(closes());
        double previewed = seconds(began);
        assertThat(preview.households()).isEqualTo(HOUSEHOLDS);

        began = System.nanoTime();
        long change = disruptions.make(closes());
        List<Double> busy = new ArrayList<>();
        until(() -> seatedOver("ARIDA") == HOUSEHOLDS, busy);
        double rerouted = seconds(began);
        until(() -> changes.get(change).state().equals("applied"), busy);
        until(ReroutingBench::nothingIsDue, busy);
        double applied = seconds(began);
        assertThat(atStage("seated")).isEqualTo(HOUSEHOLDS);
        assertThat(seatedOver("MASNAA")).isZero();

        double oneByOne = oneByOne("departureChanged", ReroutingBench::nothingIsDue);
        double losing = oneByOne("seatsLost", () -> atStage("ready") == HOUSEHOLDS);

        new Figures("rerouting")
                .add("households with seats over the exit", HOUSEHOLDS)
                .add("seconds to see whom it affects and what to do instead", previewed)
                .add(
                        "of them the planner seats again",
                        preview.instead() == null ? 0 : preview.instead().households())
                .add("seconds until all have seats another way and have been told", rerouted)
                .add("seconds until all is done, and what they left is cancelled", applied)
                .add("milliseconds each", 1_000 * applied / HOUSEHOLDS)
                .add(
                        "milliseconds each to hear of other seats by one message per household, in batches by default",
                        1_000 * oneByOne / HOUSEHOLDS)
                .add(
                        "milliseconds each to hear only that the seats are lost, by such messages",
                        1_000 * losing / HOUSEHOLDS)
                .add("times as fast", oneByOne / applied)
                .add("milliseconds to complete a task before, 95 %", of(quiet, 0.95))
                .add("milliseconds to complete a task meanwhile, 95 %", of(array(busy), 0.95))
                .print();
    }

    /** The engine's own batch as it comes: a job and a message for each. @return seconds until all is done that it asks for */
    private double oneByOne(String message, BooleanSupplier done) {
        List<String> all = runtimeService().createProcessInstanceQuery().processDefinitionKey("seats").list().stream()
                .map(Execution::getProcessInstanceId)
                .toList();
        jobs.shutdown();
        JobExecutor asItComes = new DefaultJobExecutor();
        asItComes.setRejectedJobsHandler(new CallerRunsRejectedJobsHandler());
        asItComes.registerProcessEngine((ProcessEngineImpl) processEngine());
        ((ProcessEngineConfigurationImpl) processEngine().getProcessEngineConfiguration()).setJobExecutor(asItComes);
        asItComes.start();
        long began = System.nanoTime();
        runtimeService()
                .createMessageCorrelationAsync(message)
                .processInstanceIds(all)
                .correlateAllAsync();
        until(done, new ArrayList<>());
        double took = seconds(began);
        asItComes.shutdown();
        return took;
    }

    private static Report closes() {
        return new Report("exitCloses", "MASNAA", null);
    }

    private void seated() throws Exception {
        jdbc.sql("""
                insert into household (case_number, stage_since, registered_at, stage, governorate, priority)
                select 'B' || n, now(), now(), 'vetting', 'SY01', 1 + n % 4 from generate_series(1, :number) n""").param("number", HOUSEHOLDS).update();
        jdbc.sql("""
                insert into person (household_id, position, latin_name, name_key)
                select household.id, n, 'PERSON', 'person' from household, generate_series(1, :size) n""").param("size", SIZE).update();
        jdbc.sql("analyze").update();
        inParallel(
                jdbc.sql("select id from household order by id")
                        .query(Long.class)
                        .list(),
                household -> runtimeService()
                        .startProcessInstanceByKey(
                                "seats",
                                "B" + household,
                                Map.of(
                                        "householdId",
                                        household,
                                        "governorate",
                                        "SY01",
                                        "partySize",
                                        SIZE,
                                        "priority",
                                        2,
                                        "restricted",
                                        false)));
        way("A", "MASNAA", "Beirut", 10);
        giveSeats();
        assertThat(atStage("seated")).isEqualTo(HOUSEHOLDS);
        untilNothingIsDue();
        confirmed();
        jdbc.sql("analyze").update();
    }

    /** All have been called and come. */
    private static void confirmed() throws Exception {
        until(() -> taskService()
                        .createTaskQuery()
                        .taskDefinitionKey("task_reconfirm")
                        .count()
                == HOUSEHOLDS);
        inParallel(
                taskService()
                        .createTaskQuery()
                        .taskDefinitionKey("task_reconfirm")
                        .list(),
                task -> taskService().complete(task.getId(), Map.of("reconfirmation", "confirmed")));
    }

    /** Convoys over an exit within two hours, and the flights that they meet. */
    private void way(String name, String exit, String hub, long hours) {
        int persons = HOUSEHOLDS * SIZE;
        for (int bus = 0; bus * BUS < persons; bus++) {
            plan(
                    name + "-BUS-" + bus,
                    "convoy",
                    "Damascus",
                    hub,
                    exit,
                    in(hours).plusSeconds(bus),
                    BUS);
        }
        for (int plane = 0; plane * PLANE < persons; plane++) {
            plan(
                    name + "-FL-" + plane,
                    "flight",
                    hub,
                    "Moscow",
                    null,
                    in(hours + 12).plusSeconds(plane),
                    PLANE);
        }
    }

    private void plan(
            String code, String kind, String from, String to, @Nullable String exit, Instant departs, int seats) {
        planning.plan(
                new NewMovement(code, kind, from, to, exit, departs, departs.plus(Duration.ofHours(6)), seats, 0, 0));
    }

    /** As rounds do until nobody else fits; then what follows from it. */
    private void giveSeats() throws Exception {
        while (planning.giveSeats()) {
            // a batch each
        }
    }

    private static boolean nothingIsDue() {
        return managementService().createJobQuery().executable().messages().count() == 0;
    }

    private static void untilNothingIsDue() {
        until(ReroutingBench::nothingIsDue);
    }

    private static void until(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(MILLIS_BETWEEN_TASKS).toNanos());
        }
    }

    /** The engine works by itself; meanwhile an officer completes tasks. */
    private void until(BooleanSupplier done, List<Double> busy) {
        while (!done.getAsBoolean()) {
            busy.add(discardAReport());
            LockSupport.parkNanos(Duration.ofMillis(MILLIS_BETWEEN_TASKS).toNanos());
        }
    }

    private static <T> void inParallel(List<T> all, Consumer<T> deed) throws Exception {
        ConcurrentLinkedQueue<T> left = new ConcurrentLinkedQueue<>(all);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> working = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                working.add(threads.submit(() -> {
                    for (T next = left.poll(); next != null; next = left.poll()) {
                        deed.accept(next);
                    }
                }));
            }
            for (Future<?> thread : working) {
                thread.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** An officer completes a task. @return milliseconds */
    private double discardAReport() {
        long change = disruptions.report(new Report("quotaChanges", "ARIDA", null));
        String task = taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(SituationChange.name(change))
                .singleResult()
                .getId();
        long began = System.nanoTime();
        taskService().complete(task, Map.of("changeDecision", "discarded"));
        return (System.nanoTime() - began) / 1e6;
    }

    private int seatedOver(String exit) {
        return jdbc.sql("""
                select count(*) from itinerary
                  join itinerary_leg leg on leg.itinerary_id = itinerary.id
                  join movement on movement.id = leg.movement_id
                where itinerary.state = 'held' and exit = :exit""").param("exit", exit).query(Integer.class).single();
    }

    private int atStage(String stage) {
        return jdbc.sql("select count(*) from household where stage = :stage")
                .param("stage", stage)
                .query(Integer.class)
                .single();
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static double of(double[] millis, double share) {
        return Arrays.stream(millis).sorted().toArray()[(int) (millis.length * share)];
    }

    private static double[] array(List<Double> millis) {
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
