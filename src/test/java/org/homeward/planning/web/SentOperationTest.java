package org.homeward.planning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.homeward.HomewardTest;
import org.homeward.planning.PlanOptions;
import org.homeward.planning.plan.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** A program sends a whole operation to be planned: what it says, not what stands here. */
@HomewardTest
class SentOperationTest {

    private static final String OPERATION = """
            {"snapshot": "2013-01-20T00:00:00Z", "destination": "SVO", "minConnectionMinutes": 120,
             "objective": {"priorityWeight": {"1": 1000}, "waitingPerDay": 0.1, "delayPerDay": 0.03, "movePrice": 50},
             "households": [{"id": "H1", "origin": "BEY", "size": 1, "wheelchairs": 0, "stretchers": 0, "baggageKg": 20,
                             "priority": 1, "waitingDays": 0, "seatedOn": ["FL-2"], "frozen": false}],
             "legs": [{"id": "FL-1", "kind": "flight", "from": "BEY", "to": "SVO", "departs": "2013-01-20T20:00:00Z",
                       "arrives": "2013-01-21T00:00:00Z", "seats": 9, "wheelchairs": 0, "stretchers": 0, "baggageKg": 900},
                      {"id": "FL-2", "kind": "flight", "from": "BEY", "to": "SVO", "departs": "2013-01-21T20:00:00Z",
                       "arrives": "2013-01-22T00:00:00Z", "seats": 1, "wheelchairs": 0, "stretchers": 0, "baggageKg": 900}]}
            """;

    private static final String TOO_MUCH =
            "An operation that is sent has at most 50,000 households, 3,000 legs and 3,000 quotas.";

    @Autowired
    private MockMvc web;

    @Autowired
    private ObjectMapper json;

