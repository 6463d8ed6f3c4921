package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** A mother with her son is ready, and a bus and a plane take one person less than they are. */
@HomewardTest
@Breaks("I3")
class ForecastWebTest {

    private static final RequestPostProcessor OFFICER = user("olga").roles("consular");
    private static final String FULLER =
            "{\"what\": \"placesAdded\", \"movement\": \"bus-1\", \"seats\": 1}, {\"what\": \"placesAdded\","
                    + " \"movement\": \"FL-1\", \"seats\": 1}";

    @Autowired
    private MockMvc web;

    @Autowired
    private Planning planning;

    @Autowired
    private Households households;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    private LocalDate today;

    @BeforeEach
    void a_family_that_does_not_fit() {
        Instant now = clock.instant();
        today = LocalDate.ofInstant(now, ZoneId.of("Asia/Damascus"));
        planning.open(planning.plan(convoy("BUS-1", now.plus(Duration.ofHours(30)), 1))
                .movement()
                .id());
        planning.open(planning.plan(flight("FL-1", now.plus(Duration.ofHours(40)), 1))
                .movement()
                .id());
        households.enters(households.register(TestHouseholds.motherAndSon()).id(), "ready");
    }

    @Test
    void a_program_reads_the_forecast_and_what_would_be_and_nothing_is_written() throws Exception {
        Map<String, String> before = everythingStored();

        ask("{}")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.asPlanned.zone").value("Asia/Damascus"))
                .andExpect(jsonPath("$.asPlanned.days[0].day").value(today.toString()))
                .andExpect(jsonPath("$.asPlanned.days[0].limits[0].kind").value("NOTHING"))
                .andExpect(jsonPath("$.asPlanned.left.persons").value(2))
                .andExpect(jsonPath("$.asPlanned.left.reasons[0].why").value(containsString("holds this family whole")))
                .andExpect(jsonPath("$.supposed").isEmpty());
        ask("{\"hypotheses\": [" + FULLER + "]}")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.asPlanned.left.persons").value(2))
                .andExpect(jsonPath("$.supposed.left.persons").value(0))
                .andExpect(jsonPath("$.supposed.everybodyHome").isNotEmpty())
                .andExpect(jsonPath("$.greatest.persons").value(2));

        assertThat(everythingStored()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "what | \"what\": \"rain\" | What is supposed is one of",
                "what | \"seats\": 3 | What is supposed is one of",
                "movement | \"what\": \"movementLost\", \"movement\": \"BUS-9\" | There is no movement with this code.",
                "movement | \"what\": \"movementLost\" | There is no movement with this code.",
                "seats | \"what\": \"placesAdded\", \"movement\": \"BUS-1\" | Say how many places more",
                "seats | \"what\": \"placesAdded\", \"movement\": \"BUS-1\", \"seats\": -1 | Say how many places more",
                "seats | \"what\": \"placesAdded\", \"movement\": \"BUS-1\", \"seats\": 1000000000 | Say how many",
                "seats | \"what\": \"placesAdded\", \"movement\": \"BUS-1\", \"seats\": 1000 | No vehicle has 1001 seats",
                "seats | \"what\": \"placesAdded\", \"movement\": \"BUS-1\", \"seats\": \"many\" | not a whole number",
                "road | \"what\": \"roadCut\", \"road\": \"MOON\", \"hours\": 5 | There is no such exit or governorate.",
                "hours | \"what\": \"roadCut\", \"road\": \"MASNAA\" | Say for how many hours the road is cut",
                "exit | \"what\": \"exitCloses\", \"exit\": \"MOON\" | There is no such exit.",
                "from | \"what\": \"exitCloses\", \"exit\": \"MASNAA\" | Say from which day on",
                "from | \"what\": \"exitCloses\", \"exit\": \"MASNAA\", \"from\": \"Monday\" | not of the right kind",
                "to | \"what\": \"exitCloses\", \"exit\": \"MASNAA\", \"from\": \"2013-01-22\" | Say until which day",
                "to | \"what\": \"exitCloses\", \"exit\": \"MASNAA\", \"from\": \"2013-01-22\", \"to\": \"2013-01-21\" | is before",
                "to | \"what\": \"exitCloses\", \"exit\": \"MASNAA\", \"from\": \"2013-01-22\", \"to\": \"2013-01-23\" | past",
                "to | \"what\": \"exitCloses\", \"exit\": \"MASNAA\", \"from\": \"2013-01-22\", \"to\": \"9013-01-23\" | two years",
                "kind | \"what\": \"movementAdded\", \"kind\": \"balloon\" | The kind of a movement is",
                "departs | \"what\": \"movementAdded\", \"kind\": \"flight\", \"origin\": \"Beirut\", \"destination\": \"Moscow\", \"seats\": 9, \"departs\": \"2013-01-22T04:00:00Z\" | in the past",
                "origin | \"what\": \"movementAdded\", \"kind\": \"flight\", \"origin\": \"Nowhere\", \"destination\": \"Moscow\", \"seats\": 9, \"departs\": \"SOON\" | No town is known",
                "seats | \"what\": \"movementAdded\", \"kind\": \"flight\", \"origin\": \"Beirut\", \"destination\": \"Moscow\", \"seats\": 0, \"departs\": \"SOON\" | carries nobody",
                "exit | \"what\": \"movementAdded\", \"kind\": \"convoy\", \"origin\": \"Damascus\", \"destination\": \"Beirut\", \"seats\": 9, \"departs\": \"SOON\" | needs the exit",
            })
    void what_cannot_be_supposed_is_answered_with_a_sentence_and_its_field(
            String field, String hypothesis, String sentence) throws Exception {
        String soon = clock.instant().plus(Duration.ofHours(50)).toString();

        ask("{\"hypotheses\": [" + FULLER + ", {" + hypothesis.replace("SOON", soon) + "}]}")
                .andExpect(status().is4xxClientError())
                .andExpect(jsonPath("$.field").value("hypotheses[2]." + field))
                .andExpect(jsonPath("$.detail").value(containsString(sentence)));
    }

