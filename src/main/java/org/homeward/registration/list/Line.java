package org.homeward.registration.list;

import java.util.List;

/**
 * A row of a file.
 *
 * @param number as in the spreadsheet, from 1
 * @param cells as plain text (see access.PlainText); days are {@code 2010-06-11}, empty cells are empty
 */
record Line(int number, List<String> cells) {

    boolean isBlank() {
        return cells.stream().allMatch(String::isEmpty);
    }
}
