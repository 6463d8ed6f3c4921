package org.homeward.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.situation.Towns;
import org.springframework.stereotype.Component;

/** When a rehearsed movement is at which checkpoint; worked out anew each time, since movements are delayed. */
@Component
class Moments {

    private static final Duration LONGEST_DRIVE = Duration.ofHours(4);
    private static final Duration LAST_CUT_OFF = Duration.ofHours(8);
    private static final Duration FLIGHT = Duration.ofHours(4);

    private final Movements movements;
    private final Towns towns;

    Moments(Movements movements, Towns towns) {
        this.movements = movements;
        this.towns = towns;
    }

    /** All moments of all movements that are not cancelled, in order of time. */
    List<Moment> all() {
        List<Movement> running = running();
        List<Moment> moments = new ArrayList<>();
        for (Movement movement : running) {
            if (movement.goesHome()) {
                addFlight(moments, movement);
            } else {
                addConvoy(moments, movement, running);
            }
        }
        moments.sort(Comparator.comparing(Moment::at));
        return moments;
    }

    /** When the last movement has arrived and nobody is waited for at reception any more; empty without movements. */
    Optional<Instant> end() {
        return all().stream().map(Moment::at).max(Comparator.naturalOrder()).map(last -> last.plus(LAST_CUT_OFF));
    }

    /** Also when it is cancelled: what counts from it does not wait for the next. Empty without movements. */
    Optional<Instant> firstDeparture() {
        return movements.all().stream().map(Movement::departs).min(Comparator.naturalOrder());
    }

    private List<Movement> running() {
        return movements.all().stream()
                .filter(movement -> !movement.isCancelled())
                .toList();
    }

    private void addConvoy(List<Moment> moments, Movement convoy, List<Movement> running) {
        Instant leaves = convoy.departs();
        Duration drive = running.stream()
                .filter(flight -> flight.goesHome() && towns.same(flight.origin(), convoy.destination()))
                .map(flight -> Duration.between(leaves, flight.departs()).minusMinutes(90))
                .filter(time -> !time.isNegative() && time.compareTo(LONGEST_DRIVE) < 0)
                .min(Comparator.naturalOrder())
                .orElse(LONGEST_DRIVE);
        add(moments, convoy, leaves.minus(Duration.ofMinutes(45)), "muster");
        add(moments, convoy, leaves.minus(Duration.ofMinutes(10)), "convoy boarding");
        add(moments, convoy, leaves, Moment.DEPARTS);
        add(moments, convoy, leaves.plus(drive.multipliedBy(4).dividedBy(10)), "border exit");
        add(moments, convoy, leaves.plus(drive.multipliedBy(7).dividedBy(10)), "border entry");
        add(moments, convoy, leaves.plus(drive), Moment.ARRIVES);
    }

    private static void addFlight(List<Moment> moments, Movement flight) {
        Instant leaves = flight.departs();
        add(moments, flight, leaves.minus(Duration.ofMinutes(75)), "check-in");
        add(moments, flight, leaves.minus(Duration.ofMinutes(20)), "flight boarding");
        add(moments, flight, leaves, Moment.DEPARTS);
        add(moments, flight, leaves.plus(FLIGHT), "landing");
        add(moments, flight, leaves.plus(FLIGHT.plusMinutes(1)), Moment.ARRIVES);
        add(moments, flight, leaves.plus(FLIGHT.plusMinutes(40)), "reception");
    }

    private static void add(List<Moment> moments, Movement movement, Instant at, String deed) {
        moments.add(new Moment(at, movement.code(), deed));
    }
}
