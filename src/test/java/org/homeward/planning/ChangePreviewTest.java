package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Household;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.situation.Exits;
import org.homeward.situation.Governorates;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What officers see of a change before it is made, household by household. */
@HomewardTest
@Breaks({"I3", "I4"})
class ChangePreviewTest {

    @Autowired
    private Days days;

    @Autowired
    private Families families;

    @Autowired
    private Planning planning;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private LastLooks looks;

    @Autowired
    private Movements movements;

    @Autowired
    private Exits exits;

    @Autowired
    private Governorates governorates;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void a_morning() {
        days.begin();
    }

    @Test
    void a_lowered_quota_names_whom_it_costs_the_seats_what_they_get_instead_and_how_much_later_they_are_home() {
        days.way("1", "MASNAA", 20, 6);
        Household urgent = families.pair(1);
        Household less = families.pair(3);
        Household least = families.pair(4);
        days.round();
        days.way("2", "MASNAA", 44, 6); // on the next day, for which the exit would admit as few

        ChangePreview preview = disruptions.preview(new Report("quotaChanges", "MASNAA", 2));

        assertThat(List.of(preview.households(), preview.persons())).containsExactly(2, 4);
        assertThat(preview.instead()).isEqualTo(new ChangePreview.Instead(1, 1, 24));
        assertThat(preview.gain()).isNull();
        assertThat(preview.affected())
                .containsExactly(
                        losing(least, List.of(), null, null), losing(less, List.of("BUS-2", "FL-2"), in(44), 24d))
                .noneMatch(household -> household.caseNumber().equals(urgent.caseNumber()));
    }

    @Test
    void whoever_keeps_the_seats_until_a_freeze_counts_beside_those_who_lose_them_when_an_exit_closes() {
        days.way("1", "MASNAA", 20, 2);
        Household soon = families.pair(1);
        days.round();
        days.way("2", "MASNAA", 60, 4);
        Household later = families.pair(1);
        days.round();
        days.it_is(in(9)); // eleven hours before the first bus leaves
        Report closes = new Report("exitCloses", "MASNAA", null);

        ChangePreview preview = disruptions.preview(closes);

        assertThat(List.of(preview.households(), preview.persons())).containsExactly(1, 2);
        assertThat(preview.waits())
                .isEqualTo(new ChangePreview.Waits(1, 2, new ChangePreview.IfItStaysClosed(0, 0, 1, 2, 0)));
        assertThat(preview.instead())
                .as("nobody is seated on the other bus while its exit is closed")
                .isEqualTo(new ChangePreview.Instead(0, 1, 0));
        assertThat(preview.affected())
                .containsExactly(
                        losing(soon, List.of(), null, null),
                        new Affected(
                                later.caseNumber(),
                                false,
                                2,
                                "BUS-2",
                                HouseholdFate.WAITS,
                                List.of(),
                                null,
                                null,
                                in(48)));
        long change = disruptions.report(closes);
        disruptions.look(change);
        assertThat(looks.households(change)).isEqualTo(preview.affected());
    }

    @Test
    void for_those_who_wait_for_an_exit_it_says_what_they_get_if_it_stays_closed_and_nothing_that_leaves_before() {
        days.way("1", "MASNAA", 60, 2);
        Household urgent = families.pair(1);
        days.round();
        days.way("2", "MASNAA", 62, 2);
        Household less = families.pair(3);
        days.round();
        days.way("3", "ARIDA", 30, 4); // leaves while they still wait
        days.way("4", "ARIDA", 84, 2);

        ChangePreview preview = disruptions.preview(new Report("exitCloses", "MASNAA", null));

        assertThat(preview.instead()).as("nobody loses seats at once").isNull();
        assertThat(preview.waits())
                .isEqualTo(new ChangePreview.Waits(2, 4, new ChangePreview.IfItStaysClosed(1, 2, 1, 2, 24)));
        assertThat(preview.affected())
                .containsExactly(
                        waiting(less, "BUS-2", List.of(), null, null, in(50)),
                        waiting(urgent, "BUS-1", List.of("BUS-4", "FL-4"), in(84), 24d, in(48)));
    }

    @Test
    void who_loses_the_seats_at_once_gets_others_before_those_who_would_lose_them_later() {
        days.way("1", "MASNAA", 20, 2);
        Household soon = families.pair(4);
        days.round();
        days.way("2", "MASNAA", 60, 2);
        Household later = families.pair(1);
        days.round();
        days.way("3", "ARIDA", 84, 2);
        days.it_is(in(9)); // eleven hours before the first bus leaves

        ChangePreview preview = disruptions.preview(new Report("exitCloses", "MASNAA", null));

        assertThat(preview.affected())
                .containsExactly(
                        losing(soon, List.of("BUS-3", "FL-3"), in(84), 64d),
                        waiting(later, "BUS-2", List.of(), null, null, in(48)));
    }

