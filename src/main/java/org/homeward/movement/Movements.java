package org.homeward.movement;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All movements: what is planned, what has room, who is aboard. */
@Component("movement")
public class Movements {

    private static final String COLUMNS = """
            m.id, m.code, m.kind, m.origin, m.destination, m.exit, m.departs, m.arrives, m.seats, m.stretchers,
            m.wheelchairs, m.crew, m.baggage_kg, m.seats_taken, m.stretchers_taken, m.wheelchairs_taken, m.state, m.planned_at,
            m.frozen_at, m.departed_at, m.arrived_at, m.offered_by, m.vehicle_type, m.carrier, m.crosses_anyway_at
            """;
    private static final String SELECT = "select " + COLUMNS + " from movement m";

    private static final String ITINERARY = """
            select i.id itinerary_id, i.household_id, i.state itinerary_state, i.made_at, %s
            from itinerary i
            join itinerary_leg l on l.itinerary_id = i.id
            join movement m on m.id = l.movement_id
            where i.id in (select max(id) from itinerary
                           where household_id = any(:households) and (state = 'held' or :past) group by household_id)
            order by i.household_id, l.position""".formatted(COLUMNS);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Audit audit;
    private final VehicleTypes types;

    Movements(JdbcClient jdbc, Clock clock, Audit audit, VehicleTypes types) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.audit = audit;
        this.types = types;
    }

    /**
     * Plans a movement; its process is started by the caller in the same transaction. One that is there already, just so,
     * is answered with as it is, even if it has left.
     *
     * @throws Refusal naming what is wrong, or that another movement has this code
     */
    @Transactional
    public Planned plan(NewMovement wanted) {
        Optional<Movement> before = wanted.code() == null ? Optional.empty() : find(wanted.code());
        NewMovement movement = placed(wanted, before.orElse(null)).checked();
        String code = requireNonNull(movement.code());
        if (before.isPresent()) {
            return known(before.get(), movement);
        }
        NewMovement.checkedDeparture(movement.departs(), clock.instant());
        boolean added = jdbc.sql("""
                insert into movement (code, kind, origin, destination, exit, departs, arrives, seats, stretchers,
                                      wheelchairs, crew, baggage_kg, vehicle_type, carrier, planned_at)
                values (:code, :kind, :origin, :destination, :exit, :departs, :arrives, :seats, :stretchers, :wheelchairs, :crew,
                        :baggage, :type, :carrier, :now)
                on conflict do nothing""")
                        .param("code", movement.code())
                        .param("kind", movement.kind())
                        .param("origin", movement.origin())
                        .param("destination", movement.destination())
                        .param("exit", movement.exit())
                        .param("departs", atUtc(requireNonNull(movement.departs())))
                        .param("arrives", atUtc(requireNonNull(movement.arrives())))
                        .param("seats", movement.seats())
                        .param("stretchers", movement.stretchers())
                        .param("wheelchairs", movement.wheelchairs())
                        .param("crew", movement.crew())
                        .param("baggage", movement.baggageKg(), Types.INTEGER)
                        .param("type", movement.vehicleType())
                        .param("carrier", movement.carrier())
                        .param("now", now())
                        .update()
                > 0;
        Movement planned = named(code);
        if (!added) {
            return known(planned, movement); // somebody else has planned it at this moment
        }
        audit.recordOf("movement planned", planned.code(), null);
        return new Planned(planned, false);
    }

    private static Planned known(Movement planned, NewMovement wanted) {
        if (!isAsWanted(planned, wanted)) {
            throw new Refusal.Conflict(
                    "There is another movement with the code " + planned.code() + ". Choose a code of its own.",
                    "code");
        }
        return new Planned(planned, true);
    }

    private static boolean isAsWanted(Movement planned, NewMovement wanted) {
        return wanted.equals(new NewMovement(
                planned.code(),
                planned.kind(),
                planned.origin(),
                planned.destination(),
                planned.exit(),
                planned.departs(),
                planned.arrives(),
                planned.seats(),
                planned.stretchers(),
                planned.wheelchairs(),
                planned.crew(),
                planned.baggageKg(),
                wanted.vehicleType() == null ? null : planned.vehicleType(),
                wanted.carrier() == null ? null : planned.carrier()));
    }

    /**
     * With the places of its vehicle type, if one is given.
     *
     * @param planned what is there already; one of the same type keeps the places that it took over
     * @throws Refusal if there is no such kind or type, the type is retired or of another kind, or other places are given
     *     beside it
     */
    public NewMovement placed(NewMovement wanted, @Nullable Movement planned) {
        String type = wanted.vehicleType();
        if (type == null) {
            return wanted;
        }
        if (planned != null && type.equalsIgnoreCase(planned.vehicleType())) {
            return wanted.with(requireNonNull(planned.vehicleType()), planned.vehicle());
        }
        VehicleType known = types.named(type, planned == null ? wanted.checkedKind() : planned.kind());
        return wanted.with(known.name(), known.vehicle());
    }

    /** The movement as it would be planned now, complete. Nothing is. @throws Refusal naming the first field that is wrong */
    public NewMovement checked(NewMovement wanted) {
        NewMovement movement = placed(wanted, null).checked();
        NewMovement.checkedDeparture(movement.departs(), clock.instant());
        return movement;
    }

    /** Moves a movement on in its life: see {@link Movement#state}; nothing happens if it is there. */
    @Transactional
    public void enters(long movementId, String state) {
        boolean changed = jdbc.sql("""
                update movement
                set state = :state,
                    frozen_at = case when :state = 'frozen' then :now else frozen_at end,
                    departed_at = case when :state = 'departed' then :now else departed_at end,
                    arrived_at = case when :state = 'arrived' then :now else arrived_at end
                where id = :id and state <> :state""")
                        .param("state", state)
                        .param("now", now())
                        .param("id", movementId)
                        .update()
                > 0;
        if (changed) {
            audit.recordOf("movement " + state, get(movementId).code(), null);
        }
    }

    /**
     * A cancelled movement is planned again, from now on, so that it takes people for half of the time that is left; its
     * process is started by the caller in the same transaction.
     */
    @Transactional
    public Movement reopen(Movement movement) {
        jdbc.sql("update movement set state = 'planned', frozen_at = null, planned_at = :now"
                        + " where id = :id and state = 'cancelled'")
                .param("now", now())
                .param("id", movement.id())
                .update();
        audit.recordOf("movement reopened", movement.code(), null);
        return get(movement.id());
    }

    /** Puts a departure off, and the arrival by as much. @throws Refusal unless it is later than before */
    @Transactional
    public void delay(Movement movement, @Nullable Instant departs) {
        Instant later = NewMovement.checkedDeparture(departs, clock.instant());
        if (!later.isAfter(movement.departs())) {
            throw new Refusal("A delay puts the departure off: give a time later than before.", "departs");
        }
        jdbc.sql("update movement set arrives = arrives + (:departs - departs), departs = :departs where id = :id")
                .param("departs", atUtc(later))
                .param("id", movement.id())
                .update();
        audit.recordOf("movement delayed", movement.code(), movement.departs() + " to " + later);
        noteCrossing(movement, later);
    }

    /** That it crosses outside the hours of its exit is said of one departure. @param departs when it leaves instead */
    private void noteCrossing(Movement movement, Instant departs) {
        boolean crosses = departs.equals(movement.crossesAnywayAt());
        if (crosses != movement.crossesAnyway()) {
            recordCrossing(movement.code(), crosses);
        }
    }

    private void recordCrossing(String code, boolean anyway) {
        audit.recordOf("movement crosses anyway", code, anyway ? "yes" : "no");
    }

    /** Says whose a movement is. @param state ISO 3166 alpha-3; null: ours */
    @Transactional
    public void offeredBy(Movement movement, @Nullable String state) {
        jdbc.sql("update movement set offered_by = :state where id = :id")
                .param("state", state)
                .param("id", movement.id())
                .update();
        audit.recordOf("movement offered by", movement.code(), state == null ? "us" : state);
    }

    /** Notes who carries the people on it; null: not said. */
    @Transactional
    public void carriedBy(Movement movement, @Nullable String carrier) {
        if (!Objects.equals(movement.carrier(), carrier)) {
            jdbc.sql("update movement set carrier = :carrier where id = :id")
                    .param("carrier", carrier)
                    .param("id", movement.id())
                    .update();
            audit.recordOf("movement carried by", movement.code(), carrier == null ? "not said" : carrier);
        }
    }

    /** Notes that a movement, as it leaves now, crosses though its exit is closed then by its hours, or that it does not. */
    @Transactional
    public void crossesAnyway(Movement movement, boolean anyway) {
        jdbc.sql("update movement set crosses_anyway_at = case when :anyway then departs end where id = :id")
                .param("anyway", anyway)
                .param("id", movement.id())
                .update();
        recordCrossing(movement.code(), anyway);
    }

    /** An exit has other hours: that something crosses though it is closed was said of those from before. */
    @Transactional
    public void noneCrossesAnyway(String exit) {
        jdbc.sql("update movement set crosses_anyway_at = null where exit = :exit and crosses_anyway_at is not null"
                        + " returning code")
                .param("exit", exit)
                .query(String.class)
                .list()
                .forEach(code -> recordCrossing(code, false));
    }

    /** Takes a delay back: it leaves and arrives as it was to before. */
    @Transactional
    public void leavesAsBefore(Movement movement, Instant departs) {
        jdbc.sql("update movement set arrives = arrives + (:departs - departs), departs = :departs where id = :id")
                .param("departs", atUtc(departs))
                .param("id", movement.id())
                .update();
        audit.recordOf("delay taken back", movement.code(), movement.departs() + " to " + departs);
        noteCrossing(movement, departs);
    }

    /**
     * Changes when a movement that is locked leaves and arrives; the vehicle is only checked.
     *
     * @param wanted its code, kind and way do not count
     * @return as it is now
     * @throws Refusal naming what is wrong, also if it would leave earlier than before
     */
    @Transactional
    public Movement reschedule(Movement movement, NewMovement wanted) {
        NewMovement changed = wanted.of(movement).checked();
        Instant departs = requireNonNull(changed.departs());
        Instant arrives = requireNonNull(changed.arrives());
        if (departs.isBefore(movement.departs())) {
            throw new Refusal(
                    "It cannot leave earlier, because people may have been told: cancel it and plan another.",
                    "departs");
        }
        if (departs.isAfter(movement.departs())) {
            NewMovement.checkedDeparture(departs, clock.instant());
        }
        jdbc.sql("update movement set departs = :departs, arrives = :arrives where id = :id")
                .param("departs", atUtc(departs))
                .param("arrives", atUtc(arrives))
                .param("id", movement.id())
                .update();
        if (!departs.equals(movement.departs()) || !arrives.equals(movement.arrives())) {
            audit.recordOf(
                    "movement rescheduled",
                    movement.code(),
                    movement.departs() + " – " + movement.arrives() + " to " + departs + " – " + arrives);
        }
        noteCrossing(movement, departs);
        return get(movement.id());
    }

    /** Gives a movement another vehicle or crew. The caller has seen to it that nobody is left without a place. */
    @Transactional
    public void resize(Movement movement, Vehicle vehicle) {
        vehicle.checked();
        jdbc.sql("""
                update movement set seats = :seats, stretchers = :stretchers, wheelchairs = :wheelchairs, crew = :crew,
                       baggage_kg = :baggage
                where id = :id""")
                .param("seats", vehicle.seats())
                .param("stretchers", vehicle.stretchers())
                .param("wheelchairs", vehicle.wheelchairs())
                .param("crew", vehicle.crew())
                .param("baggage", vehicle.baggageKg(), Types.INTEGER)
                .param("id", movement.id())
                .update();
        audit.recordOf(
                "movement resized",
                movement.code(),
                "%d seats, %d stretchers, %d wheelchairs, crew of %d, baggage: %s"
                        .formatted(
                                vehicle.seats(),
                                vehicle.stretchers(),
                                vehicle.wheelchairs(),
                                vehicle.crew(),
                                vehicle.baggageKg() == null ? "not limited" : vehicle.baggageKg() + " kg"));
    }

    /** Notes the vehicle type by name whose places a movement has; null: none. */
    @Transactional
    public void isOfType(Movement movement, @Nullable String type) {
        if (!Objects.equals(movement.vehicleType(), type)) {
            jdbc.sql("update movement set vehicle_type = :type where id = :id")
                    .param("type", type)
                    .param("id", movement.id())
                    .update();
            audit.recordOf("movement of vehicle type", movement.code(), type == null ? "none" : type);
        }
    }

    /** Codes that differ in capitals only are the same on a pass or over the radio. */
    public Optional<Movement> find(String code) {
        return jdbc.sql(SELECT + " where upper(m.code) = upper(:code)")
                .param("code", PlainText.of(code))
                .query(Movements::movement)
                .optional();
    }

    /** @throws Refusal.NotFound if no movement has this code */
    public Movement named(String code) {
        return find(code).orElseThrow(() -> new Refusal.NotFound("There is no movement with this code."));
    }

    public Movement get(long movementId) {
        return jdbc.sql(SELECT + " where m.id = :id")
                .param("id", movementId)
                .query(Movements::movement)
                .single();
    }

    /** As {@link #get}, and nobody takes or gives back a place on it until this transaction ends. */
    public Movement lock(long movementId) {
        return jdbc.sql(SELECT + " where m.id = :id for update")
                .param("id", movementId)
                .query(Movements::movement)
                .single();
    }

    /** All that may still carry somebody: planned, open, frozen or boarding, by departure. */
    public List<Movement> upcoming() {
        return jdbc.sql(SELECT + " where m.state in ('planned', 'open', 'frozen', 'boarding') order by m.departs, m.id")
                .query(Movements::movement)
                .list();
    }

    /** Of those that still take people, full or not, one of each size, origin and kind. */
    public List<Movement> ofEachSize() {
        return jdbc.sql("""
                select distinct on (kind, origin, exit, seats, crew, stretchers, wheelchairs, baggage_kg) %s from movement m
                where state in ('planned', 'open') and frozen_at is null""".formatted(COLUMNS)).query(Movements::movement).list();
    }

    /** Locks these, in the order of their ids: nobody changes them or their places until this transaction ends. */
    public Map<Long, Movement> lock(Collection<Long> movementIds) {
        Map<Long, Movement> locked = new TreeMap<>();
        jdbc.sql(SELECT + " where m.id = any(:ids) order by m.id for update")
                .param("ids", movementIds.toArray(Long[]::new))
                .query(Movements::movement)
                .list()
                .forEach(movement -> locked.put(movement.id(), movement));
        return locked;
    }

    /** All that have not arrived and are not cancelled, by departure. */
    public List<Movement> notYetThere() {
        return jdbc.sql(SELECT + " where m.state not in ('arrived', 'cancelled') order by m.departs, m.id")
                .query(Movements::movement)
                .list();
    }

    /** Every movement there ever was, by departure. */
    public List<Movement> all() {
        return jdbc.sql(SELECT + " order by m.departs, m.id")
                .query(Movements::movement)
                .list();
    }

    /** The itinerary that a household holds now, with its legs in order; empty when it has no seats. */
    public Optional<Itinerary> itinerary(long householdId) {
        return itinerary(householdId, false);
    }

    /** The itinerary that a household holds or, if it has none now, held last. */
    public Optional<Itinerary> latestItinerary(long householdId) {
        return itinerary(householdId, true);
    }

    /** As {@link #latestItinerary}, of many at once; of those who never had seats, none. */
    public List<Itinerary> latestItineraries(Collection<Long> householdIds) {
        return itineraries(householdIds, true);
    }

    private Optional<Itinerary> itinerary(long householdId, boolean past) {
        return itineraries(List.of(householdId), past).stream().findFirst();
    }

    private List<Itinerary> itineraries(Collection<Long> householdIds, boolean past) {
        return jdbc.sql(ITINERARY)
                .param("households", householdIds.toArray(Long[]::new))
                .param("past", past)
                .query((ResultSetExtractor<List<Itinerary>>) Movements::itinerariesOf);
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
                  and version = (select max(version) from manifest where movement_id = :id)
                order by household_id, person_id""").param("id", movementId).query(ManifestLine.class).list();
    }

    private OffsetDateTime now() {
        return atUtc(clock.instant());
    }

    private static OffsetDateTime atUtc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<Itinerary> itinerariesOf(ResultSet rows) throws SQLException {
        Map<Long, Itinerary> byId = new LinkedHashMap<>();
        while (rows.next()) {
            Itinerary begun = byId.get(rows.getLong("itinerary_id"));
            List<Movement> legs = begun == null ? new ArrayList<>() : new ArrayList<>(begun.legs());
            legs.add(movement(rows, legs.size()));
            Itinerary itinerary = new Itinerary(
                    rows.getLong("itinerary_id"),
                    rows.getLong("household_id"),
                    rows.getString("itinerary_state"),
                    instantOf(rows, "made_at"),
                    List.copyOf(legs));
            byId.put(itinerary.id(), itinerary);
        }
        return List.copyOf(byId.values());
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
                instantOf(row, "arrives"),
                row.getInt("seats"),
                row.getInt("stretchers"),
                row.getInt("wheelchairs"),
                row.getInt("crew"),
                row.getObject("baggage_kg", Integer.class),
                row.getInt("seats_taken"),
                row.getInt("stretchers_taken"),
                row.getInt("wheelchairs_taken"),
                row.getString("state"),
                instantOf(row, "planned_at"),
                instant(row, "frozen_at"),
                instant(row, "departed_at"),
                instant(row, "arrived_at"),
                row.getString("offered_by"),
                row.getString("vehicle_type"),
                row.getString("carrier"),
                instant(row, "crosses_anyway_at"));
    }

    private static Instant instantOf(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
