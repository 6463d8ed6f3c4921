package org.homeward.people;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A name for those who read capital Latin letters only, spelled as in a machine readable zone: surname and given names.
 *
 * @param surname never empty
 * @param givenNames empty where there is none
 */
public record LatinName(String surname, String givenNames) {

    /** What belongs to the word behind it. */
    private static final Set<String> PARTICLES = Set.of(
            "AL", "EL", "ABU", "ABOU", "ABD", "BIN", "BEN", "IBN", "BINT", "DE", "DI", "DA", "LA", "VAN", "VON", "DER");

    private static final Pattern RUN = Pattern.compile("(?s)\\p{L}[\\p{L}\\p{M}]*|\\p{Nd}+|.");
    private static final String NOBODY_CAN_SAY = "UNKNOWN";

    /**
     * The name as in the passport where there is one, else the written one by its letters.
     *
     * @param latinName surname first, as in lists and passports
     * @param name in its own script; surname first, but last where the script is Arabic or the like
     */
    public static LatinName of(@Nullable String latinName, @Nullable String name) {
        LatinName spelled = split(latinName == null ? "" : latinName, false);
        if (spelled == null && name != null) {
            spelled = split(
                    name,
                    name.codePoints()
                            .filter(Character::isLetter)
                            .limit(1)
                            .anyMatch(letter -> Romanisation.abjad(Character.toString(letter))));
        }
        return spelled == null ? new LatinName(NOBODY_CAN_SAY, "") : spelled;
    }

    private static @Nullable LatinName split(String written, boolean surnameLast) {
        String[] atComma = written.split(",", 2);
        List<String> words = words(atComma[0]);
        if (atComma.length == 2 && !words.isEmpty()) {
            return new LatinName(String.join(" ", words), String.join(" ", words(atComma[1])));
        }
        if (words.isEmpty()) {
            return null;
        }
        if (surnameLast) {
            int last = words.size() - 1;
            return new LatinName(words.get(last), String.join(" ", words.subList(0, last)));
        }
        int end = 1;
        while (end < words.size() && PARTICLES.contains(words.get(end - 1))) {
            end++;
        }
        return new LatinName(
                String.join(" ", words.subList(0, end)), String.join(" ", words.subList(end, words.size())));
    }

    /** What is joined by a dash stays one word; what cannot be said is left out. */
    private static List<String> words(String written) {
        return Arrays.stream(written.strip().split("\\s+"))
                .map(word -> Stream.of(word.replaceAll("['’‘`´]", "").split("[^\\p{L}\\p{M}]+"))
                        .filter(part -> !part.isEmpty())
                        .map(Romanisation::latin)
                        .collect(Collectors.joining(" "))
                        .strip())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Any text, such as an office or a code, in capital Latin letters and digits; of other signs only these stay. */
    public static String plain(String written, String signs) {
        StringBuilder plain = new StringBuilder();
        RUN.matcher(written).results().map(MatchResult::group).forEach(run -> {
            int first = run.codePointAt(0);
            if (Character.isDigit(first)) {
                run.codePoints().forEach(digit -> plain.append(Character.digit(digit, 10)));
            } else {
                plain.append(Character.isLetter(first) ? Romanisation.latin(run) : signs.contains(run) ? run : " ");
            }
        });
        return plain.toString().strip().replaceAll(" +", " ");
    }

    /** At most so many letters, whole words where that can be. */
    public static String cut(String latin, int longest) {
        if (latin.length() <= longest) {
            return latin;
        }
        int space = latin.lastIndexOf(' ', longest);
        return latin.substring(0, space > 0 ? space : longest).strip();
    }
}
