package org.homeward.situation;

import static java.time.temporal.ChronoUnit.MINUTES;
import static java.util.stream.Collectors.joining;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Between which times an exit lets people through on each day of the week, by the clock of the country. People write it in
 * one line, {@code 08:00–20:00; Fri 10:00–14:00; Sat closed}: first the hours of all days that are not named.
 *
 * @param week the span of each day; it is closed on a day that has none
 */
public record OpeningHours(Map<DayOfWeek, Span> week) {

    /**
     * @param opens the first minute of the day in which people can cross
     * @param closes the first in which they no longer can; beyond 1440 it is on the day after
     */
    public record Span(int opens, int closes) {

        static final Span WHOLE_DAY = new Span(0, DAY);

        @Override
        public String toString() {
            return time(opens) + "–" + (closes == DAY ? "24:00" : time(closes % DAY));
        }

        private static String time(int minute) {
            return "%02d:%02d".formatted(minute / 60, minute % 60);
        }
    }

    private static final int DAY = 24 * 60;

    private static final int LONGEST_LINE = 200;

    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");
    private static final Set<String> CLOSED = Set.of("closed", "закрыт", "закрыто");
    private static final Set<String> ALWAYS = Set.of("always", "круглосуточно", "всегда");

    private static final String DASH = "\\s*[-–—]\\s*";
    private static final String TIME = "(\\d{1,2})(?:[:.](\\d{2}))?";
    private static final Pattern HOURS = Pattern.compile("(?<days>.*?)\\s*(?<hours>" + TIME + DASH + TIME + ")");
    private static final Pattern WORD = Pattern.compile("(?<days>.*?)\\s*(?<word>\\p{L}+)");
    private static final Pattern DAYS = Pattern.compile("(\\p{L}+)\\.?(?:" + DASH + "(\\p{L}+)\\.?)?[\\s,:]*");

    /** If a day is skipped by the clock, it is open a week later. */
    private static final int LONGEST_CLOSED = 15 * DAY;

    public OpeningHours {
        week = Map.copyOf(week);
    }

    /**
     * Reads what people write: days in English or Russian.
     *
     * @return null if nothing is written: it is always open
     * @throws Refusal if it is too long or cannot be read, leaves a day open, or says that the exit is never open
     */
    public static @Nullable OpeningHours written(@Nullable String text) {
        String line = PlainText.of(text);
        if (line.length() > LONGEST_LINE) {
            throw new Refusal("Keep the opening hours to 200 characters.", "hours"); // reading takes the square of it
        }
        return line.isEmpty() ? null : new Line().read(line);
    }

    /** What has been read of a line so far. */
    private static class Line {

        private final Map<DayOfWeek, Optional<Span>> named = new EnumMap<>(DayOfWeek.class);
        private @Nullable Optional<Span> others;

        private @Nullable OpeningHours read(String line) {
            Stream.of(line.split(";"))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .forEach(this::readPart);
            Set<DayOfWeek> silent = new TreeSet<>(List.of(DayOfWeek.values()));
            silent.removeAll(named.keySet());
            if (others == null && !silent.isEmpty()) {
                throw new Refusal(
                        "Nothing is said about " + names(silent, Locale.ENGLISH)
                                + ": begin with the hours of the other days, such as 08:00–20:00; Fri closed.",
                        "hours");
            }
            Map<DayOfWeek, Span> week = new EnumMap<>(DayOfWeek.class);
            named.forEach((day, span) -> span.ifPresent(open -> week.put(day, open)));
            if (others != null) {
                others.ifPresent(open -> silent.forEach(day -> week.put(day, open)));
            }
            if (week.isEmpty()) {
                throw new Refusal("The exit would never be open: close it instead.", "hours");
            }
            boolean always = week.size() == 7 && week.values().stream().allMatch(Span.WHOLE_DAY::equals);
            return always ? null : new OpeningHours(week);
        }

        private void readPart(String part) {
            Matcher hours = HOURS.matcher(part);
            if (hours.matches()) {
                put(hours.group("days"), Optional.of(span(hours)), part);
                return;
            }
            Matcher word = WORD.matcher(part);
            String said = word.matches() ? word.group("word").toLowerCase(Locale.ROOT) : "";
            if (CLOSED.contains(said)) {
                put(word.group("days"), Optional.empty(), part);
            } else if (ALWAYS.contains(said)) {
                put(word.group("days"), Optional.of(Span.WHOLE_DAY), part);
            } else {
                throw unreadable(part);
            }
        }

        private static Span span(Matcher hours) {
            int opens = minute(hours.group(3), hours.group(4));
            int closes = minute(hours.group(5), hours.group(6));
            if (opens == closes) {
                throw new Refusal(
                        "The exit opens and closes at the same time: say always if it is open the whole day.", "hours");
            }
            if (opens == DAY) {
                throw noTime();
            }
            return new Span(opens, closes > opens ? closes : closes + DAY);
        }

        private static int minute(String hour, @Nullable String minute) {
            int minutes = minute == null ? 0 : Integer.parseInt(minute);
            int all = Integer.parseInt(hour) * 60 + minutes;
            if (minutes > 59 || all > DAY) {
                throw noTime();
            }
            return all;
        }

        private static Refusal noTime() {
            return new Refusal("This is no time of the day: write it as 08:00.", "hours");
        }

