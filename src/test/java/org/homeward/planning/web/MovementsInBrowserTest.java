package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.Breaks;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.movement.TestMovements;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What transport does with movements, in a real browser: readable by everybody, on a screen and on a phone, by keyboard. */
@HomewardBrowserTest
@Breaks("I3")
class MovementsInBrowserTest {

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Movements movements;

    @Autowired
    Planning planning;

    @Autowired
    Households households;

    @Autowired
    Reservations reservations;

    @Autowired
    Clock clock;

    @BeforeEach
    void anOfficer() {
        var officer = identity.newUser("tamara");
        officer.setPassword("tamara");
        identity.saveUser(officer);
        identity.createMembership("tamara", "transport");
    }

    @AfterEach
    void theOfficerLeaves() {
        identity.deleteUser("tamara");
    }

    @Test
    void a_file_is_sent_by_keyboard_and_what_has_become_of_it_is_readable_by_everybody() {
        String departs = clock.instant().plus(Duration.ofDays(2)).toString().substring(0, 16);
        String day = """
                code;kind;origin;destination;exit;departs;seats
                BUS-1;convoy;Damascus;Beirut;MASNAA;%1$s;45
                BUS-2;convoy;Damascos;Beirut;MASNAA;%1$s;45
                FL-1;flight;Beirut;Moscow;;22.01.2013 6:00;165
                """.formatted(departs);
        try (Browser browser = Browser.open()) {
            for (String language : new String[] {"en", "ru"}) {
                try (BrowserContext window = browser.window(language)) {
                    Page page = signedIn(window, "/movements");
                    page.focus("a[href='/movements/import']");
                    page.keyboard().press("Enter");
                    page.waitForURL("**/movements/import");
                    page.setInputFiles(
                            "#file", new FilePayload("day.csv", "text/csv", day.getBytes(StandardCharsets.UTF_8)));
                    page.focus("#file");
                    page.keyboard().press("Tab");
                    page.keyboard().press("Enter");
                    page.waitForSelector("#outcome");

                    assertThat(page.textContent("#corrections")).isEqualTo("2");
                    assertThat(page.textContent("main")).contains("Damascos");
                    isReadable(page, "movement-imported-" + language, language);
                }
            }
        }
        assertThat(movements.all()).hasSize(1);
    }

    @Test
    void a_movement_is_changed_by_keyboard_and_the_page_that_refuses_is_readable_by_everybody() {
        Instant departs = clock.instant().plus(Duration.ofDays(4)).truncatedTo(ChronoUnit.MINUTES);
        planning.plan(TestMovements.convoy("BUS-1", departs, 45));
        try (Browser browser = Browser.open()) {
            for (String language : new String[] {"en", "ru"}) {
                try (BrowserContext window = browser.window(language)) {
                    Page page = signedIn(window, "/movements/BUS-1/edit");
                    page.focus("#crew");
                    page.keyboard().press("Control+A");
                    page.keyboard().type("46");
                    page.keyboard().press("Enter");
                    page.waitForSelector("#refusal");
                    assertThat(page.inputValue("#crew")).isEqualTo("46");
                    isReadable(page, "movement-edit-refused-" + language, language);
                }
            }
            try (BrowserContext window = browser.window("en")) {
                Page page = signedIn(window, "/movements/BUS-1/edit");
                page.fill(
                        "#departs", departs.plus(Duration.ofHours(2)).toString().substring(0, 16));
                page.focus("#crew");
                page.keyboard().press("Enter");
                page.waitForURL("**/movements/BUS-1");
                assertThat(page.textContent(".notice.good")).isEqualTo("BUS-1 is changed.");
            }
        }
        assertThat(movements.named("BUS-1").departs()).isEqualTo(departs.plus(Duration.ofHours(2)));
    }

    @Test
    void the_next_version_of_a_manifest_is_written_by_keyboard_and_what_differs_is_readable_by_everybody() {
        long bus = planning.plan(TestMovements.convoy("BUS-1", clock.instant().plus(Duration.ofDays(2)), 45))
                .movement()
                .id();
        Registered goes = households.register(TestHouseholds.motherAndSon());
        reservations.reserve(List.of(new Seating(goes.id(), List.of(bus))));
        reservations.writeManifest(bus);
        planning.sendManifest(bus);
        reservations.giveBack(List.of(goes.id()), "declined");
        try (Browser browser = Browser.open()) {
            for (String language : new String[] {"en", "ru"}) {
                try (BrowserContext window = browser.window(language)) {
                    Page page = signedIn(window, "/movements/BUS-1");
                    assertThat(page.textContent("#unwritten")).contains(goes.caseNumber());
                    isReadable(page, "manifest-unwritten-" + language, language);
                }
            }
            try (BrowserContext window = browser.window("en")) {
                Page page = signedIn(window, "/movements/BUS-1");
                page.focus("#write-next");
                page.keyboard().press("Enter");
                page.waitForSelector(".notice.good");
                assertThat(page.textContent("#manifest-version")).isEqualTo("2");
                isReadable(page, "manifest-version-2", "en");
            }
        }
    }

    private static void isReadable(Page page, String name, String language) {
        assertThat(page.getAttribute("html", "lang")).isEqualTo(language);
        for (int width : new int[] {1400, 320}) {
            page.setViewportSize(width, 900);
            Browser.picture(page, name + "-" + width);
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        }
        var violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations).as(violations.toString()).isEmpty();
    }

    private Page signedIn(BrowserContext window, String address) {
        Page page = window.newPage();
        page.navigate("http://localhost:" + port + "/sign-in");
        page.fill("#username", "tamara");
        page.fill("#password", "tamara");
        page.click("main button");
        page.navigate("http://localhost:" + port + address);
        return page;
    }
}
