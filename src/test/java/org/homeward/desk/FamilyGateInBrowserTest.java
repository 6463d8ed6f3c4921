package org.homeward.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Guardians;
import org.homeward.household.Households;
import org.homeward.household.NewDocument;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Registration;
import org.homeward.vetting.watchlist.ListFile;
import org.homeward.vetting.watchlist.ListKind;
import org.homeward.vetting.watchlist.WatchLists;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** Families on every path of the family gate in a real browser: officers decide in Tasklist and read the dossier. */
@HomewardBrowserTest
class FamilyGateInBrowserTest {

    /** And an administrator, without whom the engine's pages ask for the first one. */
    private static final Map<String, String> OFFICERS = Map.of(
            "olga", "consular",
            "oleg", "consular",
            "vadim", "vetting",
            "valentina", "vetting",
            "maria", "managers",
            "andrei", "camunda-admin");

    private static Browser browser;

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Households households;

    @Autowired
    Guardians guardians;

    @Autowired
    Registration registration;

    @Autowired
    WatchLists lists;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService engine;

    @Autowired
    HistoryService history;

    @Autowired
    Clock clock;

    private final List<BrowserContext> windows = new ArrayList<>();
    private String caseNumber = "";

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void officersCome() {
        OFFICERS.forEach((name, group) -> {
            var officer = identity.newUser(name);
            officer.setPassword(name);
            identity.saveUser(officer);
            identity.createMembership(name, group);
        });
    }

    @AfterEach
    void officersLeave() {
        windows.forEach(BrowserContext::close);
        OFFICERS.keySet().forEach(identity::deleteUser);
    }

    @Test
    void aFamilyInOrderIsReadyWithoutAnyTaskAndTheDossierSaysByWhichRules() throws Exception {
        aListIsLoaded();
        wishesToLeave(mother(), husband(), child("RUS"));

        Page dossier = dossier(signedIn("olga"));
        assertThat(dossier.locator(".title")).containsText("ready");
        assertThat(dossier.locator("#holding")).hasCount(0);
        assertThat(dossier.locator("#cleared-by")).containsText("Cleared by the rules, without a task.");
        assertThat(dossier.locator("#cleared-by li")).containsText(new String[] {
            "Does this document take the person home?",
            "Whom do we take home? Citizens go home.",
            "Must somebody assess fitness to travel?",
            "May a child leave without asking its father?",
            "Does a child travel without parent or guardian?",
        });
        assertThat(history.createHistoricTaskInstanceQuery().list())
                .extracting(HistoricTaskInstance::getName)
                .containsExactly("Contact the household");
        isReadable(dossier);
    }

    @Test
    void aFamilyWaitsForTheOneWhoIsNotFitAndGoesOnByItselfWhenTheNeedIsGone() {
        wishesToLeave(mother(), needing(husband(), "dialysis"), child("RUS"));
        Page consular = signedIn("olga");
        Page vetting = signedIn("vadim");
        holdsBack(consular, "QASIMOV PYOTR: fitness to travel, needs dialysis open");

        decides(vetting, "Assess fitness to travel", "Unfit for now");
        holdsBack(consular, "QASIMOV PYOTR: fitness to travel, needs dialysis held back");
        isReadable(consular);
        String decision = opens(vetting, "Decide for the household");
        assertThat(beside(vetting).locator("#holding li")).hasCount(1);
        decidesByKeyboard(vetting, decision, "Wait: look again tomorrow");
        assertThat(theTasks()).isEmpty();
        assertThat(dossier(consular).locator(".title")).containsText("vetting");

        consular.navigate(address("/households/" + caseNumber + "/members"));
        consular.locator("section")
                .filter(new Locator.FilterOptions().setHasText("QASIMOV PYOTR"))
                .getByLabel("dialysis")
                .focus();
        consular.keyboard().press("Space");
        consular.keyboard().press("Enter");
        assertThat(consular.locator(".notice.good")).isVisible();
        engineGoesOn();
        assertThat(dossier(consular).locator(".title")).containsText("ready");
        assertThat(consular.locator("#holding")).hasCount(0);
    }

