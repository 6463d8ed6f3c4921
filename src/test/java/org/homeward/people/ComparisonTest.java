package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class ComparisonTest {

    @ParameterizedTest
    @CsvSource({
        // Cyrillic, passports of several times
        "Щербакова Наталья, SHCHERBAKOVA NATALIA",
        "Щербакова Наталья, SHHERBAKOVA NATALYA",
        "Цветков Харитон, TSVETKOV KHARITON",
        "Цветков Харитон, CVETKOV HARITON",
        "Юдин Яков, IUDIN IAKOV",
        "Юдин Яков, YUDIN YAKOV",
        "Подъяпольский Семён, PODIEIAPOLSKII SEMEN",
        "Ёлкин Пётр, YOLKIN PYOTR",
        "Ёлкин Пётр, ELKIN PETR",
        "Володимир Шевченко, VOLODYMYR SHEVCHENKO",
        // Arabic, as people write it and as machine readable zones do
        "AL-KHATIB OMAR, ALKHATEEB OMAR",
        "AL-KHATIB OMAR, EL KHATIB OMER",
        "عمر الخطيب, AL-KHATIB OMAR",
        "MXHMD XKHTYB, MOHAMMED KHATIB",
        "EAXIXSHXTA, AISHA",
        "XAEYMN, AYMAN",
        "XAESAMXTA, OSAMA",
        "XAEMYR, AMIR",
        "XAEML, AMAL",
        "ELAXE ALXSHAMY, ALAA AL-SHAMI",
        "ALXAESD XAEYMN, AL-ASAD AYMAN",
        "ALXAESD XAEYMN, ALASAD AYMAN",
        "ALXSHAMY XAEMYR, ALSHAMI AMEER",
        "EMR ALXKHTYB, OMAR ALKHATEEB",
        "EBDALRXHMN XSSALXH, ABDUL RAHMAN SALEH",
        "FAXIZ XHMDAN, FAEZ HAMDAN",
        "RAXID XAESED, RAED ASAAD",
        "MXSSXTTFXAY XTTH, MUSTAFA TAHA",
        "XGGLNAZ XKKRYMXYA, GOLNAZ KARIMI",
        "الخطيب, ALKHATEEB",
        "محمد بن سلمان, MOHAMMED BIN SALMAN",
        "ABDUL RAHMAN DARWISH, ABDELRAHMAN DARWICH",
        "ABD AL-RAHMAN DARWISH, ABDURRAHMAN DARWISH",
        "MOHAMMED SHAHIN, MUHAMAD CHAHINE",
        "ABU BAKR NAJJAR, ABOU BAKR NAJJAR",
        // order, parts, joints, slips
        "BAKLANOVA VLASTA, Vlasta Baklanova",
        "Vlasta Petrovna Baklanova, Baklanova Vlasta",
        "V. Baklanova, Vlasta Baklanova",
        "VlastaBaklanova, Vlasta Baklanova",
        "Vlasta Bakla nova, Vlasta Baklanova",
        "Vlatsa Baklanova, Vlasta Baklanova",
        "Vlasta Balanova, Vlasta Baklanova",
        "Johann von Müller, Johann Mueller",
        // slips in the servant's names, and words parted at another place
        "ABDDULHAI SALEK, ABDULHAI SALEK",
        "ABDULLHA AL SENUSSI, ABDULLAH AL-SENUSSI",
        "ADBOULAYE HISSENE, ABDOULAYE HISSENE",
        "JÚ LIONHATE, JÚLIO NHATE",
        "FARHAD KANABI HAMAD, FARHAD KANABI AHMAD",
        // X for KH, as Uzbek and Kurdish write it
        "MUXTARAM ALIYEVA, MUKHTARAM ALIYEVA",
        "RUXSHANA KARIMOVA, RUKHSHANA KARIMOVA",
        "AXTAM RAHIMOV, AKHTAM RAHIMOV",
        // a name so long that it is compared in pieces
        "ZAKI WADI SAMI RAMI NADIR HADI FADI BADR TAMIM VERESKOV GVOZDIKIN DROZDETSKY ZHMURKIN ZVONAREV KUKOLNIK"
                + " LUKOSHKIN MURAVEIKIN NOZDRIN, VERESKOV GVOZDIKIN DROZDETSKY ZHMURKIN ZVONAREV KUKOLNIK LUKOSHKIN"
                + " MURAVEIKIN NOZDRIN",
    })
    void spellings_of_one_name_are_a_hit(String one, String other) {
        assertThat(compare(one, other).score()).as("%s as %s", one, other).isGreaterThanOrEqualTo(Likeness.HIT);
    }

    @ParameterizedTest
    @CsvSource({
        "AHMED DARWISH, MOHAMED DARWISH",
        "ELIAS HADDAD, عيسى حداد",
        "HASAN SHAHIN, HUSSEIN SHAHIN",
        "BARZAN IBRAHIM AL-DURI, BARZAN IBRAHIM AL-HALABI",
        "Roman Baklanov, Boris Baklanov",
        "A. Baklanova, Vlasta Baklanova",
        "JAFARI REZA, JAFAR REZA OMIDI",
        "习近朋, 习近平",
        "LI MIN, ULLAH AMAN",
        "Иванов Сергей, Сидоров Сергей",
    })
    void another_word_in_the_place_of_one_is_another_person(String one, String other) {
        assertThat(compare(one, other).score()).isLessThan(Likeness.HIT);
    }

    @ParameterizedTest
    @CsvSource({
        "MAYSA WALID KHALIL, WALID AYSSA",
        "SEMENOVA ALINA, ELENA IUREVNA SEMENOVA",
    })
    void a_year_is_too_little_for_a_name_that_would_be_misspelt_and_shortened_at_once(String one, String other) {
        Birth year = Birth.in(1971);
        assertThat(Comparison.compare(
                                Traits.named(one).born(year),
                                Traits.named(other).born(year))
                        .hit())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "VOLODYMYR ZELENSKYY, Volodymyr Oleksandrovych Zelenskyy",
        "MUHAMMAD YUNIS, MUHAMMAD YUNIS AHMAD",
        "MOHAMMAD HASHIM NOORZAI, MOHAMAD HASHM NOORZAI",
        "V. BALANOVA, VLASTA BAKLANOVA",
    })
    void a_name_that_is_shortened_or_misspelt_is_a_hit_with_a_year(String one, String other) {
        Birth year = Birth.in(1971);
        assertThat(Comparison.compare(
                                Traits.named(one).born(year),
                                Traits.named(other).born(year))
                        .hit())
                .isTrue();
    }

    @Test
    void another_year_of_birth_another_sex_or_another_country_speaks_against() {
        Traits vlasta = Traits.named("BAKLANOVA VLASTA").born(Birth.in(1984));
        assertThat(Comparison.compare(vlasta, vlasta.born(Birth.in(1972))).hit())
                .isFalse();
        assertThat(Comparison.compare(vlasta, vlasta.born(Birth.about(1985))).hit())
                .isTrue();
        assertThat(Comparison.compare(vlasta.ofSex(Sex.FEMALE), vlasta.ofSex(Sex.MALE))
                        .hit())
                .isFalse();
        assertThat(Comparison.compare(vlasta.ofNationality("RUS"), vlasta.ofNationality("SYR"))
                        .score())
                .isLessThan(1);
    }

    @Test
    void one_document_speaks_for_one_person_even_under_another_name() {
        Likeness likeness = Comparison.compare(
                Traits.named("VLASTA BAKLANOVA").holding("51 4400117"),
                Traits.named("VLASTA HADDAD").holding("51-4400117"));
        assertThat(likeness.hit()).isTrue();
        assertThat(likeness.reasons()).extracting(Reason::code).contains("document-same");
    }

    @ParameterizedTest
    @CsvSource({"VLASTA BAKLANOVA, VLASTA BAKLANOVA", "AL-KHATIB OMAR, ALKHATEEB OMER"})
    void another_document_speaks_against_and_says_so(String one, String other) {
        Traits holder = Traits.named(one).born(Birth.in(1984)).holding("51 4400117");
        Traits paperless = Traits.named(other).born(Birth.in(1984));
        Likeness likeness = Comparison.compare(holder, paperless.holding("51 4400118"));
        assertThat(likeness.score())
                .isLessThan(Comparison.compare(holder, paperless).score());
        assertThat(likeness.reasons()).extracting(Reason::code).contains("document-other");
        assertThat(Comparison.compare(holder, paperless.holding("51 4400118", "514400117"))
                        .reasons())
                .extracting(Reason::code)
                .contains("document-same")
                .doesNotContain("document-other");
    }

    @Test
    void the_first_of_january_is_no_day_of_birth() {
        Traits one = Traits.named("OMAR SHAHIN").born(Birth.on(LocalDate.of(1975, 1, 1)));
        Traits other = Traits.named("OMAR SHAHIN").born(Birth.on(LocalDate.of(1975, 6, 9)));
        assertThat(Comparison.compare(one, other).reasons())
                .extracting(Reason::code)
                .contains("birth-year-fits");
    }

    @Test
    void reasons_are_words_in_the_officers_language() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/homeward");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        List<Reason> reasons = Comparison.compare(
                        Traits.named("AL-KHATIB").born(Birth.in(1970)),
                        Traits.named("ALKHATEEB").born(Birth.in(1982)))
                .reasons();
        assertThat(reasons)
                .extracting(reason -> messages.getMessage(reason, Locale.ENGLISH))
                .containsExactly("names agree: AL-KHATIB ~ ALKHATEEB", "birth years differ by 12");
        assertThat(reasons)
                .extracting(reason -> messages.getMessage(reason, Locale.forLanguageTag("ru")))
                .containsExactly("имена совпадают: AL-KHATIB ~ ALKHATEEB", "разница в годах рождения: 12");
    }

    private static Likeness compare(String one, String other) {
        return Comparison.compare(Traits.named(one), Traits.named(other));
    }
}
