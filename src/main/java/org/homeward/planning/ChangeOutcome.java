package org.homeward.planning;

import java.util.Map;
import java.util.stream.Stream;
import org.homeward.planning.ChangedHouseholds.Became;

/** What has become of the people whom a change of the situation met, in numbers: see {@link Became}. */
public record ChangeOutcome(Count seatedAgain, Count waitForSeats, Count notWaiting, Count putOff, Count woken) {

    /** @param persons in these households */
    public record Count(int households, int persons) {}

    private static final Count NOBODY = new Count(0, 0);

    /** Whether it has met anybody. */
    public boolean met() {
        return Stream.of(seatedAgain, waitForSeats, notWaiting, putOff, woken)
                .anyMatch(count -> count.households() > 0);
    }

    static ChangeOutcome of(Map<Became, Count> met) {
        return new ChangeOutcome(
                met.getOrDefault(Became.SEATED_AGAIN, NOBODY),
                met.getOrDefault(Became.WAITS_FOR_SEATS, NOBODY),
                met.getOrDefault(Became.NOT_WAITING, NOBODY),
                met.getOrDefault(Became.PUT_OFF, NOBODY),
                met.getOrDefault(Became.WOKEN, NOBODY));
    }
}
