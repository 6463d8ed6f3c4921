package org.homeward.registration.list;

import static java.util.Map.entry;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homeward.people.Birth;
import org.jspecify.annotations.Nullable;

/**
 * A date as people write it, the day always before the month.
 *
 * @param date null when there is something wrong
 * @param estimated no more than the year, or month and year, was written: {@code date} is the first day of it
 * @param wrong {@code unreadable}, {@code impossible}, {@code future} or {@code tooLongAgo}
 */
record WrittenDate(
        @Nullable LocalDate date,
        boolean estimated,
        @Nullable String wrong) {

    private static final LocalDate EXCEL_DAY_0 = LocalDate.of(1899, 12, 30);

    private static final String TIME = "(?:[t ]+\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?:z|[+-]\\d{2}:?\\d{2})?)?";
    private static final String YEAR_WORD =
            "(?:\\s*(?:г\\.?\\s?р\\.?|года рождения|год рождения|года|год|г\\.?|year))?";
    private static final String ABOUT =
            "(?:ок\\.?|около|примерно|приблизительно|прим\\.?|approx\\.?|about|circa|ca\\.?|c\\.|~|≈)?\\s*";
    private static final String SEPARATOR = "\\s*[-./,\\\\ –]\\s*";
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})" + SEPARATOR + "(\\d{1,2})" + SEPARATOR + "(\\d{1,2})" + TIME);
    private static final Pattern DAY_FIRST =
            Pattern.compile("(\\d{1,2})" + SEPARATOR + "(\\d{1,2})" + SEPARATOR + "(\\d{4}|\\d{2})" + YEAR_WORD + TIME);
    private static final Pattern IN_WORDS = Pattern.compile(
            "(\\d{1,2})(?:st|nd|rd|th|-?го|-?е)?[\\s.\\-/«»\"]*(\\p{L}+)[\\s.,\\-/«»\"]*(\\d{4}|\\d{2})" + YEAR_WORD);
    private static final Pattern MONTH_DAY_YEAR =
            Pattern.compile("(\\p{L}+)\\.?\\s*(\\d{1,2})(?:st|nd|rd|th)?[\\s,.]+(\\d{4})");
    private static final Pattern MONTH_IN_WORDS = Pattern.compile(ABOUT + "(\\p{L}+)[\\s.,\\-/]*(\\d{4})" + YEAR_WORD);
    private static final Pattern MONTH_AND_YEAR = Pattern.compile("(\\d{1,2})[-./](\\d{4})" + YEAR_WORD);
    private static final Pattern YEAR_AND_MONTH = Pattern.compile("(\\d{4})[-./](\\d{1,2})");
    private static final Pattern YEAR =
            Pattern.compile("(?:[xх?_-]{1,2}[./-][xх?_-]{1,2}[./-])?" + ABOUT + "(\\d{4})" + YEAR_WORD + "\\s*\\??");
    private static final Pattern EXCEL_DAY = Pattern.compile("(\\d{5})(?:[.,]\\d+)?");
    private static final Pattern EIGHT_DIGITS = Pattern.compile("(\\d{2})(\\d{2})(\\d{4})");
    private static final Pattern EIGHT_DIGITS_YEAR_FIRST = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");

    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            entry("янв", 1),
            entry("фев", 2),
            entry("мар", 3),
            entry("апр", 4),
            entry("май", 5),
            entry("мая", 5),
            entry("мае", 5),
            entry("июн", 6),
            entry("июл", 7),
            entry("авг", 8),
            entry("сен", 9),
            entry("окт", 10),
            entry("ноя", 11),
            entry("дек", 12),
            entry("jan", 1),
            entry("feb", 2),
            entry("mar", 3),
            entry("apr", 4),
            entry("may", 5),
            entry("jun", 6),
            entry("jul", 7),
            entry("aug", 8),
            entry("sep", 9),
            entry("oct", 10),
            entry("nov", 11),
            entry("dec", 12),
            entry("يناير", 1),
            entry("فبراير", 2),
            entry("مارس", 3),
            entry("أبريل", 4),
            entry("ابريل", 4),
            entry("مايو", 5),
            entry("يونيو", 6),
            entry("يوليو", 7),
            entry("أغسطس", 8),
            entry("سبتمبر", 9),
            entry("أكتوبر", 10),
            entry("نوفمبر", 11),
            entry("ديسمبر", 12),
            entry("شباط", 2),
            entry("آذار", 3),
            entry("نيسان", 4),
            entry("أيار", 5),
            entry("حزيران", 6),
            entry("تموز", 7),
            entry("آب", 8),
            entry("أيلول", 9),
            entry("i", 1),
            entry("ii", 2),
            entry("iii", 3),
            entry("iv", 4),
            entry("v", 5),
            entry("vi", 6),
            entry("vii", 7),
            entry("viii", 8),
            entry("ix", 9),
            entry("x", 10),
            entry("xi", 11),
            entry("xii", 12));

    /** A day of birth: not in the future, not more than {@link Birth#OLDEST} years ago; two-digit years are the latest possible. */
    static WrittenDate birth(String written, LocalDate today) {
        WrittenDate read = read(written, today, true);
        if (read.date == null) {
            return read;
        }
        if (read.date.isAfter(today)) {
            return wrong("future");
        }
        return read.date.isBefore(today.minusYears(Birth.OLDEST)) ? wrong("tooLongAgo") : read;
    }

    /** The last day a document is good for, between 1950 and 2150; of a month or a year alone, its last day. */
    static WrittenDate expiry(String written, LocalDate today) {
        WrittenDate read = read(written, today, false);
        return read.date != null && (read.date.getYear() < 1950 || read.date.getYear() > 2150)
                ? wrong("impossible")
                : read;
    }

    private static WrittenDate read(String given, LocalDate today, boolean past) {
        String written = Folded.digits(given)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[«»\"“”]", " ")
                .trim()
                .replaceFirst("^(?:['’`]|г\\.? ?р\\.?:?|род\\.|р\\.|born|b\\.)\\s*", "")
                .replaceFirst("[.,;]+$", "");
        Matcher match;
        if ((match = YEAR.matcher(written)).matches()) {
            return from(match.group(1), past ? 1 : 12, past);
        }
        if ((match = YEAR_FIRST.matcher(written)).matches()) {
            return day(match.group(1), number(match.group(2)), match.group(3), today, past);
        }
        if ((match = DAY_FIRST.matcher(written)).matches()) {
            return day(match.group(3), number(match.group(2)), match.group(1), today, past);
        }
        if ((match = EXCEL_DAY.matcher(written)).matches()) {
            return new WrittenDate(EXCEL_DAY_0.plusDays(number(match.group(1))), false, null);
        }
        if ((match = MONTH_AND_YEAR.matcher(written)).matches()) {
            return from(match.group(2), number(match.group(1)), past);
        }
        if ((match = YEAR_AND_MONTH.matcher(written)).matches()) {
            return from(match.group(1), number(match.group(2)), past);
        }
        if ((match = IN_WORDS.matcher(written)).matches() && month(match.group(2)) > 0) {
            return day(match.group(3), month(match.group(2)), match.group(1), today, past);
        }
        if ((match = MONTH_DAY_YEAR.matcher(written)).matches() && month(match.group(1)) > 0) {
            return day(match.group(3), month(match.group(1)), match.group(2), today, past);
        }
        if ((match = MONTH_IN_WORDS.matcher(written)).matches() && month(match.group(1)) > 0) {
            return from(match.group(2), month(match.group(1)), past);
        }
        if ((match = EIGHT_DIGITS.matcher(written)).matches()) {
            WrittenDate dayFirst = day(match.group(3), number(match.group(2)), match.group(1), today, past);
            boolean plausible =
                    dayFirst.date != null && dayFirst.date.getYear() > 1880 && dayFirst.date.getYear() < 2100;
            Matcher yearFirst = EIGHT_DIGITS_YEAR_FIRST.matcher(written);
            return plausible || !yearFirst.matches()
                    ? dayFirst
                    : day(yearFirst.group(1), number(yearFirst.group(2)), yearFirst.group(3), today, past);
        }
        return wrong("unreadable");
    }

    private static WrittenDate day(String year, int month, String day, LocalDate today, boolean past) {
        try {
            LocalDate date = LocalDate.of(year(year, past ? today.getYear() : 2069), month, number(day));
            boolean hundredYearsLess = past && year.length() == 2 && date.isAfter(today);
            return new WrittenDate(hundredYearsLess ? date.minusYears(100) : date, false, null);
        } catch (DateTimeException e) {
            return wrong("impossible");
        }
    }

    private static WrittenDate from(String year, int month, boolean past) {
        if (month < 1 || month > 12 || number(year) < 1) {
            return wrong("impossible");
        }
        LocalDate first = LocalDate.of(number(year), month, 1);
        return new WrittenDate(past ? first : first.withDayOfMonth(first.lengthOfMonth()), true, null);
    }

    /** Two digits are the year that ends so and is not after the latest. */
    private static int year(String written, int latest) {
        int year = number(written);
        if (written.length() == 4) {
            return year;
        }
        int inCentury = latest / 100 * 100 + year;
        return inCentury > latest ? inCentury - 100 : inCentury;
    }

    private static int month(String word) {
        Integer whole = MONTHS.get(word);
        if (whole != null) {
            return whole;
        }
        boolean known = word.length() > 3 && word.codePointAt(0) < 0x0600;
        return known ? MONTHS.getOrDefault(word.substring(0, 3), 0) : 0;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static WrittenDate wrong(String how) {
        return new WrittenDate(null, false, how);
    }
}
