package org.homeward.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Breaks("I3")
class LodgingTest {

    @Autowired
    private Lodging lodging;

    @Autowired
    private Arrival arrival;

    @Autowired
    private Households households;

    @Autowired
    private JdbcClient jdbc;

    private Registered family;
    private Registered other;

    @BeforeEach
    void twoFamiliesAndThreeBeds() {
        family = households.register(TestHouseholds.motherAndSon());
        other = households.register(TestHouseholds.motherAndSon());
        lodging.add("Москва", "Ромашка", 3, false);
    }

    @Test
    void of_two_at_once_who_want_the_last_beds_one_gets_them_and_the_other_reads_why() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ExecutorService officers = Executors.newFixedThreadPool(2);
        List<Future<String>> answers = List.of(family, other).stream()
                .map(one -> officers.submit(() -> {
                    both.countDown();
                    both.await();
                    return give(one);
                }))
                .toList();
        assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
                .containsExactlyInAnyOrder(
                        "given",
                        "Ромашка no longer has 2 free beds: somebody has just been given them. Choose another place.");
        officers.shutdown();
        assertThat(lodging.all())
                .singleElement()
                .satisfies(place -> assertThat(place.free()).isEqualTo(1));
        assertThat(lodging.stays()).hasSize(1);
    }

    private String give(Registered one) {
        try {
            lodging.give(one.id(), 1);
            return "given";
        } catch (Refusal refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    @Test
    void the_table_itself_gives_no_bed_twice() {
        assertThatThrownBy(() ->
                        jdbc.sql("update lodging_place set beds_taken = 4").update())
                .isInstanceOf(DataIntegrityViolationException.class);
        lodging.give(family.id(), 1);
        assertThatThrownBy(() -> lodging.change(1, 1, false, false)).hasMessageContaining("Release some first");
    }

    @Test
    void beds_are_free_again_when_they_are_released_or_another_place_is_given_or_they_live_elsewhere() {
        lodging.add("Москва", "Берёзка", 2, true);
        lodging.give(family.id(), 1);
        lodging.give(family.id(), 2);
        assertThat(lodging.all()).extracting(Lodging.Place::free).containsExactly(0, 3); // Берёзка first
        arrival.recordStep(family.id(), "lodging", "centre");
        arrival.recordStep(family.id(), "lodging", "relatives");
        assertThat(lodging.all()).extracting(Lodging.Place::free).containsExactly(2, 3);
        lodging.give(family.id(), 1);
        arrival.close(family.id(), true);
        assertThat(lodging.stays()).as("home").isEmpty();
        lodging.give(other.id(), 2);
        households.ends(other.id(), "withdrew");
        assertThat(lodging.stays()).as("ended otherwise").isEmpty();
    }

    @Test
    void a_centre_needs_beds_and_a_wheelchair_a_place_that_takes_one() {
        arrival.landed(family.id());
        assertThatThrownBy(() -> arrival.recordStep(family.id(), "lodging", "centre"))
                .hasMessageContaining("Give them beds first");
        households.travelsIn(family.personIds().get(0), "wheelchair");
        assertThatThrownBy(() -> lodging.give(family.id(), 1)).hasMessageContaining("wheelchair");
        lodging.change(1, 3, true, false);
        lodging.give(family.id(), 1);
        arrival.recordStep(family.id(), "lodging", "centre");
    }

    @Test
    void a_newborn_in_arms_needs_no_place_for_wheelchairs() {
        households.travelsIn(family.personIds().get(1), "arms");
        lodging.give(family.id(), 1);
        assertThat(lodging.stays()).hasSize(1);
    }

    @Test
    void what_cannot_be_is_refused_with_a_sentence() {
        assertThatThrownBy(() -> lodging.add("москва", "РОМАШКА", 1, false)).isInstanceOf(Refusal.Conflict.class);
        assertThatThrownBy(() -> lodging.add(" ", "Берёзка", 1, false)).hasMessageContaining("needs a city");
        assertThatThrownBy(() -> lodging.add("Москва", "Берёзка", -1, false)).hasMessageContaining("from 0");
        assertThatThrownBy(() -> lodging.give(family.id(), 99)).isInstanceOf(Refusal.NotFound.class);
        lodging.change(1, 3, false, true);
        assertThatThrownBy(() -> lodging.give(family.id(), 1)).hasMessageContaining("no longer used");
    }
}
