package org.homeward.rehearsal;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code events.csv}: what somebody does that the list does not suggest.
 *
 * @param step where on the way, such as {@code reconfirm}, {@code muster}, {@code border} or {@code exit}
 * @param family the list's number of the family; null for an exit
 * @param person the person's place in the family (1 is the first), or a name as on the list; null for the whole family;
 *     for {@code exit} its code
 * @param what such as {@code declines}, {@code absent}, {@code refused}, {@code closes}
 */
record Happening(
        String step, @Nullable String family, @Nullable String person, String what, String detail) {

    private static final Set<String> AT_A_CHECKPOINT =
            Set.of("absent", "late", "refused", "delayed", "withdraws", "leaves");
    private static final Map<String, Set<String>> POSSIBLE = Map.ofEntries(
            Map.entry(
                    "contact",
                    Set.of("willing", "stays", "declines", "defers", "deferred", "unreachable", "withdraws", "leaves")),
            Map.entry("duplicate", Set.of("merge", "apart")),
            Map.entry("documents", Set.of("valid", "certificate", "invalid")),
            Map.entry("eligibility", Set.of("eligible", "refused")),
            Map.entry("consent", Set.of("obtained", "refused", "unreachable")),
            Map.entry("panel", Set.of("allows", "refuses")),
            Map.entry("fitness", Set.of("fit", "escort", "wheelchair", "stretcher", "unfit")),
            Map.entry("family", Set.of("waits", "deferred", "splits", "refused")),
            Map.entry(
                    "reconfirm", Set.of("confirms", "declines", "stays", "deferred", "defers", "withdraws", "leaves")),
            Map.entry("muster", AT_A_CHECKPOINT),
            Map.entry("convoy", AT_A_CHECKPOINT),
            Map.entry("border", AT_A_CHECKPOINT),
            Map.entry("entry", AT_A_CHECKPOINT),
            Map.entry("check-in", AT_A_CHECKPOINT),
            Map.entry("flight", AT_A_CHECKPOINT),
            Map.entry("landing", AT_A_CHECKPOINT),
            Map.entry("reception", AT_A_CHECKPOINT),
            Map.entry("exit", Set.of("closes", "opens")));

    private static final Map<String, String> CHECKPOINTS = Map.of(
            "muster", "muster",
            "convoy", "convoy boarding",
            "border", "border exit",
            "entry", "border entry",
            "check-in", "check-in",
            "flight", "flight boarding",
            "landing", "landing",
            "reception", "reception");

    /** Why this line cannot happen, in a sentence; null if it can. */
    @Nullable
    String doubt() {
        Set<String> possible = POSSIBLE.get(step);
        if (possible == null) {
            return "there is no step '" + step + "'; there are "
                    + String.join(", ", new java.util.TreeSet<>(POSSIBLE.keySet())) + ".";
        }
        if (!possible.contains(what)) {
            return "nobody '" + what + "' at step '" + step + "'; there is "
                    + String.join(", ", new java.util.TreeSet<>(possible)) + ".";
        }
        if (step.equals("exit") && person == null && family == null) {
            return "which exit " + what + "? Its code goes into the column person.";
        }
        return !step.equals("exit") && family == null ? "which family? Its number on the list is missing." : null;
    }

    /** The checkpoint where it happens, in the words of the house; null for a step that is none. */
    @Nullable
    String checkpoint() {
        return CHECKPOINTS.get(step);
    }

    /** The code of the exit it is about. */
    String exit() {
        return person != null ? person : String.valueOf(family);
    }

    boolean isOf(String step) {
        return this.step.equals(step);
    }
}
