package org.homeward.household;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member as registered. One of the two names must be there.
 *
 * @param name in its own script
 * @param latinName as in the passport
 * @param bornEstimated only the year is known; {@code born} is then its first day
 * @param sex {@code female}, {@code male} or {@code unknown}
 * @param nationalities ISO 3166 alpha-3
 * @param relation to the applicant: see table person
 * @param fatherConsent to a child's leaving: {@code given}, {@code refused} or {@code unknown}
 * @param needs codes: see table person
 * @param place {@code seat}, {@code wheelchair} or {@code stretcher}
 * @param remark what the list said beside, kept as a remark in the dossier
 */
public record NewPerson(
        @Nullable String name,
        @Nullable String latinName,
        @Nullable LocalDate born,
        boolean bornEstimated,
        String sex,
        List<String> nationalities,
        String relation,
        String fatherConsent,
        List<String> needs,
        @Nullable Integer pregnancyWeeks,
        String place,
        List<NewDocument> documents,
        @Nullable String remark) {}
