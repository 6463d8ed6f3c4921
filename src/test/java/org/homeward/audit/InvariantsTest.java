package org.homeward.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Registration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Breaks each invariant once and sees it named. Each test is rolled back, so that constraints may be dropped too. */
@HomewardTest
@Breaks({"I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9"})
@Transactional
class InvariantsTest {

    @Autowired
    private Invariants invariants;

    @Autowired
    private Households households;

    @Autowired
    private Registration registration;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private JdbcClient jdbc;

    private Registered household = new Registered(0, "", null, false, java.util.List.of());

    @BeforeEach
    void oneHouseholdInOrder() {
        household = households.register(TestHouseholds.motherAndSon());
        registration.open(household.id());
        assertThat(invariants.offences()).isEmpty();
    }

    @Test
    void I1_a_seat_too_many() {
        long movement = movement(1);
        jdbc.sql("alter table movement drop constraint movement_check").update();
        itinerary(movement);
        assertNamed("I1", "movement BUS-1: 2 of 1 seat places held, 0 counted");
    }

    @Test
    void I1_a_seat_of_the_crew_given_away() {
        long movement = movement(3);
        jdbc.sql("update movement set crew = 2").update();
        itinerary(movement);
        assertNamed("I1", "movement BUS-1: 2 of 1 seat places held, 0 counted");
    }

    @Test
    void I1_a_person_twice_on_one_movement() {
        long movement = movement(9);
        jdbc.sql("drop index reservation_one_held").update();
        itinerary(movement);
        jdbc.sql(
                        "insert into reservation (itinerary_id, household_id, person_id, movement_id, place) select itinerary_id,"
                                + " household_id, person_id, movement_id, place from reservation limit 1")
                .update();
        assertNamed("I1", "person " + household.personIds().get(0) + " twice on movement " + movement);
    }

    @Test
    void I2_a_household_on_two_itineraries() {
        jdbc.sql("drop index itinerary_one_held").update();
        run("insert into itinerary (household_id, made_at) values (:id, now()), (:id, now())");
        assertNamed("I2", "household " + household.id() + " on 2 itineraries");
    }

    @Test
    void I2_a_child_left_without_a_place() {
        itinerary(movement(9));
        jdbc.sql("delete from reservation where person_id = :child")
                .param("child", household.personIds().get(1))
                .update();
        assertNamed("I2", "without a place on movement");
    }

    @Test
    void I2_a_person_travelling_with_another_household() {
        itinerary(movement(9));
        Registered other = households.register(TestHouseholds.woman());
        jdbc.sql("update person set household_id = :other where id = :child")
                .param("other", other.id())
                .param("child", household.personIds().get(1))
                .update();
        assertNamed("I2", "travels with household " + household.id());
    }

    @Test
    void I3_a_stage_that_disagrees_with_the_process() {
        households.enters(household.id(), "vetting");
        assertNamed("I3", "household " + household.id() + " is vetting but its process is at call_registration");
    }

    @Test
    void I3_a_household_without_a_process_and_a_process_without_a_household() {
        String instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(household.caseNumber(), "evacuation")
                .singleResult()
                .getId();
        run("update act_ru_execution set business_key_ = 'XXX-000000-0' where business_key_ = (select case_number from"
                + " household where id = :id)");
        assertNamed("I3", "household " + household.id() + " is registered but its process is at no station");
        assertNamed("I3", "process instance " + instance + " has no household");
    }

    @Test
    void I3_an_ended_household_whose_process_goes_on() {
        households.ends(household.id(), "stays");
        assertNamed("I3", "household " + household.id() + " is ended but its process goes on");
    }

    @Test
    void I4_a_stage_without_a_record() {
        run("update household set stage = 'home' where id = :id");
        assertNamed("I4", "household " + household.id() + " is home without a record of it");
    }

    @Test
    void a_breach_shows_in_the_metric_of_its_invariant_only() {
        run("update household set stage_tx = '1' where id = :id");
        var metrics = new SimpleMeterRegistry();
        new InvariantGauges(invariants).bindTo(metrics);
        assertThat(metrics.get("homeward.invariants.breaches").gauges())
                .hasSize(9)
                .allSatisfy(gauge -> assertThat(gauge.value())
                        .as(gauge.getId().toString())
                        .isEqualTo("I4".equals(gauge.getId().getTag("invariant")) ? 1 : 0));
    }

    @Test
    void I4_a_record_from_another_transaction() {
        run("update household set stage_tx = '1' where id = :id");
        assertNamed("I4", "household " + household.id() + " is registered without a record of it");
    }

