package org.homeward.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.complete;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.historyService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.taskService;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.homeward.HomewardTest;
import org.homeward.WalksWhole;
import org.homeward.audit.Audit;
import org.homeward.household.Documents;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Travellers;
import org.homeward.planning.Disruptions;
import org.homeward.registration.Registration;
import org.homeward.registration.list.UnreadableList;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
import org.homeward.vetting.Vetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;

/** The spine on real stations: every end and every way back is walked by simulated officers and families. */
@HomewardTest
@WalksWhole("evacuation")
@ExtendWith(OutputCaptureExtension.class)
class RehearsalTest {

    private static final String MOVEMENTS = """
            code,kind,origin,destination,exit,departs,seats,stretchers,wheelchairs
            BUS-1,convoy,Damascus,Beirut,MASNAA,2013-01-22T04:00:00Z,40,0,0
            FL-1,flight,Beirut,Moscow,,2013-01-22T12:00:00Z,40,0,0
            """;
    private static final String LIST = """
            family,name,latin name,born,sex,nationality,passport,valid until,relation,governorate,wishes to leave
            1,Полевая Вера,POLEVAIA VERA,12.04.1980,f,RUS,510000001,01.01.2030,applicant,Damascus,yes
            2,Луговая Анна,LUGOVAIA ANNA,13.04.1981,f,RUS,510000002,01.01.2030,applicant,Damascus,no
            3,Полевая Вера,POLEVAIA VERA,12.04.1980,f,RUS,510000001,01.01.2030,applicant,Damascus,yes
            4,Камиль Омар,KAMIL OMAR,14.04.1982,m,SYR,510000004,01.01.2030,other,Damascus,yes
            5,Речная Нина,RECHNAIA NINA,15.04.1983,f,RUS,510000005,01.01.2030,applicant,Damascus,undecided
            6,Лесная Ольга,LESNAIA OLGA,16.04.1984,f,RUS,510000006,01.01.2010,applicant,Damascus,yes
            7,Горная Ирина,GORNAIA IRINA,17.04.1985,f,RUS,510000007,01.01.2030,applicant,Damascus,yes
            8,Морская Яна,MORSKAIA IANA,18.04.1986,f,RUS,510000008,01.01.2030,applicant,Damascus,yes
            9,Степная Юлия,STEPNAIA IULIIA,19.04.1987,f,RUS,510000009,01.01.2030,applicant,Damascus,yes
            10,Садовая Инна,SADOVAIA INNA,20.04.1988,f,RUS,510000010,01.01.2030,applicant,Damascus,yes
            11,Зимняя Алла,ZIMNIAIA ALLA,21.04.1989,f,RUS,510000011,01.01.2030,applicant,Damascus,yes
            12,Летняя Роза,LETNIAIA ROZA,22.04.1990,f,RUS,510000012,01.01.2030,applicant,Damascus,yes
            """;
    private static final String AN_OLD_WOMAN =
            "13,Осенняя Мила,OSENNIAIA MILA,23.04.1941,f,RUS,510000013,01.01.2030,applicant,Damascus,yes\n";
    private static final String FAMILIES_OF_TWO = """
            family,name,latin name,born,sex,nationality,passport,valid until,relation,governorate,wishes to leave
            1,Полевая Вера,POLEVAIA VERA,12.04.1980,f,RUS,510000001,01.01.2030,applicant,Damascus,yes
            1,Полевая Инна,POLEVAIA INNA,12.04.1960,f,RUS,510000002,01.01.2030,mother,Damascus,yes
            2,Горная Ирина,GORNAIA IRINA,17.04.1985,f,RUS,510000007,01.01.2030,applicant,Damascus,yes
            2,Горный Олег,GORNYI OLEG,01.02.1984,m,RUS,510000008,01.01.2030,husband,Damascus,yes
            3,Морская Яна,MORSKAIA IANA,18.04.1986,f,RUS,510000009,01.01.2030,applicant,Damascus,yes
            3,Морской Марк,MORSKOI MARK,18.04.1984,m,RUS,510000010,01.01.2030,husband,Damascus,yes
            """;
    private static final String SIX_HOURS = """
            step,family,person,what,detail
            exit,,MASNAA,closes,-3h
            exit,,MASNAA,opens,+3h
            """;
    private static final String EVENTS = """
            step,family,person,what,detail
            eligibility,4,,refused,
            family,4,,refused,
            documents,6,,invalid,
            family,6,,deferred,
            reconfirm,7,,declines,decided to stay
            reconfirm,8,,deferred,
            border,9,,refused,no permission
            muster,10,,absent,
            muster,11,,withdraws,
            contact,12,,leaves,
            """;

    @Autowired
    private Rehearsal rehearsal;

    @Autowired
    private Outcome outcome;

    @Autowired
    private Households households;

    @Autowired
    private Documents documents;

    @Autowired
    private Registration registration;

    @Autowired
    private Movements movements;

    @Autowired
    private Disruptions disruptions;

    @Autowired
    private SituationChanges changes;

    @Autowired
    private Vetting vetting;

    @Autowired
    private Travellers travellers;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Audit audit;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Clock clock;

    @TempDir
    private Path folder;

