package org.homeward.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.household.Documents;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.PassCodes;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One case of two, and two again. What must hold (I1 to I9) is checked after each test. */
@HomewardTest
class MergesTest {

    @Autowired
    Intake intake;

    @Autowired
    Registration registration;

    @Autowired
    Households households;

    @Autowired
    Documents documents;

    @Autowired
    PassCodes passCodes;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void undoing_a_merge_gives_back_each_row_as_it_was(long seed) {
        Random random = new Random(seed);
        Registered first = intake.register(family(random));
        Registered second = intake.register(family(random));
        history(first, random);
        history(second, random);
        Map<String, List<String>> before = everything();

        merge(second);
        assertThat(households.get(second.id()).endReason()).isEqualTo("same as another case");
        assertThat(households.members(second.id())).isEmpty();
        nothingIsLost(before);
        assertThat(everything()).isNotEqualTo(before);

        registration.undoMerge(second.caseNumber());
        assertThat(everything()).isEqualTo(before);
        assertThat(households.get(second.id()).stage()).isEqualTo("registered");
        assertThat(task(second.caseNumber(), "task_contactHousehold")).isNotNull();
    }

    @Test
    void all_that_is_known_of_the_second_case_stands_in_the_first() {
        Registered first = intake.register(TestHouseholds.woman());
        Registered second = intake.register(TestHouseholds.motherAndSon());
        long mother = second.personIds().get(0);
        long son = second.personIds().get(1);
        documents.add(second.id(), mother, entry("internal passport", "4510 771188"));
        households.remark(second.id(), mother, "walks with a stick");
        scan(mother, "s1");
        imported(second.id(), mother, 1);

        merge(second);

        long known = first.personIds().get(0);
        assertThat(households.members(first.id()))
                .extracting(person -> person.id())
                .containsExactly(known, son);
        assertThat(households.documents(first.id()))
                .extracting(document -> document.number())
                .containsExactlyInAnyOrder("510000001", "4510 771188", "510000002");
        for (String table : List.of("scan", "remark", "import_row")) {
            assertThat(jdbc.sql("select count(*) from " + table + " where person_id = :known")
                            .param("known", known)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isOne();
        }
        assertThat(partySize(first.caseNumber())).isEqualTo(2);
    }

    @Test
    void what_only_the_second_case_knows_of_a_person_fills_the_gaps_of_the_first() {
        Registered first = intake.register(family(List.of(person(null, "unknown", List.of(), "510000001"))));
        Registered second = intake.register(
                family(List.of(person(LocalDate.of(1980, 4, 12), "female", List.of("insulin"), "510000001"))));
        jdbc.sql("update document set check_digits_hold = false where person_id = :person")
                .param("person", second.personIds().get(0))
                .update();

        merge(second);

        var known = households.members(first.id()).get(0);
        assertThat(known.born()).isEqualTo("1980-04-12");
        assertThat(known.sex()).isEqualTo("female");
        assertThat(known.needs()).containsExactly("insulin");
        assertThat(households.documents(first.id()).get(0).checkDigitsFail()).isTrue();
        registration.undoMerge(second.caseNumber());
        assertThat(households.members(first.id()).get(0).born()).isNull();
    }

    @Test
    void what_came_since_about_those_who_go_goes_with_them() {
        Registered first = intake.register(TestHouseholds.woman());
        Registered second = intake.register(TestHouseholds.motherAndSon());
        merge(second);
        long son = second.personIds().get(1);
        households.remark(first.id(), son, "has a fever");
        households.remark(first.id(), null, "moved to the aunt");

        registration.undoMerge(second.caseNumber());

        assertThat(remarks(second.id())).containsExactly("has a fever");
        assertThat(remarks(first.id())).containsExactly("moved to the aunt");
        assertThat(partySize(first.caseNumber())).isOne();
    }

    @Test
    void a_merge_is_undone_once_and_not_asked_about_again() {
        Registered first = intake.register(TestHouseholds.woman());
        Registered second = intake.register(TestHouseholds.woman());
        merge(second);
        registration.undoMerge(second.caseNumber());

        assertThatThrownBy(() -> registration.undoMerge(second.caseNumber()))
                .isInstanceOf(Refusal.class)
                .hasMessage("Case " + second.caseNumber() + " is not merged into another. Look at it again.");
        assertThat(task(second.caseNumber(), "task_settleDuplicate")).isNull();
        assertThat(jdbc.sql("select action from audit where household_id = :id and action like 'merge%' order by id")
                        .param("id", first.id())
                        .query(String.class)
                        .list())
                .containsExactly("merged", "merge undone");
    }

    @Test
    void a_merge_is_not_undone_while_a_seat_is_held_nor_after_the_journey() {
        Registered first = intake.register(TestHouseholds.woman());
        Registered second = intake.register(TestHouseholds.woman());
        merge(second);
        for (String state : List.of("held", "travelled")) {
            jdbc.sql("insert into itinerary (household_id, state, made_at) values (:id, :state, now())")
                    .param("id", first.id())
                    .param("state", state)
                    .update();
            assertThatThrownBy(() -> registration.undoMerge(second.caseNumber()))
                    .hasMessage("Case " + first.caseNumber()
                            + " holds seats or has travelled. A merge is undone only while no seat is taken.");
            jdbc.sql("delete from itinerary").update();
        }
        registration.undoMerge(second.caseNumber());
    }

    @Test
    void a_case_merged_twice_over_is_taken_apart_from_the_last_merge_on() {
        Registered first = intake.register(TestHouseholds.woman());
        Registered second = intake.register(TestHouseholds.motherAndSon());
        Registered third = intake.register(family(List.of(TestHouseholds.son())));
        settle(third, "merge");
        merge(second);
        assertThatThrownBy(() -> registration.undoMerge(third.caseNumber()))
                .hasMessage("Case " + second.caseNumber()
                        + " has itself been merged into another case. Undo that merge first.");
        registration.undoMerge(second.caseNumber());
        registration.undoMerge(third.caseNumber());
        assertThat(households.members(first.id())).hasSize(1);
        assertThat(households.members(second.id())).hasSize(2);
        assertThat(households.members(third.id())).hasSize(1);
    }

    @Test
    void each_case_keeps_the_code_of_its_pass_while_they_are_one_and_afterwards() {
        Registered first = intake.register(TestHouseholds.woman());
        Registered second = intake.register(TestHouseholds.motherAndSon());
        PassCodes.Codes printed = passCodes.of(second.id());
        merge(second);
        PassCodes.Codes ofBoth = passCodes.of(first.id());
        assertThat(ofBoth).isNotEqualTo(printed);
        assertThat(passCodes.of(second.id())).isEqualTo(printed);

        registration.undoMerge(second.caseNumber());
        assertThat(passCodes.of(first.id())).isEqualTo(ofBoth);
        assertThat(passCodes.of(second.id())).isEqualTo(printed);
    }

    @Test
    void a_case_with_seats_takes_nobody_in() {
        Registered first = households.register(TestHouseholds.woman());
        households.enters(first.id(), "under way");
        Registered second = households.register(TestHouseholds.woman());
        registration.findDuplicates(second.id());
        assertThatThrownBy(() -> registration.settleDuplicate(second.id(), "merge"))
                .hasMessage("Case " + first.caseNumber() + " is already under way, and a merge could not be undone."
                        + " Keep them apart, or wait until its seats are given back.");
        households.ends(first.id(), "no-show");
        households.ends(second.id(), "stays");
    }

    @Test
    void of_two_officers_who_merge_at_once_one_reads_that_it_has_been_settled() throws Exception {
        intake.register(TestHouseholds.woman());
        Registered second = intake.register(TestHouseholds.woman());
        String task = task(second.caseNumber(), "task_settleDuplicate").getId();
        var officers = Executors.newFixedThreadPool(2);
        Callable<String> officer = () -> {
            try {
                taskService().complete(task, Map.of("duplicateDecision", "merge"));
                return "merged";
            } catch (RuntimeException e) {
                return String.valueOf(root(e).getMessage());
            }
        };
        List<String> heard = new ArrayList<>();
        for (Future<String> each : officers.invokeAll(List.of(officer, officer))) {
            heard.add(each.get());
        }
        officers.shutdown();
        assertThat(heard).containsOnlyOnce("merged").hasSize(2);
        assertThat(jdbc.sql("select count(*) from household_merge")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vetting", "ready"})
    void a_merge_into_a_case_that_has_gone_on_is_undone_and_each_goes_on_where_it_was(String stage) {
        Registered first = intake.register(TestHouseholds.woman());
        if (stage.equals("vetting")) {
            jdbc.sql("update document set expires = '2001-01-01'").update();
        }
        taskService()
                .complete(task(first.caseNumber(), "task_contactHousehold").getId(), Map.of("willingness", "willing"));
        work();
        assertThat(households.get(first.id()).stage()).isEqualTo(stage);
        Registered second = intake.register(TestHouseholds.woman());
        merge(second);
        assertThat(households.get(second.id()).ended()).isTrue();

        registration.undoMerge(second.caseNumber());
        work();

        assertThat(households.get(first.id()).stage()).isEqualTo(stage);
        assertThat(households.members(first.id())).hasSize(1);
        assertThat(households.get(second.id()).stage()).isEqualTo("registered");
        assertThat(households.members(second.id())).hasSize(1);
        assertThat(task(second.caseNumber(), "task_contactHousehold")).isNotNull();
    }

    /** Runs what is due for households until nothing is. */
    private static void work() {
        for (List<Job> due = due(); !due.isEmpty(); due = due()) {
            due.forEach(job -> managementService().executeJob(job.getId()));
        }
    }

    private static List<Job> due() {
        return managementService().createJobQuery().executable().list().stream()
                .filter(job -> job.getProcessInstanceId() != null)
                .toList();
    }

    private void merge(Registered second) {
        settle(second, "merge");
    }

    private void settle(Registered household, String decision) {
        taskService()
                .complete(
                        task(household.caseNumber(), "task_settleDuplicate").getId(),
                        Map.of("duplicateDecision", decision));
    }

    private static Task task(String caseNumber, String key) {
        return taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(caseNumber)
                .taskDefinitionKey(key)
                .singleResult();
    }

    private static int partySize(String caseNumber) {
        return (Integer) org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService()
                .createVariableInstanceQuery()
                .processInstanceIdIn(org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService()
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(caseNumber, "registration")
                        .singleResult()
                        .getId())
                .variableName("partySize")
                .singleResult()
                .getValue();
    }

    private List<String> remarks(long householdId) {
        return jdbc.sql("select text from remark where household_id = :id")
                .param("id", householdId)
                .query(String.class)
                .list();
    }

    // a small history, made up

    /** A household in which the mother always is, whom the document gives away, and perhaps others. */
    private static NewHousehold family(Random random) {
        List<NewPerson> members = new ArrayList<>();
        members.add(person(
                random.nextBoolean() ? LocalDate.of(1980, 4, 12) : null,
                random.nextBoolean() ? "female" : "unknown",
                random.nextBoolean() ? List.of("insulin") : List.of(),
                "510000001"));
        if (random.nextBoolean()) {
            members.add(TestHouseholds.son());
        }
        if (random.nextBoolean()) {
            members.add(TestHouseholds.person(
                    null, "HADDAD RIMA", LocalDate.of(1950 + random.nextInt(40), 5, 7), "female", "parent", null));
        }
        return family(members);
    }

    private static NewHousehold family(List<NewPerson> members) {
        return new NewHousehold("yes", "SY01", false, "ru", null, null, null, null, members);
    }

    private static NewPerson person(
            @org.jspecify.annotations.Nullable LocalDate born, String sex, List<String> needs, String passport) {
        NewPerson known = TestHouseholds.person(null, "POLEVAIA VERA", born, sex, "applicant", passport);
        return new NewPerson(
                known.name(),
                known.latinName(),
                born,
                false,
                sex,
                known.nationalities(),
                known.relation(),
                "unknown",
                needs,
                null,
                "seat",
                known.documents(),
                "from a list");
    }

    private void history(Registered household, Random random) {
        for (long person : household.personIds()) {
            if (random.nextBoolean()) {
                documents.add(household.id(), person, entry("internal passport", "45" + random.nextInt(3)));
            }
            if (random.nextBoolean()) {
                households.remark(household.id(), random.nextBoolean() ? person : null, "remark " + random.nextInt());
            }
            if (random.nextBoolean()) {
                scan(person, UUID.randomUUID().toString());
            }
            if (random.nextBoolean()) {
                imported(household.id(), person, (int) person);
            }
            if (random.nextBoolean()) {
                run("""
                        insert into concern (household_id, person_id, kind, reason, raised_at)
                        values (:household, :person, 'documents', 'expired', now())""", household.id(), person);
            }
            if (random.nextBoolean()) {
                run("""
                        insert into child_care (person_id, receiver, recorded_by, recorded_at)
                        select :person, 'Aunt', 'consular', now() where :household > 0""", household.id(), person);
            }
            run("""
                    insert into document_copy (document_id, kind, media_type, digest, content, added_at, added_by)
                    select document.id, 'page', 'image/png', :digest, '', now(), 'consular' from document
                    join person on person.id = person_id
                    where household_id = :household and person_id = :person""".replace(":digest", "'" + random.nextInt(2) + "'"), household.id(), person);
        }
        if (random.nextBoolean()) {
            run("""
                    insert into message (household_id, kind, once_key, language, subject, body, made_at)
                    select :household, 'withdrawal', 'k' || :household, 'ru', 's', 'b', now() where :person > 0""", household.id(), 1);
        }
        if (random.nextBoolean()) {
            passCodes.of(household.id());
        }
        if (random.nextBoolean()) {
            run(
                    "update household set phone = '+96393' || :household where id = :household and :person > 0",
                    household.id(),
                    1);
        }
    }

    private void scan(long person, String id) {
        jdbc.sql("""
                insert into scan (id, person_id, person_given, movement_given, checkpoint, at, received_at, officer, verdict)
                values (:id, :person, '', '', 'muster', :now, :now, 'field', 'conflict')""")
                .param("id", id)
                .param("person", person)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void imported(long household, long person, int row) {
        run("""
                with list as (
                  insert into import (id, file_name, content, digest, officer, started_at, state, row_count)
                  values (gen_random_uuid(), 'list.csv', '', '', 'consular', now(), 'done', 1) returning id)
                insert into import_row (import_id, row_number, outcome, household_row, household_id, person_id)
                select id, %d, 'imported', 1, :household, :person from list""".formatted(row), household, person);
    }

    private void run(String statement, long household, long person) {
        jdbc.sql(statement)
                .param("household", household)
                .param("person", person)
                .update();
    }

    private static Documents.Entry entry(String kind, String number) {
        return new Documents.Entry(kind, number, null, false, "RUS", null, null);
    }

    /** Every row of our tables as text, but for the record of deeds and of the merges themselves. */
    private Map<String, List<String>> everything() {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : jdbc.sql("""
                select tablename from pg_tables where schemaname = 'homeward' and tablename not in
                  ('audit', 'household_merge', 'household_merge_change', 'possible_duplicate', 'flyway_schema_history')""").query(String.class).list()) {
            all.put(
                    table,
                    jdbc.sql("select (to_jsonb(t) - array['stage_tx', 'stage_since'])::text from " + table
                                    + " t order by 1")
                            .query(String.class)
                            .list());
        }
        return all;
    }

    private void nothingIsLost(Map<String, List<String>> before) {
        Map<String, List<String>> now = everything();
        before.forEach((table, rows) -> {
            if (!table.equals("person_trace")) {
                assertThat(now.get(table)).as(table).hasSameSizeAs(rows);
            }
        });
    }
}
