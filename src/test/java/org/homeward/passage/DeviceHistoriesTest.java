package org.homeward.passage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
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

/**
 * Days of several devices without network: their clocks are wrong, they send when they can, in any order and in pieces,
 * some of them twice, and some pieces are lost and sent again.
 */
class DeviceHistoriesTest {

    private static final Instant DAWN = Instant.parse("2013-01-22T04:00:00Z");
    private static final Instant EVENING = DAWN.plus(Duration.ofHours(14));
    private static final List<Long> FAMILY = List.of(7L, 8L, 9L);
    private static final Map<String, Vehicle> VEHICLES = Map.of(
            "BUS-1", new Vehicle(1, "BUS-1", "convoy", false, DAWN.minusSeconds(86_400)),
            "IL-76", new Vehicle(2, "IL-76", "flight", false, DAWN.minusSeconds(86_400)),
            "BUS-2", new Vehicle(3, "BUS-2", "convoy", false, DAWN.minusSeconds(86_400)));

    /** A device whose clock is off by minutes, or by hours if it says what its clock shows as it sends. */
    record Device(String name, int secondsAhead, boolean saysItsTime) {}

    /** @param hours how far off the mark: 0 for a count that is true, else one that contradicts */
    record Count(int device, long person, Checkpoint checkpoint, String movement, int secondsLater, int hours) {

        boolean isTrue() {
            return hours == 0 && !movement.equals("BUS-2");
        }
    }

    record Day(List<Device> devices, List<Count> counts) {}

    @Property(tries = 300)
    void whatever_is_lost_sent_twice_and_mixed_up_the_end_is_as_if_all_had_come_at_once_and_in_order(
            @ForAll("days") Day day, @ForAll Random random) {
        Map<String, Verdict> inOrder = new House().live(day);
        House shuffled = new House();
        Map<String, Verdict> mixedUp = shuffled.inTheEvening(day, random);

        assertThat(mixedUp).as("nothing is dropped").hasSameSizeAs(day.counts());
        assertThat(mixedUp).isEqualTo(inOrder);
        assertThat(shuffled.takenTwice())
                .as("nobody is counted twice at a place")
                .isEmpty();
    }

    @Property(tries = 300)
    void clocks_that_are_wrong_by_minutes_keep_nobody_from_being_counted(
            @ForAll("days") Day anyDay, @ForAll Random random) {
        Day day = new Day(
                anyDay.devices(), anyDay.counts().stream().filter(Count::isTrue).toList());
        Map<String, Verdict> verdicts = new House().inTheEvening(day, random);
        for (long person : FAMILY) {
            boolean soFar = true;
            for (Checkpoint stop : Checkpoint.values()) {
                List<Integer> trueCounts = new ArrayList<>();
                for (int number = 0; number < day.counts().size(); number++) {
                    Count count = day.counts().get(number);
                    if (count.person() == person && count.checkpoint() == stop) {
                        trueCounts.add(number);
                    }
                }
                soFar &= !trueCounts.isEmpty();
                if (soFar) {
                    assertThat(trueCounts)
                            .as("%s of %s", stop, person)
                            .anyMatch(number -> Objects.requireNonNull(verdicts.get("scan-" + number))
                                    .result()
                                    .equals("taken"));
                }
            }
        }
    }

    /** What our side keeps: the scans as they have arrived. */
    private static class House {

        private final Map<String, Entry> records = new LinkedHashMap<>();

        /** With network: each is sent as it is made. */
        Map<String, Verdict> live(Day day) {
            List<Integer> inOrder = new ArrayList<>();
            for (int number = 0; number < day.counts().size(); number++) {
                inOrder.add(number);
            }
            inOrder.sort(
                    java.util.Comparator.comparing(number -> when(day.counts().get(number))));
            for (int number : inOrder) {
                Instant made = when(day.counts().get(number));
                arrive(List.of(scan(day, number, made)), made);
            }
            return verdicts();
        }

