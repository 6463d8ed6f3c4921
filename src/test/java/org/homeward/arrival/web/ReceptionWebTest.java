package org.homeward.arrival.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.passage.Checkpoint.RECEPTION;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.arrival.Lodging;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Travellers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Reception without Tasklist: queues, what officers do there, handing over, lodging, what became of everybody. */
@HomewardTest
@Breaks({"I2", "I3"})
class ReceptionWebTest {

    private static final RequestPostProcessor OLGA = officer("olga", "reception", "cleared");
    private static final RequestPostProcessor IVAN = officer("ivan", "reception");
    private static final RequestPostProcessor MANAGER = officer("boss", "managers");

    @Autowired
    private MockMvc web;

    @Autowired
    private Travellers travellers;

    @Autowired
    private Households households;

    @Autowired
    private Lodging lodging;

    @Autowired
    private TaskService tasks;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void whoever_waits_longest_stands_first_in_the_queue_of_each_station() throws Exception {
        Registered first = atReception(TestHouseholds.motherAndSon());
        travellers.later(Duration.ofMinutes(40));
        Registered second = atReception(TestHouseholds.woman());
        travellers.later(Duration.ofMinutes(5));

        String page = page("/reception?station=money");

        assertThat(page.indexOf(first.caseNumber())).isPositive().isLessThan(page.indexOf(second.caseNumber()));
        assertThat(page).contains("45 min", "Полевая Вера", "Полевой Лев");
        assertThat(page("/reception")).as("half of them have waited 25 minutes").contains("25 min", "45 min", "IL-76");
    }

    @Test
    void a_station_is_taken_and_done_on_the_page_and_the_model_goes_on() throws Exception {
        Registered family = atReception(TestHouseholds.motherAndSon());
        see(OLGA, family, "psychologist", "deed", "take")
                .andExpect(flash().attribute("notice", containsString("with you")));
        assertThat(task(family, "task_seePsychologist").getAssignee()).isEqualTo("olga");
        see(IVAN, family, "psychologist", "outcome", "talked")
                .andExpect(flash().attribute("refusal", containsString("olga is seeing to them already")));
        see(OLGA, family, "psychologist", "outcome", "no such")
                .andExpect(flash().attribute("refusal", containsString("Choose one of the answers")));
        see(OLGA, family, "psychologist", "outcome", "talked").andExpect(flash().attributeExists("notice"));
        see(OLGA, family, "money", "outcome", "paid");
        see(IVAN, family, "lodging", "outcome", "relatives");
        see(IVAN, family, "onward travel", "outcome", "train")
                .andExpect(flash().attribute("refusal", containsString("to which city")));
        see(IVAN, family, "onward travel", "outcome", "train", "city", "Казань", "leavesOn", "2001-01-01")
                .andExpect(flash().attribute("refusal", containsString("check the day")));
        see(IVAN, family, "onward travel", "outcome", "train", "city", "Казань", "leavesOn", today());

        assertThat(task(family, "task_closeCase")).isNotNull();
        assertThat(jdbc.sql("select step || ': ' || outcome || ' ' || officer from reception_step order by id")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "psychologist: talked olga",
                        "money: paid olga",
                        "lodging: relatives ivan",
                        "onward travel: train ivan");
        assertThat(jdbc.sql("select city from onward_travel")
                        .query(String.class)
                        .list())
                .containsExactly("Казань");
        assertThat(page("/reception")).contains("IL-76");
    }

    @Test
    void the_slower_of_two_officers_reads_that_it_is_done() throws Exception {
        Registered family = atReception(TestHouseholds.motherAndSon());
        String visit = visit(family, "money");
        see(OLGA, family, "money", "outcome", "paid", "visit", visit);
        see(IVAN, family, "money", "outcome", "notEntitled", "visit", visit)
                .andExpect(flash().attribute("refusal", containsString("Somebody has seen to them already")));
        assertThat(jdbc.sql("select outcome from reception_step")
                        .query(String.class)
                        .list())
                .containsExactly("paid");
    }

