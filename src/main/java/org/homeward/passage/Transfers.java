package org.homeward.passage;

import java.sql.ResultSet;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservation;
import org.homeward.movement.Reservations;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * People on another vehicle than was planned: late, on the wrong one, a child with another family, or all of them after a
 * breakdown. What has been counted on the vehicle before stays counted; the journey goes on at the next checkpoint. See
 * docs/adr/0020.
 */
@Component
public class Transfers {

    private static final int LONGEST = 200;

    private final Households households;
    private final Movements movements;
    private final Reservations reservations;
    private final KeptPlaces kept;
    private final RollCall rollCall;
    private final Absences absences;
    private final Scans scans;
    private final PassageProcess process;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Transfers(
            Households households,
            Movements movements,
            Reservations reservations,
            KeptPlaces kept,
            RollCall rollCall,
            Absences absences,
            Scans scans,
            PassageProcess process,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit) {
        this.households = households;
        this.movements = movements;
        this.reservations = reservations;
        this.kept = kept;
        this.rollCall = rollCall;
        this.absences = absences;
        this.scans = scans;
        this.process = process;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** Who is meant: a whole household, or one person of it. */
    private record Found(long household, @Nullable Long person) {}

    /** What a breakdown would move, as far as the officer may know. */
    public record Load(int households, int persons) {}

    /**
     * Somebody who has no place on this movement sits in it, and travels on with it: they get a free place here and give back
     * the one on the vehicle that they should have been on.
     *
     * @param given a case number or the short code of a pass: the whole household; or a person's number: this one alone
     * @param withPerson who looks after a child that rides apart from the grown-ups of its household: the number of a grown-up
     *     on the movement that it rides on, this one or the one where it stays
     * @param agreedBy which guardian of it agreed, and how
     * @throws Refusal if nobody is meant, they hold no such seats, no place is free, or a child would be alone
     */
    @Transactional
    public void takeAlong(
            String code, Checkpoint here, String given, @Nullable String withPerson, @Nullable String agreedBy) {
        Movement onto = movement(code, here);
        Found found = found(given);
        Household household = households.lock(found.household());
        Movement from = planned(household, here);
        List<Long> persons = household(household, found);
        List<Long> apart =
                persons.stream().filter(person -> !isAboard(person, onto.id())).toList();
        if (apart.isEmpty()) {
            throw new Refusal("They have their places on " + onto.code() + " already.", "given");
        }
        Long carer = carer(household, found, onto, withPerson, agreedBy);
        leaveNoChildAlone(household, apart, from, onto, here, withPerson, agreedBy);
        move(apart, from, onto, next(apart, from, here));
        audit.record("moved", household.id(), from.code() + " → " + onto.code());
        note(apart, onto, here, "moved", carer, agreedBy);
        scans.weighAnew(household.id(), household.caseNumber());
        process.vehicleChanged(household.caseNumber());
    }

    /**
     * Somebody who has no place on this movement is taken off it and waited for where they should be.
     *
     * @param given as in {@link #takeAlong}
     */
    @Transactional
    public void takeOff(String code, Checkpoint here, String given) {
        Movement from = movement(code, here);
        Found found = found(given);
        Household household = households.lock(found.household());
        note(household(household, found), from, here, "taken off", null, null);
    }

    /** Whom a breakdown of this movement would move. */
    public Load load(long movementId) {
        return jdbc.sql("""
                select count(distinct household.id) households, count(*) persons
                from reservation join household on household.id = reservation.household_id and (not restricted or :cleared)
                where movement_id = :movement and reservation.state = 'held'""")
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(Load.class)
                .single();
    }

    /** Vehicles that could take over those of this one: of the same kind, on the same way, and not gone yet. */
    public List<Movement> canTakeOver(Movement brokenDown) {
        return movements.upcoming().stream()
                .filter(other -> takesOver(other, brokenDown))
                .toList();
    }

    private static boolean takesOver(Movement other, Movement brokenDown) {
        return other.id() != brokenDown.id()
                && other.kind().equals(brokenDown.kind())
                && other.destination().equals(brokenDown.destination())
                && !other.hasLeft()
                && !other.isOver();
    }

    /**
     * A vehicle has broken down: all its people go over to another, all or nobody, and it goes no further. On the other each
     * is counted from the checkpoint on that follows the last at which they have been counted.
     *
     * @param passed the last checkpoint that all have passed for certain, whether they have been counted there or not yet;
     *     null: as the counts say
     * @throws Refusal if the other goes elsewhere, has left, or has not places of each kind for everybody
     */
    @Transactional
    public void breakDown(String code, String other, @Nullable Checkpoint passed) {
        List<Household> aboard = lockAll(movements.named(code));
        reservations.lockMovements(
                List.of(movements.named(code).id(), movements.named(other).id()));
        Movement brokenDown = underWay(code);
        Movement onto = movements.named(other);
        if (!takesOver(onto, brokenDown)) {
            throw new Refusal(
                    onto.code() + " does not go the same way, or has left already. Choose another movement.", "onto");
        }
        if (passed != null && !passed.isOn(brokenDown.kind())) {
            throw new Refusal("A " + brokenDown.kind() + " has no checkpoint '" + passed.word() + "'.", "passed");
        }
        List<Long> persons = movements.aboard(brokenDown.id()).stream()
                .map(Reservation::personId)
                .toList();
        Checkpoint first = passed == null ? Checkpoint.of(brokenDown.kind()).get(0) : passed.next();
        kept.transfer(brokenDown, onto);
        move(persons, brokenDown, onto, next(persons, brokenDown, first));
        reservations.writeManifest(onto.id());
        audit.recordOf("broke down", brokenDown.code(), "to " + onto.code());
        audit.record("moved", aboard.stream().map(Household::id).toList(), brokenDown.code() + " → " + onto.code());
        if (!end(brokenDown)) {
            process.endMovement(brokenDown.code());
        }
        aboard.forEach(household -> {
            scans.weighAnew(household.id(), household.caseNumber());
            process.vehicleChanged(household.caseNumber());
        });
    }

    /**
     * A movement returns to where it set out: all aboard leave the journey and wait for other seats.
     *
     * @throws Refusal if it has not set out, or some of those aboard ride elsewhere too or have come through already
     */
    @Transactional
    public void returnToStart(String code) {
        lockAll(movements.named(code));
        Movement returning = underWay(code);
        if (!returning.hasLeft() && clock.instant().isBefore(returning.departs())) {
            throw new Refusal(returning.code()
                    + " has not left, nor has its time come. If it is not to leave, have transport cancel it.");
        }
        requireThatAllReturn(returning);
        audit.recordOf("returned to start", returning.code(), null);
        if (!end(returning)) {
            throw new Refusal(
                    returning.code() + " was planned under an earlier version of the models and cannot return as a"
                            + " whole. Let each household turn back where it is counted.");
        }
    }

    /** Who rides apart from others of the household, or is through the last checkpoint with all of it, does not return. */
    private void requireThatAllReturn(Movement returning) {
        List<Map.Entry<String, Boolean>> others = jdbc.sql("""
                select distinct case_number, restricted from reservation
                join household on household.id = reservation.household_id
                where reservation.movement_id = :movement and reservation.state = 'held' and (
                  instead_of is not null
                  or exists (select from reservation elsewhere
                             where elsewhere.itinerary_id = reservation.itinerary_id and elsewhere.state = 'held'
                               and elsewhere.instead_of = :movement)
                  or not exists (
                    select from reservation member
                    where member.itinerary_id = reservation.itinerary_id and member.movement_id = :movement
                      and member.state = 'held' and not exists (
                        select from scan join reservation leg
                          on leg.person_id = scan.person_id and leg.movement_id = scan.movement_id
                        where scan.person_id = member.person_id and leg.itinerary_id = member.itinerary_id
                          and verdict = 'taken' and checkpoint = any(:through))))
                order by case_number""")
                .param("movement", returning.id())
                .param("through", through(returning))
                .query((row, number) -> Map.entry(row.getString("case_number"), row.getBoolean("restricted")))
                .list();
        if (others.isEmpty()) {
            return;
        }
        List<String> named = others.stream()
                .filter(one -> officer.cleared() || !one.getValue())
                .map(Map.Entry::getKey)
                .toList();
        throw new Refusal(
                named.isEmpty()
                        ? "Not everybody aboard returns with " + returning.code() + ": ask your manager."
                        : "Some do not return with " + returning.code()
                                + ", for they ride apart or have come through already: " + String.join(", ", named)
                                + ". Take them along on another vehicle first.");
    }

    /** Counted where, somebody has nothing more to do with this vehicle: where it lands, or beyond. */
    private static String[] through(Movement movement) {
        Checkpoint last = movement.goesHome() ? Checkpoint.LANDING : Checkpoint.BORDER_ENTRY;
        return Stream.of(Checkpoint.values())
                .filter(stop -> stop.compareTo(last) >= 0)
                .map(Checkpoint::word)
                .toArray(String[]::new);
    }

    /** @return whether its process has heard */
    private boolean end(Movement movement) {
        movements.enters(movement.id(), "cancelled");
        return process.tellMovement(
                movement.code(), movement.hasLeft() ? "movementEndedOnTheWay" : "movementCancelled");
    }

    private List<Household> lockAll(Movement movement) {
        return new TreeSet<>(movements.aboard(movement.id()).stream()
                        .map(Reservation::householdId)
                        .toList())
                .stream().map(households::lock).toList();
    }

    private Movement underWay(String code) {
        Movement movement = movements.lock(movements.named(code).id());
        if (movement.isOver()) {
            throw new Refusal(movement.code() + " has arrived or is cancelled: nobody is aboard any more.");
        }
        return movement;
    }

    /**
     * Where each of these persons is counted next on this journey, whatever vehicles they have been on: not before {@code
     * first}. Who has been counted at the last checkpoint of such a vehicle is counted on the next leg only.
     */
    private Map<Long, Checkpoint> next(Collection<Long> persons, Movement movement, Checkpoint first) {
        Map<Long, Checkpoint> next = new HashMap<>();
        persons.forEach(person -> next.put(person, first));
        jdbc.sql("""
                with going as (
                  select person_id, itinerary_id from reservation
                  where person_id = any(:persons) and state = 'held' and :movement in (movement_id, instead_of))
                select person_id, checkpoint, true counted
                from going join reservation leg using (person_id, itinerary_id)
                  join scan using (person_id, movement_id) where verdict = 'taken'
                union
                select person_id, checkpoint, false from going join absence using (person_id)
                where movement_id = :movement and kind in ('born', 'moved')""")
                .param("persons", persons.toArray(Long[]::new))
                .param("movement", movement.id())
                .query((ResultSet row) -> {
                    Checkpoint there =
                            Checkpoint.called(row.getString("checkpoint")).orElseThrow();
                    Checkpoint after = row.getBoolean("counted") ? there.next() : there;
                    if (there.isOn(movement.kind())) {
                        next.merge(
                                row.getLong("person_id"),
                                after,
                                (one, other) -> one.compareTo(other) > 0 ? one : other);
                    }
                });
        return next;
    }

    private void move(Collection<Long> persons, Movement from, Movement onto, Map<Long, Checkpoint> next) {
        reservations.transfer(persons, from, onto);
        next.forEach((person, here) -> absences.noteMoved(List.of(person), from.id(), onto.id(), here));
    }

    private void note(
            List<Long> persons,
            Movement movement,
            Checkpoint here,
            String decision,
            @Nullable Long carer,
            @Nullable String agreedBy) {
        jdbc.sql("""
                insert into found_aboard (person_id, movement_id, checkpoint, decision, with_person_id, agreed_by, noted_at,
                                          noted_by)
                select person, :movement, :checkpoint, :decision, :carer, :agreed, :now, :officer
                from unnest(:persons) person""")
                .param("movement", movement.id())
                .param("checkpoint", here.word())
                .param("decision", decision)
                .param("carer", carer, Types.BIGINT)
                .param("agreed", PlainText.orNull(agreedBy), Types.VARCHAR)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("persons", persons.toArray(Long[]::new))
                .update();
        audit.recordOf("found aboard", movement.code(), here.word() + ": " + decision);
    }

    private Found found(String given) {
        String written = PlainText.of(given);
        return jdbc.sql("""
                select household.id household,
                       case when person.id::text = :given then person.id end person
                from household
                join person on person.household_id = household.id and person.merged_into is null
                left join pass on pass.household_id = household.id
                where (not restricted or :cleared)
                  and (case_number = upper(:given) or person.id::text = :given
                       or translate(short_code, '-', '') = translate(upper(:given), '- ', ''))
                order by 2 nulls last limit 1""")
                .param("given", written)
                .param("cleared", officer.cleared())
                .query(Found.class)
                .optional()
                .orElseThrow(() -> new Refusal(
                        "Nobody is known by this. Give the case number, the short code of the pass, or the person's number.",
                        "given"));
    }

    private List<Long> household(Household household, Found found) {
        return found.person() == null
                ? households.members(household.id()).stream().map(Person::id).toList()
                : List.of(found.person());
    }

    /** The vehicle of this kind that the household is to travel on. */
    private Movement planned(Household household, Checkpoint here) {
        return movements.itinerary(household.id()).stream()
                .flatMap(itinerary -> itinerary.legs().stream())
                .filter(leg -> here.isOn(leg.kind()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "Case " + household.caseNumber()
                                + " holds no seats on anything of this kind: take them off, and let transport give them some.",
                        "given"));
    }

    private boolean isAboard(long person, long movement) {
        return jdbc.sql("""
                select exists (select from reservation
                               where person_id = :person and movement_id = :movement and state = 'held')""")
                .param("person", person)
                .param("movement", movement)
                .query(Boolean.class)
                .single();
    }

    /** A child apart from its household is with a grown-up of this vehicle, and a guardian has agreed. */
    private @Nullable Long carer(
            Household household, Found found, Movement onto, @Nullable String withPerson, @Nullable String agreedBy) {
        String agreed = PlainText.of(agreedBy);
        if (agreed.length() > LONGEST) {
            throw new Refusal("Keep who agreed to " + LONGEST + " characters.", "agreedBy");
        }
        List<Person> members = households.members(household.id());
        if (found.person() == null || members.size() == 1 || !isMinor(members, found.person())) {
            return null;
        }
        Long carer = grownUp(withPerson, onto);
        if (carer == null) {
            throw new Refusal(
                    "A child does not ride alone: give the number of the grown-up on " + onto.code()
                            + " who looks after it.",
                    "withPerson");
        }
        if (agreed.isEmpty()) {
            throw new Refusal("Say which guardian agreed that the child rides apart, and how.", "agreedBy");
        }
        return carer;
    }

    /** Who goes over does not leave only children of the household where they were, unless it is said who looks after these. */
    private void leaveNoChildAlone(
            Household household,
            List<Long> going,
            Movement from,
            Movement onto,
            Checkpoint here,
            @Nullable String withPerson,
            @Nullable String agreedBy) {
        List<Person> members = households.members(household.id());
        if (going.stream().allMatch(person -> isMinor(members, person))) {
            return;
        }
        Map<Long, List<Long>> riding = new HashMap<>();
        Set<Long> vehiclesLeft = new HashSet<>();
        jdbc.sql("""
                select person_id, movement_id from reservation join person on person.id = person_id
                where person.household_id = :household and state = 'held'
                  and :from in (movement_id, coalesce(instead_of, movement_id))""")
                .param("household", household.id())
                .param("from", from.id())
                .query((ResultSet row) -> {
                    if (going.contains(row.getLong("person_id"))) {
                        vehiclesLeft.add(row.getLong("movement_id"));
                    } else {
                        riding.computeIfAbsent(row.getLong("movement_id"), vehicle -> new ArrayList<>())
                                .add(row.getLong("person_id"));
                    }
                });
        riding.keySet().retainAll(vehiclesLeft);
        riding.forEach((vehicle, staying) -> {
            if (staying.stream().allMatch(person -> isMinor(members, person))) {
                Movement there = movements.get(vehicle);
                Long carer = grownUp(withPerson, there);
                if (carer == null
                        || going.contains(carer)
                        || PlainText.of(agreedBy).isEmpty()) {
                    throw new Refusal(
                            "Only children would stay on " + there.code()
                                    + ": take them along too, or say who looks after them.",
                            "withPerson");
                }
                note(staying, there, here, "stays", carer, agreedBy);
            }
        });
    }

    /** The number of a grown-up with a place on the movement; null if it is none. */
    private @Nullable Long grownUp(@Nullable String given, Movement on) {
        String number = PlainText.of(given);
        if (!number.matches("\\d{1,18}")) {
            return null;
        }
        long person = Long.parseLong(number);
        return isMinor(households.members(rollCall.rider(on, person).household()), person) ? null : person;
    }

    private boolean isMinor(List<Person> members, long person) {
        return members.stream().anyMatch(member -> member.id() == person && member.minorOn(today()));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Movement movement(String code, Checkpoint here) {
        Movement movement = movements.named(code);
        if (!here.isOn(movement.kind())) {
            throw new Refusal("A " + movement.kind() + " has no checkpoint '" + here.word() + "'.", "checkpoint");
        }
        if (movement.isOver()) {
            throw new Refusal(movement.code() + " has arrived or is cancelled: nobody is aboard any more.");
        }
        return movement;
    }
}
