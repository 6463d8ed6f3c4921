package org.homeward.household;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A document as written.
 *
 * @param kind {@code passport}, {@code internal passport}, {@code return certificate} or {@code other}
 * @param checkDigitsHold of the machine readable zone from which it was entered; null: from none
 */
public record NewDocument(
        String kind,
        String number,
        @Nullable LocalDate expires,
        @Nullable String issuedBy,
        @Nullable Boolean checkDigitsHold) {

    /** One that was entered without its zone. */
    public NewDocument(String kind, String number, @Nullable LocalDate expires, @Nullable String issuedBy) {
        this(kind, number, expires, issuedBy, null);
    }
}
