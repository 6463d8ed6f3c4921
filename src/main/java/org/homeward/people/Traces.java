package org.homeward.people;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a person leaves in an index: pieces that survive other spellings, another order, slips, words joined or split. */
final class Traces {

    /** Consonants that are often written one for the other. */
    private static final String CLASSES = "sSCZzcj=s xh=h kgq=k td=t fvbpw=b l=l m=m n=n r=r";

    private static final char[] CLASS = new char[128];

    /** A birth is looked for so many years before and after. */
    static final int YEARS_OFF = 2;

    static {
        for (String sounds : CLASSES.split(" ")) {
            for (char sound : sounds.substring(0, sounds.indexOf('=')).toCharArray()) {
                CLASS[sound] = sounds.charAt(sounds.length() - 1);
            }
        }
    }

    private Traces() {}

    /** The letters by twos and threes, words run together; of each word the consonants whole and by twos. */
    static Set<String> of(Name name) {
        Set<String> traces = new LinkedHashSet<>();
        StringBuilder run = new StringBuilder();
        for (Word word : name.words()) {
            if (word.sign() != null) {
                traces.add("=" + word.sign());
            }
            run.append(word.letters());
            if (!Frequency.particle(word.latin())) {
                String skeleton = coarse(word.skeleton());
                pieces("-", skeleton, 2, traces);
                traces.add("_" + skeleton);
            }
        }
        pieces("", run.toString(), 2, traces);
        pieces("", run.toString(), 3, traces);
        return traces;
    }

    /**
     * What is rare enough to find one among a hundred thousand by: documents, the day of birth, each word with a year of
     * birth, words by twos.
     */
    static Set<String> ofKnown(Described person, int yearsOff) {
        Set<String> traces = new LinkedHashSet<>();
        person.documents().forEach(number -> traces.add("#" + number));
        for (Birth birth : person.traits().births()) {
            if (birth.dayKnown()) {
                traces.add("@" + birth.earliest());
            }
        }
        for (Name name : person.names()) {
            List<String> words = name.words().stream()
                    .filter(word -> !Frequency.particle(word.latin()))
                    .map(word -> word.sign() != null ? word.sign() : coarse(word.skeleton()))
                    .sorted()
                    .distinct()
                    .toList();
            for (int at = 0; at < words.size(); at++) {
                String word = words.get(at);
                person.traits()
                        .births()
                        .forEach(birth -> years(birth, yearsOff).forEach(year -> traces.add(word + year)));
                words.subList(at + 1, words.size()).forEach(other -> traces.add(word + "+" + other));
            }
            if (words.size() == 1) {
                traces.add(words.get(0));
            }
        }
        return traces;
    }

    static Stream<String> years(Birth birth, int around) {
        return IntStream.rangeClosed(
                        birth.earliest().getYear() - around, birth.latest().getYear() + around)
                .limit(20)
                .mapToObj(year -> "@" + year);
    }

    private static void pieces(String mark, String of, int length, Set<String> traces) {
        for (int at = 0; at + length <= of.length(); at++) {
            traces.add(mark + of.substring(at, at + length));
        }
    }

    /** Which kinds of consonants sound, a bit for each. */
    static int kinds(String sounds) {
        return sounds.chars()
                .map(sound -> CLASS[sound] == 0 ? 0 : 1 << (CLASS[sound] - 'a'))
                .reduce(0, (a, b) -> a | b);
    }

    private static String coarse(String sounds) {
        StringBuilder coarse = new StringBuilder();
        for (char sound : sounds.toCharArray()) {
            char sign = CLASS[sound];
            if (coarse.isEmpty() || coarse.charAt(coarse.length() - 1) != sign) {
                coarse.append(sign);
            }
        }
        return coarse.toString();
    }
}
