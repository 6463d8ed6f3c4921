package org.homeward.planning.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.planning.Disruptions;
import org.homeward.planning.Planning;
import org.homeward.situation.CapAlert;
import org.homeward.situation.CapReader;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Alerts of CAP 1.2, ours and those of others. */
@HomewardTest
@Breaks("I3")
class AlertWebTest {

    private static final RequestPostProcessor MANAGER = user("manager").roles("managers");

    @Autowired
    private MockMvc web;

    @Autowired
    private Planning planning;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private SituationChanges changes;

    @Autowired
    private ManagementService jobs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @AfterEach
    void as_it_was() {
        jdbc.sql("update governorate set risk = 4 where pcode = 'SY04'").update();
    }

    @Test
    void a_change_that_is_made_goes_out_in_three_languages_to_those_who_take_part_and_a_word_takes_it_back()
            throws Exception {
        long change = disruptions.make(new Report("exitCloses", "MASNAA", null));

        CapAlert alert = fetched(change);
        assertThat(alert.identifier()).isEqualTo("SYR-CHANGE-" + change);
        assertThat(List.of(alert.status(), alert.msgType(), alert.scope()))
                .containsExactly("Test", "Alert", "Restricted");
        assertThat(alert.restriction()).isEqualTo("For those who take part in the operation");
        assertThat(alert.infos()).extracting(CapAlert.Info::language).containsExactly("en", "ru", "ar");
        assertThat(alert.infos().get(0).headline()).endsWith("is closed");
        assertThat(alert.infos().get(1).event()).isEqualTo("Выезд закрыт");
        assertThat(alert.infos()).allSatisfy(info -> {
            assertThat(info.category()).isEqualTo("Transport");
            assertThat(info.areas().get(0).geocodes()).contains(new CapAlert.Geocode("exit", "MASNAA"));
        });

        work();
        disruptions.undo(change);
        CapAlert back = fetched(change);
        assertThat(back.msgType()).isEqualTo("Cancel");
        assertThat(back.identifier()).isEqualTo("SYR-CHANGE-" + change + "-undone");
        assertThat(back.references())
                .startsWith("homeward@localhost,SYR-CHANGE-" + change + ",20")
                .endsWith("-00:00");
        assertThat(back.infos().get(0).headline()).startsWith("No longer so: ");
    }

    @ParameterizedTest
    @CsvSource({
        "exitOpens, ARIDA,, Minor, Arida is open",
        "quotaChanges, MASNAA, 300, Moderate, 300",
        "quotaChanges, MASNAA,, Moderate, no limit",
        "riskChanges, SY04, 3, Severe, Homs: danger 3 of 4",
        "roadCut, MASNAA, 6, Moderate, the road is cut for 6 hours",
        "movementLost, FL-1,, Moderate, FL-1 (Beirut – Moscow) does not take place",
    })
    void each_kind_of_change_has_its_words(String kind, String subject, Integer value, String severity, String headline)
            throws Exception {
        jdbc.sql("update exit set state = 'closed' where code = 'ARIDA'").update();
        planning.plan(flight("FL-1", clock.instant().plus(Duration.ofHours(30)), 40));
        CapAlert.Info info = fetched(disruptions.make(new Report(kind, subject, value)))
                .infos()
                .get(0);

        assertThat(info.severity()).isEqualTo(severity);
        assertThat(info.headline()).contains(headline);
        assertThat(info.instruction()).isNotBlank();
    }

    @Test
    void what_has_not_been_made_or_is_rehearsed_alarms_nobody() throws Exception {
        long change = disruptions.report(new Report("exitCloses", "MASNAA", null));
        web.perform(get("/api/situation/{id}/cap.xml", change).with(MANAGER))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.detail").value("There is no alert of this change: it has not been made."));
        web.perform(get("/api/situation/99/cap.xml").with(MANAGER)).andExpect(status().isNotFound());

        disruptions.approve(change);
        jdbc.sql("update operation set rehearsal = 'january'").update();
        assertThat(fetched(change).status()).isEqualTo("Exercise");
        web.perform(get("/situation/{id}", change).with(MANAGER))
                .andExpect(content().string(containsString("/api/situation/" + change + "/cap.xml")));
    }

