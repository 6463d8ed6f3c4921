package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.HomewardTest;
import org.homeward.access.Rights.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.access.WebInvocationPrivilegeEvaluator;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may call what, asked of the filters that decide it. */
@HomewardTest
class RightsTest {

    private static final Authentication NOBODY =
            new AnonymousAuthenticationToken("key", "nobody", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

    /** The issue's own words, endpoint by endpoint; groups not named must be refused. */
    private static final String EXPECTED = """
            POST | /api/imports                | consular
            GET  | /api/imports/1              | consular
            POST | /api/households             | consular
            GET  | /api/households/SYR-1       | consular vetting transport field reception managers
            POST | /api/mrz                    | consular vetting managers
            POST | /api/people/compare         | consular vetting managers
            GET  | /api/accounting             | consular vetting transport field reception managers
            GET  | /api/accounting.csv         | consular vetting transport field reception managers
            GET  | /accounted-for              | consular vetting transport field reception managers
            GET  | /accounted-for/everybody.csv | consular vetting transport field reception managers
            POST | /api/movements              | transport
            POST | /api/movements/import       | transport
            GET  | /api/movements              | transport field reception managers
            POST | /api/plans                  | transport
            GET  | /api/plans/1                | transport managers
            POST | /api/plans/1/commit         | transport
            POST | /api/plans/1/solve          | transport
            POST | /api/forecast               | consular vetting transport field reception managers designers camunda-admin cleared
            POST | /api/situation/preview      | managers
            POST | /api/situation/apply        | managers
            POST | /api/situation/undo         | managers
            GET  | /api/situation/1            | transport managers
            GET  | /api/situation/1/cap.xml    | transport managers
            POST | /api/situation/alerts       | managers
            GET  | /api/situation/reach        | transport managers
            POST | /api/situation/reach        | managers
            GET  | /situation/alerts           | transport field managers
            POST | /situation/alerts           | managers
            POST | /situation/alerts/areas/1   | managers
            POST | /situation/alerts/areas/1/leave-out | managers
            POST | /api/scans                  | field reception
            GET  | /api/people/1/journey       | field reception managers
            GET  | /scans/conflicts            | field reception managers
            POST | /scans/conflicts            | field reception
            GET  | /devices                    | field reception managers
            POST | /devices/sign-out           | managers
            POST | /devices/let-in             | managers
            GET  | /api/invariants             | managers
            POST | /api/people/compare         | consular vetting managers
            POST | /api/screening              | vetting managers
            POST | /api/screening/batch        | vetting managers
            POST | /api/watch-lists            | camunda-admin
            GET  | /api/watch-lists            | vetting managers camunda-admin
            GET  | /watch-lists                | camunda-admin
            POST | /watch-lists                | camunda-admin
            GET  | /watch-lists/versions       | camunda-admin
            GET  | /households/SYR-1           | consular vetting transport field reception managers
            POST | /households/SYR-1/remarks   | consular vetting transport field reception managers
            GET  | /households/SYR-1/documents | consular vetting transport field reception managers
            GET  | /households/SYR-1/documents/1/copies/1 | consular vetting transport field reception managers
            GET  | /households/SYR-1/documents/1/certificate.pdf | consular vetting transport field reception managers
            GET  | /households/SYR-1/pass.pdf | consular vetting transport field reception managers
            POST | /households/SYR-1/documents | consular
            POST | /households/SYR-1/care/1    | consular
            GET  | /households/SYR-1/children  | consular vetting transport field reception managers
            POST | /households/SYR-1/children/1 | consular vetting
            GET  | /households/SYR-1/members | consular vetting transport field reception managers
            POST | /households/SYR-1/members/1 | consular
            POST | /households/SYR-1/members/contact | consular
            POST | /households/SYR-1/members/1/needs | consular vetting
            POST | /households/SYR-1/children/papers/1/withdraw | consular vetting
            GET  | /households/SYR-1/children/papers/1/copies/1 | consular vetting transport field reception managers
            POST | /households/SYR-1/hits/1    | managers
            POST | /households/SYR-1/split     | consular vetting
            POST | /households/SYR-1/appeal    | consular managers
            POST | /households/SYR-1/documents/1 | consular
            POST | /households/SYR-1/documents/1/copies | consular
            POST | /households/SYR-1/documents/1/replacement | consular
            POST | /households/SYR-1/documents/1/copies/1/withdraw | consular
            POST | /households/SYR-1/children/papers/1/copies/1/withdraw | consular vetting
            GET  | /imports                    | consular managers
            POST | /registration/new           | consular managers
            GET  | /movements/BUS-1            | transport field reception managers
            GET  | /movements/BUS-1/manifest.pdf | transport field reception
            GET  | /movements/BUS-1/manifest.csv | transport field reception
            GET  | /movements/BUS-1/manifest.xlsx | transport field reception
            GET  | /movements/BUS-1/manifest.edi | transport field reception
            GET  | /api/movements/BUS-1/manifest.pdf | transport field reception
            GET  | /api/movements/BUS-1/manifest.csv | transport field reception
            GET  | /api/movements/BUS-1/manifest.xlsx | transport field reception
            GET  | /api/movements/BUS-1/manifest.edi | transport field reception
            POST | /movements/BUS-1/manifest   | transport
            POST | /api/movements/BUS-1/manifest | transport
            GET  | /api/movements/BUS-1/kept-places | transport
            POST | /api/movements/BUS-1/kept-places | transport
            POST | /api/movements/BUS-1/kept-places/1/guests | transport
            DELETE | /api/movements/BUS-1/kept-places/1 | transport
            POST | /movements/BUS-1/roll-call/guests | field reception
            POST | /movements/BUS-1/roll-call/incidents | field reception
            POST | /movements/BUS-1/roll-call/found | field reception
            GET  | /movements/BUS-1/roll-call/paper | field reception
            GET  | /movements/BUS-1/roll-call/paper.pdf | field reception
            POST | /movements/BUS-1/roll-call/paper | field reception
            GET  | /movements/BUS-1/convoy | field transport managers
            POST | /movements/BUS-1/convoy/lead | field transport
            POST | /movements/BUS-1/convoy/position | field transport
            POST | /movements/BUS-1/convoy/stop | field transport
            POST | /movements/BUS-1/convoy/breakdown | field transport
            POST | /movements/BUS-1/convoy/return | field transport
            POST | /movements/BUS-1/roll-call/deaths | field reception
            POST | /movements/BUS-1/roll-call/births | field reception
            POST | /movements/BUS-1/cancel     | transport
            GET  | /movements/vehicles         | transport managers
            POST | /movements/vehicles         | transport managers
            GET  | /movements/vehicles/1       | transport managers
            POST | /movements/vehicles/1       | transport managers
            POST | /movements/vehicles/1/retire | transport managers
            POST | /movements/vehicles/1/take-up | transport managers
            GET  | /movements/new              | transport
            GET  | /movements/BUS-1/edit       | transport
            POST | /movements/BUS-1/edit       | transport
            GET  | /movements/import           | transport
            GET  | /movements/import/template.csv | transport
            POST | /movements/import           | transport
            POST | /planning/rounds            | transport managers
            GET  | /plans                      | transport managers
            POST | /plans                      | transport
            GET  | /plans/1                    | transport managers
            POST | /plans/1/approve            | transport
            POST | /plans/1/choices            | transport
            POST | /plans/1/choices/undo       | transport
            POST | /plans/1/solve              | transport
            GET  | /exits                      | transport field reception managers
            GET  | /exits/MASNAA               | transport field reception managers
            POST | /exits/MASNAA/authority     | managers
            GET  | /movements/FL-1/check-in    | field
            POST | /movements/FL-1/check-in/seats | field
            POST | /movements/FL-1/check-in/SYR-1 | field
            POST | /movements/vehicles/1/seats | transport managers
            GET  | /movements/BUS-1/advance-list | transport field
            GET  | /movements/BUS-1/advance-list.pdf | transport field
            GET  | /movements/BUS-1/advance-list.edi | transport field
            POST | /movements/BUS-1/advance-list/handed-over | transport field
            POST | /movements/BUS-1/advance-list/acknowledged | transport field
            POST | /movements/BUS-1/advance-list/objections | transport field
            POST | /movements/BUS-1/advance-list/objections/1 | transport field
            POST | /exits/MASNAA/close         | managers
            POST | /exits/MASNAA/hours         | managers
            GET  | /situation                  | transport field managers
            POST | /situation                  | managers
            GET  | /situation/1                | transport field managers
            GET  | /situation/reach            | transport field managers
            POST | /situation/reach/lost       | managers
            POST | /situation/reach/regained   | managers
            GET  | /situation/1/households.csv | transport field managers
            POST | /situation/1/look           | managers
            POST | /situation/1/approve        | managers
            POST | /situation/1/discard        | managers
            POST | /situation/1/undo           | managers
            POST | /situation/1/stop           | managers
            POST | /situation/1/go-on          | managers
            POST | /situation/1/end            | managers
            POST | /movements/BUS-1/roll-call  | field reception
            GET  | /api/docs                   | consular vetting transport field reception managers designers camunda-admin cleared
            GET  | /api/docs.yaml              | consular vetting transport field reception managers designers camunda-admin cleared
            GET  | /api/imports/1/rows         | consular
            GET  | /operation                  | consular vetting transport field reception managers designers camunda-admin cleared
            GET  | /operation/forecast         | consular vetting transport field reception managers designers camunda-admin cleared
            GET  | /households                 | consular vetting transport field reception managers
            POST | /households                 | consular vetting transport field reception managers
            GET  | /tasks/cards                | consular vetting transport field reception managers
            GET  | /tasks/1/dossier            | consular vetting transport field reception managers
            GET  | /imports/1                  | consular managers
            GET  | /imports/1/progress         | consular managers
            GET  | /imports/1/corrections.csv  | consular managers
            POST | /imports                    | consular managers
            POST | /imports/1/rows/1           | consular managers
            POST | /imports/1/rows/1/leave-out | consular managers
            GET  | /registration/new           | consular managers
            POST | /registration/cases/SYR-1/news | consular managers
            POST | /registration/cases/SYR-1/undo-merge | consular
            POST | /registration/governorates/SY01/risk | managers
            GET  | /movements                  | transport field reception managers
            POST | /movements                  | transport
            POST | /movements/BUS-1/delay      | transport
            POST | /movements/BUS-1/crossing   | transport
            POST | /movements/BUS-1/vehicle    | transport
            POST | /movements/BUS-1/instructions | transport
            POST | /movements/BUS-1/offered-by | transport
            POST | /movements/BUS-1/kept       | transport
            GET  | /movements/BUS-1/kept/1     | transport
            POST | /movements/BUS-1/kept/1/release | transport
            POST | /movements/BUS-1/kept/1/guests | transport
            POST | /movements/BUS-1/kept/1/guests/table | transport
            POST | /movements/BUS-1/kept/1/guests/1/remove | transport
            GET  | /movements/BUS-1/roll-call  | field reception
            POST | /movements/BUS-1/roll-call/refusals | field reception
            GET  | /checkpoint                 | field reception
            GET  | /checkpoint/worker.js       | field reception
            GET  | /checkpoint/sign-in         | field reception
            GET  | /checkpoint/officer         | consular vetting transport field reception managers designers camunda-admin cleared
            GET  | /checkpoint/movements       | field reception
            GET  | /checkpoint/movements/BUS-1 | field reception
            POST | /exits/MASNAA/open          | managers
            GET  | /reception                  | reception managers
            GET  | /reception/tasks            | reception
            POST | /reception/stations         | reception
            GET  | /reception/lodging          | reception managers
            POST | /reception/lodging          | reception managers
            POST | /reception/lodging/1        | reception managers
            POST | /reception/lodging/release  | reception managers
            GET  | /reception/hand-over/SYR-1  | reception managers
            POST | /reception/hand-over/SYR-1/1 | reception
            POST | /reception/hand-over/SYR-1/1/confirm | reception
            POST | /reception/hand-over/SYR-1/differs | reception
            GET  | /reception/outcomes         | reception managers
            GET  | /reception/outcomes.csv     | reception managers
            GET  | /camunda/app/tasklist/default/ | consular vetting transport field reception managers
            GET  | /camunda/app/cockpit/default/  | managers designers camunda-admin
            GET  | /camunda/app/admin/default/    | camunda-admin
            POST | /camunda/api/engine/engine/default/task/1/submit-form | consular vetting transport field reception managers
            PUT  | /camunda/api/engine/engine/default/job/1/retries | managers camunda-admin
            POST | /camunda/api/engine/engine/default/user/create | camunda-admin
            GET  | /camunda/api/engine/engine/default/authorization | camunda-admin
            POST | /camunda/api/admin/setup/default/user/create | ''
            POST | /camunda/api/admin/auth/user/default/login/tasklist | ''
            POST | /camunda/api/engine/engine/default/deployment/create | ''
            POST | /camunda/api/engine/engine/default/message | ''
            POST | /camunda/api/engine/engine/default/filter/create | ''
            PUT  | /camunda/api/engine/engine/default/filter/1 | ''
            PUT  | /camunda/api/engine/engine/default/process-instance/1/variables/x | ''
            POST | /camunda/api/engine/engine/default/process-instance/1/modification | ''
            DELETE | /camunda/api/engine/engine/default/process-instance/1 | ''
            POST | /camunda/api/engine/engine/default/decision-definition/key/priority/evaluate | ''
            GET  | /engine-rest/engine | ''
            GET  | /actuator/prometheus | managers camunda-admin
            GET  | /actuator/env | ''
            GET  | /nowhere | ''
            """;

    @Autowired
    MockMvc web;

    @Autowired
    IdentityService identity;

    @Autowired
    WebInvocationPrivilegeEvaluator gate;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping endpoints;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = EXPECTED)
    void each_endpoint_is_for_its_groups_and_for_nobody_else(String method, String path, String groups) {
        Set<String> allowed = new TreeSet<>(List.of(groups.split(" ")));
        allowed.remove("");
        SoftAssertions soft = new SoftAssertions();
        for (String group : Rights.OFFICERS) {
            soft.assertThat(gate.isAllowed("", path, method, member(group)))
                    .as("%s %s for %s", method, path, group)
                    .isEqualTo(allowed.contains(group));
        }
        soft.assertThat(gate.isAllowed("", path, method, NOBODY))
                .as("for strangers")
                .isFalse();
        soft.assertAll();
    }

