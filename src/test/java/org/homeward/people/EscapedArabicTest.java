package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapedArabicTest {

    /** ICAO Doc 9303-3, section 6 B: each letter as a machine readable zone has it. */
    private static final Map<Integer, String> ZONE = table("""
            ء XE آ XAA أ XAE ؤ U إ I ئ XI ا A ب B ة XTA ت T ث XTH ج J ح XH خ XKH د D ذ XDH ر R ز Z س S ش XSH ص XSS
            ض XDZ ط XTT ظ XZZ ع E غ G ف F ق Q ك K ل L م M ن N ه H و W ى XAY ي Y ٱ XXA ٹ XXT ټ XRT پ P ځ XKE څ XXH
            چ XC ڈ XXD ډ XDR ڑ XXR ړ XRR ږ XRX ژ XJ ښ XXS ک XKK ګ XXK ڭ XNG گ XGG ں XNN ڼ XXN ھ XDO ۀ XYH ہ XXG
            ۂ XGE ۃ XTG ی XYA ۍ XXY ې Y ے XYB ۓ XBE""");

    /** Names in Arabic letters, each with a way people write it in Latin ones. */
    private static final String COMMON = """
            محمد الخطيب=MOHAMMED AL-KHATIB
            عمر الخطيب=OMAR ALKHATEEB
            أحمد الشامي=AHMAD AL-SHAMI
            عائشة الأسد=AISHA AL-ASAD
            أيمن الحلبي=AYMAN AL-HALABI
            أسامة الحمصي=OSAMA AL-HOMSI
            أمير حيدر=AMIR HAIDAR
            أمل شاهين=AMAL SHAHIN
            آلاء الصباغ=ALAA AL-SABBAGH
            علاء الدروبي=ALAA AL-DROUBI
            إبراهيم الأتاسي=IBRAHIM AL-ATASSI
            إسماعيل حداد=ISMAIL HADDAD
            إسراء حسون=ISRAA HASSOUN
            فائز حمدان=FAEZ HAMDAN
            رائد صالح=RAED SALEH
            وائل الحلقي=WAEL AL-HALQI
            هانئ شحادة=HANI SHEHADEH
            فؤاد حمزة=FOUAD HAMZA
            مؤمن خليل=MOMEN KHALIL
            هناء خضر=HANAA KHEDR
            سهيل الزهراني=SUHAIL AL-ZAHRANI
            حسين الحسن=HUSSEIN AL-HASAN
            دعاء منصور الحسن=DUAA MANSOUR AL-HASAN
            أسماء طلاس=ASMAA TLASS
            ضياء الدين شرف=DIAA AL-DIN SHARAF
            بهاءالدين خطاب=BAHAA ALDIN KHATTAB
            مصطفى طه=MUSTAFA TAHA
            موسى الصدر=MUSA AL-SADR
            ليلى الظاهر=LAYLA AL-ZAHER
            يحيى عبد الرحمن=YAHYA ABDUL RAHMAN
            عبدالرحمن الشيخ=ABDULRAHMAN AL-SHEIKH
            عبدالله الأحمد=ABDULLAH AL-AHMAD
            علي حسن=ALI HASSAN
            عباس حسين=ABBAS HUSSEIN
            عثمان ذوالفقار=OTHMAN DHULFIQAR
            ثائر غانم الحريري=THAER GHANEM AL-HARIRI
            جعفر الصائغ=JAFAR AL-SAYEGH
            سعيد حامد=SAEED HAMED
            فاطمة الزهراء=FATIMA AL-ZAHRA
            خديجة الرفاعي=KHADIJA AL-RIFAI
            زينب حيدر=ZAINAB HAIDAR
            ضحى الطويل=DUHA AL-TAWIL
            معاذ الخن=MUADH AL-KHIN
            شعيب أرسلان=SHUAIB ARSLAN
            نظمي الظواهري=NAZMI AL-ZAWAHIRI
            حافظ بشار الأسد=HAFEZ BASHAR AL-ASSAD
            محمد بن سلمان=MOHAMMED BIN SALMAN
            ابراهيم رئيسی=EBRAHIM RAISI
            گلناز کریمی=GOLNAZ KARIMI
            ژاله چنگیزی=ZHALEH CHANGIZI
            پرویز مشرف=PERVEZ MUSHARRAF
            عاصم ڈار بھٹی=ASIM DAR BHATTI
            نواز شریف=NAWAZ SHARIF
            عارف چوہدری=ARIF CHAUDHRI
            کشمالہ گیلانی=KASHMALA GILANI
            پښتون خټک=PASHTUN KHATTAK""";

    @ParameterizedTest
    @MethodSource("common")
    void a_name_from_a_machine_readable_zone_is_a_hit_with_how_people_write_it(String zone, String written) {
        assertThat(Comparison.compare(Traits.named(zone), Traits.named(written)).score())
                .as("%s as %s", zone, written)
                .isGreaterThanOrEqualTo(Likeness.HIT);
    }

    @Test
    void it_is_found_among_many_others() {
        try (CandidateIndex<String> index = new CandidateIndex<>()) {
            OrdinaryPeople.some(2_000, 3).forEach(other -> index.add("other", other));
            common().forEach(pair -> index.add(pair[1], Traits.named(pair[1]).born(Birth.in(1980))));
            assertThat(common())
                    .allSatisfy(pair -> assertThat(
                                    index.matches(Traits.named(pair[0]).born(Birth.in(1980))))
                            .anySatisfy(match -> {
                                assertThat(match.key()).isEqualTo(pair[1]);
                                assertThat(match.likeness().hit()).isTrue();
                            }));
        }
    }

    @Test
    void every_escape_of_the_standard_is_heard_as_something_without_an_x() {
        assertThat(ZONE.values())
                .allSatisfy(
                        letter -> assertThat(EscapedArabic.heard("B" + letter)).doesNotContain("X"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXHMD XE", "MXHMD ALXEXE", "XTTH XH XI"})
    void a_word_of_which_nothing_is_heard_is_no_trouble(String zone) {
        assertThat(Comparison.compare(Traits.named(zone), Traits.named("MOHAMMED O."))
                        .score())
                .isBetween(0.0, 1.0);
        assertThat(Name.piecesOf(zone).get(0).words())
                .noneMatch(word -> word.latin().isEmpty());
    }

    /** Western, Chinese, Albanian, Basque, Maltese. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAXIME",
                "MAXIM",
                "MAXI",
                "MAXIMILIAN",
                "MAXWELL",
                "MAX",
                "MAXINE",
                "ALEXEI",
                "ALEXEY",
                "ALEXIS",
                "ALEXANDER",
                "ALEXANDRA",
                "XENIA",
                "XIMENA",
                "XAVIER",
                "ROXANA",
                "FELIX",
                "AXEL",
                "SIXTA",
                "CALIXTA",
                "DEXTER",
                "XU",
                "XIAO",
                "XI",
                "XIN",
                "JIAXIN",
                "YAXIN",
                "YANXIA",
                "HANXI",
                "XUAN",
                "MAXHUNI",
                "HOXHA",
                "XHAKA",
                "XHEVDET",
                "XHEMAL",
                "XHAFERAJ",
                "HAXHI",
                "HAXHAJ",
                "XHARRA",
                "ENXHI",
                "XABIER",
                "ETXEBERRIA",
                "AXISA",
                "AXIAK",
                "OMAR",
                "HASSAN"
            })
    void names_that_merely_have_an_x_stay_as_they_are(String name) {
        assertThat(EscapedArabic.is(name)).isFalse();
        assertThat(Name.piecesOf(name).get(0).key()).isEqualTo(name);
    }

    private static Stream<String[]> common() {
        return COMMON.lines().map(line -> line.split("=")).map(pair -> new String[] {zone(pair[0]), pair[1]});
    }

    /** As a passport office writes it: where teh marbuta ends a word, XAH. */
    private static String zone(String arabic) {
        return arabic.codePoints()
                .mapToObj(letter -> ZONE.getOrDefault(letter, Character.toString(letter)))
                .collect(Collectors.joining())
                .replaceAll("XTA(?= |$)", "XAH");
    }

    private static Map<Integer, String> table(String pairs) {
        String[] words = pairs.trim().split("\\s+");
        Map<Integer, String> table = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            table.put(words[i].codePointAt(0), words[i + 1]);
        }
        return Map.copyOf(table);
    }
}
