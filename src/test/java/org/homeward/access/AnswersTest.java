package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.apache.catalina.connector.ClientAbortException;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.HomewardBrowserTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

/** Whatever is asked for, however it is written, is answered with a sentence. */
@HomewardBrowserTest
class AnswersTest {

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Answers answers;

    private Officers officers;
    private Visitor conny;

    @BeforeEach
    void anOfficer() throws Exception {
        officers = new Officers(identity);
        officers.signUp("conny", Rights.CONSULAR);
        conny = new Visitor(port).signedIn("conny");
    }

    @AfterEach
    void dismiss() {
        officers.dismiss("conny");
    }

    @Test
    void what_is_nowhere_and_what_does_not_go_that_way_is_told_apart_from_what_is_not_allowed() throws Exception {
        assertThat(answer(conny.get("/nowhere"))).isEqualTo("404 There is nothing here.");
        assertThat(answer(conny.get("/error"))).isEqualTo("404 There is nothing here.");
        assertThat(answer(conny.get("/planning/rounds"))).isEqualTo("405 This address does not take that method.");
        assertThat(answer(conny.get("/movements"))).isEqualTo("403 Your groups do not allow this.");
        assertThat(answer(conny.get("/api/nowhere"))).isEqualTo("404 There is nothing here.");
        assertThat(answer(conny.json("PUT", "/imports", "{}")))
                .isEqualTo("403 This page was open too long, or came from elsewhere. Open it again and repeat.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/households//x",
                "/households/x;y=z",
                "/households/../imports",
                "/api//households/x",
                "/api/households/x;y=z",
                "/camunda//app/tasklist/default/",
                "/camunda/api//admin/auth/user/default",
                "/camunda/api/admin;x=1/auth/user/default",
                "/camunda/api/%2e/admin/auth/user/default",
                "/camunda/api/%61dmin/auth/user/default",
            })
    void an_address_that_can_be_read_in_two_ways_is_not_read_at_all(String path) throws Exception {
        assertThat(answer(conny.get(path)))
                .isEqualTo("400 This address cannot be read. Write it as it stands in the page or manual.");
    }

    @Test
    void what_tomcat_refuses_before_us_is_answered_with_a_sentence_too() throws Exception {
        for (String path : new String[] {"/households?words=" + "x".repeat(20_000), "/households/%00"}) {
            HttpResponse<String> answer = conny.get(path);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("This request could not be read.")
                    .doesNotContain("Tomcat", "HTTP Status");
        }
    }

    @Test
    void a_russian_browser_is_answered_in_russian_by_pages_programs_and_camundas_desks() throws Exception {
        Visitor russian =
                new Visitor(port).inLanguage("ru-RU,ru;q=0.9,en;q=0.5").signedIn("conny");
        assertThat(answer(russian.get("/nowhere"))).isEqualTo("404 Здесь ничего нет.");
        assertThat(answer(russian.get("/households/SYR-1")))
                .isEqualTo("404 Дела с таким номером нет. Проверьте его знак за знаком.");
        assertThat(answer(russian.get("/api/households/SYR-1")))
                .isEqualTo("404 Дела с таким номером нет. Проверьте его знак за знаком.");
        assertThat(answer(russian.engine("/task/1/comment/create", "{}")))
                .isEqualTo("403 Замечаниям место в деле семьи, а не здесь.");
        assertThat(answer(russian.engine("/task/1/claim", "{\"userId\": \"somebody\"}")))
                .isEqualTo("422 Брать задачу можно только на себя.");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void who_hangs_up_in_the_middle_is_no_error_of_ours(CapturedOutput log) {
        Object answer = answers.anything(
                new ClientAbortException(), new MockHttpServletRequest("GET", "/x"), new MockHttpServletResponse());
        assertThat(answer).isInstanceOf(ModelAndView.class).extracting("empty").isEqualTo(true);
        assertThat(log).doesNotContain("Unexpected error");
    }

    /** Status and sentence, wherever it stands. */
    private static String answer(HttpResponse<String> answer) {
        String sentence = answer.body()
                .replaceAll("(?s).*role=\"alert\">([^<]*)<.*", "$1")
                .replaceAll(".*\"(?:detail|message)\":\"([^\"]*)\".*", "$1");
        return answer.statusCode() + " " + sentence;
    }
}
