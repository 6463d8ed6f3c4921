package org.homeward.passage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.access.Wording;
import org.homeward.audit.Audit;
import org.homeward.household.Person;
import org.homeward.movement.Movement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who is on a movement by household, who has been counted where, and which scans do not fit. */
@Component
public class RollCall {

    private static final int MOST_CONFLICTS = 100;

    /**
     * Who is not to board, with {@code person} in the query: somebody who is held back and has not left the country yet,
     * or a member of a household that gave its seats back to be vetted anew, until it is cleared; beyond that if it was
     * taken from a movement that has departed.
     */
    static final String NOT_TO_BOARD = """
            (exists (select from concern
                     where concern.person_id = person.id and kind = 'watch-list' and concern.state = 'held back')
             and not exists (
               select from scan
                 join reservation on reservation.person_id = scan.person_id
                   and reservation.movement_id = scan.movement_id and reservation.state = 'held'
               where scan.person_id = person.id and verdict = 'taken'
                 and checkpoint in ('border exit', 'border entry', 'flight boarding'))
             or exists (
               select from itinerary last join household vetted on vetted.id = last.household_id
               where last.household_id = person.household_id and last.end_reason = 'vetted anew'
                 and (vetted.stage <> 'ready' or exists (
                   select from itinerary_leg leg join movement left_on on left_on.id = leg.movement_id
                   where leg.itinerary_id = last.id and left_on.departed_at is not null))
                 and last.id = (select max(id) from itinerary where household_id = person.household_id)))""";

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Audit audit;

    RollCall(JdbcClient jdbc, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.officer = officer;
        this.audit = audit;
    }

    /**
     * A person with a place on the movement.
     *
     * @param counted the checkpoints of this movement at which they have been counted
     * @param refused why they were turned away, if that is undecided: one of {@link Passage#REASONS}
     * @param incident what has happened to them on the way, if that is undecided: one of {@link Incidents#KINDS}
     * @param expectedFrom at which checkpoint they can be counted first, for they were born on the way there, or came
     *     aboard there from another vehicle; null: at all
     * @param notToBoard a manager knows why
     */
    public record Passenger(
            long id,
            String name,
            @Nullable String latinName,
            String place,
            Set<String> counted,
            @Nullable String refused,
            @Nullable String incident,
            @Nullable Checkpoint expectedFrom,
            boolean notToBoard) {

        /** Whether they are to be counted there. */
        public boolean isExpectedAt(Checkpoint checkpoint) {
            return expectedFrom == null || checkpoint.compareTo(expectedFrom) >= 0;
        }

        public boolean at(Checkpoint checkpoint) {
            return counted.contains(checkpoint.word());
        }
    }

    /** A household on the movement, as far as this officer may know of it. */
    public record Party(String caseNumber, List<Passenger> passengers) {

        public boolean allAt(Checkpoint checkpoint) {
            return passengers.stream()
                    .allMatch(passenger -> passenger.at(checkpoint) || !passenger.isExpectedAt(checkpoint));
        }
    }

    /** A scan that contradicts. @param name of the person, if it is one on record */
    public record Conflict(
            Instant at,
            String person,
            @Nullable String name,
            String movement,
            String checkpoint,
            String officer,
            String why) {}

    /** The manifest as it stands, by case number. Reading it is on record. */
    @Transactional
    public List<Party> parties(Movement movement) {
        Map<String, List<Passenger>> parties = new LinkedHashMap<>();
        jdbc.sql("""
                select case_number, person.id, coalesce(name, latin_name) called, latin_name, reservation.place,
                       array(select checkpoint from scan where scan.person_id = person.id
                               and scan.movement_id = reservation.movement_id and verdict = 'taken') counted,
                       (select max(reason) from absence where absence.person_id = person.id
                          and absence.movement_id = reservation.movement_id and kind = 'refused' and decision is null) refused,
                       (select max(kind) from absence where absence.person_id = person.id
                          and absence.movement_id = reservation.movement_id and kind not in ('missing', 'refused')
                          and decision is null) incident,
                       array(select checkpoint from absence where absence.person_id = person.id
                               and (kind = 'born' or kind = 'moved' and absence.movement_id = reservation.movement_id)) came,
                       %s not_to_board
                from reservation
                join person on person.id = person_id
                join household on household.id = person.household_id and (not restricted or :cleared)
                where movement_id = :movement and reservation.state = 'held'
                order by case_number, person.position""".formatted(NOT_TO_BOARD))
                .param("cleared", officer.cleared())
                .param("movement", movement.id())
                .query((ResultSet row) -> {
                    parties.computeIfAbsent(row.getString("case_number"), number -> new ArrayList<>())
                            .add(passenger(row));
                });
        audit.recordOf("read", movement.code(), "roll call");
        return parties.entrySet().stream()
                .map(party -> new Party(party.getKey(), party.getValue()))
                .toList();
    }

