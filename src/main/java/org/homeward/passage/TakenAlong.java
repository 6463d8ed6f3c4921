package org.homeward.passage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homeward.access.CurrentOfficer;
import org.homeward.audit.Audit;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an officer's phone takes along to count people where there is no network. */
@Component
public class TakenAlong {

    private static final Duration AHEAD = Duration.ofDays(3);
    private static final Duration AFTERWARDS = Duration.ofDays(1);
    private static final int GROWN_UP = 18;

    private final JdbcClient jdbc;
    private final Movements movements;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;

    TakenAlong(JdbcClient jdbc, Movements movements, CurrentOfficer officer, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A household on a movement, as far as this officer may know of it.
     *
     * @param passToken what the square on its pass says; null, as its short code, while nobody has printed one
     * @param earlierPasses tokens and short codes of passes of cases that went up in this one: they are still good
     */
    public record Household(
            String caseNumber,
            @Nullable String passToken,
            @Nullable String shortCode,
            List<String> earlierPasses,
            List<Member> members) {}

    /**
     * @param token the person's own, on whatever is given to one person
     * @param notToBoard a manager knows why
     * @param counted the words of the checkpoints of this movement at which they have been counted
     */
    public record Member(
            long person,
            String token,
            String name,
            @Nullable String latinName,
            String place,
            boolean child,
            boolean notToBoard,
            List<String> counted) {}

    /** On which people are counted now: all that are on their way or leave within three days, and what arrived a day ago. */
    public List<Movement> movements() {
        Instant now = clock.instant();
        return movements.all().stream()
                .filter(movement -> !movement.isCancelled())
                .filter(movement -> movement.departs().isBefore(now.plus(AHEAD)))
                .filter(movement ->
                        movement.arrivedAt() == null || movement.arrivedAt().isAfter(now.minus(AFTERWARDS)))
                .toList();
    }

    /** Who is on the movement, by case number. Reading it is on record. */
    @Transactional
    public List<Household> households(Movement movement) {
        Map<String, Household> households = new LinkedHashMap<>();
        jdbc.sql("""
                select case_number, pass.token pass_token, pass.short_code,
                       array(select unnest(array[earlier.token, earlier.short_code])
                             from pass earlier join household gone on gone.id = earlier.household_id
                             where gone.merged_into = household.id) earlier_passes,
                       person.id, person.token, coalesce(name, latin_name) called, latin_name, reservation.place,
                       coalesce(born > :grownUpBorn, false) child, %s not_to_board,
                       array(select checkpoint from scan where scan.person_id = person.id
                               and scan.movement_id = reservation.movement_id and verdict = 'taken') counted
                from reservation
                join person on person.id = person_id
                join household on household.id = person.household_id and (not restricted or :cleared)
                left join pass on pass.household_id = household.id
                where movement_id = :movement and reservation.state = 'held'
                order by case_number, person.position""".formatted(RollCall.NOT_TO_BOARD))
                .param(
                        "grownUpBorn",
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusYears(GROWN_UP))
                .param("cleared", officer.cleared())
                .param("movement", movement.id())
                .query((ResultSet row) -> {
                    Household household = households.get(row.getString("case_number"));
                    if (household == null) {
                        household = household(row);
                        households.put(household.caseNumber(), household);
                    }
                    household.members().add(member(row));
                });
        audit.recordOf("read", movement.code(), "taken along to count");
        return List.copyOf(households.values());
    }

    private static Household household(ResultSet row) throws SQLException {
        return new Household(
                row.getString("case_number"),
                row.getString("pass_token"),
                row.getString("short_code"),
                words(row, "earlier_passes"),
                new ArrayList<>());
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getLong("id"),
                row.getString("token"),
                row.getString("called"),
                row.getString("latin_name"),
                row.getString("place"),
                row.getBoolean("child"),
                row.getBoolean("not_to_board"),
                words(row, "counted"));
    }

    private static List<String> words(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
