package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Outlook;
import org.homeward.planning.plan.Outlook.Trip;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an exit that opens, or that admits more, or more urgency, would make possible for those who wait. Both ways places are given as in a
 * forecast: two searches that end by the clock would differ by chance as well.
 */
@Component
class SeatsGained {

    private final JdbcClient jdbc;
    private final SeatRound round;
    private final PlanningSnapshot snapshot;
    private final QuotasLeft quotas;
    private final Movements movements;

    SeatsGained(JdbcClient jdbc, SeatRound round, PlanningSnapshot snapshot, QuotasLeft quotas, Movements movements) {
        this.jdbc = jdbc;
        this.round = round;
        this.snapshot = snapshot;
        this.quotas = quotas;
        this.movements = movements;
    }

    private record Waiting(long id, String caseNumber, boolean restricted, int persons) {}

    /** How one that waits gets home then. @param hoursLater less than 0; null: without the change it would wait on */
    record Better(
            List<String> legs, Instant departs, @Nullable Double hoursLater) {

        private static Better of(Trip trip, @Nullable Instant before) {
            return new Better(
                    trip.legs(),
                    trip.departs(),
                    before == null ? null : Affected.hours(Duration.between(before, trip.home())));
        }
    }

    List<Affected> ifOpens(String exit) {
        List<SeatRule.Candidate> queue = round.queue();
        List<Movement> open = round.open();
        List<Movement> over = movements.upcoming().stream()
                .filter(movement -> movement.state().equals("open") && exit.equals(movement.exit()))
                .toList();
        List<Movement> outside = round.outsideHours(over);
        List<Movement> more = Stream.concat(
                        open.stream(), over.stream().filter(movement -> !outside.contains(movement)))
                .toList();
        PlanningSnapshot.Taken then = snapshot.take(more, queue);
        return gained(snapshot.take(open, queue).operation(), then.operation(), then.waiting());
    }

    List<Affected> ifAdmits(QuotasLeft.Changed quota) {
        PlanningSnapshot.Taken now = snapshot.take();
        return gained(with(quotas.with(null), now), with(quotas.with(quota), now), now.waiting());
    }

    /** Which of these that wait would get seats, or sooner, if they were so urgent, by household. */
    Map<Long, Better> ifMoreUrgent(Map<Long, Integer> priorities) {
        if (priorities.isEmpty()) {
            return Map.of();
        }
        PlanningSnapshot.Taken now = snapshot.take();
        List<Operation.Household> households = now.operation().households().stream()
                .map(household -> household.withPriority(ofAll(household, now.waiting(), priorities)))
                .toList();
        Operation then = now.operation()
                .with(households, now.operation().legs(), now.operation().quotas());
        Map<Long, Better> better = better(now.operation(), then, now.waiting());
        better.keySet().retainAll(priorities.keySet());
        return better;
    }

    /** How urgent all who go with a household are together: as the most urgent of them. */
    private static int ofAll(
            Operation.Household household, Map<String, SeatRule.Candidate> waiting, Map<Long, Integer> priorities) {
        SeatRule.Candidate candidate = waiting.get(household.id());
        LongStream all = candidate == null
                ? LongStream.of(Long.parseLong(household.id()))
                : candidate.all().mapToLong(Long::longValue);
        return all.mapToInt(id -> priorities.getOrDefault(id, household.priority()))
                .reduce(household.priority(), Math::min);
    }

    private static Operation with(List<Operation.Quota> quotas, PlanningSnapshot.Taken now) {
        return now.operation()
                .with(now.operation().households(), now.operation().legs(), quotas);
    }

    /** @param waiting who is meant by the households of the operations, and who goes with them */
    private List<Affected> gained(Operation now, Operation then, Map<String, SeatRule.Candidate> waiting) {
        Map<Long, Better> better = better(now, then, waiting);
        return known(better.keySet()).stream()
                .map(household -> affected(household, requireNonNull(better.get(household.id()))))
                .toList();
    }

    /** By household. */
    private static Map<Long, Better> better(Operation now, Operation then, Map<String, SeatRule.Candidate> waiting) {
        Map<String, Instant> homeNow = Outlook.of(now).trips().stream()
                .collect(Collectors.toMap(trip -> trip.household().id(), Trip::home));
        Map<Long, Better> better = new LinkedHashMap<>();
        Outlook.of(then).trips().forEach(trip -> {
            Instant before = homeNow.get(trip.household().id());
            if (before == null || trip.home().isBefore(before)) {
                candidate(trip, waiting).all().forEach(id -> better.put(id, Better.of(trip, before)));
            }
        });
        return better;
    }

    private static SeatRule.Candidate candidate(Trip trip, Map<String, SeatRule.Candidate> waiting) {
        return requireNonNull(waiting.get(trip.household().id()));
    }

    private static Affected affected(Waiting household, Better better) {
        return new Affected(
                household.caseNumber(),
                household.restricted(),
                household.persons(),
                null,
                better.hoursLater() == null ? HouseholdFate.GETS_SEATS : HouseholdFate.HOME_SOONER,
                better.legs(),
                better.departs(),
                better.hoursLater(),
                null);
    }

    private List<Waiting> known(Set<Long> ids) {
        return jdbc.sql("""
                select household.id, case_number, restricted, count(person.id) as persons
                from household left join person on person.household_id = household.id and person.merged_into is null
                where household.id = any(:ids) group by household.id""")
                .param("ids", ids.toArray(Long[]::new))
                .query(Waiting.class)
                .list();
    }
}
