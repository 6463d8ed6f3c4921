package org.homeward.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.vetting.VettedFamilies.child;
import static org.homeward.vetting.VettedFamilies.citizenOf;
import static org.homeward.vetting.VettedFamilies.family;
import static org.homeward.vetting.VettedFamilies.husband;
import static org.homeward.vetting.VettedFamilies.mother;
import static org.homeward.vetting.VettedFamilies.needing;
import static org.homeward.vetting.VettedFamilies.pregnant;
import static org.homeward.vetting.VettedFamilies.relatedAs;
import static org.homeward.vetting.VettedFamilies.whoseFather;
import static org.homeward.vetting.VettedFamilies.withPapers;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.household.Guardians;
import org.homeward.household.Households;
import org.homeward.household.NewDocument;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Breaks("I3")
class RulesTest {

    @Autowired
    private Households households;

    @Autowired
    private Guardians guardians;

    @Autowired
    private Rules rules;

    @Autowired
    private Vetting vetting;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void a_child_of_a_syrian_father_needs_his_consent_unless_he_travels_along() {
        NewPerson syrianChild = citizenOf(child(today()), "RUS", "SYR");
        assertThat(found(mother(), syrianChild)).containsExactly("consent: no consent of the father");
        assertThat(found(mother(), whoseFather(syrianChild, "given")))
                .as("that a list says so is no paper")
                .containsExactly("consent: no consent of the father");
        assertThat(found(mother(), husband(), syrianChild)).isEmpty();
        assertThat(found(relatedAs(husband(), "applicant"), relatedAs(mother(), "spouse"), syrianChild))
                .isEmpty();
    }

    @Test
    void where_nothing_says_whose_citizen_the_father_is_he_is_asked_about() {
        NewPerson russianChild = child(today());
        assertThat(found(mother(), russianChild))
                .as("a passport of ours may come from the mother")
                .containsExactly("consent: no consent of the father");
        assertThat(found(mother(), citizenOf(husband(), "RUS"), russianChild))
                .as("a foreigner where the father stands travels along")
                .isEmpty();
        assertThat(found(mother(), citizenOf(russianChild)))
                .as("the child's nationality is not known")
                .containsExactly("consent: no consent of the father");
        Registered family = register(mother(), whoseFather(russianChild, "refused"));
        assertThat(found(family.id())).containsExactly("consent: father refused");
        record(family, family.personIds().get(1), "father is a foreigner", null, "birth certificate");
        assertThat(found(family.id())).as("what he said does not matter then").isEmpty();
    }

    @Test
    void a_mother_who_is_alone_on_the_birth_certificate_decides_alone() {
        Registered family = register(mother(), whoseFather(child(today()), "refused"));
        long mother = family.personIds().get(0);
        long child = family.personIds().get(1);
        long paper = record(family, child, "mother alone", mother, "birth certificate");
        assertThat(found(family.id())).isEmpty();
        guardians.withdraw(family.id(), paper);
        record(family, child, "mother alone", null, "birth certificate");
        assertThat(found(family.id())).as("another woman than she").containsExactly("unaccompanied: no parent along");
    }

    @Test
    void who_is_hardly_older_than_the_child_is_not_its_parent() {
        LocalDate thirteenYearsOlder = today().minusYears(7 + 14).plusDays(1);
        NewPerson youngHusband = citizenOf(born(husband(), thirteenYearsOlder), "RUS");
        assertThat(found(mother(), youngHusband, child(today()))).containsExactly("consent: no consent of the father");
        assertThat(found(mother(), citizenOf(born(husband(), thirteenYearsOlder.minusDays(1)), "RUS"), child(today())))
                .isEmpty();
        assertThat(found(mother(), citizenOf(born(husband(), null), "RUS"), child(today())))
                .as("his birth is not known")
                .isEmpty();
    }

