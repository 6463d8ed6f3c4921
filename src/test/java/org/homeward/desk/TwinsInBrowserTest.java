package org.homeward.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Intake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Two cases of the same people side by side in a real browser, and a merge undone by its button. */
@HomewardBrowserTest
class TwinsInBrowserTest {

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Intake intake;

    @Autowired
    Households households;

    @Autowired
    TaskService tasks;

    private Registered first;
    private Registered second;

    @BeforeEach
    void twoCasesOfTheSamePeople() {
        var olga = identity.newUser("olga");
        olga.setPassword("olga");
        identity.saveUser(olga);
        identity.createMembership("olga", "consular");
        first = intake.register(TestHouseholds.motherAndSon());
        second = intake.register(TestHouseholds.household(
                "undecided",
                false,
                List.of(TestHouseholds.person(
                        "Палевая Вера",
                        "POLEVAYA VERA",
                        LocalDate.of(1980, 4, 12),
                        "female",
                        "applicant",
                        "51 0000001"))));
    }

    @AfterEach
    void olgaLeaves() {
        identity.deleteUser("olga");
    }

    @Test
    void anOfficerComparesThemAndTakesAMergeBack() {
        try (Browser browser = Browser.open();
                BrowserContext window = browser.window("ru")) {
            Page page = window.newPage();
            page.navigate(address("/sign-in"));
            page.fill("input[name=username]", "olga");
            page.fill("input[name=password]", "olga");
            page.locator("main form button").click();
            page.navigate(address("/households/" + second.caseNumber()));
            var differing = page.locator("#twins tr.differs td bdi");
            assertThat(differing.filter(containing("Палевая Вера"))).isVisible();
            assertThat(page.locator("#twins .reasons")).containsText("номер документа");
            var ours = differing.filter(containing("POLEVAYA VERA")).boundingBox();
            var theirs = differing.filter(containing("POLEVAIA VERA")).boundingBox();
            assertThat(theirs.x).isGreaterThan(ours.x + 200);
            Browser.picture(page, "twins");
            page.setViewportSize(390, 800);
            ours = differing.filter(containing("POLEVAYA VERA")).boundingBox();
            theirs = differing.filter(containing("POLEVAIA VERA")).boundingBox();
            assertThat(theirs.y).isGreaterThan(ours.y + 10);
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
            Browser.picture(page, "twins-phone");

            tasks.complete(
                    tasks.createTaskQuery()
                            .processInstanceBusinessKey(second.caseNumber())
                            .singleResult()
                            .getId(),
                    Map.of("duplicateDecision", "merge"));
            page.navigate(address("/households/" + first.caseNumber()));
            page.locator("#merges button").click();
            assertThat(page.locator("h1")).hasText(second.caseNumber());
            assertThat(page.locator(".notice.good")).containsText("Объединение отменено");
        }
        assertThat(households.members(second.id())).hasSize(1);
    }

    private static com.microsoft.playwright.Locator.FilterOptions containing(String text) {
        return new com.microsoft.playwright.Locator.FilterOptions().setHasText(text);
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
