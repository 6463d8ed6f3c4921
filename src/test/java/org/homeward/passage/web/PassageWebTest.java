package org.homeward.passage.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
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
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class PassageWebTest {

    private static final RequestPostProcessor FIELD = signedIn("field");
    private static final RequestPostProcessor CLEARED = signedIn("field", "cleared");

    @Autowired
    private MockMvc web;

    @Autowired
    private Travellers travellers;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void a_batch_of_scans_is_answered_scan_by_scan() throws Exception {
        long woman = aWoman();
        String muster = scan("m", woman, "muster", "2013-01-22T06:00:00Z");
        String boarding = scan("b", woman, "convoy boarding", "2013-01-22T09:30:00+03:00");
        send("[" + boarding + "," + muster + "," + scan("n", 4711, "muster", "2013-01-22T06:00:00Z") + "]")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$[*].id").value(contains("b", "m", "n")))
                .andExpect(jsonPath("$[*].result").value(contains("taken", "taken", "conflict")))
                .andExpect(jsonPath("$[2].why").value(containsString("No person is known")));
        send("[" + muster + "]").andExpect(jsonPath("$[0].result").value("known"));
        send("[]").andExpect(status().isOk()).andExpect(content().string("[]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id         | null                     | '[1].id' is missing.",
                "id         | \" \"                    | '[1].id' is missing.",
                "person     | null                     | '[1].person' is missing.",
                "movement   | null                     | '[1].movement' is missing.",
                "checkpoint | null                     | '[1].checkpoint' is missing.",
                "checkpoint | \"kitchen\"              | '[1].checkpoint' is no checkpoint.",
                "at         | null                     | '[1].at' is missing.",
                "at         | \"yesterday\"            | '[1].at' is no time",
                "at         | \"2013-01-22T06:00\"     | '[1].at' is no time",
                "at         | \"+99999-01-22T06:00:00Z\" | '[1].at' is no time",
                "person     | \"1\\u0000\"             | '[1].person' contains characters",
                "person     | LONG                     | '[1].person' is longer than 100",
                "person     | {\"a\":1}                | '[1].person' is not of the right kind.",
            })
    void a_malformed_scan_is_named_and_none_is_taken(String field, String value, String sentence) throws Exception {
        long woman = aWoman();
        String good = scan("m", woman, "muster", "2013-01-22T06:00:00Z");
        String wrong = good.replaceFirst(
                "\"" + field + "\": *(\"[^\"]*\"|\\d+)",
                java.util.regex.Matcher.quoteReplacement(
                        "\"" + field + "\": " + value.replace("LONG", "\"" + "7".repeat(101) + "\"")));
        send("[" + good + "," + wrong + "]")
                .andExpect(status().is4xxClientError())
                .andExpect(jsonPath("$.detail").value(containsString(sentence)))
                .andExpect(jsonPath("$.field").value("[1]." + field));
        assertThat(scansOnRecord()).isZero();
    }

    @Test
    void a_device_may_write_checkpoints_its_own_way_and_say_more_than_is_asked() throws Exception {
        String scan = scan("m", aWoman(), "MUSTER", "2013-01-22T06:00:00Z");
        send("[" + scan.replaceFirst("\\{", "{\"battery\": 0.4, ") + "]")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$[0].result").value("taken"));
    }

    @Test
    void what_is_no_list_of_scans_is_refused_with_a_sentence() throws Exception {
        for (String body :
                new String[] {"{}", "7", "[] and more", "[null]", "[7]", "", "[", "[" + "null,".repeat(1000) + "null]"
                }) {
            send(body)
                    .andExpect(status().is4xxClientError())
                    .andExpect(jsonPath("$.detail").isNotEmpty());
        }
        assertThat(scansOnRecord()).isZero();
    }

    @Test
    void only_field_and_reception_officers_send_scans() throws Exception {
        web.perform(post("/api/scans")
                        .contentType(APPLICATION_JSON)
                        .content("[]")
                        .with(signedIn("consular")))
                .andExpect(status().isForbidden());
    }

    @Test
    void the_roll_call_shows_families_and_who_is_missing_and_counts_who_is_ticked() throws Exception {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        rollCall(FIELD, "")
                .andExpect(content()
                        .string(allOf(
                                containsString(family.caseNumber()),
                                containsString("Полевой Лев"),
                                containsString("0 of 2 counted, 2 missing"))));

        count("muster", family.personIds().get(0)).andExpect(flash().attribute("notice", "One person counted."));
        rollCall(FIELD, "").andExpect(content().string(containsString("1 of 2 counted, 1 missing")));
        web.perform(post("/movements/BUS-1/roll-call")
                        .param("checkpoint", "muster")
                        .param("party", family.caseNumber())
                        .with(FIELD))
                .andExpect(redirectedUrl("/movements/BUS-1/roll-call?checkpoint=muster"));
        rollCall(FIELD, "")
                .andExpect(content().string(containsString("0 of 2 counted, 2 missing"))); // boarding is next
        rollCall(FIELD, "?checkpoint=muster").andExpect(content().string(containsString("2 of 2 counted, 0 missing")));
        assertThat(jdbc.sql("select count(*) from audit where action = 'read' and subject = 'BUS-1'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    void who_is_counted_too_early_is_listed_with_the_reason() throws Exception {
        long woman = aWoman();
        countAfterAll("border exit", woman)
                .andExpect(
                        flash().attribute(
                                        "refusal",
                                        "One person could not be counted: This person has not been counted at 'convoy boarding' before."));
        rollCall(FIELD, "")
                .andExpect(content()
                        .string(allOf(
                                containsString("Scans that do not fit"),
                                containsString("convoy boarding&#39; before"))));
    }

    @Test
    void before_a_convoy_has_left_the_roll_call_asks_whether_it_has() throws Exception {
        long woman = aWoman();
        count("muster", woman).andExpect(flash().attribute("notice", "One person counted."));
        count("convoy boarding", woman).andExpect(flash().attribute("notice", "One person counted."));
        rollCall(FIELD, "?checkpoint=border exit")
                .andExpect(content().string(containsString("By the plan it has not left yet.")));
        count("border exit", woman)
                .andExpect(flash().attribute("notice", nullValue()))
                .andExpect(flash().attribute("refusal", containsString("nobody was counted")));
        countAfterAll("border exit", woman).andExpect(flash().attribute("notice", "One person counted."));
    }

    @Test
    void somebody_turned_away_is_noted_with_a_reason_from_the_list() throws Exception {
        long woman = aWoman();
        refuse(woman, "").andExpect(flash().attribute("refusal", "Choose a reason from the list."));
        refuse(woman, "papers").andExpect(flash().attributeExists("notice"));
        rollCall(FIELD, "?checkpoint=border exit")
                .andExpect(content().string(containsString("turned away: papers not accepted")));
        String caseNumber = jdbc.sql("select case_number from household")
                .query(String.class)
                .single();
        web.perform(get("/households/" + caseNumber).with(FIELD))
                .andExpect(content()
                        .string(allOf(
                                containsString("Missing or turned away"),
                                containsString("turned away: papers not accepted"))));
    }

    @Test
    void a_restricted_household_is_on_the_roll_call_of_cleared_officers_only() throws Exception {
        Registered restricted = travellers.byRoad(TestHouseholds.restricted());
        rollCall(FIELD, "")
                .andExpect(content()
                        .string(allOf(not(containsString(restricted.caseNumber())), containsString("0 of 0 counted"))));
        refuse(restricted.personIds().get(0), "papers")
                .andExpect(flash().attribute("refusal", "This person is not on the manifest of BUS-1."));
        rollCall(CLEARED, "").andExpect(content().string(containsString(restricted.caseNumber())));
    }

    @Test
    void an_unknown_movement_or_checkpoint_is_answered_with_a_sentence() throws Exception {
        aWoman();
        web.perform(get("/movements/BUS-9/roll-call").with(FIELD)).andExpect(status().isNotFound());
        web.perform(get("/movements/BUS-1/roll-call")
                        .param("checkpoint", "landing")
                        .with(FIELD))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("A convoy has no checkpoint of that name")));
        web.perform(post("/movements/BUS-1/roll-call").with(FIELD)).andExpect(status().isBadRequest());
        web.perform(post("/movements/BUS-1/roll-call")
                        .param("checkpoint", "muster")
                        .param("person", "x")
                        .with(FIELD))
                .andExpect(status().isBadRequest());
    }

    @Test
    void the_numbers_of_a_roll_call_at_a_stop_tell_nobody_of_restricted_households() throws Exception {
        Registered open = travellers.byRoad(TestHouseholds.woman());
        Registered restricted = travellers.byRoad(TestHouseholds.restricted());
        travellers.count(restricted.personIds(), Checkpoint.MUSTER);
        web.perform(post("/movements/BUS-1/convoy/stop")
                        .param("place", "Kilometre 40")
                        .param("here", open.caseNumber(), restricted.caseNumber())
                        .with(CLEARED))
                .andExpect(flash().attribute("notice", "Everybody is here."));
        int all = 1 + restricted.partySize();
        web.perform(get("/movements/BUS-1/convoy").with(CLEARED))
                .andExpect(content().string(containsString(all + " of " + all + " were there")));
        web.perform(get("/movements/BUS-1/convoy").with(FIELD))
                .andExpect(content()
                        .string(allOf(
                                containsString("1 of 1 were there"),
                                not(containsString("<strong>muster</strong>")),
                                not(containsString(all + " of " + all)))));
    }

    @Test
    void a_time_of_another_age_and_a_return_that_is_not_ticked_are_answered_with_a_sentence() throws Exception {
        long woman = aWoman();
        web.perform(post("/movements/BUS-1/roll-call/deaths")
                        .param("checkpoint", "muster")
                        .param("person", String.valueOf(woman))
                        .param("saidBy", "A doctor")
                        .param("at", "-999999999-01-01T00:00")
                        .with(FIELD))
                .andExpect(flash().attribute("refusal", "This time is from before BUS-1 was planned. Correct it."));
        web.perform(post("/movements/BUS-1/convoy/position")
                        .param("place", "Masnaa")
                        .param("at", "-999999999-01-01T00:00")
                        .with(FIELD))
                .andExpect(flash().attribute("refusal", "This time is from before BUS-1 was planned. Correct it."));
        web.perform(post("/movements/BUS-1/roll-call/paper")
                        .param("counted", woman + ":muster")
                        .param("at-muster", "-999999999-01-01T00:00")
                        .with(FIELD))
                .andExpect(status().isUnprocessableEntity());
        web.perform(post("/movements/BUS-1/convoy/return").with(FIELD))
                .andExpect(flash().attribute("refusal", "Tick that it turns round."));
    }

    private ResultActions rollCall(RequestPostProcessor officer, String query) throws Exception {
        return web.perform(get("/movements/BUS-1/roll-call" + query).with(officer))
                .andExpect(status().isOk());
    }

    private ResultActions count(String checkpoint, long person) throws Exception {
        return web.perform(post("/movements/BUS-1/roll-call")
                .param("checkpoint", checkpoint)
                .param("person", String.valueOf(person))
                .with(FIELD));
    }

    @Test
    void a_roll_call_is_printed_and_what_was_ticked_on_paper_is_counted_at_the_times_given() throws Exception {
        long woman = aWoman();
        byte[] paper = web.perform(get("/movements/BUS-1/roll-call/paper.pdf").with(FIELD))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
        assertThat(new String(paper, 0, 5, US_ASCII)).isEqualTo("%PDF-");

        web.perform(post("/movements/BUS-1/roll-call/paper")
                        .param("counted", woman + ":muster", woman + ":convoy boarding")
                        .param("at-muster", "2013-01-22T06:00")
                        .with(FIELD))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("convoy boarding")))
                .andExpect(content().string(containsString("2013-01-22T06:00")));
        assertThat(scansOnRecord()).isZero();
        web.perform(post("/movements/BUS-1/roll-call/paper")
                        .param("counted", woman + ":muster", woman + ":convoy boarding")
                        .param("at-muster", "2013-01-22T06:00")
                        .param("at-convoy boarding", "2013-01-22T06:30")
                        .with(FIELD))
                .andExpect(redirectedUrl("/movements/BUS-1/roll-call/paper"));
        assertThat(jdbc.sql(
                                "select to_char(at at time zone 'UTC', 'HH24:MI') from scan where verdict = 'taken' order by at")
                        .query(String.class)
                        .list())
                .containsExactly("06:00", "06:30");
    }

    /** The officer says that it has left before its time. */
    private ResultActions countAfterAll(String checkpoint, long person) throws Exception {
        return web.perform(post("/movements/BUS-1/roll-call")
                .param("checkpoint", checkpoint)
                .param("person", String.valueOf(person))
                .param("left", "true")
                .with(FIELD));
    }

    private ResultActions refuse(long person, String reason) throws Exception {
        return web.perform(post("/movements/BUS-1/roll-call/refusals")
                .param("checkpoint", "border exit")
                .param("person", String.valueOf(person))
                .param("reason", reason)
                .with(FIELD));
    }

    private ResultActions send(String body) throws Exception {
        return web.perform(
                post("/api/scans").contentType(APPLICATION_JSON).content(body).with(FIELD));
    }

    private static String scan(String id, long person, String checkpoint, String at) {
        return "{\"id\": \"" + id + "\", \"person\": " + person + ", \"movement\": \"BUS-1\", \"checkpoint\": \""
                + checkpoint + "\", \"at\": \"" + at + "\"}";
    }

    private long aWoman() {
        long woman = travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
        jdbc.sql("update movement set planned_at = '2013-01-21'").update();
        return woman;
    }

    private int scansOnRecord() {
        return jdbc.sql("select count(*) from scan").query(Integer.class).single();
    }

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("officer").roles(groups).postProcessRequest(request));
    }
}
