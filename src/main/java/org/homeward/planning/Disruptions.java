package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.situation.Exits;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The door for changes of the situation: looked at, reported, made and undone, with all they do to movements and those aboard. */
@Component
public class Disruptions {

    /** Movements cancelled in one transaction at most. */
    static final int BATCH = 50;

    private final SituationChanges changes;
    private final ChangePreviews previews;
    private final LastLooks looks;
    private final ChangedMovements changed;
    private final Blows blows;
    private final OnTheRoad onTheRoad;
    private final Movements movements;
    private final MovementOrders orders;
    private final SeatLoss loss;
    private final Rerouting rerouting;
    private final SeatRound round;
    private final Timetable timetable;
    private final Exits exits;
    private final PlanningProcess process;
    private final Audit audit;
    private final Clock clock;
    private final ZoneId zone;

    Disruptions(
            SituationChanges changes,
            ChangePreviews previews,
            LastLooks looks,
            ChangedMovements changed,
            Blows blows,
            OnTheRoad onTheRoad,
            Movements movements,
            MovementOrders orders,
            SeatLoss loss,
            Rerouting rerouting,
            SeatRound round,
            Timetable timetable,
            Exits exits,
            PlanningProcess process,
            Audit audit,
            Clock clock,
            @Value("${homeward.zone}") ZoneId zone) {
        this.changes = changes;
        this.previews = previews;
        this.looks = looks;
        this.changed = changed;
        this.blows = blows;
        this.onTheRoad = onTheRoad;
        this.movements = movements;
        this.orders = orders;
        this.loss = loss;
        this.rerouting = rerouting;
        this.round = round;
        this.timetable = timetable;
        this.exits = exits;
        this.process = process;
        this.audit = audit;
        this.clock = clock;
        this.zone = zone;
    }

    // What managers ask for ------------------------------------------------------------------------------------------

    /** Who would be affected, and what would become of them. @throws Refusal naming the field that is wrong */
    @Transactional(readOnly = true)
    public ChangePreview preview(Report report) {
        return previews.of(checked(report));
    }

    /** Takes a report down; a manager decides on it. @return its number @throws Refusal naming the field that is wrong */
    @Transactional
    public long report(Report report) {
        long id = changes.report(checked(report));
        process.startChange(changes.get(id));
        return id;
    }

    /**
     * Looks anew whom a reported change would affect, and keeps it with the change: see {@link LastLooks}.
     *
     * @throws Refusal.Conflict if it does not wait for a word
     * @throws Refusal if it has become so meanwhile
     */
    @Transactional
    public void look(long changeId) {
        Report report = stillToDecide(changeId);
        looks.keep(changeId, clock.instant(), previews.forAll(report));
    }

    /** What was reported. @throws Refusal.Conflict if it does not wait for a word @throws Refusal if it has become so meanwhile */
    @Transactional(readOnly = true)
    public Report stillToDecide(long changeId) {
        SituationChange change = changes.inState(changeId, "reported");
        return checked(new Report(change.kind(), change.subject(), change.value()));
    }

    /** Reports a change and approves it in one. @return its number @throws Refusal naming the field that is wrong */
    @Transactional
    public long make(Report report) {
        long id = report(report);
        approve(id);
        return id;
    }

    /** Approves a report for the manager who looks at it elsewhere than in the task. @throws Refusal.Conflict if it does not wait for a word */
    @Transactional
    public void approve(long changeId) {
        process.decideChange(changes.lock(changeId, "reported"), "approved");
    }

    /** Discards a report, as {@link #approve} approves it. */
    @Transactional
    public void discard(long changeId) {
        process.decideChange(changes.lock(changeId, "reported"), "discarded");
    }

    /**
     * Stops a change that is being made or undone: what is not done of that by now stays as it is until {@link #goOn}.
     *
     * @throws Refusal.Conflict unless it is being made or undone
     */
    @Transactional
    public void stop(long changeId) {
        SituationChange change = isBeingUndone(changeId) ? changes.get(changeId) : changes.lock(changeId, "applying");
        process.stopChange(change);
        audit.recordOf("change stopped", change.name(), null);
    }

