package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.sql.Array;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.access.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Seating plans as officers see them: nobody sees or counts whom they may not know of. */
@Component
public class SeatingPlans {

    /** Lines on a page. */
    public static final int PAGE = 50;

    /** What stands of places in a reason why a household is left: needed and left. */
    private static final Pattern FIGURES = Pattern.compile(" \\(\\d+ needed, \\d+ left[^)]*\\)");

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;

    SeatingPlans(JdbcClient jdbc, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.officer = officer;
    }

    /**
     * A plan, as far as the officer may know of those in it.
     *
     * @param state {@code asked}; {@code proposed}: it waits for an answer; {@code empty}: it seats nobody; {@code
     *     approved} or {@code discarded}
     * @param snapshot the moment it is for; null until it is found
     * @param objective what it is worth, in the planner's measure, beyond the seats that people have already
     * @param bound what no plan for that moment can be worth more than; null until it is proven
     * @param seconds that it took
     * @param advised whether it has been tried what more vehicles would bring
     * @param movePrice what it costs to move a person to other seats; null: nobody is moved
     * @param steered what it has to keep to has changed since it was found
     * @param households that it seats, and the persons in them
     * @param moved households that have seats and get others
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
            @Nullable Double movePrice,
            boolean steered,
            boolean advised,
            @Nullable OffsetDateTime decidedAt,
            @Nullable String decidedBy,
            int households,
            int persons,
            int moved,
            int left,
            int gone) {}

    /**
     * What the plan says of a household.
     *
     * @param legs codes of its movements
     * @param movedFrom codes of the movements on which it has been told seats before; none if it had no seats
     * @param why what keeps it back, if it is left
     */
    public record Line(
            long householdId,
            String caseNumber,
            boolean restricted,
            @Nullable Integer priority,
            int persons,
            String state,
            List<String> legs,
            List<String> movedFrom,
            @Nullable String why) {

        /** Whether it has seats already and gets others. */
        public boolean moved() {
            return !movedFrom.isEmpty();
        }
    }

    /** What the plan does to a movement. @param before persons aboard now @param added persons that the plan adds @param movedOff persons that it moves off */
    public record Filled(
            String code,
            String kind,
            String origin,
            String destination,
            OffsetDateTime departs,
            int places,
            int before,
            int added,
            int movedOff) {}

    /** A limit that keeps people back. @param worthOfOneMore in the planner's measure */
    public record Limit(String name, double worthOfOneMore) {

        private static final Set<String> OF_A_MOVEMENT = Set.of("seats", "wheelchairs", "stretchers", "baggageKg");

        /** What is short: {@code seats}, {@code wheelchairs}, {@code stretchers}, {@code baggageKg} or {@code quota}. */
        public String kind() {
            String last = name.substring(name.lastIndexOf(' ') + 1);
            return OF_A_MOVEMENT.contains(last) ? last : "quota";
        }

        /** Where: the movement; of a quota the exit and the day. */
        public String where() {
            return kind().equals("quota") ? name : name.substring(0, name.lastIndexOf(' '));
        }

        /** The same in persons of the most urgent priority of which it is at least one. */
        public InPersons inPersons() {
            Map<Integer, Double> weights = PlanningSnapshot.OBJECTIVE.priorityWeight();
            int priority = weights.keySet().stream()
                    .sorted()
                    .filter(each -> worthOfOneMore >= requireNonNull(weights.get(each)))
                    .findFirst()
                    .orElse(PlanningSnapshot.LEAST_URGENT);
            return new InPersons(worthOfOneMore / requireNonNull(weights.get(priority)), priority);
        }
    }

    /** As much as to have so many persons of this priority, who have not waited yet, home at this moment. */
    public record InPersons(double persons, int priority) {}

    /**
     * What it means to do nothing: these persons, whom the plan seats, go on waiting, and those whom it moves stay.
     *
     * @param persons none if the plan only moves people
     * @param longest since when whoever has waited longest waits; null if nobody of them waits
     * @param firstHome when the plan has the first of them home; null if nobody of them waits
     * @param lastHome when it has all of them home; null if nobody of them waits
     * @param lastFlight when the last flight arrives that is planned now, or the last of the plan
     * @param daysWithout person-days that they wait from the snapshot until then
     * @param daysByPlan person-days until each is home by the plan
     * @param moved persons whom it moves to other seats
     * @param movedLater how many days later they are home by the plan, on average; below zero: earlier
     */
    public record Waiting(
            int persons,
            @Nullable OffsetDateTime longest,
            @Nullable OffsetDateTime firstHome,
            @Nullable OffsetDateTime lastHome,
            OffsetDateTime lastFlight,
            double daysWithout,
            double daysByPlan,
            int moved,
            double movedLater) {}

    /** A household that fell out of the plan when it was approved, and why. */
    public record Gone(
            String caseNumber, boolean restricted, @Nullable String why) {}

