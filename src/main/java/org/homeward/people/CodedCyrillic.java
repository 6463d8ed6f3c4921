package org.homeward.people;

import java.util.Locale;

/**
 * The code in which Russian internal passports write names: one Latin letter or digit for each Cyrillic letter. It is no
 * transliteration: {@code 7} is Ю, {@code Q} is Й.
 */
final class CodedCyrillic {

    private static final String CODES = "ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678";
    private static final String LETTERS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";

    private CodedCyrillic() {}

    /** Whether this character stands for a letter. */
    static boolean isCode(char character) {
        return CODES.indexOf(character) >= 0;
    }

    /** The name in Cyrillic letters, the first of each word capital; what is no code stays as it is. */
    static String decoded(String name) {
        StringBuilder decoded = new StringBuilder();
        boolean first = true;
        for (char character : name.toCharArray()) {
            int at = CODES.indexOf(character);
            String letter = String.valueOf(at < 0 ? character : LETTERS.charAt(at));
            decoded.append(first ? letter : letter.toLowerCase(Locale.ROOT));
            first = at < 0;
        }
        return decoded.toString();
    }
}
