package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class ComparisonPropertiesTest {

    @Property(tries = 300)
    void no_name_is_too_odd_and_every_score_is_between_0_and_1(
            @ForAll @StringLength(max = 500) String one, @ForAll("people") Traits other) {
        assertThat(Comparison.compare(Traits.named(one), other).score()).isBetween(0.0, 1.0);
        try (CandidateIndex<String> index = new CandidateIndex<>()) {
            index.add("odd", Traits.named(one));
            assertThat(index.matches(other)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Property(tries = 300)
    void who_is_compared_with_whom_makes_no_difference(@ForAll("people") Traits one, @ForAll("people") Traits other) {
        assertThat(Comparison.compare(one, other).score())
                .isCloseTo(Comparison.compare(other, one).score(), within(1e-9));
    }

    @Property(tries = 300)
    void nothing_tells_a_person_apart_from_themselves(@ForAll("people") Traits person) {
        assertThat(Comparison.compare(person, person).score()).isEqualTo(1);
    }

    @Property(tries = 300)
    void the_order_of_words_makes_no_difference(@ForAll("people") Traits person, @ForAll long seed) {
        List<String> words = new ArrayList<>(Arrays.asList(person.names().get(0).split(" ")));
        Collections.shuffle(words, new Random(seed));
        assertThat(Comparison.compare(Traits.named(person.names().get(0)), Traits.named(String.join(" ", words)))
                        .score())
                .isEqualTo(1);
    }

    @Property(tries = 300)
    void what_speaks_against_never_raises_the_score(@ForAll("people") Traits one, @ForAll("people") Traits other) {
        Traits plainOne = Traits.named(one.names().get(0));
        Traits plainOther = Traits.named(other.names().get(0));
        double names = Comparison.compare(plainOne, plainOther).score();
        assertThat(Comparison.compare(plainOne.ofSex(Sex.MALE), plainOther.ofSex(Sex.FEMALE))
                        .score())
                .isLessThanOrEqualTo(names);
        assertThat(Comparison.compare(plainOne.born(Birth.in(1950)), plainOther.born(Birth.in(1990)))
                        .score())
                .isLessThanOrEqualTo(names);
        assertThat(Comparison.compare(plainOne.ofNationality("SYR"), plainOther.ofNationality("RUS"))
                        .score())
                .isLessThanOrEqualTo(names);
        assertThat(Comparison.compare(plainOne.holding("1234567"), plainOther.holding("7654321"))
                        .score())
                .isLessThanOrEqualTo(names);
    }

    @Property(tries = 200)
    void whoever_is_in_an_index_is_found_by_the_own_name(@ForAll("people") Traits person) {
        try (CandidateIndex<String> index = new CandidateIndex<>()) {
            OrdinaryPeople.some(200, 3).forEach(other -> index.add("other", other));
            index.add("sought", person);
            assertThat(index.matches(person)).anyMatch(match -> match.key().equals("sought"));
        }
    }

    @Provide
    Arbitrary<Traits> people() {
        return Arbitraries.integers()
                .between(0, 5_000)
                .map(seed -> OrdinaryPeople.some(1, seed).toList().get(0));
    }
}
