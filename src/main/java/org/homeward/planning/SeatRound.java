package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.sql.Types;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.homeward.household.Companions;
import org.homeward.household.Households;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.situation.Exit;
import org.homeward.situation.Exits;
import org.homeward.situation.Reach;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives seats to those who wait, a batch at a time: whoever lost a race for a place simply waits for the next batch. */
@Component
class SeatRound {

    /** Households sent on their way in one transaction at most. */
    static final int BATCH = 100;

    /** Households given places in one transaction at most: what is free is looked at once for them all. */
    static final int MOST_AT_ONCE = 2_000;

    /** Where a convoy or a ship has brought households, unless they turned back or stepped off; of which of them is to be said. */
    static final String BROUGHT = """

                  select distinct on (person.household_id) person.household_id, movement.destination
                  from scan
                    join movement on movement.id = scan.movement_id and kind <> 'flight'
                    join person on person.id = scan.person_id
                    join household on household.id = person.household_id and (%s)
                  where verdict = 'taken'
                    and (checkpoint = 'border entry' or checkpoint = 'convoy boarding' and departed_at is not null)
                    and not exists (
                      select from absence
                      where absence.household_id = person.household_id and absence.movement_id = movement.id
                        and absence.decision in ('turnBack', 'stepOff'))
                  order by person.household_id, scan.counted_at desc""";

    private final JdbcClient jdbc;
    private final Households households;
    private final Companions companions;
    private final Movements movements;
    private final Reservations reservations;
    private final Exits exits;
    private final SituationChanges changes;
    private final Towns towns;
    private final Reach reach;
    private final Timetable timetable;
    private final PlanningProcess process;
    private final Clock clock;
    private final String zone;

    SeatRound(
            JdbcClient jdbc,
            Households households,
            Companions companions,
            Movements movements,
            Reservations reservations,
            Exits exits,
            SituationChanges changes,
            Towns towns,
            Reach reach,
            Timetable timetable,
            PlanningProcess process,
            Clock clock,
            @Value("${homeward.zone}") String zone) {
        this.jdbc = jdbc;
        this.households = households;
        this.companions = companions;
        this.movements = movements;
        this.reservations = reservations;
        this.exits = exits;
        this.changes = changes;
        this.towns = towns;
        this.reach = reach;
        this.timetable = timetable;
        this.process = process;
        this.clock = clock;
        this.zone = zone;
    }

    /** Sends those who have places on their way; when nobody is left of them, gives more. @return whether to go on */
    boolean giveSeats() {
        if (sendNextOn()) {
            return true;
        }
        SeatRule.Quotas quotas =
                quotas(); // first: what is open, and at which hours, stays so until the seats are given
        List<Movement> open = open();
        if (open.isEmpty()) {
            return false;
        }
        List<Seating> wanted = SeatRule.seat(queue(), open, towns, quotas, timetable.connection(), MOST_AT_ONCE);
        Map<Long, String> ready = lockReady(wanted);
        List<Seating> given = reservations.reserve(whoStillMeets(whoIs(ready, wanted)));
        if (given.size() > BATCH) {
            return true;
        }
        return !seat(given, ready).isEmpty() && wanted.size() >= MOST_AT_ONCE;
    }

    /** Tells the next who have places and do not know it yet. @return whether there are more */
    private boolean sendNextOn() {
        Map<Long, String> next = new TreeMap<>();
        jdbc.sql("""
                select household.id, case_number
                from household join itinerary on household_id = household.id and state = 'held'
                where stage = 'ready'
                order by household.id limit :batch for update of household skip locked""").param("batch", BATCH).query(row -> {
            next.put(row.getLong("id"), row.getString("case_number"));
        });
        seat(next);
        return next.size() == BATCH;
    }

    /** Those of these movements that have not departed yet and take people until then, also when they are frozen. */
    List<Movement> takingUntilDeparture(List<Movement> legs) {
        return overOpenExits(
                legs.stream()
                        .filter(leg -> leg.departs().isAfter(clock.instant()))
                        .toList(),
                Set.of("open", "frozen", "boarding"));
    }

    /**
     * Seats all of these, also on what is frozen or boarding.
     *
     * @return who was waiting for it and has been told
     * @throws OptimisticLockingFailureException if somebody else gives away these places, or seats these households, at
     *     this moment: then nobody is seated
     */
    Set<Long> seatUntilDeparture(List<Seating> wanted) {
        Map<Long, String> ready = lockReady(wanted);
        List<Seating> given = reservations.reserveUntilDeparture(whoStillMeets(whoIs(ready, wanted)));
        if (given.size() < wanted.size()) {
            throw new OptimisticLockingFailureException("Somebody else gives seats at the same moment.");
        }
        return seat(given, ready);
    }

