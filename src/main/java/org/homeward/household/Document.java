package org.homeward.household;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A document on record. Columns and their values: table document. @param expires null when not known */
public record Document(
        long id,
        long personId,
        String kind,
        String number,
        @Nullable LocalDate expires,
        @Nullable String issuedBy,
        boolean neverExpires,
        @Nullable Boolean checkDigitsHold) {

    /** Its machine readable zone was read, and the check digits in it are wrong. */
    public boolean checkDigitsFail() {
        return Boolean.FALSE.equals(checkDigitsHold);
    }
}
