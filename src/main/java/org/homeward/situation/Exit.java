package org.homeward.situation;

import java.util.Locale;

/**
 * A way out of the country.
 *
 * @param kind {@code land}, {@code air} or {@code sea}
 */
public record Exit(String code, String nameEn, String nameRu, String nameAr, String kind, String state) {

    /** Its name in the officer's language. */
    public String name(Locale locale) {
        return new PlaceName(nameEn, nameRu, nameAr).in(locale);
    }

    public boolean isOpen() {
        return state.equals("open");
    }
}
