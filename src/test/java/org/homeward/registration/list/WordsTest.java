package org.homeward.registration.list;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    диабет, инсулин             | insulin             | seat       | -  | true
                    беременность 8 мес.         | pregnancy           | seat       | 35 | true
                    беременна, 30 недель        | pregnancy           | seat       | 30 | true
                    pregnant (32 weeks)         | pregnancy           | seat       | 32 | true
                    беременность                | pregnancy           | seat       | -  | true
                    беременность 60 недель      | pregnancy           | seat       | -  | true
                    инвалидная коляска          | wheelchair          | wheelchair | -  | true
                    Wheel-chair; oxygen         | wheelchair,oxygen   | wheelchair | -  | true
                    лежачий / stretcher         | stretcher           | stretcher  | -  | true
                    лежачий, коляска            | stretcher,wheelchair | stretcher | -  | true
                    гемодиализ и сопровождение  | dialysis,escort     | seat       | -  | true
                    كرسي متحرك                  | wheelchair          | wheelchair | -  | true
                    астма                       | other               | seat       | -  | false
                    диабет, астма               | insulin,other       | seat       | -  | false
                    коляска не нужна            | ''                  | seat       | -  | false
                    other                       | other               | seat       | -  | true
                    нет                         | ''                  | seat       | -  | true
                    none                        | ''                  | seat       | -  | true""")
    void needsAreUnderstoodOrSaidNotToBe(
            String written, String codes, String place, Integer weeks, boolean understood) {
        Words.Needs needs = Words.needs(written);

        assertThat(String.join(",", needs.codes())).isEqualTo(codes);
        assertThat(needs.place()).isEqualTo(place);
        assertThat(needs.pregnancyWeeks()).isEqualTo(weeks);
        assertThat(needs.understood()).isEqualTo(understood);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    RUS                          | RUS
                    ru                           | RUS
                    РФ                           | RUS
                    Россия                       | RUS
                    гражданка РФ                 | RUS
                    Российская Федерация         | RUS
                    Russian Federation           | RUS
                    RUS/SYR                      | RUS,SYR
                    РФ, САР                      | RUS,SYR
                    Россия и Сирия               | RUS,SYR
                    Russian Federation / Syrian Arab Republic | RUS,SYR
                    RUS SYR                      | RUS,SYR
                    SYR/SYR                      | SYR
                    Украина                      | UKR
                    Belarus                      | BLR
                    лицо без гражданства         | XXA
                    Марс                         | ''
                    RUS/???                      | RUS
                    RUS/Mars                     | ''""")
    void nationalitiesBecomeCodes(String written, String codes) {
        assertThat(String.join(",", Words.nationalities(written))).isEqualTo(codes);
    }

    @Test
    void husbandIsARelationAndInTheOtherColumnASex() {
        assertThat(Words.relation("муж")).contains("spouse");
        assertThat(Words.sex("муж")).contains("male");
        assertThat(Words.sex("Жен.")).contains("female");
        assertThat(Words.sex("?")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    заявитель | applicant
                    Head's wife | spouse
                    Head of household | applicant
                    Жена | spouse
                    сын (2 года) | child
                    Дочь заявителя | child
                    ابنة | child
                    mother-in-law | parent
                    внучка | grandchild
                    племянник | other""")
    void relationsAreThoseOfTheHouse(String written, String relation) {
        assertThat(Words.relation(written)).contains(relation);
    }

    @Test
    void wishesAndConsents() {
        assertThat(Words.wish("Да")).contains("yes");
        assertThat(Words.wish("думает")).contains("undecided");
        assertThat(Words.wish("?")).contains("undecided");
        assertThat(Words.wish("не желает")).contains("no");
        assertThat(Words.wish("завтра")).isEmpty();
        assertThat(Words.consent("да")).contains("given");
        assertThat(Words.consent("отказ")).contains("refused");
        assertThat(Words.consent("нет")).isEmpty();
    }
}
