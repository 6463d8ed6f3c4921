package org.homeward.planning;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * To whom on an advance list the border objects. Each is decided about before the doors are closed. Who does not travel is not
 * counted aboard, or the doors stay open: at the cut-off the household's own process asks what its family does. A restricted household makes no task:
 * a cleared officer decides on the page.
 */
@Component
public class Objections {

    /** Why the border objects: codes. */
    public static final List<String> REASONS = List.of("papers", "permission", "watch-list", "visa", "other");

    /** What can be decided. */
    public static final List<String> DECISIONS = List.of("clearedUp", "doesNotTravel");

    private final MovementOrders orders;
    private final Movements movements;
    private final BoardedLists boarded;
    private final PlanningProcess process;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Objections(
            MovementOrders orders,
            Movements movements,
            BoardedLists boarded,
            PlanningProcess process,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit) {
        this.orders = orders;
        this.movements = movements;
        this.boarded = boarded;
        this.process = process;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** @param decision null: it is open */
    public record Objection(
            long id,
            long personId,
            String caseNumber,
            @Nullable String name,
            @Nullable String latinName,
            String reason,
            @Nullable String reference,
            OffsetDateTime objectedAt,
            String notedBy,
            @Nullable String decision,
            @Nullable OffsetDateTime decidedAt,
            @Nullable String decidedBy) {

        public boolean open() {
            return decision == null;
        }
    }

    /** Against people of whom the officer may know, the open ones first. */
    public List<Objection> on(long movementId) {
        return jdbc.sql("""
                select objection.id, person_id, case_number, name, latin_name, reason, reference, objected_at, noted_by,
                       decision, decided_at, decided_by
                from border_objection objection join household on household.id = objection.household_id
                  join person on person.id = person_id
                where movement_id = :movement and (not restricted or :cleared)
                order by decision is not null, objected_at, objection.id""")
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(Objection.class)
                .list();
    }

    /** How many are open, but for those against restricted people: a task must not tell of them. */
    int open(long movementId) {
        return jdbc.sql("""
                select count(*) from border_objection objection join household on household.id = objection.household_id
                where movement_id = :movement and decision is null and not restricted""").param("movement", movementId).query(Integer.class).single();
    }

    /** How many are counted aboard though it was decided last that they do not travel; a task tells of nobody restricted. */
    int aboardThough(long movementId) {
        return jdbc.sql("""
                select count(distinct person.id) from border_objection objection
                  join person on person.id = objection.person_id
                  join household on household.id = person.household_id and not restricted
                  join scan on scan.person_id = person.id and scan.movement_id = objection.movement_id
                    and verdict = 'taken' and checkpoint in ('convoy boarding', 'flight boarding')
                where objection.movement_id = :movement and objection.decision = 'doesNotTravel'
                  and not exists (select from border_objection newer where newer.movement_id = objection.movement_id
                                    and newer.person_id = objection.person_id and newer.id > objection.id)
                  and %s""".formatted(BoardedLists.STILL_ABOARD))
                .param("movement", movementId)
                .query(Integer.class)
                .single();
    }

    /** Whether somebody has to settle them before the doors are closed. */
    boolean mustBeSettled(Movement movement) {
        return open(movement.id()) > 0 || process.settlesObjections(movement.code());
    }

    /**
     * Notes that the border objects to somebody on the manifest; unless a task for it waits already, one does from now on.
     *
     * @param at when it was said; null: now
     * @throws Refusal if the movement has left or its doors are closed, its process began before there were such tasks, the person
     *     is not on its manifest, or there is an open objection to the person
     */
    @Transactional
    public void note(
            String code, @Nullable Long personId, String reason, @Nullable Instant at, String writtenReference) {
        Movement movement = orders.changeable(code);
        if (boarded.isClosed(movement.id())) {
            throw new Refusal("The doors of " + movement.code()
                    + " are closed: whom the border turns away is noted at the roll call.");
        }
        if (!REASONS.contains(reason)) {
            throw new Refusal("Choose why the border objects.", "reason");
        }
        Instant now = clock.instant();
        if (at != null && at.isAfter(now)) {
            throw new Refusal("The border cannot have objected in the future.", "at");
        }
        Listed listed = listed(movement, personId);
        boolean noted = jdbc.sql("""
                insert into border_objection (movement_id, person_id, household_id, reason, reference, objected_at, noted_at, noted_by)
                values (:movement, :person, :household, :reason, :reference, :at, :now, :officer) on conflict do nothing""")
                        .param("movement", movement.id())
                        .param("person", personId)
                        .param("household", listed.householdId())
                        .param("reason", reason)
                        .param("reference", AdvanceLists.reference(writtenReference), Types.VARCHAR)
                        .param("at", (at == null ? now : at).atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("officer", officer.name())
                        .update()
                > 0;
        if (!noted) {
            throw new Refusal("An objection to this person is open already: decide about it first.", "person");
        }
        audit.recordOfPerson("border objected", listed.householdId(), listed.personId(), reason);
        if (!listed.restricted() && !process.settlesObjections(movement.code())) {
            ask(movement);
        }
    }

    private void ask(Movement movement) {
        if (!process.tellMovement(movement.code(), "borderObjected", Map.of())) {
            throw new Refusal(movement.code()
                    + " was planned before objections were kept here: decide about this one with the border, and let who does"
                    + " not travel not board.");
        }
    }

    private record Listed(long personId, long householdId, boolean restricted) {}

    /** Somebody on the newest manifest of whom the officer may know. */
    private Listed listed(Movement movement, @Nullable Long personId) {
        return jdbc.sql("""
                select person_id, household_id, restricted
                from manifest_line line join household on household.id = line.household_id
                where movement_id = :movement and person_id = :person and (not restricted or :cleared)
                  and version = (select max(version) from manifest newest where newest.movement_id = :movement)""")
                .param("movement", movement.id())
                .param("person", personId, Types.BIGINT)
                .param("cleared", officer.cleared())
                .query(Listed.class)
                .optional()
                .orElseThrow(() -> new Refusal("Choose somebody who is on the manifest.", "person"));
    }

    /** @throws Refusal if it is no decision, or there is no such open objection */
    @Transactional
    public void decide(String code, long objectionId, String decision) {
        Movement movement = movements.named(code);
        if (!DECISIONS.contains(decision)) {
            throw new Refusal("Choose one of the answers.", "decision");
        }
        Listed listed = jdbc.sql("""
                update border_objection objection set decision = :decision, decided_at = :now, decided_by = :officer
                from household
                where household.id = household_id and (not restricted or :cleared) and objection.id = :id
                  and movement_id = :movement and decision is null
                returning person_id, household_id, restricted""")
                .param("decision", decision)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("cleared", officer.cleared())
                .param("id", objectionId)
                .param("movement", movement.id())
                .query(Listed.class)
                .optional()
                .orElseThrow(() -> new Refusal("This objection is decided about already, or there is none."));
        audit.recordOfPerson("objection decided", listed.householdId(), listed.personId(), decision);
    }
}
