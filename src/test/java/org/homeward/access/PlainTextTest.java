package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void whatOnlyProgramsObeyGoes() {
        assertThat(PlainText.of("мама \u202Eв\u2066 боль\u0000нице\u200F\uFEFF"))
                .isEqualTo("мама в больнице");
        assertThat(PlainText.of("а\uD800б")).isEqualTo("аб");
    }

    @Test
    void whatPeopleSeeStaysOnOneLine() {
        assertThat(PlainText.of("  =A1+B2 <b>\u00A0Анна\r\n\tи Лев ")).isEqualTo("=A1+B2 <b> Анна и Лев");
        assertThat(PlainText.of("и\u0306од")).isEqualTo("йод");
        assertThat(PlainText.of("می\u200Cخواهم 😀")).isEqualTo("می\u200Cخواهم 😀");
    }

    @Test
    void nothingIsEmpty() {
        assertThat(PlainText.of(null)).isEmpty();
        assertThat(PlainText.orNull(" \u200B ")).isNull();
    }
}
