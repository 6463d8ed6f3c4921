package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.text.Bidi;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.contact.Messages;
import org.homeward.household.Households;
import org.homeward.household.PassCodes;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.util.TestSocketUtils;

/** The pass goes along with the joining instructions. */
@HomewardTest
@Breaks("I3")
@TestPropertySource(properties = "homeward.telephone=+961 1 300041")
class PassMailTest {

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
    private Planning planning;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Movements movements;

    @Autowired
    private Households households;

    @Autowired
    private PassCodes codes;

    @Autowired
    private Messages messages;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void no_mail() throws Exception {
        POST.purgeEmailFromAllMailboxes();
    }

    @Test
    void a_household_that_is_told_where_to_be_has_its_pass_in_the_same_mail() throws Exception {
        Registered family = seated();
        planning.sendJoiningInstructions(family.id());
        post();

        MimeMessage mail = POST.getReceivedMessages()[0];
        assertThat(mail.getSubject()).startsWith("Когда и где начинается ваш выезд");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(textOf(parts.getBodyPart(0)))
                .contains("Бейрут", "Возьмите с собой: все документы", "Багаж:", "Приходите")
                .contains("позвоните в посольство (+961 1 300041) и назовите номер дела");
        BodyPart file = parts.getBodyPart(1);
        assertThat(file.getContentType()).startsWith("application/pdf");
        assertThat(file.getFileName()).isEqualTo("pass-" + family.caseNumber() + ".pdf");
        PrintedPass pass = PrintedPass.of(file.getInputStream().readAllBytes());
        assertThat(pass.pages()).isOne();
        assertThat(pass.text()).contains("Пропуск на выезд", family.caseNumber());
        assertThat(pass.square()).isEqualTo(codes.of(family.id()).token());
    }

    /** A reader shows each line from the side on which its first letter begins. */
    @Test
    void in_arabic_every_line_of_the_mail_begins_on_the_right_and_says_where_to_be_and_whom_to_call() throws Exception {
        Registered family = seated();
        speaks("ar");
        planning.sendJoiningInstructions(family.id());
        post();

        MimeMessage mail = POST.getReceivedMessages()[0];
        assertThat(mail.getSubject()).startsWith("أين ومتى تبدأ رحلتكم").contains(family.caseNumber());
        String text = textOf(((MimeMultipart) mail.getContent()).getBodyPart(0));
        assertThat(text)
                .contains("المكان: بيروت", "FL-1", "الوجهة: موسكو", "احضروا معاً")
                .contains("فاتصلوا بالسفارة (\u200e+961 1 300041) واذكروا رقم الملف");
        assertThat(text.lines().filter(line -> !line.isBlank()))
                .hasSizeGreaterThan(8)
                .allSatisfy(line -> assertThat(new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight())
                        .as(line)
                        .isFalse());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Then: FL-1 from Beirut, departure
            ru | Далее: FL-1 (Бейрут), отправление
            ar | ثم: FL-1 (بيروت)، المغادرة
            """)
    void who_goes_by_bus_first_reads_which_flight_comes_then_on_a_line_of_its_own(String language, String then)
            throws Exception {
        Registered family = seatedByBusAndPlane();
        speaks(language);
        planning.sendJoiningInstructions(family.id());
        post();

        MimeMessage mail = POST.getReceivedMessages()[0];
        assertThat(textOf(((MimeMultipart) mail.getContent()).getBodyPart(0)).lines())
                .filteredOn(line -> line.contains("FL-1"))
                .singleElement()
                .asString()
                .startsWith(then);
    }

    /** As it is after an upgrade: they wait for a mail server. */
    @Test
    void instructions_that_were_written_before_later_flights_were_named_still_leave() throws Exception {
        Registered family = seatedByBusAndPlane();
        planning.sendJoiningInstructions(family.id());
        jdbc.sql("update message set once_key = regexp_replace(once_key, ' [^ ]*$', '')")
                .update();
        post();

        assertThat(outcomes(family)).containsExactly("joiningInstructions delivered");
    }

    private Registered seatedByBusAndPlane() {
        Registered family = seated();
        reservations.giveBack(List.of(family.id()), "by bus first");
        long bus = planning.plan(convoy("BUS-1", clock.instant().plus(Duration.ofDays(3)), 40))
                .movement()
                .id();
        planning.open(bus);
        reservations.reserve(List.of(
                new Seating(family.id(), List.of(bus, movements.named("FL-1").id()))));
        return family;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Do you come? | call the embassy (+961 1 300041) and say your case number
            ru | Вы едете?    | позвоните в посольство (+961 1 300041) и назовите номер дела
            ar | هل ستحضرون؟   | فاتصلوا بالسفارة (\u200e+961 1 300041) واذكروا رقم الملف
            """)
    void who_is_asked_whether_they_come_reads_whom_to_call(String language, String subject, String call)
            throws Exception {
        Registered family = seated();
        speaks(language);
        planning.askToConfirm(family.id());
        post();

        MimeMessage mail = POST.getReceivedMessages()[0];
        assertThat(mail.getSubject()).startsWith(subject);
        assertThat(mail.getContent().toString()).contains("FL-1", call);
    }

