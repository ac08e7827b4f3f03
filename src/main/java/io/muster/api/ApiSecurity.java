package io.muster.api;

import io.muster.access.Access;
import io.muster.user.ApiTokens;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** The interface stands apart from the pages: no session, no cookie, so nothing that another site could misuse. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    private static final String DOCUMENTATION_POLICY =
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

    /** The firewall knows these, and no others. */
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Bean
    @Order(1)
    SecurityFilterChain api(
            HttpSecurity http,
            ApiTokens tokens,
            AuthenticationProvider passwords,
            Access access,
            ApiErrors errors,
            RateLimit limit,
            AnswerStore answers) {
        plain(http.securityMatcher("/api/**"), DATA_POLICY)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                        (request, response, e) -> errors.answer(response, Refusal.of(ProblemType.SIGNED_OUT))))
                .addFilterBefore(new ApiSignIn(tokens, passwords, access, errors, limit), AuthorizationFilter.class)
                .addFilterAfter(new ScopeGate(access, errors), AuthorizationFilter.class)
                .addFilterAfter(new BodyLimit(errors), ScopeGate.class)
                .addFilterAfter(new Idempotency(answers, access, errors), BodyLimit.class);
        return http.build();
    }

    /** The description of the interface is open to everybody: it says nothing about this installation. */
    @Bean
    @Order(2)
    SecurityFilterChain documentation(HttpSecurity http) {
        plain(
                        http.securityMatcher(
                                "/v3/api-docs",
                                "/v3/api-docs.yaml",
                                "/v3/api-docs/**",
                                "/api-docs",
                                "/api-docs/**",
                                "/swagger-ui/**"),
                        DOCUMENTATION_POLICY)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        return http.build();
    }

    private static HttpSecurity plain(HttpSecurity http, String policy) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .contentTypeOptions(Customizer.withDefaults()));
    }

    /** Paths and methods that the firewall refuses, as {@code /api/..;/}, are answered without a page too. */
    @Bean
    RequestRejectedHandler oddPaths(ApiErrors errors) {
        RequestRejectedHandler others = new HttpStatusRequestRejectedHandler();
        return (request, response, rejected) -> {
            if (ApiErrors.concerns(request) && !METHODS.contains(request.getMethod())) {
                response.setHeader(HttpHeaders.ALLOW, String.join(", ", METHODS));
                errors.answer(response, Refusal.of(ProblemType.METHOD_NOT_ALLOWED));
            } else if (ApiErrors.concerns(request)) {
                errors.answer(response, Refusal.of(ProblemType.MALFORMED, "api.problem.path"));
            } else {
                others.handle(request, response, rejected);
            }
        };
    }

    /** Paths that no controller has must not end up with the pages, which answer everything. */
    @Bean
    SimpleUrlHandlerMapping unknownApiPaths() {
        HttpRequestHandler notFound = (request, response) -> {
            throw Refusal.of(ProblemType.NOT_FOUND);
        };
        SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
        mapping.setUrlMap(Map.of("/api/**", notFound));
        mapping.setOrder(1);
        return mapping;
    }
}
