package org.homeward.situation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A way out of the country.
 *
 * @param kind {@code land}, {@code air} or {@code sea}
 * @param leadsTo where one flies on from, or arrives by air or sea: the code of an airport or port
 */
public record Exit(
        String code,
        String nameEn,
        String nameRu,
        String nameAr,
        String kind,
        @Nullable String leadsTo,
        String state) {

    /** Its name in the officer's language. */
    public String name(Locale locale) {
        return new PlaceName(nameEn, nameRu, nameAr).in(locale);
    }

    public boolean isOpen() {
        return state.equals("open");
    }
}