    @Test
    void a_grown_son_may_be_the_uncle_of_a_grandchild() {
        NewPerson grandchild = relatedAs(child(today()), "grandchild");
        NewPerson daughter = relatedAs(mother(), "child");
        for (String citizenship : List.of("RUS", "SYR")) {
            NewPerson son = citizenOf(relatedAs(husband(), "child"), citizenship);
            assertThat(found(mother(), daughter, son, grandchild)).containsExactly("consent: no consent of the father");
        }
        Registered family = register(mother(), citizenOf(relatedAs(husband(), "child"), "RUS"), grandchild);
        record(
                family,
                family.personIds().get(2),
                "father is a foreigner",
                family.personIds().get(1),
                "family book");
        assertThat(found(family.id())).as("a paper says that he is the father").isEmpty();
    }

    @Test
    void a_father_who_is_named_on_paper_and_stays_behind_is_asked_about_whoever_else_travels() {
        Registered withStepfather =
                register(citizenOf(mother(), "RUS", "SYR"), citizenOf(husband(), "RUS"), child(today()));
        assertThat(found(withStepfather.id())).as("he counts as the father").isEmpty();
        record(withStepfather, withStepfather.personIds().get(2), "father", null, "family book");
        assertThat(found(withStepfather.id())).containsExactly("consent: no consent of the father");

        Registered russians = register(mother(), citizenOf(husband(), "RUS"), child(today()));
        assertThat(found(russians.id())).isEmpty();
        record(russians, russians.personIds().get(2), "father", null, "family book");
        assertThat(found(russians.id())).containsExactly("consent: no consent of the father");
    }

    @Test
    void a_man_of_unknown_nationality_is_not_taken_for_a_foreigner() {
        assertThat(found(mother(), citizenOf(husband()), child(today()))).contains("consent: no consent of the father");
    }

    @Test
    void a_foreign_father_whom_a_paper_names_and_who_travels_along_is_a_parent_along() {
        Registered family = register(relatedAs(husband(), "applicant"), citizenOf(child(today()), "RUS", "SYR"));
        long father = family.personIds().get(0);
        record(family, family.personIds().get(1), "father is a foreigner", father, "family book");
        assertThat(found(family.id())).isEmpty();
    }

    @Test
    void a_child_whose_birth_is_unknown_is_a_child_until_it_is_known() {
        NewPerson child = citizenOf(child(today()), "RUS", "SYR");
        assertThat(found(mother(), born(child, null))).containsExactly("consent: no consent of the father");
        assertThat(alone(mother(), born(relatedAs(child(today()), "grandchild"), null)))
                .isTrue();
        assertThat(found(mother(), born(relatedAs(child(today()), "sibling"), null)))
                .isEmpty();
    }

    @Test
    void a_man_who_is_not_where_the_father_stands_does_not_replace_him() {
        NewPerson syrianChild = citizenOf(child(today()), "RUS", "SYR");
        assertThat(found(mother(), relatedAs(husband(), "parent"), syrianChild))
                .containsExactly("consent: no consent of the father");
        assertThat(found(mother(), citizenOf(husband(), "RUS"), syrianChild))
                .containsExactly("consent: no consent of the father");
        assertThat(found(mother(), relatedAs(husband(), "parent"), relatedAs(syrianChild, "sibling")))
                .isEmpty();
    }

    @Test
    void a_permission_on_paper_or_a_guardian_by_court_who_travels_along_clears_a_child_without_a_task() {
        Registered family = register(mother(), citizenOf(child(today()), "RUS", "SYR"));
        long mother = family.personIds().get(0);
        long child = family.personIds().get(1);
        long permission = record(family, child, "permission", null, "notary");
        assertThat(found(family.id())).isEmpty();
        jdbc.sql("delete from document_copy").update();
        assertThat(found(family.id())).as("recorded before, without a copy").isEmpty();
        guardians.withdraw(family.id(), permission);
        assertThat(found(family.id())).containsExactly("consent: no consent of the father");
        record(family, child, "court guardian", mother, "court order");
        assertThat(found(family.id())).isEmpty();
    }

