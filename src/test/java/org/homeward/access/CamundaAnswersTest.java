package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.net.http.HttpResponse;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What Camunda's pages are told: in the browser's language, and no officer called "null null". */
@HomewardBrowserTest
class CamundaAnswersTest {

    private static final String ENGINE = "/camunda/api/engine/engine/default";

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Households households;

    @Autowired
    Registration registration;

    @Autowired
    TaskService tasks;

    @Autowired
    RepositoryService models;

    private Officers officers;
    private String task;

    @BeforeEach
    void anOfficerAndATask() {
        officers = new Officers(identity);
        officers.signUp("olga", Rights.CONSULAR);
        registration.open(households.register(TestHouseholds.woman()).id());
        task = tasks.createTaskQuery().singleResult().getId();
    }

    @AfterEach
    void theOfficerLeaves() {
        officers.dismiss("olga");
    }

    @Test
    void a_Russian_browser_reads_task_form_filter_and_diagram_in_Russian() throws Exception {
        Visitor olga = new Visitor(port).inLanguage("ru-RU,ru;q=0.9,en;q=0.8").signedIn("olga");

        assertThat(olga.get(ENGINE + "/task/" + task).body()).contains("\"name\":\"Связаться с семьёй\"");
        assertThat(olga.get(ENGINE + "/task/" + task + "/deployed-form").body())
                .contains("### Связаться с семьёй\\nТелефон записан в деле.")
                .contains("\"label\":\"Да, желает выехать\"", "\"dateLabel\":\"Спросить ещё раз\"")
                .contains("\"value\":\"willing\"", "\"key\":\"willingness\"");
        assertThat(olga.get(ENGINE + "/filter?resourceType=Task").body()).contains("\"name\":\"Мои задачи\"");
        assertThat(olga.get(diagram()).body())
                .contains("name=\\\"Связаться с семьёй\\\"", "id=\\\"task_contactHousehold\\\"");
    }

    @Test
    void a_designer_with_a_Russian_browser_reads_a_table_with_its_annotations_in_Russian() throws Exception {
        officers.signUp("dora", Rights.DESIGNERS);
        Visitor dora = new Visitor(port).inLanguage("ru").signedIn("dora");
        String table = models.createDecisionDefinitionQuery()
                .decisionDefinitionKey("documents")
                .latestVersion()
                .singleResult()
                .getId();
        assertThat(dora.get(ENGINE + "/decision-definition/" + table + "/xml").body())
                .contains(
                        "name=\\\"Можно ли по этому документу ехать домой?\\\"",
                        "label=\\\"Какой это документ?\\\"",
                        "<description>Срока должно хватить на дорогу.</description>",
                        "<text>kind</text>");
        officers.dismiss("dora");
    }

    @Test
    void a_list_without_a_bound_gets_one_and_nobody_asks_for_more_than_that() throws Exception {
        Visitor olga = new Visitor(port).signedIn("olga");

        assertThat(olga.get(ENGINE + "/task?sortBy=created&sortOrder=desc").statusCode())
                .isEqualTo(200);
        assertThat(olga.get(ENGINE + "/task?maxResults=2000").statusCode()).isEqualTo(200);
        assertThat(olga.get(ENGINE + "/task?maxResults=2001"))
                .returns(400, HttpResponse::statusCode)
                .extracting(HttpResponse::body, STRING)
                .contains("ask for it with maxResults, at most 2000");
    }

    @Test
    void what_is_counted_with_the_restricted_cases_is_empty_for_who_is_not_cleared() throws Exception {
        officers.signUp("dora", Rights.DESIGNERS);
        officers.signUp("cleo", Rights.DESIGNERS, Rights.CLEARED);
        Visitor dora = new Visitor(port).signedIn("dora");
        String called = "/camunda/api/cockpit/plugin/base/default/process-definition/" + model("evacuation")
                + "/called-process-definitions";
        assertThat(new Visitor(port).signedIn("cleo").json("POST", called, "{}").body())
                .contains("registration");
        assertThat(dora.json("POST", called, "{}").body()).isEqualTo("[]");
        assertThat(dora.json("POST", called + "/", "{}").body()).isEqualTo("[]");
        officers.dismiss("dora", "cleo");
    }

    @Test
    void every_other_browser_reads_English() throws Exception {
        Visitor olga = new Visitor(port).inLanguage("de-DE,de;q=0.9").signedIn("olga");

        assertThat(olga.get(ENGINE + "/task/" + task).body()).contains("\"name\":\"Contact the household\"");
        assertThat(olga.get(ENGINE + "/filter?resourceType=Task").body()).contains("\"name\":\"My tasks\"");
        assertThat(olga.get(diagram()).body()).contains("name=\\\"Contact the household\\\"");
    }

    @Test
    void an_officer_without_first_and_last_name_is_called_by_the_user_name() throws Exception {
        Visitor olga = new Visitor(port).signedIn("olga");

        assertThat(olga.get(ENGINE + "/user/olga/profile").body())
                .contains("\"firstName\":\"olga\"", "\"lastName\":\"\"")
                .doesNotContain("null,\"lastName");
    }

    private String diagram() {
        return ENGINE + "/process-definition/" + model("registration") + "/xml";
    }

    private String model(String key) {
        return models.createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .latestVersion()
                .singleResult()
                .getId();
    }
}
