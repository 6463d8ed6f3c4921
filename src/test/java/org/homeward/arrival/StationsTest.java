package org.homeward.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which stations a household needs, by the table that officials can read and change. */
@HomewardTest
@Breaks("I3")
class StationsTest {

    @Autowired
    private Stations stations;

    @Autowired
    private Households households;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void everybody_is_lodged_paid_and_brought_on_and_a_couple_of_citizens_needs_no_more() {
        assertThat(needed(TestHouseholds.mother(), grownUp("spouse", "RUS", "510000041")))
                .containsExactlyInAnyOrder("lodging", "money", "onward travel");
    }

    @Test
    void a_foreign_spouse_needs_a_status_and_calls_home() {
        assertThat(needed(TestHouseholds.mother(), grownUp("spouse", "SYR", "N00041")))
                .containsExactlyInAnyOrder("papers", "lodging", "money", "telephone home", "onward travel");
    }

    @Test
    void whoever_travels_without_a_passport_needs_papers() {
        assertThat(needed(TestHouseholds.mother(), grownUp("spouse", "RUS", null)))
                .contains("papers");
    }

    @Test
    void a_child_sees_the_psychologist_and_one_alone_the_doctor_too_and_gets_its_papers() {
        assertThat(needed(TestHouseholds.mother(), TestHouseholds.son()))
                .contains("psychologist")
                .doesNotContain("medical", "papers", "telephone home");
        Registered child = households.register(TestHouseholds.household("yes", false, List.of(TestHouseholds.son())));
        assertThat(stations.neededBy(child.id(), true)).contains("medical", "psychologist", "papers", "telephone home");
    }

    @Test
    void a_patient_sees_the_doctor() {
        Registered couple = register(TestHouseholds.mother(), grownUp("spouse", "RUS", "510000041"));
        jdbc.sql("update person set needs = '{dialysis}' where id = :id")
                .param("id", couple.personIds().get(1))
                .update();
        assertThat(stations.neededBy(couple.id(), false)).contains("medical");
    }

    @Test
    void a_parted_family_sees_the_psychologist_and_calls_home_on_both_sides() {
        Registered first = register(TestHouseholds.mother(), grownUp("spouse", "RUS", "510000041"));
        Registered second = register(TestHouseholds.mother(), grownUp("spouse", "RUS", "510000041"));
        jdbc.sql("update household set split_from = :first where id = :second")
                .param("first", first.id())
                .param("second", second.id())
                .update();
        for (Registered side : List.of(first, second)) {
            assertThat(stations.neededBy(side.id(), false)).contains("psychologist", "telephone home");
        }
    }

    private Set<String> needed(NewPerson... members) {
        return stations.neededBy(register(members).id(), false);
    }

    private Registered register(NewPerson... members) {
        NewHousehold household = TestHouseholds.household("yes", false, List.of(members));
        return households.register(household);
    }

    private static NewPerson grownUp(String relation, String nationality, @Nullable String passport) {
        NewPerson person = TestHouseholds.person(
                "Полевой Олег", "POLEVOI OLEG", LocalDate.of(1979, 3, 3), "male", relation, passport);
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                false,
                person.sex(),
                List.of(nationality),
                relation,
                "unknown",
                List.of(),
                null,
                "seat",
                person.documents(),
                null);
    }
}
