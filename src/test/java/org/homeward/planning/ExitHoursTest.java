package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.homeward.planning.Days.in;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.situation.Exits;
import org.homeward.situation.OpeningHours;
import org.homeward.situation.SituationChanges.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What an exit's hours, changed after a movement was planned, do to those who wait: the bus is on its way from 8 to 14. */
@HomewardTest
@Breaks("I3")
class ExitHoursTest {

    /** By the clock of Damascus, two hours ahead. */
    private static final String AFTERNOON = "15:00–19:00";

    private static final String EVENING = "17:00–20:00";

    @Autowired
    private MockMvc web;

    @Autowired
    private Days days;

    @Autowired
    private Planning planning;

    @Autowired
    private SeatingPlans plans;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private Movements movements;

    @Autowired
    private Exits exits;

    @Autowired
    private JdbcClient jdbc;

    private Household early;
    private Household late;

    @BeforeEach
    void a_family_has_seats_another_waits() {
        days.begin();
        days.plan(convoy("BUS-1", in(48), 40));
        days.plan(flight("FL-1", in(72), 40));
        early = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
        days.round();
        late = days.clearedHousehold(TestHouseholds.motherAndSon(), 2);
    }

    @AfterEach
    void the_exit_is_open_at_any_time() {
        planning.setHours("MASNAA", null);
    }

    @Test
    void who_has_seats_keeps_them_and_nobody_new_gets_any_until_the_movement_is_put_off_into_the_hours() {
        assertThat(open(AFTERNOON)).containsExactly("BUS-1");
        days.round();
        assertThat(List.of(days.stage(early), days.stage(late))).containsExactly("seated", "ready");

        planning.delay("BUS-1", in(52));
        days.round();

        assertThat(planning.outsideHours()).isEmpty();
        assertThat(days.legs(late)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void what_is_said_to_cross_all_the_same_takes_people_and_may_be_put_off_within_the_closed_hours() {
        open(EVENING);

        planning.crossesAnyway("bus-1", true);
        days.round();
        assertThat(days.legs(late)).containsExactly("BUS-1", "FL-1");

        planning.delay("BUS-1", in(49));
        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(49));
    }

    @Test
    void at_another_departure_nobody_new_gets_seats_until_it_is_said_again_that_it_crosses() {
        open(EVENING);
        planning.crossesAnyway("BUS-1", true);
        planning.delay("BUS-1", in(49));
        days.round();
        assertThat(planning.outsideHours()).containsExactly("BUS-1");
        assertThat(days.stage(late)).isEqualTo("ready");
        assertThat(said()).containsExactly("yes", "no");

        planning.crossesAnyway("BUS-1", true);
        days.round();
        assertThat(days.legs(late)).containsExactly("BUS-1", "FL-1");
    }

    @Test
    void an_edit_that_moves_the_departure_drops_it_too_and_one_of_the_arrival_alone_does_not() {
        open(AFTERNOON);
        planning.crossesAnyway("BUS-1", true);
        edit(in(48), in(55).minusSeconds(5400));
        assertThat(movements.named("BUS-1").crossesAnyway()).isTrue();
        edit(in(49), in(54));
        assertThat(movements.named("BUS-1").crossesAnyway()).isFalse();
    }

    private void edit(Instant departs, Instant arrives) {
        Movement bus = movements.named("BUS-1");
        planning.edit(
                "BUS-1",
                new NewMovement(
                        null,
                        null,
                        null,
                        null,
                        null,
                        departs,
                        arrives,
                        bus.seats(),
                        bus.stretchers(),
                        bus.wheelchairs()),
                bus.mark());
    }

    /** What is on record of whether it crosses all the same. */
    private List<String> said() {
        return jdbc.sql(
                        "select detail from audit where action = 'movement crosses anyway' and subject = 'BUS-1' order by id")
                .query(String.class)
                .list();
    }

    @Test
    void what_was_said_to_cross_all_the_same_no_longer_is_once_it_is_put_off_into_the_hours() {
        open(AFTERNOON);
        planning.crossesAnyway("BUS-1", true);

        planning.delay("BUS-1", in(52));

        assertThat(movements.named("BUS-1").crossesAnyway()).isFalse();
    }

    @Test
    void what_crosses_all_the_same_leaves_as_before_once_its_road_is_free_again() {
        open(AFTERNOON);
        planning.crossesAnyway("BUS-1", true);
        long cut = disruptions.make(new Report("roadCut", "MASNAA", 52));
        days.work();
        assertThat(movements.named("BUS-1").crossesAnyway())
                .as("it was said of another departure")
                .isFalse();

        disruptions.undo(cut);
        days.work();

        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(48));
        assertThat(movements.named("BUS-1").crossesAnyway()).isTrue();
        assertThat(said()).containsExactly("yes", "no", "yes");
    }

    @Test
    void what_a_cut_road_has_put_off_leaves_as_before_only_within_the_hours() {
        long cut = disruptions.make(new Report("roadCut", "MASNAA", 52));
        days.work();
        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(52));
        open(AFTERNOON);

        disruptions.undo(cut);
        days.work();

