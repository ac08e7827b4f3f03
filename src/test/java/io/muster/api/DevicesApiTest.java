package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceTags;
import io.muster.device.Tag;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Name;
import io.muster.location.Location;
import io.muster.location.Locations;
import io.muster.user.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@MusterTest
class DevicesApiTest {

    private static final String DEVICES = "/api/v1/devices";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Vehicles vehicles;

    @Autowired
    DeviceTags tags;

    private Customer own;
    private Customer child;
    private Customer sibling;
    private User manager;
    private Client client;

    @BeforeEach
    void family() {
        Customer parent = cast.customer();
        own = cast.customer(parent.id());
        child = cast.customer(own.id());
        sibling = cast.customer(parent.id());
        manager = cast.administrator(own.id());
        client = clients.of(manager);
    }

    private static Map<String, Object> valid(Customer customer) {
        return new HashMap<>(Map.of(
                "unitId", "unit-" + Cast.next(), "customerId", customer.id().toString(), "accept", true));
    }

    private String registered(Customer customer) {
        Client.Answer answer = clients.of(cast.owner()).post(DEVICES, valid(customer));
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("id");
    }

    @Test
    void a_registered_device_is_answered_once_with_its_password() {
        UUID unit = UUID.randomUUID();
        Map<String, Object> body = valid(child);
        body.put("unitId", unit.toString().toUpperCase(Locale.ROOT));
        body.put("name", "Truck <7>");
        Client.Answer created = client.post(DEVICES, body);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("unitId")).isEqualTo(unit.toString().replace("-", ""));
        assertThat(created.text("name")).isEqualTo("Truck <7>");
        assertThat(created.text("state")).isEqualTo("accepted");
        assertThat(created.text("customerId")).isEqualTo(child.id().toString());
        assertThat(created.json().get("online").asBoolean()).isFalse();
        JsonNode mqtt = created.json().get("mqtt");
        assertThat(mqtt.get("username").asString()).isEqualTo(created.text("unitId"));
        assertThat(mqtt.get("password").asString()).hasSizeGreaterThan(20);
        assertThat(mqtt.get("url").asString()).startsWith("mqtt");
        assertThat(mqtt.get("claimCode").asString()).isNotBlank();
        Client.Answer read = client.get(DEVICES + "/" + created.text("id"));
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(read.raw().body())
                .doesNotContain("mqtt", mqtt.get("password").asString());
        assertThat(client.get(DEVICES).json().at("/items/0")).isEqualTo(read.json());
    }

    @Test
    void a_device_waits_for_approval_unless_accepted_at_once() {
        Map<String, Object> body = valid(own);
        body.remove("accept");
        Client.Answer waiting = client.post(DEVICES, body);
        assertThat(waiting.text("state")).isEqualTo("pending");
        String path = DEVICES + "/" + waiting.text("id");
        assertThat(client.post(
                                path + "/approve",
                                Map.of("customerId", child.id().toString()))
                        .fields())
                .containsExactly("customerId");
        Client.Answer approved = client.send("POST", path + "/approve", null);
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.text("state")).isEqualTo("accepted");
        assertThat(client.send("POST", path + "/approve", null).status()).isEqualTo(409);
        assertThat(client.send("POST", path + "/deny", null).status()).isEqualTo(409);
        Client.Answer reset = client.send("POST", path + "/credential", null);
        assertThat(reset.json().at("/mqtt/password").asString()).hasSizeGreaterThan(20);
        Map<String, Object> other = valid(own);
        other.put("accept", false);
        String denied = DEVICES + "/" + client.post(DEVICES, other).text("id") + "/deny";
        assertThat(client.send("POST", denied, null).text("state")).isEqualTo("denied");
    }

    @Test
    void devices_out_of_reach_do_not_exist() {
        String mine = registered(child);
        String theirs = registered(sibling);
        assertThat(client.get(DEVICES + "/" + mine).status()).isEqualTo(200);
        String missing = client.get(DEVICES + "/999999999").raw().body();
        String path = DEVICES + "/" + theirs;
        for (Client.Answer answer : List.of(
                client.get(path),
                client.patch(path, Map.of("name", "Mine")),
                client.send("POST", path + "/approve", null),
                client.send("POST", path + "/deny", null),
                client.send("POST", path + "/credential", null))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.raw().body()).isEqualTo(missing);
        }
        JsonNode list = client.get(DEVICES).json();
        assertThat(list.get("total").asInt()).isEqualTo(1);
        assertThat(list.at("/items/0/id").asString()).isEqualTo(mine);
        assertThat(client.get(DEVICES + "?customerId=" + sibling.id()).status()).isEqualTo(404);
        Map<String, Object> body = valid(sibling);
        Client.Answer foreign = client.post(DEVICES, body);
        body.put("customerId", "999999999");
        assertThat(foreign.status()).isIn(404, 422);
        assertThat(client.post(DEVICES, body).raw().body())
                .isEqualTo(foreign.raw().body());
    }

    @Test
    void a_unit_id_that_is_taken_elsewhere_tells_nothing_of_whose_it_is() {
        Map<String, Object> theirs = valid(sibling);
        theirs.put("name", "Secret name");
        clients.of(cast.owner()).post(DEVICES, theirs);
        Map<String, Object> body = valid(own);
        body.put("unitId", theirs.get("unitId").toString().toUpperCase(Locale.ROOT));
        Client.Answer answer = client.post(DEVICES, body);
        assertThat(answer.fields()).containsExactly("unitId");
        assertThat(answer.raw().body())
                .doesNotContain("Secret name", sibling.name().value(), "exists");
    }

    @Test
    void groups_and_scopes_decide() {
        String id = registered(own);
        assertThat(clients.of(cast.user(own.id(), Group.INSTALLER)).get(DEVICES).status())
                .isEqualTo(403);
        Client fleet = clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS));
        assertThat(fleet.get(DEVICES + "/" + id).status()).isEqualTo(200);
        assertThat(fleet.post(DEVICES, valid(own)).status()).isEqualTo(403);
        assertThat(fleet.patch(DEVICES + "/" + id, Map.of("name", "No")).status())
                .isEqualTo(403);
        assertThat(clients.of(manager, Scope.READ).post(DEVICES, valid(own)).status())
                .isEqualTo(403);
        assertThat(clients.of(manager, Scope.DEVICES).post(DEVICES, valid(own)).status())
                .isEqualTo(201);
        assertThat(clients.of(manager, Scope.ADMIN).get(DEVICES).status()).isEqualTo(403);
    }

    @Test
    void who_knows_a_device_by_name_only_is_told_no_more() {
        String id = registered(own);
        Client account = clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR));
        JsonNode device = account.get(DEVICES + "/" + id).json();
        assertThat(device.get("unitId").asString()).isNotBlank();
        for (String field : List.of("online", "lastSeenAt", "firmware", "imei", "vin", "position", "batteryV")) {
            assertThat(device.get(field).isNull()).as(field).isTrue();
        }
    }

    @Test
    void a_list_is_narrowed_by_its_filters() {
        Location depot = Cast.as(cast.owner(), () -> locations.create(own.id(), new Name("Depot")));
        Map<String, Object> there = valid(own);
        there.put("locationId", depot.id().toString());
        Client.Answer placed = client.post(DEVICES, there);
        Map<String, Object> pending = valid(child);
        pending.put("accept", false);
        Client.Answer waiting = client.post(DEVICES, pending);
        assertThat(only("?locationId=" + depot.id())).isEqualTo(placed.text("id"));
        assertThat(only("?state=pending")).isEqualTo(waiting.text("id"));
        assertThat(only("?customerId=" + child.id())).isEqualTo(waiting.text("id"));
        assertThat(only("?unitId=" + there.get("unitId").toString().toUpperCase(Locale.ROOT)))
                .isEqualTo(placed.text("id"));
        assertThat(only("?q=" + pending.get("unitId"))).isEqualTo(waiting.text("id"));
        assertThat(client.get(DEVICES + "?online=true").json().get("total").asInt())
                .isZero();
        assertThat(client.get(DEVICES + "?online=false").json().get("total").asInt())
                .isEqualTo(2);
        for (String bad : List.of("state=PENDING", "online=yes", "unitId=%23", "locationId=x", "limit=0", "sort=x")) {
            Client.Answer answer = client.get(DEVICES + "?" + bad);
            assertThat(answer.status()).as(bad).isEqualTo(422);
            assertThat(answer.fields()).containsExactly(bad.substring(0, bad.indexOf('=')));
        }
    }

    private String only(String filter) {
        JsonNode list = client.get(DEVICES + filter).json();
        assertThat(list.get("total").asInt()).as(filter).isEqualTo(1);
        return list.at("/items/0/id").asString();
    }

    @Test
    void name_and_location_are_changed_and_nothing_else() {
        String id = registered(own);
        String path = DEVICES + "/" + id;
        String tag = client.get(path).header("ETag");
        Location depot = Cast.as(cast.owner(), () -> locations.create(own.id(), new Name("Depot")));
        Location foreign = Cast.as(cast.owner(), () -> locations.create(sibling.id(), new Name("Foreign")));
        Client.Answer changed = client.patch(
                path, Map.of("name", "New", "locationId", depot.id().toString()));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("name")).isEqualTo("New");
        assertThat(changed.text("locationId")).isEqualTo(depot.id().toString());
        assertThat(client.header("If-Match", tag)
                        .patch(path, Map.of("name", "Late"))
                        .status())
                .isEqualTo(412);
        assertThat(client.patch(path, Map.of("locationId", foreign.id().toString()))
                        .status())
                .isEqualTo(422);
        assertThat(client.patch(path, "{\"locationId\":null}")
                        .json()
                        .get("locationId")
                        .isNull())
                .isTrue();
        assertThat(client.patch(path, "{\"name\":null}").fields()).containsExactly("name");
        for (String field : List.of("unitId", "customerId", "state", "rev", "accept", "mqtt", "id", "vin")) {
            assertThat(client.patch(path, Map.of(field, "1")).status())
                    .as(field)
                    .isEqualTo(400);
        }
        assertThat(client.get(path).text("name")).isEqualTo("New");
    }

    @Test
    void a_fleet_manager_puts_a_device_at_a_location_and_changes_nothing_else() {
        String path = DEVICES + "/" + registered(own);
        Location depot = Cast.as(cast.owner(), () -> locations.create(own.id(), new Name("Depot")));
        Location foreign = Cast.as(cast.owner(), () -> locations.create(sibling.id(), new Name("Foreign")));
        Map<String, String> there = Map.of("locationId", depot.id().toString());
        User manager = cast.user(own.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS);
        Client fleet = clients.of(manager);
        String tag = client.get(path).header("ETag");
        Client.Answer placed = fleet.header("If-Match", tag).patch(path, there);
        assertThat(placed.status()).isEqualTo(200);
        assertThat(placed.text("locationId")).isEqualTo(depot.id().toString());
        assertThat(placed.header("ETag"))
                .isNotEqualTo(tag)
                .isEqualTo(client.get(path).header("ETag"));
        assertThat(fleet.header("If-Match", tag).patch(path, there).status()).isEqualTo(412);
        assertThat(fleet.patch(path, Map.of("locationId", foreign.id().toString()))
                        .fields())
                .containsExactly("locationId");
        assertThat(fleet.patch(
                                path,
                                Map.of("name", "No", "locationId", depot.id().toString()))
                        .status())
                .isEqualTo(403);
        assertThat(fleet.patch(path, "{\"locationId\":null}")
                        .json()
                        .get("locationId")
                        .isNull())
                .isTrue();
        assertThat(clients.of(manager, Scope.READ).patch(path, there).status()).isEqualTo(403);
        assertThat(clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR))
                        .patch(path, there)
                        .status())
                .isEqualTo(403);
        assertThat(clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT))
                        .patch(path, there)
                        .status())
                .isEqualTo(404);
        assertThat(fleet.patch(DEVICES + "/" + registered(sibling), there).status())
                .isEqualTo(404);
    }

    @Test
    void all_mistakes_of_a_registration_are_told_at_once() {
        Client.Answer answer = client.post(
                DEVICES,
                Map.of("unitId", "../x", "name", "a\u0000", "customerId", "x", "locationId", "y", "accept", true));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).containsExactly("unitId", "name", "customerId", "locationId");
        assertThat(client.post(DEVICES, "{}").fields()).containsExactly("unitId", "customerId");
        for (String bad : List.of("bootstrap", "a", "x".repeat(65), "a/b", "a#", "+", "a b", "ünit")) {
            Map<String, Object> body = valid(own);
            body.put("unitId", bad);
            assertThat(client.post(DEVICES, body).fields()).as(bad).containsExactly("unitId");
        }
    }

    @Test
    void a_repeated_registration_answers_with_the_same_password() {
        Map<String, Object> body = valid(own);
        Client keyed = client.header("Idempotency-Key", "register-" + Cast.next());
        Client.Answer first = keyed.post(DEVICES, body);
        Client.Answer second = keyed.post(DEVICES, body);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.raw().body()).isEqualTo(first.raw().body());
    }

    @Test
    void every_sort_order_pages_through_all_devices() {
        for (int i = 0; i < 5; i++) {
            registered(i % 2 == 0 ? own : child);
        }
        for (String sort : List.of("name", "-unitId", "customer", "state,-name", "lastSeenAt", "firmware")) {
            Set<String> seen = new HashSet<>();
            String cursor = "";
            do {
                Client.Answer page = client.get(DEVICES + "?limit=2&sort=" + sort + "&cursor=" + cursor);
                assertThat(page.status()).as(sort).isEqualTo(200);
                page.json()
                        .get("items")
                        .forEach(item ->
                                assertThat(seen.add(item.get("id").asString())).isTrue());
                cursor = page.text("nextCursor");
            } while (!cursor.isEmpty());
            assertThat(seen).as(sort).hasSize(5);
        }
    }

    @Test
    void a_device_shows_its_vehicle_and_tags_to_whoever_sees_it() {
        String id = registered(own);
        DeviceId device = DeviceId.of(id);
        Cast.does(manager, () -> {
            vehicles.edit(device, null, new Vehicle("AB 1", null, 12L, "Volvo", null, 2019, Vehicle.Kind.TRUCK));
            tags.change(List.of(devices.get(device).unitId()), Tag.of("night,cold"), Set.of());
        });
        var json = client.get(DEVICES + "/" + id).json();
        assertThat(json.path("vehicle").path("plate").asString()).isEqualTo("AB 1");
        assertThat(json.path("vehicle").path("kind").asString()).isEqualTo("truck");
        assertThat(json.path("tags").toString()).isEqualTo("[\"cold\",\"night\"]");
        User administrator = cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR);
        var masked = clients.of(administrator).get(DEVICES + "/" + id).json();
        assertThat(masked.path("vehicle").isNull()).isTrue();
        assertThat(masked.path("tags").size()).isZero();
    }
}
