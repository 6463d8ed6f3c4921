package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A child by itself and the grown-up of another household who travels with it. */
@HomewardTest
@Breaks("I3")
class TravelTogetherTest {

    @Autowired
    private Days days;

    @Autowired
    private Families families;

    @Autowired
    private Planning planning;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    private Household childs;
    private Household companions;

    @BeforeEach
    void a_child_and_its_companion_wait() {
        days.begin();
        childs = days.clearedHousehold(Families.child(), 1);
        companions = days.clearedHousehold(TestHouseholds.woman(), 4);
        families.travelsWith(childs, companions);
    }

    @Test
    void they_are_seated_on_the_same_movements_though_others_are_more_urgent_than_the_companion() {
        days.plan(convoy("BUS-1", in(48), 3));
        days.plan(flight("FL-1", in(60), 3));
        Household others = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);

        days.round();

        assertThat(days.legs(childs)).containsExactly("BUS-1", "FL-1").isEqualTo(days.legs(companions));
        assertThat(days.stage(others)).isEqualTo("ready");
    }

    @Test
    void neither_is_seated_where_there_is_room_for_one_only() {
        days.plan(convoy("BUS-1", in(48), 1));
        days.plan(flight("FL-1", in(60), 1));
        days.round();
        assertThat(days.stage(childs)).isEqualTo("ready");
        assertThat(days.stage(companions)).isEqualTo("ready");
    }

    @Test
    void a_child_joins_the_companion_who_has_seats_already_on_the_same_movements_only() {
        households.enters(childs.id(), "registered");
        days.plan(convoy("BUS-1", in(48), 2));
        days.plan(flight("FL-1", in(60), 2));
        days.round();
        assertThat(days.stage(companions)).isEqualTo("seated");
        days.plan(convoy("BUS-0", in(40), 9));
        days.plan(flight("FL-0", in(50), 9));
        households.enters(childs.id(), "ready");
        days.round();
        assertThat(days.legs(childs)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void a_companion_waits_for_a_child_that_is_in_vetting_for_nothing_else() {
        households.enters(childs.id(), "vetting");
        days.plan(convoy("BUS-1", in(48), 2));
        days.plan(flight("FL-1", in(60), 2));
        days.round();
        assertThat(days.stage(companions)).isEqualTo("ready");
    }

    @Test
    void when_the_companion_is_without_seats_the_child_gives_its_own_back() {
        days.plan(convoy("BUS-1", in(48), 2));
        days.plan(flight("FL-1", in(60), 2));
        days.round();
        assertThat(days.stage(childs)).isEqualTo("seated");

        planning.joinQueue(companions.id());

        assertThat(days.legs(childs)).isEmpty();
        assertThat(days.stage(childs)).isEqualTo("ready");
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
    }
}
