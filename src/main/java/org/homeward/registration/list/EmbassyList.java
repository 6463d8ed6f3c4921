package org.homeward.registration.list;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An embassy's list of people who ask to leave, as a spreadsheet or as separated values, its headings found. */
public final class EmbassyList {

    /** The headings stand somewhere in the first rows, under a title. */
    private static final int LOOK_FOR_HEADINGS = 60;

    private static final int TWO_COLUMNS = 2;
    private static final Pattern TOTAL = Pattern.compile(
            "(?U)^(итог|итого|всего|общий итог|в итоге|total|totals|subtotal|sub total|grand total|in total|sum|сумма|المجموع|الاجمالي|مجموع)\\b.*");
    private static final Pattern AS_ABOVE = Pattern.compile("(?i)[^\\p{L}\\p{Nd}?#]*|то же|та же|same|ditto");
    private static final Pattern NO_NUMBER = Pattern.compile(
            "(?i)[?]+|#(n/a|ref!|value!|div/0!|name\\?|null!|num!)|нет|б/?н|без номера|none|no|n/a|unknown");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("(\\d+)[.,]0+");

    private final Columns columns;
    private final List<Columns> headings;
    private final int headingRow;
    private final Supplier<Stream<Line>> lines;
    private final List<String> otherSheets;

    /** @param headings as they may be repeated further down: in one row, or each of two rows by itself */
    private EmbassyList(
            Columns columns,
            List<Columns> headings,
            int headingRow,
            Supplier<Stream<Line>> lines,
            List<String> otherSheets) {
        this.columns = columns;
        this.headings = headings;
        this.headingRow = headingRow;
        this.lines = lines;
        this.otherSheets = otherSheets;
    }

    /**
     * Opens a file, whatever its name.
     *
     * @throws UnreadableList if it is no list
     */
    public static EmbassyList open(byte[] content) {
        if (content.length == 0) {
            throw new UnreadableList("empty");
        }
        EmbassyList list = ExcelFile.begins(content) ? fromExcel(new ExcelFile(content)) : fromCsv(content);
        List<Field> missing = list.columns.missing();
        if (!missing.isEmpty()) {
            throw new UnreadableList("missingColumn", missing);
        }
        return list;
    }

    /** The sheets of the workbook that were not read. */
    public List<String> otherSheets() {
        return otherSheets;
    }

    private static EmbassyList fromCsv(byte[] content) {
        if (ExcelFile.isOldOrLocked(content)) {
            throw new UnreadableList("oldExcel");
        }
        if (!CsvFile.isText(content)) {
            throw new UnreadableList("noSpreadsheet");
        }
        EmbassyList best = null;
        for (CsvFile reading : CsvFile.readings(content)) {
            EmbassyList list = withHeadings(reading::lines, List.of());
            if (list != null && (best == null || list.columns.known() > best.columns.known())) {
                best = list;
            }
        }
        if (best == null) {
            try (Stream<Line> lines = CsvFile.readings(content).get(0).lines()) {
                throw new UnreadableList(lines.limit(1000).allMatch(Line::isBlank) ? "empty" : "noHeadings");
            }
        }
        return best;
    }

    /** The first sheet that has all the columns, else the first with headings. */
    private static EmbassyList fromExcel(ExcelFile file) {
        List<ExcelFile.NamedSheet> sheets = file.sheets();
        EmbassyList incomplete = null;
        boolean blank = true;
        try {
            for (ExcelFile.NamedSheet sheet : sheets) {
                List<String> others = sheets.stream()
                        .filter(other -> other != sheet)
                        .map(ExcelFile.NamedSheet::name)
                        .toList();
                EmbassyList list = withHeadings(() -> file.lines(sheet.index()), others);
                if (list != null && list.columns.missing().isEmpty()) {
                    return list;
                }
                incomplete = incomplete == null ? list : incomplete;
                try (Stream<Line> lines = file.lines(sheet.index())) {
                    blank &= lines.limit(1000).allMatch(Line::isBlank);
                }
            }
        } catch (UnreadableList e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnreadableList("noSpreadsheet");
        }
        if (incomplete != null) {
            return incomplete;
        }
        throw new UnreadableList(blank ? "empty" : "noHeadings");
    }

