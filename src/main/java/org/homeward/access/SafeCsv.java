package org.homeward.access;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV that no spreadsheet program runs: a cell that would begin a formula ({@code = + - @}, tab, carriage return)
 * gets an apostrophe before it, as OWASP advises; telephone numbers in E.164 keep their plus.
 */
public final class SafeCsv {

    private static final Pattern FORMULA = Pattern.compile("(?s)^\\s*[=+\\-@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20|%].*");
    private static final Pattern HARMLESS = Pattern.compile("[+-]?\\d{1,18}([.,]\\d{1,9})?");
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\r\n").get();

    private final CSVPrinter printer;

    private SafeCsv(Appendable out) throws IOException {
        this.printer = new CSVPrinter(out, FORMAT);
    }

    /** Begins with a byte order mark, so that Excel reads UTF-8. @param out where it goes; not closed here */
    public static SafeCsv forPeople(Appendable out) throws IOException {
        out.append('\uFEFF');
        return new SafeCsv(out);
    }

    /** Without the mark, which programs take for a part of the first column's name. @param out not closed here */
    public static SafeCsv forPrograms(Appendable out) throws IOException {
        return new SafeCsv(out);
    }

    /** Writes one line; null is an empty cell. */
    public void line(@Nullable Object... cells) throws IOException {
        printer.printRecord(Arrays.stream(cells)
                .map(cell -> cell == null ? "" : harmless(cell.toString()))
                .toArray());
    }

    static String harmless(String cell) {
        return FORMULA.matcher(cell).matches() && !HARMLESS.matcher(cell).matches() ? "'" + cell : cell;
    }
}
