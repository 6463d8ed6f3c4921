package org.homeward.movement;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A movement as somebody wishes to plan it. Anything may be missing or wrong: {@link #checked} finds it.
 *
 * @param kind {@code convoy}, {@code ship} or {@code flight}
 * @param exit the code of the exit it goes over; a convoy or a ship needs one
 * @param arrives when it is to arrive; left out: after the time that such a movement usually takes
 * @param seats places of each kind; those not given are none
 * @param crew how many of the seats are for people who travel because it is their work; not given: none
 * @param baggageKg how many kilograms of baggage it takes; not given: as much as people bring
 * @param vehicleType the name of a {@link VehicleType} whose places it takes over, instead of the numbers
 * @param carrier who carries the people: an airline by its code, {@code SU}, or anybody by name; may be left out
 */
public record NewMovement(
        @Nullable String code,
        @Nullable String kind,
        @Nullable String origin,
        @Nullable String destination,
        @Nullable String exit,
        @Nullable Instant departs,
        @Nullable Instant arrives,
        @Nullable Integer seats,
        @Nullable Integer stretchers,
        @Nullable Integer wheelchairs,
        @Nullable Integer crew,
        @Nullable Integer baggageKg,
        @JsonAlias("vehicle") @Nullable String vehicleType,
        @Nullable String carrier) {

    /** A type or a carrier without a name is none. */
    public NewMovement {
        vehicleType = PlainText.orNull(vehicleType);
        carrier = PlainText.orNull(carrier);
    }

    /** Without a crew of its own, and baggage as people bring it. */
    public NewMovement(
            @Nullable String code,
            @Nullable String kind,
            @Nullable String origin,
            @Nullable String destination,
            @Nullable String exit,
            @Nullable Instant departs,
            @Nullable Instant arrives,
            @Nullable Integer seats,
            @Nullable Integer stretchers,
            @Nullable Integer wheelchairs) {
        this(
                code,
                kind,
                origin,
                destination,
                exit,
                departs,
                arrives,
                seats,
                stretchers,
                wheelchairs,
                null,
                null,
                null,
                null);
    }

    private static final Set<String> KINDS = Set.of("convoy", "ship", "flight");
    private static final Duration FARTHEST = Duration.ofDays(730);
    /** A ship may take as long. */
    private static final Duration LONGEST = Duration.ofDays(14);

    private static final Pattern CODE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,39}");
    private static final int LONGEST_NAME = 80;
    /** As passenger lists take it. */
    private static final int LONGEST_CARRIER = 35;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * The same movement, trimmed and complete, to the second. Whether its exit exists and whether its departure is still
     * ahead is for the caller to see.
     *
     * @throws Refusal naming the first field that is wrong
     */
    NewMovement checked() {
        String cleanCode = checkedCode();
        String cleanKind = checkedKind();
        String from = checkedPlace(origin, "origin");
        String to = checkedPlace(destination, "destination");
        if (from.equalsIgnoreCase(to)) {
            throw new Refusal("Origin and destination are the same: " + from + ".", "destination");
        }
        String over = PlainText.of(exit).toUpperCase(Locale.ROOT);
        if (cleanKind.equals("convoy") && over.isEmpty()) {
            throw new Refusal("A convoy needs the exit by which it leaves the country.", "exit");
        }
        if (cleanKind.equals("ship") && over.isEmpty()) {
            throw new Refusal("A ship needs the port by which it leaves the country.", "exit");
        }
        Instant leaves = toTheSecond(departs);
        Instant there = checkedArrival(leaves);
        Vehicle vehicle = vehicle();
        return new NewMovement(
                cleanCode,
                cleanKind,
                from,
                to,
                over.isEmpty() ? null : over,
                leaves,
                there,
                vehicle.seats(),
                vehicle.stretchers(),
                vehicle.wheelchairs(),
                vehicle.crew(),
                vehicle.baggageKg(),
                vehicleType,
                checkedCarrier());
    }

    /** @throws Refusal if no vehicle is like that */
    public Vehicle vehicle() {
        if (seats == null) {
            throw new Refusal("Say how many seats the movement has, or its vehicle type.", "seats");
        }
        return new Vehicle(seats, orNone(stretchers), orNone(wheelchairs), orNone(crew), baggageKg).checked();
    }

    /** To the second. @throws Refusal if it is missing, past, or farther off than two years */
    static Instant checkedDeparture(@Nullable Instant departs, Instant now) {
        Instant leaves = toTheSecond(departs);
        if (!leaves.isAfter(now)) {
            throw new Refusal(
                    "The departure, " + MINUTE.format(leaves) + ", is in the past: it is now " + MINUTE.format(now)
                            + ".",
                    "departs");
        }
        if (leaves.isAfter(now.plus(FARTHEST))) {
            throw new Refusal(
                    "The departure, " + MINUTE.format(leaves) + ", is more than two years off: check the year.",
                    "departs");
        }
        return leaves;
    }

    private static Instant toTheSecond(@Nullable Instant departs) {
        if (departs == null) {
            throw new Refusal("A movement needs its departure, such as 2013-01-22T06:00:00Z.", "departs");
        }
        return departs.truncatedTo(ChronoUnit.SECONDS);
    }

    /** To the second. @throws Refusal if it is missing, not after the departure, or more than two weeks after it */
    private Instant checkedArrival(Instant leaves) {
        if (arrives == null) {
            throw new Refusal("A movement needs its arrival, such as 2013-01-22T12:00:00Z.", "arrives");
        }
        Instant there = arrives.truncatedTo(ChronoUnit.SECONDS);
        if (!there.isAfter(leaves)) {
            throw new Refusal(
                    "The arrival, " + MINUTE.format(there) + ", is not after the departure, " + MINUTE.format(leaves)
                            + ".",
                    "arrives");
        }
        if (Duration.between(leaves, there).compareTo(LONGEST) > 0) {
            throw new Refusal(
                    "The arrival, " + MINUTE.format(there) + ", is more than two weeks after the departure.",
                    "arrives");
        }
        return there;
    }

    /** The same, which takes so long if nobody has said when it arrives. */
    public NewMovement taking(Duration usual) {
        return arrives != null || departs == null || departs.isAfter(Instant.MAX.minus(usual))
                ? this
                : new NewMovement(
                        code,
                        kind,
                        origin,
                        destination,
                        exit,
                        departs,
                        departs.plus(usual),
                        seats,
                        stretchers,
                        wheelchairs,
                        crew,
                        baggageKg,
                        vehicleType,
                        carrier);
    }

    /**
     * The same with the places of its vehicle type.
     *
     * @param type as the register calls it
     * @throws Refusal if other places are given beside the type
     */
    NewMovement with(String type, Vehicle vehicle) {
        mustBe(vehicle.seats(), seats, "seats");
        mustBe(vehicle.stretchers(), stretchers, "stretchers");
        mustBe(vehicle.wheelchairs(), wheelchairs, "wheelchairs");
        mustBe(vehicle.crew(), crew, "crew");
        mustBe(vehicle.baggageKg(), baggageKg, "baggageKg");
        return new NewMovement(
                code,
                kind,
                origin,
                destination,
                exit,
                departs,
                arrives,
                vehicle.seats(),
                vehicle.stretchers(),
                vehicle.wheelchairs(),
                vehicle.crew(),
                vehicle.baggageKg(),
                type,
                carrier);
    }

    private void mustBe(@Nullable Integer configured, @Nullable Integer given, String field) {
        if (given != null && !given.equals(configured)) {
            throw new Refusal(
                    "The vehicle type " + vehicleType + " has its own places, and not " + given
                            + " here: leave this out, or the vehicle type.",
                    field);
        }
    }

    /** The same times and vehicle for a movement that is planned already: its code, kind and way stay. */
    NewMovement of(Movement planned) {
        return new NewMovement(
                planned.code(),
                planned.kind(),
                planned.origin(),
                planned.destination(),
                planned.exit(),
                departs,
                arrives,
                seats,
                stretchers,
                wheelchairs,
                crew,
                baggageKg,
                vehicleType,
                carrier);
    }

    private String checkedCode() {
        String clean = PlainText.of(code);
        if (clean.isEmpty()) {
            throw new Refusal("A movement needs a code, such as BUS-1.", "code");
        }
        if (!CODE.matcher(clean).matches()) {
            throw new Refusal(
                    "A code has letters, digits, dots and dashes, no blanks, and at most 40 characters.", "code");
        }
        return clean;
    }

    /** @throws Refusal if there is no such kind */
    String checkedKind() {
        String clean = PlainText.of(kind).toLowerCase(Locale.ROOT);
        if (!KINDS.contains(clean)) {
            throw new Refusal("The kind of a movement is convoy, ship or flight" + butIs(kind) + ".", "kind");
        }
        return clean;
    }

    private @Nullable String checkedCarrier() {
        if (carrier != null && carrier.length() > LONGEST_CARRIER) {
            throw new Refusal(
                    "Keep the carrier to 35 characters: an airline's code, such as SU, or a name.", "carrier");
        }
        return carrier;
    }

    private static String checkedPlace(@Nullable String place, String field) {
        String name = PlainText.of(place);
        if (name.isEmpty()) {
            throw new Refusal("A movement needs its " + field + ".", field);
        }
        if (name.length() > LONGEST_NAME) {
            throw new Refusal("The " + field + " is the name of a place, at most 80 characters.", field);
        }
        return name;
    }

    private static String butIs(@Nullable String value) {
        String text = PlainText.of(value);
        return text.isEmpty() || text.length() > 40 ? "" : ", not " + text;
    }

    private static int orNone(@Nullable Integer places) {
        return places == null ? 0 : places;
    }
}
