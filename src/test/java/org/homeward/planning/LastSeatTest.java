package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Reservations;
import org.homeward.planning.PlanOptions.Choice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Two coordinators approve two plans for the last seat at the same moment, again and again. */
@HomewardTest
@Breaks("I3")
class LastSeatTest {

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private PlanCommit commits;

    @Autowired
    private SeatingPlans plans;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    private final ExecutorService coordinators = Executors.newFixedThreadPool(2);

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @AfterEach
    void they_go_home() {
        coordinators.shutdownNow();
    }

    @Test
    void a_thousand_times_one_plan_is_carried_out_and_the_other_says_who_no_longer_fits() throws Exception {
        Movement plane = days.plan(outOfTheCountry("FL-1"));
        List<Household> waiting = Stream.of(1, 2)
                .map(number -> days.clearedHousehold(TestHouseholds.woman(), number))
                .toList();

        for (int round = 0; round < 1_000; round++) {
            List<Long> two =
                    waiting.stream().map(household -> written(household, plane)).toList();

            List<Boolean> carriedOut = atOnce(
                    () -> transactions.execute(transaction -> commits.commit(two.get(0))),
                    () -> transactions.execute(transaction -> commits.commit(two.get(1))));

            assertThat(carriedOut).as("round %d", round).containsExactlyInAnyOrder(true, false);
            int loser = carriedOut.indexOf(false);
            assertThat(plans.get(two.get(loser)))
                    .extracting(plan -> List.of(plan.state(), plan.gone()))
                    .isEqualTo(List.of("empty", 1));
            assertThat(movements.get(plane.id()).seatsTaken()).isOne();
            reservations.giveBack(List.of(waiting.get(1 - loser).id()), "given back");
        }
    }

    @Test
    void so_it_is_through_the_whole_process() throws Exception {
        for (int round = 0; round < 15; round++) {
            String code = "FL-" + round;
            days.plan(outOfTheCountry(code));
            days.clearedHousehold(TestHouseholds.woman(), 1);
            days.clearedHousehold(TestHouseholds.woman(), 2);
            long one = days.foundPlan(PlanOptions.NONE);
            String seatedByOne = plans.lines(one, false, 0).get(0).caseNumber();
            long other = days.foundPlan(
                    new PlanOptions(null, List.of(new Choice(seatedByOne, "excluded", "Left to the other plan."))));

            List<Boolean> approved = atOnce(() -> planning.approvePlan(one), () -> planning.approvePlan(other));
            days.work();

            assertThat(approved).as("round %d", round).containsExactlyInAnyOrder(true, false);
            assertThat(movements.named(code).seatsTaken()).isOne();
        }
        assertThat(jdbc.sql("select count(*) from household where stage = 'seated'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(15);
    }

    private List<Boolean> atOnce(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Boolean>> answers = Stream.of(one, other)
                .map(deed -> coordinators.submit(() -> {
                    start.await();
                    return deed.call();
                }))
                .toList();
        return List.of(answers.get(0).get(), answers.get(1).get());
    }

    private long written(Household household, Movement plane) {
        return jdbc.sql("""
                with plan as (
                  insert into seating_plan (asked_at, asked_by, state, snapshot) values (now(), 'test', 'proposed', now())
                  returning id)
                insert into seating_plan_household (plan_id, household_id, unit, state, legs)
                select id, :household, :household, 'proposed', array[:plane] from plan returning plan_id""")
                .param("household", household.id())
                .param("plane", plane.id())
                .query(Long.class)
                .single();
    }

    private static NewMovement outOfTheCountry(String code) {
        NewMovement plane = flight(code, in(60), 1);
        return new NewMovement(
                plane.code(),
                plane.kind(),
                "Latakia",
                plane.destination(),
                null,
                plane.departs(),
                plane.arrives(),
                1,
                0,
                0);
    }
}
