package org.homeward.situation;

import static java.time.temporal.ChronoUnit.MINUTES;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.stream.Stream;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Between which times an exit lets people through, every day, by the clock of the country.
 *
 * @param closes the first minute in which it does no longer; before {@code opens}: on the day after
 */
public record OpeningHours(LocalTime opens, LocalTime closes) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm[:ss]", Locale.ROOT);

    /** @return null if nothing is written: it is always open @throws Refusal unless it is two different times of the day */
    public static @Nullable OpeningHours written(@Nullable String opens, @Nullable String closes) {
        LocalTime from = time(opens, "opens");
        LocalTime until = time(closes, "closes");
        if (from == null && until == null) {
            return null;
        }
        if (from == null || until == null) {
            throw new Refusal(
                    "Say when the exit opens and when it closes, or neither if it is always open.",
                    from == null ? "opens" : "closes");
        }
        if (from.equals(until)) {
            throw new Refusal(
                    "The exit opens and closes at the same time: leave both empty if it is always open.", "closes");
        }
        return new OpeningHours(from, until);
    }

    private static @Nullable LocalTime time(@Nullable String written, String field) {
        String text = PlainText.of(written);
        try {
            return text.isEmpty() ? null : LocalTime.parse(text, TIME).truncatedTo(MINUTES);
        } catch (DateTimeParseException e) {
            throw new Refusal("This is no time of the day: write it as 08:00.", field);
        }
    }

    /**
     * Whether whoever is on the way from departure to arrival, both included, can be at the exit while it is open. Looks at
     * each minute of the clock on the wall, so a minute that the clock skips or shows twice is right by itself.
     */
    public boolean meet(Instant departs, Instant arrives, ZoneId zone) {
        return Stream.iterate(
                        departs,
                        time -> !time.isAfter(arrives),
                        time -> time.truncatedTo(MINUTES).plus(Duration.ofMinutes(1)))
                .anyMatch(time -> include(LocalTime.ofInstant(time, zone)));
    }

    /** The first moment from then on at which the exit is open. */
    public Instant from(Instant time, ZoneId zone) {
        if (include(LocalTime.ofInstant(time, zone))) {
            return time;
        }
        LocalDate day = LocalDate.ofInstant(time, zone);
        Instant opening = day.atTime(opens).atZone(zone).toInstant();
        return opening.isBefore(time)
                ? day.plusDays(1).atTime(opens).atZone(zone).toInstant()
                : opening;
    }

    private boolean include(LocalTime time) {
        boolean since = !time.isBefore(opens);
        boolean before = time.isBefore(closes);
        return opens.isBefore(closes) ? since && before : since || before;
    }

    /** As people write it: {@code 08:00–20:00}. */
    @Override
    public String toString() {
        return opens + "–" + closes;
    }
}
