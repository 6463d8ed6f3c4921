package org.homeward.household.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.LocalDate;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** Who somebody is and what they need, corrected by officers. */
@HomewardTest
@Breaks("I3")
class MembersPageTest {

    @Autowired
    private MockMvc pages;

    @Autowired
    private Households households;

    @Autowired
    private JdbcClient jdbc;

    private Registered family;

    @BeforeEach
    void a_mother_with_her_son() {
        family = households.register(TestHouseholds.motherAndSon());
    }

    @Test
    void a_slip_in_name_birth_and_sex_is_corrected_on_record_without_the_words_themselves() throws Exception {
        correct("Полевая Вера", "POLEVAYA VERA", "year", "1981", "unknown").andExpect(redirectedUrl(address()));

        Person mother = mother();
        assertThat(mother.latinName()).isEqualTo("POLEVAYA VERA");
        assertThat(mother.born()).isEqualTo(LocalDate.of(1981, 1, 1));
        assertThat(mother.bornEstimated()).isTrue();
        assertThat(mother.sex()).isEqualTo("unknown");
        assertThat(details("person corrected")).containsExactly("name, birth, sex");
    }

    @Test
    void a_nationality_and_a_relation_are_corrected_and_vetting_looks_again() throws Exception {
        households.enters(family.id(), "vetting");
        households.enters(family.id(), "ready");
        long son = family.personIds().get(1);
        correct(son, "Полевой Лев", "POLEVOI LEV", "day", "2020-06-01", "male", "rus, SYR", "child")
                .andExpect(redirectedUrl(address()));
        correct(son, "Полевой Лев", "POLEVOI LEV", "day", "2020-06-01", "male", "RUS/SYR", "grandchild")
                .andExpect(redirectedUrl(address()));

        Person corrected = households.members(family.id()).get(1);
        assertThat(corrected.nationalities()).containsExactly("RUS", "SYR");
        assertThat(corrected.relation()).isEqualTo("grandchild");
        assertThat(details("person corrected")).containsExactly("nationality", "relation");
        assertThat(details("vetted anew")).containsExactly("comes back", "comes back");
        assertThat(jdbc.sql("select kind from concern order by id")
                        .query(String.class)
                        .list())
                .containsExactly("consent", "unaccompanied");
    }

    @Test
    void a_nationality_nobody_has_and_a_second_applicant_are_refused_and_what_was_typed_stays() throws Exception {
        correct("Вера", "VERA", "day", "1980-04-12", "female", "RUS Russian", "applicant")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("three letters each")))
                .andExpect(content().string(containsString("RUS Russian")));
        correct("Вера", "VERA", "day", "1980-04-12", "female", "RUS", "queen")
                .andExpect(status().isUnprocessableEntity());
        correct(family.personIds().get(1), "Лев", "", "unknown", "", "male", "RUS", "applicant")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("has an applicant already")));
        assertThat(mother().latinName()).isEqualTo("POLEVAIA VERA");
    }

    @Test
    void what_cannot_be_is_refused_in_a_sentence_and_what_was_typed_stays() throws Exception {
        correct("", "", "day", "1980-04-12", "female")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("A person needs a name")));
        correct("Вера", "VERA", "day", "2999-01-01", "female")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("last 130 years")))
                .andExpect(content().string(containsString("2999-01-01")));
        correct("Вера", "VERA", "day", "soon", "female")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("The birth cannot be read")));
        needs("pregnancy", "99")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("a number from 1 to 45")));
        assertThat(mother().latinName()).isEqualTo("POLEVAIA VERA");
    }

    @Test
    void needs_are_recorded_and_priority_and_fitness_weighed_anew() throws Exception {
        households.enters(family.id(), "vetting");
        households.setPriority(family.id(), 4);
        households.enters(family.id(), "ready");
        needs("pregnancy", "34").andExpect(redirectedUrl(address()));

        assertThat(mother().needs()).isEqualTo(List.of("pregnancy"));
        assertThat(mother().pregnancyWeeks()).isEqualTo(34);
        assertThat(households.get(family.id()).priority()).isLessThan(4);
        assertThat(jdbc.sql("select state from concern where kind = 'fitness'")
                        .query(String.class)
                        .list())
                .containsExactly("open");
        pages.perform(get(address()).with(user("vetting").roles("vetting")).header("Accept-Language", "ru"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Недели беременности")));
    }

    private ResultActions correct(String name, String latin, String birth, String born, String sex) throws Exception {
        return correct(name, latin, birth, born, sex, "RUS", "applicant");
    }

    private ResultActions correct(
            String name, String latin, String birth, String born, String sex, String nationalities, String relation)
            throws Exception {
        return correct(family.personIds().get(0), name, latin, birth, born, sex, nationalities, relation);
    }

    private ResultActions correct(
            long person,
            String name,
            String latin,
            String birth,
            String born,
            String sex,
            String nationalities,
            String relation)
            throws Exception {
        return pages.perform(post(address() + "/" + person)
                .with(user("consular").roles("consular"))
                .with(csrf())
                .param("name", name)
                .param("latinName", latin)
                .param("birth", birth)
                .param("born", born)
                .param("sex", sex)
                .param("nationalities", nationalities)
                .param("relation", relation));
    }

    private ResultActions needs(String need, String weeks) throws Exception {
        return pages.perform(post(address() + "/" + family.personIds().get(0) + "/needs")
                .with(user("vetting").roles("vetting"))
                .with(csrf())
                .param("needs", need)
                .param("weeks", weeks));
    }

    private Person mother() {
        return households.members(family.id()).get(0);
    }

    private List<String> details(String action) {
        return jdbc.sql("select detail from audit where action = :action")
                .param("action", action)
                .query(String.class)
                .list();
    }

    private String address() {
        return "/households/" + family.caseNumber() + "/members";
    }
}
