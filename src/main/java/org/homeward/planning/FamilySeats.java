package org.homeward.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.homeward.movement.SeatPlan;
import org.jspecify.annotations.Nullable;

/**
 * Gives seats to families, each as near together as the seats left free allow: in one row if it can be, else in the fewest rows
 * one behind the other. Children sit beside a grown-up of their own, at most two with each, without an aisle in between if it can
 * be. Families of whom somebody sits already are seated first, as near to that row as can be; those with a wheelchair sit in front;
 * then come the larger ones first. The same people get the same seats each time.
 */
final class FamilySeats {

    /** @param wheelchair whether the person comes in one */
    record Traveller(long person, boolean child, boolean wheelchair) {}

    /** @param near the row in which somebody of them sits already; null: nobody does */
    record Family(
            String caseNumber,
            List<Traveller> members,
            @Nullable Integer near) {

        Family(String caseNumber, List<Traveller> members) {
            this(caseNumber, members, null);
        }

        private int awayFrom(int row) {
            return near == null ? 0 : Math.abs(near - row);
        }

        private boolean wheelchair() {
            return members.stream().anyMatch(Traveller::wheelchair);
        }
    }

    private static final Comparator<Family> WHO_FIRST = Comparator.comparing((Family family) -> family.near() == null)
            .thenComparing(family -> !family.wheelchair())
            .thenComparing(family -> -family.members().size())
            .thenComparing(Family::caseNumber);

    private final SeatPlan plan;
    private final Set<String> taken;

    /** @param taken seats that somebody has already */
    FamilySeats(SeatPlan plan, Set<String> taken) {
        this.plan = plan;
        this.taken = new HashSet<>(taken);
        this.taken.addAll(plan.blocked());
    }

    /** The seats by person; whoever finds none is left out. */
    Map<Long, String> give(List<Family> families) {
        Map<Long, String> given = new LinkedHashMap<>();
        families.stream().sorted(WHO_FIRST).forEach(family -> {
            Map<Long, String> seats = together(family);
            taken.addAll(seats.values());
            given.putAll(seats);
        });
        return given;
    }

    private Map<Long, String> together(Family family) {
        List<List<Traveller>> groups = groups(family);
        List<List<Traveller>> alone =
                groups.stream().flatMap(List::stream).map(List::of).toList();
        return nearest(family, groups, this::withoutAisle)
                .or(() -> nearest(family, groups, this::wholeRow))
                .or(() -> nearest(family, alone, this::wholeRow))
                .orElseGet(() -> whoFits(alone));
    }

    /** Each grown-up with up to two children, one on each side; children for whom nobody is left are groups of their own. */
    private static List<List<Traveller>> groups(Family family) {
        List<Traveller> sorted = family.members().stream()
                .sorted(Comparator.comparing(Traveller::wheelchair).reversed().thenComparing(Traveller::person))
                .toList();
        List<Traveller> adults =
                sorted.stream().filter(member -> !member.child()).toList();
        List<Traveller> children = sorted.stream().filter(Traveller::child).toList();
        List<List<Traveller>> groups = new ArrayList<>();
        adults.forEach(adult -> groups.add(new ArrayList<>(List.of(adult))));
        for (int child = 0; child < children.size(); child++) {
            int round = adults.isEmpty() ? 2 : child / adults.size();
            if (round < 2) {
                List<Traveller> group = groups.get(child % adults.size());
                group.add(round == 0 ? 0 : group.size(), children.get(child));
            } else {
                groups.add(List.of(children.get(child)));
            }
        }
        return groups;
    }

    /** The fewest rows one behind the other, as far in front (or as near to theirs) as can be, in which all groups find seats side by side. */
    private Optional<Map<Long, String>> nearest(
            Family family, List<List<Traveller>> groups, Function<Integer, List<List<String>>> runs) {
        return IntStream.rangeClosed(1, plan.rows())
                .boxed()
                .flatMap(height -> IntStream.rangeClosed(1, plan.rows() - height + 1)
                        .boxed()
                        .sorted(Comparator.comparing(family::awayFrom))
                        .map(front -> seat(groups, front, height, runs)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Map<Long, String>> seat(
            List<List<Traveller>> groups, int front, int height, Function<Integer, List<List<String>>> runs) {
        List<List<String>> free = new ArrayList<>();
        IntStream.range(front, front + height)
                .forEach(row -> runs.apply(row).forEach(run -> free.add(new ArrayList<>(run))));
        Map<Long, String> seats = new LinkedHashMap<>();
        for (List<Traveller> group : groups.stream()
                .sorted(Comparator.comparing((List<Traveller> group) -> -group.size()))
                .toList()) {
            Optional<List<String>> run = free.stream()
                    .filter(seatsLeft -> seatsLeft.size() >= group.size())
                    .findFirst();
            if (run.isEmpty()) {
                return Optional.empty();
            }
            group.forEach(member -> seats.put(member.person(), run.get().remove(0)));
        }
        return Optional.of(seats);
    }

    private Map<Long, String> whoFits(List<List<Traveller>> alone) {
        Map<Long, String> seats = new LinkedHashMap<>();
        List<String> free =
                plan.seats().stream().filter(seat -> !taken.contains(seat)).toList();
        for (int one = 0; one < Math.min(free.size(), alone.size()); one++) {
            seats.put(alone.get(one).get(0).person(), free.get(one));
        }
        return seats;
    }

    /** The free seats of a row that are side by side. */
    private List<List<String>> withoutAisle(int row) {
        return plan.blocks().stream()
                .flatMap(block -> runs(row, block).stream())
                .toList();
    }

    /** As above, across the aisles too. */
    private List<List<String>> wholeRow(int row) {
        return runs(row, String.join("", plan.blocks()));
    }

    private List<List<String>> runs(int row, String letters) {
        List<List<String>> runs = new ArrayList<>(List.of(new ArrayList<>()));
        letters.chars().mapToObj(letter -> row + "" + (char) letter).forEach(seat -> {
            if (taken.contains(seat)) {
                runs.add(new ArrayList<>());
            } else {
                runs.get(runs.size() - 1).add(seat);
            }
        });
        return runs.stream().filter(run -> !run.isEmpty()).toList();
    }
}
