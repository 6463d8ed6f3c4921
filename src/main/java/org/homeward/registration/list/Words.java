package org.homeward.registration.list;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of lists in Russian, English and Arabic, and the codes they stand for. */
final class Words {

    private static final Map<String, String> SEX = codes(Map.of(
            "female", "ж жен женский женщина женск f fem female woman w girl أنثى انثى",
            "male", "м муж мужской мужчина мужск m male man boy ذكر"));

    private static final Map<String, String> RELATION = codes(Map.of(
            "applicant",
            "заявитель заявительница глава|глава семьи|основной заявитель|applicant"
                    + "|main applicant|principal applicant|principal|head|head of family|head of household|self|сам|сама"
                    + "|pa|hoh|رب الأسرة|مقدم الطلب",
            "spouse",
            "муж жена супруг супруга spouse husband wife partner زوج زوجة",
            "child",
            "сын дочь дочка ребенок ребёнок дети пасынок падчерица child son daughter kid stepson stepdaughter"
                    + " baby infant newborn ابن ابنة بنت طفل طفلة"
                    + "|усыновленный сын|усыновленная дочь|приемный сын|приемная дочь|step son|step daughter",
            "parent",
            "мать отец мама папа родитель родители свекровь свекор тесть теща parent mother father mum mom dad"
                    + " أم أب والدة والد|mother in law|father in law",
            "sibling",
            "брат сестра sibling brother sister أخ أخت|родной брат|родная сестра|half brother|half sister",
            "grandchild",
            "внук внучка grandchild grandson granddaughter حفيد حفيدة",
            "grandparent",
            "бабушка дедушка дед grandparent grandmother grandfather جد جدة",
            "other",
            "другое другой другая иное прочее племянник племянница тетя дядя золовка невестка зять сноха деверь"
                    + " двоюродный опекун other relative cousin niece nephew aunt uncle guardian friend caregiver"
                    + "|двоюродный брат|двоюродная сестра|daughter in law|son in law|sister in law|brother in law"));

    private static final Map<String, String> WISH = codes(Map.of(
            "yes",
                    "да yes y желает хочет готов готова согласен согласна willing 1 true х x + نعم"
                            + " готовы едет едут выезжает выезжают поедет поедут хотят желают ready agree agrees leaves leaving ok"
                            + "|хочет выехать|желает выехать|wants to leave",
            "undecided",
                    "думает undecided unsure maybe perhaps сомневается возможно колеблется позже later ربما"
                            + "|не решил|не решила|не решили|не определился|не определилась|not sure|not decided|под вопросом"
                            + "|пока думает|еще думает|don t know|не знает|not yet decided|thinking",
            "no",
                    "нет no n отказ отказывается отказалась отказался остается остаются 0 false لا refuses refused"
                            + "|не готов|не готова|не готовы|не выезжает|не выезжают|не поедет|не желают|не хотят|not ready"
                            + "|не желает|не хочет|not willing|stays|stay|does not wish|не едет"));

    private static final Map<String, String> CONSENT = codes(Map.of(
            "given",
                    "да yes y есть имеется получено получен given granted obtained дано дал согласен 1 true + х x نعم"
                            + "|father agrees|отец согласен|нотариальное|есть нотариальное",
            "refused",
                    "отказ отказано отказал отказался против refused denied refuses возражает مرفوض"
                            + "|отец против|не согласен|does not agree|не дает|не дал"));

    private static final Map<String, Pattern> NEEDS = new LinkedHashMap<>();

    static {
        NEEDS.put("stretcher", pattern("лежач|носилк|stretcher|bed ?ridden|نقاله|طريح"));
        NEEDS.put("wheelchair", pattern("коляск|колясоч|кресл|wheel ?chair|كرسي متحرك|كرسي"));
        NEEDS.put("insulin", pattern("диабет|инсулин|diabet|insulin|سكري|انسولين"));
        NEEDS.put("dialysis", pattern("диализ|dialys|hemodialys|غسيل"));
        NEEDS.put("oxygen", pattern("кислород|oxygen|o2|اكسجين"));
        NEEDS.put("pregnancy", pattern("беремен|берем|pregnan|حامل|حمل"));
        NEEDS.put("other", pattern("^(other|other need|другое|прочее)$"));
        NEEDS.put("escort", pattern("сопровожд|escort|attendant|مرافق"));
    }

