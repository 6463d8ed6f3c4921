package org.homeward.desk;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.hamcrest.Matcher;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.contact.Messages;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.workflow.Outbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** What a dossier says of each message: by which way it went, what became of it, and why. */
@HomewardTest
@Breaks("I3")
class ToldInDossierTest {

    @Autowired
    MockMvc pages;

    @Autowired
    Households households;

    @Autowired
    Messages messages;

    @Autowired
    Outbox outbox;

    @Autowired
    ManagementService jobs;

    @Autowired
    JdbcClient jdbc;

    private Registered family;

    @BeforeEach
    void a_family() {
        family = households.register(TestHouseholds.motherAndSon());
        jdbc.sql("update household set phone = '+963933000111'").update();
    }

    @Test
    void what_cannot_leave_because_no_gateway_is_set_up_is_to_be_read_out() throws Exception {
        messages.tell(family.id(), "seatsLost", "1", "BUS-1");

        sees(
                "en",
                allOf(
                        containsString("SMS</"),
                        containsString("+963933000111"),
                        containsString("not sent"),
                        containsString("no SMS gateway is set up"),
                        containsString("to be read out")));
        sees(
                "ru",
                allOf(
                        containsString("не отправлено"),
                        containsString("SMS-шлюз не настроен"),
                        containsString("прочесть по телефону")));
    }

    @Test
    void each_way_has_its_own_state_the_newest_and_its_reason() throws Exception {
        messages.tell(family.id(), "seatsLost", "1", "BUS-1");
        jdbc.sql("update message set address = 'vera@example.org', short_text = 'BUS-1 does not take you.'")
                .update();
        isTried();
        became("mail", "failed", "mailServer");
        became("sms", "refused", "numberRefused");

        sees(
                "en",
                allOf(
                        containsString("vera@example.org"),
                        containsString("not delivered yet"),
                        containsString("the mail server did not take it"),
                        containsString("takes nothing for this number"),
                        containsString("As SMS, parts: 1"),
                        containsString("BUS-1 does not take you."),
                        not(containsString("to be read out"))));

        became("mail", "delivered", null);
        sees("en", allOf(containsString("delivered"), not(containsString("not delivered yet"))));
    }

    @Test
    void what_is_on_its_way_says_so() throws Exception {
        messages.tell(family.id(), "seatsLost", "1", "BUS-1");
        jdbc.sql("update message set phone = null, address = 'vera@example.org'")
                .update();

        isTried();

        sees("en", allOf(containsString("on its way"), not(containsString("to be read out"))));
    }

    @Test
    void what_is_given_up_after_the_last_try_is_to_be_read_out() throws Exception {
        messages.tell(family.id(), "seatsLost", "1", "BUS-1");
        jdbc.sql("update message set phone = null, address = 'vera@example.org'")
                .update();
        isTried();
        became("mail", "failed", "mailServer");
        sees("en", allOf(containsString("tried again"), not(containsString("to be read out"))));

        jobs.setJobRetries(
                jobs.createJobQuery().activityId("task_deliver").singleResult().getId(), 0);
        sees(
                "en",
                allOf(
                        containsString("given up"),
                        containsString("the mail server did not take it"),
                        containsString("to be read out by telephone"),
                        not(containsString("tried again"))));
        sees("ru", allOf(containsString("больше не пытаемся"), containsString("прочесть по телефону")));
    }

    /** Its delivery by mail has a job. */
    private void isTried() {
        long message = messages.of(family.id()).get(0).id();
        outbox.order(
                "delivery",
                family.caseNumber(),
                Map.of("messageId", message, "byMail", true, "bySms", false, "restricted", false));
    }

    private void became(String way, String outcome, @org.jspecify.annotations.Nullable String why) {
        jdbc.sql(
                        "insert into delivery (message_id, way, at, outcome, why) select id, :way, now(), :outcome, :why from message")
                .param("way", way)
                .param("outcome", outcome)
                .param("why", why)
                .update();
    }

    private void sees(String language, Matcher<String> what) throws Exception {
        pages.perform(get("/households/{case}", family.caseNumber())
                        .with(user("consular").roles("consular"))
                        .locale(Locale.forLanguageTag(language)))
                .andExpect(content().string(what));
    }
}
