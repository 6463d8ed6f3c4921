package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.pdfbox.text.TextPosition;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Wording;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.PassCodes;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The pass of a household: for whom, from when on, and what stands on it. */
@HomewardTest
@Breaks("I3")
@TestPropertySource(properties = "homeward.telephone=+961 1 300041")
class PassWebTest {

    private static final RequestPostProcessor CONSULAR = user("v").roles("consular");
    private static final RequestPostProcessor CLEARED = user("c").roles("consular", "cleared");
    private static final Instant DEPARTURE = Instant.parse("2013-01-22T06:00:00Z");

    @Autowired
    MockMvc web;

    @Autowired
    Planning planning;

    @Autowired
    Reservations reservations;

    @Autowired
    Households households;

    @Autowired
    PassCodes codes;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Travel pass     | Bus BUS-1: Damascus – Beirut      | Tuesday, January 22, 2013, 6:00 AM | Flight FL-1: Beirut – Moscow | Bring: all documents | Persons travelling: 2
            ru | Пропуск         | Автобус BUS-1: Дамаск – Бейрут    | вторник, 22 января 2013              | Самолёт FL-1: Бейрут – Москва | Возьмите с собой     | Всего человек: 2
            ar | بطاقة سفر       | BUS-1                             | 2013                                 | FL-1                         | أحضروا معكم          | عدد المسافرين""")
    void it_says_in_the_language_of_the_household_where_and_when_to_be_and_what_to_bring(
            String language, String title, String bus, String when, String flight, String bring, String persons)
            throws Exception {
        it_is(DEPARTURE.minus(Duration.ofDays(5)));
        Registered family = told(TestHouseholds.motherAndSon());
        jdbc.sql("update household set language = :language")
                .param("language", language)
                .update();

        PrintedPass pass = PrintedPass.of(file(family));
        pass.keep("pass-" + language);

        assertThat(pass.pages()).isOne();
        assertThat(pass.text()).doesNotContainPattern("[\\u064B-\\u0652]");
        assertThat(pass.text())
                .contains(title, family.caseNumber(), bus, when, bring, persons, "+961 1 300041")
                .containsSubsequence("BUS-1", "FL-1")
                .contains(flight, codes.of(family.id()).shortCode());
    }

    /** {@code بطاقة سفر} as a reader of Arabic sees it, read from the left: each letter in the form that its neighbours ask for. */
    @Test
    void arabic_stands_from_right_to_left_in_letters_that_are_joined() throws Exception {
        Registered family = told(TestHouseholds.motherAndSon());
        jdbc.sql("update household set language = 'ar'").update();

        List<List<TextPosition>> lines = PrintedPass.of(file(family)).lines();

        String joined = "\uFEAE\uFED4\uFEB3 \uFE94\uFED7\uFE8E\uFEC4\uFE91";
        assertThat(lines).anySatisfy(line -> {
            String seen = line.stream().map(TextPosition::getUnicode).collect(Collectors.joining());
            assertThat(seen).contains(joined);
            int at = seen.indexOf(joined);
            assertThat(endOf(line.get(at))).isCloseTo(line.get(at + 1).getXDirAdj(), within(0.1f));
            assertThat(endOf(line.get(at + 1))).isCloseTo(line.get(at + 2).getXDirAdj(), within(0.1f));
        });
        assertThat(lines)
                .noneSatisfy(line -> assertThat(line)
                        .as("letters that stand alone in the middle of words")
                        .anySatisfy(glyph -> assertThat(glyph.getUnicode()).matches("[\u0622-\u064A]")));
    }

    private static float endOf(TextPosition glyph) {
        return glyph.getXDirAdj() + glyph.getWidthDirAdj();
    }

    @Test
    void its_square_holds_a_token_and_nothing_else_and_the_paper_names_nobody() throws Exception {
        Registered family = told(TestHouseholds.motherAndSon());
        PrintedPass pass = PrintedPass.of(file(family));

        String token = codes.of(family.id()).token();
        assertThat(token).matches("[A-Za-z0-9_-]{22}");
        assertThat(pass.square()).isEqualTo(token);
        assertThat(pass.text())
                .doesNotContain(token)
                .doesNotContainIgnoringCase("Полев")
                .doesNotContainIgnoringCase("Polev")
                .doesNotContain("510000001", "+963940000001", "1980");
        assertThat(pass.metadata()).doesNotContain("Полев", "POLEV", token);
    }

    @Test
    void who_is_seated_late_reads_the_time_of_the_joining_instructions() throws Exception {
        it_is(DEPARTURE.minus(Duration.ofMinutes(30)));
        Registered family = told(TestHouseholds.household("yes", false, List.of(TestHouseholds.mother())));
        jdbc.sql("update household set language = 'en'").update();
        it_is(DEPARTURE.plus(Duration.ofHours(1)));

        assertThat(PrintedPass.of(file(family)).text())
                .contains(
                        "Be there by: Tuesday, January 22, 2013, 7:30 AM",
                        "Departure: Tuesday, January 22, 2013, 8:00 AM");
    }

    @Test
    void there_is_none_before_the_household_is_told_nor_without_seats_and_its_token_stays_the_same() throws Exception {
        plan();
        Registered family = households.register(TestHouseholds.motherAndSon());
        refused(family, "This household has no seats now: it gets a pass when it has some.");

        seat(family);
        refused(
                family,
                "This household has not been told yet where and when its journey begins. Its pass can be printed as soon as"
                        + " it has.");
        dossier(family).andExpect(content().string(not(containsString("pass.pdf"))));

        planning.sendJoiningInstructions(family.id());
        String token = PrintedPass.of(file(family)).square();
        dossier(family).andExpect(content().string(containsString("/households/" + family.caseNumber() + "/pass.pdf")));

        planning.giveSeatsBack(family.id());
        refused(family, "This household has no seats now: it gets a pass when it has some.");
        dossier(family).andExpect(content().string(not(containsString("pass.pdf"))));

        it_is(clock.instant().plusSeconds(60));
        seat(family);
        refused(
                family,
                "This household has not been told yet where and when its journey begins. Its pass can be printed as soon as"
                        + " it has.");
        planning.sendJoiningInstructions(family.id());
        assertThat(PrintedPass.of(file(family)).square()).isEqualTo(token);
    }

    @Test
    void a_restricted_household_has_one_for_cleared_officers_and_does_not_exist_for_others() throws Exception {
        Registered hidden = told(TestHouseholds.restricted());
        String unknown = answer("/households/SYR-999999-X/pass.pdf");

        assertThat(answer("/households/" + hidden.caseNumber() + "/pass.pdf")).isEqualTo(unknown);
        web.perform(get("/households/" + hidden.caseNumber() + "/pass.pdf").with(CLEARED))
                .andExpect(status().isOk());
    }

    @Test
    void it_is_a_file_that_no_browser_keeps_and_reading_it_is_on_record() throws Exception {
        Registered family = told(TestHouseholds.motherAndSon());
        page(family)
                .andExpect(status().isOk())
                .andExpect(header().string(HttpHeaders.CONTENT_TYPE, "application/pdf"))
                .andExpect(header().string(HttpHeaders.CACHE_CONTROL, "no-store"))
                .andExpect(header().string(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"pass-" + family.caseNumber() + ".pdf\""));
        assertThat(jdbc.sql(
                                "select officer from audit where action = 'read' and detail = 'pass' and household_id = :id")
                        .param("id", family.id())
                        .query(String.class)
                        .list())
                .containsExactly("v");
        web.perform(get("/households/" + family.caseNumber() + "/pass.pdf")
                        .with(user("d").roles("designers")))
                .andExpect(status().isForbidden());
    }

    @Test
    void those_who_are_split_off_get_one_of_their_own() throws Exception {
        Registered family = told(TestHouseholds.motherAndSon());
        PassCodes.Codes before = codes.of(family.id());
        planning.giveSeatsBack(family.id());

        Registered son =
                households.split(family.id(), List.of(family.personIds().get(1)), "fitness");

        assertThat(codes.of(family.id())).isEqualTo(before);
        assertThat(codes.of(son.id()).token()).isNotEqualTo(before.token());
        assertThat(codes.of(son.id()).shortCode()).isNotEqualTo(before.shortCode());
    }

    private void refused(Registered household, String sentence) throws Exception {
        page(household).andExpect(status().isNotFound()).andExpect(content().string(containsString(sentence)));
        LocaleContextHolder.setLocale(Locale.forLanguageTag("ru"));
        assertThat(Wording.of(sentence)).isNotEqualTo(sentence);
        LocaleContextHolder.resetLocaleContext();
    }

    private ResultActions page(Registered household) throws Exception {
        return web.perform(get("/households/" + household.caseNumber() + "/pass.pdf")
                .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                .with(CONSULAR));
    }

    private byte[] file(Registered household) throws Exception {
        return page(household)
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
    }

    private ResultActions dossier(Registered household) throws Exception {
        return web.perform(get("/households/" + household.caseNumber()).with(CONSULAR));
    }

    /** What is answered to who is not cleared, apart from what each page has of its own. */
    private String answer(String path) throws Exception {
        return web.perform(get(path).with(CONSULAR))
                .andExpect(status().isNotFound())
                .andReturn()
                .getResponse()
                .getContentAsString()
                .replaceAll("(nonce|value|content)=\"[^\"]*\"", "");
    }

    private Registered told(NewHousehold wanted) {
        plan();
        Registered household = households.register(wanted);
        seat(household);
        planning.sendJoiningInstructions(household.id());
        return household;
    }

    private void seat(Registered household) {
        List<Long> legs = jdbc.sql("select id from movement order by departs")
                .query(Long.class)
                .list();
        jdbc.sql("update movement set state = 'open'").update();
        assertThat(reservations.reserve(List.of(new Seating(household.id(), legs))))
                .hasSize(1);
    }

    private void plan() {
        Instant departs = clock.instant().isBefore(DEPARTURE)
                ? DEPARTURE
                : clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MINUTES);
        for (NewMovement movement :
                List.of(convoy("BUS-1", departs, 40), flight("FL-1", departs.plus(Duration.ofHours(12)), 40))) {
            planning.plan(movement);
        }
    }

    private static void it_is(Instant now) {
        ClockUtil.setCurrentTime(Date.from(now));
    }
}
