package org.homeward.household;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The number by which people speak of a case: operation, sequence, check character ({@code SYR-004217-K}). The check
 * character is ISO 7064 MOD 37-2 over letters and digits, without its {@code *}: it finds every single slip and swap.
 */
public final class CaseNumber {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
    private static final Pattern FORM = Pattern.compile("[A-Z]{3}-\\d{6,}-[0-9A-Z]");

    private CaseNumber() {}

    /** @throws IllegalArgumentException if this sequence has no printable check character: take the next one */
    static String of(String operation, long sequence) {
        String number = operation + "-%06d".formatted(sequence);
        char check = check(number);
        if (check == '*') {
            throw new IllegalArgumentException("No printable check character for " + number + ".");
        }
        return number + "-" + check;
    }

    /** False for numbers whose sequence is left out, since its check character could not be printed. */
    static boolean printable(String operation, long sequence) {
        return check(operation + "-%06d".formatted(sequence)) != '*';
    }

    /** Whether the text is a case number as far as its form and check character tell; case and blanks are forgiven. */
    public static boolean isValid(String text) {
        String number = text.strip().toUpperCase(Locale.ROOT);
        return FORM.matcher(number).matches()
                && check(number.substring(0, number.length() - 2)) == number.charAt(number.length() - 1);
    }

    private static char check(String number) {
        int product = 0;
        for (char letter : number.replace("-", "").toCharArray()) {
            product = (product + ALPHABET.indexOf(letter)) * 2 % 37;
        }
        return ALPHABET.charAt((38 - product) % 37);
    }
}
