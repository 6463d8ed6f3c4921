package org.homeward.registration.list;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Which column says what, read from the row of headings in Russian, English, Arabic or two of them at once. A column that
 * is not known is kept: what it says goes into the remark, under its heading.
 */
final class Columns {

    private static final Pattern SOMEBODY_ELSE = words(
            "(фио|имя|имени|name|тел|phone).*(отца|матери|мужа|супруг|родственник|доверен|father|mother|husband|spouse|contact person|emergency|relative)"
                    + "|(отца|матери|father|mother|emergency).*(фио|имя|name|тел|phone)|اسم الاب|اسم الام"
                    + "|контактн.* лиц|доверенн.* лиц|девич|прежн|maiden|previous|former");

    /** Read from the top: the first pattern that a folded heading contains decides. */
    private static final Map<Pattern, Optional<Field>> HEADINGS = headings();

    private static final Pattern FULL_NAME =
            words("(?U)\\bфио\\b|\\bф и о\\b|full name|фамил.*(имя|отчеств)|surname.*(name|given)|last name.*first");
    private static final Pattern ABROAD = words("загран|заграничн|foreign|international|travel");
    private static final Pattern SERIES = words("(?U)^(серия|series)( .*)?$");
    private static final Pattern SERIES_WITH_NUMBER = words("(?U)\\b(no|num|number|номер|n)\\b");
    private static final Pattern NUMBER = words("^(no|n|number|номер)( .*)?$");
    private static final Pattern LATIN = words("(?U)латин|latin|\\bлат\\b|англ|english");

    private final Map<Field, Integer> byField;
    private final List<String> headings;
    private final int series;

    private Columns(Map<Field, Integer> byField, List<String> headings, int series) {
        this.byField = byField;
        this.headings = headings;
        this.series = series;
    }

    /** Reads a row as if it were the headings; of two columns of one kind the first counts, the other goes into the remark. */
    static Columns in(List<String> cells) {
        Map<Field, Integer> byField = new EnumMap<>(Field.class);
        for (int i = 0; i < cells.size(); i++) {
            int column = i;
            fieldOf(cells.get(i)).ifPresent(field -> byField.putIfAbsent(field, column));
        }
        int series = series(cells);
        preferred(cells, byField, series);
        Integer city = byField.get(Field.CITY);
        if (city != null && !byField.containsKey(Field.GOVERNORATE)) {
            if (Folded.of(cells.get(city)).matches("город|city|город city|town")) {
                byField.remove(Field.CITY);
                byField.put(Field.GOVERNORATE, city);
            }
        }
        Integer ordinal = byField.get(Field.ORDINAL);
        if (ordinal != null) {
            byField.putIfAbsent(Field.FAMILY, ordinal);
        }
        return new Columns(byField, cells, series);
    }

    /**
     * Reads two rows, one above the other, as the headings. A heading of the upper row stands over the columns to its
     * right that have none of their own; where the lower one says by itself what the column is, it counts.
     */
    static Columns in(List<String> upper, List<String> lower) {
        List<String> together = new ArrayList<>();
        String above = "";
        for (int i = 0; i < Math.max(upper.size(), lower.size()); i++) {
            String below = cell(lower, i);
            above = cell(upper, i).isEmpty() && !below.isEmpty() ? above : cell(upper, i);
            String both = (above + " " + below).strip();
            boolean alone =
                    fieldOf(below).filter(field -> field != Field.ORDINAL).isPresent()
                            && !LATIN.matcher(Folded.of(above)).find()
                            && !SOMEBODY_ELSE.matcher(Folded.of(both)).find();
            together.add(alone ? below : both);
        }
        return in(together);
    }