    /**
     * What more room would bring beside the plan, for the same moment and those who wait then.
     *
     * @param kind {@code convoy}, {@code ship} or {@code flight}; {@code quota}: more persons over an exit
     * @param subject the movement like which more would leave; of a quota the exit
     * @param more vehicles; of a quota persons
     * @param flight which it meets, and like which as many more would leave; null: no more flights are needed
     * @param seated persons who get seats by it and would not without
     * @param earlier persons who have seats without it too, and come home earlier by it
     * @param days by how many days, on average
     * @param later persons who come home later by it
     */
    public record Advice(
            String kind,
            String subject,
            LocalDate day,
            int more,
            @Nullable String flight,
            @Nullable LocalDate flightDay,
            int seated,
            int earlier,
            double days,
            int later) {

        private static final double LEAST_DAYS = 0.05;

        private boolean bringsAnything() {
            return seated > 0 || isEarlier();
        }

        private boolean isEarlier() {
            return earlier > 0 && days >= LEAST_DAYS;
        }

        /** All of it in a sentence, in the reader's language. */
        public String sentence() {
            List<String> brings = new ArrayList<>();
            if (seated > 0) {
                brings.add(seated == 1 ? "1 more person gets a seat" : seated + " more people get seats");
            }
            if (isEarlier()) {
                brings.add((earlier == 1 ? "1 comes" : earlier + " come")
                        + String.format(Locale.ROOT, " home earlier, by %.1f days on average", days));
            }
            if (later > 0) {
                brings.add((later == 1 ? "1 comes" : later + " come") + " home later");
            }
            return Wording.of(offer()) + ": " + brings.stream().map(Wording::of).collect(Collectors.joining(", "))
                    + ".";
        }

        private String offer() {
            if (kind.equals("quota")) {
                return more + " more people over " + subject + " on " + day;
            }
            String first = vehicles(kind) + " like " + subject + " on " + day;
            return flight == null
                    ? first
                    : first + " and " + vehicles("flight").toLowerCase(Locale.ROOT) + " like " + flight + " on "
                            + flightDay;
        }

        private String vehicles(String which) {
            return more == 1 ? "One more " + which : "Two more " + which + "s";
        }
    }

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
                          join movement on movement.id = leg.movement_id) as codes,
                       (select array_agg(movement.code order by leg.position)
                        from unnest(line.moved_from) with ordinality as leg (movement_id, position)
                          join movement on movement.id = leg.movement_id) as codes_before
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
                        texts(row.getArray("codes_before")),
                        why(row.getString("why"))))
                .list();
    }

    /** What the plan does to each movement on which it changes anything, by departure. */
    public List<Filled> filled(long id) {
        return jdbc.sql("""
                with line as (
                  select legs, moved_from, line.state in ('seated', 'told') as carried_out
                  from seating_plan_household line
                    join household on household.id = line.household_id and (not restricted or :cleared)
                    join person on person.household_id = household.id and person.merged_into is null
                  where plan_id = :id and line.state in ('proposed', 'seated', 'told')),
                change as (
                  select leg as movement_id, 1 as added, 0 as moved_off, carried_out
                  from line, unnest(legs) as leg where leg <> all(moved_from)
                  union all
                  select leg, 0, 1, carried_out from line, unnest(moved_from) as leg where leg <> all(legs)),
                changed as (
                  select movement_id, sum(added) as added, sum(moved_off) as moved_off,
                         coalesce(sum(added - moved_off) filter (where carried_out), 0) as done
                  from change group by movement_id),
                aboard as (
                  select movement_id, count(*) as persons
                  from reservation join household on household.id = reservation.household_id
                  where reservation.state = 'held' and (not restricted or :cleared)
                    and movement_id in (select movement_id from changed)
                  group by movement_id)
                select code, kind, origin, destination, departs, seats + stretchers + wheelchairs as places,
                       coalesce(aboard.persons, 0) - done as before, added, moved_off
                from changed join movement on movement.id = changed.movement_id
                  left join aboard on aboard.movement_id = movement.id
                order by departs, movement.id""")
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(Filled.class)
                .list();
    }

    /** What it means to do nothing; empty if the plan seats and moves nobody. */
    public Optional<Waiting> waitingWithout(long id) {
        return jdbc.sql("""
                with line as (
                  select plan.snapshot, ready_since, moved_from = '{}' as waits, home.arrives as by_plan,
                         extract(epoch from home.arrives - plan.snapshot) / 86400 as days,
                         extract(epoch from home.arrives - today.arrives) / 86400 as later
                  from seating_plan_household line
                    join seating_plan plan on plan.id = plan_id
                    join household on household.id = line.household_id and (not restricted or :cleared)
                    join person on person.household_id = household.id and person.merged_into is null
                    join movement home on home.id = line.legs[array_length(line.legs, 1)]
                    left join movement today on today.id = line.moved_from[array_length(line.moved_from, 1)]
                  where plan_id = :id and line.state = 'proposed'),
                flight as (
                  select max(arrives) as last from movement where kind = 'flight' and state not in ('arrived', 'cancelled'))
                select count(*) filter (where waits) as persons,
                       min(coalesce(ready_since, snapshot)) filter (where waits) as longest,
                       min(by_plan) filter (where waits) as first_home, max(by_plan) filter (where waits) as last_home,
                       greatest(max(flight.last), max(by_plan)) as last_flight,
                       count(*) filter (where waits)
                         * extract(epoch from greatest(max(flight.last), max(by_plan)) - max(snapshot)) / 86400 as days_without,
                       coalesce(sum(days) filter (where waits), 0) as days_by_plan,
                       count(*) filter (where not waits) as moved,
                       coalesce(avg(later) filter (where not waits), 0) as moved_later
                from line cross join flight
                having count(*) > 0""")
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(Waiting.class)
                .optional();
    }

    /** Who fell out of the plan when it was approved, by household; at most a page of them. */
    public List<Gone> gone(long id) {
        return gone(id, PAGE);
    }

    /** All who fell out of the plan when it was approved, by household. */
    public List<Gone> allGone(long id) {
        return gone(id, Integer.MAX_VALUE);
    }

    private List<Gone> gone(long id, int most) {
        return jdbc.sql("""
                select case_number, restricted, line.why
                from seating_plan_household line join household on household.id = line.household_id
                where plan_id = :id and line.state = 'gone' and (not restricted or :cleared)
                order by household.id limit :most""")
                .param("id", id)
                .param("cleared", officer.cleared())
                .param("most", most)
                .query((row, number) ->
                        new Gone(row.getString("case_number"), row.getBoolean("restricted"), why(row.getString("why"))))
                .list();
    }

    /** What more vehicles, or more persons over an exit, would bring, the best first; none if nothing. */
    public List<Advice> advice(long id) {
        return jdbc.sql("""
                select advice.kind, subject, day, more, flight, flight_day,
                       count(*) filter (where days_earlier is null) as seated,
                       count(*) filter (where days_earlier > 0) as earlier,
                       coalesce(avg(days_earlier) filter (where days_earlier > 0), 0) as days,
                       count(*) filter (where days_earlier < 0) as later
                from seating_plan_advice advice
                  join seating_plan_advice_household changed using (plan_id, position)
                  join household on household.id = changed.household_id and (not restricted or :cleared)
                  join person on person.household_id = household.id and person.merged_into is null
                where plan_id = :id
                group by advice.position, advice.kind, subject, day, more, flight, flight_day order by advice.position""").param("id", id).param("cleared", officer.cleared()).query(Advice.class).list().stream()
                .filter(Advice::bringsAnything)
                .toList();
    }

    /** What keeps people back, the most worth first. */
    public List<Limit> limits(long id) {
        return jdbc.sql("select name, worth_of_one_more from seating_plan_limit where plan_id = :id order by position")
                .param("id", id)
                .query(Limit.class)
                .list();
    }

    /** Beside the places that look free to whoever is not cleared, figures would say how many restricted persons hold some. */
    private @Nullable String why(@Nullable String english) {
        if (english == null) {
            return null;
        }
        return Wording.of(officer.cleared() ? english : FIGURES.matcher(english).replaceAll(""));
    }

    private List<SeatingPlan> plans(String which, long id) {
        return jdbc.sql("""
                with page as (select * from seating_plan plan %s order by id desc limit 50)
                select plan.id, asked_at, asked_by, plan.state, snapshot,
                       objective - coalesce(unknown.worth, 0) - coalesce(known.lost, 0) as objective,
                       bound - coalesce(unknown.worth, 0) as bound,
                       seconds, move_price, steered, advised, decided_at, decided_by,
                       coalesce(known.households, 0) as households, coalesce(known.persons, 0) as persons,
                       coalesce(known.moved, 0) as moved, coalesce(known.behind, 0) as "left", coalesce(known.gone, 0) as gone
                from page plan
                  left join lateral (
                    select count(*) filter (where in_plan and moved_from = '{}') as households,
                           sum(members) filter (where in_plan and moved_from = '{}') as persons,
                           count(*) filter (where in_plan and moved_from <> '{}') as moved,
                           count(*) filter (where line.state = 'left') as behind,
                           count(*) filter (where line.state = 'gone') as gone,
                           sum(line.worth) filter (where line.state = 'gone') as lost
                    from seating_plan_household line
                      join household on household.id = line.household_id and (not restricted or :cleared)
                      cross join lateral (select line.state in ('proposed', 'seated', 'told') as in_plan) given
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

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null
                ? List.of()
                : Arrays.stream((String[]) array.getArray())
                        .filter(Objects::nonNull)
                        .toList();
    }
}
