package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Vehicle;
import org.homeward.situation.Exit;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Finds what is wrong with a hypothesis. */
@Component
class Hypotheses {

    private static final int MOST_PLACES = 1000;
    private static final int MOST_A_DAY = 1_000_000;
    private static final long FARTHEST_DAYS = 730;

    private final Planning planning;
    private final Movements movements;
    private final Towns towns;
    private final Clock clock;
    private final ZoneId zone;

    Hypotheses(
            Planning planning, Movements movements, Towns towns, Clock clock, @Value("${homeward.zone}") ZoneId zone) {
        this.planning = planning;
        this.movements = movements;
        this.towns = towns;
        this.clock = clock;
        this.zone = zone;
    }

    /** The same with codes as they are written everywhere, and nothing that does not belong to it. */
    Hypothesis checked(Hypothesis wanted) {
        return switch (PlainText.of(wanted.what())) {
            case "movementAdded" -> movementAdded(wanted);
            case "movementLost" -> about(notLeft(wanted), wanted, null, null, null);
            case "placesAdded" -> placesAdded(wanted);
            case "exitCloses" -> onDays(wanted, null);
            case "quotaChanges" -> onDays(wanted, quota(wanted));
            default ->
                throw new Refusal(
                        "What is supposed is one of movementAdded, movementLost, placesAdded, exitCloses and"
                                + " quotaChanges.",
                        "what");
        };
    }

    private Hypothesis movementAdded(Hypothesis wanted) {
        NewMovement movement = planning.checked(new NewMovement(
                "added",
                wanted.kind(),
                wanted.origin(),
                wanted.destination(),
                wanted.exit(),
                wanted.departs(),
                null,
                wanted.seats(),
                wanted.stretchers(),
                wanted.wheelchairs()));
        checkTown(movement.origin(), "origin");
        checkTown(movement.destination(), "destination");
        mustBeOpen(movement.exit(), "exit");
        return new Hypothesis(
                wanted.what(),
                null,
                movement.exit(),
                null,
                null,
                movement.kind(),
                movement.origin(),
                movement.destination(),
                movement.departs(),
                movement.seats(),
                movement.stretchers(),
                movement.wheelchairs(),
                null);
    }

    private void checkTown(@Nullable String town, String field) {
        if (!towns.isKnown(requireNonNull(town))) {
            throw new Refusal("No town is known by this name: " + town + ".", field);
        }
    }

    private void mustBeOpen(@Nullable String exit, String field) {
        if (exit != null && !planning.exit(exit).isOpen()) {
            throw new Refusal("Exit " + exit + " is closed: nothing leaves over it.", field);
        }
    }

    private Hypothesis placesAdded(Hypothesis wanted) {
        int seats = places(wanted.seats(), "seats");
        int stretchers = places(wanted.stretchers(), "stretchers");
        int wheelchairs = places(wanted.wheelchairs(), "wheelchairs");
        if (seats + stretchers + wheelchairs == 0) {
            throw new Refusal("Say how many places more there are, 1 to 1000.", "seats");
        }
        Movement movement = notLeft(wanted);
        if (!movement.state().equals("open")) {
            throw new Refusal("Movement " + movement.code() + " does not take people now.", "movement");
        }
        mustBeOpen(movement.exit(), "movement");
        new Vehicle(
                        movement.seats() + seats,
                        movement.stretchers() + stretchers,
                        movement.wheelchairs() + wheelchairs,
                        movement.crew(),
                        movement.baggageKg())
                .checked();
        return about(movement, wanted, seats, stretchers, wheelchairs);
    }

    private static int places(@Nullable Integer more, String field) {
        if (more != null && (more < 0 || more > MOST_PLACES)) {
            throw new Refusal("Say how many places more there are, 1 to 1000.", field);
        }
        return more == null ? 0 : more;
    }

    private Movement notLeft(Hypothesis wanted) {
        String code = PlainText.of(wanted.movement());
        Movement movement =
                movements.find(code).orElseThrow(() -> new Refusal("There is no movement with this code.", "movement"));
        if (movement.isCancelled()) {
            throw new Refusal("Movement " + movement.code() + " is cancelled.", "movement");
        }
        if (movement.hasLeft()) {
            throw new Refusal("Movement " + movement.code() + " has left: it can no longer be changed.", "movement");
        }
        return movement;
    }

    private static Hypothesis about(
            Movement movement,
            Hypothesis wanted,
            @Nullable Integer seats,
            @Nullable Integer stretchers,
            @Nullable Integer wheelchairs) {
        return new Hypothesis(
                wanted.what(),
                movement.code(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                seats,
                stretchers,
                wheelchairs,
                null);
    }

    private Hypothesis onDays(Hypothesis wanted, @Nullable Integer persons) {
        Exit exit = planning.exit(PlainText.of(wanted.exit()));
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        LocalDate from = wanted.from();
        LocalDate to = wanted.to();
        if (from == null) {
            throw new Refusal("Say from which day on, such as 2013-01-22.", "from");
        }
        if (to == null) {
            throw new Refusal("Say until which day, such as 2013-01-23.", "to");
        }
        if (to.isBefore(from)) {
            throw new Refusal("The last day, " + to + ", is before the first, " + from + ".", "to");
        }
        if (to.isBefore(today)) {
            throw new Refusal("These days are past: today is " + today + ".", "to");
        }
        if (to.isAfter(today.plusDays(FARTHEST_DAYS))) {
            throw new Refusal("The last day, " + to + ", is more than two years off: check the year.", "to");
        }
        return new Hypothesis(
                wanted.what(),
                null,
                exit.code(),
                from.isBefore(today) ? today : from,
                to,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                persons);
    }

    private static @Nullable Integer quota(Hypothesis wanted) {
        Integer persons = wanted.persons();
        if (persons != null && (persons < 0 || persons > MOST_A_DAY)) {
            throw new Refusal("A quota is 0 to 1,000,000 persons a day, or empty if it admits everybody.", "persons");
        }
        return persons;
    }
}
