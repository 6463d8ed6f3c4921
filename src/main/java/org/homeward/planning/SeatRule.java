package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.movement.Seating;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;

/**
 * The simple seat rule: in the order given ({@link WhoseTurn}) each household gets the way home that arrives first
 * and has places for all its members on every leg, and for those of the households that go with it. Who does not fit as a whole waits, and does not hold up others.
 */
final class SeatRule {

    private SeatRule() {}

    /**
     * A household that waits for seats.
     *
     * @param needs a place for each member, also of the households that go with it
     * @param reached where a convoy has brought it already; null while it is where it lives
     * @param unreachable P-codes of the governorates that some of them cannot get to by themselves
     * @param with other households that go with it or not at all
     * @param only the movements that it must go on; empty if any way home will do
     */
    record Candidate(
            long householdId,
            Places needs,
            @Nullable String reached,
            Set<String> unreachable,
            List<Long> with,
            List<Long> only) {

        /** A household that goes by itself. */
        Candidate(long householdId, Places needs, @Nullable String reached, Set<String> unreachable) {
            this(householdId, needs, reached, unreachable, List.of(), List.of());
        }

        /** This household and those that go with it. */
        Stream<Long> all() {
            return Stream.concat(Stream.of(householdId), with.stream());
        }
    }

    /** A way home: a convoy and a flight, or a flight alone. @param from the town where it begins */
    private record Way(String from, boolean fromAbroad, List<Movement> legs) {

        List<Long> ids() {
            return legs.stream().map(Movement::id).toList();
        }

        boolean takes(Demand demand, Map<Long, Places> room, Quotas quotas) {
            if (!demand.only().isEmpty() && !demand.only().equals(ids())) {
                return false;
            }
            boolean beginsThere = demand.reached() == null
                    ? !fromAbroad && !demand.unreachable().contains(from)
                    : from.equals(demand.reached());
            return beginsThere
                    && legs.stream()
                            .allMatch(
                                    leg -> quotas.admit(leg.id(), demand.needs().total()))
                    && legs.stream().allMatch(leg -> demand.needs().fitIn(room.get(leg.id())));
        }
    }

    /**
     * How many more persons an exit admits on a day.
     *
     * @param dayOf the exit and day of each movement that is under a quota
     * @param left how many more on that exit and day
     */
    record Quotas(Map<Long, String> dayOf, Map<String, Integer> left) {

        static Quotas none() {
            return new Quotas(Map.of(), Map.of());
        }

        /** What an exit's day is called in it. */
        static String day(String exit, LocalDate day) {
            return exit + " " + day;
        }

        boolean admit(long movementId, int persons) {
            String day = dayOf.get(movementId);
            return day == null || left.getOrDefault(day, 0) >= persons;
        }

        void use(long movementId, int persons) {
            String day = dayOf.get(movementId);
            if (day != null) {
                left.merge(day, -persons, Integer::sum);
            }
        }
    }

    /** What households of one size that can begin in the same places ask for alike. */
    private record Demand(Places needs, @Nullable String reached, Set<String> unreachable, List<Long> only) {}

    /**
     * @param queue who waits, the first in turn first
     * @param open movements that take people now, over exits that are open
     * @param towns what is in the country: nobody begins the journey abroad but who has been brought there, nor in a
     *     governorate that they cannot get to
     * @param quotas what the exits admit; used up as households are seated
     * @param connection the least time between the arrival of a convoy and the departure of the flight it meets
     * @param most how many households are seated at most; none is parted from those that go with it
     */
    static List<Seating> seat(
            List<Candidate> queue,
            Collection<Movement> open,
            Towns towns,
            Quotas quotas,
            Duration connection,
            int most) {
        return seat(queue, open, roomOn(open), towns, quotas, connection, most);
    }

