package org.homeward.passage.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.Breaks;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Devices;
import org.homeward.passage.Scan;
import org.homeward.passage.Scans;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The devices and the scans that do not fit, in a real browser: in three languages, on a screen and on a phone. */
@HomewardBrowserTest
@Breaks("I3")
class ScansInBrowserTest {

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Travellers travellers;

    @Autowired
    Scans scans;

    @Autowired
    Devices devices;

    @Autowired
    Clock clock;

    @BeforeEach
    void anOfficerAndDevices() {
        var officer = identity.newUser("pavel");
        officer.setPassword("pavel");
        identity.saveUser(officer);
        identity.createMembership("pavel", "field");
        identity.createMembership("pavel", "managers");
        Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
        for (long person : family.personIds()) {
            scans.take(List.of(scan("tablet-1", person * 3, String.valueOf(person), 7)));
        }
        scans.take(List.of(scan("7d0e0f4c-4a0e-4b1e-8f3a-0b7b1e6f9c11", 1, "99", -200)));
        devices.signOut("tablet-1");
    }

    @AfterEach
    void theOfficerLeaves() {
        identity.deleteUser("pavel");
    }

    @Test
    void both_pages_are_readable_by_everybody() {
        try (Browser browser = Browser.open()) {
            for (String language : new String[] {"en", "ru", "ar"}) {
                try (BrowserContext window = browser.window(language)) {
                    Page page = signedIn(window);
                    for (String name : new String[] {"devices", "scans/conflicts"}) {
                        page.navigate("http://localhost:" + port + "/" + name);
                        for (int width : new int[] {1400, 320}) {
                            page.setViewportSize(width, 900);
                            Browser.picture(page, name.replace("/", "-") + "-" + language + "-" + width);
                            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                                    .as("%s %s", name, language)
                                    .isEqualTo(width);
                        }
                        var violations = new AxeBuilder(page).analyze().getViolations();
                        assertThat(violations).as(violations.toString()).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void a_scan_is_decided_on_by_keyboard_alone() {
        try (Browser browser = Browser.open();
                BrowserContext window = browser.window("en")) {
            Page page = signedIn(window);
            page.navigate("http://localhost:" + port + "/scans/conflicts");
            int open = page.locator("input[name=scan]").count();
            page.focus("input[name=scan]");
            page.keyboard().press("Space");
            page.focus("input[name=decision][value=mistake]");
            page.keyboard().press("Space");
            page.keyboard().press("Enter");
            page.waitForSelector(".notice.good");
            assertThat(page.locator("input[name=scan]").count()).isEqualTo(open - 1);
        }
    }

    private Scan scan(String device, long sequence, String person, int minutesAhead) {
        var itsTime = clock.instant().plus(Duration.ofMinutes(minutesAhead));
        return new Scan(
                device + "-" + sequence,
                device,
                sequence,
                person,
                false,
                Travellers.BUS,
                Checkpoint.CONVOY_BOARDING,
                itsTime,
                itsTime);
    }

    private Page signedIn(BrowserContext window) {
        Page page = window.newPage();
        page.navigate("http://localhost:" + port + "/sign-in");
        page.fill("#username", "pavel");
        page.fill("#password", "pavel");
        page.click("main button");
        return page;
    }
}
