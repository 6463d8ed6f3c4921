package org.homeward.registration.list;

import java.text.Normalizer;
import java.util.Locale;

/** Words compared as people mean them: case, ё, accents, Arabic letter forms and punctuation do not matter. */
final class Folded {

    private Folded() {}

    /** Lower-case words and numbers with single spaces between them; {@code №} is {@code no}. */
    static String of(String written) {
        return digits(Normalizer.normalize(written.toLowerCase(Locale.ROOT).replace("№", " no "), Normalizer.Form.NFKD)
                        .replace("и\u0306", "й")
                        .replaceAll("[\\p{Mn}\\u0640]", "")
                        .replaceAll("[أإآٱ]", "ا")
                        .replace('ة', 'ه')
                        .replace('ى', 'ي'))
                .replaceAll("[^\\p{L}\\p{Nd}]+", " ")
                .trim();
    }

    /** Digits of any script as 0-9. */
    static String digits(String written) {
        return written.codePoints()
                .map(c -> c > 127 && Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
