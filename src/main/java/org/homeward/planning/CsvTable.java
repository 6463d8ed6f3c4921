package org.homeward.planning;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;

/** A table as text in UTF-8, separated by commas or semicolons: a row of headings in any order, then the rows below. */
final class CsvTable {

    private CsvTable() {}

    /**
     * A row that says something.
     *
     * @param number as in a spreadsheet, from 1
     * @param written text by field
     * @param beside what stands under no heading; empty if nothing does
     */
    record Row(int number, Map<String, String> written, String beside) {}

    /**
     * @param fields what a heading may be
     * @param needed the headings that must be there; {@code one or other}: at least one of these
     * @param otherNames other headings for fields
     * @throws Refusal if it is no such table
     */
    static List<Row> read(byte[] content, List<String> fields, List<String> needed, Map<String, String> otherNames) {
        List<CSVRecord> records = records(text(content));
        if (records.isEmpty()) {
            throw new Refusal("The file is empty.", "file");
        }
        List<String> columns = columns(records.get(0), fields, needed, otherNames);
        return records.subList(1, records.size()).stream()
                .map(one -> row(one, columns))
                .toList();
    }

    private static String text(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Refusal("This is no text in UTF-8. Save the table as CSV UTF-8 and send it again.", "file");
        }
    }

    /** All that say something. */
    private static List<CSVRecord> records(String text) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator(text))
                .setIgnoreEmptyLines(false)
                .get();
        List<CSVRecord> records = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord one : parser) {
                if (one.stream().anyMatch(cell -> !PlainText.of(cell).isEmpty())) {
                    records.add(one);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            int after = records.isEmpty()
                    ? 0
                    : (int) records.get(records.size() - 1).getRecordNumber();
            throw new Refusal(
                    "The file cannot be read after row " + after + ": a quotation mark is not closed, or more stands"
                            + " behind it.",
                    "file");
        }
        return records;
    }

    /** That of which there are more in the headings. */
    private static char separator(String text) {
        String headings = text.lines()
                .filter(line -> !PlainText.of(line).isEmpty())
                .findFirst()
                .orElse("");
        long semicolons = headings.chars().filter(sign -> sign == ';').count();
        return semicolons > headings.chars().filter(sign -> sign == ',').count() ? ';' : ',';
    }

    /** The field that each column is for; a column without a heading is for none. */
    private static List<String> columns(
            CSVRecord headings, List<String> fields, List<String> needed, Map<String, String> otherNames) {
        List<String> columns = new ArrayList<>();
        for (String heading : headings) {
            String written = PlainText.of(heading);
            String name = written.toLowerCase(Locale.ROOT);
            String field = otherNames.getOrDefault(name, name);
            if (!field.isEmpty() && !fields.contains(field)) {
                throw new Refusal(
                        "There is no column " + quoted(written) + " here. Known are " + String.join(", ", fields) + ".",
                        "file");
            }
            if (!field.isEmpty() && columns.contains(field)) {
                throw new Refusal("The column " + quoted(field) + " stands there twice.", "file");
            }
            columns.add(field);
        }
        for (String field : needed) {
            if (Stream.of(field.split(" or ")).noneMatch(columns::contains)) {
                throw new Refusal(
                        "The column " + quoted(field) + " is missing. The first row names the columns; needed are "
                                + String.join(", ", needed) + ".",
                        "file");
            }
        }
        return columns;
    }

    private static Row row(CSVRecord one, List<String> columns) {
        Map<String, String> written = new LinkedHashMap<>();
        String beside = "";
        for (int i = 0; i < one.size(); i++) {
            String field = i < columns.size() ? columns.get(i) : "";
            if (!field.isEmpty()) {
                written.put(field, one.get(i));
            } else if (beside.isEmpty()) {
                beside = shortened(PlainText.of(one.get(i)));
            }
        }
        return new Row((int) one.getRecordNumber(), written, beside);
    }

    /** So that the name of a column is not taken for a word to translate. */
    private static String quoted(String heading) {
        return "'" + shortened(heading) + "'";
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
