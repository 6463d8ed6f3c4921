package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.movement.Movement;
import org.homeward.movement.Places;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Plan;
import org.homeward.planning.plan.Planner;
import org.homeward.situation.Exits;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who would be affected by a change of the situation, and what the planner would do with them. */
@Component
class ChangePreviews {

    private static final double SECONDS_PER_HOUR = 3_600;

    private final JdbcClient jdbc;
    private final Blows blows;
    private final OverQuota overQuota;
    private final Timetable timetable;
    private final Exits exits;
    private final PlanningSnapshot snapshot;
    private final CurrentOfficer officer;
    private final Clock clock;
    private final ZoneId zone;

    ChangePreviews(
            JdbcClient jdbc,
            Blows blows,
            OverQuota overQuota,
            Timetable timetable,
            Exits exits,
            PlanningSnapshot snapshot,
            CurrentOfficer officer,
            Clock clock,
            @Value("${homeward.zone}") ZoneId zone) {
        this.jdbc = jdbc;
        this.blows = blows;
        this.overQuota = overQuota;
        this.timetable = timetable;
        this.exits = exits;
        this.snapshot = snapshot;
        this.officer = officer;
        this.clock = clock;
        this.zone = zone;
    }

    /** A household that would lose its seats. */
    private record Losing(
            long id,
            int priority,
            Instant since,
            boolean restricted,
            int seats,
            int stretchers,
            int wheelchairs,
            Instant home,
            @Nullable String reached) {

        int size() {
            return seats + stretchers + wheelchairs;
        }
    }

    /** What would happen, as far as the officer may know. Nothing changes by asking. @param report as {@link Disruptions#checked} */
    ChangePreview of(Report report) {
        return requireNonNull(forAll(report).get(officer.cleared()));
    }

    /** The same for officers who are cleared, and for the others: the planner is asked once. */
    Map<Boolean, ChangePreview> forAll(Report report) {
        Blow blow = Blow.from(report, clock.instant());
        Map<Movement, Fate> struck = blows.struck(blow);
        List<Movement> gone = with(struck, Fate.CANCELLED, Fate.WAITS);
        Map<Movement, Instant> putOff = new LinkedHashMap<>();
        with(struck, Fate.DELAYED).forEach(movement -> putOff.put(movement, blows.leaves(movement, blow)));
        boolean quota = blow.kind().equals("quotaChanges");
        Set<Long> over = quota ? overLowerQuota(report) : overFullDays(putOff);
        List<Long> itineraries = itinerariesLost(gone, putOff, over);
        List<Losing> losing = losing(itineraries);
        Map<Long, Instant> homeInstead =
                losing.isEmpty() || quota ? Map.of() : homeInstead(gone, putOff, itineraries, losing);
        return byClearance(cleared -> {
            Map<Long, Integer> aboard = aboard(struck.keySet(), cleared);
            List<Losing> known = losing.stream()
                    .filter(household -> cleared || !household.restricted())
                    .toList();
            return new ChangePreview(
                    struck.entrySet().stream()
                            .map(each -> line(each.getKey(), each.getValue(), aboard))
                            .toList(),
                    known.size(),
                    known.stream().mapToInt(Losing::size).sum(),
                    struck.entrySet().stream()
                            .filter(each -> each.getValue() == Fate.ON_THE_ROAD)
                            .mapToInt(each -> aboard.getOrDefault(each.getKey().id(), 0))
                            .sum(),
                    blow.kind().equals("riskChanges") ? deferred(report, cleared) : 0,
                    known.isEmpty() || quota ? null : instead(known, homeInstead));
        });
    }

    private static Map<Boolean, ChangePreview> byClearance(Function<Boolean, ChangePreview> preview) {
        return Map.of(true, preview.apply(true), false, preview.apply(false));
    }

    private static ChangePreview.Struck line(Movement movement, Fate fate, Map<Long, Integer> aboard) {
        return new ChangePreview.Struck(
                movement.code(),
                movement.kind(),
                movement.origin(),
                movement.destination(),
                movement.departs(),
                fate,
                aboard.getOrDefault(movement.id(), 0));
    }

    private Set<Long> overLowerQuota(Report report) {
        return report.value() == null
                ? Set.of()
                : overQuota
                        .over(requireNonNull(report.subject()), report.value(), Set.of())
                        .keySet();
    }

    /** Who is too many where convoys are put off to a day for which an exit's quota is used up. */
    private Set<Long> overFullDays(Map<Movement, Instant> putOff) {
        Map<String, Set<LocalDate>> days = new HashMap<>();
        putOff.forEach((movement, departs) -> {
            if (movement.exit() != null) {
                days.computeIfAbsent(movement.exit(), exit -> new HashSet<>()).add(LocalDate.ofInstant(departs, zone));
            }
        });
        Set<Long> over = new HashSet<>();
        days.forEach((exit, those) -> {
            Integer quota = exits.quota(exit);
            if (quota != null) {
                over.addAll(overQuota.over(exit, quota, those, putOff).keySet());
            }
        });
        return over;
    }

