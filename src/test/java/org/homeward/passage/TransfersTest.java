package org.homeward.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.homeward.passage.Checkpoint.BORDER_ENTRY;
import static org.homeward.passage.Checkpoint.BORDER_EXIT;
import static org.homeward.passage.Checkpoint.CHECK_IN;
import static org.homeward.passage.Checkpoint.CONVOY_BOARDING;
import static org.homeward.passage.Checkpoint.MUSTER;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People on another vehicle than planned; I1, I2 and I8 are looked at after each test. */
@HomewardTest
@Breaks("I3")
class TransfersTest {

    private static final String OTHER_BUS = "BUS-2";

    @Autowired
    private Travellers travellers;

    @Autowired
    private Transfers transfers;

    @Autowired
    private Convoys convoys;

    @Autowired
    private Incidents incidents;

    @Autowired
    private TaskService tasks;

    @Autowired
    private Scans scans;

    @Autowired
    private RollCall rollCall;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    private Registered family;
    private ProcessInstance journey;

    @BeforeEach
    void aFamilyAndTwoBuses() {
        family = travellers.byRoad(Travellers.threeOfThem());
        jdbc.sql("""
                insert into movement (code, kind, origin, destination, departs, arrives, seats, state, planned_at)
                select 'BUS-2', kind, origin, destination, departs, arrives, 2, 'open', planned_at
                from movement where code = 'BUS-1'""").update();
        journey = travellers.depart(family);
    }

