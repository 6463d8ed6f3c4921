package org.homeward.vetting;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people must look at before one person may leave. Columns and their values: table concern.
 *
 * @param reason which rule raised it
 * @param outcome what was decided, or so far: a first officer's opinion, a certificate that is to be issued
 * @param until of who is held back: the day to look again; null: once it is overtaken. Of who was found fit: the last
 *     day on which that is good, by the table fitness-validity
 * @param overtaken something about who is held back has changed since, or it is time to ask again
 */
record Concern(
        long id,
        long householdId,
        long personId,
        String kind,
        String reason,
        String state,
        @Nullable String outcome,
        @Nullable String decidedBy,
        @Nullable String secondedBy,
        @Nullable LocalDate until,
        boolean overtaken) {

    /** Outcomes of a hit that two officers have confirmed: a manager's word. */
    static final String LISTED_MAY_LEAVE = "listedMayLeave";

    static final String LISTED_HELD_BACK = "listedHeldBack";

    /** Outcomes that are good only as long as the paper is that they rest on. */
    private static final Set<String> BY_PAPER = Set.of("issued", "obtained", "notNeeded");

    /** Two officers have found that it is the person on the list; a manager decides what becomes of it. */
    boolean confirmed() {
        return state.equals("open") && "samePerson".equals(outcome) && secondedBy != null;
    }

    /** A manager has decided what becomes of a confirmed hit. */
    boolean decidedByManager() {
        return LISTED_MAY_LEAVE.equals(outcome) || LISTED_HELD_BACK.equals(outcome);
    }

    boolean heldBack() {
        return state.equals("held back");
    }

    /** Held back until a day that has not come yet. */
    boolean holdsBeyond(LocalDate today) {
        return heldBack() && until != null && until.isAfter(today);
    }

    /** Held back, and there is nothing to ask about again. */
    boolean holds(LocalDate today) {
        return until == null ? heldBack() && !overtaken : holdsBeyond(today);
    }

    /**
     * Need not be looked at again for the same reason. What a paper settled that is no longer good must be, and who was
     * found fit too long ago.
     */
    boolean stands(LocalDate today) {
        return state.equals("open")
                || holds(today)
                || state.equals("cleared")
                        && !byPaper()
                        && !reason.equals(Rules.GONE) // the next companion may go as well
                        && !outdated(today);
    }

    /** Held back until the household of a child's companion is ready. */
    boolean waitsForCompanion() {
        return heldBack() && reason.equals(Rules.NOT_READY);
    }

    private boolean byPaper() {
        return outcome != null && BY_PAPER.contains(outcome);
    }

    /** An officer has found somebody fit to travel. */
    boolean foundFit() {
        return kind.equals("fitness") && state.equals("cleared");
    }

    /** Somebody was found fit too long ago. */
    boolean outdated(LocalDate today) {
        return foundFit() && until != null && until.isBefore(today);
    }

    /**
     * Leaves nothing to ask: it is about this finding, or holds the person back in the same matter anyway. What is found
     * though a paper had settled it is to be asked again: the paper is no longer good.
     */
    boolean answers(Finding finding) {
        boolean settled = about(finding) && !(state.equals("cleared") && byPaper());
        return settled || heldBack() && personId == finding.personId() && kind.equals(finding.kind());
    }

    /** The rules find nothing of its kind about this person any more, or the companion who was waited for is ready. */
    boolean overcome(List<Finding> findings) {
        if (waitsForCompanion()) {
            return findings.stream().noneMatch(this::about);
        }
        return Rules.KINDS.contains(kind)
                && findings.stream().noneMatch(found -> personId == found.personId() && kind.equals(found.kind()));
    }

    /** A hit that officers still weigh, or on which no manager has decided. */
    boolean undecidedHit() {
        return kind.equals("watch-list") && state.equals("open");
    }

    boolean about(Finding finding) {
        return personId == finding.personId() && kind.equals(finding.kind()) && reason.equals(finding.reason());
    }
}
