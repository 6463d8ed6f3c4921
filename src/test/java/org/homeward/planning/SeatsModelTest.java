package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
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
        for (long hours : List.of(72, 24, 3)) {
            Instant call = in(120 - hours);
            assertThat(seats).isWaitingAt("event_timeToCall");
            assertThat(job("event_timeToCall", seats).getDuedate()).isEqualTo(Date.from(call));
            days.passUntil(call);
            assertThat(seats).isWaitingAt("task_reconfirm").task().hasCandidateGroup("consular");
            assertThat(days.task(family.caseNumber(), "task_reconfirm").getPriority())
                    .isEqualTo(70);
            answer(family, "confirmed");
        }

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

        Message message = messages.of(family.id()).get(0);

        assertThat(message.language()).isEqualTo("ru");
        assertThat(message.subject()).contains(family.caseNumber());
        assertThat(message.body())
                .contains("Дамаск", "BUS-1", "Москва", "22 января 2013", "06:00", "08:00")
                .doesNotContain("Полев", "POLEV", "+963");
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
