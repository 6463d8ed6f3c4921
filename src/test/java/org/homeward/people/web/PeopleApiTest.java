package org.homeward.people.web;

import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@HomewardTest
class PeopleApiTest {

    @Autowired
    MockMvc web;

    @Test
    void two_people_are_answered_with_score_and_reasons() throws Exception {
        compare("""
                {"a": {"name": "AL-KHATIB OMAR", "born": "1970", "sex": "male", "document": "51 4400117"},
                 "b": {"nativeName": "عمر الخطيب", "born": "1970-08-19", "sex": "M", "document": "514400117"}}""")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.score").value(greaterThan(0.9)))
                .andExpect(jsonPath("$.hit").value(true))
                .andExpect(jsonPath("$.reasons").value(hasItem("same document number: 514400117")));
        compare(
                        "{\"a\": {\"name\": \"OMAR SHAHIN\", \"born\": \"1970\"}, \"b\": {\"name\": \"OMAR SHAHIN\", \"born\": \"1982\"}}")
                .andExpect(jsonPath("$.score").value(lessThan(0.8)))
                .andExpect(jsonPath("$.reasons").value(hasItem("birth years differ by 12")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': '🙂🙂'} | a.name",
                "{'name': '\\u202E\\u0000'} | a.name",
                "{} | a.name",
                "{'name': 'OMAR', 'born': '2999-01-01'} | a.born",
                "{'name': 'OMAR', 'born': '1850'} | a.born",
                "{'name': 'OMAR', 'born': '1961-13'} | a.born",
                "{'name': 'OMAR', 'born': '31.02.1980'} | a.born",
                "{'name': 'OMAR', 'sex': 'perhaps'} | a.sex",
                "{'name': 'OMAR', 'nationality': 'Syria'} | a.nationality",
            })
    void what_is_wrong_is_said_in_a_sentence_with_its_field(String one, String field) throws Exception {
        compare("{\"a\": " + one.replace('\'', '"') + ", \"b\": {\"name\": \"OMAR\"}}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "Ä́̂̃̄̅̆̇̈", "O🙂mar", "O\\u0000mar"})
    void odd_names_with_letters_are_compared(String name) throws Exception {
        compare("{\"a\": {\"name\": \"" + name + "\"}, \"b\": {\"name\": \"" + name + "\"}}")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.score").value(1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"~1961", "1961-04", "1961"})
    void a_birth_is_taken_as_far_as_it_is_known(String born) throws Exception {
        String one = "{\"name\": \"OMAR\", \"born\": \"" + born + "\"}";
        compare("{\"a\": " + one + ", \"b\": {\"name\": \"OMAR\", \"born\": \"1961-04-30\"}}")
                .andExpect(status().isOk());
    }

    @Test
    void a_name_of_which_only_the_beginning_would_be_compared_is_refused() throws Exception {
        String name = "{\"name\": \"" + "OMAR ".repeat(17) + "\"}";
        compare("{\"a\": " + name + ", \"b\": " + name + "}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("a.name"));
    }

    @Test
    void a_name_of_five_hundred_letters_and_a_missing_person_are_refused() throws Exception {
        compare("{\"a\": {\"name\": \"" + "A".repeat(500) + "\"}, \"b\": {\"name\": \"OMAR\"}}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("a.name"));
        compare("{\"a\": {\"name\": \"OMAR\"}}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("b"));
        compare("null").andExpect(status().isBadRequest());
    }

    private ResultActions compare(String body) throws Exception {
        return web.perform(post("/api/people/compare")
                .contentType(APPLICATION_JSON)
                .content(body)
                .with(user("vetting").roles("vetting"))
                .with(csrf()));
    }
}