    @Test
    void who_is_ready_gets_seats_before_those_who_would_lose_theirs_later() {
        days.way("1", "MASNAA", 60, 2);
        Household later = families.pair(1);
        days.round();
        families.pair(4);
        days.way("2", "ARIDA", 84, 2);

        ChangePreview preview = disruptions.preview(new Report("exitCloses", "MASNAA", null));

        assertThat(preview.affected()).containsExactly(waiting(later, "BUS-1", List.of(), null, null, in(48)));
    }

    @Test
    void where_a_danger_grows_who_waits_or_has_seats_and_becomes_more_urgent_is_named_with_the_seats_that_brings() {
        days.way("0", "MASNAA", 20, 2);
        Household seated = families.pair(4);
        days.round();
        families.pair(1); // cannot be more urgent, and gets seats first either way
        days.way("1", "MASNAA", 30, 4);
        days.way("2", "MASNAA", 70, 2);
        days.clearedHousehold(elsewhere(), 3);
        Household first = families.pair(4);
        Household second = families.pair(4);
        Report worse = new Report("riskChanges", "Damascus", 4);

        ChangePreview preview = disruptions.preview(worse);

        assertThat(preview.moreUrgent()).isEqualTo(new ChangePreview.MoreUrgent(3, 6, 1, 1, 40));
        assertThat(preview.affected())
                .containsExactly(
                        urgent(seated, "BUS-0", List.of(), null, null),
                        urgent(second, null, List.of("BUS-2", "FL-2"), in(70), null),
                        urgent(first, null, List.of("BUS-1", "FL-1"), in(30), -40d));
        long change = disruptions.report(worse);
        disruptions.look(change);
        assertThat(looks.households(change)).isEqualTo(preview.affected());
        assertThat(disruptions
                        .preview(new Report("riskChanges", "Damascus", governorates.risk("SY01")))
                        .moreUrgent())
                .as("it is no worse")
                .isNull();
    }

    @Test
    void an_exit_that_opens_names_who_gets_seats_and_who_is_home_sooner_and_what_leaves_again_or_stays_cancelled() {
        exits.becomes("MASNAA", "closed");
        days.way("1", "MASNAA", 20, 2);
        days.plan(convoy("BUS-0", in(20), 2));
        days.work();
        planning.cancel("BUS-0");
        days.way("2", "ARIDA", 60, 2);
        Household urgent = families.pair(1);
        Household less = families.pair(3);
        days.work();

        ChangePreview preview = disruptions.preview(new Report("exitOpens", "MASNAA", null));

        assertThat(preview.gain()).isEqualTo(new ChangePreview.Gain(1, 2, 1, 40, 1));
        assertThat(preview.movements())
                .extracting(ChangePreview.Struck::code, ChangePreview.Struck::fate)
                .containsExactly(tuple("BUS-1", null));
        assertThat(preview.affected())
                .containsExactly(
                        gaining(less, HouseholdFate.GETS_SEATS, List.of("BUS-2", "FL-2"), in(60), null),
                        gaining(urgent, HouseholdFate.HOME_SOONER, List.of("BUS-1", "FL-1"), in(20), -40d));
        assertThat(exits.isOpen("MASNAA")).isFalse();
    }

    @Test
    void a_raised_quota_names_who_gets_seats_by_it_and_one_that_falls_away_too() {
        exits.admits("MASNAA", 2);
        days.way("1", "MASNAA", 20, 6);
        families.pair(1);
        Household less = families.pair(3);
        days.work();

        for (Integer quota : new Integer[] {5, null}) {
            ChangePreview preview = disruptions.preview(new Report("quotaChanges", "MASNAA", quota));
            assertThat(preview.gain()).isEqualTo(new ChangePreview.Gain(1, 2, 0, 0, 0));
            assertThat(preview.households()).isZero();
            assertThat(preview.affected())
                    .containsExactly(gaining(less, HouseholdFate.GETS_SEATS, List.of("BUS-1", "FL-1"), in(20), null));
        }
        assertThat(disruptions.preview(new Report("quotaChanges", "MASNAA", 2)).gain())
                .as("it is the same")
                .isNull();
    }

    @Test
    void who_is_only_put_off_by_a_cut_road_counts_beside_those_who_lose_their_seats() {
        days.way("1", "MASNAA", 20, 2);
        Household meets = families.pair(1);
        days.round();
        days.plan(convoy("BUS-2", in(20), 2));
        days.plan(flight("FL-2", in(30), 2));
        Household misses = families.pair(1);
        days.round();

        ChangePreview preview = disruptions.preview(new Report("roadCut", "Damascus", 30));

        assertThat(List.of(preview.households(), preview.persons())).containsExactly(1, 2);
        assertThat(preview.putOff()).isEqualTo(new ChangePreview.PutOff(1, 2, 0));
        assertThat(preview.affected())
                .containsExactly(
                        new Affected(
                                misses.caseNumber(),
                                false,
                                2,
                                "BUS-2",
                                HouseholdFate.LOSES_SEATS,
                                List.of(),
                                null,
                                null,
                                null),
                        new Affected(
                                meets.caseNumber(),
                                false,
                                2,
                                "BUS-1",
                                HouseholdFate.PUT_OFF,
                                List.of("BUS-1", "FL-1"),
                                in(30),
                                0d,
                                null));
    }

