package org.homeward.rehearsal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code events.csv}: what somebody does that the list does not suggest.
 *
 * @param row where it stands in the file, from 1
 * @param step where on the way, such as {@code reconfirm}, {@code muster}, {@code border}, {@code movement} or
 *     {@code exit}
 * @param family the list's number of the family; null for an exit or a movement
 * @param person the person's place in the family (1 is the first), or a name as on the list; null for the whole family;
 *     for {@code exit} and {@code movement} its code
 * @param what such as {@code stays}, {@code absent}, {@code refused}, {@code closes}
 * @param written step and what in the words of the file, for people who look the line up
 */
record Happening(
        long row,
        String step,
        @Nullable String family,
        @Nullable String person,
        String what,
        String detail,
        Written written) {

    /** As it stands in the file. */
    record Written(String step, String what) {}

    private static final Set<String> OF_A_MOVEMENT = Set.of("cancelled", "delayed", "smaller", "breaksdown", "returns");
    private static final Set<String> AT_A_CHECKPOINT = Set.of(
            "absent",
            "late",
            "refused",
            "delayed",
            "withdraws",
            "leaves",
            "injured",
            "hospital",
            "detained",
            "died",
            "born",
            "wrongbus");
    private static final Map<String, Set<String>> POSSIBLE = Map.ofEntries(
            Map.entry("contact", Set.of("willing", "stays", "deferred", "unreachable", "withdraws", "leaves")),
            Map.entry("duplicate", Set.of("merge", "apart")),
            Map.entry("documents", Set.of("valid", "certificate", "invalid")),
            Map.entry("eligibility", Set.of("eligible", "refused")),
            Map.entry("consent", Set.of("obtained", "refused", "unreachable")),
            Map.entry("panel", Set.of("allows", "refused")),
            Map.entry("fitness", Set.of("fit", "escort", "wheelchair", "stretcher", "unfit")),
            Map.entry("family", Set.of("waits", "deferred", "splits", "refused")),
            Map.entry("reconfirm", Set.of("confirms", "stays", "deferred", "unreachable", "withdraws", "leaves")),
            Map.entry("muster", AT_A_CHECKPOINT),
            Map.entry("convoy", AT_A_CHECKPOINT),
            Map.entry("border", AT_A_CHECKPOINT),
            Map.entry("entry", AT_A_CHECKPOINT),
            Map.entry("check-in", AT_A_CHECKPOINT),
            Map.entry("flight", AT_A_CHECKPOINT),
            Map.entry("landing", AT_A_CHECKPOINT),
            Map.entry("reception", AT_A_CHECKPOINT),
            Map.entry("movement", OF_A_MOVEMENT),
            Map.entry("exit", Set.of("closes", "opens", "quota")));

    private static final Map<String, String> CHECKPOINTS = Map.of(
            "muster", "muster",
            "convoy", "convoy boarding",
            "border", "border exit",
            "entry", "border entry",
            "check-in", "check-in",
            "flight", "flight boarding",
            "landing", "landing",
            "reception", "reception");

    /** What people also call a step. */
    private static final Map<String, String> STEPS = said(
            "contact: call, registration, willingness",
            "duplicate: duplicates",
            "documents: document, papers, passport",
            "eligibility: vetting, eligible",
            "panel: best-interests",
            "fitness: medical, health, fitness-to-travel",
            "family: decide, decision, unity, family-unity, household",
            "reconfirm: reconfirmation, confirm",
            "muster: roll-call",
            "convoy: convoy-boarding, bus, ship",
            "border: border-exit, crossing",
            "entry: border-entry",
            "check-in: checkin",
            "flight: flight-boarding, boarding, boarded",
            "landing: landed",
            "reception: arrival",
            "movement: departure");

    /** What people also say that somebody does. */
    private static final Map<String, String> WORDS = said(
            "absent: no-show, noshow, missing, misses",
            "late: comes-late",
            "refused: refuses, refuse, denied, denies, rejected, turned-back, turned-away, not-eligible",
            "withdraws: withdraw, withdrew, withdrawn",
            "stays: stay, no, declines, decline, declined",
            "deferred: defers, defer, undecided, postpones, postponed, put-off, puts-off",
            "unreachable: no-answer, not-reached",
            "leaves: left, own-means, left-by-own-means",
            "injured: hurt, wounded",
            "hospital: taken-to-hospital, in-hospital",
            "detained: arrested",
            "died: dies, dead",
            "born: birth, gives-birth",
            "willing: yes, agrees",
            "confirms: confirm, confirmed",
            "obtained: given, gives, granted, yes",
            "allows: allowed, allow, may-leave",
            "merge: merges, merged, same",
            "apart: keep-apart, different, not-the-same",
            "invalid: not-valid, expired",
            "certificate: return-certificate",
            "splits: split",
            "waits: wait",
            "cancelled: cancels, cancel, canceled",
            "delayed: delays, delay",
            "smaller: shrinks, smaller-vehicle",
            "breaksdown: breaks-down, breakdown, broke-down",
            "returns: turns-round, return-to-start",
            "wrongbus: wrong-bus, wrong-plane, wrong-vehicle",
            "quota: admits, limit",
            "closes: close, closed",
            "opens: open, opened, reopens, reopened");

    private static Map<String, String> said(String... lines) {
        Map<String, String> said = new HashMap<>();
        for (String line : lines) {
            String[] parts = line.split("[:,] ?");
            for (String other : parts) {
                said.putIfAbsent(other, parts[0]);
            }
        }
        return said;
    }

    /** Reads a line in whatever words people use; {@link #doubt} tells whether it can happen. */
    static Happening of(
            long row, String step, @Nullable String family, @Nullable String person, String what, String detail) {
        String saidStep = dashed(step);
        String where = STEPS.getOrDefault(saidStep, saidStep);
        String saidWhat = dashed(what);
        String does = WORDS.getOrDefault(saidWhat, saidWhat);
        boolean ofMovement = family == null && person != null && OF_A_MOVEMENT.contains(does);
        if (ofMovement && Set.of("convoy", "flight").contains(where)) {
            where = "movement";
        }
        return new Happening(row, where, family, person, atStep(where, does), detail, new Written(step, what));
    }

    /** The same deed has another name elsewhere. */
    private static String atStep(String step, String does) {
        return switch (step) {
            case "contact" ->
                Map.of("absent", "unreachable", "refused", "stays").getOrDefault(does, does);
            case "reconfirm" ->
                Map.of("absent", "unreachable", "refused", "stays", "willing", "confirms")
                        .getOrDefault(does, does);
            case "consent" -> Map.of("willing", "obtained").getOrDefault(does, does);
            case "border", "entry", "check-in", "flight" ->
                Map.of("stays", "withdraws", "unreachable", "absent").getOrDefault(does, does);
            case "muster", "convoy", "landing", "reception" -> // nobody is turned away there: they do not come
                Map.of("stays", "withdraws", "unreachable", "absent", "refused", "absent")
                        .getOrDefault(does, does);
            default -> does;
        };
    }

    private static String dashed(String said) {
        return said.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "-");
    }

    /** All that can happen, by step. */
    static Map<String, Set<String>> possible() {
        return POSSIBLE;
    }

    /** Why this line cannot happen, in a sentence; null if it can. */
    @Nullable
    String doubt() {
        Set<String> possible = POSSIBLE.get(step);
        if (possible == null) {
            return "there is no step '" + written.step() + "'; there are "
                    + String.join(", ", new TreeSet<>(POSSIBLE.keySet())) + ".";
        }
        if (!possible.contains(what)) {
            return "nobody '" + written.what() + "' at step '" + written.step() + "'; there is "
                    + String.join(", ", new TreeSet<>(possible)) + ".";
        }
        if ((isOf("exit") || isOf("movement")) && code().isEmpty()) {
            return "which " + step + "? Its code goes into the column person.";
        }
        return !isOf("exit") && !isOf("movement") && family == null
                ? "which family? Its number on the list is missing."
                : null;
    }

    /** The checkpoint where it happens, in the words of the house; null for a step that is none. */
    @Nullable
    String checkpoint() {
        return CHECKPOINTS.get(step);
    }

    /** The code of the exit or movement it is about. */
    String code() {
        return person != null ? person : family != null ? family : "";
    }

    boolean isOf(String step) {
        return this.step.equals(step);
    }

    /** For people who look the line up. */
    String place() {
        return "events.csv row " + row;
    }
}
