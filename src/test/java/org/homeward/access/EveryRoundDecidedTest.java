package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A task that comes round again is decided anew: nothing that was said the last time stands for an answer. */
@HomewardBrowserTest
class EveryRoundDecidedTest {

    private static final String DOES_IT_WISH = "'Does it wish to leave?' needs an answer.";

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
    RuntimeService running;

    @Autowired
    Clock clock;

    private Officers officers;
    private Registered family;
    private Visitor olga;

    @BeforeEach
    void aHouseholdToContact() throws Exception {
        officers = new Officers(identity);
        officers.signUp("olga", Rights.CONSULAR);
        family = households.register(TestHouseholds.woman());
        registration.open(family.id());
        olga = new Visitor(port).signedIn("olga");
    }

    @AfterEach
    void theOfficerLeaves() {
        officers.dismiss("olga");
    }

    @ParameterizedTest
    @CsvSource({"submit-form,{}", "submit-form,{\"variables\": {}}", "complete,{}", "complete,{\"variables\": {}}"})
    void nothing_is_no_answer_however_it_is_sent(String way, String nothing) throws Exception {
        HttpResponse<String> answer = olga.engine("/task/" + contact().getId() + "/" + way, nothing);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains(DOES_IT_WISH);
        assertThat(contact()).isNotNull();
    }

    @Test
    void a_Russian_browser_reads_in_Russian_which_question_is_open() throws Exception {
        olga.inLanguage("ru");
        assertThat(submit("").body()).contains("На вопрос «Желает ли выехать?» нужен ответ.");
    }

    @Test
    void who_was_put_off_and_is_called_again_is_asked_again() throws Exception {
        String inThreeDays = clock.instant().plus(Duration.ofDays(3)).toString();
        assertThat(submit("\"willingness\": {\"value\": \"deferred\"}, \"deferredUntil\": {\"value\": \"" + inThreeDays
                                + "\"}")
                        .statusCode())
                .isEqualTo(204);
        registration.called(family.caseNumber());
        String instance = contact().getProcessInstanceId();
        assertThat(running.getVariable(instance, "deferredUntil")).isEqualTo(inThreeDays);

        HttpResponse<String> nothing = submit("");
        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(nothing.body()).contains(DOES_IT_WISH);
        assertThat(contact()).isNotNull();

        assertThat(submit("\"willingness\": {\"value\": \"noAnswer\"}").statusCode())
                .isEqualTo(204);
        assertThat(running.getVariable(instance, "deferredUntil")).isNull();
    }

    @Test
    void an_answer_to_a_question_that_is_hidden_does_not_stay() throws Exception {
        String instance = contact().getProcessInstanceId();

        assertThat(submit("\"willingness\": {\"value\": \"noAnswer\"}, \"staysReason\": {\"value\": \"family\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(running.getVariables(instance)).containsEntry("staysReason", null);
    }

    private HttpResponse<String> submit(String answers) throws Exception {
        return olga.engine("/task/" + contact().getId() + "/submit-form", "{\"variables\": {" + answers + "}}");
    }

    private Task contact() {
        return tasks.createTaskQuery()
                .taskDefinitionKey("task_contactHousehold")
                .singleResult();
    }
}
