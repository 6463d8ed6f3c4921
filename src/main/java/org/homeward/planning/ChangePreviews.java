package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
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
    private final PlanningSnapshot snapshot;
    private final CurrentOfficer officer;
    private final Clock clock;

    ChangePreviews(
            JdbcClient jdbc,
            Blows blows,
            OverQuota overQuota,
            Timetable timetable,
            PlanningSnapshot snapshot,
            CurrentOfficer officer,
            Clock clock) {
        this.jdbc = jdbc;
        this.blows = blows;
        this.overQuota = overQuota;
        this.timetable = timetable;
        this.snapshot = snapshot;
        this.officer = officer;
        this.clock = clock;
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
        if (requireNonNull(report.kind()).equals("riskChanges")) {
            return byClearance(cleared -> new ChangePreview(List.of(), 0, 0, 0, deferred(report, cleared), null));
        }
        Blow blow = Blow.from(report, clock.instant());
        Map<Movement, Fate> struck = new LinkedHashMap<>();
        blows.struck(blow).forEach(movement -> struck.put(movement, blows.fate(blow, movement)));
        boolean quota = blow.kind().equals("quotaChanges");
        Set<Long> over = quota && report.value() != null
                ? overQuota.over(blow.subject(), report.value(), Set.of()).keySet()
                : Set.of();
        List<Long> itineraries = itinerariesLost(struck, blow, over);
        List<Losing> losing = losing(itineraries);
        Map<Long, Instant> homeInstead =
                losing.isEmpty() || quota ? Map.of() : homeInstead(struck, blow, itineraries, losing);
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
                    0,
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
    /** Held itineraries over what is cancelled, and those whose flight leaves before a convoy that is put off is there. */
    private List<Long> itinerariesLost(Map<Movement, Fate> struck, Blow blow, Collection<Long> overQuota) {
        List<Movement> delayed = with(struck, Fate.DELAYED);
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
                .param("lost", ids(with(struck, Fate.CANCELLED, Fate.WAITS)))
                .param("delayed", ids(delayed))
                .param("departs", departures(delayed, blow))
                .param("connection", (int) timetable.connection().toMinutes())
                .query(Long.class)
                .list();
    }

    private String[] departures(List<Movement> delayed, Blow blow) {
        return delayed.stream()
                .map(movement -> blows.leaves(movement, blow).toString())
                .toArray(String[]::new);
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
            Map<Movement, Fate> struck, Blow blow, List<Long> itineraries, List<Losing> losing) {
        Operation without = without(struck, blow, itineraries, losing);
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
    private Operation without(Map<Movement, Fate> struck, Blow blow, List<Long> itineraries, List<Losing> losing) {
        Operation now = snapshot.take().operation();
        Set<String> gone = codes(with(struck, Fate.CANCELLED, Fate.WAITS));
        Map<String, Instant> later = with(struck, Fate.DELAYED).stream()
                .collect(Collectors.toMap(Movement::code, movement -> blows.leaves(movement, blow)));
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
                        .filter(leg -> !gone.contains(leg.id()))
                        .map(leg -> roomier(leg, freed.get(leg.id())))
                        .map(leg ->
                                later.containsKey(leg.id()) ? leavingAt(leg, requireNonNull(later.get(leg.id()))) : leg)
                        .toList(),
                now.quotas(),
                now.zone());
    }

    private static Set<String> codes(List<Movement> some) {
        return some.stream().map(Movement::code).collect(Collectors.toSet());
    }

    private static Operation.Leg leavingAt(Operation.Leg leg, Instant departs) {
        return new Operation.Leg(
                leg.id(),
                leg.kind(),
                leg.from(),
                leg.to(),
                departs,
                leg.arrives().plus(Duration.between(leg.departs(), departs)),
                leg.exit(),
                leg.seats(),
                leg.wheelchairs(),
                leg.stretchers(),
                leg.baggageKg());
    }

    private static String name(Losing household) {
        return "losing " + household.id();
    }

    private static Operation.Leg roomier(Operation.Leg leg, @Nullable Places freed) {
        return freed == null
                ? leg
                : new Operation.Leg(
                        leg.id(),
                        leg.kind(),
                        leg.from(),
                        leg.to(),
                        leg.departs(),
                        leg.arrives(),
                        leg.exit(),
                        leg.seats() + freed.seats(),
                        leg.wheelchairs() + freed.wheelchairs(),
                        leg.stretchers() + freed.stretchers(),
                        leg.baggageKg() + freed.baggageKg());
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
