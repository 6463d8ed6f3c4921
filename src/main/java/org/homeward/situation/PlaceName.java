package org.homeward.situation;

import java.util.Locale;

/** What a place is called in three languages. */
record PlaceName(String en, String ru, String ar) {

    /** Its name for who reads this language. */
    String in(Locale locale) {
        return switch (locale.getLanguage()) {
            case "ru" -> ru;
            case "ar" -> ar;
            default -> en;
        };
    }
}
