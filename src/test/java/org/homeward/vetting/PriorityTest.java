package org.homeward.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.vetting.VettedFamilies.child;
import static org.homeward.vetting.VettedFamilies.family;
import static org.homeward.vetting.VettedFamilies.mother;
import static org.homeward.vetting.VettedFamilies.needing;
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
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewPerson;
import org.homeward.household.Person;
import org.homeward.situation.Governorates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How urgent a household is, computed anew when anything changes that it hangs on, and told in words. */
@HomewardTest
@Breaks("I3")
@WalksWhole("priorities")
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