    @Test
    void every_way_through_an_operation_ends_with_everybody_accounted_for() throws IOException {
        Outcome.Count count = rehearsal.play(scenario(LIST + AN_OLD_WOMAN, MOVEMENTS, EVENTS + "convoy,13,,died,\n"));

        assertThat(count.registered()).isEqualTo(13);
        assertThat(count.households()).isEqualTo(13);
        assertThat(count.corrections()).isZero();
        assertThat(count.home()).isEqualTo(2);
        assertThat(count.ended())
                .containsEntry("stays", 2)
                .containsEntry("merged", 1)
                .containsEntry("notEligible", 1)
                .containsEntry("noShow", 1)
                .containsEntry("withdrew", 1)
                .containsEntry("ownMeans", 1)
                .containsEntry("died", 1);
        assertThat(count.open()).isEqualTo(3);
        assertThat(count.stages()).containsEntry("deferred", 2).containsEntry("ready", 1);
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void whatever_happens_to_people_on_the_way_everybody_is_accounted_for() throws IOException {
        rehearsal.play(scenario(FAMILIES_OF_TWO, MOVEMENTS, """
                step,family,person,what,detail
                entry,1,2,detained,
                border,2,1,injured,
                check-in,3,1,born,
                landing,3,2,died,
                """));

        Outcome.Count count = outcome.count();
        assertThat(count.home()).isEqualTo(5);
        assertThat(count.ended()).containsEntry("died", 1);
        assertThat(count.open())
                .as("who is detained follows as a case of their own")
                .isEqualTo(1);
        assertThat(count.registered()).isEqualTo(7);
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void after_a_breakdown_and_with_somebody_on_the_wrong_bus_everybody_gets_home_and_is_accounted_for()
            throws IOException {
        rehearsal.play(scenario(FAMILIES_OF_TWO, """
                code,kind,origin,destination,exit,departs,seats,stretchers,wheelchairs
                BUS-1,convoy,Damascus,Beirut,MASNAA,2013-01-22T04:00:00Z,6,0,0
                BUS-2,convoy,Damascus,Beirut,MASNAA,2013-01-22T05:30:00Z,12,0,0
                FL-1,flight,Beirut,Moscow,,2013-01-22T12:00:00Z,40,0,0
                """, """
                step,family,person,what,detail
                movement,,BUS-1,breaks-down,+1h
                convoy,2,2,wrong-bus,BUS-2
                """));

        Outcome.Count count = outcome.count();
        assertThat(count.home()).isEqualTo(6);
        assertThat(count.open()).isZero();
        assertThat(count.inOrder()).isTrue();
        assertThat(movements.named("BUS-1").isCancelled()).isTrue();
        assertThat(rehearsal.troubles()).isEmpty();
    }

    @Test
    void a_household_with_seats_comes_back_to_vetting_when_its_papers_are_found_wanting_and_keeps_its_turn()
            throws IOException {
        String nowhere = "code,kind,origin,destination,exit,departs,seats,stretchers,wheelchairs\n";
        rehearsal.play(scenario(LIST, nowhere, "step,family,person,what,detail\n"));
        long family = jdbc.sql("select id from household where list_family = '1'")
                .query(Long.class)
                .single();
        Household waiting = households.get(family);
        assertThat(waiting.stage()).isEqualTo("ready");

        vetting.changed(family);
        assertThat(households.get(family).stage()).isEqualTo("ready");
        jdbc.sql(
                        "update document set expires = '2001-01-01' where person_id in (select id from person where household_id = :id)")
                .param("id", family)
                .update();
        vetting.changed(family);

        assertThat(households.get(family).stage()).isEqualTo("vetting");
        assertThat(households.get(family).readySince()).isEqualTo(waiting.readySince());
        assertThat(taskService()
                        .createTaskQuery()
                        .processInstanceBusinessKey(waiting.caseNumber())
                        .taskDefinitionKey("task_reviewDocuments")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void who_has_seats_and_is_no_longer_as_fit_as_was_found_comes_back_to_vetting() throws IOException {
        long family = seatedAndFoundFitLongAgo();
        vetting.timePasses(0);
        Task task = taskService()
                .createTaskQuery()
                .taskDefinitionKey("task_checkFitnessAgain")
                .singleResult();

        complete(task, Map.of("fitnessAgain", "notAsBefore"));

        Household back = households.get(family);
        assertThat(back.stage()).isEqualTo("vetting");
        assertThat(theTask(back)).isEqualTo("task_assessFitness");
        assertThat(jdbc.sql("select detail from audit where household_id = :id and detail like 'fitness: %'")
                        .param("id", family)
                        .query(String.class)
                        .list())
                .contains("fitness: notAsBefore");
    }

    @Test
    void a_question_about_fitness_that_was_open_before_the_model_brought_anybody_back_does_so_still()
            throws IOException {
        long family = seatedAndFoundFitLongAgo();
        long concern = jdbc.sql("select max(id) from concern where household_id = :id")
                .param("id", family)
                .query(Long.class)
                .single();

        vetting.fitnessAgain(concern, "notAsBefore");

        assertThat(households.get(family).stage()).isEqualTo("vetting");
    }

    /** @return its id */
    private long seatedAndFoundFitLongAgo() throws IOException {
        String nowhere = "code,kind,origin,destination,exit,departs,seats,stretchers,wheelchairs\n";
        rehearsal.play(scenario(LIST, nowhere, "step,family,person,what,detail\n"));
        long family = jdbc.sql("select id from household where list_family = '1'")
                .query(Long.class)
                .single();
        jdbc.sql("update person set needs = '{oxygen}' where household_id = :id")
                .param("id", family)
                .update();
        jdbc.sql("""
                insert into concern (household_id, person_id, kind, reason, state, raised_at, outcome, decided_by, decided_at)
                select household_id, id, 'fitness', 'oxygen', 'cleared', now(), 'fit', 'vetting', timestamptz '2001-01-01'
                from person where household_id = :id""").param("id", family).update();
        households.enters(family, "seated");
        return family;
    }

    @Test
    void a_manager_who_holds_somebody_back_before_the_border_brings_the_whole_family_back_to_vetting() {
        Registered family = onTheWay();
        travellers.count(family.personIds(), Checkpoint.MUSTER, Checkpoint.CONVOY_BOARDING);
        holdBack(family);

        Household back = households.get(family.id());
        assertThat(back.stage()).isEqualTo("vetting");
        assertThat(movements.itinerary(family.id())).isEmpty();
        assertThat(theTask(back)).as("the family decides who goes").isEqualTo("task_decideHousehold");
        assertThat(outcome.count().inOrder()).isTrue();
    }

    @Test
    void beyond_the_border_nobody_is_turned_back_and_managers_are_told() {
        Registered family = onTheWay();
        travellers.count(family.personIds(), Checkpoint.MUSTER, Checkpoint.CONVOY_BOARDING, Checkpoint.BORDER_EXIT);
        holdBack(family);

        Household gone = households.get(family.id());
        assertThat(gone.stage()).isEqualTo("under way");
        assertThat(movements.itinerary(family.id())).isPresent();
        assertThat(theTask(gone)).isEqualTo("task_seeToHeldBackAbroad");
        assertThat(outcome.count().inOrder()).isTrue();
    }

    private Registered onTheWay() {
        Registered family = travellers.byRoad(TestHouseholds.household("yes", false, List.of(TestHouseholds.mother())));
        runtimeService()
                .createProcessInstanceByKey("evacuation")
                .businessKey(family.caseNumber())
                .setVariables(Map.of(
                        "householdId",
                        family.id(),
                        "governorate",
                        "SY01",
                        "partySize",
                        1,
                        "priority",
                        2,
                        "restricted",
                        false))
                .startBeforeActivity("call_passage")
                .execute();
        return family;
    }

    private void holdBack(Registered family) {
        long concern = jdbc.sql("""
                insert into concern (household_id, person_id, kind, reason, state, raised_at, outcome, seconded_by)
                values (:household, :person, 'watch-list', 'un', 'open', now(), 'samePerson', 'vetting2') returning id""")
                .param("household", family.id())
                .param("person", family.personIds().get(0))
                .query(Long.class)
                .single();
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("manager", "", "ROLE_managers"));
        try {
            vetting.decideConfirmedHit(concern, "heldBack");
        } finally {
            SecurityContextHolder.clearContext();
        }
        travellers.moveOn();
    }

    private String theTask(Household household) {
        return taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(household.caseNumber())
                .singleResult()
                .getTaskDefinitionKey();
    }

    @Test
    void people_in_the_country_never_board_abroad_however_the_town_is_written() throws IOException {
        String fromBeirut = """
                code,kind,origin,destination,exit,departs,seats,stretchers,wheelchairs
                F-1,flight,%s,Москва,,+30h,40,0,0
                """;
        String noEvents = "step,family,person,what,detail\n";
        Outcome.Count count = rehearsal.play(scenario(LIST, fromBeirut.formatted("Бейрут"), noEvents));
        assertThat(count.home()).isZero();
        assertThat(count.stages()).containsKey("ready");
    }

    @Test
    void a_bus_and_a_plane_meet_however_the_town_is_written_and_a_plane_from_within_needs_no_bus() throws IOException {
        String movements = """
                code,kind,origin,destination,exit,departs,seats,stretchers,wheelchairs
                B-1,convoy,Дамаск,Бейрут,MASNAA,+20h,5,0,0
                F-1,flight,BEY,SVO,,+30h,5,0,0
                F-2,flight,Хмеймим,Москва,,+32h,40,0,0
                """;
        Outcome.Count count = rehearsal.play(scenario(LIST, movements, "step,family,person,what,detail\n"));
        assertThat(count.home()).isGreaterThan(5);
        assertThat(this.movements.named("F-1").seatsTaken()).isEqualTo(5);
        assertThat(count.open()).isZero();
    }

    @Test
    void a_father_who_refuses_or_cannot_be_reached_is_a_case_for_a_panel_of_two_and_his_permission_a_paper()
            throws IOException {
        String list = """
                family,full name,latin name,born,sex,nationality,passport,passport expires,relation,governorate,father's consent,wishes to leave
                1,ФОМИНА ДАРЬЯ,FOMINA DARIA,14.05.1983,f,RUS,510000021,01.01.2100,applicant,Damascus,,yes
                1,НАССЕР ОЛЕГ,NASSER OLEG,14.05.2012,m,RUS/SYR,510000022,01.01.2100,child,Damascus,,yes
                2,ИВАНОВА АННА,IVANOVA ANNA,14.05.1980,f,RUS,510000023,01.01.2100,applicant,Damascus,,yes
                2,КАСЕМ ЛЕВ,KASEM LEV,14.05.2012,m,RUS/SYR,510000024,01.01.2100,child,Damascus,yes,yes
                3,РЫБИНА ВЕРА,RYBINA VERA,14.05.1981,f,RUS,510000025,01.01.2100,applicant,Damascus,,yes
                3,ХАДДАД ПЁТР,KHADDAD PETR,14.05.2011,m,RUS/SYR,510000026,01.01.2100,child,Damascus,,yes
                """;
        Outcome.Count count = rehearsal.play(scenario(
                list,
                MOVEMENTS,
                "step,family,person,what,detail\nconsent,1,,unreachable,\nconsent,3,,refused,\nfamily,3,,refused,\n"));
        assertThat(count.corrections()).as("%s", count).isZero();
        assertThat(count.stages().keySet()).as("nobody is stuck at vetting").doesNotContain("vetting");
        assertThat(jdbc.sql("select outcome from concern where kind = 'consent' order by outcome")
                        .query(String.class)
                        .list())
                .containsExactly("mayLeave", "mayNot", "obtained");
        assertThat(jdbc.sql("""
                        select latin_name from guardianship join person on person.id = child_id
                        join document_copy on guardianship_id = guardianship.id where media_type = 'application/pdf'""").query(String.class).list())
                .as("what the list says is put on paper too")
                .containsExactly("KASEM LEV");
    }

    @Test
    void a_child_alone_is_handed_over_by_two_officers_and_who_falls_ill_at_reception_is_brought_to_a_hospital()
            throws IOException {
        String list = """
                family,full name,latin name,born,sex,nationality,passport,passport expires,relation,governorate,wishes to leave
                1,РЕЧНОЙ ПЁТР,RECHNOI PETR,14.05.2012,m,RUS,510000031,01.01.2100,applicant,Damascus,yes
                2,ИВАНОВА АННА,IVANOVA ANNA,14.05.1980,f,RUS,510000032,01.01.2100,applicant,Damascus,yes
                """;
        Outcome.Count count =
                rehearsal.play(scenario(list, MOVEMENTS, "step,family,person,what,detail\nreception,2,,hospital,\n"));

        assertThat(count.home()).isEqualTo(2);
        assertThat(count.open()).isZero();
        assertThat(jdbc.sql("select confirmed_by <> handed_by from hand_over")
                        .query(Boolean.class)
                        .list())
                .containsExactly(true);
        assertThat(jdbc.sql("""
                        select list_family || ' ' || step from reception_step join household on household.id = household_id
                        where outcome = 'hospital'""").query(String.class).list()).containsExactly("2 lodging");
    }

    @Test
    void what_fails_each_time_is_named_and_stops_nothing_else() throws IOException {
        jdbc.sql("alter table movement add constraint thaw check (state <> 'frozen') not valid")
                .update();
        try {
            Outcome.Count count = rehearsal.play(scenario(LIST, MOVEMENTS, EVENTS));
            assertThat(count.inOrder()).isTrue();
            assertThat(rehearsal.incidents())
                    .isNotEmpty()
                    .allMatch(sentence -> sentence.matches(
                            "Incident at movement, event_\\w+ of (BUS|FL)-1, given up after several tries: .+"));
        } finally {
            jdbc.sql("alter table movement drop constraint thaw").update();
        }
    }

    @Test
    void the_same_rehearsal_again_changes_nothing_and_another_is_refused() throws IOException {
        String withoutName = LIST + "13,,,22.04.1990,f,RUS,510000013,01.01.2030,applicant,Damascus,yes\n";
        Outcome.Count first = rehearsal.play(scenario(withoutName, MOVEMENTS, EVENTS));
        Outcome.Count again = rehearsal.play(scenario(withoutName, MOVEMENTS, EVENTS));
        assertThat(first.corrections()).isEqualTo(1);
        assertThat(again).isEqualTo(first);
        Scenario other = scenario(LIST, MOVEMENTS, "step,family,person,what,detail\n");
        assertThatThrownBy(() -> rehearsal.play(other))
                .isInstanceOf(CannotRehearse.class)
                .hasMessageStartingWith("This database holds another operation.");
    }

    @Test
    void a_watch_list_loaded_before_does_not_put_the_clock_forward_to_today() throws IOException {
        jdbc.sql("insert into audit (at, officer, action) values (now(), 'administrator', 'watch-list')")
                .update();
        assertThat(rehearsal.play(scenario(LIST, MOVEMENTS, EVENTS)).home()).isPositive();
        assertThat(rehearsal.troubles()).isEmpty();
    }

    @Test
    void a_movement_that_cannot_be_is_named_and_the_database_stays_free_for_the_next_try() throws IOException {
        Scenario wrong = scenario(LIST, MOVEMENTS + "BUS-2,convoy,Damascus,Latakia,,2013-01-22T05:00:00Z,40,0,0\n", "");
        assertThatThrownBy(() -> rehearsal.play(wrong))
                .isInstanceOf(CannotRehearse.class)
                .hasMessage("movements.csv, movement BUS-2: A convoy needs the exit by which it leaves the country.");

        assertThat(movements.all()).isEmpty();
        assertThat(rehearsal.play(scenario(LIST, MOVEMENTS, "")).inOrder()).isTrue();
    }

    @Test
    void a_list_that_is_none_is_refused_before_anything_begins() {
        assertThatThrownBy(() -> scenario("foo,bar\n1,2\n", MOVEMENTS, "")).isInstanceOf(UnreadableList.class);
    }

    @Test
    void nobody_is_given_a_seat_over_an_exit_that_admits_nobody() throws IOException {
        Outcome.Count count = rehearsal.play(
                scenario(LIST, MOVEMENTS, "step,family,person,what,detail\nexit,,MASNAA,quota,0 -400h\n"));
        assertThat(count.stages().keySet()).as("%s", count).contains("ready").doesNotContain("seated", "home");
    }

    @Test
    void an_exit_that_admits_three_a_day_lets_one_family_of_two_through_each_day_and_parts_none() throws IOException {
        String twoDaysLater = """
                BUS-2,convoy,Damascus,Beirut,MASNAA,2013-01-24T04:00:00Z,40,0,0
                FL-2,flight,Beirut,Moscow,,2013-01-24T12:00:00Z,40,0,0
                """;
        Outcome.Count count = rehearsal.play(scenario(
                FAMILIES_OF_TWO,
                MOVEMENTS + twoDaysLater,
                "step,family,person,what,detail\nexit,,MASNAA,quota,3 -400h\n"));
        assertThat(movements.all())
                .extracting(Movement::code, Movement::state, Movement::seatsTaken)
                .containsExactly(
                        tuple("BUS-1", "arrived", 2),
                        tuple("FL-1", "arrived", 2),
                        tuple("BUS-2", "arrived", 2),
                        tuple("FL-2", "arrived", 2));
        assertThat(familiesThatAre("home")).hasSize(2);
        assertThat(familiesThatAre("ready")).hasSize(1);
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void lines_of_one_exit_that_are_due_at_once_are_made_in_turn_and_one_that_cannot_be_is_told(CapturedOutput output)
            throws IOException {
        Outcome.Count count = rehearsal.play(scenario(FAMILIES_OF_TWO, MOVEMENTS, """
                step,family,person,what,detail
                exit,,MASNAA,quota,3 -400h
                exit,,masnaa,quota,1 -400h
                exit,,MASNAA,closes,-400h
                exit,,MASNAA,closes,-400h
                """));

        assertThat(rehearsal.troubles()).isEmpty();
        assertThat(jdbc.sql("""
                        select concat_ws(' ', kind, value, 'before', before, state) from situation_change
                        order by id""").query(String.class).list())
                .containsExactly(
                        "quotaChanges 3 before applied",
                        "quotaChanges 1 before 3 applied",
                        "exitCloses before applied");
        assertThat(output).contains("events.csv row 5: Exit MASNAA is closed already.");
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void a_change_that_somebody_else_has_reported_is_left_to_people() throws IOException {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2013-01-10T06:00:00Z")));
        long reported = disruptions.report(new Report("quotaChanges", "MASNAA", 3));

        Outcome.Count count = rehearsal.play(scenario(LIST, MOVEMENTS, EVENTS));

        assertThat(rehearsal.troubles()).isEmpty();
        assertThat(count.home()).isEqualTo(2);
        assertThat(changes.get(reported).state()).isEqualTo("reported");
    }

    @Test
    void an_exit_that_closes_before_anybody_has_left_leaves_everybody_ready() throws IOException {
        Outcome.Count count =
                rehearsal.play(scenario(LIST, MOVEMENTS, "step,family,person,what,detail\nexit,,MASNAA,closes,\n"));
        assertThat(count.home()).isZero();
        assertThat(count.stages()).containsKey("ready");
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void a_border_that_closes_while_the_bus_is_on_its_way_is_looked_at_and_made_and_the_bus_is_led_through()
            throws IOException {
        Outcome.Count count = rehearsal.play(scenario(
                LIST, MOVEMENTS, "step,family,person,what,detail\nexit,,MASNAA,closes,2013-01-22T05:00:00Z\n"));
        assertThat(jdbc.sql("""
                        select situation_change.kind || ' ' || situation_change.state || ' by ' || reported_by || ', looked at by '
                               || count(distinct cleared) || ', ' || code || ' ' || fate || ' ' || decision
                        from situation_change join change_preview on change_preview.change_id = situation_change.id
                          join situation_change_movement met on met.change_id = situation_change.id
                          join movement on movement.id = movement_id
                        group by situation_change.id, code, fate, decision""").query(String.class).list())
                .containsExactly("exitCloses applied by rehearsalManager, looked at by 2, BUS-1 on the road goesOn");
        assertThat(count.home()).isPositive();
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void an_exit_that_is_closed_for_six_hours_stops_only_what_leaves_meanwhile() throws IOException {
        String twoDaysLater = """
                BUS-2,convoy,Damascus,Beirut,MASNAA,2013-01-24T04:00:00Z,40,0,0
                FL-2,flight,Beirut,Moscow,,2013-01-24T12:00:00Z,40,0,0
                """;
        Outcome.Count count = rehearsal.play(scenario(LIST, MOVEMENTS + twoDaysLater, SIX_HOURS));
        assertThat(count.stages()).doesNotContainKeys("ready", "seated", "called");
        assertThat(count.home()).isPositive();
        assertThat(count.inOrder()).isTrue();
        assertThat(movements.all())
                .extracting(Movement::state)
                .containsExactly("cancelled", "arrived", "arrived", "arrived");
    }

    @Test
    void who_comes_late_is_waited_for_and_the_others_go_on_without_who_never_came() throws IOException {
        String family = """
                family,name,latin name,born,sex,nationality,passport,valid until,relation,governorate,wishes to leave
                1,Полевая Вера,POLEVAIA VERA,12.04.1980,f,RUS,510000001,01.01.2030,applicant,Damascus,yes
                2,Горная Ирина,GORNAIA IRINA,17.04.1985,f,RUS,510000007,01.01.2030,applicant,Damascus,yes
                2,Горный Олег,GORNYI OLEG,01.02.1984,m,RUS,510000008,01.01.2030,husband,Damascus,yes
                3,Морская Яна,MORSKAIA IANA,18.04.1986,f,RUS,510000009,01.01.2030,applicant,Damascus,yes
                """;
        Outcome.Count count = rehearsal.play(scenario(
                family,
                MOVEMENTS,
                "step,family,person,what,detail\nmuster,1,,late,\nlanding,2,2,absent,\nborder,3,,delayed,\n"));
        assertThat(count.stages()).doesNotContainKey("under way");
        assertThat(count.home()).isGreaterThanOrEqualTo(3);
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void who_waits_while_the_bus_is_full_goes_home_on_the_seats_of_who_did_not_come() throws IOException {
        Outcome.Count count = rehearsal.play(scenario(
                FAMILIES_OF_TWO,
                MOVEMENTS.replace(",40,", ",4,"),
                "step,family,person,what,detail\nmuster,1,,absent,\n"));
        assertThat(count.home()).isEqualTo(4);
        assertThat(count.ended()).containsEntry("noShow", 2);
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void a_movement_is_cancelled_delayed_or_smaller_as_the_script_says() throws IOException {
        String later = """
                BUS-2,convoy,Damascus,Beirut,MASNAA,2013-01-25T04:00:00Z,40,0,0
                FL-2,flight,Beirut,Moscow,,2013-01-25T12:00:00Z,40,0,0
                """;
        Outcome.Count count = rehearsal.play(scenario(LIST, MOVEMENTS + later, """
                step,family,person,what,detail
                movement,,bus-1,cancelled,the road is shelled
                flight,,FL-2,delayed,+3h
                movement,,BUS-2,smaller,3
                """));
        assertThat(count.home()).isEqualTo(3);
        assertThat(movements.named("BUS-1").state()).isEqualTo("cancelled");
        assertThat(movements.named("FL-2").departs()).isEqualTo("2013-01-25T15:00:00Z");
        assertThat(movements.named("BUS-2").seats()).isEqualTo(3);
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    void a_movement_cancels_delays_or_shrinks_as_the_script_says_and_only_who_fits_as_a_whole_stays_seated()
            throws IOException {
        String families = """
                family,name,latin name,born,sex,nationality,passport,valid until,relation,governorate,wishes to leave
                1,Полевая Вера,POLEVAIA VERA,12.04.1980,f,RUS,510000001,01.01.2030,applicant,Damascus,yes
                1,Полевая Инна,POLEVAIA INNA,12.04.1960,f,RUS,510000002,01.01.2030,mother,Damascus,yes
                2,Горная Ирина,GORNAIA IRINA,17.04.1985,f,RUS,510000007,01.01.2030,applicant,Damascus,yes
                """;
        String later = """
                BUS-2,convoy,Damascus,Beirut,MASNAA,2013-01-25T04:00:00Z,40,0,0
                FL-2,flight,Beirut,Moscow,,2013-01-25T12:00:00Z,40,0,0
                """;
        Outcome.Count count = rehearsal.play(scenario(families, MOVEMENTS + later, """
                step,family,person,what,detail
                movement,,BUS-1,cancels,
                movement,,FL-2,delays,+3h
                movement,,BUS-2,shrinks,1
                """));
        assertThat(movements.all())
                .extracting(Movement::code, Movement::state, Movement::seats, Movement::seatsTaken)
                .containsExactly(
                        tuple("BUS-1", "cancelled", 40, 0),
                        tuple("FL-1", "arrived", 40, 0),
                        tuple("BUS-2", "arrived", 1, 1),
                        tuple("FL-2", "arrived", 40, 1));
        assertThat(movements.named("FL-2").departs()).isEqualTo("2013-01-25T15:00:00Z");
        assertThat(familiesThatAre("home")).containsExactly("2");
        assertThat(familiesThatAre("ready")).containsExactly("1");
        assertThat(count.inOrder()).isTrue();
    }

    /** Their numbers on the list. */
    private List<String> familiesThatAre(String stage) {
        return jdbc.sql("select list_family from household where stage = :stage order by id")
                .param("stage", stage)
                .query(String.class)
                .list();
    }

    @Test
    void an_offset_of_a_movement_counts_back_from_its_own_departure_and_on_from_the_beginning(CapturedOutput output)
            throws IOException {
        String offsets = """
                code,kind,origin,destination,exit,departs,seats,stretchers,wheelchairs
                A,convoy,Damascus,Beirut,MASNAA,+24h,40,0,0
                B,convoy,Damascus,Beirut,MASNAA,+30h,40,0,0
                C,convoy,Damascus,Beirut,MASNAA,+31h,40,0,0
                D,convoy,Damascus,Beirut,MASNAA,+32h,40,0,0
                F,flight,Beirut,Moscow,,+48h,40,0,0
                """;
        Scenario scenario = scenario(LIST, offsets, """
                step,family,person,what,detail
                flight,,F,cancelled,+40h
                movement,,B,cancelled,-1m
                movement,,C,cancelled,+90h
                movement,,D,cancelled,+29h
                """);
        Outcome.Count count = rehearsal.play(scenario);
        assertThat(movements.named("A").state()).isEqualTo("arrived");
        assertThat(happenedAfter(scenario))
                .containsEntry("events.csv row 2", Duration.ofHours(40))
                .containsEntry("events.csv row 3", Duration.ofHours(30).minusMinutes(1))
                .containsEntry("events.csv row 4", Duration.ofHours(29))
                .containsEntry("events.csv row 5", Duration.ofHours(29));
        assertThat(movements.all()).filteredOn(Movement::isCancelled).hasSize(4);
        assertThat(count.home()).isZero();
        assertThat(output)
                .contains("events.csv row 4: C would have left by the time given, so it comes two hours before")
                .doesNotContain("it never came to")
                .doesNotContain("row 2:");
    }

    /** How long after the beginning each line happened. */
    private Map<String, Duration> happenedAfter(Scenario scenario) {
        Map<String, Duration> after = new HashMap<>();
        jdbc.sql("select subject, at from audit where action = 'rehearsed'").query(row -> {
            after.put(
                    row.getString(1),
                    Duration.between(scenario.begins(), row.getTimestamp(2).toInstant()));
        });
        return after;
    }

    @Test
    void the_last_flight_is_waited_for_however_late_it_is() throws IOException {
        Outcome.Count count = rehearsal.play(
                scenario(LIST, MOVEMENTS, "step,family,person,what,detail\nmovement,,FL-1,delayed,+30h\n"));
        assertThat(movements.named("FL-1").state()).isEqualTo("arrived");
        assertThat(count.home()).isPositive();
        assertThat(count.stages()).doesNotContainKey("under way");
    }

    @Test
    @Timeout(300)
    void who_does_not_land_is_waited_for_to_the_end_and_who_landed_and_left_is_home() throws IOException {
        Outcome.Count count = rehearsal.play(scenario(LIST, MOVEMENTS, """
                step,family,person,what,detail
                landing,7,,absent,
                reception,8,,absent,
                """));
        assertThat(count.stages()).containsEntry("under way", 1);
        assertThat(jdbc.sql("select decision from absence where decision is not null")
                        .query(String.class)
                        .list())
                .containsExactly("leftByThemselves");
        assertThat(count.inOrder()).isTrue();
    }

    @Test
    @Timeout(300)
    void who_never_comes_after_take_off_is_asked_about_once_though_other_movements_leave_days_later()
            throws IOException {
        String families = """
                family,name,latin name,born,sex,nationality,passport,valid until,relation,governorate,wishes to leave
                1,Полевая Вера,POLEVAIA VERA,12.04.1980,f,RUS,510000001,01.01.2030,applicant,Damascus,yes
                1,Полевая Инна,POLEVAIA INNA,12.04.2010,f,RUS,510000002,01.01.2030,daughter,Damascus,yes
                2,Горная Ирина,GORNAIA IRINA,17.04.1985,f,RUS,510000007,01.01.2030,applicant,Damascus,yes
                3,Морская Яна,MORSKAIA IANA,18.04.1986,f,RUS,510000009,01.01.2030,applicant,Damascus,yes
                3,Морской Марк,MORSKOI MARK,18.04.1984,m,RUS,510000010,01.01.2030,husband,Damascus,yes
                """;
        String daysLater = """
                BUS-2,convoy,Damascus,Beirut,MASNAA,2013-01-26T04:00:00Z,40,0,0
                FL-2,flight,Beirut,Moscow,,2013-01-26T12:00:00Z,40,0,0
                """;
        Outcome.Count count = rehearsal.play(scenario(families, MOVEMENTS + daysLater, """
                step,family,person,what,detail
                reception,1,1,absent,
                landing,2,,absent,
                reception,3,1,absent,
                reception,3,2,late,
                """));
        assertThat(count.stages()).as("who has not landed").containsEntry("under way", 1);
        assertThat(count.home())
                .as("who came late, and who left the airport by themselves")
                .isEqualTo(4);
        assertThat(count.inOrder()).isTrue();
        assertThat(jdbc.sql("select coalesce(decision, 'open') from absence")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("open", "wait", "wait", "leftByThemselves", "leftByThemselves");
    }

    @Test
    void a_rehearsal_that_breaks_off_still_counts_and_says_why() throws IOException {
        jdbc.sql("alter table absence add constraint nobody check (kind <> 'refused') not valid")
                .update();
        try {
            Outcome.Count count = rehearsal.play(scenario(LIST, MOVEMENTS, EVENTS));
            assertThat(count.registered()).isEqualTo(12);
            assertThat(count.inOrder()).isTrue();
            assertThat(rehearsal.troubles())
                    .singleElement()
                    .asString()
                    .startsWith("The rehearsal broke off: ")
                    .contains("\"nobody\"")
                    .doesNotContain("Failing row");
        } finally {
            jdbc.sql("alter table absence drop constraint nobody").update();
        }
    }

    @Test
    void movements_and_events_may_be_saved_in_windows_1251_with_semicolons() throws IOException {
        Charset windows = Charset.forName("windows-1251");
        scenario(LIST, MOVEMENTS, "");
        Files.writeString(
                folder.resolve("movements.csv"),
                MOVEMENTS.replace("Damascus", "Дамаск").replace(',', ';'),
                windows);
        Files.writeString(
                folder.resolve("events.csv"),
                "step;family;person;what;detail\nmuster;7;Горная Ирина;absent;не пришла\n",
                windows);
        Scenario read = Scenario.read(folder, clock.instant());
        assertThat(read.movements().get(0).origin()).isEqualTo("Дамаск");
        assertThat(read.happenings())
                .containsExactly(Happening.of(2, "muster", "7", "Горная Ирина", "absent", "не пришла"));
    }

    @Test
    void what_is_about_nobody_is_told_and_stops_nothing(CapturedOutput output) throws IOException {
        Outcome.Count count = rehearsal.play(scenario(LIST, MOVEMENTS, """
                step,family,person,what,detail
                muster,99,,absent,

                muster,1,7,absent,
                muster,1,99999999999999999999,absent,
                exit,,NOWHERE,closes,
                movement,,BUS-9,cancelled,
                landing,2,,absent,
                Reconfirmation,2,,declines,
                """));
        assertThat(count.inOrder()).isTrue();
        assertThat(output)
                .contains("events.csv row 2: there is no family 99 on the list.")
                .contains("events.csv row 4: nobody is number or name '7' in family 1.")
                .contains("events.csv row 5: nobody is number or name '99999999999999999999' in family 1.")
                .contains("events.csv row 6: there is no exit 'NOWHERE'.")
                .contains("events.csv row 7: there is no movement 'BUS-9'.")
                .contains("events.csv row 8: it never came to 'landing absent'.")
                .contains("events.csv row 9: it never came to 'Reconfirmation declines'.");
    }

    @Test
    void a_list_of_headings_alone_is_played_and_told(CapturedOutput output) throws IOException {
        Outcome.Count count = rehearsal.play(scenario(LIST.lines().findFirst().orElseThrow() + "\n", MOVEMENTS, ""));
        assertThat(count.registered()).isZero();
        assertThat(count.inOrder()).isTrue();
        assertThat(output).contains("registrations.csv holds nobody");
    }

    @Test
    void every_step_and_every_word_is_explained_with_the_scenario() throws IOException {
        String explained = Files.readString(Path.of("scenarios/january-2013/README.md"));
        Happening.possible().forEach((step, words) -> {
            String line = explained
                    .lines()
                    .filter(row -> row.startsWith("| `") && row.split("\\|")[1].contains("`" + step + "`"))
                    .findFirst()
                    .orElse("");
            assertThat(line).as("step %s", step).isNotEmpty();
            assertThat(words).as("step %s", step).allMatch(word -> line.contains("`" + word + "`"));
        });
    }

    @Test
    void what_has_happened_does_not_happen_again_after_a_restart() throws IOException {
        rehearsal.play(scenario(LIST, MOVEMENTS, EVENTS));
        Script again = new Script(scenario(LIST, MOVEMENTS, EVENTS).happenings(), jdbc, audit, transaction);
        assertThat(again.left()).hasSize(10);
        again.remember();
        // Row 3 never comes to happen: who is not eligible is nobody's to decide about any more.
        assertThat(again.left()).extracting(Happening::row).containsExactly(3L);
    }

    @Test
    void people_write_steps_and_deeds_in_their_own_words() {
        assertThat(Happening.of(2, "Border exit", "3", null, "Turned back", ""))
                .isEqualTo(new Happening(
                        2, "border", "3", null, "refused", "", new Happening.Written("Border exit", "Turned back")));
        assertThat(Happening.of(2, "boarding", "3", null, "no-show", "").step()).isEqualTo("flight");
        assertThat(Happening.of(2, "medical", "3", "1", "unfit", "").doubt()).isNull();
        assertThat(Happening.of(2, "reconfirm", "3", null, "declines", "").what())
                .isEqualTo("stays");
        assertThat(Happening.of(2, "muster", "3", null, "declines", "").what()).isEqualTo("withdraws");
        assertThat(Happening.of(2, "contact", "3", null, "declined", "").what()).isEqualTo("stays");
        assertThat(Happening.of(2, "convoy", null, "BUS-1", "delays", "").step())
                .isEqualTo("movement");
    }

    @Test
    void a_change_in_a_household_is_entered_while_its_case_goes_on() {
        Registered household = households.register(TestHouseholds.motherAndSon());
        registration.open(household.id());
        registration.changed(household.caseNumber());

        Task change = taskService()
                .createTaskQuery()
                .taskDefinitionKey("task_recordHouseholdChange")
                .singleResult();
        complete(change, Map.of("householdChange", "birth"));

        assertThat(taskService()
                        .createTaskQuery()
                        .taskDefinitionKey("task_contactHousehold")
                        .count())
                .isEqualTo(1);
        assertThat(outcome.count().inOrder()).isTrue();
    }

    @Test
    void two_cases_of_the_same_people_that_are_found_later_become_one() {
        Registered known = households.register(TestHouseholds.woman());
        registration.open(known.id());
        Registered other = households.register(TestHouseholds.household(
                "yes",
                false,
                List.of(TestHouseholds.person(
                        "Полевая Анна", "POLEVAIA ANNA", null, "female", "applicant", "660000009"))));
        registration.open(other.id());
        String number = households.documents(known.id()).get(0).number();
        documents.add(
                other.id(),
                other.personIds().get(0),
                new Documents.Entry("passport", number, LocalDate.of(2030, 1, 1), false, "RUS", null, null));
        Task task = taskService()
                .createTaskQuery()
                .processInstanceBusinessKey(other.caseNumber())
                .taskDefinitionKey("task_settleDuplicate")
                .singleResult();

        complete(task, Map.of("duplicateDecision", "merge"));

        assertThat(households.get(other.id()).mergedInto()).isEqualTo(known.id());
        assertThat(runtimeService()
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(other.caseNumber())
                        .count())
                .isZero();
    }

    @Test
    void a_change_that_was_none_is_on_record_and_nothing_is_vetted_anew() {
        Registered household = households.register(TestHouseholds.motherAndSon());
        registration.open(household.id());
        registration.changed(household.caseNumber());
        Task change = taskService()
                .createTaskQuery()
                .taskDefinitionKey("task_recordHouseholdChange")
                .singleResult();

        complete(change, Map.of("householdChange", "nothing"));

        assertThat(historyService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(change.getProcessInstanceId())
                        .list())
                .extracting(HistoricActivityInstance::getActivityId)
                .contains("end_nothingChanged")
                .doesNotContain("task_vetAnew");
        assertThat(jdbc.sql("select detail from audit where action = 'change recorded'")
                        .query(String.class)
                        .list())
                .containsExactly("nothing");
    }

    @Test
    void a_scenario_that_cannot_be_played_says_why() throws IOException {
        assertThatThrownBy(() -> Scenario.read(folder.resolve("nowhere"), clock.instant()))
                .hasMessageContaining("There is no folder");
        assertThatThrownBy(() -> Scenario.read(folder, clock.instant()))
                .hasMessageContaining("neither registrations.xlsx nor registrations.csv");
        assertThatThrownBy(() -> scenario(LIST, MOVEMENTS.replace("2013-01-22T04:00:00Z", "soon"), EVENTS))
                .hasMessageContaining("movements.csv row 2: the departure 'soon'");
        assertThatThrownBy(() -> scenario(LIST, MOVEMENTS.replace("departs", "leaves"), EVENTS))
                .hasMessage("movements.csv has no column 'departs'.");
        assertThat(scenario(LIST, MOVEMENTS, EVENTS + "Roll call,1,,Dances,\n").notUnderstood())
                .singleElement()
                .asString()
                .startsWith("events.csv row 12: nobody 'Dances' at step 'Roll call'; there is absent,");
    }

    @Test
    void departures_are_instants_or_offsets() {
        assertThat(Scenario.offset("+6h")).hasHours(6);
        assertThat(Scenario.offset("+1d 2h 30m")).hasMinutes(26 * 60 + 30);
        assertThat(Scenario.offset("PT6H")).hasHours(6);
        assertThat(Scenario.offset("6")).isNull();
        assertThat(Scenario.offset("+99999999999999999999d")).isNull();
        assertThat(Scenario.instant("2013-01-22T09:00:00+03:00")).isEqualTo("2013-01-22T06:00:00Z");
        assertThat(Scenario.instant("22 January")).isNull();
    }

    private Scenario scenario(String list, String movements, String events) throws IOException {
        Files.writeString(folder.resolve("registrations.csv"), list);
        Files.writeString(folder.resolve("movements.csv"), movements);
        Files.writeString(folder.resolve("events.csv"), events);
        return Scenario.read(folder, clock.instant());
    }
}
