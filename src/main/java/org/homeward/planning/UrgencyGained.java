package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.household.PriorityRules;
import org.homeward.planning.SeatsGained.Better;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who waits or has seats in a governorate that becomes more dangerous, and is more urgent then by the rules. */
@Component
class UrgencyGained {

    private final JdbcClient jdbc;
    private final PriorityRules rules;
    private final SeatsGained seatsGained;

    UrgencyGained(JdbcClient jdbc, PriorityRules rules, SeatsGained seatsGained) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.seatsGained = seatsGained;
    }

    /** @param movement the code of what it leaves on, or goes on with; null if it waits for seats */
    private record There(
            long id,
            String caseNumber,
            boolean restricted,
            int priority,
            int persons,
            @Nullable String movement) {

        Affected with(@Nullable Better seats) {
            return new Affected(
                    caseNumber,
                    restricted,
                    persons,
                    movement,
                    HouseholdFate.MORE_URGENT,
                    seats == null ? List.of() : seats.legs(),
                    seats == null ? null : seats.departs(),
                    seats == null ? null : seats.hoursLater(),
                    null);
        }
    }

    /** With the seats that those who wait would get by it, or sooner. @param risk nobody if it is no worse than now */
    List<Affected> at(String pcode, int risk) {
        Map<Long, There> there = there(pcode, risk).stream().collect(Collectors.toMap(There::id, Function.identity()));
        Map<Long, Integer> then = rules.at(risk, there.keySet());
        then.entrySet()
                .removeIf(each -> each.getValue()
                        >= requireNonNull(there.get(each.getKey())).priority());
        Map<Long, Better> better = seatsGained.ifMoreUrgent(then);
        return then.keySet().stream()
                .map(id -> requireNonNull(there.get(id)).with(better.get(id)))
                .toList();
    }

    private List<There> there(String pcode, int risk) {
        return jdbc.sql("""
                select household.id, case_number, restricted, coalesce(priority, :last) as priority,
                       (select count(*) from person where household_id = household.id and merged_into is null) as persons,
                       (select movement.code
                        from itinerary
                          join itinerary_leg on itinerary_id = itinerary.id
                          join movement on movement.id = movement_id and departed_at is null
                        where itinerary.household_id = household.id and itinerary.state = 'held'
                        order by position limit 1) as movement
                from household join governorate on governorate.pcode = household.governorate
                where pcode = :pcode and governorate.risk < :risk and stage in ('ready', 'seated', 'called')""")
                .param("last", PlanningSnapshot.LEAST_URGENT)
                .param("pcode", pcode)
                .param("risk", risk)
                .query(There.class)
                .list();
    }
}
