package org.homeward.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.vetting.VettedFamilies.child;
import static org.homeward.vetting.VettedFamilies.family;
import static org.homeward.vetting.VettedFamilies.mother;
import static org.homeward.vetting.VettedFamilies.needing;
import static org.homeward.vetting.VettedFamilies.pregnant;
import static org.homeward.vetting.VettedFamilies.relatedAs;
import static org.homeward.vetting.VettedFamilies.withPapers;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewPerson;
import org.homeward.household.Person;
import org.homeward.household.PriorityRules;
import org.homeward.situation.Governorates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** How urgent a household is, computed anew when anything changes that it hangs on, and told in words. */
@HomewardTest
@Breaks("I3")
@WalksWhole({"priorities", "daily-look", "fitness-again"})
class PriorityTest {

    @Autowired
    Households households;

    @Autowired
    Guardians guardians;

    @Autowired
    Vetting vetting;

    @Autowired
    Governorates governorates;

    @Autowired
    Why why;

    @Autowired
    PriorityRules rules;

    @Autowired
    TaskService tasks;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    /** Governorates are not made anew for each test. */
    @AfterEach
    void asBefore() {
        jdbc.sql("update governorate set risk = :risk where pcode = 'SY01'")
                .param("risk", riskBefore)
                .update();
        LocaleContextHolder.resetLocaleContext();
    }

    private int riskBefore;

    @BeforeEach
    void rememberTheRisk() {
        riskBefore = governorates.risk("SY01");
    }