    private static final Pattern NOTHING = pattern(
            "^(нет|no|none|n a|na|здоров|здорова|здоровы|healthy|не требуется|отсутствуют|нет особых нужд|لا|لا يوجد|0)?$");
    private static final Pattern NOT = Pattern.compile("(?U)(^|\\s)(не|нет|без|no|not|without|لا|بدون)(\\s|$)");
    private static final Pattern PARTS = Pattern.compile("[,;/+\\n]|\\s(?:и|and|&)\\s");
    private static final Pattern WEEKS =
            Pattern.compile("(?U)(\\d{1,2}) ?(?:я |й |ая |ой |th )?(?:нед\\w*|weeks?|wks?|w|اسبوع)");
    private static final Pattern MONTHS =
            Pattern.compile("(?U)(\\d{1,2}) ?(?:й |м |ый |ом |th )?(?:мес\\w*|months?|mos?|m|اشهر|شهر)");

    private static final Map<String, String> NATIONALITIES = nationalities();

    private Words() {}

    /** {@code female} or {@code male}. */
    static Optional<String> sex(String written) {
        return look(SEX, written);
    }

    /**
     * One of the relations of table person; of several words, such as {@code жена (2-я)}, the first that is
     * known and is not the head's: {@code head's wife} is the wife.
     */
    static Optional<String> relation(String written) {
        return look(RELATION, written)
                .or(() -> Pattern.compile("[\\s/(),.-]+")
                        .splitAsStream(Folded.of(written))
                        .filter(RELATION::containsKey)
                        .map(RELATION::get)
                        .min(Comparator.comparing("applicant"::equals)));
    }

    /** {@code yes}, {@code undecided} or {@code no}. */
    static Optional<String> wish(String written) {
        return written.strip().matches("[?？]+") ? Optional.of("undecided") : look(WISH, written);
    }

    /** {@code given} or {@code refused}: "no" alone says only that nobody has it yet. */
    static Optional<String> consent(String written) {
        return look(CONSENT, written);
    }

    /** ISO 3166 alpha-3 codes (or ICAO's {@code XXA} for stateless), empty when any part is not understood. */
    static List<String> nationalities(String written) {
        String whole = NATIONALITIES.get(Folded.of(written));
        if (whole != null) {
            return List.of(whole);
        }
        List<String> found = new ArrayList<>();
        for (String part : written.split("(?U)[/,;+&|\\\\]|\\s[-–]\\s|\\s(?:и|and)\\s|\\s")) {
            String folded = Folded.of(part);
            if (folded.isEmpty() || folded.matches("гр|гражданин|гражданка|citizen")) {
                continue;
            }
            String code = NATIONALITIES.get(folded);
            if (code == null) {
                return inPhrases(written);
            }
            if (!found.contains(code)) {
                found.add(code);
            }
        }
        return List.copyOf(found);
    }

    private static List<String> inPhrases(String written) {
        List<String> found = new ArrayList<>();
        for (String part : written.split("(?U)[/,;+&|\\\\]|\\s(?:и|and)\\s")) {
            String code = NATIONALITIES.get(Folded.of(part));
            if (code == null) {
                return List.of();
            }
            found.add(code);
        }
        return found.stream().distinct().toList();
    }

    /**
     * What a column of needs says.
     *
     * @param codes needs of table person; {@code other} for what is not understood
     * @param place {@code seat}, {@code wheelchair} or {@code stretcher}
     * @param understood false when part of it must be kept in its own words
     */
    record Needs(List<String> codes, @Nullable Integer pregnancyWeeks, String place, boolean understood) {

        static final Needs NONE = new Needs(List.of(), null, "seat", true);
    }

    static Needs needs(String written) {
        List<String> codes = new ArrayList<>();
        Integer weeks = null;
        boolean understood = true;
        for (String part : PARTS.split(written)) {
            String folded = Folded.of(part);
            if (NOTHING.matcher(folded).find()) {
                continue;
            }
            List<String> named = NEEDS.entrySet().stream()
                    .filter(need -> need.getValue().matcher(folded).find())
                    .map(Map.Entry::getKey)
                    .toList();
            if (NOT.matcher(folded).find()) {
                understood = false;
            } else if (named.isEmpty()) {
                boolean howFar = codes.contains("pregnancy") && weeks(folded) != null;
                understood &= howFar;
                if (!howFar && !codes.contains("other")) {
                    codes.add("other");
                }
            } else {
                named.stream().filter(need -> !codes.contains(need)).forEach(codes::add);
            }
            if (codes.contains("pregnancy") && weeks == null) {
                weeks = weeks(folded);
            }
        }
        String place = codes.contains("stretcher") ? "stretcher" : codes.contains("wheelchair") ? "wheelchair" : "seat";
        return new Needs(List.copyOf(codes), weeks, place, understood);
    }

