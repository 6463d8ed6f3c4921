package org.homeward.vetting;

import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.access.Rights;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Is this the person on the list? Two officers say so; what becomes of it a manager decides. */
@Component
class Adjudication {

    private final Households households;
    private final Concerns concerns;
    private final Hits hits;
    private final Check check;
    private final Whereabouts whereabouts;
    private final VettingProcess process;
    private final CurrentOfficer officer;
    private final Audit audit;

    Adjudication(
            Households households,
            Concerns concerns,
            Hits hits,
            Check check,
            Whereabouts whereabouts,
            VettingProcess process,
            CurrentOfficer officer,
            Audit audit) {
        this.households = households;
        this.concerns = concerns;
        this.hits = hits;
        this.check = check;
        this.whereabouts = whereabouts;
        this.process = process;
        this.officer = officer;
        this.audit = audit;
    }

    void adjudicate(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        concerns.note(concern, Answer.among(decision, "hitDecision", "samePerson", "notTheSame"));
    }

    String second(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        String opinion = Answer.among(decision, "secondHitDecision", "samePerson", "notTheSame");
        if (officer.name().equals(concern.decidedBy())) {
            throw new Refusal("You gave the first opinion on this hit: another officer must give the second.");
        }
        if (!opinion.equals(concern.outcome())) {
            concerns.reopen(concern, opinion);
            return "differ";
        }
        concerns.second(concern, opinion.equals("notTheSame") ? "cleared" : "open");
        return opinion;
    }

    void decideConfirmed(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        if (!concern.confirmed()) {
            throw new Refusal(
                    "Two officers must have found that this is the person on the list, before a manager decides.");
        }
        if (!officer.in(Rights.MANAGERS)) {
            throw new Refusal("A manager decides what becomes of a confirmed hit.");
        }
        String word = Answer.among(decision, "confirmedHitDecision", "mayLeave", "heldBack");
        record(concern, word);
        if (word.equals("heldBack")) {
            takeBack(households.lock(concern.householdId()), concernId);
        }
    }

    /**
     * The whole household comes back from its seats or its journey, so that the family decides on record who goes; from
     * beyond the border nobody does, and managers see to what is to be done there.
     */
    private void takeBack(Household household, long concernId) {
        if (household.stage().equals("home")
                || household.stage().equals("under way") && whereabouts.abroad(household.id())) {
            process.heldBackAbroad(household, concernId);
        } else {
            process.vettingNeeded(household.caseNumber());
        }
    }

    void recordHeldBackAbroad(long concernId, @Nullable String decision) {
        Concern concern = concerns.get(concernId);
        audit.recordOfPerson(
                "held back abroad",
                concern.householdId(),
                concern.personId(),
                Answer.among(decision, "heldBackAbroadDecision", "destinationTold", "nothing"));
    }

    void decideAnew(String caseNumber, long concernId, @Nullable String decision) {
        Household household = households.lock(households.named(caseNumber).id());
        Concern concern = concerns.of(household.id()).stream()
                .filter(known -> known.id() == concernId && known.decidedByManager())
                .findFirst()
                .orElseThrow(() ->
                        new Refusal.NotFound("This household has no confirmed hit on which a manager has decided."));
        if (!officer.in(Rights.MANAGERS)) {
            throw new Refusal("A manager decides what becomes of a confirmed hit.");
        }
        String word = Answer.among(decision, "confirmedHitDecision", "mayLeave", "heldBack");
        record(concern, word);
        check.changed(household.id());
        if (word.equals("heldBack")) {
            takeBack(households.get(household.id()), concernId);
        }
    }

    private void record(Concern concern, String decision) {
        boolean mayLeave = decision.equals("mayLeave");
        concerns.decideConfirmed(concern, mayLeave, mayLeave ? Concern.LISTED_MAY_LEAVE : Concern.LISTED_HELD_BACK);
        hits.decided(concern.id(), decision);
    }
}
