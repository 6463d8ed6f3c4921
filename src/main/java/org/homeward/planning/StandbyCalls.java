package org.homeward.planning;

import static java.util.stream.Collectors.groupingBy;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom the planner called to places that became free, as officers see it: nobody sees or counts whom they may not know of. */
@Component
public class StandbyCalls {

    private static final int NEWEST = 10;

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;

    StandbyCalls(JdbcClient jdbc, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.officer = officer;
    }

    /**
     * Places became free.
     *
     * @param left what keeps back those who were not called, the most households first; null for officers who are not
     *     cleared: it tells of places that people hold of whom they do not know
     */
    public record Call(
            OffsetDateTime at,
            List<Called> called,
            @Nullable List<Left> left) {}

    /** @param near it lives where the journey begins, and so came first */
    public record Called(
            long callId,
            String caseNumber,
            boolean restricted,
            @Nullable Integer priority,
            int waitingDays,
            boolean near) {}

    /** What keeps back so many households. */
    public record Left(long callId, String why, int households) {

        public Left {
            why = Wording.of(why);
        }
    }

    /** The newest calls to places on a movement. */
    public List<Call> on(long movementId) {
        record Moment(long id, OffsetDateTime at) {}
        List<Moment> moments = jdbc.sql("""
                select call.id, call.at from standby_call_movement join standby_call call on call.id = call_id
                  join household on household.id = left_by and (not restricted or :cleared)
                where movement_id = :movement order by call.id desc limit :most""")
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .param("most", NEWEST)
                .query(Moment.class)
                .list();
        Long[] ids = moments.stream().map(Moment::id).toArray(Long[]::new);
        Map<Long, List<Called>> called =
                jdbc.sql("""
                select call_id, case_number, restricted, called.priority, waiting_days, near
                from standby_called called join household on household.id = household_id and (not restricted or :cleared)
                where call_id = any(:ids) order by near desc, called.priority, waiting_days desc, case_number""").param("ids", ids).param("cleared", officer.cleared()).query(Called.class).list().stream()
                        .collect(groupingBy(Called::callId));
        Map<Long, List<Left>> left = left(ids);
        return moments.stream()
                .map(moment -> new Call(
                        moment.at(),
                        called.getOrDefault(moment.id(), List.of()),
                        officer.cleared() ? left.getOrDefault(moment.id(), List.of()) : null))
                .toList();
    }

    private Map<Long, List<Left>> left(Long[] calls) {
        return jdbc.sql("""
                select call_id, why, households from standby_left
                where call_id = any(:ids) order by households desc, why""").param("ids", calls).query(Left.class).list().stream()
                .collect(groupingBy(Left::callId));
    }
}
