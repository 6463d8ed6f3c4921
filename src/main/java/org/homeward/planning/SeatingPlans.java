package org.homeward.planning;

import java.sql.Array;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null
                ? List.of()
                : Arrays.stream((String[]) array.getArray())
                        .filter(Objects::nonNull)
                        .toList();
    }
}
