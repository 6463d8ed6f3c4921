package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.audit.Audit;
import org.homeward.contact.Messages;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.situation.SituationChanges;
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
    private final SituationChanges changes;
    private final SeatsOutOfReach seatsOutOfReach;
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
            SituationChanges changes,
            SeatsOutOfReach seatsOutOfReach,
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
        this.changes = changes;
        this.seatsOutOfReach = seatsOutOfReach;
        this.messages = messages;
        this.plans = plans;
        this.process = process;
        this.audit = audit;
        allOrNothing = new TransactionTemplate(transactions);
        allOrNothing.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Gives everybody in the plan their seats, or nobody: who can no longer be seated as planned is taken out of it, with the
     * reason, and the others are offered again.
     *
     * @return whether all have their seats now
     */
    boolean commit(long id) {
        plans.lock(id, "proposed");
        plans.mustKeepToChoices(id);
        SeatRule.Quotas quotas = round.quotas();
        List<Seating> wanted = proposed(id);
        Map<Long, List<Long>> moved = moved(id, "proposed");
        FallenOut fallen = whoFellOut(wanted, moved);
        addOverQuota(fallen.without(wanted), moved, quotas, fallen);
        List<Seating> holding = fallen.without(wanted);
        allOrNothing.executeWithoutResult(transaction -> {
            reservations.giveBack(
                    holding.stream()
                            .map(Seating::householdId)
                            .filter(moved::containsKey)
                            .toList(),
                    MOVED);
            addUnseated(holding, reservations.reserve(holding), fallen);
            if (fallen.isAnybody()) {
                transaction.setRollbackOnly();
            }
        });
        if (!fallen.isAnybody()) {
            becomes(id, "proposed", "seated");
            plans.decided(id, "approved");
            return true;
        }
        write(id, fallen);
        if (!seatsAnybody(id)) {
            plans.emptied(id);
        }
        audit.recordOf("plan no longer holds", PlanRecord.name(id), null);
        return false;
    }

    /** Whom the state of their household or of a movement keeps from what the plan says; everybody and everything is locked. */
    private FallenOut whoFellOut(List<Seating> wanted, Map<Long, List<Long>> moved) {
        Set<Long> ready = round.lockReady(wanted).keySet();
        Set<Long> seated = movable.lock(moved);
        Set<Long> legs = Stream.concat(wanted.stream().map(Seating::legs), moved.values().stream())
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        Map<Long, Movement> all = movements.lock(legs);
        Set<Long> open = round.open().stream().map(Movement::id).collect(Collectors.toSet());
        FallenOut fallen = new FallenOut(all, open, changes.beingLost(), round.outsideHours(all.values()));
        Map<Long, String> stages = stages(wanted, ready, moved);
        Set<Long> outOfReach = seatsOutOfReach.among(wanted.stream()
                .collect(Collectors.toMap(
                        Seating::householdId,
                        seating ->
                                requireNonNull(all.get(seating.legs().get(0))).origin())));
        for (Seating seating : wanted) {
            List<Long> seats = moved.get(seating.householdId());
            if (seats == null && !ready.contains(seating.householdId())) {
                fallen.add(seating, FallenOut.noLongerWaits(stages.get(seating.householdId())));
            } else if (seats != null && !seated.contains(seating.householdId())) {
                fallen.add(seating, FallenOut.SEATS_CHANGED);
            } else if (seats != null && !open.containsAll(seats)) {
                fallen.add(seating, fallen.closed(seats));
            } else if (!open.containsAll(seating.legs())) {
                fallen.add(seating, fallen.closed(seating.legs()));
            } else if (outOfReach.contains(seating.householdId())) {
                fallen.add(seating, fallen.outOfReach(seating.legs()));
            } else if (!round.meet(seating.legs().stream().map(all::get).toList())) {
                fallen.add(seating, fallen.missed(seating.legs()));
            }
        }
        return fallen;
    }

    /** Where those who are to be given seats, but are not ready or not free, are by now. */
    private Map<Long, String> stages(List<Seating> wanted, Set<Long> ready, Map<Long, List<Long>> moved) {
        Map<Long, String> stages = new TreeMap<>();
        jdbc.sql("select id, coalesce(end_reason, stage) as stage from household where id = any(:ids)")
                .param(
                        "ids",
                        wanted.stream()
                                .map(Seating::householdId)
                                .filter(household -> !ready.contains(household) && !moved.containsKey(household))
                                .toArray(Long[]::new))
                .query(row -> {
                    stages.put(row.getLong("id"), row.getString("stage"));
                });
        return stages;
    }

    /** Those of them who have got no places, or have some already. */
    private void addUnseated(List<Seating> wanted, List<Seating> given, FallenOut fallen) {
        Set<Long> units = given.stream().map(Seating::unit).collect(Collectors.toSet());
        List<Seating> unseated = wanted.stream()
                .filter(seating -> !units.contains(seating.unit()))
                .toList();
        if (unseated.isEmpty()) {
            return;
        }
        Map<Long, Movement> after = movements.lock(
                unseated.stream().flatMap(seating -> seating.legs().stream()).collect(Collectors.toSet()));
        Map<Long, Places> needs = needs(unseated);
        Set<Long> seatedOtherwise = seated(unseated);
        for (Seating seating : unseated) {
            Places needed = requireNonNull(needs.get(seating.unit()));
            List<Long> full = seating.legs().stream()
                    .filter(leg -> !needed.fitIn(requireNonNull(after.get(leg)).free()))
                    .toList();
            if (seatedOtherwise.contains(seating.householdId())) {
                fallen.add(seating, FallenOut.SEATED_OTHERWISE);
            } else if (!full.isEmpty()) {
                fallen.add(seating, fallen.full(full));
            } else {
                fallen.add(seating, FallenOut.WITH_OTHERS);
            }
        }
    }

    /** Who of them has seats. */
    private Set<Long> seated(List<Seating> wanted) {
        return Set.copyOf(
                jdbc.sql("select household_id from itinerary where household_id = any(:ids) and state = 'held'")
                        .param("ids", wanted.stream().map(Seating::householdId).toArray(Long[]::new))
                        .query(Long.class)
                        .list());
    }

    /** What these need who have no seats, by unit. */
    private Map<Long, Places> needs(List<Seating> wanted) {
        Map<Long, Long> units = wanted.stream().collect(Collectors.toMap(Seating::householdId, Seating::unit));
        Map<Long, Places> needs = new TreeMap<>();
        jdbc.sql("""
                select household_id, count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from person where household_id = any(:ids) and merged_into is null group by household_id""").param("ids", units.keySet().toArray(Long[]::new)).query(row -> {
            needs.merge(
                    requireNonNull(units.get(row.getLong("household_id"))),
                    new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")),
                    Places::plus);
        });
        return needs;
    }

    /** Takes whole units out of the plan. */
    private void write(long id, FallenOut fallen) {
        jdbc.sql("""
                update seating_plan_household line set state = 'gone', why = coalesce(reason.why, :other)
                from seating_plan_household same
                  left join unnest(:households, :whys) as reason (household_id, why) using (household_id)
                where line.plan_id = :id and line.unit = any(:units) and line.state = 'proposed'
                  and same.plan_id = :id and same.household_id = line.household_id""")
                .param("id", id)
                .param("other", FallenOut.WITH_OTHERS)
                .param("units", fallen.units().toArray(Long[]::new))
                .param("households", fallen.why().keySet().toArray(Long[]::new))
                .param("whys", fallen.why().values().toArray(String[]::new))
                .update();
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

    /** Those whom exits with a quota no longer admit, the first in the list admitted first. */
    private void addOverQuota(
            List<Seating> wanted, Map<Long, List<Long>> moved, SeatRule.Quotas quotas, FallenOut fallen) {
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
        for (Seating seating : wanted) {
            int of = persons.getOrDefault(seating.householdId(), 0);
            seating.legs().stream()
                    .filter(leg -> !quotas.admit(leg, of))
                    .findFirst()
                    .ifPresentOrElse(
                            leg -> fallen.add(
                                    seating,
                                    FallenOut.overQuota(
                                            requireNonNull(quotas.dayOf().get(leg)))),
                            () -> seating.legs().forEach(leg -> quotas.use(leg, of)));
        }
    }

    private void becomes(long id, String from, String to) {
        jdbc.sql("update seating_plan_household set state = :to where plan_id = :id and state = :from")
                .param("to", to)
                .param("id", id)
                .param("from", from)
                .update();
    }
}
