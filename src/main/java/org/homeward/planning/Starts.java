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
 * Where people begin, as places of the planner. A town has two: where convoys muster, and where flights leave, to which
 * convoys bring people as well; no convoy meets another. While all can get everywhere, and nothing brings people to another
 * place within the country, the country is one place: any convoy takes them, and any flight that leaves it.
 *
 * @param reach by origin, the places where its people can begin; who is in the country is not in it while that is one place
 * @param towns a town that none of them knows is the same wherever it is written alike
 */
record Starts(Map<String, Set<String>> reach, Towns towns) {

    /** Where whoever is in the country begins, and where what leaves from nobody knows which governorate. */
    private static final String COUNTRY = "the country";

    private static final String MUSTER = " muster";

    /**
     * @param gaps for people of some governorates, those that they cannot get to; empty if all can get everywhere
     * @param ofUnits the same for those who wait, with those who go with them
     * @param broughtTo the towns where convoys and ships bring people
     * @param unknown towns of the country, as movements leave from them, that nobody knows
     */
    static Starts of(
            Collection<Set<String>> gaps,
            Collection<Set<String>> ofUnits,
            Set<String> broughtTo,
            Set<String> unknown,
            Towns towns) {
        Set<String> inCountry =
                Stream.concat(towns.inCountry().stream(), unknown.stream()).collect(Collectors.toSet());
        Map<String, Set<String>> reach = new HashMap<>();
        broughtTo.forEach(town -> reach.put(originOfBrought(town), Set.of(town, town + MUSTER)));
        Set<Set<String>> all = Stream.concat(gaps.stream(), ofUnits.stream())
                .filter(unreachable -> !unreachable.isEmpty())
                .collect(Collectors.toSet());
        if (!all.isEmpty() || broughtTo.stream().anyMatch(inCountry::contains)) {
            all.add(Set.of());
            all.forEach(unreachable -> reach.put(originOf(unreachable), without(unreachable, inCountry)));
        }
        return new Starts(reach, towns);
    }

    /** The origin of those who cannot get to these governorates. */
    static String originOf(Set<String> unreachable) {
        return unreachable.isEmpty() ? COUNTRY : COUNTRY + " without " + String.join(" ", new TreeSet<>(unreachable));
    }

    /** The origin of those who have been brought to a town. */
    static String originOfBrought(String town) {
        return "brought to " + town;
    }

    private static Set<String> without(Set<String> unreachable, Set<String> inCountry) {
        Set<String> starts = new HashSet<>(Set.of(COUNTRY));
        inCountry.stream()
                .filter(town -> !unreachable.contains(town))
                .forEach(town -> starts.addAll(Set.of(town, town + MUSTER)));
        return starts;
    }

    /** Where a movement takes people. @param town where it leaves */
    String placeOf(String town, boolean fromAbroad, boolean goesHome) {
        String one = towns.one(town);
        boolean byTown = fromAbroad || reach.getOrDefault(COUNTRY, Set.of()).contains(one);
        if (!byTown) {
            return COUNTRY;
        }
        return one + (goesHome ? "" : MUSTER);
    }

    /** The origin of those who have seats and have not been brought anywhere. @param from where their first movement leaves */
    String originOfSeated(String from, Set<String> unreachable) {
        boolean inCountry = reach.getOrDefault(COUNTRY, Set.of(COUNTRY)).contains(from);
        return inCountry ? originOf(unreachable) : from;
    }
}
