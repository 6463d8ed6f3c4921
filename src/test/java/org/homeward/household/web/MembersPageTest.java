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
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Contacts.Contact;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.registration.Intake;
import org.homeward.situation.Governorates;
import org.homeward.vetting.Vetting;
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
    private Vetting vetting;

    @Autowired
    private MockMvc pages;

    @Autowired
    private Households households;

    @Autowired
    private Guardians guardians;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Intake intake;

    @Autowired
    private Governorates governorates;

    @Autowired
    private RuntimeService runtime;

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
        correct("😀", "", "day", "1980-04-12", "female")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("A person needs a name")));
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
    void a_wheelchair_needed_later_is_a_place_for_it_and_seats_without_one_are_given_back() throws Exception {
        guardians.add(
                family.id(),
                family.personIds().get(1),
                new Guardians.Entry("permission", null, "Иной", "notary", "17", LocalDate.of(2012, 12, 1)),
                TestHouseholds.picture());
        households.enters(family.id(), "vetting");
        households.enters(family.id(), "ready");
        needs("wheelchair", "").andExpect(redirectedUrl(address()));
        assertThat(mother().place()).isEqualTo("wheelchair");
        assertThat(details("vetted anew")).as("nothing to look at").containsExactly("still cleared");

        households.enters(family.id(), "seated");
        needs("insulin", "").andExpect(redirectedUrl(address()));
        assertThat(mother().place()).isEqualTo("seat");
        assertThat(details("vetted anew")).containsExactly("still cleared", "comes back");
    }

    @Test
    void a_wheelchair_needed_after_an_officer_has_found_somebody_fit_for_a_seat_is_a_place_for_it() throws Exception {
        needs("pregnancy", "33");
        vetting.check(family.id());
        long concern = jdbc.sql("select id from concern where kind = 'fitness'")
                .query(Long.class)
                .single();
        vetting.decideFitness(concern, "fit");
        assertThat(mother().place()).isEqualTo("seat");
        jdbc.sql("update person set needs = '{pregnancy,wheelchair}' where id = :mother")
                .param("mother", mother().id())
                .update();
        vetting.changed(family.id());
        assertThat(mother().place()).isEqualTo("wheelchair");
        jdbc.sql("update person set needs = '{pregnancy}' where id = :mother")
                .param("mother", mother().id())
                .update();
        vetting.changed(family.id());
        assertThat(mother().place()).as("it was a mistake").isEqualTo("seat");
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

    @Test
    void contact_and_place_are_corrected_on_record_without_the_words_themselves() throws Exception {
        contact("8 (916) 555-44-33", "vera@example.org", "Дамаск", "Тверь", "en")
                .andExpect(redirectedUrl(address()));

        Household corrected = households.get(family.id());
        assertThat(corrected.phone()).isEqualTo("+79165554433");
        assertThat(corrected.email()).isEqualTo("vera@example.org");
        assertThat(corrected.governorate()).isEqualTo("SY01");
        assertThat(corrected.destinationCity()).isEqualTo("Тверь");
        assertThat(corrected.language()).isEqualTo("en");
        assertThat(details("contact corrected")).containsExactly("phone, email, city, language");

        contact("", "", "", "", "en").andExpect(redirectedUrl(address()));
        assertThat(households.get(family.id()).phone()).isNull();
        assertThat(households.get(family.id()).governorate()).isNull();
    }

    @Test
    void a_household_in_another_governorate_is_weighed_anew_and_found_by_it() throws Exception {
        Registered known = intake.register(TestHouseholds.motherAndSon());
        households.enters(known.id(), "vetting");
        households.setPriority(known.id(), 4);
        governorates.setRisk("SY02", 4);
        family = known;

        contact("+963940000001", "", "SY02", "Москва", "ru").andExpect(redirectedUrl(address()));

        assertThat(households.get(known.id()).priority()).isLessThan(4);
        assertThat(runtime.createVariableInstanceQuery()
                        .variableName("governorate")
                        .list())
                .isNotEmpty()
                .allMatch(variable -> variable.getValue().equals("SY02"));
    }

    @Test
    void what_cannot_be_read_of_contact_and_place_is_refused_at_its_field_and_what_was_typed_stays() throws Exception {
        contact("0933111222, 0944222333", "", "SY01", "", "ru")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("contact-phone-problem")))
                .andExpect(content().string(containsString("This is not a telephone number")))
                .andExpect(content().string(containsString("0933111222, 0944222333")));
        contact("", "vera at home", "SY01", "", "ru")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("contact-email-problem")));
        contact("", "", "Atlantis", "", "ru")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("No governorate has this name")));
        contact("", "", "SY01", "x".repeat(101), "ru")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("contact-city-problem")));
        contact("", "", "SY01", "", "xx").andExpect(status().isUnprocessableEntity());
        assertThat(households.get(family.id()).phone()).isEqualTo("+963940000001");
        assertThat(details("contact corrected")).isEmpty();
    }

    @Test
    void of_two_officers_who_correct_the_contact_at_once_the_second_looks_again() throws Exception {
        String seen = version();
        contact("+963940000009", "", "SY01", "", "ru").andExpect(redirectedUrl(address()));

        contact(seen, "+963940000008", "", "SY01", "", "ru")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Somebody else changed this")))
                .andExpect(content().string(containsString("+963940000009")));

        assertThat(households.get(family.id()).phone()).isEqualTo("+963940000009");
    }

    @Test
    void nobody_corrects_the_contact_of_a_case_that_is_restricted_or_has_ended() throws Exception {
        households.ends(family.id(), "withdrew");
        contact("", "", "", "", "ru")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("has ended")));

        family = households.register(TestHouseholds.restricted());
        contact("", "", "", "", "ru").andExpect(status().isNotFound());
        assertThat(households.get(family.id()).phone()).isEqualTo("+963940000001");
    }

    private ResultActions contact(String phone, String email, String governorate, String city, String language)
            throws Exception {
        return contact(version(), phone, email, governorate, city, language);
    }

    private ResultActions contact(
            String seen, String phone, String email, String governorate, String city, String language)
            throws Exception {
        return pages.perform(post(address() + "/contact")
                .with(user("consular").roles("consular"))
                .with(csrf())
                .param("seen", seen)
                .param("phone", phone)
                .param("email", email)
                .param("governorate", governorate)
                .param("city", city)
                .param("language", language));
    }

    private String version() {
        return Contact.of(households.get(family.id())).version();
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