    @Test
    void aFamilyGoesWithoutTheOneWhoMayNotOnceItsGrownUpsAgreeAndBothHalvesAreShownTogether() throws Exception {
        aListIsLoaded();
        isWillingToLeave(withPermission(registered(mother(), listedFather(), child("RUS"))));
        Page vetting = signedIn("vadim");
        String hit = opens(vetting, "Adjudicate watch-list hit");
        assertThat(beside(vetting).locator("h2").first()).hasText("Watch-list hits");
        answers(vetting, "Same person");
        isDone(vetting, hit);
        decided("valentina", "Adjudicate as second officer", "secondHitDecision", "samePerson");
        decided("maria", "Decide on the confirmed hit", "confirmedHitDecision", "heldBack");
        Page consular = signedIn("olga");
        holdsBack(consular, "AL MUNSHARIH QAYSAR: watch-list, United Nations list held back");

        String decision = opens(vetting, "Decide for the household");
        isRefused(
                vetting,
                "Split:",
                "Record in the dossier first which grown-ups agree to the split, and why it is made.");
        agrees(vetting, "POLEVAIA VERA");
        isRefused(vetting, "Split:", "Not every grown-up of the family agrees to the split");
        agrees(vetting, "POLEVAIA VERA", "AL MUNSHARIH QAYSAR");
        answers(vetting, "Split:");
        isDone(vetting, decision);

        Page goes = dossier(consular);
        assertThat(goes.locator(".title")).containsText("ready");
        assertThat(goes.locator("h2:has-text('Members') ~ .cards h3")).hasCount(2);
        Locator link = goes.locator("li", new Page.LocatorOptions().setHasText("split off:"));
        assertThat(link).containsText("AL MUNSHARIH QAYSAR");
        assertThat(goes.locator("#split li").first())
                .containsText("Stays behind: AL MUNSHARIH QAYSAR · agree: POLEVAIA VERA, AL MUNSHARIH QAYSAR");
        isReadable(goes);
        String goesOn = caseNumber;
        link.locator("a").click();
        Page stays = consular;
        assertThat(stays.locator("h1")).not().hasText(goesOn);
        assertThat(stays.locator("li", new Page.LocatorOptions().setHasText("split from")))
                .containsText("POLEVAIA VERA, POLEVOI LEV");
        assertThat(stays.locator("#split li").first()).containsText("He stays with his sister.");
        isReadable(stays);
        stays.locator("a", new Page.LocatorOptions().setHasText(goesOn)).first().click();
        assertThat(stays.locator("h1")).hasText(goesOn);
    }

    @Test
    void aFamilyIsRefusedInPlainWordsAppealsOnceAndAnotherOfficerDecides() {
        wishesToLeave(mother(), cousin());
        decided("olga", "Review eligibility", "eligibilityDecision", "notEligible");
        Page vetting = signedIn("vadim");
        decides(vetting, "Decide for the household", "Refuse the whole household");

        Page consular = dossier(signedIn("olga"));
        Locator told = consular.locator("details").filter(new Locator.FilterOptions().setHasText("We cannot take you"));
        told.locator("summary").click();
        assertThat(told).containsText("Other member, born 1972: is neither a citizen nor close family of one");
        assertThat(told).containsText("you may appeal once, within 14 days");
        Page sameInAnotherTab = dossier(consular.context().newPage());
        consular.locator("#refusals button").click();
        assertThat(consular.locator("#refusals .badge")).isVisible();
        isReadable(consular);

        opens(vetting, "Decide appeal");
        isRefused(
                vetting,
                "Yes: the refusal stands",
                "You took part in this refusal: another officer must decide the appeal.");
        vetting.locator(".task-card button.unclaim").click();
        decides(signedIn("valentina"), "Decide appeal", "Yes: the refusal stands");
        assertThat(dossier(consular).locator(".title")).containsText("not eligible");
        assertThat(consular.locator("#refusals")).containsText("valentina");
        assertThat(consular.locator("#refusals button")).hasCount(0);
        sameInAnotherTab.locator("#refusals button").click();
        Locator sentence = sameInAnotherTab.locator(".notice.bad");
        assertThat(sentence).hasText("Case " + caseNumber + " has appealed already: a household may appeal once.");
        assertThat(sentence).isInViewport();
    }

    @Test
    void aChildWhoseSyrianFatherCannotBeReachedLeavesByTheWordOfTwoOfficers() {
        wishesToLeave(mother(), child("RUS", "SYR"));
        Page olga = signedIn("olga");
        holdsBack(dossierTab(olga), "POLEVOI LEV: consent, the father’s consent is not on paper open");
        decides(olga, "Obtain consent for a minor", "He cannot be reached");
        decides(olga, "Convene best-interests panel", "It may leave");
        opens(olga, "Decide as second panel member");
        isRefused(
                olga,
                "It may leave",
                "You gave the panel's first word on this child: another officer must give the second.");
        olga.locator(".task-card button.unclaim").click();
        decides(signedIn("oleg"), "Decide as second panel member", "It may leave");

        Page dossier = dossier(olga);
        assertThat(dossier.locator(".title")).containsText("ready");
        Locator concern = dossier.locator("tr", new Page.LocatorOptions().setHasText("consent"));
        assertThat(concern).containsText("panel: may leave");
        assertThat(concern).containsText("olga, oleg");
        isReadable(dossier);
    }

