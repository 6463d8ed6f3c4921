package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.homeward.HomewardBrowserTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What Tasklist may send: a task's decision through its form, and nothing around it. */
@HomewardBrowserTest
class TaskThroughFormTest {

    private static final String FORM = """
            {"type": "default", "id": "look-again", "schemaVersion": 18, "components": [
              {"type": "radio", "key": "verdict", "label": "Verdict",
               "validate": {"required": true},
               "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]},
              {"type": "group", "components": [{"type": "number", "key": "weight", "label": "Weight"},
                                               {"type": "datetime", "key": "until", "label": "Until"},
                                               {"type": "checkbox", "key": "sure", "label": "Sure"}]},
              {"type": "group", "conditional": {"hide": "=verdict != \\"no\\""}, "components": [
               {"type": "select", "key": "reason", "label": "Reason", "validate": {"required": true},
                "values": [{"label": "Papers", "value": "papers"}]}]},
              {"type": "textfield", "key": "story", "label": "Story"}]}""";

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    RepositoryService models;

    @Autowired
    RuntimeService running;

    @Autowired
    TaskService tasks;

    @Autowired
    ProcessEngine engine;

    private Officers officers;
    private String deployment;
    private String task;
    private Visitor vera;

    @BeforeEach
    void aTask() throws Exception {
        officers = new Officers(identity);
        officers.signUp("vera", Rights.VETTING);
        officers.signUp("vlad", Rights.VETTING);
        var look = Bpmn.createExecutableProcess("lookAgain")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask("task_look")
                .camundaCandidateGroups(Rights.VETTING)
                .camundaFormRef("look-again")
                .camundaFormRefBinding("deployment")
                .exclusiveGateway("gateway_verdict")
                .condition("refused", "${verdict == 'no'}")
                .serviceTask("task_refuse")
                .camundaExpression("${household.named('SYR-999999-X')}")
                .endEvent()
                .moveToLastGateway()
                .condition("fine", "${verdict != 'no'}")
                .endEvent()
                .done();
        deployment = models.createDeployment()
                .addModelInstance("look.bpmn", look)
                .addString("look-again.form", FORM)
                .deploy()
                .getId();
        String instance = running.startProcessInstanceByKey("lookAgain", Map.of("householdId", 7L))
                .getId();
        task = tasks.createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
        vera = new Visitor(port).signedIn("vera");
    }

    @AfterEach
    void nothingIsLeft() {
        officers.dismiss("vera", "vlad");
        models.deleteDeployment(deployment, true);
    }

    @Test
    void an_officer_gives_back_a_task_of_their_own_and_nobody_elses() throws Exception {
        tasks.setAssignee(task, "vlad");
        assertThat(vera.engine("/task/" + task + "/unclaim", "{}").statusCode()).isEqualTo(403);
        tasks.setAssignee(task, "vera");
        assertThat(vera.engine("/task/" + task + "/assignee", "{\"userId\": \"vlad\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(vera.engine("/task/" + task + "/unclaim", "{}").statusCode()).isEqualTo(204);
        assertThat(tasks.createTaskQuery().taskUnassigned().taskId(task).count())
                .isOne();
    }

    @Test
    void a_decision_goes_through_and_the_task_is_done() throws Exception {
        HttpResponse<String> answer = submit("""
                "verdict": {"value": "yes"}, "weight": {"value": 3, "type": "Integer"}, "sure": {"value": true},
                "until": {"value": "2013-01-22T10:00Z"}""");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isZero();
    }

    @Test
    void what_the_domain_refuses_is_read_as_the_bare_sentence_and_changes_nothing() throws Exception {
        HttpResponse<String> answer = submit("\"verdict\": {\"value\": \"no\"}, \"reason\": {\"value\": \"papers\"}");
        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.body())
                .contains("\"message\":\"There is no case with this number.")
                .doesNotContain("java.");
        assertThat(tasks.createTaskQuery().taskId(task).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"householdId\": {\"value\": 8, \"type\": \"Long\"}' | does not ask for 'householdId'",
                "'\"verdict\": {\"value\": \"perhaps\"}' | 'Verdict' does not take this value",
                "'\"verdict\": {\"value\": \"yes\"}, \"extra\": {\"value\": 1}' | does not ask for 'extra'",
                "'\"story\": {\"value\": \"Maria was afraid\"}' | 'Story' does not take this value",
                "'\"until\": {\"value\": \"when Maria is well\"}' | 'Until' does not take this value",
                "'' | 'Verdict' needs an answer.",
                "'\"verdict\": {\"value\": null}' | 'Verdict' needs an answer.",
                "'\"weight\": {\"value\": 3}' | 'Verdict' needs an answer.",
                "'\"verdict\": {\"value\": \"no\"}' | 'Reason' needs an answer.",
                "'\"sure\": {\"value\": \"very\"}' | 'Sure' does not take this value",
            })
    void what_the_form_does_not_ask_for_and_what_it_lacks_is_refused(String variables, String sentence)
            throws Exception {
        HttpResponse<String> submitted = submit(variables);
        HttpResponse<String> completed =
                vera.engine("/task/" + task + "/complete", "{\"variables\": {" + variables + "}}");
        assertThat(submitted.statusCode()).isEqualTo(422);
        assertThat(submitted.body()).contains(sentence);
        assertThat(completed.statusCode()).isEqualTo(422);
        assertThat(completed.body()).contains(sentence);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /task/%s/comment/create",
                "PUT /task/%s/variables/householdId",
                "POST /task/%s/variables",
                "PUT /task/%s/localVariables/verdict",
                "POST /task/%s/bpmnError",
                "PUT /task/%s",
                "DELETE /task/%s",
                "POST /task/create",
                "POST /message",
                "POST /signal",
                "POST /deployment/create",
                "POST /process-definition/key/lookAgain/start",
                "POST /process-definition/key/evacuation/submit-form",
            })
    void there_is_no_way_around_the_form(String call) throws Exception {
        String[] parts = call.formatted(task).split(" ");
        HttpResponse<String> answer =
                vera.json(parts[0], "/camunda/api/engine/engine/default" + parts[1], "{\"message\": \"Maria is ill\"}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"message\":");
    }

