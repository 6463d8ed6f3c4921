package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.Breaks;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.movement.TestMovements;
import org.homeward.movement.VehicleType;
import org.homeward.movement.VehicleTypes;
import org.homeward.planning.Planning;
import org.homeward.situation.Exits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages of the border and of check-in, in three languages, on a screen and on a phone, by keyboard. */
@HomewardBrowserTest
@Breaks({"I2", "I3"})
class BorderInBrowserTest {

    private static final List<String> LANGUAGES = List.of("en", "ru", "ar");

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Planning planning;

    @Autowired
    Households households;

    @Autowired
    Reservations reservations;

    @Autowired
    VehicleTypes types;

    @Autowired
    Exits exits;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @BeforeEach
    void anOfficer() {
        var officer = identity.newUser("fatima");
        officer.setPassword("fatima");
        identity.saveUser(officer);
        for (String group : List.of("field", "transport", "managers")) {
            identity.createMembership("fatima", group);
        }
    }

    @AfterEach
    void theOfficerLeaves() {
        identity.deleteUser("fatima");
    }

    @Test
    void what_the_border_says_is_noted_by_keyboard_and_all_of_it_is_readable_by_everybody() {
        exits.admits("MASNAA", 1);
        long bus = planning.plan(TestMovements.convoy("BUS-1", clock.instant().plus(Duration.ofMinutes(1)), 45))
                .movement()
                .id();
        Registered family = aboard(bus);
        planning.freeze(bus);
        planning.sendManifest(bus);
        planning.sendAdvanceList(bus);
        planning.beginBoarding(bus);
        jdbc.sql("""
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict)
                values ('s1', :person, '', :movement, '', 'border exit', :now, :now, 'field', 'taken')""")
                .param("person", family.personIds().get(0))
                .param("movement", bus)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        try (Browser browser = Browser.open()) {
            try (BrowserContext window = browser.window("en")) {
                Page page = signedIn(window, "/movements/BUS-1/advance-list");
                page.focus("main form button >> nth=0");
                page.keyboard().press("Enter");
                page.waitForSelector(".notice.good");
                page.selectOption("#person", String.valueOf(family.personIds().get(0)));
                page.selectOption("#reason", "watch-list");
                page.focus("#object button");
                page.keyboard().press("Enter");
                page.waitForSelector("#objections");
                assertThat(page.textContent("#objections")).contains("Полевая Вера");
            }
            jdbc.sql("insert into boarded_list values (:movement, :now, 'field', 3)")
                    .param("movement", bus)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            areReadable(
                    browser,
                    "advance-list /movements/BUS-1/advance-list",
                    "movement-at-the-border /movements/BUS-1",
                    "exit /exits/MASNAA",
                    "exits-with-authority /exits");
        }
    }

    @Test
    void at_check_in_a_family_gets_its_seats_by_keyboard_and_all_of_it_is_readable_by_everybody() {
        types.add(new VehicleType(0, "Yak-42", "flight", 20, 0, 0, 2, 0, 1000, false));
        long type = types.inUse().get(0).id();
        long plane = planning.plan(TestMovements.flight("FL-1", clock.instant().plus(Duration.ofDays(2)), 18))
                .movement()
                .id();
        planning.open(plane);
        jdbc.sql("update movement set vehicle_type = 'Yak-42', baggage_kg = 40").update();
        Registered family = aboard(plane);
        try (Browser browser = Browser.open()) {
            try (BrowserContext window = browser.window("en")) {
                Page page = signedIn(window, "/movements/vehicles/" + type);
                page.fill("#rows", "20");
                page.fill("#letters", "abc def");
                page.fill("#blocked", "1A 1B");
                page.keyboard().press("Enter");
                page.waitForURL("**/movements/vehicles");
                page.navigate(address("/movements/FL-1/check-in"));
                page.focus("main form button >> nth=0");
                page.keyboard().press("Enter");
                page.waitForSelector(".notice.good");
                assertThat(page.inputValue("#seat-" + family.personIds().get(0)))
                        .isEqualTo("1E");
                page.fill("#pieces-" + family.caseNumber(), "2");
                page.fill("#kg-" + family.caseNumber(), "50");
                page.keyboard().press("Enter");
                page.waitForSelector("#too-heavy");
            }
            areReadable(browser, "check-in /movements/FL-1/check-in", "vehicle-seats /movements/vehicles/" + type);
        }
    }

    private Registered aboard(long movement) {
        jdbc.sql("update movement set state = 'open' where id = :id")
                .param("id", movement)
                .update();
        Registered family = households.register(TestHouseholds.motherAndSon());
        reservations.reserve(List.of(new Seating(family.id(), List.of(movement))));
        return family;
    }

    /** @param pages each its name and its address */
    private void areReadable(Browser browser, String... pages) {
        for (String language : LANGUAGES) {
            try (BrowserContext window = browser.window(language)) {
                Page page = signedIn(window, "/movements");
                for (String named : pages) {
                    String name = named.split(" ")[0];
                    page.navigate(address(named.split(" ")[1]));
                    isReadable(page, name, language);
                }
            }
        }
    }

    private static void isReadable(Page page, String name, String language) {
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

    private Page signedIn(BrowserContext window, String path) {
        Page page = window.newPage();
        page.navigate(address("/sign-in"));
        page.fill("#username", "fatima");
        page.fill("#password", "fatima");
        page.click("main button");
        page.navigate(address(path));
        return page;
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
