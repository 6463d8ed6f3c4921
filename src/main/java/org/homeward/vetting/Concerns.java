package org.homeward.vetting;

import static java.util.stream.Collectors.groupingBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.workflow.Decisions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The concerns on record: raised, settled by officers, superseded when things change. */
@Component
class Concerns {

    private static final String COLUMNS =
            "select id, household_id, person_id, kind, reason, state, outcome, decided_by, seconded_by, decided_at, until,"
                    + " overtaken"
                    + " from concern";

    /** Held back without a day to look again, and neither by a hit nor by a companion who is waited for. */
    private static final String TO_ASK_AGAIN = "household_id = :household and state = 'held back' and until is null"
            + " and kind <> 'watch-list' and reason <> '" + Rules.NOT_READY + "'";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Decisions decisions;

    Concerns(JdbcClient jdbc, Clock clock, CurrentOfficer officer, Audit audit, Decisions decisions) {
        this.decisions = decisions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** Those that count, in the order in which they were raised. */
    List<Concern> of(long householdId) {
        return jdbc.sql(COLUMNS + " where household_id = :id and state <> 'superseded' order by id")
                .param("id", householdId)
                .query(this::concern)
                .list();
    }

    /** Those that an officer has settled by finding somebody of these households fit to travel. */
    List<Concern> foundFit(Collection<Long> householdIds) {
        return jdbc.sql(COLUMNS
                        + " where household_id = any(:ids) and kind = 'fitness' and state = 'cleared' order by id")
                .param("ids", householdIds.toArray(Long[]::new))
                .query(this::concern)
                .list();
    }

    /** What holds people back, by person. */
    Map<Long, List<Concern>> unsettled(long householdId) {
        return of(householdId).stream()
                .filter(concern -> !concern.state().equals("cleared"))
                .collect(groupingBy(Concern::personId));
    }

    /** The open ones, but for those that have a process of their own. */
    List<Long> open(long householdId) {
        return jdbc.sql("""
                select id from concern
                where household_id = :id and state = 'open'
                  and not exists (select from watch_list_hit where concern_id = concern.id and apart)
                order by id""").param("id", householdId).query(Long.class).list();
    }

    String kind(long concernId) {
        return jdbc.sql("select kind from concern where id = :id")
                .param("id", concernId)
                .query(String.class)
                .single();
    }

    Concern get(long concernId) {
        return jdbc.sql(COLUMNS + " where id = :id")
                .param("id", concernId)
                .query(this::concern)
                .single();
    }

    /** An open concern, kept from others until this transaction ends. @throws Refusal if it has been settled */
    Concern toSettle(long concernId) {
        Concern concern = jdbc.sql(COLUMNS + " where id = :id for update")
                .param("id", concernId)
                .query(this::concern)
                .single();
        if (!concern.state().equals("open")) {
            throw new Refusal("This concern has been settled already"
                    + (concern.decidedBy() == null ? "." : " by " + concern.decidedBy() + "."));
        }
        return concern;
    }

    /** Brings the record up to what the rules find now; what was decided about the same finding stands. */
    void update(long householdId, List<Finding> findings) {
        List<Concern> known = of(householdId).stream()
                .filter(concern -> Rules.KINDS.contains(concern.kind()))
                .toList();
        for (Concern concern : known) {
            boolean gone = concern.state().equals("open") && !found(concern, findings);
            boolean holds = concern.holds(today()) && found(concern, findings);
            if (gone || concern.heldBack() && !holds) {
                supersede(concern.id());
            }
        }
        for (Finding finding : findings) {
            if (known.stream().noneMatch(concern -> concern.about(finding) && concern.stands(today()))) {
                if (finding.reason().equals(Rules.NOT_READY)) {
                    hold(householdId, finding);
                } else {
                    raise(householdId, finding);
                }
            }
        }
    }

    void supersede(long concernId) {
        jdbc.sql("update concern set state = 'superseded' where id = :id")
                .param("id", concernId)
                .update();
    }

    /**
     * Asks about who is held back again at the next look. What two officers and a manager found of a hit stands, and so
     * does a day that was set, and that a companion is waited for.
     *
     * @param personId null: every member
     */
    void overtake(long householdId, @Nullable Long personId) {
        jdbc.sql("update concern set overtaken = true where person_id = coalesce(:person, person_id) and "
                        + TO_ASK_AGAIN)
                .param("household", householdId)
                .param("person", personId, Types.BIGINT)
                .update();
    }

    /** Since when the household waits with somebody who is asked about again; empty if it does not. */
    Optional<Instant> waitsSince(long householdId) {
        return jdbc.sql("select min(at) from household_decision where household_id = :household and decision = 'wait'"
                        + " and at >= (select min(decided_at) from concern where " + TO_ASK_AGAIN + ")")
                .param("household", householdId)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** What was just decided changes why the rules hold the person back. */
    void restate(Concern concern, List<Finding> findings) {
        findings.stream()
                .filter(found ->
                        concern.personId() == found.personId() && concern.kind().equals(found.kind()))
                .findFirst()
                .ifPresent(found -> jdbc.sql("update concern set reason = :reason where id = :id")
                        .param("reason", found.reason())
                        .param("id", concern.id())
                        .update());
    }

    /** A decision about a child alone that is not so any more. @param outcome what had been decided */
    void overtakeCare(long personId, String outcome) {
        jdbc.sql("""
                update concern set state = 'superseded'
                where person_id = :person and kind = 'unaccompanied' and outcome = :outcome
                  and state in ('cleared', 'held back')""").param("person", personId).param("outcome", outcome).update();
    }

    private static boolean found(Concern concern, List<Finding> findings) {
        return findings.stream().anyMatch(concern::about);
    }

    /** @return the new concern's id */
    long raise(long householdId, Finding finding) {
        long id = jdbc.sql("""
                insert into concern (household_id, person_id, kind, reason, raised_at)
                values (:household, :person, :kind, :reason, :now)
                returning id""")
                .param("household", householdId)
                .param("person", finding.personId())
                .param("kind", finding.kind())
                .param("reason", finding.reason())
                .param("now", now())
                .query(Long.class)
                .single();
        audit.recordOfPerson(
                "concern raised", householdId, finding.personId(), finding.kind() + ": " + finding.reason());
        return id;
    }

    /** Holds somebody back for what passes by itself: nobody has to look at it. */
    void hold(long householdId, Finding finding) {
        jdbc.sql("update concern set state = 'held back' where id = :id")
                .param("id", raise(householdId, finding))
                .update();
    }

    /** Settles a concern: the person may leave, or is held back. */
    void settle(Concern concern, boolean cleared, String outcome) {
        decide(concern, cleared ? "cleared" : "held back", outcome, null);
    }

    /** Holds somebody back until a day, when it is looked at again. */
    void holdUntil(Concern concern, LocalDate day, String outcome) {
        decide(concern, "held back", outcome, day);
    }

    /** Records a decision that leaves the concern open: another step must follow. */
    void note(Concern concern, String outcome) {
        decide(concern, "open", outcome, null);
    }

    private void decide(Concern concern, String state, String outcome, @Nullable LocalDate until) {
        jdbc.sql("""
                update concern set state = :state, outcome = :outcome, decided_by = :officer, decided_at = :now,
                                   seconded_by = null, until = :until
                where id = :id""")
                .param("until", until)
                .param("state", state)
                .param("outcome", outcome)
                .param("officer", officer.name())
                .param("now", now())
                .param("id", concern.id())
                .update();
        record(concern, outcome);
    }

    /** The second officer agrees with the first. @param state what comes of it: {@code open} if a manager decides next */
    void second(Concern concern, String state) {
        jdbc.sql("update concern set state = :state, seconded_by = :officer, decided_at = :now where id = :id")
                .param("state", state)
                .param("officer", officer.name())
                .param("now", now())
                .param("id", concern.id())
                .update();
        record(concern, "seconded: " + concern.outcome());
    }

    /** A manager decides what becomes of a confirmed hit; who confirmed it stays on record. */
    void decideConfirmed(Concern concern, boolean cleared, String outcome) {
        jdbc.sql("update concern set state = :state, outcome = :outcome where id = :id")
                .param("state", cleared ? "cleared" : "held back")
                .param("outcome", outcome)
                .param("id", concern.id())
                .update();
        record(concern, outcome);
    }

    /** Takes the first officer's opinion back: the second differs, and both look again. */
    void reopen(Concern concern, String secondOpinion) {
        forgetOpinion(concern.id());
        record(concern, "second opinion differs: " + secondOpinion);
    }

    void forgetOpinion(long concernId) {
        jdbc.sql("update concern set outcome = null, decided_by = null, decided_at = null where id = :id")
                .param("id", concernId)
                .update();
    }

    /** Takes the concerns of persons along into the household they are in now. */
    void follow(List<Long> personIds, long householdId) {
        jdbc.sql("update concern set household_id = :household where person_id = any(:persons)")
                .param("household", householdId)
                .param("persons", personIds.toArray(Long[]::new))
                .update();
    }

    private void record(Concern concern, String outcome) {
        audit.recordOfPerson(
                "concern decided", concern.householdId(), concern.personId(), concern.kind() + ": " + outcome);
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private Concern concern(ResultSet row, int number) throws SQLException {
        String kind = row.getString("kind");
        String reason = row.getString("reason");
        String state = row.getString("state");
        @Nullable String outcome = row.getString("outcome");
        @Nullable Timestamp decidedAt = row.getTimestamp("decided_at");
        boolean foundFit = kind.equals("fitness") && state.equals("cleared");
        return new Concern(
                row.getLong("id"),
                row.getLong("household_id"),
                row.getLong("person_id"),
                kind,
                reason,
                state,
                outcome,
                row.getString("decided_by"),
                row.getString("seconded_by"),
                foundFit && decidedAt != null
                        ? lastDayGood(decidedAt, reason)
                        : row.getObject("until", LocalDate.class),
                row.getBoolean("overtaken"));
    }

    private LocalDate lastDayGood(Timestamp foundFit, String finding) {
        int days = Integer.parseInt(decisions.decide("fitness-validity", Map.of("finding", finding)));
        return LocalDate.ofInstant(foundFit.toInstant(), ZoneOffset.UTC).plusDays(days);
    }
}