    /** @param movement on which the household travels, and is counted; who rides apart has a place on another */
    record Rider(long household, long movement) {}

    /**
     * Somebody who has a place on the movement.
     *
     * @throws Refusal if nobody has, as far as this officer may know
     */
    Rider rider(Movement movement, long personId) {
        return jdbc.sql("""
                select household.id household, coalesce(instead_of, movement_id) movement from person
                join household on household.id = person.household_id and (not restricted or :cleared)
                join reservation on reservation.person_id = person.id and reservation.state = 'held'
                where person.id = :person and movement_id = :movement""")
                .param("cleared", officer.cleared())
                .param("person", personId)
                .param("movement", movement.id())
                .query(Rider.class)
                .optional()
                .orElseThrow(
                        () -> new Refusal("This person is not on the manifest of " + movement.code() + ".", "person"));
    }

    /** What the leader has to know of those on board, by their numbers: {@code child}, and needs as in table person. */
    public Map<Long, List<String>> marks(Movement movement) {
        LocalDate day = LocalDate.ofInstant(movement.departs(), ZoneOffset.UTC);
        Map<Long, List<String>> marks = new HashMap<>();
        jdbc.sql("""
                select person.id, born, relation, needs from reservation
                join person on person.id = person_id
                join household on household.id = person.household_id and (not restricted or :cleared)
                where movement_id = :movement and reservation.state = 'held'""")
                .param("cleared", officer.cleared())
                .param("movement", movement.id())
                .query((ResultSet row) -> {
                    List<String> ofOne = new ArrayList<>();
                    if (Person.minorOn(day, row.getObject("born", LocalDate.class), row.getString("relation"))) {
                        ofOne.add("child");
                    }
                    ofOne.addAll(Arrays.asList((String[]) row.getArray("needs").getArray()));
                    marks.put(row.getLong("id"), ofOne);
                });
        return marks;
    }

    private static Passenger passenger(ResultSet row) throws SQLException {
        return new Passenger(
                row.getLong("id"),
                row.getString("called"),
                row.getString("latin_name"),
                row.getString("place"),
                Set.copyOf(Arrays.asList((String[]) row.getArray("counted").getArray())),
                row.getString("refused"),
                row.getString("incident"),
                Arrays.stream((String[]) row.getArray("came").getArray())
                        .map(word -> Checkpoint.called(word).orElseThrow())
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                row.getBoolean("not_to_board"));
    }

    /** Somebody who was to be on a movement and is not to board it: a manager knows why. */
    public record KeptBack(
            String caseNumber, String name, @Nullable String latinName) {}

    /** Whose household gave its places on this movement back to be vetted anew, and has no others yet. */
    public List<KeptBack> keptBack(Movement movement) {
        return jdbc.sql("""
                select case_number, coalesce(name, latin_name) as name, latin_name
                from reservation
                join person on person.id = person_id and merged_into is null
                join household on household.id = person.household_id and stage <> 'ended' and (not restricted or :cleared)
                where movement_id = :movement and reservation.state = 'given back' and %s
                  and itinerary_id = (select max(id) from itinerary where household_id = person.household_id)
                order by case_number, person.position""".formatted(NOT_TO_BOARD))
                .param("cleared", officer.cleared())
                .param("movement", movement.id())
                .query(KeptBack.class)
                .list();
    }

    /** The latest scans that do not fit: those on this movement, and those whose movement nobody knows. */
    public List<Conflict> conflicts(Movement movement) {
        return jdbc.sql("""
                select at, person_given, coalesce(name, latin_name) called, movement_given, checkpoint, officer, why
                from scan
                left join person on person.id = person_id
                left join household on household.id = household_id
                where (movement_id = :movement or movement_id is null) and verdict = 'conflict' and resolved_at is null
                  and (restricted is null or not restricted or :cleared)
                order by received_at desc, scan.id limit :most""")
                .param("movement", movement.id())
                .param("cleared", officer.cleared())
                .param("most", MOST_CONFLICTS)
                .query((row, number) -> new Conflict(
                        row.getTimestamp("at").toInstant(),
                        row.getString("person_given"),
                        row.getString("called"),
                        row.getString("movement_given"),
                        row.getString("checkpoint"),
                        row.getString("officer"),
                        Wording.of(row.getString("why"))))
                .list();
    }
}
