package org.homeward.household;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member of a household as it stands. Columns and their values: table person.
 *
 * @param token stands for this person at checkpoints and to programs, and says nothing of them
 * @param pregnancyWeeks how far a pregnancy is by now, at most 45; null: none, or not known
 */
public record Person(
        long id,
        long householdId,
        int position,
        @Nullable String name,
        @Nullable String latinName,
        String nameKey,
        @Nullable LocalDate born,
        boolean bornEstimated,
        String sex,
        List<String> nationalities,
        String relation,
        String fatherConsent,
        List<String> needs,
        @Nullable Integer pregnancyWeeks,
        String place,
        UUID token) {

    private static final int LONGEST_PREGNANCY = 43;

    /**
     * Under 18 on that day. Who is listed as somebody's child or grandchild is taken for a minor until the birth is known:
     * to be asked too much does less harm than to leave alone.
     */
    public boolean minorOn(LocalDate day) {
        return minorOn(day, born, relation);
    }

    /** As {@link #minorOn(LocalDate)}, for whoever knows no more of a person. */
    public static boolean minorOn(LocalDate day, @Nullable LocalDate born, String relation) {
        return born == null
                ? relation.equals("child") || relation.equals("grandchild")
                : born.plusYears(18).isAfter(day);
    }

    /** Weeks of pregnancy, for what hangs on them; 0: none, or it has gone on longer than any and has ended. */
    public int weeksPregnant() {
        return pregnancyWeeks == null || pregnancyWeeks > LONGEST_PREGNANCY ? 0 : pregnancyWeeks;
    }

    /** The name to call a person by: in its own script if known, else as in the passport. */
    public String calledName() {
        return name != null ? name : String.valueOf(latinName);
    }
}
