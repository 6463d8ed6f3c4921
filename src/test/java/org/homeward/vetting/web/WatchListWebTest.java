package org.homeward.vetting.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Documents;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.vetting.Vetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Lists and screening as programs and administrators use them. */
@HomewardTest
@Breaks("I3")
class WatchListWebTest {

    private static final RequestPostProcessor ADMIN = user("admin").roles("camunda-admin");
    private static final RequestPostProcessor VETTING = user("vetting").roles("vetting");

    @Autowired
    MockMvc web;

    @Autowired
    Households households;

    @Autowired
    Documents documents;

    @Autowired
    Vetting vetting;

    @Test
    void each_list_is_loaded_with_its_numbers_and_known_the_second_time() throws Exception {
        load("un", "un.xml")
                .andExpect(status().isCreated())
                .andExpect(jsonPath("kind").value("un"))
                .andExpect(jsonPath("date").value("2012-12-20"))
                .andExpect(jsonPath("persons").value(2))
                .andExpect(jsonPath("notPeople").value(1))
                .andExpect(jsonPath("added").value(2))
                .andExpect(jsonPath("loadedBy").value("admin"))
                .andExpect(jsonPath("unknownCountries[0]").value("former Ruritania"));
        load("ofac", "ofac-sdn.csv", "ofac-alt.csv", "ofac-add.csv")
                .andExpect(status().isCreated())
                .andExpect(jsonPath("source").value("ofac-sdn.csv, ofac-alt.csv, ofac-add.csv"));
        load("national", "national.csv").andExpect(status().isCreated());
        load("un", "un.xml")
                .andExpect(status().isOk())
                .andExpect(jsonPath("known").value(true));
        web.perform(get("/api/watch-lists").with(ADMIN))
                .andExpect(jsonPath("length()").value(3))
                .andExpect(jsonPath("[*].current").value(not(hasItem(false))));
    }

