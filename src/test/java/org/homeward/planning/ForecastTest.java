package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.planning.Forecasts.Comparison;
import org.homeward.planning.Hypothesis.ExitCloses;
import org.homeward.planning.Hypothesis.MovementAdded;
import org.homeward.planning.Hypothesis.MovementLost;
import org.homeward.planning.Hypothesis.PlacesAdded;
import org.homeward.planning.Hypothesis.QuotaChanges;
import org.homeward.planning.Hypothesis.RoadCut;
import org.homeward.planning.plan.Outlook.Kind;
import org.homeward.planning.plan.Outlook.Limit;
import org.homeward.situation.Exits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** It is the morning of the 17th; in Damascus, by whose days a forecast counts, two hours later. */
@HomewardTest
@Breaks("I3")
class ForecastTest {

    private static final LocalDate TODAY = LocalDate.of(2013, 1, 17);

    @Autowired
    private Days days;

    @Autowired
    private Families families;

    @Autowired
    private Households households;

    @Autowired
    private Exits exits;

    @Autowired
    private Planning planning;

    @Autowired
    private Forecasts forecasts;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void who_is_home_has_seats_or_is_ready_is_counted_day_by_day_and_the_others_beside() {
        Household seated = days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        open("BUS-1", "FL-1", 2, 24);
        days.round();
        assertThat(households.get(seated.id()).stage()).isEqualTo("seated");
        households.enters(households.register(TestHouseholds.woman()).id(), "home");
        households.register(TestHouseholds.woman());
        days.clearedHousehold(TestHouseholds.woman(), 2);
        open("BUS-2", "FL-2", 1, 72);

        Forecast forecast = forecasts.now();

        assertThat(forecast.everybody()).isEqualTo(4);
        assertThat(forecast.notYet()).isEqualTo(1);
        assertThat(forecast.left().persons()).isZero();
        assertThat(forecast.everybodyHome()).isEqualTo(TODAY.plusDays(4));
        assertThat(forecast.days())
                .containsExactly(
                        day(0, 1, 0, 3, new Limit(Kind.NOTHING, null)),
                        day(1, 1, 2, 1, new Limit(Kind.CONVOYS, null), new Limit(Kind.FLIGHTS, null)),
                        day(2, 3, 0, 1, new Limit(Kind.NOTHING, null)),
                        day(3, 3, 1, 0),
                        day(4, 4, 0, 0));
    }

