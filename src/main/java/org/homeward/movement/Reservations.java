package org.homeward.movement;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who has which place. A household has places for all its members on all legs of its itinerary, or none. Whoever changes
 * places holds the rows of the movements, locked in the order of their ids, and has locked the households before: so
 * nobody waits for each other in a circle, and no seat is given twice.
 */
@Component
public class Reservations {

    private static final String MISSING = """
            select itinerary.id as itinerary_id, leg.movement_id, person.id as person_id, person.place
            from itinerary
              join itinerary_leg leg on leg.itinerary_id = itinerary.id
              join person on person.household_id = itinerary.household_id and person.merged_into is null
            where itinerary.household_id = :household and itinerary.state = 'held' and not exists (
              select from reservation where reservation.itinerary_id = itinerary.id
                and leg.movement_id in (reservation.movement_id, reservation.instead_of)
                and reservation.person_id = person.id and reservation.state = 'held')""";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Audit audit;
    private final ZoneId zone;

    Reservations(JdbcClient jdbc, Clock clock, Audit audit, @Value("${homeward.zone}") ZoneId zone) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.audit = audit;
        this.zone = zone;
    }

    /**
     * Gives households their places, the first in the list first. Who no longer fits as a whole on every leg, or has a
     * leg that is not open, or holds an itinerary already, gets nothing, nor do those who go with it.
     *
     * @return those who have their places now
     */
    @Transactional
    public List<Seating> reserve(List<Seating> wanted) {
        return reserve(wanted, Set.of("open"));
    }

    /** As {@link #reserve}, but on legs that are frozen or boarding too: for who stands by. */
    @Transactional
    public List<Seating> reserveUntilDeparture(List<Seating> wanted) {
        return reserve(wanted, Set.of("open", "frozen", "boarding"));
    }

    private List<Seating> reserve(List<Seating> wanted, Set<String> states) {
        Map<Long, Places> room = lockRoom(
                wanted.stream().flatMap(seating -> seating.legs().stream()).toList(), states);
        Map<Long, Places> needs =
                needs(wanted.stream().map(Seating::householdId).toList());
        List<Seating> given = new ArrayList<>();
        for (List<Seating> unit : wanted.stream()
                .collect(groupingBy(Seating::unit, LinkedHashMap::new, toList()))
                .values()) {
            List<Long> legs = unit.get(0).legs();
            Places need = needs.keySet()
                            .containsAll(unit.stream().map(Seating::householdId).toList())
                    ? unit.stream()
                            .map(seating -> requireNonNull(needs.get(seating.householdId())))
                            .reduce(new Places(0, 0, 0), Places::plus)
                    : null;
            if (need != null && legs.stream().allMatch(leg -> need.fitIn(room.get(leg)))) {
                legs.forEach(leg -> room.computeIfPresent(leg, (id, left) -> left.minus(need)));
                unit.forEach(seating -> needs.remove(seating.householdId()));
                given.addAll(unit);
            }
        }
        write(given);
        return given;
    }

    /** What is left on those movements in these states; nobody else changes it until this transaction ends. */
    private Map<Long, Places> lockRoom(Collection<Long> movementIds, Set<String> states) {
        Map<Long, Places> room = new HashMap<>();
        jdbc.sql("""
                select id, state, seats - crew - seats_taken as seats, stretchers - stretchers_taken as stretchers,
                       wheelchairs - wheelchairs_taken as wheelchairs,
                       coalesce(most_persons, seats - crew + stretchers + wheelchairs)
                         - seats_taken - stretchers_taken - wheelchairs_taken as persons
                from movement where id = any(:ids) order by id for update""")
                .param("ids", new TreeSet<>(movementIds).toArray(Long[]::new))
                .query(row -> {
                    if (states.contains(row.getString("state"))) {
                        room.put(
                                row.getLong("id"),
                                new Places(
                                        row.getInt("seats"),
                                        row.getInt("stretchers"),
                                        row.getInt("wheelchairs"),
                                        row.getInt("persons")));
                    }
                });
        return room;
    }

    /** What each of these households needs; those who hold an itinerary or have no members are left out. */
    private Map<Long, Places> needs(List<Long> householdIds) {
        Map<Long, Places> needs = new HashMap<>();
        jdbc.sql("""
                select household_id,
                       count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from person
                where household_id = any(:ids) and merged_into is null and not exists (
                  select from itinerary where itinerary.household_id = person.household_id and state = 'held')
                group by household_id""").param("ids", householdIds.toArray(Long[]::new)).query(row -> {
            needs.put(row.getLong("household_id"), Places.of(row));
        });
        return needs;
    }

    private void write(List<Seating> given) {
        List<Long> households = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<Long> movements = new ArrayList<>();
        for (Seating seating : given) {
            for (int position = 0; position < seating.legs().size(); position++) {
                households.add(seating.householdId());
                positions.add(position + 1);
                movements.add(seating.legs().get(position));
            }
        }
        jdbc.sql("""
                with leg as (
                  select * from unnest(:households, :positions, :movements) as leg (household_id, position, movement_id)),
                made as (
                  insert into itinerary (household_id, made_at) select distinct household_id, :now from leg
                  returning id, household_id),
                legs as (
                  insert into itinerary_leg (itinerary_id, position, movement_id)
                  select made.id, leg.position, leg.movement_id from leg join made using (household_id)),
                held as (
                  insert into reservation (itinerary_id, household_id, person_id, movement_id, place)
                  select made.id, leg.household_id, person.id, leg.movement_id, person.place
                  from leg join made using (household_id)
                    join person on person.household_id = leg.household_id and person.merged_into is null
                  returning movement_id, place),
                added as (
                  select movement_id, count(*) filter (where place = 'seat') as seats,
                         count(*) filter (where place = 'stretcher') as stretchers,
                         count(*) filter (where place = 'wheelchair') as wheelchairs
                  from held group by movement_id)
                update movement set seats_taken = seats_taken + added.seats,
                       stretchers_taken = stretchers_taken + added.stretchers,
                       wheelchairs_taken = wheelchairs_taken + added.wheelchairs
                from added where movement.id = added.movement_id""")
                .param("households", households.toArray(Long[]::new))
                .param("positions", positions.toArray(Integer[]::new))
                .param("movements", movements.toArray(Long[]::new))
                .param("now", now())
                .update();
        audit.record("seats given", given.stream().map(Seating::householdId).toList(), null);
    }

    /**
     * How many members have no place yet on the itinerary that their household holds; 0 when it holds none. Whoever has a
     * place has one on every leg.
     */
    public int withoutPlace(long householdId) {
        return jdbc.sql("select count(distinct person_id) from (" + MISSING + ") as missing")
                .param("household", householdId)
                .query(Integer.class)
                .single();
    }

    /**
     * Gives members who joined after their household was seated their places on every leg, all of them or none; also on
     * a leg whose manifest is frozen, which is written anew at boarding.
     *
     * @return whether everybody has a place now
     */
    @Transactional
    public boolean completePlaces(long householdId) {
        List<Long> full = jdbc.sql("""
                with leg as (
                  select movement.* from movement where id in (select movement_id from (%1$s) as missing)
                  order by id for update)
                select leg.id from leg join (%1$s) as missing on missing.movement_id = leg.id
                group by leg.id, state, seats, crew, seats_taken, stretchers, stretchers_taken, wheelchairs, wheelchairs_taken,
                  most_persons
                having state not in ('open', 'frozen', 'boarding')
                  or count(*) filter (where place = 'seat') > seats - crew - seats_taken
                  or count(*) filter (where place = 'stretcher') > stretchers - stretchers_taken
                  or count(*) filter (where place = 'wheelchair') > wheelchairs - wheelchairs_taken
                  or count(*) > most_persons - seats_taken - stretchers_taken - wheelchairs_taken""".formatted(MISSING))
                .param("household", householdId)
                .query(Long.class)
                .list();
        if (!full.isEmpty()) {
            return false;
        }
        jdbc.sql("""
                with held as (
                  insert into reservation (itinerary_id, household_id, person_id, movement_id, place)
                  select itinerary_id, :household, person_id, movement_id, place from (%s) as missing
                  returning movement_id, place),
                added as (
                  select movement_id, count(*) filter (where place = 'seat') as seats,
                         count(*) filter (where place = 'stretcher') as stretchers,
                         count(*) filter (where place = 'wheelchair') as wheelchairs
                  from held group by movement_id)
                update movement set seats_taken = seats_taken + added.seats,
                       stretchers_taken = stretchers_taken + added.stretchers,
                       wheelchairs_taken = wheelchairs_taken + added.wheelchairs
                from added where movement.id = added.movement_id""".formatted(MISSING)).param("household", householdId).update();
        audit.record("seats given", householdId, "newcomers");
        return true;
    }

    /** Gives a newborn its place in the mother's arms on every leg, where she rides: none of those that are counted. */
    @Transactional
    public void carryInArms(long householdId, long motherId) {
        jdbc.sql("""
                insert into reservation (itinerary_id, household_id, person_id, movement_id, place, instead_of)
                select missing.itinerary_id, :household, missing.person_id, coalesce(apart.movement_id, missing.movement_id),
                       missing.place, apart.instead_of
                from (%s) as missing
                left join reservation apart on apart.person_id = :mother and apart.state = 'held'
                  and apart.instead_of = missing.movement_id
                where missing.place = 'arms'""".formatted(MISSING))
                .param("household", householdId)
                .param("mother", motherId)
                .update();
        audit.record("seats given", householdId, "newcomers");
    }

    /**
     * Moves persons from one movement to another, each to the same kind of place; also when either has left. A household of
     * which nobody is left on the one travels on the other from now on.
     *
     * @throws Refusal if the other has not places of each kind for all of them; then nothing has changed
     */
    @Transactional
    public void transfer(Collection<Long> personIds, Movement from, Movement onto) {
        Places room = lockRoom(
                        List.of(from.id(), onto.id()),
                        Set.of("planned", "open", "frozen", "boarding", "departed", "cancelled"))
                .get(onto.id());
        Map<String, Integer> places = new HashMap<>();
        Long[] persons = personIds.toArray(Long[]::new);
        jdbc.sql("""
                select place, count(*) as persons from reservation
                where person_id = any(:persons) and :from in (movement_id, coalesce(instead_of, movement_id)) and state = 'held'
                group by place""").param("persons", persons).param("from", from.id()).query(row -> {
            places.put(row.getString("place"), row.getInt("persons"));
        });
        Places need = new Places(
                places.getOrDefault("seat", 0),
                places.getOrDefault("stretcher", 0),
                places.getOrDefault("wheelchair", 0));
        if (!need.fitIn(room)) {
            throw new Refusal(
                    onto.code()
                            + " has not free places of each kind for all of them. Choose another movement, or give it a"
                            + " larger vehicle first.",
                    "onto");
        }
        jdbc.sql("""
                with off as (
                  update reservation set state = 'given back'
                  where person_id = any(:persons) and :from in (movement_id, coalesce(instead_of, movement_id))
                    and state = 'held'
                  returning itinerary_id, household_id, person_id, movement_id, place, coalesce(instead_of, :from) as planned),
                taken as (
                  insert into reservation (itinerary_id, household_id, person_id, movement_id, place, instead_of)
                  select itinerary_id, household_id, person_id, :onto, place, nullif(planned, :onto) from off
                  returning movement_id, place),
                changed as (
                  select movement_id, place, -1 as by from off union all select movement_id, place, 1 from taken),
                counted as (
                  select movement_id, sum(by) filter (where place = 'seat') as seats,
                         sum(by) filter (where place = 'stretcher') as stretchers,
                         sum(by) filter (where place = 'wheelchair') as wheelchairs
                  from changed group by movement_id)
                update movement set seats_taken = seats_taken + coalesce(counted.seats, 0),
                       stretchers_taken = stretchers_taken + coalesce(counted.stretchers, 0),
                       wheelchairs_taken = wheelchairs_taken + coalesce(counted.wheelchairs, 0)
                from counted where movement.id = counted.movement_id""")
                .param("persons", persons)
                .param("from", from.id())
                .param("onto", onto.id())
                .update();
        jdbc.sql("""
                with whole as (
                  update itinerary_leg leg set movement_id = :onto
                  where movement_id = :from and exists (
                    select from reservation moved where moved.itinerary_id = leg.itinerary_id
                      and moved.movement_id = :onto and moved.state = 'held')
                    and not exists (
                    select from reservation other where other.itinerary_id = leg.itinerary_id and other.state = 'held'
                      and other.movement_id <> :onto and :from in (other.movement_id, other.instead_of))
                  returning itinerary_id)
                update reservation set instead_of = null from whole
                where reservation.itinerary_id = whole.itinerary_id and movement_id = :onto and state = 'held'""").param("from", from.id()).param("onto", onto.id()).update();
    }

    /**
     * Gives a person another kind of place on each leg that has not left yet.
     *
     * @param place {@code seat}, {@code wheelchair} or {@code stretcher}
     * @throws Refusal if none of these is free on one of them; then nothing has changed
     */
    @Transactional
    public void travelsIn(long personId, String place) {
        Map<Long, Places> room = lockRoom(
                jdbc.sql(
                                "select movement_id from reservation where person_id = :person and state = 'held' and place <> :place")
                        .param("person", personId)
                        .param("place", place)
                        .query(Long.class)
                        .list(),
                Set.of("open", "frozen", "boarding"));
        Places wanted = place.equals("stretcher")
                ? new Places(0, 1, 0, 0)
                : place.equals("wheelchair") ? new Places(0, 0, 1, 0) : new Places(1, 0, 0, 0);
        room.forEach((movement, left) -> {
            if (!wanted.fitIn(left)) {
                throw new Refusal("No such place is free on a movement that they go on with. Choose another way.");
            }
        });
        jdbc.sql("""
                with before as (
                  select id, movement_id, place from reservation
                  where person_id = :person and state = 'held' and movement_id = any(:legs)),
                changed as (update reservation set place = :place from before where reservation.id = before.id)
                update movement set
                  seats_taken = seats_taken + (:place = 'seat')::int - (before.place = 'seat')::int,
                  stretchers_taken = stretchers_taken + (:place = 'stretcher')::int - (before.place = 'stretcher')::int,
                  wheelchairs_taken = wheelchairs_taken + (:place = 'wheelchair')::int - (before.place = 'wheelchair')::int
                from before where movement.id = before.movement_id""")
                .param("person", personId)
                .param("place", place)
                .param("legs", room.keySet().toArray(Long[]::new))
                .update();
    }

    /**
     * Takes back all places of households, if they have any; places on what has left count as given back too.
     *
     * @param reason a code, no free text
     * @return the households that had places
     */
    @Transactional
    public List<Long> giveBack(Collection<Long> householdIds, String reason) {
        List<Long> itineraries = jdbc.sql("""
                select id from itinerary where household_id = any(:households) and state = 'held'
                order by id for update""")
                .param("households", householdIds.toArray(Long[]::new))
                .query(Long.class)
                .list();
        if (itineraries.isEmpty()) {
            return List.of();
        }
        giveBackWhere("itinerary_id = any(:ids)", itineraries);
        List<Long> households = jdbc.sql("""
                update itinerary set state = 'given back', ended_at = :now, end_reason = :reason
                where id = any(:ids) returning household_id""")
                .param("now", now())
                .param("reason", reason)
                .param("ids", itineraries.toArray(Long[]::new))
                .query(Long.class)
                .list();
        audit.record("seats given back", households, reason);
        return households;
    }

    /** Takes back the places of persons who leave their household, by a split on record; the others keep theirs. */
    @Transactional
    public void giveBackOf(Collection<Long> personIds) {
        giveBackWhere("person_id = any(:ids)", List.copyOf(personIds));
    }

    private void giveBackWhere(String whose, List<Long> ids) {
        Long[] theirs = ids.toArray(Long[]::new);
        jdbc.sql("""
                select id from movement
                where id in (select movement_id from reservation where state = 'held' and %s)
                order by id for update""".formatted(whose)).param("ids", theirs).query(Long.class).list();
        jdbc.sql("""
                with back as (
                  update reservation set state = 'given back' where state = 'held' and %s
                  returning movement_id, place),
                freed as (
                  select movement_id, count(*) filter (where place = 'seat') as seats,
                         count(*) filter (where place = 'stretcher') as stretchers,
                         count(*) filter (where place = 'wheelchair') as wheelchairs
                  from back group by movement_id)
                update movement set seats_taken = seats_taken - freed.seats,
                       stretchers_taken = stretchers_taken - freed.stretchers,
                       wheelchairs_taken = wheelchairs_taken - freed.wheelchairs
                from freed where movement.id = freed.movement_id""".formatted(whose)).param("ids", theirs).update();
    }

    /** Locks movements in the order of their ids, before places on some are given back and on others given. */
    public void lockMovements(Collection<Long> movementIds) {
        jdbc.sql("select id from movement where id = any(:ids) order by id for update")
                .param("ids", movementIds.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /** Locks a movement and every other leg of those aboard, in the order of their ids. */
    public void lockLegsOfAll(long movementId) {
        jdbc.sql("""
                select id from movement
                where id = :id or id in (
                  select other.movement_id from reservation
                    join reservation other on other.itinerary_id = reservation.itinerary_id
                  where reservation.movement_id = :id and reservation.state = 'held')
                order by id for update""").param("id", movementId).query(Long.class).list();
    }

    /** Closes the itinerary of a household that has landed; its places stay on record as used. */
    @Transactional
    public void travelled(long householdId) {
        jdbc.sql("""
                update itinerary set state = 'travelled', ended_at = :now
                where household_id = :household and state = 'held'""").param("now", now()).param("household", householdId).update();
    }

    /** As {@link #writeManifest}, if there is a version to write anew. */
    @Transactional
    public void writeManifestAnew(long movementId) {
        boolean written = jdbc.sql("select exists (select from manifest where movement_id = :id)")
                .param("id", movementId)
                .query(Boolean.class)
                .single();
        if (written) {
            writeManifest(movementId);
        }
    }

    /**
     * Writes who is aboard, guests among them, or that nobody is, as the next version of the manifest, with what is said of
     * them at this moment; not if it would say the same as the newest.
     */
    @Transactional
    public void writeManifest(long movementId) {
        OffsetDateTime departs = jdbc.sql("select departs from movement where id = :id for update")
                .param("id", movementId)
                .query(OffsetDateTime.class)
                .single();
        jdbc.sql("""
                with newest as (select coalesce(max(version), 0) as version from manifest where movement_id = :id),
                before as (
                  select manifest_line.* from manifest_line, newest
                  where movement_id = :id and manifest_line.version = newest.version),
                aboard as (
                  select person_id, household_id, place, said.*
                  from reservation, manifest_says(person_id, :day) said where movement_id = :id and state = 'held'),
                says_before as (select to_jsonb(before) - '{movement_id,version,position}'::text[] from before),
                says as (select to_jsonb(aboard) - 'position' from aboard),
                guests_before as (
                  select guest_id from manifest_guest, newest
                  where movement_id = :id and manifest_guest.version = newest.version),
                guests as (
                  select guest.id as guest_id from guest join kept_places kept on kept.id = kept_places_id
                  where kept.movement_id = :id and removed_at is null),
                written as (
                  insert into manifest (movement_id, version, written_at)
                  select :id, newest.version + 1, :now from newest
                  where newest.version = 0
                    or exists ((select * from says_before except select * from says)
                               union all (select * from says except select * from says_before))
                    or exists ((select * from guests_before except select * from guests)
                               union all (select * from guests except select * from guests_before))
                  returning version),
                written_guests as (
                  insert into manifest_guest (movement_id, version, guest_id)
                  select :id, written.version, guest_id from guests, written)
                insert into manifest_line select :id, written.version, aboard.* from aboard, written""")
                .param("id", movementId)
                .param("day", LocalDate.ofInstant(departs.toInstant(), zone))
                .param("now", now())
                .update();
    }

    /**
     * Notes that the manifest as it stands has gone out to those who carry people; a version goes out once.
     */
    @Transactional
    public void sendManifest(long movementId) {
        jdbc.sql("""
                update manifest set sent_at = :now, carrier = movement.carrier
                from movement
                where movement.id = movement_id and movement_id = :id and sent_at is null
                  and version = (select max(version) from manifest newest where newest.movement_id = :id)
                returning code, version""")
                .param("id", movementId)
                .param("now", now())
                .query((row, number) -> List.of(row.getString("code"), "version " + row.getInt("version")))
                .list()
                .forEach(sent -> audit.recordOf("manifest sent", sent.get(0), sent.get(1)));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