        /** Without network until the evening; then in pieces, in any order, some of them twice. */
        Map<String, Verdict> inTheEvening(Day day, Random random) {
            List<Integer> toSend = new ArrayList<>();
            for (int number = 0; number < day.counts().size(); number++) {
                toSend.add(number);
                if (random.nextInt(4) == 0) {
                    toSend.add(number);
                }
            }
            Collections.shuffle(toSend, random);
            Instant now = EVENING;
            while (!toSend.isEmpty()) {
                List<Integer> piece = toSend.subList(0, Math.min(1 + random.nextInt(12), toSend.size()));
                now = now.plusSeconds(random.nextInt(600));
                Instant sent = now;
                boolean lost = random.nextInt(5) == 0;
                if (!lost) {
                    arrive(piece.stream().map(number -> scan(day, number, sent)).toList(), sent);
                    piece.clear();
                }
            }
            return verdicts();
        }

        private void arrive(List<Scan> piece, Instant received) {
            List<Entry> all = new ArrayList<>(again(records.values()));
            Map<String, Entry> fresh = new LinkedHashMap<>();
            for (Scan scan : piece) {
                if (!records.containsKey(scan.id())) {
                    fresh.putIfAbsent(scan.id(), entry(scan, received, null));
                }
            }
            all.addAll(fresh.values());
            journeys().weigh(all);
            all.forEach(entry -> records.put(entry.scan().id(), entry));
        }

        private static List<Entry> again(Collection<Entry> entries) {
            return entries.stream()
                    .map(entry -> entry(entry.scan(), entry.circumstances().received(), entry.verdict()))
                    .toList();
        }

        private static Entry entry(Scan scan, Instant received, @Nullable Verdict onRecord) {
            return new Entry(
                    scan,
                    new Member(Long.parseLong(scan.person()), 1),
                    VEHICLES.get(scan.movement()),
                    Circumstances.plain(received),
                    onRecord);
        }

        private Map<String, Verdict> verdicts() {
            Map<String, Verdict> verdicts = new HashMap<>();
            records.forEach((id, entry) -> verdicts.put(id, entry.verdict()));
            return verdicts;
        }

        private Map<Entry.Place, Long> takenTwice() {
            return records.values().stream()
                    .filter(entry -> entry.verdict().result().equals("taken"))
                    .collect(Collectors.groupingBy(Entry::place, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .filter(place -> place.getValue() > 1)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    private static Journeys journeys() {
        List<Leg> legs = new ArrayList<>();
        for (long person : FAMILY) {
            legs.add(new Leg(person, 1, 1, "BUS-1", "convoy"));
            legs.add(new Leg(person, 1, 2, "IL-76", "flight"));
        }
        return new Journeys(FAMILY, legs, java.util.Set.of(), java.util.Set.of(), java.util.Set.of());
    }

    /** When it was made, by a clock that is right. */
    private static Instant when(Count count) {
        return DAWN.plus(Duration.ofMinutes(5L * count.checkpoint().ordinal()))
                .plusSeconds(count.secondsLater())
                .plus(Duration.ofHours(count.hours()));
    }

    private static Scan scan(Day day, int number, Instant sent) {
        Count count = day.counts().get(number);
        Device device = day.devices().get(count.device());
        Duration ahead = Duration.ofSeconds(device.secondsAhead());
        return new Scan(
                "scan-" + number,
                device.name(),
                (long) number + 1,
                String.valueOf(count.person()),
                false,
                count.movement(),
                count.checkpoint(),
                when(count).plus(ahead),
                device.saysItsTime() ? sent.plus(ahead) : null);
    }

    @Provide
    Arbitrary<Day> days() {
        Arbitrary<List<Device>> devices = Combinators.combine(
                        Arbitraries.integers().between(-900, 900), Arbitraries.of(true, false))
                .as((ahead, says) -> new Device("", says ? 40 * ahead : ahead, says))
                .list()
                .ofSize(3)
                .map(three -> {
                    List<Device> named = new ArrayList<>();
                    three.forEach(one ->
                            named.add(new Device("tablet-" + named.size(), one.secondsAhead(), one.saysItsTime())));
                    return named;
                });
        Arbitrary<Count> counts = Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(FAMILY),
                        Arbitraries.of(Checkpoint.class),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 120),
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(12, 0),
                                net.jqwik.api.Tuple.of(1, -3),
                                net.jqwik.api.Tuple.of(1, 3)))
                .as((device, person, checkpoint, bus, later, hours) -> new Count(
                        device,
                        person,
                        checkpoint,
                        checkpoint.kind().equals("flight") ? "IL-76" : bus == 0 ? "BUS-2" : "BUS-1",
                        later,
                        hours));
        return Combinators.combine(devices, counts.list().ofMinSize(1).ofMaxSize(80))
                .as(Day::new);
    }
}
