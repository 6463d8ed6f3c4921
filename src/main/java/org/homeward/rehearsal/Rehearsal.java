package org.homeward.rehearsal;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.planning.Planning;
import org.homeward.registration.Imports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

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
    private final Lanes lanes;
    private final Moments moments;
    private final Changes changes;
    private final Outcome outcome;
    private final Imports imports;
    private final Movements movements;
    private final Planning planning;
    private final ManagementService management;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Set<Moment> held = new HashSet<>();
    private final List<String> brokenOff = new ArrayList<>();

    Rehearsal(
            Cast cast,
            TaskWork taskWork,
            FieldWork fieldWork,
            Lanes lanes,
            Moments moments,
            Changes changes,
            Outcome outcome,
            Imports imports,
            Movements movements,
            Planning planning,
            ManagementService management,
            JdbcClient jdbc,
            Clock clock,
            Audit audit,
            TransactionTemplate transaction) {
        this.cast = cast;
        this.taskWork = taskWork;
        this.fieldWork = fieldWork;
        this.lanes = lanes;
        this.moments = moments;
        this.changes = changes;
        this.outcome = outcome;
        this.imports = imports;
        this.movements = movements;
        this.planning = planning;
        this.management = management;
        this.jdbc = jdbc;
        this.clock = clock;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Plays the scenario to its end and counts.
     *
     * @throws CannotRehearse if the database holds another operation, or the list or a movement cannot be taken
     */
    Outcome.Count play(Scenario scenario) {
        held.clear();
        brokenOff.clear();
        cast.enter();
        try {
            // All or nothing: a database is not spoiled by a movement that cannot be.
            transaction.executeWithoutResult(begun -> {
                claimDatabase(scenario);
                // After a restart the clock goes on from where it was.
                setClock(lastDeed().filter(scenario.begins()::isBefore).orElse(scenario.begins()));
                plan(scenario.movements());
            });
            playOn(scenario);
        } catch (CannotRehearse cannot) {
            throw cannot;
        } catch (RuntimeException failed) {
            LOG.debug("The rehearsal broke off", failed);
            brokenOff.add("The rehearsal broke off: " + cause(failed));
        } finally {
            cast.leave();
        }
        return outcome.count();
    }

    private void playOn(Scenario scenario) {
        importList(scenario);
        if (count("select count(*) from import_row where outcome not in ('blank', 'total', 'heading')") == 0) {
            System.out.println(scenario.listName() + " holds nobody: there are no persons below its headings.");
        }
        Script script = new Script(scenario.happenings(), jdbc, audit, transaction);
        script.remember();
        script.withoutObject().forEach(System.out::println);
        try (ProgressBar bar = new ProgressBar("Rehearsal", outcome.count().registered())) {
            run(scenario, script, bar);
        }
        script.left()
                .forEach(happening -> System.out.println(happening.place() + ": it never came to '"
                        + happening.written().step() + " " + happening.written().what() + "'."));
    }

    private void run(Scenario scenario, Script script, ProgressBar bar) {
        Instant end = clock.instant();
        Instant firstDeparture = moments.firstDeparture().orElse(end);
        for (int lap = 0; lap < LAPS; lap++) {
            boolean something = runJobs();
            something |= taskWork.work(script, firstDeparture);
            Set<String> again = taskWork.toCountAgain();
            held.removeIf(moment -> again.contains(moment.movement())); // who came late, or goes on without others
            something |= changes.make(script, scenario.begins());
            if (something) {
                bar.stepTo(accountedFor());
                continue;
            }
            if (giveSeats() || holdNextMoment(script)) {
                continue;
            }
            // Later once a movement is delayed; when the last is cancelled its people are still led back.
            end = latest(end, moments.end().orElse(end));
            Optional<Instant> next = earliest(nextInstant(), changes.next(script, scenario.begins()));
            if (next.isEmpty() || next.get().isAfter(end)) {
                if (letAppealsLapse()) {
                    continue;
                }
                bar.stepTo(accountedFor());
                return;
            }
            setClock(next.get());
        }
        brokenOff.add("The rehearsal was stopped after " + LAPS + " laps without an end: a model runs in circles.");
    }

    /** Its first line: below it a database quotes rows, with what they say of people. */
    private static String cause(RuntimeException failed) {
        return NestedExceptionUtils.getMostSpecificCause(failed)
                .toString()
                .lines()
                .findFirst()
                .orElse("-");
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Nobody appeals in a rehearsal: who was refused stays so, though the days to appeal last longer than it does. */
    private boolean letAppealsLapse() {
        List<Job> waiting = management
                .createJobQuery()
                .activityId("event_appealTimePassed")
                .withRetriesLeft()
                .list();
        waiting.forEach(job -> management.executeJob(job.getId()));
        return !waiting.isEmpty();
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

    /** When the rehearsal that this database holds began, on its own clock; empty before the first. */
    Optional<Instant> began() {
        return at("select min(at) from audit where exists (select from operation where rehearsal is not null)");
    }

    /** Not what may have been loaded or looked up before it began, by today's clock. */
    private Optional<Instant> lastDeed() {
        return at("select max(at) from audit where action not in ('watch-list', 'screened', 'search', 'read')");
    }

    private Optional<Instant> at(String query) {
        return jdbc.sql(query)
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** After a restart they are planned already. */
    private void plan(List<NewMovement> wanted) {
        if (!movements.all().isEmpty()) {
            return;
        }
        for (NewMovement movement : wanted) {
            try {
                cast.as("rehearsalTransport", () -> planning.plan(movement));
            } catch (Refusal refusal) {
                throw new CannotRehearse("movements.csv, movement " + movement.code() + ": " + refusal.sentence());
            }
        }
    }

    private void importList(Scenario scenario) {
        // After a restart the import goes on, so that its rows are counted once.
        UUID id = jdbc.sql("select id from import order by started_at limit 1")
                .query(UUID.class)
                .optional()
                .orElseGet(
                        () -> cast.as("rehearsalConsular", () -> imports.take(scenario.listName(), scenario.list())));
        imports.finish(id);
        Imports.Progress progress = imports.progress(id);
        if (progress.file().state().equals("failed")) {
            throw new CannotRehearse(
                    "The list cannot be read: " + progress.file().failure());
        }
    }

    /** Runs every job that is due, as the engine's own executor would. @return whether there was one */
    private boolean runJobs() {
        List<Job> due = management.createJobQuery().executable().listPage(0, JOBS_AT_A_TIME).stream()
                .filter(job -> job.getProcessInstanceId() != null)
                .toList();
        lanes.any(due, Rehearsal::caseOf, this::execute);
        return !due.isEmpty();
    }

    private static Object caseOf(Job job) {
        String root = ((JobEntity) job).getRootProcessInstanceId();
        return root == null ? job.getProcessInstanceId() : root;
    }

    private boolean execute(Job job) {
        try {
            management.executeJob(job.getId());
            return true;
        } catch (RuntimeException failed) {
            // The engine keeps the job, with one retry less, and opens an incident after the last.
            LOG.warn("A job failed and is tried again: {}", cause(failed));
            return false;
        }
    }

    /** Why the rehearsal did not come to its end, and what was given up on the way, a sentence each. */
    List<String> troubles() {
        return Stream.of(brokenOff, incidents()).flatMap(List::stream).toList();
    }

    /** What went wrong again and again and was given up, a sentence each; the cases concerned stay open. */
    List<String> incidents() {
        return jdbc.sql("""
                select coalesce(root.business_key_, '-') as what, model.key_ || ', ' || incident.activity_id_ as step,
                       split_part(coalesce(incident.incident_msg_, '-'), E'\\n', 1) as why
                from act_ru_incident incident
                  left join act_re_procdef model on model.id_ = incident.proc_def_id_
                  left join act_ru_execution instance on instance.id_ = incident.proc_inst_id_
                  left join act_ru_execution root on root.id_ = instance.root_proc_inst_id_
                where incident.id_ = incident.cause_incident_id_
                order by incident.incident_timestamp_, incident.id_""")
                .query((row, number) -> "Incident at %s of %s, given up after several tries: %s"
                        .formatted(row.getString("step"), row.getString("what"), row.getString("why")))
                .list();
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
        Optional<Instant> timer = jdbc.sql("""
                        select min(duedate_) from act_ru_job
                        where retries_ > 0 and duedate_ > :now and process_instance_id_ is not null""")
                .param("now", Timestamp.from(now))
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
        Optional<Instant> moment =
                moments.all().stream().map(Moment::at).filter(now::isBefore).findFirst();
        return earliest(timer, moment);
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
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
