package org.homeward.planning.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.jspecify.annotations.Nullable;

/**
 * What an operation comes to if the greedy rule gives the places: families whole, the most urgent first, each by what gets
 * it home soonest. Without prices and bound, and so in about a second for tens of thousands.
 *
 * @param limits what keeps people back on a day, for each day on which something does
 */
public record Outlook(List<Trip> trips, List<Left> left, Map<LocalDate, List<Limit>> limits) {

    private static final double SECONDS_PER_DAY = 86_400;

    /** A household on its way. @param legs in order @param departs on its first leg @param home when its last leg arrives */
    public record Trip(Household household, List<String> legs, Instant departs, Instant home) {}

    /** A household that finds no place. @param why in a sentence */
    public record Left(Household household, String why) {}

    /** What has no room on a day for any of those who still wait after it. */
    public enum Kind {
        /** The quota of an exit is used up. */
        QUOTA,
        /** Whatever does not go all the way home. */
        CONVOYS,
        /** Whatever arrives at home. */
        FLIGHTS,
        /** Something has room, but does not meet what goes on, or is not reached in time. */
        CONNECTION,
        /** Something has room, but leaves from where none of them can get to. */
        REACH,
        /** Nothing leaves that takes people. */
        NOTHING
    }

    /** @param exit whose quota it is, or null */
    public record Limit(Kind kind, @Nullable String exit) {}

    /** @param operation of whose households nobody has been told any seats yet */
    public static Outlook of(Operation operation) {
        Objective soonest = worthSomethingToTheEnd(operation);
        Network network = new Network(operation.with(soonest));
        List<Party> parties = operation.households().stream()
                .map(household -> new Party(household, network, soonest))
                .toList();
        Seats seats = new Seating(network, parties).greedily().seats;
        Reasons reasons = new Reasons(network, seats.room);
        List<Trip> trips = new ArrayList<>();
        List<Left> left = new ArrayList<>();
        for (int number = 0; number < parties.size(); number++) {
            Party party = parties.get(number);
            int @Nullable [] way = seats.ways[number];
            if (way == null) {
                left.add(new Left(party.household, reasons.whyLeft(party)));
            } else {
                Leg last = network.legs.get(way[way.length - 1]);
                trips.add(new Trip(
                        party.household,
                        network.ids(way),
                        network.legs.get(way[0]).departs(),
                        last.arrives()));
            }
        }
        return new Outlook(trips, left, new Bottlenecks(operation, network, seats).byDay());
    }

    /** Who arrives after more than a month is worth nothing to a plan, but is awaited by a forecast. */
    private static Objective worthSomethingToTheEnd(Operation operation) {
        Objective planned = operation.objective();
        double days = operation.legs().stream()
                .map(Leg::arrives)
                .max(Comparator.naturalOrder())
                .map(last -> Duration.between(operation.snapshot(), last).toSeconds() / SECONDS_PER_DAY)
                .orElse(0d);
        return new Objective(
                planned.priorityWeight(),
                planned.waitingPerDay(),
                Math.min(planned.delayPerDay(), 1 / (Math.max(0, days) + 1)),
                planned.movePrice());
    }
}
