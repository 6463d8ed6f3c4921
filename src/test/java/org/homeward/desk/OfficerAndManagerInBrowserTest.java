package org.homeward.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Registration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** One case by hand in a real browser: an officer decides in Tasklist, a manager sees the token move in Cockpit. */
@HomewardBrowserTest
class OfficerAndManagerInBrowserTest {

    private static Browser browser;

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Households households;

    @Autowired
    Registration registration;

    @Autowired
    TaskService tasks;

    @Autowired
    RepositoryService repository;

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
    void officersAndACase() {
        signUp("olga", "consular");
        signUp("maria", "managers");
        signUp("andrei", "camunda-admin");
        family = households.register(TestHouseholds.woman());
        registration.open(family.id());
    }

    @AfterEach
    void theOfficersLeave() {
        identity.deleteUser("olga");
        identity.deleteUser("maria");
        identity.deleteUser("andrei");
    }

    @Test
    void anOfficerReadsTheDossierAndDecidesAndAManagerSeesTheTokenMove() {
        try (BrowserContext officer = browser.window("en");
                BrowserContext manager = browser.window("en")) {
            Page cockpit = signedIn(manager, "maria");
            seesTheTokenAt(cockpit, "call_registration");

            Page tasklist = signedIn(officer, "olga");
            String task = tasks.createTaskQuery()
                    .taskDefinitionKey("task_contactHousehold")
                    .singleResult()
                    .getId();
            tasklist.navigate(address("/camunda/app/tasklist/default/#/?task=" + task));
            FrameLocator dossier = tasklist.frameLocator(".homeward-dossier iframe");
            assertThat(dossier.locator("h1")).containsText(family.caseNumber());
            assertThat(dossier.locator("body")).containsText("POLEVAIA VERA");

            tasklist.locator(".task-card button.claim, .task-card .claim")
                    .first()
                    .click();
            assertThat(tasklist.locator(".homeward-case")).containsText(family.caseNumber());
            assertThat(tasklist.locator(".homeward-details")).containsText("Damascus");
            tasklist.getByLabel("No, it stays").check();
            Locator complete = tasklist.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"));
            complete.click();
            Locator refusal = tasklist.locator(".notifications .alert");
            assertThat(refusal).containsText("A household that stays needs a reason.");
            assertThat(refusal).not().containsText("An error happened");
            Browser.picture(tasklist, "tasklist-refused");

            tasklist.getByLabel("Yes, it wishes to leave").check();
            complete.click();
            assertThat(tasklist.locator(".task-card button.claim"))
                    .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
            await(() -> !households.get(family.id()).stage().equals("registered"), tasklist);
            assertThat(tasklist.locator("body")).not().containsText("A household that stays needs a reason.");

            seesTheTokenAt(cockpit, "call_seats");
            Browser.picture(cockpit, "cockpit-token");
        }
    }

    @Test
    void whoHasClaimedATaskGivesItBackAndReadsPlainlyThatOneIsGone() {
        try (BrowserContext officer = browser.window("en")) {
            Page tasklist = signedIn(officer, "olga");
            Task task = taskOf(family.caseNumber());
            tasks.setAssignee(task.getId(), "olga");
            tasklist.navigate(address("/camunda/app/tasklist/default/#/?task=" + task.getId()));
            tasklist.locator(".task-card button.unclaim").click();
            assertThat(tasklist.locator(".task-card button.claim, .task-card .claim")
                            .first())
                    .isVisible();
            await(() -> taskOf(family.caseNumber()).getAssignee() == null, tasklist);

            tasklist.navigate(address("/camunda/app/tasklist/default/#/?task=gone"));
            Locator refusal = tasklist.locator(".notifications .alert");
            assertThat(refusal).containsText("This is no longer there");
            assertThat(refusal).not().containsText("<-");
            Browser.picture(tasklist, "tasklist-gone");
        }
    }

