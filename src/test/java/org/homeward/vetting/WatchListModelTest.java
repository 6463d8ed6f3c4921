package org.homeward.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.access.Refusal;
import org.homeward.household.Documents;
import org.homeward.household.Household;
import org.homeward.household.HouseholdMerged;
import org.homeward.household.Households;
import org.homeward.household.Members;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.vetting.watchlist.ListFile;
import org.homeward.vetting.watchlist.ListKind;
import org.homeward.vetting.watchlist.Version;
import org.homeward.vetting.watchlist.WatchLists;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** From a list to a decision: at vetting, and when a new version of a list finds somebody later. */
@HomewardTest
@Breaks("I3")
@WalksWhole({"adjudication", "screening"})
class WatchListModelTest {

    private static final String HEADING = "id,name,native_name,born,sex,nationality,document,reason\n";
    private static final String VERANIKA =
            "N-1,Veranika Zhukovskaya,Вераника Жуковская,1984-08-19,F,RUS,770001234,made up\n";

    @Autowired
    private Households households;

    @Autowired
    private Members members;

    @Autowired
    private ApplicationEventPublisher news;

    @Autowired
    private Vetting vetting;

    @Autowired
    private ListUpdates updates;

    @Autowired
    private WatchLists lists;

    @Autowired
    private Documents documents;

    @Autowired
    private HitRecords records;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void who_is_on_a_list_is_found_at_vetting_with_the_entry_and_the_reasons_and_who_is_not_passes() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        Household other = vet(VettedFamilies.mother());

        assertThat(task(veranika).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
        assertThat(hits()).containsExactly("national N-1, person 1, open");
        assertThat(jdbc.sql("select score > 0.8 and jsonb_array_length(reasons) > 0 from watch_list_hit")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(tasks(other)).isEmpty();
    }

    @Test
    void a_new_version_finds_also_who_is_seated_and_takes_no_seat_away() {
        Household veranika = vet(veranika());
        stage(veranika, "seated");

        load(VERANIKA);
        assertThat(tasks(veranika)).as("in the background").isEmpty();
        screenEveryone();

        assertThat(task(veranika).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
        assertThat(households.get(veranika.id()).stage()).isEqualTo("seated");
        assertThat(newest().newHits()).isEqualTo(1);
        assertThat(newest().screenedAt()).isNotNull();

        decide(veranika, "vetting", "hitDecision", "samePerson");
        decide(veranika, "vetting2", "secondHitDecision", "samePerson");
        decide(veranika, "manager", "confirmedHitDecision", "mayLeave");
        assertThat(tasks(veranika)).isEmpty();
        assertThat(jdbc.sql("select decision || ' by ' || decided_by from watch_list_hit")
                        .query(String.class)
                        .list())
                .containsExactly("mayLeave by manager");
    }

    @Test
    void a_manager_may_decide_anew_on_a_person_who_is_held_back_and_the_household_that_waits_goes_on() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "samePerson");
        decide(veranika, "vetting2", "secondHitDecision", "samePerson");
        long concern = jdbc.sql("select id from concern").query(Long.class).single();
        String number = veranika.caseNumber();
        as(
                "manager",
                () -> assertThatThrownBy(() -> vetting.decideConfirmedHitAnew(number, concern, "mayLeave"))
                        .hasMessage("This household has no confirmed hit on which a manager has decided."));
        decide(veranika, "manager", "confirmedHitDecision", "heldBack");
        decide(veranika, "vetting", "familyDecision", "wait");

        as(
                "vetting",
                () -> assertThatThrownBy(() -> vetting.decideConfirmedHitAnew(number, concern, "mayLeave"))
                        .hasMessage("A manager decides what becomes of a confirmed hit."));
        as("manager", () -> vetting.decideConfirmedHitAnew(number, concern, "mayLeave"));
        assertThat(hits()).containsExactly("national N-1, person 1, cleared");
        assertThat(households.get(veranika.id()).priority()).as("it is cleared").isNotNull();
    }

