package org.homeward.planning;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.situation.Exits;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Movements as officers see them: what is taken, who is aboard. Nobody sees or counts whom they may not know of. */
@Component
public class DepartureBoard {

    /** Lines on a page. */
    public static final int PAGE = 50;

    private static final String LINE = """
            select m.id, m.code, m.kind, m.origin, m.destination, m.exit, exit.state as exit_state, m.departs, m.arrives, m.state,
                   m.seats, m.stretchers, m.wheelchairs, m.crew, m.baggage_kg, m.vehicle_type, m.carrier,
                   coalesce(m.crosses_anyway_at = m.departs, false) as crosses_anyway,
                   coalesce(held.seats, 0) + kept.seats as seats_taken,
                   coalesce(held.stretchers, 0) + kept.stretchers as stretchers_taken,
                   coalesce(held.wheelchairs, 0) + kept.wheelchairs as wheelchairs_taken, m.offered_by,
                   coalesce(manifest.persons, held.persons, 0) + guests.planned as planned,
                   coalesce(counted.boarded, 0) + guests.boarded as boarded,
                   coalesce(counted.landed, 0) + guests.landed as landed
            from movement m
              left join exit on exit.code = m.exit
              cross join lateral (
                select coalesce(sum(seats), 0) as seats, coalesce(sum(stretchers), 0) as stretchers,
                       coalesce(sum(wheelchairs), 0) as wheelchairs
                from kept_places where movement_id = m.id and released_at is null) kept
              cross join lateral (
                select (select count(*) from guest join kept_places on kept_places.id = kept_places_id
                        where movement_id = m.id and removed_at is null) as planned,
                       coalesce(sum(persons) filter (where checkpoint in ('convoy boarding', 'flight boarding')), 0)
                         as boarded,
                       coalesce(sum(persons) filter (where checkpoint in ('border entry', 'landing')), 0) as landed
                from guest_count join kept_places on kept_places.id = kept_places_id
                where movement_id = m.id and released_at is null) guests
              left join lateral (
                select count(*) as persons, count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from reservation join household on household.id = reservation.household_id
                where movement_id = m.id and reservation.state = 'held' and (not restricted or :cleared)) held on true
              left join lateral (
                select nullif(count(*), 0) as persons
                from manifest_line join household on household.id = manifest_line.household_id
                where movement_id = m.id and (not restricted or :cleared) and version =
                  (select max(version) from manifest newest where newest.movement_id = m.id)) manifest on true
              left join lateral (
                select count(*) filter (where checkpoint in ('convoy boarding', 'flight boarding')) as boarded,
                       count(*) filter (where checkpoint in ('border entry', 'landing')) as landed
                from scan
                  join person on person.id = scan.person_id
                  join household on household.id = person.household_id
                where movement_id = m.id and verdict = 'taken' and (not restricted or :cleared)) counted on true""";

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Exits exits;
    private final ZoneId zone;

    DepartureBoard(JdbcClient jdbc, CurrentOfficer officer, Exits exits, @Value("${homeward.zone}") ZoneId zone) {
        this.jdbc = jdbc;
        this.officer = officer;
        this.exits = exits;
        this.zone = zone;
    }

    /**
     * A movement in one line.
     *
     * @param crew how many of the seats are not given, but for the crew and escorts
     * @param baggageKg how many kilograms of baggage it takes; null: as much as people bring
     * @param vehicleType the name of the vehicle type whose places it has; null: they were given one by one
     * @param carrier who carries the people: an airline by its code or anybody by name; null: not said
     * @param crossesAnyway whether somebody has said that it crosses though its exit is closed then by its hours
     * @param seatsTaken and the others: places held now by those of whom the officer may know, or kept for others
     * @param offeredBy the state that operates it and gives us its places; null: it is ours
     * @param planned persons on the manifest, or holding a place before it is written; guests of others count too
     * @param boarded persons counted when boarding
     * @param landed persons counted at the border entry of a convoy or the landing of a flight
     */
    public record Line(
            long id,
            String code,
            String kind,
            String origin,
            String destination,
            @Nullable String exit,
            @Nullable String exitState,
            OffsetDateTime departs,
            OffsetDateTime arrives,
            String state,
            int seats,
            int stretchers,
            int wheelchairs,
            int crew,
            @Nullable Integer baggageKg,
            @Nullable String vehicleType,
            @Nullable String carrier,
            boolean crossesAnyway,
            int seatsTaken,
            int stretchersTaken,
            int wheelchairsTaken,
            @Nullable String offeredBy,
            int planned,
            int boarded,
            int landed) {

        /** Seats for those who are brought home, taken or not. */
        public int seatsToGive() {
            return seats - crew;
        }

        /** Whether it may still be put off, cancelled or given another vehicle. */
        public boolean changeable() {
            return List.of("planned", "open", "frozen", "boarding").contains(state);
        }
    }

    /** A household aboard. @param needs how many stretcher and wheelchair places it holds */
    public record Aboard(
            String caseNumber,
            String stage,
            boolean restricted,
            @Nullable Integer priority,
            int persons,
            int stretchers,
            int wheelchairs) {}

    /** Where a page ends and the next begins. */
    public record Mark(Instant departs, long id) {}

    /** All movements by departure. */
    public List<Line> all() {
        return jdbc.sql(LINE + " order by m.departs, m.id")
                .param("cleared", officer.cleared())
                .query(Line.class)
                .list();
    }

    /** The next page of what has not arrived yet, the earliest departure first. */
    public List<Line> ahead(Mark after) {
        return page(
                " where m.state not in ('arrived', 'cancelled') and (m.departs, m.id) > (:departs, :id)"
                        + " order by m.departs, m.id limit " + PAGE,
                after);
    }

    /** The next page of what has arrived or was cancelled, the latest departure first. */
    public List<Line> over(Mark before) {
        return page(
                " where m.state in ('arrived', 'cancelled') and (m.departs, m.id) < (:departs, :id)"
                        + " order by m.departs desc, m.id desc limit " + PAGE,
                before);
    }

    private List<Line> page(String which, Mark mark) {
        return jdbc.sql(LINE + which)
                .param("cleared", officer.cleared())
                .param("departs", mark.departs().atOffset(ZoneOffset.UTC))
                .param("id", mark.id())
                .query(Line.class)
                .list();
    }

    /** @throws Refusal.NotFound if no movement has this code */
    public Line named(String code) {
        return jdbc.sql(LINE + " where upper(m.code) = upper(:code)")
                .param("cleared", officer.cleared())
                .param("code", code)
                .query(Line.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no movement with this code."));
    }

    /** Codes of those that have not left and, as planned, are on their way only while their exit is closed for the day. */
    public Set<String> outsideHours(List<Line> lines) {
        ExitHours hours = new ExitHours(exits.all(), zone);
        return lines.stream()
                .filter(Line::changeable)
                .filter(line -> !hours.meet(
                        line.exit(), line.departs().toInstant(), line.arrives().toInstant()))
                .map(Line::code)
                .collect(Collectors.toSet());
    }

    /** The households that hold places on a movement, by case number. */
    public List<Aboard> aboard(long movementId) {
        return jdbc.sql("""
                select case_number, stage, restricted, priority, count(*) as persons,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from reservation join household on household.id = reservation.household_id
                where movement_id = :movement and reservation.state = 'held' and (not restricted or :cleared)
                group by household.id order by case_number""")
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(Aboard.class)
                .list();
    }
}
