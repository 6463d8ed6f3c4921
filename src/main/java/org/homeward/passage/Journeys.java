package org.homeward.passage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.homeward.passage.Entry.Place;
import org.homeward.passage.Entry.Vehicle;
import org.jspecify.annotations.Nullable;

/**
 * The journeys of one household's members. At each stop the earliest scan counts that is not before a count at an
 * earlier stop by more than clocks may differ; later ones are known. An officer's word counts whatever the order, and
 * moves no other count. What comes out depends on all scans together, never on the order in which they arrived, and a
 * scan more never uncounts anybody.
 */
final class Journeys {

    private static final Comparator<Entry> WORD_FIRST_THEN_EARLIEST = Comparator.comparing(
                    (Entry entry) -> !entry.onOfficersWord())
            .thenComparing(Entry::countedAt)
            .thenComparing(entry -> entry.scan().id());

    /** A leg of one member's journey. */
    record Leg(long person, long itinerary, long movement, String code, String kind) {}

    private final Set<Long> notToBoard;
    private final Set<Place> cameLater;
    private final Set<Long> gaveBack;
    private final List<Leg> legs;
    private final Map<Long, List<List<Place>>> stops = new LinkedHashMap<>();
    private final Set<Place> counted = new HashSet<>();
    private final Set<Checkpoint> reached = EnumSet.noneOf(Checkpoint.class);

    /**
     * @param legs for each person and itinerary in the order of travel, the newest itinerary last
     * @param notToBoard members of whom no new scan is taken
     * @param cameLater where members were not yet: see {@link Absences#cameLater}
     * @param gaveBack movements on which they had places
     */
    Journeys(Collection<Long> members, List<Leg> legs, Set<Long> notToBoard, Set<Place> cameLater, Set<Long> gaveBack) {
        this.notToBoard = notToBoard;
        this.cameLater = cameLater;
        this.gaveBack = gaveBack;
        this.legs = legs;
        members.forEach(member -> stops.put(member, new ArrayList<>()));
        Map<List<Long>, List<Place>> byItinerary = new HashMap<>();
        for (Leg leg : legs) {
            List<Place> journey = byItinerary.computeIfAbsent(List.of(leg.person(), leg.itinerary()), key -> {
                List<Place> begun = new ArrayList<>();
                stops.computeIfAbsent(leg.person(), person -> new ArrayList<>()).add(begun);
                return begun;
            });
            for (Checkpoint checkpoint : Checkpoint.of(leg.kind())) {
                journey.add(new Place(leg.person(), leg.movement(), checkpoint));
            }
        }
    }

    boolean isAboard(long person, long movement) {
        return stops.getOrDefault(person, List.of()).stream()
                .flatMap(List::stream)
                .anyMatch(stop -> stop.movement() == movement);
    }

    /** What to tell whose seats on this movement have all been given back; null if somebody has one, or nobody had. */
    @Nullable
    String olderJourney(Vehicle on) {
        if (!gaveBack.contains(on.id()) || legs.stream().anyMatch(leg -> leg.movement() == on.id())) {
            return null;
        }
        return legs.stream()
                .filter(leg -> leg.kind().equals(on.kind()))
                .reduce((earlier, later) -> later)
                .map(leg -> "They travel on " + leg.code() + " now: this pass is of an older journey.")
                .orElse(
                        legs.isEmpty() && !on.cancelled()
                                ? "Their seats were given back: they have no journey now."
                                : null);
    }

    boolean isNotToBoard(long person) {
        return notToBoard.contains(person);
    }

    /** Decides about all scans of these journeys, those on record and new ones, each time anew. */
    void weigh(Collection<Entry> entries) {
        Map<Place, List<Entry>> atStop = new HashMap<>();
        List<Entry> doubted = new ArrayList<>();
        for (Entry entry : entries) {
            // Who has been counted stays counted, even if the movement was cancelled or the seat given back later.
            String objection = entry.wasTaken() ? null : entry.objection(this);
            String doubt = entry.wasTaken() || objection != null ? null : entry.doubt();
            if (objection == null && doubt == null) {
                atStop.computeIfAbsent(entry.place(), stop -> new ArrayList<>()).add(entry);
            } else if (!entry.wasKnown()) {
                entry.conflict(Objects.requireNonNullElse(objection, doubt));
                if (objection == null) {
                    doubted.add(entry);
                }
            }
        }
        stops.values().stream().flatMap(List::stream).forEach(journey -> follow(journey, atStop));
        // Nobody has to decide about a doubtful scan of somebody whom another one has counted there.
        doubted.stream().filter(entry -> isCounted(entry.place())).forEach(Entry::known);
    }

    /**
     * How far a journey has been followed.
     *
     * @param before the stop before, and whether they were {@code counted} there
     * @param latest the latest count so far by the clock, and at which checkpoint that was
     */
    private record Way(
            @Nullable Checkpoint before,
            boolean counted,
            Instant latest,
            @Nullable Checkpoint latestAt) {}

    private void follow(List<Place> journey, Map<Place, List<Entry>> atStop) {
        Way way = new Way(null, true, Instant.MIN, null);
        for (Place stop : journey) {
            List<Entry> entries = atStop.getOrDefault(stop, List.of());
            if (cameLater.contains(stop)) {
                entries.forEach(Entry::known);
            } else {
                way = count(stop, entries, way);
            }
        }
    }

    private Way count(Place stop, List<Entry> entries, Way way) {
        Entry first = null;
        for (Entry entry : entries.stream().sorted(WORD_FIRST_THEN_EARLIEST).toList()) {
            if (!entry.onOfficersWord() && way.before() != null && !way.counted()) {
                entry.conflict(
                        "This person has not been counted at '" + way.before().word() + "' before.");
            } else if (!entry.onOfficersWord() && way.latestAt() != null && isTooEarly(entry, way.latest())) {
                entry.conflict("By this scan the person was here before '"
                        + way.latestAt().word() + "', where they were counted later.");
            } else if (first == null) {
                first = entry;
                entry.taken();
            } else {
                entry.known();
            }
        }
        if (first == null) {
            return new Way(stop.checkpoint(), false, way.latest(), way.latestAt());
        }
        counted.add(stop);
        if (entries.stream().noneMatch(Entry::wasTaken)) {
            reached.add(stop.checkpoint());
        }
        return first.onOfficersWord() || first.countedAt().isBefore(way.latest())
                ? new Way(stop.checkpoint(), true, way.latest(), way.latestAt())
                : new Way(stop.checkpoint(), true, first.countedAt(), stop.checkpoint());
    }

    private static boolean isTooEarly(Entry entry, Instant latest) {
        return entry.countedAt().plus(Entry.CLOCKS_DIFFER_BY).isBefore(latest);
    }

    boolean isCounted(Place stop) {
        return counted.contains(stop);
    }

    /**
     * Whether somebody was counted just now at a checkpoint where thereby all members are through.
     *
     * @param left where members need not be counted any more; asked for only if somebody was
     */
    boolean completesACheckpoint(Supplier<Set<Place>> left) {
        if (reached.isEmpty()) {
            return false;
        }
        Set<Place> nobodyAwaited = left.get();
        return reached.stream()
                .anyMatch(checkpoint -> stops.values().stream()
                        .allMatch(journeys -> !journeys.isEmpty()
                                && journeys.get(journeys.size() - 1).stream()
                                        .anyMatch(stop -> stop.checkpoint() == checkpoint
                                                && (isCounted(stop)
                                                        || nobodyAwaited.contains(stop)
                                                        || cameLater.contains(stop)))));
    }
}