    @Test
    void who_is_on_a_list_under_a_name_that_only_a_document_says_is_found_with_that_name_beside_the_others() {
        load(VERANIKA);
        Household anna = register(anna());
        spelledOtherwise(anna);
        start(anna);
        assertThat(task(anna).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
        assertThat(records.of(anna.id(), Locale.ENGLISH))
                .singleElement()
                .satisfies(hit -> assertThat(hit.names())
                        .containsExactly("Полевая Анна", "POLEVAIA ANNA", "ZHUKOVSKAYA VERANIKA"));
    }

    @Test
    void a_new_version_finds_who_is_seated_also_by_a_name_that_only_a_document_says() {
        Household anna = vet(anna());
        spelledOtherwise(anna);
        stage(anna, "seated");
        load(VERANIKA);
        screenEveryone();
        assertThat(hits()).containsExactly("national N-1, person 1, open");
    }

    @Test
    void who_is_the_same_person_as_another_is_found_by_the_others_name() {
        load(VERANIKA);
        Household anna = register(anna());
        Household other = register(veranika());
        jdbc.sql("update person set merged_into = 1 where household_id = :other")
                .param("other", other.id())
                .update();
        start(anna);
        assertThat(task(anna).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
    }

    @Test
    void a_return_certificate_that_we_issue_leaves_standing_what_two_officers_decided() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "notTheSame");
        decide(veranika, "vetting2", "secondHitDecision", "notTheSame");
        documents.issueCertificate(veranika.id(), 1, LocalDate.of(2060, 1, 1), "RUS");
        vetting.check(veranika.id());
        assertThat(hits()).containsExactly("national N-1, person 1, cleared");
    }

    @Test
    void after_an_update_that_compares_more_everyone_is_screened_once_more() {
        load(VERANIKA);
        screenEveryone();
        updates.screenAgain();
        assertThat(jobs()).isEmpty();
        jdbc.sql("update watch_list_version set screen_again = true, screened_to = 0, screened_at = null")
                .update();
        updates.screenAgain();
        updates.screenAgain();
        assertThat(jobs()).hasSize(1);
        screenEveryone();
        assertThat(newest().screenedAt()).isNotNull();
    }

    private void spelledOtherwise(Household household) {
        documents.add(
                household.id(),
                1,
                new Documents.Entry("passport", "N9000017", null, true, "SYR", "ZHUKOVSKAYA VERANIKA", null));
    }

    @Test
    void a_change_of_a_seated_household_takes_no_seat_away_because_of_a_hit_that_is_weighed_beside_it() {
        Household veranika = vet(veranika());
        stage(veranika, "seated");
        load(VERANIKA);
        screenEveryone();
        vetting.changed(veranika.id());
        assertThat(jdbc.sql("select detail from audit where action = 'vetted anew'")
                        .query(String.class)
                        .list())
                .containsExactly("still cleared");
        assertThat(hits()).containsExactly("national N-1, person 1, open");
    }

    @Test
    void who_is_held_back_when_already_home_is_for_managers_to_see_to() {
        Household veranika = vet(veranika());
        stage(veranika, "seated");
        load(VERANIKA);
        screenEveryone();
        stage(veranika, "home");
        decide(veranika, "vetting", "hitDecision", "samePerson");
        decide(veranika, "vetting2", "secondHitDecision", "samePerson");
        decide(veranika, "manager", "confirmedHitDecision", "heldBack");
        assertThat(task(veranika).getTaskDefinitionKey()).isEqualTo("task_seeToHeldBackAbroad");
        decide(veranika, "manager", "heldBackAbroadDecision", "destinationTold");
        assertThat(tasks(veranika)).isEmpty();
        assertThat(jdbc.sql("select detail from audit where action = 'held back abroad'")
                        .query(String.class)
                        .list())
                .containsExactly("destinationTold");
    }

    @Test
    void what_is_weighed_beside_a_case_ends_with_it() {
        Household veranika = vet(veranika());
        stage(veranika, "seated");
        load(VERANIKA);
        screenEveryone();
        households.ends(veranika.id(), "withdrew");
        assertThat(tasks(veranika)).isEmpty();
        assertThat(hits()).containsExactly("national N-1, person 1, superseded");
    }

