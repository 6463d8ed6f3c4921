package org.homeward.passage.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
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
import java.util.UUID;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.PassCodes;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Travellers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** What devices send, and what officers and programs see of it. */
@HomewardTest
@Breaks("I3")
class ScansWebTest {

    private static final RequestPostProcessor FIELD = signedIn("field");
    private static final RequestPostProcessor MANAGER = signedIn("managers");
    private static final RequestPostProcessor CLEARED = signedIn("field", "cleared");

    @Autowired
    private MockMvc web;

    @Autowired
    private Travellers travellers;

    @Autowired
    private PassCodes passes;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void a_person_is_counted_by_their_own_token_or_by_the_pass_of_a_household_of_one() throws Exception {
        Registered alone = travellers.byRoad(TestHouseholds.woman());
        PassCodes.Codes pass = passes.of(alone.id());
        String typed = pass.shortCode().replace("-", " ").toLowerCase(java.util.Locale.ROOT);
        send(byToken("1", token(alone), "muster"))
                .andExpect(jsonPath("$[0].result").value("taken"));
        send(byToken("2", pass.token(), "convoy boarding"))
                .andExpect(jsonPath("$[0].result").value("taken"));
        send(byToken("3", typed, "border exit"))
                .andExpect(jsonPath("$[0].result").value("taken"));
        send(byToken("3", typed, "border exit"))
                .andExpect(jsonPath("$[0].result").value("known"));
    }

    @Test
    void the_pass_of_a_family_counts_nobody_and_says_so() throws Exception {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        send(byToken("1", passes.of(family.id()).token(), "muster"))
                .andExpect(jsonPath("$[0].result").value("conflict"))
                .andExpect(jsonPath("$[0].why").value("This pass is of a household of 2: count each of them."));
    }

    @Test
    void a_code_that_is_misread_cut_or_of_nobody_is_kept_and_says_so() throws Exception {
        Registered alone = travellers.byRoad(TestHouseholds.woman());
        PassCodes.Codes pass = passes.of(alone.id());
        char last = pass.shortCode().charAt(10);
        send(byToken("1", pass.shortCode().substring(0, 10) + (last == '7' ? '8' : '7'), "muster"))
                .andExpect(jsonPath("$[0].why").value("This code is misread: check it character by character."));
        for (String cut :
                new String[] {pass.token().substring(0, 20), UUID.randomUUID().toString(), "K7M", "{}"}) {
            send(byToken("of " + cut, cut, "muster"))
                    .andExpect(jsonPath("$[0].result").value("conflict"))
                    .andExpect(jsonPath("$[0].why").value(containsString("Nobody is known by this code")));
        }
    }

    @Test
    void the_token_of_somebody_who_was_merged_leads_to_whom_they_were_merged_into() throws Exception {
        Registered alone = travellers.byRoad(TestHouseholds.woman());
        Registered twin = travellers.byRoad(TestHouseholds.woman());
        jdbc.sql("update person set merged_into = :kept where id = :twin")
                .param("kept", alone.personIds().get(0))
                .param("twin", twin.personIds().get(0))
                .update();
        send(byToken("1", token(twin), "muster"))
                .andExpect(jsonPath("$[0].result").value("taken"));
        assertThat(jdbc.sql("select person_id from scan").query(Long.class).single())
                .isEqualTo(alone.personIds().get(0));
        jdbc.sql("update person set merged_into = null").update();
    }

    @Test
    void a_clock_that_is_years_off_is_corrected_by_what_it_says_while_sending() throws Exception {
        Registered alone = travellers.byRoad(TestHouseholds.woman());
        Instant wrong = Instant.parse("1970-01-01T10:00:00Z");
        send("""
                [{"id": "1", "device": "tablet-1", "sequence": 1, "person": %d, "movement": "BUS-1", "checkpoint": "muster",
                  "at": "%s", "sentAt": "%s"}]""".formatted(alone.personIds().get(0), wrong.minusSeconds(600), wrong))
                .andExpect(jsonPath("$[0].result").value("taken"));
        Instant counted = jdbc.sql("select counted_at from scan")
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
        assertThat(Duration.between(counted, clock.instant()))
                .isBetween(Duration.ofSeconds(599), Duration.ofSeconds(660));
    }

