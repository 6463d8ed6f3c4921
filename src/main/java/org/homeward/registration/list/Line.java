package org.homeward.registration.list;

import java.util.List;
import org.homeward.access.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * A row of a file.
 *
 * @param number as in the spreadsheet, from 1
 * @param cells as plain text (see access.PlainText); days are {@code 2010-06-11}, empty cells are empty
 */
record Line(int number, List<String> cells) {

    /** Enough to see that a cell is longer than any field may be; nobody waits until megabytes are made plain. */
    private static final int ENOUGH = 10_000;

    /** What a cell says, as plain text, of what is far too long only its beginning. */
    static String text(@Nullable String cell) {
        if (cell != null && cell.length() > ENOUGH) {
            String beginning = PlainText.of(cell.substring(0, ENOUGH));
            return beginning.length() > Field.REMARK.longest() ? beginning : PlainText.of(cell);
        }
        return PlainText.of(cell);
    }

    boolean isBlank() {
        return cells.stream().allMatch(String::isEmpty);
    }
}
