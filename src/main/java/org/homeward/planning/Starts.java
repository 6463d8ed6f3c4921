package org.homeward.planning;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.situation.Towns;

/**
 * Where people in the country begin, as places of the planner. While all can get everywhere, the country is one place: any
 * convoy takes them, and any flight that leaves it. Else each governorate has two: where convoys muster, and where flights
 * leave, to which convoys bring people as well; no convoy meets another.
 *
 * @param reach by origin, the places where its people can begin; empty while all can get everywhere
 */
record Starts(Map<String, Set<String>> reach, Towns towns) {

    /** Where whoever is in the country begins, and where what leaves from nobody knows which governorate. */
    private static final String COUNTRY = "the country";

    private static final String MUSTER = " muster";

    /**
     * @param gaps for people of some governorates, those that they cannot get to; empty if all can get everywhere
     * @param ofUnits the same for those who wait, with those who go with them
     */
    static Starts of(Collection<Set<String>> gaps, Collection<Set<String>> ofUnits, Towns towns) {
        Set<Set<String>> all = Stream.concat(gaps.stream(), ofUnits.stream())
                .filter(unreachable -> !unreachable.isEmpty())
                .collect(Collectors.toSet());
        Map<String, Set<String>> reach = new HashMap<>();
        if (!all.isEmpty()) {
            all.add(Set.of());
            all.forEach(unreachable -> reach.put(originOf(unreachable), without(unreachable, towns)));
        }
        return new Starts(reach, towns);
    }

    /** The origin of those who cannot get to these governorates. */
    static String originOf(Set<String> unreachable) {
        return unreachable.isEmpty() ? COUNTRY : COUNTRY + " without " + String.join(" ", new TreeSet<>(unreachable));
    }

    private static Set<String> without(Set<String> unreachable, Towns towns) {
        Set<String> starts = new HashSet<>(Set.of(COUNTRY));
        towns.inCountry().stream()
                .filter(governorate -> !unreachable.contains(governorate))
                .forEach(governorate -> starts.addAll(Set.of(governorate, governorate + MUSTER)));
        return starts;
    }

    /** Where a movement takes people who are in the country. @param town where it leaves */
    String placeOf(String town, boolean goesHome) {
        if (reach.isEmpty() || !towns.isInCountry(town)) {
            return COUNTRY;
        }
        return towns.one(town) + (goesHome ? "" : MUSTER);
    }

    /** The origin of those who have seats. @param from where their first movement leaves */
    String originOfSeated(String from, Set<String> unreachable) {
        boolean inCountry = reach.values().stream().anyMatch(starts -> starts.contains(from));
        return inCountry ? originOf(unreachable) : from;
    }
}
