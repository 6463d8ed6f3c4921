package org.homeward.passage.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.Breaks;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Passage;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The roll call in a real browser: readable by everybody, on a screen and on a phone, by keyboard. */
@HomewardBrowserTest
@Breaks("I3")
class RollCallInBrowserTest {

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Travellers travellers;

    @Autowired
    Passage passage;

    private Registered family;

    @BeforeEach
    void anOfficerAndThreeFamilies() {
        var officer = identity.newUser("pavel");
        officer.setPassword("pavel");
        identity.saveUser(officer);
        identity.createMembership("pavel", "field");
        family = travellers.byRoad(TestHouseholds.motherAndSon());
        Registered alone = travellers.byRoad(TestHouseholds.woman());
        travellers.byRoad(TestHouseholds.woman());
        travellers.count(family.personIds().subList(0, 1), Checkpoint.MUSTER);
        travellers.count(alone.personIds(), Checkpoint.MUSTER, Checkpoint.BORDER_EXIT);
        passage.refuse(
                Travellers.BUS, Checkpoint.BORDER_EXIT, family.personIds().get(1), "no permission");
    }

    @AfterEach
    void theOfficerLeaves() {
        identity.deleteUser("pavel");
    }

    @Test
    void is_readable_by_everybody() {
        try (Browser browser = Browser.open()) {
            for (String language : new String[] {"en", "ru"}) {
                try (BrowserContext window = browser.window(language)) {
                    Page page = rollCall(window, "border exit");
                    for (int width : new int[] {1400, 320}) {
                        page.setViewportSize(width, 900);
                        page.screenshot(new Page.ScreenshotOptions()
                                .setFullPage(true)
                                .setPath(Path.of("target/pictures", "roll-call-" + language + "-" + width + ".png")));
                        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                                .isEqualTo(width);
                    }
                    var violations = new AxeBuilder(page).analyze().getViolations();
                    assertThat(violations).as(violations.toString()).isEmpty();
                }
            }
        }
    }

    @Test
    void what_happens_on_the_way_is_noted_by_everybody_in_three_languages() {
        try (Browser browser = Browser.open()) {
            for (String language : new String[] {"en", "ru", "ar"}) {
                try (BrowserContext window = browser.window(language)) {
                    Page page = rollCall(window, "border exit");
                    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
                    look(page, "incidents-" + language);
                    page.navigate("http://localhost:" + port + "/movements/BUS-1/convoy");
                    look(page, "convoy-" + language);
                    page.navigate("http://localhost:" + port + "/movements/BUS-1/roll-call/paper");
                    look(page, "paper-" + language);
                }
            }
        }
    }

    private static void look(Page page, String called) {
        for (int width : new int[] {1400, 320}) {
            page.setViewportSize(width, 900);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target/pictures", called + "-" + width + ".png")));
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        }
        var violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations).as(violations.toString()).isEmpty();
    }

    @Test
    void a_roll_call_at_a_stop_names_who_is_missing_until_all_are_ticked() {
        try (Browser browser = Browser.open();
                BrowserContext window = browser.window("en")) {
            Page page = rollCall(window, "muster");
            page.click("a:has-text('On the way')");
            page.fill("#stop-place", "Kilometre 40");
            page.check("input[name=here][value='" + family.caseNumber() + "']");
            page.click("#stop button");
            assertThat(page.textContent(".notice.bad")).contains("Do not leave yet. Missing:");
            page.fill("#stop-place", "Kilometre 40");
            for (var tick : page.querySelectorAll("input[name=here]")) {
                tick.check();
            }
            page.click("#stop button");
            assertThat(page.textContent(".notice.good")).contains("Everybody is here.");
            assertThat(page.textContent("#positions")).contains("Kilometre 40", "4 of 4 were there");
        }
    }

    @Test
    void a_member_is_counted_by_keyboard_alone() {
        try (Browser browser = Browser.open();
                BrowserContext window = browser.window("en")) {
            Page page = rollCall(window, "muster");
            assertThat(page.textContent(".figure")).isEqualTo("2 of 4 counted, 2 missing");
            page.focus("input[name=person][value='" + family.personIds().get(1) + "']");
            page.keyboard().press("Space");
            page.keyboard().press("Enter");
            page.waitForSelector(".notice.good");
            assertThat(page.textContent(".notice.good")).isEqualTo("One person counted.");
            assertThat(page.textContent(".figure")).isEqualTo("3 of 4 counted, 1 missing");
        }
    }

    private Page rollCall(BrowserContext window, String checkpoint) {
        Page page = window.newPage();
        page.navigate("http://localhost:" + port + "/sign-in");
        page.fill("#username", "pavel");
        page.fill("#password", "pavel");
        page.click("main button");
        page.navigate("http://localhost:" + port + "/movements/BUS-1/roll-call?checkpoint=" + checkpoint);
        return page;
    }
}
