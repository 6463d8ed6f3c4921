package org.homeward.household;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CaseNumberTest {

    @Property
    void what_is_given_out_is_valid(@ForAll @LongRange(min = 1, max = 9_999_999) long sequence) {
        Assume.that(CaseNumber.printable("SYR", sequence));
        assertThat(CaseNumber.isValid(CaseNumber.of("SYR", sequence))).isTrue();
    }

    @Property
    void one_wrong_digit_is_found(
            @ForAll @LongRange(min = 1, max = 999_999) long sequence,
            @ForAll @IntRange(min = 4, max = 9) int place,
            @ForAll @IntRange(min = 1, max = 9) int slip) {
        Assume.that(CaseNumber.printable("SYR", sequence));
        StringBuilder number = new StringBuilder(CaseNumber.of("SYR", sequence));
        number.setCharAt(place, (char) ('0' + (number.charAt(place) - '0' + slip) % 10));
        assertThat(CaseNumber.isValid(number.toString())).isFalse();
    }

    @Property
    void two_neighbours_swapped_are_found(
            @ForAll @LongRange(min = 1, max = 999_999) long sequence, @ForAll @IntRange(min = 4, max = 8) int place) {
        Assume.that(CaseNumber.printable("SYR", sequence));
        StringBuilder number = new StringBuilder(CaseNumber.of("SYR", sequence));
        char left = number.charAt(place);
        Assume.that(left != number.charAt(place + 1));
        number.setCharAt(place, number.charAt(place + 1));
        number.setCharAt(place + 1, left);
        assertThat(CaseNumber.isValid(number.toString())).isFalse();
    }
}