    @Test
    void quotas_out_of_range_a_thousand_hypotheses_and_none_at_all_are_refused() throws Exception {
        ask(quota("-1"))
                .andExpect(jsonPath("$.field").value("hypotheses[0].persons"))
                .andExpect(jsonPath("$.detail").value(containsString("0 to 1,000,000")));
        ask(quota("null")).andExpect(status().isOk());
        ask("{\"hypotheses\": [" + String.join(",", Collections.nCopies(1000, "{}")) + "]}")
                .andExpect(status().is4xxClientError())
                .andExpect(jsonPath("$.detail").value("At most 20 things are supposed at a time, not 1000."));
        ask("{\"hypotheses\": [null]}").andExpect(status().is4xxClientError());
        ask("[]").andExpect(status().is4xxClientError());
    }

    private String quota(String persons) {
        return ("{\"hypotheses\": [{\"what\": \"quotaChanges\", \"exit\": \"masnaa\", \"from\": \"%s\", \"to\": \"%s\","
                        + " \"persons\": %s}]}")
                .formatted(today, today.plusDays(700), persons);
    }

    private ResultActions ask(String body) throws Exception {
        return web.perform(post("/api/forecast")
                .with(OFFICER)
                .with(csrf())
                .contentType(APPLICATION_JSON)
                .content(body));
    }

