package org.homeward.household;

import java.util.List;

/** A household that has just become a case. @param personIds in the order of its members */
public record Registered(
        long id,
        String caseNumber,
        @org.jspecify.annotations.Nullable String governorate,
        boolean restricted,
        List<Long> personIds) {

    public int partySize() {
        return personIds.size();
    }
}
