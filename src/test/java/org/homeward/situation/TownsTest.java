package org.homeward.situation;

import static org.assertj.core.api.Assertions.assertThat;

import org.homeward.HomewardTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@HomewardTest
class TownsTest {

    @Autowired
    private Towns towns;

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
    @ValueSource(strings = {"Nowhere", "x", "(", "  "})
    void of_others_nothing_is_said(String written) {
        assertThat(towns.isAbroad(written)).isFalse();
        assertThat(towns.isInCountry(written)).isFalse();
    }
}
