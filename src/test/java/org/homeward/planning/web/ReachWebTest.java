package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
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

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.Planning;
import org.homeward.situation.Governorates;
import org.homeward.situation.Reach;
import org.homeward.situation.Reach.Said;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Two families from Damascus, one of them restricted, have seats on a bus from Aleppo. */
@HomewardTest
@Breaks({"I2", "I3"})
class ReachWebTest {

    private static final RequestPostProcessor MANAGER = signedIn("managers");

    @Autowired
    private MockMvc web;

    @Autowired
    private Planning planning;

    @Autowired
    private Households households;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Reach reach;

    @Autowired
    private Governorates governorates;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    private Movement bus;

    @BeforeEach
    void two_families_with_seats() {
        bus = planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(30)), 40))
                .movement();
        planning.open(bus.id());
        jdbc.sql("update movement set origin = 'Aleppo'").update();
        seat(TestHouseholds.motherAndSon());
        seat(TestHouseholds.restricted());
    }

    @Test
    void a_manager_says_who_cannot_get_where_and_takes_it_back() throws Exception {
        web.perform(get("/situation/reach").with(MANAGER))
                .andExpect(content().string(containsString("Everybody can get everywhere.")))
                .andExpect(content().string(not(containsString("id=\"seats\""))));
        say("lost", "SY01", "SY02", true)
                .andExpect(redirectedUrl("/situation/reach"))
                .andExpect(flash().attribute(
                                "notice", "It is recorded: nobody is given seats from where they cannot get to."));
        assertThat(reach.gaps())
                .extracting(Reach.Gap::peopleOf, Reach.Gap::place, Reach.Gap::saidBy)
                .containsExactly(tuple("SY01", "SY02", "officer"), tuple("SY02", "SY01", "officer"));
        assertThat(deeds()).containsExactly("officer out of reach SY01 SY02", "officer out of reach SY02 SY01");
        say("lost", "SY01", "SY02", true).andExpect(flash().attribute("notice", "That was so already."));

        say("regained", "SY02", "SY01", false)
                .andExpect(flash().attribute("notice", "It is recorded: they can get there again."));
        assertThat(reach.gaps()).extracting(Reach.Gap::peopleOf).containsExactly("SY01");
        assertThat(deeds()).hasSize(3).contains("officer within reach again SY02 SY01");
    }

    @Test
    void what_is_wrong_is_said_and_what_was_chosen_stays() throws Exception {
        say("lost", "SY04", "SY04", false)
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("People can always muster in their own governorate.")))
                .andExpect(content().string(containsString("value=\"SY04\" selected=\"selected\"")));
        say("regained", "", "SY04", false).andExpect(content().string(containsString("Say whose people it is about.")));
        web.perform(get("/situation/reach?after=x").with(MANAGER)).andExpect(status().isBadRequest());
    }

    @Test
    void the_households_with_seats_from_there_are_counted_and_listed_as_far_as_the_officer_may_know() throws Exception {
        reach.lost(new Said("SY01", "SY02", false));
        String open = caseNumber(false);
        String restricted = caseNumber(true);

        web.perform(get("/situation/reach").with(signedIn("transport")))
                .andExpect(content().string(containsString("One household holds seats on a journey")))
                .andExpect(content().string(containsString("(2 persons)")))
                .andExpect(content().string(containsString(open)))
                .andExpect(content().string(not(containsString(restricted))))
                .andExpect(content().string(not(containsString("They cannot get there</button>"))));
        web.perform(get("/situation/reach").with(signedIn("managers", "cleared")))
                .andExpect(content().string(containsString("2 households hold seats on a journey")))
                .andExpect(content().string(containsString("(3 persons)")))
                .andExpect(content().string(containsString(restricted)));
        web.perform(get("/situation/reach").with(MANAGER).header("Accept-Language", "ru"))
                .andExpect(content().string(containsString("не могут добраться в")))
                .andExpect(content().string(containsString("Алеппо")));
    }

    @Test
    void of_who_is_under_siege_the_page_asks_whether_they_can_get_out_and_assumes_nothing() throws Exception {
        int before = governorates.risk("SY02");
        governorates.setRisk("SY02", 4);
        web.perform(get("/situation/reach").with(MANAGER))
                .andExpect(content().string(containsString("Under siege: Aleppo, Homs, ")))
                .andExpect(content().string(containsString("value=\"SY02\" selected=\"selected\"")))
                .andExpect(content().string(containsString("value=\"*\" selected=\"selected\"")));
        assertThat(reach.gaps()).isEmpty();

        reach.lost(new Said("SY02", Reach.ALL, false));
        web.perform(get("/situation/reach").with(MANAGER))
                .andExpect(content().string(containsString("value=\"SY04\" selected=\"selected\"")));
        governorates.setRisk("SY02", before);
    }

    @Test
    void a_program_says_so_and_reads_what_is_so() throws Exception {
        change("{\"peopleOf\": \"Damascus\", \"place\": \"Алеппо\"}")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.gaps", hasSize(1)))
                .andExpect(jsonPath("$.gaps[0].peopleOf").value("SY01"))
                .andExpect(jsonPath("$.seats", hasSize(1)))
                .andExpect(jsonPath("$.seats[0].caseNumber").value(caseNumber(false)))
                .andExpect(jsonPath("$.seats[0].movement").value("BUS-1"));
        web.perform(get("/api/situation/reach").with(signedIn("transport", "cleared")))
                .andExpect(jsonPath("$.seats", hasSize(2)));
        change("{\"peopleOf\": \"*\", \"place\": \"*\", \"canGetThere\": true}")
                .andExpect(jsonPath("$.gaps", hasSize(0)));
        change("{\"peopleOf\": \"Damascus\"}")
                .andExpect(status().is4xxClientError())
                .andExpect(jsonPath("$.detail").value("Say which governorate they cannot get to."));
    }

    private ResultActions change(String body) throws Exception {
        return web.perform(post("/api/situation/reach")
                .contentType(APPLICATION_JSON)
                .content(body)
                .with(MANAGER));
    }

    private ResultActions say(String how, String peopleOf, String place, boolean bothWays) throws Exception {
        var asked = post("/situation/reach/" + how).param("peopleOf", peopleOf).param("place", place);
        return web.perform((bothWays ? asked.param("bothWays", "true") : asked).with(MANAGER));
    }

    private List<String> deeds() {
        return jdbc.sql("""
                select officer || ' ' || action || ' ' || subject || ' ' || detail from audit
                where action in ('out of reach', 'within reach again') order by id""").query(String.class).list();
    }

    private String caseNumber(boolean restricted) {
        return jdbc.sql("select case_number from household where restricted = :restricted")
                .param("restricted", restricted)
                .query(String.class)
                .single();
    }

    private void seat(NewHousehold family) {
        long household = households.register(family).id();
        reservations.reserve(List.of(new Seating(household, List.of(bus.id()))));
    }

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("officer").roles(groups).postProcessRequest(request));
    }
}
