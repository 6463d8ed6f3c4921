package org.homeward.people;

/** A zone written by the rules of Doc 9303, apart from the reader that is tried with it. */
record WrittenZone(
        String code,
        String issuer,
        String names,
        String number,
        String nationality,
        String born,
        String sex,
        String expires,
        String optional) {

    String td3() {
        String second = data(9, 14);
        second += digit(optional + "<".repeat(14 - optional.length()));
        return line(code, 2) + line(issuer, 3) + line(names, 39) + "\n" + second
                + digit(second.substring(0, 10) + second.substring(13, 20) + second.substring(21, 43));
    }

    String td2() {
        boolean isLong = number.length() > 9;
        String first9 = isLong ? number.substring(0, 9) : line(number, 9);
        String rest = isLong ? number.substring(9) + digit(number) + "<" : "";
        String second = first9
                + (isLong ? "<" : digit(first9))
                + line(nationality, 3)
                + born
                + digit(born)
                + sex
                + expires
                + digit(expires)
                + line(rest + optional, 7);
        return line(code, 2) + line(issuer, 3) + line(names, 31) + "\n" + second
                + digit(second.substring(0, 10) + second.substring(13, 20) + second.substring(21, 35));
    }

    String td1() {
        boolean isLong = number.length() > 9;
        String first9 = isLong ? number.substring(0, 9) : line(number, 9);
        String rest = isLong ? number.substring(9) + digit(number) + "<" : "";
        String first =
                line(code, 2) + line(issuer, 3) + first9 + (isLong ? "<" : digit(first9)) + line(rest + optional, 15);
        String second = born + digit(born) + sex + expires + digit(expires) + line(nationality, 3) + line("", 11);
        String all = first.substring(5) + second.substring(0, 7) + second.substring(8, 15) + second.substring(18);
        return first + "\n" + second + digit(all) + "\n" + line(names, 30);
    }

    private String data(int numberWidth, int optionalWidth) {
        return line(number, numberWidth)
                + digit(line(number, numberWidth))
                + line(nationality, 3)
                + born
                + digit(born)
                + sex
                + expires
                + digit(expires)
                + line(optional, optionalWidth);
    }

    private static String line(String text, int width) {
        return text + "<".repeat(width - text.length());
    }

    /** Written once more, from the book: A is 10, Z is 35. */
    static int digit(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf(text.charAt(i));
            sum += Math.max(value, 0) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }
        return sum % 10;
    }
}
