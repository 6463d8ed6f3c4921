package org.homeward.desk;

import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * The browser chooses between the languages that we have; English when it asks for none of them. In Arabic, too, numbers
 * are written in the digits of case numbers, passports and times.
 */
@Configuration
class Languages {

    @Bean
    LocaleResolver localeResolver() {
        var resolver = new AcceptHeaderLocaleResolver();
        resolver.setSupportedLocales(
                List.of(Locale.ENGLISH, Locale.forLanguageTag("ru"), Locale.forLanguageTag("ar-u-nu-latn")));
        resolver.setDefaultLocale(Locale.ENGLISH);
        return resolver;
    }
}
