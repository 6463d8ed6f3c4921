package org.homeward.desk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.homeward.access.CurrentOfficer;
import org.homeward.audit.Audit;
import org.homeward.passage.Checkpoint;
import org.homeward.workflow.Decisions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where everybody who is registered was last seen, by whom counted and when, where they are expected next, and who is
 * overdue there: by the same cut-offs after which a household's process asks about who is missing. Each person stands in
 * exactly one place, so that the numbers add up to all who are registered.
 */
@Component
class Accounting {

    static final int PAGE = 100;

    private static final int ROWS_AT_ONCE = 1_000;

    /** One row for each person of whom this officer may know. */
    private static final String EVERYBODY = """
            with stop as (select * from unnest(:checkpoints, :kinds, :minutes) with ordinality as s (checkpoint, kind, minutes, place)),
            everybody as (
              select person.id as person, person.position, person.household_id, coalesce(name, latin_name) as name, latin_name,
                     household.case_number, household.stage, household.end_reason, household.governorate,
                     case when household.stage in ('home', 'ended') then household.stage
                          when apart.decision = 'leftByThemselves' then 'left by themselves'
                          when apart.decision = 'takenOver' then 'taken over'
                          when apart.kind is not null then apart.kind
                          when held_up.kind is not null then held_up.kind
                          when household.stage = 'under way' then coalesce(seen.checkpoint, 'called')
                          when household.stage = 'called' then 'called'
                          else 'not called' end as whereabouts,
                     seen.checkpoint as last_checkpoint, seen.movement_given as last_movement, seen.counted_at as last_at,
                     seen.officer as last_by, seen.device as last_device,
                     next.checkpoint as next_checkpoint, next.code as next_movement, next.by as next_by, apart.reason,
                     (select count(*) from scan
                      where scan.person_id = person.id and verdict = 'conflict' and resolved_at is null) as conflicts
              from person
              join household on household.id = person.household_id and (not restricted or :cleared)
              left join lateral (
                select checkpoint, movement_given, counted_at, officer, device from scan
                where scan.person_id = person.id and verdict = 'taken'
                order by counted_at desc, (select place from stop where stop.checkpoint = scan.checkpoint) desc limit 1)
                seen on true
              left join lateral (
                select stop.checkpoint, movement.code, leg.movement_id as planned,
                       coalesce(movement.departed_at, movement.departs) + make_interval(mins => stop.minutes) as by
                from itinerary
                join itinerary_leg leg on leg.itinerary_id = itinerary.id
                left join reservation elsewhere on elsewhere.itinerary_id = itinerary.id and elsewhere.person_id = person.id
                  and elsewhere.state = 'held' and elsewhere.instead_of = leg.movement_id
                join movement on movement.id = coalesce(elsewhere.movement_id, leg.movement_id)
                join stop on (stop.kind = 'flight') = (movement.kind = 'flight')
                where itinerary.household_id = household.id and itinerary.state = 'held'
                  and household.stage in ('seated', 'called', 'under way')
                  and not exists (select from scan where scan.person_id = person.id and scan.movement_id = movement.id
                                    and scan.checkpoint = stop.checkpoint and verdict = 'taken')
                  and not exists (
                    select from absence came_later join stop first on first.checkpoint = came_later.checkpoint
                    where came_later.person_id = person.id and first.place > stop.place
                      and (decision = 'born' or decision = 'moved' and came_later.movement_id = movement.id))
                order by leg.position, stop.place limit 1) next on true
              left join lateral (
                select case when decision is null then kind end as kind, reason, decision from absence
                where absence.person_id = person.id and absence.movement_id = next.planned
                  and (decision in ('leftByThemselves', 'takenOver')
                       or decision is null and kind in ('missing', 'refused', 'injured', 'hospital', 'detained'))
                order by absence.id desc limit 1) apart on true
              left join lateral (
                select kind from absence
                where absence.person_id = person.id and kind in ('hospital', 'detained')
                  and decision in ('goOnWithout', 'leaveJourney')
                  and noted_at > coalesce((select max(scan.received_at) from scan
                                           where scan.person_id = person.id and verdict = 'taken'), '-infinity')
                order by absence.id desc limit 1) held_up on true
              where person.merged_into is null),
            account as (
              select everybody.*,
                     case when stage in ('called', 'under way') and whereabouts not in ('left by themselves', 'taken over')
                               and next_by < :now
                          then next_by end as overdue
              from everybody)
            """;

