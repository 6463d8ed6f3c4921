package org.homeward.access;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.glassfish.jersey.servlet.ServletContainer;
import org.glassfish.jersey.servlet.ServletProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The door of the house: two ways in, one table of {@link Rights}. Programs send HTTP Basic to {@code /api/**} and get
 * no session; people sign in on a page, and that session serves our pages, Tasklist, Cockpit and Admin.
 */
@Configuration
class Security {

    private static final int AFTER_SECURITY = 200;
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final RequestMatcher CAMUNDA = withDefaults().matcher("/camunda/**");
    private static final RequestMatcher SIGN_OUT = withDefaults().matcher(HttpMethod.POST, "/sign-out");
    private static final RequestMatcher CAMUNDA_SIGN_OUT =
            withDefaults().matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/default/logout");
    /** The page on which people are counted: it reads square codes with the camera, by WebAssembly. */
    private static final RequestMatcher CHECKPOINT = withDefaults().matcher("/checkpoint");

    // Camunda's pages have a policy of their own (see application.yaml).
    private static final String CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
    private static final String CONTENT_SECURITY = "Content-Security-Policy";
    private static final String WITH_WEBASSEMBLY = CONTENT_POLICY + "; script-src 'self' 'wasm-unsafe-eval'";
    private static final String NO_DEVICES = "camera=(), microphone=(), geolocation=()";
    private static final String CAMERA_ONLY = "camera=(self), microphone=(), geolocation=()";

    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http, Answers answers) throws Exception {
        RequestMatcher api = new OrRequestMatcher(
                withDefaults().matcher("/api/**"), withDefaults().matcher("/actuator/prometheus"));
        return rights(http)
                .securityMatcher(
                        request -> api.matches(request) && request.getHeader(HttpHeaders.AUTHORIZATION) != null)
                .httpBasic(basic -> basic.authenticationEntryPoint(answers))
                // A browser that remembers the password must not be led here by another site.
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(Security::isLedHereByAnotherSite))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(answers).accessDeniedHandler(answers))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain people(HttpSecurity http, Answers answers, EngineSignIn officers) throws Exception {
        return rights(http)
                .addFilterAfter(new RightsOfNow(officers), SecurityContextHolderFilter.class)
                .formLogin(form -> form.loginPage("/sign-in").failureUrl("/sign-in?failed"))
                .logout(out -> out.logoutRequestMatcher(new OrRequestMatcher(SIGN_OUT, CAMUNDA_SIGN_OUT))
                        .defaultLogoutSuccessHandlerFor(new HttpStatusReturningLogoutSuccessHandler(), CAMUNDA_SIGN_OUT)
                        .logoutSuccessUrl("/sign-in?signedOut"))
                // Camunda's paths have a CSRF filter of their own, which its pages know how to satisfy.
                .csrf(csrf -> csrf.csrfTokenRepository(formToken())
                        .csrfTokenRequestHandler(atOnce())
                        .ignoringRequestMatchers(CAMUNDA))
                .exceptionHandling(refused ->
                        refused.authenticationEntryPoint(signIn(answers)).accessDeniedHandler(answers))
                .build();
    }

    /**
     * Kept in a cookie: when a session has ended under Tasklist, its calls that are still on their way begin new sessions,
     * and a token of the session would be gone before the officer has typed the password.
     */
    private static CsrfTokenRepository formToken() {
        var token = new CookieCsrfTokenRepository();
        token.setCookieName("homeward-form");
        token.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Lax"));
        return token;
    }

    /** Before a page is written: where a long one has no form at its beginning, it would be too late for a cookie. */
    private static CsrfTokenRequestHandler atOnce() {
        var handler = new XorCsrfTokenRequestAttributeHandler();
        handler.setCsrfRequestAttributeName(null);
        return handler;
    }

    /** A program is told to sign in, a person is led to where they can. */
    private static AuthenticationEntryPoint signIn(Answers answers) {
        var page = new LoginUrlAuthenticationEntryPoint("/sign-in");
        return (request, response, why) ->
                (answers.isForProgram(request) ? answers : page).commence(request, response, why);
    }

    private static HttpSecurity rights(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(Security::table)
                .requestCache(Customizer.withDefaults())
                .headers(headers -> headers.frameOptions(FrameOptionsConfig::sameOrigin)
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .addHeaderWriter(Security::policies));
    }

    /** Unless what is answered has a policy of its own. */
    private static void policies(HttpServletRequest request, HttpServletResponse response) {
        boolean checkpoint = CHECKPOINT.matches(request);
        if (!CAMUNDA.matches(request) && !response.containsHeader(CONTENT_SECURITY)) {
            response.setHeader(CONTENT_SECURITY, checkpoint ? WITH_WEBASSEMBLY : CONTENT_POLICY);
        }
        response.setHeader("Permissions-Policy", checkpoint ? CAMERA_ONLY : NO_DEVICES);
    }

    private static void table(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                .permitAll();
        for (Rights.Right right : Rights.table()) {
            RequestMatcher path = withDefaults().matcher(right.path());
            var matched =
                    requests.requestMatchers(request -> right.takes(request.getMethod()) && path.matches(request));
            if (right.open()) {
                matched.permitAll();
            } else {
                matched.hasAnyRole(right.groups().toArray(String[]::new));
            }
        }
        requests.anyRequest().denyAll();
    }

    private static boolean isLedHereByAnotherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return !SAFE.contains(request.getMethod())
                && site != null
                && !site.equals("same-origin")
                && !site.equals("none");
    }

    /** Carries the signed-in officer into Camunda's web apps, after Spring Security has let the request through. */
    @Bean
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> camundaSession() {
        var filter = new FilterRegistrationBean<>(new ContainerBasedAuthenticationFilter());
        filter.addInitParameter("authentication-provider", SignedInOfficer.class.getName());
        filter.addUrlPatterns("/camunda/app/*", "/camunda/api/*");
        filter.setOrder(AFTER_SECURITY + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<CamundaEdge> beforeCamunda(CamundaEdge edge) {
        var filter = new FilterRegistrationBean<>(edge);
        filter.addUrlPatterns("/camunda/api/*");
        filter.setOrder(AFTER_SECURITY);
        return filter;
    }

    @Bean
    FilterRegistrationBean<PageNonce> aroundCamundasPages(PageNonce nonce) {
        var filter = new FilterRegistrationBean<>(nonce);
        filter.addUrlPatterns("/camunda/app/*");
        filter.setOrder(AFTER_SECURITY);
        return filter;
    }

    @Bean
    FilterRegistrationBean<CamundaAnswers> afterCamunda(CamundaAnswers answers) {
        var filter = new FilterRegistrationBean<>(answers);
        filter.addUrlPatterns("/camunda/api/*");
        filter.setOrder(AFTER_SECURITY + 2);
        return filter;
    }

    /** Camunda's starter leaves alone what is registered under this name already. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ServletContextInitializer engineInterface() {
        return context -> {
            ServletRegistration servlet = context.addServlet("Engine Api", ServletContainer.class);
            servlet.addMapping("/camunda/api/engine/*");
            servlet.setInitParameter(ServletProperties.JAXRS_APPLICATION_CLASS, EngineInterface.class.getName());
        };
    }
}
