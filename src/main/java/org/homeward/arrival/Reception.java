package org.homeward.arrival;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reception as its officers see it: who has landed, who waits where and how long, and what they do for them there. */
@Component
public class Reception {

    /** Movements that landed before have left reception, but for those of whom somebody waits still. */
    private static final int DAYS_SHOWN = 2;

    private static final int LONGEST_CITY = 100;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Households households;
    private final Arrival arrival;
    private final ArrivalProcess process;
    private final Visits visits;
    private final Lodging lodging;
    private final HandOvers handOvers;
    private final Audit audit;

    Reception(
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Households households,
            Arrival arrival,
            ArrivalProcess process,
            Visits visits,
            Lodging lodging,
            HandOvers handOvers,
            Audit audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.households = households;
        this.arrival = arrival;
        this.process = process;
        this.visits = visits;
        this.lodging = lodging;
        this.handOvers = handOvers;
        this.audit = audit;
    }

    /** A movement that has landed, with its families: not counted yet, at stations, done there and leaving, home. */
    public record Landed(
            String code,
            String origin,
            String destination,
            int families,
            int persons,
            int notCounted,
            int atStations,
            int leaving,
            int home) {}

    /** @param median of today's waiting in minutes, of whoever was taken today or waits still; null: nobody */
    public record Queue(
            String station,
            int waiting,
            @Nullable Integer median,
            @Nullable Integer longest) {}

    /** @param movement by which they came; {@code city}: where they are bound for, as the dossier says */
    public record Party(
            long visit,
            String station,
            long householdId,
            String caseNumber,
            OffsetDateTime since,
            @Nullable String takenBy,
            @Nullable String movement,
            @Nullable String city) {

        public long minutes(OffsetDateTime now) {
            return java.time.Duration.between(since, now).toMinutes();
        }
    }

    /** What an officer says on the page. @param visit the one on the page that was looked at; null: they came all the same */
    public record Said(
            String outcome,
            @Nullable Long visit,
            @Nullable Long place,
            String city,
            @Nullable LocalDate leavesOn) {}

    public List<Landed> landed() {
        return jdbc.sql("""
                with party as (
                  select household.id, household.stage,
                         (select movement_id from itinerary join itinerary_leg on itinerary_id = itinerary.id
                          where household_id = household.id and state in ('held', 'travelled')
                          order by itinerary.id desc, position desc limit 1) as movement_id,
                         (select count(*) from person where household_id = household.id and merged_into is null) as persons,
                         bool_or(station = 'count' and done_at is null) as uncounted,
                         bool_or(station <> 'count' and done_at is null) as waits
                  from household join station_visit on household_id = household.id
                  where stage <> 'ended' and (not restricted or :cleared)
                  group by household.id
                  having stage <> 'home' or max(opened_at) filter (where station = 'count') > :lately)
                select code, origin, destination, count(*) as families, sum(persons) as persons,
                       count(*) filter (where party.stage <> 'home' and uncounted) as not_counted,
                       count(*) filter (where party.stage <> 'home' and not uncounted and waits) as at_stations,
                       count(*) filter (where party.stage <> 'home' and not uncounted and not waits) as leaving,
                       count(*) filter (where party.stage = 'home') as home
                from party join movement on movement.id = movement_id
                group by movement.id order by coalesce(arrived_at, arrives) desc, code""")
                .param("cleared", officer.cleared())
                .param("lately", now().minusDays(DAYS_SHOWN))
                .query(Landed.class)
                .list();
    }

