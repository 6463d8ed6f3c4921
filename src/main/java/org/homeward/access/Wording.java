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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * Our sentences in the language of whoever is being answered. In the code they stand in English, and so they are stored:
 * who will read them is known only then. {@code messages/sentences_ru.txt} holds each sentence with the Russian one below
 * it, and the words that may stand in one, beside those of the models; <code>{0}</code> is what changes from time to time:
 * a word, or several parted by semicolons. Words have slots of their own in one case: where they begin with "the".
 */
public final class Wording {

    private static final Pattern SLOT = Pattern.compile("\\{(\\d)}");
    private static final String BETWEEN_WORDS = "; ";
    private static final Map<String, String> RUSSIAN = read("/messages/sentences_ru.txt");
    private static final Map<Pattern, String> RUSSIAN_WITH_SLOTS = withSlots(RUSSIAN, english -> true);
    private static final Map<Pattern, String> WORDS_WITH_SLOTS = withSlots(RUSSIAN, Wording::isWords);

    private Wording() {}

    /** The sentence as its reader's browser asks for it; as it is when there is no other. */
    public static String of(String english) {
        return LocaleContextHolder.getLocale().getLanguage().equals("ru") ? russian(english) : english;
    }

    private static String russian(String english) {
        String same = RUSSIAN.get(english);
        return same != null ? same : filled(english, RUSSIAN_WITH_SLOTS).orElse(english);
    }

    private static Optional<String> filled(String english, Map<Pattern, String> known) {
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

    private static String words(String inSlot) {
        return Arrays.stream(inSlot.split(BETWEEN_WORDS, -1))
                .map(word -> RUSSIAN.containsKey(word)
                        ? RUSSIAN.get(word)
                        : filled(word, WORDS_WITH_SLOTS).orElseGet(() -> ModelWords.inRussian(word)))
                .collect(Collectors.joining(BETWEEN_WORDS));
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
