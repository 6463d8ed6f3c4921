package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.contact.Message;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.StageChanged;
import org.homeward.movement.Itinerary;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Places;
import org.homeward.movement.Planned;
import org.homeward.movement.Reservations;
import org.homeward.movement.Vehicle;
import org.homeward.people.StateCode;
import org.homeward.situation.Exit;
import org.homeward.situation.Exits;
import org.homeward.situation.OpeningHours;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The door of the third station: seats for households, and the life of each movement. */
@Component("planning")
public class Planning {

    /** The kind of message that says where and when to be; also the name of its texts. */
    public static final String JOINING_INSTRUCTIONS = "joiningInstructions";

    /** The kind of message that asks whether a household comes. */
    static final String RECONFIRMATION = "reconfirm";

    private static final Set<String> BEFORE_SEATS = Set.of("registered", "deferred", "vetting", "ready", "ended");

    private static final Duration JUST_TOLD = Duration.ofHours(1);

    private static final Duration SHORT_NOTICE = Duration.ofMinutes(15);

    private final Households households;
    private final Movements movements;
    private final Reservations reservations;
    private final KeptPlaces kept;
    private final Exits exits;
    private final Towns towns;
    private final Messages messages;
    private final Audit audit;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Timetable timetable;
    private final Releases releases;
    private final SeatRound round;
    private final Standby standby;
    private final SeatLoss loss;
    private final PlanRecord planRecord;
    private final PlanChoices planChoices;
    private final PlanFinding planFinding;
    private final PlanCommit planCommit;
    private final HeadCounts counts;
    private final SituationChanges changes;
    private final Disruptions disruptions;
    private final PlanningProcess process;
    private final boolean seatsAtOnce;
    private final ZoneId zone;

    Planning(
            Households households,
            Movements movements,
            Reservations reservations,
            KeptPlaces kept,
            Exits exits,
            Towns towns,
            Messages messages,
            Audit audit,
            JdbcClient jdbc,
            Clock clock,
            Timetable timetable,
            Releases releases,
            SeatRound round,
            Standby standby,
            SeatLoss loss,
            PlanRecord planRecord,
            PlanChoices planChoices,
            PlanFinding planFinding,
            PlanCommit planCommit,
            HeadCounts counts,
            SituationChanges changes,
            Disruptions disruptions,
            PlanningProcess process,
            @Value("${homeward.seats-at-once}") boolean seatsAtOnce,
            @Value("${homeward.zone}") ZoneId zone) {
        this.households = households;
        this.movements = movements;
        this.reservations = reservations;
        this.kept = kept;
        this.exits = exits;
        this.towns = towns;
        this.messages = messages;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
        this.timetable = timetable;
        this.releases = releases;
        this.round = round;
        this.standby = standby;
        this.loss = loss;
        this.planRecord = planRecord;
        this.planChoices = planChoices;
        this.planFinding = planFinding;
        this.planCommit = planCommit;
        this.counts = counts;
        this.changes = changes;
        this.disruptions = disruptions;
        this.process = process;
        this.seatsAtOnce = seatsAtOnce;
        this.zone = zone;
    }

    // The household's side -------------------------------------------------------------------------------------------

    /** The household waits for seats from now on; one that lost its seats waits in its old place. */
    @Transactional
    public void joinQueue(long householdId) {
        households.lock(householdId);
        reservations.giveBack(List.of(householdId), "back in the queue");
        households.joinsQueue(householdId);
        households.enters(householdId, "ready");
    }

    /** Records that somebody looked at a household that waits long. @param finding {@code noted} */
    @Transactional
    public void recordLongWait(long householdId, String finding) {
        audit.record("long wait", householdId, oneOf(finding, "longWaitDecision", "noted"));
    }

    /**
     * From when the household may be told where and when to be; null if that is now, as it is for who has been told already
     * and must hear of a change, or if it has lost its seats meanwhile.
     */
    public @Nullable Date instructionsDue(long householdId) {
        return movements
                .itinerary(householdId)
                .filter(itinerary -> !releases.isTold(itinerary))
                .map(itinerary -> releases.of(itinerary.firstLeg()))
                .filter(due -> due.isAfter(clock.instant()))
                .map(Date::from)
                .orElse(null);
    }

    /** Tells the household where and when to be, at once if it is late; nothing if it has lost its seats meanwhile. */
    @Transactional
    public void sendJoiningInstructions(long householdId) {
        movements
                .itinerary(householdId)
                .ifPresent(itinerary -> messages.tell(
                        householdId,
                        JOINING_INSTRUCTIONS,
                        newsFor(householdId, SeatNews.of(itinerary)),
                        town(itinerary.firstLeg().origin()),
                        latest(timetable.muster(itinerary.firstLeg()), clock.instant()),
                        itinerary.firstLeg().code(),
                        itinerary.firstLeg().departs(),
                        town(itinerary.lastLeg().destination()),
                        new Messages.Words("bring"),
                        new Messages.Words("baggage"),
                        new Messages.Words("comeTogether")));
    }

