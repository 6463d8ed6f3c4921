package org.homeward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.text.ChoiceFormat;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

/** What officers read on our pages is there in English, Russian and Arabic. */
class ThreeLanguagesTest {

    private static final Pattern PLACE = Pattern.compile("\\{\\d+");

    /** Names, patterns of dates, and what has no letters. */
    private static final Set<String> THE_SAME_IN_ALL = Set.of(
            "app.name",
            "direction",
            "format.minute",
            "format.day",
            "format.dayOfMonth",
            "nav.cockpit",
            "nav.admin",
            "group.designers.where",
            "group.camunda-admin.where",
            "way.sms",
            "manifest.sex.unknown");

    @ParameterizedTest
    @CsvSource({
        "homeward, ru, [а-яё]", "homeward, ar, [ء-ي]",
        "scans, ru, [а-яё]", "scans, ar, [ء-ي]",
        "checkpoint, ru, [а-яё]", "checkpoint, ar, [ء-ي]",
        "convoy, ru, [а-яё]", "convoy, ar, [ء-ي]",
        "border, ru, [а-яё]", "border, ar, [ء-ي]",
        "reception, ru, [а-яё]", "reception, ar, [ء-ي]",
        "accounted, ru, [а-яё]", "accounted, ar, [ء-ي]"
    })
    void each_page_says_the_same_in_each_language(String pages, String language, String letter) throws IOException {
        Properties english = words(pages);
        Properties translated = words(pages + "_" + language);
        assertThat(translated.keySet()).isEqualTo(english.keySet());
        Pattern ownLetter = Pattern.compile(letter, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        assertThat(translated).allSatisfy((key, words) -> {
            if (!THE_SAME_IN_ALL.contains(key)) {
                assertThat(String.valueOf(words)).as("%s", key).containsPattern(ownLetter);
            }
            assertThat(places(words)).as("%s", key).isEqualTo(places(english.get(key)));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"homeward_ru", "homeward_ar"})
    void each_sentence_with_places_says_something_of_any_number(String file) throws IOException {
        words(file).forEach((key, words) -> {
            var sentence = new MessageFormat(String.valueOf(words), Locale.ROOT);
            for (int number : new int[] {0, 1, 2, 5, 11, 100}) {
                Object[] numbers = Collections.nCopies(10, number).toArray();
                assertThat(sentence.format(numbers)).as("%s of %s", key, number).doesNotContain("{");
                assertThat(sentence.getFormats())
                        .filteredOn(ChoiceFormat.class::isInstance)
                        .allSatisfy(choice -> assertThat(choice.format(number))
                                .as("%s of %s", key, number)
                                .isNotBlank());
            }
        });
    }

    /** Each place once: a language has as many forms of a plural as it needs. */
    private static Set<String> places(@Nullable Object words) {
        return PLACE.matcher(String.valueOf(words))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Properties words(String file) throws IOException {
        Properties words = new Properties();
        words.load(
                new StringReader(new ClassPathResource("messages/" + file + ".properties").getContentAsString(UTF_8)));
        return words;
    }
}
