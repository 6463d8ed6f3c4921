package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.homeward.access.Refusal;
import org.homeward.movement.SeatPlan;
import org.homeward.planning.FamilySeats.Family;
import org.homeward.planning.FamilySeats.Traveller;

/** Families of any kind in vehicles of any kind. */
class FamilySeatsTest {

    private static final int ROWS = 20;

    /** @param members of each family: how many grown-ups, children and wheelchairs */
    record Load(SeatPlan plan, List<Family> families) {

        int persons() {
            return families.stream().mapToInt(family -> family.members().size()).sum();
        }
    }

    @Provide
    Arbitrary<Load> loads() {
        Arbitrary<String> letters = Arbitraries.of("ABC DEF", "AB CD", "ABC DEFG HJK", "A BC", "ABCDE");
        Arbitrary<List<Integer>> sizes = Arbitraries.integers()
                .between(0, 3 * 7 * 2 - 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
        Arbitrary<Set<Integer>> blocked =
                Arbitraries.integers().between(0, 79).set().ofMaxSize(6);
        return Combinators.combine(letters, sizes, blocked).as(FamilySeatsTest::load);
    }

    private static Load load(String letters, List<Integer> kinds, Set<Integer> blocked) {
        List<String> seats = new ArrayList<>(
                SeatPlan.written(String.valueOf(ROWS), letters, "").seats());
        Set<String> notGiven = new TreeSet<>();
        blocked.forEach(at -> notGiven.add(seats.get(at % seats.size())));
        List<Family> families = new ArrayList<>();
        long person = 1;
        for (int kind : kinds) {
            int adults = 1 + kind % 3;
            int children = Math.min(2 * adults, kind / 3 % 7);
            boolean wheelchair = kind / 21 == 1 && families.size() % 5 == 0;
            List<Traveller> members = new ArrayList<>();
            for (int one = 0; one < adults + children; one++) {
                members.add(new Traveller(person++, one >= adults, wheelchair && one == 0));
            }
            families.add(new Family("SYR-" + (100 + families.size()), members));
        }
        return new Load(SeatPlan.written(String.valueOf(ROWS), letters, String.join(" ", notGiven)), families);
    }

    @Property(tries = 200)
    void nobody_sits_on_anothers_seat_or_on_one_that_is_not_given_and_nobody_stands_while_one_is_free(
            @ForAll @From("loads") Load load) {
        Map<Long, String> given = seats(load);
        assertThat(given.values()).doesNotHaveDuplicates();
        assertThat(load.plan().seats()).containsAll(given.values());
        assertThat(load.plan().blocked()).doesNotContainAnyElementsOf(given.values());
        int free = load.plan().seats().size() - load.plan().blocked().size();
        assertThat(given).hasSize(Math.min(free, load.persons()));
    }

    @Property(tries = 200)
    void while_a_third_of_the_seats_is_enough_every_child_sits_beside_a_grown_up_of_its_own(
            @ForAll @From("loads") Load load) {
        if (load.persons() * 3 > load.plan().seats().size()
                || load.plan().blocks().stream().noneMatch(block -> block.length() > 2)) {
            return;
        }
        Map<Long, String> given = seats(load);
        load.families()
                .forEach(family -> family.members().stream()
                        .filter(Traveller::child)
                        .forEach(child -> assertThat(family.members())
                                .as("%s in %s", given.get(child.person()), given)
                                .anyMatch(adult -> !adult.child()
                                        && areBeside(
                                                load.plan(),
                                                seat(given, child.person()),
                                                seat(given, adult.person())))));
    }

    @Property(tries = 100)
    void the_same_people_get_the_same_seats_in_whichever_order_they_are_named(
            @ForAll @From("loads") Load load, @ForAll Random order) {
        List<Family> otherwise = new ArrayList<>(load.families());
        Collections.shuffle(otherwise, order);
        assertThat(seats(new Load(load.plan(), otherwise))).isEqualTo(seats(load));
    }

    @Property(tries = 100)
    void families_with_a_wheelchair_sit_in_front_of_all_others(@ForAll @From("loads") Load load) {
        Map<Long, String> given = seats(load);
        List<Long> wheelchairs = load.families().stream()
                .flatMap(family -> family.members().stream())
                .filter(Traveller::wheelchair)
                .map(Traveller::person)
                .filter(given::containsKey)
                .toList();
        int rowsNeeded = load.families().stream()
                .filter(family -> family.members().stream().anyMatch(Traveller::wheelchair))
                .mapToInt(family -> family.members().size())
                .sum();
        assertThat(wheelchairs)
                .allSatisfy(person -> assertThat(row(seat(given, person)))
                        .as("none behind those rows, but for three for each seat that is not given")
                        .isLessThanOrEqualTo(
                                rowsNeeded + 3 * load.plan().blocked().size() + 3));
    }

    @Example
    void a_mother_sits_between_her_two_children_and_who_has_a_seat_by_hand_is_not_in_the_way() {
        Family family = new Family(
                "SYR-1",
                List.of(new Traveller(1, false, false), new Traveller(2, true, false), new Traveller(3, true, false)));
        SeatPlan plan = SeatPlan.written("3", "abc def", "1A, 1B");
        assertThat(new FamilySeats(plan, Set.of("2B")).give(List.of(family)))
                .isEqualTo(Map.of(2L, "1D", 1L, "1E", 3L, "1F"));
        assertThat(new FamilySeats(plan, Set.of("1E", "2B", "3B", "2E", "3E")).give(List.of(family)))
                .as("across the aisle if there is no other way")
                .isEqualTo(Map.of(2L, "1C", 1L, "1D", 3L, "1F"));
    }

    @Example
    void a_family_of_whom_somebody_sits_already_is_seated_first_and_near_that_row() {
        Traveller child = new Traveller(2, true, false);
        List<Family> families = List.of(
                new Family("SYR-1", List.of(new Traveller(3, false, false))), new Family("SYR-2", List.of(child), 3));
        assertThat(new FamilySeats(SeatPlan.written("3", "ab", ""), Set.of("3A", "2A")).give(families))
                .isEqualTo(Map.of(2L, "3B", 3L, "1A"));
        assertThat(new FamilySeats(SeatPlan.written("3", "ab", ""), Set.of("3A", "3B")).give(families))
                .isEqualTo(Map.of(2L, "2A", 3L, "1A"));
    }

    @Example
    void what_is_no_plan_of_seats_is_said() {
        assertRefused("0", "ABC", "", "from 1 to 100 rows");
        assertRefused("x", "ABC", "", "from 1 to 100 rows");
        assertRefused("30", "ABA", "", "Write the letters");
        assertRefused("30", "", "", "Write the letters");
        assertRefused("30", "ABC", "31A", "31A is no seat of this plan");
        assertRefused("1", "AB", "1A 1B", "All seats of this plan are blocked");
    }

    private static void assertRefused(String rows, String letters, String blocked, String why) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> SeatPlan.written(rows, letters, blocked))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(why);
    }

    private static Map<Long, String> seats(Load load) {
        return new FamilySeats(load.plan(), Set.of()).give(load.families());
    }

    private static String seat(Map<Long, String> given, long person) {
        return requireNonNull(given.get(person));
    }

    private static boolean areBeside(SeatPlan plan, String one, String other) {
        String letters = String.join("", plan.blocks());
        return row(one) == row(other)
                && Math.abs(letters.indexOf(one.charAt(one.length() - 1))
                                - letters.indexOf(other.charAt(other.length() - 1)))
                        == 1;
    }

    private static int row(String seat) {
        return Integer.parseInt(seat.substring(0, seat.length() - 1));
    }
}
