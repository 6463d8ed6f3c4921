package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Registration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class OperationTest {

    private static final RequestPostProcessor MANAGER = user("manager").roles("managers", "cleared");
    private static final RequestPostProcessor DESIGNER = user("designer").roles("designers");

    @Autowired
    MockMvc pages;

    @Autowired
    Operation operation;

    @Autowired
    RuntimeService runtime;

    @Autowired
    Households households;

    @Autowired
    Registration registration;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Test
    void countsHouseholdsAndPersonsInEachStageAndEachEnding() {
        households.register(TestHouseholds.motherAndSon());
        Registered ready = households.register(TestHouseholds.woman());
        households.enters(ready.id(), "ready");
        households.ends(households.register(TestHouseholds.woman()).id(), "stays");

        Operation.View view = operation.now(Locale.ENGLISH);

        assertThat(view.stages()).extracting(Operation.Stage::stage).containsExactlyElementsOf(Operation.STAGES);
        assertThat(view.stages())
                .contains(
                        new Operation.Stage("registered", 1, 2),
                        new Operation.Stage("ready", 1, 1),
                        new Operation.Stage("ended", 1, 1),
                        new Operation.Stage("home", 0, 0));
        assertThat(view.endings()).containsExactly(new Operation.Ending("stays", 1, 1));
        assertThat(view.households()).isEqualTo(3);
        assertThat(view.persons()).isEqualTo(4);
    }

    @Test
    void countsNothingOfRestrictedHouseholdsForThoseWhoAreNotCleared() {
        Registered hidden = households.register(TestHouseholds.restricted());
        registration.open(hidden.id());
        Scene.everythingHappens(jdbc, clock, households, households.register(TestHouseholds.woman()));
        long movement = jdbc.sql("select id from movement").query(Long.class).single();
        jdbc.sql("""
                with plan as (insert into itinerary (household_id, made_at) values (:household, now()) returning id)
                insert into reservation (itinerary_id, household_id, person_id, movement_id, place)
                select plan.id, :household, :person, :movement, 'seat' from plan""")
                .param("household", hidden.id())
                .param("person", hidden.personIds().get(0))
                .param("movement", movement)
                .update();
        jdbc.sql("update movement set seats_taken = 2").update();

        signIn("consular", "cleared");
        Operation.View all = operation.now(Locale.ENGLISH);
        signIn("consular");
        Operation.View visible = operation.now(Locale.ENGLISH);

        assertThat(all.households()).isEqualTo(3);
        assertThat(visible.households()).isEqualTo(2);
        assertThat(all.movements().get(0).seatsTaken()).isEqualTo(2);
        assertThat(visible.movements().get(0).seatsTaken()).isEqualTo(1);
        assertThat(all.tasks()).isNotEmpty();
        assertThat(visible.tasks()).isEmpty();
        assertThat(all.longWaits()).extracting(Operation.LongWait::caseNumber).contains(hidden.caseNumber());
        assertThat(visible.longWaits())
                .extracting(Operation.LongWait::caseNumber)
                .doesNotContain(hidden.caseNumber());
        assertThat(total(all.governorates())).isEqualTo(total(visible.governorates()) + 1);
    }

    private static int total(List<Operation.Governorate> governorates) {
        return governorates.stream().mapToInt(Operation.Governorate::households).sum();
    }

    private static void signIn(String... groups) {
        String[] roles = java.util.Arrays.stream(groups).map("ROLE_"::concat).toArray(String[]::new);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("olga", "", roles));
    }

    @Test
    void callsAnIncidentWhatTheModelCallsItsStep() {
        Registered family = households.register(TestHouseholds.woman());
        registration.open(family.id());
        String execution = runtime.createExecutionQuery()
                .activityId("task_contactHousehold")
                .singleResult()
                .getId();
        runtime.createIncident("failedJob", execution, "1");

        assertThat(operation.now(Locale.ENGLISH).incidents())
                .containsExactly(new Engine.Incidents("Registration", "Contact the household", 1));
        LocaleContextHolder.setLocale(Locale.forLanguageTag("ru"));
        try {
            assertThat(operation.now(Locale.ENGLISH).incidents())
                    .containsExactly(new Engine.Incidents("Запись", "Связаться с семьёй", 1));
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    @Test
    void countsOpenTasksByGroup() {
        registration.open(households.register(TestHouseholds.woman()).id());

        assertThat(operation.now(Locale.ENGLISH).tasks()).containsExactly(new Engine.OpenTasks("consular", 1, 1, 0));
    }

    @Test
    void namesGroupsInTheOfficersLanguageAndLeadsWhoMayLookIntoCockpit() throws Exception {
        registration.open(households.register(TestHouseholds.woman()).id());

        pages.perform(get("/operation").with(MANAGER).locale(Locale.forLanguageTag("ru")))
                .andExpect(content().string(containsString(">Консульская группа<")))
                .andExpect(content().string(containsString("/camunda/app/cockpit/\">Cockpit")));
        pages.perform(get("/operation").with(user("olga").roles("consular")))
                .andExpect(content().string(not(containsString("/camunda/app/cockpit/\">Cockpit"))));
    }

    @Test
    void namesExitsAndTownsInTheOfficersLanguage() throws Exception {
        Scene.everythingHappens(jdbc, clock, households, households.register(TestHouseholds.motherAndSon()));
        jdbc.sql("update movement set origin = 'Damascus', destination = 'Beirut'")
                .update();

        pages.perform(get("/operation").with(MANAGER).locale(Locale.forLanguageTag("ru")))
                .andExpect(content().string(containsString(">Аэропорт Дамаска<")))
                .andExpect(content().string(containsString(">Бейрут<")))
                .andExpect(content().string(not(containsString("Damascus"))));
    }

    @Test
    void showsTheNumbersAlsoWhenThereIsNothingYet() throws Exception {
        pages.perform(get("/operation").with(MANAGER))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(
                                containsString("No movement is planned."),
                                containsString("Nobody waits."),
                                containsString("No task is open."))));
    }

    @Test
    void leadsToDossiersOnlyThoseWhoMayReadThem() throws Exception {
        String caseNumber = households.register(TestHouseholds.woman()).caseNumber();

        pages.perform(get("/operation").with(MANAGER))
                .andExpect(content().string(containsString("/households/" + caseNumber)));
        pages.perform(get("/operation").with(DESIGNER))
                .andExpect(content()
                        .string(allOf(containsString(caseNumber), not(containsString("/households/" + caseNumber)))));
    }

    @Test
    void letsManagersAndNobodyElseSayHowDangerousAGovernorateIs() throws Exception {
        pages.perform(post("/registration/governorates/SY10/risk")
                        .with(MANAGER)
                        .with(csrf())
                        .param("risk", "3"))
                .andExpect(flash().attributeExists("woken"));
        pages.perform(get("/operation").with(MANAGER))
                .andExpect(content().string(containsString("/registration/governorates/SY10/risk")));
        pages.perform(get("/operation").with(DESIGNER))
                .andExpect(content().string(not(containsString("/registration/governorates"))));
        pages.perform(post("/registration/governorates/SY10/risk")
                        .with(MANAGER)
                        .with(csrf())
                        .param("risk", "1"))
                .andExpect(status().is3xxRedirection());
    }
}
