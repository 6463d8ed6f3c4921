package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import org.homeward.access.Refusal;
import org.homeward.household.Documents;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An officer's word on a member's papers: are they good, who gets a certificate to return, and is this one of ours? */
@Component
class Papers {

    private static final int CERTIFICATE_DAYS = 30;

    private final Households households;
    private final Documents documents;
    private final Concerns concerns;
    private final Rules rules;
    private final Clock clock;

    Papers(Households households, Documents documents, Concerns concerns, Rules rules, Clock clock) {
        this.households = households;
        this.documents = documents;
        this.concerns = concerns;
        this.rules = rules;
        this.clock = clock;
    }

    void decideDocuments(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        switch (Answer.among(decision, "documentsDecision", "valid", "returnCertificate", "notValid")) {
            case "returnCertificate" -> {
                if (!rules.isCitizen(member(concern))) {
                    throw new Refusal("A return certificate can only be issued to a citizen.", "documentsDecision");
                }
                concerns.note(concern, "returnCertificate");
            }
            case "valid" -> concerns.settle(concern, true, "valid");
            default -> concerns.settle(concern, false, "notValid");
        }
    }

    void decideCertificate(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        boolean issued = Answer.among(decision, "certificateDecision", "issued", "notIssued")
                .equals("issued");
        concerns.settle(concern, issued, issued ? "issued" : "notIssued");
        if (issued) {
            documents.issueCertificate(
                    concern.householdId(), concern.personId(), today().plusDays(CERTIFICATE_DAYS), rules.citizenship());
        }
    }

    void decideEligibility(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        String word = Answer.among(decision, "eligibilityDecision", "eligible", "notEligible");
        concerns.settle(concern, word.equals("eligible"), word);
    }

    private Person member(Concern concern) {
        return households.members(concern.householdId()).stream()
                .filter(person -> person.id() == concern.personId())
                .findFirst()
                .orElseThrow(() -> new Refusal("This person is no longer in the household."));
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
