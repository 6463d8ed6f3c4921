package org.homeward.passage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.passage.Entry.Member;
import org.homeward.passage.Entry.Place;
import org.homeward.passage.Entry.Vehicle;
import org.homeward.passage.Journeys.Leg;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes the scans of officers, each once. What does not fit is kept as a conflict with its sentence; a person counted
 * at a later checkpoint first is taken as soon as the earlier count arrives. When all members of a household are through
 * a checkpoint, its process is woken in the same transaction.
 */
@Component
public class Scans {

    private static final int TRIES = 5;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Absences absences;
    private final PassageProcess process;

    Scans(
            JdbcClient jdbc,
            NamedParameterJdbcTemplate batches,
            TransactionTemplate transaction,
            Clock clock,
            CurrentOfficer officer,
            Absences absences,
            PassageProcess process) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = transaction;
        this.clock = clock;
        this.officer = officer;
        this.absences = absences;
        this.process = process;
    }

    /**
     * Takes a batch in whatever order it comes, the scans of each household in a transaction of their own.
     *
     * @return what became of each, in the order given
     */
    public List<Verdict> take(List<Scan> batch) {
        Map<String, Scan> scans = new LinkedHashMap<>();
        batch.forEach(scan -> scans.putIfAbsent(scan.id(), scan));
        Map<String, Verdict> verdicts = alreadyOnRecord(scans);
        List<Scan> fresh = scans.values().stream()
                .filter(scan -> !verdicts.containsKey(scan.id()))
                .toList();
        Map<Long, Member> members = members(fresh);
        Map<String, Vehicle> vehicles = vehicles(fresh);

        Instant now = clock.instant();

        List<Entry> ofNobody = new ArrayList<>();
        Map<Long, List<Entry>> ofHousehold = new TreeMap<>();
        for (Scan scan : fresh) {
            Member member = members.get(number(scan));
            Entry entry = new Entry(scan, member, vehicles.get(scan.movement()), now, null);
            (member == null ? ofNobody : ofHousehold.computeIfAbsent(member.household(), id -> new ArrayList<>()))
                    .add(entry);
        }
        new Journeys(Set.of(), List.of(), Set.of(), Set.of()).weigh(ofNobody);
        write(ofNobody);
        ofNobody.forEach(entry -> verdicts.put(entry.scan().id(), entry.verdict()));
        ofHousehold.forEach((household, entries) -> verdicts.putAll(takeTogether(household, entries)));
        return answers(batch, scans, verdicts);
    }

    /** What came twice in one batch is known the second time, unless it says something else. */
    private static List<Verdict> answers(List<Scan> batch, Map<String, Scan> first, Map<String, Verdict> verdicts) {
        List<Verdict> answers = new ArrayList<>();
        for (Scan scan : batch) {
            Verdict verdict = Objects.requireNonNull(verdicts.get(scan.id()));
            answers.add(scan.countsAs(Objects.requireNonNull(first.get(scan.id()))) ? verdict : idTaken(scan));
            if (verdict.result().equals("taken")) {
                verdicts.put(scan.id(), Verdict.known(scan.id()));
            }
        }
        return answers;
    }

    /** A scan sent again is known; a conflict is told again until it fits, so that nobody overlooks it. */
    private Map<String, Verdict> alreadyOnRecord(Map<String, Scan> scans) {
        Map<String, Verdict> verdicts = new HashMap<>();
        jdbc.sql("select id, person_given, movement_given, checkpoint, verdict, why from scan where id = any(:ids)")
                .param("ids", scans.keySet().toArray(String[]::new))
                .query((ResultSet row) -> {
                    Scan scan = Objects.requireNonNull(scans.get(row.getString("id")));
                    verdicts.put(scan.id(), repeated(scan, row));
                });
        return verdicts;
    }

    private static Verdict repeated(Scan scan, ResultSet row) throws SQLException {
        if (!scan.person().equals(row.getString("person_given"))
                || !scan.movement().equalsIgnoreCase(row.getString("movement_given"))
                || !scan.checkpoint().word().equals(row.getString("checkpoint"))) {
            return idTaken(scan);
        }
        return row.getString("verdict").equals("conflict")
                ? Verdict.conflict(scan.id(), row.getString("why"))
                : Verdict.known(scan.id());
    }

    private static Verdict idTaken(Scan scan) {
        return Verdict.conflict(
                scan.id(), "Another scan came with this id before. Send this one again with an id of its own.");
    }

    /** Whom the numbers mean. A member of a restricted household is nobody to an officer who is not cleared. */
    private Map<Long, Member> members(List<Scan> scans) {
        Map<Long, Member> members = new HashMap<>();
        jdbc.sql("""
                select given.id given, person.id, person.household_id
                from person given
                join person on person.id = coalesce(given.merged_into, given.id)
                join household on household.id = person.household_id and (not restricted or :cleared)
                where given.id = any(:numbers)""")
                .param("cleared", officer.cleared())
                .param("numbers", scans.stream().map(Scans::number).distinct().toArray(Long[]::new))
                .query((ResultSet row) -> {
                    members.put(row.getLong("given"), new Member(row.getLong("id"), row.getLong("household_id")));
                });
        return members;
    }

    /** The person's number; −1, which nobody has, if it is none. */
    private static long number(Scan scan) {
        return scan.person().matches("\\d{1,18}") ? Long.parseLong(scan.person()) : -1;
    }

    /** By the codes as sent, in whatever capitals. */
    private Map<String, Vehicle> vehicles(List<Scan> scans) {
        Map<String, Vehicle> vehicles = new HashMap<>();
        jdbc.sql("""
                select given, id movement_id, code, kind, state = 'cancelled' cancelled, planned_at
                from unnest(:codes) given join movement on upper(code) = upper(given)""")
                .param("codes", scans.stream().map(Scan::movement).distinct().toArray(String[]::new))
                .query((ResultSet row) -> {
                    vehicles.put(row.getString("given"), vehicle(row));
                });
        return vehicles;
    }

    private static Vehicle vehicle(ResultSet row) throws SQLException {
        return new Vehicle(
                row.getLong("movement_id"),
                row.getString("code"),
                row.getString("kind"),
                row.getBoolean("cancelled"),
                row.getTimestamp("planned_at").toInstant());
    }

    /** Weighs all scans of a household once more: what it holds, or what is known of it, has changed. */
    void weighAnew(long household) {
        takeTogether(household, List.of());
    }

    private Map<String, Verdict> takeTogether(long household, List<Entry> entries) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> takeLocked(household, entries)));
            } catch (ConcurrencyFailureException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Map<String, Verdict> takeLocked(long household, List<Entry> entries) {
        String caseNumber = jdbc.sql("select case_number from household where id = :id for update")
                .param("id", household)
                .query(String.class)
                .single();
        Journeys journeys = journeys(household);
        List<Entry> onRecord = onRecord(household);
        Set<Place> before =
                onRecord.stream().filter(Entry::wasTaken).map(Entry::place).collect(Collectors.toSet());
        List<Entry> all = new ArrayList<>(onRecord);
        all.addAll(entries);
        journeys.weigh(all);
        correct(onRecord);
        write(entries);
        if (journeys.completesACheckpoint(absences.leftThere(household))) {
            process.checkpointPassed(caseNumber);
        }
        return entries.stream().collect(Collectors.toMap(entry -> entry.scan().id(), entry -> answer(entry, before)));
    }

    /** An earlier scan of somebody who has been counted already corrects the time, but is no news. */
    private static Verdict answer(Entry entry, Set<Place> before) {
        Verdict verdict = entry.verdict();
        return verdict.result().equals("taken") && before.contains(entry.place())
                ? Verdict.known(verdict.id())
                : verdict;
    }

    private Journeys journeys(long household) {
        Set<Long> members = new LinkedHashSet<>();
        Set<Long> notToBoard = new LinkedHashSet<>();
        List<Leg> legs = new ArrayList<>();
        jdbc.sql("""
                select person.id person, itinerary.id itinerary, movement.id movement, movement.kind,
                       %s not_to_board
                from person
                left join (reservation
                           join itinerary on itinerary.id = reservation.itinerary_id and itinerary.state <> 'given back'
                           join itinerary_leg leg on leg.itinerary_id = reservation.itinerary_id
                             and leg.movement_id = coalesce(reservation.instead_of, reservation.movement_id)
                           join movement on movement.id = reservation.movement_id)
                  on person_id = person.id and reservation.state = 'held'
                where person.household_id = :household and person.merged_into is null
                order by person.id, itinerary.id, leg.position""".formatted(RollCall.NOT_TO_BOARD))
                .param("household", household)
                .query((ResultSet row) -> {
                    members.add(row.getLong("person"));
                    if (row.getBoolean("not_to_board")) {
                        notToBoard.add(row.getLong("person"));
                    }
                    if (row.getString("kind") != null) {
                        legs.add(new Leg(
                                row.getLong("person"),
                                row.getLong("itinerary"),
                                row.getLong("movement"),
                                row.getString("kind")));
                    }
                });
        return new Journeys(members, legs, notToBoard, absences.cameLater(household));
    }

    private List<Entry> onRecord(long household) {
        return jdbc.sql("""
                select scan.id, person_id, person_given, movement_id, code, kind, state = 'cancelled' cancelled, planned_at,
                       checkpoint, at, received_at, verdict, why
                from person
                join scan on person_id = person.id
                join movement on movement.id = movement_id
                where household_id = :household""")
                .param("household", household)
                .query((row, number) -> new Entry(
                        new Scan(
                                row.getString("id"),
                                row.getString("person_given"),
                                row.getString("code"),
                                Checkpoint.called(row.getString("checkpoint")).orElseThrow(),
                                row.getTimestamp("at").toInstant()),
                        new Member(row.getLong("person_id"), household),
                        vehicle(row),
                        row.getTimestamp("received_at").toInstant(),
                        new Verdict(row.getString("id"), row.getString("verdict"), row.getString("why"))))
                .list();
    }

    private void write(List<Entry> entries) {
        batches.batchUpdate("""
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict, why)
                values (:id, :person, :personGiven, :movement, :movementGiven, :checkpoint, :at, :received, :officer,
                        :verdict, :why)
                on conflict (id) do nothing""", entries.stream().map(this::row).toArray(SqlParameterSource[]::new));
    }

    private SqlParameterSource row(Entry entry) {
        Scan scan = entry.scan();
        Member member = entry.member();
        Vehicle vehicle = entry.vehicle();
        return new MapSqlParameterSource("id", scan.id())
                .addValue("person", member == null ? null : member.person(), Types.BIGINT)
                .addValue("personGiven", scan.person())
                .addValue("movement", vehicle == null ? null : vehicle.id(), Types.BIGINT)
                .addValue("movementGiven", scan.movement())
                .addValue("checkpoint", scan.checkpoint().word())
                .addValue("at", scan.at().atOffset(ZoneOffset.UTC))
                .addValue("received", entry.received().atOffset(ZoneOffset.UTC))
                .addValue("officer", officer.name())
                .addValue("verdict", entry.verdict().result())
                .addValue("why", entry.verdict().why(), Types.VARCHAR);
    }

    /** First what no longer counts, then what does instead: one scan at a place is taken, never two. */
    private void correct(List<Entry> onRecord) {
        SqlParameterSource[] changed = onRecord.stream()
                .filter(Entry::hasChanged)
                .sorted(Comparator.comparing(entry -> !entry.wasTaken()))
                .map(entry -> new MapSqlParameterSource("id", entry.scan().id())
                        .addValue("verdict", entry.verdict().result())
                        .addValue("why", entry.verdict().why(), Types.VARCHAR))
                .toArray(SqlParameterSource[]::new);
        if (changed.length > 0) {
            batches.batchUpdate("update scan set verdict = :verdict, why = :why where id = :id", changed);
        }
    }
}
