package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.customer.Customer;
import io.muster.kernel.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@MusterTest
class IdempotencyTest {

    private static final String CUSTOMERS = "/api/v1/customers";
    private static final Map<String, String> BODY = Map.of("name", "Once", "email", "once@example.com");

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JsonMapper json;

    private Customer own;
    private Client client;

    @BeforeEach
    void somebody() {
        own = cast.customer();
        client = clients.of(cast.administrator(own.id()));
    }

    private int customers() {
        return client.get(CUSTOMERS).json().get("total").asInt();
    }

    @Test
    void a_repeat_answers_as_the_first_and_does_nothing() {
        Client keyed = client.header("Idempotency-Key", "3f6c1a52-0b1e-4b4e-9a53-2c2f0a4f1f10");
        Client.Answer first = keyed.post(CUSTOMERS, BODY);
        Client.Answer second = keyed.post(CUSTOMERS, BODY);
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.raw().body()).isEqualTo(first.raw().body());
        for (String header : List.of("Location", "ETag", "Content-Type", "Cache-Control")) {
            assertThat(second.header(header)).as(header).isNotEmpty().isEqualTo(first.header(header));
        }
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(customers()).isEqualTo(2);
    }

    @Test
    void another_body_with_the_same_key_is_refused() {
        Client keyed = client.header("Idempotency-Key", "k1");
        keyed.post(CUSTOMERS, BODY);
        Client.Answer other = keyed.post(CUSTOMERS, Map.of("name", "Twice", "email", "once@example.com"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("detail")).contains("another body");
        assertThat(customers()).isEqualTo(2);
    }

    @Test
    void another_path_another_user_or_another_key_is_another_request() {
        client.header("Idempotency-Key", "k2").post(CUSTOMERS, BODY);
        assertThat(client.header("Idempotency-Key", "k3").post(CUSTOMERS, BODY).status())
                .isEqualTo(201);
        assertThat(client.header("Idempotency-Key", "k2")
                        .post("/api/v1/tokens", BODY)
                        .status())
                .isEqualTo(400);
        assertThat(customers()).isEqualTo(3);
        Client other = clients.of(cast.administrator(cast.customer().id()));
        Client.Answer theirs = other.header("Idempotency-Key", "k2").post(CUSTOMERS, BODY);
        assertThat(theirs.header("Idempotency-Replayed")).isEmpty();
        assertThat(other.get(CUSTOMERS).json().get("total").asInt()).isEqualTo(2);
    }

    @Test
    void what_was_refused_can_be_sent_again_corrected() {
        Client keyed = client.header("Idempotency-Key", "k4");
        assertThat(keyed.post(CUSTOMERS, Map.of("name", "Once")).status()).isEqualTo(422);
        assertThat(keyed.post(CUSTOMERS, BODY).status()).isEqualTo(201);
        assertThat(keyed.post(CUSTOMERS, BODY).status()).isEqualTo(201);
        assertThat(customers()).isEqualTo(2);
    }

    @Test
    void what_nobody_takes_the_answer_of_is_not_done_and_can_be_sent_again() {
        Client keyed = client.header("Idempotency-Key", "k9");
        for (int i = 0; i < 2; i++) {
            assertThat(keyed.header("Accept", "text/csv").post(CUSTOMERS, BODY).status())
                    .isEqualTo(406);
        }
        assertThat(customers()).isEqualTo(1);
        assertThat(keyed.post(CUSTOMERS, BODY).status()).isEqualTo(201);
        assertThat(keyed.post(CUSTOMERS, BODY).header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(customers()).isEqualTo(2);
    }

    @Test
    void many_at_once_do_it_once() throws Exception {
        Client keyed = client.header("Idempotency-Key", "k5");
        List<Integer> answers =
                Client.atOnce(12, number -> keyed.post(CUSTOMERS, BODY).status());
        assertThat(answers).isSubsetOf(201, 409).contains(201);
        assertThat(customers()).isEqualTo(2);
    }

    @Test
    void a_secret_is_answered_again_but_not_kept_in_the_clear() {
        Client keyed = client.header("Idempotency-Key", "key-of-a-secret");
        Client.Answer first = keyed.post("/api/v1/tokens", Map.of("name", "kept"));
        Client.Answer second = keyed.post("/api/v1/tokens", Map.of("name", "kept"));
        assertThat(second.text("token")).startsWith("mst_").isEqualTo(first.text("token"));
        List<String> rows = jdbc.sql("select concat(id, body_hash, answer) from api_answer")
                .query(String.class)
                .list();
        assertThat(rows).isNotEmpty();
        rows.forEach(row -> assertThat(row).doesNotContain("mst_", "kept", "key-of-a-secret", first.text("token")));
        String user = "{\"email\":\"x\"}";
        assertThat(Secrets.hash(user)).isNotIn(rows);
    }

    @Test
    void answers_are_forgotten_after_a_day() {
        AnswerStore.Slot slot = new AnswerStore.Slot("a".repeat(64), "b".repeat(64), new byte[32]);
        AnswerStore now = new AnswerStore(jdbc, json, Clock.systemUTC());
        assertThat(now.begin(slot)).isNull();
        now.keep(slot, new AnswerStore.Answer(201, Map.of("Location", "/x"), "{}", "all"));
        assertThat(now.begin(slot)).isEqualTo(new AnswerStore.Answer(201, Map.of("Location", "/x"), "{}", "all"));
        AnswerStore tomorrow = new AnswerStore(
                jdbc, json, Clock.offset(Clock.systemUTC(), Duration.ofHours(24).plusSeconds(1)));
        assertThat(tomorrow.begin(slot)).isNull();
        tomorrow.release(slot);
    }

    @Test
    void a_key_that_is_no_key_is_400() {
        for (String key : List.of("", "a b", "x".repeat(256))) {
            assertThat(client.header("Idempotency-Key", key)
                            .post(CUSTOMERS, BODY)
                            .status())
                    .as(key)
                    .isEqualTo(400);
        }
        assertThat(customers()).isEqualTo(1);
    }

    @Test
    void a_deactivated_owner_gets_no_kept_answer() {
        var user = cast.administrator(own.id());
        Client keyed = clients.of(user).header("Idempotency-Key", "k7");
        assertThat(keyed.post(CUSTOMERS, BODY).status()).isEqualTo(201);
        client.delete("/api/v1/users/" + user.id());
        assertThat(keyed.post(CUSTOMERS, BODY).status()).isEqualTo(401);
    }

    @Test
    void whoever_may_less_than_before_gets_no_kept_answer() {
        var user = cast.administrator(own.id());
        Client keyed = clients.of(user).header("Idempotency-Key", "k8");
        Map<String, Object> device =
                Map.of("unitId", "kept-" + Cast.next(), "customerId", own.id().toString());
        Client.Answer first = keyed.post("/api/v1/devices", device);
        assertThat(first.json().at("/mqtt/password").asString()).isNotBlank();
        assertThat(client.patch("/api/v1/users/" + user.id(), Map.of("groups", List.of("FLEET_MANAGEMENT")))
                        .status())
                .isEqualTo(200);
        Client.Answer again = keyed.post("/api/v1/devices", device);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("detail")).contains("has changed");
        assertThat(again.raw().body()).doesNotContain("password");
    }
}
