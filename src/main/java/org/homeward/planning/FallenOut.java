package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.movement.Movement;
import org.homeward.movement.Seating;
import org.jspecify.annotations.Nullable;

/** Who can no longer be seated as a plan says, and why; those who go with them fall out with them. */
final class FallenOut {

    static final String SEATED_OTHERWISE = "It has been given seats otherwise since.";
    static final String SEATS_CHANGED = "Its own seats have changed since.";
    static final String WITH_OTHERS = "Somebody who travels with it can no longer be seated so.";

    private final Map<Long, Movement> movements;
    private final Set<Long> open;
    private final Set<String> beingLost;
    private final Collection<Movement> outsideHours;
    private final Map<Long, String> why = new LinkedHashMap<>();
    private final Set<Long> units = new LinkedHashSet<>();

    /**
     * @param movements all that the plan concerns
     * @param open those of them that take people now
     * @param beingLost codes of what a change is about to cancel
     * @param outsideHours those that cross outside the hours of their exit
     */
    FallenOut(Map<Long, Movement> movements, Set<Long> open, Set<String> beingLost, Collection<Movement> outsideHours) {
        this.movements = movements;
        this.open = open;
        this.beingLost = beingLost;
        this.outsideHours = outsideHours;
    }

    void add(Seating seating, String reason) {
        why.put(seating.householdId(), reason);
        units.add(seating.unit());
    }

    boolean isAnybody() {
        return !units.isEmpty();
    }

    Set<Long> units() {
        return units;
    }

    /** By household, of those who have a reason of their own. */
    Map<Long, String> why() {
        return why;
    }

    /** Those of them who have not fallen out, nor anybody with them. */
    List<Seating> without(List<Seating> wanted) {
        return wanted.stream()
                .filter(seating -> !units.contains(seating.unit()))
                .toList();
    }

    /** @param stage where it is by now, or why it has ended */
    static String noLongerWaits(@Nullable String stage) {
        return switch (String.valueOf(stage)) {
            case "ready" -> "Somebody else was dealing with it at that moment.";
            case "seated", "called", "under way" -> SEATED_OTHERWISE;
            case "withdrew" -> "It has withdrawn since.";
            default -> "It no longer waits for seats.";
        };
    }

    /** Why the first of these takes nobody now that is not open. */
    String closed(List<Long> legs) {
        Movement closed = legs.stream()
                .filter(leg -> !open.contains(leg))
                .map(this::movement)
                .findFirst()
                .orElseThrow();
        return switch (closed.state()) {
            case "cancelled" -> "Movement " + closed.code() + " is cancelled.";
            case "planned" -> closed.code() + " is not open yet.";
            case "open" -> closedThoughOpen(closed);
            default -> closed.code() + " takes nobody any more, and nobody off.";
        };
    }

    private String closedThoughOpen(Movement closed) {
        if (beingLost.contains(closed.code())) {
            return closed.code() + " is being cancelled.";
        }
        return outsideHours.contains(closed)
                ? closed.code() + " now crosses outside the hours of its exit."
                : "The exit of " + closed.code() + " is closed now.";
    }

    String missed(List<Long> legs) {
        return "Since a change, one does not reach the next in time: " + codes(legs) + ".";
    }

    String outOfReach(List<Long> legs) {
        return "They can no longer get to where " + movement(legs.get(0)).code() + " leaves.";
    }

    String full(List<Long> legs) {
        return "There are no longer enough places on " + codes(legs) + ".";
    }

    /** @param day the exit and the day */
    static String overQuota(String day) {
        return "The quota of " + day + " admits no more.";
    }

    private String codes(List<Long> legs) {
        return legs.stream().map(leg -> movement(leg).code()).collect(Collectors.joining(", "));
    }

    private Movement movement(long leg) {
        return requireNonNull(movements.get(leg));
    }
}
