package org.homeward.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.formService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.job;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;
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
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.access.Refusal;
import org.homeward.household.Document;
import org.homeward.household.Documents;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.HouseholdMerged;
import org.homeward.household.Households;
import org.homeward.household.Members;
import org.homeward.household.NewDocument;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.Person;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;

@HomewardTest
@Breaks("I3")
@WalksWhole("vetting")
class VettingModelTest {

    @Autowired
    ApplicationEventPublisher news;

    @Autowired
    private Households households;

    @Autowired
    private Guardians guardians;

    @Autowired
    private Members members;

    @Autowired
    private Documents documents;

    @Autowired
    private Vetting vetting;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Autowired
    private TransactionTemplate transactions;

    @Test
    void a_household_in_order_is_cleared_without_any_task() {
        ProcessInstance vetted = vet(family(mother(), husband(), child(today())));

        assertThat(vetted)
                .isEnded()
                .hasPassed("task_check", "task_weighFamily", "task_setPriority", "end_cleared")
                .hasNotPassed("sub_settleConcern");
        assertThat(outcome(vetted)).isEqualTo("cleared");
        assertThat(household(vetted).stage()).isEqualTo("vetting");
        assertThat(household(vetted).priority()).isEqualTo(4);
        assertThat(concerns(vetted)).isEmpty();
    }

    @Test
    void a_person_whose_papers_are_in_order_after_all_is_cleared_and_the_officer_is_on_record() {
        ProcessInstance vetted = vet(family(withPapers(mother())));
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_reviewDocuments");

        decide(vetted, "consular", "documentsDecision", "valid");

        assertThat(vetted).isEnded().hasPassed("end_documentsSettled", "end_cleared");
        assertThat(concerns(vetted)).containsExactly("documents, no document: cleared, valid by consular");
        assertThat(deeds(vetted)).contains("consular: concern decided, documents: valid");
    }

    @Test
    void a_citizen_without_papers_goes_home_on_a_return_certificate() {
        ProcessInstance vetted = vet(family(withPapers(mother())));

        decide(vetted, "consular", "documentsDecision", "returnCertificate");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_issueReturnCertificate");
        decide(vetted, "consular2", "certificateDecision", "issued");

        assertThat(vetted).isEnded().hasPassed("end_cleared");
        assertThat(households.documents(household(vetted).id()))
                .extracting(Document::kind, Document::number, Document::expires)
                .singleElement()
                .satisfies(certificate -> {
                    assertThat(certificate.toList().get(0)).isEqualTo("return certificate");
                    assertThat(certificate.toList().get(1).toString()).matches("RET-\\d{6}-[0-9A-Z]");
                    assertThat(certificate.toList().get(2)).isEqualTo(today().plusDays(30));
                });
    }

    @Test
    void whose_certificate_cannot_be_issued_is_held_back() {
        ProcessInstance vetted = vet(family(withPapers(mother())));
        decide(vetted, "consular", "documentsDecision", "returnCertificate");
        decide(vetted, "consular", "certificateDecision", "notIssued");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        assertThat(households.documents(household(vetted).id())).isEmpty();
    }

    @Test
    void a_child_of_a_father_who_stays_behind_needs_his_consent() {
        ProcessInstance vetted = vet(family(mother(), ofSyrianFather()));
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_obtainConsent");

        assertThatThrownBy(() -> decide(vetted, "consular", "consentDecision", "obtained"))
                .hasRootCauseInstanceOf(Refusal.class)
                .hasRootCauseMessage(
                        "Record the permission first, with a copy of it, on the page Children and guardians of"
                                + " this case.");
        assertThat(members(vetted)).extracting(Person::fatherConsent).containsOnly("unknown");
        permits(vetted, members(vetted).get(1));
        decide(vetted, "consular", "consentDecision", "obtained");

        assertThat(vetted).isEnded().hasPassed("end_consentSettled", "end_cleared");
        assertThat(members(vetted)).extracting(Person::fatherConsent).containsExactly("unknown", "given");
    }

    @Test
    void a_permission_that_counts_no_more_is_asked_for_again() {
        ProcessInstance vetted = vet(family(withPapers(mother()), whoseFather(ofSyrianFather(), "given")));
        long paper = permits(vetted, members(vetted).get(1));
        complete(task(vetted, "task_obtainConsent"), "consular", "consentDecision", "obtained");
        guardians.withdraw(household(vetted).id(), paper);
        decide(vetted, "consular", "documentsDecision", "valid");

        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_obtainConsent");
        permits(vetted, members(vetted).get(1));
        decide(vetted, "consular", "consentDecision", "obtained");
        assertThat(vetted).isEnded().hasPassed("end_cleared");
    }

    @Test
    void a_father_who_has_died_need_not_be_asked_once_the_paper_is_on_record() {
        ProcessInstance vetted = vet(family(mother(), ofSyrianFather()));
        assertThatThrownBy(() -> decide(vetted, "consular", "consentDecision", "notNeeded"))
                .hasRootCauseInstanceOf(Refusal.class)
                .rootCause()
                .hasMessageStartingWith("Record the paper first that shows that the father has died, is a foreigner");
        guardians.add(
                household(vetted).id(),
                members(vetted).get(1).id(),
                new Guardians.Entry("father has died", null, "سمير قاسم", "death certificate", "S-17", today()),
                null);
        decide(vetted, "consular", "consentDecision", "notNeeded");

        assertThat(vetted).isEnded().hasPassed("end_consentSettled", "end_cleared");
        assertThat(concerns(vetted))
                .containsExactly("consent, no consent of the father: cleared, notNeeded by consular");
    }

    private long permits(ProcessInstance vetted, Person child) {
        return guardians.add(
                household(vetted).id(),
                child.id(),
                new Guardians.Entry("permission", null, "سمير قاسم", "notary", "N-17", today()),
                TestHouseholds.picture());
    }

    private void names(ProcessInstance vetted, Person child, String says, Person adult) {
        guardians.add(
                household(vetted).id(),
                child.id(),
                new Guardians.Entry(says, adult.id(), null, "court order", "17/2012", null),
                null);
    }

    @Test
    void a_panel_of_two_may_let_a_child_leave_whose_father_refuses() {
        ProcessInstance vetted = vet(family(mother(), ofSyrianFather()));
        decide(vetted, "consular", "consentDecision", "refused");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_convenePanel");
        assertThat(concerns(vetted)).containsExactly("consent, father refused: open, refused by consular");
        decide(vetted, "consular", "consentPanelDecision", "mayLeave");
        decide(vetted, "consular2", "secondPanelDecision", "mayLeave");
        assertThat(vetted).isEnded().hasPassed("end_panelSettled", "end_cleared");
        assertThat(members(vetted)).extracting(Person::fatherConsent).containsExactly("unknown", "refused");
    }

    @Test
    void a_father_who_refuses_holds_the_child_back_where_the_panel_agrees_with_him() {
        ProcessInstance vetted = vet(family(mother(), ofSyrianFather()));
        fatherRefuses(vetted);
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        assertThat(members(vetted)).extracting(Person::fatherConsent).containsExactly("unknown", "refused");
    }

