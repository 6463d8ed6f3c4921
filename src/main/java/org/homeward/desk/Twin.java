package org.homeward.desk;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another case that may be the same people, side by side with the one whose dossier is open. All words are in the
 * reader's language.
 *
 * @param open whether an officer has yet to settle it
 * @param goesInto the case that would take in the other, or has
 * @param facts of the two households
 * @param onlyHere members of this case who are not paired with anybody, likewise {@code onlyThere}
 */
record Twin(
        String caseNumber,
        boolean open,
        String goesInto,
        List<Fact> facts,
        List<Pair> pairs,
        List<String> onlyHere,
        List<String> onlyThere) {

    /** One line of the comparison. @param differs both say something, and not the same */
    record Fact(String label, String here, String there, boolean differs) {}

    /**
     * Two persons who may be one.
     *
     * @param state a state of table possible_duplicate
     * @param likeness in per cent
     */
    record Pair(
            String here,
            String there,
            String state,
            int likeness,
            List<String> speaksFor,
            List<String> speaksAgainst,
            List<Fact> facts,
            @Nullable String decidedBy,
            @Nullable OffsetDateTime decidedAt) {}
}
