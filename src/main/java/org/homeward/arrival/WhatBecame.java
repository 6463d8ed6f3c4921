package org.homeward.arrival;

import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of those who are home, by the last that was heard of them. */
@Component
public class WhatBecame {

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;

    WhatBecame(JdbcClient jdbc, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.officer = officer;
    }

    /** @param outcome {@code settled}, {@code needsHelp}, {@code notReached}, {@code inHospital} or {@code notYetCalled} */
    public record Count(String outcome, int households, int persons) {}

    /**
     * Each outcome, also those of nobody. The last call counts; before any, who was brought to a hospital from reception is
     * there.
     */
    public List<Count> counts() {
        return jdbc.sql("""
                select word.outcome, count(distinct home.id) as households, count(home.person) as persons
                from unnest(array['settled', 'needsHelp', 'inHospital', 'notReached', 'notYetCalled'])
                       with ordinality as word (outcome, place)
                left join (
                  select household.id, person.id as person, coalesce(
                    (select outcome from reception_step
                     where household_id = household.id and step like 'call after%' order by id desc limit 1),
                    (select 'inHospital' from reception_step
                     where household_id = household.id and outcome = 'hospital' limit 1),
                    'notYetCalled') as outcome
                  from household join person on household_id = household.id and person.merged_into is null
                  where stage = 'home' and (not restricted or :cleared)) home on home.outcome = word.outcome
                group by word.outcome, word.place order by word.place""")
                .param("cleared", officer.cleared())
                .query(Count.class)
                .list();
    }
}
