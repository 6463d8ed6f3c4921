package org.homeward.passage;

import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.passage.Entry.Place;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who was missing or refused at a checkpoint, and what was decided about them. */
@Component
class Absences {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;

    Absences(JdbcClient jdbc, Clock clock, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
    }

    /** Notes persons of a household as missing, unless that is noted and undecided already. */
    void noteMissing(long household, long movement, Checkpoint checkpoint, Collection<Long> persons) {
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, noted_at, noted_by)
                select :household, person.id, :movement, :checkpoint, 'missing', :now, :officer
                from person where id = any(:persons) and not exists (
                  select from absence where person_id = person.id and movement_id = :movement
                    and checkpoint = :checkpoint and decision is null)""")
                .param("household", household)
                .param("movement", movement)
                .param("checkpoint", checkpoint.word())
                .param("now", now())
                .param("officer", officer.name())
                .param("persons", persons.toArray(Long[]::new))
                .update();
    }

    void noteRefused(long household, long movement, Checkpoint checkpoint, long person, String reason) {
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, reason, noted_at, noted_by)
                values (:household, :person, :movement, :checkpoint, 'refused', :reason, :now, :officer)""")
                .param("household", household)
                .param("person", person)
                .param("movement", movement)
                .param("checkpoint", checkpoint.word())
                .param("reason", reason)
                .param("now", now())
                .param("officer", officer.name())
                .update();
    }

    /** Closes what is undecided about these persons here. */
    void decide(long movement, Checkpoint checkpoint, Collection<Long> persons, String decision) {
        jdbc.sql("""
                update absence set decision = :decision, decided_by = :officer, decided_at = :now
                where person_id = any(:persons) and movement_id = :movement and checkpoint = :checkpoint
                  and decision is null""")
                .param("decision", decision)
                .param("officer", officer.name())
                .param("now", now())
                .param("persons", persons.toArray(Long[]::new))
                .param("movement", movement)
                .param("checkpoint", checkpoint.word())
                .update();
    }

    /** More time that an officer gave last. @param tryingAgain whether somebody tries again who was turned away here */
    record Given(Instant at, boolean tryingAgain) {}

    /** When an officer last decided to give the household more time here. */
    Optional<Given> lastGivenTime(long household, long movement, Checkpoint checkpoint) {
        return jdbc.sql("""
                select max(decided_at) at, bool_or(decision = 'tryAgain') trying_again from absence
                where household_id = :household and movement_id = :movement and checkpoint = :checkpoint
                  and decision in ('wait', 'tryAgain')
                having count(*) > 0""")
                .param("household", household)
                .param("movement", movement)
                .param("checkpoint", checkpoint.word())
                .query((row, number) -> new Given(
                        row.getObject("at", OffsetDateTime.class).toInstant(), row.getBoolean("trying_again")))
                .optional();
    }

    /** Whether an officer has written into the dossier since somebody was noted as missing here; no list counts. */
    boolean remarkedSince(long household, long movement, Checkpoint checkpoint) {
        return jdbc.sql("""
                select exists (select from remark where household_id = :household and person_id is null and at >= (
                  select min(noted_at) from absence
                  where household_id = :household and movement_id = :movement and checkpoint = :checkpoint
                    and decision is null))""")
                .param("household", household)
                .param("movement", movement)
                .param("checkpoint", checkpoint.word())
                .query(Boolean.class)
                .single();
    }

    /** Where members need not be counted any more, for they left the airport by themselves: there, and at reception. */
    Set<Place> leftByThemselves(long household) {
        Set<Place> places = new HashSet<>();
        jdbc.sql("""
                select person_id, movement_id, checkpoint from absence
                where household_id = :household and decision = 'leftByThemselves'""").param("household", household).query((ResultSet row) -> {
            long person = row.getLong("person_id");
            long movement = row.getLong("movement_id");
            Checkpoint.called(row.getString("checkpoint"))
                    .map(there -> new Place(person, movement, there))
                    .ifPresent(places::add);
            places.add(new Place(person, movement, Checkpoint.RECEPTION));
        });
        return places;
    }

    /** Members of the household who stay behind here by decision and have not been split off yet. */
    List<Long> stayingBehind(long household, long movement, Checkpoint checkpoint) {
        return jdbc.sql("""
                select distinct person_id from absence join person on person.id = person_id
                where absence.household_id = :household and person.household_id = :household
                  and movement_id = :movement and checkpoint = :checkpoint and decision = 'goOnWithout'""")
                .param("household", household)
                .param("movement", movement)
                .param("checkpoint", checkpoint.word())
                .query(Long.class)
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