    @Test
    void a_hit_that_is_weighed_beside_a_case_is_found_again_in_the_new_case_of_who_is_split_off() {
        Registered family = households.register(VettedFamilies.family(VettedFamilies.mother(), veranika()));
        Household old = households.get(family.id());
        start(old);
        stage(old, "seated");
        load(VERANIKA);
        screenEveryone();
        Household left = splitOff(family);

        assertThat(tasks(old)).isEmpty();
        assertThat(hits()).containsExactly("national N-1, person 2, superseded");
        households.ends(old.id(), "withdrew");
        start(left);
        assertThat(task(left).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
        assertThat(hits()).containsExactly("national N-1, person 2, superseded", "national N-1, person 2, open");
    }

    @Test
    void
            who_is_held_back_is_so_too_in_the_case_of_their_own_that_a_split_on_the_road_makes_and_a_manager_decides_there() {
        Registered family = households.register(VettedFamilies.family(VettedFamilies.mother(), veranika()));
        Household old = households.get(family.id());
        start(old);
        stage(old, "seated");
        load(VERANIKA);
        screenEveryone();
        decide(old, "vetting", "hitDecision", "samePerson");
        decide(old, "vetting2", "secondHitDecision", "samePerson");
        stage(old, "under way");
        decide(old, "manager", "confirmedHitDecision", "heldBack");
        Household left = splitOff(family);

        start(left);
        assertThat(task(left).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        assertThat(records.of(left.id(), Locale.ENGLISH)).hasSize(1);
        long concern = jdbc.sql("select id from concern").query(Long.class).single();
        as("manager", () -> vetting.decideConfirmedHitAnew(left.caseNumber(), concern, "mayLeave"));
        assertThat(hits()).containsExactly("national N-1, person 2, cleared");
    }

    @Test
    void what_two_officers_have_confirmed_goes_along_with_who_is_split_off_and_a_manager_decides_there() {
        Registered family = households.register(VettedFamilies.family(VettedFamilies.mother(), veranika()));
        Household old = households.get(family.id());
        start(old);
        stage(old, "seated");
        load(VERANIKA);
        screenEveryone();
        decide(old, "vetting", "hitDecision", "samePerson");
        decide(old, "vetting2", "secondHitDecision", "samePerson");
        Household left = splitOff(family);

        assertThat(tasks(old)).isEmpty();
        start(left);
        assertThat(task(left).getTaskDefinitionKey()).isEqualTo("task_decideConfirmedHit");
        assertThat(hits()).containsExactly("national N-1, person 2, open");
        decide(left, "manager", "confirmedHitDecision", "mayLeave");
        assertThat(tasks(left)).isEmpty();
        assertThat(hits()).containsExactly("national N-1, person 2, cleared");
    }

    @Test
    void what_was_confirmed_of_who_is_split_off_goes_along_if_their_case_goes_up_in_one_that_is_ready() {
        Registered family = households.register(VettedFamilies.family(VettedFamilies.mother(), veranika()));
        Household old = households.get(family.id());
        start(old);
        stage(old, "seated");
        load(VERANIKA);
        screenEveryone();
        decide(old, "vetting", "hitDecision", "samePerson");
        decide(old, "vetting2", "secondHitDecision", "samePerson");
        Household left = splitOff(family);
        Household other = vet(VettedFamilies.mother());
        stage(other, "ready");

        news.publishEvent(new HouseholdMerged(left.id(), other.id()));
        jdbc.sql("update person set household_id = :other, position = 9 where household_id = :left")
                .param("other", other.id())
                .param("left", left.id())
                .update();
        jdbc.sql("update concern set household_id = :other where household_id = :left")
                .param("other", other.id())
                .param("left", left.id())
                .update();
        vetting.changed(other.id());

        assertThat(hits()).containsExactly("national N-1, person 2, open");
        assertThat(vetting.somethingNew(other.id())).isTrue();
        assertThat(jdbc.sql("select detail from audit where action = 'vetted anew' and household_id = :id")
                        .param("id", other.id())
                        .query(String.class)
                        .single())
                .isEqualTo("comes back");
    }

    /** As who is turned away at the border is left behind there. */
    private Household splitOff(Registered family) {
        List<Long> second = family.personIds().subList(1, 2);
        return households.get(households
                .split(family.id(), second, "left behind at border exit")
                .id());
    }

    @Test
    void two_officers_who_differ_about_a_seated_person_both_look_again() {
        Household veranika = vet(veranika());
        stage(veranika, "seated");
        load(VERANIKA);
        screenEveryone();
        decide(veranika, "vetting", "hitDecision", "samePerson");
        decide(veranika, "vetting2", "secondHitDecision", "notTheSame");
        assertThat(task(veranika).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
        decide(veranika, "vetting2", "hitDecision", "notTheSame");
        decide(veranika, "vetting", "secondHitDecision", "notTheSame");
        assertThat(hits()).containsExactly("national N-1, person 1, cleared");
    }

    @Test
    void what_was_decided_stands_when_a_list_comes_again_and_until_person_or_entry_changes() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "notTheSame");
        decide(veranika, "vetting2", "secondHitDecision", "notTheSame");
        stage(veranika, "ready");

        load(VERANIKA + "N-2,Somebody Quite Else,,,,,,\n");
        screenEveryone();
        load(VERANIKA.replace("made up", "all made up"));
        screenEveryone();
        assertThat(hits()).as("remarks are not compared").containsExactly("national N-1, person 1, cleared");

        load(VERANIKA.replace("770001234", "770001234|4511999888"));
        screenEveryone();
        assertThat(hits()).containsExactly("national N-1, person 1, superseded", "national N-1, person 1, open");
        decide(veranika, "vetting", "hitDecision", "notTheSame");
        decide(veranika, "vetting2", "secondHitDecision", "notTheSame");

        jdbc.sql("update person set sex = 'unknown'").update();
        vetting.check(veranika.id());
        assertThat(hits()).last().isEqualTo("national N-1, person 1, open");
    }

    @Test
    void an_entry_that_changes_while_officers_weigh_it_is_one_task_still_and_takes_the_first_opinion_back() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "notTheSame");

