package org.homeward.passage.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.PassCodes;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** What a phone takes along to count without network, and the page that takes it. */
@HomewardTest
@Breaks("I3")
class CheckpointWebTest {

    private static final UserRequestPostProcessor FIELD = user("pavel").roles("field");
    private static final UserRequestPostProcessor CLEARED = user("pavel").roles("field", "cleared");
    private static final String BUS = "/checkpoint/movements/" + Travellers.BUS;

    @Autowired
    MockMvc web;

    @Autowired
    Travellers travellers;

    @Autowired
    Households households;

    @Autowired
    PassCodes passes;

    @Autowired
    JdbcClient jdbc;

    @Test
    void a_list_has_families_together_with_their_codes_and_where_each_was_counted() throws Exception {
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        PassCodes.Codes codes = passes.of(family.id());
        travellers.count(family.personIds().subList(0, 1), Checkpoint.MUSTER);
        String token = jdbc.sql("select token from person where id = ?")
                .param(family.personIds().get(1))
                .query(String.class)
                .single();

        take(BUS, FIELD)
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", containsString("no-store")))
                .andExpect(jsonPath("$.code").value("BUS-1"))
                .andExpect(jsonPath("$.kind").value("convoy"))
                .andExpect(jsonPath("$.asOf").isNotEmpty())
                .andExpect(jsonPath("$.checkpoints")
                        .value(contains("muster", "convoy boarding", "border exit", "border entry")))
                .andExpect(jsonPath("$.households", hasSize(1)))
                .andExpect(jsonPath("$.households[0].caseNumber").value(family.caseNumber()))
                .andExpect(jsonPath("$.households[0].passToken").value(codes.token()))
                .andExpect(jsonPath("$.households[0].shortCode").value(codes.shortCode()))
                .andExpect(jsonPath("$.households[0].members[0].counted").value(contains("muster")))
                .andExpect(jsonPath("$.households[0].members[0].child").value(false))
                .andExpect(jsonPath("$.households[0].members[1].counted", hasSize(0)))
                .andExpect(jsonPath("$.households[0].members[1].token").value(token))
                .andExpect(jsonPath("$.households[0].members[1].name").value("Полевой Лев"))
                .andExpect(jsonPath("$.households[0].members[1].latinName").value("POLEVOI LEV"))
                .andExpect(jsonPath("$.households[0].members[1].notToBoard").value(false));
        assertThat(jdbc.sql("select count(*) from audit where officer = 'pavel' and detail = 'taken along to count'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void a_restricted_household_is_taken_along_by_cleared_officers_alone() throws Exception {
        Registered hidden = travellers.byRoad(TestHouseholds.restricted());

        take(BUS, FIELD).andExpect(jsonPath("$.households", hasSize(0)));
        take(BUS, CLEARED).andExpect(jsonPath("$.households[0].caseNumber").value(hidden.caseNumber()));
    }

    @Test
    void the_pass_of_a_case_that_went_up_in_another_is_still_good() throws Exception {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        Registered twin = households.register(TestHouseholds.woman());
        PassCodes.Codes codes = passes.of(twin.id());
        jdbc.sql("update household set merged_into = ? where id = ?")
                .params(family.id(), twin.id())
                .update();

        take(BUS, FIELD)
                .andExpect(jsonPath("$.households[0].earlierPasses").value(contains(codes.token(), codes.shortCode())));
        jdbc.sql("update household set merged_into = null where id = ?")
                .param(twin.id())
                .update();
    }

    @Test
    void the_movements_of_now_are_offered_with_their_checkpoints_and_those_of_next_week_are_not() throws Exception {
        travellers.byRoad(TestHouseholds.woman());
        jdbc.sql("update movement set departs = departs + interval '7 days', arrives = arrives + interval '7 days'"
                        + " where code = ?")
                .param(Travellers.PLANE)
                .update();

        take("/checkpoint/movements", FIELD)
                .andExpect(jsonPath("$", hasSize(1)))
                .andExpect(jsonPath("$[0].code").value("BUS-1"))
                .andExpect(jsonPath("$[0].checkpoints[0]").value("muster"));
    }

    @Test
    void a_movement_that_nobody_knows_is_not_found() throws Exception {
        take("/checkpoint/movements/BUS-99", FIELD).andExpect(status().isNotFound());
    }

    @Test
    void the_page_is_told_who_is_signed_in_and_by_which_token_it_may_send() throws Exception {
        take("/checkpoint/officer", FIELD)
                .andExpect(jsonPath("$.officer").value("pavel"))
                .andExpect(jsonPath("$.header").isNotEmpty())
                .andExpect(jsonPath("$.token").isNotEmpty())
                .andExpect(jsonPath("$.keepSeconds").value(12 * 60 * 60));
    }

    @Test
    void another_officer_who_counts_nobody_is_told_too_so_that_the_lists_go() throws Exception {
        take("/checkpoint/officer", user("olga").roles("consular"))
                .andExpect(jsonPath("$.officer").value("olga"));
        take(BUS, user("olga").roles("consular")).andExpect(status().isForbidden());
    }

    @Test
    void only_this_page_may_use_the_camera_and_what_reads_squares() throws Exception {
        take("/checkpoint", FIELD)
                .andExpect(header().string("Permissions-Policy", containsString("camera=(self)")))
                .andExpect(header().string("Content-Security-Policy", containsString("'wasm-unsafe-eval'")))
                .andExpect(content().string(not(containsString("pavel"))));
        take("/movements", FIELD)
                .andExpect(header().string("Permissions-Policy", containsString("camera=()")))
                .andExpect(header().string("Content-Security-Policy", not(containsString("wasm"))));
    }

    @Test
    void the_worker_names_all_files_of_the_page_and_is_another_one_in_each_language() throws Exception {
        String english = worker("en");
        assertThat(english)
                .contains("\"checkpoint.js\"", "\"square-reader.wasm\"", "\"checkpoint.css\"")
                .doesNotContain("\"worker.js\"");
        assertThat(worker("ar")).isNotEqualTo(english);
    }

    private String worker(String language) throws Exception {
        return web.perform(get("/checkpoint/worker.js").with(FIELD).header("Accept-Language", language))
                .andExpect(header().string("Service-Worker-Allowed", "../checkpoint"))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private ResultActions take(String path, UserRequestPostProcessor officer) throws Exception {
        return web.perform(get(path).with(officer));
    }
}
