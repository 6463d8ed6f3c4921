package org.homeward.vetting;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether a household can still be called back: nobody is turned back from beyond the border. */
@Component
class Whereabouts {

    private final JdbcClient jdbc;

    Whereabouts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether any member has left the country, by what has been counted or by a vehicle that flew, put to sea or arrived. */
    boolean abroad(long householdId) {
        return jdbc.sql("""
                select exists (
                  select from reservation
                    join movement on movement.id = movement_id
                    left join scan on scan.person_id = reservation.person_id and scan.movement_id = movement.id
                      and verdict = 'taken' and checkpoint in ('border exit', 'flight boarding')
                  where reservation.household_id = :household and reservation.state = 'held'
                    and (scan.id is not null or movement.state = 'arrived'
                         or movement.kind in ('flight', 'ship') and movement.departed_at is not null))
                or exists (
                  select from scan join person on person.id = scan.person_id
                  where person.household_id = :household and verdict = 'taken' and checkpoint = 'border entry'
                    and not exists (
                      select from absence
                      where absence.household_id = :household and absence.movement_id = scan.movement_id
                        and absence.decision in ('turnBack', 'stepOff')))""")
                .param("household", householdId)
                .query(Boolean.class)
                .single();
    }
}
