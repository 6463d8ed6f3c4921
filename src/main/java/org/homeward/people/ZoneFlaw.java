package org.homeward.people;

import java.util.List;

/**
 * Something in a machine readable zone that does not agree with ICAO Doc 9303.
 *
 * @param field {@code documentCode}, {@code issuer}, {@code names}, {@code document}, {@code nationality}, {@code born},
 *     {@code sex}, {@code expires}, {@code optional} or {@code composite}
 * @param what {@code checkDigit}: another belongs there; otherwise the field itself: {@code characters}, {@code noDate},
 *     {@code unknownCode} or {@code missing}
 * @param line where it stands, from 1
 * @param place in the line, from 1: of the check digit, or where the field begins
 * @param found what is written there
 * @param expected the check digit that belongs there; else empty
 * @param misreadings single characters, each of which, read otherwise, would explain it
 */
public record ZoneFlaw(
        String field, String what, int line, int place, String found, String expected, List<Misreading> misreadings) {

    /** One character that may have been misread. @param line from 1, @param place in the line, from 1 */
    public record Misreading(int line, int place, String read, String instead) {}

    /** Puts what is said into the words of a language. */
    @FunctionalInterface
    public interface Words {

        /** @param key of the messages, {@code mrz.…} */
        String of(String key, Object... about);
    }

    /** What is wrong, and which single misreading would explain it, in whole sentences. */
    public String sentence(Words words) {
        String name = words.of("mrz.field." + field);
        StringBuilder said = new StringBuilder(words.of("mrz.flaw." + what, name, found, expected, line, place));
        if (misreadings.size() == 1) {
            Misreading one = misreadings.get(0);
            said.append(' ').append(words.of("mrz.misread", one.line, one.place, one.read, one.instead));
        } else if (!misreadings.isEmpty()) {
            String all = String.join(
                    "; ",
                    misreadings.stream()
                            .map(one -> words.of("mrz.misread.one", one.line, one.place, one.read, one.instead))
                            .toList());
            said.append(' ').append(words.of("mrz.misread.several", all));
        }
        return said.toString();
    }

    boolean isSame(ZoneFlaw other) {
        return field.equals(other.field) && what.equals(other.what);
    }

    ZoneFlaw explainedBy(List<Misreading> found) {
        return new ZoneFlaw(field, what, line, place, this.found, expected, List.copyOf(found));
    }
}
