package org.homeward.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * Our sentences in the language of whoever is being answered. In the code they stand in English, and so they are stored:
 * who will read them is known only then. {@code messages/sentences_ru.txt} holds each sentence with the Russian one below
 * it, and the words that may stand in one, beside those of the models; <code>{0}</code> is what changes from time to time.
 */
public final class Wording {

    private static final Pattern SLOT = Pattern.compile("\\{(\\d)}");
    private static final Map<String, String> RUSSIAN = read("/messages/sentences_ru.txt");
    private static final Map<Pattern, String> RUSSIAN_WITH_SLOTS = withSlots(RUSSIAN);

    private Wording() {}

    /** The sentence as its reader's browser asks for it; as it is when there is no other. */
    public static String of(String english) {
        return LocaleContextHolder.getLocale().getLanguage().equals("ru") ? russian(english) : english;
    }

    private static String russian(String english) {
        String same = RUSSIAN.get(english);
        if (same != null) {
            return same;
        }
        for (var sentence : RUSSIAN_WITH_SLOTS.entrySet()) {
            Matcher fits = sentence.getKey().matcher(english);
            if (fits.matches()) {
                return SLOT.matcher(sentence.getValue()).replaceAll(slot -> {
                    String word = fits.group(1 + Integer.parseInt(slot.group(1)));
                    return Matcher.quoteReplacement(RUSSIAN.getOrDefault(word, ModelWords.inRussian(word)));
                });
            }
        }
        return english;
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

    private static Map<Pattern, String> withSlots(Map<String, String> sentences) {
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        sentences.forEach((english, other) -> {
            if (SLOT.matcher(english).find()) {
                String fixed = SLOT.matcher(Pattern.quote(english)).replaceAll("\\\\E(.*)\\\\Q");
                patterns.put(Pattern.compile(fixed, Pattern.DOTALL), other);
            }
        });
        return patterns;
    }
}
