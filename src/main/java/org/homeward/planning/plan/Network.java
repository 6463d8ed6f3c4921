package org.homeward.planning.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Quota;
import org.jspecify.annotations.Nullable;

/**
 * The legs of an operation by departure, and how one is reached from another. A limit is a number of its own: four for
 * each leg (seats, wheelchair places, stretcher places, kilograms) and one for each quota.
 */
final class Network {

    /** Limits of one leg. */
    static final int KINDS = 4;

    private static final List<String> KIND_NAMES = List.of("seats", "wheelchairs", "stretchers", "baggageKg");
    private static final double SECONDS_PER_DAY = 86_400;

    final List<Leg> legs;
    final int size;
    /** By leg: where it starts and ends, and whether that is the destination. */
    final int[] from;

    final int[] to;
    final boolean[] home;
    /** By leg: whether it has not left yet. */
    final boolean[] open;
    /** By leg: the part of a household's weight that is left on arrival at the destination. */
    final double[] worth;
    /** By leg: its place among all turns; a place has a turn for each leg that leaves it, and one behind the last. */
    final int[] turn;
    /** By leg: the turn of the first leg that can be caught where it ends. */
    final int[] next;
    /** By place: where people begin whose origin it is, in order. */
    final int[][] starts;
    /** By place: see {@link Operation#isConfined}. */
    final boolean[] confined;
    /** By place: its first turn. */
    final int[] firstTurn;

    final int turns;
    /** By turn: its leg, or −1 behind the last. */
    final int[] legAt;
    /** By turn: the part of a weight that is left at most for those who are there then; minus infinity: no way home. */
    final double[] worthAfter;
    /** By leg: the limit of its quota, or −1. */
    final int[] quota;
    /** By limit: how much there is. */
    final int[] capacity;

    private final List<Quota> quotas;
    private final Duration connection;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> byId = new HashMap<>();
    private final Set<Integer> overdrawn = new HashSet<>();

    Network(Operation operation) {
        legs = operation.legs().stream()
                .sorted(Comparator.comparing(Leg::departs).thenComparing(Leg::id))
                .toList();
        size = legs.size();
        quotas = operation.quotas();
        connection = Duration.ofMinutes(operation.minConnectionMinutes());
        from = new int[size];
        to = new int[size];
        home = new boolean[size];
        open = new boolean[size];
        worth = new double[size];
        turn = new int[size];
        next = new int[size];
        quota = new int[size];
        capacity = new int[size * KINDS + quotas.size()];
        describe(operation);
        limit(operation);
        operation.households().forEach(household -> place(household.origin()));
        starts = new int[places.size()][];
        confined = new boolean[places.size()];
        begin(operation);
        List<List<Integer>> leaving = leaving();
        firstTurn = new int[leaving.size() + 1];
        for (int place = 0; place < leaving.size(); place++) {
            firstTurn[place + 1] = firstTurn[place] + leaving.get(place).size() + 1;
        }
        turns = firstTurn[leaving.size()];
        legAt = new int[turns];
        worthAfter = new double[turns];
        connect(leaving);
        lookAhead();
    }

    private void describe(Operation operation) {
        for (int leg = 0; leg < size; leg++) {
            Leg is = legs.get(leg);
            byId.put(is.id(), leg);
            from[leg] = place(is.from());
            to[leg] = place(is.to());
            home[leg] = is.to().equals(operation.destination());
            open[leg] = !is.departs().isBefore(operation.snapshot());
            double days = Duration.between(operation.snapshot(), is.arrives()).toMillis() / 1000d / SECONDS_PER_DAY;
            worth[leg] = operation.objective().leftAfter(days);
        }
    }

    private void limit(Operation operation) {
        record Day(String exit, LocalDate day) {}
        Map<Day, Integer> days = new HashMap<>();
        for (int number = 0; number < quotas.size(); number++) {
            Quota of = quotas.get(number);
            capacity[size * KINDS + number] = of.persons();
            days.put(new Day(of.exit(), of.day()), size * KINDS + number);
        }
        for (int leg = 0; leg < size; leg++) {
            Leg is = legs.get(leg);
            LocalDate day = LocalDate.ofInstant(is.departs(), operation.zone());
            quota[leg] = is.exit() == null ? -1 : days.getOrDefault(new Day(is.exit(), day), -1);
            int[] places = {is.seats(), is.wheelchairs(), is.stretchers(), is.baggageKg()};
            System.arraycopy(places, 0, capacity, leg * KINDS, KINDS);
        }
    }

    private void begin(Operation operation) {
        places.forEach((origin, place) -> {
            starts[place] = operation.startsOf(origin).stream()
                    .filter(places::containsKey)
                    .mapToInt(this::place)
                    .sorted()
                    .toArray();
            confined[place] = operation.isConfined(origin);
        });
    }

    private List<List<Integer>> leaving() {
        List<List<Integer>> leaving = new ArrayList<>();
        places.forEach((name, place) -> leaving.add(new ArrayList<>()));
        for (int leg = 0; leg < size; leg++) {
            leaving.get(from[leg]).add(leg);
        }
        return leaving;
    }

