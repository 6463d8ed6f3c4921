package org.homeward.people;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far two names agree: each word looks for its partner, whatever the order. A word without one says little if the
 * other name is merely shorter, and much if the other name has another word in its place.
 *
 * @param score from 0 to 1
 * @param pairs the words that agree
 * @param strangers words of the first that stand where the other has {@code otherStrangers}
 */
record Agreement(double score, List<Pair> pairs, List<Word> strangers, List<Word> otherStrangers) {

    static final Agreement NONE = new Agreement(0, List.of(), List.of(), List.of());

    private static final double SLIP = 1;

    /** One slip leaves a word more alike than this; what is less so costs more. */
    private static final double MERELY_ALIKE = 0.78;

    private static final double FAR = 1;
    private static final double CONTRADICTION = 1.5;
    private static final double MISSING = 0.3;
    private static final double ONE_WORD_OF_SEVERAL = 0.75;

    /** A name is misspelt or shortened; that it is both is seldom, and seems so often. */
    private static final double BOTH = 1.25;

    /** A particle that one name leaves out does not make it the shorter one. */
    private static final double PARTICLES = 0.1;

    private static final double SURE = 0.95;
    private static final double JOINED = 0.85;
    private static final double UNSURE = 0.6;
    private static final double INITIAL = 0.9;
    private static final int MOST_JOINED = 3;
    private static final int SHORTEST_JOINED = 4;
    private static final int SLACK = 2;

    /** Words that agree, those of one name written as in the other. */
    record Pair(Word one, Word other, double likeness, double weight) {}

    /** Symmetric. */
    static Agreement of(Name one, Name other) {
        if (one.words().isEmpty() || other.words().isEmpty()) {
            return NONE;
        }
        return one.key().compareTo(other.key()) <= 0
                ? new Search(one, other).agreement()
                : new Search(other, one).agreement().mirrored();
    }

    private Agreement mirrored() {
        return new Agreement(
                score,
                pairs.stream()
                        .map(pair -> new Pair(pair.other, pair.one, pair.likeness, pair.weight))
                        .toList(),
                otherStrangers,
                strangers);
    }

    /** The words of two names on their way to their partners. */
    private static final class Search {

        private final Name one;
        private final Name other;
        private final List<Word> ones;
        private final List<Word> others;
        private final double[][] likeness;
        private final BitSet oneFree = new BitSet();
        private final BitSet otherFree = new BitSet();
        private final List<Pair> pairs = new ArrayList<>();

        Search(Name one, Name other) {
            this.one = one;
            this.other = other;
            ones = one.sorted();
            others = other.sorted();
            likeness = new double[ones.size()][others.size()];
            for (int i = 0; i < ones.size(); i++) {
                for (int j = 0; j < others.size(); j++) {
                    likeness[i][j] = ones.get(i).likeness(others.get(j));
                }
            }
            oneFree.set(0, ones.size());
            otherFree.set(0, others.size());
        }

        Agreement agreement() {
            pair(SURE);
            joinRest(SURE);
            join(ones, oneFree, others, otherFree, false);
            join(others, otherFree, ones, oneFree, true);
            pair(UNSURE);
            joinRest(JOINED);
            pairInitials();
            return summed();
        }

        /** Pairs words one with one, the most alike first. */
        private void pair(double least) {
            while (true) {
                int found = -1;
                int partner = -1;
                double best = 0;
                for (int i = oneFree.nextSetBit(0); i >= 0; i = oneFree.nextSetBit(i + 1)) {
                    for (int j = otherFree.nextSetBit(0); j >= 0; j = otherFree.nextSetBit(j + 1)) {
                        double value = likeness[i][j] + ones.get(i).weight() / 100;
                        if (likeness[i][j] >= least && value > best) {
                            found = i;
                            partner = j;
                            best = value;
                        }
                    }
                }
                if (found < 0) {
                    return;
                }
                Word a = ones.get(found);
                Word b = others.get(partner);
                pairs.add(new Pair(a, b, likeness[found][partner], (a.weight() + b.weight()) / 2));
                oneFree.clear(found);
                otherFree.clear(partner);
            }
        }

        /** Finds words of one name that the other has written together, in any order. */
        private void join(List<Word> wholes, BitSet wholesFree, List<Word> parts, BitSet partsFree, boolean mirrored) {
            for (int i = wholesFree.nextSetBit(0); i >= 0; i = wholesFree.nextSetBit(i + 1)) {
                Word whole = wholes.get(i);
                if (whole.latin().length() < SHORTEST_JOINED || partsFree.cardinality() < 2) {
                    continue;
                }
                Joint joint = best(whole, parts, partsFree, null, new BitSet(), null);
                if (joint != null) {
                    pairs.add(
                            mirrored
                                    ? new Pair(joint.word, whole, joint.likeness, joint.word.weight())
                                    : new Pair(whole, joint.word, joint.likeness, joint.word.weight()));
                    wholesFree.clear(i);
                    partsFree.andNot(joint.used);
                }
            }
        }

        private record Joint(Word word, BitSet used, double likeness) {}

