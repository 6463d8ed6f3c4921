package org.homeward.people;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Arabic script as machine readable zones spell it, letter by letter and without short vowels: what has no Latin letter of
 * its own is an escape that begins with X, such as XSH (ICAO Doc 9303-3, section 6 B). The same letters occur in Western,
 * Chinese and Albanian names; what tells them apart is which of them can stand side by side in Arabic.
 */
final class EscapedArabic {

    /** Escapes, each with what is heard: Arabic, then Persian, Urdu and Pashto. */
    private static final Map<String, String> HEARD = table("""
            XAA A  XAE A  XXA A  XTA A  XAH A  XAY Y  XE -  XI I  XH H
            XTH TH XKH KH XDH DH XSH SH XSS S  XDZ D  XTT T XZZ Z
            XC CH  XJ ZH  XKK K  XGG G  XYA Y
            XXT T  XXD D  XXR R  XNN N  XDO H  XXG H  XYH H XGE H  XTG T  XYB Y  XBE Y
            XRT T  XKE DZ XXH TS XDR D  XRR R  XRX G  XXS SH XXK G XNG NG XXN N  XXY Y""");

    /** Escapes that hardly any other name has; hamza after a long vowel at the end, as in ELAXE, is one. */
    private static final String STRONG = "X(?:AA|AE|XA|TA|A[HY]$|TH|KH|DH|SH|SS|DZ|TT|ZZ|C|J|KK|GG|YA"
            + "|XT|XD|XR|NN|DO|XG|YH|GE|TG|YB|BE|RT|KE|XH|DR|RR|RX|XS|XK|NG|XN|XY|(?<=[AWY]X)E(?=$|ALD|X))";

    /** XH as in XHMD but not in XHEVDET, XI as in FAXIZ but not in MAXIM, ALEXIS, YAXIN or XIAO. */
    private static final String WEAK = "X(?:H(?![EU])|(?:(?<=[A-Z]AX)(?<!MAX)|(?<=RX)(?=IY))I(?=[BDFGHJKLMPQRSTWXYZ]))";

    /** The same, and hamza, beside a word that is surely Arabic. */
    private static final String ANY = "X[EHI]";

    /** Letters that stand for themselves: no C, O or V; I is an alef with hamza below, at the beginning of a word. */
    private static final String PLAIN = "[ABDEFGHJKLMNPQRSTUWYZ]";

    private static final Pattern SPELLED = spelledWith(STRONG + "|" + WEAK);
    private static final Pattern SPELLED_BESIDE = spelledWith(STRONG + "|" + ANY);
    private static final Pattern STRONG_ESCAPE = Pattern.compile(STRONG);
    private static final Pattern ESCAPE = Pattern.compile(STRONG + "|" + ANY);
    private static final Pattern LETTER = Pattern.compile(STRONG + "|" + ANY + "|[A-Z]");

    /** Letters that together would be heard as one: SHYL is no Shil but a Suhail, HSN no Sn but a Hassan. */
    private static final Pattern HEARD_AS_ONE = Pattern.compile("[BCDGKPSTZ]H|HS");

    private static final Pattern ARTICLE = Pattern.compile("^AL(?=.{3})");

    /** Alef, ain or waw with hamza; the first letter of a word carries a vowel and is none. */
    private static final Pattern VOWEL = Pattern.compile("(?<!^)[AEU]");

    private static final Pattern ALEFS = Pattern.compile("A{2,}");

    private static final double MANY_VOWELS = 2 / 3.0;
    private static final double FEW_VOWELS = 1 / 3.0;

    /** A zone has no room for a longer word. */
    private static final int LONGEST = 39;

    private EscapedArabic() {}

    /** Whether a word in capital Latin letters, such as MXHMD, has letters that only stand for Arabic ones. */
    static boolean is(String latin) {
        return escapes(latin)
                && latin.length() <= LONGEST
                && SPELLED.matcher(latin).matches()
                && vowelsAtMost(STRONG_ESCAPE.matcher(latin).find() ? MANY_VOWELS : FEW_VOWELS, latin);
    }

    /** Whether a word may stand beside such a one in the same zone, as EMR and HANXI may. */
    static boolean fits(String latin) {
        return latin.length() <= LONGEST
                && SPELLED_BESIDE.matcher(latin).matches()
                && vowelsAtMost(escapes(latin) ? MANY_VOWELS : FEW_VOWELS, latin);
    }

    /** The word as far as it can be heard, without its article; as it is if nothing can. Short vowels are not written. */
    static String heard(String latin) {
        StringBuilder heard = new StringBuilder();
        Matcher letters = LETTER.matcher(ARTICLE.matcher(latin).replaceFirst(""));
        while (letters.find()) {
            String letter = heardAlone(letters.group());
            String last = heard.substring(Math.max(0, heard.length() - 1));
            heard.append(HEARD_AS_ONE.matcher(last + letter).matches() ? "A" : "")
                    .append(letter);
        }
        return heard.isEmpty() ? latin : ALEFS.matcher(heard).replaceAll("A");
    }

    private static String heardAlone(String letter) {
        return letter.equals("E") ? "A" : HEARD.getOrDefault(letter, letter);
    }

    private static boolean escapes(String latin) {
        return latin.indexOf('X') >= 0;
    }

    /** Whether so many of the letters outside of the escapes are vowels, or fewer. */
    private static boolean vowelsAtMost(double share, String latin) {
        String outside = ESCAPE.matcher(latin).replaceAll("X");
        long letters = outside.chars().filter(letter -> letter != 'X').count();
        return VOWEL.matcher(outside).results().count() <= share * letters;
    }

    private static Pattern spelledWith(String escapes) {
        return Pattern.compile("(?:AL)?I?(?:" + escapes + "|" + PLAIN + ")+");
    }

    private static Map<String, String> table(String pairs) {
        String[] words = pairs.trim().split("\\s+");
        return IntStream.range(0, words.length / 2)
                .boxed()
                .collect(Collectors.toUnmodifiableMap(i -> words[2 * i], i -> words[2 * i + 1].replace("-", "")));
    }
}
