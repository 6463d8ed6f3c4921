package org.homeward.people;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Many descriptions, such as the entries of a list, in which to look for one person without comparing with each: by the
 * traces that names leave, the rare ones first. Add all, then ask; asking is safe from several threads at once, adding
 * beside it is not.
 *
 * @param <K> what the descriptions are called by
 */
public final class CandidateIndex<K> implements AutoCloseable {

    /** A description that was found, and how alike it is. */
    public record Match<K>(K key, Likeness likeness) {}

    private record Entry<K>(K key, Described described) {}

    /** One of the names of an entry. */
    private record Named(int entry, Name name) {}

    /** Names that left a trace, in order. */
    private static final class Leavers {
        private int[] names = new int[4];
        private int number;

        void add(int name) {
            if (number == names.length) {
                names = Arrays.copyOf(names, 2 * number);
            }
            names[number++] = name;
        }
    }

    /** So many of the names that share most with the one asked for are looked at in earnest. */
    private static final int ENOUGH = 30;

    /** Traces that more than one name in so many leaves are followed only if there are too few others. */
    private static final int COMMON = 12;

    private static final int FEW = 12;

    private static final double HALF = 0.5;

    private final List<Entry<K>> entries = new ArrayList<>();
    private final List<Named> names = new ArrayList<>();

    /** For each name what its share counts: the more traces it leaves, the less each of them. */
    private float[] scales = new float[1024];

    private final Map<String, Leavers> leavers = new HashMap<>();
    private final Map<String, List<Integer>> byDocument = new HashMap<>();

    public void add(K key, Traits traits) {
        int entry = entries.size();
        Described described = Described.of(traits);
        entries.add(new Entry<>(key, described));
        for (Name name : described.names()) {
            Set<String> traces = traces(name, described, 0);
            traces.forEach(
                    trace -> leavers.computeIfAbsent(trace, t -> new Leavers()).add(names.size()));
            if (scales.length == names.size()) {
                scales = Arrays.copyOf(scales, 2 * scales.length);
            }
            scales[names.size()] = (float) (1 / Math.sqrt(traces.size()));
            names.add(new Named(entry, name));
        }
        described
                .documents()
                .forEach(number -> byDocument
                        .computeIfAbsent(number, n -> new ArrayList<>())
                        .add(entry));
    }

    /** The few that may be this person, the likeliest first by a rough measure. */
    public List<K> candidates(Traits person) {
        return found(Described.of(person)).keySet().stream()
                .map(entry -> entries.get(entry).key)
                .toList();
    }

    /**
     * The candidates compared in earnest, the most alike first; left out are those whose names are not alike at all, and those
     * who by birth, sex and nationality cannot be half as alike as one person is to oneself.
     */
    public List<Match<K>> matches(Traits person) {
        Described described = Described.of(person);
        List<Match<K>> matches = new ArrayList<>();
        found(described).forEach((number, found) -> {
            Entry<K> entry = entries.get(number);
            if (Comparison.most(described, entry.described) < HALF) {
                return;
            }
            Likeness likeness =
                    Comparison.compare(described, found.isEmpty() ? entry.described : entry.described.called(found));
            if (likeness.score() > 0) {
                matches.add(new Match<>(entry.key, likeness));
            }
        });
        matches.sort(Comparator.<Match<K>, Likeness>comparing(Match::likeness).reversed());
        return matches;
    }

    /** Entries with those of their names that are close; with none where a document led there. */
    private Map<Integer, List<Name>> found(Described person) {
        Map<Integer, List<Name>> found = new LinkedHashMap<>();
        for (Name name : person.names()) {
            for (int number : nearest(traces(name, person, Traces.YEARS_OFF))) {
                Named named = names.get(number);
                found.computeIfAbsent(named.entry, entry -> new ArrayList<>()).add(named.name);
            }
        }
        for (String number : person.documents()) {
            byDocument.getOrDefault(number, List.of()).forEach(entry -> found.put(entry, List.of()));
        }
        return found;
    }

    private static Set<String> traces(Name name, Described person, int yearsOff) {
        Set<String> traces = Traces.of(name);
        person.traits().births().forEach(birth -> Traces.years(birth, yearsOff).forEach(traces::add));
        return traces;
    }

    /** The names that share most, weighed by how rare it is what they share. */
    private int[] nearest(Set<String> traces) {
        List<Leavers> rarestFirst = new ArrayList<>();
        for (String trace : traces) {
            Leavers each = leavers.get(trace);
            if (each != null) {
                rarestFirst.add(each);
            }
        }
        rarestFirst.sort(Comparator.comparingInt(each -> each.number));
        float[] shared = new float[names.size()];
        int followed = 0;
        for (Leavers each : rarestFirst) {
            if (followed >= FEW && each.number > names.size() / COMMON) {
                break;
            }
            float rare = (float) Math.log(1 + (double) names.size() / each.number);
            for (int i = 0; i < each.number; i++) {
                shared[each.names[i]] += rare;
            }
            followed++;
        }
        return best(shared);
    }

    private int[] best(float[] shared) {
        long[] best = new long[ENOUGH];
        float least = 0;
        for (int name = 0; name < shared.length; name++) {
            float measure = shared[name] * scales[name];
            if (measure > least) {
                best[0] = (long) Float.floatToIntBits(measure) << 32 | name; // in the order of the measures
                sift(best);
                least = Float.intBitsToFloat((int) (best[0] >>> 32));
            }
        }
        Arrays.sort(best);
        return IntStream.iterate(ENOUGH - 1, i -> i - 1)
                .limit(ENOUGH)
                .filter(i -> best[i] > 0)
                .map(i -> (int) best[i])
                .toArray();
    }

    /** Holds nothing open: whoever still asks is still answered. */
    @Override
    public void close() {}

    /** Keeps the least of the best at the top of a heap. */
    private static void sift(long[] heap) {
        int at = 0;
        while (2 * at + 1 < heap.length) {
            int child = 2 * at + 1;
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[at] <= heap[child]) {
                return;
            }
            long least = heap[child];
            heap[child] = heap[at];
            heap[at] = least;
            at = child;
        }
    }
}
