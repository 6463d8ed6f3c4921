package org.homeward.movement;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One departure of one vehicle, as it stands.
 *
 * @param code what people call it; the business key of its process
 * @param kind {@code convoy}, {@code ship} or {@code flight}
 * @param exit code of the way out of the country it goes over; a flight from abroad has none
 * @param arrives when it is to arrive, if it leaves as planned
 * @param seats places of each kind, and how many of them are taken
 * @param seatsTaken and the others: held by those who are brought home, or kept for others
 * @param vehicleType the name of the {@link VehicleType} whose places it has; null: they were given one by one
 * @param offeredBy the state that operates it and gives us its places, ISO 3166 alpha-3; null: it is ours
 * @param carrier who carries the people: an airline by its code or anybody by name; null: not said
 * @param crew how many of the seats are for the crew and escorts: they are not given
 * @param baggageKg how many kilograms of baggage it takes; null: as much as people bring
 * @param crossesAnywayAt the departure of which somebody has said that it crosses though its exit is closed then by its
 *     hours; null: of none
 * @param state {@code planned}, {@code open}, {@code frozen}, {@code boarding}, {@code departed}, {@code arrived} or
 *     {@code cancelled}
 * @param plannedAt when it was planned
 */
public record Movement(
        long id,
        String code,
        String kind,
        String origin,
        String destination,
        @Nullable String exit,
        Instant departs,
        Instant arrives,
        int seats,
        int stretchers,
        int wheelchairs,
        int crew,
        @Nullable Integer baggageKg,
        int seatsTaken,
        int stretchersTaken,
        int wheelchairsTaken,
        String state,
        Instant plannedAt,
        @Nullable Instant frozenAt,
        @Nullable Instant departedAt,
        @Nullable Instant arrivedAt,
        @Nullable String offeredBy,
        @Nullable String vehicleType,
        @Nullable String carrier,
        @Nullable Instant crossesAnywayAt) {

    /** Whether somebody has said that it crosses, as it leaves now, though its exit is closed then by its hours. */
    public boolean crossesAnyway() {
        return departs.equals(crossesAnywayAt);
    }

    /** How long it is to be on its way. */
    public Duration journey() {
        return Duration.between(departs, arrives);
    }

    /** What is left of each kind of place: neither taken, nor kept for others, nor the crew's. */
    public Places free() {
        return vehicle().places().minus(taken());
    }

    /** Places that are held by those who are brought home, or kept for others. */
    public Places taken() {
        return new Places(seatsTaken, stretchersTaken, wheelchairsTaken);
    }

    /** Seats for those who are brought home, taken or not. */
    public int seatsToGive() {
        return seats - crew;
    }

    public Vehicle vehicle() {
        return new Vehicle(seats, stretchers, wheelchairs, crew, baggageKg);
    }

    /** What is planned of it in one word: another word, and somebody has changed it meanwhile. */
    public String mark() {
        return departs + "/" + arrives + "/" + seats + "-" + stretchers + "-" + wheelchairs + "-" + crew + "-"
                + baggageKg + "/" + vehicleType + "/" + carrier;
    }

    /** Whether it takes people home: a flight. A convoy or a ship takes them out of the country, to where they fly from. */
    public boolean goesHome() {
        return kind.equals("flight");
    }

    public boolean isCancelled() {
        return state.equals("cancelled");
    }

    /** Arrived or cancelled: nobody travels on it any more. */
    public boolean isOver() {
        return state.equals("arrived") || isCancelled();
    }

    /** On the road or in the air, or already there: nothing about its places changes any more. */
    public boolean hasLeft() {
        return state.equals("departed") || state.equals("arrived");
    }
}
