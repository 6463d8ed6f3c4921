package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Very different households lose the same bus: each gets what it would get by itself. */
@HomewardTest
@Breaks("I3")
class LosingTogetherTest {

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

    @Autowired
    private Reservations reservations;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void each_gets_what_it_would_get_by_itself() {
        days.begin();
        days.plan(convoy("BUS-0", in(90), 1));
        days.plan(flight("FL-0", in(98), 1));
        Household childElsewhere = families.seated(Families.child(), 2);
        Movement bus = days.plan(convoy("BUS-1", in(100), 40));
        Movement plane = days.plan(flight("FL-1", in(108), 40));
        Household told = families.seated(TestHouseholds.motherAndSon(), 2);
        planning.releaseInstructions("BUS-1", in(80));
        Household notTold = families.seated(TestHouseholds.motherAndSon(), 2);
        Household companion = families.seated(TestHouseholds.woman(), 2);
        families.travelsWith(childElsewhere, companion);
        Household childBeside = days.clearedHousehold(Families.child(), 1);
        Household companionBeside = days.clearedHousehold(TestHouseholds.woman(), 4);
        families.travelsWith(childBeside, companionBeside);
        days.round();
        Household elsewhere = households.get(
                households.register(TestHouseholds.motherAndSon()).id());
        households.enters(elsewhere.id(), "called");
        reservations.reserve(List.of(new Seating(elsewhere.id(), List.of(bus.id(), plane.id()))));
        assertThat(days.legs(childElsewhere)).containsExactly("BUS-0", "FL-0");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(9);

        planning.cancel("BUS-1");
        days.work();

        List<Household> waiting = List.of(told, notTold, companion, childElsewhere, companionBeside, childBeside);
        assertThat(waiting).allSatisfy(household -> {
            assertThat(days.seatsOf(household)).isWaitingAtExactly("task_awaitSeats");
            assertThat(days.stage(household)).isEqualTo("ready");
            assertThat(days.legs(household)).isEmpty();
            assertThat(stagesLeft(household)).containsOnlyOnce("seated");
        });
        assertThat(days.stage(elsewhere))
                .as("whose process is somewhere else stays where it is")
                .isEqualTo("called");
        assertThat(days.legs(elsewhere)).isEmpty();
        assertThat(movements.named("BUS-0").seatsTaken()).isZero();
        assertThat(movements.named("FL-1").seatsTaken()).isZero();
        assertThat(families.told(told)).containsExactly("seatsLost", "joiningInstructions");
        assertThat(families.told(notTold)).isEmpty();
        assertThat(families.told(companion)).isEmpty();
        assertThat(families.told(childElsewhere)).containsExactly("seatsLost", "joiningInstructions");
        assertThat(families.told(childBeside)).isEmpty();
    }

    private List<String> stagesLeft(Household household) {
        return jdbc.sql(
                        "select stage_from from audit where household_id = :id and action = 'stage' and stage_to = 'ready'")
                .param("id", household.id())
                .query(String.class)
                .list();
    }
}
