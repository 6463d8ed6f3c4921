package org.homeward.rehearsal;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import me.tongfei.progressbar.ProgressBar;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.NewMovement;
import org.homeward.planning.Planning;
import org.homeward.registration.Imports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Plays a whole operation: simulated officers go through the same doors as people, and the clock leaps from one thing
 * that happens to the next. A rehearsal that was cut off goes on where it stopped.
 */
@Component
class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int JOBS_AT_A_TIME = 500;
    private static final int LAPS = 20_000; // more than any operation takes: a model that runs in circles is stopped

    private final Cast cast;
    private final TaskWork taskWork;
    private final FieldWork fieldWork;
    private final Moments moments;
    private final Outcome outcome;
    private final Imports imports;
    private final Planning planning;
    private final ManagementService management;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Set<Moment> held = new HashSet<>();

    Rehearsal(
            Cast cast,
            TaskWork taskWork,
            FieldWork fieldWork,
            Moments moments,
            Outcome outcome,
            Imports imports,
            Planning planning,
            ManagementService management,
            JdbcClient jdbc,
            Clock clock) {
        this.cast = cast;
        this.taskWork = taskWork;
        this.fieldWork = fieldWork;
        this.moments = moments;
        this.outcome = outcome;
        this.imports = imports;
        this.planning = planning;
        this.management = management;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Plays the scenario to its end and counts.
     *
     * @throws CannotRehearse if the database holds another operation, or the list or a movement cannot be taken
     */
    Outcome.Count play(Scenario scenario) {
        claimDatabase(scenario);
        setClock(lastDeed().filter(scenario.begins()::isBefore).orElse(scenario.begins()));
        cast.enter();
        scenario.movements().forEach(this::plan);
        importList(scenario);
        Script script = new Script(scenario.happenings(), jdbc);
        script.remember();
        try (ProgressBar bar = new ProgressBar("Rehearsal", outcome.count().registered())) {
            run(script, firstDeparture(), moments.end().orElse(clock.instant()), bar);
        }
        script.left()
                .forEach(happening -> LOG.warn(
                        "Never came to happen: {} of family {} at {}",
                        happening.what(),
                        happening.family(),
                        happening.step()));
        cast.leave();
        return outcome.count();
    }

    private void run(Script script, Instant firstDeparture, Instant end, ProgressBar bar) {
        for (int lap = 0; lap < LAPS; lap++) {
            boolean something = runJobs();
            something |= taskWork.work(script, firstDeparture);
            something |= moveExits(script);
            if (something) {
                bar.stepTo(accountedFor());
                continue;
            }
            if (giveSeats() || holdNextMoment(script)) {
                continue;
            }
            Optional<Instant> next = nextInstant();
            if (next.isEmpty() || next.get().isAfter(end)) {
                bar.stepTo(accountedFor());
                return;
            }
            setClock(next.get());
        }
        LOG.warn("The rehearsal was stopped after {} laps.", LAPS);
    }

    private void claimDatabase(Scenario scenario) {
        int claimed = jdbc.sql("""
                update operation set rehearsal = :digest
                where rehearsal = :digest or (rehearsal is null and not exists (select from household))""").param("digest", scenario.digest()).update();
        if (claimed == 0) {
            throw new CannotRehearse(
                    "This database holds another operation. Rehearse on an empty one, so that nothing is mixed up.");
        }
    }

    private Optional<Instant> lastDeed() {
        return jdbc.sql("select max(at) from audit")
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)).map(java.sql.Timestamp::toInstant))
                .single();
    }

    private void plan(NewMovement movement) {
        try {
            cast.as("rehearsalTransport", () -> planning.plan(movement));
        } catch (Refusal refusal) {
            boolean known = jdbc.sql("select count(*) from movement where code = :code")
                            .param("code", movement.code())
                            .query(Integer.class)
                            .single()
                    > 0;
            if (!known) {
                throw new CannotRehearse("Movement " + movement.code() + ": " + refusal.sentence());
            }
        }
    }

    private void importList(Scenario scenario) {
        UUID id = cast.as("rehearsalConsular", () -> imports.take(scenario.listName(), scenario.list()));
        imports.finish(id);
        Imports.Progress progress = imports.progress(id);
        if (progress.file().state().equals("failed")) {
            throw new CannotRehearse(
                    "The list cannot be read: " + progress.file().failure());
        }
    }

    private Instant firstDeparture() {
        return moments.running().stream()
                .map(Movement::departs)
                .min(java.util.Comparator.naturalOrder())
                .orElse(clock.instant());
    }

    /** Runs every job that is due, as the engine's own executor would. @return whether there was one */
    private boolean runJobs() {
        List<Job> due = management.createJobQuery().executable().listPage(0, JOBS_AT_A_TIME).stream()
                .filter(job -> job.getProcessInstanceId() != null)
                .toList();
        for (Job job : due) {
            try {
                management.executeJob(job.getId());
            } catch (RuntimeException failed) {
                // The engine keeps the job, with one retry less, and opens an incident after the last.
                LOG.warn("A job failed and is tried again: {}", String.valueOf(failed.getMessage()));
            }
        }
        return !due.isEmpty();
    }

    /** Exits open and close when people are about to set out over them, or at the time given. */
    private boolean moveExits(Script script) {
        boolean any = false;
        for (Happening happening : script.exits()) {
            if (!script.hasHappened(happening) && !exitTime(happening).isAfter(clock.instant())) {
                script.firstTime(happening);
                cast.as("rehearsalManager", () -> {
                    if (happening.what().equals("closes")) {
                        planning.closeExit(happening.exit());
                    } else {
                        planning.openExit(happening.exit());
                    }
                });
                any = true;
            }
        }
        return any;
    }

    private Instant exitTime(Happening happening) {
        Instant fixed = Scenario.instant(happening.detail());
        if (fixed != null) {
            return fixed;
        }
        var offset = Scenario.offset(happening.detail());
        Instant setOut = moments.running().stream()
                .filter(movement -> happening.exit().equalsIgnoreCase(movement.exit()))
                .map(movement -> movement.departs().minusSeconds(2 * 3600))
                .min(java.util.Comparator.naturalOrder())
                .orElse(clock.instant());
        return offset == null ? setOut : firstDeparture().plus(offset);
    }

    /** Gives seats to whoever is ready. @return whether anybody got one */
    private boolean giveSeats() {
        int ready = count("select count(*) from household where stage = 'ready'");
        if (ready == 0) {
            return false;
        }
        cast.as("rehearsalTransport", planning::requestRound);
        while (runJobs()) {
            // until the round has told everybody
        }
        return count("select count(*) from household where stage = 'ready'") < ready;
    }

    private boolean holdNextMoment(Script script) {
        for (Moment moment : moments.all()) {
            boolean due = !moment.at().isAfter(clock.instant());
            boolean rollCallDeed =
                    !moment.deed().equals(Moment.DEPARTS) && !moment.deed().equals(Moment.ARRIVES);
            if (due && rollCallDeed && held.add(moment)) {
                fieldWork.hold(moment.movement(), moment.deed(), script);
                return true;
            }
        }
        return false;
    }

    /** The next time at which a timer rings or somebody on the ground has something to do. */
    private Optional<Instant> nextInstant() {
        Instant now = clock.instant();
        Optional<Instant> timer = management
                .createJobQuery()
                .withRetriesLeft()
                .duedateHigherThan(Date.from(now))
                .orderByJobDuedate()
                .asc()
                .listPage(0, JOBS_AT_A_TIME)
                .stream()
                .filter(job -> job.getProcessInstanceId() != null)
                .map(job -> job.getDuedate().toInstant())
                .findFirst();
        Optional<Instant> moment =
                moments.all().stream().map(Moment::at).filter(now::isBefore).findFirst();
        return java.util.stream.Stream.of(timer, moment)
                .flatMap(Optional::stream)
                .min(java.util.Comparator.naturalOrder());
    }

    private int accountedFor() {
        return count("""
                select count(*) from person join household on household.id = person.household_id
                where person.merged_into is not null or stage in ('home', 'ended')""");
    }

    private int count(String query) {
        return jdbc.sql(query).query(Integer.class).single();
    }

    private static void setClock(Instant instant) {
        ClockUtil.setCurrentTime(Date.from(instant));
    }
}