    /** A month of pregnancy is taken for its last week: 8 months are 35 weeks. */
    private static @Nullable Integer weeks(String folded) {
        String words = Folded.digits(folded);
        var weeks = WEEKS.matcher(words);
        if (weeks.find()) {
            return between1And45(Integer.parseInt(weeks.group(1)));
        }
        var months = MONTHS.matcher(words);
        return months.find() ? between1And45(Math.round(Integer.parseInt(months.group(1)) * 4.345f)) : null;
    }

    private static @Nullable Integer between1And45(int weeks) {
        return weeks >= 1 && weeks <= 45 ? weeks : null;
    }

    private static Optional<String> look(Map<String, String> words, String written) {
        String folded = Folded.of(written);
        return Optional.ofNullable(words.get(folded.isEmpty() ? written.strip() : folded));
    }

    private static Pattern pattern(String words) {
        return Pattern.compile(words);
    }

    /** Words are separated by spaces, phrases of several words by bars. */
    private static Map<String, String> codes(Map<String, String> wordsByCode) {
        Map<String, String> codes = new HashMap<>();
        wordsByCode.forEach((code, words) -> {
            String[] phrases = words.split("\\|");
            for (String word : phrases[0].split(" ")) {
                String folded = Folded.of(word);
                codes.put(folded.isEmpty() ? word : folded, code);
            }
            for (int i = 1; i < phrases.length; i++) {
                codes.put(Folded.of(phrases[i]), code);
            }
        });
        return codes;
    }

    private static Map<String, String> nationalities() {
        Map<String, String> codes = new HashMap<>();
        for (String alpha2 : Locale.getISOCountries()) {
            Locale country = new Locale.Builder().setRegion(alpha2).build();
            String alpha3 = country.getISO3Country();
            codes.put(Folded.of(alpha2), alpha3);
            codes.put(Folded.of(alpha3), alpha3);
            for (String language : List.of("en", "ru", "ar")) {
                codes.put(Folded.of(country.getDisplayCountry(Locale.forLanguageTag(language))), alpha3);
            }
        }
        for (String code : List.of("XXA", "XXB", "XXC", "RKS")) {
            codes.put(Folded.of(code), code);
        }
        Map.ofEntries(
                        Map.entry(
                                "RUS",
                                "рф|россия|русский|русская|российское|российский|российская|русское|россиянин"
                                        + "|россиянка|российская федерация|russian|russian federation|гр рф|гражданин рф|гражданка рф"
                                        + "|гражданин россии|гражданка россии|روسي|روسية"),
                        Map.entry(
                                "SYR",
                                "сар|сирия|сириец|сирийка|сирийское|сирийский|сирийская|syrian|syrian arab republic"
                                        + "|гражданин сирии|гражданка сирии|гражданин сар|سوري|سورية"),
                        Map.entry("UKR", "украинец|украинка|украинское|ukrainian"),
                        Map.entry("BLR", "рб|белорус|белоруска|белорусское|белоруссия|беларусь|belarusian"),
                        Map.entry("KAZ", "рк|казах|казашка|казахстанское|казахстан|kazakh|kazakhstani"),
                        Map.entry("UZB", "узбек|узбечка|узбекское|uzbek"),
                        Map.entry("KGZ", "киргиз|киргизка|киргизия|киргизское|kyrgyz"),
                        Map.entry("TJK", "таджик|таджичка|таджикское|tajik"),
                        Map.entry("ARM", "армянин|армянка|армянское|armenian"),
                        Map.entry("AZE", "азербайджанец|азербайджанка|азербайджанское|azerbaijani"),
                        Map.entry("GEO", "грузин|грузинка|грузинское|georgian"),
                        Map.entry("MDA", "молдаванин|молдаванка|молдавия|молдавское|moldovan"),
                        Map.entry("LBN", "ливанец|ливанка|ливанское|lebanese"),
                        Map.entry("IRQ", "иракец|иракское|iraqi"),
                        Map.entry("JOR", "иорданец|иорданка|иорданское|jordanian"),
                        Map.entry("TUR", "турок|турчанка|турецкое|turkish|турция"),
                        Map.entry("EGY", "египтянин|египтянка|египетское|egyptian"),
                        Map.entry("PSE", "палестинец|палестинка|палестинское|палестина|palestinian|palestine"),
                        Map.entry("XXA", "бг|б г|лбг|апатрид|без гражданства|лицо без гражданства|stateless"))
                .forEach((code, words) -> {
                    for (String word : words.split("\\|")) {
                        codes.put(Folded.of(word), code);
                    }
                });
        return Map.copyOf(codes);
    }
}
