package org.homeward.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

@HomewardTest
@Breaks("I3")
class HouseholdsTest {

    @Autowired
    private Households households;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void a_registered_household_is_a_case_with_members_and_a_record_of_its_first_stage() {
        Registered registered = households.register(TestHouseholds.motherAndSon());

        assertThat(CaseNumber.isValid(registered.caseNumber())).isTrue();
        assertThat(households.members(registered.id()))
                .extracting(Person::relation)
                .containsExactly("applicant", "child");
        assertThat(jdbc.sql("select stage_to from audit where household_id = :id and stage_to is not null")
                        .param("id", registered.id())
                        .query(String.class)
                        .list())
                .containsExactly("registered");
    }

    @Test
    void a_restricted_case_does_not_exist_for_an_officer_who_is_not_cleared() {
        Registered registered = households.register(TestHouseholds.restricted());
        signIn("consular");
        assertThat(households.find(registered.caseNumber())).isEmpty();
        assertThatThrownBy(() -> households.named(registered.caseNumber()))
                .isInstanceOf(Refusal.class)
                .hasMessage("There is no case with this number. Check it letter by letter.");
        signIn("consular", "cleared");
        assertThat(households.find(registered.caseNumber())).isPresent();
    }

    @Test
    void a_stage_changes_once_and_is_on_record() {
        Registered registered = households.register(TestHouseholds.motherAndSon());
        households.enters(registered.id(), "vetting");
        households.enters(registered.id(), "vetting");
        households.ends(registered.id(), "withdrew");
        assertThat(jdbc.sql(
                                "select stage_from || ' > ' || stage_to from audit where stage_from is not null order by id")
                        .query(String.class)
                        .list())
                .containsExactly("registered > vetting", "vetting > ended");
        assertThat(households.get(registered.id()).endReason()).isEqualTo("withdrew");
    }

    @Test
    void a_split_moves_the_chosen_and_never_everybody() {
        Registered registered = households.register(TestHouseholds.motherAndSon());
        long son = registered.personIds().get(1);
        assertThatThrownBy(() -> households.split(registered.id(), registered.personIds(), "test"))
                .isInstanceOf(Refusal.class);
        Registered other = households.split(registered.id(), List.of(son), "test");
        assertThat(households.members(registered.id())).hasSize(1);
        assertThat(households.members(other.id())).extracting(Person::id).containsExactly(son);
        assertThat(households.get(other.id()).splitFrom()).isEqualTo(registered.id());
    }

    @Test
    void a_child_is_one_until_the_eighteenth_birthday() {
        long id = households.register(TestHouseholds.motherAndSon()).id();
        Person son = households.members(id).get(1);
        LocalDate eighteenth = java.util.Objects.requireNonNull(son.born()).plusYears(18);
        assertThat(son.minorOn(eighteenth.minusDays(1))).isTrue();
        assertThat(son.minorOn(eighteenth)).isFalse();
    }

    private static void signIn(String... groups) {
        String[] roles =
                java.util.Arrays.stream(groups).map(group -> "ROLE_" + group).toArray(String[]::new);
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("officer", "secret", roles));
    }
}
