package org.homeward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

/** What officers on the road and at reception read is there in English, Russian and Arabic. */
class ThreeLanguagesTest {

    private static final Pattern PLACE = Pattern.compile("\\{\\d+");

    @ParameterizedTest
    @CsvSource({
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
            assertThat(String.valueOf(words)).as("%s", key).containsPattern(ownLetter);
            assertThat(places(words)).as("%s", key).isEqualTo(places(english.get(key)));
        });
    }

    private static List<String> places(@Nullable Object words) {
        return PLACE.matcher(String.valueOf(words))
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    private static Properties words(String file) throws IOException {
        Properties words = new Properties();
        words.load(
                new StringReader(new ClassPathResource("messages/" + file + ".properties").getContentAsString(UTF_8)));
        return words;
    }
}
