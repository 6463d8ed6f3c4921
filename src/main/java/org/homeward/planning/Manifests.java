package org.homeward.planning;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Person;
import org.homeward.movement.Guests;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Manifests as they are handed to those who carry people, from the time the first version has gone out. */
@Component
public class Manifests {

    /** The lines of all versions that the officer may know of; a person may be of another household by now. */
    private static final String LINES = """
            manifest_line line
              join household on household.id = line.household_id
              join person on person.id = line.person_id
              join household now_of on now_of.id = person.household_id
            where line.movement_id = :movement and (not (household.restricted or now_of.restricted) or :cleared)""";

    /** The versions as this officer counts them: one in which nobody else has come or gone does not count. */
    private static final String NUMBERED = """
            with known as (
              select version, written_at, sent_at,
                     (select array_agg(line.person_id || ' ' || line.place order by line.person_id)
                      from %s and line.version = manifest.version) as people,
                     (select array_agg(guest_id order by guest_id) from manifest_guest line
                      where line.movement_id = manifest.movement_id and line.version = manifest.version) as guests
              from manifest where movement_id = :movement),
            compared as (
              select *, version = 1 or people is distinct from lag(people) over (order by version)
                          or guests is distinct from lag(guests) over (order by version) as changed
              from known),
            numbered as (
              select *, count(*) filter (where changed) over (order by version) as number from compared)
            """.formatted(LINES);

    private final Movements movements;
    private final Guests guests;
    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final ZoneId zone;

    Manifests(
            Movements movements,
            Guests guests,
            JdbcClient jdbc,
            CurrentOfficer officer,
            Audit audit,
            @Value("${homeward.zone}") ZoneId zone) {
        this.movements = movements;
        this.guests = guests;
        this.jdbc = jdbc;
        this.officer = officer;
        this.audit = audit;
        this.zone = zone;
    }

    /**
     * The newest version, as far as this officer may know of those on it: a version in which nobody else has come or gone
     * does not count.
     *
     * @param sentVersion the version that went out; an older one if people have come or gone since
     */
    public record Manifest(int version, Instant writtenAt, int sentVersion, Instant sentAt) {

        public boolean changedSince() {
            return version > sentVersion;
        }
    }

