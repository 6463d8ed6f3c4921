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
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.servlet.FlashMap;

/** What officers record about children, splits and urgency in the dossier. */
@HomewardTest
@Breaks("I3")
class VettingInDossierTest {

    private static final RequestPostProcessor CONSULAR = user("consular").roles("consular");
    private static final RequestPostProcessor VETTING = user("vetting").roles("vetting");

    @Autowired
    MockMvc pages;

    @Autowired
    Households households;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Test
    void theFamilysWordOnASplitIsRecordedAndShown() throws Exception {
        Registered family = register(TestHouseholds.mother(), son());
        heldBack(family, 1, "consent", "no consent of the father");
        dossier(family).andExpect(content().string(containsString("Consent to a split")));

        String address = "/households/" + family.caseNumber();
        split(family, "reason", "Сын останется с бабушкой").andExpect(redirectedUrl(address + "#split"));
        split(family, "reason", " ")
                .andExpect(redirectedUrl(address))
                .andExpect(flash().attribute("refusal", "Write why the family is split."));
        dossier(family)
                .andExpect(content()
                        .string(allOf(containsString("Сын останется с бабушкой"), containsString("Stays behind"))));
        assertThat(jdbc.sql("select agreed = array[:mother]::bigint[] from split_agreement")
                        .param("mother", family.personIds().get(0))
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void whoCannotAnswerToASplitStandsInTheDossierWithTheReason() throws Exception {
        NewPerson father =
                TestHouseholds.person("Полевой Пётр", null, LocalDate.of(1975, 9, 26), "male", "spouse", "510000003");
        Registered family = register(TestHouseholds.mother(), father, son());
        heldBack(family, 1, "fitness", "dialysis");
        String fathers = "answer." + family.personIds().get(1);
        FlashMap refused = split(family, "reason", "Мать едет с сыном", fathers, "ill")
                .andExpect(redirectedUrl("/households/" + family.caseNumber()))
                .andReturn()
                .getFlashMap();
        assertThat(refused.get("refusal"))
                .isEqualTo("Write why somebody cannot answer: where the person lies, or when and where you called.");
        pages.perform(get("/households/" + family.caseNumber())
                        .flashAttrs(refused)
                        .with(VETTING))
                .andExpect(content()
                        .string(allOf(
                                containsString("dir=\"auto\">Мать едет с сыном</textarea>"),
                                containsString("<option value=\"ill\" selected=\"selected\">"))));
        split(family, "reason", "Мать едет с сыном", fathers, "ill", "remark", "Больница в Хомсе")
                .andExpect(redirectedUrl("/households/" + family.caseNumber() + "#split"));
        dossier(family)
                .andExpect(content()
                        .string(allOf(
                                containsString("<span>cannot answer: ill</span>: <bdi>Полевой Пётр</bdi>"),
                                containsString("Больница в Хомсе"),
                                containsString("asked about a split, cannot answer"))));
    }

    @Test
    void aCompanionOfAnotherHouseholdStandsInBothDossiers() throws Exception {
        Registered child = register(son());
        heldBack(child, 0, "unaccompanied", "no parent along");
        Registered companion = register(TestHouseholds.mother());
        pages.perform(post("/households/" + child.caseNumber() + "/care/"
                                + child.personIds().get(0))
                        .param("receiver", "Тётя")
                        .param("receiverPhone", "+7 900")
                        .param("receiverRelation", "тётя")
                        .param("companionCase", companion.caseNumber())
                        .with(CONSULAR)
                        .with(csrf()))
                .andExpect(redirectedUrl("/households/" + child.caseNumber() + "#care"));

        dossier(child).andExpect(content().string(containsString(companion.caseNumber())));
        dossier(companion)
                .andExpect(content()
                        .string(allOf(
                                containsString(child.caseNumber()),
                                containsString("Children of other households who travel along"))));
        jdbc.sql("update household set restricted = true where id = :id")
                .param("id", child.id())
                .update();
        dossier(companion).andExpect(content().string(not(containsString(child.caseNumber()))));
    }

    @Test
    void whatWasTypedOfAChildsCareIsNotLostWhenItIsRefused() throws Exception {
        Registered child = register(son());
        heldBack(child, 0, "unaccompanied", "no parent along");
        FlashMap refused = pages.perform(post("/households/" + child.caseNumber() + "/care/"
                                + child.personIds().get(0))
                        .param("receiver", "Тётя Нюра")
                        .param("companionCase", "SYR-999999-X")
                        .with(CONSULAR)
                        .with(csrf()))
                .andExpect(redirectedUrl("/households/" + child.caseNumber()))
                .andExpect(flash().attributeExists("refusal"))
                .andReturn()
                .getFlashMap();
        pages.perform(get("/households/" + child.caseNumber())
                        .flashAttrs(refused)
                        .with(CONSULAR))
                .andExpect(content()
                        .string(allOf(
                                containsString("value=\"Тётя Нюра\""), containsString("value=\"SYR-999999-X\""))));
        dossier(child).andExpect(content().string(not(containsString("Тётя Нюра"))));
    }

    @Test
    void whyAHouseholdIsSoUrgentAndWhyNotEligibleStandsInWords() throws Exception {
        Registered family = register(TestHouseholds.mother(), son());
        heldBack(family, 1, "eligibility", "not a citizen");
        households.setPriority(family.id(), 4);
        dossier(family)
                .andExpect(content()
                        .string(allOf(containsString("Everybody else."), containsString("Citizens go home."))));
        pages.perform(get("/households/" + family.caseNumber()).with(VETTING).header("Accept-Language", "ru"))
                .andExpect(content().string(containsString("Все остальные.")));
    }

    @Test
    void whoIsTakenForAChildForWantOfABirthIsPointedOutWhereTheFamilyIsAsked() throws Exception {
        String pointedOut = "has no date of birth on record and is taken for under 18";
        Registered known = register(TestHouseholds.mother(), son());
        heldBack(known, 0, "documents", "expired");
        dossier(known).andExpect(content().string(not(containsString(pointedOut))));
        Registered unknown = register(
                TestHouseholds.mother(),
                TestHouseholds.person("Полевая Инна", null, null, "female", "child", "510000003"));
        heldBack(unknown, 0, "documents", "expired");
        dossier(unknown).andExpect(content().string(containsString(pointedOut)));
    }

    private ResultActions dossier(Registered family) throws Exception {
        return pages.perform(get("/households/" + family.caseNumber()).with(VETTING))
                .andExpect(status().isOk());
    }

    /** @param fieldsAndTexts each name and what is typed there */
    private ResultActions split(Registered family, String... fieldsAndTexts) throws Exception {
        MockHttpServletRequestBuilder form = post("/households/" + family.caseNumber() + "/split");
        for (int i = 0; i < fieldsAndTexts.length; i += 2) {
            form.param(fieldsAndTexts[i], fieldsAndTexts[i + 1]);
        }
        return pages.perform(form.param("answer." + family.personIds().get(0), "agrees")
                .with(VETTING)
                .with(csrf()));
    }

    private void heldBack(Registered family, int member, String kind, String reason) {
        households.enters(family.id(), "vetting");
        jdbc.sql("""
                insert into concern (household_id, person_id, kind, reason, state, raised_at)
                values (:household, :person, :kind, :reason, 'held back', now())""")
                .param("household", family.id())
                .param("person", family.personIds().get(member))
                .param("kind", kind)
                .param("reason", reason)
                .update();
    }

    private Registered register(NewPerson... members) {
        return households.register(TestHouseholds.household("yes", false, List.of(members)));
    }

    private NewPerson son() {
        return TestHouseholds.person(
                "Полевой Лев", null, LocalDate.now(clock).minusYears(7), "male", "child", "510000002");
    }
}
