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
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
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
    private final SituationChanges changes;
    private final Movements movements;
    private final Towns towns;
    private final Clock clock;
    private final ZoneId zone;

    Hypotheses(
            Planning planning,
            SituationChanges changes,
            Movements movements,
            Towns towns,
            Clock clock,
            @Value("${homeward.zone}") ZoneId zone) {
        this.planning = planning;
        this.changes = changes;
        this.movements = movements;
        this.towns = towns;
        this.clock = clock;
        this.zone = zone;
    }

    /** The same with codes as they are written everywhere, and nothing that does not belong to it. */
    Hypothesis checked(WrittenHypothesis wanted) {
        return switch (PlainText.of(wanted.what())) {
            case "movementAdded" -> movementAdded(wanted);
            case "movementLost" -> new Hypothesis.MovementLost(notLeft(wanted).code());
            case "placesAdded" -> placesAdded(wanted);
            case "exitCloses" -> exitCloses(wanted);
            case "quotaChanges" -> quotaChanges(wanted);
            case "roadCut" -> roadCut(wanted);
            default ->
                throw new Refusal(
                        "What is supposed is one of movementAdded, movementLost, placesAdded, exitCloses, quotaChanges"
                                + " and roadCut.",
                        "what");
        };
    }

    private Hypothesis movementAdded(WrittenHypothesis wanted) {
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
        return new Hypothesis.MovementAdded(
                requireNonNull(movement.kind()),
                requireNonNull(movement.origin()),
                requireNonNull(movement.destination()),
                movement.exit(),
                requireNonNull(movement.departs()),
                requireNonNull(movement.seats()),
                requireNonNull(movement.stretchers()),
                requireNonNull(movement.wheelchairs()));
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

    private Hypothesis placesAdded(WrittenHypothesis wanted) {
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
        return new Hypothesis.PlacesAdded(movement.code(), seats, stretchers, wheelchairs);
    }

    private static int places(@Nullable Integer more, String field) {
        if (more != null && (more < 0 || more > MOST_PLACES)) {
            throw new Refusal("Say how many places more there are, 1 to 1000.", field);
        }
        return more == null ? 0 : more;
    }

    private Movement notLeft(WrittenHypothesis wanted) {
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

    private Hypothesis exitCloses(WrittenHypothesis wanted) {
        Exit exit = planning.exit(PlainText.of(wanted.exit()));
        return new Hypothesis.ExitCloses(exit.code(), from(wanted), to(wanted));
    }

    private Hypothesis quotaChanges(WrittenHypothesis wanted) {
        Integer persons = wanted.persons();
        if (persons != null && (persons < 0 || persons > MOST_A_DAY)) {
            throw new Refusal("A quota is 0 to 1,000,000 persons a day, or empty if it admits everybody.", "persons");
        }
        Exit exit = planning.exit(PlainText.of(wanted.exit()));
        return new Hypothesis.QuotaChanges(exit.code(), from(wanted), to(wanted), persons);
    }

    /** The first day, today at the earliest. */
    private LocalDate from(WrittenHypothesis wanted) {
        LocalDate from = wanted.from();
        if (from == null) {
            throw new Refusal("Say from which day on, such as 2013-01-22.", "from");
        }
        return from.isBefore(today()) ? today() : from;
    }

    private LocalDate to(WrittenHypothesis wanted) {
        LocalDate to = wanted.to();
        LocalDate today = today();
        if (to == null) {
            throw new Refusal("Say until which day, such as 2013-01-23.", "to");
        }
        if (to.isBefore(requireNonNull(wanted.from()))) {
            throw new Refusal("The last day, " + to + ", is before the first, " + wanted.from() + ".", "to");
        }
        if (to.isBefore(today)) {
            throw new Refusal("These days are past: today is " + today + ".", "to");
        }
        if (to.isAfter(today.plusDays(FARTHEST_DAYS))) {
            throw new Refusal("The last day, " + to + ", is more than two years off: check the year.", "to");
        }
        return to;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private Hypothesis roadCut(WrittenHypothesis wanted) {
        try {
            Report cut = changes.checked(new Report("roadCut", wanted.road(), wanted.hours()));
            return new Hypothesis.RoadCut(requireNonNull(cut.subject()), requireNonNull(cut.value()));
        } catch (Refusal refusal) {
            throw new Refusal(String.valueOf(refusal.getMessage()), "value".equals(refusal.field()) ? "hours" : "road");
        }
    }
}