    /**
     * A version to hand out.
     *
     * @param arrives when the movement is to arrive at the latest
     * @param zone in whose time people are told when to come
     * @param travellers by household, then the guests of others by taker
     * @param taker null: everybody; else it is the sub-manifest of this one, with its guests alone
     */
    public record Issue(
            Movement movement,
            Instant arrives,
            ZoneId zone,
            int version,
            Instant writtenAt,
            List<Traveller> travellers,
            @Nullable String taker) {

        /** The day of departure where people are told when to come. */
        public LocalDate day() {
            return LocalDate.ofInstant(movement.departs(), zone);
        }

        /** The travellers of each household, by case number. */
        public Map<String, List<Traveller>> households() {
            return travellers.stream()
                    .collect(Collectors.groupingBy(
                            Traveller::caseNumber, LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
        }

        /** How many travel in a {@code seat}, a {@code wheelchair} or on a {@code stretcher}. */
        public long in(String place) {
            return travellers.stream()
                    .filter(traveller -> traveller.place().equals(place))
                    .count();
        }

        /** How many are guests of others. */
        public long guests() {
            return travellers.stream().filter(Traveller::guest).count();
        }

        /** How many are children on that day. */
        public long children() {
            return travellers.stream()
                    .filter(traveller -> traveller.minorOn(day()))
                    .count();
        }
    }

    /**
     * Somebody on it.
     *
     * @param guest whether somebody else has named them for places kept: then there is no case
     * @param number by which scans and answers name the person
     * @param caseNumber of a guest: who has named them
     * @param born with {@code bornEstimated}: only the year is known
     * @param document to travel on: one that is valid that day if there is any, a passport before others
     */
    public record Traveller(
            boolean guest,
            long number,
            String caseNumber,
            @Nullable String name,
            @Nullable String latinName,
            @Nullable LocalDate born,
            boolean bornEstimated,
            String sex,
            String relation,
            List<String> nationalities,
            List<String> needs,
            String place,
            @Nullable TravelDocument document) {

        public boolean minorOn(LocalDate day) {
            return Person.minorOn(day, born, relation);
        }

        /** In years; null if the birth is not known. */
        public @Nullable Integer ageOn(LocalDate day) {
            return born == null ? null : Period.between(born, day).getYears();
        }
    }

    /** What somebody travels on. @param kind as in table document */
    public record TravelDocument(
            String kind,
            String number,
            @Nullable LocalDate expires,
            @Nullable String issuedBy) {}

    /** What a version says otherwise than the one before; nothing for the first. @param sentAt null: it has not gone out */
    public record Version(
            int number,
            Instant writtenAt,
            @Nullable Instant sentAt,
            List<Party> came,
            List<Party> went,
            List<Party> placedOtherwise) {}

    /** How many persons of a household it is about. @param caseNumber of guests: who has named them */
    public record Party(String caseNumber, long persons) {}

    /** What there is to take; empty as long as none has gone out. */
    public Optional<Manifest> newest(long movementId) {
        return jdbc.sql(NUMBERED + """
                select max(number) as version, max(written_at) filter (where changed) as written_at,
                       max(number) filter (where sent_at is not null) as sent_version, max(sent_at) as sent_at
                from numbered having max(sent_at) is not null""")
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(Manifest.class)
                .optional();
    }

    /** Whom the manifest that has gone out names as carrier, if it is somebody else by now; blank if it names nobody. */
    public Optional<String> otherCarrier(long movementId) {
        return jdbc.sql("""
                select coalesce(sent.carrier, '') from manifest sent join movement on movement.id = movement_id
                where movement_id = :movement and sent.carrier is distinct from movement.carrier and version =
                  (select max(version) from manifest where movement_id = :movement and sent_at is not null)""").param("movement", movementId).query(String.class).optional();
    }

    /** All versions, the newest first, with who came, who went and whose place is another; empty until one has gone out. */
    public List<Version> versions(long movementId) {
        if (newest(movementId).isEmpty()) {
            return List.of();
        }
        Map<Integer, Map<String, Placed>> aboard = aboard(movementId);
        return jdbc.sql(NUMBERED + """
                select number, min(version) as version, min(written_at) as written_at, max(sent_at) as sent_at
                from numbered group by number order by number desc""")
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query((row, line) -> {
                    int written = row.getInt("version");
                    Map<String, Placed> now = aboard.getOrDefault(written, Map.of());
                    Map<String, Placed> before = written == 1 ? now : aboard.getOrDefault(written - 1, Map.of());
                    return new Version(
                            row.getInt("number"),
                            instant(row, "written_at"),
                            row.getObject("sent_at") == null ? null : instant(row, "sent_at"),
                            parties(now, person -> !before.containsKey(person)),
                            parties(before, person -> !now.containsKey(person)),
                            parties(now, person -> before.containsKey(person) && hasMoved(person, before, now)));
                })
                .list();
    }

    private static boolean hasMoved(String person, Map<String, Placed> before, Map<String, Placed> now) {
        return !Objects.requireNonNull(before.get(person))
                .place()
                .equals(Objects.requireNonNull(now.get(person)).place());
    }

    private record Placed(String caseNumber, String place) {}

    /** By version as written, and person or guest. */
    private Map<Integer, Map<String, Placed>> aboard(long movementId) {
        Map<Integer, Map<String, Placed>> aboard = new TreeMap<>();
        jdbc.sql("""
                select line.version, 'person ' || line.person_id as who, household.case_number, line.place from %s
                union all
                select line.version, 'guest ' || guest.id, kept.taker, guest.place
                from manifest_guest line join guest on guest.id = line.guest_id
                  join kept_places kept on kept.id = guest.kept_places_id
                where line.movement_id = :movement""".formatted(LINES))
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(row -> {
                    aboard.computeIfAbsent(row.getInt("version"), version -> new LinkedHashMap<>())
                            .put(
                                    row.getString("who"),
                                    new Placed(row.getString("case_number"), row.getString("place")));
                });
        return aboard;
    }

    private static List<Party> parties(Map<String, Placed> people, Predicate<String> which) {
        Map<String, Long> persons = people.entrySet().stream()
                .filter(person -> which.test(person.getKey()))
                .collect(Collectors.groupingBy(
                        person -> person.getValue().caseNumber(), TreeMap::new, Collectors.counting()));
        return persons.entrySet().stream()
                .map(party -> new Party(party.getKey(), party.getValue()))
                .toList();
    }

    /**
     * A version with everybody on it, by case number; reading it is on record.
     *
     * @param number null: the newest
     * @param writtenTaker null: everybody; else only the guests of this state or delegation
     * @throws Refusal.NotFound if there is no such movement, its manifest has not gone out, or has no such version
     */
    @Transactional
    public Issue read(String code, @Nullable Integer number, @Nullable String writtenTaker) {
        String taker = writtenTaker == null ? null : KeptPlaces.taker(writtenTaker);
        Movement movement = movements.named(code);
        Manifest newest = newest(movement.id())
                .orElseThrow(() -> new Refusal.NotFound("The manifest of this movement has not gone out yet."));
        int wanted = number == null ? newest.version() : number;
        record Written(int version, OffsetDateTime at) {}
        Written written = jdbc.sql(NUMBERED + """
                select max(version) as version, min(written_at) as at from numbered where number = :number
                having count(*) > 0""")
                .param("movement", movement.id())
                .param("cleared", officer.cleared())
                .param("number", wanted)
                .query(Written.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("This manifest has no version " + wanted + "."));
        List<Traveller> travellers =
                new ArrayList<>(taker == null ? travellers(movement, written.version()) : List.of());
        guests.on(movement.id(), taker, written.version()).forEach(guest -> travellers.add(traveller(guest)));
        if (taker != null && travellers.isEmpty()) {
            throw new Refusal.NotFound("There are no guests of " + taker + " on this movement.");
        }
        audit.recordOf(
                "read", movement.code(), "manifest, version " + wanted + (taker == null ? "" : ", guests of " + taker));
        return new Issue(
                movement, movement.arrives(), zone, wanted, written.at().toInstant(), travellers, taker);
    }

    private static Traveller traveller(Guests.Guest guest) {
        boolean latin = guest.name().matches("[\\p{IsLatin}\\p{M}\\p{Punct}\\s]+");
        return new Traveller(
                true,
                guest.id(),
                guest.taker(),
                latin ? null : guest.name(),
                latin ? guest.name() : null,
                guest.born(),
                false,
                guest.sex(),
                "other",
                List.of(guest.nationality()),
                guest.place().equals("seat") ? List.of() : List.of(guest.place()),
                guest.place(),
                new TravelDocument("passport", guest.document(), null, null));
    }

    private List<Traveller> travellers(Movement movement, int version) {
        return jdbc.sql("""
                select aboard.*, document.kind, document.number, document.expires, document.issued_by
                from (select line.person_id, household.case_number, person.position, person.name, person.latin_name,
                             person.born, person.born_estimated, person.sex, person.relation, person.nationalities,
                             person.needs, line.place
                      from %s and line.version = :version) aboard
                  left join lateral (
                    select * from document where document.person_id = aboard.person_id and replaced_by is null
                    order by (never_expires or coalesce(expires >= :day, true)) desc,
                             array_position(array['passport', 'return certificate', 'internal passport'], kind),
                             expires desc nulls last, id desc
                    limit 1) document on true
                order by case_number, position""".formatted(LINES))
                .param("movement", movement.id())
                .param("cleared", officer.cleared())
                .param("day", LocalDate.ofInstant(movement.departs(), zone))
                .param("version", version)
                .query((row, line) -> traveller(row))
                .list();
    }

    private static Traveller traveller(ResultSet row) throws SQLException {
        String document = row.getString("number");
        return new Traveller(
                false,
                row.getLong("person_id"),
                row.getString("case_number"),
                row.getString("name"),
                row.getString("latin_name"),
                row.getObject("born", LocalDate.class),
                row.getBoolean("born_estimated"),
                row.getString("sex"),
                row.getString("relation"),
                List.of((String[]) row.getArray("nationalities").getArray()),
                List.of((String[]) row.getArray("needs").getArray()),
                row.getString("place"),
                document == null
                        ? null
                        : new TravelDocument(
                                row.getString("kind"),
                                document,
                                row.getObject("expires", LocalDate.class),
                                row.getString("issued_by")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