    @Test
    void an_officer_supposes_one_thing_after_another_and_keeps_the_address() throws Exception {
        web.perform(get("/operation/forecast").with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("2 persons find no place")))
                .andExpect(content().string(containsString("class=\"planned\"")))
                .andExpect(content().string(not(containsString("id=\"difference\""))))
                .andExpect(content().string(containsString("id=\"movementLost-movement\"")))
                .andExpect(content().string(not(containsString("id=\"exitCloses-movement\""))));
        web.perform(get("/operation/forecast")
                        .with(OFFICER)
                        .param("if", "what=placesAdded;movement=BUS-1;seats=1")
                        .param("what", "placesAdded")
                        .param("movement", "fl-1")
                        .param("seats", "1"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Nobody is left without a place, instead of 2 persons.")))
                .andExpect(content().string(containsString("2 persons more are home by")))
                .andExpect(content()
                        .string(containsString("name=\"if\" value=\"what=placesAdded;movement=fl-1;seats=1\"")));
    }

    @Test
    void what_was_typed_wrongly_stays_in_the_form_beside_what_is_supposed_already() throws Exception {
        web.perform(get("/operation/forecast")
                        .with(OFFICER)
                        .param("if", "what=movementLost;movement=BUS-1")
                        .param("what", "placesAdded")
                        .param("movement", "FL-1")
                        .param("seats", "ten, please"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Give the number of seats as a whole number.")))
                .andExpect(content().string(containsString("value=\"ten, please\" aria-invalid=\"true\"")))
                .andExpect(content().string(containsString("id=\"difference\"")));
        web.perform(get("/operation/forecast").with(OFFICER).param("if", ";;=;what=exitCloses;from=soon"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("This day cannot be read")));
        web.perform(get("/operation/forecast")
                        .with(OFFICER)
                        .param(
                                "if",
                                Collections.nCopies(21, "what=movementLost;movement=BUS-1")
                                        .toArray(String[]::new)))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("At most 20 things are supposed at a time, not 21.")));
    }

    @Test
    void a_ship_may_be_supposed_too() throws Exception {
        web.perform(get("/operation/forecast")
                        .with(OFFICER)
                        .param("what", "movementAdded")
                        .param("kind", "ship")
                        .param("origin", "Tartus")
                        .param("destination", "Larnaca")
                        .param("exit", "TARTUS")
                        .param("departs", today.plusDays(3) + "T06:00")
                        .param("seats", "200"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Another ship")))
                .andExpect(content().string(containsString("<option value=\"ship\"")));
    }

    @Test
    void a_road_may_be_supposed_to_be_cut() throws Exception {
        web.perform(get("/operation/forecast")
                        .with(OFFICER)
                        .param("what", "roadCut")
                        .param("road", "damascus")
                        .param("hours", "48"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("A road is cut from now on")))
                .andExpect(content().string(containsString("48 h")))
                .andExpect(content().string(containsString("value=\"what=roadCut;road=damascus;hours=48\"")));
    }

    @Test
    void nothing_is_supposed_to_be_on_its_way_only_while_its_exit_is_shut() throws Exception {
        jdbc.sql("update exit set hours = '09:00–09:30' where code = 'MASNAA'").update();

        ask("{\"hypotheses\": [{\"what\": \"movementAdded\", \"kind\": \"convoy\", \"origin\": \"Damascus\", \"destination\":"
                        + " \"Beirut\", \"exit\": \"MASNAA\", \"seats\": 9, \"departs\": \"" + today.plusDays(3)
                        + "T16:00:00Z\"}]}")
                .andExpect(status().is4xxClientError())
                .andExpect(jsonPath("$.field").value("hypotheses[0].departs"))
                .andExpect(jsonPath("$.detail").value(containsString("MASNAA is open at 09:00–09:30 only")));
    }

    @Test
    void a_forecast_speaks_Russian() throws Exception {
        web.perform(get("/operation/forecast")
                        .with(OFFICER)
                        .locale(Locale.forLanguageTag("ru"))
                        .param("if", "what=movementLost;movement=BUS-1"))
                .andExpect(content().string(containsString("Никуда из запланированного не помещаются: 2 чел.")))
                .andExpect(content().string(containsString("Рейс или колонна отпадает")))
                .andExpect(content().string(not(containsString("holds this family"))));
    }

    /** Every table of ours and of the engine, by what is in it. */
    private Map<String, String> everythingStored() {
        Map<String, String> stored = new TreeMap<>();
        jdbc.sql("""
                        select schemaname || '.' || tablename from pg_tables
                        where schemaname in ('homeward', 'camunda')""")
                .query(String.class)
                .list()
                .forEach(table -> stored.put(
                        table,
                        jdbc.sql("select coalesce(md5(string_agg(stored::text, ' ' order by stored::text)), '') from "
                                        + table + " stored")
                                .query(String.class)
                                .single()));
        return stored;
    }
}
