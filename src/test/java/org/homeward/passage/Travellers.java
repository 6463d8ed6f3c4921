package org.homeward.passage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Households with seats, on the convoy BUS-1 in six hours and the flight IL-76 in twelve, for tests of the journey. */
@Component
public class Travellers {

    public static final String BUS = "BUS-1";
    public static final String PLANE = "IL-76";

    private final Households households;
    private final Reservations reservations;
    private final Scans scans;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final JdbcClient jdbc;
    private final Clock clock;

    Travellers(
            Households households,
            Reservations reservations,
            Scans scans,
            RuntimeService runtime,
            ManagementService management,
            JdbcClient jdbc,
            Clock clock) {
        this.households = households;
        this.reservations = reservations;
        this.scans = scans;
        this.runtime = runtime;
        this.management = management;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A mother, her grown-up brother and her small son. */
    public static NewHousehold threeOfThem() {
        return TestHouseholds.household(
                "yes",
                false,
                List.of(
                        TestHouseholds.mother(),
                        TestHouseholds.person(
                                "Полевой Иван",
                                "POLEVOI IVAN",
                                LocalDate.of(1985, 2, 3),
                                "male",
                                "sibling",
                                "510000003"),
                        TestHouseholds.son()));
    }

    public Registered byRoad(NewHousehold household) {
        return seated(household, movement(BUS, "convoy", 6), movement(PLANE, "flight", 12));
    }

    Registered byAir(NewHousehold household) {
        return seated(household, movement(PLANE, "flight", 12));
    }

    private Registered seated(NewHousehold household, Long... legs) {
        Registered registered = households.register(household);
        households.enters(registered.id(), "called");
        if (reservations
                .reserve(List.of(new Seating(registered.id(), List.of(legs))))
                .isEmpty()) {
            throw new IllegalStateException("No seats for " + registered.caseNumber());
        }
        return registered;
    }

    /** @return its id, the same however often it is asked for */
    private Long movement(String code, String kind, int inHours) {
        jdbc.sql("""
                insert into movement (code, kind, origin, destination, departs, arrives, seats, state, planned_at)
                values (:code, :kind, :from, :to, :departs, :departs + interval '2 hours', 50, 'open', :now) on conflict do nothing""")
                .param("code", code)
                .param("kind", kind)
                .param("from", kind.equals("convoy") ? "Damascus" : "BEY")
                .param("to", kind.equals("convoy") ? "BEY" : "DME")
                .param(
                        "departs",
                        clock.instant().plus(Duration.ofHours(inHours)).atOffset(ZoneOffset.UTC))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return jdbc.sql("select id from movement where code = :code")
                .param("code", code)
                .query(Long.class)
                .single();
    }

    ProcessInstance depart(Registered registered) {
        return start("passage", registered);
    }

    public ProcessInstance start(String process, Registered registered) {
        Household household = households.get(registered.id());
        return runtime.startProcessInstanceByKey(
                process,
                household.caseNumber(),
                Map.of(
                        "householdId",
                        household.id(),
                        "governorate",
                        "SY01",
                        "partySize",
                        registered.partySize(),
                        "priority",
                        2,
                        "restricted",
                        household.restricted()));
    }

    Scan scan(long person, Checkpoint checkpoint) {
        String movement = checkpoint.kind().equals("convoy") ? BUS : PLANE;
        return new Scan(UUID.randomUUID().toString(), String.valueOf(person), movement, checkpoint, clock.instant());
    }

    /** Counts these persons at each of these checkpoints, and lets the household move on. */
    public void count(List<Long> persons, Checkpoint... checkpoints) {
        for (Checkpoint checkpoint : checkpoints) {
            persons.forEach(person -> scans.take(List.of(scan(person, checkpoint))));
        }
        moveOn();
    }

    /** Runs what is due until nothing is. */
    public void moveOn() {
        for (List<Job> due = due(); !due.isEmpty(); due = due()) {
            due.forEach(job -> management.executeJob(job.getId()));
        }
    }

    private List<Job> due() {
        return management.createJobQuery().executable().list().stream()
                .filter(job -> job.getProcessInstanceId() != null)
                .toList();
    }

    /** Moves the clock, and the household with it. */
    public void later(Duration time) {
        Instant then = clock.instant().plus(time);
        ClockUtil.setCurrentTime(Date.from(then));
        moveOn();
    }
}