    /** As above. @param room what is left on each movement; used up as households are seated */
    static List<Seating> seat(
            List<Candidate> queue,
            Collection<Movement> open,
            Map<Long, Places> room,
            Towns towns,
            Quotas quotas,
            Duration connection,
            int most) {
        if (queue.isEmpty()) {
            return List.of(); // there may be hundreds of thousands of ways
        }
        List<Way> ways = ways(open, room, towns, connection);
        Map<Demand, Integer> passed = new HashMap<>();
        List<Seating> seated = new ArrayList<>();
        for (Candidate candidate : queue) {
            if (seated.size() >= most) {
                break;
            }
            String reached = candidate.reached() == null ? null : towns.one(candidate.reached());
            Demand demand = new Demand(candidate.needs(), reached, candidate.unreachable(), candidate.only());
            // Room and quotas only shrink: a way that was too full for such a household before is so still.
            int at = passed.getOrDefault(demand, 0);
            while (at < ways.size() && !ways.get(at).takes(demand, room, quotas)) {
                at++;
            }
            passed.put(demand, at);
            if (at < ways.size()) {
                List<Long> legs = ways.get(at).ids();
                legs.forEach(leg -> room.computeIfPresent(leg, (id, left) -> left.minus(candidate.needs())));
                legs.forEach(leg -> quotas.use(leg, candidate.needs().total()));
                seated.add(new Seating(candidate.householdId(), legs));
                candidate.with().forEach(other -> seated.add(new Seating(other, legs, candidate.householdId())));
            }
        }
        return seated;
    }

    /**
     * Who keeps their places when a movement gets another vehicle: in the order given, each household that still fits as
     * a whole.
     *
     * @param aboard what each household holds, the first to keep its places first
     * @return the households that no longer fit
     */
    static List<Long> whoNoLongerFits(LinkedHashMap<Long, Places> aboard, Places vehicle) {
        Places left = vehicle;
        List<Long> out = new ArrayList<>();
        for (Map.Entry<Long, Places> household : aboard.entrySet()) {
            if (household.getValue().fitIn(left)) {
                left = left.minus(household.getValue());
            } else {
                out.add(household.getKey());
            }
        }
        return out;
    }

    /** All ways home with room for anybody, the earliest flight first, and for one flight the earliest convoy that meets it. */
    private static List<Way> ways(Collection<Movement> open, Map<Long, Places> room, Towns towns, Duration connection) {
        List<Movement> withRoom = open.stream()
                .filter(movement -> requireNonNull(room.get(movement.id())).persons() > 0)
                .sorted(Comparator.comparing(Movement::departs)) // so the ways come nearly in order
                .toList();
        Set<Long> fromAbroad = withRoom.stream()
                .filter(movement -> isFromAbroad(movement, open, towns))
                .map(Movement::id)
                .collect(Collectors.toSet());
        Map<String, List<Movement>> convoysTo = withRoom.stream()
                .filter(movement -> !movement.goesHome())
                .collect(Collectors.groupingBy(convoy -> towns.one(convoy.destination())));
        List<Way> ways = new ArrayList<>();
        for (Movement flight : withRoom) {
            if (!flight.goesHome()) {
                continue;
            }
            String from = towns.one(flight.origin());
            ways.add(new Way(from, fromAbroad.contains(flight.id()), List.of(flight)));
            convoysTo.getOrDefault(from, List.of()).stream()
                    .filter(convoy -> meets(convoy, flight, connection))
                    .forEach(convoy -> ways.add(new Way(
                            towns.one(convoy.origin()), fromAbroad.contains(convoy.id()), List.of(convoy, flight))));
        }
        ways.sort(Comparator.comparing(
                        (Way way) -> way.legs().get(way.legs().size() - 1).departs())
                .thenComparing(way -> way.legs().get(0).departs())
                .thenComparing(way -> way.ids().toString()));
        return ways;
    }

    /** A town that nobody knows is abroad if only flights leave from it, and none of them leaves the country by an exit. */
    static boolean isFromAbroad(Movement movement, Collection<Movement> open, Towns towns) {
        if (towns.isKnown(movement.origin())) {
            return towns.isAbroad(movement.origin());
        }
        return isFlightAbroad(movement)
                && open.stream()
                        .allMatch(other -> isFlightAbroad(other) || !towns.same(other.origin(), movement.origin()));
    }

    private static boolean isFlightAbroad(Movement movement) {
        return movement.goesHome() && movement.exit() == null;
    }

    /** Whether the convoy brings people in time for the flight, if it goes where the flight begins. */
    static boolean meets(Movement convoy, Movement flight, Duration connection) {
        return !flight.departs().isBefore(convoy.arrives().plus(connection));
    }

    static Map<Long, Places> roomOn(Collection<Movement> movements) {
        Map<Long, Places> room = new HashMap<>();
        movements.forEach(movement -> room.put(movement.id(), movement.free()));
        return room;
    }
}