    /** Goes on with a change where it was stopped, or was given up. @throws Refusal.Conflict unless it stands still */
    @Transactional
    public void goOn(long changeId) {
        SituationChange change = standingStill(changeId);
        process.goOnWithChange(change);
        audit.recordOf("change goes on", change.name(), null);
    }

    /**
     * Ends a change where it was stopped, or was given up: it counts as made, with what has been made of it, and can be
     * undone.
     *
     * @throws Refusal.Conflict unless it stands still while it is being made
     */
    @Transactional
    public void end(long changeId) {
        SituationChange change = standingStill(changeId);
        changes.end(changeId);
        process.goOnWithChange(change);
    }

    private SituationChange standingStill(long changeId) {
        SituationChange change = changes.get(changeId);
        if (!process.isStopped(change) && !process.isGivenUp(change)) {
            throw new Refusal.Conflict(change.name() + " is not stopped.", "id");
        }
        return change;
    }

    /** Whether somebody has stopped it, on its page or in Cockpit. */
    public boolean isStopped(long changeId) {
        return process.isStopped(changes.get(changeId));
    }

    /** Whether a step of it has failed too often: it does not go on by itself. */
    public boolean isGivenUp(long changeId) {
        return process.isGivenUp(changes.get(changeId));
    }

    /** Whether not all is yet as before. */
    public boolean isBeingUndone(long changeId) {
        SituationChange change = changes.get(changeId);
        return change.state().equals("undone") && process.isAtWork(change);
    }

    /** The names of all that are stopped. */
    public Set<String> stopped() {
        return process.stoppedChanges();
    }

    /** The names of all that do not go on by themselves. */
    public Set<String> givenUp() {
        return process.changesGivenUp();
    }

    /**
     * Undoes a change: exits, quotas and dangers are as before, and what it cancelled is reopened if there is still time.
     *
     * @throws Refusal.Conflict unless it is in force and nothing has changed the same since; for an exit that opened, unless
     *     closing it again takes nothing from anybody
     */
    @Transactional
    public void undo(long changeId) {
        if (isStopped(changeId)) {
            throw new Refusal.Conflict(
                    SituationChange.name(changeId)
                            + " is stopped: let it go on first, or end it if it is not undone yet.",
                    "id");
        }
        SituationChange change = changes.lock(changeId, "applied");
        if (!process.undoChange(change)) {
            throw new Refusal.Conflict(
                    change.name() + " was made more than 30 days ago: report what is so now instead.", "id");
        }
    }

    /** The report, tidied, with the movement's code as it is written everywhere. */
    private Report checked(Report written) {
        Report report = changes.checked(written);
        if (!"movementLost".equals(report.kind())) {
            return report;
        }
        Movement movement = movements.named(requireNonNull(report.subject()));
        if (movement.isCancelled()) {
            throw new Refusal("Movement " + movement.code() + " is cancelled.", "subject");
        }
        if (movement.hasLeft()) {
            throw new Refusal("Movement " + movement.code() + " has left: it can no longer be changed.", "subject");
        }
        return new Report(report.kind(), movement.code(), null);
    }

    // The steps of its process ---------------------------------------------------------------------------------------

    /** Makes an exit or a quota what was reported. @return what the quota or the danger was before, null if not known */
    @Nullable
    Integer begin(long changeId) {
        changes.begin(changeId);
        SituationChange change = changes.get(changeId);
        checked(new Report(change.kind(), change.subject(), change.value()));
        switch (change.kind()) {
            case "exitCloses" -> exits.becomes(change.subject(), "closed");
            case "exitOpens" -> exits.becomes(change.subject(), "open");
            case "quotaChanges" -> exits.admits(change.subject(), change.value());
            default -> {} // a danger is set by the next step, a movement is cancelled by one
        }
        lead(change, onTheRoad(blows.struck(Blow.from(change))).toList());
        return change.before();
    }

