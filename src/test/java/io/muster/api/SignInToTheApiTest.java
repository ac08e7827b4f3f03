package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.customer.CustomerData;
import io.muster.customer.Customers;
import io.muster.customer.MfaPolicy;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class SignInToTheApiTest {

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    Users users;

    @Autowired
    Customers customers;

    @Autowired
    JdbcClient jdbc;

    @Test
    void a_token_speaks_for_its_owner() {
        Customer customer = cast.customer();
        User user = cast.user(customer.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS);
        Client.Answer me = clients.of(user, Scope.READ, Scope.DEVICES).get("/api/v1/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().at("/user/id").asString()).isEqualTo(user.id().toString());
        assertThat(me.json().at("/customer/name").asString())
                .isEqualTo(customer.name().value());
        assertThat(me.json().get("groups").toString()).isEqualTo("[\"FULL_DEVICE_ACCESS\",\"FLEET_MANAGEMENT\"]");
        assertThat(me.json().get("scopes").toString()).isEqualTo("[\"read\",\"devices\"]");
        assertThat(me.json().get("permissions").toString())
                .contains("SEE_DEVICES")
                .doesNotContain("MANAGE_USERS", "MANAGE_LOCATIONS");
    }

    @Test
    void without_a_token_or_with_a_bad_one_the_answer_is_401() {
        for (String authorization : List.of(
                "Bearer mst_wrong",
                "Bearer ",
                "Bearer",
                "Bearer mst_" + "x".repeat(500),
                "Digest abc",
                "mst_abc",
                "Basic b3duZXI6c2xvdyBncmVlbiB0cmFjdG9ycw==")) {
            Client.Answer answer = clients.with(authorization).get("/api/v1/me");
            assertThat(answer.status()).as(authorization).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.text("type")).isEqualTo("urn:muster:problem:signed-out");
        }
        assertThat(clients.anonymous().get("/api/v1/me").status()).isEqualTo(401);
        assertThat(clients.anonymous().get("/api/v1/nothing").status()).isEqualTo(401);
        assertThat(clients.anonymous().get("/api").status()).isEqualTo(401);
        String token = clients.token(cast.owner(), null);
        assertThat(clients.anonymous().get("/api/v1/me?access_token=" + token).status())
                .isEqualTo(401);
    }

    @Test
    void a_revoked_or_expired_token_is_dead() throws Exception {
        User user = cast.administrator(cast.customer().id());
        Client client = clients.of(user);
        Client.Answer second = client.post("/api/v1/tokens", Map.of("name", "second"));
        Client other = clients.bearing(second.text("token"));
        assertThat(other.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(client.delete("/api/v1/tokens/" + second.text("id")).status())
                .isEqualTo(204);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(client.delete("/api/v1/tokens/" + second.text("id")).status())
                .isEqualTo(404);

        String brief = clients.token(user, Instant.now().plusMillis(700));
        Client expiring = clients.bearing(brief);
        assertThat(expiring.get("/api/v1/me").status()).isEqualTo(200);
        Thread.sleep(800);
        assertThat(expiring.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_deactivated_or_deleted_owner_takes_the_token_along() {
        Customer customer = cast.customer();
        User user = cast.administrator(customer.id());
        Client client = clients.of(user);
        UserData data = user.data();
        UserData inactive = new UserData(
                data.email(),
                data.username(),
                data.customer(),
                data.groups(),
                data.person(),
                null,
                null,
                null,
                false,
                false,
                data.locations());
        User off = Cast.as(cast.owner(), () -> users.edit(user.id(), user.version(), inactive));
        assertThat(client.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(client.get("/api/v1/nothing").status()).isEqualTo(401);
        Cast.as(cast.owner(), () -> users.edit(user.id(), off.version(), data));
        assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
        Cast.as(cast.owner(), () -> users.delete(user.id(), null));
        assertThat(client.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_scope_that_the_token_lacks_is_403_and_says_so() {
        User user = cast.administrator(cast.customer().id());
        Map<String, String> customer = Map.of("name", "New", "email", "new@example.com");
        assertThat(clients.of(user, Scope.READ)
                        .post("/api/v1/customers", customer)
                        .status())
                .isEqualTo(403);
        assertThat(clients.of(user, Scope.READ).get("/api/v1/customers").status())
                .isEqualTo(200);
        assertThat(clients.of(user, Scope.DEVICES).get("/api/v1/customers").status())
                .isEqualTo(403);
        assertThat(clients.of(user, Scope.WRITE).get("/api/v1/users").status()).isEqualTo(403);
        assertThat(clients.of(user, Scope.WRITE)
                        .get("/api/v1/customers/" + user.customerId())
                        .status())
                .isEqualTo(403);
        assertThat(clients.of(user, Scope.READ, Scope.WRITE)
                        .post("/api/v1/tokens", Map.of("name", "stronger"))
                        .status())
                .isEqualTo(403);
        Client.Answer created = clients.of(user, Scope.WRITE).post("/api/v1/customers", customer);
        assertThat(created.status()).isEqualTo(201);
        assertThat(clients.of(user, Scope.WRITE)
                        .patch("/api/v1/customers/" + created.text("id"), Map.of("name", "Other"))
                        .text("name"))
                .isEqualTo("Other");
        assertThat(clients.of(user, Scope.ADMIN).get("/api/v1/me").status()).isEqualTo(200);
    }

    /** Whoever may not do a thing learns so, and not what would have to be put right before they are refused. */
    @Test
    void a_scope_that_the_token_lacks_is_said_before_what_is_wrong_with_the_input() {
        User user = cast.administrator(cast.customer().id());
        for (String collection : List.of("customers", "users", "locations", "devices", "enrolment-tokens", "tokens")) {
            Scope other = Set.of("customers", "locations").contains(collection) ? Scope.DEVICES : Scope.READ;
            for (Scope scope : EnumSet.of(Scope.READ, other)) {
                Client narrow = clients.of(user, scope);
                Client.Answer created = narrow.post("/api/v1/" + collection, Map.of("nonsense", 1));
                assertThat(created.status()).as(collection).isEqualTo(403);
                assertThat(created.text("detail")).contains("API token");
                assertThat(narrow.delete("/api/v1/" + collection + "/nonsense").status())
                        .as(collection)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void a_token_makes_no_stronger_and_no_longer_lived_token() {
        User user = cast.administrator(cast.customer().id());
        Client narrow = clients.of(user, Scope.ADMIN, Scope.READ);
        assertThat(narrow.post("/api/v1/tokens", Map.of("name", "t", "scopes", List.of("write")))
                        .status())
                .isEqualTo(403);
        assertThat(narrow.post("/api/v1/tokens", Map.of("name", "t"))
                        .json()
                        .get("scopes")
                        .toString())
                .isEqualTo("[\"read\",\"admin\"]");
        Instant end = Instant.now().plus(Duration.ofHours(1));
        Client brief = clients.bearing(clients.token(user, end));
        assertThat(brief.post("/api/v1/tokens", Map.of("name", "t")).status()).isEqualTo(403);
        assertThat(brief.post(
                                "/api/v1/tokens",
                                Map.of(
                                        "name",
                                        "t",
                                        "expiresAt",
                                        end.plusSeconds(60).toString()))
                        .status())
                .isEqualTo(403);
        assertThat(brief.post(
                                "/api/v1/tokens",
                                Map.of(
                                        "name",
                                        "t",
                                        "expiresAt",
                                        end.minusSeconds(60).toString()))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_script_gets_its_first_token_with_name_and_password() {
        User user = cast.administrator(cast.customer().id());
        for (String name : List.of(user.username(), user.email().value().toUpperCase(java.util.Locale.ROOT))) {
            Client.Answer answer = clients.basic(name, Cast.PASSWORD)
                    .post("/api/v1/tokens", Map.of("name", "first", "expiresAt", "2999-01-01T00:00:00+01:00"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.text("token")).startsWith("mst_").hasSizeGreaterThan(40);
            assertThat(answer.text("expiresAt")).isEqualTo("2998-12-31T23:00:00Z");
            assertThat(answer.json().get("scopes").toString()).isEqualTo("[\"read\",\"write\",\"devices\",\"admin\"]");
            assertThat(answer.header("Location")).endsWith("/api/v1/tokens/" + answer.text("id"));
            assertThat(answer.header("Set-Cookie")).isEmpty();
            Client client = clients.bearing(answer.text("token"));
            assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
            assertThat(client.get("/api/v1/tokens").raw().body()).doesNotContain("mst_", "hash");
        }
        Client basic = clients.basic(user.username(), Cast.PASSWORD);
        assertThat(basic.get("/api/v1/tokens").status()).isEqualTo(401);
        assertThat(basic.post("/api/v1/tokens/", Map.of("name", "x")).status()).isEqualTo(401);
        assertThat(basic.post("/api/v1/users", Map.of()).status()).isEqualTo(401);
    }

    @Test
    void a_forced_second_factor_closes_the_way_with_a_password() {
        Customer customer = cast.customer();
        User user = cast.administrator(customer.id());
        CustomerData data = customer.data();
        CustomerData forced =
                new CustomerData(data.name(), data.email(), data.country(), data.preferences(), MfaPolicy.FORCED);
        Cast.as(cast.owner(), () -> customers.edit(customer.id(), customer.version(), forced));
        Client.Answer answer =
                clients.basic(user.username(), Cast.PASSWORD).post("/api/v1/tokens", Map.of("name", "x"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("detail")).contains("second factor");
    }

    @Test
    void known_and_unknown_names_are_refused_alike() {
        User user = cast.administrator(cast.customer().id());
        Client.Answer known =
                clients.basic(user.username(), "wrong password").post("/api/v1/tokens", Map.of("name", "x"));
        Client.Answer unknown =
                clients.basic("nobody" + Cast.next(), "x".repeat(200)).post("/api/v1/tokens", Map.of("name", "x"));
        assertThat(known.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.raw().body()).isEqualTo(known.raw().body());
        assertThat(clients.with("Basic !!!")
                        .post("/api/v1/tokens", Map.of("name", "x"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void known_and_unknown_names_take_the_same_time() {
        User user = cast.administrator(cast.customer().id());
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            known.add(timed(user.username(), i % 2 == 0 ? "wrong password" : "x".repeat(100)));
            unknown.add(timed("nobody" + Cast.next(), i % 2 == 0 ? "wrong password" : "x".repeat(100)));
        }
        known.sort(null);
        unknown.sort(null);
        assertThat(Math.abs(known.get(4) - unknown.get(4))).as("ms").isLessThan(50);
    }

    private long timed(String name, String password) {
        long start = System.nanoTime();
        assertThat(clients.basic(name, password)
                        .post("/api/v1/tokens", Map.of("name", "x"))
                        .status())
                .isEqualTo(401);
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void the_history_tells_what_was_done_through_the_interface_and_no_secret() {
        User user = cast.administrator(cast.customer().id());
        Client.Answer first =
                clients.basic(user.username(), Cast.PASSWORD).post("/api/v1/tokens", Map.of("name", "first"));
        Client client = clients.bearing(first.text("token"));
        client.post("/api/v1/customers", Map.of("name", "Audited", "email", "a@example.com"));
        clients.basic(user.username(), "wrong password").post("/api/v1/tokens", Map.of("name", "x"));
        List<String> rows = jdbc.sql("select concat(channel, ' ', kind, ' ', action, ' ', label, ' ', fields)"
                        + " from audit_entry where actor_name = :name order by id")
                .param("name", user.username())
                .query(String.class)
                .list();
        assertThat(rows).hasSize(4).allMatch(row -> row.startsWith("api "));
        assertThat(rows.get(0)).startsWith("api SIGN_IN signedIn");
        assertThat(rows.get(1)).startsWith("api TOKEN created first");
        assertThat(rows.get(2)).startsWith("api CUSTOMER created Audited");
        assertThat(rows.get(3)).startsWith("api SIGN_IN signInRefused");
        assertThat(rows).noneMatch(row -> row.contains("mst_") || row.contains(Cast.PASSWORD));
    }

    @Test
    void guessing_a_password_is_slowed_down() {
        User user = cast.administrator(cast.customer().id());
        List<Integer> answers = new ArrayList<>();
        Client.Answer last = null;
        for (int i = 0; i < 15; i++) {
            last = clients.basic(user.username(), "wrong " + i).post("/api/v1/tokens", Map.of("name", "x"));
            answers.add(last.status());
        }
        assertThat(answers).startsWith(401, 401, 401).endsWith(429, 429, 429);
        assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 900);
        assertThat(last.text("type")).isEqualTo("urn:muster:problem:too-many-requests");
        // Other ways in stay open.
        assertThat(clients.of(user).get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void requests_in_parallel_never_speak_for_each_other() throws Exception {
        List<User> people = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            people.add(cast.administrator(cast.customer().id()));
        }
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (User user : people) {
            Client client = clients.of(user);
            for (int i = 0; i < 25; i++) {
                calls.add(() -> client.get("/api/v1/me")
                        .json()
                        .at("/user/id")
                        .asString()
                        .equals(user.id().toString()));
                calls.add(() -> clients.anonymous().get("/api/v1/me").status() == 401);
            }
        }
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> call : pool.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
    }

    @Test
    void answers_have_no_cookie_no_server_version_and_are_not_kept() {
        Client.Answer answer = clients.of(cast.owner()).get("/api/v1/me");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Powered-By")).isEmpty();
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }
}
