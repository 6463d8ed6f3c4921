package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.job;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.contact.Message;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Breaks("I3")
@WalksWhole("seats")
class SeatsModelTest {

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Messages messages;

    @Autowired
    private Passes passes;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void a_household_waits_is_seated_told_called_three_times_and_called_to_muster() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        ProcessInstance seats = days.seatsOf(family);
        assertThat(seats).isWaitingAt("task_awaitSeats");
        assertThat(family.stage()).isEqualTo("ready");
        assertThat(family.readySince()).isEqualTo(Days.MORNING);

        busAndPlane(120);
        days.round();

        assertThat(households.get(family.id()).stage()).isEqualTo("seated");
        assertThat(messages.of(family.id())).extracting(Message::kind).containsExactly("joiningInstructions");
        assertThat(messages.of(family.id()).get(0).body())
                .as("no telephone is set up")
                .contains("посольство и назовите");
        for (long hours : List.of(72, 24, 3)) {
            Instant call = in(120 - hours);
            assertThat(seats).isWaitingAt("event_timeToCall");
            assertThat(job("event_timeToCall", seats).getDuedate()).isEqualTo(Date.from(call));
            days.passUntil(call);
            assertThat(seats).isWaitingAt("task_reconfirm").task().hasCandidateGroup("consular");
            assertThat(days.task(family.caseNumber(), "task_reconfirm").getPriority())
                    .isEqualTo(70);
            assertThat(messages.of(family.id()).get(0).body())
                    .contains("Едете ли вы", "BUS-1", "посольство и назовите");
            answer(family, "confirmed");
        }

