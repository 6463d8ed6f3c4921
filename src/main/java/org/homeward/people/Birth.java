package org.homeward.people;

import java.time.LocalDate;

/**
 * When a person was born, as far as it is known.
 *
 * @param earliest the first day it may have been
 * @param latest the last day it may have been, not before the first
 * @param estimated whether even this is a guess
 */
public record Birth(LocalDate earliest, LocalDate latest, boolean estimated) {

    /** In years: who was born longer ago than this is taken for a slip of the pen. */
    public static final int OLDEST = 130;

    /** @throws IllegalArgumentException if the latest day is before the earliest */
    public Birth {
        if (latest.isBefore(earliest)) {
            throw new IllegalArgumentException("A birth cannot have been at the latest before it was at the earliest.");
        }
    }

    /** Born on this very day. */
    public static Birth on(LocalDate day) {
        return new Birth(day, day, false);
    }

    /** Born in this year, the day is not known. */
    public static Birth in(int year) {
        return between(year, year);
    }

    /** Born in about this year: somebody's guess. */
    public static Birth about(int year) {
        return new Birth(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31), true);
    }

    /** Born between these years, both included. @throws IllegalArgumentException if the last is before the first */
    public static Birth between(int firstYear, int lastYear) {
        return new Birth(LocalDate.of(firstYear, 1, 1), LocalDate.of(lastYear, 12, 31), false);
    }

    /** Whether the very day is known. */
    public boolean exact() {
        return earliest.equals(latest) && !estimated;
    }

    /** Whether the very day can be relied on: where none is known, offices write 1 January. */
    boolean dayKnown() {
        return exact() && earliest.getDayOfYear() != 1;
    }

    /** Calendar years between the two, 0 if both may have been in the same. */
    int yearsApart(Birth other) {
        return Math.max(
                0, Math.max(earliest.getYear() - other.latest.getYear(), other.earliest.getYear() - latest.getYear()));
    }

    /** Such as {@code 1984-08-19}, {@code 1984}, {@code ~1984} or {@code 1980–1984}. */
    String inWords() {
        if (exact()) {
            return earliest.toString();
        }
        String first = (estimated ? "~" : "") + earliest.getYear();
        return earliest.getYear() == latest.getYear() ? first : first + "–" + latest.getYear();
    }
}
