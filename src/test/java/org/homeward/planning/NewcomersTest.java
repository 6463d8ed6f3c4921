package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.LocalDate;
import java.util.Map;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.audit.Invariants;
import org.homeward.contact.Message;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewPerson;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.homeward.registration.Intake;
import org.homeward.vetting.Vetting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody joins a household that has its seats already: all travel together, or all wait together. */
@HomewardTest
class NewcomersTest {

    @Autowired
    private Days days;

    @Autowired
    private Intake intake;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Messages messages;

    @Autowired
    private Vetting vetting;

    @Autowired
    private Invariants invariants;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void a_newcomer_gets_no_seat_of_the_crew() {
        Household family = seated(3, 3);
        jdbc.sql("update movement set crew = 1 where code = 'FL-1'").update();

        intake.join(family.id(), grandmother());

        assertThat(households.get(family.id()).stage()).isEqualTo("ready");
        assertThat(movements.named("FL-1").seatsTaken()).isZero();
    }

    @Test
    void a_newcomer_gets_a_place_on_the_whole_way_where_there_is_one() {
        Household family = seated(3, 3);

        long newcomer = intake.join(family.id(), grandmother());

        assertThat(movements.aboard(movements.named("BUS-1").id())).anyMatch(place -> place.personId() == newcomer);
        assertThat(movements.aboard(movements.named("FL-1").id())).anyMatch(place -> place.personId() == newcomer);
        assertThat(movements.named("FL-1").seatsTaken()).isEqualTo(3);
        assertThat(households.get(family.id()).stage()).isEqualTo("seated");
        assertThat(invariants.offences()).isEmpty();
        assertThat(days.task(family.caseNumber(), "task_recordHouseholdChange")).isNotNull();
    }

    @Test
    void a_household_with_seats_that_is_vetted_anew_gives_them_back_and_is_told_not_to_set_out() {
        Household family = seated(3, 3);
        jdbc.sql("update document set expires = '2001-01-01'").update();

        vetting.changed(family.id());

        assertThat(households.get(family.id()).stage()).isEqualTo("vetting");
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
        assertThat(messages.of(family.id())).extracting(Message::kind).contains("vettedAnew");
    }

    @Test
    void where_one_leg_is_full_all_go_back_to_their_place_in_the_queue_and_are_told_why() {
        Household family = seated(3, 2);

        intake.join(family.id(), grandmother());
        days.work();

        Household again = households.get(family.id());
        assertThat(again.stage()).isEqualTo("ready");
        assertThat(again.readySince()).isEqualTo(family.readySince());
        assertThat(movements.itinerary(family.id())).isEmpty();
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
        assertThat(messages.of(family.id())).extracting(Message::kind).contains("noPlaceForAll");
        assertThat(invariants.offences()).isEmpty();

        days.plan(flight("FL-2", in(130), 3));
        days.round();
        assertThat(households.get(family.id()).stage()).isEqualTo("seated");
        assertThat(movements.named("FL-2").seatsTaken()).isEqualTo(3);
    }

    @Test
    void an_exit_admits_no_newcomer_over_its_quota() {
        jdbc.sql("update exit set daily_quota = 2 where code = 'MASNAA'").update();
        try {
            Household family = seated(3, 3);
            intake.join(family.id(), grandmother());
            assertThat(households.get(family.id()).stage()).isEqualTo("ready");
        } finally {
            jdbc.sql("update exit set daily_quota = null where code = 'MASNAA'").update();
        }
    }

    @Test
    void a_frozen_manifest_takes_a_newcomer_and_a_household_under_way_none() {
        Household family = seated(4, 4);
        movements.enters(movements.named("BUS-1").id(), "frozen");
        intake.join(family.id(), grandmother());
        assertThat(households.get(family.id()).stage()).isEqualTo("seated");

        households.enters(family.id(), "under way");
        assertThatThrownBy(() -> intake.join(
                        family.id(), TestHouseholds.woman().members().get(0)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is under way");
        households.enters(family.id(), "seated");
        assertThat(invariants.offences()).isEmpty();
    }

    /** A mother and her son with seats, in the middle of the spine. */
    private Household seated(int onTheBus, int onThePlane) {
        Household family = households.get(
                households.register(TestHouseholds.motherAndSon()).id());
        households.enters(family.id(), "vetting");
        runtimeService()
                .createProcessInstanceByKey("evacuation")
                .businessKey(family.caseNumber())
                .setVariables(Map.of(
                        "householdId",
                        family.id(),
                        "governorate",
                        "SY01",
                        "partySize",
                        2,
                        "priority",
                        2,
                        "restricted",
                        false,
                        "seatsOutcome",
                        "none",
                        "vettingOutcome",
                        "cleared"))
                .startBeforeActivity("call_seats")
                .execute();
        days.plan(flight("FL-1", in(128), onThePlane));
        days.plan(convoy("BUS-1", in(120), onTheBus));
        days.round();
        Household seated = households.get(family.id());
        assertThat(seated.stage()).isEqualTo("seated");
        return seated;
    }

    private static NewPerson grandmother() {
        return TestHouseholds.person(
                "Полевая Анна", "POLEVAIA ANNA", LocalDate.of(1950, 5, 6), "female", "parent", "510000099");
    }
}
