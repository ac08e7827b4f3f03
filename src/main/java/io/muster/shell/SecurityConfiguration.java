package io.muster.shell;

import com.vaadin.flow.spring.security.VaadinAwareSecurityContextHolderStrategyConfiguration;
import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import io.muster.ui.MapTiles;
import io.muster.user.SecondFactorNeeded;
import io.muster.user.SignInDetails;
import io.muster.user.TooManyAttempts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Which addresses are open to whom, and the headers that every answer carries. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import(VaadinAwareSecurityContextHolderStrategyConfiguration.class)
class SecurityConfiguration {

    /** Vaadin's own scripts evaluate code that the server sends, so scripts stay limited to this origin. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline' "
            + "'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:%s; font-src 'self' data:; "
            + "connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
            + "form-action 'self'; frame-ancestors 'none'";

    /** Where phones send the photos that they kept. */
    private static final String OFFLINE_PHOTOS = "/install/entries/*/photos/*";

    /** Metrics are answered on the management port alone; of health only the bare state, to anybody. */
    @Bean
    @Order(0)
    SecurityFilterChain actuator(HttpSecurity http, Environment environment) throws Exception {
        return http.securityMatcher("/actuator/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/actuator/health/liveness", "/actuator/health/readiness")
                        .permitAll()
                        .anyRequest()
                        .access((authentication, context) ->
                                new AuthorizationDecision(isOnManagementPort(context.getRequest(), environment))))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(SecurityConfiguration::notFound)
                        .accessDeniedHandler((request, response, denied) -> response.setStatus(404)))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    /** Vaadin's servlet is forwarded to, and a forward ends the answer before headers would be added at its end. */
    private static ObjectPostProcessor<HeaderWriterFilter> eagerly() {
        return new ObjectPostProcessor<>() {
            @Override
            public <F extends HeaderWriterFilter> F postProcess(F filter) {
                filter.setShouldWriteHeadersEagerly(true);
                return filter;
            }
        };
    }

    private static void notFound(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException denied) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    }

    private static boolean isOnManagementPort(HttpServletRequest request, Environment environment) {
        Integer pages = environment.getProperty("local.server.port", Integer.class);
        Integer management = environment.getProperty("local.management.port", Integer.class);
        return management != null && !management.equals(pages) && request.getLocalPort() == management;
    }

    /** Back to the page that was not filled in right, or on to the second one. */
    private static void notSignedIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof SecondFactorNeeded needed) {
            request.getSession().setAttribute(SecondFactorNeeded.FIRST_STEP, needed.firstStep());
            response.sendRedirect(request.getContextPath() + "/login/code");
            return;
        }
        String page = request.getParameter("code") == null ? "/login" : "/login/code";
        response.sendRedirect(
                request.getContextPath() + page + (failure instanceof TooManyAttempts ? "?throttled" : "?error"));
    }

    /** A page is asked for by a browser that was here before: the session is over, or the program has been started anew. */
    private static boolean isFromLostSession(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return request.getRequestedSessionId() != null
                && !request.isRequestedSessionIdValid()
                && accepted != null
                && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }

    @Bean
    @Order(100)
    SecurityFilterChain pages(HttpSecurity http, MapTiles tiles) throws Exception {
        String policyOfPages = CONTENT_SECURITY_POLICY.formatted(
                tiles.source().map(source -> " " + source).orElse(""));
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/styles.css",
                                "/plain.css",
                                "/icons/**",
                                "/components/**",
                                "/lumo/**",
                                "/job",
                                "/job/open",
                                "/install-worker.js",
                                "/install/offline",
                                "/install/manifest.webmanifest",
                                "/install/entries",
                                OFFLINE_PHOTOS)
                        .permitAll())
                .headers(headers -> headers.withObjectPostProcessor(eagerly())
                        .contentSecurityPolicy(policy -> policy.policyDirectives(policyOfPages))
                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        // With "no-referrer" browsers hide the origin of our own sign-in form too; see SameOrigin.
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                policy -> policy.policy("camera=(self), microphone=(), geolocation=(self)")))
                // Our own plain pages have no token in them; another site's request is refused by SameOrigin.
                .csrf(csrf -> csrf.ignoringRequestMatchers("/job/open", "/install/entries", OFFLINE_PHOTOS))
                // Else whoever mistypes an address is answered with nothing, and the browser has a page of its own for
                // that.
                .with(
                        VaadinSecurityConfigurer.vaadin(),
                        vaadin -> vaadin.loginView(LoginView.class, "/login")
                                .anyRequest(AuthorizeHttpRequestsConfigurer.AuthorizedUrl::authenticated))
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login?" + SignOut.ENDED),
                        SecurityConfiguration::isFromLostSession))
                .formLogin(form -> form.authenticationDetailsSource(SignInDetails::new)
                        .failureHandler(SecurityConfiguration::notSignedIn))
                .build();
    }
}