    /** Seats the next another way whose seats the change takes with their movement. @return whether there may be more */
    boolean rerouteNext(long changeId) {
        SituationChange change = changes.toStep(changeId);
        if (change.endedEarly()) {
            return false;
        }
        Blow blow = Blow.from(change);
        List<Movement> cancelled = blows.struck(blow).entrySet().stream()
                .filter(struck -> struck.getValue() == Fate.CANCELLED)
                .map(Map.Entry::getKey)
                .toList();
        return rerouting.next(whoHear(cancelled, change));
    }

    /**
     * Cancels, or puts off, the next movements that the change takes, or the seats of the next over a quota.
     *
     * @return whether there may be more
     * @throws IllegalStateException if nothing is left but movements whose process cannot be told: then it is to be tried again
     */
    boolean applyNext(long changeId) {
        SituationChange change = changes.toStep(changeId);
        if (change.endedEarly()) {
            return keepToQuotas(changeId); // on days to which convoys were put off before it was ended
        }
        if (change.kind().equals("quotaChanges")) {
            return change.value() != null && loss.keepToQuota(change.subject(), change.value(), Set.of());
        }
        Blow blow = Blow.from(change);
        Map<Movement, Fate> struck = blows.struck(blow);
        List<Movement> toStrike = toStrike(struck);
        List<Movement> hear = whoHear(toStrike, change);
        List<Movement> next = hear.stream().limit(BATCH).toList();
        List<Movement> newlyMet = newlyMet(changeId, struck);
        Set<Long> known = changed.notApplied(changeId);
        List<Movement> newlyUntold = toStrike.stream()
                .filter(movement -> !hear.contains(movement) && !known.contains(movement.id()))
                .toList();
        if (next.isEmpty() && newlyMet.isEmpty() && newlyUntold.isEmpty()) {
            boolean more = keepToQuotas(changeId); // by itself, since households are locked before movements
            if (!more) {
                mustBeNone(toStrike);
            }
            return more;
        }
        movements.lock(Stream.of(next, newlyMet, newlyUntold)
                .flatMap(List::stream)
                .map(Movement::id)
                .toList());
        changed.noteNotApplied(changeId, newlyUntold);
        next.forEach(movement -> changed.note(change, movement, requireNonNull(struck.get(movement))));
        if (change.kind().equals("roadCut")) {
            next.forEach(movement -> orders.putOff(orders.changeable(movement.code()), blows.leaves(movement, blow)));
        } else {
            next.forEach(movement -> orders.cancel(movement.code()));
        }
        lead(change, newlyMet);
        return true;
    }

    /** The movements that the change cancels or puts off, in turn. */
    private static List<Movement> toStrike(Map<Movement, Fate> struck) {
        return struck.keySet().stream()
                .filter(movement -> Set.of(Fate.CANCELLED, Fate.DELAYED).contains(struck.get(movement)))
                // Convoys that meet the same flight are next to each other, and their jobs would wait for its row in
                // turn.
                .sorted(Comparator.comparing(movement -> Long.reverse(movement.id())))
                .toList();
    }

    /** Those of them whose process hears of it: one that is suspended in Cockpit holds up no other. */
    private List<Movement> whoHear(List<Movement> some, SituationChange change) {
        String message = change.kind().equals("roadCut") ? MovementOrders.DELAYED : MovementOrders.CANCELLED;
        Set<String> hear = orders.whoHear(some, message);
        return some.stream().filter(movement -> hear.contains(movement.code())).toList();
    }

    private static void mustBeNone(List<Movement> untold) {
        if (!untold.isEmpty()) {
            throw new IllegalStateException("No process that can be told: "
                    + untold.stream().map(Movement::code).collect(Collectors.joining(", ")));
        }
    }

