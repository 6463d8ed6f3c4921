package org.homeward.passage;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewPerson;
import org.homeward.household.Person;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What happens to people on the way, noted at the checkpoint they are on the way to. Whoever lives is asked about by the
 * household's process; who has died or was born counts so at once.
 */
@Component
public class Incidents {

    /** What can happen to somebody who lives, as codes. */
    public static final List<String> KINDS = List.of("injured", "hospital", "detained");

    private static final int LONGEST = 200;

    private final Households households;
    private final Movements movements;
    private final Reservations reservations;
    private final RollCall rollCall;
    private final Absences absences;
    private final PassageProcess process;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Incidents(
            Households households,
            Movements movements,
            Reservations reservations,
            RollCall rollCall,
            Absences absences,
            PassageProcess process,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit) {
        this.households = households;
        this.movements = movements;
        this.reservations = reservations;
        this.rollCall = rollCall;
        this.absences = absences;
        this.process = process;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /**
     * Notes what has happened to somebody, and wakes the household; the same again changes nothing.
     *
     * @param personId somebody on the movement's manifest who has not been counted there
     * @param kind one of {@link #KINDS}
     * @throws Refusal if that is not so
     */
    @Transactional
    public void note(String movementCode, Checkpoint here, long personId, String kind) {
        if (!KINDS.contains(kind)) {
            throw new Refusal("Choose from the list what has happened.", "incident");
        }
        Movement movement = movement(movementCode, here);
        RollCall.Rider rider = rollCall.rider(movement, personId);
        Household household = households.lock(rider.household());
        if (isCounted(personId, movement, here)) {
            throw new Refusal(
                    "This person has been counted here as through: note it at the next checkpoint.", "person");
        }
        if (kind.equals(
                absences.openIncidents(household.id(), rider.movement(), here).get(personId))) {
            return;
        }
        absences.noteIncident(household.id(), rider.movement(), here, personId, kind);
        audit.recordOfPerson("incident", household.id(), personId, here.word() + ": " + kind);
        process.somethingHappened(household.caseNumber());
    }

    /**
     * Records that somebody has died. They get a case of their own, which is ended; their places are free, and nobody misses
     * them. The others are asked how they go on, wherever they are. The same again changes nothing.
     *
     * @param at null: just now
     * @param saidBy who established it, at most 200 characters
     * @throws Refusal if nobody is said to have established it, or the time is in the future or before it was planned
     */
    @Transactional
    public void died(
            String movementCode, Checkpoint here, long personId, @Nullable Instant at, @Nullable String saidBy) {
        Movement movement = movement(movementCode, here);
        String by = PlainText.of(saidBy);
        if (by.isEmpty() || by.length() > LONGEST) {
            throw new Refusal("Say who established the death, in at most " + LONGEST + " characters.", "saidBy");
        }
        Instant when = TimeGiven.of(at, movement, clock, "diedAt");
        if (isDead(personId, movement)) {
            return;
        }
        Household household = households.lock(rollCall.rider(movement, personId).household());
        if (isDead(personId, movement)) {
            return; // recorded twice at the same moment
        }
        RollCall.Rider rider = rollCall.rider(movement, personId);
        absences.noteIncident(household.id(), rider.movement(), here, personId, "died");
        jdbc.sql("""
                insert into death (person_id, movement_id, checkpoint, at, said_by, noted_by, noted_at)
                select person_id, movement_id, checkpoint, :at, :by, noted_by, noted_at from absence
                where person_id = :person and kind = 'died'""")
                .param("at", when.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("person", personId)
                .update();
        audit.recordOfPerson("died", household.id(), personId, here.word());
        if (households.partySize(household.id()) == 1) {
            absences.decide(rider.movement(), here, List.of(personId), "died");
            if (!process.lastMemberDied(household.caseNumber())) {
                reservations.giveBack(List.of(household.id()), "died");
                households.ends(household.id(), "died");
            }
            return;
        }
        reservations.giveBackOf(List.of(personId));
        households.ends(
                households.split(household.id(), List.of(personId), "died").id(), "died");
        process.partySize(household.caseNumber(), households.partySize(household.id()));
        process.somethingHappened(household.caseNumber());
    }

    /**
     * Takes up a child that was born on the way: a member of its mother's household, in her arms on every leg, to be counted
     * from here on. A consular officer is asked to enter it.
     *
     * @param motherId a woman on the movement's manifest
     * @param name blank: the child has none yet
     * @param sex {@code female}, {@code male} or {@code unknown}
     * @return the child's number
     */
    @Transactional
    public long born(String movementCode, Checkpoint here, long motherId, @Nullable String name, String sex) {
        Movement movement = movement(movementCode, here);
        households.lock(rollCall.rider(movement, motherId).household());
        Household household = households.get(rollCall.rider(movement, motherId).household());
        Person mother = households.members(household.id()).stream()
                .filter(member -> member.id() == motherId && !member.sex().equals("male"))
                .findFirst()
                .orElseThrow(() -> new Refusal("Choose the mother of the child.", "mother"));
        if (!List.of("female", "male", "unknown").contains(sex)) {
            throw new Refusal("Say whether it is a girl or a boy.", "sex");
        }
        String called = PlainText.of(name);
        if (called.length() > LONGEST) {
            throw new Refusal("A name has at most " + LONGEST + " characters.", "name");
        }
        NewPerson newborn = newborn(mother, called, sex);
        if (isJustBorn(household.id(), newborn)) {
            throw new Refusal(
                    "This child has just been taken up. If it has a twin, take that one up in a minute.", "mother");
        }
        long child = households.addMember(household.id(), newborn);
        reservations.carryInArms(household.id(), motherId);
        absences.noteIncident(household.id(), movement.id(), here, child, "born");
        absences.decide(movement.id(), here, List.of(child), "born");
        audit.recordOfPerson("born on the way", household.id(), child, here.word());
        process.partySize(household.caseNumber(), households.partySize(household.id()));
        process.householdChanged(household.caseNumber());
        return child;
    }

    private NewPerson newborn(Person mother, String called, String sex) {
        String latinName = mother.latinName() == null ? mother.calledName() : mother.latinName();
        return new NewPerson(
                called.isEmpty() ? null : called,
                called.isEmpty() ? "INFANT OF " + latinName : null,
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                false,
                sex,
                mother.nationalities(),
                "child",
                "unknown",
                List.of(),
                null,
                "arms",
                List.of(),
                null);
    }

    private boolean isDead(long personId, Movement movement) {
        return jdbc.sql("""
                select exists (select from death join person on person.id = person_id
                               join household on household.id = household_id and (not restricted or :cleared)
                               where person_id = :person and movement_id = :movement)""")
                .param("cleared", officer.cleared())
                .param("person", personId)
                .param("movement", movement.id())
                .query(Boolean.class)
                .single();
    }

    /** Whether the same was taken up within this minute: the button was pressed twice. */
    private boolean isJustBorn(long householdId, NewPerson child) {
        return jdbc.sql("""
                select exists (select from absence join person on person.id = person_id
                               where absence.household_id = :household and kind = 'born' and noted_at > :aMinuteAgo
                                 and sex = :sex and name is not distinct from :name
                                 and latin_name is not distinct from :latin)""")
                .param("household", householdId)
                .param("aMinuteAgo", clock.instant().minusSeconds(60).atOffset(ZoneOffset.UTC))
                .param("sex", child.sex())
                .param("name", child.name(), Types.VARCHAR)
                .param("latin", child.latinName(), Types.VARCHAR)
                .query(Boolean.class)
                .single();
    }

    private boolean isCounted(long personId, Movement movement, Checkpoint here) {
        return jdbc.sql("""
                select exists (select from scan where person_id = :person and movement_id = :movement
                                 and checkpoint = :checkpoint and verdict = 'taken')""")
                .param("person", personId)
                .param("movement", movement.id())
                .param("checkpoint", here.word())
                .query(Boolean.class)
                .single();
    }

    private Movement movement(String code, Checkpoint here) {
        Movement movement = movements.named(code);
        if (!here.isOn(movement.kind())) {
            throw new Refusal("A " + movement.kind() + " has no checkpoint '" + here.word() + "'.", "checkpoint");
        }
        return movement;
    }
}