    /** Held itineraries over what is gone, and those whose flight leaves before a convoy that is put off is there. */
    private List<Long> itinerariesLost(List<Movement> gone, Map<Movement, Instant> putOff, Collection<Long> overQuota) {
        return jdbc.sql("""
                select id from itinerary where state = 'held' and household_id = any(:overQuota)
                union
                select itinerary_id from itinerary_leg join itinerary on itinerary.id = itinerary_id
                where state = 'held' and movement_id = any(:lost)
                union
                select leg.itinerary_id
                from unnest(:delayed, cast(:departs as timestamptz[])) as late (convoy_id, departs)
                  join itinerary_leg leg on leg.movement_id = late.convoy_id
                  join itinerary on itinerary.id = leg.itinerary_id and itinerary.state = 'held'
                  join movement convoy on convoy.id = late.convoy_id
                  join itinerary_leg next on next.itinerary_id = leg.itinerary_id and next.position = leg.position + 1
                  join movement flight on flight.id = next.movement_id
                where flight.departs
                  < convoy.arrives + (late.departs - convoy.departs) + make_interval(mins => :connection)""")
                .param("overQuota", overQuota.toArray(Long[]::new))
                .param("lost", ids(gone))
                .param("delayed", ids(putOff.keySet()))
                .param("departs", departures(putOff))
                .param("connection", (int) timetable.connection().toMinutes())
                .query(Long.class)
                .list();
    }

    private static String[] departures(Map<Movement, Instant> putOff) {
        return putOff.values().stream().map(Instant::toString).toArray(String[]::new);
    }

    private static List<Movement> with(Map<Movement, Fate> struck, Fate... fates) {
        return struck.keySet().stream()
                .filter(movement -> List.of(fates).contains(struck.get(movement)))
                .toList();
    }

    private int deferred(Report report, boolean cleared) {
        return jdbc.sql("""
                select count(*) from household join governorate on governorate.pcode = household.governorate
                where governorate = :pcode and stage = 'deferred' and risk < :risk and (not restricted or :cleared)""")
                .param("pcode", report.subject())
                .param("risk", report.value())
                .param("cleared", cleared)
                .query(Integer.class)
                .single();
    }

    private Map<Long, Integer> aboard(Collection<Movement> struck, boolean cleared) {
        Map<Long, Integer> aboard = new HashMap<>();
        jdbc.sql("""
                select movement_id, count(*) as persons
                from reservation join household on household.id = household_id and (not restricted or :cleared)
                where state = 'held' and movement_id = any(:ids) group by movement_id""").param("cleared", cleared).param("ids", ids(struck)).query(row -> {
            aboard.put(row.getLong("movement_id"), row.getInt("persons"));
        });
        return aboard;
    }

