package org.homeward.planning.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.VehicleType;
import org.homeward.movement.VehicleTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;

/** Vehicles are registered as they are configured; a movement takes their places over and keeps them. */
@HomewardTest
@Breaks("I3")
class VehicleTypesWebTest {

    private static final RequestPostProcessor TRANSPORT = request ->
            csrf().postProcessRequest(user("officer").roles("transport").postProcessRequest(request));

    @Autowired
    MockMvc web;

    @Autowired
    VehicleTypes types;

    @Autowired
    Movements movements;

    @Autowired
    Clock clock;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    private String departs = "";

    @BeforeEach
    void an_aeroplane_with_stretchers_and_a_coach() {
        departs = clock.instant()
                .plus(Duration.ofDays(3))
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
        types.add(new VehicleType(0, "Il-76 medical", "flight", 60, 20, 4, 12, 1, 3000, false));
        types.add(new VehicleType(0, "Coach", "convoy", 45, 0, 0, 2, 0, null, false));
    }

    @Test
    void a_flight_has_the_places_of_its_type_and_escorts_of_stretchers_take_seats() throws Exception {
        api("FL-1", "il-76 MEDICAL", "")
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.vehicleType").value("Il-76 medical"))
                .andExpect(jsonPath("$.seatsToGive").doesNotExist());

        assertThat(movements.named("FL-1"))
                .extracting(
                        Movement::seats,
                        Movement::stretchers,
                        Movement::wheelchairs,
                        Movement::crew,
                        Movement::seatsToGive,
                        Movement::baggageKg,
                        Movement::vehicleType)
                .containsExactly(60, 20, 4, 32, 28, 3000, "Il-76 medical");
        for (String page : new String[] {"/movements", "/movements/FL-1", "/movements/FL-1/edit"}) {
            web.perform(get(page).with(TRANSPORT)).andExpect(content().string(containsString("Il-76 medical")));
        }
    }

