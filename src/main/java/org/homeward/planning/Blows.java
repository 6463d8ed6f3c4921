package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.situation.Exit;
import org.homeward.situation.Exits;
import org.homeward.situation.Governorates;
import org.homeward.situation.OpeningHours;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which movements a blow strikes, and what becomes of each. An exit that closes cancels what leaves over it soon; what leaves
 * later is cancelled only if the exit is still closed when its manifest freezes. A road that is cut puts convoys off until it
 * is free again. What has set out is led, also where a governorate out of which it comes has become more dangerous.
 */
@Component
class Blows {

    private final Movements movements;
    private final OnTheRoad onTheRoad;
    private final Timetable timetable;
    private final Towns towns;
    private final Exits exits;
    private final Governorates governorates;
    private final Clock clock;
    private final ZoneId zone;

    Blows(
            Movements movements,
            OnTheRoad onTheRoad,
            Timetable timetable,
            Towns towns,
            Exits exits,
            Governorates governorates,
            Clock clock,
            @Value("${homeward.zone}") ZoneId zone) {
        this.movements = movements;
        this.onTheRoad = onTheRoad;
        this.timetable = timetable;
        this.towns = towns;
        this.exits = exits;
        this.governorates = governorates;
        this.clock = clock;
        this.zone = zone;
    }

    /** What a blow strikes, and what becomes of each, by departure. */
    Map<Movement, Fate> struck(Blow blow) {
        List<Movement> inItsWay = inItsWay(blow);
        Set<Long> setOut = onTheRoad.among(inItsWay);
        Map<Movement, Fate> struck = new LinkedHashMap<>();
        for (Movement movement : inItsWay) {
            if (setOut.contains(movement.id())) {
                struck.put(movement, Fate.ON_THE_ROAD);
            } else if (!blow.kind().equals("riskChanges")) {
                struck.put(movement, fate(blow, movement));
            }
        }
        return struck;
    }

    private List<Movement> inItsWay(Blow blow) {
        return switch (blow.kind()) {
            case "exitCloses" -> notYetThere(movement -> blow.subject().equals(movement.exit()));
            case "roadCut" -> notYetThere(movement -> isCutOff(movement, blow));
            case "riskChanges" ->
                requireNonNull(blow.value()) > governorates.risk(blow.subject())
                        ? notYetThere(movement -> comesFrom(blow.subject(), movement))
                        : List.of();
            case "movementLost" ->
                movements
                        .find(blow.subject())
                        .filter(movement -> !movement.hasLeft() && !movement.isCancelled())
                        .stream()
                        .toList();
            default -> List.of();
        };
    }

    private List<Movement> notYetThere(Predicate<Movement> which) {
        return movements.notYetThere().stream().filter(which).toList();
    }

    private boolean comesFrom(String governorate, Movement movement) {
        return movement.kind().equals("convoy") && governorate.equals(towns.one(movement.origin()));
    }

    private boolean isCutOff(Movement movement, Blow blow) {
        return cutsOff(blow, movement.kind(), movement.exit(), movement.origin(), movement.departs());
    }

    /** Whether what is like this is a convoy to that exit or out of that governorate, and would leave before the road is free again. */
    boolean cutsOff(Blow blow, String kind, @Nullable String exit, String origin, Instant departs) {
        boolean thatRoad = blow.subject().equals(exit) || blow.subject().equals(towns.one(origin));
        Instant free = requireNonNull(blow.until());
        return kind.equals("convoy") && thatRoad && departs.isBefore(free) && free.isAfter(clock.instant());
    }

    /** Whether a movement that sets out now meets it on its way. */
    boolean meets(Blow blow, Movement movement) {
        return blow.kind().equals("roadCut")
                ? cutsOff(blow, movement.kind(), movement.exit(), movement.origin(), clock.instant())
                : blow.subject().equals(movement.exit());
    }

    private Fate fate(Blow blow, Movement movement) {
        return switch (blow.kind()) {
            case "roadCut" -> Fate.DELAYED;
            case "movementLost" -> Fate.CANCELLED;
            default -> timetable.isTooLateToWait(movement) ? Fate.CANCELLED : Fate.WAITS;
        };
    }

    /** When a movement leaves that a cut road puts off: when it is free again and, with it, the exit is open on the way. */
    Instant leaves(Movement movement, Blow blow) {
        return leaves(blow, movement.exit(), movement.journey());
    }

    Instant leaves(Blow blow, @Nullable String exit, Duration journey) {
        Instant free = requireNonNull(blow.until());
        OpeningHours hours =
                exit == null ? null : exits.find(exit).map(Exit::hours).orElse(null);
        return hours == null || hours.meet(free, free.plus(journey), zone) ? free : hours.from(free, zone);
    }
}
