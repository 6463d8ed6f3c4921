package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
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
import org.homeward.movement.VehicleType;
import org.homeward.movement.VehicleTypes;
import org.homeward.people.StateCode;
import org.homeward.situation.Exit;
import org.homeward.situation.Exits;
import org.homeward.situation.OpeningHours;
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

    private static final int MOST_HEADS = 1000;

    private static final Duration JUST_TOLD = Duration.ofHours(1);

    private final Households households;
    private final Movements movements;
    private final Reservations reservations;
    private final KeptPlaces kept;
    private final VehicleTypes types;
    private final Exits exits;
    private final Towns towns;
    private final Messages messages;
    private final Audit audit;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Timetable timetable;
    private final Releases releases;
    private final JoiningInstructions instructions;
    private final SeatRound round;
    private final Standby standby;
    private final SeatLoss loss;
    private final Rerouting rerouting;
    private final PlanRecord planRecord;
    private final PlanChoices planChoices;
    private final PlanFinding planFinding;
    private final PlanAdvice planAdvice;
    private final PlanCommit planCommit;
    private final HeadCounts counts;
    private final AdvanceLists advanceLists;
    private final Objections objections;
    private final BoardedLists boardedLists;
    private final Disruptions disruptions;
    private final OnTheRoad onTheRoad;
    private final MovementOrders orders;
    private final PlanningProcess process;
    private final boolean seatsAtOnce;
    private final ZoneId zone;

    Planning(
            Households households,
            Movements movements,
            Reservations reservations,
            KeptPlaces kept,
            VehicleTypes types,
            Exits exits,
            Towns towns,
            Messages messages,
            Audit audit,
            JdbcClient jdbc,
            Clock clock,
            Timetable timetable,
            Releases releases,
            JoiningInstructions instructions,
            SeatRound round,
            Standby standby,
            SeatLoss loss,
            Rerouting rerouting,
            PlanRecord planRecord,
            PlanChoices planChoices,
            PlanFinding planFinding,
            PlanAdvice planAdvice,
            PlanCommit planCommit,
            HeadCounts counts,
            AdvanceLists advanceLists,
            Objections objections,
            BoardedLists boardedLists,
            Disruptions disruptions,
            OnTheRoad onTheRoad,
            MovementOrders orders,
            PlanningProcess process,
            @Value("${homeward.seats-at-once}") boolean seatsAtOnce,
            @Value("${homeward.zone}") ZoneId zone) {
        this.households = households;
        this.movements = movements;
        this.reservations = reservations;
        this.kept = kept;
        this.types = types;
        this.exits = exits;
        this.towns = towns;
        this.messages = messages;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
        this.timetable = timetable;
        this.releases = releases;
        this.instructions = instructions;
        this.round = round;
        this.standby = standby;
        this.loss = loss;
        this.rerouting = rerouting;
        this.planRecord = planRecord;
        this.planChoices = planChoices;
        this.planFinding = planFinding;
        this.planAdvice = planAdvice;
        this.planCommit = planCommit;
        this.counts = counts;
        this.advanceLists = advanceLists;
        this.objections = objections;
        this.boardedLists = boardedLists;
        this.disruptions = disruptions;
        this.onTheRoad = onTheRoad;
        this.orders = orders;
        this.process = process;
        this.seatsAtOnce = seatsAtOnce;
        this.zone = zone;
    }

    // The household's side -------------------------------------------------------------------------------------------

    /** The household waits for seats from now on; one that lost its seats waits in its old place. */
    @Transactional
    public void joinQueue(long householdId) {
        if (round.isInQueue(householdId)) {
            return; // with others who lost their seats
        }
        households.lock(householdId);
        reservations.giveBack(List.of(householdId), "back in the queue");
        households.joinQueue(List.of(householdId));
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
        movements.itinerary(householdId).ifPresent(instructions::send);
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
                .ifPresent(instructions::askToConfirm);
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
        return Date.from(timetable.expected(itinerary.firstLeg()));
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
        round.quotas(); // the exits before the household, as everybody locks them
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

    /** Households that are without their seats before they have departed take along the children who travel with them. */
    @EventListener
    void moved(StageChanged move) {
        if (BEFORE_SEATS.contains(move.stage())) {
            loss.withCompanions(move.householdIds());
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
     * Asks for a seating plan for the operation as it stands. The engine finds it next.
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
     * Has a plan found anew, with what it has to keep to by now.
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
     * Has a plan found anew; these options take the place of all that it had to keep to.
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

    /** The plan is to be found anew: what it said is set aside. */
    @Transactional
    public void planAskedAnew(long planId) {
        planRecord.askedAnew(planId);
    }

    /** Finds the best seating for this moment. @return whether it seats anybody */
    @Transactional
    public boolean findSeating(long planId) {
        return planFinding.find(planId);
    }

    /** Proves how much better than the plan any could be, and what one more place would be worth. */
    @Transactional
    public void provePlan(long planId) {
        planFinding.prove(planId);
    }

    /** Tries what more vehicles would bring where the plan is short of them. */
    @Transactional
    public void adviseOnPlan(long planId) {
        planAdvice.advise(planId);
    }

    /** As plans are found whose model proves nothing beside their approval: all at once. @return whether it seats anybody */
    @Transactional
    public boolean findPlan(long planId) {
        planRecord.lock(planId, "asked", "proposed", "empty");
        boolean anybody = planFinding.find(planId);
        planFinding.prove(planId);
        planAdvice.advise(planId);
        return anybody;
    }

    /** Whether the engine is still at a plan by itself: finds it, proves something of it, or sends people on by it. */
    public boolean planIsUnderWay(long planId) {
        return process.workOn(planId) == PlanningProcess.Work.UNDER_WAY;
    }

    /** Whether the engine has given up what it did for a plan; why, only Cockpit says. */
    public boolean planIsGivenUp(long planId) {
        return process.workOn(planId) == PlanningProcess.Work.GIVEN_UP;
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
        standby.call(householdId);
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
            exitHours().check(planned.movement());
            process.startMovement(planned.movement());
        }
        return planned;
    }

    /** The movement as it would be planned now. Nothing is. @throws Refusal naming what is wrong */
    NewMovement checked(NewMovement wanted) {
        checkTowns(wanted);
        checkExit(wanted);
        NewMovement movement = movements.checked(wanted.taking(timetable.usualJourney(wanted.kind())));
        exitHours().check(movement.exit(), requireNonNull(movement.departs()), requireNonNull(movement.arrives()));
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

    /**
     * At other times it crosses within the hours of its exit; or outside them too, if it was to cross all the same before. That
     * it does has to be said again if it leaves at another time, and was said of no hour at which the exit is open.
     */
    private void keepsToHours(Movement before, Movement now) {
        ExitHours hours = exitHours();
        if (!before.crossesAnyway()) {
            hours.check(now);
        }
        if (now.crossesAnyway() && hours.meet(now)) {
            movements.crossesAnyway(now, false);
        }
    }

    private ExitHours exitHours() {
        return new ExitHours(exits.all(), zone);
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

    /** Whether people can leave by its exit, as they always can if it has none, or are on their way already. */
    @Transactional
    public boolean exitOpen(long movementId) {
        Movement movement = movements.get(movementId);
        return movement.exit() == null || exits.isOpen(movement.exit()) || onTheRoad.has(movement);
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

    /** The frozen manifest goes out: those who carry people can take it from the movement's page, the border is to get it. */
    @Transactional
    public void sendManifest(long movementId) {
        reservations.sendManifest(movementId);
        orders.sendToBorder(movements.get(movementId));
    }

    /** Sends the border the newest version that has gone out, once; see {@link AdvanceLists}. */
    public void sendAdvanceList(long movementId) {
        advanceLists.send(movementId);
    }

    /**
     * Ends the task over what the border objected to.
     *
     * @param decision {@code settled}
     * @throws Refusal if one is still to be decided about
     */
    @Transactional
    public void settleObjections(long movementId, String decision) {
        oneOf(decision, "objectionsDecision", "settled");
        int open = objections.open(movementId);
        if (open > 0) {
            throw new Refusal("To be decided about first, on the page of the advance list: " + open + ".");
        }
    }

    /**
     * Nobody comes aboard any more; who has been counted aboard stays on record.
     *
     * @param decision {@code closed}
     * @throws Refusal if an objection of the border is not settled, or somebody is counted aboard who does not travel over one
     */
    @Transactional
    public void closeDoors(long movementId, String decision) {
        oneOf(decision, "doors", "closed");
        Movement movement = movements.lock(movementId);
        refuseWhileObjected(movement);
        int though = objections.aboardThough(movementId);
        if (though > 0) {
            throw new Refusal(
                    "Counted aboard " + movement.code() + ", though it is decided that they do not travel: " + though
                            + ". Let them step off and say so at the roll call, or note on the page of the advance list that the border"
                            + " lets them pass now.");
        }
        boardedLists.write(movement);
    }

    private void refuseWhileObjected(Movement movement) {
        if (objections.mustBeSettled(movement)) {
            throw new Refusal("The border objects to people on " + movement.code()
                    + ": settle that first, in the task and on the page of the advance list.");
        }
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

    /**
     * Records that it has left, and how many heads the crew has counted.
     *
     * @param decision {@code departed}
     * @param headcount a whole number from 0 to 1000, without the crew and escorts
     */
    @Transactional
    public void depart(long movementId, String decision, @Nullable Object headcount) {
        boardedLists.counted(movements.lock(movementId), heads(headcount));
        depart(movementId, decision);
    }

    private static int heads(@Nullable Object headcount) {
        if (headcount instanceof Number heads
                && heads.doubleValue() == heads.intValue()
                && heads.intValue() >= 0
                && heads.intValue() <= MOST_HEADS) {
            return heads.intValue();
        }
        throw new Refusal("Say how many heads are aboard, as a whole number from 0 to 1000.", "headcount");
    }

    /**
     * Records that it has left; somebody leads it at once if its exit is closed or its road cut. Movements that were boarding when
     * their model knew no headcount ask so.
     *
     * @param decision {@code departed}
     * @throws Refusal if an objection of the border is not settled
     */
    @Transactional
    public void depart(long movementId, String decision) {
        oneOf(decision, "departure", "departed");
        refuseWhileObjected(movements.get(movementId));
        movements.enters(movementId, "departed");
        reservations.writeManifest(movementId);
        disruptions.setsOut(movements.get(movementId));
    }

    /** When somebody has to look into it, if it has not been confirmed to have left. */
    public Date departureOverdueTime(long movementId) {
        return Date.from(timetable.departureOverdue(movements.get(movementId)));
    }

    /** Records what is known of a movement whose departure nobody has confirmed. @param finding {@code hasLeft}, {@code waits} or {@code noContact} */
    @Transactional
    public void recordDepartureOverdue(long movementId, String finding) {
        oneOf(finding, "departureFinding", "hasLeft", "waits", "noContact");
        audit.recordOf("departure overdue", movements.get(movementId).code(), finding);
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

    /**
     * Whether those on the manifest have been counted aboard, and nobody else, whoever was missed at the cut-off aside; and the crew
     * has counted as many heads.
     */
    @Transactional
    public boolean allAboard(long movementId) {
        return counts.agree(movementId, HeadCounts.Step.BOARDING) && boardedLists.headsAgree(movementId);
    }

    /**
     * Records why others came aboard than the manifest names, and how many heads the crew has counted anew.
     *
     * @param headcount as in {@link #depart}; 0: the number stays
     */
    @Transactional
    public void recordBoarding(long movementId, String finding, @Nullable Object headcount) {
        int heads = heads(headcount);
        if (heads > 0) {
            boardedLists.counted(movements.lock(movementId), heads);
        }
        recordBoarding(movementId, finding);
    }

    /**
     * Records why others came aboard than the manifest names.
     *
     * @param finding {@code countMissed}, {@code neverAboard}, {@code tookAlong}, or {@code compareAgain}
     */
    @Transactional
    public void recordBoarding(long movementId, String finding) {
        oneOf(finding, "boardingDecision", "compareAgain", "countMissed", "neverAboard", "tookAlong");
        if (!finding.equals("compareAgain")) {
            counts.explainBoarding(movementId, finding);
        }
        audit.recordOf("boarding explained", movements.get(movementId).code(), finding);
    }

    /** Whether somebody is still to confirm that it has arrived. */
    public boolean awaitsArrival(String code) {
        return process.awaitsArrival(code);
    }

    /** Whether those on the manifest have been counted aboard and on arrival, and nobody else. */
    @Transactional
    public boolean allAccountedFor(long movementId) {
        movements.lock(movementId); // nobody counts otherwise between this and its arrival
        return counts.agree(movementId, HeadCounts.Step.ARRIVAL);
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
     * @throws Refusal if it has set out, whether that is confirmed or not
     */
    @Transactional
    public void cancel(String code) {
        orders.cancel(code);
    }

    /** Whether anybody has to lose the seats on a cancelled movement. */
    public boolean isAnybodyAboard(long movementId) {
        return loss.isAnybodyAboard(movementId);
    }

    /**
     * Seats those aboard a movement another way that was cancelled because its exit had not opened in time, the first
     * five hundred households at most, where the operation gives seats at once; who finds none, and has not been called yet, loses the seats.
     *
     * @throws OptimisticLockingFailureException if somebody else gives these seats at this moment: then it is to be tried again
     */
    @Transactional
    public void rerouteAboard(long movementId) {
        Movement movement = movements.get(movementId);
        if (seatsAtOnce && movement.isCancelled()) { // or it has been reopened meanwhile
            rerouting.next(List.of(movement)); // a batch is more than nearly any vehicle takes
        }
    }

    /** Takes the seats of the next who are aboard a cancelled movement. @return whether anybody is left aboard */
    @Transactional
    public boolean giveNextSeatsBack(long movementId) {
        return loss.giveNextSeatsBack(movementId);
    }

    /** Puts a departure off. @throws Refusal unless it is in the future and later than before */
    @Transactional
    public void delay(String code, @Nullable Instant departs) {
        Movement movement = orders.changeable(code);
        orders.putOff(movement, departs);
        keepsToHours(movement, movements.get(movement.id()));
    }

    /** After a delay: who misses the flight loses the seats, the others are told; it is looked into later if nobody confirms it. */
    @Transactional
    public void applyDelay(long movementId) {
        loss.applyDelay(movementId);
        Movement movement = movements.get(movementId);
        process.lookIntoDepartureAt(movement.code(), timetable.departureOverdue(movement));
    }

    /** From when the households whose journey begins with a movement may be told where and when to be. */
    @Transactional(readOnly = true)
    public Instant instructionsFrom(String code) {
        return releases.of(movements.named(code));
    }

    /** Lets them be told from then on, earlier or later than before. @throws Refusal if that leaves no time to come */
    @Transactional
    public void releaseInstructions(String code, @Nullable Instant from) {
        releases.set(orders.changeable(code), from);
    }

    /** Has the next who wait for it look again from when on they may be told. @return whether there may be more */
    @Transactional
    public boolean tellNextOfRelease(long movementId) {
        return releases.tellNext(movementId);
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
        Movement movement = orders.changeable(code);
        swap(movement, new Vehicle(seats, stretchers, wheelchairs, movement.crew(), baggageKg), null);
    }

    /**
     * Gives a movement a vehicle of a type, with its crew, escorts and baggage; who no longer fits loses the seats.
     *
     * @throws Refusal if there is no such type for it, or another vehicle is still being fitted
     */
    @Transactional
    public void changeVehicle(String code, String type) {
        Movement movement = orders.changeable(code);
        VehicleType known = types.named(type, movement.kind());
        swap(movement, known.vehicle(), known.name());
    }

    private void swap(Movement movement, Vehicle vehicle, @Nullable String type) {
        vehicle.checked();
        mustNotBeFitted(movement);
        if (!kept.total(movement.id()).fitIn(vehicle.places())) {
            throw new Refusal(
                    "More places are kept for others on " + movement.code()
                            + " than this vehicle has: release some first.",
                    "seats");
        }
        orders.tell(
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
        movements.isOfType(movement, type);
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
     * Changes what is planned of a movement until it leaves: when it leaves, but no earlier, when it arrives, its vehicle,
     * its crew and its carrier. Its kind, its towns and its exit stay. What may be changed never depends on who is aboard: they are dealt with
     * afterwards, as after a delay or another vehicle.
     *
     * @param asked its code, kind and way do not count
     * @param seen the {@link Movement#mark} of the movement that the officer looked at
     * @throws Refusal.Conflict if somebody else has changed it since
     * @throws Refusal naming what is wrong
     */
    @Transactional
    public void edit(String code, NewMovement asked, String seen) {
        Movement movement = orders.changeable(code);
        if (!movement.mark().equals(seen)) {
            throw new Refusal.Conflict(
                    "Somebody has changed " + movement.code()
                            + " since you opened this page. See what is planned now, and send yours again if it is still"
                            + " right.",
                    "seen");
        }
        NewMovement wanted = movements.placed(asked, movement);
        Movement now = movements.reschedule(movement, wanted.taking(timetable.usualJourney(movement.kind())));
        if (now.departs().isAfter(movement.departs())) {
            keepsToHours(movement, now);
            orders.tell(movement, "movementDelayed", Map.of());
        } else if (!now.arrives().equals(movement.arrives())) {
            keepsToHours(movement, now);
            if (!process.tellMovement(movement.code(), "arrivalChanged", Map.of())) {
                throw new Refusal.Conflict(
                        movement.code()
                                + " was planned under an earlier model, which knows no other arrival: delay it, or"
                                + " cancel it and plan another.",
                        "arrives");
            }
        }
        movements.carriedBy(movement, wanted.carrier());
        String type = wanted.vehicleType();
        if (!wanted.vehicle().equals(movement.vehicle()) || type != null && !type.equals(movement.vehicleType())) {
            swap(movement, wanted.vehicle(), type);
        }
    }

    /**
     * Keeps so many places on a movement for a state or a delegation, instead of those kept for it before.
     *
     * @return as they are kept now
     * @throws Refusal if there is no room for them, the exit does not admit as many that day, or it has left
     */
    @Transactional
    public KeptPlaces.Kept keepPlaces(String code, @Nullable String taker, int seats, int stretchers, int wheelchairs) {
        SeatRule.Quotas quotas = round.quotas();
        Movement movement = orders.changeable(code);
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
        return kept.keep(movement, taker, wanted);
    }

    /** Gives places that were kept free; seats are given on them from the next round on. @throws Refusal if it has left */
    @Transactional
    public void releasePlaces(String code, long keptId) {
        Movement movement = orders.changeable(code);
        kept.release(movement, keptId);
        reservations.writeManifestAnew(movement.id());
    }

    /**
     * Says which state operates a movement and gives us its places.
     *
     * @param state by two or three letters of ISO 3166; blank: it is ours
     */
    @Transactional
    public void offeredBy(String code, @Nullable String state) {
        Movement movement = orders.changeable(code);
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
     * An exit is open at these hours only from now on; null: at any time. What is planned over it stays so, but takes nobody
     * new while it crosses outside them.
     *
     * @return codes of movements that do, by departure
     */
    @Transactional
    public List<String> setHours(String code, @Nullable OpeningHours hours) {
        round.quotas(); // exits before movements, as everybody locks
        Exit exit = exit(code);
        exits.keeps(exit.code(), hours);
        if (!Objects.equals(exit.hours(), hours)) {
            movements.noneCrossesAnyway(exit.code());
        }
        return outsideHours(movement -> exit.code().equals(movement.exit()));
    }

    /** Codes of movements that take nobody new because they cross outside the hours of their exit, by departure. */
    public List<String> outsideHours() {
        return outsideHours(movement -> true);
    }

    private List<String> outsideHours(Predicate<Movement> which) {
        List<Movement> upcoming = movements.upcoming().stream().filter(which).toList();
        return round.outsideHours(upcoming).stream().map(Movement::code).toList();
    }

    /**
     * Says that a movement crosses though its exit is closed then by its hours, or takes that back. As long as it is said, people
     * are given seats on it, and it may be put off within the closed hours; it holds until the hours of the exit change, and for
     * this departure: of another it has to be said again.
     *
     * @throws Refusal if it has left, or crosses within the hours
     */
    @Transactional
    public void crossesAnyway(String code, boolean anyway) {
        round.quotas(); // so that these are the hours when it is written down
        Movement movement = orders.changeable(code);
        if (anyway && exitHours().meet(movement)) {
            throw new Refusal(movement.code() + " is on its way while its exit is open: it takes people as it is.");
        }
        movements.crossesAnyway(movement, anyway);
    }

    // Changes of the situation, as their process makes and undoes them: see Disruptions -----------------------------

    /** @return what the quota or the danger was before, null if not known */
    @Transactional
    public @Nullable Integer beginChange(long changeId) {
        return disruptions.begin(changeId);
    }

    /** @return whether there may be more */
    @Transactional
    public boolean applyNext(long changeId) {
        return disruptions.applyNext(changeId);
    }

    /**
     * Seats the next whose seats the change takes another way, where the operation gives seats at once; who finds none loses
     * the seats.
     *
     * @return whether there may be more
     * @throws OptimisticLockingFailureException if somebody else gives these seats at this moment: then it is to be tried again
     */
    @Transactional
    public boolean rerouteNext(long changeId) {
        return seatsAtOnce && disruptions.rerouteNext(changeId);
    }

    /** @param decision {@code waits}, {@code turnsBack}, {@code otherWay} or {@code goesOn} */
    @Transactional
    public void recordRoadDecision(long changeId, long movementId, String decision) {
        disruptions.recordRoadDecision(
                changeId, movementId, oneOf(decision, "roadDecision", "waits", "turnsBack", "otherWay", "goesOn"));
    }

    @Transactional
    public void takeBackChange(long changeId) {
        disruptions.takeBack(changeId);
    }

    /**
     * @return whether there may be more
     * @throws OptimisticLockingFailureException if it is to be tried again
     */
    @Transactional
    public boolean undoNext(long changeId) {
        return disruptions.undoNext(changeId);
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

    private static String oneOf(@Nullable String decision, String field, String... possible) {
        if (decision == null || !Set.of(possible).contains(decision)) {
            throw new Refusal("Choose one of the answers.", field);
        }
        return decision;
    }
}
