package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.customer.Customer;
import io.muster.kernel.Name;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Where the link of an install job leads, over real HTTP. */
@MusterTest
@ExtendWith(OutputCaptureExtension.class)
class JobDoorTest {

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @LocalServerPort
    int port;

    @Autowired
    Cast cast;

    @Autowired
    InstallJobs jobs;

    private Customer customer;
    private InstallJobs.Issued issued;

    @BeforeEach
    void a_job() {
        customer = cast.customer();
        issued = Cast.as(
                cast.owner(),
                () -> jobs.create(new NewInstallJob(
                        new Name("Garage Larsen"),
                        customer.id(),
                        null,
                        5,
                        Instant.now().plusSeconds(3600),
                        null)));
    }

    @Test
    void the_page_of_the_link_runs_nothing_but_its_own_script() throws Exception {
        HttpResponse<String> page = get("/job");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.headers().allValues("content-security-policy")).hasSize(1);
        assertThat(page.body())
                .contains("Install units")
                .doesNotContain("{{", "[[", customer.name().value());
    }

    @Test
    void the_secret_is_given_for_a_new_session_and_written_nowhere(CapturedOutput output) throws Exception {
        get("/login");
        String before = session();
        HttpResponse<String> answer = open(issued.secret());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(session()).isNotEqualTo(before);
        assertThat(get("/install/entries").body()).contains(customer.name().value());
        assertThat(get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(output.getAll()).doesNotContain(issued.secret());
    }

    @Test
    void a_link_that_holds_no_more_opens_nothing() throws Exception {
        assertThat(open("x".repeat(5000)).statusCode()).isEqualTo(404);
        assertThat(open("").body()).isEqualTo("This link leads nowhere. Ask for a new one.");
        Cast.does(cast.owner(), () -> jobs.revoke(issued.job().id()));
        HttpResponse<String> answer = open(issued.secret());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("This install job was revoked.");
        assertThat(get("/install/entries").statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_whose_job_is_over_is_told_so() throws Exception {
        open(issued.secret());
        Cast.does(cast.owner(), () -> jobs.revoke(issued.job().id()));
        assertThat(get("/job").body()).contains("This install job was revoked.").doesNotContain("Garage Larsen");
    }

    @Test
    void another_site_cannot_open_a_link() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/job/open"))
                .header("Origin", "https://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.ofString(issued.secret()))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    private String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("muster"))
                .map(java.net.HttpCookie::getValue)
                .findFirst()
                .orElse("none");
    }

    private HttpResponse<String> open(String secret) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address("/job/open"))
                        .POST(HttpRequest.BodyPublishers.ofString(secret))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
