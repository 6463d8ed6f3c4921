package org.homeward.movement;

import java.util.List;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle as it is configured.
 *
 * @param id 0: not in the register yet
 * @param name as people call it, {@code Il-76 medical}
 * @param kind of the movements that it makes: {@code convoy}, {@code ship} or {@code flight}
 * @param seats with those of the crew and the escorts
 * @param escorts how many medical escorts go with each stretcher, on seats that nobody else is given
 * @param baggageKg how many kilograms of baggage it takes; null: as much as people bring
 * @param retired whether nothing more is planned with it
 */
public record VehicleType(
        long id,
        String name,
        String kind,
        int seats,
        int stretchers,
        int wheelchairs,
        int crew,
        int escorts,
        @Nullable Integer baggageKg,
        boolean retired) {

    private static final int LONGEST_NAME = 60;
    private static final int MOST_ESCORTS = 10;

    /** What a movement takes over: escorts count as crew, and all stretchers as taken. */
    public Vehicle vehicle() {
        return new Vehicle(seats, stretchers, wheelchairs, crew + escorts * stretchers, baggageKg);
    }

    /** As it is configured, in one word: another word, and somebody has changed it meanwhile. */
    public String mark() {
        return name + "/" + kind + "/" + seats + "-" + stretchers + "-" + wheelchairs + "-" + crew + "-" + escorts + "-"
                + baggageKg;
    }

    /** The same, trimmed. @throws Refusal naming the first field that is wrong */
    VehicleType checked() {
        String clean = PlainText.of(name);
        if (clean.isEmpty()) {
            throw new Refusal("A vehicle type needs a name, such as Il-76 medical.", "name");
        }
        if (clean.length() > LONGEST_NAME) {
            throw new Refusal("Keep the name of the vehicle type to 60 characters.", "name");
        }
        if (!List.of("convoy", "ship", "flight").contains(kind)) {
            throw new Refusal("A vehicle type is for a convoy, a ship or a flight.", "kind");
        }
        if (escorts < 0 || escorts > MOST_ESCORTS) {
            throw new Refusal("Between 0 and 10 escorts go with a stretcher.", "escorts");
        }
        new Vehicle(seats, stretchers, wheelchairs, crew, baggageKg).checked();
        if (vehicle().crew() > seats) {
            throw new Refusal(
                    "The crew of " + crew + " and " + escorts * stretchers + " escorts of stretchers have no place on "
                            + seats + " seats.",
                    "escorts");
        }
        vehicle().checked();
        return new VehicleType(id, clean, kind, seats, stretchers, wheelchairs, crew, escorts, baggageKg, retired);
    }
}
