package org.homeward.contact;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.contact.DeliveryJobs.jobs;
import static org.homeward.contact.DeliveryJobs.runJobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** SMS, against a gateway on this machine. */
@HomewardTest
@Breaks("I3")
class SmsTest {

    private static final String PHONE = "+963933000111";
    private static final Gateway GATEWAY = new Gateway();

    @DynamicPropertySource
    static void gateway(DynamicPropertyRegistry properties) {
        properties.add("homeward.sms.url", GATEWAY::address);
        properties.add("homeward.sms.token", () -> "s3cret");
        properties.add("homeward.sms.patience", () -> "PT1S");
    }

    @Autowired
    private Messages messages;

    @Autowired
    private Households households;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient jdbc;

    private Registered family;

    @BeforeEach
    void a_family_with_a_telephone() {
        GATEWAY.answers(200, "{\"id\": \"g-1\"}");
        family = households.register(TestHouseholds.motherAndSon());
        speaks("en");
    }

    @AfterAll
    static void stop() {
        GATEWAY.stop();
    }

    @Test
    void who_has_no_mail_address_gets_a_short_text_on_the_telephone() throws Exception {
        lose("BUS-1");
        runJobs();

        Got got = GATEWAY.got.get(0);
        assertThat(got.body.get("to").asText()).isEqualTo(PHONE);
        assertThat(got.body.get("from").asText()).isEqualTo("Homeward");
        assertThat(got.body.get("text").asText())
                .startsWith(family.caseNumber() + ": BUS-1 does not take you as planned.")
                .doesNotContain("http");
        assertThat(got.key)
                .matches("SYR-message-1-\\d+")
                .isEqualTo(got.body.get("reference").asText());
        assertThat(got.authorization).isEqualTo("Bearer s3cret");
        assertThat(outcomes()).containsExactly("delivered");
        assertThat(jdbc.sql("select gateway_id from delivery")
                        .query(String.class)
                        .single())
                .isEqualTo("g-1");
    }

    @Test
    void it_is_sent_once_however_often_its_job_runs() {
        lose("BUS-1");
        lose("BUS-1");
        runJobs();

        messages.text(messages.of(family.id()).get(0).id());

        assertThat(GATEWAY.got).hasSize(1);
        assertThat(outcomes()).containsExactly("delivered");
    }