        assertThat(movements.named("BUS-1").departs()).isEqualTo(in(52));
    }

    @Test
    void that_is_said_only_of_what_crosses_outside_the_hours_and_until_these_change() {
        assertThatThrownBy(() -> planning.crossesAnyway("BUS-1", true))
                .isInstanceOf(Refusal.class)
                .hasMessage("BUS-1 is on its way while its exit is open: it takes people as it is.");
        open(AFTERNOON);
        planning.crossesAnyway("BUS-1", true);
        assertThat(open(AFTERNOON)).as("the same hours").isEmpty();

        assertThat(open("15:00–20:00")).containsExactly("BUS-1");
        planning.crossesAnyway("BUS-1", true);
        planning.crossesAnyway("BUS-1", false);
        assertThat(planning.outsideHours()).containsExactly("BUS-1");
    }

    @Test
    void a_plan_seats_nobody_on_it_and_one_found_before_says_why_it_no_longer_holds() throws Exception {
        long before = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.lines(before, false, 0)).hasSize(1);
        open(AFTERNOON);

        assertThat(planning.approvePlan(before)).isFalse();
        assertThat(plans.gone(before)).singleElement().satisfies(gone -> {
            assertThat(gone.caseNumber()).isEqualTo(late.caseNumber());
            assertThat(gone.why()).isEqualTo("BUS-1 now crosses outside the hours of its exit.");
        });
        days.work();

        long after = days.foundPlan(PlanOptions.NONE);
        assertThat(plans.get(after).state()).isEqualTo("empty");
        assertThat(page(get("/plans/" + after).param("left", "true"), Locale.ENGLISH))
                .contains(late.caseNumber(), "Nobody new is given seats on BUS-1 now");
    }

    @Test
    void whose_bus_is_lost_is_not_seated_on_one_that_crosses_outside_the_hours() {
        days.plan(convoy("BUS-2", in(50), 40));
        days.plan(convoy("BUS-3", in(54), 40));
        days.work();
        open("17:00–20:00"); // the second is there by four, the third by eight

        disruptions.make(new Report("movementLost", "BUS-1", null));
        days.work();

        assertThat(days.legs(early)).containsExactly("BUS-3", "FL-1");
    }

    @Test
    void an_exit_that_would_open_brings_nothing_to_who_could_only_cross_outside_its_hours() {
        open(AFTERNOON);
        disruptions.make(new Report("exitCloses", "MASNAA", null));
        days.work();
        try {
            ChangePreview preview = disruptions.preview(new Report("exitOpens", "MASNAA", null));
            assertThat(requireNonNull(preview.gain()).households()).isZero();
        } finally {
            disruptions.make(new Report("exitOpens", "MASNAA", null));
            days.work();
        }
    }

    @Test
    void transport_reads_the_hours_on_its_page_and_says_there_that_it_crosses() throws Exception {
        open("15:00–19:00; Sun closed");

        assertThat(page(get("/movements/BUS-1"), Locale.ENGLISH))
                .contains("outside the hours of MASNAA (15:00–19:00; Sun closed)", "It crosses all the same");
        assertThat(page(get("/movements/BUS-1"), Locale.forLanguageTag("ru")))
                .contains("не в часы работы (15:00–19:00; вс закрыт)", "Он всё равно пройдёт");
        assertThat(page(get("/movements/BUS-1"), Locale.ENGLISH, "field"))
                .contains("outside the hours of MASNAA")
                .doesNotContain("It crosses all the same");

        page(post("/movements/BUS-1/crossing").param("anyway", "true"), Locale.ENGLISH);

        assertThat(page(get("/movements/BUS-1"), Locale.ENGLISH))
                .contains("said that it crosses all the same", "It does not");
        assertThat(page(get("/movements"), Locale.ENGLISH)).doesNotContain("outside the hours");
        page(post("/movements/BUS-1/crossing").param("anyway", "false"), Locale.ENGLISH);
        assertThat(page(get("/movements"), Locale.ENGLISH)).contains("outside the hours");
    }

    @Test
    void that_it_crosses_is_shown_and_taken_back_also_while_its_exit_is_open_on_the_way() throws Exception {
        open(AFTERNOON);
        planning.crossesAnyway("BUS-1", true);
        exits.keeps("MASNAA", null); // by whatever way that keeps what was said
        assertThat(page(get("/movements/BUS-1"), Locale.ENGLISH))
                .contains("As it is planned now, it keeps to them.", "It does not");

        page(post("/movements/BUS-1/crossing").param("anyway", "false"), Locale.ENGLISH);
        assertThat(page(get("/movements/BUS-1"), Locale.ENGLISH)).doesNotContain("outside-hours");
    }

    /** @return what is on its way only while it is closed */
    private List<String> open(String hours) {
        return planning.setHours("MASNAA", OpeningHours.written(hours));
    }

    private String page(MockHttpServletRequestBuilder request, Locale language) throws Exception {
        return page(request, language, "transport");
    }

    private String page(MockHttpServletRequestBuilder request, Locale language, String group) throws Exception {
        return web.perform(request.with(user(group).roles(group)).with(csrf()).locale(language))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
