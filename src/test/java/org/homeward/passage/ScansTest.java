package org.homeward.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.passage.Checkpoint.BORDER_EXIT;
import static org.homeward.passage.Checkpoint.CHECK_IN;
import static org.homeward.passage.Checkpoint.CONVOY_BOARDING;
import static org.homeward.passage.Checkpoint.MUSTER;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.audit.Invariants;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

@HomewardTest
@Breaks("I3")
class ScansTest {

    @Autowired
    private Scans scans;

    @Autowired
    private Travellers travellers;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Invariants invariants;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void a_scan_is_taken_once_however_often_it_is_sent() {
        long woman = aWoman();
        Scan muster = travellers.scan(woman, MUSTER);
        assertThat(results(muster)).containsExactly("taken");
        assertThat(results(muster, muster)).containsExactly("known", "known");
        assertThat(results(travellers.scan(woman, MUSTER))).containsExactly("known");
        assertThat(onRecord()).containsExactly("known", "taken");
    }

    @Test
    void each_of_a_batch_has_its_own_answer_in_the_order_given() {
        long woman = aWoman();
        Scan boarding = new Scan(
                "b",
                String.valueOf(woman),
                Travellers.BUS,
                CONVOY_BOARDING,
                clock.instant().plusSeconds(60));
        Scan muster = travellers.scan(woman, MUSTER);
        Scan nobody = travellers.scan(4711, MUSTER);
        assertThat(results(boarding, nobody, muster, muster)).containsExactly("taken", "conflict", "taken", "known");
    }

    @Test
    void what_does_not_fit_is_kept_and_says_why() {
        long woman = aWoman();
        String number = String.valueOf(woman);
        Instant now = clock.instant();
        assertThat(why(new Scan("1", "x", Travellers.BUS, MUSTER, now))).contains("No person");
        assertThat(why(new Scan("2", number, "BUS-9", MUSTER, now))).contains("No movement");
        assertThat(why(new Scan("3", number, Travellers.BUS, CHECK_IN, now))).contains("has no checkpoint 'check-in'");
        assertThat(why(new Scan("4", number, Travellers.BUS, BORDER_EXIT, now)))
                .contains("not been counted at 'convoy boarding'");
        assertThat(why(new Scan("5", number, Travellers.BUS, MUSTER, now.plus(Duration.ofHours(1)))))
                .contains("from the future");
        assertThat(why(new Scan("8", number, Travellers.BUS, MUSTER, Instant.parse("1999-12-31T23:00:00Z"))))
                .contains("from before BUS-1 was planned");
        assertThat(why(new Scan("9", number, Travellers.BUS, MUSTER, Instant.EPOCH)))
                .contains("from before BUS-1 was planned");
        reservations.giveBack(List.of(household(woman)), "test");
        assertThat(why(new Scan("6", number, Travellers.BUS, MUSTER, now)))
                .isEqualTo("Their seats were given back: they have no journey now.");
        jdbc.sql("update movement set state = 'cancelled'").update();
        assertThat(why(new Scan("7", number, Travellers.BUS, MUSTER, now))).contains("BUS-1 is cancelled");
        assertThat(onRecord()).hasSize(9).containsOnly("conflict");
    }

    @Test
    void a_clock_that_is_hours_slow_still_counts() {
        Instant sent = clock.instant().minus(Duration.ofHours(23));
        assertThat(results(new Scan("slow", String.valueOf(aWoman()), Travellers.BUS, MUSTER, sent)))
                .containsExactly("taken");
    }

    @Test
    void a_movement_is_the_same_in_whatever_capitals() {
        String number = String.valueOf(aWoman());
        Scan small = new Scan("small", number, "bus-1", MUSTER, clock.instant());
        Scan again = new Scan("small", number, "Bus-1", MUSTER, clock.instant());
        assertThat(results(small, again)).containsExactly("taken", "known");
        assertThat(results(again)).containsExactly("known");
    }

    @Test
    void an_id_used_twice_in_a_batch_for_different_scans_is_told_the_second_time() {
        long woman = aWoman();
        Scan muster = new Scan("one", String.valueOf(woman), Travellers.BUS, MUSTER, clock.instant());
        Scan other = new Scan("one", String.valueOf(woman), Travellers.BUS, CONVOY_BOARDING, clock.instant());
        assertThat(results(muster, other, muster)).containsExactly("taken", "conflict", "known");
        assertThat(onRecord()).containsExactly("taken");
    }

    @Test
    void an_id_used_for_another_scan_takes_nothing_away_from_the_first() {
        long woman = aWoman();
        results(new Scan("one", String.valueOf(woman), Travellers.BUS, MUSTER, clock.instant()));
        assertThat(why(new Scan("one", String.valueOf(woman), Travellers.BUS, CONVOY_BOARDING, clock.instant())))
                .contains("with an id of its own");
        assertThat(onRecord()).containsExactly("taken");
    }

