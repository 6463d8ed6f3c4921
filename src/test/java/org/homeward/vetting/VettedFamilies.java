package org.homeward.vetting;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.homeward.household.NewDocument;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.TestHouseholds;

/** Made-up people whom vetting looks at; each differs in one thing from a person in order. */
final class VettedFamilies {

    private VettedFamilies() {}

    static NewHousehold family(NewPerson... members) {
        return TestHouseholds.household("yes", false, List.of(members));
    }

    static NewPerson mother() {
        return TestHouseholds.mother();
    }

    static NewPerson child(LocalDate today) {
        return TestHouseholds.person("Полевой Лев", null, today.minusYears(7), "male", "child", "510000002");
    }

    static NewPerson husband() {
        return citizenOf(
                TestHouseholds.person("سمير قاسم", "QASIM SAMIR", LocalDate.of(1975, 9, 26), "male", "spouse", "007"),
                "SYR");
    }

    static NewPerson citizenOf(NewPerson person, String... countries) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                person.bornEstimated(),
                person.sex(),
                Arrays.asList(countries),
                person.relation(),
                person.fatherConsent(),
                person.needs(),
                person.pregnancyWeeks(),
                person.place(),
                person.documents(),
                person.remark());
    }

    static NewPerson whoseFather(NewPerson person, String consent) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                person.bornEstimated(),
                person.sex(),
                person.nationalities(),
                person.relation(),
                consent,
                person.needs(),
                person.pregnancyWeeks(),
                person.place(),
                person.documents(),
                person.remark());
    }

    static NewPerson relatedAs(NewPerson person, String relation) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                person.bornEstimated(),
                person.sex(),
                person.nationalities(),
                relation,
                person.fatherConsent(),
                person.needs(),
                person.pregnancyWeeks(),
                person.place(),
                person.documents(),
                person.remark());
    }

    static NewPerson needing(NewPerson person, String... needs) {
        return pregnant(person, null, needs);
    }

    static NewPerson pregnant(NewPerson person, @org.jspecify.annotations.Nullable Integer weeks, String... needs) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                person.bornEstimated(),
                person.sex(),
                person.nationalities(),
                person.relation(),
                person.fatherConsent(),
                List.of(needs),
                weeks,
                person.place(),
                person.documents(),
                person.remark());
    }

    static NewPerson withPapers(NewPerson person, NewDocument... documents) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                person.bornEstimated(),
                person.sex(),
                person.nationalities(),
                person.relation(),
                person.fatherConsent(),
                person.needs(),
                person.pregnancyWeeks(),
                person.place(),
                List.of(documents),
                person.remark());
    }
}
