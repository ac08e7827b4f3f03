package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.customer.Customer;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

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

    @Autowired
    JobLinks links;

    @Autowired
    JdbcClient jdbc;

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
    void whoever_is_in_is_answered_with_a_page_also_where_there_is_none() throws Exception {
        assertThat(get("/no-such-page").headers().firstValue("location")).hasValue("/login");
        open(issued.secret());
        for (String nowhere : List.of("/no-such-page", "/no/such/page", "/accounts/1/nothing")) {
            HttpResponse<String> answer = get(nowhere);
            assertThat(answer.statusCode()).as(nowhere).isEqualTo(200);
            assertThat(answer.body()).as(nowhere).contains("<html");
        }
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
    void whoever_opens_the_link_again_in_the_same_browser_is_the_same_guest_in_a_new_session() throws Exception {
        open(issued.secret());
        String before = session();
        assertThat(open(issued.secret()).statusCode()).isEqualTo(204);
        assertThat(session()).isNotEqualTo(before);
        assertThat(openings()).isOne();
    }

    @Test
    void a_session_whose_job_is_over_is_told_so() throws Exception {
        open(issued.secret());
        Cast.does(cast.owner(), () -> jobs.revoke(issued.job().id()));
        assertThat(get("/job").body()).contains("This install job was revoked.").doesNotContain("Garage Larsen");
    }

    @Test
    void who_opens_links_too_often_waits_and_leaves_no_lines() throws Exception {
        // Not where the other tests come from, which are not to wait for this one.
        try (HttpClient eager = from("127.0.0.77");
                HttpClient guessing = from("127.0.0.78");
                HttpClient other = from("127.0.0.79")) {
            int opened = untilRefused(eager, issued.secret(), 204);
            untilRefused(guessing, "guess", 404);
            assertThat(open(other, issued.secret()).statusCode())
                    .as("from elsewhere it opens")
                    .isEqualTo(204);
            assertThat(openings()).isEqualTo(opened + 1);
        }
    }

    private static HttpClient from(String address) {
        return HttpClient.newBuilder()
                .localAddress(InetAddress.ofLiteral(address))
                .build();
    }

    /** Opens a link until that is too often, which each time is answered like this; how often it was not. */
    private int untilRefused(HttpClient client, String secret, int before) throws Exception {
        int answered = 0;
        HttpResponse<String> answer = open(client, secret);
        while (answer.statusCode() == before && answered < 2 * JobOpenings.MOST_OF_A_SOURCE) {
            answered++;
            answer = open(client, secret);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("tries again by itself");
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 3);
        assertThat(answered).isGreaterThanOrEqualTo(JobOpenings.MOST_OF_A_SOURCE);
        return answered;
    }

    @Test
    void a_link_that_many_open_from_everywhere_waits_too_and_others_do_not() {
        for (int i = 0; i < JobOpenings.MOST_OF_A_JOB; i++) {
            links.open(issued.secret(), "phone " + Cast.next(), null);
        }
        assertThatThrownBy(() -> links.open(issued.secret(), "phone " + Cast.next(), null))
                .isInstanceOfSatisfying(Rejected.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS);
                    assertThat(refused.figures().get(Rejected.RETRY_AFTER_S)).isBetween(1L, 36L);
                });
        assertThat(openings()).isEqualTo(JobOpenings.MOST_OF_A_JOB);
        a_job();
        assertThat(links.open(issued.secret(), "phone " + Cast.next(), null)).isNotNull();
    }

    private int openings() {
        return jdbc.sql("select count(*) from audit_entry where kind = 'JOB' and action = 'opened' and entity = :job")
                .param("job", String.valueOf(issued.job().id()))
                .query(Integer.class)
                .single();
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
        return open(http, secret);
    }

    private HttpResponse<String> open(HttpClient from, String secret) throws IOException, InterruptedException {
        return from.send(
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
