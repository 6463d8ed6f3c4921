package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.movement.Seating;
import org.homeward.planning.Forecast.Journey;
import org.homeward.planning.plan.Operation;
import org.homeward.planning.plan.Outlook;
import org.homeward.situation.Reach;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * When everybody will be home by what is planned now. Nothing is written. For an officer who is not cleared it is the forecast
 * of an operation without restricted households.
 */
@Component
public class Forecasts {

    /** More than anybody has thought of at a time. */
    static final int MOST_HYPOTHESES = 20;

    private final JdbcClient jdbc;
    private final PlanningSnapshot snapshot;
    private final Reach reach;
    private final Hypotheses hypotheses;
    private final Blows blows;
    private final Movements movements;
    private final CurrentOfficer officer;
    private final Clock clock;
    private final ZoneId zone;
    private final Duration kept;
    private final TransactionTemplate atOneMoment;
    /** For officers who are cleared, and for the others. */
    private final Map<Boolean, Basis> newest = new ConcurrentHashMap<>();

    Forecasts(
            JdbcClient jdbc,
            PlanningSnapshot snapshot,
            Reach reach,
            Hypotheses hypotheses,
            Blows blows,
            Movements movements,
            CurrentOfficer officer,
            Clock clock,
            @Value("${homeward.zone}") ZoneId zone,
            @Value("${homeward.forecast-kept}") Duration kept,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
        this.reach = reach;
        this.hypotheses = hypotheses;
        this.blows = blows;
        this.movements = movements;
        this.officer = officer;
        this.clock = clock;
        this.zone = zone;
        this.kept = kept;
        atOneMoment = new TransactionTemplate(transactions);
        atOneMoment.setReadOnly(true);
        atOneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** @param supposed null if nothing is supposed */
    public record Comparison(Forecast asPlanned, @Nullable Forecast supposed) {

        /** Persons more who are home by a day than as planned; less than 0 if fewer. */
        public record Difference(LocalDate day, int persons) {}

        /** The days of either, in order. */
        public List<LocalDate> days() {
            return Stream.of(asPlanned, supposed == null ? asPlanned : supposed)
                    .flatMap(forecast -> forecast.days().stream().map(Forecast.Day::day))
                    .distinct()
                    .sorted()
                    .toList();
        }

        /** Where they are farthest apart, the first such day; null if nowhere. */
        @JsonProperty
        public @Nullable Difference greatest() {
            if (supposed == null) {
                return null;
            }
            return days().stream()
                    .map(day -> new Difference(day, supposed.homeBy(day) - asPlanned.homeBy(day)))
                    .filter(difference -> difference.persons() != 0)
                    .reduce((one, next) -> Math.abs(next.persons()) > Math.abs(one.persons()) ? next : one)
                    .orElse(null);
        }

        /** By how many days all are home sooner, less than 0 if later; null unless all get home both ways. */
        @JsonProperty
        public @Nullable Long daysSooner() {
            LocalDate planned = asPlanned.everybodyHome();
            LocalDate then = supposed == null ? null : supposed.everybodyHome();
            return planned == null || then == null ? null : ChronoUnit.DAYS.between(then, planned);
        }
    }

    /**
     * A household with seats, or one that is ready to join others who have theirs.
     *
     * @param unreachable the governorates that it cannot get to by itself
     * @param brought where it had been brought when it got these seats, or on the way since; null if nowhere yet
     * @param legs its movements in order; none: nobody knows how it travels
     */
    record Traveller(
            long id,
            String stage,
            int priority,
            Instant since,
            Places needs,
            Set<String> unreachable,
            @Nullable String brought,
            List<Ride> legs) {

        /** The same on other movements. */
        Traveller on(List<Ride> others) {
            return new Traveller(id, stage, priority, since, needs, unreachable, brought, others);
        }

        /** Where it has been brought already; null while it is where it lives. */
        @Nullable
        String reached() {
            return legs.stream()
                    .filter(Ride::hasLeft)
                    .reduce((one, next) -> next)
                    .map(Ride::destination)
                    .orElse(brought);
        }

        Journey journey() {
            return new Journey(
                    needs.total(),
                    legs.get(0).departs(),
                    legs.get(legs.size() - 1).arrives());
        }
    }

    /** A movement on somebody's way. @param frozen nobody gets off it any more because of a quota */
    record Ride(
            String code,
            String destination,
            @Nullable String exit,
            Instant departs,
            Instant arrives,
            boolean hasLeft,
            boolean frozen) {

        private static final Set<String> STILL_OPEN = Set.of("planned", "open");

        static Ride on(Movement movement) {
            return new Ride(
                    movement.code(),
                    movement.destination(),
                    movement.exit(),
                    movement.departs(),
                    movement.arrives(),
                    movement.hasLeft(),
                    movement.frozenAt() != null || !STILL_OPEN.contains(movement.state()));
        }

        Ride leavingAt(Instant time) {
            Instant there = arrives.plus(Duration.between(departs, time));
            return new Ride(code, destination, exit, time, there, hasLeft, frozen);
        }
    }

    /** An exit on a day. */
    record Gate(String exit, LocalDate day) {}

    /**
     * The operation as a forecast begins with it.
     *
     * @param operation who waits, and what has room for them
     * @param travellers who has seats, and who is to join them
     * @param home persons who are home
     * @param notYet persons who are not in the forecast
     * @param dailyQuotas of the exits that have one
     * @param kept places kept for others on each movement that passes an exit
     */
    record Basis(
            Operation operation,
            List<Traveller> travellers,
            int home,
            int notYet,
            Map<String, Integer> dailyQuotas,
            Map<Ride, Integer> kept,
            Forecast forecast) {

        private static Forecast forecast(Operation operation, List<Traveller> travellers, int home, int notYet) {
            return Forecast.of(
                    operation.snapshot(),
                    operation.zone(),
                    home,
                    travellers.stream().map(Traveller::journey).toList(),
                    Outlook.of(operation),
                    notYet);
        }

        /** What it would be if the operation and those with seats were these. */
        Forecast suppose(Operation other, List<Traveller> seated) {
            return forecast(other, seated, home, notYet);
        }
    }

    /** As it stands; up to a minute old. */
    public Forecast now() {
        return basis().forecast();
    }

    /** As it stands, beside what it would be if all of this happened. @throws Refusal if that is too much at a time */
    public Comparison suppose(List<Hypothesis> hypotheses) {
        mustBeFew(hypotheses.size());
        Basis basis = basis();
        return new Comparison(
                basis.forecast(),
                hypotheses.isEmpty() ? null : new WhatIf(basis, hypotheses, snapshot, blows).forecast());
    }

    /** What is written, tidied. @throws Refusal naming the field that is wrong, behind the place of its hypothesis */
    public List<Hypothesis> checked(List<WrittenHypothesis> written) {
        mustBeFew(written.size());
        List<Hypothesis> checked = new ArrayList<>();
        for (WrittenHypothesis one : written) {
            try {
                checked.add(checked(one));
            } catch (Refusal refusal) {
                throw new Refusal(
                        String.valueOf(refusal.getMessage()), "hypotheses[" + checked.size() + "]." + refusal.field());
            }
        }
        return checked;
    }

    private static void mustBeFew(int hypotheses) {
        if (hypotheses > MOST_HYPOTHESES) {
            throw new Refusal(
                    "At most " + MOST_HYPOTHESES + " things are supposed at a time, not " + hypotheses + ".",
                    "hypotheses");
        }
    }

    /** The same for one. @throws Refusal naming the field that is wrong */
    public Hypothesis checked(WrittenHypothesis written) {
        return hypotheses.checked(written);
    }

    /** One at a time: who asks at the same moment waits for the same answer. */
    Basis basis() {
        boolean cleared = officer.cleared();
        return newest.compute(cleared, (all, before) -> before != null && isFresh(before) ? before : read(all));
    }

    private boolean isFresh(Basis basis) {
        Instant at = basis.operation().snapshot();
        return clock.instant().isBefore(at.plus(kept)) && !clock.instant().isBefore(at);
    }

    private Basis read(boolean all) {
        return requireNonNull(atOneMoment.execute(transaction -> {
            PlanningSnapshot.Taken taken = all ? snapshot.take() : snapshot.takeUnrestricted();
            Map<Long, Ride> byId = movements.all().stream().collect(Collectors.toMap(Movement::id, Ride::on));
            Map<Boolean, List<Traveller>> travellers = travellers(all, taken.joining(), byId).stream()
                    .collect(Collectors.partitioningBy(
                            traveller -> !traveller.legs().isEmpty()));
            List<Traveller> seated = requireNonNull(travellers.get(true));
            Map<String, Integer> persons = personsByStage(all);
            int ready = taken.operation().households().stream()
                    .mapToInt(Operation.Household::size)
                    .sum();
            int inIt = ready
                    + seated.stream().mapToInt(each -> each.needs().total()).sum();
            int home = persons.getOrDefault("home", 0);
            int everywhere =
                    persons.values().stream().mapToInt(Integer::intValue).sum();
            int notYet = everywhere - home - inIt;
            return new Basis(
                    taken.operation(),
                    seated,
                    home,
                    notYet,
                    dailyQuotas(),
                    kept(byId),
                    Basis.forecast(taken.operation(), seated, home, notYet));
        }));
    }

    private Map<String, Integer> personsByStage(boolean all) {
        Map<String, Integer> persons = new HashMap<>();
        jdbc.sql("""
                select stage, count(*) as persons
                from household join person on person.household_id = household.id and person.merged_into is null
                where stage <> 'ended' and (not restricted or :all) group by stage""").param("all", all).query(row -> {
            persons.put(row.getString("stage"), row.getInt("persons"));
        });
        return persons;
    }

    private Map<String, Integer> dailyQuotas() {
        Map<String, Integer> quotas = new HashMap<>();
        jdbc.sql("select code, daily_quota from exit where daily_quota is not null")
                .query(row -> {
                    quotas.put(row.getString("code"), row.getInt("daily_quota"));
                });
        return quotas;
    }

    private Map<Ride, Integer> kept(Map<Long, Ride> byId) {
        Map<Ride, Integer> kept = new HashMap<>();
        jdbc.sql("""
                select movement_id, sum(kept.seats + kept.stretchers + kept.wheelchairs) as places
                from kept_places kept join movement on movement.id = movement_id
                where released_at is null and exit is not null and movement.state <> 'cancelled' group by movement_id""").query(row -> {
            kept.put(requireNonNull(byId.get(row.getLong("movement_id"))), row.getInt("places"));
        });
        return kept;
    }

    private List<Traveller> travellers(boolean all, List<Seating> joining, Map<Long, Ride> byId) {
        Map<String, Set<String>> unreachable = reach.unreachable();
        Map<Long, List<Long>> joined = joining.stream().collect(Collectors.toMap(Seating::householdId, Seating::legs));
        return jdbc.sql("""
                with newest as (
                  select household_id, max(id) as id from itinerary where state <> 'given back' group by household_id),
                way as (
                  select household_id, array_agg(movement_id order by position) as legs
                  from newest join itinerary_leg on itinerary_id = newest.id group by household_id),
                brought as (%s)
                select household.id, stage, governorate, brought.destination,
                       coalesce(priority, 4) as priority, coalesce(ready_since, :now) as since,
                       count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs,
                       way.legs
                from household
                  join person on person.household_id = household.id and person.merged_into is null
                  left join way on way.household_id = household.id
                  left join brought on brought.household_id = household.id
                where (stage in ('seated', 'called', 'under way') or household.id = any(:joining)) and (not restricted or :all)
                group by household.id, brought.destination, way.legs""".formatted(SeatRound.BROUGHT.formatted(
                        "stage in ('seated', 'called', 'under way') or household.id = any(:joining)")))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("all", all)
                .param("joining", joined.keySet().toArray(Long[]::new))
                .query((row, number) -> new Traveller(
                        row.getLong("id"),
                        row.getString("stage"),
                        row.getInt("priority"),
                        row.getTimestamp("since").toInstant(),
                        new Places(row.getInt("seats"), row.getInt("stretchers"), row.getInt("wheelchairs")),
                        unreachable.getOrDefault(row.getString("governorate"), Set.of()),
                        row.getString("destination"),
                        legs(joined.getOrDefault(row.getLong("id"), ids(row.getArray("legs"))), byId)))
                .list();
    }

    private static List<Long> ids(@Nullable Array legs) throws SQLException {
        return legs == null ? List.of() : List.of((Long[]) legs.getArray());
    }

    private static List<Ride> legs(List<Long> ids, Map<Long, Ride> byId) {
        return ids.stream().map(id -> requireNonNull(byId.get(id))).toList();
    }
}