    @Test
    void a_scan_too_early_is_taken_when_the_one_before_it_arrives() {
        long woman = aWoman();
        Instant now = clock.instant();
        Scan muster = new Scan("m", String.valueOf(woman), Travellers.BUS, MUSTER, now);
        Scan boarding = new Scan("b", String.valueOf(woman), Travellers.BUS, CONVOY_BOARDING, now.plusSeconds(60));
        assertThat(results(boarding)).containsExactly("conflict");
        assertThat(results(boarding)).containsExactly("conflict");
        assertThat(results(muster)).containsExactly("taken");
        assertThat(onRecord()).containsExactly("taken", "taken");
        assertThat(results(boarding)).containsExactly("known");
    }

    @Test
    void who_was_counted_stays_counted_when_the_seat_is_given_back_later() {
        long woman = aWoman();
        results(travellers.scan(woman, MUSTER));
        reservations.giveBack(List.of(household(woman)), "test");
        assertThat(results(travellers.scan(woman, MUSTER))).containsExactly("conflict");
        assertThat(onRecord()).containsExactly("conflict", "taken");
    }

    @Test
    void a_restricted_household_is_nobody_to_an_officer_who_is_not_cleared() {
        long restricted =
                travellers.byRoad(TestHouseholds.restricted()).personIds().get(0);
        signIn("field");
        assertThat(why(travellers.scan(restricted, MUSTER))).isEqualTo(why(travellers.scan(4711, MUSTER)));
        assertThat(jdbc.sql("select count(person_id) from scan")
                        .query(Integer.class)
                        .single())
                .isZero();
        signIn("field", "cleared");
        assertThat(results(travellers.scan(restricted, MUSTER))).containsExactly("taken");
    }

    @Test
    void whatever_the_order_and_however_often_the_family_ends_at_the_same_place() {
        for (int seed = 1; seed <= 8; seed++) {
            Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
            var journey = travellers.depart(family);
            List<Scan> history = new ArrayList<>();
            for (Checkpoint checkpoint : Checkpoint.values()) {
                for (long person : family.personIds()) {
                    Scan scan = travellers.scan(person, checkpoint);
                    history.add(new Scan(
                            scan.id(),
                            scan.person(),
                            scan.movement(),
                            checkpoint,
                            scan.at().minusSeconds(1000 - 100L * checkpoint.ordinal())));
                }
            }
            history.addAll(history.subList(0, 7));
            Collections.shuffle(history, new Random(seed));
            for (int sent = 0; sent < history.size(); sent += seed) {
                scans.take(history.subList(sent, Math.min(sent + seed, history.size())));
            }
            travellers.moveOn();
            assertThat(runtime.createProcessInstanceQuery()
                            .processInstanceId(journey.getId())
                            .count())
                    .as("seed " + seed)
                    .isZero();
        }
        assertThat(onRecord()).hasSize(8 * 16).containsOnly("taken");
        assertThat(invariants.offences())
                .noneMatch(offence -> offence.invariant().equals("I8"));
    }

