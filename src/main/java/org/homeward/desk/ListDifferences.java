package org.homeward.desk;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.homeward.audit.Audit;
import org.homeward.planning.HeadCounts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who stands on one list of a movement and not on another: planned, aboard, there; and what is known of why. */
@Component
class ListDifferences {

    static final int MOST = 200;

    private static final int DAYS = 3;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    ListDifferences(JdbcClient jdbc, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /**
     * A person on some of the lists of a movement.
     *
     * @param planned on the newest version of its manifest
     * @param there counted where it arrives; null before it has arrived
     * @param why what was decided about who was missing or turned away, or {@code seatsGivenBack}; null: nobody has said
     */
    record Line(
            String movement,
            String caseNumber,
            String name,
            boolean planned,
            boolean aboard,
            @Nullable Boolean there,
            @Nullable String why) {}

    /** Of the movements that have left in the last three days; those that nobody has explained first, the first 200. It is on record. */
    @Transactional
    List<Line> now() {
        audit.recordOf("read", "list differences", null);
        return jdbc.sql("""
                with lately as (
                  select id, code, departed_at, state = 'arrived' as arrived from movement
                  where departed_at > :since and state in ('departed', 'arrived')),
                listed as (
                  select line.movement_id, line.person_id, true as planned, false as aboard, false as there
                  from lately join manifest_line line on line.movement_id = lately.id
                    and line.version = (select max(version) from manifest where manifest.movement_id = lately.id)
                  union all
                  select scan.movement_id, scan.person_id, false, checkpoint in ('convoy boarding', 'flight boarding'),
                         checkpoint in ('border entry', 'landing')
                  from lately join scan on scan.movement_id = lately.id and verdict = 'taken'),
                each as (
                  select listed.movement_id, person.id, person.household_id, coalesce(person.name, person.latin_name) as name,
                         bool_or(planned) as planned, bool_or(aboard) as aboard, bool_or(there) as there
                  from listed
                  join person given on given.id = listed.person_id
                  join person on person.id = coalesce(given.merged_into, given.id)
                  group by listed.movement_id, person.id)
                select lately.code as movement, household.case_number, each.name, planned, aboard,
                       case when arrived then there end as there, why.why
                from each
                join lately on lately.id = each.movement_id
                join household on household.id = each.household_id and (not restricted or :cleared)
                left join lateral (
                  select coalesce(
                    (select decision from absence where absence.person_id = each.id and absence.movement_id = lately.id
                       and %s
                     order by absence.id desc limit 1),
                    (select 'seatsGivenBack' from itinerary join itinerary_leg leg on leg.itinerary_id = itinerary.id
                     where itinerary.household_id = each.household_id and leg.movement_id = lately.id
                       and itinerary.state = 'given back' limit 1)) as why) why on true
                where (planned or aboard or there) and (planned <> aboard or arrived and aboard <> there)
                order by why.why is not null, lately.departed_at desc, case_number, each.id
                limit :most""".formatted(HeadCounts.explains("there or not arrived")))
                .param("since", clock.instant().atOffset(ZoneOffset.UTC).minusDays(DAYS))
                .param("cleared", officer.cleared())
                .param("most", MOST)
                .query(Line.class)
                .list();
    }
}
