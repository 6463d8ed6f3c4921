package org.homeward.vetting;

import java.util.List;
import org.homeward.access.Wording;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.springframework.stereotype.Component;

/** What the decision tables say about a household, in the reader's language. */
@Component
public class Why {

    private final Households households;
    private final Urgency urgency;
    private final Rules rules;

    Why(Households households, Urgency urgency, Rules rules) {
        this.households = households;
        this.urgency = urgency;
        this.rules = rules;
    }

    /** Why the household is as urgent as it is; nothing while its priority has not been set, or is no longer this one. */
    public List<String> soUrgent(Household household) {
        Integer priority = household.priority();
        return priority == null || household.ended() || priority != urgency.of(household)
                ? List.of()
                : urgency.why(household).stream().map(Wording::of).toList();
    }

    /** Why a member is taken home, or must be looked at first. */
    public List<String> eligible(long householdId, Person person) {
        return rules.whyEligibleOrNot(person, households.members(householdId)).stream()
                .map(Wording::of)
                .toList();
    }
}
