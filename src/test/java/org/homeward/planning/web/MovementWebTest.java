package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.passage.Travellers;
import org.homeward.planning.DepartureBoard;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class MovementWebTest {

    private static final RequestPostProcessor TRANSPORT = signedIn("transport");
    private static final RequestPostProcessor MANAGER = signedIn("managers");

    @Autowired
    MockMvc web;

    @Autowired
    Planning planning;

    @Autowired
    Travellers travellers;

    @Autowired
    Movements movements;

    @Autowired
    Reservations reservations;

    @Autowired
    Households households;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    private Instant tomorrow = Instant.EPOCH;

    @BeforeEach
    void tomorrow() {
        tomorrow = clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MINUTES);
    }

    @Test
    void a_program_plans_a_movement_and_its_life_begins() throws Exception {
        send(body("BUS-1", "45"))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.code").value("BUS-1"))
                .andExpect(jsonPath("$.state").value("open"));
        assertThat(runtimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey("movement")
                        .processInstanceBusinessKey("BUS-1")
                        .count())
                .isOne();

        send(body("BUS-1", "45")).andExpect(status().isOk());
        send(body("BUS-1", "46"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.field").value("code"));
        assertThat(runtimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey("movement")
                        .count())
                .isOne();
        web.perform(get("/api/movements").with(MANAGER))
                .andExpect(jsonPath("$.length()").value(1))
                .andExpect(jsonPath("$[0].departs").value(tomorrow.toString()))
                .andExpect(jsonPath("$[0].seats").value(45));
    }

    @Test
    void a_code_that_differs_in_capitals_only_is_the_same_code() throws Exception {
        String movement = """
                {"code":"%s","kind":"convoy","origin":"Damascus","destination":"Beirut","exit":"MASNAA","departs":"%s","seats":%d}""";
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        send(movement.formatted("BUS-7", tomorrow, 45)).andExpect(status().isCreated());
        send(movement.formatted("bus-7", tomorrow, 30))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.field").value("code"));
        assertThat(movements.upcoming()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                    | code    | needs a code
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","departs":"2013-01-01T00:00:00Z","seats":5} | departs | in the past
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","departs":"tomorrow","seats":5}             | departs | not a time with an offset
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","departs":4102444800,"seats":5}             | departs | not a time with an offset
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","departs":4102444800.5,"seats":5}           | departs | not a time with an offset
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","departs":"4102444800","seats":5}           | departs | not a time with an offset
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","departs":"2013-01-01T00:00:00Z","seats":"many"} | seats | not a whole number
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","seats":2.5}                                   | seats | not a whole number
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","seat":5}                                      | seat  | no field 'seat'
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"MASNAA","seats":99999999999}                           | seats | larger or smaller than any number
            {"code":"B","kind":"con                               | kind    | it breaks off, or is wrong
            {"code":"B","kind":["convoy"]}                        | kind    | not of the right kind
            {"code":"B","kind":"convoy","origin":"A","destination":"B","exit":"X"}  | exit    | There is no such exit
            {"code":"<script>","kind":"convoy"}                   | code    | A code has letters
            """)
    void what_a_program_got_wrong_is_said_with_the_field(String body, String field, String sentence) throws Exception {
        send(body)
                .andExpect(status().is4xxClientError())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.field").value(field))
                .andExpect(jsonPath("$.detail").value(containsString(sentence)));
        assertThat(movements.upcoming()).isEmpty();
    }

    @Test
    void an_officer_plans_a_movement_on_the_page_and_corrects_what_was_wrong() throws Exception {
        web.perform(get("/movements/new").with(TRANSPORT)).andExpect(status().isOk());
        web.perform(post("/movements")
                        .param("code", "FL-1")
                        .param("kind", "flight")
                        .param("origin", "Beirut")
                        .param("destination", "Moscow")
                        .param("departs", "soon")
                        .param("seats", "40")
                        .with(TRANSPORT))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("This time cannot be read")))
                .andExpect(content().string(containsString("value=\"Beirut\"")));
        web.perform(post("/movements")
                        .param("code", "FL-1")
                        .param("kind", "flight")
                        .param("origin", "Beirut")
                        .param("destination", "Moscow")
                        .param("departs", tomorrow.toString().substring(0, 16))
                        .param("arrives", tomorrow.plusSeconds(3600).toString().substring(0, 16))
                        .param("seats", "40")
                        .with(TRANSPORT))
                .andExpect(redirectedUrl("/movements/FL-1"));
        assertThat(movements.named("FL-1").departs()).isEqualTo(tomorrow);
        assertThat(movements.named("FL-1").arrives()).isEqualTo(tomorrow.plusSeconds(3600));
    }

    @Test
    void a_crew_takes_its_places_from_the_seats_and_the_pages_say_so() throws Exception {
        send(body("BUS-1", "45, \"crew\": 46"))
                .andExpect(jsonPath("$.field").value("crew"))
                .andExpect(jsonPath("$.detail").value("A crew of 46 has no place on 45 seats."));
        send(body("BUS-1", "45, \"crew\": -1")).andExpect(jsonPath("$.field").value("crew"));
        send(body("BUS-1", "45, \"crew\": 3"))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.seats").value(45))
                .andExpect(jsonPath("$.crew").value(3));
        send(body("BUS-1", "45")).andExpect(status().isConflict());

        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content().string(containsString("0 / 42")))
                .andExpect(content().string(containsString("id=\"crew\">3 of 45 seats<")));
        web.perform(get("/movements").with(TRANSPORT)).andExpect(content().string(containsString("0 / 42")));
        web.perform(get("/operation").with(MANAGER)).andExpect(content().string(containsString("0 / 42")));
        web.perform(get("/movements/new").with(TRANSPORT)).andExpect(content().string(containsString("name=\"crew\"")));
    }

    @Test
    void a_town_that_nobody_knows_is_pointed_out() throws Exception {
        send(body("BUS-1", "45").replace("Damascus", "Damascos")).andExpect(status().isCreated());
        send(body("BUS-2", "45")).andExpect(status().isCreated());

        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content().string(containsString("No town called Damascos is known here.")));
        web.perform(get("/movements/BUS-2").with(TRANSPORT))
                .andExpect(content().string(not(containsString("is known here."))));
    }

    @Test
    void a_movement_is_put_off_changed_and_cancelled_on_its_page() throws Exception {
        Movement bus = planned(convoy("BUS-1", tomorrow, 40));
        web.perform(post("/movements/BUS-1/delay")
                        .param("departs", tomorrow.minusSeconds(60).toString().substring(0, 16))
                        .with(TRANSPORT))
                .andExpect(
                        flash().attribute("refusal", "A delay puts the departure off: give a time later than before."));
        Instant later = tomorrow.plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES);
        web.perform(post("/movements/BUS-1/delay")
                        .param("departs", later.toString().substring(0, 16))
                        .with(TRANSPORT))
                .andExpect(redirectedUrl("/movements/BUS-1"))
                .andExpect(flash().attribute("notice", "BUS-1 departs later. The households are being told."));
        assertThat(movements.get(bus.id()))
                .extracting(Movement::departs, Movement::arrives)
                .containsExactly(later, later.plus(Duration.between(bus.departs(), bus.arrives())));
        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content()
                        .string(containsString("value=\"" + later.toString().substring(0, 16) + "\"")));
        web.perform(post("/movements/BUS-1/instructions")
                        .param("instructions", "soon")
                        .with(TRANSPORT))
                .andExpect(flash().attribute(
                                "refusal", "This time cannot be read: give day and time, such as 2013-01-22T06:00."));
        web.perform(post("/movements/BUS-1/instructions")
                        .param(
                                "instructions",
                                tomorrow.minusSeconds(18_000).toString().substring(0, 16))
                        .with(TRANSPORT))
                .andExpect(flash().attribute(
                                "notice", "The households of BUS-1 are told from the time that you have set."));
        web.perform(get("/movements/BUS-1").with(TRANSPORT))
                .andExpect(content().string(containsString("Households are told from")));
        web.perform(post("/movements/BUS-1/vehicle").param("seats", "x").with(TRANSPORT))
                .andExpect(flash().attribute("refusal", "Give the number of seats as a whole number."));
        web.perform(post("/movements/BUS-1/cancel").with(TRANSPORT))
                .andExpect(redirectedUrl("/movements/BUS-1"))
                .andExpect(flash().attributeExists("notice"));
        assertThat(movements.get(bus.id()).isCancelled()).isTrue();
        web.perform(post("/movements/BUS-9/cancel").with(TRANSPORT)).andExpect(status().isNotFound());
        web.perform(get("/movements/BUS-9").with(TRANSPORT)).andExpect(status().isNotFound());
    }

    @Test
    void restricted_households_aboard_are_neither_shown_nor_counted_for_those_not_cleared() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered hidden = households.register(TestHouseholds.restricted());
        Registered seen = households.register(TestHouseholds.motherAndSon());
        reservations.reserve(
                List.of(new Seating(hidden.id(), List.of(plane.id())), new Seating(seen.id(), List.of(plane.id()))));
        reservations.writeManifest(plane.id());

        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(containsString(seen.caseNumber())))
                .andExpect(content().string(not(containsString(hidden.caseNumber()))))
                .andExpect(content().string(containsString("id=\"planned\">2<")))
                .andExpect(content().string(containsString("2 / 40")));
        web.perform(get("/movements/FL-1").with(signedIn("transport", "cleared")))
                .andExpect(content().string(containsString(hidden.caseNumber())))
                .andExpect(content().string(containsString("id=\"planned\">3<")));
        web.perform(get("/api/movements").with(TRANSPORT))
                .andExpect(jsonPath("$[0].seatsTaken").value(2));
    }

    @Test
    void a_manifest_can_be_taken_once_it_has_gone_out_and_reading_it_is_on_record() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered family = households.register(TestHouseholds.motherAndSon());
        reservations.reserve(List.of(new Seating(family.id(), List.of(plane.id()))));
        jdbc.sql("update person set latin_name = '=1+1' where position = 1").update();
        reservations.writeManifest(plane.id());
        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(not(containsString("manifest."))));
        web.perform(get("/movements/FL-1/manifest.csv").with(TRANSPORT))
                .andExpect(status().isNotFound())
                .andExpect(content().string(containsString("The manifest of this movement has not gone out yet.")));

        planning.sendManifest(plane.id());
        planning.sendManifest(plane.id());
        assertThat(audited("manifest sent")).containsExactly("version 1");
        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(containsString("id=\"manifest-version\">1<")))
                .andExpect(content().string(containsString("/movements/FL-1/manifest.csv")));
        web.perform(get("/movements/FL-1").with(MANAGER))
                .andExpect(content().string(containsString("id=\"manifest-version\">1<")))
                .andExpect(content().string(not(containsString("manifest."))));
        assertThat(audited("read")).isEmpty();
        for (String group : List.of("transport", "field", "reception")) {
            assertThat(manifest("FL-1", signedIn(group)))
                    .hasSize(3)
                    .first()
                    .asString()
                    .contains("Case,Name,Name as in the passport,Born,Sex,Place,");
        }
        assertThat(audited("read")).hasSize(3).containsOnly("manifest, version 1");
        assertThat(manifest("FL-1", TRANSPORT).get(1))
                .startsWith(family.caseNumber() + ",")
                .contains(",'=1+1,")
                .contains(",seat,");
    }

    @Test
    void who_has_left_is_not_on_the_manifest_and_an_older_one_is_said_to_have_gone_out() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered family = households.register(TestHouseholds.motherAndSon());
        reservations.reserve(List.of(new Seating(family.id(), List.of(plane.id()))));
        reservations.writeManifest(plane.id());
        planning.sendManifest(plane.id());
        reservations.giveBack(List.of(family.id()), "declined");
        reservations.writeManifest(plane.id());

        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(containsString("id=\"manifest-version\">2<")))
                .andExpect(content()
                        .string(containsString(
                                "Version 1 went out; people have come or gone since, or are noted otherwise.")));
        assertThat(manifest("FL-1", TRANSPORT)).hasSize(1);
        assertThat(movements.manifest(plane.id())).isEmpty();
    }

    @Test
    void a_restricted_household_leaves_no_trace_in_a_manifest_for_those_not_cleared() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered hidden = households.register(TestHouseholds.restricted());
        Registered seen = households.register(TestHouseholds.motherAndSon());
        reservations.reserve(
                List.of(new Seating(hidden.id(), List.of(plane.id())), new Seating(seen.id(), List.of(plane.id()))));
        reservations.writeManifest(plane.id());
        planning.sendManifest(plane.id());
        RequestPostProcessor cleared = signedIn("transport", "cleared");
        assertThat(manifest("FL-1", TRANSPORT)).hasSize(3).noneMatch(line -> line.contains(hidden.caseNumber()));
        assertThat(manifest("FL-1", cleared)).hasSize(4).anyMatch(line -> line.contains(hidden.caseNumber()));

        reservations.giveBack(List.of(hidden.id()), "declined");
        reservations.writeManifest(plane.id());
        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(containsString("id=\"manifest-version\">1<")))
                .andExpect(content().string(not(containsString("people have come or gone since"))));
        web.perform(get("/movements/FL-1").with(cleared))
                .andExpect(content().string(containsString("id=\"manifest-version\">2<")))
                .andExpect(content().string(containsString("people have come or gone since")));
    }

    @Test
    void until_departure_transport_writes_the_next_version_of_a_manifest_if_something_differs() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered stays = seated(plane, TestHouseholds.motherAndSon());
        Registered goes = seated(plane, TestHouseholds.motherAndSon());
        web.perform(post("/movements/FL-1/manifest").with(TRANSPORT)).andExpect(status().isNotFound());
        reservations.writeManifest(plane.id());
        planning.sendManifest(plane.id());
        assertThat(pageOf("FL-1", TRANSPORT)).doesNotContain("id=\"unwritten\"");
        writeNext(TRANSPORT)
                .andExpect(
                        flash().attribute(
                                        "refusal",
                                        "Nothing has changed since version 1 of the manifest of FL-1: there is no next one to write."));

        reservations.giveBack(List.of(goes.id()), "declined");
        assertThat(pageOf("FL-1", TRANSPORT))
                .contains("Version 1 does not say this yet:", "Write version 2", goes.caseNumber())
                .contains("id=\"manifest-version\">1<");
        assertThat(pageOf("FL-1", MANAGER)).contains("id=\"unwritten\"").doesNotContain("Write version 2");
        writeNext(TRANSPORT)
                .andExpect(redirectedUrl("/movements/FL-1"))
                .andExpect(flash().attribute("notice", "The newest version of the manifest of FL-1 has gone out."));
        assertThat(pageOf("FL-1", TRANSPORT))
                .contains("id=\"manifest-version\">2<")
                .doesNotContain("id=\"unwritten\"", "Version 1 went out");
        assertThat(manifest("FL-1", TRANSPORT)).hasSize(3).noneMatch(line -> line.contains(goes.caseNumber()));

        jdbc.sql("update person set latin_name = 'POLEVAYA VERA' where latin_name = 'POLEVAIA VERA'")
                .update();
        web.perform(post("/api/movements/FL-1/manifest").with(TRANSPORT))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.number").value(3))
                .andExpect(jsonPath("$.sentAt").exists())
                .andExpect(jsonPath("$.differences.came").isEmpty())
                .andExpect(
                        jsonPath("$.differences.notedOtherwise[0].caseNumber").value(stays.caseNumber()))
                .andExpect(jsonPath("$.differences.notedOtherwise[0].persons").value(1));
        assertThat(audited("manifest sent")).containsExactly("version 1", "version 2", "version 3");

        reservations.giveBack(List.of(stays.id()), "declined");
        movements.enters(plane.id(), "departed");
        assertThat(pageOf("FL-1", TRANSPORT)).doesNotContain("id=\"unwritten\"");
        writeNext(TRANSPORT)
                .andExpect(flash().attribute("refusal", "Movement FL-1 has left: it can no longer be changed."));
    }

    @Test
    void what_differs_by_a_restricted_household_alone_is_written_by_who_may_know_of_it() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        seated(plane, TestHouseholds.motherAndSon());
        Registered hidden = seated(plane, TestHouseholds.restricted());
        reservations.writeManifest(plane.id());
        planning.sendManifest(plane.id());
        jdbc.sql("update manifest set sent_at = sent_at - interval '1 hour'").update();
        reservations.giveBack(List.of(hidden.id()), "declined");
        String before = pageOf("FL-1", TRANSPORT);
        assertThat(before).doesNotContain("id=\"unwritten\"");
        writeNext(TRANSPORT).andExpect(flash().attribute("refusal", containsString("Nothing has changed since")));

        RequestPostProcessor cleared = signedIn("transport", "cleared");
        assertThat(pageOf("FL-1", cleared)).contains("Write version 2");
        writeNext(cleared).andExpect(flash().attributeExists("notice"));

        assertThat(pageOf("FL-1", cleared)).contains("id=\"manifest-version\">2<");
        assertThat(facts(pageOf("FL-1", TRANSPORT))).isEqualTo(facts(before)).contains("manifest-version\">1<");
    }

    private Registered seated(Movement movement, NewHousehold household) {
        Registered registered = households.register(household);
        reservations.reserve(List.of(new Seating(registered.id(), List.of(movement.id()))));
        return registered;
    }

    private ResultActions writeNext(RequestPostProcessor officer) throws Exception {
        return web.perform(post("/movements/FL-1/manifest").with(officer));
    }

    private String pageOf(String code, RequestPostProcessor officer) throws Exception {
        return web.perform(get("/movements/" + code).with(officer))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    /** What the page says of the manifest: its version, when it was written and sent out. */
    private static String facts(String page) {
        int from = page.indexOf("id=\"manifest-version\"");
        return page.substring(from, page.indexOf("</dl>", from));
    }

    @Test
    void movements_are_listed_page_by_page_the_earliest_first() throws Exception {
        for (int number = 0; number <= DepartureBoard.PAGE; number++) {
            planned(flight("FL-" + number, tomorrow.plusSeconds(number), 40));
        }
        Movement last = movements.named("FL-" + (DepartureBoard.PAGE - 1));
        web.perform(get("/movements").with(MANAGER))
                .andExpect(content().string(containsString(">FL-0<")))
                .andExpect(content().string(not(containsString(">FL-" + DepartureBoard.PAGE + "<"))));
        web.perform(get("/movements")
                        .param("departs", last.departs().toString())
                        .param("id", String.valueOf(last.id()))
                        .with(MANAGER))
                .andExpect(content().string(containsString(">FL-" + DepartureBoard.PAGE + "<")))
                .andExpect(content().string(not(containsString(">FL-0<"))));
    }

    @Test
    void a_manager_closes_and_opens_an_exit_and_begins_a_round() throws Exception {
        planned(convoy("BUS-1", clock.instant().plus(Duration.ofHours(6)), 40));
        planned(convoy("BUS-2", tomorrow, 40));
        web.perform(post("/exits/MASNAA/close").with(MANAGER))
                .andExpect(flash().attribute(
                                "notice",
                                "MASNAA is closed. What leaves over it soon is being cancelled, and who leads what"
                                        + " is on the road is to be reached at once."))
                .andExpect(flash().attribute("made", 1L));
        web.perform(get("/exits").flashAttr("made", 1L).with(MANAGER))
                .andExpect(content().string(containsString("href=\"/situation/1\"")));
        travellers.moveOn();
        web.perform(get("/movements").param("over", "true").with(MANAGER))
                .andExpect(content().string(containsString("cancelled")));
        web.perform(get("/movements/BUS-2").with(MANAGER))
                .andExpect(content().string(containsString("the movement is cancelled.")));
        web.perform(post("/exits/MASNAA/close").with(MANAGER))
                .andExpect(flash().attribute("refusal", "Exit MASNAA is closed already."));
        web.perform(post("/exits/MASNAA/open").with(MANAGER)).andExpect(redirectedUrl("/exits"));
        web.perform(get("/exits").with(MANAGER)).andExpect(content().string(containsString("Close Jdeideh")));
        web.perform(get("/exits").with(TRANSPORT)).andExpect(content().string(not(containsString("Close Jdeideh"))));
        web.perform(post("/planning/rounds").with(MANAGER)).andExpect(redirectedUrl("/movements"));
        assertThat(runtimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey("planning-round")
                        .count())
                .isOne();
    }

    @Test
    void a_manager_says_at_which_hours_an_exit_is_open_and_loses_nothing_that_was_typed() throws Exception {
        web.perform(post("/exits/MASNAA/hours")
                        .param("hours", "8-20; Fri 10:00-14:00; Sat closed")
                        .with(MANAGER))
                .andExpect(redirectedUrl("/exits"))
                .andExpect(flash().attribute("notice", "The hours of MASNAA are changed."));
        web.perform(get("/exits").with(TRANSPORT))
                .andExpect(content().string(containsString("08:00–20:00; Fri 10:00–14:00; Sat closed")));
        web.perform(get("/exits").header(HttpHeaders.ACCEPT_LANGUAGE, "ru").with(MANAGER))
                .andExpect(content().string(containsString("value=\"08:00–20:00; пт 10:00–14:00; сб закрыт\"")));
        var refused = web.perform(
                        post("/exits/MASNAA/hours").param("hours", "8:00–late").with(MANAGER))
                .andExpect(flash().attribute("refusal", containsString("'8:00–late' cannot be read")))
                .andReturn()
                .getFlashMap();
        web.perform(get("/exits").flashAttrs(refused).with(MANAGER))
                .andExpect(content().string(containsString("value=\"8:00–late\"")));
        web.perform(post("/exits/MASNAA/hours").with(MANAGER)).andExpect(redirectedUrl("/exits"));
        web.perform(get("/exits").with(MANAGER))
                .andExpect(content().string(not(containsString("value=\"08:00–20:00"))));
    }

    @Test
    void the_pages_speak_russian_too() throws Exception {
        Movement bus = planned(convoy("BUS-1", tomorrow, 40));
        reservations.writeManifest(bus.id());
        planning.sendManifest(bus.id());
        for (String page : List.of("/movements", "/movements/BUS-1", "/exits", "/movements/new")) {
            web.perform(get(page).header(HttpHeaders.ACCEPT_LANGUAGE, "ru").with(TRANSPORT))
                    .andExpect(status().isOk())
                    .andExpect(content().string(not(containsString("??"))))
                    .andExpect(content().string(not(containsString("Damascus"))))
                    .andExpect(content()
                            .string(containsString(
                                    page.startsWith("/movements/new") || page.equals("/exits")
                                            ? "Аэропорт Дамаска"
                                            : "Бейрут")));
        }
        web.perform(get("/api/movements")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ru")
                        .with(TRANSPORT))
                .andExpect(jsonPath("$[0].origin").value("Damascus"));
    }

    private List<String> manifest(String code, RequestPostProcessor officer) throws Exception {
        return web.perform(get("/movements/" + code + "/manifest.csv").with(officer))
                .andExpect(status().isOk())
                .andExpect(header().string(HttpHeaders.CONTENT_DISPOSITION, containsString("attachment")))
                .andReturn()
                .getResponse()
                .getContentAsString()
                .lines()
                .toList();
    }

    private List<String> audited(String action) {
        return jdbc.sql("select detail from audit where action = :action and subject = 'FL-1'")
                .param("action", action)
                .query(String.class)
                .list();
    }

    private ResultActions send(String body) throws Exception {
        return web.perform(post("/api/movements")
                .contentType(APPLICATION_JSON)
                .content(body)
                .with(TRANSPORT));
    }

    private String body(String code, String seats) {
        return """
                {"code": "%s", "kind": "convoy", "origin": "Damascus", "destination": "Beirut", "exit": "MASNAA",
                 "departs": "%s", "seats": %s, "stretchers": 1, "wheelchairs": 2}""".formatted(code, tomorrow, seats);
    }

    private Movement planned(NewMovement movement) {
        return planning.plan(movement).movement();
    }

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("officer").roles(groups).postProcessRequest(request));
    }
}
