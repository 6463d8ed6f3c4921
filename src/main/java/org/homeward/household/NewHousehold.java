package org.homeward.household;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A household as it asks to leave.
 *
 * @param wish what the list or the officer says: {@code yes}, {@code undecided}, {@code no} or {@code unknown}
 * @param governorate P-code ({@code SY01}…), null if unknown
 * @param restricted only cleared officers may know of it
 * @param language in which it is written to: {@code ru}, {@code en} or {@code ar}
 * @param phone E.164
 * @param listFamily its number on the list it came with
 * @param members at least one, the applicant first
 */
public record NewHousehold(
        String wish,
        @Nullable String governorate,
        boolean restricted,
        String language,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String destinationCity,
        @Nullable String listFamily,
        List<NewPerson> members) {}
