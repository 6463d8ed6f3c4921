package org.homeward.planning;

import static org.homeward.planning.Page.SIZE;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.situation.Towns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Seats on a journey that begins in a governorate which their household cannot get to by itself; nobody takes them away. */
@Component
public class SeatsOutOfReach {

    /** Of the households that begin in some places, those that cannot get there, unless they have been brought on already. */
    private static final String LOST =
            """
            cut as (
              select begins.* from begins join household on household.id = household_id
                join out_of_reach on people_of = governorate and out_of_reach.place = begins.place),
            brought as (%s),
            lost as (
              select * from cut where not exists (select from brought where brought.household_id = cut.household_id))
            """.formatted(SeatRound.BROUGHT.formatted("household.id in (select household_id from cut)"));

    private final JdbcClient jdbc;
    private final Movements movements;
    private final Towns towns;
    private final CurrentOfficer officer;

    SeatsOutOfReach(JdbcClient jdbc, Movements movements, Towns towns, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.towns = towns;
        this.officer = officer;
    }

    /**
     * A household that cannot get to where its journey begins.
     *
     * @param governorate where it is, by P-code
     * @param movement the code of the first on its way
     * @param origin where that leaves, as it was written
     */
    public record Line(
            String caseNumber,
            boolean restricted,
            int persons,
            String governorate,
            String movement,
            String origin,
            OffsetDateTime departs) {}

    /**
     * Some of the households.
     *
     * @param households how many there are on all pages
     * @param persons who they are together
     * @param last the place of the last on this page
     * @param more how many follow
     */
    public record Page(List<Line> lines, int households, int persons, int last, int more) {

        /** @param after the place of the last before them */
        public static Page of(List<Line> all, int after) {
            int first = Math.min(Math.max(after, 0), all.size());
            int last = Math.min(first + SIZE, all.size());
            int persons = all.stream().mapToInt(Line::persons).sum();
            return new Page(all.subList(first, last), all.size(), persons, last, all.size() - last);
        }
    }

    /** Those that the officer may know of, whoever leaves first first. */
    public List<Line> held() {
        List<Movement> ahead = movements.upcoming().stream()
                .filter(movement -> !movement.hasLeft() && towns.isInCountry(movement.origin()))
                .toList();
        return jdbc.sql("""
                with begins as (
                  select itinerary.household_id, start.place, leg.movement_id
                  from unnest(:movements, :places) as start (movement_id, place)
                    join itinerary_leg leg using (movement_id)
                    join itinerary on itinerary.id = leg.itinerary_id and itinerary.state = 'held'
                  where not exists (
                    select from itinerary_leg earlier
                    where earlier.itinerary_id = leg.itinerary_id and earlier.position < leg.position)),
                %s
                select case_number, restricted, governorate, code as movement, origin, departs,
                       (select count(*) from person
                        where person.household_id = household.id and merged_into is null) as persons
                from lost join household on household.id = household_id and (not restricted or :cleared)
                  join movement on movement.id = movement_id
                order by departs, case_number""".formatted(LOST))
                .param("movements", ahead.stream().map(Movement::id).toArray(Long[]::new))
                .param(
                        "places",
                        ahead.stream()
                                .map(movement -> towns.one(movement.origin()))
                                .toArray(String[]::new))
                .param("cleared", officer.cleared())
                .query(Line.class)
                .list();
    }

    /** Which of these households cannot get to where they would begin. @param begins by household, where that is */
    Set<Long> among(Map<Long, String> begins) {
        return jdbc
                .sql("with begins as (select * from unnest(:households, :places) as begins (household_id, place)), "
                        + LOST + " select household_id from lost")
                .param("households", begins.keySet().toArray(Long[]::new))
                .param("places", begins.values().stream().map(towns::one).toArray(String[]::new))
                .query(Long.class)
                .list()
                .stream()
                .collect(Collectors.toSet());
    }
}
