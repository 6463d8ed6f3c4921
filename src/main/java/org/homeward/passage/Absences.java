package org.homeward.passage;

import java.sql.ResultSet;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.homeward.access.CurrentOfficer;
import org.homeward.passage.Entry.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who was missing or refused at a checkpoint, or met with an incident before it, and what was decided about them. */
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
        note(household, movement, checkpoint, person, "refused", reason);
    }

    /** @param kind one of {@link Incidents#KINDS}, {@code died} or {@code born} */
    void noteIncident(long household, long movement, Checkpoint checkpoint, long person, String kind) {
        note(household, movement, checkpoint, person, kind, null);
    }

    private void note(
            long household, long movement, Checkpoint checkpoint, long person, String kind, @Nullable String reason) {
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, reason, noted_at, noted_by)
                values (:household, :person, :movement, :checkpoint, :kind, :reason, :now, :officer)""")
                .param("kind", kind)
                .param("household", household)
                .param("person", person)
                .param("movement", movement)
                .param("checkpoint", checkpoint.word())
                .param("reason", reason, Types.VARCHAR)
                .param("now", now())
                .param("officer", officer.name())
                .update();
    }

    /**
     * Notes that persons go on aboard another vehicle, where they have their places already, to be counted there from a
     * checkpoint on. Who was missing or refused here is so no more; what has happened to somebody is still to be decided,
     * where their household is counted now.
     */
    void noteMoved(Collection<Long> persons, long from, long onto, Checkpoint here) {
        jdbc.sql("""
                update absence set decision = 'moved', decided_by = :officer, decided_at = :now
                where person_id = any(:persons) and movement_id = :from and decision is null
                  and kind in ('missing', 'refused')""")
                .param("officer", officer.name())
                .param("now", now())
                .param("persons", persons.toArray(Long[]::new))
                .param("from", from)
                .update();
        jdbc.sql("""
                update absence set movement_id = :onto,
                  checkpoint = case when array_position(:order, checkpoint) < array_position(:order, :here)
                               then :here else checkpoint end
                from reservation
                where absence.person_id = any(:persons) and absence.movement_id = :from and decision is null
                  and reservation.person_id = absence.person_id and reservation.movement_id = :onto and state = 'held'
                  and instead_of is null""")
                .param("onto", onto)
                .param("order", order())
                .param("here", here.word())
                .param("persons", persons.toArray(Long[]::new))
                .param("from", from)
                .update();
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, noted_at, noted_by, decision,
                                     decided_by, decided_at)
                select household_id, person.id, movement, :checkpoint, 'moved', :now, :officer, 'moved', :officer, :now
                from person, unnest(:movements) movement where person.id = any(:persons)""")
                .param("checkpoint", here.word())
                .param("now", now())
                .param("officer", officer.name())
                .param("movements", new Long[] {from, onto})
                .param("persons", persons.toArray(Long[]::new))
                .update();
    }

    /**
     * Notes that somebody had been counted on a vehicle before they were moved off it, as is known only now: they are to be
     * counted on the other from the next checkpoint on, unless they have been there meanwhile.
     */
    void noteCountedBefore(Place counted, Instant at) {
        jdbc.sql("""
                update absence set checkpoint = :next
                where person_id = :person and kind = 'moved' and noted_at >= :at
                  and array_position(:order, checkpoint) < array_position(:order, :next)
                  and not exists (
                    select from scan where scan.person_id = :person and scan.movement_id <> :movement
                      and scan.checkpoint = :checkpoint and verdict = 'taken')""")
                .param("next", counted.checkpoint().next().word())
                .param("person", counted.person())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("order", order())
                .param("movement", counted.movement())
                .param("checkpoint", counted.checkpoint().word())
                .update();
    }

    private static String[] order() {
        return Arrays.stream(Checkpoint.values()).map(Checkpoint::word).toArray(String[]::new);
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

    /** Whether nobody has decided yet how the household goes on after an incident here, or after a death anywhere. */
    boolean incidentIsOpen(long household, long movement, Checkpoint checkpoint) {
        return deathIsOpen(household)
                || !openIncidents(household, movement, checkpoint).isEmpty();
    }

    /** Whether nobody has decided yet how the others go on after a death, wherever it was noted. */
    boolean deathIsOpen(long household) {
        return jdbc.sql("""
                select exists (select from absence
                               where household_id = :household and kind = 'died' and decision is null)""").param("household", household).query(Boolean.class).single();
    }

    /** Closes what is undecided after deaths in the household, wherever they were noted. */
    void decideAfterDeath(long household, String decision) {
        jdbc.sql("""
                update absence set decision = :decision, decided_by = :officer, decided_at = :now
                where household_id = :household and kind = 'died' and decision is null""")
                .param("decision", decision)
                .param("officer", officer.name())
                .param("now", now())
                .param("household", household)
                .update();
    }

    /** Whether an officer has written into the dossier since a death was noted that is undecided; no list counts. */
    boolean remarkedSinceDeath(long household) {
        return jdbc.sql("""
                select exists (select from remark where household_id = :household and person_id is null and at >= (
                  select min(noted_at) from absence
                  where household_id = :household and kind = 'died' and decision is null))""").param("household", household).query(Boolean.class).single();
    }

    /** Whom the undecided incidents here concern, who live. */
    Map<Long, String> openIncidents(long household, long movement, Checkpoint checkpoint) {
        Map<Long, String> open = new TreeMap<>();
        jdbc.sql("""
                select person_id, kind from absence
                where household_id = :household and movement_id = :movement and checkpoint = :checkpoint
                  and kind not in ('missing', 'refused', 'died') and decision is null""")
                .param("household", household)
                .param("movement", movement)
                .param("checkpoint", checkpoint.word())
                .query((ResultSet row) -> {
                    open.put(row.getLong("person_id"), row.getString("kind"));
                });
        return open;
    }

    /** Where members need not be counted any more: they left the airport by themselves, or somebody has taken them over. */
    Set<Place> leftThere(long household) {
        return places(household, """
                select person.id person_id, movement_id, checkpoint from absence
                join person on person.id = person_id
                where person.household_id = :household and decision in ('leftByThemselves', 'takenOver')""", (stop, there) -> stop == there || stop == Checkpoint.RECEPTION);
    }

    /** Where members were not yet, or have been counted on another vehicle: they were born, or came aboard, later. */
    Set<Place> cameLater(long household) {
        return places(household, """
                select person.id person_id, coalesce(leg.movement_id, absence.movement_id) movement_id, checkpoint from absence
                join person on person.id = person_id
                left join reservation leg on decision = 'born' and leg.person_id = person.id and leg.state = 'held'
                where person.household_id = :household and decision in ('born', 'moved')""", (stop, there) -> stop.compareTo(there) < 0);
    }

    /** All stops of vehicles that members were moved off. */
    Set<Place> movedOff(long household) {
        return places(household, """
                select person.id person_id, movement_id, checkpoint from absence
                join person on person.id = person_id
                where person.household_id = :household and decision = 'moved' and kind = 'moved' and not exists (
                  select from reservation where reservation.person_id = person.id
                    and reservation.movement_id = absence.movement_id and state = 'held')""", (stop, there) -> true);
    }

    private Set<Place> places(long household, String noted, BiPredicate<Checkpoint, Checkpoint> excused) {
        Set<Place> places = new HashSet<>();
        jdbc.sql(noted).param("household", household).query((ResultSet row) -> {
            long person = row.getLong("person_id");
            long movement = row.getLong("movement_id");
            Checkpoint there = Checkpoint.called(row.getString("checkpoint")).orElseThrow();
            Arrays.stream(Checkpoint.values())
                    .filter(stop -> excused.test(stop, there))
                    .forEach(stop -> places.add(new Place(person, movement, stop)));
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