    private void speaks(String language) {
        jdbc.sql("update household set language = :language")
                .param("language", language)
                .update();
    }

    @Test
    void who_has_lost_the_seats_before_the_mail_left_does_not_get_it_any_more_but_gets_the_news_without_a_pass()
            throws Exception {
        Registered family = seated();
        planning.sendJoiningInstructions(family.id());
        planning.giveSeatsBack(family.id());
        messages.tell(family.id(), "seatsLost", "FL-1", "FL-1");
        post();

        assertThat(POST.getReceivedMessages()).singleElement().satisfies(mail -> {
            assertThat(mail.getSubject()).startsWith("Ваш выезд не состоится");
            assertThat(mail.getContent()).isInstanceOf(String.class);
        });
        assertThat(outcomes(family)).containsExactly("joiningInstructions superseded", "seatsLost delivered");
    }

    @Test
    void a_mail_that_is_tried_again_after_a_delay_is_not_sent_but_the_one_about_the_new_departure_is()
            throws Exception {
        POST.stop();
        Registered family = seated();
        planning.sendJoiningInstructions(family.id());
        assertThatThrownBy(PassMailTest::post).hasStackTraceContaining("could not be mailed");
        jdbc.sql("update movement set departs = departs + interval '5 hours', arrives = arrives + interval '5 hours'")
                .update();
        planning.sendJoiningInstructions(family.id());
        POST.start();
        post();

        assertThat(POST.getReceivedMessages()).hasSize(1);
        assertThat(outcomes(family)).containsExactly("joiningInstructions superseded", "joiningInstructions delivered");
    }

    @Test
    void nobody_reads_not_to_set_out_after_the_instructions_for_new_seats() throws Exception {
        Registered family = seatsLost();
        seat(family);
        planning.sendJoiningInstructions(family.id());
        post();

        assertThat(outcomes(family)).containsExactly("seatsLost superseded", "joiningInstructions delivered");
    }

    @Test
    void who_has_new_seats_and_is_not_to_know_yet_still_reads_not_to_set_out() throws Exception {
        Registered family = seatsLost();
        seat(family);
        post();

        assertThat(outcomes(family)).containsExactly("seatsLost delivered");
    }

    private Registered seatsLost() {
        Registered family = households.register(TestHouseholds.motherAndSon());
        jdbc.sql("update household set email = 'vera@example.org'").update();
        messages.tell(family.id(), "seatsLost", "FL-0", "FL-0");
        return family;
    }

    /** What became of each message by mail, the oldest first. */
    private List<String> outcomes(Registered family) {
        return jdbc.sql("""
                select kind || ' ' || (select outcome from delivery where message_id = message.id and way = 'mail'
                                       order by id desc limit 1)
                from message where household_id = :id order by id""").param("id", family.id()).query(String.class).list();
    }

    private static String textOf(BodyPart part) throws Exception {
        return part.getContent() instanceof MimeMultipart inner
                ? textOf(inner.getBodyPart(0))
                : part.getContent().toString();
    }

    private Registered seated() {
        Registered family = households.register(TestHouseholds.motherAndSon());
        jdbc.sql("update household set email = 'vera@example.org'").update();
        seat(family);
        return family;
    }

    private void seat(Registered family) {
        long plane = planning.plan(flight("FL-1", clock.instant().plus(Duration.ofDays(4)), 40))
                .movement()
                .id();
        planning.open(plane);
        reservations.reserve(List.of(new Seating(family.id(), List.of(plane))));
    }

    private static void post() {
        managementService()
                .createJobQuery()
                .processDefinitionKey("delivery")
                .list()
                .forEach(job -> managementService().executeJob(job.getId()));
    }
}
