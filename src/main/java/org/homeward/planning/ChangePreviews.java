package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.situation.Exits;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who would be affected by a change of the situation, what the planner would do with them, and what it would make possible. */
@Component
class ChangePreviews {

    private final JdbcClient jdbc;
    private final Movements movements;
    private final Blows blows;
    private final HouseholdsMet met;
    private final SeatsGained seatsGained;
    private final UrgencyGained urgencyGained;
    private final Timetable timetable;
    private final Exits exits;
    private final CurrentOfficer officer;
    private final Clock clock;

    ChangePreviews(
            JdbcClient jdbc,
            Movements movements,
            Blows blows,
            HouseholdsMet met,
            SeatsGained seatsGained,
            UrgencyGained urgencyGained,
            Timetable timetable,
            Exits exits,
            CurrentOfficer officer,
            Clock clock) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.blows = blows;
        this.met = met;
        this.seatsGained = seatsGained;
        this.urgencyGained = urgencyGained;
        this.timetable = timetable;
        this.exits = exits;
        this.officer = officer;
        this.clock = clock;
    }

    /** What would happen, as far as the officer may know. Nothing changes by asking. @param report as {@link Disruptions#checked} */
    ChangePreview of(Report report) {
        return requireNonNull(forAll(report).get(officer.cleared()));
    }

    /** The same for officers who are cleared, and for the others: the planner is asked once. */
    Map<Boolean, ChangePreview> forAll(Report report) {
        Blow blow = Blow.from(report, clock.instant());
        Map<Movement, Fate> struck = blows.struck(blow);
        Map<Movement, Instant> putOff = new LinkedHashMap<>();
        with(struck, Fate.DELAYED).forEach(movement -> putOff.put(movement, blows.leaves(movement, blow)));
        List<Movement> leaveAgain = leaveAgain(report);
        List<Affected> hit = met.by(report, struck, putOff);
        List<Affected> all = Stream.of(hit, moreUrgent(report, hit), gained(report), woken(report))
                .flatMap(List::stream)
                .sorted(Affected.WORST_FIRST)
                .toList();
        return byClearance(cleared -> {
            List<Affected> affected = all.stream()
                    .filter(household -> cleared || !household.restricted())
                    .toList();
            Map<Long, Integer> persons = aboard(Stream.concat(struck.keySet().stream(), leaveAgain.stream()), cleared);
            List<Affected> losing = those(affected, HouseholdFate.LOSES_SEATS);
            List<Affected> woken = those(affected, HouseholdFate.WOKEN);
            return new ChangePreview(
                    Stream.concat(
                                    struck.entrySet().stream()
                                            .map(each -> line(each.getKey(), each.getValue(), persons)),
                                    leaveAgain.stream().map(movement -> line(movement, null, persons)))
                            .toList(),
                    losing.size(),
                    persons(losing),
                    with(struck, Fate.ON_THE_ROAD).stream()
                            .mapToInt(movement -> persons.getOrDefault(movement.id(), 0))
                            .sum(),
                    woken.size(),
                    persons(woken),
                    moreUrgent(those(affected, HouseholdFate.MORE_URGENT)),
                    instead(losing),
                    waits(those(affected, HouseholdFate.WAITS)),
                    putOff(those(affected, HouseholdFate.PUT_OFF)),
                    gain(report, affected),
                    affected);
        });
    }

    private static Map<Boolean, ChangePreview> byClearance(Function<Boolean, ChangePreview> preview) {
        return Map.of(true, preview.apply(true), false, preview.apply(false));
    }

    private static ChangePreview.Struck line(Movement movement, @Nullable Fate fate, Map<Long, Integer> persons) {
        return new ChangePreview.Struck(
                movement.code(),
                movement.kind(),
                movement.origin(),
                movement.destination(),
                movement.departs(),
                fate,
                persons.getOrDefault(movement.id(), 0));
    }

    // In numbers -----------------------------------------------------------------------------------------------------

    private static List<Affected> those(List<Affected> affected, HouseholdFate fate) {
        return affected.stream().filter(household -> household.fate() == fate).toList();
    }

    private static int persons(List<Affected> households) {
        return households.stream().mapToInt(Affected::persons).sum();
    }

    private static double hoursLater(List<Affected> households) {
        ToDoubleFunction<Affected> later = household -> requireNonNull(household.hoursLater());
        return households.stream()
                .filter(household -> household.hoursLater() != null)
                .mapToDouble(later)
                .average()
                .orElse(0);
    }

    private static ChangePreview.@Nullable Instead instead(List<Affected> losing) {
        if (losing.isEmpty()) {
            return null;
        }
        int again = (int) losing.stream()
                .filter(household -> !household.instead().isEmpty())
                .count();
        return new ChangePreview.Instead(again, losing.size() - again, hoursLater(losing));
    }

    private static ChangePreview.@Nullable Waits waits(List<Affected> waiting) {
        if (waiting.isEmpty()) {
            return null;
        }
        Map<Boolean, List<Affected>> elsewhere = waiting.stream()
                .collect(Collectors.partitioningBy(
                        household -> !household.instead().isEmpty()));
        List<Affected> again = requireNonNull(elsewhere.get(true));
        List<Affected> left = requireNonNull(elsewhere.get(false));
        return new ChangePreview.Waits(
                waiting.size(),
                persons(waiting),
                new ChangePreview.IfItStaysClosed(
                        again.size(), persons(again), left.size(), persons(left), hoursLater(again)));
    }

    private static ChangePreview.@Nullable MoreUrgent moreUrgent(List<Affected> urgent) {
        if (urgent.isEmpty()) {
            return null;
        }
        List<Affected> better = urgent.stream()
                .filter(household -> !household.instead().isEmpty())
                .toList();
        List<Affected> sooner = better.stream()
                .filter(household -> household.hoursLater() != null)
                .toList();
        return new ChangePreview.MoreUrgent(
                urgent.size(),
                persons(urgent),
                better.size() - sooner.size(),
                sooner.size(),
                Math.abs(hoursLater(sooner)));
    }

    private static ChangePreview.@Nullable PutOff putOff(List<Affected> putOff) {
        return putOff.isEmpty() ? null : new ChangePreview.PutOff(putOff.size(), persons(putOff), hoursLater(putOff));
    }

    private ChangePreview.@Nullable Gain gain(Report report, List<Affected> affected) {
        if (!opens(report) && !admitsMore(report)) {
            return null;
        }
        List<Affected> seated = those(affected, HouseholdFate.GETS_SEATS);
        List<Affected> sooner = those(affected, HouseholdFate.HOME_SOONER);
        return new ChangePreview.Gain(
                seated.size(), persons(seated), sooner.size(), Math.abs(hoursLater(sooner)), staysCancelled(report));
    }

    // What becomes possible ------------------------------------------------------------------------------------------

    private static boolean opens(Report report) {
        return "exitOpens".equals(report.kind());
    }

    private boolean admitsMore(Report report) {
        if (!"quotaChanges".equals(report.kind())) {
            return false;
        }
        Integer before = exits.quota(requireNonNull(report.subject()));
        return before != null && (report.value() == null || report.value() > before);
    }

    private List<Affected> gained(Report report) {
        if (opens(report)) {
            return seatsGained.ifOpens(requireNonNull(report.subject()));
        }
        return admitsMore(report) ? seatsGained.ifAdmits(requireNonNull(QuotasLeft.Changed.by(report))) : List.of();
    }

    /** What would have been cancelled at its freeze with its exit still closed. */
    private List<Movement> leaveAgain(Report report) {
        return opens(report)
                ? movements.upcoming().stream()
                        .filter(movement -> requireNonNull(report.subject()).equals(movement.exit()))
                        .toList()
                : List.of();
    }

    private int staysCancelled(Report report) {
        return opens(report)
                ? (int) movements.all().stream()
                        .filter(movement -> movement.isCancelled()
                                && requireNonNull(report.subject()).equals(movement.exit())
                                && timetable.muster(movement).isAfter(clock.instant()))
                        .count()
                : 0;
    }

    // Who is struck --------------------------------------------------------------------------------------------------

    private static List<Movement> with(Map<Movement, Fate> struck, Fate... fates) {
        return struck.keySet().stream()
                .filter(movement -> List.of(fates).contains(struck.get(movement)))
                .toList();
    }

    private Map<Long, Integer> aboard(Stream<Movement> some, boolean cleared) {
        Map<Long, Integer> aboard = new HashMap<>();
        jdbc.sql("""
                select movement_id, count(*) as persons
                from reservation join household on household.id = household_id and (not restricted or :cleared)
                where state = 'held' and movement_id = any(:ids) group by movement_id""")
                .param("cleared", cleared)
                .param("ids", some.map(Movement::id).toArray(Long[]::new))
                .query(row -> {
                    aboard.put(row.getLong("movement_id"), row.getInt("persons"));
                });
        return aboard;
    }

    /** Who is led on the road is no more urgent for that. */
    private List<Affected> moreUrgent(Report report, List<Affected> hit) {
        if (!"riskChanges".equals(report.kind())) {
            return List.of();
        }
        Set<String> onTheRoad = hit.stream().map(Affected::caseNumber).collect(Collectors.toSet());
        return urgencyGained.at(requireNonNull(report.subject()), requireNonNull(report.value())).stream()
                .filter(household -> !onTheRoad.contains(household.caseNumber()))
                .toList();
    }

    /** The deferred whom a danger that grows wakes. */
    private List<Affected> woken(Report report) {
        return !"riskChanges".equals(report.kind())
                ? List.of()
                : jdbc.sql("""
                        select case_number, restricted, count(person.id) as persons
                        from household join governorate on governorate.pcode = household.governorate
                          left join person on person.household_id = household.id and person.merged_into is null
                        where household.governorate = :pcode and stage = 'deferred' and risk < :risk
                        group by household.id""")
                        .param("pcode", report.subject())
                        .param("risk", report.value())
                        .query((row, number) -> new Affected(
                                row.getString("case_number"),
                                row.getBoolean("restricted"),
                                row.getInt("persons"),
                                null,
                                HouseholdFate.WOKEN,
                                List.of(),
                                null,
                                null,
                                null))
                        .list();
    }
}
