package org.homeward.movement;

import org.homeward.access.Refusal;

/**
 * What carries people: its places of each kind.
 *
 * @param crew how many of the seats are for the crew and escorts: they are not given
 */
public record Vehicle(int seats, int stretchers, int wheelchairs, int crew) {

    /** More places than any vehicle has. */
    private static final int MOST_PLACES = 1000;

    /** Places for those who are brought home. */
    public Places places() {
        return new Places(seats - crew, stretchers, wheelchairs);
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