    @Test
    void remarks_are_led_to_the_dossier() throws Exception {
        assertThat(vera.engine("/task/" + task + "/comment/create", "{\"message\": \"x\"}")
                        .body())
                .contains(OnlyThroughForms.REMARKS);
    }

    @Test
    void inside_the_engine_there_is_no_way_around_the_form_either() {
        officers.act("vera");
        String instance = tasks.createTaskQuery().taskId(task).singleResult().getProcessInstanceId();
        assertRefused(OnlyThroughForms.REMARKS, () -> tasks.createComment(task, instance, "x"));
        assertRefused(OnlyThroughForms.CASES, () -> tasks.setVariable(task, "householdId", 8L));
        assertRefused(OnlyThroughForms.CASES, () -> running.setVariable(instance, "householdId", 8L));
        assertRefused(OnlyThroughForms.CASES, () -> running.startProcessInstanceByKey("lookAgain"));
        assertRefused(OnlyThroughForms.CASES, () -> running.correlateMessage("evacuationRequested"));
        assertRefused(
                "The form of this task does not ask for 'householdId'.",
                () -> tasks.complete(task, Map.of("householdId", 8L)));
        assertRefused(OnlyThroughForms.FOR_YOURSELF, () -> tasks.claim(task, "vlad"));
    }

    @Test
    void a_second_officer_and_a_second_click_get_a_sentence() throws Exception {
        Visitor vlad = new Visitor(port).signedIn("vlad");
        assertThat(vera.engine("/task/" + task + "/claim", "{\"userId\": \"vera\"}")
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> late = vlad.engine("/task/" + task + "/claim", "{\"userId\": \"vlad\"}");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Another officer has taken this task.");
        HttpResponse<String> other =
                vlad.engine("/task/" + task + "/submit-form", "{\"variables\": {\"verdict\": {\"value\": \"yes\"}}}");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(submit("\"verdict\": {\"value\": \"yes\"}").statusCode()).isEqualTo(204);
        HttpResponse<String> again = submit("\"verdict\": {\"value\": \"yes\"}");
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).contains(Sentence.GONE);
    }

    @Test
    void the_slower_of_two_officers_reads_that_it_is_done_whatever_the_engine_stumbles_over() {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        OnlyThroughForms shield = new OnlyThroughForms(configuration);
        shield.setNext(new CommandInterceptor() {
            @Override
            public <T> T execute(Command<T> command) {
                tasks.complete(task, Map.of("verdict", "yes"));
                throw new IllegalStateException("Unknown property used in expression");
            }
        });
        officers.act("vera");

        assertRefused(Sentence.GONE, () -> shield.execute(new CompleteTaskCmd(task, Map.of("verdict", "yes"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "complete | ''",
                "submit-form | ''",
                "claim | ''",
                "complete | null",
                "complete | [1, 2]",
                "complete | '{\"variables\": [1]}'",
                "complete | '{\"variables\": {\"verdict\": 3}}'",
                "complete | '{\"variables\": {\"verdict\": {\"value\": {\"deep\": 1}}}}'",
                "complete | '{\"variables\": {\"verdict\": {\"value\": \"yes\", \"type\": \"Marsian\"}}}'",
                "complete | '{\"verdict\": \"yes\"}'",
                "complete | '{\"variables\": {\"verdict\": {\"value\": \"rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==\","
                        + " \"type\": \"Object\", \"valueInfo\": {\"objectTypeName\": \"java.util.HashMap\","
                        + " \"serializationDataFormat\": \"application/x-java-serialized-object\"}}}}'",
                "complete | '{'",
            })
    void a_call_without_its_body_or_with_another_shape_is_answered_in_a_sentence(String call, String body)
            throws Exception {
        HttpResponse<String> answer = vera.engine("/task/" + task + "/" + call, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body())
                .contains("\"message\":")
                .doesNotContain("java.", "jackson", "camunda", "Exception", "null");
        assertThat(tasks.createTaskQuery().taskId(task).count()).isEqualTo(1);
    }

    @Test
    void an_administrator_who_adds_an_officer_to_a_group_twice_reads_that_it_is_there() throws Exception {
        officers.signUp("ada", Rights.ADMINISTRATORS);
        Visitor ada = new Visitor(port).signedIn("ada");
        String member = "/camunda/api/engine/engine/default/group/" + Rights.VETTING + "/members/vera";

        HttpResponse<String> answer = ada.json("PUT", member, "{}");

        officers.dismiss("ada");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("This is there already.");
    }

    private HttpResponse<String> submit(String variables) throws Exception {
        return vera.engine("/task/" + task + "/submit-form", "{\"variables\": {" + variables + "}}");
    }

    private static void assertRefused(String sentence, ThrowingCallable deed) {
        assertThatThrownBy(deed).isInstanceOf(Refusal.class).hasMessage(sentence);
    }
}
