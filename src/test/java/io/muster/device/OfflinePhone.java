package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A phone that kept entries and photos while it had no network, and sends them over real HTTP. Each comes from elsewhere, so
 * that none has to wait because others opened many links.
 */
final class OfflinePhone {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final AtomicInteger PHONES = new AtomicInteger();

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* content=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .localAddress(InetAddress.ofLiteral("127.0.1." + (1 + PHONES.getAndIncrement() % 250)))
            .build();
    private final int port;

    OfflinePhone(int port) {
        this.port = port;
    }

    void opens(InstallJobs.Issued issued) throws IOException, InterruptedException {
        assertThat(post("/job/open", issued.secret()).statusCode()).isEqualTo(204);
    }

    /** Signs somebody in as the page does, in whose place whoever was signed in before. */
    void signsIn(String name, String password) throws IOException, InterruptedException {
        Matcher token = CSRF.matcher(get("/login").body());
        String form = "username=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8)
                + (token.find() ? "&_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8) : "");
        HttpResponse<String> answer =
                send("/login", BodyPublishers.ofString(form), "Content-Type", "application/x-www-form-urlencoded");
        assertThat(answer.headers().firstValue("location"))
                .hasValueSatisfying(place -> assertThat(place).doesNotContain("login"));
    }

    /** What a phone keeps of a label, with more fields or other ones. */
    static Map<String, String> entry(Registered device, Map<String, String> more) {
        Map<String, String> entry = new HashMap<>(Map.of(
                "key", UUID.randomUUID().toString(),
                "unitId", device.device().unitId().value(),
                "claimCode", device.credential().claimCode(),
                "customerId", String.valueOf(device.device().customerId())));
        entry.putAll(more);
        return entry;
    }

    JsonNode answer(Map<String, String> entry) throws IOException, InterruptedException {
        return answers(List.of(entry)).path(0);
    }

    JsonNode answers(List<Map<String, String>> entries) throws IOException, InterruptedException {
        return json(post("/install/entries", JSON.writeValueAsString(entries)));
    }

    JsonNode answer(Map<String, String> entry, UUID photo, byte[] sent) throws IOException, InterruptedException {
        return json(post("/install/entries/" + entry.get("key") + "/photos/" + photo, sent));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(path, BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return send(path, BodyPublishers.ofByteArray(body), headers);
    }

    private HttpResponse<String> send(String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).POST(body);
        return http.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