        assertThat(messages.of(family.id()))
                .extracting(Message::kind)
                .containsExactly("reconfirm", "reconfirm", "reconfirm", "joiningInstructions");
        assertThat(seats).isEnded().hasPassed("event_allCalled", "task_callToMuster", "end_called");
        assertThat(days.outcome(seats)).isEqualTo("called");
        assertThat(households.get(family.id()).stage()).isEqualTo("called");
    }

    @Test
    void who_is_not_reached_keeps_the_seats_and_is_called_again_as_planned_and_expected_at_muster() {
        Household family = called();
        ProcessInstance seats = days.seatsOf(family);

        for (long hours : List.of(24, 3)) {
            answer(family, "noAnswer");
            assertThat(seats).isWaitingAt("event_timeToCall").isNotWaitingAt("task_reconfirm");
            assertThat(job("event_timeToCall", seats).getDuedate()).isEqualTo(Date.from(in(120 - hours)));
            assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(2);
            days.passUntil(in(120 - hours));
        }
        answer(family, "noAnswer");

        assertThat(days.outcome(seats)).isEqualTo("called");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(2);
        assertThat(jdbc.sql("select detail from audit where action = 'reconfirmation'")
                        .query(String.class)
                        .list())
                .containsExactly("noAnswer", "noAnswer", "noAnswer");
    }

    @Test
    void calls_whose_time_has_passed_are_one_call_now() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        busAndPlane(23);
        days.round();
        ProcessInstance seats = days.seatsOf(family);

        days.work();
        assertThat(seats).isWaitingAt("task_reconfirm");
        answer(family, "confirmed");

        assertThat(job("event_timeToCall", seats).getDuedate()).isEqualTo(Date.from(in(20)));
    }

    @Test
    void a_household_that_puts_it_off_gives_its_seats_back_and_is_asked_again_later() {
        Household family = called();
        ProcessInstance seats = days.seatsOf(family);

        answer(family, "putOff");

        assertThat(seats).isEnded().hasPassed("event_putOff", "end_putOff");
        assertThat(days.outcome(seats)).isEqualTo("putOff");
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
        assertThat(movements.itinerary(family.id())).isEmpty();
    }

    @Test
    void a_household_that_stays_gives_its_seats_back() {
        Household family = called();
        ProcessInstance seats = days.seatsOf(family);

        answer(family, "declined");

        assertThat(seats).isEnded().hasPassed("event_declined", "end_declined");
        assertThat(days.outcome(seats)).isEqualTo("stays");
        assertThat(households.get(family.id()).willingness()).isEqualTo("stays");
        assertThat(movements.named("FL-1").seatsTaken()).isZero();
    }

    @Test
    void an_answer_that_is_none_is_refused_and_nothing_changes() {
        Household family = called();

        assertThatThrownBy(() -> answer(family, "perhaps")).hasRootCauseMessage("Choose one of the answers.");

        assertThat(days.seatsOf(family)).isWaitingAt("task_reconfirm");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void who_waits_for_three_days_is_looked_at_and_keeps_waiting() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.passUntil(in(72));
        ProcessInstance seats = days.seatsOf(family);
        assertThat(seats).isWaitingAt("task_awaitSeats", "task_lookAtLongWait");

        days.complete(family.caseNumber(), "task_lookAtLongWait", "longWaitDecision", "noted");

        assertThat(seats).hasPassed("end_longWaitSeen").isWaitingAtExactly("task_awaitSeats");
    }

    @Test
    void who_loses_the_seats_is_told_and_waits_again_in_the_old_place() {
        Household family = called();
        ProcessInstance seats = days.seatsOf(family);

        planning.cancel("BUS-1");
        days.work();

        assertThat(seats).hasPassed("event_seatsLost").isWaitingAtExactly("task_awaitSeats");
        Household again = households.get(family.id());
        assertThat(again.stage()).isEqualTo("ready");
        assertThat(again.readySince()).isEqualTo(family.readySince());
        assertThat(movements.named("FL-1").seatsTaken()).isZero();
        assertThat(messages.of(family.id())).extracting(Message::kind).startsWith("seatsLost");
    }

    @Test
    void who_leaves_later_gets_new_joining_instructions_and_is_called_at_the_new_times() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.plan(convoy("BUS-1", in(100), 40));
        days.plan(flight("FL-1", in(200), 40));
        days.round();
        ProcessInstance seats = days.seatsOf(family);

        planning.delay("BUS-1", in(110));
        days.work();

        assertThat(seats).hasPassed("event_departureChanged").isWaitingAt("event_timeToCall");
        assertThat(job("event_timeToCall", seats).getDuedate()).isEqualTo(Date.from(in(110 - 72)));
        assertThat(job("event_musterNear", seats).getDuedate()).isEqualTo(Date.from(in(108)));
        assertThat(messages.of(family.id()))
                .extracting(Message::kind)
                .containsExactly("joiningInstructions", "joiningInstructions");
    }

    @Test
    void whose_flight_leaves_later_is_told_so_once_but_not_that_it_arrives_later() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.plan(convoy("BUS-1", in(100), 40));
        Movement plane = days.plan(flight("FL-1", in(120), 40));
        days.round();

        edit(plane, in(120), in(128));
        assertThat(messages.of(family.id())).hasSize(1);
        edit(movements.named("FL-1"), in(144), in(150));

        assertThat(messages.of(family.id()))
                .extracting(Message::kind)
                .containsExactly("joiningInstructions", "joiningInstructions");
        assertThat(messages.of(family.id()).get(0).body()).contains("FL-1 (Бейрут), отправление среда, 23 января 2013");
    }

    private void edit(Movement movement, Instant departs, Instant arrives) {
        planning.edit(
                movement.code(),
                new NewMovement(null, null, null, null, null, departs, arrives, 40, 1, 1),
                movement.mark());
        days.work();
    }

    @Test
    void who_cannot_be_reached_is_expected_at_muster_all_the_same() {
        Household family = called();
        ProcessInstance seats = days.seatsOf(family);

        days.passUntil(in(118));

        assertThat(seats).isEnded().hasPassed("event_musterNear", "end_called");
        assertThat(households.get(family.id()).stage()).isEqualTo("called");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void a_restricted_household_gets_its_seats_in_the_same_round() {
        Household hidden = days.clearedHousehold(TestHouseholds.restricted(), 1);
        Movement bus = busAndPlane(120);

        days.round();

        assertThat(households.get(hidden.id()).stage()).isEqualTo("seated");
        planning.cancel(bus.code());
        days.work();
        assertThat(households.get(hidden.id()).stage()).isEqualTo("ready");
    }

    @Test
    void the_joining_instructions_say_where_and_when_and_name_nobody() {
        Household family = called();

        Message message = messages.of(family.id()).get(1);

        assertThat(message.language()).isEqualTo("ru");
        assertThat(message.subject()).contains(family.caseNumber());
        assertThat(message.body())
                .contains("Дамаск", "BUS-1", "Москва", "22 января 2013", "06:00", "08:00")
                .contains("Далее: FL-1 (Бейрут), отправление вторник, 22 января 2013", "16:00 (по тем же часам)")
                .doesNotContain("Полев", "POLEV", "+963");
    }

    @Test
    void who_is_seated_long_before_is_told_when_that_is_due_and_has_no_pass_before() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        busAndPlane(240);
        days.round();
        ProcessInstance seats = days.seatsOf(family);

        assertThat(seats).isWaitingAt("gateway_awaitRelease");
        assertThat(job("event_mayBeTold", seats).getDuedate()).isEqualTo(Date.from(in(120)));
        assertThat(messages.of(family.id())).isEmpty();
        assertThat(passes.has(family.id())).isFalse();

        days.passUntil(in(120));
        assertThat(seats).isWaitingAt("event_timeToCall");
        assertThat(messages.of(family.id())).extracting(Message::kind).containsExactly("joiningInstructions");
        assertThat(passes.has(family.id())).isTrue();
    }

    @Test
    void transport_may_have_them_told_later_or_earlier_but_in_time_to_come() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        busAndPlane(240);
        days.round();
        ProcessInstance seats = days.seatsOf(family);

        planning.releaseInstructions("BUS-1", in(200));
        days.work();
        assertThat(job("event_mayBeTold", seats).getDuedate()).isEqualTo(Date.from(in(200)));
        days.passUntil(in(199));
        assertThat(messages.of(family.id()))
                .as("no call before the release either")
                .isEmpty();

        assertThatThrownBy(() -> planning.releaseInstructions("BUS-1", in(238)))
                .hasMessage(
                        "They have to be told an hour before they come together: until " + in(237) + " at the latest.");
        assertThatThrownBy(() -> planning.releaseInstructions("BUS-1", null))
                .hasMessage("Give the day and time from which they may be told.");

        planning.releaseInstructions("BUS-1", in(150));
        days.work();
        assertThat(messages.of(family.id()))
                .extracting(Message::kind)
                .as("calls whose time has passed are one call, now, and who has just been told is not asked in writing")
                .containsExactly("joiningInstructions");
        assertThat(seats).isWaitingAt("task_reconfirm");
    }

    @Test
    void a_later_release_holds_back_also_whose_instructions_were_about_to_go_out() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        busAndPlane(240);
        days.round();
        ProcessInstance seats = days.seatsOf(family);
        days.it_is(in(120));
        execute(job("event_mayBeTold", seats));

        planning.releaseInstructions("BUS-1", in(200));
        days.work();

        assertThat(messages.of(family.id())).isEmpty();
        assertThat(job("event_mayBeTold", seats).getDuedate()).isEqualTo(Date.from(in(200)));
    }

    @Test
    void who_gets_seats_after_the_release_is_told_at_once() {
        days.plan(flight("FL-1", in(248), 40));
        days.plan(convoy("BUS-1", in(240), 40));
        planning.releaseInstructions("BUS-1", in(-1));
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.round();

        assertThat(days.seatsOf(family)).isWaitingAt("event_timeToCall");
        assertThat(messages.of(family.id())).extracting(Message::kind).containsExactly("joiningInstructions");
    }

    @Test
    void a_departure_that_moves_moves_the_time_to_tell() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.plan(convoy("BUS-1", in(240), 40));
        days.plan(flight("FL-1", in(300), 40));
        days.round();

        planning.delay("BUS-1", in(250));
        days.work();

        assertThat(job("event_mayBeTold", days.seatsOf(family)).getDuedate()).isEqualTo(Date.from(in(130)));
        assertThat(messages.of(family.id())).isEmpty();
    }

    @Test
    void who_is_to_be_told_later_loses_the_seats_like_anybody() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        busAndPlane(240);
        days.round();

        planning.cancel("BUS-1");
        days.work();

        assertThat(days.seatsOf(family)).isWaitingAtExactly("task_awaitSeats");
        assertThat(messages.of(family.id()))
                .as("who has not been told of a bus does not hear that it does not come")
                .isEmpty();
    }

    @Test
    void who_has_been_told_hears_at_once_that_the_departure_is_far_later() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.plan(convoy("BUS-1", in(100), 40));
        days.plan(flight("FL-1", in(600), 40));
        days.round();

        planning.delay("BUS-1", in(400));
        days.work();

        assertThat(messages.of(family.id()))
                .extracting(Message::kind)
                .containsExactly("joiningInstructions", "joiningInstructions");
        assertThat(job("event_timeToCall", days.seatsOf(family)).getDuedate()).isEqualTo(Date.from(in(400 - 72)));
    }

    /** A family whose first call is due; its bus leaves 120 hours after the morning. */
    private Household called() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        busAndPlane(120);
        days.round();
        days.passUntil(in(120 - 72));
        assertThat(days.seatsOf(family)).isWaitingAt("task_reconfirm");
        return requireNonNull(family);
    }

    private Movement busAndPlane(long hours) {
        days.plan(flight("FL-1", in(hours + 8), 40));
        return days.plan(convoy("BUS-1", in(hours), 40));
    }

    private void answer(Household family, String answer) {
        days.complete(family.caseNumber(), "task_reconfirm", "reconfirmation", answer);
        days.work();
    }
}
