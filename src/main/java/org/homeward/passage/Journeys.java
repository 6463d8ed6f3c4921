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
import java.util.Set;
import org.homeward.passage.Entry.Place;
import org.jspecify.annotations.Nullable;

/**
 * The journeys of one household's members. At each stop the earliest scan counts that is not before the count at the
 * stop before; later ones are known. What comes out depends on all scans together, never on the order in which they
 * arrived, and a scan more never uncounts anybody.
 */
final class Journeys {

    private static final Comparator<Entry> EARLIEST_FIRST = Comparator.comparing(
                    (Entry entry) -> entry.scan().at())
            .thenComparing(entry -> !entry.wasTaken())
            .thenComparing(entry -> entry.scan().id());

    /** A leg of one member's journey. */
    record Leg(long person, long itinerary, long movement, String kind) {}

    private final Set<Long> notToBoard;
    private final Set<Place> cameLater;
    private final Map<Long, List<List<Place>>> stops = new LinkedHashMap<>();
    private final Set<Place> counted = new HashSet<>();
    private final Set<Checkpoint> reached = EnumSet.noneOf(Checkpoint.class);

    /**
     * @param legs for each person and itinerary in the order of travel, the newest itinerary last
     * @param notToBoard members of whom no new scan is taken
     * @param cameLater where members were not yet: see {@link Absences#cameLater}
     */
    Journeys(Collection<Long> members, List<Leg> legs, Set<Long> notToBoard, Set<Place> cameLater) {
        this.notToBoard = notToBoard;
        this.cameLater = cameLater;
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

    boolean isNotToBoard(long person) {
        return notToBoard.contains(person);
    }

    /** Decides about all scans of these journeys, those on record and new ones, each time anew. */
    void weigh(Collection<Entry> entries) {
        Map<Place, List<Entry>> atStop = new HashMap<>();
        for (Entry entry : entries) {
            // Who has been counted stays counted, even if the movement was cancelled or the seat given back later.
            String objection = entry.wasTaken() ? null : entry.objection(this);
            if (objection == null) {
                atStop.computeIfAbsent(entry.place(), stop -> new ArrayList<>()).add(entry);
            } else if (entry.isNew()) {
                entry.conflict(objection);
            }
        }
        stops.values().stream().flatMap(List::stream).forEach(journey -> follow(journey, atStop));
    }

    private void follow(List<Place> journey, Map<Place, List<Entry>> atStop) {
        Place before = null;
        @Nullable Instant since = Instant.MIN;
        for (Place stop : journey) {
            List<Entry> entries = atStop.getOrDefault(stop, List.of());
            if (cameLater.contains(stop)) {
                entries.forEach(Entry::known);
            } else {
                since = count(stop, entries, before, since);
                before = stop;
            }
        }
    }

    /** @param since when they were counted at the stop before; null if they were not @return the same for this stop */
    private @Nullable Instant count(Place stop, List<Entry> entries, @Nullable Place before, @Nullable Instant since) {
        Instant when = null;
        for (Entry entry : entries.stream().sorted(EARLIEST_FIRST).toList()) {
            if (before != null && since == null) {
                entry.conflict("This person has not been counted at '"
                        + before.checkpoint().word() + "' before.");
            } else if (before != null && entry.scan().at().isBefore(since)) {
                entry.conflict("By this scan the person was here before '"
                        + before.checkpoint().word() + "', where they were counted later.");
            } else if (when == null) {
                when = entry.scan().at();
                entry.taken();
                counted.add(stop);
            } else {
                entry.known();
            }
        }
        if (when != null && entries.stream().noneMatch(Entry::wasTaken)) {
            reached.add(stop.checkpoint());
        }
        return when;
    }

    boolean isCounted(Place stop) {
        return counted.contains(stop);
    }

    /**
     * Whether somebody was counted just now at a checkpoint where thereby all members are through.
     *
     * @param left where members need not be counted any more
     */
    boolean completesACheckpoint(Set<Place> left) {
        return reached.stream()
                .anyMatch(checkpoint -> stops.values().stream()
                        .allMatch(journeys -> !journeys.isEmpty()
                                && journeys.get(journeys.size() - 1).stream()
                                        .anyMatch(stop -> stop.checkpoint() == checkpoint
                                                && (isCounted(stop)
                                                        || left.contains(stop)
                                                        || cameLater.contains(stop)))));
    }
}