    private void connect(List<List<Integer>> leaving) {
        int[] seen = new int[leaving.size()];
        Arrays.fill(legAt, -1);
        for (int leg = 0; leg < size; leg++) {
            turn[leg] = firstTurn[from[leg]] + seen[from[leg]]++;
            legAt[turn[leg]] = leg;
            next[leg] = firstTurn[to[leg]] + firstFrom(leaving.get(to[leg]), earliestAfter(leg));
        }
    }

    private void lookAhead() {
        Arrays.fill(worthAfter, Double.NEGATIVE_INFINITY);
        for (int leg = size - 1; leg >= 0; leg--) {
            double ahead = home[leg] ? worth[leg] : worthAfter[next[leg]];
            worthAfter[turn[leg]] = Math.max(worthAfter[turn[leg] + 1], open[leg] ? ahead : Double.NEGATIVE_INFINITY);
        }
    }

    private Instant earliestAfter(int leg) {
        return legs.get(leg).arrives().plus(connection);
    }

    private int firstFrom(List<Integer> there, Instant earliest) {
        int low = 0;
        int high = there.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (legs.get(there.get(middle)).departs().isBefore(earliest)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Where and when people of an origin begin. @param notBefore the earliest that they can; null: at once */
    int[] firstTurns(int origin, @Nullable Instant notBefore) {
        return Arrays.stream(starts[origin])
                .map(place -> notBefore == null ? firstTurn[place] : firstTurn(place, notBefore))
                .toArray();
    }

    private int firstTurn(int place, Instant notBefore) {
        int turn = firstTurn[place];
        while (legAt[turn] >= 0 && legs.get(legAt[turn]).departs().isBefore(notBefore)) {
            turn++;
        }
        return turn;
    }

    /** Whether people from an origin begin at a place. */
    boolean begins(int origin, int place) {
        return Arrays.binarySearch(starts[origin], place) >= 0;
    }

    /** How many places there are. */
    int places() {
        return places.size();
    }

    int place(String name) {
        return places.computeIfAbsent(name, unknown -> places.size());
    }

    /**
     * The legs a household has been told, or null if it can no longer travel so: one is gone, or misses the next. Who is
     * frozen there may be under way already.
     */
    int @Nullable [] itinerary(Household household) {
        List<String> ids = household.seatedOn();
        if (ids.isEmpty() || !byId.keySet().containsAll(ids)) {
            return null;
        }
        int[] way = way(ids);
        for (int at = 0; at < way.length && !household.frozen(); at++) {
            boolean mayBegin = at > 0 || begins(place(household.origin()), from[way[at]]);
            boolean connects = at == 0
                    || to[way[at - 1]] == from[way[at]]
                            && !legs.get(way[at]).departs().isBefore(earliestAfter(way[at - 1]));
            if (!mayBegin || !connects || !open[way[at]]) {
                return null;
            }
        }
        return home[way[way.length - 1]] ? way : null;
    }

    /** These legs, which must exist. */
    int[] way(List<String> ids) {
        return ids.stream().mapToInt(byId::get).toArray();
    }

    /** Whether a party that needs so much fits on these legs at all, beside those who stay where they are. */
    boolean holds(int size, int[] needs, int[] way) {
        for (int leg : way) {
            for (int kind = 0; kind < KINDS; kind++) {
                if (capacity[leg * KINDS + kind] < needs[kind]) {
                    return false;
                }
            }
            int day = quota[leg];
            if (day >= 0
                    && capacity[day]
                            < size
                                    * Arrays.stream(way)
                                            .filter(other -> quota[other] == day)
                                            .count()) {
                return false;
            }
        }
        return true;
    }

    /** Takes the places of a party that stays where it is off what there is. */
    void hold(Party party, int[] way) {
        for (int leg : way) {
            for (int kind = 0; kind < KINDS; kind++) {
                hold(leg * KINDS + kind, party.needs[kind]);
            }
            if (quota[leg] >= 0) {
                hold(quota[leg], party.size);
            }
        }
    }

    /** A quota may have been lowered since they were frozen: then it admits nobody else. */
    private void hold(int limit, int places) {
        capacity[limit] -= places;
        if (capacity[limit] < 0 && isQuota(limit)) {
            capacity[limit] = 0;
            overdrawn.add(limit);
        } else if (capacity[limit] < 0) {
            throw new CannotPlan("Those who are frozen on it need more than there is of " + name(limit) + ".");
        }
    }

    /** Whether a quota admits fewer than those who are frozen. */
    boolean isOverdrawn(int limit) {
        return overdrawn.contains(limit);
    }

    int limits() {
        return capacity.length;
    }

    int firstQuota() {
        return size * KINDS;
    }

    boolean isQuota(int limit) {
        return limit >= firstQuota();
    }

    /** A limit in words: {@code FL-1 seats}, {@code MASNAA 2013-01-22}. */
    String name(int limit) {
        if (isQuota(limit)) {
            Quota of = quotas.get(limit - firstQuota());
            return of.exit() + " " + of.day();
        }
        return legs.get(limit / KINDS).id() + " " + KIND_NAMES.get(limit % KINDS);
    }

    List<String> ids(int[] way) {
        return Arrays.stream(way).mapToObj(leg -> legs.get(leg).id()).toList();
    }
}
