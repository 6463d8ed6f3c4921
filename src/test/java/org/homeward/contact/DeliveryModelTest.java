package org.homeward.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.contact.DeliveryJobs.jobs;
import static org.homeward.contact.DeliveryJobs.runJobs;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;

@HomewardTest
@Breaks("I3")
@WalksWhole("delivery")
@Import(DeliveryModelTest.Telephones.class)
class DeliveryModelTest {

    private static final String ADDRESS = "vera@example.org";

    @RegisterExtension
    static final GreenMailExtension POST = new GreenMailExtension(
                    new ServerSetup(TestSocketUtils.findAvailableTcpPort(), null, "smtp"))
            .withPerMethodLifecycle(false);

    @DynamicPropertySource
    static void smtp(DynamicPropertyRegistry properties) {
        properties.add("spring.mail.host", () -> "127.0.0.1");
        properties.add("spring.mail.port", () -> POST.getSmtp().getPort());
    }

    @Autowired
    private Messages messages;

    @Autowired
    private Households households;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Telephones gateway;

    /** What arrives on telephones; the gateway itself is tried in {@link SmsTest}. */
    @Primary
    @TestComponent
    static class Telephones implements SmsGateway {

        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public boolean isSetUp() {
            return true;
        }

        @Override
        public String send(String phone, String text, String key) {
            texts.add(text);
            return key;
        }
    }

    @BeforeEach
    void no_text() {
        gateway.texts.clear();
    }

    @Test
    void a_message_is_mailed_in_the_language_of_the_household() throws Exception {
        POST.purgeEmailFromAllMailboxes();
        for (String language : List.of("ru", "en", "ar")) {
            messages.tell(householdWithMail(language, ADDRESS), "seatsLost", "BUS-1", "BUS-1");
        }
        runJobs();

        MimeMessage[] mails = POST.getReceivedMessages();
        assertThat(mails).hasSize(3);
        assertThat(mails[0].getSubject()).startsWith("Ваш выезд не состоится");
        assertThat(mails[1].getSubject()).startsWith("Your departure does not take place");
        assertThat(mails[2].getSubject()).startsWith("لن تتم مغادرتكم");
        assertThat(mails[2].getContent().toString()).contains("BUS-1", "دوركم محفوظ");
        assertThat(GreenMailUtil.getAddressList(mails[0].getAllRecipients())).isEqualTo(ADDRESS);
    }

    @Test
    void the_same_news_is_kept_once_and_mailed_once_however_often_its_job_runs() throws Exception {
        POST.purgeEmailFromAllMailboxes();
        long household = householdWithMail("ru", ADDRESS);
        messages.tell(household, "seatsLost", "BUS-1", "BUS-1");
        messages.tell(household, "seatsLost", "BUS-1", "BUS-1");
        runJobs();
        Message told = messages.of(household).get(0);

        messages.deliver(told.id());

        assertThat(messages.of(household)).hasSize(1);
        assertThat(told.deliveredAt()).isNotNull();
        assertThat(POST.getReceivedMessages()).hasSize(1);
    }

    @Test
    void a_server_that_takes_nothing_makes_an_incident_that_names_no_address() throws Exception {
        POST.stop();
        long household = householdWithMail("ru", ADDRESS);
        messages.tell(household, "seatsLost", "BUS-1", "BUS-1");
        for (int attempt = 0; attempt < 5; attempt++) {
            runJobs();
        }

        assertThat(runtimeService().createIncidentQuery().list())
                .singleElement()
                .satisfies(incident -> assertThat(incident.getIncidentMessage())
                        .matches("(?s)Message \\d+ could not be mailed.*")
                        .doesNotContain(ADDRESS));
        assertThat(outcomes()).isNotEmpty().containsOnly("failed");
        assertThat(jobs())
                .singleElement()
                .satisfies(job -> assertThat(managementService().getJobExceptionStacktrace(job.getId()))
                        .doesNotContain(ADDRESS));

        POST.start();
        managementService().setJobRetries(jobs().get(0).getId(), 1);
        runJobs();
        assertThat(messages.of(household).get(0).deliveredAt()).isNotNull();
        assertThat(POST.getReceivedMessages()).hasSize(1);
    }

    @Test
    void without_an_address_and_a_telephone_a_message_is_kept_to_be_read_out() {
        long household = householdWithMail("ru", null);
        jdbc.sql("update household set phone = null").update();
        messages.tell(household, "seatsLost", "BUS-1", "BUS-1");

        assertThat(messages.of(household))
                .singleElement()
                .satisfies(message -> assertThat(message.address()).isNull());
        assertThat(jobs()).isEmpty();
    }

    @Test
    void a_message_for_the_road_goes_by_mail_and_as_sms_and_each_way_fares_for_itself() throws Exception {
        POST.purgeEmailFromAllMailboxes();
        long household = householdWithMail("ru", ADDRESS);
        messages.tell(household, "seatsLost", "BUS-1", "BUS-1");
        messages.tell(household, "withdrawal", "1");
        runJobs();

        assertThat(POST.getReceivedMessages()).hasSize(2);
        assertThat(gateway.texts)
                .singleElement()
                .satisfies(text -> assertThat(text).contains("BUS-1").startsWith("SYR-"));
    }

    private List<String> outcomes() {
        return jdbc.sql("select outcome from delivery where way = 'mail'")
                .query(String.class)
                .list();
    }

    private long householdWithMail(String language, @org.jspecify.annotations.Nullable String address) {
        NewHousehold woman = TestHouseholds.woman();
        return households
                .register(new NewHousehold(
                        woman.wish(),
                        woman.governorate(),
                        false,
                        language,
                        woman.phone(),
                        address,
                        woman.destinationCity(),
                        null,
                        woman.members()))
                .id();
    }
}
