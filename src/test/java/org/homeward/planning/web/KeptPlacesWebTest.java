package org.homeward.planning.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.not;
import static org.homeward.household.TestHouseholds.motherAndSon;
import static org.homeward.movement.TestMovements.flight;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.movement.Guests;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservations;
import org.homeward.movement.Seating;
import org.homeward.planning.GuestLists;
import org.homeward.planning.HeadCounts;
import org.homeward.planning.Manifests;
import org.homeward.planning.Planning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class KeptPlacesWebTest {

    private static final RequestPostProcessor TRANSPORT =
            request -> csrf().postProcessRequest(user("t").roles("transport").postProcessRequest(request));
    private static final RequestPostProcessor FIELD =
            request -> csrf().postProcessRequest(user("f").roles("field").postProcessRequest(request));
    private static final String TABLE = """
            name;sex;born;nationality;document;place
            WEBER ANNA;F;19.08.1984;DE;C01X00T47;
            WEBER MAX;M;2012-02-29;DEU;C01X00T48;seat
            """;

    @Autowired
    private MockMvc web;

    @Autowired
    private Planning planning;

    @Autowired
    private KeptPlaces places;

    @Autowired
    private Guests guests;

    @Autowired
    private GuestLists lists;

    @Autowired
    private Movements movements;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Households households;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Manifests manifests;

    @Autowired
    private HeadCounts counts;

    @Autowired
    private Clock clock;

    private long plane;

    @BeforeEach
    void a_plane_with_places_kept_for_a_state() {
        plane = planning.plan(flight("FL-1", clock.instant().plus(Duration.ofDays(2)), 9))
                .movement()
                .id();
        planning.keepPlaces("FL-1", "DE", 2, 0, 0);
    }

    @Test
    void transport_keeps_places_and_releases_them_on_the_movements_page() throws Exception {
        web.perform(post("/movements/FL-1/kept")
                        .with(TRANSPORT)
                        .param("taker", "ICRC delegation")
                        .param("seats", "40")
                        .param("stretchers", "0")
                        .param("wheelchairs", "0"))
                .andExpect(redirectedUrl("/movements/FL-1"))
                .andExpect(
                        flash().attribute(
                                        "refusal",
                                        "There is not so much room on FL-1: keep fewer places, or give it a larger vehicle first."))
                .andExpect(flash().attribute("toKeep", hasEntry("taker", "ICRC delegation")));
        web.perform(post("/movements/FL-1/kept")
                        .with(TRANSPORT)
                        .param("taker", "FR")
                        .param("seats", "three"))
                .andExpect(flash().attribute("refusal", "Give the number of seats as a whole number."));
        web.perform(post("/movements/FL-1/kept")
                        .with(TRANSPORT)
                        .param("taker", "ICRC delegation")
                        .param("seats", "3"))
                .andExpect(flash().attributeExists("notice"));
        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(containsString("ICRC delegation")))
                .andExpect(content().string(containsString("5 / 9")));

        web.perform(post(list() + "/release").with(TRANSPORT)).andExpect(redirectedUrl("/movements/FL-1"));
        assertThat(movements.get(plane).seatsTaken()).isEqualTo(3);
        web.perform(get(list()).with(TRANSPORT)).andExpect(status().isNotFound());
    }

    @Test
    void guests_are_entered_one_by_one_and_what_is_wrong_stays_in_the_form() throws Exception {
        web.perform(post(list() + "/guests")
                        .with(TRANSPORT)
                        .param("name", "WEBER ANNA")
                        .param("sex", "female")
                        .param("born", "1984-02-30")
                        .param("nationality", "DE")
                        .param("document", "C01X00T47"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Give the day of birth such as 1984-08-19.")))
                .andExpect(content().string(containsString("value=\"C01X00T47\"")));
        web.perform(post(list() + "/guests")
                        .with(TRANSPORT)
                        .param("name", "WEBER ANNA")
                        .param("sex", "female")
                        .param("born", "1984-02-28")
                        .param("nationality", "DE")
                        .param("document", "C01X00T47"))
                .andExpect(redirectedUrl(list()));
        web.perform(get(list()).with(TRANSPORT)).andExpect(content().string(containsString("WEBER ANNA")));

        web.perform(post(list() + "/guests/1/remove").with(TRANSPORT)).andExpect(redirectedUrl(list()));
        web.perform(get(list()).with(TRANSPORT)).andExpect(content().string(not(containsString("WEBER ANNA"))));
    }

    @Test
    void a_table_with_a_wrong_row_comes_back_with_row_and_column_named_and_nobody_is_added() throws Exception {
        String wrong = TABLE.replace("2012-02-29", "29.02.2013").replace(";DE;", ";QQ;");
        web.perform(multipart(list() + "/guests/table")
                        .file(new MockMultipartFile("file", "guests.csv", "text/csv", wrong.getBytes(UTF_8)))
                        .with(TRANSPORT))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Give the nationality by its code, such as DE or DEU.")))
                .andExpect(content().string(containsString(">nationality</td>")))
                .andExpect(content().string(containsString(">born</td>")))
                .andExpect(content().string(containsString("WEBER MAX;M;29.02.2013;DEU;C01X00T48;seat")));
        web.perform(multipart(list() + "/guests/table")
                        .param("table", "name;born\nA;1")
                        .with(TRANSPORT))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("name;born")))
                .andExpect(content().string(containsString("is missing.")));
        web.perform(multipart(list() + "/guests/table")
                        .param("table", TABLE + "WEBER TOM;M;2010-01-02;DE;C01X00T49;\n")
                        .with(TRANSPORT))
                .andExpect(content().string(containsString("These are more guests than places kept for DEU")));
        assertThat(kept().guests()).isZero();

        web.perform(multipart(list() + "/guests/table").param("table", TABLE).with(TRANSPORT))
                .andExpect(redirectedUrl(list()))
                .andExpect(flash().attribute("notice", "Guests added: 2."));
    }

    @Test
    void a_file_that_is_too_large_is_refused_and_does_not_come_back() throws Exception {
        byte[] large = ("name;sex\n" + "WEBER MAX;M\n".repeat(100_000)).getBytes(UTF_8);
        web.perform(multipart(list() + "/guests/table")
                        .file(new MockMultipartFile("file", "guests.csv", "text/csv", large))
                        .with(TRANSPORT))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("at most 1 MB are taken")))
                .andExpect(content().string(not(containsString("WEBER MAX"))));
    }

    @Test
    void who_has_read_a_list_of_guests_is_on_record() throws Exception {
        web.perform(get(list()).with(TRANSPORT)).andExpect(status().isOk());

        assertThat(jdbc.sql("select officer || ' ' || subject || ' ' || detail from audit where action = 'read'")
                        .query(String.class)
                        .list())
                .containsExactly("t FL-1 guests of DEU");
    }

    @Test
    void guests_stand_on_the_manifest_clearly_marked_and_alone_on_their_sub_manifest() throws Exception {
        planning.offeredBy("FL-1", "tr");
        Registered family = households.register(motherAndSon());
        reservations.reserveUntilDeparture(List.of(new Seating(family.id(), List.of(plane))));
        lists.addAll("FL-1", kept().id(), TABLE.getBytes(UTF_8));
        reservations.writeManifest(plane);
        planning.sendManifest(plane);

        byte[] printed = file("manifest.pdf");
        Files.write(Files.createDirectories(Path.of("target/papers")).resolve("manifest-guests.pdf"), printed);
        String paper = text(printed);
        assertThat(paper)
                .contains("Persons 4", "Households 1", "Guests 2", "Children 2", "guests of DEU", "WEBER ANNA")
                .contains("Places offered by TUR", family.caseNumber());
        assertThat(text(file("manifest.pdf?for=de")))
                .contains("the guests of DEU alone", "WEBER MAX", "Persons 2")
                .doesNotContain(family.caseNumber());
        assertThat(new String(file("manifest.csv"), UTF_8).lines().filter(line -> line.startsWith("guests of DEU,")))
                .hasSize(2)
                .anyMatch(line -> line.contains("WEBER MAX,2012-02-29,male,seat,child,,DEU,passport,C01X00T48"));
        assertThat(new String(file("manifest.csv?for=DEU"), UTF_8).lines()).hasSize(3);
        assertThat(new String(file("manifest.edi"), US_ASCII))
                .contains("CNT+42:4'", "NAD+FL+++WEBER:ANNA'", "RFF+AVF:GUEST-DEU'", "RFF+ABO:G1'");
        assertThat(new String(file("manifest.edi?for=DE"), US_ASCII)).contains("CNT+42:2'");
        web.perform(get("/api/movements/FL-1/manifest.xlsx")
                        .queryParam("for", "DE")
                        .with(TRANSPORT))
                .andExpect(status().isOk())
                .andExpect(header().string("Content-Disposition", containsString("manifest-FL-1-v1-DEU.xlsx")));
        web.perform(get("/api/movements/FL-1/manifest.csv")
                        .queryParam("for", "FR")
                        .with(TRANSPORT))
                .andExpect(status().isNotFound());
        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(containsString("manifest.pdf?for=DEU")))
                .andExpect(content().string(containsString("TUR")));
    }

    @Test
    void an_older_version_has_the_guests_who_were_on_the_list_then() throws Exception {
        lists.addAll("FL-1", kept().id(), TABLE.getBytes(UTF_8));
        reservations.writeManifest(plane);
        planning.sendManifest(plane);
        Registered family = households.register(motherAndSon());
        reservations.reserveUntilDeparture(List.of(new Seating(family.id(), List.of(plane))));
        reservations.writeManifest(plane);
        lists.remove("FL-1", kept().id(), 1);

        assertThat(new String(file("manifest.csv?version=1"), UTF_8)).contains("WEBER ANNA", "WEBER MAX");
        assertThat(new String(file("manifest.csv"), UTF_8))
                .contains("WEBER MAX", family.caseNumber())
                .doesNotContain("WEBER ANNA");
    }

    @Test
    void a_list_of_guests_that_changes_after_the_manifest_makes_a_version_of_it_with_the_difference() throws Exception {
        lists.addAll("FL-1", kept().id(), TABLE.getBytes(UTF_8));
        assertThat(manifests.newest(plane)).isEmpty();
        reservations.writeManifest(plane);
        planning.sendManifest(plane);
        reservations.writeManifest(plane);
        assertThat(manifests.versions(plane)).hasSize(1);

        lists.remove("FL-1", kept().id(), 1);
        assertThat(manifests.versions(plane))
                .extracting(
                        Manifests.Version::number,
                        version -> version.differences().came(),
                        version -> version.differences().went())
                .containsExactly(
                        tuple(2, List.of(), List.of(new Manifests.Party("DEU", 1))), tuple(1, List.of(), List.of()));
        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(containsString("Version 1 went out; people have come or gone since")));
        assertThat(new String(file("manifest.csv?version=1"), UTF_8)).contains("WEBER ANNA", "WEBER MAX");
        assertThat(new String(file("manifest.csv"), UTF_8))
                .contains("WEBER MAX")
                .doesNotContain("WEBER ANNA");

        web.perform(get("/movements/FL-1").with(TRANSPORT))
                .andExpect(content().string(containsString("Send version 2 out")));
        manifests.writeNext("FL-1");
        assertThat(manifests.versions(plane)).hasSize(2);
        assertThat(manifests.newest(plane))
                .hasValueSatisfying(newest -> assertThat(newest.changedSince()).isFalse());

        planning.releasePlaces("FL-1", kept().id());
        assertThat(manifests.versions(plane).get(0).differences().went())
                .containsExactly(new Manifests.Party("DEU", 1));
        assertThat(new String(file("manifest.csv?version=2"), UTF_8)).contains("WEBER MAX");
    }

    @Test
    void guests_are_counted_at_boarding_and_landing_and_the_movement_arrives_only_when_the_numbers_agree()
            throws Exception {
        lists.addAll("FL-1", kept().id(), TABLE.getBytes(UTF_8));
        reservations.writeManifest(plane);
        assertThat(planning.allAccountedFor(plane)).isFalse();
        assertThat(counts.differences(plane, HeadCounts.Step.ARRIVAL))
                .containsExactly(new HeadCounts.Difference("DEU", 2, 0, 0));

        web.perform(get("/movements/FL-1/roll-call")
                        .queryParam("checkpoint", "flight boarding")
                        .with(FIELD))
                .andExpect(content().string(containsString("All guests of DEU who are here")))
                .andExpect(content().string(containsString("Not counted yet; 2 on the list.")));
        web.perform(get("/movements/FL-1/roll-call")
                        .queryParam("checkpoint", "check-in")
                        .with(FIELD))
                .andExpect(content().string(not(containsString("guests of DEU"))));
        count("flight boarding", "two", "")
                .andExpect(flash().attribute("refusal", "Give the number of guests as a whole number, at most 1000."));
        count("check-in", "2", "")
                .andExpect(flash().attribute("refusal", "Guests are counted at boarding and on arrival."));
        count("flight boarding", "3", "");
        assertThat(planning.allAboard(plane)).isFalse();
        count("flight boarding", "2", "3").andExpect(flash().attribute("notice", "The number of guests is noted."));
        assertThat(planning.allAboard(plane)).isTrue();
        count("landing", "1", "");
        assertThat(counts.differences(plane, HeadCounts.Step.ARRIVAL))
                .containsExactly(new HeadCounts.Difference("DEU", 2, 2, 1));
        assertThat(planning.allAccountedFor(plane)).isFalse();
        web.perform(get("/movements/FL-1").with(FIELD))
                .andExpect(content().string(containsString("id=\"planned\">2<")))
                .andExpect(content().string(containsString("id=\"boarded\">2<")))
                .andExpect(content().string(containsString("id=\"landed\">1<")));

        count("landing", "2", "1");
        assertThat(planning.allAccountedFor(plane)).isTrue();
        web.perform(post("/movements/FL-1/roll-call/guests")
                        .param("checkpoint", "landing")
                        .param("kept", "99")
                        .param("persons", "1")
                        .param("left", "true")
                        .with(FIELD))
                .andExpect(status().isNotFound());
    }

    @Test
    void guests_land_before_it_has_left_by_the_plan_only_if_the_officer_says_that_it_has() throws Exception {
        rollCall("flight boarding").andExpect(content().string(not(containsString("name=\"left\""))));
        rollCall("landing").andExpect(content().string(containsString("name=\"left\"")));
        web.perform(post("/movements/FL-1/roll-call/guests")
                        .param("checkpoint", "landing")
                        .param("kept", "1")
                        .param("persons", "2")
                        .with(FIELD))
                .andExpect(flash().attribute("refusal", containsString("By the plan it has not left yet")))
                .andExpect(flash().attribute("typed", Map.of(1L, "2")));
        assertThat(guests.counted(plane, "landing").get(0).counted()).isNull();

        count("landing", "2", "").andExpect(flash().attribute("notice", "The number of guests is noted."));
    }

    @Test
    void two_officers_at_two_doors_learn_of_each_others_number_and_lose_nothing() throws Exception {
        count("flight boarding", "3", "");
        count("flight boarding", "4", "")
                .andExpect(
                        flash().attribute(
                                        "refusal",
                                        "Somebody has noted a number since you opened this page: 3. Note how many guests of DEU are here in all, with those whom you have counted."))
                .andExpect(flash().attribute("typed", Map.of(1L, "4")));
        web.perform(get("/movements/FL-1/roll-call")
                        .queryParam("checkpoint", "flight boarding")
                        .flashAttr("typed", Map.of(1L, "4"))
                        .with(FIELD))
                .andExpect(content()
                        .string(allOf(
                                containsString("3 noted so far; 0 on the list."),
                                containsString("name=\"seen\" value=\"3\""),
                                containsString("required value=\"4\""))));
        count("flight boarding", "7", "3").andExpect(flash().attributeExists("notice"));
        assertThat(guests.counted(plane, "flight boarding").get(0).counted()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "cancelled"})
    void guests_are_no_longer_counted_on_a_movement_that_is_over(String state) throws Exception {
        count("landing", "2", "");
        movements.enters(plane, state);

        count("landing", "1", "2")
                .andExpect(
                        flash().attribute(
                                        "refusal",
                                        "Guests are no longer counted on FL-1: it has arrived or is cancelled, and the numbers stay as they are."));
        rollCall("landing")
                .andExpect(content()
                        .string(allOf(
                                containsString("2 noted so far; 0 on the list."),
                                not(containsString("name=\"persons\"")))));
    }

    private ResultActions rollCall(String checkpoint) throws Exception {
        return web.perform(get("/movements/FL-1/roll-call")
                .queryParam("checkpoint", checkpoint)
                .with(FIELD));
    }

    /** The officer says that it has left, where that is asked. */
    private ResultActions count(String checkpoint, String persons, String seen) throws Exception {
        return web.perform(post("/movements/FL-1/roll-call/guests")
                .param("checkpoint", checkpoint)
                .param("kept", "1")
                .param("persons", persons)
                .param("seen", seen)
                .param("left", "true")
                .with(FIELD));
    }

    @Test
    void programs_keep_places_name_guests_and_release_them() throws Exception {
        String address = "/api/movements/FL-1/kept-places";
        web.perform(post(address)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"taker\": \"fr\", \"seats\": 1, \"wheelchairs\": 1}")
                        .with(TRANSPORT))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.id").value(2))
                .andExpect(jsonPath("$.taker").value("FRA"))
                .andExpect(jsonPath("$.wheelchairs").value(1));
        web.perform(post(address)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"taker\": \"fr\", \"seats\": 40}")
                        .with(TRANSPORT))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("seats"));
        web.perform(get(address).with(TRANSPORT))
                .andExpect(jsonPath("$[*].taker").value(contains("DEU", "FRA")));

        send(address, TABLE.replace("2012-02-29", "29.02.2013"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.added").value(0))
                .andExpect(jsonPath("$.corrections[0].row").value(3))
                .andExpect(jsonPath("$.corrections[0].field").value("born"));
        send(address, TABLE)
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.added").value(2));
        assertThat(kept().guests()).isEqualTo(2);
        send(address, TABLE)
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.detail").value(containsString("These are more guests than places kept")));

        web.perform(delete(address + "/1").with(TRANSPORT)).andExpect(status().isNoContent());
        web.perform(delete(address + "/1").with(TRANSPORT)).andExpect(status().isNotFound());
        web.perform(get(address).with(TRANSPORT))
                .andExpect(jsonPath("$[*].taker").value(contains("FRA")));
        web.perform(get("/api/movements/NONE/kept-places").with(TRANSPORT)).andExpect(status().isNotFound());
    }

    private ResultActions send(String address, String table) throws Exception {
        return web.perform(multipart(address + "/1/guests")
                .file(new MockMultipartFile("file", "guests.csv", "text/csv", table.getBytes(UTF_8)))
                .with(TRANSPORT));
    }

    @Test
    void a_state_that_does_not_exist_offers_nothing() throws Exception {
        web.perform(post("/movements/FL-1/offered-by").with(TRANSPORT).param("offeredBy", "QQ"))
                .andExpect(flash().attribute(
                                "refusal",
                                "No state has this code. Give it in two or three letters, such as DE or DEU."));
        web.perform(post("/movements/FL-1/offered-by").with(TRANSPORT).param("offeredBy", "TR"))
                .andExpect(flash().attributeExists("notice"));
        assertThat(movements.get(plane).offeredBy()).isEqualTo("TUR");
    }

    private KeptPlaces.Kept kept() {
        return places.on(plane).stream()
                .filter(kept -> kept.taker().equals("DEU"))
                .findFirst()
                .orElseThrow();
    }

    private String list() {
        return "/movements/FL-1/kept/1";
    }

    private byte[] file(String name) throws Exception {
        return web.perform(get("/api/movements/FL-1/" + name).with(TRANSPORT))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
    }

    private static String text(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper reader = new PDFTextStripper();
            reader.setSortByPosition(true);
            return reader.getText(document).replaceAll("\\s+", " ");
        }
    }
}
