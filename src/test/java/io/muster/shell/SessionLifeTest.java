package io.muster.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Whoever asks often enough must not fill the memory with sessions that nobody comes back to. */
@MusterTest
class SessionLifeTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @Autowired
    ServletWebServerApplicationContext program;

    @Autowired
    Cast cast;

    @BeforeEach
    void set_up() {
        cast.owner();
    }

    private HttpResponse<String> get(String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/login"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Session session(String id) throws IOException {
        TomcatWebServer server = (TomcatWebServer) program.getWebServer();
        Context pages = (Context) server.getTomcat().getHost().findChildren()[0];
        return pages.getManager().findSession(id);
    }

    @Test
    void a_stranger_is_remembered_for_minutes_and_whoever_is_signed_in_for_hours() throws Exception {
        String cookie = get().headers().firstValue("set-cookie").orElseThrow();
        String id = HttpCookie.parse(cookie).getFirst().getValue();
        assertThat(session(id).getMaxInactiveInterval()).isEqualTo(120);
        get("Cookie", "muster=" + id);
        assertThat(session(id).getMaxInactiveInterval()).isEqualTo(720);
        session(id)
                .getSession()
                .setAttribute(
                        HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, new SecurityContextImpl());
        assertThat(session(id).getMaxInactiveInterval()).isEqualTo(12 * 3600);
    }
}
