package org.homeward.planning;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Something that might happen, as it is written. Anything may be missing or wrong: {@link Forecasts#checked} finds it.
 *
 * @param what {@code movementAdded}, {@code movementLost}, {@code placesAdded}, {@code exitCloses}, {@code quotaChanges} or
 *     {@code roadCut}
 * @param movement the code of the movement that is lost or has more places
 * @param exit the code of the exit that closes, has another quota, or is passed by what is added
 * @param from the first day on which the exit is closed or has that quota, by the days of the operation's zone
 * @param to the last such day
 * @param kind of what is added, as its origin, destination and departure: see {@link org.homeward.movement.NewMovement}
 * @param seats places of what is added, or places more on a movement; those not given are none
 * @param persons the quota, persons a day; null: as many as come
 * @param road the exit to which, or the governorate in which a road is cut
 * @param hours for how many hours from now on
 */
public record WrittenHypothesis(
        @Nullable String what,
        @Nullable String movement,
        @Nullable String exit,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String kind,
        @Nullable String origin,
        @Nullable String destination,
        @Nullable Instant departs,
        @Nullable Integer seats,
        @Nullable Integer stretchers,
        @Nullable Integer wheelchairs,
        @Nullable Integer persons,
        @Nullable String road,
        @Nullable Integer hours) {

    /** From text, by the name of the field. @throws Refusal naming the field, if it is no day, no time or no number */
    public static WrittenHypothesis read(Map<String, String> written) {
        return new WrittenHypothesis(
                written.get("what"),
                written.get("movement"),
                written.get("exit"),
                day(written, "from"),
                day(written, "to"),
                written.get("kind"),
                written.get("origin"),
                written.get("destination"),
                WrittenMovement.time(written, "departs"),
                number(written, "seats"),
                number(written, "stretchers"),
                number(written, "wheelchairs"),
                number(written, "persons"),
                written.get("road"),
                number(written, "hours"));
    }

    private static @Nullable LocalDate day(Map<String, String> written, String field) {
        String text = PlainText.of(written.get(field));
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Refusal("This day cannot be read: give it as 2013-01-22.", field);
        }
    }

    private static @Nullable Integer number(Map<String, String> written, String field) {
        return PlainText.of(written.get(field)).isEmpty() ? null : WrittenMovement.places(written, field);
    }
}