    /** What has set out since the change was made. */
    private List<Movement> newlyMet(long changeId, Map<Movement, Fate> struck) {
        Set<Long> known = changed.metOnTheRoad(changeId);
        return onTheRoad(struck)
                .filter(movement -> !known.contains(movement.id()))
                .toList();
    }

    private static Stream<Movement> onTheRoad(Map<Movement, Fate> struck) {
        return struck.keySet().stream().filter(movement -> struck.get(movement) == Fate.ON_THE_ROAD);
    }

    /** Convoys that were put off may be too many for the day on which they leave now. @return whether there may be more */
    private boolean keepToQuotas(long changeId) {
        for (Map.Entry<String, Set<LocalDate>> crowded :
                changed.crowdedDays(changeId).entrySet()) {
            Integer quota = exits.quota(crowded.getKey());
            if (quota != null && loss.keepToQuota(crowded.getKey(), quota, crowded.getValue())) {
                return true; // one exit at a time, since households are locked before movements
            }
        }
        return false;
    }

    /** Takes down what a change meets on the road; somebody leads each of them, once for whatever it meets. */
    private void lead(SituationChange change, Collection<Movement> met) {
        if (met.isEmpty()) {
            return;
        }
        // As ChangedMovements.ledForNothingElse does: whoever confirms a departure holds the movement when asking for
        // this.
        movements.lock(met.stream().map(Movement::id).toList());
        Set<Long> led = changed.beingLed();
        Set<Long> newlyMet = changed.noteOnTheRoad(change.id(), met);
        met.stream()
                .filter(movement -> newlyMet.contains(movement.id()) && !led.contains(movement.id()))
                .forEach(movement -> process.leadOnTheRoad(change.id(), movement));
    }

    /** A movement has set out: all changes that are in its way are taken down, and somebody leads it. */
    void setsOut(Movement movement) {
        setOut(List.of(movement));
    }

    private void setOut(Collection<Movement> movements) {
        for (SituationChange change : changes.inTheWay()) {
            Blow blow = Blow.from(change);
            lead(
                    change,
                    movements.stream()
                            .filter(movement -> blows.meets(blow, movement))
                            .toList());
        }
    }

    /** What was decided with the leader of a movement on the road. */
    void recordRoadDecision(long changeId, long movementId, String decision) {
        changed.recordRoadDecision(changeId, movementId, decision);
        audit.recordOf("on the road", movements.get(movementId).code(), decision);
    }

    /**
     * Makes an exit or a quota what it was before the change; who leads what is on the road for another reason goes on.
     *
     * @throws Refusal.Conflict if an exit that opened has been used since: then a report that it closes says whom that hits
     */
    void takeBack(long changeId) {
        changes.takeBack(changeId);
        SituationChange change = changes.get(changeId);
        switch (change.kind()) {
            case "exitCloses" -> exits.becomes(change.subject(), "open");
            case "exitOpens" -> closeUnused(change);
            case "quotaChanges" -> exits.admits(change.subject(), change.before());
            default -> {} // a danger is set and a movement reopened by the next steps
        }
        Collection<Movement> free = changed.ledForNothingElse(changeId);
        free.forEach(movement -> process.wayFreeAgain(movement.code()));
        setOut(free.stream().filter(movement -> movement.arrivedAt() == null).toList());
    }

    /** Closes an exit again: nobody has been given seats over it since it opened, and closing it strikes nothing at once. */
    private void closeUnused(SituationChange opened) {
        exits.becomes(opened.subject(), "closed"); // first: who gives seats holds the exits
        Blow closing = new Blow("exitCloses", opened.subject(), null, null);
        boolean strikes = blows.struck(closing).values().stream().anyMatch(fate -> fate != Fate.WAITS);
        if (strikes || changed.isSeatedOverSince(opened)) {
            throw new Refusal.Conflict("Report that " + opened.subject() + " closes instead.", "id");
        }
    }

