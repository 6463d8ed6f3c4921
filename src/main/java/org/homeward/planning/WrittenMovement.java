package org.homeward.planning;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.movement.NewMovement;
import org.jspecify.annotations.Nullable;

/** A movement as it is written in a form or in a row of a file: text by the name of the field. */
public final class WrittenMovement {

    /** What is asked of a movement, by the names that programs use too. */
    public static final List<String> FIELDS = List.of(
            "code",
            "kind",
            "origin",
            "destination",
            "exit",
            "departs",
            "arrives",
            "seats",
            "stretchers",
            "wheelchairs",
            "crew",
            "baggageKg",
            "vehicleType",
            "carrier");

    private static final List<String> PLACES = List.of("seats", "stretchers", "wheelchairs", "crew", "baggageKg");

    private static final Pattern LIKE_A_TIME =
            Pattern.compile("(\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}\\.\\d{1,2}\\.\\d{4})[T ]\\d{1,2}:\\d{2}"
                    + "(:\\d{2}(\\.\\d{3})?)?(Z|[+-]\\d{2}:\\d{2})?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "[uuuu-M-d][d.M.uuuu]['T'][' ']H:mm[:ss[.SSS]][XXX]", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private WrittenMovement() {}

    /**
     * What is written, not checked any further.
     *
     * @param written what is left out or blank is not given
     * @throws Refusal naming the field, if it is no time or no whole number
     */
    public static NewMovement read(Map<String, String> written) {
        return new NewMovement(
                written.get("code"),
                written.get("kind"),
                written.get("origin"),
                written.get("destination"),
                written.get("exit"),
                time(written, "departs"),
                time(written, "arrives"),
                number(written, "seats"),
                number(written, "stretchers"),
                number(written, "wheelchairs"),
                number(written, "crew"),
                baggage(written),
                orNull(written, "vehicleType"),
                orNull(written, "carrier"));
    }

    /** As a form means it: where a vehicle type is chosen, the numbers that stand beside it do not count. */
    public static Map<String, String> chosen(Map<String, String> entered) {
        Map<String, String> chosen = new HashMap<>(entered);
        if (orNull(entered, "vehicleType") != null) {
            chosen.keySet().removeAll(PLACES);
        }
        return chosen;
    }

    private static @Nullable String orNull(Map<String, String> written, String field) {
        String text = PlainText.of(written.get(field));
        return text.isEmpty() ? null : text;
    }

    /**
     * A day and a time, {@code 2013-01-22T06:00} or {@code 22.01.2013 6:00}, in UTC unless an offset stands behind it.
     *
     * @return null if nothing is written
     * @throws Refusal if it cannot be read, or the calendar or the clock has no such time
     */
    public static @Nullable Instant time(Map<String, String> written, String field) {
        String text = PlainText.of(written.get(field)).toUpperCase(Locale.ROOT);
        if (text.isEmpty()) {
            return null;
        }
        if (!LIKE_A_TIME.matcher(text).matches()) {
            throw new Refusal("This time cannot be read: give day and time, such as 2013-01-22T06:00.", field);
        }
        try {
            return TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from) instanceof OffsetDateTime fixed
                    ? fixed.toInstant()
                    : LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Refusal("There is no such day or hour: " + text + ".", field);
        }
    }

    /** Kilograms. @return null if nothing is written: it is not limited @throws Refusal if it is no whole number */
    public static @Nullable Integer baggage(Map<String, String> written) {
        String text = PlainText.of(written.get("baggageKg"));
        try {
            return text.isEmpty() ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new Refusal("Give the weight of the baggage in whole kilograms.", "baggageKg");
        }
    }

    /** @return 0 if nothing is written @throws Refusal if it is no whole number */
    public static int places(Map<String, String> written, String field) {
        Integer places = number(written, field);
        return places == null ? 0 : places;
    }

    private static @Nullable Integer number(Map<String, String> written, String field) {
        String text = PlainText.of(written.get(field));
        try {
            return text.isEmpty() ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new Refusal("Give the number of " + field + " as a whole number.", field);
        }
    }
}
