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
import java.util.function.Function;
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
import org.homeward.movement.Reservations;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Manifests as they are handed to those who carry people, from the time the first version has gone out. */
@Component
public class Manifests {

    /** The lines of all versions that the officer may know of. */
    private static final String LINES = known("manifest_line");

    /** The lines of a version that would be written now. */
    private static final String NOW = known("""
            (select movement_id, person_id, household_id, place, said.*
             from reservation, manifest_says(person_id, :day) said where state = 'held')""");

    /** What a line says beside the place. */
    private static final String SAYS = "(to_jsonb(line) - '{version,position,place}'::text[])::text";

    /** The versions as this officer counts them: one that says the same to them as the one before does not count. */
    private static final String NUMBERED = """
            with known as (
              select version, written_at, sent_at,
                     (select array_agg(line.person_id || ' ' || line.place || ' ' || %s order by line.person_id)
                      from %s where line.version = manifest.version) as people,
                     (select array_agg(guest_id order by guest_id) from manifest_guest line
                      where line.movement_id = manifest.movement_id and line.version = manifest.version) as guests
              from manifest where movement_id = :movement),
            compared as (
              select *, version = 1 or people is distinct from lag(people) over (order by version)
                          or guests is distinct from lag(guests) over (order by version) as changed
              from known),
            numbered as (
              select *, count(*) filter (where changed) over (order by version) as number from compared)
            """.formatted(SAYS, LINES);

    private final MovementOrders orders;
    private final Reservations reservations;
    private final Movements movements;
    private final Guests guests;
    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final ZoneId zone;

    Manifests(
            MovementOrders orders,
            Reservations reservations,
            Movements movements,
            Guests guests,
            JdbcClient jdbc,
            CurrentOfficer officer,
            Audit audit,
            @Value("${homeward.zone}") ZoneId zone) {
        this.orders = orders;
        this.reservations = reservations;
        this.movements = movements;
        this.guests = guests;
        this.jdbc = jdbc;
        this.officer = officer;
        this.audit = audit;
        this.zone = zone;
    }

    /**
     * The newest version, as far as this officer may know of those on it: a version that says the same of them as the one
     * before does not count.
     *
     * @param sentVersion the version that went out; an older one if another has been written since
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
     * Somebody on it, as they were known when it was written.
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

    /** @param sentAt null: it has not gone out @param differences from the one before; none of the first */
    public record Version(
            int number, Instant writtenAt, @Nullable Instant sentAt, Differences differences) {}

    /**
     * What a version says otherwise than another.
     *
     * @param placedOtherwise who has another place
     * @param notedOtherwise of whom it says something else: another name, another document, another household
     */
    public record Differences(
            List<Party> came, List<Party> went, List<Party> placedOtherwise, List<Party> notedOtherwise) {

        public boolean none() {
            return came.isEmpty() && went.isEmpty() && placedOtherwise.isEmpty() && notedOtherwise.isEmpty();
        }
    }

    /** How many persons of a household it is about. @param caseNumber of guests: who has named them */
    public record Party(String caseNumber, long persons) {}

    /** What there is to take; empty as long as none has gone out. */
    public Optional<Manifest> newest(long movementId) {
        return jdbc.sql(NUMBERED + """
                select max(number) as version, max(written_at) filter (where changed) as written_at,
                       max(number) filter (where sent_at is not null) as sent_version,
                       (array_agg(sent_at order by number desc, version) filter (where sent_at is not null))[1] as sent_at
                from numbered having max(sent_at) is not null""")
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(Manifest.class)
                .optional();
    }

    /** @param writtenVersion the first version, as written, that says this to the border */
    record ForBorder(int writtenVersion, Issue issue) {}

