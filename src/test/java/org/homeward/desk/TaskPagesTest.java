package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Registration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class TaskPagesTest {

    private static final RequestPostProcessor OFFICER = user("consular").roles("consular");
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

    private String taskOf(Registered household) {
        registration.open(household.id());
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(household.caseNumber())
                .singleResult()
                .getId();
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
