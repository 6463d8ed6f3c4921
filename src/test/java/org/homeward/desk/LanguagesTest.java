package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class LanguagesTest {

    @ParameterizedTest
    @CsvSource({"ar, ar", "ar-SY, ar", "ru-RU, ru", "fr, en"})
    void the_browser_chooses_and_numbers_keep_the_digits_of_a_passport(String asked, String answered) {
        var request = new MockHttpServletRequest();
        request.addHeader("Accept-Language", asked);
        request.addPreferredLocale(Locale.forLanguageTag(asked));

        Locale locale = new Languages().localeResolver().resolveLocale(request);

        assertThat(locale.getLanguage()).isEqualTo(answered);
        assertThat(new MessageFormat("{0}", locale).format(new Object[] {42})).isEqualTo("42");
    }
}