    @Test
    void a_number_that_a_device_gives_twice_is_a_conflict_unless_it_counts_the_same() throws Exception {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        send(numbered("1", "tablet-1", 7, family.personIds().get(0)))
                .andExpect(jsonPath("$[0].result").value("taken"));
        send(numbered("2", "tablet-1", 7, family.personIds().get(0)))
                .andExpect(jsonPath("$[0].result").value("known"));
        send(numbered("3", "tablet-1", 7, family.personIds().get(1)))
                .andExpect(jsonPath("$[0].result").value("conflict"))
                .andExpect(jsonPath("$[0].why").value(containsString("gave the same number to another scan")));
        send(numbered("4", "tablet-2", 7, family.personIds().get(1)))
                .andExpect(jsonPath("$[0].result").value("taken"));
        assertThat(verdict("3")).as("as another has counted them there").isEqualTo("known");
    }

    @Test
    void what_is_malformed_in_what_a_device_says_of_itself_is_named() throws Exception {
        long woman = travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
        String good = numbered("1", "tablet-1", 7, woman);
        for (String[] wrong : new String[][] {
            {"\"sequence\": 7", "\"sequence\": 0", "'[0].sequence' is no whole number from 1."},
            {"\"sequence\": 7", "\"sequence\": \"7.5\"", "'[0].sequence' is no whole number from 1."},
            {"\"tablet-1\"", "\"\"", "'[0].device' is missing."},
            {"\"at\"", "\"sentAt\": \"now\", \"at\"", "'[0].sentAt' is no time with an offset"},
            {
                "\"at\"",
                "\"sentAt\": \"1899-12-31T23:59:59Z\", \"at\"",
                "'[0].sentAt' is not between the years 1900 and 2200."
            },
            {
                "\"at\"",
                "\"sentAt\": \"9999-01-01T00:00:00Z\", \"at\"",
                "'[0].sentAt' is not between the years 1900 and 2200."
            },
            {"\"person\"", "\"token\": \"x\", \"person\"", "are both there: send one of them."},
        }) {
            send(good.replace(wrong[0], wrong[1]))
                    .andExpect(status().isUnprocessableEntity())
                    .andExpect(jsonPath("$.detail").value(containsString(wrong[2])));
        }
        assertThat(jdbc.sql("select count(*) from scan").query(Integer.class).single())
                .isZero();
    }

    @Test
    void a_flood_from_one_device_is_held_back_and_told_when_to_send_again() throws Exception {
        long woman = travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
        String one = numbered("1", "tablet-9", 7, woman);
        String thousand = "[" + (one.substring(1, one.length() - 1) + ",").repeat(999) + one.substring(1);
        int refused = 0;
        for (int batch = 0; batch < 14 && refused == 0; batch++) { // as many, should a minute end between them
            var answer = send(thousand).andReturn().getResponse();
            if (answer.getStatus() == 429) {
                refused++;
                assertThat(Integer.parseInt(String.valueOf(answer.getHeader("Retry-After"))))
                        .isBetween(1, 61);
                assertThat(answer.getContentAsString()).contains("None of these was taken");
            }
        }
        assertThat(refused).isEqualTo(1);
        send(one.replace("tablet-9", "tablet-8")).andExpect(status().isOk());
    }

