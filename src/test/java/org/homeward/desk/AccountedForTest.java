package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.desk.Accounting.Account;
import org.homeward.desk.Accounting.Count;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class AccountedForTest {

    private static final RequestPostProcessor MANAGER = user("manager").roles("managers");
    private static final RequestPostProcessor CLEARED = user("chief").roles("managers", "cleared");

    @Autowired
    Accounting accounting;

    @Autowired
    ListDifferences lists;

    @Autowired
    Households households;

    @Autowired
    Travellers travellers;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Autowired
    MockMvc web;

    @Test
    void each_person_stands_in_one_place_and_the_numbers_add_up_to_all_who_are_registered() {
        households.register(TestHouseholds.motherAndSon());
        households.ends(households.register(TestHouseholds.woman()).id(), "stays");
        onTheWay();

        assertThat(accounting.counts())
                .containsExactly(
                        new Count("not called", 2, 1, 0),
                        new Count("called", 1, 1, 0),
                        new Count("muster", 2, 1, 0),
                        new Count("ended", 1, 1, 0));
    }

    @Test
    void who_was_counted_is_where_they_were_counted_last_and_is_expected_at_the_next_checkpoint() {
        Registered family = onTheWay();

        Account counted = account(family.personIds().get(0));

        assertThat(counted.whereabouts()).isEqualTo("muster");
        assertThat(counted.last()).satisfies(seen -> {
            assertThat(seen.checkpoint()).isEqualTo("muster");
            assertThat(seen.movement()).isEqualTo(Travellers.BUS);
            assertThat(seen.by()).isEqualTo("homeward");
        });
        assertThat(counted.next()).satisfies(next -> {
            assertThat(next.checkpoint()).isEqualTo("convoy boarding");
            assertThat(next.movement()).isEqualTo(Travellers.BUS);
        });
        Account behind = account(family.personIds().get(2));
        assertThat(behind.last()).isNull();
        assertThat(behind.next())
                .satisfies(next -> assertThat(next.checkpoint()).isEqualTo("muster"));
    }

    @Test
    void who_has_not_been_counted_by_the_cut_off_is_overdue_and_then_missing() {
        Registered family = onTheWay();
        long late = family.personIds().get(2);
        assertThat(account(late).overdue()).isNull();

        jdbc.sql("update movement set departs = departs - interval '335 minutes'")
                .update();
        assertThat(accounting.page("", true, 0)).extracting(Account::person).containsExactly(late);
        assertThat(accounting.counts()).contains(new Count("called", 1, 1, 1));

        travellers.later(Duration.ofHours(6)); // the timer had been set for the departure as it was
        assertThat(account(late).whereabouts()).isEqualTo("missing");
        assertThat(account(late).overdue()).isNotNull();
    }

    @Test
    void who_was_turned_away_stands_there_with_the_reason() {
        Registered family = onTheWay();
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, reason, noted_at, noted_by)
                select :household, :person, id, 'muster', 'refused', 'papers', now(), 'field' from movement where code = 'BUS-1'""")
                .param("household", family.id())
                .param("person", family.personIds().get(2))
                .update();

        assertThat(account(family.personIds().get(2))).satisfies(account -> {
            assertThat(account.whereabouts()).isEqualTo("refused");
            assertThat(account.reason()).isEqualTo("papers");
        });
    }

    @Test
    void who_is_in_hospital_stands_there_also_when_the_others_have_gone_on() {
        Registered family = onTheWay();
        long patient = family.personIds().get(2);
        jdbc.sql("""
                insert into absence (household_id, person_id, movement_id, checkpoint, kind, noted_at, noted_by, decision)
                select :household, :person, id, 'muster', 'hospital', now(), 'field', 'goOnWithout'
                from movement where code = 'BUS-1'""").param("household", family.id()).param("person", patient).update();
        jdbc.sql("update household set stage = 'ready' where id = :id")
                .param("id", family.id())
                .update();

        assertThat(account(patient).whereabouts()).isEqualTo("hospital");
        assertThat(account(family.personIds().get(0)).whereabouts()).isEqualTo("not called");
    }

    @Test
    void the_pages_go_on_where_the_one_before_ended() {
        List<Long> everybody = IntStream.range(0, Accounting.PAGE + 3)
                .mapToObj(number ->
                        households.register(TestHouseholds.woman()).personIds().get(0))
                .toList();

        List<Account> first = accounting.page("", false, 0);
        List<Account> second =
                accounting.page("", false, first.get(Accounting.PAGE - 1).person());

        assertThat(first).hasSize(Accounting.PAGE);
        assertThat(second).hasSize(3);
        assertThat(Stream.concat(first.stream(), second.stream()).map(Account::person))
                .containsExactlyInAnyOrderElementsOf(everybody);
    }

    @Test
    void lists_that_differ_are_named_person_by_person_with_what_was_said_about_it() {
        Registered family = onTheWay();
        jdbc.sql("update movement set state = 'departed', departed_at = :now where code = 'BUS-1'")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                with head as (insert into manifest (movement_id, version, written_at)
                              select id, 1, now() from movement where code = 'BUS-1' returning movement_id)
                insert into manifest_line
                select movement_id, 1, person_id, household_id, place, said.*
                from head join reservation using (movement_id), manifest_says(person_id, current_date) said""").update();
        travellers.count(family.personIds().subList(0, 2), Checkpoint.CONVOY_BOARDING);

        assertThat(lists.now()).singleElement().satisfies(line -> {
            assertThat(line.movement()).isEqualTo(Travellers.BUS);
            assertThat(line.planned()).isTrue();
            assertThat(line.aboard()).isFalse();
            assertThat(line.there()).isNull();
            assertThat(line.why()).isNull();
        });
    }

    @Test
    void restricted_people_are_in_no_row_and_no_count_but_for_the_cleared() throws Exception {
        households.register(TestHouseholds.woman());
        Registered secret = households.register(TestHouseholds.woman());
        jdbc.sql("update household set restricted = true where id = :id")
                .param("id", secret.id())
                .update();

        web.perform(get("/accounted-for").with(MANAGER))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("1 persons registered")))
                .andExpect(content().string(not(containsString(secret.caseNumber()))));
        web.perform(get("/accounted-for").with(CLEARED))
                .andExpect(content().string(containsString("2 persons registered")))
                .andExpect(content().string(containsString(secret.caseNumber())));
        web.perform(get("/api/accounting").with(MANAGER)).andExpect(jsonPath("$", hasSize(1)));
    }

    @Test
    void programs_get_a_row_for_each_person_as_json_and_as_a_table() throws Exception {
        Registered family = onTheWay();

        web.perform(get("/api/accounting").with(MANAGER))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$", hasSize(3)))
                .andExpect(jsonPath("$[0].caseNumber").value(family.caseNumber()))
                .andExpect(jsonPath("$[0].whereabouts").value("muster"))
                .andExpect(jsonPath("$[0].last.by").value("homeward"));
        for (String table : List.of("/api/accounting.csv", "/api/accounting")) {
            web.perform(get(table).accept("text/csv").with(MANAGER))
                    .andExpect(status().isOk())
                    .andExpect(content().contentTypeCompatibleWith("text/csv"))
                    .andExpect(content().string(startsWith("caseNumber,person,")))
                    .andExpect(content().string(containsString(",muster,muster,BUS-1,")));
        }
        assertThat(jdbc.sql("select count(*) from audit where subject = 'accounting'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    /** Three with seats, two of whom have been counted at the muster. */
    private Registered onTheWay() {
        Registered family = travellers.byRoad(Travellers.threeOfThem());
        travellers.start("passage", family);
        travellers.count(family.personIds().subList(0, 2), Checkpoint.MUSTER);
        return family;
    }

    private Account account(long person) {
        return accounting.page("", false, 0).stream()
                .filter(account -> account.person() == person)
                .findFirst()
                .orElseThrow();
    }
}
