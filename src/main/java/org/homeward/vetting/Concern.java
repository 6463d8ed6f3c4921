package org.homeward.vetting;

import org.jspecify.annotations.Nullable;

/**
 * What people must look at before one person may leave. Columns and their values: table concern.
 *
 * @param reason which rule raised it
 * @param outcome what was decided, or so far: a first officer's opinion, a certificate that is to be issued
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
        @Nullable String secondedBy) {

    /** Two officers have found that it is the person on the list; a manager decides what becomes of it. */
    boolean confirmed() {
        return state.equals("open") && "samePerson".equals(outcome) && secondedBy != null;
    }

    boolean heldBack() {
        return state.equals("held back");
    }

    /** Need not be looked at again for the same reason. An issued certificate that is no longer good must be. */
    boolean stands() {
        return state.equals("open") || state.equals("cleared") && !"issued".equals(outcome);
    }

    boolean about(Finding finding) {
        return personId == finding.personId() && kind.equals(finding.kind()) && reason.equals(finding.reason());
    }
}
