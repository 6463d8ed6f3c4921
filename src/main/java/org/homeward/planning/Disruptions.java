package org.homeward.planning;

import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.Objects.requireNonNull;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.movement.Reservations;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Plan;
import org.homeward.planning.plan.Planner;
import org.homeward.situation.Exit;
import org.homeward.situation.Exits;
import org.homeward.situation.OpeningHours;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges.Report;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a change of the situation does to movements and those aboard. An exit that closes cancels what leaves over it soon;
 * what leaves later is cancelled only if the exit is still closed when its manifest freezes. A road that is cut puts convoys
 * off until it is free again.
 */
@Component
public class Disruptions {

    /** Movements cancelled in one transaction at most. */
    static final int BATCH = 20;

    private static final double SECONDS_PER_HOUR = 3_600;

    private final JdbcClient jdbc;
    private final Movements movements;
    private final Reservations reservations;
    private final Timetable timetable;
    private final Towns towns;
    private final Exits exits;
    private final PlanningSnapshot snapshot;
    private final CurrentOfficer officer;
    private final Clock clock;
    private final String zone;

    Disruptions(
            JdbcClient jdbc,
            Movements movements,
            Reservations reservations,
            Timetable timetable,
            Towns towns,
            Exits exits,
            PlanningSnapshot snapshot,
            CurrentOfficer officer,
            Clock clock,
            @Value("${homeward.zone}") String zone) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.reservations = reservations;
        this.timetable = timetable;
        this.towns = towns;
        this.exits = exits;
        this.snapshot = snapshot;
        this.officer = officer;
        this.clock = clock;
        this.zone = zone;
    }

    /** What becomes of a movement: it is cancelled at once, or at its freeze if nothing changes; leaves later; has set out. */
    public enum Fate {
        CANCELLED,
        WAITS,
        DELAYED,
        ON_THE_ROAD
    }

    /** What strikes movements. @param until when a road that is cut is free again; null for other kinds */
    private record Blow(
            String kind, String subject, @Nullable Instant until) {

        static Blow from(SituationChange change) {
            return new Blow(
                    change.kind(),
                    change.subject(),
                    change.until() == null ? null : change.until().toInstant());
        }

        static Blow from(Report report, Instant now) {
            String kind = requireNonNull(report.kind());
            Instant until = kind.equals("roadCut")
                    ? now.plus(Duration.ofHours(requireNonNull(report.value()))).truncatedTo(SECONDS)
                    : null;
            return new Blow(kind, requireNonNull(report.subject()), until);
        }
    }

    /** A movement that a change took. @param departedBefore when it was to leave, if it was put off; null if cancelled */
    record Taken(Movement movement, @Nullable Instant departedBefore) {}

    /** A movement that is affected. @param persons aboard, whom the officer may know of */
    public record Struck(
            String code, String kind, String origin, String destination, Instant departs, Fate fate, int persons) {}

    /**
     * What the planner would do with those who lose their seats.
     *
     * @param households that it seats again
     * @param left that it cannot seat
     * @param hoursLater by how much those seated again are home later, on the average of households; less than 0 if sooner
     */
    public record Instead(int households, int left, double hoursLater) {}

    /**
     * Who is affected, as far as the officer may know of them.
     *
     * @param households that lose their seats at once, or later if nothing changes
     * @param persons in them
     * @param onTheRoad persons who have set out
     * @param deferred households there that would be woken and asked again
     * @param instead null if nobody loses a seat, or by a quota: who loses it then goes on another day, by the next round
     */
    public record Preview(
            List<Struck> movements,
            int households,
            int persons,
            int onTheRoad,
            int deferred,
            @Nullable Instead instead) {}

    /** A movement of a change on record. @param decision what the leader of one on the road was told */
    public record Line(
            String code,
            String fate,
            String state,
            @Nullable String decision,
            @Nullable String decidedBy) {}

    /** A household that would lose its seats. */
    private record Losing(
            long id,
            int priority,
            Instant since,
            boolean known,
            int seats,
            int stretchers,
            int wheelchairs,
            Instant home,
            @Nullable String reached) {

        int size() {
            return seats + stretchers + wheelchairs;
        }
    }

    // Before -------------------------------------------------------------------------------------------------------

    /** The report with the movement's code as it is written everywhere. @throws Refusal if it cannot be lost any more */
    Report checked(Report report) {
        if (!"movementLost".equals(report.kind())) {
            return report;
        }
        Movement movement = movements.named(requireNonNull(report.subject()));
        if (movement.isCancelled()) {
            throw new Refusal("Movement " + movement.code() + " is cancelled.", "subject");
        }
        if (movement.hasLeft()) {
            throw new Refusal("Movement " + movement.code() + " has left: it can no longer be changed.", "subject");
        }
        return new Report(report.kind(), movement.code(), null);
    }

    /** What would happen. Nothing changes by asking. @param report as {@link #checked} */
    Preview preview(Report report) {
        if (requireNonNull(report.kind()).equals("riskChanges")) {
            return new Preview(List.of(), 0, 0, 0, deferred(report), null);
        }
        Blow blow = Blow.from(report, clock.instant());
        Map<Movement, Fate> struck = new LinkedHashMap<>();
        struck(blow).forEach(movement -> struck.put(movement, fate(blow, movement)));
        Map<Long, Integer> aboard = aboard(struck.keySet());
        boolean quota = blow.kind().equals("quotaChanges");
        Set<Long> over = quota && report.value() != null
                ? overQuota(blow.subject(), report.value(), Set.of()).keySet()
                : Set.of();
        List<Long> itineraries = itinerariesLost(struck, blow, over);
        List<Losing> losing = losing(itineraries);
        List<Losing> known = losing.stream().filter(Losing::known).toList();
        return new Preview(
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
                known.isEmpty() || quota ? null : instead(struck, blow, itineraries, losing));
    }

    private static Struck line(Movement movement, Fate fate, Map<Long, Integer> aboard) {
        return new Struck(
                movement.code(),
                movement.kind(),
                movement.origin(),
                movement.destination(),
                movement.departs(),
                fate,
                aboard.getOrDefault(movement.id(), 0));
    }

    /** By departure; what becomes of each is found out as it is asked for. */
    private Stream<Movement> struck(Blow blow) {
        return switch (blow.kind()) {
            case "exitCloses" ->
                movements.notYetThere().stream()
                        .filter(movement -> blow.subject().equals(movement.exit()));
            case "roadCut" -> movements.notYetThere().stream().filter(movement -> isCutOff(movement, blow));
            case "movementLost" ->
                movements
                        .find(blow.subject())
                        .filter(movement -> !movement.hasLeft() && !movement.isCancelled())
                        .stream();
            default -> Stream.empty();
        };
    }

    /** Convoys to that exit or out of that governorate which would leave before the road is free again. */
    private boolean isCutOff(Movement movement, Blow blow) {
        boolean thatRoad =
                blow.subject().equals(movement.exit()) || blow.subject().equals(towns.one(movement.origin()));
        Instant free = requireNonNull(blow.until());
        return movement.kind().equals("convoy")
                && thatRoad
                && movement.departs().isBefore(free)
                && free.isAfter(clock.instant());
    }

    private Fate fate(Blow blow, Movement movement) {
        if (movement.hasLeft() || reservations.hasBroughtSomebody(movement.id())) {
            return Fate.ON_THE_ROAD;
        }
        return switch (blow.kind()) {
            case "roadCut" -> Fate.DELAYED;
            case "movementLost" -> Fate.CANCELLED;
            default -> timetable.isTooLateToWait(movement) ? Fate.CANCELLED : Fate.WAITS;
        };
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
                .map(movement -> leaves(movement, blow).toString())
                .toArray(String[]::new);
    }

    private static List<Movement> with(Map<Movement, Fate> struck, Fate... fates) {
        return struck.keySet().stream()
                .filter(movement -> List.of(fates).contains(struck.get(movement)))
                .toList();
    }

    private int deferred(Report report) {
        return jdbc.sql("""
                select count(*) from household join governorate on governorate.pcode = household.governorate
                where governorate = :pcode and stage = 'deferred' and risk < :risk and (not restricted or :cleared)""")
                .param("pcode", report.subject())
                .param("risk", report.value())
                .param("cleared", officer.cleared())
                .query(Integer.class)
                .single();
    }

    private Map<Long, Integer> aboard(Collection<Movement> struck) {
        Map<Long, Integer> aboard = new HashMap<>();
        jdbc.sql("""
                select movement_id, count(*) as persons
                from reservation join household on household.id = household_id and (not restricted or :cleared)
                where state = 'held' and movement_id = any(:ids) group by movement_id""")
                .param("cleared", officer.cleared())
                .param("ids", ids(struck))
                .query(row -> {
                    aboard.put(row.getLong("movement_id"), row.getInt("persons"));
                });
        return aboard;
    }

    private List<Losing> losing(List<Long> itineraries) {
        return jdbc.sql("""
                select household.id, coalesce(priority, 4) as priority, coalesce(ready_since, :now) as since,
                       not restricted or :cleared as known,
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
                .param("cleared", officer.cleared())
                .query((row, number) -> new Losing(
                        row.getLong("id"),
                        row.getInt("priority"),
                        row.getTimestamp("since").toInstant(),
                        row.getBoolean("known"),
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

    private Instead instead(Map<Movement, Fate> struck, Blow blow, List<Long> itineraries, List<Losing> losing) {
        Operation without = without(struck, blow, itineraries, losing);
        Map<String, List<String>> seated = Planner.plan(without).seated().stream()
                .collect(Collectors.toMap(Plan.Seated::household, Plan.Seated::legs));
        Map<String, Instant> arrivals =
                without.legs().stream().collect(Collectors.toMap(Operation.Leg::id, Operation.Leg::arrives));
        List<Double> later = losing.stream()
                .filter(Losing::known)
                .filter(household -> seated.containsKey(name(household)))
                .map(household -> {
                    List<String> legs = requireNonNull(seated.get(name(household)));
                    Instant home = requireNonNull(arrivals.get(legs.get(legs.size() - 1)));
                    return Duration.between(household.home(), home).toSeconds() / SECONDS_PER_HOUR;
                })
                .toList();
        return new Instead(
                later.size(),
                (int) losing.stream().filter(Losing::known).count() - later.size(),
                later.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }

    /** The operation as it would stand: what is lost is gone, or later, and those who lose their places wait with the others. */
    private Operation without(Map<Movement, Fate> struck, Blow blow, List<Long> itineraries, List<Losing> losing) {
        Operation now = snapshot.take().operation();
        Set<String> gone = codes(with(struck, Fate.CANCELLED, Fate.WAITS));
        Map<String, Instant> later = with(struck, Fate.DELAYED).stream()
                .collect(Collectors.toMap(Movement::code, movement -> leaves(movement, blow)));
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

    // A quota that is lowered -----------------------------------------------------------------------------------------

    /**
     * Who has to leave on another day when an exit admits fewer: on each day as many households, the least urgent and last
     * in turn first, as make it hold; not who is on a manifest that is frozen, or on the road already.
     *
     * @param only those days, by the clock of the country; all if empty
     * @return their movement over the exit, by household
     */
    Map<Long, Long> overQuota(String exit, int quota, Set<LocalDate> only) {
        Map<Long, Long> over = new LinkedHashMap<>();
        jdbc.sql("""
                with crossing as (
                  select id, (departs at time zone :zone)::date as day, seats_taken + stretchers_taken + wheelchairs_taken as persons,
                         frozen_at is null and state in ('planned', 'open') as still_open
                  from movement where exit = :exit and state <> 'cancelled'),
                too_many as (
                  select day, sum(persons) - :quota as persons from crossing
                  where cardinality(:only) = 0 or day = any(cast(:only as date[]))
                  group by day having sum(persons) > :quota),
                aboard as (
                  select movement_id, household_id, day, count(*) as persons
                  from crossing join reservation on movement_id = crossing.id and reservation.state = 'held'
                  where still_open and not exists (
                    select from itinerary_leg leg join movement left_by on left_by.id = leg.movement_id
                    where leg.itinerary_id = reservation.itinerary_id and left_by.departed_at is not null)
                  group by movement_id, household_id, day),
                turn as (
                  select household.id, movement_id, day, sum(persons) over (
                           partition by day order by coalesce(priority, 4) desc, ready_since desc, household.id desc)
                         - persons as before
                  from aboard join household on household.id = household_id)
                select turn.id, movement_id from turn join too_many using (day)
                where before < too_many.persons order by movement_id, turn.id""")
                .param("zone", zone)
                .param("exit", exit)
                .param("quota", quota)
                .param("only", only.stream().map(LocalDate::toString).toArray(String[]::new))
                .query(row -> {
                    over.put(row.getLong("id"), row.getLong("movement_id"));
                });
        return over;
    }

    // Made and undone ------------------------------------------------------------------------------------------------

    /** What is on the road in the way of a change and has not been taken down as such before: somebody leads each of them. */
    List<Movement> newOnTheRoad(SituationChange change) {
        Blow blow = Blow.from(change);
        return struck(blow)
                .filter(movement -> fate(blow, movement) == Fate.ON_THE_ROAD)
                .filter(movement -> note(change, movement, Fate.ON_THE_ROAD))
                .toList();
    }

    /** Codes of what was on the road and whose leader nobody has reached yet. */
    List<String> notLedYet(long changeId) {
        return jdbc.sql("""
                select code from situation_change_movement join movement on movement.id = movement_id
                where change_id = :id and fate = 'on the road' and decision is null order by movement_id""").param("id", changeId).query(String.class).list();
    }

    void recordRoadDecision(long changeId, long movementId, String decision) {
        jdbc.sql("""
                update situation_change_movement set decision = :decision, decided_by = :officer
                where change_id = :id and movement_id = :movement""")
                .param("decision", decision)
                .param("officer", officer.name())
                .param("id", changeId)
                .param("movement", movementId)
                .update();
    }

    /** When a movement leaves that a cut road puts off: when it is free again and, with it, the exit is open on the way. */
    Instant leaves(Movement movement, SituationChange change) {
        return leaves(movement, Blow.from(change));
    }

    private Instant leaves(Movement movement, Blow blow) {
        Instant free = requireNonNull(blow.until());
        OpeningHours hours = movement.exit() == null
                ? null
                : exits.find(movement.exit()).map(Exit::hours).orElse(null);
        return hours == null || hours.meet(free, free.plus(movement.journey()), ZoneId.of(zone))
                ? free
                : hours.from(free, ZoneId.of(zone));
    }

    /** The next movements that the change cancels or puts off, taken down as such; at most {@value #BATCH}. */
    List<Movement> nextToStrike(SituationChange change) {
        Blow blow = Blow.from(change);
        List<Movement> next = struck(blow)
                // Convoys that meet the same flight are next to each other, and their jobs would wait for its row in
                // turn.
                .sorted(Comparator.comparing(movement -> Long.reverse(movement.id())))
                .filter(movement -> Set.of(Fate.CANCELLED, Fate.DELAYED).contains(fate(blow, movement)))
                .limit(BATCH)
                .sorted(Comparator.comparing(Movement::id)) // as everybody locks them
                .toList();
        next.forEach(movement -> note(change, movement, fate(blow, movement)));
        return next;
    }

    /** The days to which a change has put convoys off, by exit, where the exit admits so many a day only. */
    Map<String, Set<LocalDate>> crowdedDays(long changeId) {
        Map<String, Set<LocalDate>> days = new HashMap<>();
        jdbc.sql("""
                select movement.exit, (departs at time zone :zone)::date as day
                from situation_change_movement join movement on movement.id = movement_id
                  join exit on exit.code = movement.exit and daily_quota is not null
                where change_id = :id and fate = 'delayed'""").param("zone", zone).param("id", changeId).query(row -> {
            days.computeIfAbsent(row.getString("exit"), exit -> new HashSet<>())
                    .add(row.getObject("day", LocalDate.class));
        });
        return days;
    }

    /** The next movement that the change took and that is looked at to be as before. */
    Optional<Taken> nextToUndo(long changeId) {
        return jdbc.sql("""
                select movement_id, departs_before from situation_change_movement
                where change_id = :id and fate in ('cancelled', 'delayed') order by movement_id limit 1""")
                .param("id", changeId)
                .query((row, number) -> new Taken(
                        movements.lock(row.getLong("movement_id")),
                        row.getTimestamp("departs_before") == null
                                ? null
                                : row.getTimestamp("departs_before").toInstant()))
                .optional();
    }

    /** Whether people can still be seated on it and come together in time. */
    boolean canReopen(Movement movement) {
        return movement.isCancelled() && timetable.muster(movement).isAfter(clock.instant());
    }

    /** Whether nobody has put it off again, and its process still has the times from before to come to. */
    boolean canLeaveAsBefore(SituationChange change, Movement movement, Instant departedBefore) {
        return !movement.isCancelled()
                && !movement.hasLeft()
                && movement.frozenAt() == null
                && movement.departs().equals(leaves(movement, change))
                && timetable.freeze(movement, departedBefore).isAfter(clock.instant());
    }

    void becomes(long changeId, Movement movement, String fate) {
        jdbc.sql("update situation_change_movement set fate = :fate where change_id = :id and movement_id = :movement")
                .param("fate", fate)
                .param("id", changeId)
                .param("movement", movement.id())
                .update();
    }

    /** @return false if it has been taken down for this change before */
    private boolean note(SituationChange change, Movement movement, Fate fate) {
        return jdbc.sql("""
                insert into situation_change_movement (change_id, movement_id, fate, departs_before)
                values (:id, :movement, :fate, :departs)
                on conflict do nothing""")
                        .param("id", change.id())
                        .param("movement", movement.id())
                        .param("fate", fate.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .param(
                                "departs",
                                fate == Fate.DELAYED ? movement.departs().atOffset(ZoneOffset.UTC) : null,
                                Types.TIMESTAMP_WITH_TIMEZONE)
                        .update()
                > 0;
    }

    // What officers see ----------------------------------------------------------------------------------------------

    /** What has become of each movement, by departure. */
    public List<Line> report(long changeId) {
        return jdbc.sql("""
                select code, fate, movement.state, decision, decided_by
                from situation_change_movement join movement on movement.id = movement_id
                where change_id = :id order by departs, movement_id""").param("id", changeId).query(Line.class).list();
    }
}