    @Test
    void who_is_under_way_out_of_a_governorate_that_gets_worse_is_counted_and_named() {
        days.way("1", "MASNAA", 20, 2);
        Household family = families.pair(1);
        days.round();
        days.plan(new NewMovement("BUS-2", "convoy", "Homs", "Beirut", "MASNAA", in(20), in(26), 2, 0, 0));
        for (String bus : List.of("BUS-1", "BUS-2")) {
            movements.enters(movements.named(bus).id(), "departed");
        }

        ChangePreview preview = disruptions.preview(new Report("riskChanges", "Damascus", 4));

        assertThat(preview.onTheRoad()).isEqualTo(2);
        assertThat(preview.movements())
                .extracting(ChangePreview.Struck::code, ChangePreview.Struck::persons)
                .containsExactly(tuple("BUS-1", 2));
        assertThat(preview.affected())
                .containsExactly(new Affected(
                        family.caseNumber(),
                        false,
                        2,
                        "BUS-1",
                        HouseholdFate.ON_THE_ROAD,
                        List.of(),
                        null,
                        null,
                        null));
        int now = governorates.risk("SY01");
        assertThat(disruptions
                        .preview(new Report("riskChanges", "Damascus", now))
                        .movements())
                .as("it is no worse")
                .isEmpty();
    }

    @Test
    void ten_thousand_households_are_kept_with_a_look_and_read_page_by_page() {
        jdbc.sql("""
                insert into household (case_number, stage_since, registered_at, stage)
                select 'B' || n, now(), now(), 'vetting' from generate_series(1, 10000) n""").update();
        List<Affected> all = IntStream.rangeClosed(1, 10_000)
                .mapToObj(n -> new Affected(
                        "B" + n,
                        false,
                        3,
                        "BUS-1",
                        HouseholdFate.LOSES_SEATS,
                        List.of("BUS 2", "FL-2"),
                        in(5),
                        1.5,
                        null))
                .toList();
        long change = disruptions.report(new Report("exitCloses", "MASNAA", null));
        ChangePreview preview = new ChangePreview(List.of(), 0, 0, 0, 0, 0, null, null, null, null, null, all);

        for (int look = 0; look < 2; look++) {
            looks.keep(change, in(1), Map.of(true, preview, false, preview));
        }

        assertThat(looks.households(change, 0)).isEqualTo(new Page<>(all.subList(0, Page.SIZE), 100, 9_900));
        assertThat(looks.households(change, 9_950)).isEqualTo(new Page<>(all.subList(9_950, 10_000), 10_000, 0));
        assertThat(looks.households(change)).isEqualTo(all);
        assertThat(looks.of(change))
                .get()
                .extracting(look -> look.preview().affected())
                .isEqualTo(List.of());
    }

    private static Affected losing(
            Household household, List<String> instead, @Nullable Instant departs, @Nullable Double hoursLater) {
        return new Affected(
                household.caseNumber(),
                false,
                2,
                "BUS-1",
                HouseholdFate.LOSES_SEATS,
                instead,
                departs,
                hoursLater,
                null);
    }

    private static Affected gaining(
            Household household,
            HouseholdFate fate,
            List<String> instead,
            Instant departs,
            @Nullable Double hoursLater) {
        return new Affected(household.caseNumber(), false, 2, null, fate, instead, departs, hoursLater, null);
    }

    private static NewHousehold elsewhere() {
        return new NewHousehold(
                "yes",
                "SY02",
                false,
                "ru",
                "+963940000001",
                null,
                "Москва",
                null,
                List.of(TestHouseholds.mother(), TestHouseholds.son()));
    }

    private static Affected urgent(
            Household household,
            @Nullable String movement,
            List<String> instead,
            @Nullable Instant departs,
            @Nullable Double hoursLater) {
        return new Affected(
                household.caseNumber(),
                false,
                2,
                movement,
                HouseholdFate.MORE_URGENT,
                instead,
                departs,
                hoursLater,
                null);
    }

    private static Affected waiting(
            Household household,
            String movement,
            List<String> instead,
            @Nullable Instant departs,
            @Nullable Double hoursLater,
            Instant keepsUntil) {
        return new Affected(
                household.caseNumber(),
                false,
                2,
                movement,
                HouseholdFate.WAITS,
                instead,
                departs,
                hoursLater,
                keepsUntil);
    }
}