    @Test
    void where_the_father_cannot_be_reached_a_panel_of_two_officers_decides() {
        ProcessInstance leaves = vet(family(mother(), ofSyrianFather()));
        decide(leaves, "consular", "consentDecision", "unreachable");
        assertThat(theTask(leaves).getTaskDefinitionKey()).isEqualTo("task_convenePanel");
        decide(leaves, "consular", "consentPanelDecision", "mayLeave");
        assertThat(theTask(leaves).getTaskDefinitionKey()).isEqualTo("task_secondPanel");
        assertThatThrownBy(() -> decide(leaves, "consular", "secondPanelDecision", "mayLeave"))
                .hasRootCauseInstanceOf(Refusal.class)
                .hasRootCauseMessage(
                        "You gave the panel's first word on this child: another officer must give the second.");
        decide(leaves, "consular2", "secondPanelDecision", "mayLeave");
        assertThat(leaves).isEnded().hasPassed("end_panelSettled", "end_cleared");

        ProcessInstance stays = vet(family(mother(), ofSyrianFather()));
        decide(stays, "consular", "consentDecision", "unreachable");
        decide(stays, "consular", "consentPanelDecision", "mayNot");
        decide(stays, "consular2", "secondPanelDecision", "mayLeave"); // they differ
        assertThat(theTask(stays).getTaskDefinitionKey()).isEqualTo("task_convenePanel");
        decide(stays, "consular2", "consentPanelDecision", "mayNot");
        decide(stays, "consular", "secondPanelDecision", "mayNot");
        assertThat(theTask(stays).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        assertThat(concerns(stays))
                .containsExactly("consent, no consent of the father: held back, mayNot by consular2");
    }

    @Test
    void a_child_alone_leaves_only_when_receiver_and_companion_are_both_on_record() {
        ProcessInstance vetted = vetPermitted(mother(), relatedAs(child(today()), "other"));
        Household household = household(vetted);
        long child = members(vetted).get(1).id();
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_arrangeCare");

        refusesToArrange(vetted);
        care(household, child, new Vetting.Care("Иван", "+7 900", "дядя", null, null, null));
        refusesToArrange(vetted);
        care(household, child, new Vetting.Care("Иван", "+7 900", " ", null, "Пётр", null));
        refusesToArrange(vetted);
        care(household, child, new Vetting.Care("Иван", "+7 900", "дядя", null, "Пётр", null));
        decide(vetted, "consular", "careDecision", "arranged");

        assertThat(vetted).isEnded().hasPassed("end_careSettled", "end_cleared");
        assertThat(concerns(vetted)).contains("unaccompanied, no parent along: cleared, arranged by consular");
        assertThat(String.join(" ", deeds(vetted))).contains("care recorded").doesNotContain("Иван");
    }

    @Test
    void a_child_alone_may_go_with_a_grown_up_of_its_household_or_with_its_guardian_but_with_no_other_child() {
        ProcessInstance vetted = vetPermitted(mother(), relatedAs(child(today()), "grandchild"));
        Household household = household(vetted);
        List<Person> both = members(vetted);
        long child = both.get(1).id();
        assertThatThrownBy(() -> care(household, child, new Vetting.Care("A", "1", "aunt", child, null, null)))
                .isInstanceOf(Refusal.class)
                .hasMessage("A child cannot be a child's companion: choose a grown-up.");
        assertThatThrownBy(() -> care(household, both.get(0).id(), new Vetting.Care("A", "1", "aunt", null, "B", null)))
                .isInstanceOf(Refusal.class)
                .hasMessage("Only a child needs a receiver and a companion: this person is grown up.");
        care(household, child, new Vetting.Care("A", "1", "aunt", both.get(0).id(), null, null));
        decide(vetted, "consular", "careDecision", "arranged");
        assertThat(vetted).isEnded().hasPassed("end_cleared");

        ProcessInstance guarded = vetPermitted(mother(), relatedAs(child(today()), "grandchild"));
        assertThatThrownBy(() -> decide(guarded, "consular", "careDecision", "guardian"))
                .hasRootCauseMessage("Record the guardian first, and the paper that shows it, on the page Children and"
                        + " guardians of this case.");
        names(
                guarded,
                members(guarded).get(1),
                "court guardian",
                members(guarded).get(0));
        decide(guarded, "consular", "careDecision", "guardian");
        assertThat(guarded).isEnded().hasPassed("end_cleared");

        ProcessInstance alone = vetPermitted(child(today()));
        assertThatThrownBy(() -> decide(alone, "consular", "careDecision", "guardian"))
                .hasRootCauseMessage("No grown-up of this household travels along who could be the guardian.");
        decide(alone, "consular", "careDecision", "notArranged");
        assertThat(theTask(alone).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
    }

    private void care(Household household, long child, Vetting.Care care) {
        vetting.recordCare(household.caseNumber(), child, care);
    }

    private void refusesToArrange(ProcessInstance vetted) {
        assertThatThrownBy(() -> decide(vetted, "consular", "careDecision", "arranged"))
                .hasRootCauseInstanceOf(Refusal.class)
                .hasRootCauseMessage("Record in the dossier first who receives the child (name, telephone, relation)"
                        + " and who travels with it.");
    }

    @Test
    void fitness_decides_in_which_place_a_person_travels() {
        Map<String, String> places =
                Map.of("fit", "seat", "escort", "seat", "wheelchair", "wheelchair", "stretcher", "stretcher");
        places.forEach((fitness, place) -> {
            ProcessInstance vetted = vet(family(needing(mother(), "stretcher")));
            assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_assessFitness");
            decide(vetted, "vetting", "fitnessDecision", fitness);
            assertThat(vetted).isEnded().hasPassed("end_fitnessSettled", "end_cleared");
            assertThat(members(vetted)).extracting(Person::place).containsExactly(place);
        });
    }

    @Test
    void a_case_that_began_with_an_older_model_still_finds_the_door_of_its_step() {
        ProcessInstance vetted = vet(family(needing(mother(), "oxygen")));
        long concern = vetting.openConcerns(household(vetted).id()).get(0);
        vetting.decideFitness(concern, "unfit");
        assertThat(concerns(vetted)).containsExactly("fitness, oxygen: held back, unfit by homeward");
    }

    @Test
    void whoever_is_vetted_has_the_place_that_the_needs_ask_for_before_anybody_looks() {
        ProcessInstance vetted = vet(family(needing(mother(), "oxygen"), needing(husband(), "insulin")));
        assertThat(members(vetted)).extracting(Person::place).containsExactly("wheelchair", "seat");
    }

    @Test
    void who_is_unfit_for_now_is_held_back() {
        ProcessInstance vetted = vet(family(needing(mother(), "dialysis")));
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
    }

    @Test
    void a_cousin_who_is_no_citizen_is_eligible_if_an_officer_says_so() {
        ProcessInstance vetted = vet(family(mother(), relatedAs(husband(), "other")));
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_reviewEligibility");
        decide(vetted, "consular", "eligibilityDecision", "eligible");
        assertThat(vetted).isEnded().hasPassed("end_eligibilitySettled", "end_cleared");
    }

    @Test
    void a_household_of_which_nobody_is_eligible_is_not_taken_unless_it_appeals_in_time() {
        ProcessInstance vetted = vet(family(citizenOf(mother(), "SYR")));
        decide(vetted, "consular", "eligibilityDecision", "notEligible");
        assertThat(vetted).isWaitingAt("gateway_appeal");
        execute(job("event_appealTimePassed", vetted));
        assertThatThrownBy(() -> vetting.appeal(vetted.getBusinessKey()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("The time to appeal has passed");
        assertThat(vetted).isEnded().hasPassed("end_notEligible").hasNotPassed("task_decideHousehold");
        assertThat(outcome(vetted)).isEqualTo("notEligible");
    }

    @Test
    void a_hit_is_settled_by_two_officers_who_agree() {
        ProcessInstance vetted = vetWithHit();
        decide(vetted, "vetting", "hitDecision", "notTheSame");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_secondAdjudication");

        assertThatThrownBy(() -> decide(vetted, "vetting", "secondHitDecision", "notTheSame"))
                .hasRootCauseInstanceOf(Refusal.class)
                .hasRootCauseMessage("You gave the first opinion on this hit: another officer must give the second.");
        decide(vetted, "vetting2", "secondHitDecision", "notTheSame");

        assertThat(vetted).isEnded().hasPassed("end_hitSettled", "end_cleared");
        assertThat(jdbc.sql("select decided_by || ', ' || seconded_by from concern")
                        .query(String.class)
                        .single())
                .isEqualTo("vetting, vetting2");
    }

    @Test
    void two_officers_who_differ_both_look_again_and_a_manager_decides_on_a_confirmed_hit() {
        ProcessInstance vetted = vetWithHit();
        decide(vetted, "vetting", "hitDecision", "notTheSame");
        decide(vetted, "vetting2", "secondHitDecision", "samePerson");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");

        decide(vetted, "vetting2", "hitDecision", "samePerson");
        decide(vetted, "vetting", "secondHitDecision", "samePerson");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideConfirmedHit");
        assertThatThrownBy(() -> decide(vetted, "vetting", "confirmedHitDecision", "heldBack"))
                .hasRootCauseMessage("A manager decides what becomes of a confirmed hit.");
        decide(vetted, "manager", "confirmedHitDecision", "heldBack");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        assertThat(deeds(vetted)).contains("manager: concern decided, watch-list: listedHeldBack");
    }

    @Test
    void who_is_on_a_list_may_leave_if_a_manager_says_so() {
        ProcessInstance vetted = vetWithHit();
        decide(vetted, "vetting", "hitDecision", "samePerson");
        decide(vetted, "vetting2", "secondHitDecision", "samePerson");
        decide(vetted, "manager", "confirmedHitDecision", "mayLeave");
        assertThat(vetted).isEnded().hasPassed("end_hitSettled", "end_cleared");
    }

    @Test
    void past_the_form_the_second_officer_is_never_the_first_and_no_manager_decides_before_both() {
        ProcessInstance vetted = vetWithHit();
        long concern = vetting.openConcerns(household(vetted).id()).get(0);
        as("vetting", () -> vetting.adjudicate(concern, "samePerson"));
        assertThatThrownBy(() -> as("vetting", () -> vetting.second(concern, "samePerson")))
                .hasMessageContaining("another officer must give the second");
        assertThatThrownBy(() -> as("manager", () -> vetting.decideConfirmedHit(concern, "mayLeave")))
                .hasMessageContaining("Two officers must have found");
        assertThat(concerns(vetted)).containsExactly("watch-list, hit: open, samePerson by vetting");
    }

    @Test
    void what_changes_about_a_member_while_officers_are_at_it_is_looked_at_before_the_family_is_weighed() {
        ProcessInstance vetted = vet(family(withPapers(mother())));
        long mother = households.members(household(vetted).id()).get(0).id();
        members.need(household(vetted).id(), mother, List.of("dialysis"), null);
        assertThat(theTask(vetted).getTaskDefinitionKey())
                .as("the officer is not interrupted")
                .isEqualTo("task_reviewDocuments");

        decide(vetted, "consular", "documentsDecision", "valid");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_assessFitness");
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
    }

    @Test
    void what_is_decided_for_a_household_is_asked_anew_once_what_holds_it_back_has_changed_and_not_before() {
        ProcessInstance vetted = vet(family(needing(mother(), "dialysis"), needing(husband(), "oxygen")));
        long household = household(vetted).id();
        List<Person> both = members(vetted);
        tasks(vetted).forEach(task -> complete(task, "vetting", "fitnessDecision", "unfit"));
        jobs(vetted);
        String asked = theTask(vetted).getId();
        vetting.changed(household);
        assertThat(theTask(vetted).getId())
                .as("nothing has changed that counts")
                .isEqualTo(asked);

        members.need(household, both.get(0).id(), List.of(), null);
        assertThat(vetted).hasPassed("event_gateOvertaken");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        assertThat(theTask(vetted).getId()).isNotEqualTo(asked);
        members.need(household, both.get(1).id(), List.of(), null);
        assertThat(vetted).isEnded().hasPassed("end_cleared").hasNotPassed("task_recordHouseholdDecision");
    }

    @Test
    void each_concern_of_each_person_is_a_task_of_its_own_and_none_waits_for_another() {
        ProcessInstance vetted =
                vet(family(withPapers(needing(mother(), "oxygen")), ofSyrianFather(), ofSyrianFather()));
        assertThat(tasks(vetted))
                .extracting(Task::getTaskDefinitionKey)
                .containsExactlyInAnyOrder(
                        "task_reviewDocuments", "task_assessFitness", "task_obtainConsent", "task_obtainConsent");

        List<Task> consents = taskService()
                .createTaskQuery()
                .processInstanceId(vetted.getId())
                .taskDefinitionKey("task_obtainConsent")
                .list();
        members(vetted).stream().skip(1).forEach(child -> permits(vetted, child));
        complete(consents.get(0), "consular", "consentDecision", "obtained");
        assertThat(taskService().getVariable(consents.get(1).getId(), "consentDecision"))
                .as("the other child's form starts empty")
                .isNull();
        complete(consents.get(1), "consular", "consentDecision", "refused");
        assertThat(members(vetted))
                .extracting(Person::fatherConsent)
                .containsExactlyInAnyOrder("unknown", "given", "refused");
    }

    @Test
    void two_officers_who_decide_at_once_do_not_hinder_one_another() throws Exception {
        ProcessInstance vetted = vet(family(withPapers(mother()), ofSyrianFather()));
        Task documents = task(vetted, "task_reviewDocuments");
        Task consent = task(vetted, "task_obtainConsent");
        permits(vetted, members(vetted).get(1));

        transactions.executeWithoutResult(first -> {
            complete(documents, "consular", "documentsDecision", "valid");
            var second =
                    CompletableFuture.runAsync(() -> complete(consent, "consular2", "consentDecision", "obtained"));
            assertThat(second).succeedsWithin(Duration.ofSeconds(30)); // though the first has not committed yet
        });

        jobs(vetted);
        assertThat(vetted).isEnded().hasPassed("end_cleared");
    }

    @Test
    void tasks_go_to_groups_with_a_form_a_due_date_and_the_households_priority() {
        ProcessInstance vetted = vet(family(withPapers(mother())));
        assertThat(vetted).task().hasCandidateGroup("consular").isNotAssigned();
        assertThat(household(vetted).priority()).isEqualTo(4);
        assertThat(theTask(vetted).getPriority()).isEqualTo(30);
        assertThat(theTask(vetted).getDueDate()).isAfter(java.util.Date.from(clock.instant()));
        assertThat(formService()
                        .getTaskFormData(theTask(vetted).getId())
                        .getCamundaFormRef()
                        .getKey())
                .isEqualTo("review-documents");
    }

    @Test
    void waiting_ends_after_a_day_and_everything_that_held_back_is_looked_at_again() {
        ProcessInstance vetted = vet(family(mother(), needing(husband(), "dialysis")));
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        decide(vetted, "vetting", "familyDecision", "wait");
        assertThat(vetted).isWaitingAt("gateway_wait");

        execute(job("event_dayPassed", vetted));

        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_assessFitness");
        decide(vetted, "vetting", "fitnessDecision", "fit");
        assertThat(vetted).isEnded().hasPassed("end_cleared");
    }

    @Test
    void who_is_unfit_until_a_day_is_looked_at_on_that_day_and_not_before() {
        ProcessInstance vetted = vet(family(mother(), needing(husband(), "dialysis")));
        LocalDate day = today().plusDays(9);
        for (String wrong :
                List.of("soon", today().toString(), today().plusYears(2).toString())) {
            assertThatThrownBy(() -> unfitUntil(vetted, wrong))
                    .hasRootCauseInstanceOf(Refusal.class)
                    .rootCause()
                    .hasMessageStartingWith("The day to look again");
        }
        unfitUntil(vetted, day.toString());
        decide(vetted, "vetting", "familyDecision", "wait");
        assertThat(job("event_dayPassed", vetted).getDuedate())
                .isEqualTo(java.util.Date.from(
                        day.atStartOfDay(java.time.ZoneOffset.UTC).toInstant()));

        vetting.changed(household(vetted).id()); // something else: the day stands
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        decide(vetted, "vetting", "familyDecision", "wait");

        jdbc.sql("update concern set until = :today").param("today", today()).update();
        execute(job("event_dayPassed", vetted));
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_assessFitness");
    }

    @Test
    void fitness_is_assessed_again_when_the_assessment_is_good_no_longer() {
        Household household = households.get(
                households.register(family(needing(mother(), "oxygen"))).id());
        decide(start(household), "vetting", "fitnessDecision", "fit");
        assertThat(start(household)).isEnded();
        jdbc.sql("update concern set decided_at = decided_at - interval '14 days'")
                .update();
        assertThat(start(household)).as("the last good day").isEnded();
        jdbc.sql("update concern set decided_at = decided_at - interval '1 day'")
                .update();
        assertThat(theTask(start(household)).getTaskDefinitionKey()).isEqualTo("task_assessFitness");
    }

    @Test
    void an_assessment_of_a_late_pregnancy_is_good_for_a_week_only() {
        Household household = households.get(
                households.register(family(pregnant(mother(), 33))).id());
        decide(start(household), "vetting", "fitnessDecision", "fit");
        jdbc.sql("update concern set decided_at = decided_at - interval '7 days'")
                .update();
        assertThat(start(household)).as("the last good day").isEnded();
        jdbc.sql("update concern set decided_at = decided_at - interval '1 day'")
                .update();
        assertThat(theTask(start(household)).getTaskDefinitionKey()).isEqualTo("task_assessFitness");
    }

    private static void unfitUntil(ProcessInstance vetted, String day) {
        completeWith(theTask(vetted), "vetting", Map.of("fitnessDecision", "unfit", "unfitUntil", day));
        jobs(vetted);
    }

    @Test
    void waiting_ends_when_the_household_changes() {
        ProcessInstance vetted = vet(family(mother(), ofSyrianFather()));
        fatherRefuses(vetted);
        decide(vetted, "vetting", "familyDecision", "wait");

        households.addMember(household(vetted).id(), husband()); // the father comes along after all
        vetting.changed(household(vetted).id());

        assertThat(vetted).isEnded().hasPassed("event_vettingChanged", "end_cleared");
    }

    @Test
    void while_a_household_waits_for_several_only_those_are_asked_about_again_about_whom_something_has_changed() {
        ProcessInstance vetted = vet(family(needing(mother(), "dialysis"), needing(husband(), "oxygen")));
        long household = household(vetted).id();
        List<Person> both = members(vetted);
        tasks(vetted).forEach(task -> complete(task, "vetting", "fitnessDecision", "unfit"));
        jobs(vetted);
        decide(vetted, "vetting", "familyDecision", "wait");

        members.need(household, both.get(0).id(), List.of("insulin", "dialysis"), null);
        assertThat(tasks(vetted)).extracting(Task::getTaskDefinitionKey).containsExactly("task_assessFitness");
        decide(vetted, "vetting", "fitnessDecision", "fit");
        assertThat(theTask(vetted).getTaskDefinitionKey())
                .as("the other is held back as before, and nobody is asked about that again")
                .isEqualTo("task_decideHousehold");
        decide(vetted, "vetting", "familyDecision", "wait");

        members.need(household, both.get(1).id(), List.of(), null);
        assertThat(vetted).isEnded().hasPassed("end_cleared").hasNotPassed("task_askAnew");
    }

    @Test
    void what_changes_about_who_is_held_back_is_asked_about_before_anything_is_decided_for_the_household() {
        ProcessInstance vetted = vet(family(mother(), needing(husband(), "oxygen")));
        long household = household(vetted).id();
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");

        members.need(household, members(vetted).get(1).id(), List.of("oxygen", "insulin"), null);
        assertThat(vetted).hasPassed("event_gateOvertaken");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_assessFitness");
        decide(vetted, "vetting", "fitnessDecision", "fit");
        assertThat(vetted).isEnded().hasPassed("end_cleared");
    }

    @Test
    void a_paper_or_a_name_has_only_its_own_person_asked_about_again_and_what_bears_upon_the_family_has_everybody() {
        ProcessInstance vetted = vet(family(
                withPapers(mother(), expired("510000011")),
                citizenOf(withPapers(husband(), expired("510000012")), "RUS")));
        long household = household(vetted).id();
        long mother = members(vetted).get(0).id();
        holdBackAndWait(vetted, 2);

        documents.add(
                household,
                mother,
                new Documents.Entry("passport", "510000013", today().minusDays(9), false, "RUS", null, null));
        holdBackAndWait(vetted, 1);
        members.correct(household, mother, called("POLEVAYA VERA", 1980));
        holdBackAndWait(vetted, 1);
        members.correct(household, mother, called("POLEVAYA VERA", 1981));
        holdBackAndWait(vetted, 2);
        vetting.familyChanged(household);
        holdBackAndWait(vetted, 2);
        vetting.changed(household);
        holdBackAndWait(vetted, 0);
    }

    @Test
    void a_wait_lasts_a_day_from_when_it_began_whatever_comes_meanwhile_about_others() {
        ProcessInstance vetted = vet(family(needing(mother(), "dialysis"), needing(husband(), "oxygen")));
        tasks(vetted).forEach(task -> complete(task, "vetting", "fitnessDecision", "unfit"));
        jobs(vetted);
        jdbc.sql("update concern set decided_at = decided_at - interval '3 days'")
                .update();
        decide(vetted, "vetting", "familyDecision", "wait");
        java.util.Date day = job("event_dayPassed", vetted).getDuedate();
        assertThat(day.toInstant()).isAfter(clock.instant().plus(Duration.ofHours(23)));

        members.need(household(vetted).id(), members(vetted).get(0).id(), List.of(), null);
        decide(vetted, "vetting", "familyDecision", "wait");
        assertThat(job("event_dayPassed", vetted).getDuedate()).isEqualTo(day);
    }

    private void holdBackAndWait(ProcessInstance vetted, int asked) {
        List<Task> papers = tasks(vetted).stream()
                .filter(task -> task.getTaskDefinitionKey().equals("task_reviewDocuments"))
                .toList();
        assertThat(papers).hasSize(asked);
        papers.forEach(task -> complete(task, "consular", "documentsDecision", "notValid"));
        jobs(vetted);
        decide(vetted, "vetting", "familyDecision", "wait");
    }

    private NewDocument expired(String number) {
        return new NewDocument("passport", number, today().minusDays(3), "RUS");
    }

    private static Members.Identity called(String latinName, int born) {
        return new Members.Identity(
                "Полевая Вера", latinName, LocalDate.of(born, 4, 12), false, "female", List.of("RUS"), "applicant");
    }

    @Test
    void a_refused_permission_is_not_asked_for_again_because_of_somebody_elses_paper() {
        ProcessInstance vetted = vet(family(withPapers(mother(), expired("510000011")), ofSyrianFather()));
        long household = household(vetted).id();
        complete(task(vetted, "task_reviewDocuments"), "consular", "documentsDecision", "notValid");
        fatherRefuses(vetted);
        jobs(vetted);
        decide(vetted, "vetting", "familyDecision", "wait");

        documents.add(
                household,
                members(vetted).get(0).id(),
                new Documents.Entry("passport", "510000013", today().minusDays(9), false, "RUS", null, null));
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_reviewDocuments");
    }

    @Test
    void a_case_that_began_with_a_model_that_asked_about_everybody_at_each_look_still_does() {
        ProcessInstance vetted = vet(family(mother(), needing(husband(), "oxygen")));
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        assertThat(vetting.openConcerns(household(vetted).id())).isEmpty();
        vetting.lookAtAll(household(vetted).id());
        assertThat(vetting.openConcerns(household(vetted).id())).isEmpty();
        vetting.check(household(vetted).id());
        assertThat(vetting.openConcerns(household(vetted).id())).hasSize(1);
    }

    @Test
    void news_of_a_household_that_does_not_wait_changes_nothing() {
        ProcessInstance vetted = vet(family(withPapers(mother())));
        vetting.changed(household(vetted).id());
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_reviewDocuments");
    }

    @Test
    void a_household_is_put_off_and_what_was_cleared_stands_when_it_comes_back() {
        ProcessInstance vetted = vet(family(withPapers(mother()), needing(husband(), "oxygen")));
        complete(task(vetted, "task_reviewDocuments"), "consular", "documentsDecision", "valid");
        complete(task(vetted, "task_assessFitness"), "vetting", "fitnessDecision", "unfit");
        jobs(vetted);
        decide(vetted, "vetting", "familyDecision", "putOff");
        assertThat(vetted).isEnded().hasPassed("end_putOff");
        assertThat(outcome(vetted)).isEqualTo("putOff");

        households.enters(household(vetted).id(), "deferred");
        ProcessInstance again = start(household(vetted));
        assertThat(tasks(again)).extracting(Task::getTaskDefinitionKey).containsExactly("task_assessFitness");
    }

    @Test
    void a_household_is_refused_by_an_officer_on_record() {
        ProcessInstance vetted = vet(family(mother(), ofSyrianFather()));
        fatherRefuses(vetted);
        decide(vetted, "vetting2", "familyDecision", "refuse");
        assertThat(vetted).isWaitingAt("gateway_appeal");
        execute(job("event_appealTimePassed", vetted));
        assertThat(vetted).isEnded().hasPassed("end_notEligible");
        assertThat(outcome(vetted)).isEqualTo("notEligible");
        assertThat(jdbc.sql("select officer || ': ' || decision from household_decision")
                        .query(String.class)
                        .list())
                .containsExactly("vetting2: refuse");
    }

    @Test
    void the_household_is_told_why_it_is_refused_what_about_whom_but_no_name() {
        ProcessInstance vetted = refused();
        assertThat(jdbc.sql("select body from message where kind = 'refusal'")
                        .query(String.class)
                        .single())
                .contains("– Ребёнок, год рождения " + today().minusYears(7).getYear()
                        + ": ребёнок не может выехать без согласия отца\n")
                .contains("14 дней")
                .doesNotContain(members(vetted).get(1).calledName());
    }

    @Test
    void an_appeal_is_decided_by_another_officer_than_the_one_who_refused() {
        ProcessInstance vetted = refused();
        vetting.appeal(vetted.getBusinessKey());
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideAppeal");

        assertThatThrownBy(() -> decide(vetted, "vetting2", "appealDecision", "upheld"))
                .hasRootCauseInstanceOf(Refusal.class)
                .hasRootCauseMessage("You took part in this refusal: another officer must decide the appeal.");
        assertThatThrownBy(() -> decide(vetted, "consular", "appealDecision", "upheld"))
                .as("whose finding it was refused for")
                .hasRootCauseMessage("You took part in this refusal: another officer must decide the appeal.");
        decide(vetted, "vetting", "appealDecision", "upheld");

        assertThat(vetted).isEnded().hasPassed("end_notEligible");
        assertThat(outcome(vetted)).isEqualTo("notEligible");
        assertThat(deeds(vetted)).contains("vetting: appeal decided, upheld");
        assertThat(jdbc.sql("select body from message where kind = 'lastRefusal'")
                        .query(String.class)
                        .single())
                .contains("После вашей жалобы", "Это решение окончательное.");
    }

    @Test
    void nobody_joins_a_household_that_may_still_appeal_or_leaves_it_by_a_merge() {
        ProcessInstance vetted = refused();
        long other = household(vet(family(mother()))).id();
        long refused = household(vetted).id();
        assertThatThrownBy(() -> news.publishEvent(new HouseholdMerged(other, refused)))
                .hasMessageContaining("has been refused and may still appeal");
        assertThatThrownBy(() -> news.publishEvent(new HouseholdMerged(refused, other)))
                .hasMessageContaining("has been refused and may still appeal");
        vetting.appeal(vetted.getBusinessKey());
        assertThatThrownBy(() -> news.publishEvent(new HouseholdMerged(other, refused)))
                .hasMessageContaining("has been refused and may still appeal");
    }

    @Test
    void who_gave_the_second_word_of_the_panel_does_not_decide_the_appeal_either() {
        ProcessInstance vetted = vet(family(mother(), ofSyrianFather()));
        decide(vetted, "consular", "consentDecision", "unreachable");
        decide(vetted, "consular", "consentPanelDecision", "mayNot");
        decide(vetted, "consular2", "secondPanelDecision", "mayNot");
        decide(vetted, "vetting2", "familyDecision", "refuse");
        vetting.appeal(vetted.getBusinessKey());
        assertThatThrownBy(() -> decide(vetted, "consular2", "appealDecision", "upheld"))
                .hasRootCauseMessage("You took part in this refusal: another officer must decide the appeal.");
    }

    @Test
    void who_found_everybody_not_eligible_does_not_decide_the_appeal_either() {
        ProcessInstance vetted = vet(family(citizenOf(mother(), "SYR")));
        decide(vetted, "consular", "eligibilityDecision", "notEligible");
        vetting.appeal(vetted.getBusinessKey());
        assertThatThrownBy(() -> decide(vetted, "consular", "appealDecision", "upheld"))
                .hasRootCauseMessage("You took part in this refusal: another officer must decide the appeal.");
        decide(vetted, "consular2", "appealDecision", "granted");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_reviewEligibility");
        decide(vetted, "consular2", "eligibilityDecision", "eligible");
        assertThat(vetted).isEnded().hasPassed("end_cleared");
    }

    @Test
    void after_an_appeal_all_is_looked_at_again_and_there_is_no_second_appeal() {
        ProcessInstance vetted = refused();
        vetting.appeal(vetted.getBusinessKey());
        decide(vetted, "vetting", "appealDecision", "granted");
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_obtainConsent");

        fatherRefuses(vetted);
        decide(vetted, "vetting", "familyDecision", "refuse");

        assertThat(vetted).isEnded().hasPassed("end_notEligible").hasNotPassed("event_appealTimePassed");
        assertThat(jdbc.sql("select kind from message order by id")
                        .query(String.class)
                        .list())
                .containsExactly("refusal", "lastRefusal");
        assertThatThrownBy(() -> vetting.appeal(vetted.getBusinessKey()))
                .isInstanceOf(Refusal.class)
                .hasMessage("Case " + vetted.getBusinessKey() + " has appealed already: a household may appeal once.");
    }

    @Test
    void who_has_not_been_refused_cannot_appeal() {
        ProcessInstance vetted = vet(family(withPapers(mother())));
        assertThatThrownBy(() -> vetting.appeal(vetted.getBusinessKey()))
                .isInstanceOf(Refusal.class)
                .hasMessage("Case " + vetted.getBusinessKey()
                        + " has not been refused: there is nothing to appeal against.");
    }

    private ProcessInstance refused() {
        ProcessInstance vetted = vet(family(mother(), ofSyrianFather()));
        fatherRefuses(vetted);
        decide(vetted, "vetting2", "familyDecision", "refuse");
        return vetted;
    }

    @Test
    void a_split_lets_go_who_may_and_opens_a_case_for_who_stays_behind() {
        ProcessInstance vetted = vetPermitted(mother(), needing(husband(), "dialysis"), child(today()));
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        agree(vetted, "Жена едет с сыном, муж после лечения", "applicant", "spouse");
        decide(vetted, "vetting", "familyDecision", "split");

        assertThat(vetted).isEnded().hasPassed("task_split", "task_openNewCase", "end_cleared");
        assertThat(members(vetted)).extracting(Person::relation).containsExactly("applicant", "child");
        assertThat(vetted).variables().containsEntry("partySize", 2);
        Household behind = households.get(jdbc.sql("select household_id from household_split")
                .query(Long.class)
                .single());
        assertThat(behind.splitFrom()).isEqualTo(household(vetted).id());
        assertThat(households.members(behind.id())).extracting(Person::relation).containsExactly("spouse");
        assertThat(runtimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey("evacuation")
                        .processInstanceBusinessKey(behind.caseNumber())
                        .count())
                .isEqualTo(1);
        assertThat(jdbc.sql("select state from concern where household_id = :id")
                        .param("id", behind.id())
                        .query(String.class)
                        .list())
                .as("what held him back goes with him")
                .containsExactly("held back");
    }

    @Test
    void a_split_that_leaves_the_father_behind_asks_for_his_permission_on_paper() {
        ProcessInstance vetted = vet(family(mother(), needing(husband(), "dialysis"), child(today())));
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        agree(vetted, "Муж после лечения", "applicant", "spouse");
        decide(vetted, "vetting", "familyDecision", "split");

        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_obtainConsent");
        assertThat(concerns(vetted)).containsExactly("consent, no consent of the father: open, - by -");
    }

    @Test
    void a_split_needs_the_word_of_every_grown_up_about_just_those_who_stay_behind_and_a_reason() {
        ProcessInstance vetted =
                vet(family(mother(), needing(husband(), "dialysis"), needing(relatedAs(mother(), "other"), "oxygen")));
        List<Task> both = tasks(vetted);
        complete(both.get(0), "vetting", "fitnessDecision", "unfit");
        complete(both.get(1), "vetting", "fitnessDecision", "fit");
        jobs(vetted);
        refusesSplit(vetted, "Record in the dossier first which grown-ups agree");
        assertThatThrownBy(() -> agree(vetted, " ", "applicant", "spouse", "other"))
                .isInstanceOf(Refusal.class)
                .hasMessage("Write why the family is split.");
        agree(vetted, "Лечение", "applicant", "spouse");
        refusesSplit(vetted, "Not every grown-up of the family agrees");
        agree(vetted, "Лечение", "applicant", "spouse", "other");
        jdbc.sql("update split_agreement set behind = behind || 4711::bigint").update();
        refusesSplit(vetted, "Others are held back now");
        agree(vetted, "Лечение", "applicant", "spouse", "other");
        decide(vetted, "vetting2", "familyDecision", "split");

        assertThat(jdbc.sql("""
                select officer || ', ' || household_decision.reason || ', ' || cardinality(agreed)
                from household_decision join split_agreement on split_agreement.id = agreement_id""").query(String.class).list()).containsExactly("vetting2, Лечение, 3");
        assertThat(String.join(" ", deeds(vetted)))
                .contains("split agreed, 3 of 3")
                .doesNotContain("Лечение");
    }

    @Test
    void a_grown_up_who_cannot_answer_does_not_stand_in_the_way_of_a_split_but_somebody_must_agree() {
        ProcessInstance vetted =
                vetPermitted(mother(), needing(husband(), "dialysis"), relatedAs(mother(), "other"), child(today()));
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        answer(vetted, "Он в больнице", "applicant", "ill", "spouse", "ill", "other", "not reached");
        refusesSplit(vetted, "No grown-up of the family could answer");
        answer(vetted, "Он в больнице", "applicant", "agrees", "spouse", "ill");
        refusesSplit(vetted, "Not every grown-up of the family agrees");
        assertThatThrownBy(() -> answer(vetted, " ", "applicant", "agrees", "spouse", "ill", "other", "not reached"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Write why somebody cannot answer");
        assertThatThrownBy(() -> answer(vetted, "Мал", "applicant", "agrees", "child", "not reached"))
                .isInstanceOf(Refusal.class)
                .hasMessage("Only grown-ups of the household are asked whether it is split.");
        assertThatThrownBy(() -> answer(vetted, "Спит", "applicant", "asleep"))
                .isInstanceOf(Refusal.class)
                .hasMessage("Choose one of the answers: agrees, ill, not reached.");
        answer(vetted, "Он в больнице", "applicant", "agrees", "spouse", "ill", "other", "not reached");
        decide(vetted, "vetting", "familyDecision", "split");

        assertThat(vetted).isEnded().hasPassed("task_split", "end_cleared");
        assertThat(String.join(" ", deeds(vetted)))
                .contains("split agreed, 1 of 3", "split not answered, ill", "split not answered, not reached")
                .doesNotContain("больнице");
    }

    @Test
    void a_child_that_a_split_leaves_without_a_parent_is_looked_at_again() {
        ProcessInstance vetted =
                vetPermitted(needing(mother(), "dialysis"), child(today()), relatedAs(mother(), "other"));
        decide(vetted, "vetting", "fitnessDecision", "unfit");
        agree(vetted, "Мать в больнице", "applicant", "other");
        decide(vetted, "vetting", "familyDecision", "split");

        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_arrangeCare");
        assertThat(concerns(vetted)).containsExactly("unaccompanied, no parent along: open, - by -");
    }

    /** @param relations of those who agree */
    private void agree(ProcessInstance vetted, String reason, String... relations) {
        Map<Long, String> answers = members(vetted).stream()
                .filter(person -> List.of(relations).contains(person.relation()))
                .collect(Collectors.toMap(Person::id, person -> "agrees"));
        vetting.agreeToSplit(vetted.getBusinessKey(), new Vetting.FamilysWord(answers, reason, null));
    }

    /** @param relationsAndAnswers who says what */
    private void answer(ProcessInstance vetted, String remark, String... relationsAndAnswers) {
        List<String> said = List.of(relationsAndAnswers);
        Map<Long, String> answers = members(vetted).stream()
                .filter(person -> said.contains(person.relation()))
                .collect(Collectors.toMap(Person::id, person -> said.get(said.indexOf(person.relation()) + 1)));
        vetting.agreeToSplit(vetted.getBusinessKey(), new Vetting.FamilysWord(answers, "Лечение", remark));
    }

    private void refusesSplit(ProcessInstance vetted, String sentence) {
        assertThatThrownBy(() -> decide(vetted, "vetting", "familyDecision", "split"))
                .hasRootCauseInstanceOf(Refusal.class)
                .rootCause()
                .hasMessageStartingWith(sentence);
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
    }

    @Test
    void a_child_alone_is_asked_about_again_once_somebody_is_found_for_it_and_once_nobody_is_left() {
        ProcessInstance childs = vetPermitted(child(today()));
        long child = members(childs).get(0).id();
        decide(childs, "consular", "careDecision", "notArranged");
        assertThat(theTask(childs).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");

        care(household(childs), child, new Vetting.Care("A", "1", "aunt", null, "B", null));
        assertThat(theTask(childs).getTaskDefinitionKey()).isEqualTo("task_arrangeCare");
        decide(childs, "consular", "careDecision", "arranged");
        assertThat(childs).isEnded().hasPassed("event_gateOvertaken", "end_cleared");

        households.enters(household(childs).id(), "ready");
        care(household(childs), child, new Vetting.Care("A", "1", "aunt", null, "C", null));
        assertThat(deeds(childs)).doesNotContain("homeward: vetted anew, comes back");
        care(household(childs), child, new Vetting.Care(null, null, null, null, null, null));
        assertThat(deeds(childs)).contains("homeward: vetted anew, comes back");
        assertThat(concerns(childs)).contains("unaccompanied, no parent along: open, - by -");
    }

    @Test
    void the_decision_for_a_child_is_taken_back_once_its_companion_is_ready() {
        ProcessInstance companions = vet(family(withPapers(mother())));
        ProcessInstance childs = vetPermitted(child(today()));
        care(
                household(childs),
                members(childs).get(0).id(),
                new Vetting.Care("A", "1", "aunt", null, null, companions.getBusinessKey()));
        decide(childs, "consular", "careDecision", "arranged");
        assertThat(theTask(childs).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        decide(companions, "consular", "documentsDecision", "valid");
        households.enters(household(companions).id(), "ready");
        assertThat(childs).isEnded().hasPassed("event_gateOvertaken", "end_cleared");
    }

    @Test
    void a_child_alone_waits_for_its_companion_of_another_household_and_needs_another_if_that_one_does_not_go() {
        ProcessInstance companions = vet(family(withPapers(mother())));
        ProcessInstance childs = vetPermitted(child(today()));
        Household child = household(childs);
        care(
                child,
                members(childs).get(0).id(),
                new Vetting.Care("A", "1", "aunt", null, null, companions.getBusinessKey()));
        decide(childs, "consular", "careDecision", "arranged");
        assertThat(theTask(childs).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        assertThat(concerns(childs)).contains("unaccompanied, companion not ready: held back, - by -");
        decide(childs, "vetting", "familyDecision", "wait");

        decide(companions, "consular", "documentsDecision", "valid");
        assertThat(childs).isWaitingAt("gateway_wait");
        households.enters(household(companions).id(), "ready");
        assertThat(childs).isEnded().hasPassed("event_vettingChanged", "end_cleared");

        households.enters(child.id(), "ready");
        households.enters(household(companions).id(), "seated");
        assertThat(concerns(childs)).noneMatch(concern -> concern.contains("open"));
        households.ends(household(companions).id(), "withdrew");
        assertThat(concerns(childs)).contains("unaccompanied, companion does not travel: open, - by -");
        assertThat(deeds(childs)).contains("homeward: vetted anew, comes back");
    }

    @Test
    void a_companion_is_a_grown_up_of_a_case_that_still_travels_and_that_the_officer_may_know_of() {
        Household child = household(vet(family(child(today()))));
        long id = households.members(child.id()).get(0).id();
        Household restricted = households.get(households
                .register(org.homeward.household.TestHouseholds.household("yes", true, List.of(mother())))
                .id());
        Household two =
                households.get(households.register(family(mother(), husband())).id());
        Household gone = households.get(households.register(family(mother())).id());
        households.ends(gone.id(), "withdrew");

        as("vetting", () -> refusesCompanion(child, id, restricted, null, "There is no case with this number."));
        refusesCompanion(child, id, restricted, null, "A restricted household and one that is not");
        refusesCompanion(child, id, two, null, "Write the name of the grown-up of case " + two.caseNumber());
        refusesCompanion(child, id, gone, null, "Nobody of case " + gone.caseNumber() + " is still to travel");
        care(child, id, new Vetting.Care("A", "1", "aunt", null, "qasim samir", two.caseNumber()));
        assertThat(jdbc.sql("select latin_name from child_care join person on person.id = companion_id")
                        .query(String.class)
                        .single())
                .isEqualTo("QASIM SAMIR");
    }

    private void refusesCompanion(
            Household childs, long child, Household companions, @Nullable String name, String sentence) {
        assertThatThrownBy(() ->
                        care(childs, child, new Vetting.Care("A", "1", "aunt", null, name, companions.caseNumber())))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void a_split_that_leaves_a_child_alone_or_nobody_to_go_is_refused() {
        ProcessInstance childAlone = vet(family(mother(), ofSyrianFather()));
        fatherRefuses(childAlone);
        assertThatThrownBy(() -> decide(childAlone, "vetting", "familyDecision", "split"))
                .hasRootCauseMessage("A split would leave a child without a grown-up of its family: wait, put the"
                        + " household off, or refuse it.");
        assertThat(theTask(childAlone).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");

        ProcessInstance nobody = vet(family(needing(mother(), "oxygen")));
        decide(nobody, "vetting", "fitnessDecision", "unfit");
        assertThatThrownBy(() -> decide(nobody, "vetting", "familyDecision", "split"))
                .hasRootCauseMessage("Nobody of this household may leave yet: wait, put it off, or refuse it.");
        assertThat(jdbc.sql("select count(*) from household_decision")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void an_answer_that_is_none_of_the_answers_is_refused_and_changes_nothing() {
        ProcessInstance vetted = vet(family(withPapers(mother())));
        for (String answer : new String[] {"perhaps", null}) {
            assertThatThrownBy(() -> decide(vetted, "consular", "documentsDecision", answer))
                    .hasRootCauseInstanceOf(Refusal.class)
                    .hasRootCauseMessage("Choose one of the answers: valid, returnCertificate, notValid.");
        }
        assertThat(theTask(vetted).getTaskDefinitionKey()).isEqualTo("task_reviewDocuments");
        assertThat(concerns(vetted)).containsExactly("documents, no document: open, - by -");
    }

    @Test
    void what_one_officer_has_settled_another_cannot_settle_again() {
        ProcessInstance vetted = vet(family(withPapers(mother())));
        decide(vetted, "consular", "documentsDecision", "valid");
        assertThatThrownBy(() -> vetting.decideDocuments(1, "notValid"))
                .isInstanceOf(Refusal.class)
                .hasMessage("This concern has been settled already by consular.");
    }

    @Test
    void the_engine_learns_nothing_about_people() {
        ProcessInstance vetted = vet(family(mother(), needing(husband(), "dialysis")));
        decide(vetted, "vetting", "fitnessDecision", "fit");
        assertThat(historyService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(vetted.getId())
                        .list())
                .extracting(variable -> variable.getName())
                .contains("householdId", "concernId", "fitnessDecision", "vettingOutcome", "priority")
                .doesNotContain("needs", "medicalNeed", "pregnancyWeeks", "oldestAge", "citizen", "reason");
    }

    private ProcessInstance vetWithHit() {
        Registered registered = households.register(family(mother()));
        jdbc.sql("""
                insert into concern (household_id, person_id, kind, reason, raised_at)
                values (:household, :person, 'watch-list', 'hit', now())""")
                .param("household", registered.id())
                .param("person", registered.personIds().get(0))
                .update();
        return start(households.get(registered.id()));
    }

    private NewPerson ofSyrianFather() {
        return whoseFather(citizenOf(child(today()), "RUS", "SYR"), "unknown");
    }

    /** A household for whose children the father's permission is on paper. */
    private ProcessInstance vetPermitted(NewPerson... members) {
        Registered registered = households.register(family(members));
        for (Person person : households.members(registered.id())) {
            if (person.minorOn(today())) {
                guardians.add(
                        registered.id(),
                        person.id(),
                        new Guardians.Entry("permission", null, "Иной", "notary", "17", today()),
                        TestHouseholds.picture());
            }
        }
        return start(households.get(registered.id()));
    }

    private ProcessInstance vet(NewHousehold household) {
        return start(households.get(households.register(household).id()));
    }

    private ProcessInstance start(Household household) {
        return runtimeService()
                .startProcessInstanceByKey(
                        "vetting", household.caseNumber(), Map.of("householdId", household.id(), "priority", 3));
    }

    /** One officer decides the household's only task, and the engine goes on. */
    /** The father of the only child refuses, and the panel's two officers agree with him. */
    private void fatherRefuses(ProcessInstance vetted) {
        decide(vetted, "consular", "consentDecision", "refused");
        decide(vetted, "consular", "consentPanelDecision", "mayNot");
        decide(vetted, "consular2", "secondPanelDecision", "mayNot");
    }

    private void decide(ProcessInstance vetted, String officer, String decision, @Nullable String answer) {
        complete(theTask(vetted), officer, decision, answer);
        jobs(vetted);
    }

    private static void complete(Task task, String officer, String decision, @Nullable String answer) {
        completeWith(task, officer, java.util.Collections.singletonMap(decision, answer));
    }

    private static void completeWith(Task task, String officer, Map<String, Object> answers) {
        as(officer, () -> taskService().complete(task.getId(), answers));
    }

    private static void as(String officer, Runnable deed) {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(
                        officer, "", officer.equals("manager") ? "ROLE_managers" : "ROLE_vetting"));
        try {
            deed.run();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static void jobs(ProcessInstance vetted) {
        managementService()
                .createJobQuery()
                .processInstanceId(vetted.getId())
                .messages()
                .list()
                .forEach(job -> execute(job));
    }

    private static Task theTask(ProcessInstance vetted) {
        List<Task> tasks = tasks(vetted);
        assertThat(tasks).hasSize(1);
        return tasks.get(0);
    }

    private static List<Task> tasks(ProcessInstance vetted) {
        return taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(vetted.getBusinessKey())
                .list();
    }

    private static Task task(ProcessInstance vetted, String key) {
        return tasks(vetted).stream()
                .filter(task -> task.getTaskDefinitionKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private Household household(ProcessInstance vetted) {
        return households.named(vetted.getBusinessKey());
    }

    private List<Person> members(ProcessInstance vetted) {
        return households.members(household(vetted).id());
    }

    private List<String> concerns(ProcessInstance vetted) {
        return jdbc.sql("""
                select kind || ', ' || reason || ': ' || state || ', ' || coalesce(outcome, '-') || ' by '
                  || coalesce(decided_by, '-') from concern where household_id = :id order by id""")
                .param("id", household(vetted).id())
                .query(String.class)
                .list();
    }

    private List<String> deeds(ProcessInstance vetted) {
        return jdbc.sql("select officer || ': ' || action || ', ' || detail from audit where household_id = :id")
                .param("id", household(vetted).id())
                .query(String.class)
                .list();
    }

    private static Object outcome(ProcessInstance vetted) {
        return historyService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(vetted.getId())
                .variableName("vettingOutcome")
                .singleResult()
                .getValue();
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
