package org.homeward.planning;

import java.util.List;
import org.homeward.planning.ChangedHouseholds.Became;
import org.homeward.planning.ChangedHouseholds.Line;

/** What has become of the people whom a change of the situation met, in numbers: see {@link Became}. */
public record ChangeOutcome(Count seatedAgain, Count waitForSeats, Count notWaiting, Count putOff) {

    /** @param persons in these households */
    public record Count(int households, int persons) {}

    /** @param met as {@link ChangedHouseholds#of} says */
    public static ChangeOutcome of(List<Line> met) {
        return new ChangeOutcome(
                count(met, Became.SEATED_AGAIN),
                count(met, Became.WAITS_FOR_SEATS),
                count(met, Became.NOT_WAITING),
                count(met, Became.PUT_OFF));
    }

    private static Count count(List<Line> met, Became became) {
        List<Line> those =
                met.stream().filter(household -> household.became() == became).toList();
        return new Count(those.size(), those.stream().mapToInt(Line::persons).sum());
    }
}
