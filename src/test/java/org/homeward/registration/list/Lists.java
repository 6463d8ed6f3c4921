package org.homeward.registration.list;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes made-up lists as files. A cell is a String, a Number, a LocalDate or null. */
public final class Lists {

    /** The headings that most of our lists have. */
    public static final List<Object> HEADINGS = List.of(
            "№ семьи",
            "ФИО",
            "Имя латиницей",
            "Дата рождения",
            "Пол",
            "Гражданство",
            "Паспорт",
            "Годен до",
            "Родство",
            "Телефон",
            "Провинция",
            "Нужды",
            "Согласие отца",
            "Желает выехать",
            "Куда",
            "Примечание");

    private Lists() {}

    public static byte[] csv(List<List<Object>> rows) {
        return csv(rows, Charset.forName("UTF-8"), ';');
    }

    public static byte[] csv(List<List<Object>> rows, Charset encoding, char separator) {
        StringBuilder out = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(
                out,
                CSVFormat.DEFAULT
                        .builder()
                        .setDelimiter(separator)
                        .setRecordSeparator("\r\n")
                        .get())) {
            for (List<Object> row : rows) {
                printer.printRecord(row.stream()
                        .map(cell -> cell == null ? "" : cell.toString())
                        .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().getBytes(encoding);
    }

    public static byte[] xlsx(List<List<Object>> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            fill(workbook.newWorksheet("Список"), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static void fill(Worksheet sheet, List<List<Object>> rows) {
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                put(sheet, r, c, rows.get(r).get(c));
            }
        }
    }

    private static void put(Worksheet sheet, int row, int column, Object cell) {
        if (cell instanceof Number number) {
            sheet.value(row, column, number);
        } else if (cell instanceof LocalDate date) {
            sheet.value(row, column, date);
            sheet.style(row, column).format("dd.mm.yyyy").set();
        } else if (cell != null && !cell.toString().isEmpty()) {
            sheet.value(row, column, cell.toString());
        }
    }

    /** A row of text cells; empty ones may be written as "". */
    public static List<Object> row(Object... cells) {
        return Arrays.asList(cells);
    }

    /** A row as it is easiest to read in a test: {@code "1 | Иванова Анна | | 01.02.1980"}. */
    public static List<Object> line(String cells) {
        return Arrays.stream(cells.split("\\|", -1)).map(String::strip).collect(Collectors.toList());
    }
}
