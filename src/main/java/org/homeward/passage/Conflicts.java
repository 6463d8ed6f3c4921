package org.homeward.passage;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.access.Wording;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Scans that do not fit, as work for officers: one task at a time for each household, and for those of nobody known one for
 * each movement. Whatever is decided, the scans are kept.
 */
@Component
public class Conflicts {

    /** What may be decided on scans that do not fit, as codes. */
    public static final List<String> DECISIONS = List.of("mistake", "counts", "other movement");

    /** What tasks are about when neither person nor movement is known. */
    public static final String OF_NOTHING_KNOWN = "SCANS";

    /** Tasks that begin in one transaction at most. */
    static final int BATCH = 20;

    private static final int MOST_SHOWN = 500;

    private static final String NOT_ASKED = """
            not exists (select from act_ru_execution process
                          join act_re_procdef model on model.id_ = process.proc_def_id_ and model.key_ = 'conflicting-scans'
                        where process.business_key_ = %s)""";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Scans scans;
    private final ScanRecords records;
    private final PassageProcess process;
    private final Audit audit;

    Conflicts(
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Scans scans,
            ScanRecords records,
            PassageProcess process,
            Audit audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.scans = scans;
        this.records = records;
        this.process = process;
        this.audit = audit;
    }

    /**
     * A scan that does not fit.
     *
     * @param id the client's own
     * @param caseNumber null: nobody we know
     * @param name of the person; null: nobody we know, or whoever of the household has its pass
     * @param rollCall the movement on whose roll call the members of the household, whose pass it is, can be counted
     * @param at as sent; {@code countedAt}: by our clock
     */
    public record Conflict(
            String id,
            @Nullable String caseNumber,
            @Nullable String name,
            @Nullable String rollCall,
            String person,
            String movement,
            String checkpoint,
            Instant at,
            Instant countedAt,
            String officer,
            @Nullable String device,
            boolean fromSignedOut,
            String why) {}

    /**
     * Those that nobody has decided on, as far as this officer may know of them, the latest first; reading them is on record.
     *
     * @param caseNumber of this household only; null: of all
     * @param movement of this movement only; null: of all
     */
    @Transactional
    public List<Conflict> open(@Nullable String caseNumber, @Nullable String movement) {
        audit.recordOf("read", "conflicting scans", null);
        return jdbc.sql("""
                select scan.id, case_number, coalesce(name, latin_name) called, person_given, movement_given, checkpoint, at,
                       counted_at, officer, device, from_signed_out, why,
                       case when pass_of is not null then code end roll_call
                from scan
                left join movement on movement.id = movement_id
                left join person on person.id = person_id
                left join household on household.id = coalesce(household_id, pass_of)
                where verdict = 'conflict' and resolved_at is null and (restricted is null or not restricted or :cleared)
                  and (cast(:case as text) is null or case_number = :case)
                  and (cast(:movement as text) is null or upper(movement_given) = upper(:movement))
                order by received_at desc, scan.id limit :most""")
                .param("cleared", officer.cleared())
                .param("case", PlainText.orNull(caseNumber))
                .param("movement", PlainText.orNull(movement))
                .param("most", MOST_SHOWN)
                .query((row, number) -> new Conflict(
                        row.getString("id"),
                        row.getString("case_number"),
                        row.getString("called"),
                        row.getString("roll_call"),
                        row.getString("person_given"),
                        row.getString("movement_given"),
                        row.getString("checkpoint"),
                        row.getTimestamp("at").toInstant(),
                        row.getTimestamp("counted_at").toInstant(),
                        row.getString("officer"),
                        row.getString("device"),
                        row.getBoolean("from_signed_out"),
                        Wording.of(row.getString("why"))))
                .list();
    }

    private record Concerned(long id, String caseNumber, boolean restricted) {}

    private record Vehicle(@Nullable Long id, String key) {}

