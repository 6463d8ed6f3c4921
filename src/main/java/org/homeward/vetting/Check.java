package org.homeward.vetting;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Set;
import org.homeward.audit.Audit;
import org.homeward.household.DocumentsChanged;
import org.homeward.household.Household;
import org.homeward.household.HouseholdSplit;
import org.homeward.household.Households;
import org.homeward.household.StageChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The look at all members of a household: at vetting, and again whenever something about them changes. */
@Component
class Check {

    private static final Set<String> PAST_VETTING = Set.of("ready", "seated", "called");

    private final Households households;
    private final Rules rules;
    private final Concerns concerns;
    private final Hits hits;
    private final ChildCare care;
    private final Whereabouts whereabouts;
    private final Priorities priorities;
    private final VettingProcess process;
    private final Audit audit;

    Check(
            Households households,
            Rules rules,
            Concerns concerns,
            Hits hits,
            ChildCare care,
            Whereabouts whereabouts,
            Priorities priorities,
            VettingProcess process,
            Audit audit) {
        this.households = households;
        this.rules = rules;
        this.concerns = concerns;
        this.hits = hits;
        this.care = care;
        this.whereabouts = whereabouts;
        this.priorities = priorities;
        this.process = process;
        this.audit = audit;
    }

    void check(long householdId) {
        households.enters(householdId, "vetting");
        concerns.update(householdId, rules.findings(householdId));
        hits.update(householdId);
        priorities.weighAnew(households.get(householdId));
    }

    void changed(long householdId) {
        Household household = households.lock(householdId);
        priorities.weighAnew(household);
        if (PAST_VETTING.contains(household.stage())) {
            vetAnew(household);
        } else {
            hits.renew(householdId);
            process.changed(household.caseNumber());
            if (household.stage().equals("vetting") && overtaken(householdId)) {
                process.gateOvertaken(household.caseNumber());
            }
        }
    }

    /** What an officer is asked to decide for the family is no longer so. */
    private boolean overtaken(long householdId) {
        return concerns.unsettled(householdId).isEmpty() || somethingNew(householdId);
    }

    boolean somethingNew(long householdId) {
        households.lock(householdId);
        List<Concern> known = concerns.of(householdId);
        List<Finding> findings = rules.findings(householdId);
        return findings.stream().anyMatch(finding -> known.stream().noneMatch(concern -> concern.answers(finding)))
                || known.stream().anyMatch(concern -> concern.heldBack() && concern.overcome(findings))
                || hits.outdated(householdId);
    }

    /** A household that is past vetting comes back only if the change gives people something to look at. */
    private void vetAnew(Household household) {
        // Also a hit that is adjudicated beside the case is no news.
        Set<Long> beingSettled = concerns.of(household.id()).stream()
                .filter(concern -> concern.state().equals("open"))
                .map(Concern::id)
                .collect(toSet());
        concerns.update(household.id(), rules.findings(household.id()));
        hits.update(household.id());
        boolean news = concerns.unsettled(household.id()).values().stream()
                .flatMap(List::stream)
                .anyMatch(concern -> !beingSettled.contains(concern.id()));
        audit.record("vetted anew", household.id(), news ? "comes back" : "still cleared");
        if (news) {
            process.vettingNeeded(household.caseNumber());
        }
    }

    @EventListener
    void changed(DocumentsChanged papers) {
        changed(papers.householdId());
    }

    /** Children of other households who travel with somebody of this one: may they still? */
    @EventListener
    void moved(StageChanged move) {
        care.householdsToLookAt(move.householdId()).forEach(this::companionMoved);
        Household household = households.get(move.householdId());
        if (move.stage().equals("ended") && household.mergedInto() == null) { // merged persons travel on
            hits.apartAndOpen(household.id()).forEach(concerns::supersede);
            process.endAdjudications(household.caseNumber());
        }
    }

    /** What was found about those who leave a household goes with them, also where it is split on the road. */
    @EventListener
    void split(HouseholdSplit split) {
        hits.endApart(split.fromHouseholdId(), split.personIds());
        concerns.follow(split.personIds(), split.householdId());
    }

    /** Also a child on its way to the border does not go on without its companion. */
    private void companionMoved(long childsHouseholdId) {
        Household household = households.lock(childsHouseholdId);
        if (!household.stage().equals("under way")) {
            changed(childsHouseholdId);
        } else if (!whereabouts.abroad(childsHouseholdId)) {
            vetAnew(household);
        }
    }
}
