package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.hamcrest.Matchers.stringContainsInOrder;
import static org.homeward.movement.TestMovements.flight;
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

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.planning.PlanChoices;
import org.homeward.planning.PlanOptions;
import org.homeward.planning.Planning;
import org.homeward.planning.SeatingPlans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
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
    private PlanChoices choices;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ManagementService jobs;

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

        String found = whileTheEngineWorks(post("/api/plans").with(TRANSPORT))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.state").value("proposed"))
                .andExpect(jsonPath("$.seated.length()").value(1))
                .andExpect(jsonPath("$.seated[0].household").value(family.caseNumber()))
                .andExpect(jsonPath("$.seated[0].legs[0]").value("FL-1"))
                .andExpect(jsonPath("$.left[0].household").value(late.caseNumber()))
                .andExpect(jsonPath("$.left[0].why").value(containsString("the seats of FL-1")))
                .andExpect(jsonPath("$.limits[0].name").value("FL-1 seats"))
                .andExpect(jsonPath("$.advice[0].sentence").value(startsWith("One more flight like FL-1 on ")))
                .andExpect(jsonPath("$.advice[0].sentence").value(endsWith(": 1 more person gets a seat.")))
                .andExpect(jsonPath("$.advice[0].advice.seated").value(1))
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

        whileTheEngineWorks(post("/api/plans").with(TRANSPORT))
                .andExpect(jsonPath("$.seated.length()").value(1))
                .andExpect(jsonPath("$.seated[0].household").value(late.caseNumber()));
    }

    @Test
    void a_plan_that_no_longer_holds_is_answered_with_a_sentence() throws Exception {
        Household family = ready(TestHouseholds.motherAndSon());
        long id = found();
        households.enters(family.id(), "vetting");

        web.perform(post("/api/plans/" + id + "/commit").with(TRANSPORT))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.detail")
                        .value("Something has changed since the plan was found, and nobody in it fits any more."));
        assertThat(plans.get(id).state()).isEqualTo("empty");
        web.perform(get("/api/plans/" + id).with(TRANSPORT))
                .andExpect(jsonPath("$.gone[0].household").value(family.caseNumber()))
                .andExpect(jsonPath("$.gone[0].why").value("It no longer waits for seats."));
        web.perform(get("/plans/" + id).with(TRANSPORT).locale(Locale.forLanguageTag("ru")))
                .andExpect(content()
                        .string(stringContainsInOrder(
                                "больше никто не помещается", family.caseNumber(), "Мест она больше не ждёт.")))
                .andExpect(content().string(containsString("Найти другой план")));
    }

    @Test
    void whoever_has_not_fallen_out_is_offered_again_and_the_page_says_so_until_it_is_approved() throws Exception {
        Household gone = ready(TestHouseholds.woman());
        Household other = ready(TestHouseholds.woman());
        String page = "/plans/" + found();
        households.enters(gone.id(), "vetting");

        web.perform(post(page + "/approve").with(TRANSPORT)).andExpect(flash().attributeExists("refusal"));
        web.perform(get(page).with(TRANSPORT))
                .andExpect(content()
                        .string(stringContainsInOrder(
                                "is offered again", gone.caseNumber(), "It no longer waits", other.caseNumber())));
        web.perform(post(page + "/approve").with(TRANSPORT)).andExpect(flash().attributeExists("notice"));
        web.perform(get(page).with(TRANSPORT))
                .andExpect(content().string(not(containsString("is offered again"))))
                .andExpect(content().string(stringContainsInOrder("before it was decided on", gone.caseNumber())));
    }

    @Test
    void who_fell_out_is_not_named_to_those_who_may_not_know_of_them() throws Exception {
        Household hidden = ready(TestHouseholds.restricted());
        long id = found();
        households.enters(hidden.id(), "vetting");
        assertThat(planning.approvePlan(id)).isFalse();

        web.perform(get("/plans/" + id).with(CLEARED)).andExpect(content().string(containsString(hidden.caseNumber())));
        web.perform(get("/plans/" + id).with(TRANSPORT))
                .andExpect(content().string(not(containsString(hidden.caseNumber()))))
                .andExpect(content().string(not(containsString("id=\"gone\""))));
        web.perform(get("/api/plans/" + id).with(TRANSPORT))
                .andExpect(jsonPath("$.gone.length()").value(0));
    }

    @Test
    void what_only_restricted_households_would_gain_is_no_advice_for_those_who_are_not_cleared() throws Exception {
        ready(TestHouseholds.motherAndSon());
        ready(TestHouseholds.restricted());
        long id = found();

        web.perform(get("/api/plans/" + id).with(CLEARED))
                .andExpect(jsonPath("$.advice.length()").value(1));
        web.perform(get("/api/plans/" + id).with(TRANSPORT))
                .andExpect(jsonPath("$.advice.length()").value(0));
    }

    @Test
    void a_page_shows_itself_again_until_the_plan_is_found_and_says_what_is_still_computed() throws Exception {
        ready(TestHouseholds.motherAndSon());
        ready(TestHouseholds.woman());
        String page = "/plans/" + planning.requestPlan(PlanOptions.NONE);
        web.perform(get(page).with(TRANSPORT))
                .andExpect(header().string("Refresh", "3"))
                .andExpect(content().string(containsString("The plan is being found")));

        jobs.executeJob(
                jobs.createJobQuery().activityId("task_findPlan").singleResult().getId());
        web.perform(get(page).with(TRANSPORT))
                .andExpect(header().doesNotExist("Refresh"))
                .andExpect(content().string(containsString("The bound is still being computed.")))
                .andExpect(content().string(containsString("hx-select=\"#bound\"")))
                .andExpect(content().string(containsString("hx-select=\"#appraisal\"")))
                .andExpect(content().string(containsString("Approve the plan")));

        work();
        web.perform(get(page).with(TRANSPORT))
                .andExpect(content().string(not(containsString("still being computed"))))
                .andExpect(content().string(not(containsString("hx-select=\"#bound\""))))
                .andExpect(content().string(containsString("1 more person gets a seat.")));
        web.perform(get(page).with(TRANSPORT).locale(Locale.forLanguageTag("ru")))
                .andExpect(content().string(containsString("Ещё один самолёт, как FL-1")))
                .andExpect(content().string(containsString("место получит ещё 1 человек.")));
    }

    @Test
    void a_page_waits_for_no_bound_of_a_plan_that_was_approved_before_its_proof() throws Exception {
        ready(TestHouseholds.motherAndSon());
        long id = planning.requestPlan(PlanOptions.NONE);
        jobs.executeJob(
                jobs.createJobQuery().activityId("task_findPlan").singleResult().getId());
        assertThat(planning.approvePlan(id)).isTrue();
        assertThat(planning.planIsUnderWay(id))
                .as("people are still to be told")
                .isTrue();

        web.perform(get("/plans/" + id).with(TRANSPORT))
                .andExpect(content().string(containsString("how much better any plan could be is not known")))
                .andExpect(content().string(not(containsString("hx-select"))));
    }

    @Test
    void a_plan_that_could_not_be_found_is_said_so_and_a_program_need_not_wait_for_it() throws Exception {
        ready(TestHouseholds.woman());
        long id = planning.requestPlan(PlanOptions.NONE);
        jobs.setJobRetries(
                jobs.createJobQuery().activityId("task_findPlan").singleResult().getId(), 0);

        web.perform(get("/plans/" + id).with(TRANSPORT))
                .andExpect(header().doesNotExist("Refresh"))
                .andExpect(content().string(containsString("The plan could not be found.")));
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
        work();

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
    void why_a_household_is_left_and_what_limits_the_plan_is_said_in_the_readers_language() throws Exception {
        ready(TestHouseholds.motherAndSon());
        ready(TestHouseholds.woman());
        long id = found();
        jdbc.sql("""
                update seating_plan_household
                set why = 'Kept back, on the way that lacks least, by the seats of BUS-1 (2 needed, 1 left); the quota of \
                MASNAA 2013-01-22 (2 needed, 0 left).'
                where state = 'left'""").update();
        jdbc.sql("delete from seating_plan_limit").update();
        jdbc.sql(
                        "insert into seating_plan_limit values (:plan, 1, 'FL-1 baggageKg', 9), (:plan, 2, 'MASNAA 2013-01-22', 8)")
                .param("plan", id)
                .update();

        web.perform(get("/plans/" + id + "?left=true").with(CLEARED).locale(Locale.forLanguageTag("ru")))
                .andExpect(content()
                        .string(stringContainsInOrder(
                                "FL-1: килограммы багажа",
                                "MASNAA 2013-01-22: квота",
                                "Не хватает на том пути, где меньше всего недостаёт: сидячих мест на BUS-1 (нужно 2, осталось 1); "
                                        + "квоты MASNAA 2013-01-22 (нужно 2, осталось 0).")));
        web.perform(get("/plans/" + id + "?left=true").with(TRANSPORT).locale(Locale.forLanguageTag("ru")))
                .andExpect(content()
                        .string(containsString(
                                "где меньше всего недостаёт: сидячих мест на BUS-1; квоты MASNAA 2013-01-22.")));
        web.perform(get("/api/plans/" + id).with(TRANSPORT))
                .andExpect(
                        jsonPath("$.left[0].why")
                                .value(
                                        "Kept back, on the way that lacks least, by the seats of BUS-1; the quota of MASNAA 2013-01-22."));
    }

    @Test
    void of_a_plan_that_only_moves_people_the_page_says_what_the_moves_bring() throws Exception {
        ready(TestHouseholds.motherAndSon());
        planning.plan(flight("FL-2", movements.named("FL-1").departs().plus(Duration.ofDays(1)), 2));
        long id = found();
        jdbc.sql("update seating_plan_household set moved_from = array(select id from movement where code = 'FL-2')")
                .update();

        web.perform(get("/plans/" + id).with(TRANSPORT))
                .andExpect(content()
                        .string(containsString("2 persons whom it would move stay on their seats,"
                                + " and are home 1.0 days later on average than by it.")))
                .andExpect(content().string(not(containsString("go on waiting"))));
    }

    @Test
    void a_program_reads_all_who_fell_out_of_a_plan_and_a_page_the_first_of_them() throws Exception {
        for (int household = 0; household <= SeatingPlans.PAGE; household++) {
            ready(TestHouseholds.woman());
        }
        long id = found();
        jdbc.sql("update seating_plan_household set state = 'gone', why = 'It has withdrawn since.'")
                .update();

        web.perform(get("/api/plans/" + id).with(TRANSPORT))
                .andExpect(jsonPath("$.gone.length()").value(SeatingPlans.PAGE + 1))
                .andExpect(jsonPath("$.gone[50].why").value("It has withdrawn since."));
        web.perform(get("/plans/" + id).with(TRANSPORT)).andExpect(content().string(containsString("And 1 more.")));
    }

    @Test
    void restricted_households_are_in_no_line_and_no_count_for_those_who_are_not_cleared() throws Exception {
        Household hidden = ready(TestHouseholds.restricted());
        long id = found();

        web.perform(get("/api/plans/" + id).with(CLEARED))
                .andExpect(jsonPath("$.seated[0].household").value(hidden.caseNumber()));
        web.perform(get("/api/plans/" + id).with(TRANSPORT))
                .andExpect(jsonPath("$.seated.length()").value(0))
                .andExpect(jsonPath("$.objective").value(0));
        web.perform(get("/plans/" + id).with(TRANSPORT))
                .andExpect(content().string(not(containsString(hidden.caseNumber()))))
                .andExpect(content().string(containsString("<p class=\"figure\" id=\"persons\">0</p>")));
    }

    @Test
    void a_program_steers_a_plan_and_has_it_found_anew() throws Exception {
        Household family = ready(TestHouseholds.motherAndSon());
        Household late = ready(TestHouseholds.woman());
        long id = found();

        solve(id, """
                {"movePrice": 20, "choices": [
                  {"household": "%s", "choice": "excluded", "reason": "Waits for a paper."}]}""".formatted(family.caseNumber()))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.movePrice").value(20))
                .andExpect(jsonPath("$.choices[0].household").value(family.caseNumber()))
                .andExpect(jsonPath("$.seated[0].household").value(late.caseNumber()))
                .andExpect(jsonPath("$.seated[0].movedFrom.length()").value(0))
                .andExpect(jsonPath("$.left[0].why").value("A coordinator has excluded it from this plan."));
        solve(id, "{}")
                .andExpect(jsonPath("$.choices.length()").value(0))
                .andExpect(jsonPath("$.seated[0].household").value(family.caseNumber()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"movePrice": -1}                                             | movePrice | Give the price of a move as a number from 0 to 1000000.
            {"choices": [{"household": "CASE"}]}                          | choice    | Choose whether the household is pinned or excluded.
            {"choices": [{"household": "CASE", "choice": "excluded"}]}    | reason    | Say in a line why the household is excluded.
            {"choices": [{"household": "LATE", "choice": "pinned"}]}      | household | This household has no seats and gets none by the plan: there is nothing to pin it to.
            {"choices": [{"household": "NEW", "choice": "pinned"}]}       | household | This household neither waits for seats nor has seats that a plan could change.
            """)
    void an_option_that_cannot_be_is_named_and_nothing_changes(String options, String field, String sentence)
            throws Exception {
        Household family = ready(TestHouseholds.motherAndSon());
        Household late = ready(TestHouseholds.woman());
        String unready = households.register(TestHouseholds.woman()).caseNumber();
        long id = found();

        solve(
                        id,
                        options.replace("CASE", family.caseNumber())
                                .replace("LATE", late.caseNumber())
                                .replace("NEW", unready))
                .andExpect(status().is4xxClientError())
                .andExpect(jsonPath("$.detail").value(sentence))
                .andExpect(jsonPath("$.field").value(field));

        assertThat(plans.get(id).movePrice()).isNull();
        assertThat(plans.get(id).households()).isEqualTo(1);
    }

    @Test
    void a_coordinator_steers_a_plan_on_its_page() throws Exception {
        Household family = ready(TestHouseholds.motherAndSon());
        Household late = ready(TestHouseholds.woman());
        long id = found();
        String page = "/plans/" + id;
        web.perform(get(page).with(TRANSPORT))
                .andExpect(content().string(containsString("nobody who has seats is moved")))
                .andExpect(content().string(containsString("2 persons whom this plan seats go on waiting")))
                .andExpect(content().string(containsString("person-days of waiting; by this plan it is")))
                .andExpect(content().string(containsString("more persons of priority")));

        web.perform(post(page + "/choices")
                        .with(TRANSPORT)
                        .param("household", family.caseNumber())
                        .param("choice", "excluded")
                        .param("reason", " "))
                .andExpect(redirectedUrl(page))
                .andExpect(flash().attribute("refusal", "Say in a line why the household is excluded."))
                .andExpect(flash().attribute("entered", hasEntry("household", family.caseNumber())));
        web.perform(post(page + "/choices")
                        .with(TRANSPORT)
                        .param("household", family.caseNumber())
                        .param("choice", "excluded")
                        .param("reason", "Waits for a paper."))
                .andExpect(flash().attributeExists("notice"));
        web.perform(get(page).with(TRANSPORT))
                .andExpect(content().string(containsString("Waits for a paper.")))
                .andExpect(content().string(not(containsString("Approve the plan"))));
        web.perform(post(page + "/solve").with(TRANSPORT).param("moves", "true").param("movePrice", "many"))
                .andExpect(flash().attribute("refusal", "Give the price of a move as a number from 0 to 1000000."));
        web.perform(post(page + "/solve").with(TRANSPORT).param("moves", "true").param("movePrice", "12,5"))
                .andExpect(flash().attributeExists("notice"));
        work();
        web.perform(get(page).with(TRANSPORT))
                .andExpect(content().string(containsString("at a price of 12 for each person")))
                .andExpect(content().string(containsString("Approve the plan")))
                .andExpect(content().string(containsString(late.caseNumber())));

        web.perform(post(page + "/choices/undo").with(TRANSPORT).param("household", family.caseNumber()))
                .andExpect(flash().attributeExists("notice"));
        assertThat(choices.made(id)).isEmpty();
        web.perform(post("/plans/99/solve").with(TRANSPORT)).andExpect(redirectedUrl("/plans/99"));
    }

    @Test
    void a_choice_about_a_restricted_household_is_for_the_cleared_and_survives_the_others() throws Exception {
        Household hidden = ready(TestHouseholds.restricted());
        ready(TestHouseholds.woman());
        long id = found();
        String options = """
                {"choices": [{"household": "%s", "choice": "excluded", "reason": "Not now."}]}""".formatted(hidden.caseNumber());

        solve(id, options)
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.detail").value("There is no case with this number. Check it letter by letter."));
        whileTheEngineWorks(post("/api/plans/" + id + "/solve")
                        .with(CLEARED)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(options))
                .andExpect(jsonPath("$.choices.length()").value(1));
        solve(id, "{}").andExpect(jsonPath("$.choices.length()").value(0));
        web.perform(get("/plans/" + id).with(TRANSPORT))
                .andExpect(content().string(not(containsString(hidden.caseNumber()))));
        web.perform(get("/api/plans/" + id).with(CLEARED))
                .andExpect(jsonPath("$.choices[0].household").value(hidden.caseNumber()));
    }

    private ResultActions solve(long plan, String options) throws Exception {
        return whileTheEngineWorks(post("/api/plans/" + plan + "/solve")
                .with(TRANSPORT)
                .contentType(MediaType.APPLICATION_JSON)
                .content(options));
    }

    private long found() {
        long plan = planning.requestPlan(PlanOptions.NONE);
        work();
        return plan;
    }

    /** What the engine would do by itself. */
    private void work() {
        for (Job job : jobs.createJobQuery().executable().list()) {
            if (job.getProcessInstanceId() != null) {
                jobs.executeJob(job.getId());
                work();
                return;
            }
        }
    }

    /** The answer waits for what the engine does meanwhile. */
    private ResultActions whileTheEngineWorks(MockHttpServletRequestBuilder request) throws Exception {
        FutureTask<ResultActions> answer = new FutureTask<>(() -> web.perform(request));
        new Thread(answer).start();
        while (!answer.isDone()) {
            work();
        }
        return answer.get();
    }

    private Household ready(NewHousehold household) {
        long id = households.register(household).id();
        households.joinQueue(List.of(id));
        households.enters(id, "ready");
        return households.get(id);
    }

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("officer").roles(groups).postProcessRequest(request));
    }
}
