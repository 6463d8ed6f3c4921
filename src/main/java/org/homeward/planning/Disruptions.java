package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a change of the situation does to movements and those aboard. An exit that closes cancels what leaves over it soon;
 * what leaves later is cancelled only if the exit is still closed when its manifest freezes.
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
    private final PlanningSnapshot snapshot;
    private final CurrentOfficer officer;
    private final Clock clock;

    Disruptions(
            JdbcClient jdbc,
            Movements movements,
            Reservations reservations,
            Timetable timetable,
            PlanningSnapshot snapshot,
            CurrentOfficer officer,
            Clock clock) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.reservations = reservations;
        this.timetable = timetable;
        this.snapshot = snapshot;
        this.officer = officer;
        this.clock = clock;
    }

    /** What becomes of a movement: it is cancelled at once, or at its freeze if nothing changes, or it has set out. */
    public enum Fate {
        CANCELLED,
        WAITS,
        ON_THE_ROAD
    }

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
     * @param instead null if nobody loses a seat
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
            Instant home) {

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
        Map<Movement, Fate> struck = new LinkedHashMap<>();
        struck(report.kind(), requireNonNull(report.subject()))
                .forEach(movement -> struck.put(movement, fate(report.kind(), movement)));
        Map<Long, Integer> aboard = aboard(struck.keySet());
        List<Movement> lost = struck.keySet().stream()
                .filter(movement -> struck.get(movement) != Fate.ON_THE_ROAD)
                .toList();
        List<Losing> losing = losing(lost);
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
                known.isEmpty() ? null : instead(lost, losing));
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
    private Stream<Movement> struck(String kind, String subject) {
        return switch (kind) {
            case "exitCloses" -> movements.notYetThere().stream().filter(movement -> subject.equals(movement.exit()));
            case "movementLost" ->
                movements.find(subject).filter(movement -> !movement.hasLeft() && !movement.isCancelled()).stream();
            default -> Stream.empty();
        };
    }

    private Fate fate(String kind, Movement movement) {
        if (movement.hasLeft() || reservations.hasBroughtSomebody(movement.id())) {
            return Fate.ON_THE_ROAD;
        }
        return kind.equals("movementLost") || timetable.isTooLateToWait(movement) ? Fate.CANCELLED : Fate.WAITS;
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

    private List<Losing> losing(List<Movement> lost) {
        return jdbc.sql("""
                with losing as (
                  select distinct itinerary_id from reservation where state = 'held' and movement_id = any(:ids))
                select household.id, coalesce(priority, 4) as priority, coalesce(ready_since, :now) as since,
                       not restricted or :cleared as known,
                       count(distinct person_id) filter (where place = 'seat') as seats,
                       count(distinct person_id) filter (where place = 'stretcher') as stretchers,
                       count(distinct person_id) filter (where place = 'wheelchair') as wheelchairs,
                       max(arrives) as home
                from losing
                  join reservation using (itinerary_id) join household on household.id = reservation.household_id
                  join movement on movement.id = movement_id
                where reservation.state = 'held'
                group by household.id order by household.id""")
                .param("ids", ids(lost))
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
                        row.getTimestamp("home").toInstant()))
                .list();
    }

    private static Long[] ids(Collection<Movement> some) {
        return some.stream().map(Movement::id).toArray(Long[]::new);
    }

    // What the planner would do --------------------------------------------------------------------------------------

    private Instead instead(List<Movement> lost, List<Losing> losing) {
        Operation without = without(lost, losing);
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

    /** The operation as it would stand: these movements are gone, and those who held places on them wait with the others. */
    private Operation without(List<Movement> lost, List<Losing> losing) {
        Operation now = snapshot.take().operation();
        Set<String> codes = lost.stream().map(Movement::code).collect(Collectors.toSet());
        Map<String, Places> freed = freed(lost);
        List<Operation.Household> waiting = new ArrayList<>(now.households());
        losing.forEach(household -> waiting.add(snapshot.waiting(
                name(household),
                new Places(household.seats(), household.stretchers(), household.wheelchairs()),
                household.priority(),
                household.since())));
        return new Operation(
                now.snapshot(),
                now.destination(),
                now.minConnectionMinutes(),
                now.objective(),
                waiting,
                now.legs().stream()
                        .filter(leg -> !codes.contains(leg.id()))
                        .map(leg -> roomier(leg, freed.get(leg.id())))
                        .toList(),
                now.quotas(),
                now.zone());
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

    /** Places on other movements that those give back who lose their seats, by code. */
    private Map<String, Places> freed(List<Movement> lost) {
        Map<String, Places> freed = new HashMap<>();
        jdbc.sql("""
                with losing as (
                  select distinct itinerary_id from reservation where state = 'held' and movement_id = any(:ids))
                select code, count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from losing join reservation using (itinerary_id) join movement on movement.id = movement_id
                where reservation.state = 'held' group by code""").param("ids", ids(lost)).query(row -> {
            freed.put(
                    row.getString("code"),
                    new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")));
        });
        return freed;
    }

    // Made and undone ------------------------------------------------------------------------------------------------

    /** Takes down what is on the road when the change is made: somebody leads each of them. */
    void noteOnTheRoad(SituationChange change) {
        struck(change.kind(), change.subject())
                .filter(movement -> fate(change.kind(), movement) == Fate.ON_THE_ROAD)
                .forEach(movement -> note(change, movement, "on the road"));
    }

    /** Those on the road that nobody has decided about, by departure. */
    List<Long> onTheRoad(long changeId) {
        return jdbc.sql("""
                select movement_id from situation_change_movement join movement on movement.id = movement_id
                where change_id = :id and fate = 'on the road' and decision is null order by departs, movement_id""").param("id", changeId).query(Long.class).list();
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

    /** The next movements that the change cancels, taken down as such; at most {@value #BATCH}. */
    List<Movement> nextToCancel(SituationChange change) {
        List<Movement> next = struck(change.kind(), change.subject())
                .filter(movement -> fate(change.kind(), movement) == Fate.CANCELLED)
                .limit(BATCH)
                .sorted(Comparator.comparing(Movement::id)) // as everybody locks them
                .toList();
        next.forEach(movement -> note(change, movement, "cancelled"));
        return next;
    }

    /** The next movement that the change cancelled and that is looked at to be reopened. */
    Optional<Movement> nextToReopen(long changeId) {
        return jdbc.sql("""
                select movement_id from situation_change_movement
                where change_id = :id and fate = 'cancelled' order by movement_id limit 1""").param("id", changeId).query(Long.class).optional().map(movements::lock);
    }

    /** Whether people can still be seated on it and come together in time. */
    boolean canReopen(Movement movement) {
        return movement.isCancelled() && timetable.muster(movement).isAfter(clock.instant());
    }

    void reopened(long changeId, Movement movement, boolean reopened) {
        jdbc.sql("update situation_change_movement set fate = :fate where change_id = :id and movement_id = :movement")
                .param("fate", reopened ? "reopened" : "stays cancelled")
                .param("id", changeId)
                .param("movement", movement.id())
                .update();
    }

    private void note(SituationChange change, Movement movement, String fate) {
        jdbc.sql("""
                insert into situation_change_movement (change_id, movement_id, fate) values (:id, :movement, :fate)
                on conflict do nothing""")
                .param("id", change.id())
                .param("movement", movement.id())
                .param("fate", fate)
                .update();
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
