package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.household.Guardians;
import org.homeward.household.Households;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An officer's word on a child: may it leave its father's country, and who takes care of it on the way? */
@Component
class Children {

    private final Households households;
    private final Guardians guardians;
    private final Concerns concerns;
    private final ChildCare care;
    private final Rules rules;
    private final CurrentOfficer officer;
    private final Clock clock;

    Children(
            Households households,
            Guardians guardians,
            Concerns concerns,
            ChildCare care,
            Rules rules,
            CurrentOfficer officer,
            Clock clock) {
        this.households = households;
        this.guardians = guardians;
        this.concerns = concerns;
        this.care = care;
        this.rules = rules;
        this.officer = officer;
        this.clock = clock;
    }

    void decideConsent(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        switch (Answer.among(decision, "consentDecision", "obtained", "notNeeded", "refused", "unreachable")) {
            case "obtained" -> {
                if (!guardians.permitted(concern.householdId(), concern.personId())) {
                    throw new Refusal(
                            "Record the permission first, with a copy of it, on the page Children and guardians of"
                                    + " this case.",
                            "consentDecision");
                }
                households.setFatherConsent(concern.personId(), "given");
                concerns.settle(concern, true, "obtained");
            }
            case "notNeeded" -> {
                if (rules.fatherIsAsked(concern.householdId(), concern.personId())) {
                    throw new Refusal(
                            "Record the paper first that shows that the father has died, is a foreigner, is not on"
                                    + " record or travels along, or who is guardian by court, on the page Children and"
                                    + " guardians of this case.",
                            "consentDecision");
                }
                concerns.settle(concern, true, "notNeeded");
            }
            case "refused" -> {
                households.setFatherConsent(concern.personId(), "refused");
                concerns.note(concern, "refused");
                concerns.restate(concern, rules.findings(concern.householdId()));
            }
            default -> concerns.note(concern, "unreachable");
        }
    }

    void decidePanel(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        concerns.note(concern, Answer.among(decision, "consentPanelDecision", "mayLeave", "mayNot"));
    }

    boolean secondPanel(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        String word = Answer.among(decision, "secondPanelDecision", "mayLeave", "mayNot");
        if (officer.name().equals(concern.decidedBy())) {
            throw new Refusal("You gave the panel's first word on this child: another officer must give the second.");
        }
        if (!word.equals(concern.outcome())) {
            concerns.reopen(concern, word);
            return false;
        }
        concerns.second(concern, word.equals("mayLeave") ? "cleared" : "held back");
        return true;
    }

    void decideCare(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        String word = Answer.among(decision, "careDecision", "arranged", "guardian", "notArranged");
        if (word.equals("arranged") && !care.arranged(concern.personId())) {
            throw new Refusal(
                    "Record in the dossier first who receives the child (name, telephone, relation) and who travels"
                            + " with it.",
                    "careDecision");
        }
        if (word.equals("guardian")
                && households.members(concern.householdId()).stream().allMatch(p -> p.minorOn(today()))) {
            throw new Refusal("No grown-up of this household travels along who could be the guardian.", "careDecision");
        }
        if (word.equals("guardian") && !rules.guardianOnPaper(concern.householdId(), concern.personId())) {
            throw new Refusal(
                    "Record the guardian first, and the paper that shows it, on the page Children and guardians of this"
                            + " case.",
                    "careDecision");
        }
        concerns.settle(concern, !word.equals("notArranged"), word);
        if (word.equals("arranged") && care.waitsForCompanion(concern.personId())) {
            concerns.hold(concern.householdId(), new Finding(concern.personId(), concern.kind(), Rules.NOT_READY));
        }
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    /** Those of this household who travel without parent or guardian, by their ids. */
    List<Long> alone(long householdId) {
        return rules.childrenAlone(householdId);
    }
}
