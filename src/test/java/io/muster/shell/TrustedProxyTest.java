package io.muster.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/** A proxy on this machine ends TLS; people reach the program of the tests by https. */
@MusterTest
class TrustedProxyTest {

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

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "muster.example.com",
                "ftp://muster.example.com",
                "https://",
                "https://a b",
                "https://example.com/muster"
            })
    void an_address_that_no_link_can_be_made_from_is_refused_at_the_start(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustedProxy(address, null, null))
                .withMessageContaining("MUSTER_PUBLIC_URL");
    }

    @Test
    void behind_tls_browsers_are_told_to_stay_there_and_the_cookie_never_leaves_it() throws Exception {
        var headers =
                send(request("/login").header("X-Forwarded-Proto", "https")).headers();
        assertThat(headers.firstValue("strict-transport-security"))
                .hasValueSatisfying(value -> assertThat(value).contains("max-age"));
        assertThat(headers.firstValue("set-cookie"))
                .hasValueSatisfying(value -> assertThat(value).contains("; Secure"));
        assertThat(send(request("/api/v1/me").header("X-Forwarded-Proto", "https"))
                        .headers()
                        .firstValue("strict-transport-security"))
                .isPresent();
        var plain = send(request("/login")).headers();
        assertThat(plain.firstValue("strict-transport-security")).isEmpty();
        assertThat(plain.firstValue("set-cookie"))
                .hasValueSatisfying(value -> assertThat(value).doesNotContain("Secure"));
    }

    @Test
    void the_host_that_a_proxy_names_is_not_believed() throws Exception {
        HttpResponse<String> answer = send(request("/accounts")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.example.com")
                .header("X-Forwarded-Port", "666")
                .header("Forwarded", "host=evil.example.com"));
        assertThat(answer.headers().firstValue("location")).hasValue("/login");
        assertThat(answer.headers().map().toString() + answer.body()).doesNotContain("evil", "666");
        String docs = send(request("/v3/api-docs")
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-Host", "evil.example.com"))
                .body();
        assertThat(docs).doesNotContain("evil.example.com");
    }

    @Test
    void guesses_are_counted_by_visitor_and_what_a_visitor_makes_up_is_not_one() throws Exception {
        String name = cast.user(cast.customer().id(), Group.INSTALLER).username();
        for (int i = 0; i < 10; i++) {
            assertThat(guess(name, "203.0.113.7")).isEqualTo(401);
        }
        assertThat(guess(name, "203.0.113.7")).isEqualTo(429);
        // A proxy adds the address that it sees to those that it was told; only the last one is its own word.
        assertThat(guess(name, "198.51.100.1, 203.0.113.7")).isEqualTo(429);
        assertThat(guess(name, "203.0.113.8")).isEqualTo(401);
    }

    private int guess(String name, String forwarded) throws IOException, InterruptedException {
        String pair = Base64.getEncoder().encodeToString((name + ":wrong").getBytes(StandardCharsets.UTF_8));
        return send(request("/api/v1/tokens")
                        .header("X-Forwarded-For", forwarded)
                        .header("Authorization", "Basic " + pair)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode();
    }

    @Test
    void without_https_nobody_is_believed() {
        assertThat(valves("http://localhost:8080", null)).isZero();
        assertThat(valves("https://muster.example.com", "none")).isZero();
        assertThat(valves("https://muster.example.com", null)).isOne();
    }

    private static int valves(String publicUrl, @Nullable String strategy) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        new TrustedProxy(publicUrl, strategy, null).customize(factory);
        return factory.getEngineValves().size();
    }
}