        private void put(String days, Optional<Span> span, String part) {
            String left = days.strip();
            if (left.isEmpty()) {
                if (others != null) {
                    throw twice(part);
                }
                others = span;
                return;
            }
            Matcher next = DAYS.matcher(left);
            int read = 0;
            while (next.find() && next.start() == read) {
                DayOfWeek first = day(next.group(1), part);
                DayOfWeek last = next.group(2) == null ? first : day(next.group(2), part);
                for (DayOfWeek day = first; ; day = day.plus(1)) {
                    if (named.put(day, span) != null) {
                        throw twice(part);
                    }
                    if (day == last) {
                        break;
                    }
                }
                read = next.end();
            }
            if (read < left.length()) {
                throw unreadable(part);
            }
        }

        private static DayOfWeek day(String written, String part) {
            String word = written.toLowerCase(Locale.ROOT);
            return Stream.of(DayOfWeek.values())
                    .filter(day -> isCalled(day, word))
                    .findFirst()
                    .orElseThrow(() -> unreadable(part));
        }

        /** Two letters are enough in both languages; Russian has short names that are no beginnings. */
        private static boolean isCalled(DayOfWeek day, String word) {
            return word.length() >= 2
                    && (name(day, TextStyle.FULL, Locale.ENGLISH).startsWith(word)
                            || name(day, TextStyle.FULL, RUSSIAN).startsWith(word)
                            || name(day, TextStyle.SHORT, RUSSIAN).equals(word));
        }

        private static String name(DayOfWeek day, TextStyle style, Locale language) {
            return day.getDisplayName(style, language).toLowerCase(Locale.ROOT);
        }

        private static Refusal twice(String part) {
            return new Refusal(
                    "A day has hours twice, the second time in '" + part + "'. Each day opens and closes once.",
                    "hours");
        }

        private static Refusal unreadable(String part) {
            return new Refusal(
                    "'" + part + "' cannot be read: write such as 08:00–20:00; Fri 10:00–14:00; Sat closed.", "hours");
        }
    }

    /**
     * Whether whoever is on the way from departure to arrival, both included, can be at the exit while it is open. Looks at
     * each minute of the clock on the wall, so a minute that the clock skips or shows twice is right by itself.
     */
    public boolean meet(Instant departs, Instant arrives, ZoneId zone) {
        return minutes(departs).takeWhile(time -> !time.isAfter(arrives)).anyMatch(time -> include(time, zone));
    }

    /** The first moment from then on at which the exit is open. */
    public Instant from(Instant time, ZoneId zone) {
        return minutes(time)
                .limit(LONGEST_CLOSED)
                .filter(minute -> include(minute, zone))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("An exit is never open: " + this));
    }

    /** Whether people can cross at that moment. */
    public boolean open(Instant time, ZoneId zone) {
        return include(time, zone);
    }

    /** The first moment from then on at which the exit is closed; empty if it stays open for fifteen days. */
    public Optional<Instant> until(Instant time, ZoneId zone) {
        return minutes(time)
                .limit(LONGEST_CLOSED)
                .filter(minute -> !include(minute, zone))
                .findFirst();
    }

    /** Since when the exit, which is closed at that moment, has been closed. */
    public Instant closedSince(Instant time, ZoneId zone) {
        return Stream.iterate(time.truncatedTo(MINUTES), minute -> minute.minus(Duration.ofMinutes(1)))
                .limit(LONGEST_CLOSED)
                .takeWhile(minute -> !include(minute, zone))
                .reduce((later, earlier) -> earlier)
                .orElse(time);
    }

    /** This moment, and the beginning of each minute after it. */
    private static Stream<Instant> minutes(Instant from) {
        return Stream.iterate(from, time -> time.truncatedTo(MINUTES).plus(Duration.ofMinutes(1)));
    }

    private boolean include(Instant time, ZoneId zone) {
        LocalDateTime shown = LocalDateTime.ofInstant(time, zone);
        int minute = shown.getHour() * 60 + shown.getMinute();
        Span today = week.get(shown.getDayOfWeek());
        Span yesterday = week.get(shown.getDayOfWeek().minus(1));
        return today != null && today.opens() <= minute && minute < today.closes()
                || yesterday != null && minute + DAY < yesterday.closes();
    }

    /** As people write it in this language; {@link #written} reads it. */
    public String in(Locale language) {
        boolean russian = language.getLanguage().equals("ru");
        Map<String, Set<DayOfWeek>> byHours = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            byHours.computeIfAbsent(hours(week.get(day), russian), hours -> new TreeSet<>())
                    .add(day);
        }
        String usual = byHours.entrySet().stream()
                .reduce((one, other) -> other.getValue().size() > one.getValue().size() ? other : one)
                .orElseThrow()
                .getKey();
        Stream<String> named = byHours.entrySet().stream()
                .filter(each -> !each.getKey().equals(usual))
                .map(each -> names(each.getValue(), russian ? RUSSIAN : Locale.ENGLISH) + " " + each.getKey());
        return Stream.concat(Stream.of(usual), named).collect(joining("; "));
    }

    private static String hours(@Nullable Span span, boolean russian) {
        if (span == null) {
            return russian ? "закрыт" : "closed";
        }
        return span.equals(Span.WHOLE_DAY) ? russian ? "круглосуточно" : "always" : span.toString();
    }

    private static String names(Set<DayOfWeek> days, Locale language) {
        return days.stream()
                .map(day -> day.getDisplayName(TextStyle.SHORT, language))
                .collect(joining(", "));
    }

    /** In English, as it is kept. */
    @Override
    public String toString() {
        return in(Locale.ENGLISH);
    }
}
