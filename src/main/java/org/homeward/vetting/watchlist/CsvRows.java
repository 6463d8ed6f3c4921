package org.homeward.vetting.watchlist;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of a CSV file, one by one; the first that cannot be read refuses the file, with its line. */
final class CsvRows {

    private CsvRows() {}

    /** @param row takes each row with its line, from 1; rows without anything are passed over */
    static void read(ListFile file, char separator, BiConsumer<CSVRecord, Long> row) {
        // Old systems end a file with the sign for its end.
        String text = file.text().replaceFirst("\u001A\\s*$", "");
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            long line = 1;
            try {
                for (var records = parser.iterator(); records.hasNext(); ) {
                    CSVRecord record = records.next();
                    if (record.size() > 1 || !record.get(0).isBlank()) {
                        row.accept(record, line);
                    }
                    line = parser.getCurrentLineNumber() + 1;
                }
            } catch (UncheckedIOException | IllegalStateException e) {
                throw file.broken(line, "This row is broken, or its quotation marks do not close.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
