package org.homeward.situation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A way out of the country.
 *
 * @param kind {@code land}, {@code air} or {@code sea}
 * @param hoursLine its hours in one line, see {@link #hours}
 */
public record Exit(
        String code,
        String nameEn,
        String nameRu,
        String nameAr,
        String kind,
        String state,
        @Nullable String hoursLine) {

    /** Its name in the officer's language. */
    public String name(Locale locale) {
        return new PlaceName(nameEn, nameRu, nameAr).in(locale);
    }

    /** The hours at which people can cross while it is open; null: at any time. */
    public @Nullable OpeningHours hours() {
        return OpeningHours.written(hoursLine);
    }

    public boolean isOpen() {
        return state.equals("open");
    }
}
