package org.homeward.people.web;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Locale;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@HomewardTest
class MrzApiTest {

    private static final String FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";

    @Autowired
    MockMvc web;

    private ResultActions read(String body, String language) throws Exception {
        return web.perform(post("/api/mrz")
                .with(user("vetting").roles("vetting"))
                .with(csrf())
                .locale(Locale.forLanguageTag(language))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    @Test
    void answersTheFieldsOfASpecimen() throws Exception {
        read("{\"mrz\": \"" + FIRST + "\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\"}", "en")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.format").value("TD3"))
                .andExpect(jsonPath("$.name").value("ERIKSSON ANNA MARIA"))
                .andExpect(jsonPath("$.document").value("L898902C3"))
                .andExpect(jsonPath("$.born").value("1974-08-12"))
                .andExpect(jsonPath("$.sex").value("female"))
                .andExpect(jsonPath("$.nationality").value("UTO"))
                .andExpect(jsonPath("$.expires").value("2012-04-15"))
                .andExpect(jsonPath("$.valid").value(true))
                .andExpect(jsonPath("$.wrong").isEmpty());
    }

    @Test
    void saysWhichDigitIsWrongAndWhichMisreadingExplainsIt() throws Exception {
        String misread = "{\"mrz\": \"" + FIRST + "\\nL8989O2C36UTO7408122F1204159ZE184226B<<<<<10\"}";

        read(misread, "en")
                .andExpect(jsonPath("$.valid").value(false))
                .andExpect(jsonPath("$.wrong[0].field").value("document"))
                .andExpect(jsonPath("$.wrong[0].what").value("checkDigit"))
                .andExpect(jsonPath("$.wrong[0].found").value("6"))
                .andExpect(jsonPath("$.wrong[0].misreadings[0].place").value(6))
                .andExpect(jsonPath("$.wrong[0].misreadings[0].instead").value("0"))
                .andExpect(jsonPath("$.wrong[0].sentence")
                        .value(containsString("It fits if place 6 of line 2, read as O, is 0.")));
        read(misread, "ru")
                .andExpect(
                        jsonPath("$.wrong[0].sentence").value(containsString("на месте 6 строки 2 вместо O стоит 0")));
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', first",
        "'{\"mrz\":null}', first",
        "'{\"mrz\":\"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\"}', second line is missing",
        "'{\"mrz\":\"hello\"}', 5 characters",
        "'{\"mrz\":\"I<UTOD231458907<<<<<<<<<<<<<<<\"}', here is one",
    })
    void whatIsNoZoneIsRefusedWithASentence(String body, String sentence) throws Exception {
        read(body, "en")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"))
                .andExpect(jsonPath("$.field").value("mrz"))
                .andExpect(jsonPath("$.detail").value(containsString(sentence)));
    }

    @Test
    void whatIsNoJsonIsRefused() throws Exception {
        read("{\"mrz\": {\"a\": 1}}", "en").andExpect(status().isBadRequest());
        read("[]", "en").andExpect(status().isBadRequest());
        read("null", "en").andExpect(status().isBadRequest());
    }

    @Test
    void refusesAFieldThatStandsThereTwice() throws Exception {
        read("{\"mrz\": \"a\", \"mrz\": \"b\"}", "en")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("detail").value("The body is missing or is not JSON of the right shape."));
    }
}
