package org.homeward.planning;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.situation.Exit;
import org.homeward.situation.OpeningHours;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/** The hours of all exits as they are now, and which movements keep to them. */
final class ExitHours {

    private final Map<String, OpeningHours> byExit = new HashMap<>();
    private final ZoneId zone;

    /** @param exits all there are */
    ExitHours(Collection<Exit> exits, ZoneId zone) {
        this.zone = zone;
        for (Exit exit : exits) {
            OpeningHours hours = exit.hours();
            if (hours != null) {
                byExit.put(exit.code(), hours);
            }
        }
    }

    /** The crossing lies somewhere between departure and arrival: nobody knows here how far it is to the exit. */
    boolean meet(@Nullable String exit, Instant departs, Instant arrives) {
        OpeningHours hours = of(exit);
        return hours == null || hours.meet(departs, arrives, zone);
    }

    /** Whether its exit is open while it is on its way, whatever anybody has said. */
    boolean meet(Movement movement) {
        return meet(movement.exit(), movement.departs(), movement.arrives());
    }

    /** Whether it takes people: its exit is open while it is on its way, or somebody has said that it crosses all the same. */
    boolean admit(Movement movement) {
        return movement.crossesAnyway() || meet(movement);
    }

    /** @throws Refusal naming the hours and the times, unless it is admitted */
    void check(Movement movement) {
        if (!movement.crossesAnyway()) {
            check(movement.exit(), movement.departs(), movement.arrives());
        }
    }

    /** @throws Refusal naming the hours and the times, if it is on its way only while its exit is closed */
    void check(@Nullable String exit, Instant departs, Instant arrives) {
        OpeningHours hours = of(exit);
        if (hours != null && !hours.meet(departs, arrives, zone)) {
            throw new Refusal(
                    exit + " is open at " + hours.in(LocaleContextHolder.getLocale()) + " only, by the clock of " + zone
                            + ", and this movement is on its way from " + local(departs) + " to " + local(arrives)
                            + ".",
                    "departs");
        }
    }

    private @Nullable OpeningHours of(@Nullable String exit) {
        return exit == null ? null : byExit.get(exit);
    }

    private LocalDateTime local(Instant time) {
        return LocalDateTime.ofInstant(time, zone);
    }
}
