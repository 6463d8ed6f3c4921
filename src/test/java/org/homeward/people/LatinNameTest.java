package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatinNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POLEVAIA VERA              | Полевая Вера     | POLEVAIA         | VERA
            Petrova-Ivanova Anna Maria |                  | PETROVA IVANOVA  | ANNA MARIA
            O'BRIEN, MARY              |                  | OBRIEN           | MARY
            AL HADDAD RIMA             |                  | AL HADDAD        | RIMA
            VAN DER BERG JAN           |                  | VAN DER BERG     | JAN
            ŁUKASZEWSKI ŻOFIA          |                  | LUKASZEWSKI      | ZOFIA
            MADONNA                    |                  | MADONNA          | ''
                                       | Щукина Юлия      | SHCHUKINA        | YULIYA
            12                         | Щукина Юлия      | SHCHUKINA        | YULIYA
                                       | ريما الحداد      | HDAD             | RYMA
                                       | 12               | UNKNOWN          | ''
            """)
    void the_passport_says_how_a_name_is_spelled_and_else_its_letters_do(
            String latinName, String name, String surname, String givenNames) {
        assertThat(LatinName.of(latinName, name)).isEqualTo(new LatinName(surname, givenNames));
    }

    @Test
    void other_text_keeps_its_digits_and_the_signs_that_may_stay() {
        assertThat(LatinName.plain("АВТ_1-٣ «б»", "-")).isEqualTo("AVT 1-3 B");
        assertThat(LatinName.plain("+961 (1) 300'041", "+-()")).isEqualTo("+961 (1) 300 041");
    }

    @Test
    void what_is_too_long_ends_with_a_whole_word_where_it_can() {
        assertThat(LatinName.cut("ANNA MARIA", 10)).isEqualTo("ANNA MARIA");
        assertThat(LatinName.cut("ANNA MARIA", 9)).isEqualTo("ANNA");
        assertThat(LatinName.cut("ANNAMARIA", 4)).isEqualTo("ANNA");
    }
}