    @Test
    void aChildAloneIsReadyOnlyWhenSomebodyReceivesItAndSomebodyGoesWithIt() {
        isWillingToLeave(withPermission(registered(child("RUS"))));
        Page consular = signedIn("olga");
        holdsBack(dossierTab(consular), "POLEVOI LEV: child without its parents, no parent travels along open");
        String sentence =
                "Record in the dossier first who receives the child (name, telephone, relation) and who travels with it.";
        String decision = opens(consular, "Arrange care for a child alone");
        isRefused(consular, "A receiver and a companion", sentence);
        Locator care = beside(consular).locator("#care form");
        care.getByLabel("Received by").focus();
        types(consular, "Polevaia Nonna", "+7 843 000 00 21", "grandmother");
        assertThat(beside(consular).locator("#care p")).containsText("Polevaia Nonna · grandmother · +7 843 000 00 21");
        isRefused(consular, "A receiver and a companion", sentence);
        care.getByLabel("Somebody else, by name").focus();
        types(consular, "Ptitsyna Marfa");
        assertThat(beside(consular).locator("#care p")).containsText("Travels with: Ptitsyna Marfa");
        answers(consular, "A receiver and a companion");
        isDone(consular, decision);

        Page dossier = dossier(consular);
        assertThat(dossier.locator(".title")).containsText("ready");
        assertThat(dossier.locator("#care")).containsText("Polevaia Nonna");
        isReadable(dossier);
    }

    // what officers do
    // -------------------------------------------------------------------------------------------------------------------

    private Page signedIn(String officer) {
        BrowserContext window = browser.window("en");
        windows.add(window);
        Page page = window.newPage();
        page.navigate(address("/sign-in"));
        page.fill("input[name=username]", officer);
        page.fill("input[name=password]", officer);
        page.keyboard().press("Enter");
        page.waitForURL(address("/"));
        return page;
    }

    private Page dossier(Page page) {
        page.navigate(address("/households/" + caseNumber));
        return page;
    }

    private Page dossierTab(Page page) {
        return dossier(page.context().newPage());
    }

    private void holdsBack(Page page, String... whoAndWhy) {
        assertThat(dossier(page).locator("#holding li")).hasText(whoAndWhy);
    }

    /** Opens and claims the only task of this name; the dossier stands beside its form. @return the task */
    private String opens(Page tasklist, String name) {
        String task = theTask(name).getId();
        tasklist.navigate(address("/camunda/app/tasklist/default/#/?task=" + task));
        assertThat(tasklist.locator(".homeward-dossier[data-task='" + task + "']"))
                .isVisible();
        assertThat(beside(tasklist).locator("h1")).hasText(caseNumber);
        tasklist.locator(".task-card button.claim").click();
        return task;
    }

    private static FrameLocator beside(Page tasklist) {
        return tasklist.frameLocator(".homeward-dossier iframe");
    }

    private static void answers(Page tasklist, String answer) {
        Locator choice = tasklist.locator(".fjs-container").getByLabel(answer);
        tasklist.waitForCondition(
                () -> { // Tasklist may draw the form once more after the claim, and forget the choice
                    choice.check();
                    return complete(tasklist).isEnabled();
                });
        complete(tasklist).click();
    }

    private static Locator complete(Page tasklist) {
        return tasklist.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"));
    }

    private void isDone(Page tasklist, String task) {
        tasklist.waitForCondition(() -> tasks.createTaskQuery().taskId(task).count() == 0);
        tasklist.waitForCondition(() -> !tasklist.url().contains(task)); // else Tasklist takes the next task away
        engineGoesOn();
    }

    private void decides(Page tasklist, String name, String answer) {
        String task = opens(tasklist, name);
        answers(tasklist, answer);
        isDone(tasklist, task);
    }

    private void decidesByKeyboard(Page tasklist, String task, String answer) {
        Locator choice = tasklist.locator(".fjs-container").getByLabel(answer);
        assertThat(choice).isEnabled();
        tasklist.waitForCondition(
                () -> { // Tasklist may draw the form once more after the claim, and forget the choice
                    if (!choice.isChecked()) {
                        choice.press("Space");
                    }
                    return complete(tasklist).isEnabled();
                });
        tabsTo(tasklist, complete(tasklist));
        tasklist.keyboard().press("Enter");
        isDone(tasklist, task);
    }

    /** From control to control; Tasklist begins at the officer's name once the task is claimed. */
    private static void tabsTo(Page page, Locator control) {
        for (int i = 0; i < 20 && !(boolean) control.evaluate("it => it === document.activeElement"); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(control).isFocused();
    }

    private static void isRefused(Page tasklist, String answer, String sentence) {
        Response refusal = tasklist.waitForResponse("**/submit-form", () -> answers(tasklist, answer));
        assertThat(refusal.status()).isBetween(400, 499);
        assertThat(tasklist.locator(".notifications .alert")).containsText(sentence);
    }

    /** Types into one field after the other, and sends the form. */
    private static void types(Page page, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            page.keyboard().press("ControlOrMeta+a");
            page.keyboard().type(texts[i]);
            page.keyboard().press(i < texts.length - 1 ? "Tab" : "Enter");
        }
    }

