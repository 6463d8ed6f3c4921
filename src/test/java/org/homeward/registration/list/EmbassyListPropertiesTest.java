package org.homeward.registration.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.homeward.household.NewPerson;
import org.jspecify.annotations.Nullable;

/** Whatever families are written down in whatever style, the list reads back as just these families. */
class EmbassyListPropertiesTest {

    /** A made-up member. @param latin may be empty; @param document may be empty */
    record Member(
            String name,
            String latin,
            LocalDate born,
            boolean yearOnly,
            String sex,
            List<String> nationalities,
            String document,
            @Nullable LocalDate expires,
            String relation,
            String need,
            String remark) {}

    record Family(String number, String governorate, String phone, String wish, List<Member> members) {}

    /** How a list is written. */
    record Style(
            boolean russian,
            boolean workbook,
            Charset encoding,
            boolean mark,
            char separator,
            int titleRows,
            boolean numberOnEachRow,
            boolean blankBetween,
            boolean total,
            long order) {}

    private static final Map<String, String[]> HEADINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("family", new String[] {"№ семьи", "Family No."}),
            Map.entry("name", new String[] {"ФИО", "Full name"}),
            Map.entry("latin", new String[] {"ФИО (лат.)", "Name in Latin letters"}),
            Map.entry("born", new String[] {"Дата рождения", "DOB"}),
            Map.entry("sex", new String[] {"Пол", "Sex"}),
            Map.entry("nationality", new String[] {"Гражданство", "Nationality"}),
            Map.entry("document", new String[] {"№ паспорта", "Passport No."}),
            Map.entry("expires", new String[] {"Паспорт действителен до", "Expiry date"}),
            Map.entry("relation", new String[] {"Родство", "Relationship"}),
            Map.entry("phone", new String[] {"Тел.", "Mobile"}),
            Map.entry("governorate", new String[] {"Мухафаза", "Governorate"}),
            Map.entry("need", new String[] {"Особые потребности", "Special needs"}),
            Map.entry("wish", new String[] {"Готов выехать", "Willing to leave"}),
            Map.entry("remark", new String[] {"Комментарий", "Notes"})));

    private static final Map<String, String[]> WORDS = Map.ofEntries(
            Map.entry("female", new String[] {"ж", "F"}),
            Map.entry("male", new String[] {"муж", "male"}),
            Map.entry("applicant", new String[] {"заявитель", "applicant"}),
            Map.entry("spouse", new String[] {"муж", "husband"}),
            Map.entry("child", new String[] {"сын", "daughter"}),
            Map.entry("parent", new String[] {"мать", "Father"}),
            Map.entry("wheelchair", new String[] {"инвалидная коляска", "wheelchair"}),
            Map.entry("stretcher", new String[] {"лежачий", "stretcher"}),
            Map.entry("insulin", new String[] {"диабет", "insulin"}),
            Map.entry("", new String[] {"", ""}),
            Map.entry("yes", new String[] {"да", "Yes"}),
            Map.entry("undecided", new String[] {"думает", "undecided"}),
            Map.entry("no", new String[] {"нет", "no"}),
            Map.entry("SY01", new String[] {"Дамаск", "Damascus"}),
            Map.entry("SY04", new String[] {"г. Хомс", "Homs"}));

    @Property(tries = 300)
    void aListReadsBackAsTheFamiliesOnIt(@ForAll("families") List<Family> families, @ForAll("styles") Style style) {
        List<List<Object>> rows = written(families, style);
        byte[] file = style.workbook()
                ? Lists.xlsx(rows)
                : withMark(Lists.csv(rows, style.encoding(), style.separator()), style);

        List<ListRow> read = Readings.rows(file);

        assertThat(readBack(read)).isEqualTo(expected(families));
        int blank = style.blankBetween() ? families.size() - 1 : 0;
        int persons =
                families.stream().mapToInt(family -> family.members().size()).sum();
        assertThat(read).hasSize(persons + blank + (style.total() ? 1 : 0));
        assertThat(read.stream().filter(row -> row.outcome().equals("blank")).count())
                .isEqualTo(blank);
        assertThat(read.get(0).number()).isEqualTo(style.titleRows() + 2);
        assertThat(read).extracting(ListRow::number).doesNotHaveDuplicates().isSorted();
    }

    @Property(tries = 300)
    void anyCellsAtAllAreAccountedForRowByRow(@ForAll("anything") List<List<String>> cells, @ForAll boolean workbook) {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(List.of("Семья", "ФИО", "Дата рождения", "Паспорт", "Телефон"));
        cells.forEach(row -> rows.add(new ArrayList<Object>(row)));

        List<ListRow> read = Readings.rows(workbook ? Lists.xlsx(rows) : Lists.csv(rows));

        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).number()).isEqualTo(i + 2);
            assertThat(read.get(i).outcome()).isIn("waiting", "correction", "blank", "total", "heading");
            assertThat(read.get(i).flaws().isEmpty())
                    .isEqualTo(!read.get(i).outcome().equals("correction"));
        }
        assertThat(read.size()).isLessThanOrEqualTo(cells.size());
    }

    private static List<List<Object>> written(List<Family> families, Style style) {
        List<String> columns = new ArrayList<>(HEADINGS.keySet());
        Collections.shuffle(columns, new Random(style.order()));
        int language = style.russian() ? 0 : 1;
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < style.titleRows(); i++) {
            rows.add(List.of("Консульский отдел; список, " + i));
        }
        rows.add(columns.stream()
                .map(column -> (Object) heading(column, language))
                .toList());
        Random dates = new Random(style.order());
        for (Family family : families) {
            if (style.blankBetween() && family != families.get(0)) {
                rows.add(Collections.nCopies(columns.size(), ""));
            }
            for (Member member : family.members()) {
                boolean first = member == family.members().get(0);
                Map<String, Object> cells = cells(family, member, first, style, dates);
                rows.add(columns.stream().map(cells::get).toList());
            }
        }
        if (style.total()) {
            List<Object> total = new ArrayList<>(Collections.nCopies(columns.size(), ""));
            total.set(0, style.russian() ? "ИТОГО: " + families.size() : "Total");
            total.set(1, "7");
            rows.add(total);
        }
        return rows;
    }

    private static Map<String, Object> cells(Family family, Member member, boolean first, Style style, Random dates) {
        int language = style.russian() ? 0 : 1;
        return Map.ofEntries(
                Map.entry("family", first || style.numberOnEachRow() ? number(family.number(), style) : ""),
                Map.entry("name", member.name()),
                Map.entry("latin", member.latin()),
                Map.entry("born", member.yearOnly() ? year(member.born(), style) : day(member.born(), style, dates)),
                Map.entry("sex", word(member.sex(), language)),
                Map.entry("nationality", String.join("/", member.nationalities())),
                Map.entry("document", member.document()),
                Map.entry("expires", member.expires() == null ? "" : day(member.expires(), style, dates)),
                Map.entry("relation", word(member.relation(), language)),
                Map.entry("phone", first ? family.phone() : ""),
                Map.entry("governorate", first ? word(family.governorate(), language) : ""),
                Map.entry("need", word(member.need(), language)),
                Map.entry("wish", first ? word(family.wish(), language) : ""),
                Map.entry("remark", member.remark()));
    }

    private static String word(String code, int language) {
        return Objects.requireNonNull(WORDS.get(code))[language];
    }

    private static String heading(String column, int language) {
        return Objects.requireNonNull(HEADINGS.get(column))[language];
    }

    private static Object number(String number, Style style) {
        return style.workbook() ? (Object) Integer.valueOf(number) : number;
    }

    private static Object year(LocalDate born, Style style) {
        return style.workbook() ? (Object) born.getYear() : born.getYear() + " г.";
    }

    private static Object day(LocalDate day, Style style, Random dates) {
        List<String> forms = List.of("dd.MM.yyyy", "dd/MM/yyyy", "d.M.yyyy", "yyyy-MM-dd", "dd-MM-yyyy", "d MMMM yyyy");
        int form = dates.nextInt(forms.size() + 2);
        boolean fiveDigits = day.isAfter(LocalDate.of(1927, 5, 17));
        if (form == forms.size() && (style.workbook() || fiveDigits)) {
            return style.workbook()
                    ? (Object) day
                    : String.valueOf(ChronoUnit.DAYS.between(LocalDate.of(1899, 12, 30), day));
        }
        boolean twoDigits = form >= forms.size() && day.isAfter(Readings.TODAY.minusYears(60)) && day.getYear() < 2060;
        if (form >= forms.size()) {
            return day.format(DateTimeFormatter.ofPattern(twoDigits ? "dd/MM/yy" : "dd/MM/yyyy"));
        }
        Locale locale = style.russian() ? Locale.forLanguageTag("ru") : Locale.ENGLISH;
        return day.format(DateTimeFormatter.ofPattern(forms.get(form), locale));
    }

    private static byte[] withMark(byte[] content, Style style) {
        if (!style.mark() || !style.encoding().equals(StandardCharsets.UTF_8)) {
            return content;
        }
        byte[] marked = Arrays.copyOf(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, content.length + 3);
        System.arraycopy(content, 0, marked, 3, content.length);
        return marked;
    }

    private static List<String> expected(List<Family> families) {
        List<String> expected = new ArrayList<>();
        for (Family family : families) {
            for (Member member : family.members()) {
                boolean first = member == family.members().get(0);
                expected.add(String.join(
                        "|",
                        family.number(),
                        member.name(),
                        String.valueOf(emptyToNull(member.latin())),
                        (member.yearOnly() ? member.born().withDayOfYear(1) : member.born()).toString(),
                        String.valueOf(member.yearOnly()),
                        member.sex(),
                        member.nationalities().toString(),
                        member.document().isEmpty() ? "" : member.document() + " " + member.expires(),
                        member.relation(),
                        member.need().isEmpty() ? "[]" : "[" + member.need() + "]",
                        String.valueOf(emptyToNull(member.remark())),
                        first
                                ? family.governorate() + " +" + "963"
                                        + family.phone().substring(1) + " " + family.wish()
                                : ""));
            }
        }
        return expected;
    }

    private static List<String> readBack(List<ListRow> rows) {
        List<String> read = new ArrayList<>();
        Map<Integer, Boolean> begun = new TreeMap<>();
        for (ListRow row : rows) {
            assertThat(row.flaws()).isEmpty();
            if (!row.outcome().equals("waiting")) {
                continue;
            }
            Reading reading = Readings.reading(row);
            NewPerson person = Objects.requireNonNull(reading.person());
            boolean first = begun.put(row.householdRow(), true) == null;
            read.add(String.join(
                    "|",
                    row.family(),
                    String.valueOf(person.name()),
                    String.valueOf(person.latinName()),
                    String.valueOf(person.born()),
                    String.valueOf(person.bornEstimated()),
                    person.sex(),
                    person.nationalities().toString(),
                    person.documents().isEmpty()
                            ? ""
                            : person.documents().get(0).number() + " "
                                    + person.documents().get(0).expires(),
                    person.relation(),
                    person.needs().toString(),
                    String.valueOf(person.remark()),
                    first
                            ? reading.request().governorate() + " "
                                    + reading.request().phone() + " "
                                    + reading.request().wish()
                            : ""));
        }
        return read;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Provide
    Arbitrary<List<Family>> families() {
        Arbitrary<List<Member>> members = Combinators.combine(
                        member("applicant"),
                        Arbitraries.of("spouse", "child", "parent")
                                .flatMap(this::member)
                                .list()
                                .ofMaxSize(4))
                .as((applicant, others) -> {
                    List<Member> all = new ArrayList<>(List.of(applicant));
                    all.addAll(others);
                    return all;
                });
        return Combinators.combine(
                        Arbitraries.of("SY01", "SY04"),
                        Arbitraries.integers().between(100000, 999999).map(n -> "0933" + n),
                        Arbitraries.of("yes", "undecided", "no"),
                        members)
                .as((governorate, phone, wish, all) -> new Family("", governorate, phone, wish, all))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(families -> {
                    List<Family> numbered = new ArrayList<>();
                    for (Family family : families) {
                        numbered.add(new Family(
                                String.valueOf(numbered.size() + 1),
                                family.governorate(),
                                family.phone(),
                                family.wish(),
                                family.members()));
                    }
                    return numbered;
                });
    }

    private Arbitrary<Member> member(String relation) {
        Arbitrary<String> names = Arbitraries.of(
                "Клёнова Анна", "Ясенев Лев Ильич", "аль-Вард Салма", "Дубова-Ель Вера", "О'Нил Пётр", "Sosnin Ivan");
        Arbitrary<String> latin = Arbitraries.of("", "KLENOVA ANNA", "AL-WARD SALMA");
        Arbitrary<LocalDate> born =
                Arbitraries.integers().between(0, 90 * 365).map(days -> Readings.TODAY.minusDays(days));
        Arbitrary<String> document =
                Arbitraries.integers().between(0, 9999999).map(n -> n % 5 == 0 ? "" : "53 " + (1000000 + n));
        Arbitrary<LocalDate> expires = Arbitraries.integers().between(0, 9000).map(LocalDate.of(2005, 1, 1)::plusDays);
        return Combinators.combine(
                        names,
                        latin,
                        born,
                        Arbitraries.of(true, false, false),
                        Arbitraries.of("female", "male"),
                        Arbitraries.of(List.of("RUS"), List.of("SYR"), List.of("RUS", "SYR")),
                        Combinators.combine(document, expires).as((number, until) -> new Object[] {number, until}),
                        Arbitraries.of("", "wheelchair", "stretcher", "insulin"))
                .as((name, latinName, birth, yearOnly, sex, nationalities, paper, need) -> new Member(
                        name,
                        latinName,
                        yearOnly ? birth.withDayOfYear(1) : birth,
                        yearOnly,
                        sex,
                        nationalities,
                        (String) paper[0],
                        paper[0].equals("") ? null : (LocalDate) paper[1],
                        relation,
                        need,
                        need.isEmpty() ? "" : "«ждёт; \"мать\", 2 дня»"));
    }

    @Provide
    Arbitrary<Style> styles() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(
                                StandardCharsets.UTF_8, Charset.forName("windows-1251"), Charset.forName("UTF-16")),
                        Arbitraries.of(true, false),
                        Arbitraries.of(';', ',', '\t'),
                        Arbitraries.integers().between(0, 4),
                        Combinators.combine(
                                        Arbitraries.of(true, false),
                                        Arbitraries.of(true, false),
                                        Arbitraries.of(true, false))
                                .as((each, blank, total) -> new boolean[] {each, blank, total}),
                        Arbitraries.longs())
                .as((russian, workbook, encoding, mark, separator, titles, flags, order) -> new Style(
                        russian, workbook, encoding, mark, separator, titles, flags[0], flags[1], flags[2], order));
    }

    @Provide
    Arbitrary<List<List<String>>> anything() {
        Arbitrary<String> cell = Arbitraries.oneOf(
                Arbitraries.of(
                        "", "", "1", "2", "Анна", "01.02.1980", "Итого", "Семья", "=1+1", "\"", "a\nb", "-", "1980"),
                Arbitraries.strings().withCharRange('\u0020', '\uD7FF').ofMaxLength(12));
        return cell.list().ofSize(5).list().ofMaxSize(12);
    }
}
