package org.homeward.household;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A code that people read to each other and type ({@code K7M-4QX-9RT}): eight random characters and a check character, of
 * an alphabet without 0, O, 1, I and L. It finds every single slip and every swap of two characters: the weights are powers
 * of 3, all different modulo 31.
 */
public final class ShortCode {

    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private static final int LENGTH = 9;

    private ShortCode() {}

    static String draw(RandomGenerator random) {
        StringBuilder code = new StringBuilder();
        while (code.length() < LENGTH - 1) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        code.append(ALPHABET.charAt((ALPHABET.length() - sum(code) * 3 % ALPHABET.length()) % ALPHABET.length()));
        return code.insert(6, '-').insert(3, '-').toString();
    }

    /** The code as it is kept, from how people type it: case, blanks and hyphens are forgiven. Anything else comes back changed. */
    public static String asKept(String typed) {
        return plain(typed).replaceFirst("^(.{3})(.{3})(.{3})$", "$1-$2-$3");
    }

    /** Whether it is as long as such a code and of letters and digits, but somebody has misread a character. */
    public static boolean isMisread(String typed) {
        return plain(typed).matches("[0-9A-Z]{" + LENGTH + "}") && !isValid(typed);
    }

    private static String plain(String typed) {
        return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    /** Whether the text is such a code as far as its form and check character tell; case, blanks and hyphens are forgiven. */
    static boolean isValid(String text) {
        String code = plain(text);
        return code.length() == LENGTH
                && code.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0)
                && sum(code) == 0;
    }

    private static int sum(CharSequence code) {
        return code.chars().reduce(0, (sum, letter) -> (sum * 3 + ALPHABET.indexOf(letter)) % ALPHABET.length());
    }
}
