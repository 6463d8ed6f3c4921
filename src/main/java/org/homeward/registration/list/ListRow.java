package org.homeward.registration.list;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a list turned out to be.
 *
 * @param number as in the spreadsheet, from 1
 * @param outcome {@code waiting} for its household to be registered, {@code correction}, {@code blank}, {@code total} or
 *     {@code heading} (headings repeated, and notes between or below the families)
 * @param doubts what was not understood, or not in full
 * @param written what it says by field; what could not be read is in the remark
 * @param family the number of its family on the list
 * @param householdRow the row in which its household begins
 */
public record ListRow(
        int number,
        String outcome,
        List<Flaw> flaws,
        List<Flaw> doubts,
        Map<Field, String> written,
        @Nullable String family,
        int householdRow) {

    static ListRow without(String outcome, int number) {
        return new ListRow(number, outcome, List.of(), List.of(), Map.of(), null, number);
    }
}
