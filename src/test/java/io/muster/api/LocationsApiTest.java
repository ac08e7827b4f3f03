package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.kernel.Name;
import io.muster.location.Location;
import io.muster.location.Locations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@MusterTest
class LocationsApiTest {

    private static final String LOCATIONS = "/api/v1/locations";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    Locations locations;

    private Customer parent;
    private Customer own;
    private Customer child;
    private Client client;

    @BeforeEach
    void family() {
        parent = cast.customer();
        own = cast.customer(parent.id());
        child = cast.customer(own.id());
        client = clients.of(cast.administrator(own.id()));
    }

    private Location location(Customer customer) {
        return Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot " + Cast.next())));
    }

    private static String at(Location location) {
        return LOCATIONS + "/" + location.id();
    }

    @Test
    void a_location_is_created_changed_and_deleted() {
        Client.Answer created = client.post(
                LOCATIONS,
                Map.of(
                        "name", "Harbour",
                        "contactEmail", "harbour@example.com",
                        "phone", "+45 32 10 10 10",
                        "address", "Kalvebod Brygge 1",
                        "notes", "Ring twice.\nThe dog is kind.",
                        "color", "#1565C0",
                        "customerId", child.id().toString()));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("color")).isEqualTo("#1565c0");
        assertThat(created.text("customerId")).isEqualTo(child.id().toString());
        String path = LOCATIONS + "/" + created.text("id");
        assertThat(created.header("Location")).endsWith(path);
        assertThat(client.get(path).json()).isEqualTo(created.json());
        Client.Answer changed = client.patch(path, "{\"name\":\"Yard\",\"notes\":null}");
        assertThat(changed.text("name")).isEqualTo("Yard");
        assertThat(changed.json().get("notes").isNull()).isTrue();
        assertThat(changed.text("phone")).isEqualTo("+45 32 10 10 10");
        assertThat(client.header("If-Match", created.header("ETag"))
                        .patch(path, Map.of("name", "Late"))
                        .status())
                .isEqualTo(412);
        assertThat(client.header("If-Match", created.header("ETag"))
                        .delete(path)
                        .status())
                .isEqualTo(412);
        assertThat(client.delete(path).status()).isEqualTo(204);
        assertThat(client.get(path).status()).isEqualTo(404);
    }

    @Test
    void nothing_above_or_beside_is_found() {
        Location mine = location(own);
        Location below = location(child);
        Location foreign = location(parent);
        String missing = client.get(LOCATIONS + "/999999999").raw().body();
        for (String path : List.of(at(foreign), LOCATIONS + "/0", LOCATIONS + "/x")) {
            for (Client.Answer answer :
                    List.of(client.get(path), client.patch(path, Map.of("name", "x")), client.delete(path))) {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.raw().body()).isEqualTo(missing);
            }
        }
        Client.Answer list = client.get(LOCATIONS + "?sort=id");
        assertThat(list.json().get("total").asInt()).isEqualTo(2);
        assertThat(list.json()
                        .get("items")
                        .valueStream()
                        .map(item -> item.get("id").asString()))
                .containsExactly(mine.id().toString(), below.id().toString());
        assertThat(client.get(LOCATIONS + "?customerId=" + parent.id()).status())
                .isEqualTo(404);
        assertThat(client.get(LOCATIONS + "?customerId=" + child.id())
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_customer_out_of_reach_is_refused_as_an_unknown_one_is() {
        List<String> bodies = new ArrayList<>();
        for (String id : List.of(parent.id().toString(), cast.root().toString(), "999999999", "x")) {
            Client.Answer answer = client.post(LOCATIONS, Map.of("name", "Intruder", "customerId", id));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("customerId");
            bodies.add(answer.raw().body());
        }
        assertThat(bodies).containsOnly(bodies.getFirst());
    }

    @Test
    void all_mistakes_are_told_at_once_with_their_fields() {
        Client.Answer answer = client.post(
                LOCATIONS,
                Map.of(
                        "name", "",
                        "contactEmail", "nobody",
                        "phone", "call me",
                        "address", "x".repeat(201),
                        "notes", "a\u0007b",
                        "color", "blue"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields())
                .containsExactlyInAnyOrder("name", "contactEmail", "phone", "address", "notes", "color");
    }

    private static Map<String, Object> circle(Object center, Object radiusM) {
        return Map.of("center", center, "radiusM", radiusM);
    }

    private static Map<String, Object> polygon(double... lonsAndLats) {
        List<List<Double>> ring = new ArrayList<>();
        for (int i = 0; i < lonsAndLats.length; i += 2) {
            ring.add(List.of(lonsAndLats[i], lonsAndLats[i + 1]));
        }
        return Map.of("type", "Polygon", "coordinates", List.of(ring));
    }

    @Test
    void a_geofence_is_a_circle_or_a_polygon_or_nothing() {
        Client.Answer created =
                client.post(LOCATIONS, Map.of("name", "Depot", "geofence", circle(List.of(16.3738, 48.2082), 250)));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("geofence"))
                .hasToString("{\"center\":{\"lat\":48.2082,\"lon\":16.3738},\"radiusM\":250}");
        String path = LOCATIONS + "/" + created.text("id");
        assertThat(client.get(path).json()).isEqualTo(created.json());
        assertThat(client.get(LOCATIONS).json().at("/items/0/geofence"))
                .isEqualTo(created.json().get("geofence"));
        assertThat(client.patch(path, Map.of("notes", "Ring twice.")).json().get("geofence"))
                .isEqualTo(created.json().get("geofence"));

        Client.Answer same =
                client.patch(path, Map.of("geofence", created.json().get("geofence")));
        assertThat(same.header("ETag")).isEqualTo(client.get(path).header("ETag"));
        Client.Answer changed = client.header("If-Match", same.header("ETag"))
                .patch(path, Map.of("geofence", polygon(16.36, 48.2, 16.39, 48.2, 16.375, 48.22)));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("geofence"))
                .hasToString("{\"type\":\"Polygon\",\"coordinates\":"
                        + "[[[16.36,48.2],[16.39,48.2],[16.375,48.22],[16.36,48.2]]]}");
        assertThat(client.header("If-Match", same.header("ETag"))
                        .patch(path, "{\"geofence\":null}")
                        .status())
                .isEqualTo(412);
        assertThat(client.get(path).json().get("geofence").isNull()).isFalse();
        Client.Answer removed = client.patch(path, "{\"geofence\":null}");
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.json().get("geofence").isNull()).isTrue();
        assertThat(client.get(path).json()).isEqualTo(removed.json());

        assertThat(client.get("/api/v1/audit?entity=" + created.text("id"))
                        .json()
                        .get("items")
                        .toString())
                .contains(
                        "\"to\":\"circle, 250 m around 48.20820, 16.37380\"",
                        "\"from\":\"circle, 250 m around 48.20820, 16.37380\","
                                + "\"to\":\"polygon of 3 points around 48.21000, 16.37500\"",
                        "\"from\":\"polygon of 3 points around 48.21000, 16.37500\"");
    }

    @Test
    void a_geofence_that_is_none_is_an_error_of_its_field() {
        String path = at(location(own));
        for (Object wrong : List.of(
                "x",
                7,
                List.of(),
                Map.of(),
                circle(List.of(16.3738, 48.2082), 9),
                circle(List.of(16.3738, 48.2082), "250"),
                circle(List.of(16.3738, 98.2082), 250),
                circle(Map.of("lat", 48.2082), 250),
                Map.of("center", List.of(16.3738, 48.2082)),
                polygon(16.36, 48.2, 16.39, 48.2),
                polygon(0, 0, 10, 10, 10, 0, 0, 10),
                polygon(48.2, 116.36, 48.2, 116.39, 48.22, 116.375),
                Map.of("type", "Point", "coordinates", List.of(16.36, 48.2)))) {
            for (Client.Answer answer : List.of(
                    client.post(LOCATIONS, Map.of("name", "x", "color", "blue", "geofence", wrong)),
                    client.patch(path, Map.of("color", "blue", "geofence", wrong)))) {
                assertThat(answer.status()).as(wrong.toString()).isEqualTo(422);
                assertThat(answer.fields()).as(wrong.toString()).containsExactlyInAnyOrder("color", "geofence");
            }
        }
        assertThat(client.post(LOCATIONS, Map.of("name", "x", "geofence", Map.of("radius", 5)))
                        .status())
                .isEqualTo(400);
        assertThat(client.get(path).json().get("geofence").isNull()).isTrue();
    }

    @Test
    void both_forms_of_a_geofence_are_described() {
        JsonNode schemas = clients.anonymous().get("/v3/api-docs").json().at("/components/schemas");
        for (String told : List.of("LocationInput", "LocationJson")) {
            assertThat(schemas.at("/" + told + "/properties/geofence").toString())
                    .contains("LocationGeofence", "null");
        }
        assertThat(schemas.at("/LocationGeofence/oneOf").toString()).contains("GeofenceCircle", "GeofencePolygon");
        assertThat(schemas.at("/GeofenceCircle/properties").propertyNames()).containsExactly("center", "radiusM");
        assertThat(schemas.at("/GeofencePolygon/properties").propertyNames()).containsExactly("type", "coordinates");
        assertThat(schemas.propertyNames()).doesNotContain("JsonNode");
    }

    @Test
    void groups_and_scopes_decide() {
        Location location = location(own);
        Client administrator = clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR));
        assertThat(administrator.get(at(location)).status()).isEqualTo(200);
        assertThat(administrator.delete(at(location)).status()).isEqualTo(403);
        assertThat(administrator.post(LOCATIONS, Map.of("name", "No")).status()).isEqualTo(403);
        Client reader = clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT), Scope.READ, Scope.ADMIN);
        assertThat(reader.get(LOCATIONS).status()).isEqualTo(200);
        Client onlyRead = clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT), Scope.READ);
        assertThat(onlyRead.delete(at(location)).status()).isEqualTo(403);
    }

    @Test
    void users_are_counted_for_whoever_may_list_them() {
        Location location = location(child);
        cast.user(child.id(), true, Set.of(location.id()), Group.INSTALLER);
        cast.user(own.id(), true, Set.of(location.id()), Group.INSTALLER);
        assertThat(client.get(at(location)).json().at("/counts/users").asInt()).isEqualTo(2);
        Client home = clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FLEET_MANAGEMENT));
        assertThat(home.get(at(location)).json().at("/counts/users").asInt()).isEqualTo(1);
        Client fleet = clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT));
        assertThat(fleet.get(at(location)).json().at("/counts/users").asInt()).isZero();
        location(own);
        for (Client reader : List.of(client, home, fleet)) {
            List<String> both = reader.get(LOCATIONS + "?sort=-users")
                    .json()
                    .get("items")
                    .valueStream()
                    .map(row -> row.at("/counts/users").asString())
                    .toList();
            assertThat(both)
                    .isEqualTo(
                            reader == client
                                    ? List.of("2", "0")
                                    : reader == home ? List.of("1", "0") : List.of("0", "0"));
        }
    }
}
