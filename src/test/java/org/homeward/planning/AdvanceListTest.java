package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.planning.Days.in;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.AdvanceLists.AdvanceList;
import org.homeward.situation.Exits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.ResultMatcher;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The border is told who comes, and what it answers is on record. */
@HomewardTest
@Breaks("I3")
@WalksWhole("advance-list")
class AdvanceListTest {

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
    private MockMvc web;

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private Manifests manifests;

    @Autowired
    private AdvanceLists lists;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Exits exits;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_morning_without_mail() throws Exception {
        days.begin();
        POST.purgeEmailFromAllMailboxes();
        exits.informs("MASNAA", " lists@border.example ");
    }

    @Test
    void the_frozen_manifest_goes_to_the_border_as_a_mail_with_files_for_people_and_for_programs() throws Exception {
        Movement bus = frozen(TestHouseholds.motherAndSon(), TestHouseholds.restricted());

        MimeMessage mail = POST.getReceivedMessages()[0];
        assertThat(POST.getReceivedMessages()).hasSize(1);
        assertThat(mail.getAllRecipients()[0]).hasToString("lists@border.example");
        assertThat(mail.getSubject()).isEqualTo("Advance list BUS-1, 2013-01-19");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(List.of(
                        parts.getBodyPart(1).getFileName(), parts.getBodyPart(2).getFileName()))
                .containsExactly("manifest-BUS-1-v1.pdf", "manifest-BUS-1-v1.edi");
        String edi = new String(parts.getBodyPart(2).getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(edi).contains("NAD+FL+++POLEVAIA", "CNT+42:2'");
        assertThat(lists.newest(bus.id()).orElseThrow())
                .extracting(AdvanceList::number, AdvanceList::mailed)
                .containsExactly(1, true);
        page(officer("field"))
                .andExpect(content().string(allOf(containsString("by mail"), not(containsString("Not on any list")))));
        page(officer("field", "cleared"))
                .andExpect(content().string(containsString("because few may know of them: 1.")));
    }

    @Test
    void a_version_goes_once_and_the_next_as_an_update_unless_it_says_the_same_to_the_border() throws Exception {
        Movement bus = frozen(TestHouseholds.motherAndSon());
        planning.sendAdvanceList(bus.id());
        assertThat(POST.getReceivedMessages()).hasSize(1);

        joins(bus, TestHouseholds.restricted());
        manifests.writeNext("BUS-1");
        days.work();
        assertThat(POST.getReceivedMessages())
                .as("only somebody restricted has come")
                .hasSize(1);

        joins(bus, TestHouseholds.woman());
        manifests.writeNext("BUS-1");
        days.work();
        assertThat(POST.getReceivedMessages()).hasSize(2);
        assertThat(POST.getReceivedMessages()[1].getSubject())
                .isEqualTo("Updated advance list, version 2, BUS-1, 2013-01-19");
    }

    @Test
    void a_mail_server_that_is_down_keeps_nobody_from_boarding_and_the_list_leaves_when_it_is_back() {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        joins(bus, TestHouseholds.woman());
        days.it_is(in(36));
        POST.stop();
        try {
            assertThatThrownBy(days::work).hasStackTraceContaining("A letter could not be mailed");
        } finally {
            POST.start();
        }
        days.it_is(in(45));
        executeMovement();
        assertThat(movements.get(bus.id()).state()).isEqualTo("boarding");
        assertThat(lists.newest(bus.id())).isEmpty();

        days.work();
        assertThat(POST.getReceivedMessages()).hasSize(1);
        assertThat(lists.newest(bus.id())).isPresent();
    }

    private void executeMovement() {
        managementService()
                .createJobQuery()
                .processDefinitionKey("movement")
                .executable()
                .list()
                .forEach(job -> managementService().executeJob(job.getId()));
    }

    @Test
    void where_no_address_is_known_an_officer_hands_the_list_over_and_notes_it() throws Exception {
        exits.informs("MASNAA", "");
        Movement bus = frozen(TestHouseholds.motherAndSon(), TestHouseholds.restricted());
        assertThat(POST.getReceivedMessages()).isEmpty();
        web.perform(get("/movements/BUS-1/advance-list.edi").with(officer("field", "cleared")))
                .andExpect(header().string("Content-Disposition", containsString("manifest-BUS-1-v1.edi")))
                .andExpect(content().string(allOf(containsString("NAD+FL+++POLEVAIA"), containsString("CNT+42:2'"))));
        web.perform(get("/movements/BUS-1/advance-list.pdf").with(officer("field")))
                .andExpect(status().isOk());
        web.perform(get("/movements/BUS-1/advance-list.doc").with(officer("field")))
                .andExpect(status().isNotFound());
        page(officer("transport")).andExpect(content().string(containsString("to be handed over by hand")));

        send("acknowledged").andExpect(refused("The border has no advance list of BUS-1"));
        send("handed-over").andExpect(flash().attribute("notice", "Noted: the border has the list."));
        send("handed-over").andExpect(refused("There is no advance list of BUS-1 to hand over."));
        send("acknowledged", "reference", "J-2013/4").andExpect(flash().attributeExists("notice"));
        assertThat(lists.newest(bus.id()).orElseThrow())
                .extracting(AdvanceList::handedOverBy, AdvanceList::acknowledgedBy, AdvanceList::reference)
                .containsExactly("officer", "officer", "J-2013/4");
        web.perform(get("/movements/BUS-1").with(officer("managers")).locale(Locale.ENGLISH))
                .andExpect(content().string(allOf(containsString("acknowledged"), containsString("J-2013/4"))));
    }

    @Test
    void an_objection_is_noted_by_name_and_decided_about_on_the_page() throws Exception {
        Movement bus = frozen(TestHouseholds.motherAndSon());
        String person = String.valueOf(movements.manifest(bus.id()).get(1).personId());
        send("objections", "person", person, "reason", "weather", "reference", "X")
                .andExpect(refused("Choose why"));
        send("objections", "person", "999999", "reason", "visa").andExpect(refused("Choose somebody"));
        send("objections", "person", person, "reason", "visa", "at", "2013-02-01T10:00")
                .andExpect(refused("cannot have objected in the future"));
        send("objections", "person", person, "reason", "visa", "reference", "R".repeat(61))
                .andExpect(refused("Keep the reference"));
        send("objections", "person", person, "reason", "visa", "at", "2013-01-18T10:00", "reference", "V-1")
                .andExpect(flash().attributeExists("notice"));
        page(officer("field"))
                .andExpect(content()
                        .string(allOf(containsString("Полевой Лев"), containsString("objections: 1, still open: 1"))));

        send("objections/1", "decision", "clearedUp").andExpect(flash().attribute("notice", "The decision is noted."));
        send("objections/1", "decision", "clearedUp").andExpect(refused("decided about already"));
        assertThat(jdbc.sql("select count(*) from audit where action = 'read' and subject = 'BUS-1'")
                        .query(Integer.class)
                        .single())
                .as("names are read on record")
                .isOne();
    }

    @Test
    void nobody_restricted_is_objected_to_by_whom_does_not_know_of_them() throws Exception {
        Movement bus = frozen(TestHouseholds.restricted());
        String person = String.valueOf(movements.manifest(bus.id()).get(0).personId());
        send("objections", "person", person, "reason", "visa").andExpect(refused("Choose somebody"));
        web.perform(written("objections", "person", person, "reason", "visa").with(officer("field", "cleared")))
                .andExpect(flash().attributeExists("notice"));
        send("objections/1", "decision", "clearedUp").andExpect(refused("decided about already, or there is none"));
        page(officer("field")).andExpect(content().string(not(containsString("Полевая"))));
    }

    @Test
    void in_a_rehearsal_nothing_leaves_to_a_real_border() {
        jdbc.sql("update operation set rehearsal = 'x'").update();
        Movement bus = frozen(TestHouseholds.woman());
        assertThat(POST.getReceivedMessages()).isEmpty();
        assertThat(lists.newest(bus.id()).orElseThrow().mailed()).isFalse();
    }

    @Test
    void what_is_no_address_is_refused_and_stays_where_it_was_typed() throws Exception {
        web.perform(post("/exits/MASNAA/authority")
                        .param("address", "border")
                        .with(csrf())
                        .with(officer("managers"))
                        .locale(Locale.ENGLISH))
                .andExpect(refused("This is no e-mail address"))
                .andExpect(flash().attribute("entered", Map.of("code", "MASNAA", "address", "border")));
        web.perform(get("/exits")
                        .flashAttr("entered", Map.of("code", "MASNAA", "address", "border"))
                        .with(officer("managers")))
                .andExpect(content().string(containsString("value=\"border\"")));
        assertThat(exits.authority("MASNAA")).isEqualTo("lists@border.example");
        web.perform(post("/exits/NOWHERE/authority")
                        .param("address", "")
                        .with(csrf())
                        .with(officer("managers")))
                .andExpect(status().isNotFound());
    }

    /** A bus whose manifest has gone out with these aboard. */
    private Movement frozen(NewHousehold... aboard) {
        Movement bus = days.plan(convoy("BUS-1", in(48), 40));
        for (NewHousehold household : aboard) {
            joins(bus, household);
        }
        days.passUntil(in(36));
        return bus;
    }

    private void joins(Movement bus, NewHousehold household) {
        long family = households.register(household).id();
        days.work();
        reservations.reserveUntilDeparture(List.of(new Seating(family, List.of(bus.id()))));
    }

    private ResultActions page(RequestPostProcessor officer) throws Exception {
        return web.perform(get("/movements/BUS-1/advance-list").with(officer).locale(Locale.ENGLISH))
                .andExpect(status().isOk());
    }

    private ResultActions send(String what, String... entered) throws Exception {
        return web.perform(written(what, entered).with(officer("field")));
    }

    private static MockHttpServletRequestBuilder written(String what, String... entered) {
        MockHttpServletRequestBuilder request =
                post("/movements/BUS-1/advance-list/" + what).with(csrf()).locale(Locale.ENGLISH);
        for (int field = 0; field < entered.length; field += 2) {
            request.param(entered[field], entered[field + 1]);
        }
        return request;
    }

    private static RequestPostProcessor officer(String... groups) {
        return user("officer").roles(groups);
    }

    private static ResultMatcher refused(String sentence) {
        return flash().attribute("refusal", containsString(sentence));
    }
}
