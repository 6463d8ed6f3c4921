package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.NewMovement;
import org.homeward.planning.Planning;
import org.homeward.planning.SeatingPlans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class PlanWebTest {

    private static final RequestPostProcessor TRANSPORT = signedIn("transport");
    private static final RequestPostProcessor CLEARED = signedIn("transport", "cleared");

    @Autowired
    private MockMvc web;

    @Autowired
    private Planning planning;

    @Autowired
    private SeatingPlans plans;

    @Autowired
    private Households households;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_flight_out_of_the_country() {
        NewMovement plane = flight("FL-1", clock.instant().plus(Duration.ofDays(2)), 2);
        var planned = planning.plan(new NewMovement(
                plane.code(),
                plane.kind(),
                "Latakia",
                plane.destination(),
                null,
                plane.departs(),
                plane.arrives(),
                2,
                0,
                0));
        planning.open(planned.movement().id());
    }

    @Test
    void a_program_asks_for_a_plan_reads_it_and_approves_it() throws Exception {
        Household family = ready(TestHouseholds.motherAndSon());
        Household late = ready(TestHouseholds.woman());

        String found = web.perform(post("/api/plans").with(TRANSPORT))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.state").value("proposed"))
                .andExpect(jsonPath("$.seated.length()").value(1))
                .andExpect(jsonPath("$.seated[0].household").value(family.caseNumber()))
                .andExpect(jsonPath("$.seated[0].legs[0]").value("FL-1"))
                .andExpect(jsonPath("$.left[0].household").value(late.caseNumber()))
                .andExpect(jsonPath("$.left[0].why").value(containsString("the seats of FL-1")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        var plan = new ObjectMapper().readTree(found);
        assertThat(plan.get("bound").doubleValue())
                .isGreaterThanOrEqualTo(plan.get("objective").doubleValue());
        long id = plan.get("id").longValue();

        web.perform(post("/api/plans/" + id + "/commit").with(TRANSPORT))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.state").value("approved"));
        web.perform(post("/api/plans/" + id + "/commit").with(TRANSPORT))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.detail").value("This plan has been approved already."));
        web.perform(get("/api/plans/" + id).with(signedIn("managers"))).andExpect(status().isOk());
        web.perform(get("/api/plans/99").with(TRANSPORT)).andExpect(status().isNotFound());
        web.perform(post("/api/plans").with(signedIn("managers"))).andExpect(status().isForbidden());
    }

    @Test
    void the_seats_of_the_crew_are_no_room_for_the_planner() throws Exception {
        jdbc.sql("update movement set crew = 1").update();
        ready(TestHouseholds.motherAndSon());
        Household late = ready(TestHouseholds.woman());

        web.perform(post("/api/plans").with(TRANSPORT))
                .andExpect(jsonPath("$.seated.length()").value(1))
                .andExpect(jsonPath("$.seated[0].household").value(late.caseNumber()));
    }

    @Test
    void a_plan_that_no_longer_holds_is_answered_with_a_sentence() throws Exception {
        Household family = ready(TestHouseholds.motherAndSon());
        long id = planning.requestPlan();
        households.enters(family.id(), "vetting");

        web.perform(post("/api/plans/" + id + "/commit").with(TRANSPORT))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.detail")
                        .value("Something has changed since the plan was found, and nobody in it fits any more."));
        assertThat(plans.get(id).state()).isEqualTo("empty");
    }

    @Test
    void a_coordinator_finds_a_plan_looks_at_it_and_approves_it_on_the_page() throws Exception {
        Household family = ready(TestHouseholds.motherAndSon());
        web.perform(get("/plans").with(TRANSPORT))
                .andExpect(content().string(containsString("No plan has been asked for yet.")));
        String page = web.perform(post("/plans").with(TRANSPORT))
                .andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl();

        web.perform(get(page).with(TRANSPORT))
                .andExpect(content().string(containsString(family.caseNumber())))
                .andExpect(content().string(containsString("waits for approval")));
        web.perform(get(page + "?left=true").with(TRANSPORT))
                .andExpect(content().string(containsString("The plan leaves nobody.")));
        web.perform(post(page + "/approve").with(TRANSPORT))
                .andExpect(redirectedUrl(page))
                .andExpect(flash().attributeExists("notice"));
        web.perform(post(page + "/approve").with(TRANSPORT))
                .andExpect(flash().attribute("refusal", "This plan has been approved already."));
        web.perform(get("/plans").with(TRANSPORT)).andExpect(content().string(containsString(page)));
    }

    @Test
    void restricted_households_are_in_no_line_and_no_count_for_those_who_are_not_cleared() throws Exception {
        Household hidden = ready(TestHouseholds.restricted());
        long id = planning.requestPlan();

        web.perform(get("/api/plans/" + id).with(CLEARED))
                .andExpect(jsonPath("$.seated[0].household").value(hidden.caseNumber()));
        web.perform(get("/api/plans/" + id).with(TRANSPORT))
                .andExpect(jsonPath("$.seated.length()").value(0))
                .andExpect(jsonPath("$.objective").value(0));
        web.perform(get("/plans/" + id).with(TRANSPORT))
                .andExpect(content().string(not(containsString(hidden.caseNumber()))))
                .andExpect(content().string(containsString("<p class=\"figure\" id=\"persons\">0</p>")));
    }

    private Household ready(NewHousehold household) {
        long id = households.register(household).id();
        households.joinsQueue(id);
        households.enters(id, "ready");
        return households.get(id);
    }

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("officer").roles(groups).postProcessRequest(request));
    }
}