    @Test
    void a_father_who_has_died_is_not_asked_whatever_he_said_before() {
        Registered family =
                register(mother(), husband(), whoseFather(citizenOf(child(today()), "RUS", "SYR"), "refused"));
        long child = family.personIds().get(2);
        assertThat(found(family.id())).as("the husband counts as the father").isEmpty();
        record(family, child, "father", null, "family book");
        assertThat(found(family.id())).containsExactly("consent: father refused");
        long certificate = record(family, child, "father has died", null, "death certificate");
        assertThat(found(family.id())).isEmpty();
        guardians.withdraw(family.id(), certificate);
        assertThat(found(family.id())).containsExactly("consent: father refused");
    }

    @Test
    void a_stepfather_does_not_take_the_place_of_a_father_who_has_died() {
        Registered family = register(relatedAs(husband(), "applicant"), child(today()));
        assertThat(found(family.id())).as("the grown-up counts as the father").isEmpty();
        record(family, family.personIds().get(1), "father has died", null, "court order");
        assertThat(found(family.id())).containsExactly("unaccompanied: no parent along");
    }

    @Test
    void papers_outweigh_the_place_in_the_family() {
        Registered withStepfather = register(mother(), husband(), citizenOf(child(today()), "RUS", "SYR"));
        record(withStepfather, withStepfather.personIds().get(2), "father", null, "family book");
        assertThat(found(withStepfather.id()))
                .as("the father on paper stays behind")
                .containsExactly("consent: no consent of the father");

        Registered withGrandmother = register(mother(), relatedAs(child(today()), "grandchild"));
        record(withGrandmother, withGrandmother.personIds().get(1), "permission", null, "notary");
        assertThat(found(withGrandmother.id())).containsExactly("unaccompanied: no parent along");
        record(
                withGrandmother,
                withGrandmother.personIds().get(1),
                "guardian",
                withGrandmother.personIds().get(0),
                "other");
        assertThat(found(withGrandmother.id())).isEmpty();

        Registered withStepmother = register(mother(), child(today()));
        record(withStepmother, withStepmother.personIds().get(1), "permission", null, "notary");
        record(withStepmother, withStepmother.personIds().get(1), "mother", null, "birth certificate");
        assertThat(found(withStepmother.id())).containsExactly("unaccompanied: no parent along");
    }

    @Test
    void a_paper_that_shows_nothing_is_refused_with_a_sentence() {
        Registered family = register(mother(), child(today()));
        long mother = family.personIds().get(0);
        long child = family.personIds().get(1);
        refuses(family, child, entry("permission", null, "x", "notary", "1", today()), "Attach the permission");
        refuses(
                family,
                child,
                entry("permission", null, "x", "family book", "1", today()),
                "A permission is given before");
        refuses(family, child, entry("court guardian", mother, null, "notary", "1", null), "A guardian by court");
        refuses(family, child, entry("father", null, null, "notary", "1", null), "Say who it is");
        refuses(family, child, entry("father", child, null, "notary", "1", null), "A child cannot decide");
        refuses(family, child, entry("uncle", mother, null, "notary", "1", null), "Choose what the paper says");
        refuses(family, child, entry("father", null, "x", "notary", "1", today().plusDays(1)), "The paper's date");
        refuses(family, mother, entry("father", null, "x", "notary", "1", null), "Only a child has a guardian");
        refuses(
                family,
                child,
                entry("father has died", mother, null, "death certificate", "1", today()),
                "Who has died");
        refuses(family, child, entry("father has died", null, "x", "notary", "1", today()), "That the father has died");
        refuses(family, child, entry("father has died", null, "x", "court order", "1", null), "The paper that shows");
        refuses(
                family,
                child,
                entry("father is a foreigner", null, "x", "notary", "1", today()),
                "That the father is a foreigner");
        refuses(
                family,
                child,
                entry("father is a foreigner", null, "x", "consul", "1", null),
                "The paper that shows it needs");
        refuses(
                family,
                child,
                entry("mother alone", mother, null, "notary", "1", today()),
                "That no father is on record");
        refuses(
                family,
                child,
                entry("mother alone", mother, null, "birth certificate", "1", null),
                "The paper that shows it needs");
        refuses(family, child, entry("father", null, "x", "death certificate", "1", today()), "A death certificate");
        refuses(family, 4711, entry("father", null, "x", "notary", "1", null), "This household has no such member");
        assertThat(guardians.of(family.id())).isEmpty();
    }