    @Test
    void I5_an_imported_row_without_its_person() {
        jdbc.sql("insert into import (id, file_name, content, digest, officer, started_at, state, row_count) values"
                        + " ('00000000-0000-0000-0000-000000000001', 'list.csv', '', '', 'consular', now(), 'done', 2)")
                .update();
        jdbc.sql("insert into import_row (import_id, row_number, outcome, household_row) values"
                        + " ('00000000-0000-0000-0000-000000000001', 1, 'imported', 1)")
                .update();
        assertNamed("I5", "row 1 has no person");
        assertNamed("I5", "2 rows read, 1 accounted for");
    }

    @Test
    void I6_a_message_delivered_twice() {
        jdbc.sql("drop index delivery_once").update();
        run("insert into message (household_id, kind, once_key, language, subject, body, made_at)"
                + " values (:id, 'instructions', 'k', 'ru', 's', 'b', now())");
        jdbc.sql(
                        "insert into delivery (message_id, at, outcome) select id, now(), 'delivered' from message, generate_series(1,"
                                + " 2)")
                .update();
        assertNamed("I6", "delivered 2 times");
    }

    @Test
    void I7_a_job_given_up_in_silence() {
        jdbc.sql("insert into act_ru_job (id_, rev_, type_, retries_) values ('silent', 1, 'message', 0)")
                .update();
        assertNamed("I7", "job silent has no retries left and no open incident");
    }

    @Test
    void I8_a_landing_before_the_border() {
        long movement = movement(9);
        itinerary(movement);
        counted("landing", movement, "-1 hour");
        counted("border exit", movement, "-29 minutes");
        assertNamed("I8", "scan landing is out of order");
    }

    @Test
    void I8_a_second_journey_of_somebody_who_has_landed() {
        long movement = movement(9);
        itinerary(movement);
        counted("landing", movement, "-1 hour");
        counted("muster", movement, "-29 minutes");
        assertNamed("I8", "scan muster sets out after a landing");
    }

    private void counted(String checkpoint, long movement, String when) {
        jdbc.sql("""
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at,
                                  received_at, officer, verdict)
                values (:step, :person, '', :movement, '', :step, now() + cast(:when as interval), now(), 'field', 'taken')""")
                .param("step", checkpoint)
                .param("when", when)
                .param("person", household.personIds().get(0))
                .param("movement", movement)
                .update();
    }

    @Test
    void I9_a_name_in_a_variable() {
        String instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(household.caseNumber(), "evacuation")
                .singleResult()
                .getId();
        runtime.setVariable(instance, "applicant", "POLEVAIA VERA");
        assertNamed("I9", "variable applicant holds what may be personal");
        runtime.setVariable(instance, "note", "Вера");
        assertNamed("I9", "variable note holds what may be personal");
        runtime.setVariable(instance, "paper", "passport 510000001");
        assertNamed("I9", "variable paper holds what may be personal");
    }

    @Test
    void I9_an_address_in_what_a_job_or_an_ended_process_says() {
        run("""
                insert into act_ru_job (id_, type_, exception_msg_) values ('x', 'message', 'Mail to vera@example.org failed')""");
        assertNamed("I9", "failed job says what may be personal");
        run("""
                update act_hi_procinst set delete_reason_ = 'Polevaia Vera has left'
                where business_key_ = (select case_number from household where id = :id)""");
        assertNamed("I9", "ended process says what may be personal");
        run("insert into act_hi_incident (id_, create_time_, incident_type_, incident_state_, incident_msg_)"
                + " values ('x', now(), 'failedJob', 0, 'No seat for POLEVAIA VERA')");
        assertNamed("I9", "past incident says what may be personal");
    }

    private void assertNamed(String invariant, String offender) {
        assertThat(invariants.offences()).anySatisfy(offence -> {
            assertThat(offence.invariant()).isEqualTo(invariant);
            assertThat(offence.offender()).contains(offender);
        });
        assertThat(invariants.counts().get(invariant)).isPositive();
    }

    private void run(String sql) {
        jdbc.sql(sql).param("id", household.id()).update();
    }

    private long movement(int seats) {
        return jdbc.sql("""
                insert into movement (code, kind, origin, destination, departs, arrives, seats, planned_at)
                values ('BUS-1', 'convoy', 'Damascus', 'Beirut', now(), now() + interval '6 hours', :seats, now()) returning id""").param("seats", seats).query(Long.class).single();
    }

    private void itinerary(long movement) {
        long itinerary = jdbc.sql("insert into itinerary (household_id, made_at) values (:id, now()) returning id")
                .param("id", household.id())
                .query(Long.class)
                .single();
        jdbc.sql("insert into itinerary_leg values (:itinerary, 1, :movement)")
                .param("itinerary", itinerary)
                .param("movement", movement)
                .update();
        jdbc.sql("""
                insert into reservation (itinerary_id, household_id, person_id, movement_id, place)
                select :itinerary, household_id, id, :movement, 'seat' from person where household_id = :id""")
                .param("itinerary", itinerary)
                .param("movement", movement)
                .param("id", household.id())
                .update();
    }
}