    /**
     * Makes the next movement that the change took what it was before: reopened, unless its people would have to come
     * together by now, or leaving as before, unless its manifest would be frozen by now; in both cases unless another change
     * cuts its road then, or its exit admits no more that day.
     *
     * @return whether there may be more
     * @throws OptimisticLockingFailureException while seats on it are still being given back: then it is to be tried again
     */
    boolean undoNext(long changeId) {
        SeatRule.Quotas quotas = round.quotas(); // a round locks the exits before it locks movements
        Optional<ChangedMovements.Taken> next = changed.nextToUndo(changeId);
        next.ifPresent(taken -> {
            if (taken.departedBefore() == null) {
                reopen(changeId, taken.movement(), quotas);
            } else {
                leaveAsBefore(changes.get(changeId), taken.movement(), taken.departedBefore(), quotas);
            }
        });
        return next.isPresent();
    }

    private void reopen(long changeId, Movement movement, SeatRule.Quotas quotas) {
        boolean inTime = canReopen(movement);
        if (inTime && !movements.aboard(movement.id()).isEmpty()) {
            throw new OptimisticLockingFailureException("Seats on it are still being given back.");
        }
        int kept = movement.taken().total(); // for others: they are still kept
        boolean reopens =
                inTime && isRoadFree(movement, movement.departs()) && (kept == 0 || quotas.admit(movement.id(), kept));
        changed.becomes(changeId, movement, reopens ? "reopened" : "stays cancelled");
        if (reopens) {
            process.startMovement(movements.reopen(movement));
        }
    }

    /** Whether people can still be seated on it and come together in time. */
    private boolean canReopen(Movement movement) {
        return movement.isCancelled() && timetable.muster(movement).isAfter(clock.instant());
    }

    private void leaveAsBefore(SituationChange change, Movement movement, Instant departs, SeatRule.Quotas quotas) {
        boolean asBefore = canLeaveAsBefore(change, movement, departs)
                && isRoadFree(movement, departs)
                && isExitOpen(movement, departs)
                && isAdmitted(movement, departs, quotas);
        changed.becomes(change.id(), movement, asBefore ? "as before" : "stays delayed");
        if (asBefore) {
            movements.leavesAsBefore(movement, departs);
            orders.tell(movement, MovementOrders.DELAYED, Map.of());
        }
    }

    /** Whether nobody has put it off again, and its process still has the times from before to come to. */
    private boolean canLeaveAsBefore(SituationChange change, Movement movement, Instant departedBefore) {
        return !movement.isCancelled()
                && !onTheRoad.has(movement)
                && movement.frozenAt() == null
                && movement.departs().equals(blows.leaves(movement, Blow.from(change)))
                && timetable.freeze(movement, departedBefore).isAfter(clock.instant());
    }

    /** Whether no other change cuts its road when it would leave. */
    private boolean isRoadFree(Movement movement, Instant departs) {
        return changes.inTheWay().stream()
                .filter(change -> change.kind().equals("roadCut"))
                .map(Blow::from)
                .noneMatch(cut -> blows.cutsOff(cut, movement.kind(), movement.exit(), movement.origin(), departs));
    }

    /** Whether it would still meet the hours of its exit, which may have changed since, or cross all the same. */
    private boolean isExitOpen(Movement movement, Instant departs) {
        Instant arrives = departs.plus(Duration.between(movement.departs(), movement.arrives()));
        return departs.equals(movement.crossesAnywayAt())
                || new ExitHours(exits.all(), zone).meet(movement.exit(), departs, arrives);
    }

    /** Whether its exit admits those aboard on the day from before too: others may have been given seats on that day since. */
    private boolean isAdmitted(Movement movement, Instant departedBefore, SeatRule.Quotas quotas) {
        Integer quota = movement.exit() == null ? null : exits.quota(movement.exit());
        if (quota == null) {
            return true;
        }
        String day = SeatRule.Quotas.day(requireNonNull(movement.exit()), LocalDate.ofInstant(departedBefore, zone));
        return day.equals(quotas.dayOf().get(movement.id()))
                || movement.taken().total() <= quotas.left().getOrDefault(day, quota);
    }
}
