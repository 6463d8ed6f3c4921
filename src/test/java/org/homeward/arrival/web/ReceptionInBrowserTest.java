package org.homeward.arrival.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.Breaks;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.arrival.Lodging;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages of reception in a real browser: readable in three languages, worked by keyboard alone. */
@HomewardBrowserTest
@Breaks({"I2", "I3"})
class ReceptionInBrowserTest {

    private static Browser browser;

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Travellers travellers;

    @Autowired
    Lodging lodging;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    private Registered family;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void anOfficerAndAFamilyAtReception() {
        var officer = identity.newUser("rita");
        officer.setPassword("rita");
        identity.saveUser(officer);
        identity.createMembership("rita", "reception");
        lodging.add("Москва", "Гостиница «Ромашка» у вокзала", 40, true);
        family = travellers.byRoad(TestHouseholds.motherAndSon());
        for (Checkpoint checkpoint : Checkpoint.values()) {
            if (checkpoint != Checkpoint.RECEPTION) {
                travellers.count(family.personIds(), checkpoint);
            }
        }
        travellers.start("arrival", family);
        travellers.count(family.personIds(), Checkpoint.RECEPTION);
        lodging.give(family.id(), 1);
        jdbc.sql("""
                insert into hand_over (person_id, asked_at, receiver, relation, document_kind, document_number, handed_by, handed_at)
                select id, :now, who, kin, kind, number, officer, at
                from person join (values (1, 'Полевая Анна', 'aunt', 'passport', '51 9801499', 'olga', cast(:now as timestamptz)),
                                         (2, null, null, null, null, null, null))
                  as handed (place, who, kin, kind, number, officer, at) on handed.place = position""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
    }

    @AfterEach
    void theOfficerLeaves() {
        identity.deleteUser("rita");
    }

    @Test
    void each_page_is_readable_by_everybody_in_three_languages_on_a_screen_and_on_a_small_phone() {
        for (String language : List.of("en", "ru", "ar")) {
            try (BrowserContext window = signedIn(language)) {
                Page page = window.pages().get(0);
                isReadable(page, "reception", "/reception", language);
                isReadable(page, "reception-lodging", "/reception?station=lodging", language);
                isReadable(page, "lodging", "/reception/lodging", language);
                isReadable(page, "hand-over", "/reception/hand-over/" + family.caseNumber(), language);
                isReadable(page, "outcomes", "/reception/outcomes", language);
            }
        }
    }

    @Test
    void a_family_is_seen_to_by_keyboard_alone_and_without_scripts() {
        try (BrowserContext window = signedIn("en")) {
            window.route("**/*.js", route -> route.abort());
            Page page = window.pages().get(0);
            page.navigate(address("/reception?station=money"));
            page.focus("form.see select");
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            page.waitForSelector(".notice.good");
            assertThat(page.textContent(".notice.good")).contains(family.caseNumber());
        }
        assertThat(jdbc.sql("select step || ': ' || outcome from reception_step")
                        .query(String.class)
                        .list())
                .containsExactly("money: paid");
    }

    private void isReadable(Page page, String name, String address, String language) {
        page.navigate(address(address));
        assertThat(page.getAttribute("html", "lang")).isEqualTo(language);
        for (int width : new int[] {1400, 320}) {
            page.setViewportSize(width, 900);
            Browser.picture(page, name + "-" + language + "-" + width);
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("width of %s in %s", name, language)
                    .isEqualTo(width);
        }
        var violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations).as("%s in %s: %s", name, language, violations).isEmpty();
        page.setViewportSize(1400, 900);
    }

    private BrowserContext signedIn(String language) {
        BrowserContext window = browser.window(language);
        Page page = window.newPage();
        page.navigate(address("/sign-in"));
        page.fill("#username", "rita");
        page.fill("#password", "rita");
        page.click("main button");
        return window;
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