    /** The first of the rows in which most columns are recognised; two rows of headings, one above the other, are one. */
    private static @Nullable EmbassyList withHeadings(Supplier<Stream<Line>> lines, List<String> otherSheets) {
        List<Line> top;
        try (Stream<Line> all = lines.get()) {
            top = all.limit(LOOK_FOR_HEADINGS).toList();
        }
        EmbassyList best = null;
        for (int i = 0; i < top.size(); i++) {
            Columns columns = Columns.in(top.get(i).cells());
            if (better(columns, best)) {
                best = new EmbassyList(columns, List.of(columns), top.get(i).number(), lines, otherSheets);
            }
            boolean goesOn = i + 1 < top.size() && isOfHeadings(top.get(i), top.get(i + 1));
            if (goesOn) {
                Line lower = top.get(i + 1);
                Columns both = Columns.in(top.get(i).cells(), lower.cells());
                if (better(both, best)) {
                    List<Columns> each = List.of(both, columns, Columns.in(lower.cells()));
                    best = new EmbassyList(both, each, lower.number(), lines, otherSheets);
                }
            }
        }
        return best;
    }

    private static boolean better(Columns columns, @Nullable EmbassyList best) {
        return columns.known() >= TWO_COLUMNS && (best == null || columns.known() > best.columns.known());
    }

    /** Whether the lower row can go on with the headings of the upper: right below it, in several columns, no numbers. */
    private static boolean isOfHeadings(Line upper, Line lower) {
        long upperCells = upper.cells().stream().filter(cell -> !cell.isEmpty()).count();
        List<String> said =
                lower.cells().stream().filter(cell -> !cell.isEmpty()).toList();
        return lower.number() == upper.number() + 1
                && upperCells >= TWO_COLUMNS
                && said.size() >= TWO_COLUMNS
                && said.stream().noneMatch(cell -> cell.chars().anyMatch(Character::isDigit));
    }

    /**
     * Reads every row below the headings to the last that says anything, in order; rows that the file leaves out are
     * blank.
     *
     * @param reader reads what a row says of a person
     * @throws UnreadableList if it turns out that families cannot be told apart
     */
    public void forEachRow(PersonReader reader, Consumer<ListRow> each) {
        Body body = new Body(reader, each);
        try (Stream<Line> all = lines.get()) {
            all.filter(line -> line.number() > headingRow).forEach(body::take);
        }
        body.finish();
    }

    /** The rows below the headings while they are read, from top to bottom. */
    private final class Body {

        private final PersonReader reader;
        private final Consumer<ListRow> each;
        private final Map<String, Family> families = new HashMap<>();
        private final Set<String> numbers = new HashSet<>();
        private @Nullable Family family;
        private int last = headingRow;
        private boolean numberCountsPersons = columns.familyIsBareNumber();
        private boolean relatives;

        Body(PersonReader reader, Consumer<ListRow> each) {
            this.reader = reader;
            this.each = each;
        }

        void take(Line line) {
            if (line.isBlank()) {
                return;
            }
            while (last + 1 < line.number()) {
                each.accept(ListRow.without("blank", ++last));
            }
            last = line.number();
            each.accept(row(line));
        }

        void finish() {
            if (numberCountsPersons && relatives) {
                throw new UnreadableList("familiesNotTold", List.of(Field.FAMILY));
            }
        }

        private ListRow row(Line line) {
            List<String> cells = line.cells();
            if (headings.stream().anyMatch(one -> one.repeatedIn(cells))) {
                return ListRow.without("heading", line.number());
            }
            Map<Field, String> written = new LinkedHashMap<>(columns.byField(cells));
            Reading reading = reader.read(written);
            if (isTotal(cells, reading)) {
                return ListRow.without("total", line.number());
            }
            if (isNote(cells)) {
                return ListRow.without("heading", line.number());
            }
            return person(line.number(), written, reading);
        }

