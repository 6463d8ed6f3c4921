package org.homeward.people;

import org.jspecify.annotations.Nullable;

/**
 * One word of a name, prepared for comparison.
 *
 * @param latin capital Latin letters; as written where there are none for it
 * @param letters the same in small letters, which a slip of the pen leaves closer than the sounds
 * @param sound how it sounds: {@link Sound}
 * @param bare how it sounds without an article that is written together with it (ALKHATIB); else null
 * @param named how it sounds to a script without vowels, without what may be an article (ALASAD, ALKHATIB); else null
 * @param skeleton its consonants
 * @param kinds the kinds of consonants in it, a bit for each
 * @param frequent which of the frequent names it is a spelling of: {@link Frequency}; else null
 * @param weight how much it tells of a person, from 0 to 1 for each word in it
 * @param vowelless whether the script leaves the vowels out
 * @param sign the very character where one is one syllable (Chinese, Korean) or cannot be said; else null
 */
record Word(
        String latin,
        String letters,
        String sound,
        @Nullable String bare,
        @Nullable String named,
        String skeleton,
        int kinds,
        @Nullable Integer frequent,
        double weight,
        boolean vowelless,
        @Nullable String sign) {

    /** More kinds of consonants that only one of two words has, and they are not worth a closer look. */
    private static final int OTHER_KINDS = 4;

    private static final double SPELLING = 0.97;
    /** HAMAD may be AHMAD misspelt, and is a name of its own. */
    private static final double ANOTHER_NAME = 0.7;

    private static final double VOWELS_UNKNOWN = 0.92;
    private static final int FEW = 3;
    private static final double FEW_CONSONANTS = 0.8;

    /** What a slip costs more where there are few consonants: vowels are all that tells MIN from AMAN. */
    private static final double BARE = 2;

    /** In so short a word one letter may be missing. */
    private static final int SHORTEST_WITH_SLIP = 3;

    /** Above this share of slips two words are not the same one. */
    private static final double TOO_MANY = 0.25;

    static Word of(String latin, boolean vowelless) {
        return of(latin, vowelless, null);
    }

    /** A word of which one character is one syllable. */
    static Word of(String latin, boolean vowelless, @Nullable String sign) {
        String sound = Sound.of(latin);
        String bare = latin.length() > 6 && latin.matches("[AE]L[^AEIOUY].*") ? Sound.of(latin.substring(2)) : null;
        return new Word(
                latin,
                Sound.letters(latin),
                sound,
                bare,
                named(latin),
                Sound.skeleton(bare != null && vowelless ? bare : sound),
                Traces.kinds(sound),
                latin.length() > 3 || vowelless ? Frequency.name(sound) : null,
                Frequency.weight(latin, sound),
                vowelless,
                sign);
    }

    /** ALASAD may be the Asad; ELIAS is no As, of whom there would be one consonant. */
    private static @Nullable String named(String latin) {
        String sound = latin.matches("[AE]L.{3,}") ? Sound.of(latin.substring(2)) : "";
        return Sound.skeleton(sound).length() < 2 ? null : sound;
    }

    /** A word in letters that we cannot say: it is itself and nothing else. */
    static Word unsaid(String written) {
        return new Word(written, "", "", null, null, "", 0, null, 1, false, written);
    }

    /** Words written together. */
    static Word joined(Word first, Word second) {
        String latin = first.latin + second.latin;
        String sound = Sound.of(latin);
        return new Word(
                latin,
                Sound.letters(latin),
                sound,
                null,
                null,
                Sound.skeleton(sound),
                Traces.kinds(sound),
                null,
                first.weight + second.weight,
                first.vowelless || second.vowelless,
                null);
    }

    boolean initial() {
        return latin.length() == 1 && sign == null;
    }

    /** How alike, from 0 (another word) to 1. Symmetric. */
    double likeness(Word other) {
        if (sign != null && other.sign != null) {
            return sign.equals(other.sign) ? 1 : 0;
        }
        if (latin.equals(other.latin)) {
            return 1;
        }
        if (Integer.bitCount(kinds ^ other.kinds) > OTHER_KINDS) {
            return 0;
        }
        if (frequent != null && other.frequent != null) {
            return frequent.equals(other.frequent) ? SPELLING : ANOTHER_NAME * alike(letters, other.letters);
        }
        if (vowelless || other.vowelless) {
            double likeness = unvowelled(sound, skeleton, other.sound, other.skeleton);
            if (named != null) {
                likeness = Math.max(likeness, unvowelled(named, Sound.skeleton(named), other.sound, other.skeleton));
            }
            return other.named == null
                    ? likeness
                    : Math.max(likeness, unvowelled(sound, skeleton, other.named, Sound.skeleton(other.named)));
        }
        double likeness = alike(sound, other.sound);
        if (likeness < 1) {
            likeness = Math.max(likeness, SPELLING * alike(letters, other.letters));
        }
        if (Math.min(skeleton.length(), other.skeleton.length()) < FEW
                && skeleton.replace("h", "").equals(other.skeleton.replace("h", ""))) {
            likeness = Math.max(0, 1 - BARE * (1 - likeness));
        }
        if (bare != null && other.bare == null) {
            likeness = Math.max(likeness, SPELLING * alike(bare, other.sound));
        } else if (bare == null && other.bare != null) {
            likeness = Math.max(likeness, SPELLING * alike(sound, other.bare));
        }
        return likeness;
    }

    /** How alike two words are if vowels may be left out; few consonants say little without those that are not. */
    private static double unvowelled(String one, String consonants, String other, String otherConsonants) {
        double likeness = alike(consonants, otherConsonants);
        return Math.min(consonants.length(), otherConsonants.length()) < FEW
                ? Math.max(FEW_CONSONANTS * likeness, alike(one, other))
                : VOWELS_UNKNOWN * likeness;
    }

    private static double alike(String one, String other) {
        int longer = Math.max(one.length(), other.length());
        int lengths = Math.abs(one.length() - other.length());
        if (longer == 0 || lengths > longer / 2 + 1) {
            return 0;
        }
        boolean oneMissing = lengths == 1 && longer >= SHORTEST_WITH_SLIP;
        int bound = Math.max(oneMissing ? Sound.SLIP : 0, (int) (TOO_MANY * Sound.SLIP * longer));
        int distance = Sound.distance(one, other, bound);
        return distance > bound ? 0 : 1 - (double) distance / (Sound.SLIP * longer);
    }
}
