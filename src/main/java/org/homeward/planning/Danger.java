package org.homeward.planning;

import java.util.List;
import java.util.OptionalInt;

/** Our danger of 1 to 4 and the severity of alerts. */
final class Danger {

    private static final List<String> SEVERITIES = List.of("Minor", "Moderate", "Severe", "Extreme");

    private Danger() {}

    /** @param danger 1 to 4 */
    static String severity(int danger) {
        return SEVERITIES.get(danger - 1);
    }

    /** 1 to 4; empty for {@code Unknown}. */
    static OptionalInt of(String severity) {
        int place = SEVERITIES.indexOf(severity);
        return place < 0 ? OptionalInt.empty() : OptionalInt.of(place + 1);
    }
}
