package org.homeward.registration.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.Breaks;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A zone pasted at the counter, in a real browser. */
@HomewardBrowserTest
@Breaks("I3")
class ZoneInBrowserTest {

    private static final String ZONE =
            "P<RUSKLENOVA<<IULIIA<<<<<<<<<<<<<<<<<<<<<<<<\n" + "5330000018RUS8408196F3001019<<<<<<<<<<<<<<04";

    private static Browser browser;

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Households households;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void anOfficer() {
        var officer = identity.newUser("olga");
        officer.setPassword("olga");
        identity.saveUser(officer);
        identity.createMembership("olga", "consular");
    }

    @AfterEach
    void theOfficerLeaves() {
        identity.deleteUser("olga");
    }

    @Test
    void pastingFillsThePersonInWithoutAnotherClickAndLeavesTheOthersAlone() {
        try (BrowserContext window = browser.window("en")) {
            Page page = atTheCounter(window);
            page.click("button[value=add]");
            page.fill("[id='persons.0.name']", "Клёнов Марк");
            page.focus("[id='persons.1.mrz']");
            page.evaluate("""
                    zone => { const area = document.activeElement; area.value = zone;
                      area.dispatchEvent(new ClipboardEvent('paste', {bubbles: true})); }""", ZONE);
            page.waitForSelector("[id='persons.1.mrz-read']");

            assertThat(page.inputValue("[id='persons.1.latin']")).isEqualTo("KLENOVA IULIIA");
            assertThat(page.inputValue("[id='persons.1.born']")).isEqualTo("1984-08-19");
            assertThat(page.inputValue("[id='persons.1.sex']")).isEqualTo("female");
            assertThat(page.inputValue("[id='persons.0.name']")).isEqualTo("Клёнов Марк");
            assertThat(page.evaluate("document.activeElement.id")).isEqualTo("persons.1.mrz");
        }
    }

    @Test
    void theButtonReadsByKeyboardAndTellsWhatIsWrong() {
        try (BrowserContext window = browser.window("en")) {
            Page page = atTheCounter(window);
            page.fill("[id='persons.0.mrz']", ZONE.replace("533000001", "S33000001"));
            page.focus("#read-0");
            page.keyboard().press("Enter");
            page.waitForSelector("[id='persons.0.mrz-read']");

            assertThat(page.textContent("[id='persons.0.mrz-read']")).contains("place 1 of line 2, read as S, is 5");
        }
    }

    @Test
    void aDocumentIsFilledInFromItsZoneBeforeAnythingElseIsTyped() {
        String caseNumber = households
                .register(TestHouseholds.household("yes", false, List.of(TestHouseholds.mother())))
                .caseNumber();
        try (BrowserContext window = browser.window("en")) {
            Page page = atTheCounter(window);
            page.navigate("http://localhost:" + port + "/households/" + caseNumber + "/documents");
            page.fill("#mrz", ZONE);
            page.focus("#new button[value=read]");
            page.keyboard().press("Enter");
            page.waitForFunction("document.querySelector('#new-number').value !== ''");

            assertThat(page.inputValue("#new-number")).isEqualTo("533000001");
            assertThat(page.inputValue("#new-expires")).isEqualTo("2030-01-01");
        }
    }

    private Page atTheCounter(BrowserContext window) {
        Page page = window.newPage();
        page.navigate("http://localhost:" + port + "/sign-in");
        page.fill("#username", "olga");
        page.fill("#password", "olga");
        page.click("main button");
        page.navigate("http://localhost:" + port + "/registration/new");
        return page;
    }
}