    @Test
    void a_list_that_is_cut_is_refused_with_the_line_and_the_version_before_stays() throws Exception {
        load("un", "un.xml");
        byte[] whole = Files.readAllBytes(Path.of("samples/watch-lists/un.xml"));
        web.perform(multipart("/api/watch-lists")
                        .file(new MockMultipartFile("file", "un.xml", null, java.util.Arrays.copyOf(whole, 900)))
                        .param("kind", "un")
                        .with(ADMIN)
                        .with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("field").value("file"))
                .andExpect(jsonPath("detail").value(containsString("un.xml, line ")));
        web.perform(get("/api/watch-lists").with(ADMIN))
                .andExpect(jsonPath("length()").value(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/list.csv",
                "https://localhost/list.csv",
                "https://127.0.0.1/list.csv",
                "https://[::1]/list.csv",
                "https://[::ffff:10.0.0.1]/list.csv",
                "https://169.254.169.254/latest",
                "https://10.1.2.3/",
                "file:///etc/passwd",
                "https://no such host/",
                "nonsense"
            })
    void an_address_of_the_own_network_or_none_at_all_is_never_asked(String url) throws Exception {
        web.perform(multipart("/api/watch-lists")
                        .param("kind", "national")
                        .param("url", url)
                        .with(ADMIN)
                        .with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("field").value("url"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31", "2999-01-01", "0001-01-01", "yesterday"})
    void a_date_that_no_list_can_have_is_refused_in_a_sentence(String date) throws Exception {
        web.perform(multipart("/api/watch-lists")
                        .file(part("national.csv"))
                        .param("kind", "national")
                        .param("date", date)
                        .with(ADMIN)
                        .with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("field").value("date"));
    }

    @Test
    void an_answer_says_with_which_lists_a_person_was_compared_and_that_there_was_none() throws Exception {
        ask("{\"name\":\"Ivanova Maria\"}")
                .andExpect(jsonPath("hit").value(false))
                .andExpect(jsonPath("lists.length()").value(0))
                .andExpect(jsonPath("warning").value(containsString("No watch-list has been loaded")));
        assertThat(batch("name\nIvanova Maria").get(1)).contains("No watch-list has been loaded");
        load("un", "un.xml");
        load("national", "national.csv");
        ask("{\"name\":\"Ivanova Maria\"}")
                .andExpect(jsonPath("lists[0]").value("national"))
                .andExpect(jsonPath("lists[1]").value("un"))
                .andExpect(jsonPath("warning").isEmpty());
        assertThat(batch("name\nIvanova Maria").get(1)).doesNotContain("No watch-list");
    }

    @Test
    void a_name_without_a_letter_or_longer_than_what_is_compared_is_no_clean_answer() throws Exception {
        load("un", "un.xml");
        ask("{\"name\":\"😀\"}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("detail").value("This name has no letter: there is nothing to compare."));
        String hidden = "Filler ".repeat(16) + "Kaisar Zulfikar";
        ask("{\"name\":\"" + hidden + "\"}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("detail").value(containsString("the first 200 characters and 16 words")));
        assertThat(batch("name,born\n" + hidden + ",1968-02-05").get(1)).contains("16 words");
    }

    @Test
    void a_birth_of_long_ago_is_refused_as_where_two_people_are_compared() throws Exception {
        ask("{\"name\":\"A B\",\"born\":\"1850\"}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("detail").value("This birth lies more than 130 years ago."));
    }

    @Test
    void a_person_is_looked_up_by_any_spelling_and_told_why() throws Exception {
        load("un", "un.xml");
        load("ofac", "ofac-sdn.csv", "ofac-alt.csv", "ofac-add.csv");
        ask("""
                {"name":"Dhulfiqar Al Munsharih Qaysar","born":"1968-02-05","sex":"male","nationality":"SYR"}""")
                .andExpect(jsonPath("hit").value(true))
                .andExpect(jsonPath("hits[0].list").value("un"))
                .andExpect(jsonPath("hits[0].entry").value("XXi.001"))
                .andExpect(jsonPath("hits[0].hit").value(true))
                .andExpect(jsonPath("hits[0].reasons.length()").value(greaterThan(0)));
        ask("{\"nativeName\":\"Трометенов Дорофей Фиктсиевич\",\"name\":\"Trompetenov Dorofei\",\"born\":\"1967\"}")
                .andExpect(jsonPath("hits[0].entry").value("900102"));
        ask("{\"name\":\"Ivanova Maria\",\"born\":\"1990-01-02\"}")
                .andExpect(jsonPath("hit").value(false));
    }

    @Test
    void what_cannot_be_looked_up_is_said_and_names_of_any_signs_do_no_harm() throws Exception {
        load("un", "un.xml");
        ask("{}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("field").value("name"));
        ask("{\"name\":\"A B\",\"born\":\"soon\"}").andExpect(jsonPath("field").value("born"));
        ask("{\"name\":\"A B\",\"born\":\"2999-01-01\"}")
                .andExpect(jsonPath("detail").value("This birth lies in the future."));
        ask("{\"name\":\"A B\",\"sex\":\"often\"}").andExpect(jsonPath("field").value("sex"));
        ask("{\"name\":\"A B\",\"nationality\":\"Ruritania\"}")
                .andExpect(jsonPath("field").value("nationality"));
        for (String name : List.of("😀", "\\u0301\\u0301", "\\u0000", "X", "A".repeat(500), "a\\u202Eb", "١٢٣")) {
            int answer = ask("{\"name\":\"" + name + "\",\"born\":\"1880-01-01\"}")
                    .andReturn()
                    .getResponse()
                    .getStatus();
            assertThat(answer).as(name).isIn(200, 422);
        }
    }

    @Test
    void many_rows_come_back_in_their_order_and_no_cell_is_a_formula() throws Exception {
        load("un", "un.xml");
        String rows = IntStream.range(0, 2000)
                .mapToObj(number -> number == 1234
                        ? "1234,Kaisar Zulfikar,1968-02-05,Syria,male"
                        : number == 1235
                                ? "=1+1,Noone Atall,soon,,"
                                : number + ",Person Number" + number + ",1980,RUS,F")
                .collect(Collectors.joining("\n"));
        List<String> lines = batch("id,full_name,date_of_birth,nationality,gender\n" + rows);
        assertThat(lines.get(0))
                .isEqualTo("id,full_name,date_of_birth,nationality,gender,hit,score,list,entry,matched_name,problem");
        assertThat(lines).hasSize(2001);
        assertThat(lines.get(1235))
                .startsWith("1234,")
                .contains(",true,")
                .contains("un,XXi.001,QAYSAR DHULFIQAR AL-MUNSHARIH");
        assertThat(lines.get(1236)).startsWith("'=1+1,").contains("This birth is no date");
        assertThat(lines).filteredOn(line -> line.contains(",true,")).hasSize(1);
    }

    @Test
    void a_file_that_cannot_be_screened_is_refused_before_anything_comes_back() throws Exception {
        for (String csv : List.of("", "who\nA\n", "name,born\nA\n", "name,full_name\nA,B\n", "name\n\"A\n")) {
            web.perform(post("/api/screening/batch").content(csv).with(VETTING).with(csrf()))
                    .andExpect(status().isUnprocessableEntity())
                    .andExpect(jsonPath("detail").value(containsString("line ")));
        }
        String many = "name\n" + "A B\n".repeat(100_001);
        web.perform(post("/api/screening/batch").content(many).with(VETTING).with(csrf()))
                .andExpect(jsonPath("detail").value(containsString("line 100002: At most 100,000 rows")));
    }

    @Test
    void an_administrator_loads_on_a_page_and_reads_what_came_of_it() throws Exception {
        web.perform(page("national.csv")).andExpect(redirectedUrl("/watch-lists"));
        web.perform(get("/watch-lists").with(ADMIN))
                .andExpect(content().string(containsString("national.csv")))
                .andExpect(content().string(containsString("3 persons")));
        web.perform(get("/watch-lists").with(ADMIN).header("Accept-Language", "ru"))
                .andExpect(content().string(containsString("Национальный список")));
        web.perform(page("un.xml"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Nothing of it was taken.")));
    }

    @Test
    void the_dossier_says_that_nobody_was_screened_while_there_is_no_list() throws Exception {
        var registered = households.register(TestHouseholds.woman());
        vetting.check(registered.id());
        web.perform(get("/households/" + registered.caseNumber()).with(VETTING))
                .andExpect(content().string(containsString("No watch-list is loaded")));
    }

    @Test
    void the_dossier_shows_both_sides_of_a_hit_and_the_reasons() throws Exception {
        load("un", "un.xml");
        var registered = households.register(TestHouseholds.household(
                "yes",
                false,
                List.of(TestHouseholds.person(
                        "قيصر المنشرح",
                        "AL MUNSHARIH QAYSAR",
                        java.time.LocalDate.of(1968, 2, 5),
                        "male",
                        "applicant",
                        "N9000017"))));
        documents.add(
                registered.id(),
                registered.personIds().get(0),
                new Documents.Entry("passport", "N9000018", null, true, "SYR", "KAISAR OF THE OTHER PASSPORT", null));
        vetting.check(registered.id());
        web.perform(get("/households/" + registered.caseNumber()).with(VETTING))
                .andExpect(content().string(not(containsString("No watch-list is loaded"))))
                .andExpect(content().string(containsString("Watch-list hits")))
                .andExpect(content().string(containsString("QAYSAR DHULFIQAR AL-MUNSHARIH")))
                .andExpect(content().string(containsString("Treasurer of a band that does not exist")))
                .andExpect(content().string(containsString("XXi.001")))
                .andExpect(content().string(containsString("<br><bdi>KAISAR OF THE OTHER PASSPORT</bdi>")))
                .andExpect(content().string(containsString("a nickname the list does not trust")));
    }

    private org.springframework.test.web.servlet.RequestBuilder page(String sample) throws IOException {
        return multipart("/watch-lists")
                .file(part(sample))
                .param("kind", "national")
                .with(ADMIN)
                .with(csrf());
    }

    private ResultActions load(String kind, String... samples) throws Exception {
        var request = multipart("/api/watch-lists");
        for (String sample : samples) {
            request.file(part(sample));
        }
        return web.perform(request.param("kind", kind).with(ADMIN).with(csrf()));
    }

    private static MockMultipartFile part(String sample) throws IOException {
        return new MockMultipartFile(
                "file",
                sample,
                null,
                Files.readAllBytes(Path.of("samples/watch-lists").resolve(sample)));
    }

    private ResultActions ask(String json) throws Exception {
        return web.perform(post("/api/screening")
                .contentType(MediaType.APPLICATION_JSON)
                .content(json)
                .with(VETTING)
                .with(csrf()));
    }

    private List<String> batch(String csv) throws Exception {
        return web.perform(
                        post("/api/screening/batch").content(csv).with(VETTING).with(csrf()))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
