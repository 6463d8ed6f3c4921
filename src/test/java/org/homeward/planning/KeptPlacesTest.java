package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Guests;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.KeptPlaces.Kept;
import org.homeward.movement.Movements;
import org.homeward.movement.NewGuest;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept for others is no room for anybody, wherever somebody looks for room. */
@HomewardTest
@Breaks("I3")
class KeptPlacesTest {

    private static final NewGuest ANNA = new NewGuest("WEBER ANNA", "F", "1984-08-19", "DE", "C01X00T47", null);

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private SeatingPlans plans;

    @Autowired
    private KeptPlaces places;

    @Autowired
    private Guests guests;

    @Autowired
    private GuestLists lists;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_bus_and_a_plane_for_four() {
        days.begin();
        days.plan(flight("FL-1", in(60), 4));
        days.plan(convoy("BUS-1", in(48), 4));
    }

    @Test
    void neither_the_round_nor_a_plan_nor_a_sale_gives_them_until_they_are_released() {
        keep("BUS-1", "DE", 3);
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);

        days.round();
        assertThat(days.stage(family)).isEqualTo("ready");
        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.lines(plan, true, 0))
                .singleElement()
                .satisfies(line -> assertThat(line.why()).contains("the seats of BUS-1 (2 needed, 1 left)"));
        assertThat(reservations.reserve(List.of(new Seating(
                        family.id(),
                        List.of(
                                movements.named("BUS-1").id(),
                                movements.named("FL-1").id())))))
                .isEmpty();

        planning.releasePlaces("BUS-1", kept("BUS-1").id());
        days.round();
        assertThat(days.stage(family)).isEqualTo("seated");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void kept_between_a_plan_and_its_approval_they_put_out_of_it_whom_there_is_no_room_for_any_more() {
        Household urgent = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        Household other = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.get(plan).households()).isEqualTo(2);
        keep("BUS-1", "DE", 2);

        assertThat(planning.approvePlan(plan)).isFalse();
        days.work();
        assertThat(plans.gone(plan))
                .containsExactly(new SeatingPlans.Gone(
                        other.caseNumber(), false, "There are no longer enough places on BUS-1."));
        assertThat(movements.named("BUS-1").seatsTaken())
                .as("only what is kept")
                .isEqualTo(2);

        assertThat(planning.approvePlan(plan)).isTrue();
        days.work();
        assertThat(List.of(days.stage(urgent), days.stage(other))).containsExactly("seated", "ready");
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(4);
    }

    @Test
    void a_newcomer_and_the_exits_quota_count_them_too() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.round();
        jdbc.sql("update exit set daily_quota = 3 where code = 'MASNAA'").update();

        assertThatThrownBy(() -> keep("BUS-1", "DE", 2))
                .hasMessage("The exit does not admit as many people on that day.");
        keep("BUS-1", "DE", 1);
        households.addMember(family.id(), TestHouseholds.son());
        planning.placeNewcomers(family.id());

        assertThat(movements.named("BUS-1").seatsTaken()).isOne();
        assertThat(days.stage(family)).isEqualTo("ready");
    }

    @Test
    void a_smaller_vehicle_has_room_for_them_before_anybody_else() {
        Household family = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.round();
        keep("BUS-1", "ICRC delegation", 2);

        assertThatThrownBy(() -> planning.changeVehicle("BUS-1", 1, 1, 1, null))
                .isInstanceOf(Refusal.class)
                .hasMessage("More places are kept for others on BUS-1 than this vehicle has: release some first.");
        planning.changeVehicle("BUS-1", 3, 1, 1, null);
        days.work();

        assertThat(movements.itinerary(family.id())).isEmpty();
        assertThat(movements.named("BUS-1").seatsTaken()).isEqualTo(2);
    }

    @Test
    void so_many_are_kept_as_were_asked_for_last_and_never_more_than_there_is_room_for() {
        keep("BUS-1", "DE", 3);
        keep("BUS-1", "deu", 1);
        assertThat(places.on(movements.named("BUS-1").id()))
                .singleElement()
                .satisfies(
                        kept -> assertThat(List.of(kept.taker(), kept.seats())).isEqualTo(List.of("DEU", 1)));
        assertThat(movements.named("BUS-1").seatsTaken()).isOne();

        assertThatThrownBy(() -> keep("BUS-1", "FR", 4))
                .hasMessage(
                        "There is not so much room on BUS-1: keep fewer places, or give it a larger vehicle first.");
        assertThatThrownBy(() -> keep("BUS-1", " ", 1)).hasMessageStartingWith("Say for whom the places are kept");
        assertThatThrownBy(() -> keep("BUS-1", "FR", 0)).hasMessageStartingWith("Say how many places are kept");
    }

    @Test
    void a_list_has_no_more_guests_than_places_of_their_kind() {
        keep("BUS-1", "DE", 1);
        long id = kept("BUS-1").id();
        lists.add("BUS-1", id, ANNA);
        assertThatThrownBy(() -> lists.add("BUS-1", id, ANNA))
                .hasMessage("These are more guests than places kept for DEU: keep more places first.");
        assertThatThrownBy(() -> planning.keepPlaces("BUS-1", "DE", 0, 1, 0))
                .hasMessage("There are more guests on their list than that: take some off it first.");

        planning.releasePlaces("BUS-1", id);
        assertThat(guests.on(movements.named("BUS-1").id(), null, null)).isEmpty();
        assertThatThrownBy(() -> planning.releasePlaces("BUS-1", id)).isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void nothing_of_it_changes_once_the_movement_has_left() {
        keep("BUS-1", "DE", 2);
        long id = kept("BUS-1").id();
        movements.enters(movements.named("BUS-1").id(), "departed");

        String sentence = "Movement BUS-1 has left: it can no longer be changed.";
        assertThatThrownBy(() -> keep("BUS-1", "DE", 1)).hasMessage(sentence);
        assertThatThrownBy(() -> planning.releasePlaces("BUS-1", id)).hasMessage(sentence);
        assertThatThrownBy(() -> lists.add("BUS-1", id, ANNA)).hasMessage(sentence);
    }

    @Test
    void names_of_guests_are_in_no_record_of_deeds() {
        keep("BUS-1", "DE", 2);
        lists.add("BUS-1", kept("BUS-1").id(), ANNA);

        assertThat(jdbc.sql("select concat_ws(' ', action, subject, detail) from audit where subject = 'BUS-1'")
                        .query(String.class)
                        .list())
                .contains("places kept BUS-1 DEU: 2", "guests added BUS-1 DEU: 1")
                .noneMatch(deed -> deed.contains("WEBER"));
    }

    private void keep(String code, String taker, int seats) {
        planning.keepPlaces(code, taker, seats, 0, 0);
    }

    private Kept kept(String code) {
        return places.on(movements.named(code).id()).get(0);
    }
}
