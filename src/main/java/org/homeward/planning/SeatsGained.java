package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * What an exit that opens, or that admits more, would make possible for those who wait. Both ways places are given as in a
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

    private static Operation with(List<Operation.Quota> quotas, PlanningSnapshot.Taken now) {
        return now.operation()
                .with(now.operation().households(), now.operation().legs(), quotas);
    }

    /** @param waiting who is meant by the households of the operations, and who goes with them */
    private List<Affected> gained(Operation now, Operation then, Map<String, SeatRule.Candidate> waiting) {
        Map<String, Instant> homeNow = Outlook.of(now).trips().stream()
                .collect(Collectors.toMap(trip -> trip.household().id(), Trip::home));
        List<Trip> better = Outlook.of(then).trips().stream()
                .filter(trip -> isBetter(trip, homeNow.get(trip.household().id())))
                .toList();
        Map<Long, Waiting> known = known(
                better.stream().flatMap(trip -> candidate(trip, waiting).all()).collect(Collectors.toSet()));
        List<Affected> gained = new ArrayList<>();
        better.forEach(trip -> candidate(trip, waiting)
                .all()
                .forEach(id -> gained.add(affected(
                        requireNonNull(known.get(id)),
                        trip,
                        homeNow.get(trip.household().id())))));
        return gained;
    }

    private static boolean isBetter(Trip trip, @Nullable Instant homeNow) {
        return homeNow == null || trip.home().isBefore(homeNow);
    }

    private static SeatRule.Candidate candidate(Trip trip, Map<String, SeatRule.Candidate> waiting) {
        return requireNonNull(waiting.get(trip.household().id()));
    }

    private static Affected affected(Waiting household, Trip trip, @Nullable Instant homeNow) {
        return new Affected(
                household.caseNumber(),
                household.restricted(),
                household.persons(),
                null,
                homeNow == null ? HouseholdFate.GETS_SEATS : HouseholdFate.HOME_SOONER,
                trip.legs(),
                trip.departs(),
                homeNow == null ? null : Affected.hours(Duration.between(homeNow, trip.home())),
                null);
    }

    private Map<Long, Waiting> known(Set<Long> ids) {
        return jdbc.sql("""
                select household.id, case_number, restricted, count(person.id) as persons
                from household left join person on person.household_id = household.id and person.merged_into is null
                where household.id = any(:ids) group by household.id""").param("ids", ids.toArray(Long[]::new)).query(Waiting.class).list().stream()
                .collect(Collectors.toMap(Waiting::id, Function.identity()));
    }
}
