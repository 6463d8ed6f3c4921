package org.homeward.situation;

import static org.assertj.core.api.Assertions.assertThat;

import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@HomewardTest
class GovernoratesTest {

    @Autowired
    Governorates governorates;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SY01            | SY01
                    sy-hl           | SY02
                    DAMASCUS        | SY01
                    г. Дамаск       | SY01
                    دمشق            | SY01
                    محافظة دمشق     | SY01
                    Damascus (Mezzeh) | SY01
                    Дамаск / Damascus | SY01
                    Rural Damascus  | SY03
                    rif dimashq     | SY03
                    Риф Димашк      | SY03
                    Риф-Димашк      | SY03
                    ريف دمشق        | SY03
                    провинция Хомс  | SY04
                    Homs Governorate | SY04
                    Latakia         | SY06
                    Lattakia        | SY06
                    اللاذقيه        | SY06
                    Ёдлиб           | ''
                    Идлиб           | SY07
                    ادلب            | SY07
                    Al Hasakah      | SY08
                    Хасака          | SY08
                    Дейр эз-Зор     | SY09
                    Deir Ezzor      | SY09
                    Тартус          | SY10
                    Rakka           | SY11
                    Ракка           | SY11
                    Daraa           | SY12
                    Дераа           | SY12
                    As Suwayda      | SY13
                    Кунейтра        | SY14
                    القنيطره        | SY14""")
    void namesInThreeScriptsLeadToThePCode(String written, String pcode) {
        assertThat(governorates.names().pcodeOf(written).orElse("")).isEqualTo(pcode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "Москва", "Aleppo / Homs", "محافظة", "провинция", "SY15"})
    void whatIsNoGovernorateOrTwoOfThemIsNotGuessed(String written) {
        assertThat(governorates.names().pcodeOf(written)).isEmpty();
    }

    @Test
    void eachIsFoundByEachOfItsNames() {
        Governorates.Names names = governorates.names();
        assertThat(governorates.all()).hasSize(14).allSatisfy(one -> {
            assertThat(names.pcodeOf(one.nameEn())).contains(one.pcode());
            assertThat(names.pcodeOf(one.nameRu())).contains(one.pcode());
            assertThat(names.pcodeOf(one.nameAr())).contains(one.pcode());
        });
    }
}