    private void refuses(Registered family, long child, Guardians.Entry entry, String sentence) {
        assertThatThrownBy(() -> guardians.add(family.id(), child, entry, null))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(sentence);
    }

    private static Guardians.Entry entry(
            String says,
            @Nullable Long adult,
            @Nullable String name,
            String evidence,
            String reference,
            @Nullable LocalDate dated) {
        return new Guardians.Entry(says, adult, name, evidence, reference, dated);
    }

    /** @param adult null: somebody who does not travel along */
    private long record(Registered family, long child, String says, @Nullable Long adult, String evidence) {
        return guardians.add(
                family.id(),
                child,
                entry(says, adult, adult == null ? "Иной" : null, evidence, "17", today()),
                says.equals("permission") ? TestHouseholds.picture() : null);
    }

    private Registered register(NewPerson... members) {
        return households.register(family(members));
    }

    private List<String> found(long householdId) {
        return rules.findings(householdId).stream()
                .map(finding -> finding.kind() + ": " + finding.reason())
                .toList();
    }

    @Test
    void a_father_known_to_refuse_is_asked_again_whatever_the_childs_papers_say() {
        assertThat(found(mother(), whoseFather(child(today()), "refused"))).containsExactly("consent: father refused");
    }

    @Test
    void on_the_eighteenth_birthday_consent_is_no_longer_needed() {
        NewPerson grown = born(citizenOf(child(today()), "RUS", "SYR"), today().minusYears(18));
        NewPerson almost = born(
                citizenOf(child(today()), "RUS", "SYR"), today().minusYears(18).plusDays(1));
        assertThat(found(mother(), grown)).isEmpty();
        assertThat(found(mother(), almost)).containsExactly("consent: no consent of the father");
    }

    @Test
    void a_child_travels_alone_where_no_grown_up_stands_in_its_parents_place() {
        NewPerson child = child(today());
        assertThat(alone(mother(), child)).isFalse();
        assertThat(alone(child)).isTrue();
        assertThat(alone(mother(), relatedAs(child, "grandchild"))).isTrue();
        assertThat(alone(mother(), relatedAs(mother(), "child"), relatedAs(child, "grandchild")))
                .isFalse();
        assertThat(alone(mother(), relatedAs(child, "sibling"))).isTrue();
        assertThat(alone(mother(), relatedAs(mother(), "parent"), relatedAs(child, "sibling")))
                .isFalse();
    }

    private boolean alone(NewPerson... members) {
        return found(members).contains("unaccompanied: no parent along");
    }

    @Test
    void the_best_of_several_documents_counts_and_an_internal_passport_is_none_for_a_journey() {
        assertThat(found(withPapers(mother(), passport(today().minusDays(1))))).containsExactly("documents: expired");
        assertThat(found(withPapers(mother(), passport(today().minusDays(1)), passport(today().plusYears(1)))))
                .isEmpty();
        assertThat(found(withPapers(mother(), passport(today().plusDays(6)))))
                .containsExactly("documents: expires soon");
        assertThat(found(withPapers(mother(), passport(null)))).isEmpty();
        assertThat(found(withPapers(
                        mother(), new NewDocument("internal passport", "4510 123456", today().plusYears(5), "RUS"))))
                .containsExactly("documents: no document");
    }

    @Test
    void a_document_with_wrong_check_digits_is_looked_at_unless_there_is_another() {
        NewDocument misread = new NewDocument("passport", "51 0000009", today().plusYears(9), "RUS").read(false);
        NewDocument read = new NewDocument("passport", "51 0000009", today().plusYears(9), "RUS").read(true);
        assertThat(found(withPapers(mother(), read))).isEmpty();
        assertThat(found(withPapers(mother(), misread))).containsExactly("documents: check digits wrong");
        assertThat(found(mother(), withPapers(husband(), misread))).containsExactly("documents: check digits wrong");
        assertThat(found(withPapers(mother(), misread, passport(today().plusYears(1)))))
                .isEmpty();
        assertThat(found(withPapers(mother(), misread, passport(today().minusDays(1)))))
                .containsExactly("documents: expired");
    }

