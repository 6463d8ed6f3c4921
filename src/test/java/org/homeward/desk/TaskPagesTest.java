package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.NewMovement;
import org.homeward.planning.Disruptions;
import org.homeward.planning.PlanOptions;
import org.homeward.planning.Planning;
import org.homeward.registration.Registration;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class TaskPagesTest {

    private static final RequestPostProcessor OFFICER = user("consular").roles("consular");
    private static final RequestPostProcessor TRANSPORT = user("transport").roles("transport");
    private static final RequestPostProcessor MANAGER = user("manager").roles("managers");
    private static final RequestPostProcessor CLEARED = user("consular2").roles("consular", "cleared");

    @Autowired
    MockMvc pages;

    @Autowired
    TaskService tasks;

    @Autowired
    RuntimeService engine;

    @Autowired
    Households households;

    @Autowired
    Registration registration;

    @Autowired
    Planning planning;

    @Autowired
    Disruptions disruptions;

    @Autowired
    ManagementService jobs;

    @Autowired
    Clock clock;

    private String taskOf(Registered household) {
        registration.open(household.id());
        return taskAbout(household.caseNumber());
    }

    @Test
    void tellsTasklistInTheOfficersLanguageWhatItsTasksAreAbout() throws Exception {
        Registered family = households.register(TestHouseholds.motherAndSon());
        String task = taskOf(family);
        pages.perform(get("/tasks/cards").param("task", task).with(OFFICER))
                .andExpect(jsonPath("$.['" + task + "'].details")
                        .value("2 persons · Damascus · priority 4 until it is weighed"));
        households.setPriority(family.id(), 2);
        pages.perform(get("/tasks/cards").param("task", task, "unknown").with(OFFICER))
                .andExpect(jsonPath("$.length()").value(1))
                .andExpect(jsonPath("$.['" + task + "'].about").value(family.caseNumber()))
                .andExpect(jsonPath("$.['" + task + "'].details").value("2 persons · Damascus · priority 2"));
        pages.perform(get("/tasks/cards").param("task", task).with(OFFICER).locale(Locale.forLanguageTag("ru")))
                .andExpect(jsonPath("$.['" + task + "'].details").value("человек: 2 · Дамаск · очередь 2"));
    }

    @Test
    void leadsFromATaskToItsDossier() throws Exception {
        Registered family = households.register(TestHouseholds.woman());

        pages.perform(get("/tasks/{task}/dossier", taskOf(family)).with(OFFICER))
                .andExpect(redirectedUrl("/households/" + family.caseNumber() + "?embedded"));
    }

    @Test
    void leadsFromAPlansTaskToItsPageAndCountsOnItsCardWhomTheOfficerMayKnow() throws Exception {
        NewMovement plane = flight("FL-1", clock.instant().plus(Duration.ofDays(2)), 2);
        planning.open(planning.plan(new NewMovement(
                        plane.code(),
                        plane.kind(),
                        "Latakia",
                        plane.destination(),
                        null,
                        plane.departs(),
                        plane.arrives(),
                        2,
                        0,
                        0))
                .movement()
                .id());
        households.setPriority(ready(TestHouseholds.motherAndSon()).id(), 1);
        ready(TestHouseholds.woman());
        ready(TestHouseholds.restricted());
        String plan = "PLAN-" + planning.requestPlan(PlanOptions.NONE);
        jobs.executeJob(
                jobs.createJobQuery().activityId("task_findPlan").singleResult().getId());
        String task = taskAbout(plan);

        pages.perform(get("/tasks/{task}/dossier", task).with(TRANSPORT))
                .andExpect(redirectedUrl(plan.replace("PLAN-", "/plans/") + "?embedded"));
        pages.perform(get(URI.create(plan.replace("PLAN-", "/plans/") + "?embedded"))
                        .with(TRANSPORT))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("class=\"embedded\"")))
                .andExpect(content().string(containsString("Approve the plan")));
        pages.perform(get("/tasks/cards").param("task", task).with(TRANSPORT))
                .andExpect(jsonPath("$.['" + task + "'].about").value(plan))
                .andExpect(jsonPath("$.['" + task + "'].details").value("households: 1 seated, 0 moved, 1 left"));
        pages.perform(get("/tasks/cards")
                        .param("task", task)
                        .with(user("t").roles("transport", "cleared"))
                        .locale(Locale.forLanguageTag("ru")))
                .andExpect(jsonPath("$.['" + task + "'].details")
                        .value("семей: 1 получат места, 0 пересаживаются, 2 остаются"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exitCloses   | MASNAA   |    | An exit closes: MASNAA
            quotaChanges | MASNAA   |    | An exit’s daily quota changes: MASNAA – no limit
            roadCut      | Damascus | 30 | A road is cut for hours: SY01 – 30 h
            """)
    void leadsFromAChangesTaskToItsPageAndSaysOnItsCardWhatChanges(
            String kind, String subject, @Nullable Integer value, String details) throws Exception {
        long change = disruptions.report(new Report(kind, subject, value));
        String task = taskAbout(SituationChange.name(change));

        pages.perform(get("/tasks/{task}/dossier", task).with(MANAGER))
                .andExpect(redirectedUrl("/situation/" + change + "?embedded"));
        pages.perform(get("/tasks/cards").param("task", task).with(MANAGER))
                .andExpect(jsonPath("$.['" + task + "'].about").value(SituationChange.name(change)))
                .andExpect(jsonPath("$.['" + task + "'].details").value(details));
    }

    private Registered ready(NewHousehold household) {
        Registered waiting = households.register(household);
        households.joinQueue(List.of(waiting.id()));
        households.enters(waiting.id(), "ready");
        return waiting;
    }

    private String taskAbout(String key) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(key)
                .singleResult()
                .getId();
    }

    @Test
    void saysInTheDossierWhichOfTwoPersonsATaskIsAbout() throws Exception {
        Registered family = households.register(TestHouseholds.household(
                "yes",
                false,
                List.of(
                        TestHouseholds.person(
                                "Полевая Вера", null, LocalDate.of(1980, 4, 12), "female", "applicant", null),
                        TestHouseholds.person(
                                "Полевой Пётр", null, LocalDate.of(1979, 5, 1), "male", "spouse", null))));
        engine.startProcessInstanceByKey(
                "vetting", family.caseNumber(), Map.of("householdId", family.id(), "priority", 3));

        List<String> about = new ArrayList<>();
        for (Task task : tasks.createTaskQuery()
                .processInstanceBusinessKey(family.caseNumber())
                .list()) {
            String dossier = pages.perform(
                            get("/tasks/{task}/dossier", task.getId()).with(OFFICER))
                    .andReturn()
                    .getResponse()
                    .getRedirectedUrl();
            String page = pages.perform(get(URI.create(dossier)).with(OFFICER))
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            about.add(page.replaceAll("(?s).*id=\"at-hand\".*?<bdi>(.*?)</bdi>.*", "$1"));
        }
        assertThat(about).containsExactlyInAnyOrder("Полевая Вера", "Полевой Пётр");

        pages.perform(get("/households/{case}", family.caseNumber()).with(OFFICER))
                .andExpect(content().string(not(containsString("at-hand"))));
    }

    @Test
    void knowsNoTaskOfARestrictedHouseholdForThoseWhoAreNotCleared() throws Exception {
        String task = taskOf(households.register(TestHouseholds.restricted()));

        pages.perform(get("/tasks/cards").param("task", task).with(OFFICER))
                .andExpect(content().json("{}", org.springframework.test.json.JsonCompareMode.STRICT));
        pages.perform(get("/tasks/{task}/dossier", task).with(OFFICER)).andExpect(status().isNotFound());
        pages.perform(get("/tasks/{task}/dossier", "unknown").with(OFFICER)).andExpect(status().isNotFound());
        pages.perform(get("/tasks/{task}/dossier", task).with(CLEARED)).andExpect(status().is3xxRedirection());
    }
}
