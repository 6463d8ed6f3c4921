package org.homeward.people;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Are these two the same person? The names that go together best say how alike; what supports it takes a share of the
 * distance away, what speaks against it a share of the likeness.
 */
public final class Comparison {

    /** Names less alike than this are other names. */
    private static final double NO_MATCH = 0.3;

    private Comparison() {}

    /** How alike two descriptions are. Symmetric; never throws, whatever the names are made of. */
    public static Likeness compare(Traits one, Traits other) {
        return compare(Described.of(one), Described.of(other));
    }

    static Likeness compare(Described one, Described other) {
        Best names = names(one, other);
        if (names.agreement.score() < NO_MATCH && Collections.disjoint(one.documents(), other.documents())) {
            return new Likeness(0, List.of(Reason.differ("names-differ")));
        }
        double distance = 1 - names.agreement.score();
        double doubt = 1;
        List<Reason> reasons = new ArrayList<>(names.reasons());
        for (Evidence each : evidence(one, other)) {
            distance *= each.support();
            doubt *= each.doubt();
            if (each.reason() != null) {
                reasons.add(each.reason());
            }
        }
        return new Likeness((1 - distance) * doubt, reasons);
    }

    /** The most that their likeness can be, whatever their names; from 0 to 1. */
    static double most(Described one, Described other) {
        return evidence(one, other).stream().mapToDouble(Evidence::doubt).reduce(1, (a, b) -> a * b);
    }

    private static List<Evidence> evidence(Described one, Described other) {
        Traits a = one.traits();
        Traits b = other.traits();
        return List.of(
                Evidence.ofDocuments(one.documents(), other.documents()),
                Evidence.ofBirths(a.births(), b.births()),
                Evidence.ofSexes(a.sex(), b.sex()),
                Evidence.ofNationalities(a.nationalities(), b.nationalities()));
    }

    private static Best names(Described one, Described other) {
        Best best = new Best("", "", Agreement.NONE);
        for (Name a : one.names()) {
            for (Name b : other.names()) {
                Agreement agreement = Agreement.of(a, b);
                if (agreement.score() > best.agreement.score()) {
                    best = new Best(a.written(), b.written(), agreement);
                }
            }
        }
        return best;
    }

    private static boolean telling(Word word) {
        return !Frequency.particle(word.latin());
    }

    private record Best(String one, String other, Agreement agreement) {

        List<Reason> reasons() {
            if (agreement.score() < NO_MATCH) {
                return List.of(Reason.differ("names-differ"));
            }
            List<Reason> reasons = new ArrayList<>();
            List<String> strangers = latin(agreement.strangers());
            List<String> otherStrangers = latin(agreement.otherStrangers());
            boolean whole = strangers.isEmpty() && otherStrangers.isEmpty();
            reasons.add(Reason.agree(whole ? "names-agree" : "names-alike", one, other));
            if (!strangers.isEmpty() && !otherStrangers.isEmpty()) {
                reasons.add(
                        Reason.differ("words-differ", String.join(" ", strangers), String.join(" ", otherStrangers)));
            } else if (!whole) {
                reasons.add(Reason.differ(
                        "words-missing", String.join(" ", strangers.isEmpty() ? otherStrangers : strangers)));
            }
            return reasons;
        }

        private static List<String> latin(List<Word> words) {
            return words.stream().filter(Comparison::telling).map(Word::latin).toList();
        }
    }
}
