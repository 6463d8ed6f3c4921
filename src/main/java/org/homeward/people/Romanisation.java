package org.homeward.people;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Transliterator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Words of any script in capital Latin letters, as ICAO Doc 9303 has them or close to it. */
final class Romanisation {

    /** Letters that ICU would write the scholars' way, and passports do not. Variants in passports are told in {@link Sound}. */
    private static final Map<Integer, String> CYRILLIC = letters("""
            А A Б B В V Г G Д D Е E Ё E Ж ZH З Z И I Й Y К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х KH Ц TS Ч CH Ш SH
            Щ SHCH Ъ - Ы Y Ь - Э E Ю YU Я YA Є YE І I Ї YI Ґ G Ў U Ђ DJ Ј Y Љ L Њ N Ћ CH Џ DZH Ѓ G Ќ K Ѕ DZ
            Ә A Ғ G Қ K Ң N Ө O Ұ U Ү U Һ H Җ J Ҷ J Ӣ I Ӯ U Ҳ H""");

    /** Latin letters that Latin-ASCII would rob of their sound. */
    private static final Map<Integer, String> LATIN =
            letters("Š SH Ş SH Ș SH Ž ZH Č CH Ç CH Ć CH Ğ G Ə A Þ TH Ð D Đ DJ Ł L Ø O Ñ NY ẞ SS ß SS Ã A Õ O");

    private static final Pattern ARTICLE = Pattern.compile("^ال(?=\\p{L}{3})");
    private static final Pattern SIGN_OF_BREATH = Pattern.compile("['’ʹʺʼʿʾ`]");
    private static final Pattern NO_LETTER = Pattern.compile("[^A-Z]+");

    private static final Transliterator ANY =
            Transliterator.getInstance("Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII");

    private Romanisation() {}

    /** Whether the script leaves short vowels out. */
    static boolean abjad(String word) {
        int script = script(word);
        return script == UScript.ARABIC || script == UScript.HEBREW || script == UScript.SYRIAC;
    }

    /** Whether one character is one syllable, so that another character is another name. */
    static boolean syllabic(String word) {
        int script = script(word);
        return script == UScript.HAN || script == UScript.HANGUL;
    }

    /** A word in capital Latin letters, several words where the script has no spaces; empty if it cannot be said. */
    static String latin(String word) {
        String latin = ascii(word) ? word : known(ARTICLE.matcher(word).replaceFirst(""));
        if (!ascii(latin)) {
            synchronized (ANY) {
                latin = ANY.transliterate(latin);
            }
            latin = SIGN_OF_BREATH.matcher(latin).replaceAll("");
        }
        return NO_LETTER.matcher(latin.toUpperCase(Locale.ROOT)).replaceAll(" ").trim();
    }

    private static String known(String word) {
        StringBuilder known = new StringBuilder();
        word.codePoints().forEach(c -> {
            int upper = Character.toUpperCase(c);
            String latin = CYRILLIC.getOrDefault(upper, LATIN.get(upper));
            known.append(latin != null ? latin : Character.toString(c));
        });
        return known.toString();
    }

    private static boolean ascii(String word) {
        return word.chars().allMatch(c -> c < 128);
    }

    private static int script(String word) {
        return UScript.getScript(word.codePointAt(0));
    }

    private static Map<Integer, String> letters(String pairs) {
        String[] words = pairs.trim().split("\\s+");
        Map<Integer, String> letters = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            letters.put(words[i].codePointAt(0), words[i + 1].replace("-", ""));
        }
        return Map.copyOf(letters);
    }
}
