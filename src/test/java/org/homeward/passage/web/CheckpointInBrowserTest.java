package org.homeward.passage.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.Breaks;
import org.homeward.Browser;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.PassCodes;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counting with a phone, in a real browser as the phone: with network and without, by code, name and camera. */
@HomewardBrowserTest
@Breaks("I3")
class CheckpointInBrowserTest {

    private static final int PAGE_AT_MOST = 60 * 1024;
    private static final int WIDE = 640;
    private static final int HIGH = 480;

    private static Browser browser;

    @TempDir
    Path memory;

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    Travellers travellers;

    @Autowired
    PassCodes passes;

    @Autowired
    Reservations reservations;

    @Autowired
    JdbcClient jdbc;

    private Registered family;
    private Registered woman;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void twoOfficersAndTwoFamilies() {
        for (String name : List.of("pavel", "rosa")) {
            var officer = identity.newUser(name);
            officer.setPassword(name);
            identity.saveUser(officer);
            identity.createMembership(name, "field");
        }
        family = travellers.byRoad(TestHouseholds.motherAndSon());
        woman = travellers.byRoad(TestHouseholds.woman());
        passes.of(family.id());
        passes.of(woman.id());
    }

    @AfterEach
    void theOfficersLeave() {
        identity.deleteUser("pavel");
        identity.deleteUser("rosa");
    }

    @Test
    void a_family_is_counted_by_its_typed_code_and_others_are_told_no() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            assertThat(page.textContent("#figure")).isEqualTo("0 of 3");

            look(page, shortCode(family).toLowerCase().replace("-", " "));
            assertAnswer(page, "WHO IS HERE?");
            page.focus("#all");
            page.keyboard().press("Enter");
            assertAnswer(page, "YES");
            assertThat(page.evaluate("document.activeElement.id")).isEqualTo("words-sought");
            assertThat(page.textContent("#figure")).isEqualTo("2 of 3");
            assertThat(page.textContent("#missing")).isEqualTo("Missing: 1");
            look(page, shortCode(family));
            assertAnswer(page, "COUNTED BEFORE");
            look(page, misread(shortCode(woman)));
            assertAnswer(page, "NO", "misread");
            look(page, shortCode(woman).substring(0, 7));
            assertAnswer(page, "NO", "cut off");
            look(page, "Nobody Atall");
            assertAnswer(page, "NO", "Nobody on the lists");
            look(page, tokenOf(woman.personIds().get(0)));
            assertAnswer(page, "YES");

