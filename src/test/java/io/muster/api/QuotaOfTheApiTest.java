package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.user.User;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class QuotaOfTheApiTest {

    private static final String CUSTOMERS = "/api/v1/customers/";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    private Customer own;
    private Customer child;
    private Client client;

    private User administrator;

    @BeforeEach
    void family() {
        own = cast.customer();
        child = cast.customer(own.id());
        administrator = cast.administrator(own.id());
        client = clients.of(administrator);
    }

    private static Map<String, Object> quota(Object users, Object devices) {
        Map<String, Object> limits = new HashMap<>();
        limits.put("users", users);
        limits.put("devices", devices);
        return Map.of("quota", limits);
    }

    @Test
    void limits_are_set_shown_kept_and_taken_away() {
        String path = CUSTOMERS + child.id();
        Client.Answer before = client.get(path);
        assertThat(before.json().at("/quota").isNull()).isTrue();
        Client.Answer set = client.patch(path, quota(3, null));
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().at("/quota/users").asInt()).isEqualTo(3);
        assertThat(set.json().at("/quota/devices").isNull()).isTrue();
        assertThat(set.header("ETag")).isNotEqualTo(before.header("ETag"));
        assertThat(client.patch(path, Map.of("name", "Other"))
                        .json()
                        .at("/quota/users")
                        .asInt())
                .isEqualTo(3);
        Map<String, Object> none = new HashMap<>();
        none.put("quota", null);
        assertThat(client.patch(path, none).json().at("/quota").isNull()).isTrue();
    }

    @Test
    void a_token_that_only_reads_sees_limits_and_one_that_only_writes_leaves_them_as_they_are() {
        String path = CUSTOMERS + child.id();
        client.patch(path, quota(3, null));
        assertThat(clients.of(administrator, Scope.READ)
                        .get(path)
                        .json()
                        .at("/quota/users")
                        .asInt())
                .isEqualTo(3);
        clients.of(administrator, Scope.WRITE).patch(path, Map.of("name", "Other"));
        assertThat(client.get(path).json().at("/quota/users").asInt()).isEqualTo(3);
        User looksOn = cast.user(own.id(), Group.FULL_DEVICE_ACCESS);
        assertThat(clients.of(looksOn).get(path).json().at("/quota").isNull()).isTrue();
    }

    @Test
    void a_full_customer_is_a_conflict_that_says_why() {
        client.patch(CUSTOMERS + child.id(), quota(null, 0));
        Client.Answer refused = client.post(
                "/api/v1/devices",
                Map.of(
                        "unitId",
                        "quota-" + Cast.next(),
                        "customerId",
                        child.id().toString(),
                        "accept",
                        true));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains(child.name().value());
    }

    @Test
    void nobody_sets_limits_of_their_own_and_nonsense_is_refused_by_field() {
        assertThat(client.patch(CUSTOMERS + own.id(), quota(3, null)).status()).isEqualTo(403);
        Client.Answer nonsense = client.patch(CUSTOMERS + child.id(), quota(-1, 2_000_000));
        assertThat(nonsense.status()).isEqualTo(422);
        assertThat(nonsense.fields()).containsExactlyInAnyOrder("quota.users", "quota.devices");
    }
}