    /**
     * A version that has gone out, as those count and read it who may know of nobody restricted.
     *
     * @param number as they count it; null: the newest
     */
    ForBorder forBorder(Movement movement, @Nullable Integer number) {
        record Gone(int number, int version, OffsetDateTime writtenAt) {}
        Gone gone = jdbc.sql(NUMBERED + """
                select number, min(version) as version, min(written_at) as written_at from numbered
                where cast(:number as integer) is null or number = :number
                group by number having bool_or(sent_at is not null) order by number desc limit 1""")
                .param("number", number)
                .param("movement", movement.id())
                .param("cleared", false)
                .query(Gone.class)
                .single();
        List<Traveller> travellers = new ArrayList<>(travellers(movement, gone.version(), false));
        guests.on(movement.id(), null, gone.version()).forEach(guest -> travellers.add(traveller(guest)));
        return new ForBorder(
                gone.version(),
                new Issue(
                        movement,
                        movement.arrives(),
                        zone,
                        gone.number(),
                        gone.writtenAt().toInstant(),
                        travellers,
                        null));
    }

    /** How many on the newest version are restricted. */
    int restrictedOn(long movementId) {
        return jdbc.sql("""
                select count(*) from manifest_line line join household on household.id = line.household_id
                where movement_id = :movement and restricted and version =
                  (select max(version) from manifest newest where newest.movement_id = :movement)""").param("movement", movementId).query(Integer.class).single();
    }

    /** Whom the manifest that has gone out names as carrier, if it is somebody else by now; blank if it names nobody. */
    public Optional<String> otherCarrier(long movementId) {
        return jdbc.sql("""
                select coalesce(sent.carrier, '') from manifest sent join movement on movement.id = movement_id
                where movement_id = :movement and sent.carrier is distinct from movement.carrier and version =
                  (select max(version) from manifest where movement_id = :movement and sent_at is not null)""").param("movement", movementId).query(String.class).optional();
    }