            allSent(page);
            assertThat(taken()).containsExactlyInAnyOrderElementsOf(everybody());
            System.out.println("milliseconds to the answer: "
                    + page.evaluate(
                            "performance.getEntriesByName('homeward-answer').map(e => Math.round(e.duration))"));
        }
    }

    @Test
    void a_valid_code_that_is_on_another_list_or_on_none_is_told_so_and_can_be_kept_for_the_office() {
        PassCodes.Codes elsewhere = passes.of(travellers
                .byRoad(TestHouseholds.household("yes", true, List.of(TestHouseholds.mother())))
                .id());
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            look(page, elsewhere.shortCode());
            assertAnswer(page, "NO", "Not on the list of BUS-1 as of");
            assertThat(page.textContent("#figure")).isEqualTo("0 of 3");

            phone.setOffline(true);
            page.click("#anyway");
            assertAnswer(page, "KEPT", "The office decides");
            page.waitForCondition(() -> page.textContent("#unsent").equals("Not yet sent: 1"));
        }
    }

    @Test
    void a_piece_of_a_name_counts_nobody_before_somebody_is_chosen() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            phone.setOffline(true);
            look(page, "polevoi lev"); // one household only
            assertAnswer(page, "WHO IS HERE?");
            assertThat(page.textContent("#figure")).isEqualTo("0 of 3");
            look(page, woman.caseNumber().substring(0, 10));
            assertAnswer(page, "WHO IS HERE?");
            assertThat(page.textContent("#figure")).isEqualTo("0 of 3");
            page.click("#found button >> nth=0");
            assertAnswer(page, "YES");
            assertThat(page.textContent("#figure")).isEqualTo("1 of 3");
        }
    }

    @Test
    void a_family_of_another_list_is_kept_one_by_one_as_they_are_seen() {
        jdbc.sql("""
                insert into movement (code, kind, origin, destination, departs, arrives, seats, state, planned_at)
                select 'BUS-2', kind, origin, destination, departs, arrives, seats, state, planned_at
                from movement where code = 'BUS-1'""").update();
        reservations.giveBack(List.of(family.id()), "test");
        List<Long> legs = jdbc.sql("select id from movement where code in ('BUS-2', 'IL-76') order by code")
                .query(Long.class)
                .list();
        reservations.reserve(List.of(new Seating(family.id(), legs)));
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = phone.newPage();
            signIn(page, "pavel");
            page.navigate(address("/checkpoint"));
            page.waitForSelector("html[data-ready]");
            page.selectOption("#movement", Travellers.BUS);
            page.selectOption("#at", "muster");
            page.check("#along input[value='BUS-2']");
            page.click("#choose button");
            page.waitForCondition(() -> page.textContent("#figure").equals("0 of 1"));
            phone.setOffline(true);
            look(page, shortCode(family));
            assertAnswer(page, "NO", "; on BUS-2");
            page.click("#anyway");
            assertAnswer(page, "WHO IS HERE?");
            assertThat(page.textContent("#unsent")).isEqualTo("Everything is sent.");
            assertThat(page.locator("#found button").count()).isEqualTo(2);
            page.click("#found button >> nth=1");
            assertAnswer(page, "KEPT");
            assertThat(page.textContent("#unsent")).isEqualTo("Not yet sent: 1");
            assertThat(persons(page)).containsExactly(family.personIds().get(1));
        }
    }

    @Test
    void what_the_server_leaves_unanswered_or_fails_on_keeps_no_other() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            phone.setOffline(true);
            look(page, shortCode(woman));
            look(page, shortCode(family));
            page.click("#family button >> nth=1");
            assertAnswer(page, "YES");
            page.waitForCondition(() -> page.textContent("#unsent").equals("Not yet sent: 2"));
            String poison = "\"person\":\"" + woman.personIds().get(0) + "\"";
            page.route("**/api/scans", route -> {
                if (route.request().postData().contains(poison)) {
                    route.fulfill(new Route.FulfillOptions()
                            .setStatus(500)
                            .setContentType("application/json")
                            .setBody("{}"));
                } else {
                    route.resume();
                }
            });
            phone.setOffline(false);
            page.click("#send");
            page.waitForCondition(() -> page.textContent("#unsent").equals("Not yet sent: 1"));
            assertThat(taken()).containsExactly(family.personIds().get(0));
            page.unroute("**/api/scans");
            AtomicInteger asked = new AtomicInteger();
            page.route("**/api/scans", route -> {
                if (asked.getAndIncrement() == 0) {
                    route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody("[]"));
                } else {
                    route.resume();
                }
            });
            page.click("#send");
            page.waitForCondition(() -> page.textContent("#state").contains("tried again by itself"));
            assertThat(page.textContent("#unsent")).isEqualTo("Not yet sent: 1");
            page.click("#send");
            allSent(page);
            assertThat(taken())
                    .containsExactlyInAnyOrder(
                            woman.personIds().get(0), family.personIds().get(0));
        }
    }

    @Test
    void what_the_server_has_goes_from_the_queue_though_the_list_finds_no_room() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            page.evaluate("""
                    () => {
                      const put = IDBObjectStore.prototype.put;
                      IDBObjectStore.prototype.put = function (...what) {
                        if (this.name === "lists") throw new DOMException("full", "QuotaExceededError");
                        return put.apply(this, what);
                      };
                    }""");
            look(page, shortCode(woman));
            assertAnswer(page, "YES");
            allSent(page);
            assertThat(page.textContent("#figure")).isEqualTo("1 of 3");
        }
    }

    @Test
    void the_page_weighs_little_and_answers_without_asking_the_network() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = phone.newPage();
            signIn(page, "pavel");
            List<Response> loaded = new CopyOnWriteArrayList<>();
            page.onResponse(loaded::add); // what the worker then keeps on the phone comes in its own time
            page.navigate(address("/checkpoint"));
            page.waitForSelector("html[data-ready]");
            int weight =
                    loaded.stream().mapToInt(response -> response.body().length).sum();
            System.out.println("bytes of the page, unpacked: " + weight + " in " + loaded.size() + " answers");
            assertThat(weight).isLessThan(PAGE_AT_MOST);

            chooseMuster(page);
            phone.setOffline(true);
            List<String> asked = new ArrayList<>();
            page.onRequest(request -> asked.add(request.url()));
            look(page, "polevoi lev");
            assertAnswer(page, "WHO IS HERE?", "Nobody is counted yet");
            assertThat(asked).allMatch(file -> file.contains("/assets/checkpoint/")); // from the phone itself
            System.out.println("milliseconds to the answer, no network: "
                    + page.evaluate(
                            "performance.getEntriesByName('homeward-answer').map(e => Math.round(e.duration))"));
        }
    }

    @Test
    void a_phone_that_is_closed_without_network_opens_without_network_and_sends_each_scan_once() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            phone.setOffline(true);
            look(page, shortCode(woman));
            assertAnswer(page, "YES");
            page.waitForCondition(() -> page.textContent("#unsent").equals("Not yet sent: 1"));
        }
        assertThat(taken()).isEmpty();
        try (BrowserContext phone = browser.phone(memory)) {
            phone.setOffline(true);
            Page page = phone.newPage();
            page.navigate(address("/checkpoint"));
            page.waitForSelector("html[data-ready]");
            assertThat(page.textContent("#figure")).isEqualTo("1 of 3");
            assertThat(page.textContent("#unsent")).isEqualTo("Not yet sent: 1");
            look(page, family.caseNumber());
            page.click("#family button >> nth=1");
            assertAnswer(page, "YES");
            assertThat(page.textContent("#unsent")).isEqualTo("Not yet sent: 2");

            phone.setOffline(false);
            // A browser that was closed has forgotten the session.
            page.waitForCondition(() -> page.textContent("#state").contains("Sign in again")
                    || page.textContent("#unsent").contains("Everything"));
            if (page.isVisible("#sign-in")) {
                page.click("#sign-in");
                fillIn(page, "pavel");
                page.waitForURL("**/checkpoint");
            }
            allSent(page);
        }
        assertThat(taken())
                .containsExactlyInAnyOrder(
                        woman.personIds().get(0), family.personIds().get(0));
        assertThat(jdbc.sql("select count(*) from scan").query(Long.class).single())
                .isEqualTo(2);
    }

    @Test
    void signing_out_deletes_the_lists_and_keeps_what_waits_and_so_does_another_officer() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            assertThat(stored(page, "homeward-lists", "lists")).isEqualTo(1);
            assertThat(
                            (Boolean)
                                    page.evaluate(
                                            inStore("homeward-lists", "key", "getAll()")
                                                    + ".then(([key]) => crypto.subtle.exportKey('raw', key.key).then(() => true, () => false))"))
                    .as("whether a script can read the key")
                    .isFalse();
            phone.setOffline(true);
            look(page, shortCode(woman));
            assertAnswer(page, "YES");
            assertThat(page.evaluate(inStore("homeward-scans", "scans", "getAll()") + ".then(JSON.stringify)")
                            .toString())
                    .doesNotContain("Полев", "POLEV", woman.caseNumber());
            page.click("#sign-out");
            page.waitForCondition(() -> page.textContent("#said").contains("deleted"));
            assertThat(stored(page, "homeward-lists", "lists")).isZero();
            assertThat(stored(page, "homeward-lists", "key")).isZero();
            assertThat(page.textContent("#unsent")).isEqualTo("Not yet sent: 1");
            look(page, shortCode(family));
            assertAnswer(page, "NO", "Sign in first");

            phone.setOffline(false); // it tries at once
            page.waitForCondition(() -> page.textContent("#state").contains("Sign in again"));
            page.click("#sign-in");
            fillIn(page, "rosa");
            page.waitForURL("**/checkpoint");
            allSent(page);
            assertThat(taken()).containsExactly(woman.personIds().get(0));
        }
    }

    @Test
    void a_phone_that_the_office_has_signed_out_loses_its_lists_and_still_sends() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            page.route("**/checkpoint/*", route -> {
                var answer = route.fetch();
                Map<String, String> headers = new HashMap<>(answer.headers());
                headers.put("Homeward-Device", "signed-out");
                route.fulfill(new Route.FulfillOptions().setResponse(answer).setHeaders(headers));
            });
            look(page, shortCode(woman));
            page.waitForCondition(() -> page.textContent("#said").contains("The office has signed this phone out"));
            assertThat(stored(page, "homeward-lists", "lists")).isZero();
            assertThat(stored(page, "homeward-lists", "key")).isZero();
            allSent(page);
            assertThat(taken()).containsExactly(woman.personIds().get(0));
        }
    }

    @Test
    void the_lists_die_after_so_many_hours_also_without_network() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            phone.setOffline(true);
            page.clock().install();
            page.reload();
            page.waitForSelector("html[data-ready]");
            assertThat(page.textContent("#figure")).isEqualTo("0 of 3");
            page.clock().fastForward("12:01:00");
            page.waitForCondition(() -> page.textContent("#said").contains("too old"));
            assertThat(stored(page, "homeward-lists", "lists")).isZero();
            look(page, shortCode(woman));
            assertAnswer(page, "KEPT", "There is no list of BUS-1");
        }
    }

    @Test
    void one_bad_scan_does_not_keep_the_others_and_stays_with_its_sentence() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            page.evaluate(inStore(
                    "homeward-scans",
                    "scans",
                    "add({id: 'bad', device: 'd', sequence: 1, person: '1', movement: 'BUS-1', checkpoint: 'muster',"
                            + " at: 'yesterday', state: 'waiting'})"));
            look(page, shortCode(woman));
            assertAnswer(page, "YES");
            page.waitForCondition(() -> page.textContent("#conflicts").contains("is no time"));
            page.waitForCondition(() -> page.textContent("#unsent").equals("Not yet sent: 1"));
            assertThat(taken()).containsExactly(woman.personIds().get(0));
        }
    }

    @Test
    void what_contradicts_is_shown_with_the_offices_sentence_until_it_is_read() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = counting(phone, "border exit");
            look(page, shortCode(woman));
            assertAnswer(page, "YES");
            page.waitForCondition(() -> page.textContent("#conflicts").contains("has not been counted at"));
            assertThat(page.textContent("#figure")).isEqualTo("0 of 3");
            page.reload();
            page.waitForSelector("html[data-ready]");
            page.click("#conflicts button");
            page.waitForCondition(() -> !page.isVisible("#conflicts"));
        }
    }

    @Test
    void a_new_page_on_the_phone_finds_what_waits_there() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            page.route("**/api/scans", Route::abort);
            look(page, shortCode(woman));
            assertAnswer(page, "YES");
            page.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))");
            page.evaluate("navigator.serviceWorker.getRegistration().then(worker => worker.unregister())");
            page.reload();
            page.waitForSelector("html[data-ready]");
            assertThat(page.textContent("#figure")).isEqualTo("1 of 3");
            assertThat(page.textContent("#unsent")).isEqualTo("Not yet sent: 1");
            page.unroute("**/api/scans");
            page.click("#send");
            allSent(page);
            assertThat(taken()).containsExactly(woman.personIds().get(0));
        }
    }

    @Test
    void a_server_that_asks_for_patience_gets_it_and_then_everything() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            AtomicInteger asked = new AtomicInteger();
            page.route("**/api/scans", route -> {
                if (asked.getAndIncrement() == 0) {
                    route.fulfill(new Route.FulfillOptions().setStatus(429).setHeaders(Map.of("Retry-After", "1")));
                } else {
                    route.resume();
                }
            });
            look(page, shortCode(woman));
            page.waitForCondition(() -> page.textContent("#state").contains("more slowly"));
            assertThat(page.textContent("#unsent")).isEqualTo("Not yet sent: 1");
            allSent(page);
            assertThat(taken()).containsExactly(woman.personIds().get(0));
        }
    }

    @Test
    void a_phone_that_is_full_says_so_and_counts_nobody_it_cannot_keep() {
        try (BrowserContext phone = browser.phone(memory)) {
            Page page = countingAtMuster(phone);
            phone.setOffline(true);
            look(page, shortCode(woman));
            assertAnswer(page, "YES");
            page.evaluate("""
                    () => {
                      const add = IDBObjectStore.prototype.add;
                      IDBObjectStore.prototype.add = function (scan) {
                        const asked = add.call(this, scan);
                        Object.defineProperty(this.transaction, "error", {
                          value: new DOMException("full", "QuotaExceededError"),
                        });
                        this.transaction.abort(); // as a browser does that has no room
                        return asked;
                      };
                    }""");
            look(page, shortCode(family));
            page.click("#all");
            assertAnswer(page, "NO", "is full");
            assertThat(page.textContent("#figure")).isEqualTo("1 of 3");
            assertThat(page.textContent("#unsent")).isEqualTo("Not yet sent: 1");
        }
    }

    @Test
    void the_camera_reads_the_square_on_a_pass() throws Exception {
        Path film = film(passes.of(woman.id()).token());
        try (BrowserContext phone = browser.phone(
                memory,
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--use-file-for-fake-video-capture=" + film)) {
            Page page = countingAtMuster(phone);
            phone.setOffline(true); // what reads squares is on the phone already
            page.click("#camera");
            assertAnswer(page, "YES");
            assertThat(page.textContent("#figure")).isEqualTo("1 of 3");
        }
    }

    @Test
    void three_phones_without_network_send_in_any_order_and_everybody_is_counted_once() throws IOException {
        List<Registered> women = Stream.generate(() -> travellers.byRoad(TestHouseholds.woman()))
                .limit(12)
                .toList();
        women.forEach(one -> passes.of(one.id()));
        Random random = new Random(20130122);
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
        Collections.shuffle(order, random);
        List<BrowserContext> phones = new ArrayList<>();
        try {
            for (int number = 0; number < 3; number++) {
                BrowserContext phone = browser.phone(Files.createDirectory(memory.resolve("phone-" + number)));
                phones.add(phone);
                Page page = countingAtMuster(phone);
                phone.setOffline(true);
                List<Registered> mine = new ArrayList<>(women);
                Collections.shuffle(mine, random);
                for (Registered one : mine.subList(0, 8)) {
                    look(page, shortCode(one));
                    assertAnswer(page, "YES");
                }
                page.waitForCondition(() -> page.textContent("#unsent").equals("Not yet sent: 8"));
            }
            List<Long> sent = new ArrayList<>();
            for (int number : order) {
                Page page = phones.get(number).pages().get(1);
                sent.addAll(persons(page));
                phones.get(number).setOffline(false);
                allSent(page);
            }
            assertThat(taken())
                    .containsExactlyInAnyOrderElementsOf(
                            sent.stream().distinct().toList());
            assertThat(jdbc.sql("select count(*) from scan").query(Long.class).single())
                    .isEqualTo(3 * 8);
            assertThat(jdbc.sql("select count(*) from scan where verdict = 'conflict'")
                            .query(Long.class)
                            .single())
                    .isZero();
        } finally {
            phones.forEach(BrowserContext::close);
        }
    }

    @Test
    void is_readable_by_everybody_in_three_languages() {
        for (String language : List.of("en", "ru", "ar")) {
            try (BrowserContext window = browser.window(language)) {
                Page page = window.newPage();
                page.setViewportSize(320, 700);
                signIn(page, "pavel");
                page.navigate(address("/checkpoint"));
                page.waitForSelector("html[data-ready]");
                isReadable(page, "choose-" + language);
                chooseMuster(page);
                look(page, shortCode(family));
                page.waitForSelector("#all");
                isReadable(page, "family-" + language);
                page.click("#all");
                page.waitForSelector("#answer.yes");
                isReadable(page, "yes-" + language);
                look(page, misread(shortCode(woman)));
                page.waitForSelector("#answer.no");
                isReadable(page, "no-" + language);
                look(page, shortCode(family));
                page.waitForSelector("#answer.before");
                isReadable(page, "before-" + language);
                jdbc.sql("delete from scan").update();
            }
        }
    }

    @Test
    void without_javascript_it_leads_to_the_roll_call() {
        try (BrowserContext window = browser.window("en")) {
            Page page = window.newPage();
            signIn(page, "pavel");
            page.route("**/*.js", Route::abort);
            assertThat(page.navigate(address("/checkpoint")).text())
                    .contains("<noscript>", "The roll call works without it")
                    .contains("/movements");
        }
    }

    // ---- the officer

    private Page countingAtMuster(BrowserContext phone) {
        return counting(phone, "muster");
    }

    private Page counting(BrowserContext phone, String checkpoint) {
        Page page = phone.newPage();
        signIn(page, "pavel");
        page.navigate(address("/checkpoint"));
        page.waitForSelector("html[data-ready]");
        page.selectOption("#movement", Travellers.BUS);
        page.selectOption("#at", checkpoint);
        page.click("#choose button");
        page.waitForCondition(
                () -> page.isVisible("#figure") && page.textContent("#figure").matches("\\d+ of \\d+"));
        page.evaluate("navigator.serviceWorker.ready.then(() => true)");
        return page;
    }

    private static void chooseMuster(Page page) {
        page.selectOption("#movement", Travellers.BUS);
        page.selectOption("#at", "muster");
        page.click("#choose button");
        page.waitForSelector("#families button");
    }

    private void signIn(Page page, String officer) {
        page.navigate(address("/sign-in"));
        fillIn(page, officer);
        page.waitForURL(address("/"));
    }

    private static void fillIn(Page page, String officer) {
        page.fill("#username", officer);
        page.fill("#password", officer);
        page.click("main button");
    }

    private static void look(Page page, String words) {
        page.evaluate("document.getElementById('answer').replaceChildren()");
        page.fill("#words-sought", words);
        page.press("#words-sought", "Enter");
        page.waitForSelector("#answer strong");
    }

    private static void assertAnswer(Page page, String word) {
        assertAnswer(page, word, "");
    }

    private static void assertAnswer(Page page, String word, String sentence) {
        page.waitForCondition(() -> page.textContent("#answer").startsWith(word));
        assertThat(page.textContent("#answer span")).contains(sentence);
    }

    private static void allSent(Page page) {
        page.waitForCondition(() -> page.textContent("#unsent").equals("Everything is sent."));
    }

    private static void isReadable(Page page, String name) {
        Browser.picture(page, "checkpoint-" + name);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", name)
                .isEqualTo(320);
        var violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations).as("%s: %s", name, violations).isEmpty();
    }

    // ---- what is on the phone and on record

    private static String inStore(String base, String store, String what) {
        return "new Promise(done => indexedDB.open('" + base + "').onsuccess = ({target}) => {"
                + "const asked = target.result.transaction('" + store + "', 'readwrite').objectStore('" + store + "')."
                + what + "; asked.transaction.oncomplete = () => { target.result.close(); done(asked.result) }})";
    }

    private static int stored(Page page, String base, String store) {
        return (int) page.evaluate(inStore(base, store, "count()"));
    }

    private static List<Long> persons(Page page) {
        @SuppressWarnings("unchecked")
        List<String> numbers = (List<String>) page.evaluate(
                inStore("homeward-scans", "scans", "getAll()") + ".then(scans => scans.map(scan => scan.person))");
        return numbers.stream().map(Long::valueOf).toList();
    }

    private List<Long> taken() {
        return jdbc.sql("select person_id from scan where verdict = 'taken'")
                .query(Long.class)
                .list();
    }

    private List<Long> everybody() {
        return Stream.of(family, woman)
                .flatMap(household -> household.personIds().stream())
                .toList();
    }

    private String tokenOf(Long person) {
        return jdbc.sql("select token::text from person where id = ?")
                .param(person)
                .query(String.class)
                .single();
    }

    private String shortCode(Registered household) {
        return passes.of(household.id()).shortCode();
    }

    /** With its first character another one: the check character no longer fits. */
    private static String misread(String code) {
        return (code.charAt(0) == '2' ? '3' : '2') + code.substring(1);
    }

    /** A second of a film in which somebody holds a pass before the camera. */
    private Path film(String token) throws Exception {
        BitMatrix square = new QRCodeWriter().encode(token, BarcodeFormat.QR_CODE, 300, 300);
        byte[] light = new byte[WIDE * HIGH * 3 / 2];
        java.util.Arrays.fill(light, 0, WIDE * HIGH, (byte) 170);
        java.util.Arrays.fill(light, WIDE * HIGH, light.length, (byte) 128);
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 300; x++) {
                light[(y + 90) * WIDE + x + 170] = (byte) (square.get(x, y) ? 40 : 220);
            }
        }
        Path film = memory.resolve("film.y4m");
        try (OutputStream out = Files.newOutputStream(film)) {
            out.write(("YUV4MPEG2 W" + WIDE + " H" + HIGH + " F10:1 Ip A1:1 C420jpeg\n").getBytes(US_ASCII));
            for (int frame = 0; frame < 10; frame++) {
                out.write("FRAME\n".getBytes(US_ASCII));
                out.write(light);
            }
        }
        return film;
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
