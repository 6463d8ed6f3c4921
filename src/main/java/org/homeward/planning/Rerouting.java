package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.homeward.household.Companions;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.situation.Towns;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Seats another way those whose movement a change of the situation takes, in their place among those who wait, and tells
 * them once. Their processes stay where they are, with other times to wait for, unless they have to do something anew.
 */
@Component
class Rerouting {

    /** Households dealt with in one transaction, if none of them travels with others. */
    static final int BATCH = 500;

    /** Why an itinerary ended whose household has another instead. */
    static final String REROUTED = "seated another way";

    private final JdbcClient jdbc;
    private final SeatRound round;
    private final SeatLoss loss;
    private final Reservations reservations;
    private final Movements movements;
    private final Companions companions;
    private final Towns towns;
    private final Timetable timetable;
    private final Releases releases;
    private final JoiningInstructions instructions;
    private final PlanningProcess process;
    private final Clock clock;

    Rerouting(
            JdbcClient jdbc,
            SeatRound round,
            SeatLoss loss,
            Reservations reservations,
            Movements movements,
            Companions companions,
            Towns towns,
            Timetable timetable,
            Releases releases,
            JoiningInstructions instructions,
            PlanningProcess process,
            Clock clock) {
        this.jdbc = jdbc;
        this.round = round;
        this.loss = loss;
        this.reservations = reservations;
        this.movements = movements;
        this.companions = companions;
        this.towns = towns;
        this.timetable = timetable;
        this.releases = releases;
        this.instructions = instructions;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Takes the seats of the next households aboard these movements that are not called yet, the most urgent and longest
     * waiting first, and gives them others; who finds none waits in the old place.
     *
     * @param struck what is about to be cancelled: nobody is seated on it again
     * @return whether there may be more
     * @throws OptimisticLockingFailureException if somebody else gives these places at this moment: then nobody is moved
     */
    boolean next(List<Movement> struck) {
        Set<Long> takes = struck.stream().map(Movement::id).collect(toSet());
        Set<Long> next = next(takes);
        if (next.isEmpty()) {
            return false;
        }
        SeatRule.Quotas quotas = round.quotas(); // as everybody locks: exits, households, movements
        Map<Long, String> seated = lock(next);
        List<Itinerary> held = movements.latestItineraries(seated.keySet()).stream()
                .filter(itinerary -> itinerary.state().equals("held"))
                .filter(itinerary -> isOn(itinerary, takes))
                .toList();
        List<Movement> open = round.open().stream()
                .filter(movement -> !takes.contains(movement.id()))
                .toList();
        List<Seating> elsewhere = elsewhere(seated, held, open, quotas);
        reservations.lockMovements(Stream.concat(
                        held.stream()
                                .flatMap(itinerary -> itinerary.legs().stream().map(Movement::id)),
                        elsewhere.stream().flatMap(seating -> seating.legs().stream()))
                .toList());
        loseSeats(held, elsewhere, takes);
        move(elsewhere);
        seated.keySet().retainAll(elsewhere.stream().map(Seating::householdId).collect(toSet()));
        tell(seated);
        return true;
    }

    private static boolean isOn(Itinerary itinerary, Set<Long> movements) {
        return itinerary.legs().stream().map(Movement::id).anyMatch(movements::contains);
    }

    /** The next, with those of the others who travel with them. */
    private Set<Long> next(Set<Long> takes) {
        List<Long> all = jdbc.sql("""
                select id from household
                where stage = 'seated' and id in (
                  select household_id from reservation where state = 'held' and movement_id = any(:movements))
                order by %s""".formatted(WhoseTurn.FIRST_FIRST))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("movements", takes.toArray(Long[]::new))
                .query(Long.class)
                .list();
        Set<Long> next = new LinkedHashSet<>(all.subList(0, Math.min(BATCH, all.size())));
        Set<Long> others = new LinkedHashSet<>(all.subList(next.size(), all.size()));
        List<Companions.Link> links = others.isEmpty() ? List.of() : companions.links();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Companions.Link link : links) {
                grew |= next.contains(link.childs())
                        && others.contains(link.companions())
                        && next.add(link.companions());
                grew |= next.contains(link.companions()) && others.contains(link.childs()) && next.add(link.childs());
            }
        }
        return next;
    }

    /** Case numbers of those of them that are still seated; nobody else deals with them until this transaction ends. */
    private Map<Long, String> lock(Set<Long> householdIds) {
        Map<Long, String> seated = new TreeMap<>();
        jdbc.sql("""
                select id, case_number from household where id = any(:ids) and stage = 'seated'
                order by id for update""").param("ids", householdIds.toArray(Long[]::new)).query(row -> {
            seated.put(row.getLong("id"), row.getString("case_number"));
        });
        return seated;
    }

    /** Other seats for those whose process can hear of them, by the simple rule, among all who wait. */
    private List<Seating> elsewhere(
            Map<Long, String> seated, List<Itinerary> held, List<Movement> open, SeatRule.Quotas quotas) {
        Set<String> listening =
                process.whoWaits(seated.values(), "departureChanged").keySet();
        Set<Long> losing = held.stream()
                .map(Itinerary::householdId)
                .filter(household -> listening.contains(seated.get(household)))
                .collect(toSet());
        Map<Long, Places> room = SeatRule.roomOn(open);
        placesOf(losing).forEach((movement, places) -> {
            room.computeIfPresent(movement, (id, left) -> left.plus(places));
            quotas.use(movement, -places.total());
        });
        return SeatRule.seat(
                        round.queueWith(losing), open, room, towns, quotas, timetable.connection(), Integer.MAX_VALUE)
                .stream()
                .filter(seating -> losing.contains(seating.householdId()))
                .toList();
    }

    /** What these households hold, by movement; on what is cancelled, nothing that could be given to others. */
    private Map<Long, Places> placesOf(Set<Long> householdIds) {
        Map<Long, Places> places = new HashMap<>();
        jdbc.sql("""
                select movement_id, count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from reservation join movement on movement.id = movement_id and movement.state <> 'cancelled'
                where reservation.state = 'held' and household_id = any(:ids)
                group by movement_id""").param("ids", householdIds.toArray(Long[]::new)).query(row -> {
            places.put(
                    row.getLong("movement_id"),
                    new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")));
        });
        return places;
    }

    private void loseSeats(List<Itinerary> held, List<Seating> elsewhere, Set<Long> takes) {
        Set<Long> moved = elsewhere.stream().map(Seating::householdId).collect(toSet());
        held.stream()
                .filter(itinerary -> !moved.contains(itinerary.householdId()))
                .collect(groupingBy(itinerary -> itinerary.legs().stream()
                        .filter(leg -> takes.contains(leg.id()))
                        .findFirst()
                        .orElseThrow()
                        .id()))
                .forEach((movement, losing) -> loss.loseSeats(
                        losing.stream().map(Itinerary::householdId).toList(), movements.get(movement)));
    }

    private void move(List<Seating> elsewhere) {
        reservations.giveBack(elsewhere.stream().map(Seating::householdId).toList(), REROUTED);
        if (reservations.reserve(round.whoStillMeets(elsewhere)).size() < elsewhere.size()) {
            throw new OptimisticLockingFailureException("Somebody else gives seats at the same moment.");
        }
    }

    /**
     * What who begins with a movement waits for.
     *
     * @param instructions from when they may be told
     * @param call when they are called next
     */
    private record Times(Instant instructions, Instant call, Instant muster) {}

    private Times times(Itinerary itinerary) {
        Movement first = itinerary.firstLeg();
        return new Times(
                releases.of(first), requireNonNull(timetable.nextCall(itinerary, null)), timetable.expected(first));
    }

    /** Who has been told the seats that are lost hears of the others now; who has not, when these may be told. */
    private void tell(Map<Long, String> moved) {
        List<Itinerary> itineraries = movements.latestItineraries(moved.keySet());
        Set<Long> told = Set.copyOf(releases.told(itineraries));
        Map<String, Map<String, String>> timers = process.timers(moved.values());
        Map<Long, Times> timesOf = new HashMap<>();
        Map<String, Instant> wake = new HashMap<>();
        List<Itinerary> toldAnew = new ArrayList<>();
        List<String> beginAnew = new ArrayList<>();
        for (Itinerary itinerary : itineraries) {
            boolean knows = told.contains(itinerary.householdId());
            Times times = timesOf.computeIfAbsent(itinerary.firstLeg().id(), leg -> times(itinerary));
            String caseNumber = requireNonNull(moved.get(itinerary.householdId()));
            Map<String, String> waits = timers.getOrDefault(caseNumber, Map.of());
            String timer = waits.get(knows ? PlanningProcess.TIME_TO_CALL : PlanningProcess.MAY_BE_TOLD);
            String muster = waits.get(PlanningProcess.MUSTER_NEAR);
            Instant at = knows ? times.call() : times.instructions();
            if (timer == null || muster == null || !at.isAfter(clock.instant())) {
                beginAnew.add(caseNumber);
                continue;
            }
            wake.put(timer, at);
            wake.put(muster, times.muster());
            if (knows) {
                toldAnew.add(itinerary);
            }
        }
        process.wakeAt(wake);
        instructions.sendNew(toldAnew);
        process.tellHouseholds(beginAnew, "departureChanged");
    }
}
