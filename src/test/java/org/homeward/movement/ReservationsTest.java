package org.homeward.movement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewPerson;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Breaks("I3")
class ReservationsTest {

    @Autowired
    private Reservations reservations;

    @Autowired
    private Movements movements;

    @Autowired
    private Households households;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    private long bus;
    private long plane;

    @BeforeEach
    void a_bus_and_a_plane_with_five_seats_each() {
        bus = planned(convoy("BUS-1", clock.instant().plus(Duration.ofDays(2)), 5));
        plane = planned(flight("FL-1", clock.instant().plus(Duration.ofDays(3)), 5));
    }

    @Test
    void a_household_gets_places_for_all_on_all_legs() {
        long family = motherAndSon();

        assertThat(reserve(family)).isTrue();

        Itinerary itinerary = movements.itinerary(family).orElseThrow();
        assertThat(itinerary.legs()).extracting(Movement::code).containsExactly("BUS-1", "FL-1");
        assertThat(movements.aboard(bus)).extracting(Reservation::personId).hasSize(2);
        assertThat(movements.get(plane).seatsTaken()).isEqualTo(2);
    }

    @Test
    void a_household_that_does_not_fit_as_a_whole_on_one_leg_gets_nothing() {
        long full = planned(flight("FL-2", clock.instant().plus(Duration.ofDays(3)), 1));
        long family = motherAndSon();

        assertThat(reservations.reserve(List.of(new Seating(family, List.of(bus, full)))))
                .isEmpty();

        assertThat(movements.itinerary(family)).isEmpty();
        assertThat(movements.get(bus).seatsTaken()).isZero();
    }

