package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.access.Wording;
import org.homeward.audit.Audit;
import org.homeward.movement.Movement;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.SeatRule.Candidate;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Plan;
import org.homeward.planning.plan.Planner;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Seating plans: found for the operation as it stands, looked at, and carried out whole or not at all. */
@Component
public class SeatingPlans {

    /** Lines on a page. */
    public static final int PAGE = 50;

    /** Households sent on their way in one transaction at most. */
    static final int BATCH = 100;

    private static final double SECONDS_PER_DAY = 86_400;

    private final JdbcClient jdbc;
    private final PlanningSnapshot snapshot;
    private final SeatRound round;
    private final Reservations reservations;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;
    private final TransactionTemplate allOrNothing;

    SeatingPlans(
            JdbcClient jdbc,
            PlanningSnapshot snapshot,
            SeatRound round,
            Reservations reservations,
            CurrentOfficer officer,
            Audit audit,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
        this.round = round;
        this.reservations = reservations;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
        allOrNothing = new TransactionTemplate(transactions);
        allOrNothing.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * A plan, as far as the officer may know of those in it.
     *
     * @param state {@code asked}; {@code proposed}: it waits for an answer; {@code empty}: it seats nobody; {@code
     *     approved} or {@code discarded}
     * @param snapshot the moment it is for; null until it is found
     * @param objective what it is worth, in the planner's measure
     * @param bound what no plan for that moment can be worth more than
     * @param seconds that it took
     * @param gone households that could no longer be seated as planned when it was approved, and are out of it
     */
    public record SeatingPlan(
            long id,
            OffsetDateTime askedAt,
            String askedBy,
            String state,
            @Nullable OffsetDateTime snapshot,
            @Nullable Double objective,
            @Nullable Double bound,
            @Nullable Double seconds,
            @Nullable OffsetDateTime decidedAt,
            @Nullable String decidedBy,
            int households,
            int persons,
            int left,
            int gone) {}

    /** What the plan says of a household. @param legs codes of its movements @param why what keeps it back, if it is left */
    public record Line(
            long householdId,
            String caseNumber,
            boolean restricted,
            @Nullable Integer priority,
            int persons,
            String state,
            List<String> legs,
            @Nullable String why) {}

    /** What the plan does to a movement. @param before persons aboard now @param added persons that the plan adds */
    public record Filled(
            String code,
            String kind,
            String origin,
            String destination,
            OffsetDateTime departs,
            int places,
            int before,
            int added) {}

    /** A limit that keeps people back. @param worthOfOneMore in the planner's measure */
    public record Limit(String name, double worthOfOneMore) {}

    // The work -------------------------------------------------------------------------------------------------------

    /** Asks for a plan. @return its number */
    long ask() {
        long id = jdbc.sql("insert into seating_plan (asked_at, asked_by) values (:now, :officer) returning id")
                .param("now", now())
                .param("officer", officer.name())
                .query(Long.class)
                .single();
        audit.recordOf("plan asked for", name(id), null);
        return id;
    }

    /** Finds the best seating for this moment, in place of what the plan said before. @return whether anybody is seated */
    boolean find(long id) {
        lock(id, "asked", "proposed", "empty");
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
                .param("snapshot", atUtc(operation.snapshot()))
                .param("objective", plan.objective())
                .param("bound", plan.bound())
                .param("seconds", plan.seconds())
                .param("id", id)
                .update();
        return anybody;
    }

    /**
     * Gives everybody in the plan their seats, or nobody: who can no longer be seated as planned is taken out of it, and the
     * others are offered again.
     *
     * @return whether all have their seats now
     */
    boolean commit(long id) {
        lock(id, "proposed");
        SeatRule.Quotas quotas = round.quotas();
        List<Seating> wanted = proposed(id);
        Map<Long, Movement> open = round.open().stream().collect(Collectors.toMap(Movement::id, Function.identity()));
        Map<Long, String> ready = round.lockReady(wanted);
        Set<Long> lost = units(
                wanted,
                seating -> !ready.containsKey(seating.householdId())
                        || !open.keySet().containsAll(seating.legs())
                        || !round.meet(seating.legs().stream().map(open::get).toList()));
        List<Seating> there = wanted.stream()
                .filter(seating -> !lost.contains(seating.unit()))
                .toList();
        lost.addAll(overQuota(there, quotas));
        List<Seating> holding =
                there.stream().filter(seating -> !lost.contains(seating.unit())).toList();
        Set<Long> given = allOrNothing.execute(transaction -> {
            Set<Long> units =
                    reservations.reserve(holding).stream().map(Seating::unit).collect(Collectors.toSet());
            if (!lost.isEmpty() || holding.stream().anyMatch(seating -> !units.contains(seating.unit()))) {
                transaction.setRollbackOnly();
            }
            return units;
        });
        holding.stream()
                .map(Seating::unit)
                .filter(unit -> !requireNonNull(given).contains(unit))
                .forEach(lost::add);
        if (lost.isEmpty()) {
            becomes(id, "proposed", "seated");
            decided(id, "approved");
            return true;
        }
        jdbc.sql("update seating_plan_household set state = 'gone' where plan_id = :id and unit = any(:units)")
                .param("id", id)
                .param("units", lost.toArray(Long[]::new))
                .update();
        if (!seatsAnybody(id)) {
            jdbc.sql("update seating_plan set state = 'empty' where id = :id")
                    .param("id", id)
                    .update();
        }
        audit.recordOf("plan no longer holds", name(id), null);
        return false;
    }

    /** @throws Refusal.Conflict if it does not wait for an answer; nobody else decides on it meanwhile */
    void mustBeProposed(long id) {
        lock(id, "proposed");
    }

    /** Whether the plan still seats anybody. */
    boolean seatsAnybody(long id) {
        return jdbc.sql("select exists (select from seating_plan_household where plan_id = :id and state = 'proposed')")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** Tells the next who have their seats by this plan. @return whether there are more */
    boolean sendNextOn(long id) {
        List<Long> next = jdbc.sql("""
                select household_id from seating_plan_household where plan_id = :id and state = 'seated'
                order by household_id limit :batch for update""")
                .param("id", id)
                .param("batch", BATCH)
                .query(Long.class)
                .list();
        Map<Long, String> waiting = new TreeMap<>();
        jdbc.sql("""
                select id, case_number from household
                where id = any(:ids) and stage = 'ready' and exists (
                  select from itinerary where household_id = household.id and state = 'held')
                order by id for update""").param("ids", next.toArray(Long[]::new)).query(row -> {
            waiting.put(row.getLong("id"), row.getString("case_number"));
        });
        round.seat(waiting);
        jdbc.sql("""
                update seating_plan_household set state = 'told' where plan_id = :id and household_id = any(:ids)""").param("id", id).param("ids", next.toArray(Long[]::new)).update();
        return next.size() == BATCH;
    }

    void discard(long id) {
        lock(id, "asked", "proposed", "empty");
        decided(id, "discarded");
    }

    // What officers see ----------------------------------------------------------------------------------------------

    /** @throws Refusal.NotFound if there is no such plan */
    public SeatingPlan get(long id) {
        return plans("where plan.id = :id", id).stream()
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("There is no such seating plan."));
    }

    /** The newest plans, by number from the highest. @param before the last number of the page before this one */
    public List<SeatingPlan> newest(long before) {
        return plans("where plan.id < :id", before);
    }

    /**
     * The next page of those the plan seats, or of those it leaves.
     *
     * @param after the household with which the page before this one ended; 0 for the first page
     */
    public List<Line> lines(long id, boolean left, long after) {
        return lines(id, left, after, PAGE);
    }

    /** All of those the plan seats, or of those it leaves. */
    public List<Line> all(long id, boolean left) {
        return lines(id, left, 0, Integer.MAX_VALUE);
    }

    private List<Line> lines(long id, boolean left, long after, int most) {
        return jdbc.sql("""
                select household.id, case_number, restricted, priority, line.state, line.why,
                       (select count(*) from person where household_id = household.id and merged_into is null) as persons,
                       (select array_agg(movement.code order by leg.position)
                        from unnest(line.legs) with ordinality as leg (movement_id, position)
                          join movement on movement.id = leg.movement_id) as codes
                from seating_plan_household line join household on household.id = line.household_id
                where plan_id = :id and (line.state = 'left') = :left and line.state <> 'gone'
                  and household.id > :after and (not restricted or :cleared)
                order by household.id limit :most""")
                .param("id", id)
                .param("left", left)
                .param("after", after)
                .param("cleared", officer.cleared())
                .param("most", most)
                .query((row, number) -> new Line(
                        row.getLong("id"),
                        row.getString("case_number"),
                        row.getBoolean("restricted"),
                        row.getObject("priority", Integer.class),
                        row.getInt("persons"),
                        row.getString("state"),
                        texts(row.getArray("codes")),
                        why(row.getString("why"))))
                .list();
    }

    /** What the plan does to each movement that it adds people to, by departure. */
    public List<Filled> filled(long id) {
        return jdbc.sql("""
                with added as (
                  select leg as movement_id, count(*) as persons
                  from seating_plan_household line
                    join household on household.id = line.household_id and (not restricted or :cleared)
                    join person on person.household_id = household.id and person.merged_into is null,
                    unnest(line.legs) as leg
                  where plan_id = :id and line.state in ('proposed', 'seated', 'told')
                  group by leg),
                aboard as (
                  select movement_id, count(*) as persons
                  from reservation join household on household.id = reservation.household_id
                  where reservation.state = 'held' and (not restricted or :cleared)
                    and movement_id in (select movement_id from added)
                    and not exists (
                      select from seating_plan_household line
                      where line.plan_id = :id and line.household_id = household.id and line.state in ('seated', 'told'))
                  group by movement_id)
                select code, kind, origin, destination, departs, seats + stretchers + wheelchairs as places,
                       coalesce(aboard.persons, 0) as before, added.persons as added
                from added join movement on movement.id = added.movement_id
                  left join aboard on aboard.movement_id = movement.id
                order by departs, movement.id""")
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(Filled.class)
                .list();
    }

    /** What keeps people back, the most worth first. */
    public List<Limit> limits(long id) {
        return jdbc.sql("select name, worth_of_one_more from seating_plan_limit where plan_id = :id order by position")
                .param("id", id)
                .query(Limit.class)
                .list();
    }

    private static @Nullable String why(@Nullable String english) {
        return english == null ? null : Wording.of(english);
    }

    private List<SeatingPlan> plans(String which, long id) {
        return jdbc.sql("""
                with page as (select * from seating_plan plan %s order by id desc limit 50)
                select plan.id, asked_at, asked_by, plan.state, snapshot,
                       objective - coalesce(unknown.worth, 0) as objective, bound - coalesce(unknown.worth, 0) as bound,
                       seconds, decided_at, decided_by,
                       coalesce(known.households, 0) as households, coalesce(known.persons, 0) as persons,
                       coalesce(known.behind, 0) as "left", coalesce(known.gone, 0) as gone
                from page plan
                  left join lateral (
                    select count(*) filter (where line.state in ('proposed', 'seated', 'told')) as households,
                           sum(members) filter (where line.state in ('proposed', 'seated', 'told')) as persons,
                           count(*) filter (where line.state = 'left') as behind,
                           count(*) filter (where line.state = 'gone') as gone
                    from seating_plan_household line
                      join household on household.id = line.household_id and (not restricted or :cleared)
                      join lateral (select count(*) as members from person
                                    where household_id = household.id and merged_into is null) persons on true
                    where plan_id = plan.id) known on true
                  left join lateral (
                    select sum(line.worth) as worth
                    from seating_plan_household line
                      join household on household.id = line.household_id and restricted and not :cleared
                    where plan_id = plan.id) unknown on true
                order by plan.id desc""".formatted(which))
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(SeatingPlan.class)
                .list();
    }

    // Between the planner and the tables -----------------------------------------------------------------------------

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

    private List<Seating> proposed(long id) {
        return jdbc.sql("""
                select household_id, unit, legs from seating_plan_household
                where plan_id = :id and state = 'proposed' order by household_id""")
                .param("id", id)
                .query((row, number) -> new Seating(
                        row.getLong("household_id"),
                        Arrays.asList((Long[]) row.getArray("legs").getArray()),
                        row.getLong("unit")))
                .list();
    }

    private static Set<Long> units(List<Seating> wanted, Predicate<Seating> lost) {
        return wanted.stream().filter(lost).map(Seating::unit).collect(Collectors.toCollection(HashSet::new));
    }

    /** The units that exits with a quota no longer admit, the first in the list admitted first. */
    private Set<Long> overQuota(List<Seating> wanted, SeatRule.Quotas quotas) {
        Map<Long, Integer> persons = new TreeMap<>();
        jdbc.sql("""
                select household_id, count(*) as persons from person
                where household_id = any(:ids) and merged_into is null group by household_id""")
                .param("ids", wanted.stream().map(Seating::householdId).toArray(Long[]::new))
                .query(row -> {
                    persons.put(row.getLong("household_id"), row.getInt("persons"));
                });
        Set<Long> lost = new HashSet<>();
        for (Seating seating : wanted) {
            int of = persons.getOrDefault(seating.householdId(), 0);
            if (seating.legs().stream().allMatch(leg -> quotas.admit(leg, of))) {
                seating.legs().forEach(leg -> quotas.use(leg, of));
            } else {
                lost.add(seating.unit());
            }
        }
        return lost;
    }

    private void becomes(long id, String from, String to) {
        jdbc.sql("update seating_plan_household set state = :to where plan_id = :id and state = :from")
                .param("to", to)
                .param("id", id)
                .param("from", from)
                .update();
    }

    private void decided(long id, String state) {
        jdbc.sql("update seating_plan set state = :state, decided_at = :now, decided_by = :officer where id = :id")
                .param("state", state)
                .param("now", now())
                .param("officer", officer.name())
                .param("id", id)
                .update();
        audit.recordOf("plan " + state, name(id), null);
    }

    /** Nobody else decides on it meanwhile. @throws Refusal if it is in none of these states any more */
    private void lock(long id, String... states) {
        String state = jdbc.sql("select state from seating_plan where id = :id for update")
                .param("id", id)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no such seating plan."));
        if (!Set.of(states).contains(state)) {
            throw switch (state) {
                case "approved" -> new Refusal.Conflict("This plan has been approved already.", "plan");
                case "discarded" -> new Refusal.Conflict("This plan has been discarded.", "plan");
                default -> new Refusal.Conflict("This plan seats nobody.", "plan");
            };
        }
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null
                ? List.of()
                : Arrays.stream((String[]) array.getArray())
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** What people call it; the business key of its process. */
    static String name(long id) {
        return "PLAN-" + id;
    }

    private OffsetDateTime now() {
        return atUtc(clock.instant());
    }

    private static OffsetDateTime atUtc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
