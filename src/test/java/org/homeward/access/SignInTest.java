package org.homeward.access;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestBuilders.formLogin;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.response.SecurityMockMvcResultMatchers.authenticated;
import static org.springframework.security.test.web.servlet.response.SecurityMockMvcResultMatchers.unauthenticated;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.camunda.bpm.engine.IdentityService;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;

@HomewardTest
class SignInTest {

    @Autowired
    MockMvc web;

    @Autowired
    IdentityService identity;

    @BeforeEach
    void anOfficer() {
        var officer = identity.newUser("anna");
        officer.setPassword("right");
        identity.saveUser(officer);
        identity.createMembership("anna", Rights.CONSULAR);
    }

    @AfterEach
    void leaves() {
        identity.deleteUser("anna");
    }

    @Test
    void the_right_password_opens_a_session_with_the_groups_as_roles() throws Exception {
        web.perform(formLogin("/sign-in").user("anna").password("right"))
                .andExpect(authenticated().withUsername("anna").withRoles(Rights.CONSULAR))
                .andExpect(redirectedUrl("/"));
    }

    @Test
    void a_wrong_password_an_unknown_name_and_an_unspeakable_name_are_answered_alike() throws Exception {
        for (String name : new String[] {"anna", "nobody", "a\u0000b", "x'--", ""}) {
            web.perform(formLogin("/sign-in").user(name).password("wrong"))
                    .andExpect(unauthenticated())
                    .andExpect(redirectedUrl("/sign-in?failed"));
        }
        web.perform(get("/sign-in?failed")).andExpect(content().string(containsString("an account pauses")));
    }

    @Test
    void after_wrong_tries_even_the_right_password_waits_and_the_answer_says_so() throws Exception {
        for (int i = 0; i < 3; i++) {
            web.perform(formLogin("/sign-in").user("anna").password("wrong")).andExpect(unauthenticated());
        }
        web.perform(formLogin("/sign-in").user("anna").password("right")).andExpect(unauthenticated());
        web.perform(get("/api/invariants").with(httpBasic("anna", "right")))
                .andExpect(status().isUnauthorized())
                .andExpect(jsonPath("detail").value(EngineSignIn.REFUSED));
    }

    @Test
    void programs_sign_in_by_basic_and_get_no_session() throws Exception {
        web.perform(get("/api/docs").with(httpBasic("anna", "right")))
                .andExpect(status().isOk())
                .andExpect(result -> org.assertj.core.api.Assertions.assertThat(
                                result.getRequest().getSession(false))
                        .isNull());
    }

    @Test
    void what_is_not_for_the_group_is_refused_in_a_sentence() throws Exception {
        web.perform(get("/api/invariants").with(httpBasic("anna", "right")))
                .andExpect(status().isForbidden())
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"))
                .andExpect(jsonPath("detail").value("Your groups do not allow this."));
    }
}