    @Test
    void a_gateway_that_takes_nothing_now_is_asked_again_with_the_same_key_and_then_makes_an_incident() {
        GATEWAY.answers(503, "");
        lose("BUS-1");
        for (int attempt = 0; attempt < 5; attempt++) {
            runJobs();
        }

        assertThat(outcomes()).containsOnly("failed");
        assertThat(runtimeService().createIncidentQuery().list())
                .singleElement()
                .satisfies(incident -> assertThat(incident.getIncidentMessage())
                        .contains("could not be sent as SMS: the gateway answers with status 503.")
                        .doesNotContain(PHONE));
        assertThat(managementService().getJobExceptionStacktrace(jobs().get(0).getId()))
                .doesNotContain(PHONE);

        String key = GATEWAY.got.get(0).key;
        GATEWAY.answers(201, "taken");
        managementService().setJobRetries(jobs().get(0).getId(), 1);
        runJobs();
        assertThat(outcomes()).endsWith("delivered");
        assertThat(GATEWAY.got).singleElement().extracting(Got::key).isEqualTo(key);
        assertThat(jobs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 404, 302, 409, 429})
    void an_answer_that_is_not_about_the_number_is_tried_again(int status) {
        GATEWAY.answers(status, "");
        lose("BUS-1");
        runJobs();

        assertThat(outcomes()).containsExactly("failed");
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void a_number_that_the_gateway_refuses_is_given_up_at_once_and_is_to_be_called() {
        GATEWAY.answers(422, "{\"error\": \"no such number +963933000111\"}");
        lose("BUS-1");
        runJobs();

        assertThat(outcomes()).containsExactly("refused");
        assertThat(jdbc.sql("select why from delivery").query(String.class).single())
                .isEqualTo("numberRefused");
        assertThat(jobs()).isEmpty();
        messages.text(messages.of(family.id()).get(0).id());
        assertThat(GATEWAY.got).hasSize(1);
    }

    @Test
    void a_gateway_that_does_not_answer_is_not_waited_for() {
        GATEWAY.isSilent();
        lose("BUS-1");
        runJobs();

        assertThat(jdbc.sql("select outcome || ' ' || why from delivery")
                        .query(String.class)
                        .list())
                .containsExactly("failed gatewaySilent");
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void who_has_an_address_too_gets_the_sms_of_what_must_be_heard_on_the_road_though_no_mail_can_leave() {
        jdbc.sql("update household set email = 'vera@example.org'").update();
        lose("BUS-1");
        runJobs();

        assertThat(GATEWAY.got).hasSize(1);
    }

    @Test
    void in_a_rehearsal_no_telephone_rings() {
        jdbc.sql("update operation set rehearsal = 'january'").update();
        lose("BUS-1");
        runJobs();

        assertThat(GATEWAY.got).isEmpty();
        assertThat(jdbc.sql("select outcome || ' ' || why from delivery")
                        .query(String.class)
                        .list())
                .containsExactly("not sent rehearsal");
    }

    @Test
    void without_a_telephone_nothing_is_sent() {
        jdbc.sql("update household set phone = null").update();
        lose("BUS-1");

        assertThat(jobs()).isEmpty();
        assertThat(outcomes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru", "ar"})
    void the_longest_text_travels_in_few_parts(String language) {
        speaks(language);
        messages.tell(
                family.id(),
                "joiningInstructions",
                "1",
                "Damascus",
                clock.instant(),
                "BUS-12",
                clock.instant().plus(Duration.ofHours(2)),
                "Moscow",
                "",
                "",
                "",
                new Messages.Words("telephone", "+961 1 300041"),
                "",
                new Messages.Words("then.sms", "FL-12", "", clock.instant().plus(Duration.ofHours(12))));

        String text = requireNonNull(messages.of(family.id()).get(0).shortText());
        assertThat(SmsLength.parts(text)).as(text).isLessThanOrEqualTo(language.equals("en") ? 2 : 3);
        assertThat(text).contains(family.caseNumber(), "BUS-12", "FL-12", "Damascus", "+961 1 300041", "20 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru", "ar"})
    void the_question_whether_they_come_is_short_and_says_where_to_call(String language) {
        speaks(language);
        messages.tell(
                family.id(),
                "reconfirm",
                "1",
                "BUS-12",
                clock.instant(),
                new Messages.Words("telephone", "+961 1 300041"));

        String text = requireNonNull(messages.of(family.id()).get(0).shortText());
        assertThat(SmsLength.parts(text)).as(text).isLessThanOrEqualTo(language.equals("en") ? 1 : 2);
        assertThat(text).contains(family.caseNumber(), "BUS-12", "+961 1 300041)");
    }

    @Test
    void an_sms_of_latin_letters_has_160_of_any_others_70_and_less_in_each_of_several_parts() {
        assertThat(SmsLength.parts("a".repeat(160))).isEqualTo(1);
        assertThat(SmsLength.parts("a".repeat(161))).isEqualTo(2);
        assertThat(SmsLength.parts("a".repeat(306))).isEqualTo(2);
        assertThat(SmsLength.parts("a".repeat(307))).isEqualTo(3);
        assertThat(SmsLength.parts("€".repeat(80))).isEqualTo(1);
        assertThat(SmsLength.parts("€".repeat(81))).isEqualTo(2);
        assertThat(SmsLength.parts("я".repeat(70))).isEqualTo(1);
        assertThat(SmsLength.parts("я".repeat(71))).isEqualTo(2);
        assertThat(SmsLength.parts("я".repeat(135))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://sms.example.org/", "https:sms", "ftp://localhost/", "no address"})
    void a_gateway_on_the_open_line_or_without_an_address_is_none(String url) {
        assertThatThrownBy(() -> new HttpSmsGateway(url, "", "", Duration.ofSeconds(1)))
                .hasMessageContaining("https://");
    }

    private void lose(String movement) {
        messages.tell(family.id(), "seatsLost", movement, movement);
    }

    private void speaks(String language) {
        jdbc.sql("update household set language = :language, phone = :phone, email = null")
                .param("language", language)
                .param("phone", PHONE)
                .update();
    }

    private List<String> outcomes() {
        return jdbc.sql("select outcome from delivery order by id")
                .query(String.class)
                .list();
    }

    record Got(JsonNode body, String key, String authorization) {}

    /** A gateway that answers as it is told. */
    private static final class Gateway {

        private final List<Got> got = new CopyOnWriteArrayList<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final HttpServer server;
        private volatile int status;
        private volatile String answer = "";

        Gateway() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/sms", this::take);
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/sms";
        }

        void answers(int status, String answer) {
            this.status = status;
            this.answer = answer;
            got.clear();
        }

        void isSilent() {
            answers(0, "");
        }

        void stop() {
            over.countDown();
            server.stop(0);
        }

        private void take(HttpExchange call) throws IOException {
            JsonNode body = new ObjectMapper().readTree(call.getRequestBody());
            got.add(new Got(
                    body,
                    String.valueOf(call.getRequestHeaders().getFirst("Idempotency-Key")),
                    String.valueOf(call.getRequestHeaders().getFirst("Authorization"))));
            if (status == 0) {
                waitForTheEnd();
            }
            byte[] said = answer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            call.sendResponseHeaders(status == 0 ? 200 : status, said.length == 0 ? -1 : said.length);
            call.getResponseBody().write(said);
            call.close();
        }

        private void waitForTheEnd() {
            try {
                over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