    @Test
    void two_officers_who_count_the_last_two_at_once_wake_the_family() throws Exception {
        ExecutorService officers = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 10; round++) {
                Registered family = travellers.byRoad(TestHouseholds.motherAndSon());
                travellers.depart(family);
                CountDownLatch both = new CountDownLatch(2);
                List<Future<?>> counts = new ArrayList<>();
                for (long person : family.personIds()) {
                    Scan scan = travellers.scan(person, MUSTER);
                    counts.add(officers.submit(() -> {
                        both.countDown();
                        both.await();
                        return scans.take(List.of(scan));
                    }));
                }
                for (Future<?> count : counts) {
                    count.get();
                }
                travellers.moveOn();
                assertThat(waitingAt(family, "convoy boarding"))
                        .as("round " + round)
                        .isEqualTo(1);
            }
        } finally {
            officers.shutdownNow();
        }
    }

    @Test
    void a_family_that_comes_while_it_is_counted_is_not_left_waiting() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 10; round++) {
                Registered family = travellers.byRoad(TestHouseholds.woman());
                Scan scan = travellers.scan(family.personIds().get(0), MUSTER);
                CountDownLatch both = new CountDownLatch(2);
                Future<?> coming = two.submit(() -> {
                    both.countDown();
                    both.await();
                    return travellers.depart(family);
                });
                Future<?> counting = two.submit(() -> {
                    both.countDown();
                    both.await();
                    return scans.take(List.of(scan));
                });
                coming.get();
                counting.get();
                travellers.moveOn();
                assertThat(waitingAt(family, "convoy boarding"))
                        .as("round " + round)
                        .isEqualTo(1);
            }
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void a_pass_of_an_older_journey_says_on_what_they_travel_now() {
        Registered family = travellers.byRoad(TestHouseholds.woman());
        String number = String.valueOf(family.personIds().get(0));
        anotherBus();
        assertThat(why(new Scan("wrong", number, "BUS-2", MUSTER, clock.instant())))
                .as("on which they never had a place")
                .contains("not on the manifest of BUS-2");
        reservations.giveBack(List.of(family.id()), "test");
        List<Long> legs = jdbc.sql("select id from movement where code in ('BUS-2', 'IL-76') order by code")
                .query(Long.class)
                .list();
        reservations.reserve(List.of(new Seating(family.id(), legs)));
        String older = "They travel on BUS-2 now: this pass is of an older journey.";
        assertThat(why(new Scan("older", number, Travellers.BUS, MUSTER, clock.instant())))
                .isEqualTo(older);
        jdbc.sql("update movement set state = 'cancelled' where code = 'BUS-1'").update();
        assertThat(why(new Scan("cancelled", number, Travellers.BUS, MUSTER, clock.instant())))
                .isEqualTo(older);
    }

    @Test
    void a_doubtful_scan_is_known_once_another_has_counted_the_person_there() {
        String number = String.valueOf(aWoman());
        Scan future = new Scan(
                "future", number, Travellers.BUS, MUSTER, clock.instant().plus(Duration.ofHours(1)));
        assertThat(why(future)).contains("from the future");
        assertThat(results(new Scan("now", number, Travellers.BUS, MUSTER, clock.instant())))
                .containsExactly("taken");
        assertThat(onRecord()).containsExactly("known", "taken");
        assertThat(results(future)).containsExactly("known");
    }

    @Test
    void what_fails_for_one_household_is_left_unanswered_and_keeps_no_other() {
        Scan fails = travellers.scan(aWoman(), MUSTER);
        Scan good = travellers.scan(aWoman(), MUSTER);
        jdbc.sql("alter table scan add constraint fails check (id <> '" + fails.id() + "')")
                .update();
        try {
            assertThat(scans.take(List.of(fails, good))).extracting(Verdict::id).containsExactly(good.id());
        } finally {
            jdbc.sql("alter table scan drop constraint fails").update();
        }
        assertThat(results(fails, good)).containsExactly("taken", "known");
    }

    @Test
    void one_id_that_comes_at_once_for_two_people_counts_one_and_tells_the_other() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 10; round++) {
                String id = "same-" + round;
                CountDownLatch both = new CountDownLatch(2);
                List<Future<List<Verdict>>> sent = new ArrayList<>();
                for (long person : List.of(aWoman(), aWoman())) {
                    Scan scan = new Scan(id, String.valueOf(person), Travellers.BUS, MUSTER, clock.instant());
                    sent.add(two.submit(() -> {
                        both.countDown();
                        both.await();
                        return scans.take(List.of(scan));
                    }));
                }
                List<String> results = new ArrayList<>();
                for (Future<List<Verdict>> answer : sent) {
                    results.add(answer.get().get(0).result());
                }
                assertThat(results).as("round " + round).containsExactlyInAnyOrder("taken", "conflict");
            }
        } finally {
            two.shutdownNow();
        }
    }

    private void anotherBus() {
        jdbc.sql("""
                insert into movement (code, kind, origin, destination, departs, arrives, seats, state, planned_at)
                select 'BUS-2', kind, origin, destination, departs, arrives, seats, state, planned_at
                from movement where code = 'BUS-1'""").update();
    }

    private long waitingAt(Registered family, String checkpoint) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(family.caseNumber())
                .processDefinitionKey("checkpoint")
                .variableValueEquals("checkpoint", checkpoint)
                .count();
    }

    private long aWoman() {
        return travellers.byRoad(TestHouseholds.woman()).personIds().get(0);
    }

    private long household(long person) {
        return jdbc.sql("select household_id from person where id = :id")
                .param("id", person)
                .query(Long.class)
                .single();
    }

    private List<String> results(Scan... batch) {
        return scans.take(List.of(batch)).stream().map(Verdict::result).toList();
    }

    private String why(Scan scan) {
        Verdict verdict = scans.take(List.of(scan)).get(0);
        assertThat(verdict.result()).isEqualTo("conflict");
        return String.valueOf(verdict.why());
    }

    private List<String> onRecord() {
        return jdbc.sql("select verdict from scan order by verdict")
                .query(String.class)
                .list();
    }

    private static void signIn(String... groups) {
        String[] roles =
                java.util.Arrays.stream(groups).map(group -> "ROLE_" + group).toArray(String[]::new);
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("officer", "secret", roles));
    }
}