    @Test
    void the_seats_of_the_crew_are_not_given() {
        jdbc.sql("update movement set crew = 2 where id = :bus")
                .param("bus", bus)
                .update();
        assertThat(reserve(motherAndSon())).isTrue();
        assertThat(reserve(motherAndSon()))
                .as("one seat is left beside the crew")
                .isFalse();
        assertThatThrownBy(() -> jdbc.sql("update movement set crew = 4 where id = :bus")
                        .param("bus", bus)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void where_no_more_baggage_is_taken_a_place_stays_empty() {
        jdbc.sql("update movement set baggage_kg = 79 where id = :bus")
                .param("bus", bus)
                .update();
        assertThat(movements.get(bus).vehicle().places().persons())
                .as("as the database reckons")
                .isEqualTo(jdbc.sql("select most_persons from movement where id = :bus")
                        .param("bus", bus)
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
        long family = motherAndSon();
        assertThat(reserve(family)).isTrue();
        assertThat(reserve(motherAndSon())).as("baggage of one is left").isFalse();
        jdbc.sql("insert into person (household_id, position, latin_name, name_key)"
                        + " select household_id, position + 9, 'X', 'X' from person where household_id = :family")
                .param("family", family)
                .update();
        assertThat(reservations.completePlaces(family)).as("two more of them").isFalse();
        reservations.giveBack(List.of(family), "test");
        assertThatThrownBy(() -> jdbc.sql("update movement set seats_taken = 4 where id = :bus")
                        .param("bus", bus)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void a_stretcher_takes_a_stretcher_place_and_no_seat() {
        NewPerson lying = TestHouseholds.mother();
        long household = households
                .register(TestHouseholds.household("yes", false, List.of(onStretcher(lying))))
                .id();
        reserve(household);
        assertThat(movements.get(bus))
                .extracting(Movement::seatsTaken, Movement::stretchersTaken, Movement::wheelchairsTaken)
                .containsExactly(0, 1, 0);
        long another = households
                .register(TestHouseholds.household("yes", false, List.of(onStretcher(lying))))
                .id();
        assertThat(reserve(another)).isFalse();
    }

    @Test
    void nobody_gets_on_a_movement_that_is_not_open_or_has_an_itinerary_already() {
        long family = motherAndSon();
        movements.enters(plane, "frozen");
        assertThat(reserve(family)).isFalse();
        movements.enters(plane, "open");
        assertThat(reserve(family)).isTrue();
        assertThat(reserve(family)).isFalse();
        assertThat(movements.get(bus).seatsTaken()).isEqualTo(2);
    }

    @Test
    void seats_given_back_are_free_again_once() {
        long family = motherAndSon();
        reserve(family);

        assertThat(reservations.giveBack(List.of(family), "test")).containsExactly(family);
        assertThat(reservations.giveBack(List.of(family), "test")).isEmpty();

        assertThat(movements.get(bus).seatsTaken()).isZero();
        assertThat(movements.aboard(plane)).isEmpty();
        assertThat(reserve(family)).isTrue();
    }

    @Test
    void who_stays_behind_gives_back_the_own_place_only() {
        long family = motherAndSon();
        reserve(family);
        long son = households.members(family).get(1).id();

        reservations.giveBackOf(List.of(son));
        households.split(family, List.of(son), "test");

        assertThat(movements.aboard(bus))
                .extracting(Reservation::personId)
                .doesNotContain(son)
                .hasSize(1);
        assertThat(movements.get(plane).seatsTaken()).isEqualTo(1);
    }

    @Test
    void a_manifest_has_a_new_version_when_something_has_changed() {
        long first = motherAndSon();
        long second = motherAndSon();
        reserve(first);
        reserve(second);
        reservations.writeManifest(bus);
        reservations.writeManifest(bus);
        assertThat(movements.manifest(bus)).hasSize(4).allMatch(line -> line.version() == 1);

        reservations.giveBack(List.of(first), "test");
        reservations.writeManifest(bus);

        assertThat(movements.manifest(bus)).hasSize(2).allMatch(line -> line.version() == 2);
    }

    @Test
    void those_who_ask_for_the_last_seats_at_the_same_moment_never_share_them() throws Exception {
        for (int round = 0; round < 10; round++) {
            List<Long> families = new ArrayList<>();
            for (int family = 0; family < 8; family++) {
                families.add(motherAndSon());
            }
            long given =
                    atOnce(families.stream()
                                    .map(family -> (Callable<Boolean>) () -> reserve(family))
                                    .toList())
                            .stream()
                            .filter(seated -> seated)
                            .count();
            assertThat(given).isEqualTo(2);
            assertThat(movements.get(bus).seatsTaken()).isEqualTo(4);
            assertThat(movements.aboard(bus)).hasSize(4);
            assertThat(movements.aboard(plane)).hasSize(4);

            atOnce(families.stream()
                    .map(family -> (Callable<Boolean>)
                            () -> reservations.giveBack(families, "test").isEmpty())
                    .toList());
            assertThat(movements.get(plane).seatsTaken()).isZero();
        }
    }

    @Test
    void the_database_itself_refuses_more_than_the_capacity() {
        assertThatThrownBy(() -> jdbc.sql("update movement set seats_taken = seats + 1 where id = :id")
                        .param("id", bus)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private static List<Boolean> atOnce(List<Callable<Boolean>> deeds) throws Exception {
        CyclicBarrier start = new CyclicBarrier(deeds.size());
        ExecutorService threads = Executors.newFixedThreadPool(deeds.size());
        try {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> result : threads.invokeAll(deeds.stream()
                    .map(deed -> (Callable<Boolean>) () -> {
                        start.await();
                        return deed.call();
                    })
                    .toList())) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean reserve(long household) {
        return !reservations
                .reserve(List.of(new Seating(household, List.of(bus, plane))))
                .isEmpty();
    }

    private long motherAndSon() {
        return households.register(TestHouseholds.motherAndSon()).id();
    }

    private long planned(NewMovement movement) {
        long id = movements.plan(movement).movement().id();
        movements.enters(id, "open");
        return id;
    }

    private static NewPerson onStretcher(NewPerson person) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                false,
                person.sex(),
                person.nationalities(),
                person.relation(),
                "unknown",
                List.of(),
                null,
                "stretcher",
                List.of(),
                null);
    }
}
