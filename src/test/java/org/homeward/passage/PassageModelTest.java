package org.homeward.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.homeward.passage.Checkpoint.BORDER_ENTRY;
import static org.homeward.passage.Checkpoint.BORDER_EXIT;
import static org.homeward.passage.Checkpoint.CHECK_IN;
import static org.homeward.passage.Checkpoint.CONVOY_BOARDING;
import static org.homeward.passage.Checkpoint.FLIGHT_BOARDING;
import static org.homeward.passage.Checkpoint.LANDING;
import static org.homeward.passage.Checkpoint.MUSTER;
import static org.homeward.passage.Checkpoint.RECEPTION;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.access.Refusal;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Breaks("I3")
@WalksWhole({"passage", "checkpoint"})
class PassageModelTest {

    @Autowired
    private Travellers travellers;

    @Autowired
    private Passage passage;

    @Autowired
    private Incidents incidents;

    @Autowired
    private Scans scans;

    @Autowired
    private RollCall rollCall;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private HistoryService history;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void a_household_lands_when_all_members_have_been_counted_at_every_checkpoint() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);
        assertThat(households.get(family.id()).stage()).isEqualTo("under way");

        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING, BORDER_EXIT, BORDER_ENTRY);
        assertThat(journey).isWaitingAt("call_checkIn");
        travellers.count(family.personIds(), CHECK_IN, FLIGHT_BOARDING, LANDING);

        assertThat(journey).isEnded().hasPassed("end_landed").hasNotPassed("event_leftJourney");
        assertThat(outcome(journey)).isEqualTo("landed");
    }

    @Test
    void who_goes_by_sea_is_counted_as_on_a_convoy_and_lands_too() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        jdbc.sql("update movement set kind = 'ship', exit = 'TARTUS' where kind = 'convoy'")
                .update();
        ProcessInstance journey = travellers.depart(family);
        assertThat(journey).isWaitingAt("call_muster");
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING, BORDER_EXIT, BORDER_ENTRY);
        assertThat(journey).isWaitingAt("call_checkIn");
        travellers.count(family.personIds(), CHECK_IN, FLIGHT_BOARDING, LANDING);
        assertThat(journey).isEnded().hasPassed("end_landed");
    }

    @Test
    void the_household_waits_for_its_last_member() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);

        travellers.count(family.personIds().subList(0, 1), MUSTER);
        assertThat(journey).isWaitingAt("call_muster");
        travellers.count(family.personIds().subList(1, 2), MUSTER);
        assertThat(journey).isWaitingAt("call_convoyBoarding");
    }

    @Test
    void who_flies_from_here_begins_at_check_in() {
        Registered family = travellers.byAir(TestHouseholds.woman());
        ProcessInstance journey = travellers.depart(family);
        assertThat(journey).isWaitingAt("call_checkIn").hasNotPassed("call_muster");
    }

    @Test
    void scans_that_arrived_before_the_household_count_when_it_comes() {
        Registered family = travellers.byAir(TestHouseholds.motherAndSon());
        travellers.count(family.personIds(), CHECK_IN, FLIGHT_BOARDING, LANDING);

        ProcessInstance journey = travellers.depart(family);

        assertThat(journey).isEnded().hasPassed("end_landed");
    }

    @Test
    void at_the_cut_off_the_missing_become_a_task_and_may_be_given_half_an_hour() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds().subList(0, 1), MUSTER);

        travellers.later(Duration.ofHours(5).plusMinutes(31));
        decide("task_resolveMissingMember", "missingDecision", "wait");
        assertThat(tasks.createTaskQuery().list()).isEmpty();
        travellers.later(Duration.ofMinutes(31));
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_resolveMissingMember");
        decide("task_resolveMissingMember", "missingDecision", "wait");
        travellers.count(family.personIds().subList(1, 2), MUSTER);

        assertThat(journey).isWaitingAt("call_convoyBoarding");
        assertThat(absences()).startsWith("missing: wait", "missing: wait");
    }

    @Test
    void who_is_called_at_short_notice_has_half_an_hour_or_until_departure() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        jdbc.sql("update movement set departs = departs - interval '5 hours 15 minutes' where kind = 'convoy'")
                .update();
        ProcessInstance journey = travellers.depart(family);

        travellers.later(Duration.ofMinutes(29));
        assertThat(tasks.createTaskQuery().list()).isEmpty();
        travellers.later(Duration.ofMinutes(2));
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_resolveMissingMember");
        assertThat(journey).isWaitingAt("call_muster");
    }

    @Test
    void a_household_that_must_be_vetted_anew_leaves_the_journey_as_a_whole_and_boards_nowhere() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), MUSTER);

        runtime.createMessageCorrelation("vettingNeeded")
                .processInstanceBusinessKey(households.get(family.id()).caseNumber())
                .correlateAll();
        travellers.moveOn();

        assertThat(journey).isEnded().hasPassed("task_callStandbyInstead", "end_vettedAnew");
        assertThat(outcome(journey)).isEqualTo("vettedAnew");
        assertThat(movements.itinerary(family.id())).isEmpty();
        List<Verdict> verdicts =
                scans.take(List.of(travellers.scan(family.personIds().get(1), CONVOY_BOARDING)));
        assertThat(verdicts)
                .singleElement()
                .extracting(Verdict::why)
                .isEqualTo("This person is not to board: ask your manager.");
        assertThat(rollCall.keptBack(movements.named(Travellers.BUS))).hasSize(2);
    }

    @Test
    void who_was_vetted_anew_may_board_again_once_cleared_unless_the_bus_has_left() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        travellers.depart(family);
        runtime.createMessageCorrelation("vettingNeeded")
                .processInstanceBusinessKey(households.get(family.id()).caseNumber())
                .correlateAll();
        travellers.moveOn();
        households.enters(family.id(), "vetting");
        assertThat(rollCall.keptBack(movements.named(Travellers.BUS))).hasSize(2);

        households.enters(family.id(), "ready");

        assertThat(rollCall.keptBack(movements.named(Travellers.BUS))).isEmpty();
        assertThat(scans.take(List.of(travellers.scan(family.personIds().get(0), CONVOY_BOARDING)))
                        .get(0)
                        .why())
                .isEqualTo("Their seats were given back: they have no journey now.");
        jdbc.sql("update movement set departed_at = now() where kind = 'convoy'")
                .update();
        assertThat(rollCall.keptBack(movements.named(Travellers.BUS))).hasSize(2);
    }

    @Test
    void who_is_held_back_is_counted_nowhere_before_the_border_and_everywhere_beyond_it() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        travellers.depart(family);
        long mother = family.personIds().get(0);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        jdbc.sql("""
                insert into concern (household_id, person_id, kind, reason, state, raised_at)
                values (:household, :mother, 'watch-list', 'un', 'held back', now())""").param("household", family.id()).param("mother", mother).update();

        assertThat(scans.take(List.of(travellers.scan(mother, BORDER_EXIT)))
                        .get(0)
                        .why())
                .isEqualTo("This person is not to board: ask your manager.");
        assertThat(rollCall.parties(movements.named(Travellers.BUS)).get(0).passengers())
                .extracting(RollCall.Passenger::notToBoard)
                .containsExactly(true, false);

        jdbc.sql("update concern set state = 'cleared'").update();
        travellers.count(family.personIds(), BORDER_EXIT);
        jdbc.sql("update concern set state = 'held back'").update();
        assertThat(scans.take(List.of(travellers.scan(mother, BORDER_ENTRY)))
                        .get(0)
                        .result())
                .isEqualTo("taken");
    }

    @Test
    void a_delayed_departure_moves_the_cut_off() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        travellers.depart(family);
        jdbc.sql("update movement set departs = departs + interval '2 hours', arrives = arrives + interval '2 hours'")
                .update();

        travellers.later(Duration.ofHours(6));
        assertThat(tasks.createTaskQuery().list()).isEmpty();
        travellers.later(Duration.ofHours(2));
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_resolveMissingMember");
    }

    @Test
    void the_task_goes_away_when_the_missing_come_after_all() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);
        travellers.later(Duration.ofMinutes(345));
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_resolveMissingMember");

        travellers.count(family.personIds(), MUSTER);

        assertThat(tasks.createTaskQuery().list()).isEmpty();
        assertThat(journey).isWaitingAt("call_convoyBoarding");
        assertThat(absences()).containsOnly("missing: came");
    }

    @Test
    void the_others_go_on_without_who_is_missing_and_that_one_gets_a_case_and_no_seat() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        List<Long> motherAndSon =
                List.of(family.personIds().get(0), family.personIds().get(2));
        ProcessInstance journey = travellers.depart(family);
        travellers.count(motherAndSon, MUSTER);
        travellers.later(Duration.ofMinutes(345));

        decide("task_resolveMissingMember", "missingDecision", "goOnWithout");

        assertThat(journey).isWaitingAt("call_convoyBoarding");
        assertThat(households.members(family.id())).extracting(Person::id).containsExactlyElementsOf(motherAndSon);
        long uncle = family.personIds().get(1);
        long follows = jdbc.sql("select household_id from person where id = :id")
                .param("id", uncle)
                .query(Long.class)
                .single();
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("evacuation")
                        .processInstanceBusinessKey(households.get(follows).caseNumber())
                        .count())
                .isEqualTo(1);
        assertThat(movements.aboard(movements.named(Travellers.BUS).id()))
                .extracting(reservation -> reservation.personId())
                .containsExactlyInAnyOrderElementsOf(motherAndSon);
        assertThat(runtime.getVariable(
                        runtime.createProcessInstanceQuery()
                                .processDefinitionKey("checkpoint")
                                .singleResult()
                                .getId(),
                        "partySize"))
                .isEqualTo(2);
    }

    @Test
    void a_household_that_steps_off_gives_its_seats_back() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);
        travellers.later(Duration.ofHours(6));

        decide("task_resolveMissingMember", "missingDecision", "stepOff");

        assertThat(journey).isEnded().hasPassed("event_leftJourney", "end_missed");
        assertThat(outcome(journey)).isEqualTo("missed");
        assertThat(movements.itinerary(family.id())).isEmpty();
        assertThat(movements.named(Travellers.BUS).seatsTaken()).isZero();
    }

    @Test
    void a_household_that_does_not_come_is_a_no_show() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        ProcessInstance journey = travellers.depart(family);
        travellers.later(Duration.ofHours(6));

        decide("task_resolveMissingMember", "missingDecision", "noShow");

        assertThat(journey).isEnded().hasPassed("end_noShow");
        assertThat(outcome(journey)).isEqualTo("noShow");
        assertThat(movements.itinerary(family.id())).isEmpty();
    }

    @Test
    void who_stands_by_takes_the_place_of_a_no_show() {
        Registered absent = travellers.byRoad(TestHouseholds.woman());
        Registered standby = households.register(TestHouseholds.woman());
        ProcessInstance seats = travellers.start("seats", standby);
        ProcessInstance journey = travellers.depart(absent);
        travellers.later(Duration.ofMinutes(331));

        decide("task_resolveMissingMember", "missingDecision", "noShow");

        assertThat(journey).isEnded().hasPassedInOrder("task_giveSeatsBack", "task_callStandby", "end_noShow");
        assertThat(seats).isWaitingAt("task_reconfirm");
        tasks.complete(
                tasks.createTaskQuery()
                        .taskDefinitionKey("task_reconfirm")
                        .singleResult()
                        .getId(),
                Map.of("reconfirmation", "confirmed"));
        assertThat(seats).isEnded().hasPassed("end_called");
        assertThat(movements.itinerary(standby.id()).orElseThrow().firstLeg().code())
                .isEqualTo(Travellers.BUS);

        // Half an hour to come is all there is, and enough.
        ProcessInstance theirs = travellers.depart(standby);
        travellers.later(Duration.ofMinutes(28));
        assertThat(theirs).isWaitingAt("call_muster");
        assertThat(tasks.createTaskQuery().list()).isEmpty();
        travellers.count(standby.personIds(), MUSTER);
        assertThat(theirs).isWaitingAt("call_convoyBoarding");
    }

    @Test
    void who_stands_by_takes_the_place_of_a_member_who_is_left_behind() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        jdbc.sql("update movement set seats = 3").update();
        Registered standby = households.register(TestHouseholds.woman());
        travellers.start("seats", standby);
        travellers.depart(family);
        travellers.count(List.of(family.personIds().get(0), family.personIds().get(2)), MUSTER);
        travellers.later(Duration.ofMinutes(345));

        decide("task_resolveMissingMember", "missingDecision", "goOnWithout");

        assertThat(movements.aboard(movements.named(Travellers.PLANE).id()))
                .extracting(reservation -> reservation.personId())
                .containsExactlyInAnyOrder(
                        family.personIds().get(0),
                        family.personIds().get(2),
                        standby.personIds().get(0));
    }

    @Test
    void who_is_refused_at_the_border_tries_again_and_then_turns_back_with_the_family() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        long son = family.personIds().get(1);

        passage.refuse(Travellers.BUS, BORDER_EXIT, son, "no permission");
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_resolveRefusal");
        decide("task_resolveRefusal", "refusalDecision", "tryAgain");
        assertThat(tasks.createTaskQuery().list()).isEmpty();
        passage.refuse(Travellers.BUS, BORDER_EXIT, son, "no permission");
        decide("task_resolveRefusal", "refusalDecision", "turnBack");

        assertThat(journey).isEnded().hasPassed("end_returned");
        assertThat(outcome(journey)).isEqualTo("returned");
        assertThat(movements.itinerary(family.id())).isEmpty();
        assertThat(absences()).containsExactly("refused: tryAgain", "refused: turnBack");
    }

    @Test
    void who_is_held_back_and_turned_away_at_the_border_is_held_back_still_in_the_case_of_their_own() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        long brother = family.personIds().get(1);
        jdbc.sql("""
                insert into concern (household_id, person_id, kind, reason, state, raised_at)
                values (:household, :person, 'watch-list', 'national', 'held back', now())""").param("household", family.id()).param("person", brother).update();
        passage.refuse(Travellers.BUS, BORDER_EXIT, brother, "other");
        decide("task_resolveRefusal", "refusalDecision", "goOnWithout");

        Registered left = jdbc.sql(
                        "select household.id, case_number from household_split join household on household.id = household_id")
                .query((row, number) ->
                        new Registered(row.getLong(1), row.getString(2), "SY01", false, List.of(brother)))
                .single();
        ProcessInstance vetted = travellers.start("vetting", left);
        assertThat(vetted).isWaitingAt("task_decideHousehold");
    }

    @Test
    void a_refusal_noted_before_the_household_comes_there_is_found_when_it_comes() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        travellers.depart(family);
        passage.refuse(Travellers.BUS, BORDER_EXIT, family.personIds().get(0), "papers");
        assertThat(tasks.createTaskQuery().list()).isEmpty();

        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);

        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_resolveRefusal");
    }

    @Test
    void a_household_whose_movement_is_lost_on_the_way_goes_back_to_seats() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), MUSTER);

        runtime.createMessageCorrelation("itineraryLost")
                .processInstanceBusinessKey(family.caseNumber())
                .correlate();

        assertThat(journey).isEnded().hasPassed("end_itineraryLost");
        assertThat(outcome(journey)).isEqualTo("returned");
        assertThat(movements.itinerary(family.id())).isEmpty();
    }

    @Test
    void a_decision_that_leaves_nobody_or_only_children_is_refused_and_changes_nothing() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        travellers.depart(family);
        travellers.later(Duration.ofHours(6));
        assertRefused("missingDecision", "goOnWithout", "Nobody of this household would be left");
        travellers.count(family.personIds().subList(0, 1), MUSTER);
        assertRefused("missingDecision", "goOnWithout", "Only children would stay behind");
        assertRefused("missingDecision", "run", "Say what is to be done");
        assertThat(absences()).containsOnly("missing: null");
    }

    @Test
    void who_waits_for_others_also_waits_for_a_departure_put_off_since() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        travellers.depart(family);
        travellers.later(Duration.ofHours(6));
        decide("task_resolveMissingMember", "missingDecision", "wait");
        jdbc.sql("update movement set departs = departs + interval '4 hours', arrives = arrives + interval '4 hours'")
                .update();
        travellers.later(Duration.ofMinutes(31));
        assertThat(tasks.createTaskQuery().list()).isEmpty();
    }

    @Test
    void who_was_turned_away_and_tries_again_is_looked_after_in_half_an_hour() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        passage.refuse(Travellers.BUS, BORDER_EXIT, family.personIds().get(0), "papers");
        decide("task_resolveRefusal", "refusalDecision", "tryAgain");
        travellers.later(Duration.ofMinutes(31));
        decide("task_resolveMissingMember", "missingDecision", "wait");
        travellers.later(Duration.ofMinutes(31));
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_resolveMissingMember");
    }

    @Test
    void children_do_not_go_on_alone() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        travellers.depart(family);
        travellers.count(family.personIds().subList(1, 2), MUSTER);
        travellers.later(Duration.ofHours(6));
        assertRefused("missingDecision", "goOnWithout", "Only children would go on");
    }

    @Test
    void who_has_set_out_is_no_no_show_and_nobody_steps_off_in_the_air() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        travellers.later(Duration.ofHours(13));
        assertRefused("missingDecision", "noShow", "has set out already");
        assertRefused("missingDecision", "leftByThemselves", "They have not flown yet");
        travellers.count(family.personIds(), BORDER_EXIT, BORDER_ENTRY, CHECK_IN, FLIGHT_BOARDING);
        travellers.count(family.personIds().subList(0, 1), LANDING);
        travellers.later(Duration.ofHours(8));
        assertRefused("missingDecision", "stepOff", "They have taken off");
    }

    @Test
    void a_household_that_was_counted_aboard_by_mistake_gets_other_seats_once_a_remark_says_so() {
        Registered family = travellers.byAir(TestHouseholds.woman());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), CHECK_IN, FLIGHT_BOARDING);
        travellers.later(Duration.ofDays(1));
        assertRefused("missingDecision", "stepOff", "counted aboard by mistake");

        households.remark(family.id(), null, "The airline took her off the flight: she is at the airport in Beirut.");
        decide("task_resolveMissingMember", "missingDecision", "stepOff");

        assertThat(journey).isEnded().hasPassed("event_leftJourney", "end_missed");
        assertThat(movements.itinerary(family.id())).isEmpty();
    }

    @Test
    void who_left_the_airport_on_landing_is_not_looked_for_at_reception() {
        Registered family = travellers.byAir(Travellers.threeOfThem());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), CHECK_IN, FLIGHT_BOARDING);
        travellers.later(Duration.ofHours(14));
        travellers.count(List.of(family.personIds().get(0), family.personIds().get(2)), LANDING);
        travellers.later(Duration.ofHours(8));
        decide("task_resolveMissingMember", "missingDecision", "leftByThemselves");
        assertThat(journey).isEnded();

        ProcessInstance arrival = travellers.start("arrival", family);
        travellers.moveOn();
        assertThat(arrival).isWaitingAt("call_reception");
        travellers.count(family.personIds().subList(2, 3), RECEPTION);
        travellers.later(Duration.ofDays(1));
        assertRefused("missingDecision", "leftByThemselves", "nor stays there alone");
        travellers.count(family.personIds().subList(0, 1), RECEPTION);
        assertThat(arrival).hasPassed("call_reception");
    }

    @Test
    void nobody_is_refused_where_nobody_checks_or_who_is_not_there() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        long woman = family.personIds().get(0);
        assertThatThrownBy(() -> passage.refuse(Travellers.BUS, MUSTER, woman, "papers"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nobody is turned away at 'muster'");
        assertThatThrownBy(() -> passage.refuse(Travellers.BUS, BORDER_EXIT, woman, "hair"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> passage.refuse(Travellers.BUS, BORDER_EXIT, 4711, "papers"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not on the manifest");
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING, BORDER_EXIT);
        assertThatThrownBy(() -> passage.refuse(Travellers.BUS, BORDER_EXIT, woman, "papers"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("counted here");
    }

    @Test
    void who_was_hurt_and_goes_on_gets_the_place_that_they_need_now_if_one_is_free() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        long brother = family.personIds().get(1);
        incidents.note(Travellers.BUS, BORDER_EXIT, brother, "injured");
        incidents.note(Travellers.BUS, BORDER_EXIT, brother, "injured");
        Map<String, Object> onAStretcher = Map.of("incidentDecision", "goesOn", "incidentPlace", "stretcher");
        Task task = theTask();
        assertThatThrownBy(() -> tasks.complete(task.getId(), onAStretcher))
                .rootCause()
                .hasMessageContaining("No such place is free");

        jdbc.sql("update movement set stretchers = 1 where kind = 'flight'").update();
        jdbc.sql("update movement set state = 'departed' where kind = 'convoy'").update();
        tasks.complete(theTask().getId(), onAStretcher);
        travellers.count(family.personIds(), BORDER_EXIT);

        assertThat(journey).isWaitingAt("call_borderEntry");
        assertThat(absences()).containsExactly("injured: goesOn");
        assertThat(movements.named(Travellers.PLANE).stretchersTaken()).isEqualTo(1);
        assertThat(movements.named(Travellers.PLANE).seatsTaken()).isEqualTo(2);
        assertThat(movements.named(Travellers.BUS).seatsTaken()).isEqualTo(3);
    }

    @Test
    void the_others_go_on_without_who_is_detained_but_no_child_stays_in_hospital_alone() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        List<Long> motherAndSon =
                List.of(family.personIds().get(0), family.personIds().get(2));
        incidents.note(Travellers.BUS, BORDER_EXIT, family.personIds().get(1), "detained");
        decideAfterIncident("goOnWithout");
        assertThat(households.members(family.id())).extracting(Person::id).containsExactlyElementsOf(motherAndSon);
        travellers.count(motherAndSon, BORDER_EXIT);

        incidents.note(Travellers.BUS, BORDER_ENTRY, motherAndSon.get(1), "hospital");
        assertRefused("incidentDecision", "goOnWithout", "Only children would stay behind");
        assertRefused("incidentDecision", "takenOver", "They have not flown yet");
        assertRefused("incidentDecision", "sing", "Say how the family goes on");
        decideAfterIncident("leaveJourney");

        assertThat(journey).isEnded().hasPassed("end_returned");
        assertThat(movements.itinerary(family.id())).isEmpty();
        assertThat(absences()).containsExactly("detained: goOnWithout", "hospital: leaveJourney");
    }

    @Test
    void an_incident_is_noted_before_a_checkpoint_and_goes_away_when_they_are_counted_there_after_all() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), MUSTER);
        long mother = family.personIds().get(0);
        assertThatThrownBy(() -> incidents.note(Travellers.BUS, MUSTER, mother, "injured"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("note it at the next checkpoint");
        incidents.note(Travellers.BUS, CONVOY_BOARDING, mother, "injured");
        assertThat(rollCall.parties(movements.named(Travellers.BUS)).get(0).passengers())
                .extracting(RollCall.Passenger::incident)
                .containsExactly("injured", null);

        travellers.count(family.personIds(), CONVOY_BOARDING);

        assertThat(journey).isWaitingAt("call_borderExit");
        assertThat(absences()).containsExactly("injured: came");
    }

    @Test
    void who_has_died_is_missed_by_nobody_and_the_others_go_on_or_leave() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        long brother = family.personIds().get(1);
        assertThatThrownBy(() -> incidents.died(Travellers.BUS, BORDER_EXIT, brother, null, " "))
                .hasMessageContaining("Say who established the death");

        incidents.died(Travellers.BUS, BORDER_EXIT, brother, null, "A doctor of the Red Crescent");

        assertThat(movements.named(Travellers.BUS).seatsTaken()).isEqualTo(2);
        assertThat(rollCall.parties(movements.named(Travellers.BUS)).get(0).passengers())
                .hasSize(2);
        assertThat(households.get(householdOf(brother)).endReason()).isEqualTo("died");
        assertThat(jdbc.sql("select checkpoint || ' / ' || said_by from death")
                        .query(String.class)
                        .single())
                .isEqualTo("border exit / A doctor of the Red Crescent");
        assertThat(runtime.getVariable(journey.getId(), "partySize")).isEqualTo(2);
        assertRefused("incidentDecision", "goOnWithout", "Somebody of this household has died");
        decideAfterIncident("goesOn");
        travellers.count(List.of(family.personIds().get(0), family.personIds().get(2)), BORDER_EXIT);
        assertThat(journey).isWaitingAt("call_borderEntry");
    }

    @Test
    void children_whose_mother_has_died_do_not_go_on_before_it_is_written_down_who_looks_after_them() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        incidents.died(Travellers.BUS, BORDER_EXIT, family.personIds().get(0), null, "The border doctor");
        assertRefused("incidentDecision", "goesOn", "Only children are left");

        households.remark(family.id(), null, "His aunt, on the same bus, takes him along.");
        decideAfterIncident("goesOn");

        assertThat(absences()).containsExactly("died: goesOn");
    }

    @Test
    void a_child_born_on_the_way_is_counted_from_there_on_and_takes_no_seat() {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        long mother = family.personIds().get(0);
        long son = family.personIds().get(1);
        assertThatThrownBy(() -> incidents.born(Travellers.BUS, BORDER_ENTRY, son, null, "female"))
                .hasMessageContaining("Choose the mother");

        long child = incidents.born(Travellers.BUS, BORDER_ENTRY, mother, null, "female");

        assertThat(households.partySize(family.id())).isEqualTo(3);
        assertThat(movements.named(Travellers.PLANE).seatsTaken()).isEqualTo(2);
        travellers.count(family.personIds(), BORDER_EXIT, BORDER_ENTRY);
        assertThat(journey).isWaitingAt("call_borderEntry");
        travellers.count(List.of(child), BORDER_ENTRY);
        assertThat(journey).isWaitingAt("call_checkIn");
        RollCall.Party party = rollCall.parties(movements.named(Travellers.BUS)).get(0);
        assertThat(party.passengers()).hasSize(3);
        assertThat(party.allAt(CONVOY_BOARDING)).isTrue();
        travellers.count(List.of(mother, son, child), CHECK_IN, FLIGHT_BOARDING, LANDING);
        assertThat(journey).isEnded().hasPassed("end_landed");
    }

    @Test
    void whom_a_hospital_has_taken_over_after_the_flight_is_not_looked_for_at_reception() {
        Registered family = travellers.byAir(Travellers.threeOfThem());
        ProcessInstance journey = travellers.depart(family);
        travellers.count(family.personIds(), CHECK_IN, FLIGHT_BOARDING);
        incidents.note(Travellers.PLANE, LANDING, family.personIds().get(1), "hospital");
        decideAfterIncident("takenOver");
        travellers.count(List.of(family.personIds().get(0), family.personIds().get(2)), LANDING);
        assertThat(journey).isEnded().hasPassed("end_landed");
    }

    @Test
    void a_death_is_asked_about_wherever_it_was_noted_and_only_it_is_decided_by_that() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        long brother = family.personIds().get(1);
        incidents.note(Travellers.BUS, BORDER_EXIT, family.personIds().get(2), "injured");
        assertThatThrownBy(() ->
                        incidents.died(Travellers.BUS, CONVOY_BOARDING, brother, Instant.MIN, "The border doctor"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("before BUS-1 was planned");

        incidents.died(Travellers.BUS, CONVOY_BOARDING, brother, null, "The border doctor");
        incidents.died(Travellers.BUS, CONVOY_BOARDING, brother, null, "The border doctor");

        decideAfterIncident("goesOn");
        assertThat(absences()).containsExactly("injured: null", "died: goesOn");
        decideAfterIncident("goesOn");
        assertThat(absences()).containsExactly("injured: goesOn", "died: goesOn");
    }

    @Test
    void what_happens_while_somebody_is_missing_is_asked_about_instead() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        travellers.depart(family);
        travellers.later(Duration.ofMinutes(345));
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_resolveMissingMember");

        incidents.note(Travellers.BUS, MUSTER, family.personIds().get(1), "hospital");
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_decideIncident");
        incidents.died(Travellers.PLANE, CHECK_IN, family.personIds().get(1), null, "The border doctor");
        assertRefused("incidentDecision", "goOnWithout", "Somebody of this household has died");
    }

    @Test
    void a_household_that_set_out_under_an_earlier_model_decides_about_incidents_as_about_refusals() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        travellers.depart(family);
        travellers.count(family.personIds(), MUSTER, CONVOY_BOARDING);
        incidents.note(Travellers.BUS, BORDER_EXIT, family.personIds().get(1), "injured");

        assertThat(passage.tally(family.id(), "border exit")).isEqualTo("refused");
        assertThat(passage.settleRefusal(family.id(), "border exit", "tryAgain"))
                .isEqualTo("wait");
        incidents.died(Travellers.BUS, BORDER_EXIT, family.personIds().get(1), null, "The border doctor");
        assertThat(passage.tally(family.id(), "border exit")).isEqualTo("refused");
        assertThat(passage.settleRefusal(family.id(), "border exit", "turnBack"))
                .isEqualTo("returned");

        assertThat(absences()).containsExactly("injured: tryAgain", "died: leaveJourney");
        assertThat(passage.tally(family.id(), "border exit")).isEqualTo("waiting");
    }

    @Test
    void the_case_of_the_last_who_died_ends_under_an_earlier_model_too() {
        Registered woman = travellers.byAir(TestHouseholds.woman());
        travellers.depart(woman);

        incidents.died(Travellers.PLANE, CHECK_IN, woman.personIds().get(0), null, "The airport doctor");

        assertThat(households.get(woman.id()).endReason()).isEqualTo("died");
        assertThat(movements.named(Travellers.PLANE).seatsTaken()).isZero();
    }

    private void decideAfterIncident(String decision) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("incidentDecision", decision);
        answer.put("incidentPlace", null);
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo("task_decideIncident");
        tasks.complete(theTask().getId(), answer);
        travellers.moveOn();
    }

    private long householdOf(long person) {
        return jdbc.sql("select household_id from person where id = :id")
                .param("id", person)
                .query(Long.class)
                .single();
    }

    private void assertRefused(String variable, String decision, String because) {
        Task task = theTask();
        Map<String, Object> answer = new HashMap<>(Map.of(variable, decision));
        answer.put("incidentPlace", null);
        assertThatThrownBy(() -> tasks.complete(task.getId(), answer))
                .hasRootCauseInstanceOf(Refusal.class)
                .rootCause()
                .hasMessageContaining(because);
        assertThat(theTask().getId()).isEqualTo(task.getId());
    }

    private void decide(String task, String variable, String decision) {
        assertThat(theTask().getTaskDefinitionKey()).isEqualTo(task);
        tasks.complete(theTask().getId(), Map.of(variable, decision));
        travellers.moveOn();
    }

    /** The one task on the road; cases opened anew have their own. */
    private Task theTask() {
        return tasks.createTaskQuery().processDefinitionKey("checkpoint").singleResult();
    }

    private List<String> absences() {
        return jdbc.sql("select kind || ': ' || coalesce(decision, 'null') from absence order by id")
                .query(String.class)
                .list();
    }

    private @Nullable Object outcome(ProcessInstance journey) {
        return history.createHistoricVariableInstanceQuery()
                .processInstanceId(journey.getId())
                .variableName("passageOutcome")
                .singleResult()
                .getValue();
    }
}
