package org.homeward.passage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three devices, offline for a day with five hundred scans each, once in order and once mixed up, on the real database. */
@HomewardTest
@Breaks("I3")
class HistoryOnDatabaseTest {

    private static final int EACH = 500;
    private static final int[] MINUTES_AHEAD = {-12, 4, 15};

    @Autowired
    private Scans scans;

    @Autowired
    private Travellers travellers;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void three_devices_that_were_offline_for_a_day_leave_the_same_in_whatever_order_they_send() {
        List<Long> persons = new ArrayList<>();
        travellers.byRoad(TestHouseholds.woman());
        jdbc.sql("update movement set seats = 500, planned_at = planned_at - interval '2 days'")
                .update();
        while (persons.size() < 180) {
            persons.addAll(travellers.byRoad(Travellers.threeOfThem()).personIds());
        }
        List<Scan> history = history(persons);
        assertThat(history).hasSize(3 * EACH);

        send(history, 100);
        Map<String, String> inOrder = state();
        jdbc.sql("delete from scan").update();
        jdbc.sql("delete from device").update();
        List<Scan> mixedUp = new ArrayList<>(history);
        mixedUp.addAll(history.subList(0, 200)); // sent twice
        Collections.shuffle(mixedUp, new Random(4));
        send(mixedUp, 60);

        assertThat(state()).isEqualTo(inOrder).hasSize(3 * EACH);
        assertThat(inOrder.values().stream().filter("taken"::equals).count()).isEqualTo(180 * 8);
        assertThat(jdbc.sql("select count(*) from scan where verdict = 'conflict'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(3 * EACH - 180 * 8);
    }

    /** Everybody at every stop once; then what contradicts: strangers, and people who land before they set out. */
    private List<Scan> history(List<Long> persons) {
        List<Scan> history = new ArrayList<>();
        int[] sequences = new int[3];
        for (Checkpoint stop : Checkpoint.values()) {
            for (long person : persons) {
                int device = history.size() % 3;
                history.add(scan(device, ++sequences[device], String.valueOf(person), stop, 60 * stop.ordinal()));
            }
        }
        while (history.size() < 3 * EACH) {
            int device = history.size() % 3;
            boolean stranger = history.size() % 2 == 0;
            String person = stranger ? "99" + history.size() : String.valueOf(persons.get(history.size() % 180));
            history.add(scan(device, ++sequences[device], person, Checkpoint.LANDING, -120));
        }
        return history;
    }

    private Scan scan(int device, int sequence, String person, Checkpoint stop, int minutes) {
        Instant now = clock.instant();
        Duration ahead = Duration.ofMinutes(MINUTES_AHEAD[device]);
        return new Scan(
                "tablet-" + device + "-" + sequence,
                "tablet-" + device,
                (long) sequence,
                person,
                false,
                stop.kind().equals("convoy") ? Travellers.BUS : Travellers.PLANE,
                stop,
                now.minus(Duration.ofHours(10))
                        .plus(Duration.ofMinutes(minutes))
                        .plus(ahead),
                device == 0 ? null : now.plus(ahead));
    }

    private void send(List<Scan> history, int atOnce) {
        for (int sent = 0; sent < history.size(); sent += atOnce) {
            scans.take(history.subList(sent, Math.min(sent + atOnce, history.size())));
        }
    }

    private Map<String, String> state() {
        Map<String, String> state = new HashMap<>();
        jdbc.sql("select id, coalesce(why, verdict) outcome from scan").query(row -> {
            state.put(row.getString("id"), row.getString("outcome"));
        });
        return state;
    }
}
