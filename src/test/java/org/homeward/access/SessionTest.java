package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.homeward.HomewardBrowserTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** One session for our pages, Tasklist, Cockpit and Admin. */
@HomewardBrowserTest
class SessionTest {

    private static final String WHO = "/camunda/api/admin/auth/user/default";

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    private Officers officers;

    @BeforeEach
    void anOfficer() {
        officers = new Officers(identity);
        officers.signUp("mila", Rights.MANAGERS);
        // Without any administrator Camunda's pages would lead to their set-up.
        officers.signUp("adam", Rights.ADMINISTRATORS);
    }

    @AfterEach
    void dismiss() {
        officers.dismiss("mila", "adam");
    }

    @Test
    void one_sign_in_opens_our_pages_tasklist_and_cockpit() throws Exception {
        Visitor mila = new Visitor(port).signedIn("mila");
        assertThat(mila.get("/operation").statusCode()).isEqualTo(200);
        assertThat(mila.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(200);
        assertThat(mila.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(200);
        assertThat(mila.get("/camunda/app/admin/default/").statusCode()).isEqualTo(403);
        assertThat(mila.get(WHO).body()).contains("\"userId\":\"mila\"");
    }

    @Test
    void the_session_is_a_new_one_after_sign_in_and_its_cookie_is_kept_from_scripts_and_other_sites() throws Exception {
        Visitor mila = new Visitor(port);
        mila.get("/sign-in");
        String before = mila.cookie("JSESSIONID");
        HttpResponse<String> answer = mila.form("/sign-in", "username", "mila", "password", "mila");
        assertThat(mila.cookie("JSESSIONID")).isNotNull().isNotEqualTo(before);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("JSESSIONID", "HttpOnly", "SameSite=Lax"));
    }

    @Test
    void signing_out_here_or_in_tasklist_ends_both() throws Exception {
        Visitor mila = new Visitor(port).signedIn("mila");
        mila.form("/sign-out");
        assertThat(mila.get(WHO).statusCode()).isEqualTo(401);

        Visitor again = new Visitor(port).signedIn("mila");
        assertThat(again.json("POST", WHO + "/logout", "").statusCode()).isEqualTo(200);
        assertThat(again.get("/operation").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/sign-in"));
    }

    @Test
    void a_right_taken_away_closes_what_it_opened_in_open_sessions_at_once() throws Exception {
        Visitor mila = new Visitor(port).signedIn("mila");
        assertThat(mila.get("/imports").statusCode()).isEqualTo(200);
        assertThat(mila.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(200);
        identity.deleteMembership("mila", Rights.MANAGERS);
        identity.createMembership("mila", Rights.FIELD);
        assertThat(mila.get("/imports").statusCode()).isEqualTo(403);
        assertThat(mila.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(403);
        assertThat(mila.get("/movements").statusCode())
                .as("and opens what the new group may see")
                .isEqualTo(200);
    }

    @Test
    void who_is_dismissed_is_signed_out_of_open_sessions_at_once() throws Exception {
        Visitor mila = new Visitor(port).signedIn("mila");
        identity.deleteUser("mila");
        assertThat(mila.get("/operation").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/sign-in"));
        assertThat(mila.get(WHO).statusCode()).isEqualTo(401);
        officers.signUp("mila", Rights.MANAGERS);
        assertThat(mila.get(WHO).statusCode())
                .as("the session does not come back with a new officer of the name")
                .isEqualTo(401);
    }

    @Test
    void another_password_closes_the_sessions_that_were_opened_with_the_old_one() throws Exception {
        Visitor mila = new Visitor(port).signedIn("mila");
        assertThat(mila.get("/operation").statusCode()).isEqualTo(200);
        User account = identity.createUserQuery().userId("mila").singleResult();
        account.setPassword("another one");
        identity.saveUser(account);
        assertThat(mila.get("/operation").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/sign-in"));
        assertThat(mila.get(WHO).statusCode()).isEqualTo(401);
    }

    @Test
    void camundas_interface_wants_the_token_of_its_page() throws Exception {
        Visitor mila = new Visitor(port);
        mila.form("/sign-in", "username", "mila", "password", "mila");
        assertThat(mila.engine("/task/count", "{}").statusCode()).isEqualTo(403);
        Visitor withToken = new Visitor(port).signedIn("mila");
        assertThat(withToken.engine("/task/count", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void camundas_own_way_to_sign_in_is_shut() throws Exception {
        Visitor mila = new Visitor(port).signedIn("mila");
        assertThat(mila.json("POST", WHO + "/login/tasklist", "").statusCode()).isEqualTo(403);
    }

    @Test
    void camundas_pages_may_show_ours_and_run_no_scripts_from_elsewhere() throws Exception {
        HttpResponse<String> page = new Visitor(port).signedIn("mila").get("/camunda/app/tasklist/default/");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .satisfies(policy -> assertThat(policy)
                        .contains("frame-ancestors 'self'", "default-src 'self'", "'nonce-")
                        .doesNotContain("$NONCE"));
    }
}
