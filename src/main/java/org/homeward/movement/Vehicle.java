package org.homeward.movement;

import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What carries people: its places of each kind, and their baggage. Each person is allowed the same weight, so a limit of
 * baggage is one of persons: who is aboard is never weighed, and a place for which no baggage is left is not given. The crew's
 * baggage is not counted.
 *
 * @param crew how many of the seats are for the crew and escorts: they are not given
 * @param baggageKg how many kilograms of baggage it takes of those who are brought home; null: as much as they bring
 */
public record Vehicle(
        int seats,
        int stretchers,
        int wheelchairs,
        int crew,
        @Nullable Integer baggageKg) {

    /** Kilograms for each person, as the joining instructions say. */
    static final int BAGGAGE_OF_ONE = 20;

    private static final int MOST_BAGGAGE = 100_000;

    /** More places than any vehicle has. */
    private static final int MOST_PLACES = 1000;

    /** Places for those who are brought home. */
    public Places places() {
        Places all = new Places(seats - crew, stretchers, wheelchairs);
        return baggageKg == null
                ? all
                : new Places(all.seats(), stretchers, wheelchairs, Math.min(all.total(), baggageKg / BAGGAGE_OF_ONE));
    }

    /** The same. @throws Refusal if no vehicle can have these places, or there are no seats for the crew */
    public Vehicle checked() {
        check(seats, "seats");
        check(stretchers, "stretchers");
        check(wheelchairs, "wheelchairs");
        check(crew, "crew");
        if (crew > seats) {
            throw new Refusal("A crew of " + crew + " has no place on " + seats + " seats.", "crew");
        }
        if (places().total() == 0) {
            throw new Refusal("A movement without any place carries nobody.", "seats");
        }
        if (baggageKg != null && (baggageKg < BAGGAGE_OF_ONE || baggageKg > MOST_BAGGAGE)) {
            throw new Refusal(
                    "A movement takes between " + BAGGAGE_OF_ONE + " kg of baggage, for one person, and " + MOST_BAGGAGE
                            + " kg, not " + baggageKg + ". Leave it empty if it is not limited.",
                    "baggageKg");
        }
        return this;
    }

    private static void check(int places, String field) {
        if (places < 0) {
            throw new Refusal("A movement cannot have less than no " + field + ": " + places + ".", field);
        }
        if (places > MOST_PLACES) {
            throw new Refusal("No vehicle has " + places + " " + field + ": at most " + MOST_PLACES + ".", field);
        }
    }
}