    /** All versions, the newest first, with what each says otherwise; empty until one has gone out. */
    public List<Version> versions(long movementId) {
        if (newest(movementId).isEmpty()) {
            return List.of();
        }
        Map<Integer, Map<String, Placed>> aboard = written(movementId);
        return jdbc.sql(NUMBERED + """
                select number, min(version) as version, min(written_at) as written_at, min(sent_at) as sent_at
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
                            differences(before, now));
                })
                .list();
    }

    /** What a version written now would say otherwise than the newest; nothing if there is none yet. */
    public Differences unwritten(long movementId) {
        Map<String, Placed> now = aboard(movementId);
        Map.Entry<Integer, Map<String, Placed>> newest = written(movementId).lastEntry();
        return differences(newest == null ? now : newest.getValue(), now);
    }

    /**
     * Writes the next version, which goes out at once; one that has been written and has not gone out goes out as it is if nothing has
     * changed since.
     *
     * @throws Refusal.NotFound if there is no such movement, or its manifest has not gone out
     * @throws Refusal if it would say the same as the newest, or the movement has left or is cancelled
     */
    @Transactional
    public Version writeNext(String code) {
        Movement movement = orders.changeable(code);
        Manifest newest = sent(movement);
        if (unwritten(movement.id()).none() && !newest.changedSince()) {
            throw new Refusal("Nothing has changed since version " + newest.version() + " of the manifest of "
                    + movement.code() + ": there is no next one to write.");
        }
        reservations.writeManifest(movement.id());
        reservations.sendManifest(movement.id());
        orders.sendToBorder(movement);
        return versions(movement.id()).get(0);
    }

    private static Differences differences(Map<String, Placed> before, Map<String, Placed> now) {
        return new Differences(
                parties(now, person -> !before.containsKey(person)),
                parties(before, person -> !now.containsKey(person)),
                parties(now, person -> isOtherwise(Placed::place, before.get(person), now.get(person))),
                parties(now, person -> isOtherwise(Placed::says, before.get(person), now.get(person))));
    }

    private static boolean isOtherwise(
            Function<Placed, @Nullable String> what, @Nullable Placed before, @Nullable Placed now) {
        return before != null && now != null && !Objects.equals(what.apply(before), what.apply(now));
    }

    /** @param says what else stands there of them; null: of guests, of whom nothing changes */
    private record Placed(
            String caseNumber, String place, @Nullable String says) {}

    /** By version as written, none left out, and person or guest. */
    private TreeMap<Integer, Map<String, Placed>> written(long movementId) {
        TreeMap<Integer, Map<String, Placed>> written = new TreeMap<>();
        jdbc.sql("""
                select manifest.version, who, case_number, place, says
                from manifest left join (
                  select line.version, 'person ' || line.person_id as who, line.case_number, line.place, %s as says from %s
                  union all
                  select line.version, 'guest ' || guest.id, kept.taker, guest.place, null
                  from manifest_guest line join guest on guest.id = line.guest_id
                    join kept_places kept on kept.id = guest.kept_places_id
                  where line.movement_id = :movement) aboard on aboard.version = manifest.version
                where movement_id = :movement""".formatted(SAYS, LINES))
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(row -> {
                    Map<String, Placed> version =
                            written.computeIfAbsent(row.getInt("version"), number -> new LinkedHashMap<>());
                    if (row.getString("who") != null) {
                        version.put(row.getString("who"), placed(row));
                    }
                });
        return written;
    }

    /** By person or guest. */
    private Map<String, Placed> aboard(long movementId) {
        Map<String, Placed> aboard = new LinkedHashMap<>();
        jdbc.sql("""
                select 'person ' || line.person_id as who, line.case_number, line.place, %s as says from %s
                union all
                select 'guest ' || guest.id, kept.taker, guest.place, null
                from guest join kept_places kept on kept.id = guest.kept_places_id
                where kept.movement_id = :movement and removed_at is null""".formatted(SAYS, NOW))
                .param("movement", movementId)
                .param("day", LocalDate.ofInstant(movements.get(movementId).departs(), zone))
                .param("cleared", officer.cleared())
                .query(row -> {
                    aboard.put(row.getString("who"), placed(row));
                });
        return aboard;
    }

    private static Placed placed(ResultSet row) throws SQLException {
        return new Placed(row.getString("case_number"), row.getString("place"), row.getString("says"));
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
        Manifest newest = sent(movement);
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
                new ArrayList<>(taker == null ? travellers(movement, written.version(), officer.cleared()) : List.of());
        guests.on(movement.id(), taker, written.version()).forEach(guest -> travellers.add(traveller(guest)));
        if (taker != null && travellers.isEmpty()) {
            throw new Refusal.NotFound("There are no guests of " + taker + " on this movement.");
        }
        audit.recordOf(
                "read", movement.code(), "manifest, version " + wanted + (taker == null ? "" : ", guests of " + taker));
        return new Issue(
                movement, movement.arrives(), zone, wanted, written.at().toInstant(), travellers, taker);
    }

    private Manifest sent(Movement movement) {
        return newest(movement.id())
                .orElseThrow(() -> new Refusal.NotFound("The manifest of this movement has not gone out yet."));
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

    private List<Traveller> travellers(Movement movement, int version, boolean cleared) {
        return jdbc.sql("select * from " + LINES
                        + " where version = :version order by case_number, position, person_id")
                .param("movement", movement.id())
                .param("cleared", cleared)
                .param("version", version)
                .query((row, line) -> traveller(row))
                .list();
    }

    private static Traveller traveller(ResultSet row) throws SQLException {
        String document = row.getString("document_number");
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
                                row.getString("document_kind"),
                                document,
                                row.getObject("document_expires", LocalDate.class),
                                row.getString("document_issued_by")));
    }

    /** Those of some lines that the officer may know of; a person may be of another household by now. */
    private static String known(String lines) {
        return """
                (select line.*, household.case_number from %s line
                   join household on household.id = line.household_id
                   join person on person.id = line.person_id
                   join household now_of on now_of.id = person.household_id
                 where line.movement_id = :movement and (not (household.restricted or now_of.restricted) or :cleared)) line""".formatted(lines);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
