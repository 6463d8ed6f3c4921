package org.homeward.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
class TownsTest {

    @Autowired
    private Towns towns;

    @Autowired
    private Exits exits;

    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Beirut                                     | BEY
            Бейрут                                     | beirut
            г. Бейрут                                  | Beirut, Lebanon
            بيروت                                      | BEY
            Beirut–Rafic Hariri International Airport  | BEY
            Moscow (Vnukovo)                           | Москва
            Moscow SVO                                 | Чкаловский
            Damascus                                   | DAM
            Дамаск                                     | Damascus International Airport
            دمشق                                       | Damascus
            Latakia                                    | LTK
            Хмеймим                                    | Latakia
            Khmeimim airbase                           | Lattakia
            Deir ez-Zor airport                        | DEZ
            Queen Alia International Airport           | Амман
            Saint Petersburg                           | Пулково
            Somewhere Else                             | somewhere  else""")
    void one_town_has_many_names(String written, String other) {
        assertThat(towns.one(written)).isEqualTo(towns.one(other));
    }

    @ParameterizedTest
    @CsvSource({"Beirut, Amman", "Damascus, Latakia", "Larnaca, Limassol", "Nowhere, Elsewhere"})
    void different_towns_stay_apart(String written, String other) {
        assertThat(towns.same(written, other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Damascus", "ДАМАСК", "Hmeimim", "LTK", "Aleppo airport", "Камышлы", "Rif Dimashq"})
    void towns_of_the_country_are_known(String written) {
        assertThat(towns.isInCountry(written)).isTrue();
        assertThat(towns.isAbroad(written)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEY", "Бейрут", "Larnaca", "Москва", "Amman"})
    void towns_abroad_are_known(String written) {
        assertThat(towns.isAbroad(written)).isTrue();
        assertThat(towns.isInCountry(written)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Damascus          | ru | Дамаск
            Latakia           | ru | Латакия
            Beirut            | ru | Бейрут
            Beirut            | ar | بيروت
            Москва            | en | Moscow
            Hmeimim           | ru | Hmeimim
            Moscow (Vnukovo)  | ru | Moscow (Vnukovo)
            SVO               | ru | SVO
            Nowhere           | ru | Nowhere""")
    void a_town_is_called_in_the_language_of_the_reader_where_nothing_is_lost(
            String written, String language, String name) {
        assertThat(towns.name(written, Locale.forLanguageTag(language))).isEqualTo(name);
    }

    @Test
    void every_town_and_every_exit_has_a_name_for_readers_of_each_language() {
        assertThat(jdbc.sql(
                                "select town from town_name except select code from town except select pcode from governorate")
                        .query(String.class)
                        .list())
                .isEmpty();
        assertThat(exits.all()).isNotEmpty().allSatisfy(exit -> {
            assertThat(exit.name(Locale.forLanguageTag("ru"))).matches("[а-яёА-ЯЁ /-]+");
            assertThat(exit.name(Locale.forLanguageTag("ar"))).matches("[\\p{IsArabic} /]+");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nowhere", "x", "(", "  "})
    void of_others_nothing_is_said(String written) {
        assertThat(towns.isAbroad(written)).isFalse();
        assertThat(towns.isInCountry(written)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Дамаск,DAM",
        "Latakia,LTK",
        "Beirut,BEY",
        "Moscow (Vnukovo),MOW",
        "As-Sweida,SY13",
        "Somewhere,somewhere"
    })
    void carriers_know_a_town_by_its_airport(String written, String code) {
        assertThat(towns.carriersCode(written)).isEqualTo(code);
    }
}
