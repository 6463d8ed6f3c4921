package org.homeward.vetting;

import static java.util.stream.Collectors.groupingBy;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.homeward.household.Guardians;
import org.homeward.household.Guardians.OnRecord;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.PriorityRules;
import org.homeward.situation.Governorates;
import org.homeward.workflow.Decisions;
import org.springframework.stereotype.Component;

/** How urgent a household is, by the table {@code priority}. What it asks about people stays out of the engine. */
@Component
class Urgency implements PriorityRules {

    private final Households households;
    private final Guardians guardians;
    private final Decisions decisions;
    private final Governorates governorates;
    private final Rules rules;
    private final Clock clock;

    Urgency(
            Households households,
            Guardians guardians,
            Decisions decisions,
            Governorates governorates,
            Rules rules,
            Clock clock) {
        this.households = households;
        this.guardians = guardians;
        this.decisions = decisions;
        this.governorates = governorates;
        this.rules = rules;
        this.clock = clock;
    }

    /** 1 first, 4 last. */
    int of(Household household) {
        return priority(inputs(household));
    }

    /** Why it is just so urgent, in the words of the table. */
    List<String> why(Household household) {
        return decisions.why("priority", inputs(household));
    }

    @Override
    public Map<Long, Integer> at(int risk, Collection<Long> householdIds) {
        return decisions.atOnce(() -> asUrgentAt(risk, householdIds));
    }

    private Map<Long, Integer> asUrgentAt(int risk, Collection<Long> householdIds) {
        Map<Long, List<Person>> members = households.members(householdIds);
        Map<Long, List<OnRecord>> papers = guardians.of(householdIds).stream().collect(groupingBy(OnRecord::childId));
        Map<Long, Integer> priorities = new HashMap<>();
        for (Household household : households.get(householdIds)) {
            List<Person> its = members.getOrDefault(household.id(), List.of());
            List<OnRecord> theirs = its.stream()
                    .flatMap(person -> papers.getOrDefault(person.id(), List.of()).stream())
                    .toList();
            priorities.put(
                    household.id(),
                    priority(inputs(
                            household,
                            risk,
                            its,
                            !rules.childrenAlone(its, theirs).isEmpty())));
        }
        return priorities;
    }

    private int priority(Map<String, Object> inputs) {
        return Integer.parseInt(decisions.decide("priority", inputs));
    }

    private Map<String, Object> inputs(Household household) {
        return inputs(
                household,
                governorates.risk(household.governorate()),
                households.members(household.id()),
                !rules.childrenAlone(household.id()).isEmpty());
    }

    private Map<String, Object> inputs(Household household, int risk, List<Person> members, boolean anyoneAlone) {
        LocalDate today = LocalDate.now(clock);
        return Map.of(
                "risk", risk,
                "medicalNeed", members.stream().anyMatch(rules::medicalNeed),
                "smallChild", members.stream().anyMatch(person -> bornAfter(person, today.minusYears(5))),
                "unaccompaniedMinor", anyoneAlone,
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
