package org.homeward.movement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All movements: what is planned, what has room, who is aboard. */
@Component("movement")
public class Movements {

    private static final String COLUMNS = """
            m.id, m.code, m.kind, m.origin, m.destination, m.exit, m.departs, m.seats, m.stretchers,
            m.wheelchairs, m.seats_taken, m.stretchers_taken, m.wheelchairs_taken, m.state, m.planned_at,
            m.frozen_at, m.departed_at, m.arrived_at
            """;
    private static final String SELECT = "select " + COLUMNS + " from movement m";

    private static final String HELD_ITINERARY = """
            select i.id itinerary_id, i.household_id, i.state itinerary_state, i.made_at, i.reconfirmed_at, %s
            from itinerary i
            join itinerary_leg l on l.itinerary_id = i.id
            join movement m on m.id = l.movement_id
            where i.household_id = :household and i.state = 'held'
            order by l.position""".formatted(COLUMNS);

    private final JdbcClient jdbc;

    Movements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Movement> find(String code) {
        return jdbc.sql(SELECT + " where m.code = :code")
                .param("code", code.strip())
                .query(Movements::movement)
                .optional();
    }

    /** @throws Refusal if no movement has this code */
    public Movement named(String code) {
        return find(code).orElseThrow(() -> new Refusal("There is no movement with the code " + code + "."));
    }

    public Movement get(long movementId) {
        return jdbc.sql(SELECT + " where m.id = :id")
                .param("id", movementId)
                .query(Movements::movement)
                .single();
    }

    /** The itinerary that a household holds now, with its legs in order; empty when it has no seats. */
    public Optional<Itinerary> itinerary(long householdId) {
        return jdbc.sql(HELD_ITINERARY).param("household", householdId).query((ResultSetExtractor<Optional<Itinerary>>)
                Movements::itineraryOf);
    }

    /** Who holds a place on a movement now, by household. */
    public List<Reservation> aboard(long movementId) {
        return jdbc.sql("""
                select household_id, person_id, movement_id, place from reservation
                where movement_id = :id and state = 'held' order by household_id, person_id""").param("id", movementId).query(Reservation.class).list();
    }

    /** The newest manifest of a movement, by household; empty before it froze. */
    public List<ManifestLine> manifest(long movementId) {
        return jdbc.sql("""
                select movement_id, version, person_id, household_id, place from manifest_line
                where movement_id = :id
                  and version = (select max(version) from manifest_line where movement_id = :id)
                order by household_id, person_id""").param("id", movementId).query(ManifestLine.class).list();
    }

    private static Optional<Itinerary> itineraryOf(ResultSet rows) throws SQLException {
        List<Movement> legs = new ArrayList<>();
        Itinerary itinerary = null;
        while (rows.next()) {
            legs.add(movement(rows, legs.size()));
            itinerary = new Itinerary(
                    rows.getLong("itinerary_id"),
                    rows.getLong("household_id"),
                    rows.getString("itinerary_state"),
                    instantOf(rows, "made_at"),
                    instant(rows, "reconfirmed_at"),
                    List.copyOf(legs));
        }
        return Optional.ofNullable(itinerary);
    }

    private static Movement movement(ResultSet row, int number) throws SQLException {
        return new Movement(
                row.getLong("id"),
                row.getString("code"),
                row.getString("kind"),
                row.getString("origin"),
                row.getString("destination"),
                row.getString("exit"),
                instantOf(row, "departs"),
                row.getInt("seats"),
                row.getInt("stretchers"),
                row.getInt("wheelchairs"),
                row.getInt("seats_taken"),
                row.getInt("stretchers_taken"),
                row.getInt("wheelchairs_taken"),
                row.getString("state"),
                instantOf(row, "planned_at"),
                instant(row, "frozen_at"),
                instant(row, "departed_at"),
                instant(row, "arrived_at"));
    }

    private static Instant instantOf(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
