package org.homeward.passage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.homeward.passage.Entry.Circumstances;
import org.homeward.passage.Entry.Member;
import org.homeward.passage.Entry.Vehicle;
import org.homeward.passage.Journeys.Leg;
import org.jspecify.annotations.Nullable;

/** Counts of two people on a convoy and a flight, in any order, some twice, some contradicting. */
class JourneysTest {

    private static final Instant DAWN = Instant.parse("2013-01-22T04:00:00Z");
    private static final Vehicle BUS = new Vehicle(1, "BUS-1", "convoy", false, Instant.EPOCH);
    private static final Vehicle PLANE = new Vehicle(2, "IL-76", "flight", false, Instant.EPOCH);

    @Property
    void in_whatever_order_scans_arrive_the_same_people_are_counted_at_the_same_times(
            @ForAll("histories") List<Scan> history, @ForAll Random random) {
        List<Scan> shuffled = new ArrayList<>(history);
        shuffled.addAll(history.subList(0, history.size() / 2)); // some are sent twice
        java.util.Collections.shuffle(shuffled, random);

        assertThat(arriveOneByOne(shuffled)).isEqualTo(arriveOneByOne(history));
    }

    @Property
    void who_has_been_counted_stays_counted(@ForAll("histories") List<Scan> history) {
        Map<String, Verdict> onRecord = new HashMap<>();
        Set<String> counted = Set.of();
        for (int arrived = 1; arrived <= history.size(); arrived++) {
            weigh(history.subList(0, arrived), onRecord);
            Set<String> now = places(history, onRecord);
            assertThat(now.stream().map(JourneysTest::withoutTime))
                    .containsAll(counted.stream().map(JourneysTest::withoutTime).toList());
            counted = now;
        }
    }

    @Property
    void nobody_is_counted_before_the_stop_before_and_nobody_twice(@ForAll("histories") List<Scan> history) {
        Map<String, Verdict> onRecord = new HashMap<>();
        weigh(history, onRecord);
        Map<String, Instant> counted = new HashMap<>();
        for (Scan scan : history) {
            if (java.util.Objects.requireNonNull(onRecord.get(scan.id()))
                    .result()
                    .equals("taken")) {
                assertThat(counted.put(scan.person() + scan.checkpoint(), scan.at()))
                        .isNull();
            }
        }
        for (String person : List.of("7", "8")) {
            Instant before = Instant.MIN;
            boolean missing = false;
            for (Checkpoint checkpoint : Checkpoint.values()) {
                Instant at = counted.get(person + checkpoint);
                if (at == null) {
                    missing = true;
                } else {
                    assertThat(missing).isFalse();
                    assertThat(at).isAfterOrEqualTo(before);
                    Instant earliestNext = at.minus(Entry.CLOCKS_DIFFER_BY);
                    before = earliestNext.isAfter(before) ? earliestNext : before;
                }
            }
        }
    }

    private static Set<String> arriveOneByOne(List<Scan> history) {
        Map<String, Verdict> onRecord = new HashMap<>();
        List<Scan> arrived = new ArrayList<>();
        for (Scan scan : history) {
            if (!onRecord.containsKey(scan.id())) {
                arrived.add(scan);
                weigh(arrived, onRecord);
            }
        }
        return places(history, onRecord);
    }

    private static void weigh(List<Scan> arrived, Map<String, Verdict> onRecord) {
        List<Entry> entries = arrived.stream()
                .map(scan -> entry(scan, onRecord.get(scan.id())))
                .toList();
        new Journeys(
                        List.of(7L, 8L),
                        List.of(
                                new Leg(7, 1, 1, "BUS-1", "convoy"),
                                new Leg(7, 1, 2, "IL-76", "flight"),
                                new Leg(8, 1, 1, "BUS-1", "convoy"),
                                new Leg(8, 1, 2, "IL-76", "flight")),
                        Set.of(),
                        Set.of(),
                        Set.of())
                .weigh(entries);
        entries.forEach(entry -> onRecord.put(entry.scan().id(), entry.verdict()));
    }

    private static Entry entry(Scan scan, @Nullable Verdict onRecord) {
        Vehicle vehicle = scan.checkpoint().kind().equals("convoy") ? BUS : PLANE;
        Member member = new Member(Long.parseLong(scan.person()), 1);
        return new Entry(scan, member, vehicle, Circumstances.plain(DAWN.plusSeconds(100_000)), onRecord);
    }

    private static Set<String> places(List<Scan> history, Map<String, Verdict> onRecord) {
        Set<String> places = new HashSet<>();
        for (Scan scan : history) {
            Verdict verdict = onRecord.get(scan.id());
            if (verdict != null && verdict.result().equals("taken")) {
                places.add(scan.person() + " " + scan.checkpoint() + " " + scan.at());
            }
        }
        return places;
    }

    private static String withoutTime(String place) {
        return place.substring(0, place.lastIndexOf(' '));
    }

    @Provide
    Arbitrary<List<Scan>> histories() {
        Arbitrary<Scan> scan = Combinators.combine(
                        Arbitraries.of("7", "8"),
                        Arbitraries.of(Checkpoint.class),
                        Arbitraries.integers().between(-2, 2))
                .as((person, checkpoint, slip) ->
                        new Scan("", person, "", checkpoint, DAWN.plusSeconds(3600L * (checkpoint.ordinal() + slip))));
        return scan.list().ofMinSize(1).ofMaxSize(60).map(scans -> {
            List<Scan> named = new ArrayList<>();
            for (Scan each : scans) {
                named.add(
                        new Scan("scan-" + named.size(), each.person(), each.movement(), each.checkpoint(), each.at()));
            }
            return named;
        });
    }
}
