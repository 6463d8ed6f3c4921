package org.homeward.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * Our sentences in the language of whoever is being answered. In the code they stand in English, and so they are stored:
 * who will read them is known only then. {@code messages/sentences_ru.txt} and {@code sentences_ar.txt} hold each sentence
 * with its translation below it, and the words that may stand in one; <code>{0}</code> is what changes from time to time:
 * a word, or several parted by semicolons. Words have slots of their own in one case: where they begin with "the".
 */
public final class Wording {

    private static final Pattern SLOT = Pattern.compile("\\{(\\d)}");
    private static final String BETWEEN_WORDS = "; ";
    private static final Map<String, Wording> LANGUAGES = Map.of(
            "ru", new Wording("/messages/sentences_ru.txt", ModelWords::inRussian),
            "ar", new Wording("/messages/sentences_ar.txt", Wording::heldTogether));

    private final Map<String, String> sentences;
    private final Map<Pattern, String> sentencesWithSlots;
    private final Map<Pattern, String> wordsWithSlots;
    private final UnaryOperator<String> otherWords;

    /** @param otherWords says what stands in a slot and is not in the file */
    private Wording(String file, UnaryOperator<String> otherWords) {
        sentences = read(file);
        sentencesWithSlots = withSlots(sentences, english -> true);
        wordsWithSlots = withSlots(sentences, Wording::isWords);
        this.otherWords = otherWords;
    }

    /** The sentence as its reader's browser asks for it; as it is when there is no other. */
    public static String of(String english) {
        Wording wording = LANGUAGES.get(LocaleContextHolder.getLocale().getLanguage());
        return wording == null ? english : wording.sentence(english);
    }

    private String sentence(String english) {
        String same = sentences.get(english);
        return same != null ? same : filled(english, sentencesWithSlots).orElse(english);
    }

    private Optional<String> filled(String english, Map<Pattern, String> known) {
        for (var sentence : known.entrySet()) {
            Matcher fits = sentence.getKey().matcher(english);
            if (fits.matches()) {
                return Optional.of(SLOT.matcher(sentence.getValue())
                        .replaceAll(slot ->
                                Matcher.quoteReplacement(words(fits.group(1 + Integer.parseInt(slot.group(1)))))));
            }
        }
        return Optional.empty();
    }

    private String words(String inSlot) {
        return Arrays.stream(inSlot.split(BETWEEN_WORDS, -1))
                .map(this::word)
                .collect(Collectors.joining(BETWEEN_WORDS));
    }

    private String word(String english) {
        String same = sentences.get(english);
        return same != null ? same : filled(english, wordsWithSlots).orElseGet(() -> otherWords.apply(english));
    }

    /** A code, a time or a name keeps its own direction among Arabic words (Unicode's first strong isolate). */
    private static String heldTogether(String word) {
        return word.isEmpty() ? word : "\u2068" + word + "\u2069";
    }

    private static boolean isWords(String english) {
        return english.startsWith("the ");
    }

    /** Sentence and translation, a line each, in the order of the file. */
    static Map<String, String> read(String file) {
        try (var in = Objects.requireNonNull(Wording.class.getResourceAsStream(file), file)) {
            Map<String, String> sentences = new LinkedHashMap<>();
            for (String pair : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\n\n+")) {
                String[] lines = pair.split("\n");
                sentences.put(lines[0], lines[1]);
            }
            return sentences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Pattern, String> withSlots(Map<String, String> sentences, Predicate<String> which) {
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        sentences.forEach((english, other) -> {
            if (which.test(english) && SLOT.matcher(english).find()) {
                String fixed = SLOT.matcher(Pattern.quote(english)).replaceAll("\\\\E(.*)\\\\Q");
                patterns.put(Pattern.compile(fixed, Pattern.DOTALL), other);
            }
        });
        return patterns;
    }
}
