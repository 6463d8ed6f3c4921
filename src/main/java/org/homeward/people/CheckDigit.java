package org.homeward.people;

/** The check digit of ICAO Doc 9303: weights 7, 3, 1 over digits, letters from A = 10, and {@code <} = 0. */
final class CheckDigit {

    private static final int[] WEIGHTS = {7, 3, 1};

    private CheckDigit() {}

    /** @param text of {@code A-Z}, {@code 0-9} and {@code <} */
    static char of(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            int value = character == '<' ? 0 : Character.digit(character, 36);
            sum += value * WEIGHTS[i % WEIGHTS.length];
        }
        return Character.forDigit(sum % 10, 10);
    }
}
