package org.homeward.planning;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.audit.Audit;
import org.homeward.movement.Movement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who had been counted aboard when the doors were closed: it stays on record as it was. And how many heads the crew counted. */
@Component
public class BoardedLists {

    /** Of a {@code scan} aboard, and its {@code person}: whether they have not stepped off since, nor been moved off. */
    static final String STILL_ABOARD = """
            not exists (
              select from absence gone where gone.movement_id = scan.movement_id and gone.decided_at >= scan.counted_at
                and (gone.household_id = person.household_id
                       and decision in ('stepOff', 'turnBack', 'leaveJourney', 'noShow')
                     or gone.person_id = person.id and decision = 'goOnWithout'
                     or gone.person_id = person.id and decision = 'moved' and not exists (
                       select from reservation held where held.person_id = person.id
                         and held.movement_id = scan.movement_id and held.state = 'held')))""";

    /** Everybody counted aboard by now and still there: heads are heads, whoever may know of them; guests are counted by number. */
    private static final String ABOARD = """
            (select count(distinct coalesce(merged_into, person.id)) from scan join person on person.id = scan.person_id
             where movement_id = list.movement_id and verdict = 'taken'
               and checkpoint in ('convoy boarding', 'flight boarding') and %s)
            + (select coalesce(sum(persons), 0) from guest_count join kept_places kept on kept.id = kept_places_id
               where kept.movement_id = list.movement_id and released_at is null
                 and checkpoint in ('convoy boarding', 'flight boarding'))""".formatted(STILL_ABOARD);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    BoardedLists(JdbcClient jdbc, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /**
     * As an officer may know of it.
     *
     * @param persons on the list, guests of others aside
     * @param later how many more have been counted aboard since, by devices that sent late
     * @param moreHeads how many more heads the crew counted than were counted aboard by now, below 0 how many fewer; null: it has
     *     not said. The number of heads itself is not told: it would give away whom few may know of.
     */
    public record Boarded(
            OffsetDateTime closedAt,
            String closedBy,
            int persons,
            int later,
            @Nullable Integer moreHeads) {}

    public Optional<Boarded> of(long movementId) {
        return jdbc.sql("""
                select closed_at, closed_by, headcount - (%s) as more_heads,
                       (select count(*) from boarded_line line join household on household.id = household_id
                        where movement_id = :movement and (not restricted or :cleared)) as persons,
                       (select count(distinct person_id) from scan join person on person.id = scan.person_id
                          join household on household.id = person.household_id
                        where movement_id = :movement and verdict = 'taken' and (not restricted or :cleared)
                          and checkpoint in ('convoy boarding', 'flight boarding') and %s
                          and not exists (select from boarded_line line
                                          where line.movement_id = :movement and line.person_id = scan.person_id)) as later
                from boarded_list list where movement_id = :movement""".formatted(ABOARD, STILL_ABOARD))
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(Boarded.class)
                .optional();
    }

    boolean isClosed(long movementId) {
        return jdbc.sql("select exists (select from boarded_list where movement_id = :movement)")
                .param("movement", movementId)
                .query(Boolean.class)
                .single();
    }

    /** Writes who has been counted aboard; once, however often it is asked. */
    void write(Movement movement) {
        jdbc.sql("""
                with list as (
                  insert into boarded_list (movement_id, closed_at, closed_by) values (:movement, :now, :officer)
                  on conflict do nothing returning movement_id)
                insert into boarded_line
                select distinct list.movement_id, person.id, household_id
                from list join scan on scan.movement_id = list.movement_id and verdict = 'taken'
                    and checkpoint in ('convoy boarding', 'flight boarding')
                  join person on person.id = scan.person_id
                where %s""".formatted(STILL_ABOARD))
                .param("movement", movement.id())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .update();
        audit.recordOf("doors closed", movement.code(), null);
    }

    /** Notes how many heads the crew has counted. */
    void counted(Movement movement, int heads) {
        jdbc.sql("update boarded_list set headcount = :heads where movement_id = :movement")
                .param("heads", heads)
                .param("movement", movement.id())
                .update();
    }

    /** Whether the crew has counted as many as were counted aboard by now, or has not said how many. */
    boolean headsAgree(long movementId) {
        return jdbc.sql("select headcount is null or headcount = " + ABOARD
                        + " from boarded_list list where movement_id = :movement")
                .param("movement", movementId)
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }
}
