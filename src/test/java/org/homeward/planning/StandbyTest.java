package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.contact.Message;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;

/** The bus that leaves in 48 hours is full, and then somebody does not come. */
@HomewardTest
@Breaks("I3")
class StandbyTest {

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private StandbyCalls calls;

    @Autowired
    private Messages messages;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void a_morning_with_a_bus_and_a_plane() {
        days.begin();
        days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 4));
    }

    @Test
    void who_waits_gets_what_the_absent_held_on_the_whole_way_and_is_told_to_come_at_once() {
        Household absent = seated(TestHouseholds.motherAndSon());
        seated(TestHouseholds.motherAndSon());
        Household waiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        ProcessInstance seats = days.seatsOf(waiting);
        atTheCutOff();
        assertThat(movements.named("BUS-1").state()).isEqualTo("boarding");

        leaves(absent);

        assertThat(days.legs(waiting)).containsExactly("BUS-1", "FL-1");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(4);
        assertThat(seats).isWaitingAt("task_reconfirm");
        Message instructions = messages.of(waiting.id()).get(0);
        assertThat(instructions.kind()).isEqualTo("joiningInstructions");
        assertThat(instructions.body()).contains("07:30 (время местное)", "08:00 (время местное)");
        assertThat(movements.itinerary(absent.id())).isEmpty();

        days.complete(waiting.caseNumber(), "task_reconfirm", "reconfirmation", "confirmed");
        assertThat(seats).isEnded().hasPassed("end_called");
    }

    @Test
    void who_cannot_be_reached_within_a_quarter_of_an_hour_is_expected_all_the_same() {
        Household absent = seated(TestHouseholds.motherAndSon());
        atTheCutOff();
        ProcessInstance seats = days.seatsOf(days.clearedHousehold(TestHouseholds.woman(), 3));
        leaves(absent);
        assertThat(seats).isWaitingAt("task_reconfirm");

        days.passUntil(in(48).minus(Duration.ofMinutes(15)));

        assertThat(seats).isEnded().hasPassed("event_musterNear", "end_called");
    }

    @Test
    void a_round_respects_the_freeze_and_standby_uses_the_movements_of_the_absent_alone() {
        Household absent = seated(TestHouseholds.motherAndSon());
        seated(TestHouseholds.motherAndSon());
        days.plan(convoy("BUS-2", in(48), 40));
        days.plan(flight("FL-2", in(60), 40));
        atTheCutOff();
        Household waiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household tooMany = days.clearedHousehold(five(), 1);

        days.round();
        assertThat(days.stage(waiting)).isEqualTo("ready");
        assertThat(movements.named("BUS-2").seatsTaken()).isZero();
        leaves(absent);

        assertThat(days.legs(waiting)).containsExactly("BUS-1", "FL-1");
        assertThat(days.stage(tooMany)).isEqualTo("ready");
        assertThat(movements.named("BUS-2").seatsTaken()).isZero();
    }

    @Test
    void who_lives_where_the_journey_begins_comes_first_then_priority_then_waiting() {
        Household absent = seated(TestHouseholds.motherAndSon());
        seated(TestHouseholds.motherAndSon());
        Household faraway = days.clearedHousehold(livingIn("SY02"), 1);
        Household longWaiting = days.clearedHousehold(TestHouseholds.woman(), 2);
        days.it_is(in(1));
        Household waiting = days.clearedHousehold(TestHouseholds.woman(), 2);
        Household urgent = days.clearedHousehold(TestHouseholds.woman(), 1);
        atTheCutOff();

        leaves(absent);

        assertThat(days.legs(urgent)).containsExactly("BUS-1", "FL-1");
        assertThat(days.legs(longWaiting)).containsExactly("BUS-1", "FL-1");
        assertThat(List.of(days.stage(waiting), days.stage(faraway))).containsOnly("ready");
    }

    @Test
    void the_call_goes_on_down_the_queue_until_no_family_fits_whole_into_what_is_left() {
        Household absent = seated(TestHouseholds.motherAndSon());
        Household alsoAbsent = seated(TestHouseholds.motherAndSon());
        Household tooLarge = days.clearedHousehold(five(), 1);
        Household one = days.clearedHousehold(TestHouseholds.woman(), 2);
        Household two = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household last = days.clearedHousehold(TestHouseholds.woman(), 4);
        atTheCutOff();

        leaves(absent);
        leaves(alsoAbsent);

        assertThat(List.of(days.stage(tooLarge), days.stage(one), days.stage(two), days.stage(last)))
                .containsExactly("ready", "seated", "seated", "seated");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(4);
    }

    @Test
    void places_go_where_they_bring_most_and_not_to_the_next_in_turn_beside_an_empty_seat() {
        Household absent = seated(TestHouseholds.motherAndSon());
        seated(TestHouseholds.motherAndSon());
        Household longer = days.clearedHousehold(TestHouseholds.woman(), 2);
        days.it_is(in(1));
        Household two = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        atTheCutOff();

        leaves(absent);

        assertThat(days.legs(two)).containsExactly("BUS-1", "FL-1");
        assertThat(days.stage(longer)).isEqualTo("ready");
    }

    @Test
    void it_is_read_why_each_was_called_and_why_what_stays_free_fits_nobody_else() {
        Household absent = seated(TestHouseholds.motherAndSon());
        Household waiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.clearedHousehold(five(), 1);
        days.clearedHousehold(five(), 3);
        days.it_is(in(36));
        atTheCutOff();

        leaves(absent);

        StandbyCalls.Call call = calls().get(0);
        assertThat(call.called())
                .extracting(
                        StandbyCalls.Called::caseNumber,
                        StandbyCalls.Called::priority,
                        StandbyCalls.Called::waitingDays,
                        StandbyCalls.Called::near)
                .containsExactly(tuple(waiting.caseNumber(), 2, 1, true));
        assertThat(call.left()).singleElement().satisfies(left -> {
            assertThat(left.households()).isEqualTo(2);
            assertThat(left.why()).contains("holds this family whole", "the seats of BUS-1 (5 needed, 4 left)");
        });
    }

    @Test
    void whoever_is_not_cleared_reads_of_no_restricted_household_that_was_called_is_left_or_stayed_away() {
        Household absent = seated(TestHouseholds.motherAndSon());
        Household absentToo = seated(TestHouseholds.restricted());
        Household hidden = days.clearedHousehold(TestHouseholds.restricted(), 1);
        atTheCutOff();
        leaves(absent);
        assertThat(days.stage(hidden)).isEqualTo("seated");
        days.clearedHousehold(TestHouseholds.household("yes", true, five().members()), 1);
        leaves(absent);
        leaves(absentToo);

        assertThat(calls()).hasSize(3);
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("tanya", "", "ROLE_transport"));
        assertThat(calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.called()).isEmpty();
            assertThat(call.left())
                    .as("what keeps others back tells who holds places")
                    .isNull();
        });
    }

    private List<StandbyCalls.Call> calls() {
        return calls.on(movements.named("BUS-1").id());
    }

    @Test
    void who_lives_elsewhere_is_called_if_nobody_else_fits() {
        Household absent = seated(TestHouseholds.motherAndSon());
        Household faraway = days.clearedHousehold(livingIn("SY02"), 1);
        days.clearedHousehold(five(), 1);
        atTheCutOff();

        leaves(absent);

        assertThat(days.legs(faraway)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void nobody_is_called_to_what_has_left_or_is_cancelled_or_goes_over_a_closed_exit() {
        Household absent = seated(TestHouseholds.motherAndSon());
        atTheCutOff();
        Household waiting = days.clearedHousehold(TestHouseholds.woman(), 1);
        Movement bus = movements.named("BUS-1");

        for (String state : List.of("departed", "arrived", "cancelled", "planned")) {
            jdbc.sql("update movement set state = :state where id = :id")
                    .param("state", state)
                    .param("id", bus.id())
                    .update();
            leaves(absent);
            assertThat(days.stage(waiting)).isEqualTo("ready");
        }
        jdbc.sql("update movement set state = 'boarding'").update();
        jdbc.sql("update exit set state = 'closed' where code = 'MASNAA'").update();
        leaves(absent);
        assertThat(days.stage(waiting)).isEqualTo("ready");
        jdbc.sql("update exit set state = 'open', hours = '15:00–19:00' where code = 'MASNAA'")
                .update();
        leaves(absent);
        assertThat(days.stage(waiting)).as("outside the hours").isEqualTo("ready");
        jdbc.sql("update exit set hours = null where code = 'MASNAA'").update();
        days.it_is(in(48));
        leaves(absent);
        assertThat(days.stage(waiting)).isEqualTo("ready");
    }

    @Test
    void nothing_happens_if_nobody_waits_or_nothing_was_held() {
        Household absent = seated(TestHouseholds.motherAndSon());
        Household never = days.clearedHousehold(five(), 1);
        atTheCutOff();

        leaves(absent);
        planning.callStandby(never.id());

        assertThat(days.stage(never)).isEqualTo("ready");
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
    }

    @Test
    void a_restricted_household_stands_by_like_any_other() {
        Household absent = seated(TestHouseholds.motherAndSon());
        atTheCutOff();
        Household hidden = days.clearedHousehold(TestHouseholds.restricted(), 1);

        leaves(absent);

        assertThat(days.legs(hidden)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void while_somebody_else_deals_with_who_would_be_called_nothing_is_given_and_it_is_tried_again() {
        Household absent = seated(TestHouseholds.motherAndSon());
        atTheCutOff();
        Household waiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household next = days.clearedHousehold(TestHouseholds.woman(), 2);
        reservations.giveBack(List.of(absent.id()), "noShow");

        transaction.executeWithoutResult(status -> {
            households.lock(waiting.id());
            assertThatThrownBy(() -> CompletableFuture.runAsync(() -> planning.callStandby(absent.id()))
                            .join())
                    .hasCauseInstanceOf(OptimisticLockingFailureException.class);
        });
        assertThat(List.of(days.stage(waiting), days.stage(next))).containsOnly("ready");

        planning.callStandby(absent.id());
        assertThat(List.of(days.stage(waiting), days.stage(next))).containsOnly("seated");
    }

    @Test
    void two_who_stay_away_at_the_same_moment_free_each_seat_once() {
        Household absent = seated(TestHouseholds.motherAndSon());
        Household absentToo = seated(TestHouseholds.motherAndSon());
        atTheCutOff();
        List<Household> waiting = Stream.generate(() -> days.clearedHousehold(TestHouseholds.woman(), 2))
                .limit(5)
                .toList();
        List<Long> gone = List.of(absent.id(), absentToo.id());
        reservations.giveBack(gone, "noShow");

        CompletableFuture.allOf(gone.stream()
                        .map(household -> CompletableFuture.runAsync(() -> callUntilNobodyElseDoes(household)))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(4);
        assertThat(movements.aboard(movements.named("FL-1").id())).hasSize(4);
        assertThat(waiting).extracting(days::stage).containsOnlyOnce("ready");
    }

    private void callUntilNobodyElseDoes(long householdId) {
        while (true) {
            try {
                planning.callStandby(householdId);
                return;
            } catch (ConcurrencyFailureException again) {
                // as the engine does with its job
            }
        }
    }

    private Household seated(NewHousehold family) {
        Household household = days.clearedHousehold(family, 2);
        days.round();
        assertThat(days.stage(household)).isEqualTo("seated");
        return household;
    }

    /** Half an hour before the bus leaves. */
    private void atTheCutOff() {
        days.passUntil(in(48).minus(Duration.ofMinutes(30)));
    }

    private void leaves(Household household) {
        reservations.giveBack(List.of(household.id()), "noShow");
        planning.callStandby(household.id());
        days.work();
    }

    private static NewHousehold livingIn(String governorate) {
        NewHousehold woman = TestHouseholds.woman();
        return new NewHousehold(
                woman.wish(),
                governorate,
                woman.restricted(),
                woman.language(),
                woman.phone(),
                woman.email(),
                woman.destinationCity(),
                woman.listFamily(),
                woman.members());
    }

    private static NewHousehold five() {
        return TestHouseholds.household(
                "yes",
                false,
                List.of(
                        TestHouseholds.mother(),
                        TestHouseholds.son(),
                        TestHouseholds.mother(),
                        TestHouseholds.son(),
                        TestHouseholds.son()));
    }
}
