package org.homeward.vetting.watchlist;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a list.
 *
 * @param kind a {@link ListKind#code}
 * @param dated the list's own date, where it says one
 * @param source names of the files, or the address
 * @param notPeople entries that are nobody: counted, not compared
 * @param unknownCountries nationalities that are no country we know: shown, not compared
 * @param current whether people are screened against it now
 * @param screenedAt when everyone had been screened again; null while that is under way
 * @param screened persons screened so far, of {@code toScreen}; only of those whom the reader may know of, like the hits
 * @param newHits hits that its screening found
 */
public record Version(
        long id,
        String kind,
        @Nullable LocalDate dated,
        String source,
        String loadedBy,
        Instant loadedAt,
        int persons,
        int notPeople,
        int added,
        int changed,
        int removed,
        @Nullable String warning,
        List<String> unknownCountries,
        boolean current,
        @Nullable Instant screenedAt,
        long screened,
        long toScreen,
        long newHits) {}
