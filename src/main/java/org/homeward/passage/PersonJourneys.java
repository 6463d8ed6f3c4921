package org.homeward.passage;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.homeward.access.Refusal;
import org.homeward.access.Wording;
import org.homeward.audit.Audit;
import org.homeward.passage.Bearers.Bearer;
import org.homeward.passage.Entry.Member;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where one person has been counted, by whom and when, and what does not fit. */
@Component
public class PersonJourneys {

    private final JdbcClient jdbc;
    private final Bearers bearers;
    private final Audit audit;

    PersonJourneys(JdbcClient jdbc, Bearers bearers, Audit audit) {
        this.jdbc = jdbc;
        this.bearers = bearers;
        this.audit = audit;
    }

    /**
     * @param person their number, as scans name it
     * @param stage of the household: see table household
     */
    public record PersonJourney(
            String caseNumber, long person, String name, String stage, List<Leg> legs, List<Conflict> conflicts) {}

    /** A movement on which the person has a place, or was counted. @param place held, or given back, there */
    public record Leg(
            String movement,
            String kind,
            String origin,
            String destination,
            Instant departs,
            String state,
            String place,
            List<Count> checkpoints) {}

    /** @param countedAt by our clock @param at as the device sent it @param officer who counted */
    public record Count(
            String checkpoint,
            Instant countedAt,
            Instant at,
            String officer,
            @Nullable String device) {}

    /** @param resolution what an officer decided: one of {@link Conflicts#DECISIONS}; null: nobody has */
    public record Conflict(
            String id,
            String movement,
            String checkpoint,
            Instant countedAt,
            Instant at,
            String officer,
            @Nullable String device,
            @Nullable String why,
            @Nullable String resolution,
            @Nullable Instant resolvedAt,
            @Nullable String resolvedBy) {}

    private record Traveller(String caseNumber, String name, String stage) {}

    private record Row(
            long id,
            String code,
            String kind,
            String origin,
            String destination,
            OffsetDateTime departs,
            String state,
            String place) {}

    private record Counted(
            long movementId,
            String checkpoint,
            OffsetDateTime countedAt,
            OffsetDateTime at,
            String officer,
            @Nullable String device) {}

    /**
     * The journey of whom the token of a person, or of the pass of a household of one, stands for. Reading it is on record.
     *
     * @throws Refusal.NotFound if nobody is known by it, or nobody that this officer may know of
     * @throws Refusal if it stands for a household of several
     */
    @Transactional
    public PersonJourney of(String token) {
        Bearer bearer = bearers.of(token);
        if (bearer.partySize() > 1) {
            throw new Refusal(
                    "This token is of a household of " + bearer.partySize() + ". Ask with the token of one of them.",
                    "token");
        }
        Member member = bearer.member();
        if (member == null) {
            throw new Refusal.NotFound("Nobody is known by this token.");
        }
        Traveller traveller = jdbc.sql("""
                select case_number, coalesce(name, latin_name) as name, stage
                from person join household on household.id = household_id where person.id = :person""")
                .param("person", member.person())
                .query(Traveller.class)
                .single();
        audit.recordOfPerson("read", member.household(), member.person(), "journey");
        return new PersonJourney(
                traveller.caseNumber(),
                member.person(),
                traveller.name(),
                traveller.stage(),
                legs(member.person()),
                conflicts(member.person()));
    }

    private List<Leg> legs(long person) {
        List<Counted> counts =
                jdbc.sql("""
                select movement_id, checkpoint, counted_at, at, officer, device from scan
                where person_id = :person and verdict = 'taken' order by counted_at, id""").param("person", person).query(Counted.class).list();
        return jdbc.sql("""
                select movement.id, code, kind, origin, destination, departs, movement.state,
                       case when bool_or(reservation.state = 'held') then 'held' else 'given back' end as place
                from movement join reservation on movement_id = movement.id and person_id = :person
                group by movement.id
                having bool_or(reservation.state = 'held')
                  or exists (select from scan where person_id = :person and movement_id = movement.id and verdict = 'taken')
                order by departs, movement.id""").param("person", person).query(Row.class).list().stream()
                .map(row -> leg(row, counts))
                .toList();
    }

    private static Leg leg(Row row, List<Counted> counts) {
        return new Leg(
                row.code(),
                row.kind(),
                row.origin(),
                row.destination(),
                row.departs().toInstant(),
                row.state(),
                row.place(),
                counts.stream()
                        .filter(count -> count.movementId() == row.id())
                        .map(count -> new Count(
                                count.checkpoint(),
                                count.countedAt().toInstant(),
                                count.at().toInstant(),
                                count.officer(),
                                count.device()))
                        .toList());
    }

    private List<Conflict> conflicts(long person) {
        return jdbc.sql("""
                select id, movement_given, checkpoint, counted_at, at, officer, device, why, resolution, resolved_at, resolved_by
                from scan where person_id = :person and (verdict = 'conflict' or resolution is not null)
                order by counted_at, id""")
                .param("person", person)
                .query((row, number) -> new Conflict(
                        row.getString("id"),
                        row.getString("movement_given"),
                        row.getString("checkpoint"),
                        row.getTimestamp("counted_at").toInstant(),
                        row.getTimestamp("at").toInstant(),
                        row.getString("officer"),
                        row.getString("device"),
                        row.getString("why") == null ? null : Wording.of(row.getString("why")),
                        row.getString("resolution"),
                        row.getTimestamp("resolved_at") == null
                                ? null
                                : Objects.requireNonNull(row.getTimestamp("resolved_at"))
                                        .toInstant(),
                        row.getString("resolved_by")))
                .list();
    }
}
