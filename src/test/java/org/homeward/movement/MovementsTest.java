package org.homeward.movement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.movement.TestMovements.convoy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@HomewardTest
class MovementsTest {

    @Autowired
    private Movements movements;

    @Autowired
    private Clock clock;

    private Instant departs = Instant.EPOCH;

    @BeforeEach
    void tomorrow() {
        departs = clock.instant().plus(Duration.ofDays(1));
    }

    @Test
    void a_planned_movement_is_there_with_all_its_places_free() {
        Movement movement = movements.plan(convoy(" BUS-1 ", departs, 40)).movement();

        assertThat(movements.named("BUS-1")).isEqualTo(movement);
        assertThat(movement)
                .extracting(Movement::kind, Movement::exit, Movement::seats, Movement::seatsTaken, Movement::state)
                .containsExactly("convoy", "MASNAA", 40, 0, "planned");
    }

    @Test
    void the_same_movement_twice_adds_nothing_and_another_with_its_code_is_refused() {
        movements.plan(convoy("BUS-1", departs, 40));

        assertThat(movements.plan(convoy("BUS-1", departs, 40)).known()).isTrue();
        assertThatThrownBy(() -> movements.plan(convoy("BUS-1", departs, 41)))
                .isInstanceOf(Refusal.class)
                .hasMessage("There is another movement with the code BUS-1. Choose a code of its own.");
        assertThat(movements.named("BUS-1").seats()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            code        |         | A movement needs a code, such as BUS-1.
            code        | BUS 1   | A code has letters, digits, dots and dashes, no blanks, and at most 40 characters.
            kind        | train   | The kind of a movement is convoy, ship or flight, not train.
            kind        |         | The kind of a movement is convoy, ship or flight.
            origin      |         | A movement needs its origin.
            destination | DAMASCUS| Origin and destination are the same: Damascus.
            destination |         | A movement needs its destination.
            exit        |         | A convoy needs the exit by which it leaves the country.
            seats       |         | Say how many seats the movement has, or its vehicle type.
            seats       | -1      | A movement cannot have less than no seats: -1.
            seats       | 0       | A movement without any place carries nobody.
            seats       | 1001    | No vehicle has 1001 seats: at most 1000.
            stretchers  | -2      | A movement cannot have less than no stretchers: -2.
            wheelchairs | -1      | A movement cannot have less than no wheelchairs: -1.
            departs     |         | A movement needs its departure, such as 2013-01-22T06:00:00Z.
            arrives     |         | A movement needs its arrival, such as 2013-01-22T12:00:00Z.
            """)
    void what_is_wrong_with_a_movement_is_said_with_its_field(String field, @Nullable String value, String sentence) {
        assertThatThrownBy(() -> movements.plan(with(field, value)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo(field))
                .hasMessage(sentence);
        assertThat(movements.upcoming()).isEmpty();
    }

    @Test
    void a_departure_in_the_past_or_far_off_is_refused() {
        assertThatThrownBy(() -> movements.plan(convoy("BUS-1", Instant.parse("2013-01-22T06:00:00Z"), 40)))
                .hasMessageStartingWith("The departure, 2013-01-22 06:00 UTC, is in the past: it is now ");
        assertThatThrownBy(() -> movements.plan(convoy("BUS-1", departs.plus(Duration.ofDays(1000)), 40)))
                .hasMessageEndingWith("is more than two years off: check the year.");
    }

    @Test
    void an_arrival_before_the_departure_or_weeks_after_it_is_refused() {
        assertThatThrownBy(() -> movements.plan(arriving(departs, departs)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("arrives"))
                .hasMessageContaining("is not after the departure, ");
        assertThatThrownBy(() -> movements.plan(arriving(departs, departs.plus(Duration.ofDays(15)))))
                .hasMessageEndingWith("is more than two weeks after the departure.");
    }

    private static NewMovement arriving(Instant departs, Instant arrives) {
        NewMovement bus = convoy("BUS-1", departs, 40);
        return new NewMovement(
                bus.code(),
                bus.kind(),
                bus.origin(),
                bus.destination(),
                bus.exit(),
                bus.departs(),
                arrives,
                bus.seats(),
                bus.stretchers(),
                bus.wheelchairs());
    }

    @Test
    void two_movements_never_have_codes_that_differ_in_capitals_only() {
        List<CompletableFuture<Planned>> plans = Stream.of("BUS-1", "bus-1", "Bus-1", "bUS-1")
                .map(code -> CompletableFuture.supplyAsync(() -> movements.plan(convoy(code, departs, 40))))
                .toList();

        assertThat(plans.stream()
                        .map(plan -> plan.handle((planned, refused) -> refused == null)
                                .join()))
                .containsOnlyOnce(true);
        assertThat(movements.all()).hasSize(1);
        assertThat(movements.find("buS-1")).contains(movements.all().get(0));
    }

    private NewMovement with(String field, @Nullable String value) {
        return new NewMovement(
                field.equals("code") ? value : "BUS-1",
                field.equals("kind") ? value : "convoy",
                field.equals("origin") ? value : "Damascus",
                field.equals("destination") ? value : "Beirut",
                field.equals("exit") ? value : "MASNAA",
                field.equals("departs") ? null : departs,
                field.equals("arrives") ? null : departs.plus(Duration.ofHours(6)),
                field.equals("seats") ? number(value) : Integer.valueOf(0),
                field.equals("stretchers") ? number(value) : Integer.valueOf(0),
                field.equals("wheelchairs") ? number(value) : Integer.valueOf(0));
    }

    private static @Nullable Integer number(@Nullable String value) {
        return value == null ? null : Integer.valueOf(value);
    }
}
