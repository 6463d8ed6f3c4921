package org.homeward.access;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The door of the house: two ways in, one table of {@link Rights}. Programs send HTTP Basic to {@code /api/**} and get
 * no session; people sign in on a page, and that session serves our pages, Tasklist, Cockpit and Admin.
 */
@Configuration
class Security {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String CAMUNDA = "/camunda/**";

    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http, Answers answers) throws Exception {
        RequestMatcher api = withDefaults().matcher("/api/**");
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
    SecurityFilterChain people(HttpSecurity http, Answers answers) throws Exception {
        return rights(http)
                .formLogin(form ->
                        form.loginPage("/sign-in").failureUrl("/sign-in?failed").permitAll())
                .logout(out -> out.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?signedOut"))
                // Camunda's paths have a CSRF filter of their own, which its pages know how to satisfy.
                .csrf(csrf -> csrf.ignoringRequestMatchers(withDefaults().matcher(CAMUNDA)))
                .exceptionHandling(refused -> refused.defaultAuthenticationEntryPointFor(answers, answers::isForProgram)
                        .accessDeniedHandler(answers))
                .build();
    }

    private static HttpSecurity rights(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(Security::table)
                .requestCache(Customizer.withDefaults())
                .headers(headers -> headers.frameOptions(FrameOptionsConfig::sameOrigin)
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                permissions -> permissions.policy("camera=(), microphone=(), geolocation=()")));
    }

    private static void table(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                .permitAll();
        for (Rights.Right right : Rights.TABLE) {
            var matched = requests.requestMatchers(
                    right.method() == null
                            ? withDefaults().matcher(right.path())
                            : withDefaults().matcher(right.method(), right.path()));
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
        filter.setOrder(201);
        return filter;
    }
}
