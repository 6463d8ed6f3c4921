package org.homeward.people;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What hurried hands do to a name. */
public enum Slips {
    SWAPPED_WORDS,
    SPLIT_WORD,
    JOINED_WORDS,
    DROPPED_LETTER,
    DOUBLED_LETTER,
    SWAPPED_LETTERS,
    DROPPED_PART;

    private static final int TRIES = 50;

    /** The name with one or two slips, always the same for the same random. */
    public static String in(String name, Random random) {
        String altered = name;
        int slips = 1 + random.nextInt(2);
        for (int tries = 0; slips > 0 && tries < TRIES; tries++) {
            String next = values()[random.nextInt(values().length)].on(altered, random);
            slips -= next.equals(altered) ? 0 : 1;
            altered = next;
        }
        return altered;
    }

    /** The name with this slip; as it was where there is no place for one. */
    String on(String name, Random random) {
        List<String> words = new ArrayList<>(Arrays.asList(name.split("[\\s-]+")));
        int at = random.nextInt(words.size());
        String word = words.get(at);
        int letter = word.length() < 2 ? 0 : 1 + random.nextInt(word.length() - 1);
        boolean several = words.size() > 1 && at > 0;
        boolean longWord = word.length() > 3;
        if (this == SWAPPED_WORDS && several) {
            words.set(at, words.set(at - 1, word));
        } else if (this == JOINED_WORDS && several) {
            words.set(at - 1, words.get(at - 1) + words.remove(at));
        } else if (this == DROPPED_PART
                && words.stream().filter(w -> w.length() > 2).count() > 3) {
            words.remove(at);
        } else if (this == SPLIT_WORD && longWord && letter > 1 && letter < word.length() - 1) {
            words.set(at, word.substring(0, letter) + " " + word.substring(letter));
        } else if (this == DROPPED_LETTER && longWord) {
            words.set(at, word.substring(0, letter) + word.substring(letter + 1));
        } else if (this == DOUBLED_LETTER && longWord) {
            words.set(at, word.substring(0, letter) + word.charAt(letter) + word.substring(letter));
        } else if (this == SWAPPED_LETTERS && longWord) {
            words.set(
                    at,
                    word.substring(0, letter - 1)
                            + word.charAt(letter)
                            + word.charAt(letter - 1)
                            + word.substring(letter + 1));
        }
        return String.join(" ", words);
    }
}