    @Test
    void a_family_on_the_wrong_bus_travels_on_with_it_and_what_was_scanned_there_fits_afterwards() {
        travellers.count(family.personIds(), MUSTER);
        List<Verdict> verdicts = scans.take(family.personIds().stream()
                .map(person -> onTheOtherBus(person, CONVOY_BOARDING))
                .toList());
        assertThat(verdicts).extracting(Verdict::result).containsOnly("conflict");
        assertThatThrownBy(() -> transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, family.caseNumber(), null, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has not free places");

        jdbc.sql("update movement set seats = 3 where code = 'BUS-2'").update();
        transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, family.caseNumber(), null, null);
        travellers.moveOn();

        assertThat(journey).isWaitingAt("call_borderExit");
        assertThat(movements.named(Travellers.BUS).seatsTaken()).isZero();
        assertThat(movements.named(OTHER_BUS).seatsTaken()).isEqualTo(3);
        assertThat(movements.itinerary(family.id()).orElseThrow().firstLeg().code())
                .isEqualTo(OTHER_BUS);
        assertThat(rollCall.conflicts(movements.named(OTHER_BUS))).isEmpty();
        assertThatThrownBy(() -> transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, family.caseNumber(), null, null))
                .hasMessageContaining("already");
    }

    @Test
    void a_child_aboard_with_another_family_stays_a_member_of_its_own_and_is_counted_where_it_rides() {
        Registered other = households.register(TestHouseholds.woman());
        reservations.reserve(List.of(new Seating(
                other.id(),
                List.of(
                        movements.named(OTHER_BUS).id(),
                        movements.named(Travellers.PLANE).id()))));
        String friend = String.valueOf(other.personIds().get(0));
        long son = family.personIds().get(2);
        String given = String.valueOf(son);
        List<Long> theOthers = family.personIds().subList(0, 2);
        travellers.count(family.personIds(), MUSTER);
        assertThatThrownBy(() -> transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, given, null, "yes"))
                .hasMessageContaining("A child does not ride alone");
        assertThatThrownBy(() -> transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, given, friend, " "))
                .hasMessageContaining("which guardian agreed");

        transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, given, friend, "The mother, by radio");
        travellers.count(theOthers, CONVOY_BOARDING);
        assertThat(journey).isWaitingAt("call_convoyBoarding");
        scans.take(List.of(onTheOtherBus(son, CONVOY_BOARDING)));
        travellers.moveOn();

        assertThat(journey).isWaitingAt("call_borderExit");
        assertThat(households.partySize(family.id())).isEqualTo(3);
        assertThat(movements.named(Travellers.BUS).seatsTaken()).isEqualTo(2);
        assertThat(jdbc.sql("select with_person_id || ': ' || agreed_by from found_aboard")
                        .query(String.class)
                        .single())
                .isEqualTo(friend + ": The mother, by radio");
        travellers.count(theOthers, BORDER_EXIT, BORDER_ENTRY);
        scans.take(List.of(onTheOtherBus(son, BORDER_EXIT), onTheOtherBus(son, BORDER_ENTRY)));
        travellers.moveOn();
        travellers.count(family.personIds(), CHECK_IN);
        assertThat(journey).isWaitingAt("call_flightBoarding");
    }

    @Test
    void who_is_taken_off_is_on_record_and_waited_for_where_they_should_be() {
        transfers.takeOff(
                OTHER_BUS, CONVOY_BOARDING, String.valueOf(family.personIds().get(1)));

        assertThat(jdbc.sql("select decision from found_aboard")
                        .query(String.class)
                        .single())
                .isEqualTo("taken off");
        assertThat(movements.named(Travellers.BUS).seatsTaken()).isEqualTo(3);
        assertThatThrownBy(() -> transfers.takeOff(OTHER_BUS, CONVOY_BOARDING, "SYR-999999-X"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nobody is known by this");
    }

    @Test
    void after_a_breakdown_all_go_over_to_another_bus_or_nobody_and_the_journey_goes_on() {
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        jdbc.sql("update movement set state = 'departed', departed_at = now() where code = 'BUS-1'")
                .update();
        assertThatThrownBy(() -> transfers.breakDown(Travellers.BUS, OTHER_BUS, null))
                .hasMessageContaining("has not free places of each kind");
        assertThat(movements.named(Travellers.BUS).seatsTaken()).isEqualTo(3);
        assertThatThrownBy(() -> transfers.breakDown(Travellers.BUS, Travellers.PLANE, null))
                .hasMessageContaining("does not go the same way");

        jdbc.sql("update movement set seats = 3 where code = 'BUS-2'").update();
        assertThat(transfers.load(movements.named(Travellers.BUS).id())).isEqualTo(new Transfers.Load(1, 3));
        transfers.breakDown(Travellers.BUS, OTHER_BUS, null);

        assertThat(movements.named(Travellers.BUS).isCancelled()).isTrue();
        assertThat(movements.named(Travellers.BUS).seatsTaken()).isZero();
        assertThat(movements.manifest(movements.named(OTHER_BUS).id())).hasSize(3);
        assertThat(journey).isWaitingAt("call_borderExit");
        assertThat(scans.take(List.of(onTheOtherBus(family.personIds().get(0), MUSTER))))
                .extracting(Verdict::result)
                .containsExactly("known");
        scans.take(family.personIds().stream()
                .map(person -> onTheOtherBus(person, BORDER_EXIT))
                .toList());
        travellers.moveOn();
        assertThat(journey).isWaitingAt("call_borderEntry");
        assertThatThrownBy(() -> transfers.returnToStart(Travellers.BUS)).hasMessageContaining("nobody is aboard");
    }

    @Test
    void a_roll_call_at_a_stop_names_who_is_missing_and_says_where_the_bus_was_last() {
        Registered others = travellers.byRoad(TestHouseholds.woman());
        travellers.count(others.personIds(), MUSTER);
        var bus = movements.named(Travellers.BUS);

        List<RollCall.Party> missing = convoys.rollCallAt(bus, "Kilometre 40", null, List.of(others.caseNumber()));
        assertThat(missing).extracting(RollCall.Party::caseNumber).containsExactly(family.caseNumber());
        assertThat(convoys.rollCallAt(bus, "Kilometre 60", null, List.of(others.caseNumber(), family.caseNumber())))
                .isEmpty();

        assertThat(convoys.positions(bus.id()))
                .extracting(Convoys.Position::place, Convoys.Position::expected, Convoys.Position::counted)
                .contains(tuple("Kilometre 40", 4, 1), tuple("Kilometre 60", 4, 4), tuple("muster", null, null));
        assertThatThrownBy(() -> convoys.isAt(bus, " ", null)).hasMessageContaining("Say where it is");
        assertThatThrownBy(() -> convoys.isAt(bus, "Masnaa", clock.instant().plusSeconds(60)))
                .hasMessageContaining("in the future");
    }

    @Test
    void a_family_counted_aboard_one_bus_and_found_in_another_at_the_same_checkpoint_is_counted_once() {
        roomOnTheOtherBus();
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);

        transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, family.caseNumber(), null, null);

        assertThat(scans.take(family.personIds().stream()
                        .map(person -> onTheOtherBus(person, CONVOY_BOARDING))
                        .toList()))
                .extracting(Verdict::result)
                .containsOnly("known");
        scans.take(family.personIds().stream()
                .map(person -> onTheOtherBus(person, BORDER_EXIT))
                .toList());
        travellers.moveOn();
        assertThat(journey).isWaitingAt("call_borderEntry");
    }

    @Test
    void the_last_grown_up_does_not_go_over_and_leave_a_child_before_it_is_said_who_looks_after_it() {
        String friend = String.valueOf(
                travellers.byRoad(TestHouseholds.woman()).personIds().get(0));
        String mother = String.valueOf(family.personIds().get(0));
        String brother = String.valueOf(family.personIds().get(1));
        travellers.count(family.personIds(), MUSTER);
        transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, mother, null, null);

        assertThatThrownBy(() -> transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, brother, null, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Only children would stay on BUS-1");
        assertThatThrownBy(() -> transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, brother, brother, "the mother"))
                .hasMessageContaining("Only children would stay on BUS-1");
        transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, brother, friend, "The mother, by radio");

        assertThat(jdbc.sql(
                                "select decision || ' ' || person_id || ' ' || with_person_id from found_aboard where decision = 'stays'")
                        .query(String.class)
                        .single())
                .isEqualTo("stays " + family.personIds().get(2) + " " + friend);
    }

    @Test
    void a_child_born_to_a_mother_who_rides_apart_is_where_she_is() {
        travellers.count(family.personIds(), MUSTER);
        long mother = family.personIds().get(0);
        transfers.takeAlong(OTHER_BUS, CONVOY_BOARDING, String.valueOf(mother), null, null);

        long child = incidents.born(OTHER_BUS, BORDER_EXIT, mother, null, "female");

        assertThat(movements.aboard(movements.named(OTHER_BUS).id()))
                .extracting(reservation -> reservation.personId())
                .containsExactlyInAnyOrder(mother, child);
        assertThatThrownBy(() -> incidents.born(OTHER_BUS, BORDER_EXIT, mother, null, "female"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has just been taken up");
    }

    @Test
    void scans_of_the_broken_bus_that_arrive_late_are_kept_and_count_as_passed_on_the_other() {
        roomOnTheOtherBus();
        travellers.count(family.personIds(), MUSTER);
        transfers.breakDown(Travellers.BUS, OTHER_BUS, null);
        assertThat(journey).isWaitingAt("call_convoyBoarding");
        List<Scan> aboardTheOther = family.personIds().stream()
                .map(person -> onTheOtherBus(person, BORDER_EXIT))
                .toList();
        assertThat(scans.take(aboardTheOther)).extracting(Verdict::result).containsOnly("conflict");

        List<Verdict> late = scans.take(family.personIds().stream()
                .map(person -> new Scan(
                        UUID.randomUUID().toString(),
                        String.valueOf(person),
                        Travellers.BUS,
                        CONVOY_BOARDING,
                        clock.instant().minusSeconds(60)))
                .toList());
        travellers.moveOn();

        assertThat(late).extracting(Verdict::result).containsOnly("known");
        assertThat(journey).isWaitingAt("call_borderEntry");
        assertThat(rollCall.conflicts(movements.named(OTHER_BUS))).isEmpty();
        assertThat(rollCall.parties(movements.named(OTHER_BUS)).get(0).allAt(CONVOY_BOARDING))
                .isTrue();
    }

    @Test
    void the_officer_says_what_all_have_passed_though_it_is_not_counted_yet() {
        roomOnTheOtherBus();
        travellers.count(family.personIds(), MUSTER);
        assertThatThrownBy(() -> transfers.breakDown(Travellers.BUS, OTHER_BUS, Checkpoint.LANDING))
                .hasMessageContaining("has no checkpoint 'landing'");

        transfers.breakDown(Travellers.BUS, OTHER_BUS, CONVOY_BOARDING);
        travellers.moveOn();

        assertThat(journey).isWaitingAt("call_borderExit");
    }

    @Test
    void who_is_in_hospital_when_the_bus_breaks_down_is_still_asked_about() {
        roomOnTheOtherBus();
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        long brother = family.personIds().get(1);
        incidents.note(Travellers.BUS, BORDER_EXIT, brother, "hospital");

        transfers.breakDown(Travellers.BUS, OTHER_BUS, null);
        travellers.moveOn();

        assertThat(tasks.createTaskQuery()
                        .taskDefinitionKey("task_decideIncident")
                        .count())
                .isEqualTo(1);
        assertThat(rollCall.parties(movements.named(OTHER_BUS)).get(0).passengers())
                .extracting(RollCall.Passenger::incident)
                .containsExactly(null, "hospital", null);
    }

    @Test
    void who_is_through_the_border_is_not_counted_there_again_after_a_breakdown() {
        roomOnTheOtherBus();
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING, BORDER_EXIT, BORDER_ENTRY);
        transfers.breakDown(Travellers.BUS, OTHER_BUS, null);
        assertThat(scans.take(List.of(onTheOtherBus(family.personIds().get(0), BORDER_ENTRY))))
                .extracting(Verdict::result)
                .containsExactly("known");
        assertThat(journey).isWaitingAt("call_checkIn");
    }

    @Test
    void a_bus_returns_only_once_it_has_left_and_with_all_who_ride_together_on_it() {
        assertThatThrownBy(() -> transfers.returnToStart(Travellers.BUS)).hasMessageContaining("nor has its time come");
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        transfers.takeAlong(
                OTHER_BUS, BORDER_EXIT, String.valueOf(family.personIds().get(0)), null, null);
        jdbc.sql("update movement set state = 'departed', departed_at = now() where code = 'BUS-1'")
                .update();
        assertThatThrownBy(() -> transfers.returnToStart(Travellers.BUS))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Some do not return with BUS-1")
                .hasMessageContaining(family.caseNumber());
        assertThatThrownBy(() -> transfers.returnToStart(OTHER_BUS)).hasMessageContaining("nor has its time come");
        transfers.takeAlong(
                Travellers.BUS, BORDER_EXIT, String.valueOf(family.personIds().get(0)), null, null);
        assertThatThrownBy(() -> transfers.returnToStart(Travellers.BUS)).hasMessageContaining("earlier version");
        travellers.count(family.personIds(), BORDER_EXIT, BORDER_ENTRY);
        assertThatThrownBy(() -> transfers.returnToStart(Travellers.BUS))
                .hasMessageContaining("have come through already");
        assertThat(movements.named(Travellers.BUS).isCancelled()).isFalse();
    }

    private void roomOnTheOtherBus() {
        jdbc.sql("update movement set seats = 3 where code = 'BUS-2'").update();
    }

    private Scan onTheOtherBus(long person, Checkpoint checkpoint) {
        return new Scan(UUID.randomUUID().toString(), String.valueOf(person), OTHER_BUS, checkpoint, clock.instant());
    }
}
