package org.homeward.situation;

import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What has been reported of the situation: made once, and undone at most once. */
@Component("situation")
public class SituationChanges {

    /** Lines on a page. */
    public static final int PAGE = 50;

    private static final Set<String> KINDS =
            Set.of("exitCloses", "exitOpens", "quotaChanges", "riskChanges", "movementLost", "roadCut");
    private static final int MOST_A_DAY = 1_000_000;
    private static final int MOST_HOURS = 240;

    private static final String SELECT = """
            select id, kind, subject, value, before, state, ended_early, reported_at, reported_by, decided_at, decided_by,
                   undone_at, undone_by
            from situation_change""";

    private final JdbcClient jdbc;
    private final Exits exits;
    private final Governorates governorates;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;

    SituationChanges(
            JdbcClient jdbc, Exits exits, Governorates governorates, CurrentOfficer officer, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.exits = exits;
        this.governorates = governorates;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What somebody reports, as they write it.
     *
     * @param subject an exit's or a movement's code, or a governorate's P-code
     * @param value a quota in persons a day (null: as many as come), a risk of 1 to 4, or the hours for which a road is cut
     */
    public record Report(
            @Nullable String kind,
            @Nullable String subject,
            @Nullable Integer value) {

        /**
         * The same, tidied. A movement's code is looked up by the caller.
         *
         * @throws Refusal naming the field that is wrong
         */
        Report checked(Exits exits, Governorates governorates) {
            if (kind == null || !KINDS.contains(kind)) {
                throw new Refusal("Choose what has changed.", "kind");
            }
            if (PlainText.of(subject).isEmpty()) {
                throw new Refusal("Say which exit, governorate or movement it is about.", "subject");
            }
            if (kind.equals("riskChanges")) {
                return new Report(kind, governorate(PlainText.of(subject), governorates), risk());
            }
            if (kind.equals("movementLost")) {
                return new Report(kind, PlainText.of(subject), null);
            }
            if (kind.equals("roadCut")) {
                return new Report(kind, exitOrGovernorate(PlainText.of(subject), exits, governorates), hours());
            }
            Exit exit = exits.find(PlainText.of(subject))
                    .orElseThrow(() -> new Refusal("There is no such exit.", "subject"));
            if (kind.equals("exitCloses") && !exit.isOpen()) {
                throw new Refusal("Exit " + exit.code() + " is closed already.", "subject");
            }
            if (kind.equals("exitOpens") && exit.isOpen()) {
                throw new Refusal("Exit " + exit.code() + " is open already.", "subject");
            }
            return new Report(kind, exit.code(), kind.equals("quotaChanges") ? quota() : null);
        }

        private static String governorate(String written, Governorates governorates) {
            return governorates
                    .names()
                    .pcodeOf(written)
                    .orElseThrow(() -> new Refusal("There is no such governorate.", "subject"));
        }

        private static String exitOrGovernorate(String written, Exits exits, Governorates governorates) {
            return exits.find(written)
                    .map(Exit::code)
                    .or(() -> governorates.names().pcodeOf(written))
                    .orElseThrow(() -> new Refusal("There is no such exit or governorate.", "subject"));
        }

        private int hours() {
            if (value == null || value < 1 || value > MOST_HOURS) {
                throw new Refusal("Say for how many hours the road is cut: 1 to 240.", "value");
            }
            return value;
        }

        private int risk() {
            if (value == null || value < 1 || value > 4) {
                throw new Refusal("The risk is 1 (calm) to 4 (under siege).", "value");
            }
            return value;
        }

        private @Nullable Integer quota() {
            if (value != null && (value < 0 || value > MOST_A_DAY)) {
                throw new Refusal("A quota is 0 to 1,000,000 persons a day, or empty if it admits everybody.", "value");
            }
            return value;
        }
    }

    /** The report, tidied. @throws Refusal naming the field that is wrong */
    public Report checked(Report report) {
        return report.checked(exits, governorates);
    }

    /** Takes a report down; nothing changes yet. @param report as {@link #checked} @return its number */
    @Transactional
    public long report(Report report) {
        long id = jdbc.sql("""
                insert into situation_change (kind, subject, value, reported_at, reported_by)
                values (:kind, :subject, :value, :now, :officer) returning id""")
                .param("kind", report.kind())
                .param("subject", report.subject())
                .param("value", report.value(), Types.INTEGER)
                .param("now", now())
                .param("officer", officer.name())
                .query(Long.class)
                .single();
        audit.recordOf("change reported", SituationChange.name(id), null);
        return id;
    }

    /** Nothing is made of it. @throws Refusal.Conflict unless it waits for a word */
    @Transactional
    public void discard(long id) {
        lock(id, "reported");
        decided(id, "discarded");
    }

    /**
     * It is made from now on; what was so before is kept.
     *
     * @throws Refusal.Conflict unless it waits for a word
     * @throws Refusal if it has become so meanwhile
     */
    @Transactional
    public void begin(long id) {
        SituationChange change = lock(id, "reported");
        oneAfterTheOther(change);
        mustNotBeMadeNow(change);
        checked(new Report(change.kind(), change.subject(), change.value()));
        if (change.kind().startsWith("exit")) {
            endOpposite(change);
        }
        jdbc.sql("update situation_change set before = :before where id = :id")
                .param("before", asItIs(change), Types.INTEGER)
                .param("id", id)
                .update();
        decided(id, "applying");
    }

    /** So that what was so before is true of each: until this transaction ends, none of the same begins or is taken back. */
    private void oneAfterTheOther(SituationChange change) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext(:subject))")
                .param("subject", change.subject())
                .query()
                .listOfRows();
    }

    /** @throws Refusal.Conflict while another of the same is being made */
    private void mustNotBeMadeNow(SituationChange change) {
        jdbc.sql("""
                select id from situation_change
                where subject = :subject and kind = :kind and state = 'applying' and not ended_early
                order by id limit 1""")
                .param("subject", change.subject())
                .param("kind", change.kind())
                .query(Long.class)
                .optional()
                .ifPresent(other -> {
                    throw new Refusal.Conflict(
                            SituationChange.name(other)
                                    + " of the same has not been carried out to the end: try again when it has. If it is"
                                    + " stopped, let it go on or end it on its page.",
                            "id");
                });
    }

    /** What closes an exit is over once it opens, even if it is stopped and goes on when the exit has closed again. */
    private void endOpposite(SituationChange change) {
        jdbc.sql("""
                update situation_change set ended_early = true
                where subject = :subject and kind in ('exitCloses', 'exitOpens') and kind <> :kind and state = 'applying'
                  and not ended_early
                returning id""")
                .param("subject", change.subject())
                .param("kind", change.kind())
                .query(Long.class)
                .list()
                .forEach(ended -> audit.recordOf("change ended early", SituationChange.name(ended), change.name()));
    }

    /** Nothing more is made of it. @throws Refusal.Conflict unless it is being made */
    @Transactional
    public void end(long id) {
        SituationChange change = lock(id, "applying");
        int ends = jdbc.sql("update situation_change set ended_early = true where id = :id and not ended_early")
                .param("id", id)
                .update();
        if (ends > 0) {
            audit.recordOf("change ended early", change.name(), null);
        }
    }

    private @Nullable Integer asItIs(SituationChange change) {
        return switch (change.kind()) {
            case "quotaChanges" -> exits.quota(change.subject());
            case "riskChanges" -> governorates.risk(change.subject());
            default -> null;
        };
    }

    /** Everything it asks for is done. */
    @Transactional
    public void applied(long id) {
        jdbc.sql("""
                update situation_change set state = 'applied', applied_at = :now where id = :id and state = 'applying'""").param("now", now()).param("id", id).update();
        audit.recordOf("change applied", SituationChange.name(id), null);
    }

    /**
     * It is to be undone.
     *
     * @throws Refusal.Conflict unless it is in force and nothing has changed the same since
     */
    @Transactional
    public void takeBack(long id) {
        SituationChange change = lock(id, "applied");
        oneAfterTheOther(change);
        if (!standsAsMade(change)) {
            throw new Refusal.Conflict(
                    change.subject() + " has been changed again since: report what is so now instead.", "id");
        }
        jdbc.sql("""
                update situation_change set state = 'undone', undone_at = :now, undone_by = :officer where id = :id""")
                .param("now", now())
                .param("officer", officer.name())
                .param("id", id)
                .update();
        audit.recordOf("change undone", change.name(), null);
    }

    /** Whether nobody has changed the same again, by a report or at once. */
    private boolean standsAsMade(SituationChange change) {
        return switch (change.kind()) {
            case "exitCloses" -> !exits.isOpen(change.subject()) && !isOverruled(change);
            case "exitOpens" -> exits.isOpen(change.subject()) && !isOverruled(change);
            case "quotaChanges" ->
                Objects.equals(exits.quota(change.subject()), change.value()) && !isOverruled(change);
            case "riskChanges" ->
                Objects.equals(governorates.risk(change.subject()), change.value()) && !isOverruled(change);
            default -> true;
        };
    }

    /** Whether a newer change of the same, or for an exit that opens or closes of the opposite, is being made or in force. */
    public boolean isOverruled(SituationChange change) {
        return jdbc.sql("""
                select exists (
                  select from situation_change since join situation_change this on this.id = :id
                  where since.subject = this.subject
                    and (since.kind = this.kind or since.kind like 'exit%' and this.kind like 'exit%')
                    and since.state in ('applying', 'applied')
                    and (since.decided_at, since.id) > (this.decided_at, this.id))""").param("id", change.id()).query(Boolean.class).single();
    }

    /** @throws Refusal.NotFound if there is no such change */
    public SituationChange get(long id) {
        return jdbc.sql(SELECT + " where id = :id")
                .param("id", id)
                .query(SituationChange.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no such change of the situation."));
    }

    /** What keeps an exit closed or a road cut at this moment, the newest first. */
    public List<SituationChange> inTheWay() {
        return jdbc.sql(SELECT + """
                 where state in ('applying', 'applied') and (
                  kind = 'exitCloses' and exists (select from exit where code = subject and exit.state = 'closed')
                  or kind = 'roadCut' and decided_at + value * interval '1 hour' > :now)
                order by id desc""")
                .param("now", now())
                .query(SituationChange.class)
                .list();
    }

    /** Codes of the movements that a change is about to cancel: they take nobody any more. */
    public Set<String> beingLost() {
        return Set.copyOf(
                jdbc.sql("select subject from situation_change where kind = 'movementLost' and state = 'applying'")
                        .query(String.class)
                        .list());
    }

    /** The newest, by number from the highest. @param before the last number of the page before this one */
    public List<SituationChange> newest(long before) {
        return jdbc.sql(SELECT + " where id < :before order by id desc limit :page")
                .param("before", before)
                .param("page", PAGE)
                .query(SituationChange.class)
                .list();
    }

    // "For no key update", since who departs holds a movement while noting with the change that it meets it.

    /** The change, which nobody else decides on meanwhile. @throws Refusal.Conflict unless it is in this state */
    @Transactional
    public SituationChange lock(long id, String state) {
        SituationChange change = jdbc.sql(SELECT + " where id = :id for no key update")
                .param("id", id)
                .query(SituationChange.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no such change of the situation."));
        return in(state, change);
    }

    /** The change of which a step is made; nobody ends it early before the transaction that asks has ended. */
    @Transactional
    public SituationChange toStep(long id) {
        return jdbc.sql(SELECT + " where id = :id for no key update")
                .param("id", id)
                .query(SituationChange.class)
                .single();
    }

    /** Takes down whom a danger that grew has woken. */
    @Transactional
    public void woke(long id, Collection<Long> householdIds) {
        jdbc.sql("""
                insert into situation_change_woken (change_id, household_id)
                select :id, household_id from unnest(:households) as household_id order by household_id
                on conflict do nothing""")
                .param("id", id)
                .param("households", householdIds.toArray(Long[]::new))
                .update();
    }

    /** The change. @throws Refusal.Conflict unless it is in this state */
    public SituationChange inState(long id, String state) {
        return in(state, get(id));
    }

    private static SituationChange in(String state, SituationChange change) {
        if (!change.state().equals(state)) {
            throw new Refusal.Conflict(
                    switch (change.state()) {
                        case "reported" -> change.name() + " has not been approved yet.";
                        case "discarded" -> change.name() + " has been discarded.";
                        case "applying" -> change.name() + " is being carried out at this moment.";
                        case "applied" -> change.name() + " has been carried out already.";
                        default -> change.name() + " has been undone already.";
                    },
                    "id");
        }
        return change;
    }

    private void decided(long id, String state) {
        jdbc.sql("""
                update situation_change set state = :state, decided_at = :now, decided_by = :officer where id = :id""")
                .param("state", state)
                .param("now", now())
                .param("officer", officer.name())
                .param("id", id)
                .update();
        audit.recordOf(
                state.equals("discarded") ? "change discarded" : "change approved", SituationChange.name(id), null);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
