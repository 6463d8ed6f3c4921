package org.homeward.audit.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Map;
import org.homeward.audit.Invariants;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/invariants}: is the house in order? For managers. */
@RestController
class InvariantsApi {

    private final Invariants invariants;

    InvariantsApi(Invariants invariants) {
        this.invariants = invariants;
    }

    /** @param offenders what breaks it, by ids; empty if it holds */
    record Invariant(String invariant, String says, List<String> offenders) {}

    @Operation(
            summary = "Is the house in order?",
            description = "What must always hold, each with the ids of those that break it.")
    @GetMapping("/api/invariants")
    List<Invariant> invariants() {
        List<Invariants.Offence> offences = invariants.offences();
        return Invariants.SENTENCES.entrySet().stream()
                .map(sentence -> new Invariant(sentence.getKey(), sentence.getValue(), offenders(sentence, offences)))
                .toList();
    }

    private static List<String> offenders(Map.Entry<String, String> sentence, List<Invariants.Offence> offences) {
        return offences.stream()
                .filter(offence -> offence.invariant().equals(sentence.getKey()))
                .map(Invariants.Offence::offender)
                .toList();
    }
}
