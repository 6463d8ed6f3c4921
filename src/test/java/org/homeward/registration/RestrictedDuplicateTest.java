package org.homeward.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** A household that anybody may know of, and a restricted one of the same people. */
@HomewardTest
@WalksWhole("restricted-duplicate")
class RestrictedDuplicateTest {

    @Autowired
    Intake intake;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MockMvc pages;

    @Test
    void the_open_household_goes_on_and_cleared_officers_alone_are_asked_once() throws Exception {
        Registered restricted = intake.register(TestHouseholds.restricted());
        Registered open = intake.register(TestHouseholds.woman());
        intake.register(TestHouseholds.household(
                "yes", false, java.util.List.of(TestHouseholds.son(), TestHouseholds.mother())));

        assertThat(waiting(open.caseNumber())).isEqualTo("task_contactHousehold");
        Task task = taskService()
                .createTaskQuery()
                .processDefinitionKey("restricted-duplicate")
                .singleResult();
        assertThat(task.getTenantId()).isEqualTo("cleared");
        pages.perform(get("/households/{case}", open.caseNumber())
                        .with(user("consular").roles("consular")))
                .andExpect(content().string(not(containsString(restricted.caseNumber()))));
        pages.perform(get("/households/{case}", restricted.caseNumber())
                        .with(user("consular2").roles("consular", "cleared")))
                .andExpect(content().string(containsString(open.caseNumber())));

        assertThatThrownBy(() -> taskService().complete(task.getId(), Map.of("duplicateDecision", "merge")))
                .hasRootCauseMessage("Case " + restricted.caseNumber()
                        + " is restricted and the other is not: they are not merged. Agree with the household which one"
                        + " goes on, let the other withdraw, and keep them apart.");
        taskService().complete(task.getId(), Map.of("duplicateDecision", "keepApart"));

        assertThat(jdbc.sql("select distinct state from possible_duplicate where other_household_id = :id")
                        .param("id", restricted.id())
                        .query(String.class)
                        .list())
                .containsExactly("kept apart");
        assertThat(jdbc.sql("select household_id from audit where action = 'kept apart'")
                        .query(Long.class)
                        .list())
                .containsExactly(restricted.id());
    }

    @Test
    void a_restricted_household_is_not_merged_into_one_that_anybody_may_know_of() {
        intake.register(TestHouseholds.woman());
        Registered restricted = intake.register(TestHouseholds.restricted());
        Task task = taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(restricted.caseNumber())
                .singleResult();
        assertThatThrownBy(() -> taskService().complete(task.getId(), Map.of("duplicateDecision", "merge")))
                .hasRootCauseMessage("Only one of these two cases is restricted: they are not merged. Agree with the"
                        + " household which one goes on, let the other withdraw, and keep them apart.");
    }

    private static String waiting(String caseNumber) {
        return taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(caseNumber)
                .singleResult()
                .getTaskDefinitionKey();
    }
}
