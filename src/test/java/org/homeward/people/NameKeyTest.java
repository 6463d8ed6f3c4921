package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameKeyTest {

    @Test
    void a_name_in_two_orders_has_one_key() {
        assertThat(NameKey.of("Щербакова Наталья", null)).isEqualTo(NameKey.of("Наталья Щербакова", null));
    }

    @Test
    void the_passport_spelling_counts_before_our_own_transliteration() {
        assertThat(NameKey.of("аль-Хатиб Омар", "EL KHATIB OMAR")).isEqualTo("KHATIB OMAR");
    }

    @Test
    void arabic_and_cyrillic_become_plain_latin() {
        assertThat(NameKey.of("سمير", null)).matches("[A-Z ]+");
        assertThat(NameKey.of("Ёлкина", null)).matches("[A-Z ]+");
    }

    @Test
    void signs_that_are_no_letters_leave_nothing() {
        assertThat(NameKey.of("\u202E 12 🙂", null)).isEmpty();
    }
}
