package org.homeward.planning;

import java.util.List;
import java.util.Map;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;

/**
 * A file with a day's movements: text in UTF-8, separated by commas or semicolons, a row of headings, then a row for each
 * movement. The columns are {@link WrittenMovement#FIELDS}, in any order.
 */
final class MovementFile {

    /** Rows with something in them, below the headings. */
    static final int MOST_ROWS = 500;

    static final int MOST_BYTES = 1 << 20;

    private static final List<String> NEEDED =
            List.of("code", "kind", "origin", "destination", "departs", "seats or vehicleType");
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "from", "origin",
            "to", "destination",
            "baggage", "baggageKg",
            "baggagekg", "baggageKg",
            "vehicle", "vehicleType",
            "vehicletype", "vehicleType");

    private MovementFile() {}

    /** A row that says something: see {@link CsvTable.Row}. */
    record Row(int number, Map<String, String> written, String beside) {

        String code() {
            return PlainText.of(written.get("code"));
        }
    }

    /** @throws Refusal if it is no such file; nothing of it can be taken then */
    static List<Row> read(byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new Refusal("The file is too large for a day's movements: at most 1 MB are taken.", "file");
        }
        List<CsvTable.Row> rows = CsvTable.read(content, WrittenMovement.FIELDS, NEEDED, OTHER_NAMES);
        if (rows.size() > MOST_ROWS) {
            throw new Refusal(
                    "The file has " + rows.size() + " movements: at most " + MOST_ROWS
                            + " are taken at once. Send it in parts.",
                    "file");
        }
        return rows.stream()
                .map(row -> new Row(row.number(), row.written(), row.beside()))
                .toList();
    }
}
