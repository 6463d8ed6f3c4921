package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.planning.Days.in;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.ExitWatch.Between;
import org.homeward.planning.ExitWatch.Coming;
import org.homeward.planning.ExitWatch.Watch;
import org.homeward.situation.Exits;
import org.homeward.situation.OpeningHours;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** It is six in the morning of UTC, eight by the clock of Damascus. */
@HomewardTest
@Breaks({"I2", "I3"})
class ExitWatchTest {

    @Autowired
    private MockMvc web;

    @Autowired
    private Days days;

    @Autowired
    private ExitWatch watch;

    @Autowired
    private Households households;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Exits exits;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void exit_and_entry_are_counted_apart_and_who_stands_in_between_longest_is_first() {
        Movement bus = bus("BUS-1", 1);
        Registered family = aboard(bus, TestHouseholds.motherAndSon());
        Registered woman = aboard(bus, TestHouseholds.woman());
        count(bus, family, "border exit", in(3));
        count(bus, woman, "border exit", in(2));
        days.it_is(in(4));
        assertThat(watch.of("masnaa"))
                .extracting(Watch::out, Watch::in, Watch::persons, Watch::onTheWay)
                .containsExactly(3, 0, 3, 0);
        assertThat(watch.of("MASNAA").between())
                .extracting(
                        Between::caseNumber,
                        Between::persons,
                        between -> between.since().toInstant())
                .containsExactly(tuple(woman.caseNumber(), 1, in(2)), tuple(family.caseNumber(), 2, in(3)));

        count(bus, woman, "border entry", in(4));
        assertThat(watch.of("MASNAA"))
                .extracting(Watch::out, Watch::in, Watch::persons)
                .containsExactly(3, 1, 2);
        days.it_is(in(20));
        assertThat(watch.of("MASNAA"))
                .as("on the next day they still stand there")
                .extracting(Watch::out, Watch::in, Watch::persons)
                .containsExactly(0, 0, 2);
    }

    @Test
    void who_has_come_in_does_not_stand_in_between_whatever_the_clocks_of_two_devices_say() {
        Movement bus = bus("BUS-1", 1);
        Registered woman = aboard(bus, TestHouseholds.woman());
        count(bus, woman, "border exit", in(3));
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, decision, noted_at, noted_by)
                select household_id, person_id, movement_id, 'border entry', 'injured', 'goesOn', now(), 'field'
                from reservation""").update();
        assertThat(watch.of("MASNAA").between())
                .as("who goes on is still there")
                .hasSize(1);
        count(bus, woman, "border entry", in(2));
        assertThat(watch.of("MASNAA").between()).isEmpty();
        jdbc.sql("delete from scan where checkpoint = 'border entry'").update(); // by these clocks it breaks I8
    }

    @Test
    void what_left_last_night_and_is_still_under_way_comes_today() {
        aboard(bus("BUS-1", 14), TestHouseholds.woman());
        days.it_is(in(20));
        assertThat(watch.of("MASNAA").coming()).as("it has not left").isEmpty();
        jdbc.sql("update movement set state = 'departed'").update();
        days.it_is(in(26));
        assertThat(watch.of("MASNAA").coming()).extracting(Coming::code).containsExactly("BUS-1");
    }

    @Test
    void who_comes_today_and_is_too_many_for_what_the_quota_leaves_is_shown_by_movement() {
        exits.admits("MASNAA", 4);
        Movement first = bus("BUS-1", 1);
        Registered gone = aboard(first, TestHouseholds.woman());
        aboard(first, TestHouseholds.motherAndSon());
        aboard(bus("BUS-2", 2), TestHouseholds.motherAndSon());
        aboard(bus("BUS-3", 30), TestHouseholds.woman());
        count(first, gone, "border exit", in(2));

        Watch today = watch.of("MASNAA");
        assertThat(today.left()).isEqualTo(3);
        assertThat(today.coming())
                .extracting(Coming::code, Coming::persons, Coming::tooMany)
                .containsExactly(tuple("BUS-1", 2, 0), tuple("BUS-2", 2, 1));
    }

    @Test
    void what_can_be_there_only_after_closing_is_shown_also_when_it_is_late() {
        exits.keeps("MASNAA", OpeningHours.written("08:00–14:00"));
        aboard(bus("BUS-1", 1), TestHouseholds.woman());
        assertThat(watch.of("MASNAA").hours()).isEqualTo(new ExitWatch.Hours(true, in(6), null));
        assertThat(watch.of("MASNAA").coming().get(0).afterClosing()).isFalse();

        days.it_is(in(8));
        assertThat(watch.of("MASNAA").hours()).isEqualTo(new ExitWatch.Hours(false, in(24), in(6)));
        assertThat(watch.of("MASNAA").coming().get(0).afterClosing()).isTrue();
        exits.keeps("MASNAA", null);
        assertThat(watch.of("MASNAA").coming().get(0).afterClosing()).isFalse();
    }

    @Test
    void who_is_restricted_is_neither_seen_nor_counted_by_others() throws Exception {
        Movement bus = bus("BUS-1", 1);
        Registered secret = aboard(bus, TestHouseholds.restricted());
        page("field").andExpect(content().string(not(containsString("BUS-1"))));
        page("field", "cleared").andExpect(content().string(containsString("BUS-1")));
        count(bus, secret, "border exit", in(0));
        page("field")
                .andExpect(content()
                        .string(allOf(
                                containsString("Nobody stands in between."),
                                not(containsString(secret.caseNumber())))));
        page("managers", "cleared").andExpect(content().string(containsString(secret.caseNumber())));
    }

    @Test
    void there_is_no_page_of_what_is_no_exit() throws Exception {
        web.perform(get("/exits/NOWHERE").with(user("officer").roles("field"))).andExpect(status().isNotFound());
    }

    private org.springframework.test.web.servlet.ResultActions page(String... groups) throws Exception {
        return web.perform(
                        get("/exits/MASNAA").with(user("officer").roles(groups)).locale(Locale.ENGLISH))
                .andExpect(status().isOk());
    }

    /** It is six hours on its way. */
    private Movement bus(String code, long departs) {
        Movement bus = days.plan(convoy(code, in(departs), 40));
        jdbc.sql("update movement set state = 'open' where id = :id")
                .param("id", bus.id())
                .update();
        return bus;
    }

    private Registered aboard(Movement bus, NewHousehold household) {
        Registered registered = households.register(household);
        reservations.reserve(List.of(new Seating(registered.id(), List.of(bus.id()))));
        return registered;
    }

    private void count(Movement movement, Registered household, String checkpoint, Instant at) {
        household
                .personIds()
                .forEach(person -> jdbc.sql("""
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict)
                values (:checkpoint || :person, :person, '', :movement, '', :checkpoint, :at, :at, 'field', 'taken')""")
                        .param("person", person)
                        .param("movement", movement.id())
                        .param("checkpoint", checkpoint)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update());
    }
}