    /** Each station in the order of the house, also an empty one. */
    public List<Queue> queues() {
        return jdbc.sql("""
                with waits as (
                  select station, done_at,
                         extract(epoch from coalesce(taken_at, :now) - opened_at) / 60 as minutes
                  from station_visit join household on household.id = household_id
                  where (taken_at >= :today or done_at is null and stage not in ('home', 'ended'))
                        and (not restricted or :cleared))
                select word.station, count(*) filter (where waits.station is not null and done_at is null) as waiting,
                       cast(percentile_cont(0.5) within group (order by minutes) as integer) as median,
                       cast(max(minutes) as integer) as longest
                from unnest(array['count', 'medical', 'psychologist', 'papers', 'money', 'lodging', 'onward travel',
                                  'telephone home']) with ordinality as word (station, place)
                left join waits on waits.station = word.station
                group by word.station, word.place order by word.place""")
                .param("now", now())
                .param("today", now().toLocalDate().atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("cleared", officer.cleared())
                .query(Queue.class)
                .list();
    }

    /** Who waits or is being seen to, by station, longest first; reading it is on record. @param station null: all; {@code most}: at each */
    @Transactional
    public List<Party> parties(@Nullable String station, int most) {
        audit.recordOf("read", "reception", null);
        return jdbc.sql("""
                select visit, station, household_id, case_number, since, taken_by, city,
                       (select code from itinerary join itinerary_leg on itinerary_id = itinerary.id
                        join movement on movement.id = movement_id
                        where itinerary.household_id = waiting.household_id and itinerary.state = 'held'
                        order by position desc limit 1) as movement
                from (
                  select visit.id as visit, station, household.id as household_id, case_number, opened_at as since, taken_by,
                         coalesce(onward_travel.city, destination_city) as city,
                         row_number() over (partition by station order by opened_at, visit.id) as place
                  from station_visit visit
                  join household on household.id = household_id
                  left join onward_travel on onward_travel.household_id = household.id
                  where done_at is null and stage not in ('home', 'ended') and (not restricted or :cleared)
                        and (cast(:station as text) is null or station = :station)) waiting
                where place <= :most order by station, place""")
                .param("station", station)
                .param("most", most)
                .param("cleared", officer.cleared())
                .query(Party.class)
                .list();
    }

    /** The members of those who wait, by household. */
    public Map<Long, List<Person>> members(List<Party> parties) {
        return households.members(parties.stream().map(Party::householdId).collect(Collectors.toSet()));
    }

    /** The id of the open task in Tasklist. @throws Refusal if it is done already */
    public String task(String caseNumber, Station station) {
        return process.task(households.named(caseNumber).caseNumber(), station.task());
    }

    /** The officer begins to see to a household: its waiting is over. */
    @Transactional
    public void take(String caseNumber, Station station) {
        Household household = households.named(caseNumber);
        process.take(household.caseNumber(), station.task(), officer.name());
    }

    /**
     * The household has been seen to at a station where it waits, or came all the same.
     *
     * @throws Refusal naming what is missing; if somebody else has seen to them; if it has not landed
     */
    @Transactional
    public void seenTo(String caseNumber, Station station, Said said) {
        Household household = households.lock(households.named(caseNumber).id());
        if (!station.outcomes().contains(said.outcome())) {
            throw new Refusal("Choose one of the answers.", "outcome");
        }
        boolean waits = visits.isOpen(household.id(), station.word());
        if (said.visit() != null && !waits) {
            throw new Refusal.NotFound("Somebody has seen to them already, or there is nothing to see to.");
        }
        if (!waits && !hasBeenCounted(household)) {
            throw new Refusal(
                    "Case " + household.caseNumber() + " has not been counted at reception, or is home already.",
                    "case");
        }
        keep(household, station, said);
        if (waits) {
            process.complete(household.caseNumber(), station.task(), officer.name(), station.answer(), said.outcome());
        } else {
            visits.added(household.id(), station.word(), officer.name());
            arrival.recordStep(household.id(), station.word(), said.outcome());
        }
    }

    private boolean hasBeenCounted(Household household) {
        return !household.ended()
                && !household.stage().equals("home")
                && jdbc.sql("""
                        select exists (select from station_visit
                                       where household_id = :id and station = 'count' and done_at is not null)""")
                        .param("id", household.id())
                        .query(Boolean.class)
                        .single();
    }

    /** What a station keeps besides its outcome. */
    private void keep(Household household, Station station, Said said) {
        if (station == Station.LODGING && said.place() != null) {
            lodging.give(household.id(), said.place());
        }
        if (station == Station.ONWARD_TRAVEL && !said.outcome().equals("notNeeded")) {
            travelsTo(household, said.city(), said.leavesOn());
        }
    }

    private void travelsTo(Household household, String city, @Nullable LocalDate leavesOn) {
        String where = PlainText.of(city);
        if (where.isEmpty() || leavesOn == null) {
            throw new Refusal("Say to which city they travel on, and on which day.", "city");
        }
        if (where.length() > LONGEST_CITY) {
            throw new Refusal("This is longer than " + LONGEST_CITY + " characters.", "city");
        }
        LocalDate today = now().toLocalDate();
        if (leavesOn.isBefore(today) || leavesOn.isAfter(today.plusYears(1))) {
            throw new Refusal("They travel on today or within a year: check the day.", "leavesOn");
        }
        jdbc.sql("""
                insert into onward_travel values (:household, :city, :on, :officer, :now)
                on conflict (household_id) do update set city = excluded.city, leaves_on = excluded.leaves_on,
                  recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at""")
                .param("household", household.id())
                .param("city", where)
                .param("on", leavesOn)
                .param("officer", officer.name())
                .param("now", now())
                .update();
    }

    /** Whether its children can be handed over now, or a second officer looks: all stations are done. */
    public boolean handsOver(String caseNumber) {
        return process.isOpen(caseNumber, "task_handOver") || process.isOpen(caseNumber, "task_confirmHandOver");
    }

    private void requireStationsDone(Household household) {
        if (!handsOver(household.caseNumber())) {
            throw new Refusal(
                    "First the stations: children are handed over when their household is done at all of them.");
        }
    }

    /** The first officer hands a child over; once all of the household are, the second one is asked. */
    @Transactional
    public void handOver(String caseNumber, long childId, HandOvers.Receiver receiver) {
        Household household = households.named(caseNumber);
        requireStationsDone(household);
        handOvers.record(household.id(), childId, receiver);
        if (handOvers.of(household.id()).stream().allMatch(HandOvers.HandOver::handed)) {
            process.complete(household.caseNumber(), "task_handOver", officer.name(), "handOverRecorded", Boolean.TRUE);
        }
    }

    /** The second officer agrees; once they agree to all of the household, the children leave. */
    @Transactional
    public void confirmHandOver(String caseNumber, long childId, String documentNumber) {
        Household household = households.named(caseNumber);
        handOvers.confirm(household.id(), childId, documentNumber);
        if (!handOvers.childWaits(household.id())) {
            process.complete(household.caseNumber(), "task_confirmHandOver", officer.name(), "handOverCheck", "agrees");
        }
    }

    /** The second officer finds another document, or another person: the first looks anew. */
    @Transactional
    public void handOverDiffers(String caseNumber) {
        Household household = households.named(caseNumber);
        process.complete(household.caseNumber(), "task_confirmHandOver", officer.name(), "handOverCheck", "differs");
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
