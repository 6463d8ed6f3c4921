package org.homeward.registration.list;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong with what was written in one field. Its {@link #key} names a sentence.
 *
 * @param what {@code missing}, {@code unreadable}, {@code impossible}, {@code future}, {@code tooLongAgo},
 *     {@code tooLong}, {@code mangled} (a number that a spreadsheet has rounded), {@code alone} (an expiry without
 *     a document), {@code refused} (the household could not be registered) or {@code tooLarge} (a family that no
 *     way home takes whole)
 */
public record Flaw(Field field, String what) {

    /** {@code born.future} */
    public String key() {
        return field.key() + "." + what;
    }

    /** Several as one line of text, to be kept. */
    public static String written(List<Flaw> flaws) {
        return flaws.stream().map(Flaw::key).collect(Collectors.joining(" "));
    }

    /** The flaws that {@link #written} wrote. */
    public static List<Flaw> read(String written) {
        return Arrays.stream(written.split(" "))
                .map(key -> key.split("\\."))
                .map(parts -> new Flaw(Field.of(parts[0]), parts[1]))
                .toList();
    }
}
