package org.homeward.movement;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * So many places of each kind: what a household needs, or what a movement has left.
 *
 * @param persons for how many persons: fewer than there are places where a movement does not take everybody's baggage
 */
public record Places(int seats, int stretchers, int wheelchairs, int persons) {

    /** For as many persons. */
    public Places(int seats, int stretchers, int wheelchairs) {
        this(seats, stretchers, wheelchairs, seats + stretchers + wheelchairs);
    }

    static Places of(ResultSet row) throws SQLException {
        return new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs"));
    }

    /** @param room null: there is none at all */
    public boolean fitIn(@Nullable Places room) {
        return room != null
                && seats <= room.seats
                && stretchers <= room.stretchers
                && wheelchairs <= room.wheelchairs
                && persons <= room.persons;
    }

    public Places minus(Places other) {
        return new Places(
                seats - other.seats,
                stretchers - other.stretchers,
                wheelchairs - other.wheelchairs,
                persons - other.persons);
    }

    public Places plus(Places other) {
        return new Places(
                seats + other.seats,
                stretchers + other.stretchers,
                wheelchairs + other.wheelchairs,
                persons + other.persons);
    }

    public int total() {
        return seats + stretchers + wheelchairs;
    }

    /** The baggage that so many persons are allowed, in kilograms. */
    public int baggageKg() {
        return persons * Vehicle.BAGGAGE_OF_ONE;
    }
}
