package org.homeward.planning;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.homeward.access.Wording;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Outlook;
import org.homeward.planning.plan.Outlook.Limit;
import org.jspecify.annotations.Nullable;

/**
 * When who is home, in persons, as far as it is planned.
 *
 * @param at as of when
 * @param zone by whose days it counts
 * @param days from that day to the last on which anything changes
 * @param everybody who is in it: home, with seats, or ready for them
 * @param left who finds no place on anything that is planned
 * @param notYet who is not in it: registered, deferred or in vetting, or not to leave without somebody who is
 */
public record Forecast(Instant at, ZoneId zone, List<Day> days, int everybody, Left left, int notYet) {

    /** A longer time is told by the days on which somebody sets out or gets home. */
    private static final int EACH_DAY = 92;

    private static final int REASONS = 5;

    /**
     * How it stands at the end of a day.
     *
     * @param underWay who has set out and is not home
     * @param waiting who has not set out
     * @param limits what has no room on that day for any who still wait
     */
    public record Day(LocalDate day, int home, int underWay, int waiting, List<Limit> limits) {}

    /** Who finds no place. @param wheelchairs and stretchers: how many of the persons need such a place */
    public record Left(int persons, int wheelchairs, int stretchers, List<Reason> reasons) {}

    /** What keeps so many persons back, in a sentence. */
    public record Reason(String why, int persons) {

        /** In the language of whoever is being answered. */
        @Override
        public String why() {
            return Wording.of(why);
        }
    }

    /** People who travel. @param departs when they set out @param home when they arrive; may be past */
    record Journey(int persons, Instant departs, Instant home) {}

    /** @param home who is home already @param journeys of those with seats @param outlook of those without */
    static Forecast of(Instant at, ZoneId zone, int home, List<Journey> journeys, Outlook outlook, int notYet) {
        LocalDate today = LocalDate.ofInstant(at, zone);
        TreeMap<LocalDate, Integer> setOut = new TreeMap<>(Map.of(today, 0));
        TreeMap<LocalDate, Integer> arrive = new TreeMap<>(Map.of(today, 0));
        int travelling = 0;
        for (Journey journey : together(journeys, outlook)) {
            add(setOut, today, LocalDate.ofInstant(journey.departs(), zone), journey.persons());
            add(arrive, today, LocalDate.ofInstant(journey.home(), zone), journey.persons());
            travelling += journey.persons();
        }
        Left left = left(outlook);
        return new Forecast(
                at,
                zone,
                days(today, setOut, home, arrive, travelling + left.persons(), outlook.limits()),
                home + travelling + left.persons(),
                left,
                notYet);
    }

    private static List<Journey> together(List<Journey> seated, Outlook outlook) {
        List<Journey> all = new ArrayList<>(seated);
        outlook.trips().forEach(trip -> all.add(new Journey(trip.household().size(), trip.departs(), trip.home())));
        return all;
    }

    private static void add(TreeMap<LocalDate, Integer> days, LocalDate today, LocalDate day, int persons) {
        days.merge(day.isBefore(today) ? today : day, persons, Integer::sum);
    }

    private static List<Day> days(
            LocalDate today,
            TreeMap<LocalDate, Integer> setOut,
            int homeAlready,
            TreeMap<LocalDate, Integer> arrive,
            int waiting,
            Map<LocalDate, List<Limit>> limits) {
        LocalDate last = limits.keySet().stream()
                .max(Comparator.naturalOrder())
                .filter(limit -> limit.isAfter(arrive.lastKey()))
                .orElse(arrive.lastKey());
        boolean each = last.isBefore(today.plusDays(EACH_DAY));
        List<Day> days = new ArrayList<>();
        int arrived = 0;
        int away = 0;
        for (LocalDate day = today; !day.isAfter(last); day = day.plusDays(1)) {
            arrived += arrive.getOrDefault(day, 0);
            away += setOut.getOrDefault(day, 0);
            if (each || arrive.containsKey(day) || setOut.containsKey(day)) {
                days.add(new Day(
                        day,
                        homeAlready + arrived,
                        away - arrived,
                        waiting - away,
                        limits.getOrDefault(day, List.of())));
            }
        }
        return days;
    }

    private static Left left(Outlook outlook) {
        List<Household> households =
                outlook.left().stream().map(Outlook.Left::household).toList();
        Map<String, Integer> reasons = outlook.left().stream()
                .collect(Collectors.groupingBy(
                        Outlook.Left::why,
                        Collectors.summingInt(each -> each.household().size())));
        return new Left(
                households.stream().mapToInt(Household::size).sum(),
                households.stream().mapToInt(Household::wheelchairs).sum(),
                households.stream().mapToInt(Household::stretchers).sum(),
                reasons.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(REASONS)
                        .map(reason -> new Reason(reason.getKey(), reason.getValue()))
                        .toList());
    }

    /** The day on which everybody in it is home; null if somebody finds no place. */
    @JsonProperty
    public @Nullable LocalDate everybodyHome() {
        return left.persons() > 0
                ? null
                : days.stream()
                        .filter(day -> day.home() == everybody)
                        .map(Day::day)
                        .findFirst()
                        .orElse(null);
    }

    /** The last day on which anybody gets home. */
    public LocalDate lastArrival() {
        int most = days.get(days.size() - 1).home();
        return days.stream()
                .filter(day -> day.home() == most)
                .map(Day::day)
                .findFirst()
                .orElseThrow();
    }

    /** How it stands at the end of a day, as {@link Day}; after its last day as on that. */
    public Day on(LocalDate day) {
        Day last = days.get(days.size() - 1);
        Day before = days.stream()
                .filter(each -> !each.day().isAfter(day))
                .reduce((one, next) -> next)
                .orElse(last);
        return before.day().equals(day)
                ? before
                : new Day(day, before.home(), before.underWay(), before.waiting(), List.of());
    }

    /** How many are home at the end of a day. */
    public int homeBy(LocalDate day) {
        return on(day).home();
    }
}
