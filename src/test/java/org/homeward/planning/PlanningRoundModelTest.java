package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.AopTestUtils;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.support.TransactionTemplate;

@HomewardTest
@Breaks("I3")
@WalksWhole("planning-round")
class PlanningRoundModelTest {

    @Autowired
    private Days days;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Planning planning;

    @Autowired
    private SeatingPlans plans;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void a_morning_with_a_bus_and_a_plane() {
        days.begin();
    }

    @Test
    void every_two_minutes_seats_are_given_by_priority_then_by_waiting() {
        days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 4));
        Household longWaiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        days.it_is(in(1));
        Household waiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        managementService()
                .executeJob(managementService()
                        .createJobQuery()
                        .processDefinitionKey("planning-round")
                        .timers()
                        .singleResult()
                        .getId());
        days.work();

        assertThat(days.stage(urgent)).isEqualTo("seated");
        assertThat(days.stage(longWaiting)).isEqualTo("seated");
        assertThat(days.stage(waiting)).isEqualTo("ready");
    }

    @Test
    void nobody_waits_for_ever_behind_others_who_are_more_urgent() {
        Household longWaiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 4);
        days.it_is(in(24 * 22));
        Household first = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        seatsForTwo("1", 24 * 22 + 48);
        assertThat(List.of(days.stage(first), days.stage(longWaiting))).containsExactly("seated", "ready");

        days.it_is(in(24 * 24));
        Household second = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        seatsForTwo("2", 24 * 24 + 48);
        assertThat(List.of(days.stage(second), days.stage(longWaiting))).containsExactly("ready", "seated");
    }

    private void seatsForTwo(String name, long departs) {
        days.plan(convoy("BUS-" + name, in(departs), 2));
        days.plan(flight("FL-" + name, in(departs + 12), 2));
        days.round();
    }

    @Test
    void where_seats_are_given_by_plans_only_one_is_asked_for_and_no_other_while_it_waits_or_within_the_hour() {
        days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 4));
        Household waiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Object door = AopTestUtils.getTargetObject(planning);
        ReflectionTestUtils.setField(door, "seatsAtOnce", false);
        try {
            days.round();
            days.round();
            assertThat(days.stage(waiting)).isEqualTo("ready");
            assertThat(plans.newest(Long.MAX_VALUE))
                    .extracting(SeatingPlans.SeatingPlan::state)
                    .containsExactly("proposed");
            planning.discardPlan(plans.newest(Long.MAX_VALUE).get(0).id());
            days.round();
            assertThat(plans.newest(Long.MAX_VALUE)).hasSize(1);
            days.it_is(in(2));
            days.round();
            assertThat(plans.newest(Long.MAX_VALUE)).hasSize(2);
        } finally {
            ReflectionTestUtils.setField(door, "seatsAtOnce", true);
        }
    }

    @Test
    void more_than_a_batch_is_seated_in_as_many_transactions_as_it_takes() {
        for (int household = 0; household <= SeatRound.BATCH; household++) {
            days.clearedHousehold(TestHouseholds.woman(), 2);
        }
        days.plan(convoy("BUS-1", in(48), 200));
        days.plan(flight("FL-1", in(60), 200));

        days.round();

        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(SeatRound.BATCH + 1);
        assertThat(historyService()
                        .createHistoricActivityInstanceQuery()
                        .activityId("task_giveSeats")
                        .count())
                .as("places for all, then a batch is told, then the rest")
                .isEqualTo(3);
    }

    @Test
    void a_delay_at_the_moment_of_seating_leaves_nobody_on_legs_that_no_longer_meet() throws Exception {
        Movement bus = days.plan(convoy("BUS-1", in(48), 4));
        Movement plane = days.plan(flight("FL-1", in(60), 4));
        Household waiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);

        CompletableFuture<Boolean> round = transaction.execute(delayed -> {
            planning.delay("BUS-1", plane.departs());
            CompletableFuture<Boolean> seating = CompletableFuture.supplyAsync(planning::giveSeats);
            await().until(() -> seating.isDone() || somebodyWaitsForThatBus());
            return seating;
        });
        requireNonNull(round).get();
        days.work();

        assertThat(days.stage(waiting)).isEqualTo("ready");
        assertThat(movements.get(bus.id()).seatsTaken()).isZero();
        assertThat(movements.get(plane.id()).seatsTaken()).isZero();
    }

    private boolean somebodyWaitsForThatBus() {
        return jdbc.sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }

    @Test
    void a_household_whose_process_is_elsewhere_keeps_no_seats() {
        days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 4));
        long lost = households.register(TestHouseholds.woman()).id();
        households.enters(lost, "ready");

        days.round();

        assertThat(households.get(lost).stage()).isEqualTo("ready");
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
    }

    @Test
    void who_has_been_brought_abroad_gets_a_flight_alone_unless_they_turned_back() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        Household brought = days.clearedHousehold(TestHouseholds.woman(), 1);
        Household turnedBack = days.clearedHousehold(TestHouseholds.woman(), 1);
        for (Household household : List.of(brought, turnedBack)) {
            scanned(household, bus, "border entry");
        }
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, noted_at, noted_by, decision)
                select household_id, id, :bus, 'border entry', 'refused', now(), 'field', 'turnBack' from person
                where household_id = :household""").param("bus", bus.id()).param("household", turnedBack.id()).update();
        days.plan(flight("FL-1", in(60), 40));

        days.round();

        assertThat(days.legs(brought)).containsExactly("FL-1");
        assertThat(days.legs(turnedBack)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void no_more_persons_are_sent_over_an_exit_on_a_day_than_its_quota() {
        days.plan(convoy("BUS-1", in(48), 40));
        days.plan(flight("FL-1", in(60), 40));
        jdbc.sql("update exit set daily_quota = 3").update();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.round();
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.clearedHousehold(TestHouseholds.woman(), 2);

        days.round();

        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(3);
    }

    /** Damascus puts its clocks on at midnight of Friday 29 March 2013: half past 23 and half past 1 are an hour apart. */
    @Test
    void a_quota_counts_for_two_days_what_leaves_before_and_after_the_midnight_that_is_skipped() {
        days.it_is(Instant.parse("2013-03-27T06:00:00Z"));
        days.plan(convoy("BUS-1", Instant.parse("2013-03-28T21:30:00Z"), 40));
        days.plan(convoy("BUS-2", Instant.parse("2013-03-28T22:30:00Z"), 40));
        days.plan(flight("FL-1", Instant.parse("2013-03-29T12:00:00Z"), 40));
        jdbc.sql("update exit set daily_quota = 2").update();
        List<Household> families = threeFamilies();

        days.round();

        assertThat(families)
                .extracting(days::legs)
                .containsExactly(List.of("BUS-1", "FL-1"), List.of("BUS-2", "FL-1"), List.of());
    }

    /** It puts them back at midnight of Friday 25 October 2013: the Thursday is 25 hours long, half past 23 comes twice. */
    @Test
    void a_quota_counts_for_one_day_what_leaves_in_the_hour_that_comes_twice() {
        days.it_is(Instant.parse("2013-10-22T06:00:00Z"));
        days.plan(convoy("BUS-0", Instant.parse("2013-10-23T21:30:00Z"), 2)); // half past midnight of that Thursday
        days.plan(convoy("BUS-1", Instant.parse("2013-10-24T20:30:00Z"), 40));
        days.plan(convoy("BUS-2", Instant.parse("2013-10-24T21:30:00Z"), 40));
        days.plan(convoy("BUS-3", Instant.parse("2013-10-24T22:30:00Z"), 40));
        days.plan(flight("FL-1", Instant.parse("2013-10-25T12:00:00Z"), 40));
        jdbc.sql("update exit set daily_quota = 2").update();
        List<Household> families = threeFamilies();

        days.round();

        assertThat(families)
                .extracting(days::legs)
                .containsExactly(List.of("BUS-0", "FL-1"), List.of("BUS-3", "FL-1"), List.of());
    }

    /** Of two each, the first in turn first. */
    private List<Household> threeFamilies() {
        return Stream.generate(() -> days.clearedHousehold(TestHouseholds.motherAndSon(), 1))
                .limit(3)
                .toList();
    }

    private void scanned(Household household, Movement movement, String checkpoint) {
        jdbc.sql("""
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict)
                select 'scan ' || id, id, id, :movement, '', :checkpoint, now(), now(), 'field', 'taken' from person
                where household_id = :household""")
                .param("movement", movement.id())
                .param("checkpoint", checkpoint)
                .param("household", household.id())
                .update();
    }
}