    @Test
    void who_finds_no_place_is_left_with_what_keeps_them_back() {
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        days.clearedHousehold(TestHouseholds.woman(), 2);
        open("BUS-1", "FL-1", 9, 24);
        exits.admits("MASNAA", 2);

        Forecast forecast = forecasts.now();

        assertThat(forecast.everybodyHome()).isNull();
        assertThat(forecast.lastArrival()).isEqualTo(TODAY.plusDays(2));
        assertThat(forecast.left().persons()).isEqualTo(1);
        assertThat(forecast.left().reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.why()).contains("the quota of MASNAA 2013-01-18"));
        assertThat(forecast.days().get(1)).isEqualTo(day(1, 0, 2, 1, new Limit(Kind.QUOTA, "MASNAA")));
    }

    @Test
    void who_may_not_know_of_a_restricted_household_is_told_what_would_be_without_it() {
        days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        open("BUS-1", "FL-1", 2, 48);
        exits.admits("MASNAA", 2);
        Forecast without = as("consular");

        days.clearedHousehold(TestHouseholds.restricted(), 1);
        assertThat(as("consular")).isEqualTo(without);
        assertThat(as("consular", "cleared").left().persons()).isPositive();

        days.round();
        assertThat(as("consular")).isEqualTo(without);
        assertThat(as("consular", "cleared").left().persons()).isPositive();
    }

    @Test
    void another_bus_and_plane_bring_everybody_home_sooner() {
        twoBusesForThree();

        Comparison comparison = suppose(
                added("convoy", "Damascus", "Beirut", "MASNAA", 26), added("flight", "Beirut", "Moscow", null, 40));

        assertThat(comparison.asPlanned().everybodyHome()).isEqualTo(TODAY.plusDays(4));
        assertThat(comparison.daysSooner()).isEqualTo(2);
        assertThat(comparison.greatest()).isEqualTo(new Comparison.Difference(TODAY.plusDays(2), 1));
    }

    @Test
    void who_has_seats_over_an_exit_that_closes_or_on_what_is_lost_waits_again_for_what_has_room() {
        twoBusesForThree();
        Hypothesis closed = new ExitCloses("MASNAA", TODAY.plusDays(1), TODAY.plusDays(2));

        assertThat(left(closed)).isEqualTo(2);
        assertThat(left(new MovementLost("BUS-1"))).isEqualTo(2);

        Comparison roomier = suppose(closed, new PlacesAdded("BUS-2", 2, 0, 0), new PlacesAdded("FL-2", 2, 0, 0));
        Forecast roomierThen = requireNonNull(roomier.supposed());
        assertThat(roomierThen.left().persons()).isZero();
        assertThat(roomier.daysSooner()).isZero();
        assertThat(roomier.greatest()).isEqualTo(new Comparison.Difference(TODAY.plusDays(2), -2));
        assertThat(roomierThen.days())
                .filteredOn(day -> !day.limits().isEmpty())
                .extracting(Forecast.Day::day)
                .doesNotContain(TODAY.plusDays(3));
    }

    @Test
    void a_lower_quota_takes_the_seats_of_the_last_in_turn_and_a_higher_one_admits_more() {
        twoBusesForThree();

        assertThat(left(quota(1, 3, 0))).isEqualTo(3);
        assertThat(left(quota(1, 3, 1))).isEqualTo(2);
        assertThat(left(quota(1, 3, 2))).isZero();
        exits.admits("MASNAA", 2);
        Hypothesis bus = added("convoy", "Damascus", "Beirut", "MASNAA", 26);
        Hypothesis plane = added("flight", "Beirut", "Moscow", null, 40);
        assertThat(suppose(bus, plane).daysSooner()).isZero();
        assertThat(suppose(bus, plane, quota(1, 1, null)).daysSooner()).isEqualTo(2);
    }

    @Test
    void a_lower_quota_takes_as_many_seats_as_it_must_and_nobodys_on_a_frozen_manifest_or_on_the_road() {
        days.clearedHousehold(TestHouseholds.woman(), 1);
        days.clearedHousehold(TestHouseholds.motherAndSon(), 3);
        days.clearedHousehold(TestHouseholds.woman(), 2);
        open("BUS-1", "FL-1", 4, 24);
        days.round();
        open("BUS-2", "FL-2", 1, 72);

        assertThat(left(quota(1, 1, 3))).isEqualTo(2);
        assertThat(left(quota(1, 1, 1))).isEqualTo(2);
        jdbc.sql("update movement set state = 'frozen', frozen_at = departs where code = 'BUS-1'")
                .update();
        assertThat(left(quota(1, 1, 1))).isZero();
        jdbc.sql("""
                update movement set frozen_at = null, state = case code when 'FL-1' then 'departed' else 'open' end,
                       departed_at = case code when 'FL-1' then departs end""").update();
        assertThat(left(quota(1, 1, 1))).isZero();
    }

    @Test
    void of_another_quota_a_part_is_for_those_for_whom_places_are_kept() {
        days.clearedHousehold(TestHouseholds.woman(), 1);
        open("BUS-1", "FL-1", 2, 24);
        planning.keepPlaces("BUS-1", "DE", 1, 0, 0);

        assertThat(left(quota(1, 1, 2))).isZero();
        assertThat(left(quota(1, 1, 1))).isEqualTo(1);
    }

    @Test
    void who_is_to_join_others_waits_with_them_when_what_they_go_on_is_lost() {
        Household child =
                days.clearedHousehold(TestHouseholds.household("yes", false, List.of(TestHouseholds.son())), 1);
        Household companion = days.clearedHousehold(TestHouseholds.woman(), 4);
        families.travelsWith(child, companion);
        households.enters(child.id(), "registered");
        open("BUS-1", "FL-1", 2, 24);
        days.round();
        households.enters(child.id(), "ready");

        assertThat(forecasts.now().left().persons()).isZero();
        assertThat(left(new MovementLost("BUS-1"))).isEqualTo(2);
    }

    @Test
    void behind_a_cut_road_people_are_home_later_or_wait_again_if_their_flight_does_not_wait() {
        twoBusesForThree();
        assertThat(left(new RoadCut("SY01", 20)))
                .as("free before the first leaves")
                .isZero();
        assertThat(left(new RoadCut("MASNAA", 26)))
                .as("there before the flight leaves")
                .isZero();
        assertThat(left(new RoadCut("SY01", 30)))
                .as("too late for the first flight")
                .isEqualTo(2);
        assertThat(left(new RoadCut("ARIDA", 30))).as("another road").isZero();
        assertThat(left(new RoadCut("MASNAA", 30), added("flight", "Beirut", "Moscow", null, 50)))
                .isZero();
        assertThat(suppose(
                                new RoadCut("MASNAA", 50),
                                added("convoy", "Damascus", "Beirut", "MASNAA", 26),
                                added("flight", "Beirut", "Moscow", null, 40))
                        .daysSooner())
                .as("what is added waits behind it too")
                .isNull();
    }

    @Test
    void convoys_that_a_cut_road_puts_off_to_a_full_day_take_the_seats_of_the_last_in_turn() {
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        open("BUS-1", "FL-1", 2, 14);
        days.round();
        days.clearedHousehold(TestHouseholds.woman(), 2);
        open("BUS-2", "FL-2", 1, 30);
        days.round();
        exits.admits("MASNAA", 2);
        assertThat(left(new RoadCut("MASNAA", 15))).isZero();
        assertThat(left(new RoadCut("MASNAA", 17))).isEqualTo(1);
    }

    @Test
    void places_kept_for_others_pass_the_exit_when_what_they_are_on_does_and_not_at_all_if_it_is_lost() {
        open("BUS-1", "FL-1", 2, 14);
        planning.keepPlaces("BUS-1", "DE", 2, 0, 0);
        days.clearedHousehold(TestHouseholds.woman(), 2);
        open("BUS-2", "FL-2", 1, 30);
        days.round();
        exits.admits("MASNAA", 2);
        assertThat(left(new RoadCut("MASNAA", 15))).isZero();
        assertThat(left(new RoadCut("MASNAA", 17))).isEqualTo(1);
        assertThat(left(new RoadCut("MASNAA", 17), new MovementLost("BUS-1"))).isZero();
    }

    @Test
    void what_is_lost_leaves_its_part_of_a_quota_to_others_also_where_places_were_kept() {
        open("BUS-1", "FL-1", 1, 24);
        planning.keepPlaces("BUS-1", "DE", 1, 0, 0);
        days.clearedHousehold(TestHouseholds.woman(), 2);
        open("BUS-2", "FL-2", 1, 25);
        exits.admits("MASNAA", 1);
        assertThat(forecasts.now().left().persons()).isEqualTo(1);
        assertThat(left(new MovementLost("BUS-1"))).isZero();
    }

    /** A mother and her son have seats on the first, a woman is ready for the second, two days later. */
    private void twoBusesForThree() {
        days.clearedHousehold(TestHouseholds.motherAndSon(), 1);
        open("BUS-1", "FL-1", 2, 24);
        days.round();
        days.clearedHousehold(TestHouseholds.woman(), 2);
        open("BUS-2", "FL-2", 1, 72);
    }

    private int left(Hypothesis... hypotheses) {
        return requireNonNull(suppose(hypotheses).supposed()).left().persons();
    }

    private Comparison suppose(Hypothesis... hypotheses) {
        return forecasts.suppose(List.of(hypotheses));
    }

    private static Hypothesis added(String kind, String origin, String destination, @Nullable String exit, int hours) {
        return new MovementAdded(kind, origin, destination, exit, in(hours), 5, 0, 0);
    }

    private static Hypothesis quota(int from, int to, @Nullable Integer persons) {
        return new QuotaChanges("MASNAA", TODAY.plusDays(from), TODAY.plusDays(to), persons);
    }

    private Forecast as(String... groups) {
        String[] roles = Arrays.stream(groups).map("ROLE_"::concat).toArray(String[]::new);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("olga", "", roles));
        try {
            return forecasts.now();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private void open(String bus, String plane, int seats, int hours) {
        planning.open(days.plan(convoy(bus, in(hours), seats)).id());
        planning.open(days.plan(flight(plane, in(hours + 12), seats)).id());
    }

    private static Forecast.Day day(int later, int home, int underWay, int waiting, Limit... limits) {
        return new Forecast.Day(TODAY.plusDays(later), home, underWay, waiting, List.of(limits));
    }
}