    private static void agrees(Page tasklist, String... grownUps) {
        Locator split = beside(tasklist).locator("#split");
        int before = split.locator("li").count();
        for (String grownUp : grownUps) {
            split.getByLabel(grownUp).selectOption("agrees");
        }
        split.getByLabel("Why the family is split").fill("He stays with his sister.");
        split.getByRole(AriaRole.BUTTON).click();
        assertThat(split.locator("li")).hasCount(before + 1);
    }

    private static void isReadable(Page page) {
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
    }

    // what happens beside the browser
    // -------------------------------------------------------------------------------------------------------------------

    /** Registered, asked, and willing: vetting is the next. */
    private void wishesToLeave(NewPerson... members) {
        isWillingToLeave(registered(members));
    }

    private Registered registered(NewPerson... members) {
        return households.register(
                new NewHousehold("yes", "SY01", false, "en", "+963940000001", null, "Moscow", null, List.of(members)));
    }

    /** The father of the last member is not along, and his permission is on paper. */
    private Registered withPermission(Registered family) {
        long child = family.personIds().get(family.personIds().size() - 1);
        LocalDate today = LocalDate.now(clock);
        guardians.add(
                family.id(),
                child,
                new Guardians.Entry("permission", null, "POLEVOI IGOR", "notary", "17", today),
                TestHouseholds.picture());
        return family;
    }

    private void isWillingToLeave(Registered family) {
        caseNumber = family.caseNumber();
        registration.open(family.id());
        engineGoesOn();
        tasks.complete(theTask("Contact the household").getId(), Map.of("willingness", "willing"));
        engineGoesOn();
    }

    /** What an officer decides where it is not what the test is about. */
    private void decided(String officer, String task, String decision, String answer) {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(officer, "", "ROLE_" + OFFICERS.get(officer)));
        tasks.complete(theTask(task).getId(), Map.of(decision, answer));
        SecurityContextHolder.clearContext();
        engineGoesOn();
    }

    private Task theTask(String name) {
        List<Task> named =
                theTasks().stream().filter(task -> task.getName().equals(name)).toList();
        assertThat(named).as(name).hasSize(1);
        return named.get(0);
    }

    private List<Task> theTasks() {
        return tasks.createTaskQuery().processInstanceBusinessKey(caseNumber).list();
    }

    private void engineGoesOn() {
        List<Job> due;
        while (!(due = engine.createJobQuery().messages().withRetriesLeft().listPage(0, 1)).isEmpty()) {
            engine.executeJob(due.get(0).getId());
        }
    }

    private void aListIsLoaded() throws IOException {
        Path un = Path.of("samples/watch-lists/un.xml");
        lists.load(ListKind.UN, List.of(new ListFile("un.xml", Files.readAllBytes(un))), "un.xml", null);
    }

    // who they are
    // -------------------------------------------------------------------------------------------------------------------

    private static NewPerson mother() {
        return person("POLEVAIA VERA", LocalDate.of(1980, 4, 12), "female", "applicant", "51 0000001", "RUS");
    }

    private static NewPerson husband() {
        return person("QASIMOV PYOTR", LocalDate.of(1975, 9, 26), "male", "spouse", "51 0000003", "RUS");
    }

    private static NewPerson listedFather() {
        return person("AL MUNSHARIH QAYSAR", LocalDate.of(1968, 2, 5), "male", "other", "N9000017", "RUS");
    }

    private static NewPerson cousin() {
        return person("MUBARAKI SAMI", LocalDate.of(1972, 1, 3), "male", "other", "N 007", "SYR");
    }

    private NewPerson child(String... nationalities) {
        LocalDate born = LocalDate.now(clock).minusYears(7);
        return person("POLEVOI LEV", born, "male", "child", "51 0000002", nationalities);
    }

    private static NewPerson person(
            String name, LocalDate born, String sex, String relation, String passport, String... nationalities) {
        return new NewPerson(
                null,
                name,
                born,
                false,
                sex,
                List.of(nationalities),
                relation,
                "unknown",
                List.of(),
                null,
                "seat",
                List.of(new NewDocument("passport", passport, LocalDate.of(2060, 1, 1), nationalities[0])),
                null);
    }

    private static NewPerson needing(NewPerson person, String need) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                person.bornEstimated(),
                person.sex(),
                person.nationalities(),
                person.relation(),
                person.fatherConsent(),
                List.of(need),
                person.pregnancyWeeks(),
                person.place(),
                person.documents(),
                person.remark());
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
