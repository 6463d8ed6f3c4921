package org.homeward.registration.list;

import java.util.Locale;

/** What a list can say about a person. */
public enum Field {
    FAMILY(40),
    ORDINAL(40),
    SURNAME(200),
    NAME(200),
    PATRONYMIC(200),
    LATIN_SURNAME(200),
    LATIN(200),
    BORN(40),
    SEX(40),
    NATIONALITY(100),
    DOCUMENT(60),
    DOCUMENT_KIND(40),
    EXPIRES(40),
    RELATION(60),
    PHONE(100),
    EMAIL(254),
    GOVERNORATE(100),
    NEEDS(500),
    CONSENT(100),
    WISH(100),
    CITY(100),
    REMARK(2000);

    private final int longest;

    Field(int longest) {
        this.longest = longest;
    }

    /** How many characters are taken. */
    public int longest() {
        return longest;
    }

    /** As in stored rows, requests and message keys: {@code latinSurname}. */
    public String key() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_");
        return words.length == 1
                ? words[0]
                : words[0] + Character.toUpperCase(words[1].charAt(0)) + words[1].substring(1);
    }

    /** The field of that key; throws IllegalArgumentException for any other word. */
    public static Field of(String key) {
        for (Field field : values()) {
            if (field.key().equals(key)) {
                return field;
            }
        }
        throw new IllegalArgumentException("No such field: " + key);
    }
}
