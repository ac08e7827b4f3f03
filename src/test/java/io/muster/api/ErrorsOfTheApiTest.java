package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.user.User;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.CannotCreateTransactionException;
import tools.jackson.databind.JsonNode;

@MusterTest
class ErrorsOfTheApiTest {

    private static final String CUSTOMERS = "/api/v1/customers";
    private static final String USERS = "/api/v1/users";

    @LocalServerPort
    int port;

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    ApiErrors errors;

    private Customer own;
    private Client client;

    @BeforeEach
    void somebody() {
        own = cast.customer();
        client = clients.of(cast.administrator(own.id()));
    }

    private static void isProblem(Client.Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("type")).isEqualTo("urn:muster:problem:" + type);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.text("title")).isNotBlank().doesNotContain("api.");
        assertThat(answer.text("detail")).isNotBlank().doesNotContain("api.problem");
        assertThat(answer.raw().body()).doesNotContain("xception", "springframework", "io.muster", "select ");
    }

    @Test
    void paths_and_methods_that_do_not_exist_are_problems_too() {
        for (String path : List.of(
                "/api",
                "/api/",
                "/api/v1",
                "/api/v2/me",
                "/api/v1/nothing",
                "/api/v1/me/x",
                "/api/v1/customers/",
                "/api/v1/ME",
                "/%61pi/v1/nope",
                "/api/v1/users/1/2/3")) {
            isProblem(client.get(path), 404, "not-found");
        }
        Client.Answer put = client.send("PUT", CUSTOMERS + "/" + own.id(), "{}");
        isProblem(put, 405, "method-not-allowed");
        assertThat(put.header("Allow")).contains("GET", "PATCH");
        Client.Answer odd = client.send("PROPFIND", CUSTOMERS, "{}");
        isProblem(odd, 405, "method-not-allowed");
        assertThat(odd.header("Allow")).contains("GET", "PATCH").doesNotContain("PROPFIND");
        isProblem(client.delete("/api/v1/me"), 405, "method-not-allowed");
        isProblem(client.header("Accept", "text/html").get("/api/v1/me"), 406, "not-acceptable");
        isProblem(client.header("Content-Type", "text/plain").post(CUSTOMERS, "{}"), 415, "unsupported-media-type");
        isProblem(
                client.header("Content-Type", "application/x-www-form-urlencoded")
                        .post(CUSTOMERS, "name=x"),
                415,
                "unsupported-media-type");
        isProblem(client.header("Content-Type", "nonsense").post(CUSTOMERS, "{}"), 415, "unsupported-media-type");
    }

    @Test
    void nothing_is_done_for_whoever_does_not_take_the_answer() {
        String child = CUSTOMERS + "/" + cast.customer(own.id()).id();
        String unit = "odd-" + Cast.next();
        for (String accept : List.of("text/csv", "text/plain, text/html;q=0.5", "application/xml", "nonsense")) {
            Client other = client.header("Accept", accept);
            isProblem(other.get(CUSTOMERS), 406, "not-acceptable");
            isProblem(other.get(child), 406, "not-acceptable");
            isProblem(other.post(CUSTOMERS, Map.of("name", "Odd", "email", "odd@example.com")), 406, "not-acceptable");
            isProblem(other.patch(child, Map.of("name", "Odd")), 406, "not-acceptable");
            isProblem(other.post(child + "/suspend", "{}"), 406, "not-acceptable");
            isProblem(
                    other.post(
                            "/api/v1/devices",
                            Map.of("unitId", unit, "customerId", own.id().toString())),
                    406,
                    "not-acceptable");
        }
        assertThat(client.get(CUSTOMERS + "?q=odd").json().get("total").asInt()).isZero();
        assertThat(client.get(child).text("status")).isEqualTo("ACTIVE");
        assertThat(client.get("/api/v1/devices?q=" + unit).json().get("total").asInt())
                .isZero();
        for (String accept :
                List.of("*/*", "application/*", "application/*+json", "text/csv, application/json;q=0.1")) {
            assertThat(client.header("Accept", accept)
                            .patch(child, Map.of("name", "Even"))
                            .status())
                    .as(accept)
                    .isEqualTo(200);
        }
    }

    @Test
    void what_is_answered_without_a_body_suits_whatever_the_sender_takes() {
        String child = CUSTOMERS + "/" + cast.customer(own.id()).id();
        assertThat(client.header("Accept", "text/csv").delete(child).status()).isEqualTo(204);
        isProblem(client.get(child), 404, "not-found");
    }

    @Test
    void a_patch_of_another_meaning_is_415() {
        for (String type : List.of(
                "application/merge-patch+json",
                "application/json-patch+json",
                "application/vnd.api+json",
                "application/xml",
                "*/*")) {
            Client other = client.header("Content-Type", type);
            isProblem(other.post(CUSTOMERS, "{}"), 415, "unsupported-media-type");
            isProblem(other.patch(CUSTOMERS + "/" + own.id(), "{\"parentId\":\"1\"}"), 415, "unsupported-media-type");
        }
    }

    @Test
    void what_follows_the_question_mark_is_400_when_it_cannot_be_read() {
        for (String query : List.of("q=%FF", "limit=%FF", "q=%C3", "sort=%FF", "cursor=%FF", "x=%FF")) {
            isProblem(client.get(CUSTOMERS + "?" + query), 400, "malformed");
        }
        for (String query : List.of("q=%", "q=%zz", "q=%2")) {
            Raw answer = raw(CUSTOMERS + "?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.text()).as(query).contains("application/problem+json", "urn:muster:problem:malformed");
        }
    }

    /** An answer as it came over the wire. */
    private record Raw(int status, String text) {}

    /** Sends a path as it is, which no client of ours would. */
    private Raw raw(String path) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(("GET " + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + clients.token(cast.owner(), null) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Raw(Integer.parseInt(text.substring(9, 12)), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_takes_nothing_takes_nothing() {
        String customer = CUSTOMERS + "/" + cast.customer(own.id()).id();
        String user = "/api/v1/users/" + cast.user(own.id(), Group.INSTALLER).id();
        for (String path : List.of(
                customer + "/suspend",
                customer + "/resume",
                customer + "/empty",
                user + "/password-reset",
                user + "/invite",
                user + "/restore",
                "/api/v1/devices/1/credential",
                "/api/v1/devices/1/deny",
                "/api/v1/devices/1/acknowledge")) {
            isProblem(client.post(path, "{{{"), 400, "malformed");
            isProblem(client.post(path, "[]"), 400, "malformed");
            Client.Answer unknown = client.post(path, Map.of("foo", 1));
            isProblem(unknown, 400, "malformed");
            assertThat(unknown.text("detail")).contains("foo");
        }
        assertThat(client.post(customer + "/suspend", "{}").status()).isEqualTo(200);
        assertThat(client.send("POST", customer + "/resume", null).status()).isEqualTo(200);
    }

    @Test
    void what_is_no_json_object_is_400() {
        for (String body : List.of(
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "7",
                "{\"name\":\"a\",}",
                "{'name':'a'}",
                "{\"name\":NaN}",
                "{\"name\":\"a\"} trailing",
                "{\"name\":\"a\"}{}",
                "\ufeff{}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"email\":{\"a\":1,\"a\":2}}",
                "[".repeat(100_000),
                "{\"a\":".repeat(5000),
                "<name>x</name>")) {
            isProblem(client.post(CUSTOMERS, body), 400, "malformed");
        }
        isProblem(
                client.post(CUSTOMERS, "{\"name\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)),
                400,
                "malformed");
        isProblem(client.post(CUSTOMERS, "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16)), 400, "malformed");
        isProblem(client.send("POST", CUSTOMERS, null), 400, "malformed");
        assertThat(client.header("Content-Type", "application/json;charset=utf-8")
                        .post(CUSTOMERS, Map.of("name", "ok", "email", "ok@example.com"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_body_of_more_than_a_mebibyte_is_413_however_it_comes() {
        byte[] large = ("{\"name\":\"" + "x".repeat(1024 * 1024) + "\"}").getBytes(StandardCharsets.US_ASCII);
        isProblem(client.post(CUSTOMERS, large), 413, "too-large");
        isProblem(
                client.post(CUSTOMERS, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))),
                413,
                "too-large");
        isProblem(client.send("PATCH", CUSTOMERS + "/" + own.id(), large), 413, "too-large");
        String fits = "{\"name\":\"" + "x".repeat(1024 * 1024 - 20) + "\"}";
        isProblem(client.post(CUSTOMERS, fits), 422, "invalid");
    }

    @Test
    void fields_of_another_type_are_told_together_with_wrong_values() {
        String wrong = "{\"name\":1,\"email\":true,\"country\":\"XX\",\"timeZone\":\"Mars\"}";
        for (Client.Answer answer :
                List.of(client.post(CUSTOMERS, wrong), client.patch(CUSTOMERS + "/" + own.id(), wrong))) {
            isProblem(answer, 422, "invalid");
            assertThat(answer.fields()).containsExactlyInAnyOrder("name", "email", "country", "timeZone");
        }
        Client.Answer device = client.post(
                "/api/v1/devices",
                "{\"unitId\":[],\"accept\":1,\"tags\":[\"a\",2],\"customerId\":\"x\","
                        + "\"vehicle\":{\"year\":\"old\",\"make\":7,\"kind\":\"ufo\"}}");
        isProblem(device, 422, "invalid");
        assertThat(device.fields())
                .containsExactlyInAnyOrder(
                        "unitId", "accept", "tags", "customerId", "vehicle.year", "vehicle.make", "vehicle.kind");
        assertThat(client.post(USERS, "{\"sendWelcomeMail\":\"yes\",\"groups\":\"ALL\",\"active\":0}")
                        .fields())
                .containsExactlyInAnyOrder("sendWelcomeMail", "groups", "active", "email", "username", "customerId");
        isProblem(client.post(CUSTOMERS, "{\"name\":1,\"nothing\":1}"), 400, "malformed");
    }

    @Test
    void a_very_long_or_strange_field_name_is_not_sent_back_whole() {
        Client.Answer answer = client.post(CUSTOMERS, Map.of("<b>" + "x".repeat(10_000), 1));
        isProblem(answer, 400, "malformed");
        assertThat(answer.raw().body().length()).isLessThan(500);
    }

    @Test
    void odd_addresses_are_refused_without_a_page_or_a_trace() {
        for (String path : List.of(
                "/api/v1/customers/%2e%2e%2fme",
                "/api/v1/customers/..;/me",
                "/api/v1//me",
                "/api/v1/me;x=1",
                "/api/v1/me%00",
                "/api/v1/me%0d%0aX:1",
                "/api/v1/customers/%25",
                "/api/v1/me%2f")) {
            Client.Answer answer = client.get(path);
            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.raw().body()).doesNotContain("Tomcat", "\tat ");
        }
    }

    @Test
    void an_answer_of_an_earlier_version_or_a_foreign_origin_gives_nothing() {
        Client.Answer answer = client.header("X-Forwarded-Host", "evil.example")
                .post(CUSTOMERS, Map.of("name", "a", "email", "a@b.dk"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).doesNotContain("evil");
        assertThat(client.header("Origin", "https://evil.example")
                        .get("/api/v1/me")
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void what_nobody_expected_is_answered_without_its_cause() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        errors.answer(response, new IllegalStateException("select * from app_user; secret"));
        JsonNode problem = Client.JSON.readTree(response.getContentAsString());
        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(problem.propertyNames()).containsExactly("type", "title", "status", "detail", "reference");
        assertThat(problem.toString()).doesNotContain("select", "secret", "IllegalState");
        MockHttpServletResponse away = new MockHttpServletResponse();
        errors.answer(away, new CannotCreateTransactionException("jdbc:postgresql://db"));
        assertThat(away.getStatus()).isEqualTo(503);
        assertThat(away.getHeader("Retry-After")).isEqualTo("5");
        assertThat(away.getContentAsString()).doesNotContain("jdbc");
    }

    @Test
    void a_token_that_asks_too_often_has_to_wait() {
        RateLimit limit = new RateLimit(3);
        for (int i = 0; i < 3; i++) {
            limit.use("one");
        }
        assertThatThrownBy(() -> limit.use("one")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            MockHttpServletResponse response = new MockHttpServletResponse();
            errors.answer(response, refusal);
            assertThat(response.getStatus()).isEqualTo(429);
            assertThat(Integer.parseInt(response.getHeader("Retry-After"))).isBetween(1, 60);
        });
        limit.use("another");
    }

    @Test
    void many_tokens_of_a_user_are_listed_newest_first() {
        User user = cast.administrator(own.id());
        Client mine = clients.of(user);
        mine.post("/api/v1/tokens", Map.of("name", "a"));
        mine.post("/api/v1/tokens", Map.of("name", "b", "scopes", List.of("read", "devices")));
        JsonNode list = mine.get("/api/v1/tokens").json();
        assertThat(list.get("total").asInt()).isEqualTo(3);
        assertThat(list.at("/items/0/name").asString()).isEqualTo("b");
        assertThat(list.at("/items/0/scopes").toString()).isEqualTo("[\"read\",\"devices\"]");
        assertThat(list.get("nextCursor").isNull()).isTrue();
        JsonNode first = mine.get("/api/v1/tokens?limit=1&sort=-name").json();
        assertThat(first.at("/items/0/name").asString()).isEqualTo("test");
        assertThat(mine.get("/api/v1/tokens?limit=1&sort=-name&cursor="
                                + first.get("nextCursor").asString())
                        .json()
                        .at("/items/0/name")
                        .asString())
                .isEqualTo("b");
        assertThat(mine.get("/api/v1/tokens?q=TES").json().get("total").asInt()).isEqualTo(1);
        String foreign = client.get("/api/v1/tokens").json().at("/items/0/id").asString();
        isProblem(mine.delete("/api/v1/tokens/" + foreign), 404, "not-found");
        isProblem(mine.delete("/api/v1/tokens/x"), 404, "not-found");
        assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void a_cursor_of_a_time_that_no_database_knows_is_none() {
        client.post("/api/v1/tokens", Map.of("name", "a"));
        String cursor = client.get("/api/v1/tokens?limit=1&sort=createdAt").text("nextCursor");
        String read = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        String forged = read.replaceFirst("[0-9]{4}-[0-9]{2}-[0-9]{2}T[^\u001f]+", "+999999-01-01T00:00Z");
        assertThat(forged).isNotEqualTo(read);
        String sent = Base64.getUrlEncoder().withoutPadding().encodeToString(forged.getBytes(StandardCharsets.UTF_8));
        assertThat(client.get("/api/v1/tokens?limit=1&sort=createdAt&cursor=" + sent)
                        .fields())
                .containsExactly("cursor");
    }

    @Test
    void a_form_is_no_body_and_a_long_search_is_a_search() {
        Client owner = clients.of(cast.owner());
        Client.Answer form = owner.header("Content-Type", "multipart/form-data").post("/api/v1/locations", "abc");
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.header("Content-Type")).startsWith("application/problem+json");
        Client.Answer search = owner.get("/api/v1/devices?q=" + "a".repeat(10_000));
        assertThat(search.json().get("total").asInt()).isZero();
    }

    @Test
    void a_token_is_refused_with_wrong_scopes_or_times() {
        for (String pair : List.of(
                "\"scopes\":[]",
                "\"scopes\":[\"READ\"]",
                "\"scopes\":[\"root\"]",
                "\"scopes\":null",
                "\"scopes\":[null]")) {
            Client.Answer answer = client.post("/api/v1/tokens", "{\"name\":\"t\"," + pair + "}");
            isProblem(answer, 422, "invalid");
            assertThat(answer.fields()).as(pair).containsExactly("scopes");
        }
        for (String time : List.of(
                "2020-01-01T00:00:00Z",
                "tomorrow",
                "2999-01-01",
                "+999999999-01-01T00:00:00Z",
                "2999-13-01T00:00:00Z")) {
            Client.Answer answer = client.post("/api/v1/tokens", Map.of("name", "t", "expiresAt", time));
            assertThat(answer.fields()).as(time).containsExactly("expiresAt");
        }
        assertThat(client.post("/api/v1/tokens", Map.of("name", "")).fields()).containsExactly("name");
        isProblem(client.post("/api/v1/tokens", Map.of("name", "t", "token", "mst_mine")), 400, "malformed");
        assertThat(client.get(USERS).status()).isEqualTo(200);
    }
}
