package org.homeward.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.homeward.planning.plan.Operation.Quota;

/** A bus and the flight that it meets have some places at the last moment. */
class FreedPlacesTest {

    private static final Instant NOW = Instant.parse("2013-01-22T04:00:00Z");

    @Property(tries = 40)
    @Label("who comes first gets the best that is possible, and the others the best of what that leaves")
    void best(@ForAll long seed) {
        Random random = new Random(seed);
        Operation operation = operation(
                IntStream.range(0, 7)
                        .mapToObj(number -> waiting(number, random))
                        .toList(),
                random);
        Set<String> near = operation.households().stream()
                .map(Household::id)
                .filter(id -> random.nextBoolean())
                .collect(Collectors.toSet());

        Plan plan = FreedPlaces.fill(operation, household -> near.contains(household.id()));
        Plan anybody = FreedPlaces.fill(operation, household -> false);

        assertThat(PlanCheck.breaches(operation, anybody)).isEmpty();
        assertThat(anybody.objective()).isCloseTo(PlanPropertiesTest.best(operation), within(1e-6));
        Map<String, List<String>> called = plan.seated().stream()
                .filter(seated -> near.contains(seated.household()))
                .collect(Collectors.toMap(Plan.Seated::household, Plan.Seated::legs));
        Operation nearby = with(
                operation,
                operation.households().stream()
                        .filter(household -> near.contains(household.id()))
                        .toList());
        assertThat(PlanCheck.breaches(operation, plan)).isEmpty();
        assertThat(PlanCheck.worth(nearby, called)).isCloseTo(PlanPropertiesTest.best(nearby), within(1e-6));
    }

    @Example
    @Label(
            "of ten thousand who wait for two places the heaviest family of two is called, and of all others it is said why not")
    void many() {
        List<Household> waiting = IntStream.range(0, 10_000)
                .mapToObj(number ->
                        new Household("H" + number, "Damascus", 1 + number % 4, 0, 0, 0, 1, number, List.of(), false))
                .toList();

        Plan plan = FreedPlaces.fill(
                new Operation(
                        NOW,
                        "SVO",
                        120,
                        new Objective(Map.of(1, 1000d), 0.1, 0.03, 50),
                        waiting,
                        List.of(leg("BUS-1", "Damascus", "BEY", 1, 2, 0, 0), leg("FL-1", "BEY", "SVO", 10, 9, 0, 0)),
                        List.of()),
                household -> false);

        assertThat(plan.seated()).extracting(Plan.Seated::household).containsExactly("H9997");
        assertThat(plan.left())
                .hasSize(9_999)
                .allSatisfy(left -> assertThat(left.why()).contains("the seats of BUS-1"));
    }

    @Example
    @Label("whoever is left because others came first is not told that no vehicle could hold them")
    void left() {
        Household near = new Household("NEAR", "Damascus", 2, 0, 0, 0, 1, 1, List.of(), false);
        Household far = new Household("FAR", "Damascus", 2, 0, 0, 0, 1, 9, List.of(), false);

        Plan plan = FreedPlaces.fill(
                new Operation(
                        NOW,
                        "SVO",
                        120,
                        new Objective(Map.of(1, 1000d), 0.1, 0.03, 50),
                        List.of(near, far),
                        List.of(leg("BUS-1", "Damascus", "BEY", 1, 2, 0, 0), leg("FL-1", "BEY", "SVO", 10, 9, 0, 0)),
                        List.of()),
                near::equals);

        assertThat(plan.left())
                .containsExactly(new Plan.Left(
                        "FAR", "Kept back, on the way that lacks least, by the seats of BUS-1 (2 needed, 0 left)."));
    }

    @Example
    @Label("places are for those who can get to where the journey begins, however little they weigh")
    void reach() {
        List<Household> waiting = IntStream.range(0, 20)
                .mapToObj(number -> new Household(
                        "H" + number, number < 10 ? "Aleppo" : "all", 2, 0, 0, 0, 1, 20 - number, List.of(), false))
                .toList();

        Plan plan = FreedPlaces.fill(
                new Operation(
                        NOW,
                        "SVO",
                        120,
                        new Objective(Map.of(1, 1000d), 0.1, 0.03, 50),
                        waiting,
                        List.of(leg("BUS-1", "Damascus", "BEY", 1, 2, 0, 0), leg("FL-1", "BEY", "SVO", 10, 9, 0, 0)),
                        List.of(),
                        ZoneOffset.UTC,
                        Map.of("Aleppo", Set.of("Aleppo"), "all", Set.of("Aleppo", "Damascus"))),
                household -> household.origin().equals("Aleppo"));

        assertThat(plan.seated()).extracting(Plan.Seated::household).containsExactly("H10");
        assertThat(plan.left())
                .filteredOn(left -> left.why().equals("No movement leaves from where they can get to."))
                .hasSize(10);
    }

    private static Operation operation(List<Household> waiting, Random random) {
        return new Operation(
                NOW,
                "SVO",
                120,
                new Objective(Map.of(1, 100d, 2, 30d), 0.1, 0.03, 50),
                waiting,
                List.of(
                        leg("BUS-1", "Damascus", "BEY", 1, random.nextInt(5), random.nextInt(2), random.nextInt(2)),
                        leg("FL-1", "BEY", "SVO", 10, random.nextInt(7), random.nextInt(2), random.nextInt(3))),
                random.nextBoolean()
                        ? List.of()
                        : List.of(new Quota("MASNAA", LocalDate.of(2013, 1, 22), random.nextInt(6))));
    }

    private static Operation with(Operation operation, List<Household> households) {
        return new Operation(
                operation.snapshot(),
                operation.destination(),
                operation.minConnectionMinutes(),
                operation.objective(),
                households,
                operation.legs(),
                operation.quotas());
    }

    private static Household waiting(int number, Random random) {
        int size = 1 + random.nextInt(3);
        return new Household(
                "H" + number,
                random.nextInt(4) == 0 ? "BEY" : "Damascus",
                size,
                random.nextInt(6) == 0 ? 1 : 0,
                0,
                20 * size,
                1 + random.nextInt(2),
                random.nextInt(30),
                List.of(),
                false);
    }

    private static Leg leg(String id, String from, String to, int hour, int seats, int wheelchairs, int stretchers) {
        Instant departs = NOW.plusSeconds(3600L * hour);
        return new Leg(
                id,
                "convoy",
                from,
                to,
                departs,
                departs.plusSeconds(4 * 3600),
                from.equals("BEY") ? null : "MASNAA",
                seats,
                wheelchairs,
                stretchers,
                1000);
    }
}
