package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.planning.Planning;
import org.homeward.situation.Exits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** A day's movements from a file: every row is planned, there already, or listed for correction. */
@HomewardTest
@Breaks("I3")
class MovementImportWebTest {

    private static final String HEADINGS =
            "code,kind,origin,destination,exit,departs,arrives,seats,stretchers,wheelchairs,crew,baggageKg,vehicleType,carrier";

    @Autowired
    MockMvc web;

    @Autowired
    Planning planning;

    @Autowired
    Movements movements;

    @Autowired
    Exits exits;

    @Autowired
    Clock clock;

    @Test
    void what_is_right_is_planned_and_the_rest_is_listed_with_row_field_and_sentence() throws Exception {
        send(file(
                        HEADINGS,
                        row("BUS-1", "convoy", "MASNAA", "45"),
                        "",
                        row("BUS-2", "convoy", "ATLANTIS", "45"),
                        row("FL-1", "flight", "", "165")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.rows").value(3))
                .andExpect(jsonPath("$.planned").value(2))
                .andExpect(jsonPath("$.known").value(0))
                .andExpect(jsonPath("$.corrections").value(1))
                .andExpect(jsonPath("$.lines[1].row").value(4))
                .andExpect(jsonPath("$.lines[1].code").value("BUS-2"))
                .andExpect(jsonPath("$.lines[1].outcome").value("correction"))
                .andExpect(jsonPath("$.lines[1].field").value("exit"))
                .andExpect(jsonPath("$.lines[1].sentence").value(containsString("There is no such exit.")))
                .andExpect(jsonPath("$.lines[0].sentence").doesNotExist());

        assertThat(movements.upcoming()).extracting(Movement::code).containsExactlyInAnyOrder("BUS-1", "FL-1");
        assertThat(movements.upcoming()).extracting(Movement::state).containsOnly("open");
        assertThat(processes()).isEqualTo(2);
    }

    @Test
    void a_column_names_the_carrier() throws Exception {
        String day = thatDay().toString().substring(0, 10);
        String flight = "FL-1,flight,Beirut,Moscow," + day + " 06:00,165,su";
        send(file("code,kind,from,to,departs,seats,carrier", flight))
                .andExpect(jsonPath("$.planned").value(1));
        send(file("code,kind,from,to,departs,seats,carrier", flight))
                .andExpect(jsonPath("$.known").value(1));
        assertThat(movements.named("FL-1").carrier()).isEqualTo("su");
    }

    @Test
    void the_corrected_file_is_sent_whole_again_and_adds_only_what_was_missing() throws Exception {
        String first = row("BUS-1", "convoy", "MASNAA", "45");
        send(file(HEADINGS, first, row("BUS-2", "convoy", "MASNAA", "many")))
                .andExpect(jsonPath("$.planned").value(1))
                .andExpect(jsonPath("$.lines[1].field").value("seats"));
        exits.becomes("MASNAA", "closed");
        planning.cancel("BUS-1");

        send(file(HEADINGS, first, row("BUS-2", "convoy", "NASIB", "40")))
                .andExpect(jsonPath("$.lines[0].outcome").value("known"))
                .andExpect(jsonPath("$.lines[0].state").value("cancelled"))
                .andExpect(jsonPath("$.planned").value(1))
                .andExpect(jsonPath("$.corrections").value(0));
        assertThat(processes()).as("of what still goes").isEqualTo(1);
    }

    @Test
    void a_movement_that_has_left_meanwhile_is_still_there_already() throws Exception {
        byte[] day = file(HEADINGS, row("BUS-1", "convoy", "MASNAA", "45"));
        send(day).andExpect(jsonPath("$.planned").value(1));
        ClockUtil.setCurrentTime(Date.from(thatDay().plus(Duration.ofDays(2))));

        send(day)
                .andExpect(jsonPath("$.known").value(1))
                .andExpect(jsonPath("$.corrections").value(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,45,,              | code        | A movement needs a code
            B-1,train,Damascus,Beirut,MASNAA,DAY 06:00,,45,,            | kind        | convoy, ship or flight, not train
            B-1,ship,Damascus,Beirut,MASNAA,DAY 06:00,,45,,             | exit        | MASNAA is no port: a ship leaves by a port.
            B-1,convoy,Damascos,Beirut,MASNAA,DAY 06:00,,45,,           | origin      | No town called Damascos is known here.
            B-1,convoy,Damascus,Beyrooth,MASNAA,DAY 06:00,,45,,         | destination | No town called Beyrooth is known here.
            B-1,convoy,Damascus,Дамаск,MASNAA,DAY 06:00,,45,,           | destination | Origin and destination are the same
            B-1,convoy,Damascus,Beirut,NOWHERE,DAY 06:00,,45,,          | exit        | There is no such exit
            B-1,convoy,Damascus,Amman,NASIB,DAY 06:00,,45,,             | exit        | The exit NASIB is closed.
            B-1,convoy,Damascus,Beirut,,DAY 06:00,,45,,                 | exit        | A convoy needs the exit
            B-1,convoy,Damascus,Beirut,MASNAA,2013-01-22 06:00,,45,,    | departs     | is in the past
            B-1,convoy,Damascus,Beirut,MASNAA,2031-02-29 06:00,,45,,    | departs     | There is no such day or hour: 2031-02-29 06:00.
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 24:30,,45,,           | departs     | There is no such day or hour
            B-1,convoy,Damascus,Beirut,MASNAA,soon,,45,,                | departs     | This time cannot be read
            B-1,convoy,Damascus,Beirut,MASNAA,,,45,,                    | departs     | needs its departure
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,DAY 05:00,45,,  | arrives     | is not after the departure
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,0,,            | seats       | A movement without any place
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,many,,         | seats       | as a whole number
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,45,-1,         | stretchers  | less than no stretchers
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,45,,1001       | wheelchairs | at most 1000
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,45,,,46        | crew        | A crew of 46 has no place on 45 seats.
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,45,,,,19       | baggageKg   | between 20 kg of baggage, for one person
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,45,,,,much     | baggageKg   | in whole kilograms
            B-1,convoy,Damascus,Beirut,MASNAA,DAY 06:00,,45,,1,2,,,,7   |             | under no heading: 7.
            """)
    void what_is_wrong_with_a_row_is_said_with_its_field(String row, String field, String sentence) throws Exception {
        exits.becomes("NASIB", "closed");
        String day = thatDay().toString().substring(0, 10);
        ResultActions answer = send(file(HEADINGS, row.replace("DAY", day)))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.lines[0].row").value(2))
                .andExpect(jsonPath("$.lines[0].sentence").value(containsString(sentence)));
        if (field != null) {
            answer.andExpect(jsonPath("$.lines[0].field").value(field));
        }
        assertThat(movements.all()).isEmpty();
    }

    @Test
    void of_rows_with_the_same_code_none_is_planned_and_each_names_the_others() throws Exception {
        send(file(
                        HEADINGS,
                        row("BUS-1", "convoy", "MASNAA", "45"),
                        row("FL-1", "flight", "", "165"),
                        row("bus-1", "convoy", "MASNAA", "30")))
                .andExpect(jsonPath("$.planned").value(1))
                .andExpect(jsonPath("$.lines[0].sentence")
                        .value("The code BUS-1 stands in several rows: 2, 4. Each movement has a code of its own."))
                .andExpect(jsonPath("$.lines[2].field").value("code"));
        send(file(HEADINGS, row("FL-1", "flight", "", "164")))
                .andExpect(jsonPath("$.lines[0].sentence")
                        .value("There is another movement with the code FL-1. Choose a code of its own."));
    }

    @Test
    void spreadsheets_of_several_kinds_are_read() throws Exception {
        String departs = DateTimeFormatter.ofPattern("dd.MM.yyyy H:mm")
                .withZone(ZoneOffset.UTC)
                .format(thatDay());
        send(("\uFEFFFrom;To;Code;Kind;Seats;Departs;;\r\n\"Beirut\";Москва;FL-1;Flight;165;" + departs
                                + ";;\r\n;;;;;;;\r\n")
                        .getBytes(StandardCharsets.UTF_8))
                .andExpect(jsonPath("$.rows").value(1))
                .andExpect(jsonPath("$.planned").value(1));
        assertThat(movements.named("FL-1").departs()).isEqualTo(thatDay());
        String local = thatDay().atOffset(ZoneOffset.ofHours(2)).toString();
        send(file("code,kind,origin,destination,departs,seats", "FL-2,flight,Beirut,Moscow," + local + ",165"));
        assertThat(movements.named("FL-2").departs()).isEqualTo(thatDay());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            code,kind,origin,destination,departs           | The column 'seats or vehicleType' is missing.
            code,kind,origin,destination,departs,seats,hue | There is no column 'hue' here.
            code,code,kind,origin,destination,departs,seats | The column 'code' stands there twice.
            code,kind,origin,destination,departs,"seats    | a quotation mark is not closed
            ` `                                            | The file is empty.
            """)
    void a_file_that_is_none_is_refused_whole(String text, String sentence) throws Exception {
        send(text.getBytes(StandardCharsets.UTF_8))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("file"))
                .andExpect(jsonPath("$.detail").value(containsString(sentence)));
    }

    @Test
    void files_out_of_bounds_or_in_another_encoding_are_refused_whole() throws Exception {
        send("код,kind".getBytes(Charset.forName("windows-1251")))
                .andExpect(jsonPath("$.detail").value(containsString("no text in UTF-8")));
        send(file(IntStream.range(0, 502)
                        .mapToObj(i -> i == 0 ? HEADINGS : row("BUS-" + i, "convoy", "MASNAA", "45"))
                        .toArray(String[]::new)))
                .andExpect(jsonPath("$.detail").value(containsString("The file has 501 movements: at most 500")));
        send(new byte[(1 << 20) + 1]).andExpect(jsonPath("$.detail").value(containsString("at most 1 MB")));
        web.perform(multipart("/api/movements/import").with(TRANSPORT)).andExpect(status().isBadRequest());
        assertThat(movements.all()).isEmpty();
    }

    /** Rows put together at random from right and wrong cells; the numbers are the seeds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_row_of_any_file_is_planned_there_already_or_listed(long seed) throws Exception {
        Random random = new Random(seed);
        List<List<String>> cells = List.of(
                List.of("BUS-1", "BUS-2", "bus-3", "FL-1", "FL-2", "FL-3", "", "a b"),
                List.of("convoy", "flight", "Flight", "ship"),
                List.of("Damascus", "Beirut", "Homs", "Nowhere"),
                List.of("Beirut", "Moscow", "Moscow", "\"a, b\""),
                List.of("MASNAA", "", "masnaa", "X"),
                List.of(thatDay().toString(), thatDay().toString(), "2013-01-01 00:00", "x"),
                List.of("", thatDay().plusSeconds(3600).toString(), "y"),
                List.of("45", "10", "0", "-1", "z"),
                List.of("", "1", "2000"),
                List.of("", "0"));
        String[] lines = new String[31];
        lines[0] = HEADINGS;
        for (int i = 1; i < lines.length; i++) {
            List<String> row = new ArrayList<>(cells.stream()
                    .map(some -> some.get(random.nextInt(some.size())))
                    .toList());
            if (random.nextInt(4) > 0) {
                row.set(0, "M-" + i);
            }
            lines[i] = String.join(",", row);
        }
        int before = movements.all().size();
        String answer = send(file(lines))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);

        int planned = JsonPath.read(answer, "$.planned");
        assertThat((int) JsonPath.read(answer, "$.rows")).isEqualTo(30);
        assertThat(JsonPath.<List<Integer>>read(answer, "$.lines[*].row"))
                .isEqualTo(IntStream.rangeClosed(2, 31).boxed().toList());
        assertThat(planned + (int) JsonPath.read(answer, "$.known") + (int) JsonPath.read(answer, "$.corrections"))
                .isEqualTo(30);
        assertThat(JsonPath.<List<String>>read(answer, "$.lines[?(@.outcome == 'correction')].sentence"))
                .hasSize(JsonPath.<Integer>read(answer, "$.corrections"));
        assertThat(movements.all()).hasSize(before + planned);
        send(file(lines))
                .andExpect(jsonPath("$.planned").value(0))
                .andExpect(jsonPath("$.known").value(planned));
    }

    @Test
    void the_page_takes_a_file_and_shows_what_has_become_of_it_in_russian_too() throws Exception {
        web.perform(get("/movements").with(TRANSPORT)).andExpect(content().string(containsString("/movements/import")));
        web.perform(get("/movements/import/template.csv").with(TRANSPORT))
                .andExpect(header().string(HttpHeaders.CONTENT_DISPOSITION, containsString("movements.csv")))
                .andExpect(content().string("\uFEFF" + HEADINGS + "\r\n"));
        MockMultipartFile day =
                part(file(HEADINGS, row("BUS-1", "convoy", "MASNAA", "45"), row("<b>", "convoy", "MASNAA", "45")));
        web.perform(multipart("/movements/import").file(day).with(TRANSPORT))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("id=\"planned\">1<")))
                .andExpect(content().string(containsString("id=\"corrections\">1<")))
                .andExpect(content().string(containsString("/movements/BUS-1")))
                .andExpect(content().string(containsString("&lt;b&gt;")))
                .andExpect(content().string(containsString("A code has letters")));
        web.perform(multipart("/movements/import").file(day).with(TRANSPORT).header(HttpHeaders.ACCEPT_LANGUAGE, "ru"))
                .andExpect(content().string(containsString("id=\"known\">1<")))
                .andExpect(content().string(containsString("Код состоит из букв")))
                .andExpect(content().string(not(containsString("??"))));
        web.perform(multipart("/movements/import")
                        .file(part("code;kind".getBytes(StandardCharsets.UTF_8)))
                        .with(TRANSPORT)
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ru"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Нет столбца &#39;origin&#39;.")));
        web.perform(post("/movements/import").with(TRANSPORT)).andExpect(status().isBadRequest());
    }

    private static final RequestPostProcessor TRANSPORT = request ->
            csrf().postProcessRequest(user("officer").roles("transport").postProcessRequest(request));

    private Instant thatDay() {
        return clock.instant()
                .plus(Duration.ofDays(2))
                .truncatedTo(ChronoUnit.DAYS)
                .plus(Duration.ofHours(6));
    }

    private String row(String code, String kind, String exit, String seats) {
        boolean convoy = kind.equals("convoy");
        return String.join(
                ",",
                code,
                kind,
                convoy ? "Damascus" : "Beirut",
                convoy ? "Beirut" : "Moscow",
                exit,
                thatDay().toString(),
                "",
                seats,
                "1",
                "",
                "2");
    }

    private static byte[] file(String... lines) {
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static MockMultipartFile part(byte[] content) {
        return new MockMultipartFile("file", "рейсы.csv", "text/csv", content);
    }

    private ResultActions send(byte[] content) throws Exception {
        return web.perform(
                multipart("/api/movements/import").file(part(content)).with(TRANSPORT));
    }

    private static long processes() {
        return runtimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey("movement")
                .count();
    }
}
