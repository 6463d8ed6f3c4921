package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An officer's word on whether somebody is fit to travel, and in which place. */
@Component
class Fitness {

    private final Households households;
    private final Concerns concerns;
    private final Rules rules;
    private final Priorities priorities;
    private final Clock clock;

    Fitness(Households households, Concerns concerns, Rules rules, Priorities priorities, Clock clock) {
        this.households = households;
        this.concerns = concerns;
        this.rules = rules;
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
        if (!fitness.equals("unfit")) { // else it is decided once fit
            households.travelsIn(concern.personId(), placeOf(fitness, person(concern)));
        }
        priorities.weighAnew(households.get(concern.householdId()));
    }

    /** What was found last of whom, too long ago, and is still to be found. */
    List<Concern> ranOut(long householdId) {
        List<Concern> fit =
                concerns.of(householdId).stream().filter(Concern::foundFit).toList();
        if (fit.stream().noneMatch(concern -> concern.outdated(today()))) {
            return List.of();
        }
        return rules.findings(householdId).stream()
                .flatMap(finding ->
                        fit.stream().filter(concern -> concern.about(finding)).reduce((before, last) -> last).stream())
                .filter(concern -> concern.outdated(today()))
                .toList();
    }

    /** @return whether the household keeps its seats: found fit again, or there is no longer anything to ask */
    boolean again(long concernId, @Nullable String decision) {
        String now = Answer.among(decision, "fitnessAgain", "asBefore", "notAsBefore");
        Household household = households.lock(concerns.get(concernId).householdId());
        Concern concern = concerns.get(concernId);
        if (!ranOut(household.id()).contains(concern)) {
            return true;
        }
        if (now.equals("asBefore")) {
            concerns.settle(concern, true, String.valueOf(concern.outcome()));
            return true;
        }
        concerns.note(concern, now);
        concerns.supersede(concernId);
        return false;
    }

    /**
     * Gives everybody the place that the needs ask for, but for whom an officer has found fit in another; a wheelchair, which
     * no officer is asked about, counts all the same.
     *
     * @return whether somebody has another place now
     */
    boolean placesAnew(long householdId) {
        Map<Long, String> assessed = assessed(householdId);
        boolean changed = false;
        for (Person person : households.members(householdId)) {
            String fitness = assessed.get(person.id());
            String place = fitness == null ? rules.placeFor(person) : placeOf(fitness, person);
            if (!place.equals(person.place())) {
                households.travelsIn(person.id(), place);
                changed = true;
            }
        }
        return changed;
    }

    private static String placeOf(String fitness, Person person) {
        return switch (fitness) {
            case "wheelchair", "stretcher" -> fitness;
            default -> person.needs().contains("wheelchair") ? "wheelchair" : "seat";
        };
    }

    private Person person(Concern concern) {
        return households.members(concern.householdId()).stream()
                .filter(person -> person.id() == concern.personId())
                .findFirst()
                .orElseThrow();
    }

    /** What an officer has decided last on whose fitness, for what they still need. */
    private Map<Long, String> assessed(long householdId) {
        List<Finding> findings = rules.findings(householdId);
        return concerns.of(householdId).stream()
                .filter(Concern::foundFit)
                .filter(concern -> findings.stream().anyMatch(concern::about))
                .collect(Collectors.toMap(
                        Concern::personId, concern -> String.valueOf(concern.outcome()), (before, last) -> last));
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
