package org.homeward.registration.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.homeward.registration.list.Lists.HEADINGS;
import static org.homeward.registration.list.Lists.line;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.UUID;
import org.homeward.HomewardTest;
import org.homeward.registration.Imports;
import org.homeward.registration.list.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
class ImportWebTest {

    private static final RequestPostProcessor OFFICER = signedIn("consular");

    private static final byte[] LIST = Lists.csv(List.of(
            HEADINGS,
            line(
                    "1 | Ясенева Анна | IASENEVA ANNA | 04.03.1981 | ж | RUS | 53 2000001 | | заявитель | | Homs | | | да | | <script>alert(1)</script>"),
            line(
                    " | =HYPERLINK(\"http://x\",\"y\") | | 31.02.2010 | ж | RUS | | | дочь | | | | | | | \"><img src=x onerror=alert(1)>"),
            line("Всего: 2 чел. | | | | | | | | | | | | | | | ")));

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("consular").roles(groups).postProcessRequest(request));
    }

    @Autowired
    MockMvc web;

    @Autowired
    Imports imports;

    @Autowired
    JdbcClient jdbc;

    private static MockMultipartFile file(byte[] content) {
        return new MockMultipartFile("file", "список.csv", "text/csv", content);
    }

    private UUID brought() {
        UUID id = imports.take("список.csv", LIST);
        imports.finish(id);
        return id;
    }

    @Test
    void aProgramBringsAListAndAsksHowFarItIs() throws Exception {
        String answer = web.perform(multipart("/api/imports").file(file(LIST)).with(OFFICER))
                .andExpect(status().isAccepted())
                .andReturn()
                .getResponse()
                .getContentAsString();
        String id = JsonPath.read(answer, "$.id");
        web.perform(get("/api/imports/{id}", id).with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.state").value("running"));

        imports.finish(UUID.fromString(id));

        web.perform(get("/api/imports/{id}", id).with(OFFICER))
                .andExpect(jsonPath("$.state").value("done"))
                .andExpect(jsonPath("$.rows").value(3))
                .andExpect(jsonPath("$.done").value(3))
                .andExpect(jsonPath("$.persons").value(1))
                .andExpect(jsonPath("$.households").value(1))
                .andExpect(jsonPath("$.blank").value(0))
                .andExpect(jsonPath("$.totals").value(1))
                .andExpect(jsonPath("$.knownAlready").value(0))
                .andExpect(jsonPath("$.corrections.length()").value(1))
                .andExpect(jsonPath("$.corrections[0].row").value(3))
                .andExpect(jsonPath("$.corrections[0].reason").value("There is no such day: 31.02.2010"));
        web.perform(get("/api/imports/{id}/rows", id).with(OFFICER))
                .andExpect(jsonPath("$[0].row").value(2))
                .andExpect(jsonPath("$[0].outcome").value("imported"))
                .andExpect(jsonPath("$[0].caseNumber").isNotEmpty());
    }

    @Test
    void aGovernorateThatNobodyKnowsIsPointedOutWithItsRow() throws Exception {
        UUID id = imports.take(
                "список.csv",
                Lists.csv(List.of(
                        HEADINGS,
                        line(
                                "1 | Осина Вера | | 28.02.1980 | ж | RUS | | | заявитель | 0933111222, 0944222333 | Atlantis"
                                        + " | | | да | | "),
                        line("2 | Осина Ирина | | 31.02.1950 | ж | RUS | | | заявитель | | Homs | | | да | | "))));
        imports.finish(id);
        web.perform(post("/imports/{id}/rows/3", id)
                        .param("family", "2")
                        .param("name", "Осина Ирина")
                        .param("born", "28.02.1950")
                        .param("governorate", "Lemuria")
                        .with(OFFICER))
                .andExpect(flash().attributeExists("notice"));

        web.perform(get("/api/imports/{id}/rows", id).with(OFFICER))
                .andExpect(jsonPath("$[0].outcome").value("imported"))
                .andExpect(jsonPath("$[0].notes.length()").value(2))
                .andExpect(jsonPath("$[0].notes", hasItem(startsWith("No governorate has the name"))))
                .andExpect(jsonPath("$[1].outcome").value("corrected"))
                .andExpect(jsonPath("$[1].notes", hasItem(startsWith("No governorate has the name"))));
        web.perform(get("/imports/{id}", id).with(OFFICER).header("Accept-Language", "ru"))
                .andExpect(content().string(containsString("Провинции с таким названием нет")));
        assertThat(jdbc.sql("select text from remark order by id")
                        .query(String.class)
                        .list())
                .satisfiesExactly(
                        remark -> assertThat(remark).contains("Atlantis", "0944222333"),
                        remark -> assertThat(remark).isEqualTo("Governorate: Lemuria"));
    }

    @Test
    void theDossierSaysInWordsWhichRowOfWhichListWasCorrected() throws Exception {
        UUID id = brought();
        web.perform(post("/imports/{id}/rows/3", id)
                        .param("family", "1")
                        .param("name", "Ясенева Лия")
                        .param("born", "28.02.2010")
                        .with(OFFICER))
                .andExpect(flash().attributeExists("notice"));
        String rows = web.perform(get("/api/imports/{id}/rows", id).with(OFFICER))
                .andReturn()
                .getResponse()
                .getContentAsString();

        web.perform(get("/households/{case}", JsonPath.<String>read(rows, "$[0].caseNumber"))
                        .with(OFFICER))
                .andExpect(content().string(containsString("row 3 of список.csv")))
                .andExpect(content().string(not(containsString(id.toString()))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                             | The file is empty
                    %PDF-1.7 and so on                             | No row with headings
                    Семья;Дата рождения;Пол                        | no column for: Name
                    ФИО;Дата рождения;Пол                          | no column for: Family number
                    Семья;ФИО;Пол                                  | no column for: Date of birth""")
    void whatIsNoListIsRefusedWithASentence(String content, String sentence) throws Exception {
        web.perform(multipart("/api/imports")
                        .file(file(content.getBytes("UTF-8")))
                        .with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"))
                .andExpect(jsonPath("$.field").value("file"))
                .andExpect(jsonPath("$.detail").value(containsString(sentence)));
        web.perform(multipart("/imports").file(file(content.getBytes("UTF-8"))).with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString(sentence)));
    }

    @Test
    void twoListsAtOnceAreNotTakenForOne() throws Exception {
        web.perform(multipart("/api/imports").file(file(LIST)).file(file(LIST)).with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.detail").value(containsString("one list at a time")));
    }

    @Test
    void anUnknownImportIsNotFound() throws Exception {
        web.perform(get("/api/imports/{id}", UUID.randomUUID()).with(OFFICER)).andExpect(status().isNotFound());
        web.perform(get("/imports/{id}", UUID.randomUUID()).with(OFFICER)).andExpect(status().isNotFound());
        web.perform(get("/api/imports/nonsense").with(OFFICER)).andExpect(status().isBadRequest());
    }

    @Test
    void cellsThatWouldDoHarmAreShownAsText() throws Exception {
        UUID id = brought();

        web.perform(get("/imports/{id}", id).with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)")))
                .andExpect(content().string(not(containsString("<img src=x"))))
                .andExpect(content().string(not(containsString("<script>alert"))));
        web.perform(get("/imports/{id}/corrections.csv", id).with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("\"'=HYPERLINK(")));
    }

    @Test
    void anOfficerCorrectsARowOnThePage() throws Exception {
        UUID id = brought();

        web.perform(post("/imports/{id}/rows/3", id)
                        .param("family", "1")
                        .param("name", "Ясенева Ия")
                        .param("born", "31.02.2010")
                        .with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("There is no such day: 31.02.2010")))
                .andExpect(content().string(containsString("Ясенева Ия")));
        web.perform(post("/imports/{id}/rows/3", id)
                        .param("family", "1")
                        .param("name", "Ясенева Ия")
                        .param("born", "28.02.2010")
                        .with(OFFICER))
                .andExpect(redirectedUrl("/imports/" + id))
                .andExpect(flash().attribute("notice", "Row 3 is registered."));

        assertThat(imports.progress(id).counts().persons()).isEqualTo(2);
        web.perform(post("/imports/{id}/rows/3", id)
                        .param("family", "1")
                        .param("name", "Ясенева Ия")
                        .param("born", "28.02.2010")
                        .with(OFFICER))
                .andExpect(redirectedUrl("/imports/" + id))
                .andExpect(flash().attributeExists("refusal"));
        assertThat(imports.progress(id).counts().persons()).isEqualTo(2);
    }

    @Test
    void theBarOfAListThatIsBeingReadLooksAgainByItself() throws Exception {
        UUID id = imports.take("list.csv", LIST);

        web.perform(get("/imports/{id}", id).with(OFFICER))
                .andExpect(content().string(containsString("hx-get=\"/imports/" + id + "/progress\"")))
                .andExpect(content().string(containsString("<progress")));
        web.perform(get("/imports/{id}/progress", id).with(OFFICER)).andExpect(header().doesNotExist("HX-Refresh"));
        imports.finish(id);
        web.perform(get("/imports/{id}/progress", id).with(OFFICER))
                .andExpect(header().string("HX-Refresh", "true"))
                .andExpect(content().string(not(containsString("hx-get"))));
        web.perform(get("/imports").with(OFFICER)).andExpect(content().string(containsString("list.csv")));
    }
}
