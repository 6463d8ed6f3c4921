package org.homeward.people;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How a word sounds, one sign for each sound, so that the ways to write it in Latin letters come close: {@code S} is heard
 * in SH, {@code C} in CH, {@code Z} in ZH, {@code c} in TS, {@code x} in KH, {@code j} in DZH. And how far two words are
 * apart: what is often written one for the other costs little, any other consonant a whole slip.
 */
final class Sound {

    /** What another consonant costs. */
    static final int SLIP = 100;

    private static final int VOWEL = 30;
    private static final int ENDING = 60;
    private static final int BREATH = 40;
    private static final int SWAPPED = 55;
    private static final int LONGEST = 40;

    private static final Map<String, String> SPELLINGS = spellings("""
            S SHCH SCHTSCH SCH SHH SH SZ HS
            C TSCH TCH CH CZ
            Z ZH
            j DZH DSCH DJ
            c TS TZ
            x KH
            z DZ
            g GH
            f PH
            t TH
            d DH
            b BH
            k CK CC C Q QU
            se CE
            si CI CY
            v W
            ks X
            u OO OU UE YU IU
            i EE IE IY YY IJ YJ II Y
            e EI EY AI AY EJ AJ AE
            a AA
            o OE YO IO
            ya YA
            ye YE""");

    private static final int LONGEST_SPELLING = 7;

    private static final byte[][] INSTEAD = new byte[128][128];
    private static final byte[] ALONE = new byte[128];

    static {
        for (byte[] row : INSTEAD) {
            Arrays.fill(row, (byte) SLIP);
        }
        Arrays.fill(ALONE, (byte) SLIP);
        for (char vowel : "aeiou".toCharArray()) {
            ALONE[vowel] = VOWEL;
            for (char other : "aeiou".toCharArray()) {
                INSTEAD[vowel][other] = VOWEL;
            }
        }
        ALONE['y'] = VOWEL;
        ALONE['h'] = BREATH;
        close(20, "xh iy ou ie");
        close(30, "jy ji cs fv vu vo jZ");
        close(35, "sS SC cC zZ xk zs");
        close(45, "gk gh gj td gx Cs Ck Sx");
        close(60, "kh pb fp bv jz ZS jC mn");
        for (int sound = 0; sound < 128; sound++) {
            INSTEAD[sound][sound] = 0;
        }
    }

    private Sound() {}

    /** The sounds of a word in capital Latin letters, the first {@value #LONGEST} or so; a doubled one is heard once. */
    static String of(String latin) {
        StringBuilder sounds = new StringBuilder();
        int at = 0;
        while (at < latin.length() && sounds.length() < LONGEST) {
            if (latin.charAt(at) < 'A' || latin.charAt(at) > 'Z') {
                at++;
                continue;
            }
            String spelling = spelling(latin, at);
            String heard = at == 0 && spelling.equals("X")
                    ? "S"
                    : SPELLINGS.getOrDefault(spelling, String.valueOf(Character.toLowerCase(spelling.charAt(0))));
            for (char sound : heard.toCharArray()) {
                if (sounds.isEmpty() || sounds.charAt(sounds.length() - 1) != sound) {
                    sounds.append(sound);
                }
            }
            at += spelling.length();
        }
        return sounds.toString();
    }

    /** The letters of a word as if they were its sounds. */
    static String letters(String latin) {
        StringBuilder letters = new StringBuilder();
        latin.chars().filter(c -> c >= 'A' && c <= 'Z').forEach(c -> letters.append((char) (c + 'a' - 'A')));
        return letters.toString();
    }

    private static String spelling(String latin, int at) {
        for (int length = Math.min(LONGEST_SPELLING, latin.length() - at); length > 1; length--) {
            String spelling = latin.substring(at, at + length);
            if (SPELLINGS.containsKey(spelling)) {
                return spelling;
            }
        }
        return latin.substring(at, at + 1);
    }

    /** The consonants, without those that Arabic and Hebrew also write for vowels. */
    static String skeleton(String sounds) {
        StringBuilder skeleton = new StringBuilder();
        for (char sound : sounds.toCharArray()) {
            boolean heard = "aeiouyv".indexOf(sound) < 0;
            if (heard && (skeleton.isEmpty() || skeleton.charAt(skeleton.length() - 1) != sound)) {
                skeleton.append(sound);
            }
        }
        return skeleton.toString();
    }

    /**
     * The cheapest way from one word to the other, in hundredths of a slip: letters put in, left out, exchanged or
     * swapped with their neighbour. Symmetric.
     *
     * @param bound from here on any answer will do that is not below it
     */
    static int distance(String one, String other, int bound) {
        int width = other.length() + 1;
        int[] beforeLast = new int[width];
        int[] last = new int[width];
        int[] row = new int[width];
        for (int j = 1; j < width; j++) {
            last[j] = last[j - 1] + alone(other, j - 1);
        }
        for (int i = 1; i <= one.length(); i++) {
            char a = one.charAt(i - 1);
            int alone = alone(one, i - 1);
            row[0] = last[0] + alone;
            int least = row[0];
            for (int j = 1; j < width; j++) {
                char b = other.charAt(j - 1);
                int cost = Math.min(last[j] + alone, row[j - 1] + alone(other, j - 1));
                cost = Math.min(cost, last[j - 1] + INSTEAD[a][b]);
                if (i > 1 && j > 1 && a == other.charAt(j - 2) && b == one.charAt(i - 2)) {
                    cost = Math.min(cost, beforeLast[j - 2] + SWAPPED);
                }
                row[j] = cost;
                least = Math.min(least, cost);
            }
            if (least >= bound + SWAPPED) {
                return least;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[width - 1];
    }

    /** A vowel more or less makes another name at the end (JAFAR, JAFARI), and seldom elsewhere. */
    private static int alone(String word, int at) {
        int cost = ALONE[word.charAt(at)];
        return at == word.length() - 1 && cost == VOWEL ? ENDING : cost;
    }

    private static void close(int cost, String pairs) {
        for (String pair : pairs.split(" ")) {
            INSTEAD[pair.charAt(0)][pair.charAt(1)] = (byte) cost;
            INSTEAD[pair.charAt(1)][pair.charAt(0)] = (byte) cost;
        }
    }

    private static Map<String, String> spellings(String text) {
        Map<String, String> heard = new HashMap<>();
        for (String line : text.split("\n")) {
            String[] words = line.trim().split(" ");
            for (int i = 1; i < words.length; i++) {
                heard.put(words[i], words[0]);
            }
        }
        return Map.copyOf(heard);
    }
}