    private final JdbcClient jdbc;
    private final Decisions decisions;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Accounting(DataSource database, Decisions decisions, Clock clock, CurrentOfficer officer, Audit audit) {
        var inPortions = new JdbcTemplate(database);
        inPortions.setFetchSize(ROWS_AT_ONCE);
        this.jdbc = JdbcClient.create(inPortions);
        this.decisions = decisions;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /**
     * One person.
     *
     * @param person the number that scans name
     * @param whereabouts {@code not called}, {@code called}, the word of the checkpoint where they were counted last on
     *     their way, {@code missing}, {@code refused}, {@code injured}, {@code hospital} or {@code detained}, also after
     *     the others have gone on, {@code left by themselves}, {@code taken over} by a hospital or an authority after the
     *     flight, {@code home} or {@code ended}
     * @param last where they were counted last, ever; null: nowhere
     * @param next where they are to be counted next; null: nowhere
     * @param overdue since when they should have been counted there; null: they are not overdue
     * @param reason why they were turned away
     * @param conflicts how many scans of them do not fit
     */
    record Account(
            long person,
            String caseNumber,
            String name,
            @Nullable String latinName,
            String stage,
            @Nullable String endReason,
            @Nullable String governorate,
            String whereabouts,
            @Nullable Seen last,
            @Nullable Expected next,
            @Nullable Instant overdue,
            @Nullable String reason,
            int conflicts) {}

    /** @param by the officer who counted them; {@code device}: with which device, if it has said */
    record Seen(
            String checkpoint,
            String movement,
            Instant at,
            String by,
            @Nullable String device) {}

    /** @param by until when, at the latest */
    record Expected(String checkpoint, String movement, Instant by) {}

    /** How many persons are in one place, and how many of these are overdue. */
    record Count(String whereabouts, int persons, int households, int overdue) {}

    /** All places where somebody is; in the order of the journey. */
    List<Count> counts() {
        return query("""
                select whereabouts, count(*) as persons, count(distinct household_id) as households, count(overdue) as overdue
                from account group by whereabouts
                order by array_position(:order, whereabouts)""")
                .param("order", places().toArray(String[]::new))
                .query(Count.class)
                .list();
    }

    /**
     * A page of them by case number; reading it is on record.
     *
     * @param whereabouts only who is there; blank: wherever
     * @param overdue only who is overdue
     * @param after the person at the end of the page before; 0: from the beginning
     */
    @Transactional
    List<Account> page(String whereabouts, boolean overdue, long after) {
        List<Account> page = query("""
                select * from account
                where (:whereabouts = '' or whereabouts = :whereabouts) and (not :overdue or overdue is not null)
                  and (:after = 0 or (case_number, position, person) > (select case_number, position, person.id from person
                       join household on household.id = household_id where person.id = :after))
                order by case_number, position, person limit :page""")
                .param("whereabouts", whereabouts)
                .param("overdue", overdue)
                .param("after", after)
                .param("page", PAGE)
                .query(Accounting::account)
                .list();
        audit.recordOf("read", "accounting", page.size() + " persons");
        return page;
    }

    /** Everybody, by case number, as of one moment, without holding them all; reading it is on record. */
    @Transactional
    void each(Consumer<Account> to) {
        audit.recordOf("read", "accounting", "everybody");
        try (var all =
                query("select * from account order by case_number, position, person")
                        .query(Accounting::account)
                        .stream()) {
            all.forEach(to);
        }
    }

    private JdbcClient.StatementSpec query(String rest) {
        List<Checkpoint> stops = List.of(Checkpoint.values());
        return jdbc.sql(EVERYBODY + rest)
                .param("checkpoints", stops.stream().map(Checkpoint::word).toArray(String[]::new))
                .param("kinds", stops.stream().map(Checkpoint::kind).toArray(String[]::new))
                .param("minutes", stops.stream().map(this::minutes).toArray(Integer[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("cleared", officer.cleared());
    }

    /** After departure, at which who has not been counted there is asked about. */
    private int minutes(Checkpoint stop) {
        return Integer.parseInt(decisions.decide("cut-offs", Map.of("checkpoint", stop.word())));
    }

    /** All places where somebody can be, in the order of the journey. */
    static List<String> places() {
        return Stream.of(
                        Stream.of("not called", "called"),
                        Arrays.stream(Checkpoint.values()).map(Checkpoint::word),
                        Stream.of(
                                "missing",
                                "refused",
                                "injured",
                                "hospital",
                                "detained",
                                "left by themselves",
                                "taken over",
                                "home",
                                "ended"))
                .flatMap(places -> places)
                .toList();
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        String last = row.getString("last_checkpoint");
        String next = row.getString("next_checkpoint");
        return new Account(
                row.getLong("person"),
                row.getString("case_number"),
                row.getString("name"),
                row.getString("latin_name"),
                row.getString("stage"),
                row.getString("end_reason"),
                row.getString("governorate"),
                row.getString("whereabouts"),
                last == null
                        ? null
                        : new Seen(
                                last,
                                row.getString("last_movement"),
                                instant(row, "last_at"),
                                row.getString("last_by"),
                                row.getString("last_device")),
                next == null ? null : new Expected(next, row.getString("next_movement"), instant(row, "next_by")),
                row.getObject("overdue") == null ? null : instant(row, "overdue"),
                row.getString("reason"),
                row.getInt("conflicts"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
