package org.homeward.people;

import java.util.Locale;

/** The number of a document, folded for comparison. */
public final class DocumentNumber {

    private DocumentNumber() {}

    /** Letters and digits only, upper case: {@code "51 9801499"} and {@code "51-9801499"} are the same document. */
    public static String key(String number) {
        return number.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]", "");
    }
}
