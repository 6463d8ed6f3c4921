package org.homeward.planning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.household.Companions.Link;
import org.homeward.movement.Places;
import org.homeward.planning.SeatRule.Candidate;

/**
 * Makes one candidate of households that travel together, a child's and its companion's: they get the same way home or
 * none. Where one of them has its seats already, the others may only join it; where one cannot leave yet, all wait.
 */
final class SeatUnits {

    private static final Set<String> WITH_SEATS = Set.of("seated", "called");

    private SeatUnits() {}

    /**
     * @param queue who waits, the first in turn first
     * @param wayOf the movements of a household that has seats
     * @return the same, each unit in the turn of its first household
     */
    static List<Candidate> together(List<Candidate> queue, List<Link> links, Function<Long, List<Long>> wayOf) {
        Map<Long, Set<Long>> units = units(links);
        Set<Long> blocked = links.stream()
                .filter(SeatUnits::cannotLeave)
                .flatMap(link -> units.getOrDefault(link.companions(), Set.of(link.companions())).stream())
                .collect(Collectors.toCollection(HashSet::new));
        links.stream()
                .filter(SeatUnits::cannotLeave)
                .forEach(link -> blocked.addAll(units.getOrDefault(link.childs(), Set.of(link.childs()))));
        Set<Long> seated = links.stream()
                .flatMap(link -> Stream.of(
                        WITH_SEATS.contains(link.childsStage()) ? link.childs() : null,
                        WITH_SEATS.contains(link.companionsStage()) ? link.companions() : null))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<Long, Candidate> waiting = new LinkedHashMap<>();
        queue.forEach(candidate -> waiting.put(candidate.householdId(), candidate));
        seated.removeAll(waiting.keySet()); // the seats that they have are about to be lost
        List<Candidate> together = new ArrayList<>();
        Set<Long> done = new HashSet<>();
        for (Candidate candidate : queue) {
            long id = candidate.householdId();
            Set<Long> unit = units.get(id);
            if (blocked.contains(id) || !done.add(id)) {
                continue;
            }
            if (unit == null) {
                together.add(candidate);
                continue;
            }
            done.addAll(unit);
            List<Candidate> members =
                    unit.stream().map(waiting::get).filter(Objects::nonNull).toList();
            Set<List<Long>> ways =
                    unit.stream().filter(seated::contains).map(wayOf).collect(Collectors.toSet());
            boolean allThere = unit.stream().allMatch(each -> waiting.containsKey(each) || seated.contains(each));
            boolean oneStart =
                    members.stream().map(Candidate::reached).distinct().count() == 1;
            if (allThere && oneStart && ways.size() <= 1) {
                together.add(asOne(candidate, members, ways.stream().findFirst().orElse(List.of())));
            }
        }
        return together;
    }

    private static Candidate asOne(Candidate first, List<Candidate> members, List<Long> way) {
        Places needs = members.stream().map(Candidate::needs).reduce(new Places(0, 0, 0), Places::plus);
        List<Long> others = members.stream()
                .map(Candidate::householdId)
                .filter(id -> id != first.householdId())
                .toList();
        Set<String> unreachable = members.stream()
                .flatMap(member -> member.unreachable().stream())
                .collect(Collectors.toUnmodifiableSet());
        return new Candidate(first.householdId(), needs, first.reached(), unreachable, others, way);
    }

    /** The child's companion is not ready, or the child is not yet, for want of nothing but the companion. */
    private static boolean cannotLeave(Link link) {
        boolean companionReady = link.companionsStage().equals("ready") || WITH_SEATS.contains(link.companionsStage());
        return link.childsStage().equals("vetting") ? link.childWaits() && companionReady : !companionReady;
    }

    /** Households by what they are linked with, directly or by others, themselves among them. */
    private static Map<Long, Set<Long>> units(Collection<Link> links) {
        Map<Long, Set<Long>> units = new HashMap<>();
        for (Link link : links) {
            if (link.childsStage().equals("vetting")) {
                continue; // does not travel yet: at most it is waited for
            }
            Set<Long> both = new LinkedHashSet<>(units.getOrDefault(link.childs(), Set.of(link.childs())));
            both.addAll(units.getOrDefault(link.companions(), Set.of(link.companions())));
            both.forEach(id -> units.put(id, both));
        }
        return units;
    }
}
