package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.audit.Audit;
import org.homeward.contact.Messages;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Carries out seating plans, whole or not at all, and sends those they seat on their way. */
@Component
class PlanCommit {

    /** Households sent on their way in one transaction at most. */
    static final int BATCH = 100;

    /** Why an itinerary ended whose household has another by a plan. */
    static final String MOVED = "moved by a plan";

    private final JdbcClient jdbc;
    private final SeatRound round;
    private final MovableSeats movable;
    private final Reservations reservations;
    private final Movements movements;
    private final Messages messages;
    private final PlanRecord plans;
    private final PlanningProcess process;
    private final Audit audit;
    private final TransactionTemplate allOrNothing;

    PlanCommit(
            JdbcClient jdbc,
            SeatRound round,
            MovableSeats movable,
            Reservations reservations,
            Movements movements,
            Messages messages,
            PlanRecord plans,
            PlanningProcess process,
            Audit audit,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.round = round;
        this.movable = movable;
        this.reservations = reservations;
        this.movements = movements;
        this.messages = messages;
        this.plans = plans;
        this.process = process;
        this.audit = audit;
        allOrNothing = new TransactionTemplate(transactions);
        allOrNothing.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Gives everybody in the plan their seats, or nobody: who can no longer be seated as planned is taken out of it, and the
     * others are offered again.
     *
     * @return whether all have their seats now
     */
    boolean commit(long id) {
        plans.lock(id, "proposed");
        plans.mustKeepToChoices(id);
        SeatRule.Quotas quotas = round.quotas();
        List<Seating> wanted = proposed(id);
        Map<Long, List<Long>> moved = moved(id, "proposed");
        Map<Long, String> ready = round.lockReady(wanted);
        Set<Long> seated = movable.lock(moved);
        reservations.lockMovements(Stream.concat(wanted.stream().map(Seating::legs), moved.values().stream())
                .flatMap(List::stream)
                .toList());
        Map<Long, Movement> open = round.open().stream().collect(Collectors.toMap(Movement::id, Function.identity()));
        Set<Long> waiting = Stream.concat(
                        ready.keySet().stream(),
                        seated.stream()
                                .filter(household ->
                                        open.keySet().containsAll(moved.getOrDefault(household, List.of()))))
                .collect(Collectors.toSet());
        Set<Long> lost = units(
                wanted,
                seating -> !waiting.contains(seating.householdId())
                        || !open.keySet().containsAll(seating.legs())
                        || !round.meet(seating.legs().stream().map(open::get).toList()));
        List<Seating> there = wanted.stream()
                .filter(seating -> !lost.contains(seating.unit()))
                .toList();
        lost.addAll(overQuota(there, moved, quotas));
        List<Seating> holding =
                there.stream().filter(seating -> !lost.contains(seating.unit())).toList();
        Set<Long> given = allOrNothing.execute(transaction -> {
            reservations.giveBack(
                    holding.stream()
                            .map(Seating::householdId)
                            .filter(moved::containsKey)
                            .toList(),
                    MOVED);
            Set<Long> units =
                    reservations.reserve(holding).stream().map(Seating::unit).collect(Collectors.toSet());
            if (!lost.isEmpty() || holding.stream().anyMatch(seating -> !units.contains(seating.unit()))) {
                transaction.setRollbackOnly();
            }
            return units;
        });
        holding.stream()
                .map(Seating::unit)
                .filter(unit -> !requireNonNull(given).contains(unit))
                .forEach(lost::add);
        if (lost.isEmpty()) {
            becomes(id, "proposed", "seated");
            plans.decided(id, "approved");
            return true;
        }
        jdbc.sql("update seating_plan_household set state = 'gone' where plan_id = :id and unit = any(:units)")
                .param("id", id)
                .param("units", lost.toArray(Long[]::new))
                .update();
        if (!seatsAnybody(id)) {
            jdbc.sql("update seating_plan set state = 'empty' where id = :id")
                    .param("id", id)
                    .update();
        }
        audit.recordOf("plan no longer holds", PlanRecord.name(id), null);
        return false;
    }

    /** Whether the plan still seats anybody. */
    boolean seatsAnybody(long id) {
        return jdbc.sql("select exists (select from seating_plan_household where plan_id = :id and state = 'proposed')")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** Tells the next who have their seats by this plan. @return whether there are more */
    boolean sendNextOn(long id) {
        List<Long> next = jdbc.sql("""
                select household_id from seating_plan_household where plan_id = :id and state = 'seated'
                order by household_id limit :batch for update""")
                .param("id", id)
                .param("batch", BATCH)
                .query(Long.class)
                .list();
        Map<Long, List<Long>> moved = moved(id, "seated");
        moved.keySet().retainAll(next);
        round.seat(withSeats(next, "ready"));
        process.tellHouseholds(withSeats(moved.keySet(), "seated").values(), "departureChanged");
        withSeats(moved.keySet(), "called").keySet().forEach(this::tellCalled);
        jdbc.sql("""
                update seating_plan_household set state = 'told' where plan_id = :id and household_id = any(:ids)""").param("id", id).param("ids", next.toArray(Long[]::new)).update();
        return next.size() == BATCH;
    }

    /** Who has been called already, by the old instructions, hears of the new seats at once. */
    private void tellCalled(long householdId) {
        movements
                .itinerary(householdId)
                .map(Itinerary::firstLeg)
                .ifPresent(first ->
                        messages.tell(householdId, "delayed", SeatNews.of(first), first.code(), first.departs()));
    }

    /** Case numbers of those of them in this stage who hold seats; nobody else deals with them until this transaction ends. */
    private Map<Long, String> withSeats(Collection<Long> householdIds, String stage) {
        Map<Long, String> households = new TreeMap<>();
        jdbc.sql("""
                select id, case_number from household
                where id = any(:ids) and stage = :stage and exists (
                  select from itinerary where household_id = household.id and state = 'held')
                order by id for update""")
                .param("ids", householdIds.toArray(Long[]::new))
                .param("stage", stage)
                .query(row -> {
                    households.put(row.getLong("id"), row.getString("case_number"));
                });
        return households;
    }

    /** Which movements the households in this state of the plan have left, or leave by it for others. */
    private Map<Long, List<Long>> moved(long id, String state) {
        Map<Long, List<Long>> moved = new TreeMap<>();
        jdbc.sql("""
                select household_id, moved_from from seating_plan_household
                where plan_id = :id and state = :state and moved_from <> '{}'""").param("id", id).param("state", state).query(row -> {
            moved.put(row.getLong("household_id"), Arrays.asList((Long[])
                    row.getArray("moved_from").getArray()));
        });
        return moved;
    }

    void discard(long id) {
        plans.lock(id, "asked", "proposed", "empty");
        plans.decided(id, "discarded");
    }

    private List<Seating> proposed(long id) {
        return jdbc.sql("""
                select household_id, unit, legs from seating_plan_household
                where plan_id = :id and state = 'proposed' order by household_id""")
                .param("id", id)
                .query((row, number) -> new Seating(
                        row.getLong("household_id"),
                        Arrays.asList((Long[]) row.getArray("legs").getArray()),
                        row.getLong("unit")))
                .list();
    }

    private static Set<Long> units(List<Seating> wanted, Predicate<Seating> lost) {
        return wanted.stream().filter(lost).map(Seating::unit).collect(Collectors.toCollection(HashSet::new));
    }

    /** The units that exits with a quota no longer admit, the first in the list admitted first. */
    private Set<Long> overQuota(List<Seating> wanted, Map<Long, List<Long>> moved, SeatRule.Quotas quotas) {
        Map<Long, Integer> persons = new TreeMap<>();
        jdbc.sql("""
                select household_id, count(*) as persons from person
                where household_id = any(:ids) and merged_into is null group by household_id""")
                .param("ids", wanted.stream().map(Seating::householdId).toArray(Long[]::new))
                .query(row -> {
                    persons.put(row.getLong("household_id"), row.getInt("persons"));
                });
        wanted.forEach(seating -> moved.getOrDefault(seating.householdId(), List.of())
                .forEach(leg -> quotas.use(leg, -persons.getOrDefault(seating.householdId(), 0))));
        Set<Long> lost = new HashSet<>();
        for (Seating seating : wanted) {
            int of = persons.getOrDefault(seating.householdId(), 0);
            if (seating.legs().stream().allMatch(leg -> quotas.admit(leg, of))) {
                seating.legs().forEach(leg -> quotas.use(leg, of));
            } else {
                lost.add(seating.unit());
            }
        }
        return lost;
    }

    private void becomes(long id, String from, String to) {
        jdbc.sql("update seating_plan_household set state = :to where plan_id = :id and state = :from")
                .param("to", to)
                .param("id", id)
                .param("from", from)
                .update();
    }
}
