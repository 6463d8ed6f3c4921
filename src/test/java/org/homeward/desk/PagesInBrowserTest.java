package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.Breaks;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.vetting.Vetting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every page in a real browser: readable by everybody (axe), in both languages, on a screen and on a small phone. */
@HomewardBrowserTest
@Breaks("I3")
class PagesInBrowserTest {

    private static Browser browser;

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Households households;

    @Autowired
    Vetting vetting;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    private String caseNumber;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void anOfficerAndACase() {
        var officer = identity.newUser("olga");
        officer.setPassword("olga");
        identity.saveUser(officer);
        for (String group :
                new String[] {"managers", "transport", "consular", "field", "reception", "vetting", "camunda-admin"}) {
            identity.createMembership("olga", group);
        }
        Registered family = households.register(TestHouseholds.motherAndSon());
        Scene.everythingHappens(jdbc, clock, households, family);
        caseNumber = family.caseNumber();
    }

    @AfterEach
    void theOfficerLeaves() {
        identity.deleteUser("olga");
    }

    @ParameterizedTest
    @CsvSource({
        "start, /",
        "sign-in, /sign-in?failed",
        "operation, /operation",
        "forecast, /operation/forecast",
        "forecast-if, /operation/forecast?if=what=movementLost;movement=BUS-1&what=placesAdded&movement=BUS-1&seats=x",
        "households, /households",
        "dossier, /households/{case}",
        "dossier-in-tasklist, /households/{case}?embedded",
        "documents, /households/{case}/documents",
        "children, /households/{case}/children",
        "members, /households/{case}/members",
        "movements, /movements",
        "movement, /movements/BUS-1",
        "movement-new, /movements/new",
        "movement-import, /movements/import",
        "movement-edit, /movements/BUS-1/edit",
        "vehicles, /movements/vehicles",
        "exits, /exits",
        "not-there, /households/SYR-999999-0",
        "imports, /imports",
        "registration, /registration/new",
        "roll-call, /movements/BUS-1/roll-call",
        "watch-lists, /watch-lists",
    })
    void isReadableByEverybody(String name, String address) {
        isReadable(name, address.replace("{case}", caseNumber));
    }

    @Test
    void aChangeOfTheSituationIsReadableByEverybodyBeforeAndAfterItIsMade() {
        Scene.situation(jdbc, clock);

        isReadable("situation", "/situation");
        isReadable("change-before", "/situation/1");
        isReadable("change-after", "/situation/2");
        isReadable("change-not-looked-at", "/situation/3");
        isReadable("change-report", "/situation/4");
        isReadable("change-woken", "/situation/5");
        Scene.alerts(jdbc, clock);
        isReadable("alerts", "/situation/alerts");
        Scene.outOfReach(jdbc, clock);
        isReadable("reach", "/situation/reach");
    }

    @Test
    void aSeatingPlanIsReadableByEverybody() {
        long plan = Scene.seatingPlan(jdbc, clock);

        isReadable("plans", "/plans");
        isReadable("plan", "/plans/" + plan);
        isReadable("plan-left", "/plans/" + plan + "?left=true");
    }

    @Test
    void placesKeptForOthersAreReadableByEverybody() {
        Scene.placesKept(jdbc, clock);

        isReadable("movement-with-places-kept", "/movements/BUS-1");
        isReadable("places-kept", "/movements/BUS-1/kept/1");
        isReadable("roll-call-with-guests", "/movements/BUS-1/roll-call?checkpoint=border+entry");
    }

    @Test
    void aWatchListIsLoadedAndItsHitsAreReadableByEverybody() {
        try (BrowserContext window = signedIn("en")) {
            Page page = window.pages().get(0);
            page.navigate(address("/watch-lists"));
            page.selectOption("select[name=kind]", "un");
            page.setInputFiles("input[type=file]", Path.of("samples/watch-lists/un.xml"));
            page.locator("main form button").first().click();
            page.waitForCondition(() -> page.textContent("main").contains("un.xml"));
        }
        Registered listed = households.register(TestHouseholds.household(
                "yes",
                false,
                List.of(TestHouseholds.person(
                        "قيصر المنشرح",
                        "AL MUNSHARIH QAYSAR",
                        LocalDate.of(1968, 2, 5),
                        "male",
                        "applicant",
                        "N9000017"))));
        vetting.check(listed.id());

        isReadable("watch-lists-loaded", "/watch-lists");
        isReadable("dossier-with-hit", "/households/" + listed.caseNumber());
        isReadable("dossier-with-hit-in-tasklist", "/households/" + listed.caseNumber() + "?embedded");
    }

    private void isReadable(String name, String address) {
        for (String language : new String[] {"en", "ru"}) {
            try (BrowserContext window = signedIn(language)) {
                Page page = window.pages().get(0);
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
                assertThat(violations)
                        .as("%s in %s: %s", name, language, violations)
                        .isEmpty();
            }
        }
    }

    @Test
    void theOperationShowsTheForecastWhenItIsReckoned() {
        try (BrowserContext window = signedIn("en")) {
            Page page = window.pages().get(0);
            page.navigate(address("/operation"));
            page.waitForSelector("#forecast svg.curve");
            page.click("#to-what-if");
            page.waitForURL("**/operation/forecast**");
            page.click("#what-if summary >> nth=1");
            page.fill("#movementLost-movement", "BUS-1");
            page.click("#suppose-movementLost");
            page.waitForSelector("#difference");
            assertThat(page.locator("#forecast polyline.supposed").count()).isEqualTo(2);
            page.click("#without-1");
            page.waitForCondition(() -> page.locator("#difference").count() == 0);
        }
    }

    @Test
    void theOperationRefreshesItselfWithoutLosingTheFocus() {
        try (BrowserContext window = signedIn("en")) {
            Page page = window.pages().get(0);
            page.clock().install();
            page.navigate(address("/operation"));
            page.focus("#stage-vetting");
            households.register(TestHouseholds.woman());
            page.clock().runFor(16_000);
            page.waitForCondition(() -> page.textContent("#live").contains("3 households"));
            assertThat(page.evaluate("document.activeElement.id")).isEqualTo("stage-vetting");
        }
    }

    @Test
    void aHouseholdIsFoundByKeyboardAlone() {
        try (BrowserContext window = signedIn("en")) {
            Page page = window.pages().get(0);
            page.navigate(address("/households"));
            page.focus("#words");
            page.keyboard().type("polevoi lev");
            page.keyboard().press("Enter");
            page.waitForSelector("tbody a");
            page.focus("tbody a");
            page.keyboard().press("Enter");
            page.waitForURL("**/households/" + caseNumber);
            assertThat(page.textContent("h1")).isEqualTo(caseNumber);
        }
    }

    private BrowserContext signedIn(String language) {
        BrowserContext window = browser.window(language);
        Page page = window.newPage();
        page.navigate(address("/sign-in"));
        page.fill("#username", "olga");
        page.fill("#password", "olga");
        page.click("main button");
        return window;
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