    @Test
    void whoever_has_no_document_at_all_is_looked_at_and_no_foreigner_is_asked_for_more_than_one() {
        NewDocument expired = new NewDocument("other", "A1", today().minusDays(1), "SYR");
        for (String citizenship : List.of("SYR", "LBN")) {
            assertThat(found(mother(), withPapers(citizenOf(husband(), citizenship))))
                    .containsExactly("documents: no document");
            assertThat(found(mother(), withPapers(citizenOf(husband(), citizenship), expired)))
                    .isEmpty();
        }
        assertThat(found(mother(), withPapers(citizenOf(husband())))).containsExactly("documents: no document");
    }

    @Test
    void a_citizen_whose_only_paper_is_no_passport_is_looked_at_whatever_it_says() {
        NewDocument certificate = new NewDocument("other", "I-АН 123456", null, "RUS");
        NewDocument card = new NewDocument("other", "AB12345", today().plusYears(5), "RUS");
        assertThat(found(withPapers(mother(), certificate))).containsExactly("documents: no passport");
        assertThat(found(withPapers(mother(), card))).containsExactly("documents: no passport");
        assertThat(found(withPapers(mother(), card, passport(null)))).isEmpty();
    }

    @Test
    void whose_citizenship_is_not_known_is_looked_at() {
        assertThat(found(citizenOf(mother()))).containsExactly("eligibility: citizenship unknown");
        assertThat(found(mother(), relatedAs(citizenOf(husband(), "SYR"), "sibling")))
                .containsExactly("eligibility: not a citizen");
    }

    @Test
    void a_doctor_looks_at_who_lies_needs_a_machine_or_is_near_her_time() {
        for (String need : List.of("stretcher", "dialysis", "oxygen")) {
            assertThat(found(needing(mother(), need))).containsExactly("fitness: " + need);
        }
        assertThat(found(needing(mother(), "wheelchair", "insulin"))).isEmpty();
        assertThat(found(pregnant(mother(), 32, "pregnancy"))).containsExactly("fitness: late pregnancy");
        assertThat(found(pregnant(mother(), 31, "pregnancy"))).isEmpty();
        assertThat(found(pregnant(mother(), null, "pregnancy"))).isEmpty();
    }

    @Test
    void priority_comes_from_the_place_and_from_the_people() {
        assertThat(priority(family(mother()))).isEqualTo(4);
        assertThat(priority(in("SY02", mother()))).isEqualTo(2);
        assertThat(priority(in("SY02", mother(), born(child(today()), today().minusYears(4)))))
                .isEqualTo(1);
        assertThat(priority(in(null, mother(), born(child(today()), today().minusYears(5)))))
                .isEqualTo(4);
        assertThat(priority(family(needing(mother(), "insulin")))).isEqualTo(2);
        assertThat(priority(family(pregnant(mother(), null, "pregnancy")))).isEqualTo(2);
        assertThat(priority(family(born(mother(), today().minusYears(75))))).isEqualTo(2);
        assertThat(priority(family(born(mother(), null)))).isEqualTo(4);
        assertThat(priority(family(child(today())))).isEqualTo(1);
    }

    private List<String> found(NewPerson... members) {
        long id = households.register(family(members)).id();
        return rules.findings(id).stream()
                .map(finding -> finding.kind() + ": " + finding.reason())
                .toList();
    }

    private int priority(NewHousehold household) {
        return vetting.priority(households.register(household).id());
    }

    private static NewHousehold in(@Nullable String governorate, NewPerson... members) {
        return new NewHousehold("yes", governorate, false, "ru", null, null, null, null, List.of(members));
    }

    private static NewPerson born(NewPerson person, @Nullable LocalDate day) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                day,
                person.bornEstimated(),
                person.sex(),
                person.nationalities(),
                person.relation(),
                person.fatherConsent(),
                person.needs(),
                person.pregnancyWeeks(),
                person.place(),
                person.documents(),
                person.remark());
    }

    private static NewDocument passport(@Nullable LocalDate expires) {
        return new NewDocument("passport", "51 0000001", expires, "RUS");
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