        private boolean isTotal(List<String> cells, Reading reading) {
            boolean born = reading.flaws().stream().noneMatch(flaw -> flaw.field() == Field.BORN);
            return !(born && reading.person() != null)
                    && cells.stream()
                            .filter(cell -> !cell.isEmpty())
                            .limit(2)
                            .anyMatch(cell -> TOTAL.matcher(Folded.of(cell)).matches());
        }

        /** One cell in the column of family numbers, in words: a heading between families, or a note below the list. */
        private boolean isNote(List<String> cells) {
            String number = columns.cell(cells, Field.FAMILY);
            if (number.isEmpty()) {
                number = columns.cell(cells, Field.ORDINAL);
            }
            boolean alone = cells.stream().filter(cell -> !cell.isEmpty()).count() == 1;
            return alone && number.contains(" ")
                    || alone && !number.isEmpty() && number.chars().noneMatch(Character::isDigit);
        }

        private ListRow person(int number, Map<Field, String> written, Reading reading) {
            List<Flaw> flaws = new ArrayList<>(reading.flaws());
            boolean applicant =
                    reading.person() != null && reading.person().relation().equals("applicant");
            relatives |= reading.person() != null && !applicant && written.containsKey(Field.RELATION);
            String familyNumber = familyNumber(written);
            boolean noNumber = NO_NUMBER.matcher(familyNumber).matches();
            family = noNumber ? null : familyOf(familyNumber, number, applicant);
            if (family == null) {
                flaws.add(new Flaw(Field.FAMILY, "missing"));
            } else {
                family.headed |= applicant;
                written.put(Field.FAMILY, family.number);
            }
            reading.doubts().forEach(doubt -> keepAsRemark(written, doubt.field()));
            written.replaceAll(
                    (field, text) -> text.length() > field.longest() ? text.substring(0, field.longest()) + "…" : text);
            if (written.getOrDefault(Field.REMARK, "").length() > Field.REMARK.longest()
                    && flaws.stream().noneMatch(flaw -> flaw.field() == Field.REMARK)) {
                flaws.add(new Flaw(Field.REMARK, "tooLong"));
            }
            return new ListRow(
                    number,
                    flaws.isEmpty() ? "waiting" : "correction",
                    List.copyOf(flaws),
                    reading.doubts(),
                    written,
                    family == null ? null : family.number,
                    family == null ? number : family.firstRow);
        }

        private String familyNumber(Map<Field, String> written) {
            String text = written.getOrDefault(Field.FAMILY, "");
            if (AS_ABOVE.matcher(text).matches()) {
                text = "";
            }
            var whole = WHOLE_NUMBER.matcher(text);
            String familyNumber = whole.matches() ? whole.group(1) : text;
            if (familyNumber.isEmpty() || !numbers.add(familyNumber)) {
                numberCountsPersons = false;
            }
            return familyNumber;
        }

        /**
         * No number: the family above. A number that was there before: that family again, unless it has its applicant
         * already and other families stand between; then the list begins to count anew.
         */
        private @Nullable Family familyOf(String familyNumber, int row, boolean applicant) {
            if (familyNumber.isEmpty()) {
                return family;
            }
            Family known = families.get(familyNumber);
            if (known != null && (known == family || !(applicant && known.headed))) {
                return known;
            }
            Family begun = new Family(
                    familyNumber.length() > Field.FAMILY.longest()
                            ? familyNumber.substring(0, Field.FAMILY.longest())
                            : familyNumber,
                    row);
            families.put(familyNumber, begun);
            return begun;
        }

        /** What could not be read stays, in its own words and under its heading. */
        private void keepAsRemark(Map<Field, String> written, Field field) {
            String text = written.get(field);
            if (text == null) {
                return;
            }
            String remark = columns.labelled(field, text);
            written.merge(Field.REMARK, remark, (before, more) -> before + "; " + more);
        }
    }

    /** A family on the list. */
    private static final class Family {

        private final String number;
        private final int firstRow;
        private boolean headed;

        Family(String number, int firstRow) {
            this.number = number;
            this.firstRow = firstRow;
        }
    }
}