        private static @Nullable Joint best(
                Word whole, List<Word> parts, BitSet free, @Nullable Word soFar, BitSet used, @Nullable Joint best) {
            for (int j = free.nextSetBit(0); j >= 0; j = free.nextSetBit(j + 1)) {
                Word part = parts.get(j);
                int length = part.latin().length()
                        + (soFar == null ? 0 : soFar.latin().length());
                if (used.get(j) || length > whole.latin().length() + SLACK || !within(part, whole)) {
                    continue;
                }
                Word joined = soFar == null ? part : Word.joined(soFar, part);
                BitSet all = (BitSet) used.clone();
                all.set(j);
                if (soFar != null && length >= whole.latin().length() - SLACK) {
                    double likeness = whole.likeness(joined);
                    if (likeness >= JOINED && (best == null || likeness > best.likeness)) {
                        best = new Joint(joined, all, likeness);
                    }
                }
                if (all.cardinality() < MOST_JOINED) {
                    best = best(whole, parts, free, joined, all, best);
                }
            }
            return best;
        }

        /** Whether a word may be a part of the other: begins or ends like something in it. */
        private static boolean within(Word part, Word whole) {
            String letters = part.latin();
            int two = Math.min(2, letters.length());
            return whole.latin().contains(letters.substring(0, two))
                    || whole.latin().contains(letters.substring(letters.length() - two));
        }

        /** Words parted at another place: what is left of both names, read in one go, is the same. */
        private void joinRest(double least) {
            if (Math.max(oneFree.cardinality(), otherFree.cardinality()) < 2
                    || oneFree.isEmpty()
                    || otherFree.isEmpty()) {
                return;
            }
            if (Math.abs(length(ones, oneFree) - length(others, otherFree)) > SLACK
                    || Integer.bitCount(kinds(ones, oneFree) ^ kinds(others, otherFree)) > SLACK) {
                return;
            }
            Word rest = rest(one, ones, oneFree);
            Word otherRest = rest(other, others, otherFree);
            double alike = rest.likeness(otherRest);
            if (alike >= least) {
                pairs.add(new Pair(rest, otherRest, alike, (rest.weight() + otherRest.weight()) / 2));
                oneFree.clear();
                otherFree.clear();
            }
        }

        private static int length(List<Word> words, BitSet free) {
            return free.stream().map(i -> words.get(i).latin().length()).sum();
        }

        private static int kinds(List<Word> words, BitSet free) {
            return free.stream().map(i -> words.get(i).kinds()).reduce(0, (a, b) -> a | b);
        }

        private static Word rest(Name name, List<Word> sorted, BitSet free) {
            List<Word> left = free.stream().mapToObj(sorted::get).toList();
            return name.words().stream()
                    .filter(left::contains)
                    .reduce(Word::joined)
                    .orElseThrow();
        }

        private void pairInitials() {
            for (int i = oneFree.nextSetBit(0); i >= 0; i = oneFree.nextSetBit(i + 1)) {
                for (int j = otherFree.nextSetBit(0); j >= 0; j = otherFree.nextSetBit(j + 1)) {
                    Word a = ones.get(i);
                    Word b = others.get(j);
                    if ((a.initial() || b.initial())
                            && a.latin().charAt(0) == b.latin().charAt(0)) {
                        pairs.add(new Pair(a, b, INITIAL, Math.min(a.weight(), b.weight())));
                        oneFree.clear(i);
                        otherFree.clear(j);
                        break;
                    }
                }
            }
        }

        private Agreement summed() {
            double agreed = 0;
            double slips = 0;
            double lost = 0;
            double full = 0;
            for (Pair pair : pairs) {
                agreed += pair.weight * pair.likeness;
                slips += SLIP * pair.weight * (1 - pair.likeness);
                slips += FAR * pair.weight * Math.max(0, MERELY_ALIKE - pair.likeness);
                double hidden = Math.abs(pair.one.weight() - pair.other.weight()) / 2;
                lost += pair.one.initial() != pair.other.initial() ? MISSING * hidden : 0;
                full += pair.one.weight() >= 0.4 && pair.other.weight() >= 0.4
                        ? pair.one.latin().length() > 1 ? 1 : 0
                        : 0;
            }
            List<Word> strangers = left(ones, oneFree, true);
            List<Word> otherStrangers = left(others, otherFree, false);
            double left = strangers.stream().mapToDouble(Search::telling).sum();
            double otherLeft =
                    otherStrangers.stream().mapToDouble(Search::telling).sum();
            double missing = Math.abs(left - otherLeft);
            lost += slips + CONTRADICTION * Math.min(left, otherLeft) + MISSING * missing;
            lost += BOTH * Math.min(slips, MISSING * Math.max(0, missing - PARTICLES));
            double score = agreed == 0 ? 0 : agreed / (agreed + lost);
            boolean several = pairs.stream().noneMatch(p -> p.one.weight() > 1.1 && p.other.weight() > 1.1);
            if (full <= 1 && several && left + otherLeft > 0.4) {
                score *= ONE_WORD_OF_SEVERAL;
            }
            return new Agreement(score, List.copyOf(pairs), strangers, otherStrangers);
        }

        /** An initial that agrees says little, one that does not says more. */
        private static double telling(Word stranger) {
            return stranger.weight() * (stranger.initial() ? 2 : 1);
        }

        /** Words without a partner, but for those that repeat one that has. */
        private List<Word> left(List<Word> words, BitSet free, boolean first) {
            return free.stream()
                    .mapToObj(words::get)
                    .filter(word -> pairs.stream()
                            .map(pair -> first ? pair.one : pair.other)
                            .noneMatch(paired -> paired.latin().equals(word.latin())))
                    .toList();
        }
    }
}
