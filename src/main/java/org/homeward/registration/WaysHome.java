package org.homeward.registration;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.movement.VehicleType;
import org.homeward.situation.Towns;

/**
 * What ways home take at once: a flight that leaves the country, or a convoy or ship and a flight after it, full or not,
 * whenever they leave. Of each of the two, those planned count or, while none is, the vehicles registered; while there are
 * neither, it takes anybody.
 *
 * @param leaving the places of each flight that leaves the country
 * @param convoys the places of each convoy or ship
 * @param flights the places of each flight
 */
record WaysHome(List<Places> leaving, List<Places> convoys, List<Places> flights) {

    /** @param planned movements that still take people @param types vehicles in use */
    static WaysHome by(Collection<Movement> planned, Collection<VehicleType> types, Towns towns) {
        List<Places> registeredFlights = places(types, true);
        List<Movement> flights = planned.stream().filter(Movement::goesHome).toList();
        List<Places> convoys = places(planned.stream().filter(movement -> !movement.goesHome()));
        return new WaysHome(
                flights.isEmpty()
                        ? registeredFlights
                        : places(flights.stream()
                                .filter(flight -> flight.exit() != null || towns.isInCountry(flight.origin()))),
                convoys.isEmpty() ? places(types, false) : convoys,
                flights.isEmpty() ? registeredFlights : places(flights.stream()));
    }

    private static List<Places> places(Stream<Movement> movements) {
        return movements.map(movement -> movement.vehicle().places()).distinct().toList();
    }

    private static List<Places> places(Collection<VehicleType> types, boolean flights) {
        return types.stream()
                .filter(type -> type.kind().equals("flight") == flights)
                .map(type -> type.vehicle().places())
                .toList();
    }

    /** What a family needs that is larger than any of them; empty if one takes it whole. */
    Optional<TooLarge> tooLarge(Places family) {
        boolean byConvoy = convoys.isEmpty() || convoys.stream().anyMatch(family::fitIn);
        boolean byFlight = flights.isEmpty() || flights.stream().anyMatch(family::fitIn);
        if (byConvoy && byFlight || leaving.stream().anyMatch(family::fitIn)) {
            return Optional.empty();
        }
        return Optional.of(new TooLarge(family, byFlight ? "convoy" : byConvoy ? "flight" : "both"));
    }
}
