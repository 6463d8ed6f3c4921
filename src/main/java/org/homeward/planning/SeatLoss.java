package org.homeward.planning;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.homeward.contact.Messages;
import org.homeward.household.Companions;
import org.homeward.household.Households;
import org.homeward.movement.Itinerary;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.movement.Reservations;
import org.homeward.movement.Vehicle;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a change of a movement does to those aboard: they lose their seats, or are told that they leave later. */
@Component
class SeatLoss {

    /** Households dealt with in one transaction at most. */
    static final int BATCH = 100;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Households households;
    private final Companions companions;
    private final Movements movements;
    private final Reservations reservations;
    private final KeptPlaces kept;
    private final Messages messages;
    private final Timetable timetable;
    private final OverQuota overQuota;
    private final Releases releases;
    private final PlanningProcess process;

    SeatLoss(
            JdbcClient jdbc,
            Clock clock,
            Households households,
            Companions companions,
            Movements movements,
            Reservations reservations,
            KeptPlaces kept,
            Messages messages,
            Timetable timetable,
            OverQuota overQuota,
            Releases releases,
            PlanningProcess process) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.households = households;
        this.companions = companions;
        this.movements = movements;
        this.reservations = reservations;
        this.kept = kept;
        this.messages = messages;
        this.timetable = timetable;
        this.overQuota = overQuota;
        this.releases = releases;
        this.process = process;
    }

    boolean isAnybodyAboard(long movementId) {
        return jdbc.sql("select exists (select from reservation where movement_id = :movement and state = 'held')")
                .param("movement", movementId)
                .query(Boolean.class)
                .single();
    }

    /** Takes the seats of the next who are aboard a cancelled movement. @return whether anybody is left aboard */
    boolean giveNextSeatsBack(long movementId) {
        if (!movements.get(movementId).isCancelled()) {
            return false; // reopened meanwhile: who is aboard now stays
        }
        List<Long> next = aboard(movementId).keySet().stream().limit(BATCH).toList();
        loseSeats(next, movements.get(movementId), "movement cancelled", "seatsLost");
        return next.size() == BATCH;
    }

    /** Takes the seats of these, aboard what is about to be cancelled. */
    void loseSeats(List<Long> householdIds, Movement cancelled) {
        loseSeats(householdIds, cancelled, "movement cancelled", "seatsLost");
    }

    /** Gives a movement another vehicle or crew; who no longer fits beside the crew and those for whom places are kept, the least urgent and latest first, loses the seats. */
    void fitVehicle(long movementId, Vehicle vehicle) {
        LinkedHashMap<Long, Places> aboard = aboard(movementId);
        lock(aboard.keySet());
        reservations.lockLegsOfAll(movementId);
        if (!aboard.equals(aboard(movementId))) {
            throw new OptimisticLockingFailureException("Somebody got on or off meanwhile.");
        }
        Movement movement = movements.get(movementId);
        if (movement.hasLeft() || movement.isCancelled()) {
            return;
        }
        Places free = vehicle.places().minus(kept.total(movementId));
        loseSeats(SeatRule.whoNoLongerFits(aboard, free), movement, "vehicle changed", "seatsLost");
        movements.resize(movement, vehicle);
    }

    /**
     * Takes the seats of the next who are too many for an exit's quota on their day.
     *
     * @param only on those days; on any if empty
     * @return whether there may be more
     * @throws OptimisticLockingFailureException if that changes at this moment: then it is to be tried again
     */
    boolean keepToQuota(String exit, int quota, Set<LocalDate> only) {
        Map<Long, Long> next = new LinkedHashMap<>();
        overQuota.over(exit, quota, only).entrySet().stream()
                .limit(BATCH)
                .forEach(household -> next.put(household.getKey(), household.getValue()));
        lock(next.keySet());
        if (!overQuota.over(exit, quota, only).entrySet().containsAll(next.entrySet())) {
            throw new OptimisticLockingFailureException("Somebody got on or off meanwhile.");
        }
        reservations.lockMovements(movements.latestItineraries(next.keySet()).stream()
                .flatMap(itinerary -> itinerary.legs().stream().map(Movement::id))
                .toList()); // at once, since those of one movement after those of another would be out of order
        next.values().stream()
                .distinct()
                .forEach(movement -> loseSeats(
                        next.keySet().stream()
                                .filter(household -> movement.equals(next.get(household)))
                                .toList(),
                        movements.get(movement),
                        "quota lowered",
                        "seatsLost"));
        return !next.isEmpty();
    }

    /** After a delay: who misses the flight loses the seats, the others are told, unless it has been cancelled since. */
    void applyDelay(long movementId) {
        Movement movement = movements.get(movementId);
        if (movement.isCancelled()) {
            return;
        }
        checkConnections(movement);
        Map<Long, String> aboard = lock(aboard(movementId).keySet());
        aboard.forEach((householdId, caseNumber) -> {
            // Those who prepare get new joining instructions by their process; the others have left home already.
            if (!process.tellHousehold(caseNumber, "departureChanged")) {
                messages.tell(householdId, "delayed", SeatNews.of(movement), movement.code(), movement.departs());
            }
        });
    }

    /** Who would miss the flight that it brings them to loses the seats, unless it has been cancelled since. */
    void checkConnections(Movement movement) {
        if (!movement.isCancelled()) {
            lock(whoMissesTheFlight(movement.id())); // whom a plan moves at this moment keeps the new seats
            loseSeats(whoMissesTheFlight(movement.id()), movement, "connection lost", "seatsLost");
        }
    }

    /** A household that has grown and does not fit as a whole gives its seats back; nobody is left behind. */
    void goBackTogether(long householdId) {
        movements
                .itinerary(householdId)
                .ifPresent(itinerary ->
                        loseSeats(List.of(householdId), itinerary.firstLeg(), "household grew", "noPlaceForAll"));
    }

    /** A household that is vetted anew gives its seats back and is told not to set out. */
    void giveBackForVetting(long householdId) {
        movements.itinerary(householdId).map(itinerary -> itinerary.firstLeg()).ifPresent(movement -> {
            reservations.giveBack(List.of(householdId), "vetted anew");
            tell(List.of(householdId), "vettedAnew", movement);
        });
    }

    /** A child gives its seats back with its companion: it waits until both can be seated together again. */
    void withCompanions(Collection<Long> companionsHouseholdIds) {
        for (long childs : companions.seatedChildrenOf(companionsHouseholdIds)) {
            movements
                    .itinerary(childs)
                    .ifPresent(itinerary ->
                            loseSeats(List.of(childs), itinerary.firstLeg(), "companion without seats", "seatsLost"));
        }
    }

    /** @param news which of the texts in {@code messages/contact} tells them why */
    private void loseSeats(List<Long> householdIds, Movement movement, String why, String news) {
        if (householdIds.isEmpty()) {
            return;
        }
        Map<Long, String> losing = lock(householdIds);
        losing.keySet()
                .retainAll(aboard(movement.id()).keySet()); // whom a plan has moved meanwhile keeps the new seats
        List<Long> lost = reservations.giveBack(losing.keySet(), why);
        tell(lost, news, movement);
        losing.keySet().retainAll(Set.copyOf(lost));
        Map<String, List<String>> waiting = process.whoWaits(losing.values(), "seatsLost");
        households.joinQueue(losing.entrySet().stream()
                .filter(household -> waiting.containsKey(household.getValue()))
                .map(Map.Entry::getKey)
                .toList());
        process.tell(waiting, "seatsLost");
        losing.values().removeAll(waiting.keySet());
        process.tellHouseholds(losing.values(), "itineraryLost");
    }

    /** Who has not been told of the seats, and was not to be yet, does not hear of them now that they are lost. */
    private void tell(List<Long> householdIds, String news, Movement movement) {
        Collection<Itinerary> lost = movements.latestItineraries(householdIds);
        messages.tell(releases.mayHearOf(lost), news, movement.code() + " " + clock.instant(), movement.code());
    }

    /** What each household aboard holds, the first in turn first. */
    private LinkedHashMap<Long, Places> aboard(long movementId) {
        LinkedHashMap<Long, Places> aboard = new LinkedHashMap<>();
        jdbc.sql("""
                select household.id,
                       count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from reservation join household on household.id = reservation.household_id
                where movement_id = :movement and state = 'held'
                group by household.id
                order by %s""".formatted(WhoseTurn.FIRST_FIRST))
                .param("movement", movementId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(row -> {
                    aboard.put(
                            row.getLong("id"),
                            new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")));
                });
        return aboard;
    }

    private List<Long> whoMissesTheFlight(long convoyId) {
        return jdbc.sql("""
                select itinerary.household_id
                from itinerary
                  join itinerary_leg leg on leg.itinerary_id = itinerary.id
                  join movement convoy on convoy.id = leg.movement_id
                  join itinerary_leg next on next.itinerary_id = itinerary.id and next.position = leg.position + 1
                  join movement flight on flight.id = next.movement_id
                where itinerary.state = 'held' and convoy.id = :convoy
                  and flight.departs < convoy.arrives + make_interval(mins => :connection)""")
                .param("convoy", convoyId)
                .param("connection", (int) timetable.connection().toMinutes())
                .query(Long.class)
                .list();
    }

    /** Case numbers of households that nobody else changes until this transaction ends. */
    private Map<Long, String> lock(Collection<Long> householdIds) {
        Map<Long, String> locked = new TreeMap<>();
        jdbc.sql("select id, case_number from household where id = any(:ids) order by id for update")
                .param("ids", householdIds.toArray(Long[]::new))
                .query(row -> {
                    locked.put(row.getLong("id"), row.getString("case_number"));
                });
        return locked;
    }
}