    private static List<Seating> whoIs(Map<Long, String> ready, List<Seating> wanted) {
        Set<Long> incomplete = wanted.stream()
                .filter(seating -> !ready.containsKey(seating.householdId()))
                .map(Seating::unit)
                .collect(Collectors.toSet());
        return wanted.stream()
                .filter(seating -> !incomplete.contains(seating.unit()))
                .toList();
    }

    /** The legs were read before they are locked: a delay at that very moment may have come between two of them. */
    List<Seating> whoStillMeets(List<Seating> wanted) {
        Map<Long, Movement> legs = movements.lock(
                wanted.stream().flatMap(seating -> seating.legs().stream()).collect(Collectors.toSet()));
        return wanted.stream()
                .filter(seating -> meet(seating.legs().stream()
                        .map(leg -> requireNonNull(legs.get(leg)))
                        .toList()))
                .toList();
    }

    /** Tells them. @return who was waiting for it */
    private Set<Long> seat(List<Seating> given, Map<Long, String> ready) {
        Map<Long, String> seated = new TreeMap<>();
        given.forEach(seating -> seated.put(seating.householdId(), requireNonNull(ready.get(seating.householdId()))));
        return seat(seated);
    }

    /** Tells those who have places that they are seated. @param seated case numbers @return who was waiting for it */
    Set<Long> seat(Map<Long, String> seated) {
        households.enter(seated.keySet(), "seated");
        Set<String> told = process.tellHouseholds(seated.values(), "seatsAssigned");
        Map<Long, String> elsewhere = new TreeMap<>(seated);
        elsewhere.values().removeAll(told);
        // Their processes are somewhere else: they keep no seats that nobody would use.
        reservations.giveBack(elsewhere.keySet(), "not waiting");
        households.enter(elsewhere.keySet(), "ready");
        Set<Long> waited = new TreeSet<>(seated.keySet());
        waited.removeAll(elsewhere.keySet());
        return waited;
    }

    /**
     * Gives members who joined after their household was seated their places, if vehicles and quotas have room for them.
     *
     * @return whether everybody has a place now
     */
    boolean placeNewcomers(long householdId) {
        int newcomers = reservations.withoutPlace(householdId);
        if (newcomers == 0) {
            return true;
        }
        SeatRule.Quotas quotas = quotas();
        return movements.itinerary(householdId).stream()
                        .flatMap(itinerary -> itinerary.legs().stream())
                        .allMatch(leg -> quotas.admit(leg.id(), newcomers))
                && reservations.completePlaces(householdId);
    }

    /** Whether each of these leaves late enough after the one before it has arrived. */
    boolean meet(List<Movement> legs) {
        return IntStream.range(1, legs.size())
                .noneMatch(leg -> legs.get(leg)
                        .departs()
                        .isBefore(legs.get(leg - 1).arrives().plus(timetable.connection())));
    }

    /** What takes people now. */
    List<Movement> open() {
        return overOpenExits(movements.upcoming(), Set.of("open"));
    }

    /** Whether a household has its place in the queue, and no seats. */
    boolean isInQueue(long householdId) {
        return jdbc.sql("""
                select exists (select from household
                               where id = :id and stage = 'ready' and ready_since is not null and not exists (
                                 select from itinerary where household_id = :id and state = 'held'))""").param("id", householdId).query(Boolean.class).single();
    }

    /** Who waits, the first in turn first. */
    List<SeatRule.Candidate> queue() {
        return queue(null, true);
    }

    /** As {@link #queue()}, but the people of a governorate first, before any priority. @param near null if it does not matter */
    List<SeatRule.Candidate> queue(@Nullable String near) {
        return queue(near, true);
    }

    /** As {@link #queue()}, as if there were no restricted households. */
    List<SeatRule.Candidate> queueOfUnrestricted() {
        return queue(null, false);
    }

    /** As {@link #queue()}, with these in their old place in it, as if they had no seats. */
    List<SeatRule.Candidate> queueWith(Collection<Long> losing) {
        return queue(null, true, losing);
    }