    private List<Losing> losing(List<Long> itineraries) {
        return jdbc.sql("""
                select household.id, coalesce(priority, 4) as priority, coalesce(ready_since, :now) as since,
                       restricted,
                       count(distinct person_id) filter (where place = 'seat') as seats,
                       count(distinct person_id) filter (where place = 'stretcher') as stretchers,
                       count(distinct person_id) filter (where place = 'wheelchair') as wheelchairs,
                       max(arrives) as home,
                       (array_agg(destination order by departs desc) filter (where departed_at is not null))[1] as reached
                from reservation join household on household.id = reservation.household_id
                  join movement on movement.id = movement_id
                where itinerary_id = any(:ids) and reservation.state = 'held'
                group by household.id order by household.id""")
                .param("ids", itineraries.toArray(Long[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Losing(
                        row.getLong("id"),
                        row.getInt("priority"),
                        row.getTimestamp("since").toInstant(),
                        row.getBoolean("restricted"),
                        row.getInt("seats"),
                        row.getInt("stretchers"),
                        row.getInt("wheelchairs"),
                        row.getTimestamp("home").toInstant(),
                        row.getString("reached")))
                .list();
    }

    private static Long[] ids(Collection<Movement> some) {
        return some.stream().map(Movement::id).toArray(Long[]::new);
    }

    // What the planner would do --------------------------------------------------------------------------------------

    /** When those are home whom the planner seats again, by household. */
    private Map<Long, Instant> homeInstead(
            List<Movement> gone, Map<Movement, Instant> putOff, List<Long> itineraries, List<Losing> losing) {
        Operation without = without(gone, putOff, itineraries, losing);
        Map<String, List<String>> seated = Planner.plan(without).seated().stream()
                .collect(Collectors.toMap(Plan.Seated::household, Plan.Seated::legs));
        Map<String, Instant> arrivals =
                without.legs().stream().collect(Collectors.toMap(Operation.Leg::id, Operation.Leg::arrives));
        Map<Long, Instant> home = new HashMap<>();
        losing.forEach(household -> {
            List<String> legs = seated.get(name(household));
            if (legs != null) {
                home.put(household.id(), requireNonNull(arrivals.get(legs.get(legs.size() - 1))));
            }
        });
        return home;
    }

    private static ChangePreview.Instead instead(List<Losing> losing, Map<Long, Instant> homeInstead) {
        List<Losing> seatedAgain = losing.stream()
                .filter(household -> homeInstead.containsKey(household.id()))
                .toList();
        return new ChangePreview.Instead(
                seatedAgain.size(),
                losing.size() - seatedAgain.size(),
                seatedAgain.stream()
                        .mapToDouble(household ->
                                Duration.between(household.home(), requireNonNull(homeInstead.get(household.id())))
                                                .toSeconds()
                                        / SECONDS_PER_HOUR)
                        .average()
                        .orElse(0));
    }

    /** The operation as it would stand: what is lost is gone, or later, and those who lose their places wait with the others. */
    private Operation without(
            List<Movement> gone, Map<Movement, Instant> putOff, List<Long> itineraries, List<Losing> losing) {
        Operation now = snapshot.take().operation();
        Set<String> lost = gone.stream().map(Movement::code).collect(Collectors.toSet());
        Map<String, Instant> later = new HashMap<>();
        putOff.forEach((movement, departs) -> later.put(movement.code(), departs));
        Map<String, Places> freed = freed(itineraries);
        List<Operation.Household> waiting = new ArrayList<>(now.households());
        losing.forEach(household -> waiting.add(snapshot.waiting(
                name(household),
                new Places(household.seats(), household.stretchers(), household.wheelchairs()),
                household.priority(),
                household.since(),
                household.reached())));
        return new Operation(
                now.snapshot(),
                now.destination(),
                now.minConnectionMinutes(),
                now.objective(),
                waiting,
                now.legs().stream()
                        .filter(leg -> !lost.contains(leg.id()))
                        .map(leg -> roomier(leg, freed.get(leg.id())))
                        .map(leg ->
                                later.containsKey(leg.id()) ? leg.leavingAt(requireNonNull(later.get(leg.id()))) : leg)
                        .toList(),
                quotas(gone, putOff, itineraries),
                now.zone());
    }

    private static Operation.Leg roomier(Operation.Leg leg, @Nullable Places freed) {
        return freed == null
                ? leg
                : leg.roomier(freed.seats(), freed.wheelchairs(), freed.stretchers(), freed.baggageKg());
    }

    /** What exits would still admit on each day: nobody of those who lose their places, and who is put off on the later day. */
    private List<Operation.Quota> quotas(List<Movement> gone, Map<Movement, Instant> putOff, List<Long> itineraries) {
        return jdbc.sql("""
                with freed as (
                  select movement_id, count(*) as persons from reservation
                  where itinerary_id = any(:lost) and state = 'held' group by movement_id),
                crossing as (
                  select exit, (coalesce(late.departs, movement.departs) at time zone :zone)::date as day,
                         case when state = 'cancelled' or id = any(:gone) then 0
                              else seats_taken + stretchers_taken + wheelchairs_taken - coalesce(freed.persons, 0) end as persons
                  from movement left join freed on freed.movement_id = movement.id
                    left join unnest(:delayed, cast(:departs as timestamptz[])) as late (movement_id, departs)
                      on late.movement_id = movement.id)
                select exit, day, greatest(0, daily_quota - sum(persons)) as persons
                from crossing join exit on exit.code = crossing.exit and daily_quota is not null
                group by exit, day, daily_quota""")
                .param("zone", zone.getId())
                .param("lost", itineraries.toArray(Long[]::new))
                .param("gone", ids(gone))
                .param("delayed", ids(putOff.keySet()))
                .param("departs", departures(putOff))
                .query(Operation.Quota.class)
                .list();
    }

    private static String name(Losing household) {
        return "losing " + household.id();
    }

    /** Places that those give back who lose their seats, by code. */
    private Map<String, Places> freed(List<Long> itineraries) {
        Map<String, Places> freed = new HashMap<>();
        jdbc.sql("""
                select code, count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from reservation join movement on movement.id = movement_id
                where itinerary_id = any(:ids) and reservation.state = 'held'
                group by code""").param("ids", itineraries.toArray(Long[]::new)).query(row -> {
            freed.put(
                    row.getString("code"),
                    new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")));
        });
        return freed;
    }
}
