package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.situation.Governorates;
import org.homeward.workflow.Decisions;
import org.springframework.stereotype.Component;

/** How urgent a household is, by the table {@code priority}. What it asks about people stays out of the engine. */
@Component
class Urgency {

    private final Households households;
    private final Decisions decisions;
    private final Governorates governorates;
    private final Rules rules;
    private final Clock clock;

    Urgency(Households households, Decisions decisions, Governorates governorates, Rules rules, Clock clock) {
        this.households = households;
        this.decisions = decisions;
        this.governorates = governorates;
        this.rules = rules;
        this.clock = clock;
    }

    /** 1 first, 4 last. */
    int of(Household household) {
        return Integer.parseInt(decisions.decide("priority", inputs(household)));
    }

    /** Why it is just so urgent, in the words of the table. */
    List<String> why(Household household) {
        return decisions.why("priority", inputs(household));
    }

    private Map<String, Object> inputs(Household household) {
        LocalDate today = LocalDate.now(clock);
        List<Person> members = households.members(household.id());
        return Map.of(
                "risk", governorates.risk(household.governorate()),
                "medicalNeed", members.stream().anyMatch(rules::medicalNeed),
                "smallChild", members.stream().anyMatch(person -> bornAfter(person, today.minusYears(5))),
                "unaccompaniedMinor", rules.anyoneAlone(household.id()),
                "pregnancyWeeks",
                        members.stream()
                                .mapToInt(Urgency::weeksOfPregnancy)
                                .max()
                                .orElse(0),
                "oldestAge",
                        members.stream()
                                .mapToLong(person -> age(person, today))
                                .max()
                                .orElse(0),
                "waitingDays", ChronoUnit.DAYS.between(household.registeredAt(), clock.instant()));
    }

    private static boolean bornAfter(Person person, LocalDate day) {
        return person.born() != null && person.born().isAfter(day);
    }

    private static long age(Person person, LocalDate today) {
        return person.born() == null ? 0 : ChronoUnit.YEARS.between(person.born(), today);
    }

    /** A pregnancy of unknown length counts as one week. */
    private static int weeksOfPregnancy(Person person) {
        boolean unknown = person.pregnancyWeeks() == null && person.needs().contains("pregnancy");
        return unknown ? 1 : person.weeksPregnant();
    }
}
