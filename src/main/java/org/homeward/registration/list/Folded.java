package org.homeward.registration.list;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words compared as people mean them: case, ё, accents, Arabic letter forms and punctuation do not matter. */
final class Folded {

    private static final Pattern MARKS = Pattern.compile("[\\p{Mn}\\u0640]");
    private static final Pattern ALIFS = Pattern.compile("[أإآٱ]");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    private Folded() {}

    /** Lower-case words and numbers with single spaces between them; {@code №} is {@code no}. */
    static String of(String written) {
        String apart = Normalizer.normalize(written.toLowerCase(Locale.ROOT).replace("№", " no "), Normalizer.Form.NFKD)
                .replace("и\u0306", "й");
        String bare = ALIFS.matcher(MARKS.matcher(apart).replaceAll("")).replaceAll("ا");
        String alike = digits(bare.replace('ة', 'ه').replace('ى', 'ي'));
        return BETWEEN_WORDS.matcher(alike).replaceAll(" ").trim();
    }

    /** Digits of any script as 0-9. */
    static String digits(String written) {
        return written.codePoints()
                .map(c -> c > 127 && Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
