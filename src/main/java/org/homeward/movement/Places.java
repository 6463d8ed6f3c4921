package org.homeward.movement;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** So many places of each kind: what a household needs, or what a movement has left. */
public record Places(int seats, int stretchers, int wheelchairs) {

    static Places of(ResultSet row) throws SQLException {
        return new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs"));
    }

    /** @param room null: there is none at all */
    public boolean fitIn(@Nullable Places room) {
        return room != null && seats <= room.seats && stretchers <= room.stretchers && wheelchairs <= room.wheelchairs;
    }

    public Places minus(Places other) {
        return new Places(seats - other.seats, stretchers - other.stretchers, wheelchairs - other.wheelchairs);
    }

    public Places plus(Places other) {
        return new Places(seats + other.seats, stretchers + other.stretchers, wheelchairs + other.wheelchairs);
    }

    public int total() {
        return seats + stretchers + wheelchairs;
    }
}
