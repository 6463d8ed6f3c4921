package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.ChangedHouseholds.Became.NOT_WAITING;
import static org.homeward.planning.ChangedHouseholds.Became.PUT_OFF;
import static org.homeward.planning.ChangedHouseholds.Became.SEATED_AGAIN;
import static org.homeward.planning.ChangedHouseholds.Became.WAITS_FOR_SEATS;
import static org.homeward.planning.Days.in;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.planning.ChangeOutcome.Count;
import org.homeward.planning.ChangedHouseholds.Became;
import org.homeward.planning.ChangedHouseholds.Line;
import org.homeward.situation.Exits;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What officers read of the people after a change has been made. */
@HomewardTest
@Breaks("I3")
class ChangedHouseholdsTest {

    @Autowired
    private Days days;

    @Autowired
    private Families families;

    @Autowired
    private Planning planning;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private ChangedHouseholds met;

    @Autowired
    private Households households;

    @Autowired
    private Exits exits;

    @Autowired
    private SituationChanges changes;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void whose_bus_is_cancelled_has_others_or_waits_and_whose_bus_waits_for_its_exit_has_lost_nothing() {
        days.way("1", "MASNAA", 20, 6);
        Household first = families.pair(1);
        Household second = families.pair(2);
        Household third = families.pair(3);
        days.round();
        days.way("5", "MASNAA", 60, 2);
        families.pair(1);
        days.round();
        days.way("2", "ARIDA", 30, 2);
        days.it_is(in(9)); // eleven hours before the first bus leaves

        long change = made(new Report("exitCloses", "MASNAA", null));
        households.ends(third.id(), "withdrew");

        Line withdrew = line(third, "BUS-1", NOT_WAITING, "ended", List.of(), null);
        Line another = line(first, "BUS-1", SEATED_AGAIN, "seated", List.of("BUS-2", "FL-1"), in(30));
        assertThat(met.of(change))
                .containsExactly(line(second, "BUS-1", WAITS_FOR_SEATS, "ready", List.of(), null), withdrew, another);
        assertThat(met.outcome(change))
                .isEqualTo(new ChangeOutcome(
                        new Count(1, 2), new Count(1, 2), new Count(1, 2), new Count(0, 0), new Count(0, 0)));

        days.way("4", "ARIDA", 34, 2);
        days.round();
        Line later = line(second, "BUS-1", SEATED_AGAIN, "seated", List.of("BUS-4", "FL-2"), in(34));
        assertThat(met.of(change)).containsExactly(withdrew, another, later);

        days.it_is(in(10));
        disruptions.undo(change);
        Household since = families.pair(1);
        days.round();
        assertThat(days.legs(since)).containsExactly("BUS-1", "FL-1");
        planning.cancel("BUS-1");
        days.work();
        assertThat(met.of(change))
                .as("who had no seats yet when it was made")
                .containsExactly(withdrew, another, later);
    }

    @Test
    void behind_a_cut_road_some_miss_their_flight_and_the_others_are_put_off_until_it_is_undone() {
        days.way("1", "MASNAA", 20, 2);
        Household meets = families.pair(1);
        days.round();
        days.plan(convoy("BUS-2", in(20), 2));
        days.plan(flight("FL-2", in(30), 2));
        Household misses = families.pair(1);
        days.round();

        long change = made(new Report("roadCut", "Damascus", 30));

        assertThat(met.of(change))
                .containsExactly(
                        line(misses, "BUS-2", WAITS_FOR_SEATS, "ready", List.of(), null),
                        line(meets, "BUS-1", PUT_OFF, "seated", List.of("BUS-1", "FL-1"), in(30)));

        disruptions.undo(change);
        days.work();
        assertThat(met.of(change))
                .containsExactly(line(misses, "BUS-2", SEATED_AGAIN, "seated", List.of("BUS-2", "FL-2"), in(20)));
    }

    @Test
    void of_two_quotas_each_has_cost_its_own_their_seats() {
        days.way("1", "MASNAA", 20, 6);
        families.pair(1);
        Household less = families.pair(3);
        Household least = families.pair(4);
        days.round();

        days.it_is(in(1));
        long four = made(new Report("quotaChanges", "MASNAA", 4));
        days.it_is(in(2));
        long two = made(new Report("quotaChanges", "MASNAA", 2));

        assertThat(met.of(four)).containsExactly(line(least, "BUS-1", WAITS_FOR_SEATS, "ready", List.of(), null));
        assertThat(met.of(two)).containsExactly(line(less, "BUS-1", WAITS_FOR_SEATS, "ready", List.of(), null));
    }

    @Test
    void who_is_too_many_on_the_day_to_which_a_road_has_put_convoys_off_has_lost_the_seats_by_it() {
        exits.admits("MASNAA", 2);
        days.plan(convoy("BUS-1", in(20), 2));
        days.plan(flight("FL-1", in(70), 2));
        families.pair(1);
        days.round();
        days.way("2", "MASNAA", 44, 2);
        Household least = families.pair(4);
        days.round();

        long change = made(new Report("roadCut", "MASNAA", 43));

        assertThat(met.of(change))
                .extracting(Line::caseNumber, Line::movement, Line::became)
                .contains(tuple(least.caseNumber(), "BUS-2", WAITS_FOR_SEATS));
    }

    @Test
    void they_are_read_page_by_page_whatever_has_become_of_those_before_meanwhile() {
        List<Long> woken = IntStream.rangeClosed(1, 2 * Page.SIZE + 5)
                .mapToObj(n -> households.register(TestHouseholds.woman()).id())
                .toList();
        long change = disruptions.report(new Report("riskChanges", "SY01", 4));
        changes.woke(change, woken);
        List<Line> all = met.of(change);
        assertThat(all).hasSize(woken.size());

        Page<Line> first = met.page(change, 0);
        assertThat(first.households()).isEqualTo(all.subList(0, Page.SIZE));
        assertThat(first.more()).isEqualTo(Page.SIZE + 5);
        Page<Line> second = met.page(change, first.last());
        assertThat(second.households()).isEqualTo(all.subList(Page.SIZE, 2 * Page.SIZE));
        Page<Line> third = met.page(change, second.last());
        assertThat(third.households()).isEqualTo(all.subList(2 * Page.SIZE, all.size()));
        assertThat(third.more()).isZero();
        assertThat(met.page(change, Long.MAX_VALUE)).isEqualTo(new Page<>(List.of(), Long.MAX_VALUE, 0));
        assertThat(met.page(change, -5)).isEqualTo(first);

        jdbc.sql("delete from situation_change_woken where household_id = :first")
                .param("first", woken.get(0))
                .update();
        assertThat(met.page(change, first.last()))
                .as("nobody is left out because one before is gone")
                .isEqualTo(second);
    }

    private long made(Report report) {
        long change = disruptions.make(report);
        days.work();
        return change;
    }

    private static Line line(
            Household household,
            String movement,
            Became became,
            String stage,
            List<String> way,
            @Nullable Instant departs) {
        return new Line(household.caseNumber(), false, 2, movement, became, stage, way, departs);
    }
}