    private List<Movement> overOpenExits(List<Movement> all, Set<String> states) {
        List<Exit> known = exits.all();
        ExitHours hours = new ExitHours(known, ZoneId.of(zone));
        Set<String> openExits =
                known.stream().filter(Exit::isOpen).map(Exit::code).collect(Collectors.toSet());
        Set<String> beingLost = changes.beingLost();
        return all.stream()
                .filter(movement -> states.contains(movement.state()) && !beingLost.contains(movement.code()))
                .filter(movement -> movement.exit() == null || openExits.contains(movement.exit()))
                .filter(hours::admit)
                .toList();
    }

    /** Those of these that take nobody new as long as they are planned to cross outside the hours of their exit. */
    List<Movement> outsideHours(Collection<Movement> all) {
        ExitHours hours = new ExitHours(exits.all(), ZoneId.of(zone));
        return all.stream().filter(movement -> !hours.admit(movement)).toList();
    }

    /**
     * Who waits, the first in {@link WhoseTurn} first, with what they need and where they have got to already: a
     * convoy or a ship has brought them there unless they turned back or stepped off on the way.
     *
     * Households that travel together are one.
     *
     * @param near the governorate whose people come first, before any priority; null if it does not matter
     * @param all also restricted households
     * @param losing others who take their old place among them, though they still have seats
     */
    private List<SeatRule.Candidate> queue(@Nullable String near, boolean all) {
        return queue(near, all, List.of());
    }

    private List<SeatRule.Candidate> queue(@Nullable String near, boolean all, Collection<Long> losing) {
        Map<String, Set<String>> unreachable = reach.unreachable();
        List<SeatRule.Candidate> queue = jdbc.sql("""
                with brought as (%s)
                select household.id, governorate, brought.destination,
                       count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from household
                  join person on person.household_id = household.id and person.merged_into is null
                  left join brought on brought.household_id = household.id
                where household.id = any(:losing) or stage = 'ready' and (not restricted or :all) and not exists (
                  select from itinerary where itinerary.household_id = household.id and itinerary.state = 'held')
                group by household.id, brought.destination
                order by coalesce(governorate <> :near, false), %s""".formatted(
                        BROUGHT.formatted("stage = 'ready' or household.id = any(:losing)"), WhoseTurn.FIRST_FIRST))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("near", near, Types.VARCHAR)
                .param("all", all)
                .param("losing", losing.toArray(Long[]::new))
                .query((row, number) -> new SeatRule.Candidate(
                        row.getLong("id"),
                        new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")),
                        row.getString("destination"),
                        unreachable.getOrDefault(row.getString("governorate"), Set.of())))
                .list();
        return SeatUnits.together(
                queue,
                all ? companions.links() : companions.linksOfUnrestricted(),
                household -> movements.itinerary(household).stream()
                        .flatMap(itinerary -> itinerary.legs().stream().map(Movement::id))
                        .toList());
    }

    /** As {@link #quotasNow}; nobody else gives seats over these exits until this transaction ends. */
    SeatRule.Quotas quotas() {
        jdbc.sql("select code from exit order by code for update")
                .query(String.class)
                .list();
        return quotasNow();
    }

    /** What exits with a quota still admit on each day of the country that people leave. */
    SeatRule.Quotas quotasNow() {
        SeatRule.Quotas quotas = new SeatRule.Quotas(new HashMap<>(), new HashMap<>());
        jdbc.sql("""
                with crossing as (
                  select id, exit || ' ' || (departs at time zone :zone)::date as day, daily_quota,
                         case when movement.state = 'cancelled' then 0
                              else seats_taken + stretchers_taken + wheelchairs_taken end as persons
                  from movement join exit on exit.code = movement.exit
                  where daily_quota is not null)
                select id, day, daily_quota - sum(persons) over (partition by day) as left_over from crossing""").param("zone", zone).query(row -> {
            quotas.dayOf().put(row.getLong("id"), row.getString("day"));
            quotas.left().put(row.getString("day"), row.getInt("left_over"));
        });
        return quotas;
    }

    /** Case numbers of those who still wait and whom nobody else deals with at this moment. */
    Map<Long, String> lockReady(List<Seating> wanted) {
        List<Long> householdIds = wanted.stream().map(Seating::householdId).toList();
        Map<Long, String> ready = new TreeMap<>();
        jdbc.sql("""
                select id, case_number from household where id = any(:ids) and stage = 'ready'
                order by id for update skip locked""").param("ids", householdIds.toArray(Long[]::new)).query(row -> {
            ready.put(row.getLong("id"), row.getString("case_number"));
        });
        return ready;
    }
}
