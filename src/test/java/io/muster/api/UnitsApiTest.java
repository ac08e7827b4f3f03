package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The life of a unit over HTTP. */
@MusterTest
class UnitsApiTest {

    private static final String DEVICES = "/api/v1/devices";
    private static final String TOKENS = "/api/v1/enrolment-tokens";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    private Customer own;
    private Customer child;
    private Customer sibling;
    private Client client;

    @BeforeEach
    void family() {
        Customer parent = cast.customer();
        own = cast.customer(parent.id());
        child = cast.customer(own.id());
        sibling = cast.customer(parent.id());
        client = clients.of(cast.administrator(own.id()));
    }

    private Client.Answer registered(Customer customer) {
        Client.Answer answer = clients.of(cast.owner())
                .post(
                        DEVICES,
                        Map.of(
                                "unitId",
                                "unit-" + Cast.next(),
                                "customerId",
                                customer.id().toString(),
                                "accept",
                                true));
        assertThat(answer.status()).isEqualTo(201);
        return answer;
    }

    @Test
    void devices_are_moved_and_for_each_is_said_what_became_of_it() {
        Client.Answer mine = registered(own);
        Client.Answer theirs = registered(sibling);
        Client.Answer answer = client.post(
                DEVICES + "/move",
                Map.of(
                        "customerId",
                        child.id().toString(),
                        "unitIds",
                        List.of(
                                mine.text("unitId").toUpperCase(java.util.Locale.ROOT),
                                theirs.text("unitId"),
                                "no-such")));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode results = answer.json().get("results");
        assertThat(results.valueStream()
                        .map(result -> result.path("unitId").asString() + " "
                                + result.path("result").asString()))
                .containsExactly(
                        mine.text("unitId") + " moved", theirs.text("unitId") + " notFound", "no-such notFound");
        String path = DEVICES + "/" + mine.text("id");
        assertThat(client.get(path).text("customerId")).isEqualTo(child.id().toString());
        assertThat(client.get(path).json().get("rev").asLong())
                .isEqualTo(mine.json().get("rev").asLong() + 1);
        List<String> unitIds = List.of(mine.text("unitId"));
        assertThat(client.post(
                                DEVICES + "/move",
                                Map.of("customerId", sibling.id().toString(), "unitIds", unitIds))
                        .fields())
                .containsExactly("customerId");
        assertThat(client.post(DEVICES + "/move", "{}").fields()).containsExactly("customerId", "unitIds");
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= 10_000; i++) {
            many.add("unit-x-" + i);
        }
        assertThat(client.post(
                                DEVICES + "/move",
                                Map.of("customerId", child.id().toString(), "unitIds", many))
                        .fields())
                .containsExactly("unitIds");
        assertThat(client.post(
                                DEVICES + "/move",
                                Map.of("customerId", child.id().toString(), "unitIds", many.subList(0, 10_000)))
                        .json()
                        .get("results"))
                .hasSize(10_000);
        assertThat(clients.of(cast.user(own.id(), Group.DEVICE_MANAGEMENT, Group.FULL_DEVICE_ACCESS))
                        .post(DEVICES + "/move", Map.of("customerId", child.id().toString(), "unitIds", unitIds))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_device_s_history_is_what_happened_at_customers_of_the_reader() {
        Client.Answer mine = registered(own);
        String path = DEVICES + "/" + mine.text("id");
        clients.of(cast.owner())
                .post(
                        DEVICES + "/move",
                        Map.of("customerId", child.id().toString(), "unitIds", List.of(mine.text("unitId"))));
        assertThat(actions(client, path)).containsExactly("moved_here", "moved_away", "registered");
        assertThat(actions(clients.of(cast.administrator(child.id())), path)).containsExactly("moved_here");
        Client stranger = clients.of(cast.administrator(sibling.id()));
        assertThat(stranger.get(path + "/history").status()).isEqualTo(404);
        assertThat(clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS))
                        .get(path + "/history")
                        .status())
                .isEqualTo(403);
        assertThat(client.get(path + "/history?limit=1").text("nextCursor")).isNotBlank();
    }

    private static List<String> actions(Client reader, String path) {
        return reader.get(path + "/history")
                .json()
                .get("items")
                .valueStream()
                .map(item -> item.path("action").asString())
                .toList();
    }

    @Test
    void a_device_is_decommissioned_once_and_by_the_version_that_was_looked_at() {
        Client.Answer mine = registered(own);
        String path = DEVICES + "/" + mine.text("id");
        assertThat(client.header("If-Match", "\"77\"").delete(path).status()).isEqualTo(412);
        String tag = client.get(path).header("ETag");
        assertThat(client.header("If-Match", tag).delete(path).status()).isEqualTo(204);
        assertThat(client.get(path).text("state")).isEqualTo("decommissioned");
        assertThat(client.delete(path).status()).isEqualTo(409);
        assertThat(client.send("POST", path + "/approve", null).status()).isEqualTo(409);
        String theirs = DEVICES + "/" + registered(sibling).text("id");
        assertThat(client.delete(theirs).status()).isEqualTo(404);
        assertThat(clients.of(cast.owner()).get(theirs).text("state")).isEqualTo("accepted");
        assertThat(clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR))
                        .delete(DEVICES + "/" + registered(own).text("id"))
                        .status())
                .isIn(403, 404);
    }

    @Test
    void a_device_is_replaced_and_the_new_one_shows_its_password_once() {
        Client.Answer old = registered(own);
        String path = DEVICES + "/" + old.text("id");
        client.patch(path, Map.of("name", "Van 9"));
        String unit = "unit-" + Cast.next();
        assertThat(client.post(path + "/swap", "{}").fields()).containsExactly("newUnitId");
        assertThat(client.post(
                                path + "/swap",
                                Map.of("newUnitId", registered(sibling).text("unitId")))
                        .fields())
                .containsExactly("newUnitId");
        Client.Answer swapped = client.post(path + "/swap", Map.of("newUnitId", unit));
        assertThat(swapped.status()).isEqualTo(200);
        assertThat(swapped.text("unitId")).isEqualTo(unit);
        assertThat(swapped.text("name")).isEqualTo("Van 9");
        assertThat(swapped.json().at("/mqtt/password").asString()).hasSizeGreaterThan(20);
        Client.Answer before = client.get(path);
        assertThat(before.text("state")).isEqualTo("replaced");
        assertThat(before.text("replacedBy")).isEqualTo(unit);
        assertThat(client.post(path + "/swap", Map.of("newUnitId", "unit-" + Cast.next()))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void a_unit_is_claimed_by_its_label_and_guesses_are_counted() {
        Client installer = clients.of(cast.user(own.id(), Group.INSTALLER));
        Client.Answer mine = registered(own);
        Map<String, Object> claim = Map.of(
                "unitId",
                mine.text("unitId"),
                "claimCode",
                mine.json().at("/mqtt/claimCode").asString());
        Client.Answer claimed = installer.post(DEVICES + "/claim", claim);
        assertThat(claimed.status()).isEqualTo(200);
        assertThat(claimed.text("customerId")).isEqualTo(own.id().toString());
        assertThat(installer.post(DEVICES + "/claim", claim).status()).isEqualTo(404);
        assertThat(installer.post(DEVICES + "/claim", "{}").fields()).containsExactly("unitId", "claimCode");
        Client.Answer theirs = registered(sibling);
        String refusal = installer
                .post(
                        DEVICES + "/claim",
                        Map.of(
                                "unitId",
                                theirs.text("unitId"),
                                "claimCode",
                                theirs.json().at("/mqtt/claimCode").asString()))
                .raw()
                .body();
        Map<String, Object> unknown = Map.of("unitId", "unit-" + Cast.next(), "claimCode", "0123456789");
        for (int i = 0; i < 5; i++) {
            Client.Answer answer = installer.post(DEVICES + "/claim", unknown);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.raw().body()).isEqualTo(refusal);
        }
        Client.Answer waits = installer.post(DEVICES + "/claim", unknown);
        assertThat(waits.status()).isEqualTo(429);
        assertThat(waits.json().has("contents")).isFalse();
        assertThat(Integer.parseInt(waits.header("Retry-After"))).isPositive();
        assertThat(clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT))
                        .post(DEVICES + "/claim", unknown)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void an_enrolment_token_is_shown_once_and_revoked() {
        Client.Answer created = client.post(
                TOKENS,
                Map.of(
                        "name",
                        "Spring",
                        "customerId",
                        child.id().toString(),
                        "maxUses",
                        3,
                        "expiresAt",
                        "2099-01-01T00:00:00Z",
                        "autoAccept",
                        true));
        assertThat(created.status()).isEqualTo(201);
        String token = created.text("token");
        assertThat(token).matches("[0-9A-Z]{32}");
        Client.Answer list = client.get(TOKENS);
        assertThat(list.raw().body()).doesNotContain(token).doesNotContain("\"token\"");
        JsonNode item = list.json().at("/items/0");
        assertThat(item.path("state").asString()).isEqualTo("valid");
        assertThat(item.path("uses").asInt()).isZero();
        assertThat(item.path("maxUses").asInt()).isEqualTo(3);
        assertThat(client.get(TOKENS + "?customerId=" + sibling.id()).status()).isEqualTo(404);
        Client stranger = clients.of(cast.administrator(sibling.id()));
        assertThat(stranger.delete(TOKENS + "/" + created.text("id")).status()).isEqualTo(404);
        assertThat(client.delete(TOKENS + "/" + created.text("id")).status()).isEqualTo(204);
        assertThat(client.delete(TOKENS + "/" + created.text("id")).status()).isEqualTo(204);
        assertThat(client.get(TOKENS).json().at("/items/0/state").asString()).isEqualTo("revoked");
        assertThat(client.post(TOKENS, Map.of("maxUses", 0, "name", "x")).fields())
                .containsExactly("maxUses");
        assertThat(client.post(
                                TOKENS,
                                Map.of("name", "x", "customerId", sibling.id().toString()))
                        .status())
                .isIn(404, 422);
        assertThat(client.post(TOKENS, Map.of("name", "x", "secret", "y")).status())
                .isEqualTo(400);
        assertThat(clients.of(cast.user(own.id(), Group.INSTALLER)).get(TOKENS).status())
                .isEqualTo(403);
        assertThat(clients.of(cast.administrator(own.id()), Scope.READ)
                        .post(TOKENS, Map.of("name", "x"))
                        .status())
                .isEqualTo(403);
    }
}
