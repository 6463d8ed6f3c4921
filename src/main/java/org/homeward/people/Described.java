package org.homeward.people;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Traits prepared for many comparisons. */
record Described(Traits traits, List<Name> names, Set<String> documents) {

    private static final int MOST_NAMES = 40;

    static Described of(Traits traits) {
        return new Described(
                traits,
                traits.names().stream()
                        .limit(MOST_NAMES)
                        .flatMap(written -> Name.piecesOf(written).stream())
                        .filter(name -> !name.words().isEmpty())
                        .distinct()
                        .toList(),
                traits.documents().stream()
                        .map(DocumentNumber::key)
                        .filter(key -> !key.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** The same by some of the names only. */
    Described called(List<Name> some) {
        return new Described(traits, some, documents);
    }
}
