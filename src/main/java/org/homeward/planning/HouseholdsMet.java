package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.planning.SeatsInstead.Way;
import org.homeward.situation.Exits;
import org.homeward.situation.Reach;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The households that a change of the situation meets: who loses the seats, now or at a freeze, is put off, or is on the road. */
@Component
class HouseholdsMet {

    private static final String MET =
            "household.id in (select household_id from itinerary where id in (select itinerary_id from met))";

    private final JdbcClient jdbc;
    private final Movements movements;
    private final OverQuota overQuota;
    private final SeatsInstead seatsInstead;
    private final Reach reach;
    private final Timetable timetable;
    private final Exits exits;
    private final Clock clock;
    private final ZoneId zone;

    HouseholdsMet(
            JdbcClient jdbc,
            Movements movements,
            OverQuota overQuota,
            SeatsInstead seatsInstead,
            Reach reach,
            Timetable timetable,
            Exits exits,
            Clock clock,
            @Value("${homeward.zone}") ZoneId zone) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.overQuota = overQuota;
        this.seatsInstead = seatsInstead;
        this.reach = reach;
        this.timetable = timetable;
        this.exits = exits;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * What becomes of a household.
     *
     * @param movement the code of what it is on and the change meets
     * @param instead the codes of its movements then
     * @param keepsUntil as in {@link Affected}
     */
    private record End(
            @Nullable String movement,
            HouseholdFate fate,
            List<String> instead,
            @Nullable Instant departs,
            @Nullable Instant home,
            @Nullable Instant keepsUntil) {

        /** @param way how it gets home then; null: nobody knows */
        static End instead(
                @Nullable String movement, HouseholdFate fate, @Nullable Way way, @Nullable Instant keepsUntil) {
            return way == null
                    ? new End(movement, fate, List.of(), null, null, keepsUntil)
                    : new End(movement, fate, way.legs(), way.departs(), way.home(), keepsUntil);
        }

        Affected of(Aboard household) {
            return new Affected(
                    household.caseNumber(),
                    household.restricted(),
                    household.persons(),
                    movement,
                    fate,
                    instead,
                    departs,
                    home == null ? null : Affected.hours(Duration.between(household.home(Map.of()), home)),
                    keepsUntil);
        }
    }

    /**
     * All of them.
     *
     * @param struck what becomes of each movement that is struck
     * @param putOff when each of those leaves that leave later
     */
    List<Affected> by(Report report, Map<Movement, Fate> struck, Map<Movement, Instant> putOff) {
        List<Movement> cancelled = with(struck, Fate.CANCELLED);
        List<Movement> waiting = with(struck, Fate.WAITS);
        Map<Movement, Instant> freezes = new HashMap<>();
        waiting.forEach(movement -> freezes.put(movement, timetable.freeze(movement)));
        Map<Long, Long> over = over(report, putOff);
        Set<Long> lost = itinerariesLost(cancelled, putOff, over.keySet());
        List<Aboard> all = aboard(lost, struck.keySet());
        Map<Boolean, List<Aboard>> losesSeats =
                all.stream().collect(Collectors.partitioningBy(household -> lost.contains(household.itinerary())));
        List<Aboard> losing = requireNonNull(losesSeats.get(true));
        List<Aboard> keeping = requireNonNull(losesSeats.get(false));
        List<Aboard> untilFreeze = keeping.stream()
                .filter(household ->
                        metOn(household, struck).filter(freezes::containsKey).isPresent())
                .toList();
        List<Movement> closed =
                Stream.concat(cancelled.stream(), waiting.stream()).toList(); // nobody gets seats on them
        Map<Long, Way> ways = seatsInstead.of(losing, untilFreeze, closed, putOff, QuotasLeft.Changed.by(report));
        return Stream.concat(
                        losing.stream()
                                .map(household -> losesSeats(met(household, struck, over), ways.get(household.id()))
                                        .of(household)),
                        keeping.stream()
                                .flatMap(household -> metOn(household, struck)
                                        .map(leg -> freezes.containsKey(leg)
                                                ? waits(leg, freezes.get(leg), ways.get(household.id()))
                                                : goesOn(household, leg, putOff))
                                        .map(end -> end.of(household))
                                        .stream()))
                .toList();
    }

    private static List<Movement> with(Map<Movement, Fate> struck, Fate fate) {
        return struck.keySet().stream()
                .filter(movement -> struck.get(movement) == fate)
                .toList();
    }

    private static End losesSeats(@Nullable String movement, @Nullable Way instead) {
        return End.instead(movement, HouseholdFate.LOSES_SEATS, instead, null);
    }

    /** @param ifItStaysClosed how it gets home then; null: it does not for now */
    private static End waits(Movement leg, @Nullable Instant freeze, @Nullable Way ifItStaysClosed) {
        return End.instead(leg.code(), HouseholdFate.WAITS, ifItStaysClosed, freeze);
    }

