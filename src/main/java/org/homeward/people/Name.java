package org.homeward.people;

import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name as written, taken apart for comparison.
 *
 * @param written as written, on one line
 * @param words in the order written, at most {@value #MOST_WORDS}; empty if it has no letters
 * @param sorted the same in alphabetical order
 * @param key the same in one line, in Latin letters
 */
record Name(String written, List<Word> words, List<Word> sorted, String key) {

    private static final int MOST_WORDS = 16;
    private static final int SHORT = 200;

    /** More than the names of a person on record can be, all together. */
    private static final int LONGEST = 2000;

    private static final Normalizer2 COMPOSED = Normalizer2.getNFKCInstance();

    /** What stands within a word and is not heard. */
    private static final Pattern UNHEARD = Pattern.compile("['’‘`´ʹʺʼʿʾ\\p{Mn}\\p{Cf}\\u0640]");

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{Mc}\\p{Nd}]+");
    /** ABDULMALIK, ABDERRAHMAN, ABDMALIK: two words; but ABDULLAH and ABDALLA are one. */
    private static final Pattern SERVANT = Pattern.compile("(?!AB+D+[AEOU]*L+[AH]*$)AB+D+"
            + "(?:(?:[AEU]+|OU)(?:L+(?=[A-Z]{2})|([RSTDZN])(?=\\1))|(?=[^AEIOUY]{1,2}[AEIOUY][A-Z]))");

    private static final Pattern ABD = Pattern.compile("AB+D+([AEU]+L+)?");
    private static final Pattern INITIALS = Pattern.compile("[^AEIOUY]{2}");
    private static final String LOOK_ALIKES = "OIZEASGTBG";

    /**
     * A name, in pieces if it has more words than are compared at once: each piece shares half of its words with the next,
     * so that no name of eight words can hide in a longer one. What may be spelled as in a zone is read both ways, as X is
     * also what Uzbek and Kurdish write for KH.
     */
    static List<Name> piecesOf(String written) {
        List<Name> pieces = new ArrayList<>();
        String[] parts = parts(written);
        addPieces(pieces, written, words(parts, false));
        if (Arrays.stream(parts).anyMatch(part -> EscapedArabic.is(part.toUpperCase(Locale.ROOT)))) {
            addPieces(pieces, written, words(parts, true));
        }
        return pieces;
    }

    private static void addPieces(List<Name> pieces, String written, List<Word> words) {
        int from = 0;
        do {
            pieces.add(of(written, words.subList(from, Math.min(from + MOST_WORDS, words.size()))));
            from += MOST_WORDS / 2;
        } while (from + MOST_WORDS / 2 < words.size());
    }

    private static Name of(String written, List<Word> words) {
        List<Word> sorted =
                words.stream().sorted(Comparator.comparing(Word::latin)).toList();
        return new Name(
                written,
                List.copyOf(words),
                sorted,
                sorted.stream().map(Word::latin).collect(Collectors.joining(" ")));
    }

    /** Whether it is short enough to be compared in one piece. */
    static boolean comparedWhole(String written) {
        return written.length() <= SHORT && words(parts(written), false).size() <= MOST_WORDS;
    }

    private static String[] parts(String written) {
        String composed = COMPOSED.normalize(written.length() > LONGEST ? written.substring(0, LONGEST) : written);
        return NO_LETTER.split(UNHEARD.matcher(composed).replaceAll(""));
    }

    /** @param escaped whether they are spelled as a zone spells Arabic */
    private static List<Word> words(String[] parts, boolean escaped) {
        List<Word> words = new ArrayList<>();
        for (String word : parts) {
            if (word.codePoints().noneMatch(Character::isLetter)) {
                continue;
            }
            if (Romanisation.syllabic(word)) {
                word.codePoints().forEach(sign -> add(words, Character.toString(sign), true, false));
            } else {
                add(words, word, false, escaped);
            }
        }
        return words;
    }

    private static void add(List<Word> words, String written, boolean syllable, boolean zone) {
        boolean abjad = Romanisation.abjad(written);
        String said = Romanisation.latin(lettered(written));
        if (said.isEmpty()) {
            words.add(Word.unsaid(written));
            return;
        }
        for (String latin : said.split(" ")) {
            boolean escaped = zone && !abjad && EscapedArabic.fits(latin);
            boolean vowelless = abjad || escaped;
            String plain = escaped ? EscapedArabic.heard(latin) : latin;
            Matcher servant = SERVANT.matcher(plain);
            if (servant.lookingAt()) {
                words.add(Word.of("ABDUL", vowelless));
                words.add(Word.of(plain.substring(servant.end()), vowelless));
            } else if (!vowelless && INITIALS.matcher(plain).matches() && !Frequency.particle(plain)) {
                plain.chars().forEach(initial -> words.add(Word.of(Character.toString(initial), false)));
            } else {
                words.add(
                        Word.of(ABD.matcher(plain).matches() ? "ABDUL" : plain, vowelless, syllable ? written : null));
            }
        }
    }

    /** Digits that stand for the letters they look like. */
    private static String lettered(String word) {
        if (word.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return word;
        }
        return word.chars()
                .mapToObj(
                        c -> c >= '0' && c <= '9' ? LOOK_ALIKES.substring(c - '0', c - '0' + 1) : Character.toString(c))
                .collect(Collectors.joining());
    }
}
