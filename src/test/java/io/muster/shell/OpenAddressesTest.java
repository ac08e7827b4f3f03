package io.muster.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What an anonymous visitor gets, over real HTTP. */
@MusterTest
class OpenAddressesTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @LocalServerPort
    int port;

    @Autowired
    Cast cast;

    @BeforeEach
    void set_up() {
        cast.owner();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/liveness", "/actuator/health/readiness"})
    void health_is_bare(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator", "/actuator/prometheus", "/actuator/env", "/actuator/heapdump", "/actuator/health/db"
            })
    void nothing_else_of_the_actuator_is_on_this_port(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/accounts", "/accounts/1/users", "/h2-console", "/.git/config", "/accounts/..;/x"})
    void everything_else_leads_to_sign_in(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isIn(302, 400, 401, 404);
        assertThat(answer.body()).doesNotContain("Muster Test Account");
        if (answer.statusCode() == 302) {
            assertThat(answer.headers().firstValue("location").orElseThrow()).isEqualTo("/login");
        }
    }

    /** A stranger is not told what does not concern them. */
    @Test
    void whose_session_is_over_is_told_so_at_sign_in() throws Exception {
        for (String cookie : List.of("muster=0123456789ABCDEF0123456789ABCDEF", "other=1")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/accounts/1/users"))
                    .header("Cookie", cookie)
                    .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            assertThat(send(request).headers().firstValue("location"))
                    .hasValue(cookie.startsWith("muster") ? "/login?ended" : "/login");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/login", "/VAADIN/x.js", "/accounts/1/users"})
    void a_session_is_never_in_an_address(String path) throws Exception {
        String at = path;
        HttpResponse<String> answer = get(at);
        for (int i = 0; i < 5 && answer.statusCode() / 100 == 3; i++) {
            at = answer.headers().firstValue("location").orElseThrow();
            assertThat(at).doesNotContain(";", "sessionid");
            answer = get(at);
        }
        assertThat(answer.statusCode()).isIn(200, 404);
        assertThat(answer.body()).doesNotContain("jsessionid", ";muster=");
    }

    @Test
    void every_page_carries_the_headers_that_protect_it() throws Exception {
        var headers = get("/login").headers();
        assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(headers.firstValue("referrer-policy")).hasValue("same-origin");
        assertThat(headers.firstValue("permissions-policy"))
                .hasValueSatisfying(value -> assertThat(value).contains("camera=(self)"));
        assertThat(headers.firstValue("content-security-policy"))
                .hasValueSatisfying(value -> assertThat(value)
                        .contains("frame-ancestors 'none'")
                        .contains("object-src 'none'")
                        .contains("img-src 'self' data: blob: https://tile.openstreetmap.org;"));
        assertThat(headers.firstValue("server")).isEmpty();
        assertThat(headers.firstValue("set-cookie"))
                .hasValueSatisfying(
                        cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/?v-r=uidl&v-uiId=0", "/logout"})
    void another_site_can_send_nothing(String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Origin", "https://evil.example.com")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=owner&password=slow+green+tractors"));
        assertThat(send(request).statusCode()).isEqualTo(403);
    }

    /** Whoever sends hundreds of them would fill the disk with their stack traces. */
    @ParameterizedTest
    @ValueSource(strings = {"/login", "/", "/install", "/VAADIN/x.js"})
    @ExtendWith(OutputCaptureExtension.class)
    void a_form_that_cannot_be_read_is_answered_without_a_word_in_the_log(String path, CapturedOutput log)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "multipart/form-data")
                .POST(HttpRequest.BodyPublishers.ofString("abc"));
        assertThat(send(request).statusCode()).isEqualTo(400);
        assertThat(log.getAll()).doesNotContain("FileUploadException", "Exception");
    }

    @Test
    void the_host_header_does_not_choose_where_a_visitor_is_sent() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/accounts"))
                .header("X-Forwarded-Host", "evil.example.com"));
        assertThat(answer.headers().firstValue("location").orElseThrow()).doesNotContain("evil");
    }
}