    @Test
    void every_endpoint_of_ours_is_tried_here() {
        List<String> tried = EXPECTED.lines()
                .map(line -> line.split("\\|"))
                .map(line -> line[0].strip() + " " + line[1].strip())
                .toList();
        List<String> untried = endpoints.getHandlerMethods().keySet().stream()
                .flatMap(RightsTest::calls)
                .filter(call -> !gate.isAllowed("", call.path, call.method, NOBODY))
                .filter(call -> tried.stream().noneMatch(call::isTriedBy))
                .map(call -> call.method + " " + call.pattern)
                .sorted()
                .toList();
        assertThat(untried)
                .as("mapped, but not tried: give each a line in EXPECTED")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/", "/sign-in", "/assets/homeward.css", "/actuator/health"})
    void a_stranger_gets_no_further_than_the_door(String path) {
        assertThat(gate.isAllowed("", path, "GET", NOBODY)).isTrue();
        assertThat(gate.isAllowed("", path, "DELETE", NOBODY)).isFalse();
    }

    @Test
    void every_endpoint_of_ours_has_a_row_of_its_own() {
        List<String> without = endpoints.getHandlerMethods().keySet().stream()
                .flatMap(RightsTest::calls)
                .filter(call -> Rights.OFFICERS.stream()
                        .noneMatch(group -> gate.isAllowed("", call.path, call.method, member(group))))
                .map(Call::toString)
                .toList();
        assertThat(without)
                .as("mapped, but for nobody: give it a row in Rights")
                .isEmpty();
    }

    @Test
    void only_what_the_table_says_is_open_to_strangers() {
        Set<String> open = new TreeSet<>();
        for (Right right : Rights.table()) {
            if (right.open()) {
                open.add(right.path());
            }
        }
        List<String> leaks = endpoints.getHandlerMethods().keySet().stream()
                .flatMap(RightsTest::calls)
                .filter(call -> gate.isAllowed("", call.path, call.method, NOBODY))
                .map(Call::path)
                .distinct()
                .sorted()
                .toList();
        assertThat(leaks).isSubsetOf("/", "/sign-in", "/error");
        assertThat(open)
                .containsExactly(
                        "/",
                        "/actuator/health/**",
                        "/assets/**",
                        "/error",
                        "/favicon.ico",
                        "/sign-in",
                        "/webjars/htmx.org/**");
    }

    @Test
    void a_program_that_forgot_to_sign_in_is_told_so_whatever_it_sends() throws Exception {
        web.perform(post("/api/scans").contentType("application/json").content("[]"))
                .andExpect(status().isUnauthorized());
    }

    @Test
    void a_stranger_is_led_to_the_sign_in_page_and_a_program_told_to_sign_in() throws Exception {
        web.perform(get("/households"))
                .andExpect(status().isFound())
                .andExpect(redirectedUrl("http://localhost/sign-in"));
        web.perform(get("/api/households/SYR-1"))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"))
                .andExpect(jsonPath("detail").value("Sign in first."));
    }

    @Test
    void a_session_must_show_the_token_of_our_page_for_every_change() throws Exception {
        var consular = user("c").roles(Rights.CONSULAR);
        var body =
                post("/api/households").contentType(MediaType.APPLICATION_JSON).content("{");
        web.perform(body.with(consular)).andExpect(status().isForbidden());
        web.perform(post("/api/households")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{")
                        .with(consular)
                        .with(csrf()))
                .andExpect(status().is(not(403)));
        web.perform(post("/sign-out").with(consular)).andExpect(status().isForbidden());
    }

    @Test
    void another_site_cannot_use_a_password_that_the_browser_remembers() throws Exception {
        var officers = new Officers(identity);
        officers.signUp("conny", Rights.CONSULAR);
        try {
            var request = post("/api/households")
                    .contentType(MediaType.APPLICATION_JSON)
                    .content("{")
                    .with(httpBasic("conny", "conny"));
            web.perform(request).andExpect(status().is(not(403)));
            web.perform(request.header("Sec-Fetch-Site", "cross-site")).andExpect(status().isForbidden());
        } finally {
            officers.dismiss("conny");
        }
    }

    @Test
    void our_pages_carry_the_headers_that_keep_them_ours() throws Exception {
        web.perform(get("/sign-in"))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(header().string("X-Frame-Options", "SAMEORIGIN"))
                .andExpect(header().string("Referrer-Policy", "same-origin"))
                .andExpect(header().string(
                                "Content-Security-Policy",
                                allOf(
                                        containsString("default-src 'self'"),
                                        containsString("frame-ancestors 'self'"),
                                        not(containsString("unsafe")))));
    }

    private static Authentication member(String group) {
        return new TestingAuthenticationToken("officer", null, Rights.ROLE + group);
    }

    private static Stream<Call> calls(RequestMappingInfo mapping) {
        Set<String> methods = new TreeSet<>();
        mapping.getMethodsCondition().getMethods().forEach(method -> methods.add(method.name()));
        return mapping.getPatternValues().stream()
                .flatMap(pattern -> (methods.isEmpty() ? Set.of("GET") : methods)
                        .stream().map(method -> new Call(method, pattern, pattern.replaceAll("\\{[^}]*}", "1"))));
    }

    private record Call(String method, String pattern, String path) {

        boolean isTriedBy(String line) {
            return line.matches(method + " " + pattern.replaceAll("\\{[^}]*}", "[^/]+"));
        }
    }
}
