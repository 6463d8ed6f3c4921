package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.planning.SeatRule.Candidate;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Plan;
import org.homeward.planning.plan.Planner;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds seating plans for the operation as it stands, and writes down what they say of each household. */
@Component
class PlanFinding {

    private static final double SECONDS_PER_DAY = 86_400;

    private final JdbcClient jdbc;
    private final PlanningSnapshot snapshot;
    private final PlanRecord plans;

    PlanFinding(JdbcClient jdbc, PlanningSnapshot snapshot, PlanRecord plans) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
        this.plans = plans;
    }

    /** Finds the best seating for this moment, in place of what the plan said before. @return whether anybody is seated */
    boolean find(long id) {
        plans.lock(id, "asked", "proposed", "empty");
        PlanningSnapshot.Taken taken = snapshot.take();
        Operation operation = taken.operation();
        Plan plan = Planner.plan(operation);
        jdbc.sql("delete from seating_plan_household where plan_id = :id")
                .param("id", id)
                .update();
        jdbc.sql("delete from seating_plan_limit where plan_id = :id")
                .param("id", id)
                .update();
        List<Proposed> lines = Stream.of(seated(plan, taken), joining(taken), left(plan, taken))
                .flatMap(List::stream)
                .toList();
        write(id, lines);
        writeLimits(id, plan.limits());
        boolean anybody = lines.stream().anyMatch(line -> line.state().equals("proposed"));
        jdbc.sql("""
                update seating_plan
                set state = :state, snapshot = :snapshot, objective = :objective, bound = :bound, seconds = :seconds
                where id = :id""")
                .param("state", anybody ? "proposed" : "empty")
                .param("snapshot", operation.snapshot().atOffset(ZoneOffset.UTC))
                .param("objective", plan.objective())
                .param("bound", plan.bound())
                .param("seconds", plan.seconds())
                .param("id", id)
                .update();
        return anybody;
    }

    /** One line as it is written. */
    private record Proposed(
            long householdId,
            long unit,
            String state,
            List<Long> legs,
            double worth,
            @Nullable String why) {}

    private static List<Proposed> seated(Plan plan, PlanningSnapshot.Taken taken) {
        Operation operation = taken.operation();
        Map<String, Household> households =
                operation.households().stream().collect(Collectors.toMap(Household::id, household -> household));
        Map<String, Leg> legs = operation.legs().stream().collect(Collectors.toMap(Leg::id, leg -> leg));
        List<Proposed> lines = new ArrayList<>();
        for (Plan.Seated seated : plan.seated()) {
            Household household = requireNonNull(households.get(seated.household()));
            Leg last = requireNonNull(legs.get(seated.legs().get(seated.legs().size() - 1)));
            double days = Duration.between(operation.snapshot(), last.arrives()).toSeconds() / SECONDS_PER_DAY;
            double worth = operation.objective().weight(household)
                    * operation.objective().leftAfter(days);
            List<Long> movements = seated.legs().stream()
                    .map(code -> requireNonNull(taken.movements().get(code)).id())
                    .toList();
            Candidate candidate = requireNonNull(taken.waiting().get(seated.household()));
            for (long each : all(candidate)) {
                boolean first = each == candidate.householdId();
                lines.add(new Proposed(each, candidate.householdId(), "proposed", movements, first ? worth : 0, null));
            }
        }
        return lines;
    }

    private static List<Proposed> joining(PlanningSnapshot.Taken taken) {
        return taken.joining().stream()
                .map(seating ->
                        new Proposed(seating.householdId(), seating.unit(), "proposed", seating.legs(), 0, null))
                .toList();
    }

    private static List<Proposed> left(Plan plan, PlanningSnapshot.Taken taken) {
        return plan.left().stream()
                .flatMap(left -> {
                    Candidate candidate = requireNonNull(taken.waiting().get(left.household()));
                    return all(candidate).stream()
                            .map(each -> new Proposed(each, candidate.householdId(), "left", List.of(), 0, left.why()));
                })
                .toList();
    }

    private static List<Long> all(Candidate candidate) {
        return Stream.concat(Stream.of(candidate.householdId()), candidate.with().stream())
                .toList();
    }

    private void write(long id, List<Proposed> lines) {
        jdbc.sql("""
                insert into seating_plan_household (plan_id, household_id, unit, state, legs, worth, why)
                select :id, household_id, unit, state, string_to_array(legs, ' ')::bigint[], worth, why
                from unnest(:households, :units, :states, :legs, :worths, :whys)
                  as line (household_id, unit, state, legs, worth, why)""")
                .param("id", id)
                .param("households", lines.stream().map(Proposed::householdId).toArray(Long[]::new))
                .param("units", lines.stream().map(Proposed::unit).toArray(Long[]::new))
                .param("states", lines.stream().map(Proposed::state).toArray(String[]::new))
                .param(
                        "legs",
                        lines.stream()
                                .map(line -> line.legs().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(" ")))
                                .toArray(String[]::new))
                .param("worths", lines.stream().map(Proposed::worth).toArray(Double[]::new))
                .param("whys", lines.stream().map(Proposed::why).toArray(String[]::new))
                .update();
    }

    private void writeLimits(long id, List<Plan.Limit> limits) {
        jdbc.sql("""
                insert into seating_plan_limit (plan_id, position, name, worth_of_one_more)
                select :id, position, name, worth
                from unnest(:names, :worths) with ordinality as line (name, worth, position)""")
                .param("id", id)
                .param("names", limits.stream().map(Plan.Limit::limit).toArray(String[]::new))
                .param("worths", limits.stream().map(Plan.Limit::worthOfOneMore).toArray(Double[]::new))
                .update();
    }
}
