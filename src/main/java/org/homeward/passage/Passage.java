package org.homeward.passage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.passage.Entry.Place;
import org.homeward.workflow.Decisions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The door of the fourth station: where the members of a household are, and what is done when not all of them come
 * along. Checkpoints are named by their words: {@link Checkpoint#word()}.
 */
@Component("passage")
public class Passage {

    /** Why people are turned away, as codes. */
    public static final List<String> REASONS =
            List.of("no permission", "papers", "visa", "quota", "closed", "health", "other");

    private static final List<String> PLACES = List.of("seat", "wheelchair", "stretcher");
    private static final Duration MORE_TIME = Duration.ofMinutes(30);

    private final Households households;
    private final Movements movements;
    private final Reservations reservations;
    private final Absences absences;
    private final Conflicts conflicts;
    private final Decisions decisions;
    private final PassageProcess process;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final RollCall rollCall;
    private final Audit audit;

    Passage(
            Households households,
            Movements movements,
            Reservations reservations,
            Absences absences,
            Conflicts conflicts,
            Decisions decisions,
            PassageProcess process,
            JdbcClient jdbc,
            Clock clock,
            RollCall rollCall,
            Audit audit) {
        this.households = households;
        this.movements = movements;
        this.reservations = reservations;
        this.absences = absences;
        this.conflicts = conflicts;
        this.decisions = decisions;
        this.process = process;
        this.jdbc = jdbc;
        this.clock = clock;
        this.rollCall = rollCall;
        this.audit = audit;
    }

    /** The household sets out. @return true if it goes by road or sea first */
    @Transactional
    public boolean begin(long householdId) {
        households.enters(householdId, "under way");
        return !legs(householdId).get(0).goesHome();
    }

    /**
     * Counts the members at a checkpoint. Nobody scans the household until this transaction has ended.
     *
     * @return {@code through}: all have been counted; {@code refused}: somebody was turned away and it is undecided;
     *     {@code incident}: something has happened to somebody and it is undecided; {@code waiting}: there is time left;
     *     {@code missing}: the cut-off has passed
     */
    @Transactional
    public String whoIsThrough(long householdId, String checkpoint) {
        households.lock(householdId);
        Checkpoint here = checkpoint(checkpoint);
        Movement movement = movement(householdId, here);
        List<Presence> members = presences(householdId, movement.id(), here);
        List<Long> came = members.stream()
                .filter(member -> member.counted() && member.undecided())
                .map(Presence::person)
                .toList();
        if (!came.isEmpty()) {
            absences.decide(movement.id(), here, came, "came");
        }
        if (absences.incidentIsOpen(householdId, movement.id(), here)) {
            return "incident";
        }
        List<Presence> absent =
                members.stream().filter(member -> !member.counted()).toList();
        if (absent.isEmpty()) {
            return "through";
        }
        if (absent.stream().anyMatch(Presence::refused)) {
            return "refused";
        }
        if (clock.instant().isBefore(cutOff(householdId, movement, here))) {
            return "waiting";
        }
        absences.noteMissing(
                householdId,
                movement.id(),
                here,
                absent.stream().map(Presence::person).toList());
        return "missing";
    }

    /**
     * As {@link #whoIsThrough}, for households that set out under earlier models, which know no incidents: they are decided
     * about as refusals are.
     */
    @Transactional
    public String tally(long householdId, String checkpoint) {
        String outcome = whoIsThrough(householdId, checkpoint);
        return outcome.equals("incident") ? "refused" : outcome;
    }

    /** By when all must be through: by the table {@code cut-offs}, or when the time is over that an officer gave them. */
    public Date cutOff(long householdId, String checkpoint) {
        Checkpoint here = checkpoint(checkpoint);
        return Date.from(cutOff(householdId, movement(householdId, here), here));
    }

    private Instant cutOff(long householdId, Movement movement, Checkpoint here) {
        long minutes = Long.parseLong(decisions.decide("cut-offs", Map.of("checkpoint", here.word())));
        Instant departure = movement.departedAt() == null ? movement.departs() : movement.departedAt();
        Instant byTable = departure.plus(Duration.ofMinutes(minutes));
        Instant inFairness = fairChance(householdId, departure);
        Instant cutOff = byTable.isBefore(inFairness) ? inFairness : byTable;
        Optional<Absences.Given> given = absences.lastGivenTime(householdId, movement.id(), here);
        if (given.isEmpty()) {
            return cutOff;
        }
        Instant halfAnHourOn = given.get().at().plus(MORE_TIME);
        // Where somebody tries again it is half an hour each time; else also until a departure that was put off since.
        return given.get().tryingAgain() || halfAnHourOn.isAfter(cutOff) ? halfAnHourOn : cutOff;
    }

    /** Who was called at short notice is not missing at once, but in half an hour; or at departure, if that is sooner. */
    private Instant fairChance(long householdId, Instant departure) {
        Instant halfAnHour = households.get(householdId).stageSince().plus(MORE_TIME);
        return halfAnHour.isBefore(departure) ? halfAnHour : departure;
    }

    /**
     * Records what an officer decided about members who did not come.
     *
     * @param decision {@code wait} (half an hour), {@code goOnWithout}, {@code stepOff}, {@code noShow}, or after take-off
     *     {@code leftByThemselves}
     * @return how the household goes on: {@code wait}, {@code goOnWithout}, {@code missed}, {@code noShow} or
     *     {@code accountedFor}
     * @throws Refusal if the decision does not fit the place or the people
     */
    @Transactional
    public String settleMissing(long householdId, String checkpoint, @Nullable String decision) {
        return switch (decision == null ? "" : decision) {
            case "wait" -> settle(householdId, checkpoint, "wait", "wait");
            case "goOnWithout" -> settle(householdId, checkpoint, "goOnWithout", "goOnWithout");
            case "stepOff" -> settle(householdId, checkpoint, "stepOff", "missed");
            case "noShow" -> settle(householdId, checkpoint, "noShow", "noShow");
            case "leftByThemselves" -> settle(householdId, checkpoint, "leftByThemselves", "accountedFor");
            default -> throw new Refusal("Say what is to be done about who is missing.", "missingDecision");
        };
    }

    /**
     * Records what an officer decided about members who were turned away.
     *
     * @param decision {@code tryAgain} (within half an hour), {@code goOnWithout} or {@code turnBack}
     * @return how the household goes on: {@code wait}, {@code goOnWithout} or {@code returned}
     * @throws Refusal if the decision does not fit the place or the people
     */
    @Transactional
    public String settleRefusal(long householdId, String checkpoint, @Nullable String decision) {
        if (decision != null && absences.deathIsOpen(householdId)) { // only earlier models ask so after a death
            return settleAfterDeath(
                    householdId, checkpoint(checkpoint), decision.equals("turnBack") ? "leaveJourney" : "goesOn");
        }
        return switch (decision == null ? "" : decision) {
            case "tryAgain" -> settle(householdId, checkpoint, "tryAgain", "wait");
            case "goOnWithout" -> settle(householdId, checkpoint, "goOnWithout", "goOnWithout");
            case "turnBack" -> settle(householdId, checkpoint, "turnBack", "returned");
            default -> throw new Refusal("Say what is to be done about who was refused.", "refusalDecision");
        };
    }

    /**
     * Records how a household goes on after something has happened to a member on the way.
     *
     * @param decision {@code goesOn} (also the others after a death), {@code wait} (half an hour), {@code goOnWithout},
     *     {@code leaveJourney}, or after take-off {@code takenOver}: by a hospital or an authority
     * @param place in which who goes on travels from now on: {@code seat}, {@code wheelchair}, {@code stretcher}; null
     *     or {@code asBefore}: as before
     * @return how the household goes on: {@code wait}, {@code goOnWithout}, {@code returned} or {@code accountedFor}
     * @throws Refusal if the decision does not fit the place or the people, or no such place is free
     */
    @Transactional
    public String settleIncident(
            long householdId, String checkpoint, @Nullable String decision, @Nullable String place) {
        households.lock(householdId);
        if (absences.deathIsOpen(householdId)) {
            return settleAfterDeath(householdId, checkpoint(checkpoint), decision);
        }
        return switch (decision == null ? "" : decision) {
            case "goesOn" -> {
                travelsIn(householdId, checkpoint, place);
                yield settle(householdId, checkpoint, "goesOn", "wait");
            }
            case "wait" -> settle(householdId, checkpoint, "wait", "wait");
            case "goOnWithout" -> settle(householdId, checkpoint, "goOnWithout", "goOnWithout");
            case "leaveJourney" -> settle(householdId, checkpoint, "leaveJourney", "returned");
            case "takenOver" -> settle(householdId, checkpoint, "takenOver", "accountedFor");
            default -> throw new Refusal("Say how the family goes on.", "incidentDecision");
        };
    }

    /** Whoever was hurt, and goes on, may need another place; on what has left already everybody keeps theirs. */
    private void travelsIn(long householdId, String checkpoint, @Nullable String place) {
        if (place == null || place.isBlank() || place.equals("asBefore")) {
            return;
        }
        if (!PLACES.contains(place)) {
            throw new Refusal("Choose one of the places.", "incidentPlace");
        }
        Checkpoint here = checkpoint(checkpoint);
        List<Long> members =
                households.members(householdId).stream().map(Person::id).toList();
        absences.openIncidents(householdId, movement(householdId, here).id(), here).keySet().stream()
                .filter(members::contains)
                .forEach(person -> {
                    households.travelsIn(person, place);
                    reservations.travelsIn(person, place);
                });
    }

    private String settle(long householdId, String checkpoint, String decision, String goesOn) {
        households.lock(householdId);
        Checkpoint here = checkpoint(checkpoint);
        Movement movement = movement(householdId, here);
        List<Presence> members = presences(householdId, movement.id(), here);
        List<Long> concerned = members.stream()
                .filter(member -> !member.counted() && member.undecided())
                .map(Presence::person)
                .toList();
        if (concerned.isEmpty() && decision.equals("goesOn")) {
            return goesOn; // they have been counted in the meantime: so they do
        }
        if (concerned.isEmpty()) {
            throw new Refusal("They have been counted in the meantime. Look at the roll call again.");
        }
        switch (decision) {
            case "noShow" -> requireNotSetOut(householdId, movement, here);
            case "turnBack", "leaveJourney" -> requireOnTheGround(here);
            case "stepOff" -> {
                if (here == Checkpoint.LANDING && concerned.size() == members.size()) {
                    requireRemark(
                            householdId,
                            movement,
                            here,
                            "Nobody of them has been counted here. If they were counted aboard by mistake, write down as a"
                                    + " remark in the dossier how you know, and choose this again.");
                } else {
                    requireOnTheGround(here);
                }
            }
            case "goOnWithout" -> {
                requireNotLanded(here);
                requireSomebodyResponsible(householdId, concerned);
            }
            case "leftByThemselves", "takenOver" -> {
                requireTakenOff(here);
                if (leavesAChildAlone(householdId, members, concerned)) {
                    requireRemark(
                            householdId,
                            movement,
                            here,
                            "A child neither leaves the airport alone nor stays there alone. Find out who it is with, write"
                                    + " that down as a remark in the dossier, and choose this again.");
                }
            }
            default -> {}
        }
        absences.decide(movement.id(), here, concerned, decision);
        audit.record("absence", householdId, here.word() + ": " + decision);
        return goesOn;
    }

    /** Who has died is no member any more: only the others go on, or nobody does; and no child without somebody. */
    private String settleAfterDeath(long householdId, Checkpoint here, @Nullable String decision) {
        if (decision == null || !List.of("goesOn", "leaveJourney").contains(decision)) {
            throw new Refusal(
                    "Somebody of this household has died: say that the others go on, or that they leave the journey.",
                    "incidentDecision");
        }
        if (decision.equals("leaveJourney")) {
            requireOnTheGround(here);
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (households.members(householdId).stream().allMatch(member -> member.minorOn(today))
                && !absences.remarkedSinceDeath(householdId)) {
            throw new Refusal(
                    "Only children are left of this household. Find out who looks after them, write that down as a remark"
                            + " in the dossier, and choose this again.",
                    "incidentDecision");
        }
        absences.decideAfterDeath(householdId, decision);
        audit.record("absence", householdId, here.word() + ": " + decision);
        return decision.equals("goesOn") ? "wait" : "returned";
    }

    private void requireNotSetOut(long householdId, Movement movement, Checkpoint here) {
        boolean boarding = here == Checkpoint.MUSTER
                || here == Checkpoint.CONVOY_BOARDING
                || here == Checkpoint.CHECK_IN
                || here == Checkpoint.FLIGHT_BOARDING;
        if (!boarding || legs(householdId).get(0).id() != movement.id()) {
            throw new Refusal(
                    "This household has set out already and is no no-show. Choose another way.", "missingDecision");
        }
    }

    private static void requireOnTheGround(Checkpoint here) {
        requireNotLanded(here);
        if (here.afterTakeOff()) {
            throw new Refusal("They have taken off: nobody can step off or turn back here."
                    + " Count them on the roll call, wait, note that they left the airport by themselves,"
                    + " or go on without who was counted aboard by mistake.");
        }
    }

    /** Who has landed is in the country: no case of theirs begins anew, or they would be flown home a second time. */
    private static void requireNotLanded(Checkpoint here) {
        if (here == Checkpoint.RECEPTION) {
            throw new Refusal("They have landed: nobody steps off, turns back or stays behind here."
                    + " Wait, or note that they left the airport by themselves.");
        }
    }

    private static void requireTakenOff(Checkpoint here) {
        if (!here.afterTakeOff()) {
            throw new Refusal("They have not flown yet, so they cannot have left the airport. Choose another way.");
        }
    }

    private boolean leavesAChildAlone(long householdId, List<Presence> members, List<Long> leaving) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Set<Long> there = members.stream()
                .filter(member -> !member.left())
                .map(Presence::person)
                .collect(Collectors.toSet());
        Map<Boolean, List<Person>> sides = households.members(householdId).stream()
                .filter(member -> there.contains(member.id()))
                .collect(Collectors.partitioningBy(member -> leaving.contains(member.id())));
        return sides.values().stream()
                .anyMatch(side -> !side.isEmpty() && side.stream().allMatch(member -> member.minorOn(today)));
    }

    /** Who knows better than the count says how, in a remark made since somebody was found missing. */
    private void requireRemark(long householdId, Movement movement, Checkpoint here, String otherwise) {
        if (!absences.remarkedSince(householdId, movement.id(), here)) {
            throw new Refusal(otherwise, "missingDecision");
        }
    }

    private void requireSomebodyResponsible(long householdId, List<Long> leaving) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<Person> members = households.members(householdId);
        List<Person> behind =
                members.stream().filter(member -> leaving.contains(member.id())).toList();
        List<Person> onward = members.stream()
                .filter(member -> !leaving.contains(member.id()))
                .toList();
        if (onward.isEmpty()) {
            throw new Refusal("Nobody of this household would be left to go on. Choose another way.");
        }
        if (onward.stream().allMatch(member -> member.minorOn(today))) {
            throw new Refusal("Only children would go on, without anybody who looks after them. Choose another way.");
        }
        if (behind.stream().allMatch(member -> member.minorOn(today))) {
            throw new Refusal(
                    "Only children would stay behind, without anybody who looks after them. Choose another way.");
        }
    }

    /**
     * Splits off who stays behind here, as decided, into a household of their own, and gives their places back.
     *
     * @return the new household's id, for its process to be started
     */
    @Transactional
    public long goOnWithout(long householdId, String checkpoint) {
        Checkpoint here = checkpoint(checkpoint);
        Movement movement = movement(householdId, here);
        List<Long> behind = absences.stayingBehind(householdId, movement.id(), here);
        reservations.giveBackOf(behind);
        return households
                .split(householdId, behind, "left behind at " + here.word())
                .id();
    }

    /**
     * Notes that a person was turned away at a checkpoint, and wakes the household.
     *
     * @param personId somebody on the movement's manifest
     * @param reason one of {@link #REASONS}
     * @throws Refusal if that is not so, or nobody can be turned away there
     */
    @Transactional
    public void refuse(String movementCode, Checkpoint here, long personId, String reason) {
        Movement movement = movements.named(movementCode);
        if (!here.canRefuse() || !here.isOn(movement.kind())) {
            throw new Refusal(
                    "Nobody is turned away at '" + here.word() + "' of a " + movement.kind() + ".", "checkpoint");
        }
        if (!REASONS.contains(reason)) {
            throw new Refusal("Choose a reason from the list.", "reason");
        }
        RollCall.Rider rider = rollCall.rider(movement, personId);
        Household household = households.lock(rider.household());
        Presence member = presences(household.id(), rider.movement(), here).stream()
                .filter(presence -> presence.person() == personId)
                .findFirst()
                .orElseThrow();
        if (member.counted()) {
            throw new Refusal("This person has been counted here as through.", "person");
        }
        if (member.refused()) {
            return;
        }
        absences.noteRefused(household.id(), rider.movement(), here, personId, reason);
        audit.recordOfPerson("refused", household.id(), personId, here.word() + ": " + reason);
        process.somethingHappened(household.caseNumber());
    }

    /** Asks officers about the next scans that do not fit. @return whether there are more to ask about */
    @Transactional
    public boolean askAboutScans() {
        return conflicts.ask();
    }

    /**
     * Records what an officer decided about the scans of a household, or of nobody known, that do not fit.
     *
     * @param householdId 0: scans of nobody known, on the movement or, if that is 0 too, on none (models turn null into 0)
     * @param decision {@code mistake}, {@code counts} or {@code other movement}
     * @throws Refusal if the decision does not fit the scans
     */
    @Transactional
    public void resolveScans(long householdId, long movementId, @Nullable String decision) {
        if (householdId != 0) {
            conflicts.resolve(householdId, decision);
        } else {
            conflicts.resolveOfNobody(movementId == 0 ? null : movementId, decision);
        }
    }

    /**
     * A member at a checkpoint.
     *
     * @param movement on which they ride, which may be another than their household's
     * @param scanned counted here; {@code left}: need not be, for they have left the airport or were born later
     * @param undecided noted as missing or refused here, and nobody has decided yet
     */
    private record Presence(
            long person, long movement, boolean scanned, boolean left, boolean undecided, boolean refused) {

        boolean counted() {
            return scanned || left;
        }

        Presence excused() {
            return new Presence(person, movement, scanned, true, undecided, refused);
        }
    }

    private List<Presence> presences(long householdId, long movementId, Checkpoint here) {
        Set<Place> excused = new HashSet<>(absences.leftThere(householdId));
        excused.addAll(absences.cameLater(householdId));
        return noted(householdId, movementId, here).stream()
                .map(member -> excused.contains(new Place(member.person(), member.movement(), here))
                        ? member.excused()
                        : member)
                .toList();
    }

    private List<Presence> noted(long householdId, long movementId, Checkpoint here) {
        return jdbc.sql("""
                select person.id person, coalesce(apart.movement_id, :movement) movement,
                       exists (select from scan where person_id = person.id
                                 and movement_id = coalesce(apart.movement_id, :movement)
                                 and checkpoint = :checkpoint and verdict = 'taken') scanned,
                       false "left",
                       count(kind) > 0 undecided,
                       count(*) filter (where kind = 'refused') > 0 refused
                from person
                left join (select person_id, kind from absence where household_id = :household
                             and movement_id = :movement and checkpoint = :checkpoint and decision is null) open
                  on open.person_id = person.id
                left join reservation apart
                  on apart.person_id = person.id and apart.state = 'held' and apart.instead_of = :movement
                where person.household_id = :household and merged_into is null
                group by person.id, apart.movement_id order by person.id""")
                .param("household", householdId)
                .param("movement", movementId)
                .param("checkpoint", here.word())
                .query(Presence.class)
                .list();
    }

    private Movement movement(long householdId, Checkpoint here) {
        return legs(householdId).stream()
                .filter(leg -> here.isOn(leg.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Household " + householdId + " has no " + here.kind() + " for " + here.word() + "."));
    }

    private List<Movement> legs(long householdId) {
        return movements
                .itinerary(householdId)
                .orElseThrow(() -> new IllegalStateException("Household " + householdId + " holds no itinerary."))
                .legs();
    }

    private static Checkpoint checkpoint(String word) {
        return Checkpoint.called(word)
                .orElseThrow(() -> new IllegalArgumentException("There is no checkpoint '" + word + "'."));
    }
}
