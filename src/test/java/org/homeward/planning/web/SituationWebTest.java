package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;
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
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.passage.Travellers;
import org.homeward.planning.Disruptions;
import org.homeward.planning.Planning;
import org.homeward.situation.Exits;
import org.homeward.situation.Governorates;
import org.homeward.situation.SituationChanges.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks({"I2", "I3"})
class SituationWebTest {

    private static final RequestPostProcessor MANAGER = signedIn("managers");

    @Autowired
    private MockMvc web;

    @Autowired
    private Travellers travellers;

    @Autowired
    private Planning planning;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Exits exits;

    @Autowired
    private Governorates governorates;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    private Movement plane;

    @BeforeEach
    void a_flight_with_two_families_one_of_them_restricted() {
        plane = planning.plan(flight("FL-1", clock.instant().plus(Duration.ofHours(30)), 40))
                .movement();
        planning.open(plane.id());
        seat(TestHouseholds.motherAndSon());
        seat(TestHouseholds.restricted());
    }

    @Test
    void a_program_looks_at_a_change_makes_it_and_undoes_it() throws Exception {
        web.perform(api("preview", "{\"kind\": \"movementLost\", \"subject\": \"fl-1\"}"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.movements[0].code").value("FL-1"))
                .andExpect(jsonPath("$.movements[0].fate").value("CANCELLED"))
                .andExpect(jsonPath("$.movements[0].persons").value(2))
                .andExpect(jsonPath("$.households").value(1))
                .andExpect(jsonPath("$.persons").value(2))
                .andExpect(jsonPath("$.instead.left").value(1));

        web.perform(api("apply", "{\"kind\": \"quotaChanges\", \"subject\": \"masnaa\", \"value\": 300}"))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.change.id").value(1))
                .andExpect(jsonPath("$.change.subject").value("MASNAA"));
        assertThat(exits.quota("MASNAA")).isEqualTo(300);
        web.perform(api("undo", "{\"id\": 1}"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.detail").value("CHANGE-1 is being carried out at this moment."));
        web.perform(get("/api/situation/1").with(MANAGER))
                .andExpect(jsonPath("$.change.state").value("applying"));
        web.perform(get("/api/situation/9").with(MANAGER)).andExpect(status().isNotFound());
    }

    @Test
    void what_a_program_has_cancelled_is_open_again_when_it_undoes_the_change() throws Exception {
        planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(11)), 40));
        web.perform(api("apply", "{\"kind\": \"exitCloses\", \"subject\": \"MASNAA\"}"))
                .andExpect(status().isCreated());
        travellers.moveOn();
        became(1, "cancelled", "cancelled").andExpect(jsonPath("$.change.state").value("applied"));
        assertThat(exits.isOpen("MASNAA")).isFalse();

        web.perform(api("undo", "{\"id\": 1}"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.change.state").value("undone"))
                .andExpect(jsonPath("$.change.undoneBy").value("officer"));
        assertThat(exits.isOpen("MASNAA")).isTrue();
        travellers.moveOn();
        became(1, "reopened", "open");
    }

    @Test
    void a_manager_stops_a_change_that_is_being_made_and_lets_it_go_on() throws Exception {
        planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(11)), 40));
        disruptions.make(new Report("exitCloses", "MASNAA", null));
        web.perform(get("/situation/1").with(signedIn("transport")))
                .andExpect(content().string(not(containsString("Stop</button>"))));
        web.perform(get("/situation/1").with(MANAGER)).andExpect(content().string(containsString("Stop</button>")));

        web.perform(post("/situation/1/stop").with(MANAGER))
                .andExpect(redirectedUrl("/situation/1"))
                .andExpect(flash().attribute("notice", "The change is stopped."));
        travellers.moveOn();
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("It is stopped: what has not been cancelled")))
                .andExpect(content().string(containsString("being made")))
                .andExpect(content().string(containsString("Go on</button>")))
                .andExpect(content().string(containsString("End here</button>")));
        String badge = "<span class=\"badge warn\">stopped</span>";
        web.perform(get("/situation").with(MANAGER)).andExpect(content().string(containsString(badge)));
        web.perform(get("/api/situation/1").with(MANAGER))
                .andExpect(jsonPath("$.stopped").value(true));
        assertThat(jdbc.sql("select state from movement where code = 'BUS-1'")
                        .query(String.class)
                        .single())
                .isEqualTo("open");

        web.perform(post("/situation/1/go-on").with(MANAGER)).andExpect(flash().attributeExists("notice"));
        travellers.moveOn();
        became(1, "cancelled", "cancelled").andExpect(jsonPath("$.stopped").value(false));
        web.perform(get("/situation").with(MANAGER)).andExpect(content().string(not(containsString(badge))));
        web.perform(post("/situation/1/go-on").with(MANAGER))
                .andExpect(flash().attribute("refusal", "CHANGE-1 is not stopped."));
        web.perform(post("/situation/1/stop").with(MANAGER))
                .andExpect(flash().attribute("refusal", "CHANGE-1 has been carried out already."));
    }

    @Test
    void a_manager_ends_a_change_where_it_was_stopped() throws Exception {
        planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(11)), 40));
        disruptions.make(new Report("exitCloses", "MASNAA", null));
        web.perform(post("/situation/1/stop").with(MANAGER));
        web.perform(post("/situation/1/end").with(MANAGER))
                .andExpect(redirectedUrl("/situation/1"))
                .andExpect(flash().attribute("notice", "The change is ended here."));
        travellers.moveOn();
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("It was ended before all of it was made")))
                .andExpect(content().string(containsString("Undo the change")));
    }

    @Test
    void a_change_of_which_a_step_was_given_up_says_so_and_is_ended_there() throws Exception {
        planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(11)), 40));
        disruptions.make(new Report("exitCloses", "MASNAA", null));
        managementService()
                .setJobRetries(
                        managementService()
                                .createJobQuery()
                                .processDefinitionKey("situation-change")
                                .singleResult()
                                .getId(),
                        0);
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("A step of it has failed several times")))
                .andExpect(content().string(containsString("Go on</button>")))
                .andExpect(content().string(not(containsString("Stop</button>"))));
        web.perform(get("/situation").with(MANAGER))
                .andExpect(content().string(containsString("<span class=\"badge bad\">failed</span>")));
        web.perform(get("/api/situation/1").with(MANAGER))
                .andExpect(jsonPath("$.stopped").value(false))
                .andExpect(jsonPath("$.givenUp").value(true));
        web.perform(post("/situation/1/end").with(MANAGER))
                .andExpect(flash().attribute("notice", "The change is ended here."));
        travellers.moveOn();
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("It was ended before all of it was made")))
                .andExpect(content().string(not(containsString("A step of it has failed"))));
    }

    @Test
    void a_movement_that_cannot_be_told_of_a_change_is_named_with_what_becomes_of_it() throws Exception {
        planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(11)), 40));
        String life = runtimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey("BUS-1")
                .singleResult()
                .getId();
        runtimeService().suspendProcessInstanceById(life);
        planning.applyNext(disruptions.make(new Report("exitCloses", "MASNAA", null)));
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("not applied: its process cannot be told")));
        runtimeService().activateProcessInstanceById(life);
    }

    @Test
    void of_an_opening_that_a_closing_has_ended_nobody_reads_that_it_was_cut_short() throws Exception {
        exits.becomes("MASNAA", "closed");
        disruptions.make(new Report("exitOpens", "MASNAA", null));
        disruptions.make(new Report("exitCloses", "MASNAA", null));
        disruptions.make(new Report("exitOpens", "MASNAA", null));
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(not(containsString("It was ended before all of it was made"))));
        web.perform(get("/situation/2").with(MANAGER))
                .andExpect(content().string(containsString("It was ended before all of it was made")));
    }

    @Test
    void whom_a_danger_has_woken_is_told_once_it_grew_and_of_the_restricted_to_those_who_are_cleared()
            throws Exception {
        int before = governorates.risk("SY01");
        RequestPostProcessor cleared = signedIn("managers", "cleared");
        String woman = deferred(TestHouseholds.woman());
        String restricted = deferred(TestHouseholds.restricted());
        disruptions.make(new Report("riskChanges", "SY01", 4));
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(
                        content().string(containsString("Nobody who had put leaving off is on record as asked again")));
        travellers.moveOn();

        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("had put leaving off, asked again")))
                .andExpect(content().string(containsString("/households/" + woman)))
                .andExpect(content().string(not(containsString(restricted))));
        web.perform(get("/situation/1").with(cleared))
                .andExpect(content().string(containsString("/households/" + restricted)));
        web.perform(get("/api/situation/1").with(MANAGER))
                .andExpect(jsonPath("$.outcome.woken.households").value(1));
        web.perform(get("/api/situation/1").with(cleared))
                .andExpect(jsonPath("$.outcome.woken.households").value(2));
        web.perform(get("/situation/1/households.csv").with(MANAGER))
                .andExpect(content()
                        .string("\uFEFFCase,Persons,Movement,What has become of it,Stage,Way now,Departs\r\n" + woman
                                + ",1,,\"had put leaving off, asked again\",deferred,,\r\n"));
        disruptions.undo(1);
        travellers.moveOn();
        assertThat(governorates.risk("SY01")).isEqualTo(before);
    }

    /** A household that has put leaving off. @return its case number */
    private String deferred(NewHousehold household) {
        Registered registered = households.register(household);
        runtimeService()
                .startProcessInstanceByKey(
                        "registration",
                        registered.caseNumber(),
                        Map.of("householdId", registered.id(), "priority", 4, "registrationEntry", "putOff"));
        return registered.caseNumber();
    }

    @Test
    void who_undoes_a_change_after_departure_reads_what_stays_as_it_is() throws Exception {
        planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(20)), 40));
        disruptions.make(new Report("roadCut", "MASNAA", 30));
        disruptions.make(new Report("movementLost", "FL-1", null));
        travellers.moveOn();
        travellers.later(Duration.ofHours(31));
        complete("task_closeDoors", Map.of("doors", "closed"));
        complete("task_confirmDeparture", Map.of("departure", "departed", "headcount", 0));
        for (int change : List.of(1, 2)) {
            web.perform(api("undo", "{\"id\": " + change + "}")).andExpect(status().isOk());
            travellers.moveOn();
        }

        became(1, "stays delayed", "departed");
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("stays put off: it is too late")));
        became(2, "stays cancelled", "cancelled");
        web.perform(get("/situation/2").with(MANAGER))
                .andExpect(content().string(containsString("stays cancelled: it is too late")));
    }

    private static void complete(String task, Map<String, Object> decision) {
        taskService()
                .complete(
                        taskService()
                                .createTaskQuery()
                                .taskDefinitionKey(task)
                                .singleResult()
                                .getId(),
                        decision);
    }

    /** What a program reads of the one movement of a change. */
    private ResultActions became(int change, String fate, String state) throws Exception {
        return web.perform(get("/api/situation/{id}", change).with(MANAGER))
                .andExpect(jsonPath("$.movements.length()").value(1))
                .andExpect(jsonPath("$.movements[0].fate").value(fate))
                .andExpect(jsonPath("$.movements[0].state").value(state));
    }

    @Test
    void beside_its_task_stands_the_change_and_beside_a_leaders_the_movement_on_the_road() throws Exception {
        jdbc.sql("update movement set exit = 'MASNAA'").update();
        disruptions.report(new Report("exitCloses", "MASNAA", null));
        web.perform(get("/tasks/{task}/dossier", task()).with(MANAGER))
                .andExpect(redirectedUrl("/situation/1?embedded"));

        jdbc.sql("update movement set state = 'departed', departed_at = now()").update();
        disruptions.approve(1);
        web.perform(get("/tasks/{task}/dossier", task()).with(signedIn("field")))
                .andExpect(redirectedUrl("/movements/FL-1?embedded"));
        jdbc.sql("update movement set kind = 'convoy', origin = 'Damascus'").update();
        disruptions.make(new Report("roadCut", "Damascus", 40));
        for (String met :
                List.of("CHANGE-1</a>", "CHANGE-2</a>", "An exit closes", "A road is cut for hours", "40 h")) {
            web.perform(get("/movements/FL-1?embedded").with(signedIn("field")))
                    .andExpect(content().string(containsString(met)));
        }
        web.perform(get("/movements/FL-1").with(signedIn("reception")))
                .andExpect(content().string(containsString("CHANGE-2</span>")));
    }

    private static String task() {
        return taskService().createTaskQuery().singleResult().getId();
    }

    @Test
    void who_is_restricted_counts_only_for_those_who_are_cleared() throws Exception {
        String lost = "{\"kind\": \"movementLost\", \"subject\": \"FL-1\"}";
        web.perform(api("preview", lost)).andExpect(jsonPath("$.households").value(1));
        web.perform(api("preview", lost).with(signedIn("managers", "cleared")))
                .andExpect(jsonPath("$.households").value(2));
    }

    @Test
    void what_holds_only_if_an_exit_stays_closed_stands_apart_and_the_restricted_count_for_those_who_are_cleared()
            throws Exception {
        jdbc.sql("update movement set exit = 'MASNAA'").update();
        households.enter(jdbc.sql("select id from household").query(Long.class).list(), "seated");
        Report closes = new Report("exitCloses", "MASNAA", null);
        web.perform(api("preview", "{\"kind\": \"exitCloses\", \"subject\": \"MASNAA\"}"))
                .andExpect(jsonPath("$.instead").isEmpty())
                .andExpect(jsonPath("$.waits.ifItStaysClosed.households").value(0))
                .andExpect(jsonPath("$.waits.ifItStaysClosed.left").value(1))
                .andExpect(jsonPath("$.waits.ifItStaysClosed.personsLeft").value(2));
        long change = disruptions.report(closes);
        disruptions.look(change);

        web.perform(get("/situation/{id}", change).with(MANAGER))
                .andExpect(content()
                        .string(containsString("If the exit stays closed, the planner could give other seats")))
                .andExpect(content().string(containsString("if it stays closed:</small>")))
                .andExpect(content().string(containsString("waits for seats")));
        String worse = "{\"kind\": \"riskChanges\", \"subject\": \"SY01\", \"value\": 4}";
        web.perform(api("preview", worse))
                .andExpect(jsonPath("$.moreUrgent.households").value(1))
                .andExpect(jsonPath("$.affected[0].fate").value("MORE_URGENT"))
                .andExpect(jsonPath("$.affected[0].movement").value("FL-1"));
        web.perform(api("preview", worse).with(signedIn("managers", "cleared")))
                .andExpect(jsonPath("$.moreUrgent.households").value(2));
        long danger = disruptions.report(new Report("riskChanges", "SY01", 4));
        disruptions.look(danger);
        web.perform(get("/situation/{id}", danger).with(MANAGER))
                .andExpect(content().string(containsString("would become more urgent; 2 persons in them")))
                .andExpect(content().string(containsString("becomes more urgent")));
    }

    @Test
    void whom_it_affects_is_listed_on_the_page_and_in_a_table_the_restricted_for_those_who_are_cleared()
            throws Exception {
        List<String> cases = jdbc.sql("select case_number from household order by restricted")
                .query(String.class)
                .list();
        String open = cases.get(0);
        String restricted = cases.get(1);
        web.perform(api("preview", "{\"kind\": \"movementLost\", \"subject\": \"FL-1\"}"))
                .andExpect(jsonPath("$.affected.length()").value(1))
                .andExpect(jsonPath("$.affected[0].caseNumber").value(open))
                .andExpect(jsonPath("$.affected[0].movement").value("FL-1"))
                .andExpect(jsonPath("$.affected[0].fate").value("LOSES_SEATS"))
                .andExpect(jsonPath("$.affected[0].instead").isEmpty());
        disruptions.report(new Report("movementLost", "FL-1", null));
        web.perform(get("/situation/1/households.csv").with(MANAGER)).andExpect(status().isConflict());
        web.perform(post("/situation/1/look").with(MANAGER));

        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("href=\"/households/" + open + "\"")))
                .andExpect(content().string(containsString("waits for seats")))
                .andExpect(content().string(not(containsString(restricted))));
        web.perform(get("/situation/1").with(signedIn("managers", "cleared")))
                .andExpect(content().string(containsString("href=\"/households/" + restricted + "\"")));
        web.perform(get("/situation/1?after=2").with(MANAGER))
                .andExpect(content().string(not(containsString("/households/" + open))));
        web.perform(get("/situation/1/households.csv").with(MANAGER))
                .andExpect(content()
                        .string("\uFEFFCase,Persons,Movement,What becomes of it,Instead,Departs,Home later by hours,"
                                + "Keeps its seats until\r\n" + open + ",2,FL-1,loses its seats,,,,\r\n"));
        web.perform(get("/situation/1/households.csv").with(signedIn("managers", "cleared")))
                .andExpect(content().string(containsString(restricted)));
    }

    @Test
    void what_has_become_of_the_people_is_told_once_it_is_made_and_of_the_restricted_to_those_who_are_cleared()
            throws Exception {
        Map<Boolean, String> cases = new HashMap<>();
        List<Long> ids = new ArrayList<>();
        jdbc.sql("select id, case_number, restricted from household").query(row -> {
            ids.add(row.getLong("id"));
            cases.put(row.getBoolean("restricted"), row.getString("case_number"));
        });
        RequestPostProcessor cleared = signedIn("managers", "cleared");
        report("movementLost", "FL-1", "");
        web.perform(get("/api/situation/1").with(MANAGER))
                .andExpect(jsonPath("$.outcome").isEmpty());
        web.perform(post("/situation/1/approve").with(MANAGER));
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("By now nobody has lost seats by it")));
        travellers.moveOn();
        households.enter(ids, "ready");

        web.perform(get("/api/situation/1").with(MANAGER))
                .andExpect(jsonPath("$.outcome.waitForSeats.households").value(1))
                .andExpect(jsonPath("$.outcome.waitForSeats.persons").value(2))
                .andExpect(jsonPath("$.outcome.seatedAgain.households").value(0));
        web.perform(get("/api/situation/1").with(cleared))
                .andExpect(jsonPath("$.outcome.waitForSeats.households").value(2))
                .andExpect(jsonPath("$.outcome.waitForSeats.persons").value(3));
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("lost the seats, in the queue for others")))
                .andExpect(content().string(containsString("href=\"/households/" + cases.get(false) + "\"")))
                .andExpect(content().string(not(containsString(String.valueOf(cases.get(true))))))
                .andExpect(content().string(containsString("As it was looked at")))
                .andExpect(content().string(containsString(persons(2))));
        web.perform(get("/situation/1").with(cleared))
                .andExpect(content().string(containsString("href=\"/households/" + cases.get(true) + "\"")));
        web.perform(get("/situation/1?after={last}", Long.MAX_VALUE).with(MANAGER))
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("/households/" + cases.get(false)))));
        web.perform(get("/situation/1/households.csv").with(MANAGER))
                .andExpect(content()
                        .string("\uFEFFCase,Persons,Movement,What has become of it,Stage,Way now,Departs\r\n"
                                + cases.get(false)
                                + ",2,FL-1,\"lost the seats, in the queue for others\",ready,,\r\n"));
        web.perform(get("/situation/9/households.csv").with(MANAGER)).andExpect(status().isNotFound());
    }

    @Test
    void a_page_after_something_that_is_no_number_is_refused_with_a_sentence() throws Exception {
        disruptions.report(new Report("movementLost", "FL-1", null));
        web.perform(get("/situation/1?after=x").with(MANAGER))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("The value of &#39;after&#39; is not of the right kind.")));
        web.perform(get("/situation/1?after=-5").with(MANAGER)).andExpect(status().isOk());
        web.perform(get("/situation/999/households.csv").with(MANAGER)).andExpect(status().isNotFound());
    }

    @Test
    void pages_of_households_count_only_those_of_whom_the_officer_may_know() throws Exception {
        disruptions.report(new Report("movementLost", "FL-1", null));
        web.perform(post("/situation/1/look").with(MANAGER));
        for (int more = 0; more < 100; more++) {
            households.register(TestHouseholds.woman());
        }
        jdbc.sql("delete from change_preview_household").update();
        jdbc.sql("""
                insert into change_preview_household (change_id, position, household_id, persons, fate, instead)
                select 1, row_number() over (order by restricted desc, id), id, 1, 'LOSES_SEATS', '{}' from household""").update();
        String last = jdbc.sql("select case_number from household order by id desc limit 1")
                .query(String.class)
                .single();

        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("?after=100#list")))
                .andExpect(content().string(containsString("Show more: 1 follow")))
                .andExpect(content().string(not(containsString(last))));
        web.perform(get("/situation/1?after=100").with(MANAGER))
                .andExpect(content().string(containsString("/households/" + last)))
                .andExpect(content().string(not(containsString("Show more"))));
        web.perform(get("/situation/1").with(signedIn("managers", "cleared")))
                .andExpect(content().string(containsString("Show more: 2 follow")));
    }

    @Test
    void the_button_that_closes_an_exit_has_somebody_lead_what_is_on_the_road_and_is_undone() throws Exception {
        Movement bus = planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofHours(11)), 40))
                .movement();
        movements.enters(bus.id(), "departed");
        web.perform(post("/exits/MASNAA/close").with(MANAGER)).andExpect(redirectedUrl("/exits"));
        travellers.moveOn();
        became(1, "on the road", "departed");
        assertThat(taskService()
                        .createTaskQuery()
                        .taskDefinitionKey("task_leadOnTheRoad")
                        .count())
                .isOne();
        web.perform(post("/situation/1/undo").with(MANAGER)).andExpect(flash().attributeExists("notice"));
        assertThat(exits.isOpen("MASNAA")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                              | Choose what has changed.
            {"kind": "flood", "subject": "MASNAA"}                          | Choose what has changed.
            {"kind": "exitCloses"}                                          | Say which exit, governorate or movement it is about.
            {"kind": "exitCloses", "subject": "NOWHERE"}                    | There is no such exit.
            {"kind": "exitCloses", "subject": "\\u0000"}                     | Say which exit, governorate or movement it is about.
            {"kind": "exitCloses", "subject": "A\\u0000B"}                   | There is no such exit.
            {"kind": "movementLost", "subject": "F\\u0000L-9"}               | There is no movement with this code.
            {"kind": "exitOpens", "subject": "MASNAA"}                      | Exit MASNAA is open already.
            {"kind": "quotaChanges", "subject": "MASNAA", "value": -1}      | A quota is 0 to 1,000,000 persons a day, or empty if it admits everybody.
            {"kind": "riskChanges", "subject": "Atlantis", "value": 3}      | There is no such governorate.
            {"kind": "riskChanges", "subject": "Homs", "value": 7}          | The risk is 1 (calm) to 4 (under siege).
            {"kind": "movementLost", "subject": "FL-9"}                     | There is no movement with this code.
            """)
    void bad_input_is_answered_with_a_sentence_and_changes_nothing(String body, String sentence) throws Exception {
        for (String how : List.of("preview", "apply")) {
            web.perform(api(how, body))
                    .andExpect(status().is4xxClientError())
                    .andExpect(jsonPath("$.detail").value(sentence));
        }
        web.perform(get("/situation").with(MANAGER))
                .andExpect(content().string(containsString("No change has been reported.")));
    }

    @Test
    void a_manager_reports_a_change_sees_whom_it_affects_and_discards_it() throws Exception {
        String page = report("movementLost", "FL-1", "")
                .andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
        web.perform(get(page).with(MANAGER))
                .andExpect(content().string(containsString("<p class=\"figure\" id=\"persons\">2</p>")))
                .andExpect(content().string(containsString("cancelled at once")))
                .andExpect(content().string(containsString("Make the change")));
        web.perform(get(page).with(signedIn("transport")))
                .andExpect(content().string(not(containsString("Make the change"))));
        web.perform(post(page + "/discard").with(MANAGER))
                .andExpect(redirectedUrl(page))
                .andExpect(flash().attributeExists("notice"));
        web.perform(post(page + "/approve").with(MANAGER))
                .andExpect(flash().attribute("refusal", "CHANGE-1 has been discarded."));
        web.perform(post(page + "/undo").with(MANAGER))
                .andExpect(flash().attribute("refusal", "CHANGE-1 has been discarded."));
    }

    @Test
    void what_was_seen_stays_with_the_report_until_somebody_looks_again() throws Exception {
        report("movementLost", "FL-1", "");
        seat(TestHouseholds.woman());
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("id=\"as-of\"")))
                .andExpect(content().string(containsString(persons(2))));
        web.perform(post("/situation/1/look").with(MANAGER)).andExpect(redirectedUrl("/situation/1"));
        web.perform(get("/situation/1").with(signedIn("transport")))
                .andExpect(content().string(containsString(persons(3))))
                .andExpect(content().string(not(containsString("Look again"))));
        web.perform(post("/situation/1/discard").with(MANAGER));
        web.perform(post("/situation/1/look").with(MANAGER))
                .andExpect(flash().attribute("refusal", "CHANGE-1 has been discarded."));
    }

    @Test
    void whoever_has_looked_each_sees_only_whom_they_may_know_of() throws Exception {
        report("movementLost", "FL-1", "");
        for (String looks : List.of("managers", "managers,cleared")) {
            web.perform(post("/situation/1/look").with(signedIn(looks.split(","))));
            web.perform(get("/situation/1").with(MANAGER)).andExpect(content().string(containsString(persons(2))));
            web.perform(get("/situation/1").with(signedIn("managers", "cleared")))
                    .andExpect(content().string(containsString(persons(3))));
        }
    }

    @Test
    void a_report_at_which_nobody_has_looked_says_so_and_one_that_is_so_already_too() throws Exception {
        disruptions.report(new Report("exitCloses", "MASNAA", null));
        exits.becomes("MASNAA", "closed");
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(containsString("Nobody has looked yet whom this change would affect.")))
                .andExpect(content().string(containsString("Exit MASNAA is closed already.")))
                .andExpect(content().string(containsString("Discard the report")));
    }

    @Test
    void a_manager_looks_before_a_change_is_made() throws Exception {
        disruptions.report(new Report("exitCloses", "MASNAA", null));
        web.perform(get("/situation/1").with(MANAGER))
                .andExpect(content().string(not(containsString("Make the change"))));
        web.perform(post("/situation/1/approve").with(MANAGER))
                .andExpect(flash().attribute("refusal", "Look first whom CHANGE-1 would affect."));
        assertThat(exits.isOpen("MASNAA")).isTrue();

        web.perform(post("/situation/1/look").with(MANAGER));
        web.perform(get("/situation/1").with(MANAGER)).andExpect(content().string(containsString("Make the change")));
        web.perform(post("/situation/1/approve").with(MANAGER)).andExpect(flash().attributeExists("notice"));
        assertThat(exits.isOpen("MASNAA")).isFalse();
    }

    @Test
    void a_report_that_becomes_so_before_it_is_looked_at_has_been_taken_and_is_not_asked_for_again() throws Exception {
        jdbc.sql("""
                create function closes_meanwhile() returns trigger language plpgsql as
                'begin update exit set state = ''closed'' where code = ''MASNAA''; return new; end'""").update();
        jdbc.sql("""
                create trigger closes_meanwhile after insert on situation_change
                for each row execute function closes_meanwhile()""").update();
        try {
            report("exitCloses", "MASNAA", "")
                    .andExpect(redirectedUrl("/situation/1"))
                    .andExpect(flash().attribute("refusal", "Exit MASNAA is closed already."));
        } finally {
            jdbc.sql("drop function closes_meanwhile() cascade").update();
        }
    }

    private static String persons(int number) {
        return "<p class=\"figure\" id=\"persons\">" + number + "</p>";
    }

    @Test
    void what_was_typed_stays_in_the_form_that_is_refused() throws Exception {
        report("quotaChanges", "MASNAA", "many")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Write the number in digits.")))
                .andExpect(content().string(containsString("value=\"many\"")));
    }

    private ResultActions report(String kind, String subject, String value) throws Exception {
        return web.perform(post("/situation")
                .param("kind", kind)
                .param("subject", subject)
                .param("value", value)
                .with(MANAGER));
    }

    private static MockHttpServletRequestBuilder api(String what, String body) {
        return post("/api/situation/" + what)
                .contentType(APPLICATION_JSON)
                .content(body)
                .with(MANAGER);
    }

    private void seat(NewHousehold family) {
        long id = households.register(family).id();
        reservations.reserve(List.of(new Seating(id, List.of(plane.id()))));
    }

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("officer").roles(groups).postProcessRequest(request));
    }
}