    @Autowired
    private SentOperations operations;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void the_operation_of_the_description_is_planned_and_nothing_of_it_is_kept() throws Exception {
        JsonNode api = read(get("/api/docs"));
        JsonNode asked = api.at("/paths/~1api~1plans/post");
        JsonNode example = asked.at("/requestBody/content/application~1json/examples/operation/value");

        JsonNode plan = read(sent(example.isTextual() ? example.asText() : example.toString()));

        assertThat(plan.fieldNames())
                .toIterable()
                .containsExactly("objective", "bound", "seconds", "seated", "left", "limits");
        JsonNode described = described(api, asked.at("/responses/200/content/application~1json/schema"));
        assertThat(described.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(() -> plan.fieldNames());
        assertThat(plan.at("/seated/0/legs").toString()).isEqualTo("[\"BUS-1\",\"FL-1\"]");
        assertThat(plan.path("bound").asDouble())
                .isGreaterThanOrEqualTo(plan.path("objective").asDouble());
        assertThat(jdbc.sql("select (select count(*) from seating_plan) + (select count(*) from itinerary)")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private static JsonNode described(JsonNode api, JsonNode schema) {
        return api.at(schema.path("$ref").asText().substring(1)).path("properties");
    }

    @Test
    void beside_options_another_price_of_a_move_takes_the_place_of_its_own() throws Exception {
        web.perform(sent(OPERATION))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.seated[0].legs", contains("FL-2")))
                .andExpect(jsonPath("$.objective", closeTo(940, 1e-6)));
        for (String none :
                new String[] {"", ", \"options\": null", ", \"options\": {}", ", \"options\": {\"movePrice\": null}"}) {
            web.perform(sent("{\"snapshot\": " + OPERATION + none + "}"))
                    .andExpect(jsonPath("$.seated[0].legs", contains("FL-2")));
        }
        web.perform(sent("{\"snapshot\": " + OPERATION + ", \"options\": {\"movePrice\": 20}}"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.seated[0].legs", contains("FL-1")))
                .andExpect(jsonPath("$.objective", closeTo(950, 1e-6)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'movePrice': 50}",
                "{'options': {'movePrice': 50}}",
                "{'snapshot': null, 'options': {'movePrice': 50}}",
                "{'snapshot': null, 'movePrice': 50}"
            })
    void options_beside_no_snapshot_are_for_the_operation_as_it_stands(String body) throws Exception {
        assertThat(json.readValue(body.replace('\'', '"'), PlanRequest.class))
                .isEqualTo(new PlanRequest(null, new PlanOptions(50d, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"options\": null}", "{\"snapshot\": null}", "{\"snapshot\": null, \"options\": null}"})
    void with_no_options_either_it_is_planned_as_it_stands_too(String body) throws Exception {
        assertThat(json.readValue(body, PlanRequest.class)).isEqualTo(PlanRequest.OF_NOTHING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"legs": []}                                           | operation: "objective" must be an object in braces; it is missing.
            {"snapshot": 7, "objective": 7}                        | operation: "objective" must be an object in braces; not 7.
            {"households": 7}                                      | operation: "objective" must be an object in braces; it is missing.
            {"snapshot": {}}                                       | operation: "objective" must be an object in braces; it is missing.
            {"snapshot": "today", "movePrice": 5}                  | operation: the field "movePrice" is not known.
            {"snapshot": {}, "movePrice": 5}                       | body: the field "movePrice" is not known.
            {"snapshot": OPERATION, "options": 7}                  | body: "options" must be an object in braces; not 7.
            {"snapshot": OPERATION, "options": {"movePrice": -1}}  | options: "movePrice" must be a number from 0 to a billion; not -1.
            {"snapshot": OPERATION, "options": {"choices": []}}    | options: the field "choices" is not known.
            {"snapshot": null, "options": {}, "movePrice": 5}      | There is no field 'options' here. Check its name.
            {"legs": [], "legs": []}                               | The body is missing or is not JSON of the right shape.
            {"legs": [                                             | The body is missing or is not JSON of the right shape.
            """)
    void what_is_no_operation_is_answered_with_a_sentence(String body, String sentence) throws Exception {
        refused(body.replace("OPERATION", OPERATION), sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "size": 1        | "size": 0          | households, row 1 (H1): "size" must be a whole number from 1; not 0.
            "origin": "BEY"  | "origin": "SVO"    | households, row 1 (H1): "origin" must be another place than the destination.
            "seats": 1       | "seats": 1.5       | legs, row 2 (FL-2): "seats" must be a whole number from 0; not 1.5.
            "priority": 1,   | "priority": 2.5,   | households, row 1 (H1): "priority" must be a whole number; not 2.5.
            "priority": 1,   | "priority": 2,     | households, row 1 (H1): "priority" 2 has no priorityWeight.
            "priority": 1,   | ""                 | households, row 1 (H1): "priority" must be a whole number; it is missing.
            "stretchers": 0, "baggageKg": 20 | "stretchers": 2, "baggageKg": 20 | households, row 1 (H1): more places for wheelchairs and stretchers than people ("size").
            "seatedOn": ["FL-2"], "frozen": false | "frozen": true | households, row 1 (H1): "frozen", but "seatedOn" does not say where.
            "seatedOn": ["FL-2"] | "seatedOn": 7  | households, row 1 (H1): "seatedOn" must be a list of different texts; not 7.
            "frozen": false  | "frozen": 0        | households, row 1 (H1): "frozen" must be true or false; not 0.
            "frozen": false  | "thawed": 0        | households, row 1 (H1): the field "thawed" is not known.
            "id": "FL-2"     | "id": "FL-1"       | legs, row 2 (FL-1): FL-1 is there twice.
            "arrives": "2013-01-22T00:00:00Z" | "arrives": "2013-01-20T00:00:00Z" | legs, row 2 (FL-2): "arrives" must be after "departs".
            "arrives": "2013-01-22T00:00:00Z" | "arrives": "soon" | legs, row 2 (FL-2): "arrives" must be a moment like 2013-01-22T04:00:00Z; not "soon".
            "arrives": "2013-01-22T00:00:00Z" | "arrives": "1013-01-22T00:00:00Z" | legs, row 2 (FL-2): "arrives" must be a moment of this century or the last; not "1013-01-22T00:00:00Z".
            "to": "SVO", "departs": "2013-01-21T20:00:00Z" | "to": "BEY", "departs": "2013-01-21T20:00:00Z" | legs, row 2 (FL-2): "to" must be another place than "from".
            "destination": "SVO" | "destination": 7 | operation: "destination" must be a text; not 7.
            {"1": 1000}      | {"one": 1000}      | priorityWeight: the priority "one" must be a whole number.
            {"1": 1000}      | {"1": 1, "01": 1}  | priorityWeight: the priority 1 is there twice.
            "legs":          | "quotas": 7, "legs": | operation: "quotas" must be a list; not 7.
            "legs":          | "quotas": [7], "legs": | quotas, row 1: there must be an object in braces.
            "legs":          | "quotas": [{"exit": "E", "day": 1, "persons": 1}], "legs": | quotas, row 1: "day" must be a text; not 1.
            "legs":          | "quotas": [{"exit": "E", "day": "1", "persons": 1}], "legs": | quotas, row 1: "day" must be a day like 2013-01-22; not "1".
            "legs":          | "quotas": [{"exit": "E", "day": "2013-01-22", "persons": 1}, {"exit": "E", "day": "2013-01-22", "persons": 2}], "legs": | quotas, row 2: E on 2013-01-22 is there twice.
            """)
    void what_is_wrong_in_it_is_named_by_row_and_field(String right, String wrong, String sentence) throws Exception {
        assertThat(OPERATION).contains(right);
        refused(OPERATION.replace(right, wrong.equals("\"\"") ? "" : wrong), sentence);
    }

    @Test
    void frozen_people_beyond_the_places_are_answered_with_a_sentence() throws Exception {
        refused(
                OPERATION.replace("\"size\": 1", "\"size\": 2").replace("\"frozen\": false", "\"frozen\": true"),
                "Those who are frozen on it need more than there is of FL-2 seats.");
    }

    @Test
    void more_than_anybody_plans_is_refused() throws Exception {
        ObjectNode operation = (ObjectNode) json.readTree(OPERATION);
        ArrayNode legs = (ArrayNode) operation.path("legs");
        for (int more = 0; more < 3_000; more++) {
            legs.add(((ObjectNode) legs.get(0).deepCopy()).put("id", "MORE-" + more));
        }
        refused(operation.toString(), TOO_MUCH);
        for (String many : new String[] {"households", "quotas"}) {
            operation = (ObjectNode) json.readTree(OPERATION);
            ArrayNode rows = operation.putArray(many);
            while (rows.size() <= (many.equals("quotas") ? 3_000 : 50_000)) {
                rows.add("no row at all");
            }
            refused(operation.toString(), TOO_MUCH);
            refused("{\"snapshot\": " + operation + "}", TOO_MUCH);
        }

        byte[] endless = new byte[64 * 1024 * 1024 + 10];
        Arrays.fill(endless, (byte) ' ');
        for (byte[] body : new byte[][] {endless, "[".repeat(2_000).getBytes(StandardCharsets.UTF_8)}) {
            web.perform(sent("").content(body))
                    .andExpect(status().isPayloadTooLarge())
                    .andExpect(jsonPath("$.detail")
                            .value("The body is too large or nested too deep: at most 64 MB are taken."));
        }
    }

    @Test
    void one_is_planned_at_a_time() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        FutureTask<Plan> first = new FutureTask<>(() -> operations.plan(slowly(begun, read)));
        new Thread(first).start();
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        try {
            web.perform(sent(OPERATION))
                    .andExpect(status().isConflict())
                    .andExpect(jsonPath("$.detail")
                            .value("Another operation is being planned at this moment: send this one again in half a"
                                    + " minute."));
        } finally {
            read.countDown();
        }
        assertThat(first.get().seated()).hasSize(1);
        refused("{\"legs\": []}", "operation: \"objective\" must be an object in braces; it is missing.");
        web.perform(sent(OPERATION)).andExpect(status().isOk());
    }

    /** An operation that is not read on until somebody allows it. */
    private JsonNode slowly(CountDownLatch begun, CountDownLatch allowed) throws Exception {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        json.readTree(OPERATION).fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
        return new ObjectNode(JsonNodeFactory.instance, fields) {
            @Override
            public JsonNode path(String field) {
                begun.countDown();
                try {
                    allowed.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.path(field);
            }
        };
    }

    @Test
    void who_may_not_ask_for_a_plan_may_not_send_an_operation() throws Exception {
        web.perform(post("/api/plans")
                        .with(user("officer").roles("managers"))
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(OPERATION))
                .andExpect(status().isForbidden());
    }

    private void refused(String body, String sentence) throws Exception {
        web.perform(sent(body))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(sentence));
        web.perform(sent(body).locale(Locale.forLanguageTag("ru")))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail", matchesPattern("(?s).*[а-яё].*")))
                .andExpect(jsonPath("$.detail", not(matchesPattern("(?s).*\\b(row|must|a|is|not|there)\\b.*"))));
    }

    private JsonNode read(MockHttpServletRequestBuilder request) throws Exception {
        return json.readTree(web.perform(request.with(user("officer").roles("transport")))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8));
    }

    private static MockHttpServletRequestBuilder sent(String body) {
        return post("/api/plans")
                .with(user("officer").roles("transport"))
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body);
    }
}