    @Test
    void a_device_that_was_signed_out_from_afar_is_told_and_what_it_holds_is_taken_and_marked() throws Exception {
        long woman = travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
        send(numbered("1", "tablet-1", 1, woman)).andExpect(header().doesNotExist("Homeward-Device"));
        web.perform(post("/devices/sign-out").param("device", "tablet-1").with(FIELD))
                .andExpect(status().isForbidden());
        web.perform(post("/devices/sign-out").param("device", "no such").with(MANAGER))
                .andExpect(status().isNotFound());
        web.perform(post("/devices/sign-out").param("device", "tablet-1").with(MANAGER))
                .andExpect(redirectedUrl("/devices"));
        web.perform(post("/api/scans")
                        .header("Homeward-Device", "tablet-1")
                        .contentType(APPLICATION_JSON)
                        .content(numbered("2", "tablet-1", 2, woman).replace("muster", "convoy boarding"))
                        .with(FIELD))
                .andExpect(header().string("Homeward-Device", "signed-out"))
                .andExpect(jsonPath("$[0].result").value("taken"));
        assertThat(jdbc.sql("select id from scan where from_signed_out")
                        .query(String.class)
                        .list())
                .containsExactly("2");
        web.perform(get("/checkpoint/movements/BUS-1")
                        .header("Homeward-Device", "tablet-1")
                        .with(FIELD))
                .andExpect(status().isForbidden())
                .andExpect(header().string("Homeward-Device", "signed-out"))
                .andExpect(content().string(containsString("gets no lists any more")));
        web.perform(get("/checkpoint/officer")
                        .header("Homeward-Device", "tablet-1")
                        .with(FIELD))
                .andExpect(status().isOk());
    }

