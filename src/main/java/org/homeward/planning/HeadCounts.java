package org.homeward.planning;

import java.util.List;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether those who were planned are those who came aboard, and those who arrived. Who has been missing or was turned away,
 * and was decided about, is accounted for.
 */
@Component
public class HeadCounts {

    /** At which step they are compared. */
    public enum Step {
        /** Planned and boarded; whoever was missed at the cut-off, or is waited for until then, is asked about apart. */
        BOARDING,
        /** Planned, boarded and landed, but for what was explained at boarding. */
        ARRIVAL
    }

    /** Persons on the last manifest or counted aboard, who are not on all of it: planned, aboard, there. */
    private static final String DIFFERENT = """
            with written as (
              select person_id, household_id from manifest_line
              where movement_id = :movement
                and version = (select max(version) from manifest newest where newest.movement_id = :movement)),
            counted as (
              select person_id, checkpoint in ('convoy boarding', 'flight boarding') as aboard,
                     checkpoint in ('border entry', 'landing') as there
              from scan where movement_id = :movement and verdict = 'taken'),
            explained as (select (select finding from boarding_explained where movement_id = :movement) as finding),
            each as (
              select person.id, person.household_id,
                     bool_or(source.planned) as planned, bool_or(source.aboard) as aboard, bool_or(source.there) as there,
                     bool_or(was_of.restricted) as was_restricted
              from (select person_id, household_id, true as planned, false as aboard, false as there from written
                    union all select person_id, null, false, aboard, there from counted) source
                join person given on given.id = source.person_id
                join person on person.id = coalesce(given.merged_into, given.id)
                left join household was_of on was_of.id = source.household_id
              group by person.id)
            (select household.case_number, count(*) filter (where planned) as planned,
                   count(*) filter (where aboard) as boarded, count(*) filter (where there) as landed
            from each join household on household.id = each.household_id cross join explained
            where (not (restricted or coalesce(was_restricted, false)) or :cleared)
              and case when :arrived
                    then not (planned and aboard and there) and (planned or aboard or there)
                      and not case finding when 'neverAboard' then planned and not aboard and not there
                                           when 'tookAlong' then not planned and aboard and there
                                           when 'countMissed' then planned and there else false end
                    else planned <> aboard end
              and not exists (
                select from absence where absence.person_id = each.id and absence.movement_id = :movement
                  and case when :arrived
                      then %s
                      else not aboard and decision is distinct from 'came' end)
            group by household.id)
            union all
            (select taker, planned, boarded, landed
             from (select taker,
                          (select count(*) from manifest_guest line join guest on guest.id = line.guest_id
                           where line.movement_id = :movement and guest.kept_places_id = kept.id and line.version =
                             (select max(version) from manifest newest where newest.movement_id = :movement)) as planned,
                          (select coalesce(sum(persons), 0) from guest_count
                           where kept_places_id = kept.id and checkpoint in ('convoy boarding', 'flight boarding'))
                            as boarded,
                          (select coalesce(sum(persons), 0) from guest_count
                           where kept_places_id = kept.id and checkpoint in ('border entry', 'landing')) as landed
                   from kept_places kept where movement_id = :movement and released_at is null) guests
               cross join explained
             where case when :arrived
                     then (planned <> boarded or boarded <> landed)
                       and not case finding when 'countMissed' then landed = planned
                                            when 'neverAboard' then boarded = landed and boarded < planned
                                            when 'tookAlong' then boarded = landed and boarded > planned else false end
                     else planned <> boarded end)
            order by case_number""".formatted(explains("there"));

    /**
     * Whether a row of {@code absence} says where the person {@code each.id} is, on a movement that {@code movement_id} of the row
     * names. Who goes on, was moved or was born is to be counted later all the same; moved off, nowhere on this vehicle.
     *
     * @param there in SQL: whether to be counted aboard is all that is missing
     */
    public static String explains(String there) {
        return """
                (decision not in ('wait', 'tryAgain', 'came', 'goesOn', 'moved', 'born') or kind = 'died' and decision = 'goesOn'
                 or decision in ('moved', 'born') and (%s)
                 or decision = 'moved' and not exists (
                   select from reservation here where here.person_id = absence.person_id
                     and here.movement_id = absence.movement_id and here.state = 'held'))""".formatted(there);
    }

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final PlanningProcess process;

    HeadCounts(JdbcClient jdbc, CurrentOfficer officer, PlanningProcess process) {
        this.jdbc = jdbc;
        this.officer = officer;
        this.process = process;
    }

    /**
     * Of how many persons of a household the counts differ: so many of these are on the manifest, aboard and there.
     *
     * @param caseNumber of guests: who has named them; they are counted by number, all of them
     */
    public record Difference(String caseNumber, long planned, long boarded, long landed) {}

    /** Households of which the officer may know, and guests, by case number. */
    public List<Difference> differences(long movementId, Step step) {
        return differences(movementId, step, officer.cleared());
    }

    /**
     * Whether there is no difference to explain. Restricted households do not count here, lest a task tell of them: each is
     * waited for by its own process.
     */
    boolean agree(long movementId, Step step) {
        return differences(movementId, step, false).isEmpty();
    }

    /** Notes why others came aboard. @param finding {@code countMissed}, {@code neverAboard} or {@code tookAlong} */
    void explainBoarding(long movementId, String finding) {
        jdbc.sql("""
                insert into boarding_explained (movement_id, finding) values (:movement, :finding)
                on conflict (movement_id) do update set finding = excluded.finding""").param("movement", movementId).param("finding", finding).update();
    }

    private List<Difference> differences(long movementId, Step step, boolean cleared) {
        List<Difference> differences = jdbc.sql(DIFFERENT)
                .param("movement", movementId)
                .param("arrived", step == Step.ARRIVAL)
                .param("cleared", cleared)
                .query(Difference.class)
                .list();
        return step == Step.BOARDING ? withoutAwaited(differences) : differences;
    }

    /** It may have left before their cut-off: then their own process asks about them. */
    private List<Difference> withoutAwaited(List<Difference> differences) {
        Set<String> awaited = process.whoWaits(
                        differences.stream().map(Difference::caseNumber).toList(), "checkpointPassed")
                .keySet();
        return differences.stream()
                .filter(household -> household.boarded() > 0 || !awaited.contains(household.caseNumber()))
                .toList();
    }
}
