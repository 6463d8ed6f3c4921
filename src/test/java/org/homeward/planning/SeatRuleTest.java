package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.homeward.household.Companions.Link;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.movement.Seating;
import org.homeward.planning.SeatRule.Candidate;
import org.homeward.planning.SeatRule.Quotas;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;

class SeatRuleTest {

    private static final Instant START = Instant.parse("2013-01-22T04:00:00Z");
    private static final Duration JOURNEY = Duration.ofHours(2);
    private static final Duration CONNECTION = Duration.ofHours(2);
    private static final Set<String> ABROAD = Set.of("Beirut", "Amman");
    private static final Towns TOWNS = Towns.of(
            Map.of(
                    "Damascus",
                    "SY01",
                    "Дамаск",
                    "SY01",
                    "Homs",
                    "SY04",
                    "Latakia",
                    "SY06",
                    "Beirut",
                    "BEY",
                    "BEY",
                    "BEY",
                    "Бейрут",
                    "BEY",
                    "Amman",
                    "AMM"),
            Set.of("SY01", "SY04", "SY06"));

    @Property
    void no_movement_takes_more_than_it_has_room_for(
            @ForAll("queues") List<Candidate> queue, @ForAll("movements") List<Movement> open) {
        Map<Long, Places> left = new HashMap<>();
        open.forEach(movement -> left.put(movement.id(), room(movement)));
        for (Seating seating : seat(queue, open)) {
            Places needs = needs(queue, seating);
            seating.legs().forEach(leg -> left.computeIfPresent(leg, (id, room) -> room.minus(needs)));
        }
        assertThat(left.values()).allMatch(room -> new Places(0, 0, 0).fitIn(room));
    }

    @Property
    void every_itinerary_begins_where_the_household_is_and_connects(
            @ForAll("queues") List<Candidate> queue, @ForAll("movements") List<Movement> open) {
        for (Seating seating : seat(queue, open)) {
            List<Movement> legs = legs(open, seating);
            Movement first = legs.get(0);
            String reached = candidate(queue, seating).reached();
            assertThat(legs.get(legs.size() - 1).kind()).isEqualTo("flight");
            assertThat(ABROAD.contains(first.origin())).isEqualTo(reached != null);
            if (reached == null) {
                assertThat(candidate(queue, seating).unreachable()).doesNotContain(TOWNS.one(first.origin()));
            } else {
                assertThat(first.origin()).isEqualTo(reached);
            }
            if (legs.size() > 1) {
                assertThat(first.kind()).isEqualTo("convoy");
                assertThat(first.destination()).isEqualTo(legs.get(1).origin());
                assertThat(Duration.between(first.arrives(), legs.get(1).departs()))
                        .isGreaterThanOrEqualTo(CONNECTION);
            }
        }
    }

    @Property
    void whoever_is_left_over_fitted_on_no_way_home_in_turn(
            @ForAll("queues") List<Candidate> queue, @ForAll("movements") List<Movement> open) {
        Map<Long, Seating> seated = new HashMap<>();
        seat(queue, open).forEach(seating -> seated.put(seating.householdId(), seating));
        Map<Long, Places> left = new HashMap<>();
        open.forEach(movement -> left.put(movement.id(), room(movement)));
        for (Candidate candidate : queue) {
            Seating seating = seated.get(candidate.householdId());
            if (seating == null) {
                assertThat(everyWay(open, candidate))
                        .noneMatch(way ->
                                way.stream().allMatch(leg -> candidate.needs().fitIn(left.get(leg))));
            } else {
                seating.legs().forEach(leg -> left.computeIfPresent(leg, (id, room) -> room.minus(candidate.needs())));
            }
        }
    }

    /** Written out without regard to order or speed. */
    private static List<List<Long>> everyWay(List<Movement> open, Candidate candidate) {
        List<List<Long>> ways = new ArrayList<>();
        for (Movement flight : open) {
            if (!flight.goesHome()) {
                continue;
            }
            if (begins(candidate, flight)) {
                ways.add(List.of(flight.id()));
            }
            for (Movement convoy : open) {
                if (!convoy.goesHome()
                        && begins(candidate, convoy)
                        && convoy.destination().equals(flight.origin())
                        && !convoy.arrives().plus(CONNECTION).isAfter(flight.departs())) {
                    ways.add(List.of(convoy.id(), flight.id()));
                }
            }
        }
        return ways;
    }

    private static boolean begins(Candidate candidate, Movement movement) {
        return candidate.reached() == null
                ? !ABROAD.contains(movement.origin())
                        && !candidate.unreachable().contains(TOWNS.one(movement.origin()))
                : movement.origin().equals(candidate.reached());
    }

