package org.homeward.planning.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.homeward.household.TestHouseholds.household;
import static org.homeward.household.TestHouseholds.mother;
import static org.homeward.household.TestHouseholds.motherAndSon;
import static org.homeward.household.TestHouseholds.person;
import static org.homeward.movement.TestMovements.convoy;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.CannotStart;
import org.homeward.household.Households;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.movement.Movement;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The manifest in its four shapes, for those who may take it. */
@HomewardTest
@Breaks("I3")
@TestPropertySource(
        properties = {
            "homeward.telephone=+961 1 300041",
            "homeward.paxlst.sender=Консульство+Beirut",
            "homeward.paxlst.recipients.masnaa=LB/GS-1"
        })
class ManifestFilesTest {

    private static final RequestPostProcessor TRANSPORT = user("t").roles("transport");
    private static final RequestPostProcessor CLEARED = user("c").roles("transport", "cleared");

    @ParameterizedTest
    @CsvSource({
        "'', BORDER, LB, HOMEWARD_PAXLST_SENDER",
        "US, '', LB, HOMEWARD_PAXLST_RECIPIENT",
        "US, BORDER, '', HOMEWARD_PAXLST_RECIPIENTS_MASNAA",
    })
    void a_party_without_a_name_stops_the_start_with_a_sentence(
            String sender, String recipient, String ofMasnaa, String variable) {
        assertThatThrownBy(() -> new PaxListParties(sender, recipient, Map.of("masnaa", ofMasnaa)))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith(variable + " is no name");
    }

    @Autowired
    MockMvc web;

    @Autowired
    Planning planning;

    @Autowired
    Reservations reservations;

    @Autowired
    Households households;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    private Instant tomorrow = Instant.EPOCH;

