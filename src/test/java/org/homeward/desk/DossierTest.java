package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.util.Locale;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Registration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class DossierTest {

    private static final RequestPostProcessor OFFICER = user("consular").roles("consular");
    private static final RequestPostProcessor CLEARED = user("consular2").roles("consular", "cleared");

    @Autowired
    MockMvc pages;

    @Autowired
    Households households;

    @Autowired
    Registration registration;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Test
    void showsEverythingThatIsKnownAboutACase() throws Exception {
        Registered family = households.register(TestHouseholds.motherAndSon());
        Scene.everythingHappens(jdbc, clock, households, family);

        pages.perform(get("/households/{case}", family.caseNumber()).with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(
                                containsString("Полевая Вера"),
                                containsString("POLEVAIA VERA"),
                                containsString("510000002"),
                                containsString("Damascus"),
                                containsString("muster"),
                                containsString("BUS-1"),
                                containsString("Joining instructions"),
                                containsString("waits at her aunt&#39;s"),
                                containsString("to be settled"),
                                containsString("expired"))));
        pages.perform(get("/households/{case}", family.caseNumber())
                        .with(OFFICER)
                        .locale(Locale.forLanguageTag("ru")))
                .andExpect(content().string(allOf(containsString("Дамаск"), containsString("сбор"))));
    }

    @Test
    void showsWhyAHouseholdWasRefusedAndWhoCaresForAChildAlone() throws Exception {
        Registered family = households.register(TestHouseholds.motherAndSon());
        jdbc.sql("""
                with raised as (insert into concern (household_id, person_id, kind, reason, raised_at)
                                values (:household, :son, 'unaccompanied', 'no parent along', now()) returning id),
                     refused as (insert into refusal (household_id, at, officer)
                                 values (:household, now(), 'vetting2') returning id)
                insert into refusal_reason select refused.id, raised.id from refused, raised""")
                .param("household", family.id())
                .param("son", family.personIds().get(1))
                .update();

        pages.perform(post(
                                "/households/{case}/care/{person}",
                                family.caseNumber(),
                                family.personIds().get(1))
                        .with(OFFICER)
                        .with(csrf())
                        .param("receiver", "Тётя Зоя")
                        .param("companionId", String.valueOf(family.personIds().get(0))))
                .andExpect(redirectedUrl("/households/" + family.caseNumber() + "#care"));
        pages.perform(get("/households/{case}", family.caseNumber()).with(OFFICER))
                .andExpect(content()
                        .string(allOf(
                                containsString("Тётя Зоя"),
                                containsString("vetting2"),
                                containsString("no parent travels along"),
                                containsString("What holds the household back"),
                                containsString("The household appeals"))));
        pages.perform(post("/households/{case}/appeal", family.caseNumber())
                        .with(OFFICER)
                        .with(csrf()))
                .andExpect(redirectedUrl("/households/" + family.caseNumber()));
        assertThat(jdbc.sql("select count(*) from appeal").query(Integer.class).single())
                .as("its vetting does not wait for an appeal: nothing half done")
                .isZero();
    }

    @Test
    void showsByWhichRulesAHouseholdWasClearedWithoutATask() throws Exception {
        Registered family = households.register(TestHouseholds.woman());
        jdbc.sql("insert into audit (at, officer, action, household_id, detail) values"
                        + " (now(), 'homeward', 'vetted', :id, 'cleared')")
                .param("id", family.id())
                .update();
        pages.perform(get("/households/{case}", family.caseNumber()).with(OFFICER))
                .andExpect(content()
                        .string(allOf(
                                containsString("Cleared by the rules, without a task"),
                                containsString("Whom do we take home?"),
                                containsString("Citizens go home."),
                                containsString("All else is in order."))));
        heldBackUntilAChange(family);
        pages.perform(get("/households/{case}", family.caseNumber()).with(OFFICER))
                .andExpect(content().string(not(containsString("Cleared by the rules, without a task"))));
    }

    /** Officers had a task about it, or would have had one. */
    private void heldBackUntilAChange(Registered family) {
        jdbc.sql("insert into concern (household_id, person_id, kind, reason, state, raised_at) values"
                        + " (:household, :person, 'documents', 'expired', 'superseded', now())")
                .param("household", family.id())
                .param("person", family.personIds().get(0))
                .update();
    }

    @Test
    void saysThatNobodyWasLookedUpWhileNoWatchListIsLoaded() throws Exception {
        Registered family = households.register(TestHouseholds.woman());
        var dossier = get("/households/{case}", family.caseNumber()).with(OFFICER);
        pages.perform(dossier).andExpect(content().string(not(containsString("No watch-list is loaded"))));
        households.enters(family.id(), "vetting");
        pages.perform(dossier).andExpect(content().string(containsString("No watch-list is loaded")));
        jdbc.sql("""
                insert into watch_list_version (kind, source, digest, loaded_by, loaded_at, persons, not_people, added,
                                                changed, removed)
                values ('un', 'un.xml', '1', 'admin', now(), 0, 0, 0, 0, 0)""").update();
        pages.perform(dossier).andExpect(content().string(not(containsString("No watch-list is loaded"))));
    }

    @Test
    void showsBothHalvesOfASplitAndWhoIsInTheOther() throws Exception {
        Registered family = households.register(TestHouseholds.motherAndSon());
        Registered half = households.split(
                family.id(), java.util.List.of(family.personIds().get(1)), "vetting");
        String son = households.members(half.id()).get(0).calledName();
        pages.perform(get("/households/{case}", family.caseNumber()).with(OFFICER))
                .andExpect(content()
                        .string(allOf(containsString(half.caseNumber()), containsString("<bdi>" + son + "</bdi>"))));
        pages.perform(get("/households/{case}", half.caseNumber()).with(OFFICER))
                .andExpect(
                        content().string(allOf(containsString(family.caseNumber()), containsString("Полевая Вера"))));
    }

    @Test
    void showsEachPartOfAFamilyThatWasSplitTwiceToTheOthers() throws Exception {
        Registered family = households.register(TestHouseholds.household(
                "yes",
                false,
                java.util.List.of(
                        TestHouseholds.mother(),
                        TestHouseholds.son(),
                        TestHouseholds.person(
                                "Полевая Анна", "POLEVAIA ANNA", null, "female", "sibling", "660000009"))));
        Registered son = households.split(family.id(), family.personIds().subList(1, 2), "vetting");
        Registered aunt = households.split(family.id(), family.personIds().subList(2, 3), "vetting");
        pages.perform(get("/households/{case}", aunt.caseNumber()).with(OFFICER))
                .andExpect(content()
                        .string(allOf(
                                containsString("split from the same family"),
                                containsString(family.caseNumber()),
                                containsString(son.caseNumber()))));
    }

    @Test
    void putsEachReadingOnRecord() throws Exception {
        Registered family = households.register(TestHouseholds.woman());

        pages.perform(get("/households/{case}", family.caseNumber()).with(OFFICER));

        assertThat(jdbc.sql("select officer from audit where action = 'read' and household_id = :id")
                        .param("id", family.id())
                        .query(String.class)
                        .list())
                .containsExactly("consular");
    }

    @Test
    void answersForARestrictedCaseWordForWordAsForOneThatDoesNotExist() throws Exception {
        String restricted = households.register(TestHouseholds.restricted()).caseNumber();
        String unknown = "SYR-999999-0";

        for (String address : new String[] {"/households/{case}", "/api/households/{case}"}) {
            String ofRestricted = pages.perform(get(address, restricted).with(OFFICER))
                    .andExpect(status().isNotFound())
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            String ofUnknown = pages.perform(get(address, unknown).with(OFFICER))
                    .andExpect(status().isNotFound())
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            assertThat(withoutToken(ofRestricted))
                    .isEqualTo(withoutToken(ofUnknown))
                    .contains("Check it letter by letter");
            pages.perform(get(address, restricted).with(CLEARED)).andExpect(status().isOk());
        }
        pages.perform(post("/households/{case}/remarks", restricted)
                        .with(OFFICER)
                        .with(csrf())
                        .param("text", "I know you."))
                .andExpect(status().isNotFound());
    }

    private static String withoutToken(String page) {
        return page.replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }

    @Test
    void doesNotNameARestrictedCaseAsAPossibleDuplicateOrRelative() throws Exception {
        Registered family = households.register(TestHouseholds.woman());
        Registered hidden = households.register(TestHouseholds.restricted());
        jdbc.sql("update household set split_from = :other where id = :id")
                .param("other", hidden.id())
                .param("id", family.id())
                .update();
        Scene.possibleDuplicate(jdbc, family, hidden);

        pages.perform(get("/households/{case}", family.caseNumber()).with(OFFICER))
                .andExpect(content().string(not(containsString(hidden.caseNumber()))));
        pages.perform(get("/households/{case}", family.caseNumber()).with(CLEARED))
                .andExpect(content().string(allOf(containsString("split from"), containsString(hidden.caseNumber()))));
    }

    @Test
    void standsWithoutItsFrameInTasklist() throws Exception {
        String caseNumber = households.register(TestHouseholds.woman()).caseNumber();

        pages.perform(get("/households/{case}?embedded", caseNumber).with(OFFICER))
                .andExpect(content().string(allOf(containsString("Полевая Вера"), not(containsString("<nav")))));
    }

    @Test
    void takesARemarkAndShowsItWithItsOfficer() throws Exception {
        String caseNumber = households.register(TestHouseholds.woman()).caseNumber();

        pages.perform(post("/households/{case}/remarks", caseNumber)
                        .with(OFFICER)
                        .with(csrf())
                        .param("text", "Call after six. <script>alert(1)</script>"))
                .andExpect(redirectedUrl("/households/" + caseNumber + "#remarks"));

        pages.perform(get("/households/{case}", caseNumber).with(OFFICER))
                .andExpect(content()
                        .string(allOf(
                                containsString("Call after six. &lt;script&gt;"),
                                not(containsString("<script>alert")))));
    }

    @Test
    void staysAtTheTopWithTheSentenceWhenARemarkIsRefused() throws Exception {
        String caseNumber = households.register(TestHouseholds.woman()).caseNumber();
        pages.perform(post("/households/{case}/remarks", caseNumber)
                        .with(OFFICER)
                        .with(csrf())
                        .param("text", " "))
                .andExpect(redirectedUrl("/households/" + caseNumber));
    }

    @Test
    void keepsWhatTheTaskIsAboutWhenARemarkIsAdded() throws Exception {
        Registered family = households.register(TestHouseholds.woman());

        pages.perform(post("/households/{case}/remarks", family.caseNumber())
                        .with(OFFICER)
                        .with(csrf())
                        .param("text", "Call after six.")
                        .param("embedded", "true")
                        .param("concern", "7"))
                .andExpect(redirectedUrl("/households/" + family.caseNumber() + "?embedded&concern=7#remarks"));
    }

    @Test
    void saysWhatTheCaseWaitsForInTheReadersLanguageAndLeadsToTheTaskWhoMayWorkIt() throws Exception {
        Registered family = households.register(TestHouseholds.woman());
        registration.open(family.id());

        pages.perform(get("/households/{case}", family.caseNumber())
                        .with(OFFICER)
                        .locale(Locale.forLanguageTag("ru")))
                .andExpect(
                        content().string(allOf(containsString(">Связаться с семьёй</a>"), containsString("#/?task="))));
        pages.perform(get("/households/{case}", family.caseNumber())
                        .with(user("field").roles("field")))
                .andExpect(content()
                        .string(allOf(
                                containsString(">Contact the household</span>"), not(containsString("#/?task=")))));
    }

    @Test
    void refusesAnEmptyRemarkAndOneThatIsTooLong() throws Exception {
        Registered family = households.register(TestHouseholds.woman());

        for (String text : new String[] {" ", "x".repeat(4001)}) {
            pages.perform(post("/households/{case}/remarks", family.caseNumber())
                            .with(OFFICER)
                            .with(csrf())
                            .param("text", text))
                    .andExpect(status().is3xxRedirection());
        }

        assertThat(jdbc.sql("select count(*) from remark where household_id = :id")
                        .param("id", family.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void tellsAProgramTheMembersTheStageAndTheItinerary() throws Exception {
        Registered family = households.register(TestHouseholds.motherAndSon());
        Scene.everythingHappens(jdbc, clock, households, family);

        pages.perform(get("/api/households/{case}", family.caseNumber()).with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.stage").value("registered"))
                .andExpect(jsonPath("$.partySize").value(2))
                .andExpect(jsonPath("$.members[1].id").value(family.personIds().get(1)))
                .andExpect(jsonPath("$.members[1].documents[0].number").value("510000002"))
                .andExpect(jsonPath("$.itinerary[0].movement").value("BUS-1"));
    }

    @Test
    void isClosedToThoseWhoDoNotWorkOnCases() throws Exception {
        String caseNumber = households.register(TestHouseholds.woman()).caseNumber();

        pages.perform(get("/households/{case}", caseNumber)
                        .with(user("designer").roles("designers")))
                .andExpect(status().isForbidden());
    }
}
