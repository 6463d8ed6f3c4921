package org.homeward.people;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What births, sex, nationalities and documents say of two descriptions whose names are alike.
 *
 * @param support what is left of the distance between the names, from 0 to 1; 1 if nothing speaks for one person
 * @param doubt what is left of the likeness, from 0 to 1; 1 if nothing speaks against
 * @param reason in words, or null if nothing is known
 */
record Evidence(double support, double doubt, @Nullable Reason reason) {

    private static final Evidence NOTHING = new Evidence(1, 1, null);

    private static final int SHORTEST_DOCUMENT = 6;
    private static final int GUESSED_WELL = 2;
    private static final int GUESSED_BADLY = 5;
    private static final int FAR_APART = 10;

    /** Where both days are known for sure, namesakes of about one age are two persons unless more speaks for one. */
    private static final double OTHER_DAY = 0.79;

    /** The alternatives that go together best. */
    static Evidence ofBirths(List<Birth> one, List<Birth> other) {
        if (one.isEmpty() != other.isEmpty()) {
            return doubted(0.85, Reason.differ("birth-unknown"));
        }
        Evidence best = NOTHING;
        for (Birth a : one) {
            for (Birth b : other) {
                Evidence each = ofBirths(a, b);
                if (best == NOTHING || each.doubt - each.support > best.doubt - best.support) {
                    best = each;
                }
            }
        }
        return best;
    }

    private static Evidence ofBirths(Birth one, Birth other) {
        if (one.dayKnown() && other.dayKnown()) {
            return ofDays(one.earliest(), other.earliest());
        }
        int years = one.yearsApart(other);
        if (years == 0) {
            return supported(0.85, Reason.agree("birth-year-fits", one.inWords(), other.inWords()));
        }
        boolean guessed = one.estimated() || other.estimated();
        if (guessed && years <= GUESSED_WELL) {
            return doubted(0.94, Reason.agree("birth-year-near", one.inWords(), other.inWords()));
        }
        return guessed && years <= GUESSED_BADLY ? yearsApart(years, 0.78) : yearsApart(years);
    }

    private static Evidence ofDays(LocalDate one, LocalDate other) {
        if (one.equals(other)) {
            return supported(0.5, Reason.agree("birth-same-day", one));
        }
        boolean sameDay = one.getDayOfMonth() == other.getDayOfMonth();
        boolean sameMonth = one.getMonth() == other.getMonth();
        int years = Math.abs(one.getYear() - other.getYear());
        if (years == 0) {
            boolean swapped =
                    one.getDayOfMonth() == other.getMonthValue() && other.getDayOfMonth() == one.getMonthValue();
            return doubted(
                    sameDay || sameMonth || swapped ? 0.93 : OTHER_DAY, Reason.differ("birth-other-day", one, other));
        }
        if (sameDay && sameMonth && misread(one.getYear(), other.getYear())) {
            return yearsApart(years, 0.9);
        }
        return years == 1 ? yearsApart(years, OTHER_DAY) : yearsApart(years);
    }

    /** Whether one digit, or two that stand side by side and were swapped, make the difference. */
    private static boolean misread(int year, int other) {
        String one = String.valueOf(year);
        String two = String.valueOf(other);
        long wrong = IntStream.range(0, Math.min(one.length(), two.length()))
                .filter(i -> one.charAt(i) != two.charAt(i))
                .count();
        return wrong == 1
                || wrong == 2
                        && one.chars()
                                .sorted()
                                .boxed()
                                .toList()
                                .equals(two.chars().sorted().boxed().toList());
    }

    private static Evidence yearsApart(int years) {
        return yearsApart(years, years == 1 ? 0.82 : years == 2 ? 0.75 : years < FAR_APART ? 0.6 : 0.4);
    }

    private static Evidence yearsApart(int years, double doubt) {
        return doubted(doubt, Reason.differ("birth-years-differ", years));
    }

    static Evidence ofSexes(Sex one, Sex other) {
        return one == Sex.UNKNOWN || other == Sex.UNKNOWN || one == other
                ? NOTHING
                : doubted(0.5, Reason.differ("sex-other"));
    }

    static Evidence ofNationalities(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return NOTHING;
        }
        return Collections.disjoint(one, other)
                ? doubted(0.9, Reason.differ("nationality-other", listed(one), listed(other)))
                : supported(0.95, Reason.agree("nationality-same", shared(one, other)));
    }

    /** @param one document numbers, folded */
    static Evidence ofDocuments(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return NOTHING;
        }
        return one.stream()
                .filter(other::contains)
                .max(Comparator.comparingInt(String::length))
                .map(number -> supported(
                        number.length() < SHORTEST_DOCUMENT ? 0.7 : 0.25, Reason.agree("document-same", number)))
                .orElseGet(() -> doubted(0.97, Reason.differ("document-other")));
    }

    private static Evidence supported(double support, Reason reason) {
        return new Evidence(support, 1, reason);
    }

    private static Evidence doubted(double doubt, Reason reason) {
        return new Evidence(1, doubt, reason);
    }

    private static String listed(Set<String> codes) {
        return String.join(", ", codes.stream().sorted().toList());
    }

    private static String shared(Set<String> one, Set<String> other) {
        return String.join(", ", one.stream().filter(other::contains).sorted().toList());
    }
}
