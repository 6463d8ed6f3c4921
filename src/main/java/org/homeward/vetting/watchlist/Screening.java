package org.homeward.vetting.watchlist;

import jakarta.annotation.PreDestroy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.homeward.people.Birth;
import org.homeward.people.CandidateIndex;
import org.homeward.people.Likeness;
import org.homeward.people.Traits;
import org.homeward.vetting.watchlist.WatchLists.Listed;
import org.springframework.stereotype.Component;

/**
 * Looks people up on the lists that count now. Each node keeps them in memory, and makes them anew when another version
 * counts.
 */
@Component
public class Screening {

    /** Told with an answer that was given without any list. */
    public static final String NO_LIST = "No watch-list has been loaded: nobody was compared with anything.";

    private final WatchLists lists;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Index index = new Index("none yet", List.of());

    Screening(WatchLists lists) {
        this.lists = lists;
    }

    /**
     * A person of a list who may be this one.
     *
     * @param list a {@link ListKind#code}
     * @param entry what the list calls the entry
     * @param matchedName the entry's main name
     * @param hit whether an officer should look
     */
    public record Match(
            long entryId,
            String list,
            String entry,
            String matchedName,
            String entryDigest,
            Likeness likeness,
            boolean hit) {}

    /** Makes sure that the versions that count now are the ones in memory; then {@link #matches} asks no database. */
    public void refresh() {
        String mark = lists.mark();
        if (inMemory(mark)) {
            return;
        }
        synchronized (this) {
            if (!inMemory(mark)) {
                Index fresh = new Index(mark, lists.current());
                lock.writeLock().lock();
                try (Index old = index) {
                    index = fresh;
                } finally {
                    lock.writeLock().unlock();
                }
            }
        }
    }

    private boolean inMemory(String mark) {
        lock.readLock().lock();
        try {
            return index.mark.equals(mark);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The entries that are like this person, the most alike first; those that are hits before the others. */
    public List<Match> matches(Traits person) {
        lock.readLock().lock();
        try {
            return index.matches(person);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The lists in memory, by a {@link ListKind#code}; empty: nobody is compared with anything. */
    public List<String> lists() {
        lock.readLock().lock();
        try {
            return index.lists;
        } finally {
            lock.readLock().unlock();
        }
    }

    @PreDestroy
    void close() {
        index.close();
    }

    /** The entries of some versions, to be asked from several threads at once. */
    static final class Index implements AutoCloseable {

        private final String mark;
        private final List<String> lists;
        private final Map<Long, Listed> entries = new HashMap<>();
        private final CandidateIndex<Long> trusted = new CandidateIndex<>();
        private final CandidateIndex<Long> weak = new CandidateIndex<>();

        Index(String mark, List<Listed> all) {
            this.mark = mark;
            this.lists = all.stream().map(Listed::kind).distinct().sorted().toList();
            for (Listed listed : all) {
                entries.put(listed.id(), listed);
                trusted.add(listed.id(), listed.entry().traits());
                listed.entry().weakTraits().ifPresent(traits -> weak.add(listed.id(), traits));
            }
        }

        List<Match> matches(Traits person) {
            Map<Long, Match> best = new HashMap<>();
            Stream.concat(
                            trusted.matches(person).stream().map(match -> match(match, true)),
                            nicknames(person).stream().map(match -> match(match, bornAlike(match.key(), person))))
                    .forEach(match -> best.merge(match.entryId(), match, Index::better));
            return best.values().stream().sorted(BEST_FIRST).toList();
        }

        /** Without a birth they prove nothing. */
        private List<CandidateIndex.Match<Long>> nicknames(Traits person) {
            return person.births().isEmpty() ? List.of() : weak.matches(person);
        }

        private Match match(CandidateIndex.Match<Long> match, boolean mayHit) {
            Listed listed = listed(match.key());
            return new Match(
                    listed.id(),
                    listed.kind(),
                    listed.entry().id(),
                    listed.entry().mainName(),
                    listed.digest(),
                    match.likeness(),
                    mayHit && match.likeness().hit());
        }

        private Listed listed(long id) {
            return Objects.requireNonNull(entries.get(id));
        }

        /** A nickname counts only for who was born when the list says. */
        private boolean bornAlike(long entry, Traits person) {
            List<Birth> listed = listed(entry).entry().births();
            return person.births().stream()
                    .anyMatch(one -> listed.stream()
                            .anyMatch(other -> !one.earliest().isAfter(other.latest())
                                    && !other.earliest().isAfter(one.latest())));
        }

        private static Match better(Match one, Match other) {
            return BEST_FIRST.compare(one, other) <= 0 ? one : other;
        }

        @Override
        public void close() {
            trusted.close();
            weak.close();
        }
    }

    private static final Comparator<Match> BEST_FIRST = Comparator.comparing(Match::hit)
            .thenComparing(match -> match.likeness().score())
            .reversed()
            .thenComparing(Match::entryId);
}