    @Test
    void what_is_planned_keeps_its_places_when_the_type_is_changed_or_retired() throws Exception {
        api("FL-1", "Il-76 medical", "").andExpect(status().isCreated());
        long id = medical().id();
        send(
                        "/" + id,
                        Map.of(
                                "name",
                                "Il-76 medical",
                                "kind",
                                "flight",
                                "seats",
                                "50",
                                "stretchers",
                                "10",
                                "crew",
                                "12",
                                "seen",
                                medical().mark()))
                .andExpect(redirectedUrl("/movements/vehicles"));
        assertThat(medical().vehicle().crew()).isEqualTo(12);
        assertThat(movements.named("FL-1").seats()).isEqualTo(60);

        send("/" + id + "/retire", Map.of());
        api("FL-1", "Il-76 medical", "").andExpect(status().isOk());
        api("FL-2", "Il-76 medical", "")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("vehicleType"))
                .andExpect(jsonPath("$.detail").value("The vehicle type Il-76 medical is retired. In use are: –."));
        send("/" + id + "/take-up", Map.of());
        api("FL-2", "Il-76 medical", "").andExpect(status().isCreated());
    }

    @Test
    void the_type_that_is_chosen_in_a_form_counts_and_not_the_numbers_beside_it() throws Exception {
        web.perform(get("/movements/new").with(TRANSPORT))
                .andExpect(
                        content().string(containsString("A later change of the type does not change this movement.")));
        planByHand("BUS-1").andExpect(redirectedUrl("/movements/BUS-1"));
        assertThat(bus()).extracting(Movement::seats, Movement::crew).containsExactly(45, 2);

        Map<String, String> other = Map.of("seats", "30", "stretchers", "0", "wheelchairs", "0", "vehicleType", "");
        send("/BUS-1/vehicle", "/movements", other).andExpect(redirectedUrl("/movements/BUS-1"));
        work();
        assertThat(bus()).extracting(Movement::seats, Movement::vehicleType).containsExactly(30, null);

        Map<String, String> edited = new LinkedHashMap<>(other);
        edited.putAll(Map.of("departs", departs.substring(0, 16), "vehicleType", "Coach", "seen", bus().mark()));
        send("/BUS-1/edit", "/movements", edited).andExpect(redirectedUrl("/movements/BUS-1"));
        work();
        assertThat(bus())
                .extracting(Movement::seats, Movement::crew, Movement::vehicleType)
                .containsExactly(45, 2, "Coach");

        types.add(new VehicleType(0, "Minibus", "convoy", 18, 0, 1, 1, 0, null, false));
        send("/BUS-1/vehicle", "/movements", Map.of("seats", "45", "vehicleType", "Minibus"));
        work();
        assertThat(bus())
                .extracting(Movement::seats, Movement::crew, Movement::vehicleType)
                .containsExactly(18, 1, "Minibus");
    }

    @Test
    void another_time_leaves_the_type_and_other_places_take_its_name_away() throws Exception {
        planByHand("BUS-1");
        Map<String, String> same = new LinkedHashMap<>(Map.of(
                "departs",
                departs.substring(0, 16),
                "seats",
                "45",
                "stretchers",
                "0",
                "wheelchairs",
                "0",
                "crew",
                "2"));
        same.put("seen", bus().mark());
        send("/BUS-1/edit", "/movements", same).andExpect(redirectedUrl("/movements/BUS-1"));
        assertThat(bus().vehicleType()).isEqualTo("Coach");
        same.put("crew", "3");
        same.put("seen", bus().mark());
        send("/BUS-1/edit", "/movements", same).andExpect(redirectedUrl("/movements/BUS-1"));
        work();
        assertThat(bus()).extracting(Movement::crew, Movement::vehicleType).containsExactly(3, null);
    }

    @Test
    void a_file_names_the_type_in_a_column_of_its_own_and_learns_which_there_are() throws Exception {
        String rows = """
                code,kind,origin,destination,exit,departs,vehicle,seats
                BUS-1,convoy,Damascus,Beirut,MASNAA,%1$s,coach,
                BUS-2,convoy,Damascus,Beirut,MASNAA,%1$s,Koach,
                BUS-3,convoy,Damascus,Beirut,MASNAA,%1$s,Il-76 medical,
                BUS-4,convoy,Damascus,Beirut,MASNAA,%1$s,Coach,50
                BUS-5,convoy,Damascus,Beirut,MASNAA,%1$s,,50
                BUS-6,convoy,Damascus,Beirut,MASNAA,%1$s,,
                """.formatted(departs);
        web.perform(multipart("/api/movements/import")
                        .file(new MockMultipartFile(
                                "file", "day.csv", "text/csv", rows.getBytes(StandardCharsets.UTF_8)))
                        .with(TRANSPORT))
                .andExpect(jsonPath("$.planned").value(2))
                .andExpect(jsonPath("$.lines[1].row").value(3))
                .andExpect(jsonPath("$.lines[1].field").value("vehicleType"))
                .andExpect(jsonPath("$.lines[1].sentence").value("There is no vehicle type Koach. In use are: Coach."))
                .andExpect(jsonPath("$.lines[2].sentence")
                        .value(startsWith("The vehicle type Il-76 medical is for another kind of movement.")))
                .andExpect(jsonPath("$.lines[3].field").value("seats"))
                .andExpect(
                        jsonPath("$.lines[3].sentence").value(startsWith("The vehicle type Coach has its own places")))
                .andExpect(jsonPath("$.lines[5].sentence")
                        .value("Say how many seats the movement has, or its vehicle type."));
        assertThat(movements.named("BUS-1").vehicleType()).isEqualTo("Coach");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Coach  | convoy | 45   | 0  | 2 | 0  | There is a vehicle type called Coach already, in use or retired.
            COACH  | flight | 45   | 0  | 2 | 0  | There is a vehicle type called COACH already
                   | convoy | 45   | 0  | 2 | 0  | A vehicle type needs a name
            Van    | train  | 45   | 0  | 2 | 0  | A vehicle type is for a convoy, a ship or a flight.
            Van    | convoy | many | 0  | 2 | 0  | Give the number of seats as a whole number.
            Van    | convoy | 10   | 4  | 3 | 2  | The crew of 3 and 8 escorts of stretchers have no place on 10 seats.
            Van    | convoy | 2    | 0  | 2 | 0  | A movement without any place carries nobody.
            Van    | convoy | 10   | 1  | 2 | 11 | Between 0 and 10 escorts go with a stretcher.
            Van    | convoy | 2000 | 0  | 2 | 0  | No vehicle has 2000 seats: at most 1000.
            """)
    void what_no_vehicle_is_like_is_refused_and_what_was_typed_stays(
            String name, String kind, String seats, String stretchers, String crew, String escorts, String sentence)
            throws Exception {
        String typed = name == null ? "" : name;
        send(
                        "",
                        Map.of(
                                "name",
                                typed,
                                "kind",
                                kind,
                                "seats",
                                seats,
                                "stretchers",
                                stretchers,
                                "crew",
                                crew,
                                "escorts",
                                escorts))
                .andExpect(status().is4xxClientError())
                .andExpect(content().string(containsString(sentence)))
                .andExpect(content().string(containsString("value=\"" + seats + "\"")));
        assertThat(types.all()).hasSize(2);
    }

    @Test
    void two_types_never_get_one_name_and_the_page_is_there_in_russian() throws Exception {
        VehicleType medical = medical();
        send("/" + medical.id(), Map.of("name", "coach", "kind", "flight", "seats", "9", "seen", medical.mark()))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("There is a vehicle type called coach already")))
                .andExpect(content().string(containsString("name=\"seen\" value=\"" + medical.mark() + "\"")));
        send("", Map.of("name", "Van", "kind", "convoy", "seats", "9"))
                .andExpect(flash().attribute("notice", startsWith("Van is added")));
        web.perform(get("/movements/vehicles").with(TRANSPORT).header(HttpHeaders.ACCEPT_LANGUAGE, "ru"))
                .andExpect(content().string(containsString("Сопровождающих на каждые носилки")))
                .andExpect(content().string(not(containsString("??"))));
        web.perform(get("/movements/vehicles/99").with(TRANSPORT)).andExpect(status().isNotFound());
        types.all().forEach(type -> types.retire(type.id()));
        web.perform(get("/movements/new").with(TRANSPORT))
                .andExpect(content().string(not(containsString("vehicleType"))));
    }

    @Test
    void two_types_renamed_to_one_name_at_one_moment_do_not_both_get_it() {
        VehicleType coach = coach();
        VehicleType medical = medical();
        CompletableFuture<Void> slower = requireNonNull(transaction.execute(open -> {
            types.change(renamed(coach, "Van"), coach.mark());
            CompletableFuture<Void> other =
                    CompletableFuture.runAsync(() -> types.change(renamed(medical, "VAN"), medical.mark()));
            await().until(() -> other.isDone() || somebodyWaitsForTheName());
            return other;
        }));

        assertThatThrownBy(slower::join)
                .hasCauseInstanceOf(Refusal.Conflict.class)
                .hasMessageContaining("There is a vehicle type called VAN already");
        assertThat(types.all()).extracting(VehicleType::name).containsExactly("Van", "Il-76 medical");
    }

    private boolean somebodyWaitsForTheName() {
        return jdbc.sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }

    private static VehicleType renamed(VehicleType type, String name) {
        return new VehicleType(
                type.id(),
                name,
                type.kind(),
                type.seats(),
                type.stretchers(),
                type.wheelchairs(),
                type.crew(),
                type.escorts(),
                type.baggageKg(),
                type.retired());
    }

    @Test
    void a_new_name_of_a_type_stands_on_what_is_planned_and_its_places_stay() throws Exception {
        planByHand("BUS-1");
        int seats = bus().seats();
        VehicleType coach = coach();
        send("/" + coach.id(), Map.of("name", "Setra", "kind", "convoy", "seats", "30", "seen", coach.mark()))
                .andExpect(redirectedUrl("/movements/vehicles"));
        assertThat(bus()).extracting(Movement::vehicleType, Movement::seats).containsExactly("Setra", seats);
    }

    @Test
    void an_officer_does_not_undo_what_another_has_changed_and_keeps_what_was_typed() throws Exception {
        VehicleType coach = coach();
        Map<String, String> mine =
                Map.of("name", "Coach", "kind", "convoy", "seats", "50", "crew", "2", "seen", coach.mark());
        Map<String, String> theirs = new LinkedHashMap<>(mine);
        theirs.putAll(Map.of("seats", "45", "crew", "3"));
        send("/" + coach.id(), theirs).andExpect(redirectedUrl("/movements/vehicles"));

        send("/" + coach.id(), mine)
                .andExpect(status().isConflict())
                .andExpect(content()
                        .string(allOf(
                                containsString(
                                        "Somebody has changed the vehicle type Coach since you opened this page."),
                                containsString("data-label=\"Crew\">3<"),
                                containsString("value=\"50\""),
                                containsString("name=\"seen\" value=\"" + coach().mark() + "\""))));
        assertThat(coach()).extracting(VehicleType::seats, VehicleType::crew).containsExactly(45, 3);

        Map<String, String> again = new LinkedHashMap<>(mine);
        again.put("seen", coach().mark());
        send("/" + coach.id(), again).andExpect(redirectedUrl("/movements/vehicles"));
        assertThat(coach()).extracting(VehicleType::seats, VehicleType::crew).containsExactly(50, 2);
    }

    @Test
    void a_blank_vehicle_type_is_none() throws Exception {
        api("FL-1", " ", ", \"seats\": 60").andExpect(status().isCreated());
        assertThat(movements.named("FL-1").vehicleType()).isNull();
        api("FL-1", "", ", \"seats\": 60").andExpect(status().isOk());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"bus\"", "\"\"", "null"})
    void a_kind_that_there_is_not_is_named_before_the_vehicle_type(String kind) throws Exception {
        plan("BUS-1", kind, "Coach", "")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("kind"))
                .andExpect(jsonPath("$.detail").value(startsWith("The kind of a movement is convoy, ship or flight")));
    }

    @Test
    void before_anything_is_planned_the_register_says_whether_a_family_is_too_large() throws Exception {
        types.all().forEach(type -> types.retire(type.id()));
        types.add(new VehicleType(0, "Car", "convoy", 3, 0, 0, 1, 0, null, false));
        String lev = "{\"name\": \"Грабов Лев\", \"born\": \"1980\"}";
        web.perform(post("/api/households")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"members\": [%s, %s, %s]}".formatted(lev, lev, lev))
                        .with(request -> csrf().postProcessRequest(
                                        user("officer").roles("consular").postProcessRequest(request))))
                .andExpect(jsonPath("$.warning")
                        .value(startsWith(
                                "No convoy or ship that is planned or registered takes these 3 people whole")));
    }

    private VehicleType medical() {
        return types.all().stream()
                .filter(type -> type.name().startsWith("Il"))
                .findFirst()
                .orElseThrow();
    }

    private VehicleType coach() {
        return types.all().stream()
                .filter(type -> type.kind().equals("convoy"))
                .findFirst()
                .orElseThrow();
    }

    private Movement bus() {
        return movements.named("BUS-1");
    }

    private ResultActions api(String code, String type, String more) throws Exception {
        return plan(code, "\"flight\"", type, more);
    }

    private ResultActions plan(String code, String kind, String type, String more) throws Exception {
        return web.perform(post("/api/movements")
                .contentType(MediaType.APPLICATION_JSON)
                .content("""
                        {"code": "%s", "kind": %s, "origin": "Beirut", "destination": "Moscow", "departs": "%s",
                         "vehicle": "%s"%s}""".formatted(code, kind, departs, type, more))
                .with(TRANSPORT));
    }

    private ResultActions planByHand(String code) throws Exception {
        return send(
                "",
                "/movements",
                Map.of(
                        "code",
                        code,
                        "kind",
                        "convoy",
                        "origin",
                        "Damascus",
                        "destination",
                        "Beirut",
                        "exit",
                        "MASNAA",
                        "departs",
                        departs.substring(0, 16),
                        "seats",
                        "7",
                        "stretchers",
                        "3",
                        "vehicleType",
                        "Coach"));
    }

    private ResultActions send(String path, Map<String, String> fields) throws Exception {
        return send(path, "/movements/vehicles", fields);
    }

    private ResultActions send(String path, String under, Map<String, String> fields) throws Exception {
        var request = post(under + path).with(TRANSPORT);
        fields.forEach(request::param);
        return web.perform(request);
    }

    private static void work() {
        managementService().createJobQuery().executable().messages().list().stream()
                .filter(job -> job.getProcessInstanceId() != null)
                .forEach(job -> managementService().executeJob(job.getId()));
    }
}
