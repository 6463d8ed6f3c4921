package org.homeward.household;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A document as written.
 *
 * @param kind {@code passport}, {@code internal passport}, {@code return certificate} or {@code other}
 * @param latinName the bearer as this document spells them in Latin letters, where the person is written otherwise
 * @param checkDigitsHold of the machine readable zone from which it was entered; null: from none
 */
public record NewDocument(
        String kind,
        String number,
        @Nullable LocalDate expires,
        @Nullable String issuedBy,
        @Nullable String latinName,
        @Nullable Boolean checkDigitsHold) {

    /** One that was entered without its zone. */
    public NewDocument(String kind, String number, @Nullable LocalDate expires, @Nullable String issuedBy) {
        this(kind, number, expires, issuedBy, null, null);
    }

    /** The same, and whether the check digits hold in the zone from which it was entered. */
    public NewDocument read(@Nullable Boolean checkDigits) {
        return new NewDocument(kind, number, expires, issuedBy, latinName, checkDigits);
    }

    /** The same, with its bearer as it spells them. */
    public NewDocument spelling(@Nullable String bearer) {
        return new NewDocument(kind, number, expires, issuedBy, bearer, checkDigitsHold);
    }
}