    /** News again if something else was told in between: a delay that was taken back. */
    private String newsFor(long householdId, String news) {
        Optional<Message> last = messages.last(householdId, JOINING_INSTRUCTIONS);
        boolean sameAsLast = last.filter(told -> SeatNews.isOf(told, news)).isPresent();
        return last.isEmpty()
                ? news
                : sameAsLast ? last.get().news() : news + " after " + last.get().id();
    }

    private Messages.InLanguage town(String written) {
        return language -> towns.name(written, language);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** When the household is to be called next; null when all calls are made. */
    public @Nullable Date nextCall(long householdId) {
        Instant next = movements
                .itinerary(householdId)
                .map(itinerary -> timetable.nextCall(itinerary, lastCalled(itinerary)))
                .orElse(null);
        return next == null ? null : Date.from(next);
    }

    /** Asks the household whether it comes, before an officer calls; not who has been told in this hour where to be. */
    @Transactional
    public void askToConfirm(long householdId) {
        Instant justNow = clock.instant().minus(JUST_TOLD);
        movements
                .itinerary(householdId)
                .filter(itinerary -> messages.toldAt(householdId, JOINING_INSTRUCTIONS, justNow)
                        .isEmpty())
                .ifPresent(itinerary -> messages.tell(
                        householdId,
                        RECONFIRMATION,
                        SeatNews.of(itinerary) + " " + clock.instant(),
                        itinerary.firstLeg().code(),
                        itinerary.firstLeg().departs()));
    }

    private @Nullable Instant lastCalled(Itinerary itinerary) {
        return jdbc.sql("""
                select at from audit where household_id = :household and action = 'reconfirmation' and at >= :since
                order by id desc limit 1""")
                .param("household", itinerary.householdId())
                .param("since", itinerary.madeAt().atOffset(ZoneOffset.UTC))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    /**
     * When the household is expected at muster, whether it could be reached or not; who gets seats later than that can be
     * reached for a quarter of an hour from now.
     */
    public Date musterTime(long householdId) {
        Itinerary itinerary = movements
                .itinerary(householdId)
                .orElseThrow(() -> new IllegalStateException("Household " + householdId + " has no seats."));
        return Date.from(
                latest(timetable.muster(itinerary.firstLeg()), clock.instant().plus(SHORT_NOTICE)));
    }

    /**
     * Records what the household answered before its departure; unless it comes, its seats are given back. Who was not
     * reached keeps them, is called again as planned, and is expected at muster all the same.
     *
     * @param answer {@code confirmed}, {@code putOff}, {@code declined} or {@code noAnswer}
     */
    @Transactional
    public void recordReconfirmation(long householdId, String answer) {
        Household household = households.lock(householdId);
        audit.record(
                "reconfirmation",
                household.id(),
                oneOf(answer, "reconfirmation", "confirmed", "putOff", "declined", "noAnswer"));
        if (answer.equals("confirmed") || answer.equals("noAnswer")) {
            return;
        }
        if (answer.equals("declined")) {
            households.setWillingness(householdId, "stays", null);
        }
        reservations.giveBack(List.of(householdId), answer);
    }

    /**
     * Gives members who joined after their household was seated their places on its whole way; where there is none, all
     * go back to their place in the queue and are told why.
     */
    @Transactional
    public void placeNewcomers(long householdId) {
        households.lock(householdId);
        if (!round.placeNewcomers(householdId)) {
            loss.goBackTogether(householdId);
        }
    }

    /** The household is to be vetted anew: it gives back the seats it has, and is told not to set out. */
    @Transactional
    public void giveSeatsBackForVetting(long householdId) {
        households.lock(householdId);
        loss.giveBackForVetting(householdId);
    }

    /** A household that is without its seats before it has departed takes along the children who travel with it. */
    @EventListener
    void moved(StageChanged move) {
        if (BEFORE_SEATS.contains(move.stage())) {
            loss.withCompanion(move.householdId());
        }
    }

    /** The household is called to muster. */
    @Transactional
    public void callToMuster(long householdId) {
        households.enters(householdId, "called");
    }

    /** Takes back whatever places the household holds, if any. */
    @Transactional
    public void giveSeatsBack(long householdId) {
        households.lock(householdId);
        reservations.giveBack(List.of(householdId), "given back");
    }

    // The coordinator's side -----------------------------------------------------------------------------------------

    /**
     * Seats the next households that wait, whole families, at most {@value SeatRound#BATCH}; their processes go on. Nobody
     * is seated at once where the operation is set to seat by approved plans only.
     *
     * @return whether there may be more to seat
     */
    @Transactional
    public boolean giveSeats() {
        return seatsAtOnce && round.giveSeats();
    }

    /** Asks for a seating plan if somebody waits for one, none waits for approval, and the last is an hour old. */
    @Transactional
    public void askForPlan() {
        if (planRecord.isDue()) {
            requestPlan(PlanOptions.NONE);
        }
    }

    /** Whether who is ready gets seats at once, as they come, and not by approved plans only. */
    public boolean seatsAtOnce() {
        return seatsAtOnce;
    }

    /**
     * Asks for a seating plan for the operation as it stands, and finds it.
     *
     * @return its number
     * @throws Refusal naming the option that is wrong
     */
    @Transactional
    public long requestPlan(PlanOptions options) {
        long plan = planRecord.ask();
        planChoices.replace(plan, options);
        process.startPlan(plan);
        return plan;
    }

    /**
     * Finds a plan anew, with what it has to keep to by now.
     *
     * @param movePrice what it costs to move a person who has been told other seats; null: nobody is moved
     * @throws Refusal if the price is wrong, or the plan does not wait for approval any more
     */
    @Transactional
    public void findPlanAnew(long planId, @Nullable Double movePrice) {
        planRecord.lock(planId, "proposed");
        planChoices.moves(planId, movePrice);
        findAnew(planId);
    }

    /**
     * Finds a plan anew; these options take the place of all that it had to keep to.
     *
     * @throws Refusal naming the option that is wrong, or that the plan does not wait for approval any more
     */
    @Transactional
    public void findPlanAnew(long planId, PlanOptions options) {
        planRecord.lock(planId, "proposed");
        planChoices.replace(planId, options);
        findAnew(planId);
    }

    private void findAnew(long planId) {
        if (!process.findPlanAnew(planId)) {
            throw new Refusal.Conflict("This plan cannot be found anew on its page: ask for another.", "plan");
        }
    }

    /** Finds the best seating for this moment. @return whether it seats anybody */
    @Transactional
    public boolean findPlan(long planId) {
        return planFinding.find(planId);
    }

    /**
     * Approves a plan for the coordinator who looks at it elsewhere than in the task.
     *
     * @return whether it has been carried out; else who can no longer be seated so is out of it, and the others are
     *     offered again
     * @throws Refusal.Conflict if it does not wait for an answer, or is to be found anew first
     */
    @Transactional
    public boolean approvePlan(long planId) {
        planRecord.lock(planId, "proposed");
        planRecord.mustKeepToChoices(planId);
        process.approvePlan(planId);
        return planRecord.isApproved(planId);
    }

    /** Seats everybody in the plan, or nobody. @return whether everybody is seated */
    @Transactional
    public boolean commitPlan(long planId) {
        return planCommit.commit(planId);
    }

    /** Whether anybody is left in the plan who can be seated. */
    public boolean planSeatsAnybody(long planId) {
        return planCommit.seatsAnybody(planId);
    }

    /** Sends the next who have their seats by a plan on their way. @return whether there are more */
    @Transactional
    public boolean sendNextOn(long planId) {
        return planCommit.sendNextOn(planId);
    }

    /** The plan is not carried out. */
    @Transactional
    public void discardPlan(long planId) {
        planCommit.discard(planId);
    }

    /**
     * Gives what a household that left its journey, or members of it, have given back on movements that have not departed
     * to those whom the planner names of those who wait, whole families; their processes go on.
     */
    @Transactional
    public void callStandby(long householdId) {
        movements.latestItinerary(householdId).ifPresent(standby::call);
    }

    /** Begins a planning round now instead of at the next time. */
    @Transactional
    public void requestRound() {
        audit.recordOf("round requested", "planning", null);
        process.startRound();
    }

    // The life of a movement -----------------------------------------------------------------------------------------

    /**
     * Plans a movement and starts its process.
     *
     * @throws Refusal naming what is wrong
     */
    @Transactional
    public Planned plan(NewMovement wanted) {
        checkTowns(wanted);
        checkExit(wanted);
        Planned planned = movements.plan(wanted.taking(timetable.usualJourney(wanted.kind())));
        if (!planned.known()) {
            checkHours(planned.movement());
            process.startMovement(planned.movement());
        }
        return planned;
    }

    /** The movement as it would be planned now. Nothing is. @throws Refusal naming what is wrong */
    NewMovement checked(NewMovement wanted) {
        checkTowns(wanted);
        checkExit(wanted);
        NewMovement movement = movements.checked(wanted.taking(timetable.usualJourney(wanted.kind())));
        checkHours(movement.exit(), requireNonNull(movement.departs()), requireNonNull(movement.arrives()));
        return movement;
    }

    /** Whatever the towns are called: a way from Damascus to Дамаск is none. */
    private void checkTowns(NewMovement wanted) {
        String from = wanted.origin();
        String to = wanted.destination();
        if (from != null && to != null && !from.isBlank() && towns.same(from, to)) {
            throw new Refusal("Origin and destination are the same: " + from.strip() + ".", "destination");
        }
    }

    private void checkExit(NewMovement wanted) {
        if (wanted.exit() == null || wanted.exit().isBlank() || wanted.kind() == null) {
            return;
        }
        Exit exit = exit(wanted.exit());
        boolean byAir = exit.kind().equals("air");
        if (!exit.kind().equals("sea") && wanted.kind().strip().equalsIgnoreCase("ship")) {
            throw new Refusal(exit.code() + " is no port: a ship leaves by a port.", "exit");
        }
        if (byAir && wanted.kind().strip().equalsIgnoreCase("convoy")) {
            throw new Refusal(exit.code() + " is an airport: a convoy leaves by a land crossing or a port.", "exit");
        }
        if (!byAir && wanted.kind().strip().equalsIgnoreCase("flight")) {
            throw new Refusal(
                    exit.code() + " is no airport: a flight leaves by an airport, or from abroad by none.", "exit");
        }
    }

    private void checkHours(Movement movement) {
        checkHours(movement.exit(), movement.departs(), movement.arrives());
    }

    /** The crossing lies somewhere between departure and arrival: nobody knows here how far it is to the exit. */
    private void checkHours(@Nullable String exit, Instant departs, Instant arrives) {
        OpeningHours hours = exit == null ? null : exit(exit).hours();
        if (hours != null && !hours.meet(departs, arrives, zone)) {
            throw new Refusal(
                    exit + " is open at " + hours + " only, by the clock of " + zone
                            + ", and this movement is on its way from " + local(departs) + " to " + local(arrives)
                            + ".",
                    "departs");
        }
    }

    private LocalDateTime local(Instant time) {
        return LocalDateTime.ofInstant(time, zone);
    }

    /** People may be given seats on it from now on. */
    @Transactional
    public void open(long movementId) {
        movements.enters(movementId, "open");
    }

    /** When its manifest freezes. */
    public Date freezeTime(long movementId) {
        return Date.from(timetable.freeze(movements.get(movementId)));
    }

    /** False when a delay has moved the time to freeze. */
    public boolean freezeDue(long movementId) {
        return !timetable.freeze(movements.get(movementId)).isAfter(clock.instant());
    }

    /** Whether people can leave by its exit, as they always can if it has none. */
    @Transactional
    public boolean exitOpen(long movementId) {
        String exit = movements.get(movementId).exit();
        return exit == null || exits.isOpen(exit);
    }

    /** Its exit has not opened in time: it is cancelled before anybody is called to muster for it. */
    @Transactional
    public void cancelOverClosedExit(long movementId) {
        movements.enters(movementId, "cancelled");
    }

    /** Nobody is added from now on; the manifest is written. */
    @Transactional
    public void freeze(long movementId) {
        movements.enters(movementId, "frozen");
        reservations.writeManifest(movementId);
    }

    /** The frozen manifest goes out: from now on those who carry people can take it from the movement's page. */
    @Transactional
    public void sendManifest(long movementId) {
        reservations.sendManifest(movementId);
    }

    /** When boarding begins. */
    public Date boardingTime(long movementId) {
        return Date.from(timetable.boarding(movements.get(movementId)));
    }

    /** False when a delay has moved the time to board. */
    public boolean boardingDue(long movementId) {
        return !timetable.boarding(movements.get(movementId)).isAfter(clock.instant());
    }

    /** People come aboard; the manifest is written again if anything has changed. */
    @Transactional
    public void beginBoarding(long movementId) {
        movements.enters(movementId, "boarding");
        reservations.writeManifest(movementId);
    }

    /** Records that it has left. @param decision {@code departed} */
    @Transactional
    public void depart(long movementId, String decision) {
        oneOf(decision, "departure", "departed");
        movements.enters(movementId, "departed");
        reservations.writeManifest(movementId);
    }

    /** When somebody has to look for it. */
    public Date overdueTime(long movementId) {
        return Date.from(timetable.overdue(movements.get(movementId)));
    }

    /** Records what is known of a movement that has not arrived. @param finding {@code onTheWay} or {@code noContact} */
    @Transactional
    public void recordOverdue(long movementId, String finding) {
        oneOf(finding, "overdueDecision", "onTheWay", "noContact");
        audit.recordOf("movement overdue", movements.get(movementId).code(), finding);
    }

    /** Whether those on the manifest have been counted aboard and on arrival, and nobody else. */
    public boolean allAccountedFor(long movementId) {
        return counts.agree(movementId);
    }

    /**
     * Records why people were not counted.
     *
     * @param finding {@code countMissed}, {@code neverAboard}, {@code leftOnTheWay}, or {@code compareAgain}
     */
    @Transactional
    public void recordDifference(long movementId, String finding) {
        oneOf(finding, "differenceDecision", "compareAgain", "countMissed", "neverAboard", "leftOnTheWay");
        audit.recordOf("difference explained", movements.get(movementId).code(), finding);
    }

    /** Records that it has arrived. @param decision {@code arrived} */
    @Transactional
    public void arrive(long movementId, String decision) {
        oneOf(decision, "arrival", "arrived");
        movements.enters(movementId, "arrived");
    }

    /**
     * Cancels a movement: those aboard lose their seats, batch by batch, and go back to their place in the queue.
     *
     * @throws Refusal if people have landed with it already
     */
    @Transactional
    public void cancel(String code) {
        Movement movement = changeable(code);
        if (reservations.hasBroughtSomebody(movement.id())) {
            throw new Refusal("Movement " + movement.code()
                    + " has brought people to its end: confirm its departure and arrival instead of cancelling it.");
        }
        movements.enters(movement.id(), "cancelled");
        tell(movement, "movementCancelled", Map.of());
    }

    /** Takes the seats of the next who are aboard a cancelled movement. @return whether anybody is left aboard */
    @Transactional
    public boolean giveNextSeatsBack(long movementId) {
        return loss.giveNextSeatsBack(movementId);
    }

    /** Puts a departure off. @throws Refusal unless it is in the future and later than before */
    @Transactional
    public void delay(String code, @Nullable Instant departs) {
        Movement movement = changeable(code);
        putOff(movement, departs);
        checkHours(movements.get(movement.id()));
    }

    private void putOff(Movement movement, @Nullable Instant departs) {
        movements.delay(movement, departs);
        tell(movement, "movementDelayed", Map.of());
    }

    /** After a delay: who misses the flight loses the seats, the others are told. */
    @Transactional
    public void applyDelay(long movementId) {
        loss.applyDelay(movementId);
    }

    /** From when the households whose journey begins with a movement may be told where and when to be. */
    @Transactional(readOnly = true)
    public Instant instructionsFrom(String code) {
        return releases.of(movements.named(code));
    }

    /** Lets them be told from then on, earlier or later than before. @throws Refusal if that leaves no time to come */
    @Transactional
    public void releaseInstructions(String code, @Nullable Instant from) {
        releases.set(changeable(code), from);
    }

    /** After another arrival: who would miss the flight loses the seats. */
    @Transactional
    public void checkConnections(long movementId) {
        loss.checkConnections(movements.get(movementId));
    }

    /**
     * Gives a movement another vehicle, its crew with it, and another limit of baggage (null: none); who no longer fits loses the seats.
     *
     * @throws Refusal if no vehicle is like that, or another is still being fitted
     */
    @Transactional
    public void changeVehicle(String code, int seats, int stretchers, int wheelchairs, @Nullable Integer baggageKg) {
        Movement movement = changeable(code);
        swap(movement, new Vehicle(seats, stretchers, wheelchairs, movement.crew(), baggageKg));
    }

    private void swap(Movement movement, Vehicle vehicle) {
        vehicle.checked();
        mustNotBeFitted(movement);
        if (!kept.total(movement.id()).fitIn(vehicle.places())) {
            throw new Refusal(
                    "More places are kept for others on " + movement.code()
                            + " than this vehicle has: release some first.",
                    "seats");
        }
        tell(
                movement,
                "vehicleChanged",
                Map.of(
                        "seats",
                        vehicle.seats(),
                        "stretchers",
                        vehicle.stretchers(),
                        "wheelchairs",
                        vehicle.wheelchairs(),
                        "crew",
                        vehicle.crew(),
                        "baggageKg",
                        vehicle.baggageKg() == null ? 0 : vehicle.baggageKg()));
    }

    private void mustNotBeFitted(Movement movement) {
        if (process.isBeingFitted(movement.code())) {
            throw new Refusal.Conflict(
                    "Another vehicle or crew for " + movement.code()
                            + " is being fitted at this moment. Look again in a minute, and change it then.",
                    "seats");
        }
    }

    /** Makes room or takes it, as the new vehicle has it. @param baggageKg 0: not limited */
    @Transactional
    public void fitVehicle(long movementId, int seats, int stretchers, int wheelchairs, int crew, int baggageKg) {
        loss.fitVehicle(
                movementId, new Vehicle(seats, stretchers, wheelchairs, crew, baggageKg == 0 ? null : baggageKg));
    }

    /** As movements ask that were planned when their model knew neither baggage nor another crew. */
    @Transactional
    public void fitVehicle(long movementId, int seats, int stretchers, int wheelchairs) {
        Movement movement = movements.get(movementId);
        loss.fitVehicle(movementId, new Vehicle(seats, stretchers, wheelchairs, movement.crew(), movement.baggageKg()));
    }

    /**
     * Changes what is planned of a movement until it leaves: when it leaves, but no earlier, when it arrives, its vehicle and
     * its crew. Its kind, its towns and its exit stay. What may be changed never depends on who is aboard: they are dealt with
     * afterwards, as after a delay or another vehicle.
     *
     * @param wanted its code, kind and way do not count
     * @param seen the {@link Movement#mark} of the movement that the officer looked at
     * @throws Refusal.Conflict if somebody else has changed it since
     * @throws Refusal naming what is wrong
     */
    @Transactional
    public void edit(String code, NewMovement wanted, String seen) {
        Movement movement = changeable(code);
        if (!movement.mark().equals(seen)) {
            throw new Refusal.Conflict(
                    "Somebody has changed " + movement.code()
                            + " since you opened this page. See what is planned now, and send yours again if it is still"
                            + " right.",
                    "seen");
        }
        Movement now = movements.reschedule(movement, wanted.taking(timetable.usualJourney(movement.kind())));
        if (now.departs().isAfter(movement.departs())) {
            checkHours(now);
            tell(movement, "movementDelayed", Map.of());
        } else if (!now.arrives().equals(movement.arrives())) {
            checkHours(now);
            if (!process.tellMovement(movement.code(), "arrivalChanged", Map.of())) {
                throw new Refusal.Conflict(
                        movement.code()
                                + " was planned under an earlier model, which knows no other arrival: delay it, or"
                                + " cancel it and plan another.",
                        "arrives");
            }
        }
        if (!wanted.vehicle().equals(movement.vehicle())) {
            swap(movement, wanted.vehicle());
        }
    }

    /**
     * Keeps so many places on a movement for a state or a delegation, instead of those kept for it before.
     *
     * @throws Refusal if there is no room for them, the exit does not admit as many that day, or it has left
     */
    @Transactional
    public void keepPlaces(String code, @Nullable String taker, int seats, int stretchers, int wheelchairs) {
        SeatRule.Quotas quotas = round.quotas();
        Movement movement = changeable(code);
        mustNotBeFitted(movement);
        Places wanted = new Places(seats, stretchers, wheelchairs);
        int before = kept.on(movement.id()).stream()
                .filter(each -> each.taker().equalsIgnoreCase(KeptPlaces.taker(taker)))
                .mapToInt(each -> each.places().total())
                .sum();
        int more = wanted.total() - before;
        if (more > 0 && !quotas.admit(movement.id(), more)) {
            throw new Refusal("The exit does not admit as many people on that day.", "seats");
        }
        kept.keep(movement, taker, wanted);
    }

    /** Gives places that were kept free; seats are given on them from the next round on. @throws Refusal if it has left */
    @Transactional
    public void releasePlaces(String code, long keptId) {
        kept.release(changeable(code), keptId);
    }

    /**
     * Says which state operates a movement and gives us its places.
     *
     * @param state by two or three letters of ISO 3166; blank: it is ours
     */
    @Transactional
    public void offeredBy(String code, @Nullable String state) {
        Movement movement = changeable(code);
        String written = PlainText.of(state);
        movements.offeredBy(
                movement,
                written.isEmpty()
                        ? null
                        : StateCode.ofTwoOrThree(written)
                                .orElseThrow(() -> new Refusal(
                                        "No state has this code. Give it in two or three letters, such as DE or DEU.",
                                        "offeredBy")));
    }

    // Exits ----------------------------------------------------------------------------------------------------------

    /**
     * Closes an exit: what leaves over it soon is cancelled. What leaves later keeps its seats, and is cancelled only if the
     * exit is still closed when its manifest freezes.
     *
     * @return how many movements were cancelled
     */
    @Transactional
    public int closeExit(String code) {
        Exit exit = exit(code);
        exits.becomes(exit.code(), "closed");
        List<Movement> soon = movements.upcoming().stream()
                .filter(movement -> exit.code().equals(movement.exit()))
                .filter(timetable::isTooLateToWait)
                .filter(movement -> !reservations.hasBroughtSomebody(movement.id()))
                .toList();
        soon.forEach(movement -> cancel(movement.code()));
        return soon.size();
    }

    /** Opens an exit again: seats are given over it from the next round on; what was cancelled stays so. */
    @Transactional
    public void openExit(String code) {
        exits.becomes(exit(code).code(), "open");
    }

    /** Lets so many persons a day through an exit from now on; null: as many as come. Who has seats keeps them. */
    @Transactional
    public void setQuota(String code, @Nullable Integer persons) {
        exits.admits(exit(code).code(), persons);
    }

    /**
     * An exit is open at these hours only from now on; null: at any time. What is planned over it stays so.
     *
     * @return codes of movements that would be on their way only while it is closed, by departure
     */
    @Transactional
    public List<String> setHours(String code, @Nullable OpeningHours hours) {
        Exit exit = exit(code);
        exits.keeps(exit.code(), hours);
        return movements.upcoming().stream()
                .filter(movement -> exit.code().equals(movement.exit()))
                .filter(movement -> hours != null && !hours.meet(movement.departs(), movement.arrives(), zone))
                .map(Movement::code)
                .toList();
    }

    // Changes of the situation ---------------------------------------------------------------------------------------

    /** Who would be affected, and what would become of them. @throws Refusal naming the field that is wrong */
    @Transactional(readOnly = true)
    public Disruptions.Preview previewChange(SituationChanges.Report report) {
        return disruptions.preview(disruptions.checked(changes.checked(report)));
    }

    /** Takes a report down; a manager decides on it. @return its number @throws Refusal naming the field that is wrong */
    @Transactional
    public long reportChange(SituationChanges.Report report) {
        long id = changes.report(disruptions.checked(changes.checked(report)));
        process.startChange(changes.get(id));
        return id;
    }

    /** Reports a change and approves it in one. @return its number @throws Refusal naming the field that is wrong */
    @Transactional
    public long makeChange(SituationChanges.Report report) {
        long id = reportChange(report);
        decideChange(id, "approved");
        return id;
    }

    /**
     * Decides on a reported change for the manager who looks at it elsewhere than in the task.
     *
     * @param decision {@code approved} or {@code discarded}
     * @throws Refusal.Conflict if it does not wait for a word
     */
    @Transactional
    public void decideChange(long changeId, String decision) {
        oneOf(decision, "changeDecision", "approved", "discarded");
        process.decideChange(changes.lock(changeId, "reported"), decision);
    }

    /** Makes an exit or a quota what was reported. @return what the quota or the danger was before, null if not known */
    @Transactional
    public @Nullable Integer beginChange(long changeId) {
        changes.begin(changeId);
        SituationChange change = changes.get(changeId);
        disruptions.checked(new SituationChanges.Report(change.kind(), change.subject(), change.value()));
        leadOnTheRoad(change);
        switch (change.kind()) {
            case "exitCloses" -> exits.becomes(change.subject(), "closed");
            case "exitOpens" -> exits.becomes(change.subject(), "open");
            case "quotaChanges" -> exits.admits(change.subject(), change.value());
            default -> {} // a danger is set by the next step, a movement is cancelled by one
        }
        return change.before();
    }

    /** Cancels, or puts off, the next movements that the change takes, or the seats of the next over a quota. @return whether there may be more */
    @Transactional
    public boolean applyNext(long changeId) {
        SituationChange change = changes.get(changeId);
        if (change.kind().equals("quotaChanges")) {
            return change.value() != null && loss.keepToQuota(change.subject(), change.value(), Set.of());
        }
        List<Movement> next = disruptions.nextToStrike(change);
        if (change.kind().equals("roadCut")) {
            next.forEach(movement -> putOff(changeable(movement.code()), disruptions.leaves(movement, change)));
        } else {
            next.forEach(movement -> cancel(movement.code()));
        }
        leadOnTheRoad(change); // what has set out since the change was made
        return next.size() == Disruptions.BATCH || keepToQuotas(changeId);
    }

    /** Convoys that were put off may be too many for the day on which they leave now. @return whether there may be more */
    private boolean keepToQuotas(long changeId) {
        boolean more = false;
        for (Map.Entry<String, Set<LocalDate>> crowded :
                disruptions.crowdedDays(changeId).entrySet()) {
            Integer quota = exits.quota(crowded.getKey());
            more |= quota != null && loss.keepToQuota(crowded.getKey(), quota, crowded.getValue());
        }
        return more;
    }

    private void leadOnTheRoad(SituationChange change) {
        disruptions.newOnTheRoad(change).forEach(movement -> process.leadOnTheRoad(change.id(), movement));
    }

    /**
     * Records what was decided with the leader of a movement on the road.
     *
     * @param decision {@code waits}, {@code turnsBack}, {@code otherWay} or {@code goesOn}
     */
    @Transactional
    public void recordRoadDecision(long changeId, long movementId, String decision) {
        disruptions.recordRoadDecision(
                changeId, movementId, oneOf(decision, "roadDecision", "waits", "turnsBack", "otherWay", "goesOn"));
        audit.recordOf("on the road", movements.get(movementId).code(), decision);
    }

    /**
     * Undoes a change: exits, quotas and dangers are as before, and what it cancelled is reopened if there is still time.
     *
     * @throws Refusal.Conflict unless it is in force and nothing has changed the same since
     */
    @Transactional
    public void undoChange(long changeId) {
        SituationChange change = changes.lock(changeId, "applied");
        if (!process.undoChange(change)) {
            throw new Refusal.Conflict(
                    change.name() + " was made more than 30 days ago: report what is so now instead.", "id");
        }
    }

    /** Makes an exit or a quota what it was before the change. */
    @Transactional
    public void takeBackChange(long changeId) {
        changes.takeBack(changeId);
        disruptions.notLedYet(changeId).forEach(movement -> process.wayFreeAgain(changeId, movement));
        SituationChange change = changes.get(changeId);
        switch (change.kind()) {
            case "exitCloses" -> exits.becomes(change.subject(), "open");
            case "quotaChanges" -> exits.admits(change.subject(), change.before());
            default -> {} // a danger is set and a movement reopened by the next steps
        }
    }

    /**
     * Makes the next movement that the change took what it was before: reopened, unless its people would have to come
     * together by now, or leaving as before, unless its manifest would be frozen by now.
     *
     * @return whether there may be more
     * @throws OptimisticLockingFailureException while seats on it are still being given back: then it is to be tried again
     */
    @Transactional
    public boolean undoNext(long changeId) {
        Optional<Disruptions.Taken> next = disruptions.nextToUndo(changeId);
        next.ifPresent(taken -> {
            if (taken.departedBefore() == null) {
                reopen(changeId, taken.movement());
            } else {
                leaveAsBefore(changes.get(changeId), taken.movement(), taken.departedBefore());
            }
        });
        return next.isPresent();
    }

    private void reopen(long changeId, Movement movement) {
        boolean reopens = disruptions.canReopen(movement);
        if (reopens && !movements.aboard(movement.id()).isEmpty()) {
            throw new OptimisticLockingFailureException("Seats on it are still being given back.");
        }
        disruptions.becomes(changeId, movement, reopens ? "reopened" : "stays cancelled");
        if (reopens) {
            process.startMovement(movements.reopen(movement));
        }
    }

    private void leaveAsBefore(SituationChange change, Movement movement, Instant departs) {
        boolean asBefore = disruptions.canLeaveAsBefore(change, movement, departs);
        disruptions.becomes(change.id(), movement, asBefore ? "as before" : "stays delayed");
        if (asBefore) {
            movements.leavesAsBefore(movement, departs);
            tell(movement, "movementDelayed", Map.of());
        }
    }

    /** @throws Refusal if there is none with this code */
    Exit exit(String code) {
        return exits.find(code)
                .orElseThrow(() -> new Refusal(
                        "There is no such exit. Known are "
                                + String.join(
                                        ", ",
                                        exits.all().stream().map(Exit::code).toList()) + ".",
                        "exit"));
    }

    /** The movement with this code, locked. @throws Refusal if it has left or is cancelled */
    private Movement changeable(String code) {
        Movement movement = movements.lock(movements.named(code).id());
        if (movement.hasLeft()) {
            throw new Refusal("Movement " + movement.code() + " has left: it can no longer be changed.");
        }
        if (movement.isCancelled()) {
            throw new Refusal("Movement " + movement.code() + " is cancelled.");
        }
        return movement;
    }

    private void tell(Movement movement, String message, Map<String, Object> variables) {
        if (!process.tellMovement(movement.code(), message, variables)) {
            throw new IllegalStateException("Movement " + movement.code() + " has no process that can be told.");
        }
    }

    private static String oneOf(@Nullable String decision, String field, String... possible) {
        if (decision == null || !Set.of(possible).contains(decision)) {
            throw new Refusal("Choose one of the answers.", field);
        }
        return decision;
    }
}
