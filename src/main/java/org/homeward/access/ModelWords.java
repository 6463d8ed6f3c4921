package org.homeward.access;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.ClassPathResource;

/**
 * What stands in models, forms, filters and groups, in the language of whoever reads it. At home it is English;
 * {@code messages/models_ru.json} says each in Russian.
 */
public final class ModelWords {

    private static final Pattern HEADING = Pattern.compile("^#+ ");
    private static final Map<String, String> RUSSIAN = read();

    private ModelWords() {}

    /** The words as their reader's browser asks for them; as they are when there are no others. */
    public static String of(String english) {
        return LocaleContextHolder.getLocale().getLanguage().equals("ru") ? inRussian(english) : english;
    }

    /** The text in Russian, paragraph by paragraph; what we have no Russian for stays as it is. */
    static String inRussian(String text) {
        return text.lines().map(ModelWords::paragraph).collect(Collectors.joining("\n"));
    }

    private static String paragraph(String line) {
        String words = HEADING.matcher(line).replaceFirst("");
        return line.substring(0, line.length() - words.length()) + RUSSIAN.getOrDefault(words, words);
    }

    private static Map<String, String> read() {
        try (var in = new ClassPathResource("messages/models_ru.json").getInputStream()) {
            return new ObjectMapper().readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
