package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Reservations;
import org.homeward.planning.Hypothesis.MovementAdded;
import org.homeward.planning.Hypothesis.MovementLost;
import org.homeward.planning.PlanOptions.Choice;
import org.homeward.situation.Reach;
import org.homeward.situation.Reach.Said;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A bus leaves Damascus, and a plane waits for it; a family in Aleppo cannot get to Damascus. */
@HomewardTest
@Breaks("I3")
class OriginReachTest {

    private static final Said ALEPPO_TO_DAMASCUS = new Said("SY02", "SY01", false);
    private static final String NO_MOVEMENT = "No movement leaves from where they can get to.";

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private Reach reach;

    @Autowired
    private SeatsOutOfReach seats;

    @Autowired
    private SeatingPlans plans;

    @Autowired
    private PlanChoices choices;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private Forecasts forecasts;

    @Autowired
    private Households households;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_bus_from_Damascus_and_a_plane() {
        days.begin();
        days.plan(convoy("BUS-1", in(48), 10));
        days.plan(flight("FL-1", in(60), 10));
    }

    @Test
    void a_round_seats_nobody_from_where_they_cannot_get_to_until_they_can_again() {
        reach.lost(ALEPPO_TO_DAMASCUS);
        Household inAleppo = days.clearedHousehold(livingIn("SY02"), 1);
        Household inHoms = days.clearedHousehold(livingIn("SY04"), 2);
        Household somewhere = days.clearedHousehold(livingIn(null), 3);

        days.round();

        assertThat(days.legs(inAleppo)).isEmpty();
        assertThat(List.of(days.legs(inHoms), days.legs(somewhere))).containsOnly(List.of("BUS-1", "FL-1"));

        reach.regained(ALEPPO_TO_DAMASCUS);
        days.round();
        assertThat(days.legs(inAleppo)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void a_plan_says_what_keeps_back_who_cannot_get_there_and_seats_them_from_where_they_can() {
        reach.lost(ALEPPO_TO_DAMASCUS);
        Household inAleppo = days.clearedHousehold(livingIn("SY02"), 1);
        Household inDamascus = days.clearedHousehold(livingIn("SY01"), 2);

        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.lines(plan, true, 0))
                .extracting(SeatingPlans.Line::caseNumber, SeatingPlans.Line::why)
                .containsExactly(tuple(inAleppo.caseNumber(), NO_MOVEMENT));

        days.plan(from("Hama", "BUS-2"));
        planning.findPlanAnew(plan, (Double) null);
        days.work();
        assertThat(plans.lines(plan, false, 0))
                .extracting(SeatingPlans.Line::caseNumber, SeatingPlans.Line::legs)
                .contains(tuple(inAleppo.caseNumber(), List.of("BUS-2", "FL-1")));
        assertThat(planning.approvePlan(plan)).isTrue();
        days.work();
        assertThat(days.legs(inAleppo)).containsExactly("BUS-2", "FL-1");
        assertThat(days.stage(inDamascus)).isEqualTo("seated");
    }

    @Test
    void who_can_no_longer_get_there_when_the_plan_is_approved_falls_out_of_it() {
        Household inAleppo = days.clearedHousehold(livingIn("SY02"), 1);
        days.clearedHousehold(livingIn("SY01"), 2);
        long plan = days.foundPlan(PlanOptions.NONE);
        choices.choose(plan, new Choice(inAleppo.caseNumber(), "pinned", null));
        planning.findPlanAnew(plan, (Double) null);
        days.work();

        reach.lost(ALEPPO_TO_DAMASCUS);
        assertThat(planning.approvePlan(plan)).isFalse();

        assertThat(plans.gone(plan))
                .extracting(SeatingPlans.Gone::caseNumber, SeatingPlans.Gone::why)
                .containsExactly(tuple(inAleppo.caseNumber(), "They can no longer get to where BUS-1 leaves."));
        assertThat(planning.approvePlan(plan)).isTrue();
        assertThat(days.legs(inAleppo)).isEmpty();
    }

    @Test
    void a_pin_to_where_they_can_no_longer_get_to_holds_nobody() {
        Household inAleppo = days.clearedHousehold(livingIn("SY02"), 1);
        days.clearedHousehold(livingIn("SY01"), 2);
        long plan = days.foundPlan(PlanOptions.NONE);
        choices.choose(plan, new Choice(inAleppo.caseNumber(), "pinned", null));
        reach.lost(ALEPPO_TO_DAMASCUS);

        planning.findPlanAnew(plan, (Double) null);
        days.work();

        assertThat(plans.lines(plan, true, 0))
                .extracting(SeatingPlans.Line::caseNumber, SeatingPlans.Line::why)
                .containsExactly(tuple(inAleppo.caseNumber(), NO_MOVEMENT));
    }

    @Test
    void who_has_seats_keeps_them_and_is_listed_until_a_plan_moves_them_to_where_they_can_get() {
        Household inAleppo = days.clearedHousehold(livingIn("SY02"), 1);
        days.clearedHousehold(livingIn("SY04"), 2);
        days.round();
        assertThat(seats.held()).isEmpty();

        reach.lost(ALEPPO_TO_DAMASCUS);
        days.round();

        assertThat(days.legs(inAleppo)).containsExactly("BUS-1", "FL-1");
        assertThat(seats.held())
                .extracting(
                        SeatsOutOfReach.Line::caseNumber,
                        SeatsOutOfReach.Line::movement,
                        SeatsOutOfReach.Line::governorate,
                        SeatsOutOfReach.Line::persons)
                .containsExactly(tuple(inAleppo.caseNumber(), "BUS-1", "SY02", 1));

        assertThat(plans.get(days.foundPlan(new PlanOptions(0d, null))).state()).isEqualTo("empty");
        days.plan(from("Hama", "BUS-2"));
        long plan = days.foundPlan(new PlanOptions(0d, null));
        assertThat(planning.approvePlan(plan)).isTrue();
        days.work();
        assertThat(days.legs(inAleppo)).containsExactly("BUS-2", "FL-1");
        assertThat(seats.held()).isEmpty();
    }

    @Test
    void who_has_been_brought_to_where_they_go_on_from_is_there() {
        days.plan(flightFromDamascus(30));
        reach.lost(ALEPPO_TO_DAMASCUS);
        Household brought = broughtTo("Damascus");

        days.round();

        assertThat(days.legs(brought)).containsExactly("FL-2");
        assertThat(seats.held()).isEmpty();

        days.plan(from("Hama", "BUS-3"));
        assertThat(plans.get(days.foundPlan(new PlanOptions(0d, null))).state())
                .as("a plan that could move it to a bus from where it was brought away")
                .isEqualTo("empty");
    }

    @Test
    void a_plan_a_preview_and_a_forecast_know_where_a_family_has_been_brought_within_the_country() {
        Household brought = broughtTo("Damascus");
        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.lines(plan, false, 0))
                .extracting(SeatingPlans.Line::caseNumber, SeatingPlans.Line::legs)
                .containsExactly(tuple(brought.caseNumber(), List.of("BUS-1", "FL-1")));
        reach.lost(ALEPPO_TO_DAMASCUS);
        planning.findPlanAnew(plan, (Double) null);
        days.work();
        assertThat(planning.approvePlan(plan)).isTrue();
        days.work();
        assertThat(days.legs(brought)).containsExactly("BUS-1", "FL-1");

        days.plan(flightFromDamascus(70));
        assertThat(disruptions
                        .preview(new Report("movementLost", "BUS-1", null))
                        .affected())
                .singleElement()
                .satisfies(affected -> assertThat(affected.instead()).containsExactly("FL-2"));
        assertThat(homeIf(new MovementLost("BUS-1"))).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Latakia", "Amman"})
    void who_has_been_brought_to_where_nothing_leaves_is_kept_back_by_that_in_words(String town) {
        Household brought = broughtTo(town);
        days.clearedHousehold(livingIn("SY04"), 2);

        assertThat(plans.lines(days.foundPlan(PlanOptions.NONE), true, 0))
                .extracting(SeatingPlans.Line::caseNumber, SeatingPlans.Line::why)
                .containsExactly(tuple(brought.caseNumber(), NO_MOVEMENT));
    }

    @Test
    void a_convoy_that_leaves_from_abroad_takes_who_has_been_brought_there_and_nobody_else() {
        days.plan(from("Amman", "BUS-3"));
        Household brought = broughtTo("Amman");
        Household inHoms = days.clearedHousehold(livingIn("SY04"), 2);

        assertThat(plans.lines(days.foundPlan(PlanOptions.NONE), false, 0))
                .extracting(SeatingPlans.Line::caseNumber, SeatingPlans.Line::legs)
                .containsExactlyInAnyOrder(
                        tuple(brought.caseNumber(), List.of("BUS-3", "FL-1")),
                        tuple(inHoms.caseNumber(), List.of("BUS-1", "FL-1")));
        days.round();
        assertThat(days.legs(brought)).containsExactly("BUS-3", "FL-1");
        assertThat(days.legs(inHoms)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void a_plan_seats_who_has_been_brought_to_a_town_that_nobody_knows_as_a_round_does() {
        days.plan(new NewMovement("BUS-3", "convoy", "Tell Nowhere", "Beirut", "MASNAA", in(47), in(54), 10, 1, 1));
        Household brought = broughtTo("tell nowhere");
        Household inHoms = days.clearedHousehold(livingIn("SY04"), 2);

        long plan = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.lines(plan, false, 0))
                .extracting(SeatingPlans.Line::caseNumber, SeatingPlans.Line::legs)
                .contains(tuple(brought.caseNumber(), List.of("BUS-3", "FL-1")))
                .as("whoever is in the country can get there")
                .extracting(line -> line.toList().get(0))
                .contains(inHoms.caseNumber());
        days.round();
        assertThat(days.legs(brought)).containsExactly("BUS-3", "FL-1");
        assertThat(days.legs(inHoms)).isNotEmpty();
    }

    @Test
    void a_flight_over_an_exit_from_a_town_that_nobody_knows_meets_the_convoys_to_it_in_plans_too() {
        days.plan(new NewMovement("FL-2", "flight", "Tell Nowhere", "Moscow", "DAM", in(30), in(36), 10, 1, 1));
        Household brought = broughtTo("Tell Nowhere");

        assertThat(plans.lines(days.foundPlan(PlanOptions.NONE), false, 0))
                .extracting(SeatingPlans.Line::caseNumber, SeatingPlans.Line::legs)
                .containsExactly(tuple(brought.caseNumber(), List.of("FL-2")));
        days.round();
        assertThat(days.legs(brought)).containsExactly("FL-2");
    }

    private static NewMovement flightFromDamascus(int hours) {
        return new NewMovement("FL-2", "flight", "Damascus", "Moscow", "DAM", in(hours), in(hours + 6), 10, 1, 1);
    }

    /** A family from Aleppo, by a convoy that is there; it waits again. */
    private Household broughtTo(String town) {
        days.plan(new NewMovement("BUS-2", "convoy", "Aleppo", town, "MASNAA", in(2), in(10), 10, 1, 1));
        Household brought = days.clearedHousehold(livingIn("SY02"), 1);
        jdbc.sql("""
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict)
                select 's1', person.id, 'p', movement.id, 'BUS-2', 'border entry', :at, :at, 'field', 'taken'
                from person, movement where household_id = :household and code = 'BUS-2'""")
                .param("at", in(1).atOffset(ZoneOffset.UTC))
                .param("household", brought.id())
                .update();
        movements.enters(movements.named("BUS-2").id(), "arrived");
        return brought;
    }

    @Test
    void standby_calls_only_who_can_get_there() {
        Household absent = days.clearedHousehold(livingIn("SY01"), 2);
        days.round();
        days.passUntil(in(48).minus(Duration.ofMinutes(30)));
        reach.lost(ALEPPO_TO_DAMASCUS);
        Household inAleppo = days.clearedHousehold(livingIn("SY02"), 1);
        Household inHoms = days.clearedHousehold(livingIn("SY04"), 3);

        reservations.giveBack(List.of(absent.id()), "noShow");
        planning.callStandby(absent.id());
        days.work();

        assertThat(days.legs(inHoms)).containsExactly("BUS-1", "FL-1");
        assertThat(days.legs(inAleppo)).isEmpty();
        assertThat(jdbc.sql("select why from standby_left").query(String.class).list())
                .containsExactly(NO_MOVEMENT);
    }

    @Test
    void a_preview_and_a_forecast_seat_nobody_from_where_they_cannot_get_to() {
        days.plan(from("Aleppo", "BUS-2"));
        reach.lost(ALEPPO_TO_DAMASCUS);
        Household inAleppo = days.clearedHousehold(livingIn("SY02"), 1);
        days.round();
        assertThat(days.legs(inAleppo)).containsExactly("BUS-2", "FL-1");

        assertThat(disruptions
                        .preview(new Report("movementLost", "BUS-2", null))
                        .affected())
                .singleElement()
                .satisfies(affected -> assertThat(affected.instead()).isEmpty());
        assertThat(homeIf(new MovementLost("BUS-2"))).isZero();
        assertThat(homeIf(new MovementLost("BUS-2"), busFrom("Homs"))).isOne();
        reach.lost(new Said("Aleppo", "Homs", false));
        assertThat(homeIf(new MovementLost("BUS-2"), busFrom("Homs"))).isZero();
        reach.regained(ALEPPO_TO_DAMASCUS);
        assertThat(homeIf(new MovementLost("BUS-2"))).isOne();
    }

    @Test
    void whose_bus_is_lost_is_not_seated_on_one_that_they_cannot_get_to() {
        days.plan(from("Aleppo", "BUS-2"));
        reach.lost(ALEPPO_TO_DAMASCUS);
        Household inAleppo = days.clearedHousehold(livingIn("SY02"), 1);
        days.round();

        disruptions.make(new Report("movementLost", "BUS-2", null));
        days.work();

        assertThat(days.legs(inAleppo)).isEmpty();
        assertThat(days.stage(inAleppo)).isEqualTo("ready");
    }

    @Test
    void all_others_stands_for_every_other_governorate_and_what_is_not_understood_is_refused() {
        assertThat(reach.lost(new Said("Homs", Reach.ALL, true))).isEqualTo(26);
        assertThat(reach.lost(new Said("SY04", "SY01", true))).isZero();
        assertThat(reach.unreachable().get("SY04")).hasSize(13).doesNotContain("SY04");
        assertThat(reach.unreachable().get("SY01")).containsExactly("SY04");
        assertThat(jdbc.sql("select subject || ' ' || detail from audit where action = 'out of reach' order by subject")
                        .query(String.class)
                        .list())
                .hasSize(14)
                .contains("SY01 SY04")
                .anyMatch(deed -> deed.startsWith("SY04 SY01 SY02 SY03 SY05"));
        assertThat(reach.regained(new Said(Reach.ALL, "حمص", true))).isEqualTo(26);
        assertThat(reach.gaps()).isEmpty();

        assertRefused(new Said(null, "SY01", false), "Say whose people it is about.");
        assertRefused(new Said("SY01", " ", false), "Say which governorate they cannot get to.");
        assertRefused(new Said("SY01", "Atlantis", false), "There is no such governorate.");
        assertRefused(new Said("SY01", "Damascus", false), "People can always muster in their own governorate.");
    }

    private void assertRefused(Said said, String sentence) {
        assertThatThrownBy(() -> reach.lost(said)).isInstanceOf(Refusal.class).hasMessage(sentence);
    }

    /** Persons who are home at the end. */
    private int homeIf(Hypothesis... supposed) {
        Forecast forecast = requireNonNull(forecasts.suppose(List.of(supposed)).supposed());
        return forecast.days().get(forecast.days().size() - 1).home();
    }

    private static Hypothesis busFrom(String town) {
        return new MovementAdded("convoy", town, "Beirut", "MASNAA", in(48), 10, 0, 0);
    }

    private static NewMovement from(String town, String code) {
        return new NewMovement(code, "convoy", town, "Beirut", "MASNAA", in(47), in(54), 10, 1, 1);
    }

    private static NewHousehold livingIn(@Nullable String governorate) {
        NewHousehold woman = TestHouseholds.woman();
        return new NewHousehold(
                woman.wish(),
                governorate,
                woman.restricted(),
                woman.language(),
                woman.phone(),
                woman.email(),
                woman.destinationCity(),
                woman.listFamily(),
                woman.members());
    }
}