        load(VERANIKA.replace("1984-08-19", "1984-08-19|1985"));
        screenEveryone();

        assertThat(hits()).containsExactly("national N-1, person 1, open");
        decide(veranika, "vetting", "secondHitDecision", "notTheSame");
        assertThat(task(veranika).getTaskDefinitionKey())
                .as("nobody has given a first opinion on the entry as it is now")
                .isEqualTo("task_adjudicateHit");
    }

    @Test
    void a_manager_still_decides_on_a_confirmed_hit_whose_entry_has_changed_and_what_is_new_is_weighed_after_that() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "samePerson");
        decide(veranika, "vetting2", "secondHitDecision", "samePerson");

        load(VERANIKA.replace("1984-08-19", "1984-08-19|1985"));
        screenEveryone();
        assertThat(task(veranika).getTaskDefinitionKey()).isEqualTo("task_decideConfirmedHit");
        decide(veranika, "manager", "confirmedHitDecision", "mayLeave");

        assertThat(task(veranika).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
        assertThat(hits()).containsExactly("national N-1, person 1, superseded", "national N-1, person 1, open");
    }

    @Test
    void a_household_is_not_refused_for_a_hit_that_is_still_weighed_and_goes_on_once_it_is_not_the_same() {
        Household veranika = vet(VettedFamilies.needing(veranika(), "dialysis"));
        load(VERANIKA);
        screenEveryone();
        decide(veranika, "task_assessFitness", "vetting", "fitnessDecision", "fit");

        assertThatThrownBy(() -> decide(veranika, "task_decideHousehold", "vetting", "familyDecision", "refuse"))
                .rootCause()
                .hasMessageStartingWith("Only a hit on a watch-list that is still weighed holds this household back");
        decide(veranika, "task_adjudicateHit", "vetting", "hitDecision", "notTheSame");
        decide(veranika, "task_secondAdjudication", "vetting2", "secondHitDecision", "notTheSame");
        assertThat(tasks(veranika)).isEmpty();
        assertThat(households.get(veranika.id()).priority()).as("it is cleared").isNotNull();
    }

    @Test
    void the_reasons_of_a_refusal_leave_out_a_hit_that_is_still_weighed() {
        Household veranika = vet(VettedFamilies.needing(veranika(), "dialysis"));
        load(VERANIKA);
        screenEveryone();
        decide(veranika, "task_assessFitness", "vetting", "fitnessDecision", "unfit");
        decide(veranika, "task_decideHousehold", "vetting", "familyDecision", "refuse");
        assertThat(jdbc.sql("select kind from refusal_reason join concern on concern.id = concern_id")
                        .query(String.class)
                        .list())
                .containsExactly("fitness");
    }

    @Test
    void a_first_opinion_on_what_a_person_was_before_a_correction_is_taken_back() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "notTheSame");

        correct(veranika, "Вераника Жуковская", "ZHUKOVSKAYA VERANIKA", 1985);

        decide(veranika, "vetting2", "secondHitDecision", "notTheSame");
        assertThat(task(veranika).getTaskDefinitionKey())
                .as("nobody has given a first opinion on the person as they are now")
                .isEqualTo("task_adjudicateHit");
        decide(veranika, "vetting2", "hitDecision", "notTheSame");
        decide(veranika, "vetting", "secondHitDecision", "notTheSame");
        assertThat(hits()).containsExactly("national N-1, person 1, cleared");
        assertThat(households.get(veranika.id()).priority()).as("it is cleared").isNotNull();
    }

    @Test
    void what_was_confirmed_of_a_person_before_a_correction_is_weighed_anew_whatever_a_manager_says() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "samePerson");
        decide(veranika, "vetting2", "secondHitDecision", "samePerson");

        correct(veranika, "Вераника Жуковская", "ZHUKOVSKAYA VERANIKA", 1985);

        decide(veranika, "manager", "confirmedHitDecision", "mayLeave");
        assertThat(task(veranika).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
        assertThat(hits()).containsExactly("national N-1, person 1, superseded", "national N-1, person 1, open");
    }

    @Test
    void who_is_corrected_to_somebody_on_a_list_while_officers_are_at_something_else_is_found() {
        load(VERANIKA);
        Household vera = vet(VettedFamilies.needing(VettedFamilies.mother(), "dialysis"));
        assertThat(task(vera).getTaskDefinitionKey()).isEqualTo("task_assessFitness");

        correct(vera, "Вераника Жуковская", "ZHUKOVSKAYA VERANIKA", 1984);

        decide(vera, "vetting", "fitnessDecision", "fit");
        assertThat(task(vera).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
    }

    @Test
    void who_is_corrected_to_somebody_on_no_list_is_held_back_by_nothing_that_was_said_before() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "samePerson");
        decide(veranika, "vetting2", "secondHitDecision", "samePerson");
        forgetNumber();
        correct(veranika, "Полевая Анна", "POLEVAIA ANNA", 1951);
        decide(veranika, "manager", "confirmedHitDecision", "heldBack");

        assertThat(tasks(veranika)).isEmpty();
        assertThat(hits()).containsExactly("national N-1, person 1, superseded");
        assertThat(households.get(veranika.id()).priority()).as("it is cleared").isNotNull();
    }

    @Test
    void nobody_weighs_a_hit_beside_a_case_any_more_that_a_correction_has_taken_away() {
        Household veranika = vet(veranika());
        stage(veranika, "seated");
        load(VERANIKA);
        screenEveryone();
        forgetNumber();
        correct(veranika, "Полевая Анна", "POLEVAIA ANNA", 1951);
        assertThat(tasks(veranika)).isEmpty();
        assertThat(hits()).containsExactly("national N-1, person 1, superseded");
    }

    private void correct(Household household, String name, String latinName, int year) {
        Members.Identity now = new Members.Identity(
                name, latinName, LocalDate.of(year, 8, 19), false, "female", List.of("RUS"), "applicant");
        as("consular", () -> members.correct(household.id(), 1, now));
    }

    private void forgetNumber() {
        jdbc.sql("update document set number = '5199999999'").update();
    }

    @Test
    void who_is_no_longer_on_the_list_is_not_held_back_when_vetting_looks_again() {
        load(VERANIKA);
        Household veranika = vet(veranika());
        decide(veranika, "vetting", "hitDecision", "samePerson");
        decide(veranika, "vetting2", "secondHitDecision", "samePerson");
        decide(veranika, "manager", "confirmedHitDecision", "heldBack");
        vetting.check(veranika.id());
        assertThat(hits()).as("the decision stands").containsExactly("national N-1, person 1, held back");

        load("N-2,Somebody Quite Else,,,,,,\n");
        vetting.check(veranika.id());
        assertThat(hits()).containsExactly("national N-1, person 1, superseded");
    }

    @Test
    void who_leaves_the_list_with_a_new_version_is_asked_about_no_more_wherever_the_case_is() {
        load(VERANIKA);
        Household waits = vet(veranika());
        decide(waits, "vetting", "hitDecision", "samePerson");
        decide(waits, "vetting2", "secondHitDecision", "samePerson");
        decide(waits, "manager", "confirmedHitDecision", "heldBack");
        assertThat(task(waits).getTaskDefinitionKey()).isEqualTo("task_decideHousehold");
        Household seated = register(veranika());
        stage(seated, "vetting");
        stage(seated, "seated");
        load(VERANIKA.replace("made up", "again"));
        load(VERANIKA + "N-2,Somebody Quite Else,,,,,,\n");
        screenEveryone();
        assertThat(task(seated).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");

        load("N-2,Somebody Quite Else,,,,,,\n");
        screenEveryone();
        goOn();

        assertThat(hits()).hasSize(2).allMatch(hit -> hit.endsWith("superseded"));
        assertThat(tasks(seated)).isEmpty();
        assertThat(tasks(waits)).isEmpty();
        assertThat(households.get(waits.id()).priority()).as("it is cleared").isNotNull();
        assertThat(jdbc.sql("select count(*) from audit where action = 'hit gone'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void who_is_under_way_is_compared_again_when_another_paper_comes_up_and_the_journey_goes_on() {
        load(VERANIKA);
        Household anna = vet(anna());
        stage(anna, "under way");
        spelledOtherwise(anna);
        assertThat(hits()).containsExactly("national N-1, person 1, open");
        assertThat(task(anna).getTaskDefinitionKey()).isEqualTo("task_adjudicateHit");
        assertThat(households.get(anna.id()).stage()).isEqualTo("under way");
    }

    @Test
    void of_two_officers_who_give_the_first_opinion_at_once_one_counts_and_is_not_the_second() throws Exception {
        load(VERANIKA);
        Household veranika = vet(veranika());
        String taskId = task(veranika).getId();
        CyclicBarrier together = new CyclicBarrier(2);
        List<CompletableFuture<Boolean>> both =
                Map.of("vetting", "notTheSame", "vetting2", "samePerson").entrySet().stream()
                        .map(opinion -> CompletableFuture.supplyAsync(() -> {
                            try {
                                together.await();
                                as(
                                        opinion.getKey(),
                                        () -> taskService()
                                                .complete(taskId, Map.of("hitDecision", opinion.getValue())));
                                return true;
                            } catch (ProcessEngineException
                                    | Refusal
                                    | InterruptedException
                                    | BrokenBarrierException e) {
                                return false;
                            }
                        }))
                        .toList();
        assertThat(both.stream().filter(CompletableFuture::join)).hasSize(1);
        assertThat(task(veranika).getTaskDefinitionKey()).isEqualTo("task_secondAdjudication");
        String first = jdbc.sql("select decided_by || ' ' || outcome from concern")
                .query(String.class)
                .single();
        assertThat(first).isIn("vetting notTheSame", "vetting2 samePerson");
        assertThatThrownBy(() -> decide(veranika, first.split(" ")[0], "secondHitDecision", "notTheSame"))
                .hasRootCauseMessage("You gave the first opinion on this hit: another officer must give the second.");
    }

    @Test
    void the_same_files_again_are_known_and_nobody_is_screened() {
        assertThat(load(VERANIKA).known()).isFalse();
        screenEveryone();
        assertThat(load(VERANIKA).known()).isTrue();
        assertThat(jobs()).isEmpty();
        assertThat(lists.versions()).hasSize(1);
    }

    @Test
    void an_older_version_that_comes_back_counts_again() {
        load(VERANIKA);
        load("N-2,Somebody Quite Else,,,,,,\n");
        WatchLists.Loaded again = load(VERANIKA);
        assertThat(again.known()).isFalse();
        assertThat(again.version())
                .extracting(Version::added, Version::changed, Version::removed)
                .containsExactly(1, 0, 1);
        screenEveryone();
        assertThat(lists.versions()).allMatch(version -> version.screenedAt() != null);
        assertThat(lists.versions()).filteredOn(Version::current).hasSize(1);
    }

    @Test
    void a_hit_of_a_restricted_household_exists_for_the_cleared_only() {
        var registered = households.register(TestHouseholds.household("yes", true, List.of(veranika())));
        Household restricted = households.get(registered.id());
        start(restricted);
        stage(restricted, "seated");
        load(VERANIKA);
        screenEveryone();
        assertThat(task(restricted).getTenantId()).isEqualTo("cleared");
        as("vetting", () -> assertThat(newest().newHits()).isZero());
        assertThat(newest().newHits()).as("for Homeward itself").isEqualTo(1);
    }

    @Test
    void nothing_about_people_reaches_the_engine() {
        load(VERANIKA);
        vet(veranika());
        assertThat(historyService().createHistoricVariableInstanceQuery().list())
                .extracting(variable -> variable.getName())
                .containsOnly(
                        "householdId",
                        "priority",
                        "concernId",
                        "concernKind",
                        "versionId",
                        "loopCounter",
                        "nrOfInstances",
                        "nrOfCompletedInstances",
                        "nrOfActiveInstances",
                        "restricted",
                        "documentsDecision",
                        "certificateDecision",
                        "consentDecision",
                        "consentPanelDecision",
                        "secondPanelDecision",
                        "careDecision",
                        "unfitUntil",
                        "fitnessDecision",
                        "eligibilityDecision");
    }

    private static NewPerson anna() {
        return TestHouseholds.person(
                "Полевая Анна", "POLEVAIA ANNA", LocalDate.of(1984, 8, 19), "female", "applicant", "510000001");
    }

    private static NewPerson veranika() {
        return TestHouseholds.person(
                "Вераника Жуковская",
                "ZHUKOVSKAYA VERANIKA",
                LocalDate.of(1984, 8, 19),
                "female",
                "applicant",
                "770001234");
    }

    private WatchLists.Loaded load(String rows) {
        return updates.load(
                ListKind.NATIONAL,
                List.of(new ListFile("own.csv", (HEADING + rows).getBytes(StandardCharsets.UTF_8))),
                "own.csv",
                null);
    }

    private Version newest() {
        return lists.versions().get(0);
    }

    private static List<Job> jobs() {
        return managementService()
                .createJobQuery()
                .processDefinitionKey("screening")
                .list();
    }

    private static void screenEveryone() {
        for (List<Job> jobs = jobs(); !jobs.isEmpty(); jobs = jobs()) {
            jobs.forEach(job -> execute(job));
        }
    }

    private Household register(NewPerson person) {
        return households.get(households.register(VettedFamilies.family(person)).id());
    }

    private Household vet(NewPerson person) {
        Household household = register(person);
        start(household);
        return household;
    }

    private static void start(Household household) {
        runtimeService()
                .startProcessInstanceByKey(
                        "vetting",
                        household.caseNumber(),
                        Map.of("householdId", household.id(), "priority", 3, "restricted", household.restricted()));
    }

    private void stage(Household household, String stage) {
        households.enters(household.id(), stage);
    }

    private List<String> hits() {
        return jdbc.sql("""
                select hit.kind || ' ' || entry || ', person ' || hit.person_id || ', ' || state
                from watch_list_hit hit join concern on concern.id = concern_id order by hit.id""").query(String.class).list();
    }

    private static List<Task> tasks(Household household) {
        return taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(household.caseNumber())
                .list();
    }

    private static Task task(Household household) {
        assertThat(tasks(household)).hasSize(1);
        return tasks(household).get(0);
    }

    private static void decide(Household household, String officer, String decision, String answer) {
        decide(household, task(household).getTaskDefinitionKey(), officer, decision, answer);
    }

    private static void decide(Household household, String key, String officer, String decision, String answer) {
        Task task = tasks(household).stream()
                .filter(one -> one.getTaskDefinitionKey().equals(key))
                .findFirst()
                .orElseThrow();
        as(officer, () -> taskService().complete(task.getId(), Map.of(decision, answer)));
        goOn();
    }

    private static void goOn() {
        managementService()
                .createJobQuery()
                .messages()
                .processDefinitionKey("vetting")
                .list()
                .forEach(job -> execute(job));
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
}
