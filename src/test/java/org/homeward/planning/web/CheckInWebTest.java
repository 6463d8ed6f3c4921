package org.homeward.planning.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.movement.VehicleType;
import org.homeward.movement.VehicleTypes;
import org.homeward.planning.CheckIn;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.ResultMatcher;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

@HomewardTest
@Breaks({"I2", "I3"})
class CheckInWebTest {

    @Autowired
    private MockMvc web;

    @Autowired
    private CheckIn checkIn;

    @Autowired
    private Planning planning;

    @Autowired
    private VehicleTypes types;

    @Autowired
    private Households households;

    @Autowired
    private Reservations reservations;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    private Movement plane;

    @BeforeEach
    void a_plane_with_a_plan_of_its_seats() throws Exception {
        types.add(new VehicleType(0, "Yak-42", "flight", 20, 0, 0, 2, 0, null, false));
        plane = planning.plan(flight("FL-1", clock.instant().plus(Duration.ofHours(30)), 18))
                .movement();
        planning.open(plane.id());
        jdbc.sql("update movement set vehicle_type = 'Yak-42', baggage_kg = 100")
                .update();
        web.perform(written(
                                "/movements/vehicles/" + types.inUse().get(0).id() + "/seats",
                                "rows",
                                "3",
                                "letters",
                                "ABC DEF",
                                "blocked",
                                "1A 1B")
                        .with(user("officer").roles("transport")))
                .andExpect(flash().attributeExists("notice"));
    }

    @Test
    void families_are_given_seats_together_and_an_officer_may_choose_others() throws Exception {
        Registered family = aboard(TestHouseholds.motherAndSon());
        Registered woman = aboard(TestHouseholds.woman());
        long mother = family.personIds().get(0);
        long son = family.personIds().get(1);
        send("seats").andExpect(flash().attribute("notice", "The families have their seats."));
        assertThat(checkIn.seats(plane.id()))
                .isEqualTo(Map.of(son, "1D", mother, "1E", woman.personIds().get(0), "1C"));

        send(family.caseNumber(), "seat-" + mother, "1d", "seat-" + son, "1e")
                .andExpect(flash().attributeExists("notice"));
        send("seats");
        assertThat(checkIn.seats(plane.id())).containsEntry(mother, "1D").containsEntry(son, "1E");
        send(family.caseNumber(), "seat-" + son, "1C").andExpect(refused("The seat 1C is not free"));
        send(family.caseNumber(), "seat-" + son, "1A").andExpect(refused("The seat 1A is not free"));
        send(family.caseNumber(), "seat-" + son, "9Z").andExpect(refused("The seat 9Z is not free"));
        assertThat(checkIn.seats(plane.id())).as("nothing has changed").containsEntry(son, "1E");
        send(family.caseNumber(), "seat-" + son, "");
        page("field")
                .andExpect(content()
                        .string(allOf(
                                containsString("Полевой Лев"),
                                containsString("without a seat; seats still free: 14"))));
    }

    @Test
    void a_newborn_in_arms_has_no_seat_and_a_seat_that_a_smaller_plane_has_not_is_forgotten() throws Exception {
        Registered family = aboard(TestHouseholds.motherAndSon());
        long mother = family.personIds().get(0);
        long son = family.personIds().get(1);
        send(family.caseNumber(), "seat-" + mother, "3F");
        jdbc.sql("update reservation set place = 'arms' where person_id = :son")
                .param("son", son)
                .update();
        send("seats").andExpect(flash().attributeExists("notice"));
        assertThat(checkIn.seats(plane.id())).isEqualTo(Map.of(mother, "3F"));
        jdbc.sql("update seat_plan set seat_rows = 2").update();
        assertThat(checkIn.seats(plane.id())).isEmpty();
        send("seats");
        assertThat(checkIn.seats(plane.id())).containsOnlyKeys(mother);
        jdbc.sql("update reservation set place = 'seat'").update();
    }

    @Test
    void baggage_is_noted_by_household_and_more_than_is_allowed_is_shown() throws Exception {
        Registered family = aboard(TestHouseholds.motherAndSon());
        send(family.caseNumber(), "pieces", "3", "kg", "40").andExpect(flash().attributeExists("notice"));
        page("field").andExpect(content().string(not(containsString("More than 20 kg"))));
        send(family.caseNumber(), "pieces", "3", "kg", "101");
        page("field")
                .andExpect(content()
                        .string(allOf(
                                containsString("they may bring 40 kg"),
                                containsString("more baggage than the vehicle takes"))));
        for (String wrong : List.of("-1", "1.5", "5001", "x")) {
            send(family.caseNumber(), "pieces", "1", "kg", wrong)
                    .andExpect(refused("Give pieces and kilograms"))
                    .andExpect(flash().attribute("entered", hasEntry("kg", wrong)));
        }
    }

