package org.homeward.passage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.passage.Bearers.Bearer;
import org.homeward.passage.Entry.Circumstances;
import org.homeward.passage.Entry.Member;
import org.homeward.passage.Entry.Place;
import org.homeward.passage.Entry.Vehicle;
import org.homeward.passage.Journeys.Leg;
import org.homeward.passage.ScanRecords.Found;
import org.homeward.passage.ScanRecords.OnRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes the scans of officers, each once. What does not fit is kept as a conflict with its sentence, and an officer is
 * asked about it; a person counted at a later checkpoint first is taken as soon as the earlier count arrives. When all
 * members of a household are through a checkpoint, its process is woken in the same transaction.
 */
@Component
public class Scans {

    private static final Logger log = LoggerFactory.getLogger(Scans.class);
    private static final int TRIES = 5;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Devices devices;
    private final Bearers bearers;
    private final ScanRecords records;
    private final Absences absences;
    private final PassageProcess process;

    Scans(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Clock clock,
            Devices devices,
            Bearers bearers,
            ScanRecords records,
            Absences absences,
            PassageProcess process) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.devices = devices;
        this.bearers = bearers;
        this.records = records;
        this.absences = absences;
        this.process = process;
    }

    /**
     * Takes a batch in whatever order it comes, the scans of each household in a transaction of their own. What fails for one
     * household fails for no other: its scans are left without an answer, to be sent again.
     *
     * @return what became of each, in the order given
     */
    public List<Verdict> take(List<Scan> batch) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<String, Scan> scans = new LinkedHashMap<>();
        batch.forEach(scan -> scans.putIfAbsent(scan.id(), scan));
        Set<String> signedOut = devices.seen(batch, now);
        Found found = records.find(scans);
        Map<String, Verdict> verdicts = new HashMap<>();
        found.byId().forEach((id, known) -> verdicts.put(id, repeated(id, known)));
        List<Scan> fresh = scans.values().stream()
                .filter(scan -> !verdicts.containsKey(scan.id()))
                .toList();
        if (!fresh.isEmpty()) {
            verdicts.putAll(takeFresh(fresh, found.numberUsed(), signedOut, now));
        }
        List<Verdict> answers = answers(batch, scans, verdicts);
        if (answers.stream().anyMatch(answer -> answer.why() != null)) {
            process.lookAtConflicts();
        }
        return answers;
    }

    private Map<String, Verdict> takeFresh(
            List<Scan> fresh, Set<String> numberUsed, Set<String> signedOut, Instant now) {
        Map<Scan, Bearer> whom = bearers.of(fresh);
        Map<String, Vehicle> vehicles = vehicles(fresh);
        List<Entry> ofNobody = new ArrayList<>();
        Map<Long, List<Entry>> ofHousehold = new TreeMap<>();
        for (Scan scan : fresh) {
            Bearer bearer = Objects.requireNonNull(whom.get(scan));
            Member member = bearer.member();
            Circumstances circumstances = new Circumstances(
                    now,
                    bearer.partySize(),
                    bearer.partySize() > 1 ? bearer.household() : null,
                    numberUsed.contains(scan.id()),
                    scan.device() != null && signedOut.contains(scan.device()),
                    false);
            Entry entry = new Entry(scan, member, vehicles.get(scan.movement()), circumstances, null);
            (member == null ? ofNobody : ofHousehold.computeIfAbsent(member.household(), id -> new ArrayList<>()))
                    .add(entry);
        }
        Map<String, Verdict> verdicts = new HashMap<>();
        if (!ofNobody.isEmpty()) {
            verdicts.putAll(untilTaken(ofNobody, this::takeOfNobody));
        }
        ofHousehold.forEach((household, entries) -> verdicts.putAll(takeIfPossible(household, entries)));
        return verdicts;
    }

    private Map<String, Verdict> takeOfNobody(List<Entry> entries) {
        new Journeys(Set.of(), List.of(), Set.of(), Set.of(), Set.of()).weigh(entries);
        records.add(entries);
        return entries.stream().collect(Collectors.toMap(entry -> entry.scan().id(), Entry::verdict));
    }

    private Map<String, Verdict> takeIfPossible(long household, List<Entry> entries) {
        try {
            return takeTogether(household, entries);
        } catch (RuntimeException e) {
            // Without its message: that may say whom the scans are about.
            log.error(
                    "Scans of household {} could not be taken, and will be sent again: {}, by {}",
                    household,
                    e.getClass().getName(),
                    NestedExceptionUtils.getMostSpecificCause(e).getClass().getName());
            return Map.of();
        }
    }

    /** What came twice in one batch is known the second time, unless it says something else. */
    private static List<Verdict> answers(List<Scan> batch, Map<String, Scan> first, Map<String, Verdict> verdicts) {
        List<Verdict> answers = new ArrayList<>();
        for (Scan scan : batch) {
            Verdict verdict = verdicts.get(scan.id());
            if (verdict == null) {
                continue;
            }
            answers.add(scan.countsAs(Objects.requireNonNull(first.get(scan.id()))) ? verdict : idTaken(scan.id()));
            if (verdict.result().equals("taken")) {
                verdicts.put(scan.id(), Verdict.known(scan.id()));
            }
        }
        return answers;
    }

    /** A scan sent again is known; a conflict is told again until it fits or an officer has decided on it. */
    private static Verdict repeated(String id, OnRecord known) {
        if (known.countsAnother()) {
            return idTaken(id);
        }
        return known.result().equals("conflict") && !known.settled()
                ? Verdict.conflict(id, String.valueOf(known.why()))
                : Verdict.known(id);
    }

    private static Verdict idTaken(String id) {
        return Verdict.conflict(
                id, "Another scan came with this id before. Send this one again with an id of its own.");
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

    static Vehicle vehicle(ResultSet row) throws SQLException {
        return new Vehicle(
                row.getLong("movement_id"),
                row.getString("code"),
                row.getString("kind"),
                row.getBoolean("cancelled"),
                row.getTimestamp("planned_at").toInstant());
    }

    private Map<String, Verdict> takeTogether(long household, List<Entry> entries) {
        return untilTaken(
                entries, fresh -> Objects.requireNonNull(transaction.execute(status -> takeLocked(household, fresh))));
    }

    /** Tries again when somebody else was at it at the same moment; what came on another way meanwhile is on record. */
    private Map<String, Verdict> untilTaken(List<Entry> entries, Function<List<Entry>, Map<String, Verdict>> take) {
        Map<String, Verdict> verdicts = new HashMap<>();
        for (int attempt = 1; ; attempt++) {
            List<Entry> fresh = entries.stream()
                    .filter(entry -> !verdicts.containsKey(entry.scan().id()))
                    .toList();
            try {
                verdicts.putAll(take.apply(fresh));
                return verdicts;
            } catch (ConcurrencyFailureException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
            Map<String, Scan> scans = fresh.stream().map(Entry::scan).collect(Collectors.toMap(Scan::id, scan -> scan));
            records.find(scans).byId().forEach((id, known) -> verdicts.put(id, repeated(id, known)));
        }
    }

    private Map<String, Verdict> takeLocked(long household, List<Entry> fresh) {
        String caseNumber = lock(household);
        List<Entry> onRecord = records.of(household);
        Map<String, Verdict> answers = new HashMap<>();
        Set<Place> before =
                onRecord.stream().filter(Entry::wasTaken).map(Entry::place).collect(Collectors.toSet());
        weigh(household, caseNumber, onRecord, fresh);
        fresh.forEach(entry -> answers.put(entry.scan().id(), answer(entry, before)));
        return answers;
    }

    /** Weighs all scans of a household anew, as its seats or what officers say of scans have changed. It must be locked. */
    void weighAnew(long household, String caseNumber) {
        weigh(household, caseNumber, records.of(household), List.of());
    }

    /** Nobody else counts the household until this transaction has ended. @return its case number */
    String lock(long household) {
        return jdbc.sql("select case_number from household where id = :id for update")
                .param("id", household)
                .query(String.class)
                .single();
    }

    private void weigh(long household, String caseNumber, List<Entry> onRecord, List<Entry> fresh) {
        boolean conflicted = onRecord.stream().anyMatch(Entry::isConflict);
        Journeys journeys = journeys(household);
        List<Entry> all = new ArrayList<>(onRecord);
        all.addAll(fresh);
        journeys.weigh(all);
        List<Entry> fromBefore = fromBeforeTheyWereMoved(household, all, journeys);
        records.correct(onRecord);
        records.add(fresh);
        if (fromBefore.stream().anyMatch(fresh::contains)) {
            fromBefore.forEach(entry -> absences.noteCountedBefore(entry.place(), entry.countedAt()));
            weighAnew(household, caseNumber);
            process.checkpointPassed(caseNumber);
        }
        if (journeys.completesACheckpoint(() -> absences.leftThere(household))) {
            process.checkpointPassed(caseNumber);
        }
        if (conflicted && all.stream().noneMatch(Entry::isConflict) && !records.hasConflicts(household)) {
            process.conflictsSettled(caseNumber);
        }
    }

    /** What was scanned on a vehicle that they were moved off since is no conflict, however late it arrives: it is kept. */
    private List<Entry> fromBeforeTheyWereMoved(long household, List<Entry> all, Journeys journeys) {
        List<Entry> conflicts = all.stream()
                .filter(entry -> entry.isConflict() && entry.vehicle() != null)
                .filter(entry -> entry.member() != null
                        && !journeys.isNotToBoard(entry.member().person()))
                .toList();
        if (conflicts.isEmpty()) {
            return List.of();
        }
        Set<Place> movedOff = absences.movedOff(household);
        List<Entry> fromBefore = conflicts.stream()
                .filter(entry -> movedOff.contains(entry.place()))
                .toList();
        fromBefore.forEach(Entry::known);
        return fromBefore;
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
        Set<Long> gaveBack = new LinkedHashSet<>();
        AtomicBoolean absent = new AtomicBoolean();
        List<Leg> legs = new ArrayList<>();
        jdbc.sql("""
                select person.id person, itinerary.id itinerary, movement.id movement, movement.code,
                       movement.kind, %s not_to_board,
                       exists (select from absence where absence.person_id = person.id) absent,
                       array(select gone.movement_id from reservation gone
                             where gone.person_id = person.id and gone.state = 'given back') gave_back
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
                    absent.compareAndSet(false, row.getBoolean("absent"));
                    gaveBack.addAll(List.of((Long[]) row.getArray("gave_back").getArray()));
                    if (row.getBoolean("not_to_board")) {
                        notToBoard.add(row.getLong("person"));
                    }
                    if (row.getString("kind") != null) {
                        legs.add(new Leg(
                                row.getLong("person"),
                                row.getLong("itinerary"),
                                row.getLong("movement"),
                                row.getString("code"),
                                row.getString("kind")));
                    }
                });
        Set<Place> cameLater = absent.get() ? absences.cameLater(household) : Set.of();
        return new Journeys(members, legs, notToBoard, cameLater, gaveBack);
    }
}
