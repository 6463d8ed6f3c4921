package org.homeward.household.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Who decides for a child, as officers record it. */
@HomewardTest
@Breaks("I3")
class ChildrenPageTest {

    private static final RequestPostProcessor OFFICER = user("vetting").roles("vetting");

    @Autowired
    MockMvc pages;

    @Autowired
    Households households;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    private Registered family;
    private long child;

    @BeforeEach
    void aMotherWithASon() {
        LocalDate born = LocalDate.now(clock).minusYears(6);
        family = households.register(TestHouseholds.household(
                "yes",
                false,
                List.of(
                        TestHouseholds.mother(),
                        TestHouseholds.person("Полевой Лев", null, born, "male", "child", "510000002"))));
        child = family.personIds().get(1);
    }

    @Test
    void aPermissionIsRecordedWithACopyThatIsShownInTheDossierAndReadOnRecord() throws Exception {
        permission(TestHouseholds.picture()).andExpect(redirectedUrl(address()));

        pages.perform(get(address()).with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content().string(allOf(containsString("lets the child leave"), containsString("Самир"))));
        pages.perform(get("/households/" + family.caseNumber()).with(OFFICER))
                .andExpect(content().string(allOf(containsString("lets the child leave"), containsString("Самир"))));
        pages.perform(get(address()).with(OFFICER).header("Accept-Language", "ru"))
                .andExpect(content().string(containsString("отпускает ребёнка")));
        long paper = jdbc.sql("select id from guardianship").query(Long.class).single();
        long copy = jdbc.sql("select id from document_copy").query(Long.class).single();
        String copyAddress = address() + "/papers/" + paper + "/copies/";
        pages.perform(get(copyAddress + copy).with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content().contentType("image/png"));
        pages.perform(get(copyAddress + (copy + 1)).with(OFFICER)).andExpect(status().isNotFound());
        assertThat(deeds())
                .contains("vetting: guardian recorded, permission, notary", "vetting: copy read, copy " + copy);
    }

    @Test
    void aFileThatIsNoPictureAndAPermissionWithoutACopyAreRefusedAndWhatWasTypedStays() throws Exception {
        permission("MZ program".getBytes(StandardCharsets.US_ASCII))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("value=\"Самир\"")));
        permission(new byte[0])
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString("Attach the permission: a picture or a PDF of it."),
                                containsString("value=\"Самир\""))));
        assertThat(jdbc.sql("select count(*) from guardianship")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aDeathCertificateSaysThatTheFatherHasDied() throws Exception {
        pages.perform(multipart(address() + "/" + child)
                        .param("says", "father has died")
                        .param("adultName", "Самир")
                        .param("evidence", "death certificate")
                        .param("reference", "S-17")
                        .param("dated", "2012-05-01")
                        .with(OFFICER)
                        .with(csrf()))
                .andExpect(redirectedUrl(address()));
        pages.perform(get(address()).with(OFFICER))
                .andExpect(content()
                        .string(allOf(
                                containsString(">the father has died</span>"),
                                containsString(">death certificate</span>"))));
        pages.perform(get("/households/" + family.caseNumber()).with(OFFICER).header("Accept-Language", "ru"))
                .andExpect(content().string(containsString("отец умер, свидетельство о смерти")));
    }

    @Test
    void whatIsWithdrawnCountsNoMoreAndStaysOnRecord() throws Exception {
        permission(TestHouseholds.picture());
        long paper = jdbc.sql("select id from guardianship").query(Long.class).single();
        String withdraw = address() + "/papers/" + paper + "/withdraw";
        pages.perform(post(withdraw).with(OFFICER).with(csrf())).andExpect(redirectedUrl(address()));
        pages.perform(get(address()).with(OFFICER)).andExpect(content().string(not(containsString("Самир"))));
        pages.perform(post(withdraw).with(OFFICER).with(csrf())).andExpect(status().isNotFound());
        assertThat(deeds()).contains("vetting: guardian withdrawn, permission, notary");
    }

    @Test
    void aCopyOfAPaperIsWithdrawnByItselfUnlessItShowsAPermissionOrIsAllThatShowsADeath() throws Exception {
        permission(TestHouseholds.picture());
        String copy = address() + "/papers/1/copies/1";
        jdbc.sql("update guardianship set reference = '17-B', dated = '2012-05-01'")
                .update();
        refusesToWithdraw(copy);
        jdbc.sql("update guardianship set says = 'father has died', reference = null")
                .update();
        refusesToWithdraw(copy);
        pages.perform(get(copy).with(OFFICER)).andExpect(status().isOk());

        jdbc.sql("update guardianship set reference = '17-B'").update();
        pages.perform(post(copy + "/withdraw").with(OFFICER).with(csrf())).andExpect(redirectedUrl(address()));
        pages.perform(get(copy).with(OFFICER)).andExpect(status().isNotFound());
        pages.perform(get(address()).with(OFFICER))
                .andExpect(content().string(allOf(containsString("Самир"), not(containsString(copy)))));
        pages.perform(post(copy + "/withdraw").with(OFFICER).with(csrf())).andExpect(status().isNotFound());
        assertThat(deeds()).contains("vetting: copy withdrawn, copy 1");
    }

    private void refusesToWithdraw(String copy) throws Exception {
        pages.perform(post(copy + "/withdraw").with(OFFICER).with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Only its copy shows what this paper says")));
    }

    @Test
    void theChildrenOfARestrictedHouseholdDoNotExistForTheUncleared() throws Exception {
        jdbc.sql("update household set restricted = true where id = :id")
                .param("id", family.id())
                .update();
        pages.perform(get(address()).with(OFFICER)).andExpect(status().isNotFound());
        permission(TestHouseholds.picture()).andExpect(status().isNotFound());
    }

    private ResultActions permission(byte[] file) throws Exception {
        return pages.perform(multipart(address() + "/" + child)
                .file(new MockMultipartFile("file", "paper.png", "image/png", file))
                .param("says", "permission")
                .param("adultName", "Самир")
                .param("evidence", "notary")
                .with(OFFICER)
                .with(csrf()));
    }

    private String address() {
        return "/households/" + family.caseNumber() + "/children";
    }

    private List<String> deeds() {
        return jdbc.sql("select officer || ': ' || action || ', ' || detail from audit where person_id = :id")
                .param("id", child)
                .query(String.class)
                .list();
    }
}