    @BeforeEach
    void tomorrow() {
        tomorrow = clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MINUTES);
    }

    @Test
    void border_authorities_read_a_passenger_list_that_keeps_to_its_schema() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered family = aboard(plane, motherAndSon().members());
        Registered others = aboard(
                plane,
                List.of(
                        person("ريما الحداد", null, LocalDate.of(1951, 1, 1), "female", "applicant", null),
                        person("Щукина-Ёлкина Юлия", null, null, "unknown", "other", "AB+12'34?5:6")));
        jdbc.sql("update person set born_estimated = true where born = '1951-01-01'")
                .update();
        jdbc.sql("""
                insert into document (person_id, kind, number, number_key, expires, issued_by)
                select id, 'passport', '510009999', '510009999', '2001-01-31', 'RUS' from person where latin_name like '% VERA'""").update();
        send(plane);

        byte[] message = file("/api/movements/FL-1/manifest.edi", TRANSPORT);
        keep("manifest.edi", message);
        assertThat(errors(message)).isEmpty();
        assertThat(new String(message, US_ASCII)).matches("[A-Z0-9 .,()/='+:?-]+");

        List<List<String>> segments = segments(new String(message, US_ASCII));
        String departs = DateTimeFormatter.ofPattern("yyMMddHHmm")
                .withZone(ZoneId.of("Asia/Damascus"))
                .format(tomorrow);
        assertThat(segments.stream().map(segment -> String.join("|", segment)))
                .contains(
                        "BGM|745",
                        "NAD|MS|||CONSULAR POST ABROAD",
                        "COM|+961 1 300041:TE",
                        "LOC|125|BEY",
                        "LOC|87|MOW",
                        "DTM|189:" + departs + ":201",
                        "CNT|42:4");
        assertThat(travellers(segments))
                .containsExactly(
                        List.of(
                                "NAD|FL|||POLEVAIA:VERA",
                                "ATT|2||F",
                                "DTM|329:800412",
                                "LOC|178|BEY",
                                "LOC|179|MOW",
                                "NAT|2|RUS",
                                "RFF|AVF:" + family.caseNumber(),
                                "RFF|ABO:" + number("% VERA"),
                                "DOC|P:110:111|510000001",
                                "DTM|36:600101",
                                "LOC|91|RUS"),
                        List.of(
                                "NAD|FL|||POLEVOI:LEV",
                                "ATT|2||M",
                                "DTM|329:200601",
                                "LOC|178|BEY",
                                "LOC|179|MOW",
                                "NAT|2|RUS",
                                "RFF|AVF:" + family.caseNumber(),
                                "RFF|ABO:" + number("% LEV"),
                                "DOC|P:110:111|510000002",
                                "DTM|36:600101",
                                "LOC|91|RUS"),
                        List.of(
                                "NAD|FL|||HDAD:RYMA",
                                "ATT|2||F",
                                "DTM|329:510000",
                                "LOC|178|BEY",
                                "LOC|179|MOW",
                                "NAT|2|RUS",
                                "RFF|AVF:" + others.caseNumber(),
                                "RFF|ABO:" + number("ريما%")),
                        List.of(
                                "NAD|FL|||SHCHUKINA ELKINA:YULIYA",
                                "ATT|2||U",
                                "LOC|178|BEY",
                                "LOC|179|MOW",
                                "NAT|2|RUS",
                                "RFF|AVF:" + others.caseNumber(),
                                "RFF|ABO:" + number("Щукина%"),
                                "DOC|P:110:111|AB123456",
                                "DTM|36:600101",
                                "LOC|91|RUS"));
        assertThat(segments.get(0)).startsWith("UNB", "UNOA:4", "KONSULSTVO BEIRUT", "BORDER");
        int unh = indexOf(segments, "UNH");
        int unt = indexOf(segments, "UNT");
        assertThat(segments.get(unt))
                .containsExactly(
                        "UNT", String.valueOf(unt - unh + 1), segments.get(unh).get(1));
        assertThat(segments.get(unt + 1).get(0)).isEqualTo("UNE");
        assertThat(segments.get(unt + 2).get(0)).isEqualTo("UNZ");
    }

    @ParameterizedTest
    @CsvSource({"ship, 1", "convoy, 3", "flight, 4"})
    void the_list_says_by_what_they_travel(String kind, String mode) throws Exception {
        Movement movement = planned(convoy("M-1", tomorrow, 40));
        jdbc.sql("update movement set kind = :kind").param("kind", kind).update();
        aboard(movement, motherAndSon().members());
        send(movement);
        byte[] message = file("/api/movements/M-1/manifest.edi", TRANSPORT);
        assertThat(errors(message)).isEmpty();
        assertThat(new String(message, US_ASCII)).contains("TDT+20+M-1+" + mode + "'");
        assertThat(file("/api/movements/M-1/manifest.pdf", TRANSPORT)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "flight, su, TDT+20+M-1+4++SU'",
        "flight, RFF, TDT+20+M-1+4++RFF'",
        "flight, МЧС России, TDT+20+M-1+4++:::MCHS ROSSII'",
        "flight, '?!', TDT+20+M-1+4'",
        "convoy, SU, TDT+20+M-1+3++:::SU'",
        "convoy, Красный Крест и Красный Полумесяц 1, TDT+20+M-1+3++:::KRASNYY KREST I KRASNYY POLUMESYATS'",
    })
    void the_list_says_who_carries_them_an_airline_by_its_code_anybody_else_by_name(
            String kind, String carrier, String transport) throws Exception {
        Movement movement = planned(convoy("M-1", tomorrow, 40));
        jdbc.sql("update movement set kind = :kind, carrier = :carrier")
                .param("kind", kind)
                .param("carrier", carrier)
                .update();
        aboard(movement, motherAndSon().members());
        send(movement);
        byte[] message = file("/api/movements/M-1/manifest.edi", TRANSPORT);
        assertThat(errors(message)).isEmpty();
        assertThat(new String(message, US_ASCII)).contains(transport);
        assertThat(text(file("/api/movements/M-1/manifest.pdf", TRANSPORT))).contains("Carrier: " + carrier);
    }

    @Test
    void a_passenger_list_of_nobody_and_one_with_whatever_names_there_are_keep_to_the_schema_too() throws Exception {
        Movement bus = planned(convoy("АВТ_1-" + "x".repeat(34), tomorrow, 400));
        reservations.writeManifest(bus.id());
        planning.sendManifest(bus.id());
        String path = "/api/movements/" + bus.code() + "/manifest.edi";
        byte[] empty = file(path, TRANSPORT);
        assertThat(errors(empty)).isEmpty();
        assertThat(new String(empty, US_ASCII))
                .startsWith("UNB+UNOA:4+KONSULSTVO BEIRUT+LB/GS-1+")
                .contains("'UNG+PAXLST+KONSULSTVO BEIRUT+LB/GS-1+");

        List<String> names = List.of(
                "X".repeat(200),
                "O'BRIEN-ŁUKASZ, ANNA MARIA",
                "AL HADDAD RIMA",
                "王小明",
                "12345",
                "A",
                "ABD EL RAHMAN",
                "NAME " + "LONG ".repeat(30),
                "Д'Арк+Анна: Мария?");
        for (String name : names) {
            aboard(bus, List.of(person(name, null, null, "male", "applicant", null)));
        }
        jdbc.sql("update person set nationalities = '{}' where name = 'A'").update();
        reservations.writeManifest(bus.id());

        byte[] message = file(path, TRANSPORT);
        keep("manifest-names.edi", message);
        assertThat(errors(message)).isEmpty();
        assertThat(segments(new String(message, US_ASCII)).stream()
                        .filter(segment ->
                                segment.get(0).equals("NAD") && segment.get(1).equals("FL"))
                        .map(segment -> segment.get(4)))
                .containsExactly(
                        "X".repeat(35),
                        "OBRIEN LUKASZ:ANNA MARIA",
                        "AL HADDAD:RIMA",
                        "WANG XIAO MING",
                        "UNKNOWN",
                        "A",
                        "ABD EL RAHMAN",
                        "NAME:LONG LONG LONG LONG LONG LONG LONG",
                        "DARK ANNA:MARIYA");
    }

    @Test
    void the_check_of_this_test_sees_what_is_wrong() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        aboard(plane, motherAndSon().members());
        send(plane);
        String message = new String(file("/api/movements/FL-1/manifest.edi", TRANSPORT), US_ASCII);
        assertThat(errors(message.replace("ATT+2++F'", "").getBytes(US_ASCII))).isNotEmpty();
        assertThat(errors(message.replace("ATT+2++F'", "ATT+2++Q'").getBytes(US_ASCII)))
                .isNotEmpty();
        assertThat(errors(message.replace("POLEVAIA", "P".repeat(36)).getBytes(US_ASCII)))
                .isNotEmpty();
        assertThat(errors(message.replaceFirst("UNT\\+\\d+", "UNT+7").getBytes(US_ASCII)))
                .isNotEmpty();
    }

    @Test
    void the_leader_has_it_on_paper_with_children_and_needs_marked() throws Exception {
        Movement bus = planned(convoy("BUS-1", tomorrow, 400));
        Registered family = households.register(motherAndSon());
        jdbc.sql("update person set needs = '{wheelchair,oxygen}', place = 'wheelchair' where latin_name like '% VERA'")
                .update();
        reservations.reserve(List.of(new Seating(family.id(), List.of(bus.id()))));
        for (int number = 0; number < 60; number++) {
            aboard(bus, List.of(person("الحداد ريما", "AL HADDAD RIMA", null, "female", "applicant", null)));
        }
        jdbc.sql("""
                update person set name = 'Абдуррахманова-Константинопольская Александра-Елизавета Владиславовна',
                       latin_name = 'ABDURRAKHMANOVA-KONSTANTINOPOLSKAIA ALEKSANDRA-ELIZAVETA VLADISLAVOVNA'
                where id = (select max(id) from person)""").update();
        Registered hidden = households.register(TestHouseholds.restricted());
        reservations.reserve(List.of(new Seating(hidden.id(), List.of(bus.id()))));
        jdbc.sql("update movement set crew = 3, vehicle_type = 'Coaches of the embassy'")
                .update();
        send(bus);

        byte[] paper = file("/api/movements/BUS-1/manifest.pdf", TRANSPORT);
        keep("manifest-en.pdf", paper);
        String text = text(paper);
        assertThat(text)
                .contains("BUS-1", "Damascus", "Beirut", "Jdeideh / Masnaa", "(Asia/Damascus)")
                .contains(
                        "Persons 62", "Households 61", "Children 1", "Wheelchairs 1", "Seats 61", "Crew and escorts 3")
                .contains("Vehicle type Coaches of the embassy", "Константинопольская")
                .contains(family.caseNumber(), "Полевая Вера", "POLEVAIA VERA", "travels in a wheelchair", "oxygen")
                .containsPattern("child, \\d+")
                .contains("page 1 of ", "page 2 of ")
                .doesNotContain(hidden.caseNumber());
        assertThat(text(file("/api/movements/BUS-1/manifest.pdf", CLEARED)))
                .contains("Persons 63", "Households 62", hidden.caseNumber());
        byte[] russian = web.perform(get("/movements/BUS-1/manifest.pdf")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ru")
                        .with(TRANSPORT))
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
        keep("manifest-ru.pdf", russian);
        assertThat(text(russian)).contains("Дамаск", "Бейрут", "ребёнок", "страница 1 из", "кислород");
        byte[] arabic = web.perform(get("/movements/BUS-1/manifest.pdf")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ar")
                        .with(TRANSPORT))
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
        keep("manifest-ar.pdf", arabic);
        assertThat(text(arabic))
                .as("no sign that the fonts do not have, and none beside its letter")
                .contains(family.caseNumber(), "POLEVAIA VERA")
                .doesNotContainPattern("[#\\u064B-\\u0652]");
    }

    /** {@code ريما الحداد} as a reader of Arabic sees it, read from the left: each letter in the form that its neighbours ask for. */
    @Test
    void an_arabic_name_on_paper_stands_from_right_to_left_in_letters_that_are_joined() throws Exception {
        Movement bus = planned(convoy("BUS-1", tomorrow, 40));
        aboard(bus, List.of(person("ريما الحداد", "AL HADDAD RIMA", null, "female", "applicant", null)));
        send(bus);

        List<List<TextPosition>> lines = PrintedPass.of(file("/api/movements/BUS-1/manifest.pdf", TRANSPORT))
                .lines();

        String joined = "\uFEA9\uFE8D\uFEAA\uFEA4\uFEDF\uFE8D \uFE8E\uFEE4\uFEF3\uFEAD";
        assertThat(lines).anySatisfy(line -> {
            String seen = line.stream().map(TextPosition::getUnicode).collect(Collectors.joining());
            assertThat(seen).contains(joined);
            TextPosition end = line.get(seen.indexOf(joined) + 7);
            TextPosition middle = line.get(seen.indexOf(joined) + 8);
            assertThat(end.getXDirAdj() + end.getWidthDirAdj()).isCloseTo(middle.getXDirAdj(), within(0.1f));
        });
    }

    @Test
    void a_workbook_and_a_table_say_the_same_and_no_cell_is_a_formula() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered family = aboard(plane, motherAndSon().members());
        jdbc.sql("update person set name = '=1+1' where latin_name like '% LEV'")
                .update();
        send(plane);

        List<Row> rows;
        try (ReadableWorkbook book =
                new ReadableWorkbook(new ByteArrayInputStream(file("/api/movements/FL-1/manifest.xlsx", TRANSPORT)))) {
            rows = book.getFirstSheet().read();
        }
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).getCellText(0)).isEqualTo("Case");
        assertThat(rows.get(1).getCellText(0)).isEqualTo(family.caseNumber());
        assertThat(rows.get(1).getCellText(1)).isEqualTo("Полевая Вера");
        assertThat(rows.get(1).getCellAsDate(3))
                .hasValueSatisfying(born -> assertThat(born.toLocalDate()).isEqualTo(LocalDate.of(1980, 4, 12)));
        assertThat(rows.get(2).getCellText(1)).isEqualTo("=1+1");
        assertThat(rows.get(2).getCell(1).getFormula()).isNull();
        assertThat(rows.get(2).getCellText(6)).isEqualTo("child");
        assertThat(rows.get(2).getCellText(10)).isEqualTo("510000002");

        String csv = new String(file("/api/movements/FL-1/manifest.csv", TRANSPORT), UTF_8);
        assertThat(csv.lines().toList().get(0))
                .isEqualTo(
                        "\uFEFFCase,Name,Name as in the passport,Born,Sex,Place,child,Needs,Nationality,Document,Number,"
                                + "Valid until,Issued by");
        assertThat(csv.lines().toList().get(2))
                .startsWith(family.caseNumber() + ",'=1+1,POLEVOI LEV,")
                .endsWith(",male,seat,child,,RUS,passport,510000002,2060-01-01,RUS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pdf", "csv", "xlsx", "edi"})
    void each_is_a_file_with_its_name_for_those_who_may_take_it(String ending) throws Exception {
        String path = "/api/movements/FL-1/manifest." + ending;
        web.perform(get(path).with(TRANSPORT))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.detail").value("There is no movement with this code."));
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        aboard(plane, motherAndSon().members());
        reservations.writeManifest(plane.id());
        web.perform(get(path).with(TRANSPORT))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.detail").value("The manifest of this movement has not gone out yet."));
        planning.sendManifest(plane.id());
        for (String group : List.of("consular", "vetting", "managers", "designers", "cleared")) {
            web.perform(get(path).with(user("x").roles(group))).andExpect(status().isForbidden());
        }
        assertThat(reads()).isEmpty();

        web.perform(get(path).with(TRANSPORT))
                .andExpect(status().isOk())
                .andExpect(
                        header().string(HttpHeaders.CONTENT_DISPOSITION, containsString("manifest-FL-1-v1." + ending)))
                .andExpect(content()
                        .contentTypeCompatibleWith(
                                switch (ending) {
                                    case "pdf" -> "application/pdf";
                                    case "csv" -> "text/csv";
                                    case "xlsx" -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
                                    default -> "application/edifact";
                                }));
        assertThat(reads()).containsExactly("manifest, version 1");
        web.perform(get(path).param("version", "2").with(TRANSPORT))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.detail").value("This manifest has no version 2."));
        web.perform(get(path).param("version", "two").with(TRANSPORT))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.field").value("version"));
    }

    @Test
    void older_versions_can_be_taken_and_the_page_says_what_has_changed() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered stays = aboard(plane, motherAndSon().members());
        Registered goes = aboard(plane, List.of(mother()));
        Registered hidden = households.register(TestHouseholds.restricted());
        reservations.reserve(List.of(new Seating(hidden.id(), List.of(plane.id()))));
        send(plane);
        reservations.giveBack(List.of(hidden.id()), "declined");
        reservations.writeManifest(plane.id());
        reservations.giveBack(List.of(goes.id()), "declined");
        Registered comes = aboard(plane, motherAndSon().members());
        jdbc.sql("""
                with moved as (
                  update reservation set place = 'stretcher'
                  where person_id = (select min(id) from person where household_id = :id) returning movement_id)
                update movement set seats_taken = seats_taken - 1, stretchers_taken = 1
                from moved where id = movement_id""").param("id", stays.id()).update();
        reservations.writeManifest(plane.id());

        String page = page(TRANSPORT);
        assertThat(row(page, 2))
                .containsSubsequence(
                        "Came",
                        comes.caseNumber() + " (2)",
                        "Went",
                        goes.caseNumber() + " (1)",
                        "Other place",
                        stays.caseNumber() + " (1)");
        assertThat(page).doesNotContain(hidden.caseNumber()).doesNotContain("version=3");
        assertThat(row(page(CLEARED), 2)).containsSubsequence("Went", hidden.caseNumber() + " (1)");
        assertThat(row(page(CLEARED), 3)).containsSubsequence("Came", comes.caseNumber());

        assertThat(new String(file("/api/movements/FL-1/manifest.csv?version=1", TRANSPORT), UTF_8))
                .contains(goes.caseNumber())
                .doesNotContain(comes.caseNumber(), hidden.caseNumber());
        assertThat(new String(file("/api/movements/FL-1/manifest.csv", TRANSPORT), UTF_8))
                .contains(comes.caseNumber(), ",travels on a stretcher,")
                .doesNotContain(goes.caseNumber(), hidden.caseNumber());
        assertThat(new String(file("/api/movements/FL-1/manifest.edi?version=1", CLEARED), US_ASCII))
                .contains("RFF+TN:FL-1:::1'", "CNT+42:4'", hidden.caseNumber());
        assertThat(reads()).hasSize(3);
        web.perform(get("/movements/FL-1")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ru")
                        .with(TRANSPORT))
                .andExpect(content().string(containsString("Добавились")))
                .andExpect(content().string(not(containsString("??"))));
    }

    @Test
    void a_version_stays_as_it_was_written_and_what_is_corrected_later_stands_in_the_next() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered family = aboard(plane, motherAndSon().members());
        Registered others = aboard(plane, List.of(mother()));
        send(plane);
        byte[] before = file("/api/movements/FL-1/manifest.csv?version=1", TRANSPORT);
        jdbc.sql("""
                update person set name = 'Полева Вера', latin_name = 'POLEVA VERA', born = '1981-04-12', sex = 'unknown',
                       nationalities = '{RUS,SYR}', needs = '{oxygen}'
                where household_id = :id and position = 1""").param("id", family.id()).update();
        jdbc.sql("""
                insert into document (person_id, kind, number, number_key, expires, issued_by)
                select id, 'passport', '519999999', '519999999', '2070-01-31', 'SYR' from person
                where household_id = :id and position = 2""").param("id", family.id()).update();

        assertThat(file("/api/movements/FL-1/manifest.csv", TRANSPORT)).isEqualTo(before);
        assertThat(new String(file("/api/movements/FL-1/manifest.edi", TRANSPORT), US_ASCII))
                .contains("POLEVAIA:VERA", "510000002")
                .doesNotContain("519999999");
        assertThat(text(file("/api/movements/FL-1/manifest.pdf", TRANSPORT)))
                .contains("POLEVAIA VERA", "12 Apr 1980")
                .doesNotContain("POLEVA VERA", "519999999");

        reservations.writeManifest(plane.id());
        String page = page(TRANSPORT);
        assertThat(row(page, 2)).containsSubsequence("Came", "–", "Noted otherwise", family.caseNumber() + " (2)");
        assertThat(row(page, 2)).doesNotContain(others.caseNumber());
        assertThat(new String(file("/api/movements/FL-1/manifest.csv", TRANSPORT), UTF_8))
                .contains(
                        "Полева Вера,POLEVA VERA,1981-04-12,sex unknown,seat,,oxygen,RUS SYR",
                        "519999999,2070-01-31,SYR");
        assertThat(file("/api/movements/FL-1/manifest.csv?version=1", TRANSPORT))
                .isEqualTo(before);
        reservations.writeManifest(plane.id());
        assertThat(page(TRANSPORT)).doesNotContain("version=3\"");
    }

    @Test
    void the_page_says_of_which_households_the_counts_differ_to_those_who_may_know_of_them() throws Exception {
        Movement plane = planned(flight("FL-1", tomorrow, 40));
        Registered family = aboard(plane, motherAndSon().members());
        Registered hidden = households.register(TestHouseholds.restricted());
        reservations.reserve(List.of(new Seating(hidden.id(), List.of(plane.id()))));
        send(plane);
        assertThat(page(TRANSPORT)).doesNotContain("id=\"differences\"");
        jdbc.sql("update movement set state = 'departed'").update();
        assertThat(differences(TRANSPORT)).contains(family.caseNumber()).doesNotContain(hidden.caseNumber());
        assertThat(differences(CLEARED)).contains(family.caseNumber(), hidden.caseNumber());
        jdbc.sql("update household set restricted = true").update();
        assertThat(page(TRANSPORT)).doesNotContain("id=\"differences\"");
    }

    private String differences(RequestPostProcessor officer) throws Exception {
        String page = page(officer);
        int from = page.indexOf("id=\"differences\"");
        return page.substring(from, page.indexOf("</table>", from));
    }

    private String page(RequestPostProcessor officer) throws Exception {
        return web.perform(get("/movements/FL-1").with(officer))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString()
                .replaceAll("<[^>]*data-label=\"([^\"]*)\"[^>]*>", " $1: ");
    }

    /** What the page says of a version, without its tags. */
    private static String row(String page, int version) {
        int from = page.indexOf("version=" + version + "\"");
        assertThat(from).as("version %s is on the page", version).isPositive();
        return page.substring(from, page.indexOf("</tr>", from)).replaceAll("<[^>]*>", "");
    }

    private List<String> reads() {
        return jdbc.sql("select detail from audit where action = 'read' and subject = 'FL-1'")
                .query(String.class)
                .list();
    }

    private Registered aboard(Movement movement, List<NewPerson> members) {
        Registered household = households.register(household("yes", false, members));
        reservations.reserveUntilDeparture(List.of(new Seating(household.id(), List.of(movement.id()))));
        return household;
    }

    private void send(Movement movement) {
        reservations.writeManifest(movement.id());
        planning.sendManifest(movement.id());
    }

    private Movement planned(NewMovement movement) {
        return planning.plan(movement).movement();
    }

    private long number(String name) {
        return jdbc.sql("select id from person where coalesce(latin_name, name) like :name")
                .param("name", name)
                .query(Long.class)
                .single();
    }

    private byte[] file(String path, RequestPostProcessor officer) throws Exception {
        return web.perform(get(path).with(officer))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
    }

    private static void keep(String name, byte[] paper) throws IOException {
        Files.write(Files.createDirectories(Path.of("target/papers")).resolve(name), paper);
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper reader = new PDFTextStripper();
            reader.setSortByPosition(true);
            return reader.getText(document).replaceAll("\\s+", " ");
        }
    }

    /** What the library's reader finds wrong by our schemas. */
    private static List<String> errors(byte[] message) throws Exception {
        List<String> errors = new ArrayList<>();
        try (var reader = EDIInputFactory.newFactory()
                .createEDIStreamReader(new ByteArrayInputStream(message), PaxList.schema("interchange"))) {
            while (reader.hasNext()) {
                EDIStreamEvent event = reader.next();
                if (event == EDIStreamEvent.START_TRANSACTION) {
                    reader.setTransactionSchema(PaxList.schema("paxlst"));
                } else if (event.isError()) {
                    errors.add(reader.getErrorType() + " at " + reader.getLocation());
                }
            }
        }
        return errors;
    }

    /** A reader of its own: the release sign ? takes away the meaning of the next. */
    private static List<List<String>> segments(String message) {
        List<List<String>> segments = new ArrayList<>();
        List<String> segment = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        for (int at = message.startsWith("UNA") ? 9 : 0; at < message.length(); at++) {
            char sign = message.charAt(at);
            if (sign == '?') {
                at++;
                element.append(message.charAt(at));
            } else if (sign == '+' || sign == '\'') {
                segment.add(element.toString());
                element.setLength(0);
                if (sign == '\'') {
                    segments.add(segment);
                    segment = new ArrayList<>();
                }
            } else {
                element.append(sign);
            }
        }
        return segments;
    }

    private static List<List<String>> travellers(List<List<String>> segments) {
        List<List<String>> travellers = new ArrayList<>();
        for (List<String> segment : segments) {
            if (segment.get(0).equals("NAD") && segment.get(1).equals("FL")) {
                travellers.add(new ArrayList<>());
            }
            if (segment.get(0).equals("CNT")) {
                break;
            }
            if (!travellers.isEmpty()) {
                travellers.get(travellers.size() - 1).add(String.join("|", segment));
            }
        }
        return travellers;
    }

    private static int indexOf(List<List<String>> segments, String tag) {
        for (int at = 0; at < segments.size(); at++) {
            if (segments.get(at).get(0).equals(tag)) {
                return at;
            }
        }
        throw new AssertionError("no " + tag);
    }
}