    /** The column with the series of documents whose numbers stand in a column of their own; -1 if there is none. */
    private static int series(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String folded = Folded.of(cells.get(i));
            if (SERIES.matcher(folded).matches()
                    && !SERIES_WITH_NUMBER.matcher(folded).find()) {
                return i;
            }
        }
        return -1;
    }

    /** Of several columns that could be meant, the ones that people mean. */
    private static void preferred(List<String> cells, Map<Field, Integer> byField, int series) {
        Integer name = byField.get(Field.NAME);
        if (name != null && FULL_NAME.matcher(Folded.of(cells.get(name))).find()) {
            byField.remove(Field.SURNAME);
            byField.remove(Field.PATRONYMIC);
        }
        for (int i = cells.size() - 1; i >= 0; i--) {
            boolean document =
                    fieldOf(cells.get(i)).filter(Field.DOCUMENT::equals).isPresent();
            boolean abroad = ABROAD.matcher(Folded.of(cells.get(i))).find();
            boolean number =
                    i == series + 1 && NUMBER.matcher(Folded.of(cells.get(i))).matches();
            if (series >= 0 && number) {
                byField.put(Field.DOCUMENT, i);
                byField.remove(Field.ORDINAL, i);
            } else if (series < 0 && document && abroad) {
                byField.put(Field.DOCUMENT, i);
            }
        }
    }

    /** How many columns were recognised: two and more make a row of headings. */
    int known() {
        return (int) byField.values().stream().distinct().count();
    }

    /** Without these nobody can be registered: who travels together, who it is, how old. */
    List<Field> missing() {
        boolean named = has(Field.NAME) || has(Field.LATIN) || has(Field.SURNAME) || has(Field.LATIN_SURNAME);
        return List.of(Field.FAMILY, Field.NAME, Field.BORN).stream()
                .filter(field -> field == Field.NAME ? !named : !has(field))
                .toList();
    }

    boolean has(Field field) {
        return byField.containsKey(field);
    }

    /** Whether families are told apart only by a bare "No", which may as well count persons. */
    boolean familyIsBareNumber() {
        return has(Field.ORDINAL) && Objects.equals(byField.get(Field.ORDINAL), byField.get(Field.FAMILY));
    }

    /** Whether the row repeats the headings, as on the next page of a printed list. */
    boolean repeatedIn(List<String> cells) {
        long same = byField.values().stream()
                .filter(column ->
                        !cell(cells, column).isEmpty() && cell(cells, column).equalsIgnoreCase(headings.get(column)))
                .count();
        return same >= 2
                || same == 1 && cells.stream().filter(cell -> !cell.isEmpty()).count() == 1;
    }

    String cell(List<String> cells, Field field) {
        Integer column = byField.get(field);
        return column == null ? "" : cell(cells, column);
    }

    /** The row by field; what stands in columns that are not known is added to the remark under their headings. */
    Map<Field, String> byField(List<String> cells) {
        Map<Field, String> row = new LinkedHashMap<>();
        byField.forEach((field, column) -> {
            String text = cell(cells, column);
            boolean countsPersons = field == Field.ORDINAL;
            if (!text.isEmpty() && !countsPersons) {
                row.put(field, text);
            }
        });
        if (series >= 0 && row.containsKey(Field.DOCUMENT)) {
            row.put(Field.DOCUMENT, (cell(cells, series) + " " + row.get(Field.DOCUMENT)).strip());
        }
        StringJoiner remark = new StringJoiner("; ");
        if (row.containsKey(Field.REMARK)) {
            remark.add(row.get(Field.REMARK));
        }
        for (int i = 0; i < cells.size(); i++) {
            boolean partOfNumber = i == series && row.containsKey(Field.DOCUMENT);
            if (!cells.get(i).isEmpty() && !byField.containsValue(i) && !partOfNumber) {
                remark.add(labelled(i, cells.get(i)));
            }
        }
        if (remark.length() > 0) {
            row.put(Field.REMARK, remark.toString());
        }
        return row;
    }

    /** What a column says, under its heading. */
    String labelled(Field field, String text) {
        Integer column = byField.get(field);
        return column == null ? text : labelled(column, text);
    }

    private String labelled(int column, String text) {
        String heading = cell(headings, column);
        return heading.isEmpty() ? text : heading + ": " + text;
    }

    private static String cell(List<String> cells, int column) {
        return column < cells.size() ? cells.get(column) : "";
    }

    static Optional<Field> fieldOf(String heading) {
        String folded = heading.length() > 120 ? "" : Folded.of(heading);
        if (folded.isEmpty()) {
            return heading.strip().equals("#") ? Optional.of(Field.ORDINAL) : Optional.empty();
        }
        return HEADINGS.entrySet().stream()
                .filter(known -> known.getKey().matcher(folded).find())
                .findFirst()
                .flatMap(Map.Entry::getValue);
    }

    private static Map<Pattern, Optional<Field>> headings() {
        Map<Pattern, Optional<Field>> known = new LinkedHashMap<>();
        known.put(words("соглас|разрешени. отца|consent|permission|موافقه"), Optional.of(Field.CONSENT));
        // somebody else's name, and what only looks like a column of ours
        known.put(SOMEBODY_ELSE, Optional.empty());
        known.put(
                words(
                        "(мест|place|country|страна|город).*(рожд|birth)|(рожд|birth) (place|country)|выдан|выдач|issue|возраст|\\bage\\b"
                                + "|родственник|relatives|состав семьи|family size|household size|family members|members of|членов семьи|number of|кол во|количество"
                                + "|семейн.* полож|сем(ейный)? статус|marital|family status"),
                Optional.empty());
        known.put(
                words(
                        "(фамил|surname|family name|last name)(?!.*(имя|given|first)).*(лат|latin|англ|english)|latin surname|(лат|latin|англ|english).*(фамил|surname|family name|last name)"),
                Optional.of(Field.LATIN_SURNAME));
        known.put(
                words(
                        "(?U)латин|latin|\\bлат\\b|транслит|translit|as in (the )?passport|(фио|имя|name).*(англ|english)|(англ|english).*(фио|имя|name)|по английски|roman"),
                Optional.of(Field.LATIN));
        known.put(
                words("(?U)действ|срок|годен|окончан|expir|\\bexp\\b|valid|انتهاء|صلاحيه"), Optional.of(Field.EXPIRES));
        known.put(
                words(
                        "(?U)рожд|\\bг р\\b|\\bд р\\b|\\bдр\\b|birth|born|\\bdob\\b|\\bd o b\\b|\\byob\\b|ميلاد|ولاده|تولد|مواليد"),
                Optional.of(Field.BORN));
        known.put(
                words(
                        "(?U)родств|кем приход|статус в семье|степень|\\brelation(ship)?\\b|kinship|^rel( .*)?$|صله|القرابه"),
                Optional.of(Field.RELATION));
        known.put(
                words(
                        "(?U)фамил.*(имя|отчеств)|surname.*(name|given)|last name.*first|full name|\\bname of\\b|(фио|имя) чл|\\bфио\\b|\\bф и о\\b"),
                Optional.of(Field.NAME));
        known.put(words("фамил|surname|family name|last name|اسم العايله|الكنيه"), Optional.of(Field.SURNAME));
        known.put(words("отчеств|patronymic|middle name"), Optional.of(Field.PATRONYMIC));
        known.put(
                words(
                        "(?U)семь|семе[йи]|\\bсем\\b|family|household|\\bhh\\b|hhid|номер дела|no дела|дело|case|رقم العايله|رقم الاسره|عايله|اسره"),
                Optional.of(Field.FAMILY));
        known.put(
                words("(?U)гражд|\\bгр во\\b|подданств|citizen|national|^nat$|جنسيه"), Optional.of(Field.NATIONALITY));
        known.put(words("(?U)\\bпол\\b|\\bsex\\b|gender|^m f$|^м ж$|^جنس$|الجنس"), Optional.of(Field.SEX));
        known.put(words("(?U)e ?mail|электрон|эл почт|почта|email|имейл|البريد"), Optional.of(Field.EMAIL));
        known.put(
                words(
                        "(?U)\\bтел|phone|mobile|моб|сотов|\\bcell\\b|whatsapp|\\btel\\b|\\bcontacts?\\b|контакт|هاتف|موبايل|جوال"),
                Optional.of(Field.PHONE));
        known.put(
                words(
                        "(?U)паспорт|passport|^pass( no)?$|документ|document|\\bdoc\\b|travel doc|\\bid (no|number|card)\\b|جواز|وثيقه"),
                Optional.of(Field.DOCUMENT));
        known.put(
                words(
                        "(?U)нужд|потребн|needs|medical|медицин|здоров|health|особые|особен|vulnerab|disab|инвалид|болезн|диагноз|احتياجات|صحيه"),
                Optional.of(Field.NEEDS));
        known.put(
                words(
                        "(?U)жела|wish|\\bwants?\\b|willing|\\bready\\b|готов|намер|intend|intention|desire|хочет|выезжа|выехать|едет ли|decision|решение|يرغب|الرغبه"),
                Optional.of(Field.WISH));
        known.put(
                words("(?U)куда|destination|назнач|\\bрф\\b|росси|russia|прибыт|going to|направл|الوجهه"),
                Optional.of(Field.CITY));
        known.put(
                words(
                        "(?U)провинц|\\bпров\\b|мухафаз|^gov$|губерн|governorate|province|област|регион|район|region|location|местонахожд|место нахожд|находится|residence|проживан|мест.* (жит|преб)|محافظه"),
                Optional.of(Field.GOVERNORATE));
        known.put(words("(?U)\\bгород\\b|\\bcity\\b|\\btown\\b|مدينه"), Optional.of(Field.CITY));
        known.put(words("примеч|коммент|замеч|дополн|remark|comment|\\bnotes?\\b|ملاحظ"), Optional.of(Field.REMARK));
        known.put(words("(?U)\\bимя\\b|имена|\\bnames?\\b|الاسم|اسم"), Optional.of(Field.NAME));
        known.put(
                words(
                        "^(no|n|nr|num|number|номер|п п|пп|no п п|no пп|n п п|s no|s n|sn|serial( no| number)?|порядковый номер|م|الرقم|رقم)$"),
                Optional.of(Field.ORDINAL));
        return known;
    }

    private static Pattern words(String pattern) {
        return Pattern.compile(pattern);
    }
}
