package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HomewardTest
@Breaks("I3")
class KnownPeopleTest {

    private static final Traits VLASTA = Traits.named("BAKLANOVA VLASTA")
            .born(Birth.on(LocalDate.of(1984, 8, 19)))
            .holding("51 4400117");

    @Autowired
    KnownPeople known;

    @Autowired
    Households households;

    private long person;

    @BeforeEach
    void oneIsOnRecord() {
        person = households.register(TestHouseholds.woman()).personIds().get(0);
        known.note(person, VLASTA);
    }

    @Test
    void somebody_on_record_is_found_by_document_by_birth_and_by_name() {
        assertThat(known.candidates(Traits.named("SOMEBODY ELSE").holding("514400117")))
                .containsExactly(person);
        assertThat(known.candidates(Traits.named("BAKLANOVA").born(Birth.on(LocalDate.of(1984, 8, 19)))))
                .containsExactly(person);
        assertThat(known.candidates(Traits.named("Власта Бакланова"))).containsExactly(person);
        assertThat(known.candidates(Traits.named("Baklanova Wlsata").born(Birth.in(1985))))
                .containsExactly(person);
        assertThat(known.candidates(Traits.named("HADDAD RIMA").born(Birth.in(1984))))
                .isEmpty();
    }

    @Test
    void what_was_noted_before_a_correction_is_forgotten() {
        known.note(person, Traits.named("HADDAD RIMA"));
        assertThat(known.candidates(VLASTA)).isEmpty();
        assertThat(known.candidates(Traits.named("RIMA HADDAD"))).containsExactly(person);
    }
}