    @Test
    void a_governorate_that_gets_worse_makes_its_households_more_urgent_in_the_background() {
        Household calm = ready(mother());
        Household deferredBefore =
                households.get(households.register(family(mother())).id());
        String task = vettedInTask(calm);
        assertThat(calm.priority()).isEqualTo(4);
        Household alone = households.get(
                households.register(family(child(LocalDate.now(clock)))).id());
        assertThat(rules.at(4, List.of(calm.id(), alone.id())))
                .as("before it is so")
                .isEqualTo(Map.of(calm.id(), 2, alone.id(), 1));
        assertThat(rules.at(governorates.risk("SY01"), List.of(calm.id()))).isEqualTo(Map.of(calm.id(), 4));

        governorates.setRisk(Objects.requireNonNull(calm.governorate()), 4);
        assertThat(priority(calm)).as("in the background").isEqualTo(4);
        work();

        assertThat(priority(calm)).isEqualTo(2);
        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getPriority())
                .isEqualTo(70);
        assertThat(tasks.getVariable(task, "priority")).isEqualTo(2);
        assertThat(households.get(deferredBefore.id()).priority())
                .as("never weighed yet")
                .isNull();
        assertThat(jdbc.sql("select detail from audit where action = 'priority' order by id")
                        .query(String.class)
                        .list())
                .containsExactly("4", "2");
    }

    @Test
    void a_danger_that_stays_as_it_is_orders_no_work() {
        Household calm = ready(mother());
        governorates.setRisk(
                Objects.requireNonNull(calm.governorate()),
                governorates.risk(Objects.requireNonNull(calm.governorate())));
        assertThat(jobs()).isEmpty();
    }

    @Test
    void a_member_who_joins_counts_at_once() {
        Household household = ready(mother());
        households.addMember(household.id(), needing(relatedAs(mother(), "parent"), "insulin"));
        vetting.changed(household.id());
        assertThat(priority(household)).isEqualTo(2);
    }

    @Test
    void a_child_is_alone_without_parent_or_guardian_though_a_grown_up_travels_along() {
        Household household = ready(mother(), relatedAs(child(LocalDate.now(clock)), "grandchild"));
        assertThat(household.priority()).isEqualTo(1);
        List<Person> both = households.members(household.id());
        guardians.add(
                household.id(),
                both.get(1).id(),
                new Guardians.Entry("guardian", both.get(0).id(), null, "consul", "17", null),
                null);
        assertThat(priority(household)).as("no longer alone").isEqualTo(4);
    }

    @Test
    void the_reasons_are_told_in_words_of_the_reader() {
        Household alone = ready(mother(), relatedAs(child(LocalDate.now(clock)), "grandchild"));
        assertThat(why.soUrgent(alone)).containsExactly("A child alone comes first.");
        LocaleContextHolder.setLocale(Locale.forLanguageTag("ru"));
        assertThat(why.soUrgent(alone)).containsExactly("Ребёнок без взрослых — первым.");
        assertThat(why.soUrgent(ready(mother()))).containsExactly("Все остальные.");
        Household cousin = ready(mother(), relatedAs(VettedFamilies.husband(), "other"));
        assertThat(why.eligible(cousin.id(), households.members(cousin.id()).get(1)))
                .containsExactly("Об остальных решает консул.");
    }

    @Test
    void every_row_of_priority_and_eligibility_has_its_Russian() throws Exception {
        LocaleContextHolder.setLocale(Locale.forLanguageTag("ru"));
        for (String table : List.of("priority", "eligibility")) {
            var model = org.camunda.bpm.model.dmn.Dmn.readModelFromFile(
                    new java.io.File("processes/vetting/" + table + ".dmn"));
            assertThat(model.getModelElementsByType(org.camunda.bpm.model.dmn.instance.Rule.class))
                    .allSatisfy(rule -> assertThat(org.homeward.access.Wording.of(
                                    rule.getDescription().getTextContent()))
                            .matches(".*\\p{IsCyrillic}.*"));
        }
    }

    @Test
    void a_household_is_weighed_before_anybody_looks_at_its_papers_and_its_first_tasks_show_it() {
        governorates.setRisk(
                Objects.requireNonNull(households
                        .get(households.register(family(mother())).id())
                        .governorate()),
                4);
        work();
        Household household =
                households.get(households.register(family(withPapers(mother()))).id());
        runtimeService()
                .startProcessInstanceByKey(
                        "vetting", household.caseNumber(), Map.of("householdId", household.id(), "priority", 4));
        assertThat(priority(household)).isEqualTo(2);
        assertThat(tasks.createTaskQuery()
                        .processInstanceBusinessKey(household.caseNumber())
                        .singleResult()
                        .getPriority())
                .isEqualTo(70);
    }

    @Test
    void a_pregnancy_that_has_gone_on_longer_than_any_makes_a_household_more_urgent_no_more() {
        Household born = ready(pregnant(mother(), 40));
        assertThat(priority(born)).isEqualTo(1);
        jdbc.sql("update person set pregnancy_weeks_on = pregnancy_weeks_on - 35 where pregnancy_weeks is not null")
                .update();
        night();
        assertThat(priority(born)).isEqualTo(4);
    }

    @Test
    void who_has_seats_and_was_found_fit_too_long_ago_is_asked_about_once_and_keeps_them_if_it_is_as_before() {
        Household household = ready(needing(mother(), "oxygen"));
        long concern = assess(household);
        households.enters(household.id(), "seated");
        night();
        assertThat(again(household)).as("found fit today").isEmpty();
        longAgo();
        night();
        night();
        Task task = again(household).get(0);
        assertThat(again(household)).hasSize(1);
        assertThat(comesBack(household)).isFalse();

        as("vetting2", () -> tasks.complete(task.getId(), Map.of("fitnessAgain", "asBefore")));

        assertThat(jdbc.sql("select state || ' ' || outcome || ' by ' || decided_by from concern where id = :id")
                        .param("id", concern)
                        .query(String.class)
                        .single())
                .isEqualTo("cleared fit by vetting2");
        night();
        assertThat(again(household)).isEmpty();
        longAgo();
        night();
        assertThat(again(household)).as("good for as long again").hasSize(1);
    }

    @Test
    void who_has_seats_and_is_no_longer_fit_as_was_found_comes_back_to_vetting_and_is_assessed_there() {
        Household household = ready(needing(mother(), "oxygen"));
        long concern = assess(household);
        households.enters(household.id(), "seated");
        longAgo();
        night();
        Task task = again(household).get(0);
        tasks.complete(task.getId(), Map.of("fitnessAgain", "notAsBefore"));
        assertThat(historyService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(task.getProcessInstanceId())
                        .activityId("task_backToVetting")
                        .finished()
                        .count())
                .isOne();
        assertThat(jdbc.sql("select state from concern where id = :id")
                        .param("id", concern)
                        .query(String.class)
                        .single())
                .isEqualTo("superseded");
        vetting.check(household.id());
        assertThat(jdbc.sql("select count(*) from concern where kind = 'fitness' and state = 'open'")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void who_has_been_found_fit_again_meanwhile_is_not_asked_about_for_what_was_found_before() {
        Household household = ready(needing(mother(), "oxygen"));
        long old = assess(household);
        longAgo();
        vetting.changed(household.id());
        assess(household);
        households.enters(household.id(), "seated");
        night();
        assertThat(again(household)).isEmpty();
        assertThat(vetting.recordFitnessAgain(old, "notAsBefore")).isEqualTo("asBefore");
        assertThat(jdbc.sql("select state from concern where id = :id")
                        .param("id", old)
                        .query(String.class)
                        .single())
                .isEqualTo("cleared");
    }

    @Test
    void who_is_given_seats_with_an_assessment_that_ran_out_since_the_night_is_asked_about_at_once() {
        Household household = ready(needing(mother(), "oxygen"));
        assess(household);
        longAgo();
        assertThat(again(household)).isEmpty();
        households.enters(household.id(), "seated");
        assertThat(again(household)).hasSize(1);
        night();
        assertThat(again(household)).hasSize(1);
    }

    @Test
    void nobody_is_asked_any_more_about_who_has_left_or_lost_the_seats() {
        Household household = ready(needing(mother(), "oxygen"));
        assess(household);
        households.enters(household.id(), "seated");
        longAgo();
        night();
        assertThat(again(household)).hasSize(1);
        households.enters(household.id(), "called");
        assertThat(again(household)).hasSize(1);
        households.enters(household.id(), "under way");
        assertThat(again(household)).isEmpty();
    }

    private void longAgo() {
        jdbc.sql("update concern set decided_at = decided_at - interval '15 days'")
                .update();
    }

    private List<Task> again(Household household) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(household.caseNumber())
                .taskDefinitionKey("task_checkFitnessAgain")
                .list();
    }

    private static void as(String officer, Runnable deed) {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(officer, "", "ROLE_vetting"));
        try {
            deed.run();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    @Test
    void every_night_time_alone_makes_a_household_more_urgent_and_brings_back_who_has_to_be_looked_at_again() {
        Household expecting = ready(pregnant(mother(), 30));
        Household waiting = ready(mother());
        Household machine = ready(needing(mother(), "oxygen"));
        long concern = assess(machine);
        Household seated = ready(needing(mother(), "oxygen"));
        assess(seated);
        households.enters(seated.id(), "seated");
        night();
        assertThat(priority(waiting)).isEqualTo(4);
        assertThat(priority(expecting)).isEqualTo(2);
        assertThat(comesBack(machine)).as("found fit today").isFalse();

        jdbc.sql("update household set registered_at = registered_at - interval '30 days'")
                .update();
        jdbc.sql("update person set pregnancy_weeks_on = pregnancy_weeks_on - 14 where pregnancy_weeks is not null")
                .update();
        jdbc.sql("update concern set decided_at = decided_at - interval '15 days'")
                .update();
        night();

        assertThat(priority(waiting)).as("a month of waiting").isEqualTo(3);
        assertThat(priority(expecting)).as("32 weeks by now").isEqualTo(1);
        assertThat(comesBack(expecting)).as("to be assessed").isTrue();
        assertThat(comesBack(machine)).as("found fit long ago").isTrue();
        assertThat(comesBack(waiting)).isFalse();
        assertThat(comesBack(seated)).as("keeps the seats").isFalse();
        assertThat(jdbc.sql("select state from concern where id = :id")
                        .param("id", concern)
                        .query(String.class)
                        .single())
                .isEqualTo("cleared");
    }

    /** As if an officer had found the first member fit. @return the concern's id */
    private long assess(Household household) {
        return jdbc.sql("""
                insert into concern (household_id, person_id, kind, reason, state, outcome, decided_by, decided_at, raised_at)
                select :household, id, 'fitness', 'oxygen', 'cleared', 'fit', 'vetting', now(), now()
                from person where household_id = :household returning id""")
                .param("household", household.id())
                .query(Long.class)
                .single();
    }

    private boolean comesBack(Household household) {
        return jdbc.sql("select count(*) from audit where household_id = :id and action = 'vetted anew'")
                        .param("id", household.id())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void night() {
        execute(managementService()
                .createJobQuery()
                .processDefinitionKey("daily-look")
                .timers()
                .singleResult());
        for (List<Job> jobs = nightly(); !jobs.isEmpty(); jobs = nightly()) {
            jobs.forEach(job -> execute(job));
        }
    }

    private static List<Job> nightly() {
        return managementService()
                .createJobQuery()
                .processDefinitionKey("daily-look")
                .messages()
                .list();
    }

    /** As vetting leaves it once it is cleared. */
    private Household ready(NewPerson... members) {
        long id = households.register(family(members)).id();
        vetting.recordPriority(id, vetting.priority(id));
        households.enters(id, "ready");
        return households.get(id);
    }

    /** A task that shows the household's priority. */
    private String vettedInTask(Household household) {
        households.addMember(household.id(), withPapers(relatedAs(mother(), "parent")));
        runtimeService()
                .startProcessInstanceByKey(
                        "vetting",
                        household.caseNumber(),
                        Map.of("householdId", household.id(), "priority", household.priority()));
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(household.caseNumber())
                .singleResult()
                .getId();
    }

    private int priority(Household household) {
        return Objects.requireNonNull(households.get(household.id()).priority());
    }

    private static List<Job> jobs() {
        return managementService()
                .createJobQuery()
                .processDefinitionKey("priorities")
                .list();
    }

    private static void work() {
        for (List<Job> jobs = jobs(); !jobs.isEmpty(); jobs = jobs()) {
            jobs.forEach(job -> execute(job));
        }
    }
}
