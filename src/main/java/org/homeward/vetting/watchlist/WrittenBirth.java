package org.homeward.vetting.watchlist;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homeward.people.Birth;
import org.jspecify.annotations.Nullable;

/** Births as lists and programs write them: {@code 1961-04-30}, {@code 30.04.1961}, {@code 30 Apr 1961}, {@code ~1961}. */
final class WrittenBirth {

    private static final Pattern ABOUT = Pattern.compile("(?:~|circa|approx(?:imately|\\.)?|about|около)\\s*(.+)");
    private static final Pattern BETWEEN =
            Pattern.compile("(.{4,}?)\\s*(?:\\bto\\b|–|(?<=^\\d{4})\\s*-\\s*(?=\\d{4}$))\\s*(.{4,})");
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ].*)?");
    private static final Pattern DOTTED = Pattern.compile("(\\d{1,2})[./](\\d{1,2})[./](\\d{4})");
    private static final Pattern WORDED = Pattern.compile("(?:(\\d{1,2}) )?([a-z]{3})[a-z]*\\.? (\\d{4})");
    private static final Pattern YEAR = Pattern.compile("(\\d{4})");
    private static final Pattern YEAR_MONTH = Pattern.compile("(\\d{4})-(\\d{1,2})");

    private WrittenBirth() {}

    /** Alternatives parted by {@code |}; empty if one of them is not understood. Nothing written is no alternative. */
    static Optional<List<Birth>> all(@Nullable String written) {
        List<Birth> births = new ArrayList<>();
        for (String one : written == null ? new String[0] : written.split("\\|")) {
            if (!one.isBlank()) {
                Optional<Birth> birth = one(one);
                if (birth.isEmpty()) {
                    return Optional.empty();
                }
                births.add(birth.get());
            }
        }
        return Optional.of(births);
    }

    static Optional<Birth> one(String written) {
        String text = written.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        try {
            Matcher about = ABOUT.matcher(text);
            boolean estimated = about.matches();
            Birth birth = span(estimated ? about.group(1) : text);
            return Optional.ofNullable(birth)
                    .filter(found -> found.earliest().getYear() >= 1800)
                    .map(found -> new Birth(found.earliest(), found.latest(), estimated));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static @Nullable Birth span(String text) {
        Birth whole = plain(text);
        Matcher between = BETWEEN.matcher(text);
        if (whole != null || !between.matches()) {
            return whole;
        }
        Birth from = plain(between.group(1));
        Birth to = plain(between.group(2));
        return from == null || to == null || to.latest().isBefore(from.earliest())
                ? null
                : new Birth(from.earliest(), to.latest(), false);
    }

    private static @Nullable Birth plain(String text) {
        Matcher at = ISO.matcher(text);
        if (at.matches()) {
            return Birth.on(LocalDate.of(number(at, 1), number(at, 2), number(at, 3)));
        }
        at = DOTTED.matcher(text);
        if (at.matches()) {
            return Birth.on(LocalDate.of(number(at, 3), number(at, 2), number(at, 1)));
        }
        at = WORDED.matcher(text);
        if (at.matches()) {
            YearMonth month = YearMonth.of(number(at, 3), month(at.group(2)));
            return at.group(1) == null ? in(month) : Birth.on(month.atDay(number(at, 1)));
        }
        at = YEAR_MONTH.matcher(text);
        if (at.matches()) {
            return in(YearMonth.of(number(at, 1), number(at, 2)));
        }
        at = YEAR.matcher(text);
        return at.matches() ? Birth.in(number(at, 1)) : null;
    }

    private static Birth in(YearMonth month) {
        return new Birth(month.atDay(1), month.atEndOfMonth(), false);
    }

    private static int month(String three) {
        return Arrays.stream(Month.values())
                .filter(month -> month.name().toLowerCase(Locale.ROOT).startsWith(three))
                .findFirst()
                .orElseThrow(() -> new DateTimeException(three))
                .getValue();
    }

    private static int number(Matcher at, int group) {
        return Integer.parseInt(at.group(group));
    }
}
