package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.planning.MovableSeats.Seated;
import org.homeward.planning.PlanChoices.Steering;
import org.homeward.planning.SeatRule.Candidate;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Plan;
import org.homeward.planning.plan.Planner;
import org.homeward.planning.plan.Proof;
import org.homeward.planning.plan.UnprovenPlan;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds seating plans for the operation as it stands, writes down what they say of each household, and proves how good
 * they are.
 */
@Component
class PlanFinding {

    private static final double SECONDS_PER_DAY = 86_400;

    private final JdbcClient jdbc;
    private final PlanningSnapshot snapshot;
    private final PlanChoices choices;
    private final PlanRecord plans;
    private final ObjectMapper json;

    PlanFinding(JdbcClient jdbc, PlanningSnapshot snapshot, PlanChoices choices, PlanRecord plans, ObjectMapper json) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
        this.choices = choices;
        this.plans = plans;
        this.json = json;
    }

    /**
     * A plan that stands, for whoever proves or tries something of it later.
     *
     * @param before what the seats are worth that people have already
     */
    record Standing(Operation operation, UnprovenPlan plan, double before) {}

    /** What was found, and for what. */
    private record Found(PlanningSnapshot.Taken taken, UnprovenPlan plan) {

        /** Who has seats and would have none: the plan gives nobody seats by taking them from others. */
        Set<Long> losing() {
            return plan.left().stream()
                    .map(left -> taken.seated().get(left.household()))
                    .filter(Objects::nonNull)
                    .map(Seated::householdId)
                    .collect(Collectors.toSet());
        }
    }

    /**
     * Finds the best seating for this moment, in place of what the plan said before. It locks nothing while it thinks.
     *
     * @return whether anybody is seated
     */
    boolean find(long id) {
        Found found = findFor(choices.steering(id));
        plans.lock(id, "asked", "proposed", "empty");
        forget(id);
        PlanningSnapshot.Taken taken = found.taken();
        Operation operation = taken.operation();
        UnprovenPlan plan = found.plan();
        Worth worth = Worth.in(operation);
        double before =
                taken.seated().keySet().stream().mapToDouble(worth::ofToday).sum();
        List<Proposed> lines = Stream.of(
                        seated(plan, taken, worth),
                        moved(plan, taken, worth),
                        joining(taken),
                        left(plan, taken),
                        excluded(taken))
                .flatMap(List::stream)
                .toList();
        write(id, lines);
        boolean anybody = lines.stream().anyMatch(line -> line.state().equals("proposed"));
        jdbc.sql("""
                update seating_plan
                set state = :state, snapshot = :snapshot, objective = :objective, bound = null, seconds = :seconds,
                    steered = false, unproven = :unproven, advised = false
                where id = :id""")
                .param("state", anybody ? "proposed" : "empty")
                .param("snapshot", operation.snapshot().atOffset(ZoneOffset.UTC))
                .param("objective", added(plan.objective(), before))
                .param("seconds", plan.seconds())
                .param("unproven", written(new Standing(operation, plan, before)))
                .param("id", id)
                .update();
        return anybody;
    }

    private void forget(long id) {
        for (String table : List.of(
                "seating_plan_household",
                "seating_plan_limit",
                "seating_plan_advice_household",
                "seating_plan_advice")) {
            jdbc.sql("delete from " + table + " where plan_id = :id")
                    .param("id", id)
                    .update();
        }
    }

    /**
     * Proves how much better any plan could be, and what one more place would be worth, unless that is known. It locks nothing
     * while it thinks; nothing becomes of it if the plan has been decided on meanwhile.
     */
    void prove(long id) {
        Standing standing = standing(id, "bound is null");
        if (standing == null) {
            return;
        }
        Proof proof = Planner.prove(standing.operation(), standing.plan());
        boolean wanted = jdbc.sql("""
                        update seating_plan set bound = :bound
                        where id = :id and bound is null and state in ('proposed', 'empty')""")
                        .param("bound", added(proof.bound(), standing.before()))
                        .param("id", id)
                        .update()
                > 0;
        if (wanted) {
            writeLimits(id, proof.limits());
        }
    }

    /** The plan that stands, with all that it is for. @param which what must hold of it @return null if there is none such */
    @Nullable
    Standing standing(long id, String which) {
        return jdbc.sql("select unproven from seating_plan where id = :id and unproven is not null and " + which)
                .param("id", id)
                .query(String.class)
                .optional()
                .map(this::read)
                .orElse(null);
    }

    private String written(Standing standing) {
        try {
            return json.writeValueAsString(standing);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A plan cannot be written down.", e);
        }
    }

    private Standing read(String written) {
        try {
            return json.readValue(written, Standing.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A plan cannot be read that was written down.", e);
        }
    }

    /** What is added to what people have; less than a hundredth is what is lost in reckoning. */
    private static double added(double worth, double before) {
        double added = worth - before;
        return Math.abs(added) < 0.01 ? 0 : added;
    }

    /** Nobody loses seats altogether: who would, keeps them, and so does everybody if that brings it on others. */
    private Found findFor(Steering steering) {
        Found found = planFor(steering);
        if (!found.losing().isEmpty()) {
            found = planFor(steering.keeping(found.losing()));
        }
        return found.losing().isEmpty() ? found : planFor(steering.withoutMoves());
    }

    private Found planFor(Steering steering) {
        PlanningSnapshot.Taken taken = snapshot.take(steering);
        return new Found(taken, Planner.find(taken.operation()));
    }

    /** One line as it is written. */
    private record Proposed(
            long householdId,
            long unit,
            String state,
            List<Long> legs,
            List<Long> movedFrom,
            double worth,
            @Nullable String why) {}

    /** What it is worth to bring a household of this operation home. */
    private record Worth(Operation operation, Map<String, Household> households, Map<String, Leg> legs) {

        static Worth in(Operation operation) {
            return new Worth(
                    operation,
                    operation.households().stream().collect(Collectors.toMap(Household::id, household -> household)),
                    operation.legs().stream().collect(Collectors.toMap(Leg::id, leg -> leg)));
        }

        double of(String household, List<String> way) {
            Leg last = requireNonNull(legs.get(way.get(way.size() - 1)));
            double days = Duration.between(operation.snapshot(), last.arrives()).toSeconds() / SECONDS_PER_DAY;
            return operation.objective().weight(requireNonNull(households.get(household)))
                    * operation.objective().leftAfter(days);
        }

        /** On the seats that it has. */
        double ofToday(String household) {
            return of(household, requireNonNull(households.get(household)).seatedOn());
        }

        /** What it brings to move a household there, less its price. */
        double ofMove(Plan.Seated to) {
            Household household = requireNonNull(households.get(to.household()));
            return of(to.household(), to.legs())
                    - ofToday(to.household())
                    - household.size() * operation.objective().movePrice();
        }
    }

    private static List<Proposed> seated(UnprovenPlan plan, PlanningSnapshot.Taken taken, Worth worth) {
        List<Proposed> lines = new ArrayList<>();
        for (Plan.Seated seated : plan.seated()) {
            Candidate candidate = taken.waiting().get(seated.household());
            if (candidate != null) {
                double worthOfAll = worth.of(seated.household(), seated.legs());
                for (long each : candidate.all().toList()) {
                    boolean first = each == candidate.householdId();
                    lines.add(new Proposed(
                            each,
                            candidate.householdId(),
                            "proposed",
                            ids(seated, taken),
                            List.of(),
                            first ? worthOfAll : 0,
                            null));
                }
            }
        }
        return lines;
    }

    private static List<Proposed> moved(UnprovenPlan plan, PlanningSnapshot.Taken taken, Worth worth) {
        List<Proposed> lines = new ArrayList<>();
        for (Plan.Seated seated : plan.seated()) {
            Seated now = taken.seated().get(seated.household());
            List<Long> legs = ids(seated, taken);
            if (now != null && !now.legs().equals(legs)) {
                lines.add(new Proposed(
                        now.householdId(),
                        now.householdId(),
                        "proposed",
                        legs,
                        now.legs(),
                        worth.ofMove(seated),
                        null));
            }
        }
        return lines;
    }

    private static List<Long> ids(Plan.Seated seated, PlanningSnapshot.Taken taken) {
        return seated.legs().stream()
                .map(code -> requireNonNull(taken.movements().get(code)).id())
                .toList();
    }

    private static List<Proposed> joining(PlanningSnapshot.Taken taken) {
        return taken.joining().stream()
                .map(seating -> new Proposed(
                        seating.householdId(), seating.unit(), "proposed", seating.legs(), List.of(), 0, null))
                .toList();
    }

    private static List<Proposed> left(UnprovenPlan plan, PlanningSnapshot.Taken taken) {
        return plan.left().stream()
                .flatMap(left -> left(requireNonNull(taken.waiting().get(left.household())), left.why()))
                .toList();
    }

    private static List<Proposed> excluded(PlanningSnapshot.Taken taken) {
        return taken.excluded().stream()
                .flatMap(candidate -> left(candidate, "A coordinator has excluded it from this plan."))
                .toList();
    }

    private static Stream<Proposed> left(Candidate candidate, String why) {
        return candidate
                .all()
                .map(each -> new Proposed(each, candidate.householdId(), "left", List.of(), List.of(), 0, why));
    }

    private void write(long id, List<Proposed> lines) {
        jdbc.sql("""
                insert into seating_plan_household (plan_id, household_id, unit, state, legs, moved_from, worth, why)
                select :id, household_id, unit, state, string_to_array(legs, ' ')::bigint[],
                       string_to_array(moved_from, ' ')::bigint[], worth, why
                from unnest(:households, :units, :states, :legs, :movedFrom, :worths, :whys)
                  as line (household_id, unit, state, legs, moved_from, worth, why)""")
                .param("id", id)
                .param("households", lines.stream().map(Proposed::householdId).toArray(Long[]::new))
                .param("units", lines.stream().map(Proposed::unit).toArray(Long[]::new))
                .param("states", lines.stream().map(Proposed::state).toArray(String[]::new))
                .param("legs", lines.stream().map(line -> written(line.legs())).toArray(String[]::new))
                .param(
                        "movedFrom",
                        lines.stream().map(line -> written(line.movedFrom())).toArray(String[]::new))
                .param("worths", lines.stream().map(Proposed::worth).toArray(Double[]::new))
                .param("whys", lines.stream().map(Proposed::why).toArray(String[]::new))
                .update();
    }

    private static String written(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(" "));
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