    @Property
    void of_two_alike_the_first_in_turn_leaves_no_later(
            @ForAll("queues") List<Candidate> queue, @ForAll("movements") List<Movement> open) {
        List<Seating> seated = seat(queue, open);
        Map<Candidate, Instant> last = new HashMap<>();
        for (Candidate candidate : queue) {
            Candidate alike = new Candidate(0, candidate.needs(), candidate.reached(), candidate.unreachable());
            Instant home = seated.stream()
                    .filter(seating -> seating.householdId() == candidate.householdId())
                    .map(seating -> legs(open, seating))
                    .map(legs -> legs.get(legs.size() - 1).departs())
                    .findFirst()
                    .orElse(Instant.MAX);
            assertThat(home).isAfterOrEqualTo(last.getOrDefault(alike, Instant.MIN));
            last.put(alike, home);
        }
    }

    @Example
    void a_family_too_large_for_what_is_left_does_not_hold_up_a_smaller_one() {
        List<Movement> open = List.of(convoy(1, 0, 4), flight(2, 6, 4));
        List<Candidate> queue = List.of(candidate(1, 3), candidate(2, 2), candidate(3, 1));

        assertThat(seat(queue, open)).extracting(Seating::householdId).containsExactly(1L, 3L);
    }

    @Example
    void nobody_in_the_country_is_put_on_a_flight_from_abroad_alone() {
        assertThat(seat(List.of(candidate(1, 1)), List.of(flight(2, 6, 4)))).isEmpty();
        assertThat(seat(List.of(new Candidate(1, new Places(1, 0, 0), "beirut", Set.of())), List.of(flight(2, 6, 4))))
                .containsExactly(new Seating(1, List.of(2L)));
    }

    @Example
    void a_ship_takes_people_to_where_they_fly_from() {
        List<Movement> open = List.of(
                movement(1, "ship", "Tartus", "Larnaca", 0, 4), movement(2, "flight", "Larnaca", "Moscow", 6, 4));
        assertThat(seat(List.of(candidate(1, 4)), open)).containsExactly(new Seating(1, List.of(1L, 2L)));
        assertThat(seat(List.of(candidate(1, 4)), open.subList(0, 1))).isEmpty();
    }

    @Example
    void a_convoy_meets_its_flight_however_the_town_is_written() {
        List<Movement> open = List.of(
                movement(1, "convoy", "Дамаск", "г. Бейрут", 0, 4),
                movement(2, "flight", "BEY", "Москва", 6, 4),
                movement(3, "convoy", "Damascus", "Beirut International Airport", 0, 4),
                movement(4, "flight", "Аэропорт Бейрут (BEY)", "SVO", 7, 4));

        assertThat(seat(List.of(candidate(1, 4), candidate(2, 4)), open))
                .containsExactly(new Seating(1, List.of(1L, 2L)), new Seating(2, List.of(3L, 4L)));
        assertThat(seat(List.of(new Candidate(1, new Places(1, 0, 0), "beirut", Set.of())), open))
                .containsExactly(new Seating(1, List.of(2L)));
    }

    @Example
    void an_airport_that_nobody_knows_is_abroad_unless_people_leave_the_country_from_there() {
        Movement unknown = movement(1, "flight", "Nowhere", "Moscow", 6, 4);
        assertThat(seat(List.of(candidate(1, 1)), List.of(unknown))).isEmpty();
        assertThat(seat(List.of(candidate(1, 1)), List.of(unknown, movement(2, "convoy", "nowhere", "Beirut", 5, 4))))
                .containsExactly(new Seating(1, List.of(1L)));
        assertThat(seat(List.of(candidate(1, 1)), List.of(overExit(unknown, "DAM"))))
                .containsExactly(new Seating(1, List.of(1L)));
        assertThat(seat(List.of(candidate(1, 1)), List.of(movement(1, "flight", "Latakia airport", "Moscow", 6, 4))))
                .containsExactly(new Seating(1, List.of(1L)));
    }

    @Example
    void a_flight_is_met_by_whoever_arrives_two_hours_before_it() {
        List<Movement> open = List.of(convoy(1, 0, 4), flight(2, 4, 4));

        assertThat(seat(List.of(candidate(1, 1)), open)).containsExactly(new Seating(1, List.of(1L, 2L)));
        assertThat(seat(List.of(candidate(1, 1)), List.of(convoy(1, 0, 4), flight(2, 3, 4))))
                .isEmpty();
    }

