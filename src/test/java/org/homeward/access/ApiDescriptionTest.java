package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

@HomewardTest
class ApiDescriptionTest {

    @Autowired
    MockMvc web;

    @Autowired
    ObjectMapper json;

    private JsonNode answer(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
        return json.readTree(
                web.perform(request.with(user("all").roles("consular", "vetting", "transport", "field", "managers"))
                                .with(csrf()))
                        .andReturn()
                        .getResponse()
                        .getContentAsString(StandardCharsets.UTF_8));
    }

    private JsonNode schema(JsonNode api, JsonNode content) {
        JsonNode schema = content.path("content").path("application/json").path("schema");
        JsonNode one = schema.has("items") ? schema.path("items") : schema;
        return api.at(one.path("$ref").asText().substring(1)).path("properties");
    }

    /** The fields of an object. @param atTimes others that it has only now and then */
    private static Set<String> names(JsonNode object, String... atTimes) {
        Set<String> names = new TreeSet<>(List.of(atTimes));
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void every_operation_says_what_it_does_how_to_sign_in_and_how_problems_are_told() throws Exception {
        JsonNode api = answer(get("/api/docs"));

        assertThat(api.at("/info/title").asText()).isEqualTo("Homeward");
        assertThat(api.at("/components/securitySchemes/officer/scheme").asText())
                .isEqualTo("basic");
        assertThat(api.at("/security/0").has("officer")).isTrue();
        List<JsonNode> operations = new ArrayList<>();
        api.path("paths").forEach(path -> path.forEach(operations::add));
        assertThat(operations).hasSizeGreaterThan(12).allSatisfy(operation -> {
            assertThat(operation.path("summary").asText())
                    .as(operation.path("operationId").asText())
                    .isNotBlank();
            assertThat(operation.at("/responses/default/content").has("application/problem+json"))
                    .isTrue();
        });
        assertThat(names(api.at("/components/schemas/Problem/properties"))).contains("detail", "field");
    }

    @Test
    void answers_have_the_fields_that_are_described() throws Exception {
        JsonNode api = answer(get("/api/docs"));

        JsonNode begun = answer(multipart("/api/imports")
                .file(new MockMultipartFile(
                        "file",
                        "list.csv",
                        "text/csv",
                        "№;ФИО;Дата рождения\n1;Клёнова Анна;1980".getBytes(StandardCharsets.UTF_8))));
        assertThat(names(schema(api, api.at("/paths/~1api~1imports/post/responses/202"))))
                .isEqualTo(names(begun));
        assertThat(names(schema(api, api.at("/paths/~1api~1imports~1{id}/get/responses/200"))))
                .isEqualTo(
                        names(answer(get("/api/imports/{id}", begun.path("id").asText())), "failure"));

        JsonNode registered = answer(
                post("/api/households").contentType(MediaType.APPLICATION_JSON).content("""
                        {"governorate":"SY04","members":[{"name":"Клёнова Юлия","born":"1984-08-19"}]}"""));
        assertThat(names(schema(api, api.at("/paths/~1api~1households/post/responses/201"))))
                .isEqualTo(names(registered, "warning"));
        JsonNode described = schema(api, api.at("/paths/~1api~1households~1{caseNumber}/get/responses/200"));
        JsonNode household = answer(
                get("/api/households/{number}", registered.path("caseNumber").asText()));
        assertThat(names(described)).isEqualTo(names(household));
        assertThat(names(api.at(described.at("/members/items/$ref").asText().substring(1))
                        .path("properties")))
                .isEqualTo(names(household.at("/members/0")))
                .contains("id");
        assertThat(names(schema(api, api.at("/paths/~1api~1invariants/get/responses/200"))))
                .isEqualTo(names(answer(get("/api/invariants")).get(0)));
    }

    @Test
    void records_of_the_same_name_are_told_apart() throws Exception {
        JsonNode api = answer(get("/api/docs"));

        assertThat(names(schema(api, api.at("/paths/~1api~1plans~1{id}/get/responses/200"))))
                .contains("gone", "advice");
        assertThat(names(schema(api, api.at("/paths/~1api~1situation~1{id}/get/responses/200"))))
                .contains("change", "outcome");
    }
}
