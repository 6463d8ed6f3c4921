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
import java.time.ZoneOffset;
import java.util.Locale;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
class DossierTest {

    private static final RequestPostProcessor OFFICER = user("consular").roles("consular");
    private static final RequestPostProcessor CLEARED = user("consular2").roles("consular", "cleared");

    @Autowired
    MockMvc pages;

    @Autowired
    Households households;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Test
    void showsEverythingThatIsKnownAboutACase() throws Exception {
        Registered family = households.register(TestHouseholds.motherAndSon());
        everythingHappensTo(family);

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
        possibleDuplicate(family, hidden);

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
        everythingHappensTo(family);

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

    /** Something in every part of the dossier. */
    private void everythingHappensTo(Registered family) {
        Registered other = households.register(TestHouseholds.woman());
        long mother = family.personIds().get(0);
        possibleDuplicate(family, other);
        households.remark(family.id(), mother, "She waits at her aunt's.");
        jdbc.sql("update document set expires = '2001-01-01' where person_id = :id")
                .param("id", mother)
                .update();
        jdbc.sql("update person set needs = '{pregnancy,insulin}', pregnancy_weeks = 30 where id = :id")
                .param("id", mother)
                .update();
        jdbc.sql("""
                with moves as (
                  insert into movement (code, kind, origin, destination, exit, departs, seats)
                  values ('BUS-1', 'convoy', 'DAM', 'BEY', 'MASNAA', :now, 40) returning id),
                plan as (insert into itinerary (household_id, made_at) values (:household, :now) returning id),
                leg as (insert into itinerary_leg select plan.id, 1, moves.id from plan, moves),
                held as (insert into reservation (itinerary_id, household_id, person_id, movement_id, place)
                         select plan.id, :household, :person, moves.id, 'seat' from plan, moves),
                worry as (insert into concern (household_id, person_id, kind, reason, raised_at)
                          values (:household, :person, 'documents', 'expired', :now)),
                told as (insert into message (household_id, kind, once_key, language, subject, body, made_at)
                         values (:household, 'joining', 'k1', 'en', 'Joining instructions', 'Come at six.', :now)),
                strange as (insert into scan (id, person_id, person_given, movement_given, checkpoint, at, received_at,
                                              officer, verdict, why)
                            values ('s2', :person, '1', 'BUS-9', 'landing', :now, :now, 'field', 'conflict', 'No.'))
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict)
                select 's1', :person, '1', moves.id, 'BUS-1', 'muster', :now, :now, 'field', 'taken' from moves""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("household", family.id())
                .param("person", mother)
                .update();
    }

    private void possibleDuplicate(Registered family, Registered other) {
        jdbc.sql("""
                insert into possible_duplicate (household_id, other_household_id, person_id, other_person_id, likeness,
                                                reasons)
                values (:household, :other, :person, :otherPerson, 0.9, 'same document')""")
                .param("household", family.id())
                .param("other", other.id())
                .param("person", family.personIds().get(0))
                .param("otherPerson", other.personIds().get(0))
                .update();
    }
}
