package org.homeward.household;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of a household as it stands. Columns and their values: table person. */
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
        String place) {

    /** Under 18 on that day; a person whose birth is unknown is not taken for a child. */
    public boolean minorOn(LocalDate day) {
        return born != null && born.plusYears(18).isAfter(day);
    }

    /** The name to call a person by: in its own script if known, else as in the passport. */
    public String calledName() {
        return name != null ? name : String.valueOf(latinName);
    }
}
