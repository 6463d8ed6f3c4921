package org.homeward.people;

import com.ibm.icu.text.Transliterator;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A name folded for comparison: any script to plain Latin words, upper case, in alphabetical order. */
public final class NameKey {

    private static final Transliterator TO_LATIN =
            Transliterator.getInstance("Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII");
    private static final Pattern NOT_A_LETTER = Pattern.compile("[^A-Z]+");
    private static final Pattern PARTICLE = Pattern.compile("AL|EL|AN|AR|AS|ASH|AD|AT|AZ|BIN|IBN|BINT");

    private NameKey() {}

    /** The key of the Latin name where there is one, else of the name as written; empty only if neither has letters. */
    public static String of(@Nullable String name, @Nullable String latinName) {
        String fromLatin = latinName == null ? "" : fold(latinName);
        return fromLatin.isEmpty() && name != null ? fold(name) : fromLatin;
    }

    private static String fold(String name) {
        String latin;
        synchronized (TO_LATIN) {
            latin = TO_LATIN.transliterate(name);
        }
        return Arrays.stream(NOT_A_LETTER.split(latin.toUpperCase(Locale.ROOT).replaceAll("['’ʹʺʼʿʾ`]", "")))
                .filter(word -> !word.isEmpty() && !PARTICLE.matcher(word).matches())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