    @Test
    void a_family_may_come_to_a_station_that_it_does_not_need_but_not_before_it_has_been_counted() throws Exception {
        Registered family = landed(TestHouseholds.motherAndSon());
        see(OLGA, family, "medical", "outcome", "seenTo")
                .andExpect(flash().attribute("refusal", containsString("has not been counted")));
        counted(family);
        see(OLGA, family, "medical", "outcome", "seenTo").andExpect(flash().attributeExists("notice"));
        assertThat(jdbc.sql("select needed from station_visit where station = 'medical'")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    void the_lodging_station_offers_places_with_enough_free_beds_and_gives_them() throws Exception {
        lodging.add("Москва", "Ромашка", 1, false);
        lodging.add("Москва", "Берёзка", 5, false);
        Registered family = atReception(TestHouseholds.motherAndSon());
        assertThat(page("/reception?station=lodging"))
                .contains("Берёзка: 5 free")
                .as("only for who comes all the same, and may be one")
                .containsOnlyOnce("Ромашка");
        see(OLGA, family, "lodging", "outcome", "centre:1")
                .andExpect(flash().attribute("refusal", containsString("Ромашка no longer has 2 free beds")));
        see(OLGA, family, "lodging", "outcome", "centre:x").andExpect(flash().attributeExists("refusal"));
        see(OLGA, family, "lodging", "outcome", "centre")
                .andExpect(flash().attribute("refusal", containsString("Give them beds first")));
        see(OLGA, family, "lodging", "outcome", "centre:2").andExpect(flash().attributeExists("notice"));
        assertThat(page("/reception/lodging")).contains(family.caseNumber(), "3 / 5");

        assertThat(page("/reception?station=lodging"))
                .as("also for who comes all the same")
                .contains("Берёзка: 3 free");
        send(OLGA, "/reception/lodging/release", "case", family.caseNumber());
        assertThat(page("/reception/lodging")).contains("5 / 5").doesNotContain(family.caseNumber());
        send(MANAGER, "/reception/lodging/2", "beds", "many").andExpect(flash().attributeExists("refusal"));
        send(MANAGER, "/reception/lodging", "city", "Казань", "name", "Волга", "beds", "10", "accessible", "on");
        assertThat(page("/reception/lodging")).contains("Волга", "10 / 10");
    }

    @Test
    void restricted_households_are_in_no_queue_count_or_bed_of_those_not_cleared() throws Exception {
        lodging.add("Москва", "Ромашка", 5, false);
        Registered hidden = atReception(TestHouseholds.restricted());
        lodging.give(hidden.id(), 1);
        jdbc.sql("insert into hand_over (person_id, asked_at) select id, now() from person")
                .update();
        for (String address : List.of("/reception", "/reception?station=money", "/reception/lodging")) {
            web.perform(get(address).with(OLGA)).andExpect(content().string(containsString(hidden.caseNumber())));
            web.perform(get(address).with(IVAN))
                    .andExpect(content()
                            .string(allOf(
                                    not(containsString(hidden.caseNumber())),
                                    not(containsString("IL-76")),
                                    not(containsString("4 / 5")))));
        }
        see(IVAN, hidden, "money", "outcome", "paid")
                .andExpect(flash().attribute("refusal", containsString("There is no case with this number")));
        web.perform(get("/reception/hand-over/" + hidden.caseNumber()).with(IVAN))
                .andExpect(status().isNotFound());
        households.enters(hidden.id(), "home");
        web.perform(get("/reception/outcomes.csv").with(IVAN))
                .andExpect(content().string(containsString("notYetCalled,Not yet called,0,0")));
        web.perform(get("/reception/outcomes.csv").with(OLGA))
                .andExpect(content().string(containsString("notYetCalled,Not yet called,1,1")));
    }

    @Test
    void a_child_alone_leaves_with_its_receiver_once_two_officers_have_looked_at_the_document() throws Exception {
        Registered child = atReception(TestHouseholds.household(
                "yes",
                false,
                List.of(TestHouseholds.person(
                        "Речной Пётр",
                        "RECHNOI PETR",
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusYears(9),
                        "male",
                        "applicant",
                        "510000031"))));
        String page = "/reception/hand-over/" + child.caseNumber();
        String form = page + "/" + child.personIds().get(0);
        assertThat(page("/reception")).contains(page);
        assertThat(page(page)).contains("First the stations").doesNotContain("I have looked at the document</button>");
        send(
                        OLGA,
                        form,
                        "receiver",
                        "Тётя Вера",
                        "relation",
                        "aunt",
                        "documentKind",
                        "passport",
                        "documentNumber",
                        "51")
                .andExpect(flash().attribute("refusal", containsString("First the stations")));
        for (String[] done : new String[][] {
            {"medical", "seenTo"},
            {"psychologist", "talked"},
            {"papers", "settled"},
            {"money", "paid"},
            {"lodging", "relatives"},
            {"telephone home", "reached"},
            {"onward travel", "notNeeded"}
        }) {
            see(OLGA, child, done[0], "outcome", done[1]).andExpect(flash().attributeExists("notice"));
        }

        send(OLGA, form, "receiver", "Тётя Вера", "relation", "aunt", "documentKind", "passport", "documentNumber", " ")
                .andExpect(flash().attribute("refusal", containsString("number of the document")));
        send(
                        OLGA,
                        form,
                        "receiver",
                        "Тётя Вера",
                        "relation",
                        "aunt",
                        "documentKind",
                        "passport",
                        "documentNumber",
                        "51 98")
                .andExpect(flash().attributeExists("notice"));
        send(OLGA, form + "/confirm", "documentNumber", "51 98")
                .andExpect(flash().attribute("refusal", containsString("another officer must look at the document")));
        send(OLGA, page + "/differs").andExpect(flash().attribute("refusal", containsString("another officer")));
        send(IVAN, form + "/confirm", "documentNumber", "51 99")
                .andExpect(flash().attribute("refusal", containsString("not the number on record")));
        assertThat(page(page))
                .as("the number is typed from the document, not from the page")
                .doesNotContain("51 98");
        send(IVAN, page + "/differs").andExpect(flash().attributeExists("notice"));
        send(
                OLGA,
                form,
                "receiver",
                "Тётя Вера",
                "relation",
                "aunt",
                "documentKind",
                "passport",
                "documentNumber",
                "51 99");
        send(IVAN, form + "/confirm", "documentNumber", "5199").andExpect(flash().attributeExists("notice"));

        assertThat(task(child, "task_closeCase")).isNotNull();
        assertThat(page("/reception")).doesNotContain(page);
        assertThat(jdbc.sql("select count(*) from act_ru_variable where text_ like '%51%' or text_ like '%Вера%'")
                        .query(Integer.class)
                        .single())
                .as("in no variable of the engine")
                .isZero();
    }

    @Test
    void what_became_of_them_is_what_was_heard_last() throws Exception {
        home(TestHouseholds.motherAndSon(), "call after 7 days: notReached", "call after 30 days: settled");
        home(TestHouseholds.woman(), "call after 7 days: needsHelp");
        home(TestHouseholds.woman(), "lodging: hospital");
        home(TestHouseholds.motherAndSon(), "lodging: hospital", "call after 7 days: settled");
        home(TestHouseholds.woman());
        web.perform(get("/reception/outcomes.csv").with(MANAGER))
                .andExpect(content()
                        .string(allOf(
                                containsString("settled,Settled,2,4"),
                                containsString("needsHelp,They need help,1,1"),
                                containsString("inHospital,In a hospital,1,1"),
                                containsString("notReached,Not reached,0,0"),
                                containsString("notYetCalled,Not yet called,1,1"))));
        web.perform(get("/reception/outcomes").with(MANAGER).header("Accept-Language", "ar"))
                .andExpect(status().isOk());
    }

    private void home(NewHousehold household, String... steps) {
        Registered registered = households.register(household);
        households.enters(registered.id(), "home");
        for (String step : steps) {
            jdbc.sql(
                            "insert into reception_step (household_id, step, outcome, officer, at) values (?, ?, ?, 'olga', now())")
                    .params(registered.id(), step.split(": ")[0], step.split(": ")[1])
                    .update();
        }
    }

    @Test
    void a_link_opens_the_task_in_tasklist_and_what_is_not_there_is_said() throws Exception {
        Registered family = atReception(TestHouseholds.motherAndSon());
        web.perform(get("/reception/tasks?case=" + family.caseNumber() + "&station=money")
                        .with(OLGA))
                .andExpect(redirectedUrl("/camunda/app/tasklist/default/#/?task="
                        + task(family, "task_payAllowance").getId()));
        web.perform(get("/reception/tasks?case=" + family.caseNumber() + "&station=medical")
                        .with(OLGA))
                .andExpect(status().isNotFound());
        web.perform(get("/reception/tasks")
                        .param("case", "\0")
                        .param("station", "money")
                        .with(OLGA))
                .andExpect(status().isNotFound());
        perform(OLGA, post("/reception/lodging/release"), "case", "\0").andExpect(status().isNotFound());
        web.perform(get("/reception").param("station", "\0").with(OLGA)).andExpect(status().isOk());
        assertThat(jdbc.sql("select count(*) from audit where action = 'read' and subject = 'reception'")
                        .query(Integer.class)
                        .single())
                .as("names are read on record")
                .isPositive();
        web.perform(get("/reception?station=kitchen").with(OLGA)).andExpect(status().isOk());
        see(OLGA, family, "kitchen", "outcome", "paid").andExpect(status().isNotFound());
        see(OLGA, family, "money", "outcome", "paid", "visit", "x").andExpect(status().is4xxClientError());
    }

    private Registered atReception(NewHousehold household) {
        Registered family = landed(household);
        counted(family);
        return family;
    }

    private Registered landed(NewHousehold household) {
        Registered family = travellers.byRoad(household);
        for (Checkpoint checkpoint : Checkpoint.values()) {
            if (checkpoint != RECEPTION) {
                travellers.count(family.personIds(), checkpoint);
            }
        }
        travellers.start("arrival", family);
        return family;
    }

    private void counted(Registered family) {
        travellers.count(family.personIds(), RECEPTION);
    }

    private Task task(Registered family, String task) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(family.caseNumber())
                .taskDefinitionKey(task)
                .singleResult();
    }

    private String visit(Registered family, String station) {
        return jdbc.sql("select id from station_visit where household_id = :id and station = :station")
                .param("id", family.id())
                .param("station", station)
                .query(String.class)
                .single();
    }

    private String today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    }

    private String page(String address) throws Exception {
        return web.perform(get(address).with(OLGA).header("Accept-Language", "en"))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private ResultActions see(RequestPostProcessor officer, Registered family, String station, String... fields)
            throws Exception {
        MockHttpServletRequestBuilder request =
                post("/reception/stations").param("case", family.caseNumber()).param("station", station);
        return perform(officer, request, fields);
    }

    private ResultActions send(RequestPostProcessor officer, String address, String... fields) throws Exception {
        return perform(officer, post(address), fields);
    }

    private ResultActions perform(RequestPostProcessor officer, MockHttpServletRequestBuilder request, String... fields)
            throws Exception {
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return web.perform(request.with(officer).with(csrf()).header("Accept-Language", "en"));
    }

    private static RequestPostProcessor officer(String name, String... groups) {
        return user(name).roles(groups);
    }
}
