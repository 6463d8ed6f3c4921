package org.homeward.planning;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is affected, as far as the officer may know of them.
 *
 * @param movements that are struck or, by an exit that opens, leave again
 * @param households that lose their seats at once
 * @param persons in them
 * @param onTheRoad persons who have set out
 * @param deferred households there that would be woken and asked again
 * @param deferredPersons persons in them
 * @param moreUrgent null unless a danger grows where people wait or have seats, and some become more urgent by it
 * @param instead null if nobody loses a seat
 * @param waits null if nobody keeps the seats only until a freeze
 * @param putOff null if nobody is only put off
 * @param gain null unless an exit opens or admits more
 * @param affected one by one, whom it hits most first; none in a look that was kept: see {@link LastLooks}
 */
public record ChangePreview(
        List<Struck> movements,
        int households,
        int persons,
        int onTheRoad,
        int deferred,
        int deferredPersons,
        @Nullable MoreUrgent moreUrgent,
        @Nullable Instead instead,
        @Nullable Waits waits,
        @Nullable PutOff putOff,
        @Nullable Gain gain,
        List<Affected> affected) {

    public ChangePreview {
        affected = affected == null ? List.of() : List.copyOf(affected); // a look kept by an older version has none
    }

    /**
     * A movement that is affected.
     *
     * @param fate null: it leaves again as planned
     * @param persons aboard, whom the officer may know of
     */
    public record Struck(
            String code,
            String kind,
            String origin,
            String destination,
            Instant departs,
            @Nullable Fate fate,
            int persons) {}

    /**
     * Those who wait or have seats where a danger grows, and become more urgent by it.
     *
     * @param getSeats households of them that wait, and would get seats by it
     * @param sooner households of them that would get seats anyway, but are home sooner
     * @param hoursSooner by how much these are, on the average of households
     */
    public record MoreUrgent(int households, int persons, int getSeats, int sooner, double hoursSooner) {}

    /**
     * What the planner would do with those who lose their seats.
     *
     * @param households that it seats again
     * @param left that it cannot seat
     * @param hoursLater by how much those seated again are home later, on the average of households; less than 0 if sooner
     */
    public record Instead(int households, int left, double hoursLater) {}

    /**
     * Those who keep their seats until their movement's freeze, and lose them if the exit is still closed then.
     *
     * @param ifItStaysClosed null in a look that was kept by an older version
     */
    public record Waits(
            int households, int persons, @Nullable IfItStaysClosed ifItStaysClosed) {}

    /**
     * What the planner would do with those who wait for an exit, if it stays closed.
     *
     * @param households to which it would give other seats
     * @param persons in them
     * @param left households that it could give none
     * @param personsLeft in them
     * @param hoursLater by how much those with other seats are home later, on the average of households
     */
    public record IfItStaysClosed(int households, int persons, int left, int personsLeft, double hoursLater) {}

    /**
     * Those who keep their seats and leave later.
     *
     * @param hoursLater by how much they are home later, on the average of households; 0 if all still meet their flights
     */
    public record PutOff(int households, int persons, double hoursLater) {}

    /**
     * What would become possible for those who wait.
     *
     * @param households that would get seats, and else wait on
     * @param persons in them
     * @param sooner households that would get seats anyway, but are home sooner
     * @param hoursSooner by how much these are, on the average of households
     * @param staysCancelled movements that are cancelled, could still leave by their time, and stay cancelled all the same
     */
    public record Gain(int households, int persons, int sooner, double hoursSooner, int staysCancelled) {}

    /** Without the list of households. */
    ChangePreview inNumbers() {
        return new ChangePreview(
                movements,
                households,
                persons,
                onTheRoad,
                deferred,
                deferredPersons,
                moreUrgent,
                instead,
                waits,
                putOff,
                gain,
                List.of());
    }
}
