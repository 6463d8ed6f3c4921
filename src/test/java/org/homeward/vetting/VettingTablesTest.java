package org.homeward.vetting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.homeward.HomewardTest;
import org.homeward.workflow.Decisions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@HomewardTest
class VettingTablesTest {

    @Autowired
    private Decisions decisions;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # citizen | citizen in family | relation  | then
            yes       | true              | applicant | eligible
            yes       | true              | other     | eligible
            no        | true              | applicant | eligible
            no        | true              | spouse    | eligible
            no        | true              | child     | eligible
            no        | true              | parent    | eligible
            unknown   | true              | child     | eligible
            no        | true              | sibling   | review
            no        | true              | grandchild| review
            unknown   | true              | other     | review
            no        | false             | applicant | review
            unknown   | false             | spouse    | review
            """)
    void whom_do_we_take_home(String citizen, boolean citizenInFamily, String relation, String then) {
        assertThat(decisions.decide(
                        "eligibility",
                        Map.of("citizen", citizen, "citizenInFamily", citizenInFamily, "relation", relation)))
                .isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # citizen | kind               | validity  | days left | check digits | concern
            yes       | none               | not known | 0         | not wrong    | no document
            no        | none               | not known | 0         | not wrong    | no document
            unknown   | none               | not known | 0         | not wrong    | no document
            yes       | passport           | expired   | -1        | not wrong    | expired
            yes       | passport           | expired   | -400      | not wrong    | expired
            yes       | passport           | valid     | 0         | not wrong    | expires soon
            yes       | passport           | valid     | 6         | not wrong    | expires soon
            yes       | passport           | valid     | 7         | not wrong    | none
            yes       | passport           | valid     | 3000      | not wrong    | none
            yes       | passport           | not known | 0         | not wrong    | none
            yes       | return certificate | valid     | 30        | not wrong    | none
            yes       | return certificate | expired   | -1        | not wrong    | expired
            yes       | internal passport  | valid     | 3000      | not wrong    | no document
            yes       | internal passport  | valid     | 3000      | wrong        | no document
            yes       | other              | valid     | 3000      | not wrong    | no passport
            yes       | other              | not known | 0         | not wrong    | no passport
            yes       | other              | expired   | -1        | not wrong    | no passport
            no        | passport           | expired   | -1        | not wrong    | none
            no        | internal passport  | not known | 0         | not wrong    | none
            no        | other              | not known | 0         | not wrong    | none
            unknown   | other              | not known | 0         | not wrong    | no passport
            unknown   | internal passport  | not known | 0         | not wrong    | no document
            unknown   | passport           | expired   | -1        | not wrong    | expired
            unknown   | passport           | not known | 0         | not wrong    | none
            unknown   | passport           | valid     | 3000      | not wrong    | none
            yes       | passport           | valid     | 3000      | wrong        | check digits wrong
            yes       | passport           | expired   | -1        | wrong        | check digits wrong
            yes       | other              | valid     | 3000      | wrong        | check digits wrong
            no        | passport           | not known | 0         | wrong        | check digits wrong
            """)
    void does_a_document_take_a_person_home(
            String citizen, String kind, String validity, long daysLeft, String checkDigits, String concern) {
        assertThat(decisions.decide(
                        "documents",
                        Map.of(
                                "citizen", citizen,
                                "kind", kind,
                                "validity", validity,
                                "daysLeft", daysLeft,
                                "checkDigits", checkDigits)))
                .isEqualTo(concern);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # father along | guardian by court | permission       | father of the country | concern
            true           | false             | refused          | yes                   | none
            true           | true              | unknown          | yes                   | none
            false          | true              | refused          | yes                   | none
            false          | false             | refused          | no                    | father refused
            false          | false             | on paper         | yes                   | none
            false          | false             | he has died      | yes                   | none
            false          | false             | he is a foreigner| yes                   | none
            false          | false             | there is none    | yes                   | none
            false          | false             | there is none    | perhaps               | none
            false          | false             | said             | yes                   | no consent of the father
            false          | false             | unknown          | yes                   | no consent of the father
            false          | false             | unknown          | perhaps               | no consent of the father
            false          | false             | said             | perhaps               | no consent of the father
            false          | false             | said             | no                    | none
            false          | false             | unknown          | no                    | none
            """)
    void may_a_child_leave_without_asking_its_father(
            boolean fatherAlong, boolean guardianByCourt, String permission, String ofTheCountry, String concern) {
        assertThat(decisions.decide(
                        "consent",
                        Map.of(
                                "fatherAlong", fatherAlong,
                                "guardianByCourt", guardianByCourt,
                                "permission", permission,
                                "fatherOfTheCountry", ofTheCountry)))
                .isEqualTo(concern);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # risk | medical | small child | child alone | weeks | oldest | waited | priority
            1      | false   | false       | true        | 0     | 16     | 29     | 1
            1      | false   | false       | false       | 32    | 30     | 29     | 1
            4      | true    | false       | false       | 0     | 30     | 29     | 1
            4      | false   | true        | false       | 0     | 30     | 29     | 1
            4      | false   | false       | false       | 0     | 30     | 29     | 2
            1      | true    | false       | false       | 0     | 30     | 29     | 2
            3      | false   | true        | false       | 0     | 30     | 29     | 2
            1      | false   | false       | false       | 31    | 30     | 29     | 2
            1      | false   | false       | false       | 1     | 30     | 29     | 2
            1      | false   | false       | false       | 0     | 75     | 29     | 2
            3      | false   | false       | false       | 0     | 30     | 29     | 3
            2      | false   | true        | false       | 0     | 30     | 29     | 3
            2      | false   | false       | false       | 0     | 65     | 29     | 3
            2      | false   | false       | false       | 0     | 64     | 29     | 4
            1      | false   | false       | false       | 0     | 0      | 29     | 4
            1      | false   | false       | false       | 0     | 0      | 30     | 3
            4      | false   | false       | false       | 0     | 0      | 90     | 2
            """)
    void how_urgent_is_a_household(
            int risk,
            boolean medical,
            boolean smallChild,
            boolean childAlone,
            int weeks,
            int oldest,
            int waited,
            String priority) {
        assertThat(decisions.decide(
                        "priority",
                        Map.of(
                                "risk", risk,
                                "medicalNeed", medical,
                                "smallChild", smallChild,
                                "unaccompaniedMinor", childAlone,
                                "pregnancyWeeks", weeks,
                                "oldestAge", oldest,
                                "waitingDays", waited)))
                .isEqualTo(priority);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # stretcher | dialysis | oxygen | weeks | concern
            true        | true     | true   | 40    | stretcher
            false       | true     | true   | 40    | dialysis
            false       | false    | true   | 40    | oxygen
            false       | false    | false  | 32    | late pregnancy
            false       | false    | false  | 31    | none
            false       | false    | false  | 0     | none
            """)
    void must_somebody_assess_fitness(boolean stretcher, boolean dialysis, boolean oxygen, int weeks, String concern) {
        assertThat(decisions.decide(
                        "fitness",
                        Map.of(
                                "stretcher", stretcher,
                                "dialysis", dialysis,
                                "oxygen", oxygen,
                                "pregnancyWeeks", weeks)))
                .isEqualTo(concern);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # stretcher | wheelchair | oxygen | weeks | place
            true        | true       | true   | 40    | stretcher
            false       | true       | false  | 0     | wheelchair
            false       | false      | true   | 0     | wheelchair
            false       | false      | false  | 36    | wheelchair
            false       | false      | false  | 35    | seat
            """)
    void which_place_does_a_person_need(
            boolean stretcher, boolean wheelchair, boolean oxygen, int weeks, String place) {
        assertThat(decisions.decide(
                        "places",
                        Map.of(
                                "stretcher", stretcher,
                                "wheelchair", wheelchair,
                                "oxygen", oxygen,
                                "pregnancyWeeks", weeks)))
                .isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # stretcher | dialysis | oxygen | insulin | more urgent
            true        | false    | false  | false   | yes
            false       | true     | false  | false   | yes
            false       | false    | true   | false   | yes
            false       | false    | false  | true    | yes
            false       | false    | false  | false   | no
            """)
    void whose_needs_make_a_household_more_urgent(
            boolean stretcher, boolean dialysis, boolean oxygen, boolean insulin, String moreUrgent) {
        assertThat(decisions.decide(
                        "medical-needs",
                        Map.of("stretcher", stretcher, "dialysis", dialysis, "oxygen", oxygen, "insulin", insulin)))
                .isEqualTo(moreUrgent);
    }

    @ParameterizedTest
    @CsvSource({"late pregnancy, 7", "oxygen, 14", "what a designer adds, 14"})
    void for_how_many_days_is_an_assessment_good(String finding, String days) {
        assertThat(decisions.decide("fitness-validity", Map.of("finding", finding)))
                .isEqualTo(days);
    }
}
