package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** What is planned of a movement is changed until it freezes, and never over the head of another officer. */
@HomewardTest
@Breaks("I3")
class MovementEditWebTest {

    private static final RequestPostProcessor TRANSPORT = request ->
            csrf().postProcessRequest(user("officer").roles("transport").postProcessRequest(request));

    @Autowired
    MockMvc web;

    @Autowired
    Planning planning;

    @Autowired
    Movements movements;

    @Autowired
    Reservations reservations;

    @Autowired
    Households households;

    @Autowired
    Clock clock;

    private Instant departs = Instant.EPOCH;

    @BeforeEach
    void a_bus_in_three_days() {
        departs = clock.instant().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MINUTES);
        planning.plan(convoy("BUS-1", departs, 45));
    }

    @Test
    void times_way_and_crew_are_changed_while_nobody_is_seated() throws Exception {
        Instant earlier = departs.minus(Duration.ofDays(1));
        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content().string(containsString("/movements/BUS-1/edit")));
        web.perform(get("/movements/BUS-1/edit").with(TRANSPORT))
                .andExpect(content().string(containsString("value=\"" + written(departs) + "\"")));
        edit(Map.of(
                        "origin", "Homs",
                        "destination", "Amman",
                        "exit", "NASIB",
                        "departs", written(earlier),
                        "arrives", written(earlier.plusSeconds(3600)),
                        "crew", "2"))
                .andExpect(redirectedUrl("/movements/BUS-1"))
                .andExpect(flash().attribute("notice", "BUS-1 is changed."));

        assertThat(bus())
                .extracting(
                        Movement::origin,
                        Movement::destination,
                        Movement::exit,
                        Movement::departs,
                        Movement::arrives,
                        Movement::crew,
                        Movement::seats)
                .containsExactly("Homs", "Amman", "NASIB", earlier, earlier.plusSeconds(3600), 2, 45);
        assertThat(managementService()
                        .createJobQuery()
                        .activityId("event_freezeTime")
                        .singleResult()
                        .getDuedate()
                        .toInstant())
                .as("it freezes before it leaves")
                .isEqualTo(planning.freezeTime(bus().id()).toInstant())
                .isBefore(earlier);
    }

    @Test
    void an_officer_does_not_overwrite_what_another_has_changed_and_keeps_what_was_typed() throws Exception {
        String seen = bus().mark();
        edit(Map.of("crew", "3")).andExpect(redirectedUrl("/movements/BUS-1"));

        String page = edit(Map.of("crew", "5", "origin", "Homs", "seen", seen))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("Somebody has changed BUS-1 since you opened this page.")))
                .andExpect(content().string(containsString("3 of 45 seats")))
                .andExpect(content().string(containsString("value=\"5\"")))
                .andExpect(content().string(containsString("value=\"Homs\"")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(bus()).extracting(Movement::crew, Movement::origin).containsExactly(3, "Damascus");

        assertThat(page).contains("name=\"seen\" value=\"" + bus().mark() + "\"");
        edit(Map.of("crew", "5", "origin", "Homs")).andExpect(redirectedUrl("/movements/BUS-1"));
        assertThat(bus()).extracting(Movement::crew, Movement::origin).containsExactly(5, "Homs");

        planning.delay("BUS-1", departs.plusSeconds(3600));
        edit(Map.of("departs", written(departs), "seen", seen)).andExpect(status().isConflict());
    }

    @Test
    void a_refusal_for_another_reason_does_not_hide_what_somebody_changed_since() throws Exception {
        String seen = bus().mark();
        edit(Map.of("crew", "3"));
        web.perform(post("/movements/BUS-1/edit")
                        .param("departs", "soon")
                        .param("seen", seen)
                        .with(TRANSPORT))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("name=\"seen\" value=\"" + seen + "\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            origin      | Homs       | its towns and its exit can no longer be changed
            destination | Amman      | its towns and its exit can no longer be changed
            exit        | ARIDA      | its towns and its exit can no longer be changed
            departs     | EARLIER    | it can no longer leave earlier
            crew        | 44         | There are no longer seats for a crew of 44.
            """)
    void what_those_who_are_seated_rely_on_stays(String field, String value, String sentence) throws Exception {
        seat();
        edit(Map.of(field, value.replace("EARLIER", written(departs.minusSeconds(60)))))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString(sentence)))
                .andExpect(content().string(containsString("aria-invalid=\"true\"")));
        edit(Map.of("crew", "43")).andExpect(redirectedUrl("/movements/BUS-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            departs     | 2013-01-22T06:00 | is in the past
            departs     | ''               | needs its departure
            arrives     | 2013-01-22T06:00 | is not after the departure
            destination | Дамаск           | Origin and destination are the same
            exit        | DAM              | DAM is an airport
            exit        | ''               | A convoy needs the exit
            crew        | 46               | A crew of 46 has no place on 45 seats.
            crew        | x                | Give the number of crew as a whole number.
            """)
    void the_rules_of_planning_hold_for_changes_too(String field, String value, String sentence) throws Exception {
        String before = bus().mark();
        edit(Map.of(field, value))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString(sentence)));
        assertThat(bus().mark()).isEqualTo(before);
    }

    @Test
    void once_frozen_it_is_put_off_resized_or_cancelled_but_not_edited() throws Exception {
        movements.enters(bus().id(), "frozen");
        edit(Map.of("crew", "1"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("The manifest of BUS-1 is frozen")));
        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content().string(not(containsString("/movements/BUS-1/edit"))));
        web.perform(get("/movements/BUS-9/edit").with(TRANSPORT)).andExpect(status().isNotFound());
        web.perform(post("/movements/BUS-9/edit").with(TRANSPORT)).andExpect(status().isNotFound());
    }

    @Test
    void the_page_speaks_russian_too() throws Exception {
        web.perform(get("/movements/BUS-1/edit").with(TRANSPORT).header(HttpHeaders.ACCEPT_LANGUAGE, "ru"))
                .andExpect(content().string(containsString("Изменить BUS-1")))
                .andExpect(content().string(not(containsString("??"))));
    }

    private void seat() {
        long family = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(new Seating(family, List.of(bus().id()))));
    }

    /** Sends the form as it stands, but for these fields. */
    private ResultActions edit(Map<String, String> changed) throws Exception {
        Movement bus = bus();
        Map<String, String> fields = new LinkedHashMap<>(Map.of(
                "origin", bus.origin(),
                "destination", bus.destination(),
                "exit", String.valueOf(bus.exit()),
                "departs", written(bus.departs()),
                "arrives", written(bus.arrives()),
                "crew", String.valueOf(bus.crew()),
                "seen", bus.mark()));
        fields.putAll(changed);
        var request = post("/movements/BUS-1/edit").with(TRANSPORT);
        fields.forEach(request::param);
        return web.perform(request);
    }

    private Movement bus() {
        return movements.named("BUS-1");
    }

    private static String written(Instant time) {
        return time.toString().substring(0, 16);
    }
}
