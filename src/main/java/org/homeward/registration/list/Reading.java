package org.homeward.registration.list;

import java.util.List;
import org.homeward.household.NewPerson;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of what was written about one person.
 *
 * @param person null when {@code flaws} stand in the way
 * @param flaws what must be corrected before the person can be registered
 * @param doubts what could not be read but keeps nobody out: on a list it is kept as a remark
 * @param request what it says about the whole household
 */
public record Reading(@Nullable NewPerson person, List<Flaw> flaws, List<Flaw> doubts, Request request) {

    /**
     * What a row says about its household.
     *
     * @param wish {@code yes}, {@code undecided}, {@code no}; null if it does not say
     * @param governorate P-code
     * @param phone E.164
     */
    public record Request(
            @Nullable String wish,
            @Nullable String governorate,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String city) {}
}
