package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HomewardTest
@WalksWhole("planning-round")
class PlanningRoundModelTest {

    @Autowired
    private Days days;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @BeforeEach
    void a_morning_with_a_bus_and_a_plane() {
        days.begin();
    }

    @Test
    void every_two_minutes_seats_are_given_by_priority_then_by_waiting() {
        days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 4));
        Household longWaiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        days.it_is(in(1));
        Household waiting = days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        managementService()
                .executeJob(managementService()
                        .createJobQuery()
                        .processDefinitionKey("planning-round")
                        .timers()
                        .singleResult()
                        .getId());
        days.work();

        assertThat(stage(urgent)).isEqualTo("seated");
        assertThat(stage(longWaiting)).isEqualTo("seated");
        assertThat(stage(waiting)).isEqualTo("ready");
    }

    @Test
    void more_than_a_batch_is_seated_in_as_many_transactions_as_it_takes() {
        for (int household = 0; household <= SeatRound.BATCH; household++) {
            days.clearedHousehold(TestHouseholds.woman(), 2);
        }
        days.plan(convoy("BUS-1", in(48), 200));
        days.plan(flight("FL-1", in(60), 200));

        days.round();

        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(SeatRound.BATCH + 1);
        assertThat(historyService()
                        .createHistoricActivityInstanceQuery()
                        .activityId("task_giveSeats")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void a_household_whose_process_is_elsewhere_keeps_no_seats() {
        days.plan(convoy("BUS-1", in(48), 4));
        days.plan(flight("FL-1", in(60), 4));
        long lost = households.register(TestHouseholds.woman()).id();
        households.enters(lost, "ready");

        days.round();

        assertThat(households.get(lost).stage()).isEqualTo("ready");
        assertThat(movements.named("BUS-1").seatsTaken()).isZero();
    }

    private String stage(Household household) {
        return households.get(household.id()).stage();
    }
}
