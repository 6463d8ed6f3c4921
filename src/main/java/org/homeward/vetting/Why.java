package org.homeward.vetting;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.access.ModelWords;
import org.homeward.access.Wording;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.workflow.Decisions;
import org.springframework.stereotype.Component;

/** What the decision tables say about a household, in the reader's language. */
@Component
public class Why {

    /** The answers that leave nothing to look at. */
    private static final Set<String> PASSES = Set.of("none", "eligible");

    private final Households households;
    private final Urgency urgency;
    private final Rules rules;
    private final Decisions decisions;

    Why(Households households, Urgency urgency, Rules rules, Decisions decisions) {
        this.households = households;
        this.urgency = urgency;
        this.rules = rules;
        this.decisions = decisions;
    }

    /** Why the household is as urgent as it is; nothing while its priority has not been set, or is no longer this one. */
    public List<String> soUrgent(Household household) {
        Integer priority = household.priority();
        return priority == null || household.ended() || priority != urgency.of(household)
                ? List.of()
                : urgency.why(household).stream().map(Wording::of).toList();
    }

    /** What a table asks about the members, and what its row says that lets somebody pass. */
    public record Passed(String question, String row) {}

    /** By which rows of the tables members pass as they are now. */
    public List<Passed> passed(long householdId) {
        return decisions.asked(() -> rules.findings(householdId)).stream()
                .filter(asked -> PASSES.contains(asked.answer()))
                .distinct()
                .flatMap(this::rows)
                .distinct()
                .toList();
    }

    private Stream<Passed> rows(Decisions.Asked asked) {
        String question = ModelWords.of(decisions.question(asked.table()));
        return decisions.why(asked.table(), asked.inputs()).stream().map(row -> new Passed(question, Wording.of(row)));
    }

    /** Why a member is taken home, or must be looked at first. */
    public List<String> eligible(long householdId, Person person) {
        return rules.whyEligibleOrNot(person, households.members(householdId)).stream()
                .map(Wording::of)
                .toList();
    }
}