    /** Asks about those of whom nobody is asked yet, a batch in this transaction. @return whether there are more */
    boolean ask() {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('conflicting scans'))")
                .query((row, number) -> 0)
                .list();
        List<Long> households = unasked(null).stream().map(Concerned::id).toList();
        // What has settled by the time that nobody can count them any more is not asked about.
        jdbc.sql("select id from household where id = any(:ids) order by id for update")
                .param("ids", households.toArray(Long[]::new))
                .query(Long.class)
                .list();
        Instant now = clock.instant();
        unasked(households).forEach(one -> process.askAbout(one.id(), one.caseNumber(), one.restricted(), now));
        List<Vehicle> vehicles = unaskedVehicles();
        vehicles.forEach(one -> process.askAboutNobody(one.id(), one.key(), now));
        return households.size() == BATCH || vehicles.size() == BATCH;
    }

    private List<Concerned> unasked(@Nullable Collection<Long> among) {
        return jdbc.sql("""
                select id, case_number, restricted from household
                where (cast(:among as bigint[]) is null or id = any(:among))
                  and id in (select coalesce(household_id, pass_of) from scan left join person on person.id = person_id
                             where verdict = 'conflict' and resolved_at is null)
                  and %s
                order by id limit :batch""".formatted(NOT_ASKED.formatted("case_number")))
                .param("among", among == null ? null : among.toArray(Long[]::new))
                .param("batch", BATCH)
                .query(Concerned.class)
                .list();
    }

    private List<Vehicle> unaskedVehicles() {
        return jdbc.sql("""
                select id, key from (
                  select distinct movement.id, coalesce(code, :nothing) key from scan left join movement on movement.id = movement_id
                  where person_id is null and pass_of is null and verdict = 'conflict' and resolved_at is null) about
                where %s order by key limit :batch""".formatted(NOT_ASKED.formatted("key")))
                .param("nothing", OF_NOTHING_KNOWN)
                .param("batch", BATCH)
                .query(Vehicle.class)
                .list();
    }

    /**
     * Decides on all scans of a household that had come when officers were asked; about later ones they are asked anew.
     *
     * @throws Refusal if the decision does not fit them
     */
    void resolve(long householdId, @Nullable String decision) {
        String caseNumber = scans.lock(householdId);
        decide(householdId, caseNumber, openOf(householdId, askedAt(caseNumber)), decision);
        if (records.hasConflicts(householdId)) {
            process.lookAtConflicts();
        }
    }

    private List<String> openOf(long householdId, Instant until) {
        return jdbc.sql("""
                select id from scan
                where (person_id in (select id from person where household_id = :household) or pass_of = :household)
                  and verdict = 'conflict' and resolved_at is null and received_at <= :until""")
                .param("household", householdId)
                .param("until", until.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list();
    }

    /**
     * Decides on all scans of nobody known on a movement, or on none, that had come when officers were asked; about later ones
     * they are asked anew.
     *
     * @throws Refusal if the decision does not fit them
     */
    void resolveOfNobody(@Nullable Long movementId, @Nullable String decision) {
        String key = movementId == null
                ? OF_NOTHING_KNOWN
                : jdbc.sql("select code from movement where id = :id")
                        .param("id", movementId)
                        .query(String.class)
                        .single();
        List<String> came = jdbc.sql("""
                select id from scan
                where person_id is null and pass_of is null and movement_id is not distinct from :movement
                  and verdict = 'conflict' and resolved_at is null and received_at <= :until""")
                .param("movement", movementId)
                .param("until", askedAt(key).atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list();
        decideOfNobody(came, decision);
        if (hasConflictsOfNobody(movementId)) {
            process.lookAtConflicts();
        }
    }

    private Instant askedAt(String key) {
        return process.askedAt(key).orElseGet(clock::instant);
    }

    /**
     * Decides on some scans, wherever they belong; tasks about them go when nothing is left to decide.
     *
     * @param chosen ids of scans that this officer may know of; others, and those that have settled, are left as they are
     * @throws Refusal if nothing is chosen, or the decision does not fit the scans
     */
    @Transactional
    public void resolve(Collection<String> chosen, @Nullable String decision) {
        List<String> ids = chosen.stream().map(id -> id.replace("\0", "")).toList();
        if (ids.isEmpty()) {
            throw new Refusal("Choose the scans that you decide on.", "scan");
        }
        jdbc.sql("""
                select household.id, array_agg(scan.id) scans
                from scan
                left join person on person.id = person_id
                join household on household.id = coalesce(household_id, pass_of) and (not restricted or :cleared)
                where scan.id = any(:ids) and verdict = 'conflict' and resolved_at is null
                group by household.id order by household.id""")
                .param("cleared", officer.cleared())
                .param("ids", ids.toArray(String[]::new))
                .query((row, number) -> Map.entry(row.getLong("id"), List.of((String[])
                        row.getArray("scans").getArray())))
                .list()
                .forEach(some -> resolveSome(some.getKey(), some.getValue(), decision));
        List<Vehicle> vehicles = jdbc.sql("""
                select distinct movement.id, coalesce(code, :nothing) key from scan left join movement on movement.id = movement_id
                where scan.id = any(:ids) and person_id is null and pass_of is null and verdict = 'conflict' and resolved_at is null""")
                .param("nothing", OF_NOTHING_KNOWN)
                .param("ids", ids.toArray(String[]::new))
                .query(Vehicle.class)
                .list();
        List<String> ofNobody = jdbc.sql("""
                select id from scan where id = any(:ids) and person_id is null and pass_of is null
                  and verdict = 'conflict' and resolved_at is null""")
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list();
        if (!ofNobody.isEmpty()) {
            decideOfNobody(ofNobody, decision);
            vehicles.stream()
                    .filter(one -> !hasConflictsOfNobody(one.id()))
                    .forEach(one -> process.conflictsSettled(one.key()));
        }
    }

    private void resolveSome(long household, List<String> ids, @Nullable String decision) {
        String caseNumber = scans.lock(household);
        List<String> stillOpen = openOf(household, clock.instant()).stream()
                .filter(ids::contains)
                .toList();
        decide(household, caseNumber, stillOpen, decision);
        if (!records.hasConflicts(household)) {
            process.conflictsSettled(caseNumber);
        }
    }

    private void decide(long household, String caseNumber, List<String> ids, @Nullable String decision) {
        if (decision == null || !DECISIONS.contains(decision)) {
            throw new Refusal("Say what is to be done about these scans.", "scansDecision");
        }
        if (ids.isEmpty()) {
            return; // they have settled in the meantime
        }
        mark(ids, decision);
        scans.weighAnew(household, caseNumber);
        if (!decision.equals("mistake")) {
            requireToFit(ids, decision);
        }
        audit.record("scans resolved", household, decision + ": " + ids.size());
    }

    private void decideOfNobody(List<String> ids, @Nullable String decision) {
        if (!"mistake".equals(decision)) {
            throw new Refusal(
                    "Nobody is known by these scans. Count who was there by name on the roll call, and say here that these"
                            + " were mistakes.",
                    "scansDecision");
        }
        mark(ids, "mistake");
        audit.recordOf("scans resolved", "scans", decision + ": " + ids.size());
    }

    private void mark(List<String> ids, String decision) {
        jdbc.sql("""
                update scan set resolution = :decision, resolved_at = :now, resolved_by = :officer where id = any(:ids)""")
                .param("decision", decision)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    private void requireToFit(List<String> ids, String decision) {
        List<String> whys = jdbc.sql("""
                select distinct why from scan where id = any(:ids) and verdict = 'conflict' order by why""")
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list();
        if (whys.isEmpty()) {
            return;
        }
        if (decision.equals("counts")) {
            throw new Refusal("Not all of these scans can count: " + whys.get(0), "scansDecision");
        }
        throw new Refusal(
                "They have no place on that movement, or there is more that does not fit. Have transport give them one there"
                        + " first, or choose another way.",
                "scansDecision");
    }

    private boolean hasConflictsOfNobody(@Nullable Long movementId) {
        return jdbc.sql("""
                select exists (select from scan
                               where person_id is null and pass_of is null
                                 and movement_id is not distinct from :movement and verdict = 'conflict' and resolved_at is null)""").param("movement", movementId).query(Boolean.class).single();
    }
}
