package org.homeward.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.passage.Transfers;
import org.homeward.planning.Disruptions;
import org.homeward.planning.Planning;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How the ground shifts while a scenario is played: exits close, open or admit fewer, movements are cancelled, delayed or given a
 * smaller vehicle. When no time is given, two hours before the departure: people are about to set out.
 */
@Component
class Changes {

    private static final Duration ON_THE_WAY = Duration.ofHours(1);
    private static final Duration SET_OUT = Duration.ofHours(2);

    /** {@code 300 -3h}: so many a day, from then on. */
    private static final Pattern QUOTA = Pattern.compile("^\\s*(\\d{1,6})(?=\\s|$)");

    private final Movements movements;
    private final Moments moments;
    private final Planning planning;
    private final Transfers transfers;
    private final Disruptions disruptions;
    private final Cast cast;
    private final JdbcClient jdbc;
    private final Clock clock;

    Changes(
            Movements movements,
            Moments moments,
            Planning planning,
            Transfers transfers,
            Disruptions disruptions,
            Cast cast,
            JdbcClient jdbc,
            Clock clock) {
        this.movements = movements;
        this.moments = moments;
        this.planning = planning;
        this.transfers = transfers;
        this.disruptions = disruptions;
        this.cast = cast;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Makes the changes whose time has come, those of one exit one after the other. @return whether there was one */
    boolean make(Script script, Instant begins) {
        boolean any = false;
        for (Happening happening : script.ofTheOperation()) {
            if (script.hasHappened(happening)
                    || timeOf(happening, begins).isAfter(clock.instant())
                    || isBeingChanged(happening)) {
                continue;
            }
            tellIfTooLate(happening, begins);
            script.firstTime(happening);
            try {
                script.onRecord(() -> make(happening));
            } catch (RuntimeException failed) {
                Refusal refusal = TaskWork.refusal(failed).orElseThrow(() -> failed);
                System.out.println(happening.place() + ": " + refusal.sentence());
            }
            any = true;
        }
        return any;
    }

    /** Whether its exit is still being made what a line before says. */
    private boolean isBeingChanged(Happening happening) {
        return happening.isOf("exit")
                && jdbc.sql("""
                        select exists (
                          select from situation_change where subject = upper(:code) and state = 'applying')""")
                        .param("code", happening.code())
                        .query(Boolean.class)
                        .single();
    }

    /** When the next change is due after now; empty if there is none. */
    Optional<Instant> next(Script script, Instant begins) {
        return script.ofTheOperation().stream()
                .filter(happening -> !script.hasHappened(happening))
                .map(happening -> timeOf(happening, begins))
                .filter(clock.instant()::isBefore)
                .min(Comparator.naturalOrder());
    }

    private Instant timeOf(Happening happening, Instant begins) {
        return happening.isOf("exit") ? timeAtExit(happening) : timeOfMovement(happening, begins);
    }

    /** An offset counts from the first departure of all; also when that is cancelled: it does not wait for the next. */
    private Instant timeAtExit(Happening happening) {
        return given(happening, offset -> firstDeparture().plus(offset))
                .or(() -> movements.all().stream()
                        .filter(movement -> happening.code().equalsIgnoreCase(movement.exit()))
                        .map(Changes::aboutToSetOut)
                        .min(Comparator.naturalOrder()))
                .orElse(clock.instant());
    }

    private Instant firstDeparture() {
        return moments.firstDeparture().orElse(clock.instant());
    }

    /** What happens to a vehicle on its way; its time counts from its own departure. */
    private static boolean isOnTheWay(Happening happening) {
        return happening.what().equals("breaksdown") || happening.what().equals("returns");
    }

    /** Once it has left, nothing else can be changed about it. */
    private Instant timeOfMovement(Happening happening, Instant begins) {
        Movement movement = movementCalled(happening.code());
        if (isOnTheWay(happening)) {
            Instant fixed = Scenario.instant(happening.detail());
            Duration after = Scenario.offset(happening.detail());
            return fixed != null ? fixed : movement.departs().plus(after == null ? ON_THE_WAY : after);
        }
        return given(happening, movement, begins)
                .filter(movement.departs()::isAfter)
                .orElse(aboutToSetOut(movement));
    }

    private void tellIfTooLate(Happening happening, Instant begins) {
        if (happening.isOf("exit") || isOnTheWay(happening)) {
            return;
        }
        Movement movement = movementCalled(happening.code());
        boolean tooLate = given(happening, movement, begins)
                .filter(time -> !time.isBefore(movement.departs()))
                .isPresent();
        if (tooLate) {
            System.out.println(happening.place() + ": " + movement.code()
                    + " would have left by the time given, so it comes two hours before the departure.");
        }
    }

    /** Back from the movement's own departure, or on from the beginning, as departures in {@code movements.csv}. */
    private static Optional<Instant> given(Happening happening, Movement movement, Instant begins) {
        return given(
                happening, offset -> offset.isNegative() ? movement.departs().plus(offset) : begins.plus(offset));
    }

    /** For a delay it says by how much, not when that is known. */
    private static Optional<Instant> given(Happening happening, Function<Duration, Instant> counted) {
        if (happening.what().equals("delayed")) {
            return Optional.empty();
        }
        String detail = happening.what().equals("quota")
                ? QUOTA.matcher(happening.detail()).replaceFirst("")
                : happening.detail();
        return Optional.ofNullable(Scenario.instant(detail))
                .or(() -> Optional.ofNullable(Scenario.offset(detail)).map(counted));
    }

    private static Instant aboutToSetOut(Movement movement) {
        return movement.departs().minus(SET_OUT);
    }

    private void make(Happening happening) {
        if (happening.isOf("exit")) {
            cast.as("rehearsalManager", () -> changeExit(happening));
        } else {
            cast.as(
                    isOnTheWay(happening) ? "rehearsalField" : "rehearsalTransport",
                    () -> changeMovement(happening, movementCalled(happening.code())));
        }
    }

    /** As a manager does on the page: reports it, looks whom it affects, and has it made. */
    private void changeExit(Happening happening) {
        long change = disruptions.report(
                switch (happening.what()) {
                    case "closes" -> new Report("exitCloses", happening.code(), null);
                    case "opens" -> new Report("exitOpens", happening.code(), null);
                    default -> new Report("quotaChanges", happening.code(), quota(happening.detail()));
                });
        disruptions.look(change);
        disruptions.approve(change);
    }

    private void changeMovement(Happening happening, Movement movement) {
        switch (happening.what()) {
            case "cancelled" -> planning.cancel(movement.code());
            case "breaksdown" -> transfers.breakDown(movement.code(), takesOver(movement), null);
            case "returns" -> transfers.returnToStart(movement.code());
            case "delayed" -> planning.delay(movement.code(), laterThan(movement, happening.detail()));
            default ->
                planning.changeVehicle(
                        movement.code(),
                        seats(movement, happening.detail()),
                        movement.stretchers(),
                        movement.wheelchairs(),
                        movement.baggageKg());
        }
    }

    /** The first that has room for everybody, else the first at all, which will say why not. */
    private String takesOver(Movement brokenDown) {
        List<Movement> others = transfers.canTakeOver(brokenDown);
        return others.stream()
                .filter(other -> brokenDown.taken().fitIn(other.free()))
                .findFirst()
                .or(() -> others.stream().findFirst())
                .map(Movement::code)
                .orElseThrow(() -> new Refusal("No other movement goes the same way as " + brokenDown.code() + "."));
    }

    private Movement movementCalled(String code) {
        return movements.all().stream()
                .filter(movement -> movement.code().equalsIgnoreCase(code))
                .findFirst()
                .orElseThrow();
    }

    /** As the line says, a time or by how much; else two hours. */
    private static Instant laterThan(Movement movement, String detail) {
        Instant fixed = Scenario.instant(detail);
        Duration by = Scenario.offset(detail);
        return fixed != null ? fixed : movement.departs().plus(by == null ? Duration.ofHours(2) : by);
    }

    /** The number that the line begins with; null, all may pass, if it begins with none. */
    private static @Nullable Integer quota(String detail) {
        Matcher number = QUOTA.matcher(detail);
        return number.find() ? Integer.valueOf(number.group(1)) : null;
    }

    /** As the line says; else half of them. */
    private static int seats(Movement movement, String detail) {
        Matcher number = Pattern.compile("\\d{1,6}").matcher(detail);
        return number.find() ? Integer.parseInt(number.group()) : movement.seats() / 2;
    }
}
