package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.homeward.access.Refusal;
import org.homeward.household.Households;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An officer's word on whether somebody is fit to travel, and in which place. */
@Component
class Fitness {

    private final Households households;
    private final Concerns concerns;
    private final Priorities priorities;
    private final Clock clock;

    Fitness(Households households, Concerns concerns, Priorities priorities, Clock clock) {
        this.households = households;
        this.concerns = concerns;
        this.priorities = priorities;
        this.clock = clock;
    }

    void decide(long concernId, @Nullable String decision, @Nullable String unfitUntil) {
        Concern concern = concerns.toSettle(concernId);
        String fitness = Answer.among(decision, "fitnessDecision", "fit", "escort", "wheelchair", "stretcher", "unfit");
        if (fitness.equals("unfit") && unfitUntil != null && !unfitUntil.isBlank()) {
            concerns.holdUntil(concern, dayToLookAgain(unfitUntil), fitness);
            return; // the place is decided once fit
        }
        concerns.settle(concern, !fitness.equals("unfit"), fitness);
        switch (fitness) {
            case "wheelchair", "stretcher" -> households.travelsIn(concern.personId(), fitness);
            case "fit", "escort" -> households.travelsIn(concern.personId(), "seat");
            default -> {} // decided anew once fit
        }
        priorities.weighAnew(households.get(concern.householdId()));
    }

    private LocalDate dayToLookAgain(String written) {
        LocalDate day;
        try {
            day = LocalDate.parse(written.strip());
        } catch (DateTimeParseException e) {
            throw new Refusal("The day to look again cannot be read: choose a date.", "unfitUntil");
        }
        if (!day.isAfter(today())) {
            throw new Refusal("The day to look again must be after today.", "unfitUntil");
        }
        if (day.isAfter(today().plusYears(1))) {
            throw new Refusal("The day to look again is more than a year away.", "unfitUntil");
        }
        return day;
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