    private static Movement overExit(Movement flight, String exit) {
        return new Movement(
                flight.id(),
                flight.code(),
                flight.kind(),
                flight.origin(),
                flight.destination(),
                exit,
                flight.departs(),
                flight.arrives(),
                flight.seats(),
                1,
                1,
                0,
                null,
                0,
                0,
                0,
                "open",
                START,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Example
    void the_crew_keeps_its_seats() {
        List<Movement> open = List.of(withCrew(convoy(1, 0, 4), 2), flight(2, 6, 4));
        assertThat(seat(List.of(candidate(1, 3), candidate(2, 2)), open))
                .extracting(Seating::householdId)
                .containsExactly(2L);
    }

    @Example
    void no_more_persons_are_seated_than_there_is_baggage_for() {
        Movement light = with(flight(2, 6, 4), 0, 59);
        assertThat(seat(List.of(candidate(1, 3), candidate(2, 2), candidate(3, 1)), List.of(convoy(1, 0, 4), light)))
                .extracting(Seating::householdId)
                .containsExactly(2L);
    }

    private static Movement withCrew(Movement movement, int crew) {
        return with(movement, crew, null);
    }

    private static Movement with(Movement movement, int crew, @Nullable Integer baggageKg) {
        return new Movement(
                movement.id(),
                movement.code(),
                movement.kind(),
                movement.origin(),
                movement.destination(),
                movement.exit(),
                movement.departs(),
                movement.arrives(),
                movement.seats(),
                1,
                1,
                Math.min(crew, movement.seats()),
                baggageKg,
                0,
                0,
                0,
                "open",
                START,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Example
    void no_more_are_seated_at_once_than_asked_for() {
        List<Movement> open = List.of(convoy(1, 0, 9), flight(2, 6, 9));
        List<Candidate> queue = List.of(candidate(1, 1), candidate(2, 1), candidate(3, 1));
        assertThat(SeatRule.seat(queue, open, TOWNS, Quotas.none(), CONNECTION, 2))
                .hasSize(2);
    }

    @Example
    void in_a_smaller_vehicle_the_first_in_turn_keep_their_places() {
        LinkedHashMap<Long, Places> aboard = new LinkedHashMap<>();
        aboard.put(7L, new Places(2, 0, 0));
        aboard.put(3L, new Places(3, 0, 0));
        aboard.put(5L, new Places(1, 0, 0));
        assertThat(SeatRule.whoNoLongerFits(aboard, new Places(4, 0, 0))).containsExactly(3L);
    }

    @Example
    void an_exit_admits_no_more_persons_on_a_day_than_its_quota() {
        List<Movement> open = List.of(convoy(1, 1, 40), flight(2, 6, 40));
        Quotas quotas = new Quotas(Map.of(1L, "MASNAA 2013-01-22"), new HashMap<>(Map.of("MASNAA 2013-01-22", 5)));
        List<Candidate> queue = List.of(candidate(1, 3), candidate(2, 3), candidate(3, 2), candidate(4, 1));
        assertThat(SeatRule.seat(queue, open, TOWNS, quotas, CONNECTION, 10))
                .extracting(Seating::householdId)
                .containsExactly(1L, 3L);
    }

    /** Whatever stages the households are in, and however many hang together. */
    @Property
    void households_that_travel_together_are_never_on_different_movements_nor_begin_where_one_cannot_get_to(
            @ForAll("queues") List<Candidate> queue,
            @ForAll("movements") List<Movement> open,
            @ForAll("links") List<Link> links) {
        Map<Long, List<Long>> ways = new HashMap<>(); // of those who have seats already, here all on the first way
        List<Candidate> waiting = queue.stream()
                .filter(candidate -> links.stream()
                        .noneMatch(link -> stage(link, candidate.householdId()).equals("seated")
                                || stage(link, candidate.householdId()).equals("vetting")))
                .toList();
        List<Long> firstWay = open.stream().limit(1).map(Movement::id).toList();
        seat(SeatUnits.together(waiting, links, household -> firstWay), open)
                .forEach(seating -> ways.put(seating.householdId(), seating.legs()));

        for (Link link : links) {
            boolean childSeated = ways.containsKey(link.childs());
            if (childSeated && link.companionsStage().equals("seated")) {
                assertThat(ways.get(link.childs())).isEqualTo(firstWay);
            } else if (childSeated) {
                assertThat(ways.get(link.childs())).isEqualTo(ways.get(link.companions()));
            }
            if (link.childsStage().equals("ready") && ways.containsKey(link.companions())) {
                assertThat(ways).containsKey(link.childs());
            }
        }
        for (Candidate candidate : waiting) {
            List<Long> way = ways.get(candidate.householdId());
            if (way != null && candidate.reached() == null) {
                Movement first =
                        legs(open, new Seating(candidate.householdId(), way)).get(0);
                assertThat(candidate.unreachable()).doesNotContain(TOWNS.one(first.origin()));
            }
        }
    }

    private static String stage(Link link, long household) {
        return link.childs() == household
                ? link.childsStage()
                : link.companions() == household ? link.companionsStage() : "";
    }

    /** Each household has one stage, whatever links it is in. */
    @Provide
    Arbitrary<List<Link>> links() {
        Arbitrary<List<String>> stages = Arbitraries.of("ready", "ready", "ready", "seated", "vetting")
                .list()
                .ofSize(16);
        Arbitrary<List<Integer>> pairs =
                Arbitraries.integers().between(1, 15).list().ofMinSize(2).ofMaxSize(10);
        return Combinators.combine(stages, pairs).as((stage, ends) -> {
            List<Link> links = new ArrayList<>();
            for (int at = 0; at + 1 < ends.size(); at += 2) {
                int childs = ends.get(at);
                int companions = ends.get(at + 1);
                if (childs != companions) {
                    links.add(new Link(childs, stage.get(childs), true, companions, stage.get(companions)));
                }
            }
            return links;
        });
    }

    @Provide
    Arbitrary<List<Candidate>> queues() {
        Arbitrary<Places> needs = Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(5, 0), net.jqwik.api.Tuple.of(1, 1)),
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(5, 0), net.jqwik.api.Tuple.of(1, 1)))
                .as(Places::new)
                .filter(places -> places.total() > 0);
        Arbitrary<String> reached = Arbitraries.of("Beirut", "Amman").injectNull(0.8);
        Arbitrary<Set<String>> unreachable =
                Arbitraries.of("SY01", "SY04", "SY06").set().ofMaxSize(3);
        return Combinators.combine(needs, reached, unreachable)
                .as((places, place, cut) -> new Candidate(0, places, place, cut))
                .list()
                .ofMaxSize(15)
                .map(list -> {
                    List<Candidate> numbered = new ArrayList<>();
                    list.forEach(candidate -> numbered.add(new Candidate(
                            numbered.size() + 1L, candidate.needs(), candidate.reached(), candidate.unreachable())));
                    return numbered;
                });
    }

    @Provide
    Arbitrary<List<Movement>> movements() {
        Arbitrary<Movement> convoys = Combinators.combine(
                        Arbitraries.of("Damascus", "Homs", "Beirut"),
                        Arbitraries.of("Beirut", "Amman"),
                        Arbitraries.integers().between(0, 10),
                        Arbitraries.integers().between(0, 12))
                .as((from, to, hour, seats) -> movement(0, "convoy", from, to, hour, seats));
        Arbitrary<Movement> flights = Combinators.combine(
                        Arbitraries.of("Beirut", "Amman", "Latakia"),
                        Arbitraries.integers().between(0, 14),
                        Arbitraries.integers().between(0, 12))
                .as((from, hour, seats) -> movement(0, "flight", from, "Moscow", hour, seats));
        return Arbitraries.oneOf(convoys, flights).list().ofMaxSize(8).map(list -> {
            List<Movement> numbered = new ArrayList<>();
            list.forEach(one -> numbered.add(withCrew(
                    movement(
                            numbered.size() + 1L,
                            one.kind(),
                            one.origin(),
                            one.destination(),
                            (int) Duration.between(START, one.departs()).toHours(),
                            one.seats()),
                    numbered.size() % 3)));
            return numbered;
        });
    }

    private static List<Seating> seat(List<Candidate> queue, List<Movement> open) {
        return SeatRule.seat(queue, open, TOWNS, Quotas.none(), CONNECTION, Integer.MAX_VALUE);
    }

    private static List<Movement> legs(List<Movement> open, Seating seating) {
        return seating.legs().stream()
                .map(leg -> open.stream()
                        .filter(movement -> movement.id() == leg)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static Candidate candidate(List<Candidate> queue, Seating seating) {
        return queue.stream()
                .filter(candidate -> candidate.householdId() == seating.householdId())
                .findFirst()
                .orElseThrow();
    }

    private static Places needs(List<Candidate> queue, Seating seating) {
        return candidate(queue, seating).needs();
    }

    private static Places room(Movement movement) {
        return new Places(movement.seats() - movement.crew(), movement.stretchers(), movement.wheelchairs());
    }

    private static Candidate candidate(long id, int persons) {
        return new Candidate(id, new Places(persons, 0, 0), null, Set.of());
    }

    private static Movement convoy(long id, int hour, int seats) {
        return movement(id, "convoy", "Damascus", "Beirut", hour, seats);
    }

    private static Movement flight(long id, int hour, int seats) {
        return movement(id, "flight", "Beirut", "Moscow", hour, seats);
    }

    private static Movement movement(long id, String kind, String from, String to, int hour, int seats) {
        @Nullable String exit = kind.equals("convoy") ? "MASNAA" : null;
        Instant departs = START.plus(Duration.ofHours(hour));
        return new Movement(
                id,
                "M-" + id,
                kind,
                from,
                to,
                exit,
                departs,
                departs.plus(JOURNEY),
                seats,
                1,
                1,
                0,
                null,
                0,
                0,
                0,
                "open",
                START,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