    @Test
    void an_alert_reports_each_governorate_and_exit_once_and_lists_what_is_not_known() throws Exception {
        send(alert("A-1", """
                %s
                %s
                """.formatted(
                                info(
                                        "en",
                                        "Moderate",
                                        area("Homs Governorate", ""),
                                        area("Masnaa crossing", code("exit", "MASNAA")),
                                        area("Atlantis", "")),
                                info("ar", "Severe", area("محافظة حمص", ""), area("المصنع", code("exit", "MASNAA"))))))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.known").value(false))
                .andExpect(jsonPath("$.areas.length()").value(3))
                .andExpect(jsonPath("$.areas[2].name").value("Atlantis"))
                .andExpect(jsonPath("$.areas[2].why").value("unknown place"));

        assertThat(reported())
                .containsExactlyInAnyOrder("riskChanges SY04 3 reported", "exitCloses MASNAA null reported");
        web.perform(get("/situation/alerts").with(MANAGER))
                .andExpect(content().string(containsString("Atlantis")))
                .andExpect(content().string(containsString("CHANGE-1")));
    }

    @Test
    void the_same_alert_again_is_recognised_and_another_with_its_number_is_refused() throws Exception {
        String alert = alert("A-1", info("en", "Minor", area("Homs", "")));
        send(alert).andExpect(status().isCreated());
        send(alert).andExpect(status().isOk()).andExpect(jsonPath("$.known").value(true));
        assertThat(reported()).hasSize(1);

        send(alert.replace("Minor", "Severe"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.field").value("identifier"));
        assertThat(reported()).hasSize(1);
    }

    @Test
    void what_is_so_already_is_not_reported_again() throws Exception {
        send(alert("A-1", info("en", "Extreme", area("Homs", ""))))
                .andExpect(jsonPath("$.areas[0].why").value("already so"));
        assertThat(reported()).isEmpty();
    }

    @Test
    void an_update_withdraws_what_was_reported_and_waits_and_a_cancellation_too() throws Exception {
        send(alert("A-1", info("en", "Minor", area("Homs", ""))));
        send(alert("A-2", info("en", "Severe", area("Homs", "")))
                        .replace("<msgType>Alert</msgType>", "<msgType>Update</msgType>")
                        .replace(
                                "<info>",
                                "<references>sender@example.org,A-1,2013-01-17T06:00:00+03:00</references><info>"))
                .andExpect(status().isCreated());
        assertThat(reported()).containsExactly("riskChanges SY04 1 discarded", "riskChanges SY04 3 reported");

        send(alert("A-3", "")
                        .replace("<msgType>Alert</msgType>", "<msgType>Cancel</msgType>")
                        .replace(
                                "</scope>",
                                "</scope><references>sender@example.org,A-2,2013-01-17T06:00:00+03:00</references>"))
                .andExpect(status().isCreated());
        assertThat(reported()).containsExactly("riskChanges SY04 1 discarded", "riskChanges SY04 3 discarded");
    }

    @Test
    void an_alert_that_arrives_after_its_cancellation_reports_nothing() throws Exception {
        send(alert("A-2", "")
                        .replace("<msgType>Alert</msgType>", "<msgType>Cancel</msgType>")
                        .replace(
                                "</scope>",
                                "</scope><references>sender@example.org,A-0,2013-01-17T05:00:00+03:00\n"
                                        + " sender@example.org,A-1,2013-01-17T06:00:00+03:00</references>"))
                .andExpect(status().isCreated());

        send(alert("A-1", info("en", "Minor", area("Homs", ""))))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.areas[0].why").value("withdrawn"));
        assertThat(reported()).isEmpty();
        web.perform(get("/situation/alerts").with(MANAGER))
                .andExpect(content().string(containsString("withdrawn by its sender")))
                .andExpect(content().string(not(containsString("leave-out"))));
    }

    @Test
    void what_an_alert_says_of_a_time_that_is_over_is_left_alone() throws Exception {
        String over = info("en", "Minor", area("Homs", ""))
                .replace("</certainty>", "</certainty><expires>2013-01-18T06:00:00+03:00</expires>");

        send(alert("A-1", over + info("en", "Severe", area("Masnaa", code("exit", "MASNAA")))))
                .andExpect(status().isCreated());

        assertThat(reported()).containsExactly("exitCloses MASNAA null reported");
    }

    @Test
    void all_clear_proposes_that_a_governorate_is_calm_unless_the_alert_says_otherwise_of_it_too() throws Exception {
        send(alert(
                        "A-1",
                        clear("Severe", "Homs") + clear("Extreme", "Hama") + info("en", "Moderate", area("Hama", ""))))
                .andExpect(status().isCreated());

        assertThat(reported()).containsExactlyInAnyOrder("riskChanges SY04 1 reported", "riskChanges SY05 2 reported");
    }

    private static String clear(String severity, String place) {
        return info("en", severity, area(place, ""))
                .replace("</event>", "</event><responseType>AllClear</responseType>");
    }

    @Test
    void an_area_that_is_not_known_is_named_by_hand_or_left_out() throws Exception {
        send(alert("A-1", info("en", "Unknown", area("Old town", ""), area("Atlantis", ""))));

        web.perform(post("/situation/alerts/areas/1")
                        .param("subject", "Homs")
                        .with(MANAGER)
                        .with(csrf()))
                .andExpect(flash().attribute("refusal", "The risk is 1 (calm) to 4 (under siege)."));
        web.perform(post("/situation/alerts/areas/1")
                        .param("subject", "Homs")
                        .param("danger", "two")
                        .with(MANAGER)
                        .with(csrf()))
                .andExpect(flash().attribute("refusal", "Write the number in digits."));
        web.perform(post("/situation/alerts/areas/1")
                        .param("subject", "Homs")
                        .param("danger", "2")
                        .with(MANAGER)
                        .with(csrf()))
                .andExpect(redirectedUrl("/situation/1"));
        assertThat(reported()).containsExactly("riskChanges SY04 2 reported");
        web.perform(post("/situation/alerts/areas/1")
                        .param("subject", "Hama")
                        .with(MANAGER)
                        .with(csrf()))
                .andExpect(flash().attribute("refusal", "Somebody has said already what this area is."));
        web.perform(post("/situation/alerts/areas/2/leave-out").with(MANAGER).with(csrf()))
                .andExpect(redirectedUrl("/situation/alerts"));
        web.perform(get("/situation/alerts").with(MANAGER).locale(Locale.forLanguageTag("ru")))
                .andExpect(content().string(containsString("пропущено")))
                .andExpect(content().string(not(containsString("leave-out"))));
        web.perform(post("/situation/alerts/areas/9")
                        .param("subject", "Hama")
                        .with(MANAGER)
                        .with(csrf()))
                .andExpect(status().isNotFound());
    }

    @Test
    void a_file_is_taken_on_the_page_and_a_wrong_one_is_explained() throws Exception {
        web.perform(upload(alert("A-1", info("en", "Minor", area("Homs", "")))))
                .andExpect(redirectedUrl("/situation/alerts"))
                .andExpect(flash().attribute("notice", "Alert A-1 has been taken."));
        web.perform(upload("Homs is in danger"))
                .andExpect(status().is(422))
                .andExpect(content().string(containsString("This is no XML that can be read: look at line 1.")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <status>Actual</status> | <status>Real</status> | <status> is “Real”: choose one of Actual, Exercise, System, Test, Draft.
            <status>Actual</status> | <status>Exercise</status> | Its <status> is Exercise: here only such are taken that are Actual.
            <status>Actual</status> | `` | <status> is missing in <alert>: write it there.
            <status>Actual</status> | <status>Actual</status><status>Test</status> | <status> stands more than once in <alert>: leave one.
            <sent>2013-01-17T06:00:00+03:00</sent> | <sent>2013-01-17T06:00:00Z</sent> | <sent> is no time of CAP 1.2: write it as 2013-01-17T06:00:00+03:00, UTC with -00:00.
            <sent>2013-01-17T06:00:00+03:00</sent> | <sent>2013-02-30T06:00:00+03:00</sent> | <sent> is no time of CAP 1.2: write it as 2013-01-17T06:00:00+03:00, UTC with -00:00.
            <identifier>A-1</identifier> | <identifier>A 1</identifier> | <identifier> has a blank, a comma, < or & in it: leave them out.
            <scope>Public</scope> | <scope>Private</scope> | <addresses> is missing in <alert>: write it there.
            <scope>Public</scope> | <scope>Restricted</scope> | <restriction> is missing in <alert>: write it there.
            <msgType>Alert</msgType> | <msgType>Update</msgType> | <references> is missing in <alert>: write it there.
            <category>Security</category> | <category>Politics</category> | <category> is “Politics”: choose one of Geo, Met, Safety, Security, Rescue, Fire, Health, Env, Transport, Infra, CBRNE, Other.
            <category>Security</category> | `` | <category> is missing in <info>: write it there.
            <areaDesc>Homs</areaDesc> | `` | <areaDesc> is missing in <area>: write it there.
            <areaDesc>Homs</areaDesc> | <areaDesc>Homs</areaDesc><danger/> | CAP 1.2 knows no <danger> in <area>: correct its name or leave it out.
            </severity> | </severity><expires>2013-01-18T06:00:00+03:00</expires> | It has been over since 2013-01-18T03:00:00-00:00: ask its sender for one that is in force.
            cap:1.2 | cap:1.1 | This is no alert of CAP 1.2: it begins with <alert>, and not with <alert> of urn:oasis:names:tc:emergency:cap:1.2.
            <alert | <!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/hostname">]><alert | An alert has no DOCTYPE and no entities: leave them out.
            </alert> | </alarm> | This is no XML that can be read: look at line 8.
            """)
    void a_wrong_alert_is_refused_with_the_element_and_what_to_do(String right, String wrong, String sentence)
            throws Exception {
        String alert = alert("A-1", info("en", "Minor", area("Homs", "")));
        assertThat(alert).contains(right);

        send(alert.replace(right, wrong))
                .andExpect(status().is(422))
                .andExpect(jsonPath("$.detail").value(sentence));
        assertThat(reported()).isEmpty();
    }

    @Test
    void an_alert_that_is_too_long_is_refused() throws Exception {
        send(alert("A-1", "<!--" + "x".repeat(CapReader.MOST) + "-->"))
                .andExpect(status().is(422))
                .andExpect(jsonPath("$.detail").value("An alert has at most 1 MB: leave out what is enclosed."));
    }

    @Test
    void what_belongs_to_others_in_an_alert_such_as_a_signature_is_left_alone() throws Exception {
        send(alert("A-1", "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>"))
                .andExpect(status().isCreated());
    }

    private CapAlert fetched(long change) throws Exception {
        return CapReader.read(web.perform(get("/api/situation/{id}/cap.xml", change)
                        .accept("application/cap+xml")
                        .with(MANAGER))
                .andExpect(status().isOk())
                .andExpect(header().string("Content-Type", containsString("application/cap+xml")))
                .andReturn()
                .getResponse()
                .getContentAsByteArray());
    }

    private ResultActions send(String alert) throws Exception {
        return web.perform(post("/api/situation/alerts")
                .contentType("application/cap+xml")
                .content(alert.getBytes(UTF_8))
                .with(MANAGER)
                .with(csrf()));
    }

    private static org.springframework.test.web.servlet.RequestBuilder upload(String alert) {
        return multipart("/situation/alerts")
                .file(new MockMultipartFile("file", "alert.xml", "application/xml", alert.getBytes(UTF_8)))
                .with(MANAGER)
                .with(csrf());
    }

    private List<String> reported() {
        return changes.newest(Long.MAX_VALUE).stream()
                .map(change -> change.kind() + " " + change.subject() + " " + change.value() + " " + change.state())
                .sorted()
                .toList();
    }

    private void work() {
        List<Job> due = jobs.createJobQuery().executable().list().stream()
                .filter(job -> job.getProcessInstanceId() != null)
                .toList();
        if (!due.isEmpty()) {
            due.forEach(job -> jobs.executeJob(job.getId()));
            work();
        }
    }

    private static String alert(String identifier, String infos) {
        return """
                <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
                <identifier>%s</identifier><sender>sender@example.org</sender>
                <sent>2013-01-17T06:00:00+03:00</sent>
                <status>Actual</status>
                <msgType>Alert</msgType>
                <scope>Public</scope>
                %s
                </alert>""".formatted(identifier, infos);
    }

    private static String info(String language, String severity, String... areas) {
        return "<info><language>" + language + "</language><category>Security</category><event>Shelling</event>"
                + "<urgency>Immediate</urgency><severity>" + severity + "</severity><certainty>Observed</certainty>"
                + String.join("", areas) + "</info>";
    }

    private static String area(String description, String code) {
        return "<area><areaDesc>" + description + "</areaDesc>" + code + "</area>";
    }

    private static String code(String name, String value) {
        return "<geocode><valueName>" + name + "</valueName><value>" + value + "</value></geocode>";
    }
}