    @Test
    void a_device_that_was_found_is_let_in_again_by_a_manager_and_on_record() throws Exception {
        send(numbered(
                "1",
                "tablet-1",
                1,
                travellers.byRoad(TestHouseholds.woman()).personIds().get(0)));
        web.perform(post("/devices/let-in").param("device", "tablet-1").with(MANAGER))
                .andExpect(status().isNotFound());
        web.perform(post("/devices/sign-out").param("device", "tablet-1").with(MANAGER));
        web.perform(get("/devices").with(MANAGER)).andExpect(content().string(containsString("Let in again")));
        web.perform(post("/devices/let-in").param("device", "tablet-1").with(MANAGER))
                .andExpect(redirectedUrl("/devices"));
        web.perform(get("/checkpoint/movements/BUS-1")
                        .header("Homeward-Device", "tablet-1")
                        .with(FIELD))
                .andExpect(status().isOk());
        assertThat(jdbc.sql("select count(*) from audit where action = 'device let in again' and officer = 'officer'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void a_character_that_no_database_takes_is_no_error_of_ours() throws Exception {
        web.perform(get("/scans/conflicts")
                        .param("household", "a\0b")
                        .param("movement", "\0")
                        .with(FIELD))
                .andExpect(status().isOk());
        web.perform(post("/scans/conflicts")
                        .param("scan", "a\0b")
                        .param("decision", "mistake")
                        .with(FIELD))
                .andExpect(status().is3xxRedirection());
        web.perform(post("/devices/sign-out").param("device", "a\0b").with(MANAGER))
                .andExpect(status().isNotFound());
    }

    @Test
    void the_pass_of_a_family_leads_to_its_roll_call_for_who_may_know_of_it() throws Exception {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        send(byToken("1", passes.of(family.id()).token(), "muster"))
                .andExpect(jsonPath("$[0].why").value(containsString("a household of 2")));
        web.perform(get("/scans/conflicts").with(FIELD))
                .andExpect(content()
                        .string(allOf(
                                containsString(family.caseNumber()),
                                containsString("/movements/BUS-1/roll-call?checkpoint=muster"))));
        jdbc.sql("update household set restricted = true").update();
        web.perform(get("/scans/conflicts").with(FIELD))
                .andExpect(content().string(not(containsString(family.caseNumber()))));
    }

    @Test
    void the_devices_page_says_what_has_not_arrived_and_how_wrong_clocks_are() throws Exception {
        long woman = travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
        send(numbered("1", "tablet-1", 3, woman));
        send(numbered("2", "tablet-1", 7, woman)
                .replace(
                        "\"at\"",
                        "\"sentAt\": \""
                                + clock.instant().plus(Duration.ofMinutes(13)).plusSeconds(5) + "\", \"at\""));
        web.perform(get("/devices").with(MANAGER))
                .andExpect(content()
                        .string(allOf(
                                containsString("tablet-1"),
                                containsString(">1–2<"),
                                containsString(">4–6<"),
                                containsString("13 min ahead"),
                                containsString("Sign out from afar"))));
        web.perform(get("/devices").with(user("another").roles("field")))
                .andExpect(content().string(not(containsString("tablet-1"))));
    }

    @Test
    void officers_decide_on_the_page_about_scans_that_do_not_fit() throws Exception {
        Registered alone = travellers.byRoad(TestHouseholds.woman());
        send(byToken("1", token(alone), "convoy boarding"));
        String page = "/scans/conflicts?household=" + alone.caseNumber();
        web.perform(get(page).with(FIELD))
                .andExpect(content()
                        .string(allOf(
                                containsString("Полевая Вера"),
                                containsString("not been counted at &#39;muster&#39; before"))));
        web.perform(get("/households/" + alone.caseNumber()).with(FIELD))
                .andExpect(content().string(containsString(page)));
        decide(alone, null, "counts").andExpect(flash().attribute("refusal", "Choose the scans that you decide on."));
        decide(alone, "1", null).andExpect(flash().attribute("refusal", "Say what is to be done about these scans."));
        decide(alone, "1", "counts")
                .andExpect(redirectedUrl(page))
                .andExpect(flash().attribute("notice", "The decision is on record."));
        assertThat(verdict("1")).isEqualTo("taken");
        web.perform(get(page).with(FIELD)).andExpect(content().string(containsString("All scans fit")));
        web.perform(get("/households/" + alone.caseNumber()).with(FIELD))
                .andExpect(content().string(containsString("scans that did not fit: decided")));
    }

    @Test
    void scans_of_a_restricted_household_are_shown_to_and_decided_by_cleared_officers_only() throws Exception {
        Registered restricted = travellers.byRoad(TestHouseholds.restricted());
        web.perform(post("/api/scans")
                .contentType(APPLICATION_JSON)
                .content(byToken("1", token(restricted), "convoy boarding"))
                .with(CLEARED));
        web.perform(get("/scans/conflicts").with(FIELD)).andExpect(content().string(containsString("All scans fit")));
        decide(restricted, "1", "mistake");
        assertThat(jdbc.sql("select count(*) from scan where resolved_at is null")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        web.perform(get("/scans/conflicts").with(CLEARED))
                .andExpect(content().string(containsString(restricted.caseNumber())));
        send(byToken("2", token(restricted), "muster"))
                .andExpect(jsonPath("$[0].why").value(containsString("Nobody is known by this code")));
        journey(token(restricted), FIELD).andExpect(status().isNotFound());
        journey(token(restricted), CLEARED).andExpect(status().isOk());
    }

    @Test
    void a_journey_says_where_somebody_was_counted_by_whom_and_what_did_not_fit() throws Exception {
        Registered alone = travellers.byRoad(TestHouseholds.woman());
        send(numbered("1", "tablet-1", 1, alone.personIds().get(0)));
        send(byToken("2", token(alone), "border exit"));
        journey(token(alone), FIELD)
                .andExpect(jsonPath("$.caseNumber").value(alone.caseNumber()))
                .andExpect(jsonPath("$.person").value(alone.personIds().get(0)))
                .andExpect(jsonPath("$.legs[0].movement").value("BUS-1"))
                .andExpect(jsonPath("$.legs[0].checkpoints[0].checkpoint").value("muster"))
                .andExpect(jsonPath("$.legs[0].checkpoints[0].officer").value("officer"))
                .andExpect(jsonPath("$.legs[0].checkpoints[0].device").value("tablet-1"))
                .andExpect(jsonPath("$.legs[0].checkpoints[0].countedAt").isNotEmpty())
                .andExpect(jsonPath("$.legs[1].movement").value("IL-76"))
                .andExpect(jsonPath("$.legs[1].checkpoints").isEmpty())
                .andExpect(jsonPath("$.conflicts[0].id").value("2"))
                .andExpect(jsonPath("$.conflicts[0].resolution").value(nullValue()));
        decide(alone, "2", "mistake");
        journey(passes.of(alone.id()).token(), MANAGER)
                .andExpect(jsonPath("$.conflicts[0].resolution").value("mistake"))
                .andExpect(jsonPath("$.conflicts[0].resolvedBy").value("officer"));
        assertThat(jdbc.sql(
                                "select count(*) from audit where action = 'read' and detail = 'journey' and person_id = :id")
                        .param("id", alone.personIds().get(0))
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void a_journey_of_nobody_or_of_a_whole_family_is_answered_with_a_sentence() throws Exception {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        for (String unknown : new String[] {"x", UUID.randomUUID().toString(), "K7M-4QX-9RT", "1"}) {
            journey(unknown, FIELD)
                    .andExpect(status().isNotFound())
                    .andExpect(jsonPath("$.detail").value("Nobody is known by this token."));
        }
        journey(passes.of(family.id()).shortCode(), FIELD)
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.detail").value(containsString("a household of 2")));
    }

    @Test
    void members_carry_their_tokens_in_the_case_for_programs() throws Exception {
        Registered alone = travellers.byRoad(TestHouseholds.woman());
        web.perform(get("/api/households/" + alone.caseNumber()).with(FIELD))
                .andExpect(jsonPath("$.members[0].token").value(token(alone)));
    }

    @Test
    void the_task_about_scans_of_nothing_known_shows_them_beside_its_form() throws Exception {
        send(byToken("1", "x", "muster").replace("BUS-1", "BUS-X"));
        travellers.later(Duration.ofMinutes(3));
        String task = taskService()
                .createTaskQuery()
                .taskDefinitionKey("task_resolveConflictingScans")
                .singleResult()
                .getId();
        web.perform(get("/tasks/" + task + "/dossier").with(FIELD))
                .andExpect(redirectedUrl("/scans/conflicts?embedded"));
    }

    private ResultActions journey(String token, RequestPostProcessor officer) throws Exception {
        return web.perform(get("/api/people/" + token + "/journey").with(officer));
    }

    private ResultActions decide(Registered household, @Nullable String scan, @Nullable String decision)
            throws Exception {
        var request = post("/scans/conflicts").param("household", household.caseNumber());
        if (scan != null) {
            request.param("scan", scan);
        }
        if (decision != null) {
            request.param("decision", decision);
        }
        return web.perform(request.with(FIELD));
    }

    private ResultActions send(String body) throws Exception {
        return web.perform(
                post("/api/scans").contentType(APPLICATION_JSON).content(body).with(FIELD));
    }

    private String byToken(String id, String token, String checkpoint) {
        return """
                [{"id": "%s", "token": "%s", "movement": "BUS-1", "checkpoint": "%s", "at": "%s"}]""".formatted(id, token, checkpoint, clock.instant());
    }

    private String numbered(String id, String device, int sequence, long person) {
        return """
                [{"id": "%s", "device": "%s", "sequence": %d, "person": %d, "movement": "BUS-1", "checkpoint": "muster", "at": "%s"}]""".formatted(id, device, sequence, person, clock.instant());
    }

    private String token(Registered household) {
        return jdbc.sql("select token from person where id = :id")
                .param("id", household.personIds().get(0))
                .query(UUID.class)
                .single()
                .toString();
    }

    private String verdict(String scan) {
        return jdbc.sql("select verdict from scan where id = :id")
                .param("id", scan)
                .query(String.class)
                .single();
    }

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("officer").roles(groups).postProcessRequest(request));
    }
}