    @Test
    void who_is_restricted_has_a_seat_that_others_only_see_as_not_to_be_given() throws Exception {
        Registered secret = aboard(TestHouseholds.restricted());
        send("seats");
        assertThat(checkIn.seats(plane.id()))
                .as("only a cleared officer gives it")
                .isEmpty();
        web.perform(
                written("/movements/FL-1/check-in/seats").with(user("officer").roles("field", "cleared")));
        Registered family = aboard(TestHouseholds.motherAndSon());
        String theirs =
                requireNonNull(checkIn.seats(plane.id()).get(secret.personIds().get(0)));

        page("field").andExpect(content().string(not(containsString(secret.caseNumber()))));
        send(family.caseNumber(), "seat-" + family.personIds().get(0), theirs)
                .andExpect(refused("The seat " + theirs + " is not free"));
        page("field").andExpect(content().string(containsString("seats still free: 16")));
        page("field", "cleared").andExpect(content().string(containsString("seats still free: 15")));
        send(secret.caseNumber(), "kg", "1", "pieces", "1").andExpect(refused("There is no such household"));
        send("seats");
        assertThat(checkIn.seats(plane.id()))
                .hasSize(3)
                .containsEntry(secret.personIds().get(0), theirs);
    }

    @Test
    void when_there_are_fewer_seats_than_people_it_is_said_for_how_many_none_was_left() throws Exception {
        jdbc.sql("update movement set baggage_kg = null").update();
        for (int family = 0; family < 9; family++) {
            aboard(TestHouseholds.motherAndSon());
        }
        jdbc.sql("update seat_plan set blocked = '1A 1B 1C 1D'").update();
        send("seats").andExpect(flash().attribute("warning", "For 4 no seat was left."));
    }

    @Test
    void there_is_no_check_in_for_a_convoy_and_none_any_more_when_the_plane_has_left() throws Exception {
        planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(30)), 18));
        web.perform(get("/movements/BUS-1/check-in").with(user("officer").roles("field")))
                .andExpect(status().isNotFound());
        Registered family = aboard(TestHouseholds.motherAndSon());
        jdbc.sql("update movement set state = 'departed' where code = 'FL-1'").update();
        send("seats").andExpect(refused("Movement FL-1 has left"));
        send(family.caseNumber(), "kg", "1", "pieces", "1").andExpect(refused("Movement FL-1 has left"));
        page("field");
    }

    @Test
    void a_plan_of_seats_that_cannot_be_read_is_refused_and_stays_as_it_was_typed() throws Exception {
        web.perform(written(
                                "/movements/vehicles/" + types.inUse().get(0).id() + "/seats",
                                "rows",
                                "3",
                                "letters",
                                "ABBA",
                                "blocked",
                                "")
                        .with(user("officer").roles("transport")))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(
                        content().string(allOf(containsString("ABBA"), containsString("Write the letters of a row"))));
    }

    private Registered aboard(NewHousehold household) {
        Registered registered = households.register(household);
        reservations.reserve(List.of(new Seating(registered.id(), List.of(plane.id()))));
        return registered;
    }

    private ResultActions page(String... groups) throws Exception {
        return web.perform(get("/movements/FL-1/check-in")
                        .with(user("officer").roles(groups))
                        .locale(Locale.ENGLISH))
                .andExpect(status().isOk());
    }

    private ResultActions send(String what, String... entered) throws Exception {
        return web.perform(written("/movements/FL-1/check-in/" + what, entered)
                .with(user("officer").roles("field")));
    }

    private static MockHttpServletRequestBuilder written(String path, String... entered) {
        MockHttpServletRequestBuilder request = post(path).with(csrf()).locale(Locale.ENGLISH);
        for (int field = 0; field < entered.length; field += 2) {
            request.param(entered[field], entered[field + 1]);
        }
        return request;
    }

    private static ResultMatcher refused(String sentence) {
        return flash().attribute("refusal", containsString(sentence));
    }
}