    /** On what leaves later; nobody knows how it goes on with what has set out. */
    private static End goesOn(Aboard household, Movement leg, Map<Movement, Instant> putOff) {
        return putOff.containsKey(leg)
                ? new End(
                        leg.code(),
                        HouseholdFate.PUT_OFF,
                        household.ahead().map(Movement::code).toList(),
                        household.leaves(putOff),
                        household.home(putOff),
                        null)
                : End.instead(leg.code(), HouseholdFate.ON_THE_ROAD, null, null);
    }

    /** The first of its movements that is struck. */
    private static Optional<Movement> metOn(Aboard household, Map<Movement, Fate> struck) {
        return household.legs().stream().filter(struck::containsKey).findFirst();
    }

    /** @param overQuota the movement on which a household is too many */
    private static @Nullable String met(Aboard household, Map<Movement, Fate> struck, Map<Long, Long> overQuota) {
        return household.legs().stream()
                .filter(leg -> struck.containsKey(leg) && struck.get(leg) != Fate.WAITS
                        || Long.valueOf(leg.id()).equals(overQuota.get(household.id())))
                .findFirst()
                .map(Movement::code)
                .orElse(null);
    }

    private Map<Long, Long> over(Report report, Map<Movement, Instant> putOff) {
        QuotasLeft.Changed quota = QuotasLeft.Changed.by(report);
        if (quota == null) {
            return overFullDays(putOff);
        }
        return quota.persons() == null ? Map.of() : overQuota.over(quota.exit(), quota.persons(), Set.of());
    }

    /** Who is too many where convoys are put off to a day for which an exit's quota is used up. */
    private Map<Long, Long> overFullDays(Map<Movement, Instant> putOff) {
        Map<String, Set<LocalDate>> days = new HashMap<>();
        putOff.forEach((movement, departs) -> {
            if (movement.exit() != null) {
                days.computeIfAbsent(movement.exit(), exit -> new HashSet<>()).add(LocalDate.ofInstant(departs, zone));
            }
        });
        Map<Long, Long> over = new HashMap<>();
        days.forEach((exit, those) -> {
            Integer quota = exits.quota(exit);
            if (quota != null) {
                over.putAll(overQuota.over(exit, quota, those, putOff));
            }
        });
        return over;
    }

    /** Held itineraries over what is gone, and those whose flight leaves before a convoy that is put off is there. */
    private Set<Long> itinerariesLost(List<Movement> gone, Map<Movement, Instant> putOff, Collection<Long> overQuota) {
        return Set.copyOf(jdbc.sql("""
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
                .list());
    }

    private static String[] departures(Map<Movement, Instant> putOff) {
        return putOff.values().stream().map(Instant::toString).toArray(String[]::new);
    }

    private static Long[] ids(Collection<Movement> some) {
        return some.stream().map(Movement::id).toArray(Long[]::new);
    }

    /** Everybody on these itineraries and movements, in one query however many they are. */
    private List<Aboard> aboard(Set<Long> itineraries, Collection<Movement> struck) {
        if (itineraries.isEmpty() && struck.isEmpty()) {
            return List.of();
        }
        Map<Long, Movement> byId = new HashMap<>();
        movements.all().forEach(movement -> byId.put(movement.id(), movement));
        struck.forEach(movement -> byId.put(movement.id(), movement)); // the same ones, should one change meanwhile
        Map<String, Set<String>> unreachable = reach.unreachable();
        return jdbc.sql("""
                with met as (
                  select unnest(:itineraries) as itinerary_id
                  union
                  select itinerary_id from reservation where state = 'held' and movement_id = any(:struck)),
                brought as (%s)
                select household.id, case_number, restricted, governorate, brought.destination,
                       coalesce(priority, 4) as priority, coalesce(ready_since, :now) as since, itinerary_id,
                       count(distinct person_id) filter (where place = 'seat') as seats,
                       count(distinct person_id) filter (where place = 'stretcher') as stretchers,
                       count(distinct person_id) filter (where place = 'wheelchair') as wheelchairs,
                       array_agg(distinct movement_id) as legs
                from met join reservation using (itinerary_id)
                  join household on household.id = reservation.household_id
                  left join brought on brought.household_id = household.id
                where reservation.state = 'held'
                group by household.id, brought.destination, itinerary_id order by household.id""".formatted(SeatRound.BROUGHT.formatted(MET)))
                .param("itineraries", itineraries.toArray(Long[]::new))
                .param("struck", ids(struck))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Aboard(
                        row.getLong("id"),
                        row.getString("case_number"),
                        row.getBoolean("restricted"),
                        row.getInt("priority"),
                        row.getTimestamp("since").toInstant(),
                        new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")),
                        unreachable.getOrDefault(row.getString("governorate"), Set.of()),
                        row.getString("destination"),
                        row.getLong("itinerary_id"),
                        legs(row, byId)))
                .list();
    }

    private static List<Movement> legs(ResultSet row, Map<Long, Movement> byId) throws SQLException {
        return Stream.of((Long[]) row.getArray("legs").getArray())
                .map(id -> requireNonNull(byId.get(id)))
                .sorted(Comparator.comparing(Movement::departs).thenComparing(Movement::id))
                .toList();
    }
}
