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

/** What is planned of a movement is changed until it leaves, never over the head of another officer, whoever is aboard. */
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
    void times_vehicle_and_crew_are_changed_in_one_go() throws Exception {
        Instant later = departs.plus(Duration.ofDays(1));
        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content().string(containsString("/movements/BUS-1/edit")));
        web.perform(get("/movements/BUS-1/edit").with(TRANSPORT))
                .andExpect(content().string(containsString("value=\"" + written(departs) + "\"")));
        edit(Map.of(
                        "departs",
                        written(later),
                        "arrives",
                        written(later.plusSeconds(3600)),
                        "seats",
                        "50",
                        "crew",
                        "2",
                        "baggageKg",
                        "900"))
                .andExpect(redirectedUrl("/movements/BUS-1"))
                .andExpect(flash().attribute("notice", "BUS-1 is changed."));
        work();

        assertThat(bus())
                .extracting(Movement::origin, Movement::departs, Movement::arrives, Movement::crew, Movement::seats)
                .containsExactly("Damascus", later, later.plusSeconds(3600), 2, 50);
        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content().string(containsString("900, for 45 persons")));
    }

    @Test
    void the_carrier_is_named_changed_and_taken_away_again() throws Exception {
        String seen = bus().mark();
        edit(Map.of("carrier", " Red Crescent ")).andExpect(redirectedUrl("/movements/BUS-1"));
        assertThat(bus().carrier()).isEqualTo("Red Crescent");
        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content().string(containsString("<dd id=\"carrier\"><bdi>Red Crescent</bdi>")));
        web.perform(get("/movements/BUS-1/edit").with(TRANSPORT))
                .andExpect(content().string(containsString("value=\"Red Crescent\"")));
        edit(Map.of("carrier", "another", "seen", seen)).andExpect(status().isConflict());
        edit(Map.of("carrier", "")).andExpect(redirectedUrl("/movements/BUS-1"));
        assertThat(bus().carrier()).isNull();
    }

    @Test
    void without_an_arrival_it_takes_the_usual_time() throws Exception {
        edit(Map.of("arrives", ""));
        assertThat(bus().arrives()).isEqualTo(departs.plus(Duration.ofHours(6)));
    }

    @Test
    void an_officer_does_not_overwrite_what_another_has_changed_and_keeps_what_was_typed() throws Exception {
        String seen = bus().mark();
        edit(Map.of("crew", "3")).andExpect(redirectedUrl("/movements/BUS-1"));
        work();

        String page = edit(Map.of("crew", "5", "stretchers", "2", "seen", seen))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("Somebody has changed BUS-1 since you opened this page.")))
                .andExpect(content().string(containsString("3 of 45 seats")))
                .andExpect(content().string(containsString("value=\"5\"")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(bus()).extracting(Movement::crew, Movement::stretchers).containsExactly(3, 1);

        assertThat(page).contains("name=\"seen\" value=\"" + bus().mark() + "\"");
        planning.delay("BUS-1", departs.plusSeconds(3600));
        edit(Map.of("departs", written(departs), "seen", seen)).andExpect(status().isConflict());
    }

    @Test
    void no_second_vehicle_is_taken_before_the_first_is_fitted() throws Exception {
        edit(Map.of("seats", "30")).andExpect(redirectedUrl("/movements/BUS-1"));
        edit(Map.of("crew", "40"))
                .andExpect(status().isConflict())
                .andExpect(content()
                        .string(containsString(
                                "Another vehicle or crew for BUS-1 is being fitted at this moment. Look again")));
        web.perform(post("/movements/BUS-1/vehicle").param("seats", "20").with(TRANSPORT))
                .andExpect(redirectedUrl("/movements/BUS-1"))
                .andExpect(flash().attribute("refusal", containsString("is being fitted at this moment")));
        edit(Map.of("arrives", written(departs.plusSeconds(3600)))).andExpect(redirectedUrl("/movements/BUS-1"));
        work();
        assertThat(bus()).extracting(Movement::seats, Movement::crew).containsExactly(30, 0);
        assertThat(managementService().createJobQuery().noRetriesLeft().count()).isZero();
        edit(Map.of("crew", "40"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("A crew of 40 has no place on 30 seats.")));
    }

    @Test
    void a_refusal_for_another_reason_does_not_hide_what_somebody_changed_since() throws Exception {
        String seen = bus().mark();
        edit(Map.of("departs", written(departs.plusSeconds(60))));
        web.perform(post("/movements/BUS-1/edit")
                        .param("departs", "soon")
                        .param("seen", seen)
                        .with(TRANSPORT))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("name=\"seen\" value=\"" + seen + "\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            departs     | EARLIER          | It cannot leave earlier, because people may have been told
            departs     | 2013-01-22T06:00 | It cannot leave earlier, because people may have been told
            departs     | 2999-01-22T06:00 | is more than two years off
            departs     | ''               | needs its departure
            arrives     | 2013-01-22T06:00 | is not after the departure
            arrives     | 2999-01-22T06:00 | is more than two weeks after the departure
            seats       | ''               | Say how many seats the movement has, or its vehicle type.
            seats       | 1001             | No vehicle has 1001 seats
            crew        | 46               | A crew of 46 has no place on 45 seats.
            crew        | x                | Give the number of crew as a whole number.
            crew        | -1               | less than no crew
            baggageKg   | 19               | A movement takes between 20 kg of baggage, for one person, and 100000 kg, not 19.
            carrier     | 123456789012345678901234567890123456 | Keep the carrier to 35 characters
            baggageKg   | some             | Give the weight of the baggage in whole kilograms.
            """)
    void what_is_wrong_is_named_and_the_same_whether_somebody_is_aboard_or_not(
            String field, String value, String sentence) throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>(Map.of("arrives", "", "stretchers", "0", "wheelchairs", "0"));
        wrong.put(field, value.replace("EARLIER", written(departs.minusSeconds(60))));
        String before = bus().mark();
        String empty = refusal(wrong);
        assertThat(empty).contains(sentence);
        long family = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(new Seating(family, List.of(bus().id()))));
        assertThat(refusal(wrong)).isEqualTo(empty);
        assertThat(bus().mark()).isEqualTo(before);
    }

    @Test
    void what_is_allowed_is_allowed_over_the_heads_of_those_aboard() throws Exception {
        long family = households.register(TestHouseholds.motherAndSon()).id();
        reservations.reserve(List.of(new Seating(family, List.of(bus().id()))));
        edit(Map.of("crew", "44")).andExpect(redirectedUrl("/movements/BUS-1"));
        work();
        assertThat(movements.itinerary(family)).isEmpty();
        assertThat(bus()).extracting(Movement::crew, Movement::seatsTaken).containsExactly(44, 0);
    }

    @Test
    void frozen_it_is_changed_too_but_not_once_it_has_left_or_is_cancelled() throws Exception {
        movements.enters(bus().id(), "frozen");
        edit(Map.of("crew", "1")).andExpect(redirectedUrl("/movements/BUS-1"));
        movements.enters(bus().id(), "departed");
        edit(Map.of("crew", "1"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("BUS-1 has left: it can no longer be changed.")));
        movements.enters(bus().id(), "cancelled");
        edit(Map.of("crew", "1")).andExpect(content().string(containsString("Movement BUS-1 is cancelled.")));
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

    private String refusal(Map<String, String> wrong) throws Exception {
        String page = edit(wrong)
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("aria-invalid=\"true\"")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        return page.substring(page.indexOf("<main"), page.indexOf("</main>")).replaceAll("name=\"_csrf\"[^>]*", "");
    }

    /** Sends the form as it stands, but for these fields. */
    private ResultActions edit(Map<String, String> changed) throws Exception {
        Movement bus = bus();
        Map<String, String> fields = new LinkedHashMap<>(Map.of(
                "departs", written(bus.departs()),
                "arrives", written(bus.arrives()),
                "seats", String.valueOf(bus.seats()),
                "stretchers", String.valueOf(bus.stretchers()),
                "wheelchairs", String.valueOf(bus.wheelchairs()),
                "crew", String.valueOf(bus.crew()),
                "seen", bus.mark()));
        fields.putAll(changed);
        var request = post("/movements/BUS-1/edit").with(TRANSPORT);
        fields.forEach(request::param);
        return web.perform(request);
    }

    private static void work() {
        managementService().createJobQuery().executable().messages().list().stream()
                .filter(job -> job.getProcessInstanceId() != null)
                .forEach(job -> managementService().executeJob(job.getId()));
    }

    private Movement bus() {
        return movements.named("BUS-1");
    }

    private static String written(Instant time) {
        return time.toString().substring(0, 16);
    }
}
