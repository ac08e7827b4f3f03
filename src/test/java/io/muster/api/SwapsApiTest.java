package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.device.ClaimCode;
import io.muster.device.Swaps;
import io.muster.device.UnitLabel;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A program takes it back that one unit took another one's place. */
@MusterTest
class SwapsApiTest {

    private static final String DEVICES = "/api/v1/devices";
    private static final String TOO_LATE =
            "This can no longer be taken back: 15 minutes have passed, or somebody has changed one of the units since.";
    /** The Mosquitto of the other rig has forgotten it. */
    private static final boolean PASSWORD_BACK = !Rig.EXTERNAL;

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    Swaps swaps;

    @Autowired
    JdbcClient jdbc;

    private Customer own;
    private User manager;
    private Client client;

    @BeforeEach
    void a_customer() {
        own = cast.customer();
        manager = cast.administrator(own.id());
        client = clients.of(manager);
    }

    private Client.Answer registered(String name) {
        Client.Answer answer = client.post(
                DEVICES,
                Map.of("unitId", newUnit(), "name", name, "customerId", own.id().toString(), "accept", true));
        assertThat(answer.status()).isEqualTo(201);
        return answer;
    }

    private static String newUnit() {
        return "swap-" + Cast.next();
    }

    private Client.Answer swapped(Client.Answer old, String unit) {
        Client.Answer answer = client.post(path(old) + "/swap", Map.of("newUnitId", unit));
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    private static String path(Client.Answer device) {
        return DEVICES + "/" + device.text("id");
    }

    private static Client.Answer undo(Client who, Client.Answer successor) {
        return who.send("POST", path(successor) + "/swap/undo", null);
    }

    private static void assertTooLate(Client.Answer answer) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("type")).isEqualTo("urn:muster:problem:conflict");
        assertThat(answer.text("detail")).isEqualTo(TOO_LATE);
    }

    @Test
    void the_answer_is_the_device_that_is_in_its_place_again_and_says_whether_its_password_holds() {
        Client.Answer old = registered("Van 7");
        Client.Answer spare = registered("Spare");
        Client.Answer next = swapped(old, spare.text("unitId"));
        assertThat(next.json().has("passwordHolds")).isFalse();
        assertThat(client.patch(path(next), Map.of("name", "Van 8")).status()).isEqualTo(200);
        Client.Answer restored = undo(client, next);
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.text("id")).isEqualTo(old.text("id"));
        assertThat(restored.text("unitId")).isEqualTo(old.text("unitId"));
        assertThat(restored.text("state")).isEqualTo("accepted");
        assertThat(restored.text("name")).isEqualTo("Van 8");
        assertThat(restored.json().get("replacedBy").isNull()).isTrue();
        assertThat(restored.json().get("passwordHolds").asBoolean()).isEqualTo(PASSWORD_BACK);
        assertThat(restored.json().has("mqtt")).isFalse();
        Client.Answer now = client.get(path(old));
        assertThat(now.json().has("passwordHolds")).isFalse();
        assertThat(now.header("ETag")).isNotEmpty().isEqualTo(restored.header("ETag"));
        assertThat(client.get(path(spare)).text("name")).isEqualTo("Spare");
        assertTooLate(undo(client, next));
    }

    @Test
    void a_unit_that_nobody_knew_is_forgotten() {
        Client.Answer old = registered("Van 7");
        Client.Answer next = swapped(old, newUnit());
        assertThat(undo(client, next).text("id")).isEqualTo(old.text("id"));
        assertThat(client.get(path(next)).status()).isEqualTo(404);
        assertThat(undo(client, next).status()).isEqualTo(404);
    }

    @Test
    void what_was_swapped_on_site_is_taken_back_just_the_same() {
        Client.Answer old = registered("Van 7");
        Client.Answer next = registered("Spare");
        User installer = cast.user(own.id(), Group.INSTALLER);
        Cast.does(installer, () -> swaps.swap(label(old), label(next)));
        assertThat(undo(clients.of(installer), next).status()).isIn(403, 404);
        Client.Answer restored = undo(client, next);
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.text("id")).isEqualTo(old.text("id"));
        assertThat(restored.text("state")).isEqualTo("accepted");
    }

    private static UnitLabel label(Client.Answer registered) {
        return new UnitLabel(
                new UnitId(registered.text("unitId")),
                new ClaimCode(registered.json().at("/mqtt/claimCode").asString()));
    }

    @Test
    void it_is_refused_late_and_after_another_decision_and_where_nothing_was_swapped() {
        Client.Answer old = registered("Van 7");
        assertTooLate(undo(client, old));
        Client.Answer next = swapped(old, newUnit());
        assertTooLate(undo(client, old));
        jdbc.sql("update device_swap set made_at = ? where new_device_id = ?")
                .params(Instant.now().minusSeconds(16 * 60).atOffset(ZoneOffset.UTC), Long.parseLong(next.text("id")))
                .update();
        assertTooLate(undo(client, next));
        assertThat(client.get(path(old)).text("state")).isEqualTo("replaced");
        Client.Answer ended = swapped(registered("Van 9"), newUnit());
        assertThat(client.delete(path(ended)).status()).isEqualTo(204);
        assertTooLate(undo(client, ended));
    }

    @Test
    void it_is_for_those_who_retire_devices_and_see_this_one() {
        Client.Answer next = swapped(registered("Van 7"), newUnit());
        Client stranger = clients.of(cast.administrator(cast.customer().id()));
        Client.Answer refused = undo(stranger, next);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.json().get("detail"))
                .isEqualTo(stranger.send("POST", DEVICES + "/987654321987654/swap/undo", null)
                        .json()
                        .get("detail"));
        assertThat(undo(clients.of(cast.user(own.id(), Group.DEVICE_MANAGEMENT)), next)
                        .status())
                .as("sees no device")
                .isEqualTo(404);
        assertThat(undo(clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS)), next)
                        .status())
                .isEqualTo(403);
        for (Scope scope : List.of(Scope.READ, Scope.ADMIN)) {
            assertThat(undo(clients.of(manager, scope), next).status())
                    .as(scope.name())
                    .isEqualTo(403);
        }
        assertThat(undo(clients.anonymous(), next).status()).isEqualTo(401);
        assertThat(undo(clients.of(manager, Scope.DEVICES), next).status()).isEqualTo(200);
    }
}