    @Test
    void tasksStandInTheOrderThatTheirListPromises() {
        String family2 = another("2013-01-02", 90);
        String family3 = another("2013-01-01", 30);
        String family4 = another("2013-01-01", 90);
        String first = family.caseNumber();
        change(first, "2013-01-03", 50);
        try (BrowserContext officer = browser.window("en")) {
            Page tasklist = signedIn(officer, "olga");
            showsInOrder(tasklist, "By priority", family4, family2, first, family3);
            change(family3, "2012-12-31", 30);
            showsInOrder(tasklist, "Overdue", family3, family4, family2, first);
            assertThat(tasklist.locator("[cam-sorting-choices] .sort-by").first())
                    .isHidden();
            assertThat(tasklist.locator(".task-filter.active .glyphicon-pencil"))
                    .isHidden();
            tasklist.navigate(address("/camunda/app/tasklist/default/"));
            tasklist.locator(".task-filters a").getByText("Waiting for").first().click();
            assertThat(tasklist.locator("[cam-sorting-choices] .sort-by").first())
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
        }
    }

    @Test
    void whoseSessionEndedOverAFormSignsInAgainAndFindsItAsItWas() {
        try (BrowserContext officer = browser.window("en")) {
            Page tasklist = signedIn(officer, "olga");
            Task task = taskOf(family.caseNumber());
            tasks.setAssignee(task.getId(), "olga");
            tasklist.navigate(address("/camunda/app/tasklist/default/#/?task=" + task.getId()));
            tasklist.getByLabel("No answer").check();
            officer.clearCookies(new BrowserContext.ClearCookiesOptions().setName("JSESSIONID"));
            tasklist.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"))
                    .click();

            tasklist.waitForURL(Pattern.compile(".*/sign-in#.*"));
            signIn(tasklist, "olga");
            assertThat(tasklist.getByLabel("No answer")).isChecked();
            assertThat(tasklist.locator(".task-card")).containsText("Contact the household");
        }
    }

    private String another(String due, int urgency) {
        Registered other = households.register(TestHouseholds.woman());
        registration.open(other.id());
        change(other.caseNumber(), due, urgency);
        return other.caseNumber();
    }

    private Task taskOf(String caseNumber) {
        return tasks.createTaskQuery().processInstanceBusinessKey(caseNumber).singleResult();
    }

    private void change(String caseNumber, String due, int urgency) {
        Task task = taskOf(caseNumber);
        task.setDueDate(Date.from(Instant.parse(due + "T00:00:00Z")));
        task.setPriority(urgency);
        tasks.saveTask(task);
    }

    private void showsInOrder(Page tasklist, String list, String... cases) {
        tasklist.navigate(address("/camunda/app/tasklist/default/"));
        tasklist.locator(".task-filters a").getByText(list).first().click();
        assertThat(tasklist.locator(".tasks-list .homeward-case"))
                .hasText(cases, new LocatorAssertions.HasTextOptions().setTimeout(30_000));
    }

    private void await(java.util.function.BooleanSupplier reached, Page page) {
        page.waitForCondition(reached);
    }

    private void seesTheTokenAt(Page cockpit, String station) {
        String definition = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey("evacuation")
                .latestVersion()
                .singleResult()
                .getId();
        cockpit.navigate(address("/camunda/app/cockpit/default/#/process-definition/" + definition + "/runtime"));
        cockpit.reload();
        assertThat(cockpit.locator(".djs-overlays[data-container-id='" + station + "'] .badge")
                        .first())
                .hasText("1", new LocatorAssertions.HasTextOptions().setTimeout(30_000));
    }

    private Page signedIn(BrowserContext window, String name) {
        Page page = window.newPage();
        page.navigate(address("/sign-in"));
        signIn(page, name);
        page.waitForURL(address("/"));
        return page;
    }

    private static void signIn(Page page, String name) {
        page.fill("input[name=username]", name);
        page.fill("input[name=password]", name);
        page.locator("main form button").click();
    }

    private void signUp(String name, String group) {
        var officer = identity.newUser(name);
        officer.setPassword(name);
        identity.saveUser(officer);
        identity.createMembership(name, group);
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
