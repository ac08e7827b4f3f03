package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.user.User;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people enter about a device at the desk, entered by a program: its vehicle and its tags. */
@MusterTest
class DeskOfTheApiTest {

    private static final String DEVICES = "/api/v1/devices";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    JdbcClient jdbc;

    private Customer own;
    private Client client;

    @BeforeEach
    void family() {
        own = cast.customer();
        client = clients.of(cast.administrator(own.id()));
    }

    private Map<String, Object> valid() {
        return new HashMap<>(
                Map.of("unitId", "desk-" + Cast.next(), "customerId", own.id().toString(), "accept", true));
    }

    private String registered() {
        return DEVICES + "/" + client.post(DEVICES, valid()).text("id");
    }

    private static Map<String, Object> vehicle() {
        return new HashMap<>(Map.of(
                "plate", "ab 12-345",
                "vin", "1M8GDM9AXKP042788",
                "odometerKm", 120_000,
                "make", "Volvo",
                "model", "FH",
                "year", 2019,
                "kind", "truck"));
    }

    private List<String> actions(String device) {
        return client.get(device + "/history")
                .json()
                .get("items")
                .valueStream()
                .map(entry -> entry.get("action").asString())
                .toList();
    }

    @Test
    void a_vehicle_is_entered_by_the_names_by_which_it_is_shown() {
        String device = registered();
        Client.Answer entered = client.patch(device, Map.of("vehicle", vehicle()));
        assertThat(entered.status()).isEqualTo(200);
        Map<String, Object> shown = vehicle();
        shown.put("plate", "AB 12-345");
        shown.forEach((field, value) -> assertThat(
                        entered.json().get("vehicle").get(field).asString())
                .as(field)
                .isEqualTo(value.toString()));
        assertThat(client.patch(
                                device,
                                "{\"vehicle\":" + entered.json().get("vehicle").toString() + "}")
                        .json())
                .as("what is shown can be sent back")
                .isEqualTo(entered.json());
        assertThat(client.get(DEVICES + "?q=ab12345").json().get("total").asInt())
                .isEqualTo(1);
        assertThat(actions(device)).containsExactly("vehicle_edited", "registered");
    }

    @Test
    void a_vehicle_is_sent_whole_and_null_takes_it_away() {
        String device = registered();
        client.patch(device, Map.of("vehicle", vehicle(), "tags", List.of("cold")));
        Client.Answer other = client.patch(device, Map.of("vehicle", Map.of("plate", "CD 1")));
        assertThat(other.json().at("/vehicle/plate").asString()).isEqualTo("CD 1");
        assertThat(other.json().at("/vehicle/make").isNull()).isTrue();
        assertThat(client.patch(device, Map.of("name", "Van")).json().at("/vehicle/plate"))
                .as("absent is as it was")
                .isEqualTo(other.json().at("/vehicle/plate"));
        Client.Answer none = client.patch(device, "{\"vehicle\":null}");
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.json().get("vehicle").isNull()).isTrue();
        assertThat(none.json().get("tags").toString()).isEqualTo("[\"cold\"]");
        client.patch(device, Map.of("vehicle", vehicle()));
        assertThat(client.patch(device, "{\"vehicle\":{\"plate\":\" \",\"vin\":null}}")
                        .json()
                        .get("vehicle")
                        .isNull())
                .as("one of which nothing is known is none")
                .isTrue();
    }

    @Test
    void tags_replace_those_that_were_there() {
        String device = registered();
        Client.Answer first = client.patch(device, Map.of("tags", List.of("Night", "cold  chain", "night")));
        assertThat(first.json().get("tags").toString()).isEqualTo("[\"cold chain\",\"night\"]");
        Client.Answer second = client.patch(device, Map.of("tags", List.of("night", "north")));
        assertThat(second.json().get("tags").toString()).isEqualTo("[\"night\",\"north\"]");
        assertThat(client.patch(device, Map.of("name", "Van")).json().get("tags"))
                .isEqualTo(second.json().get("tags"));
        assertThat(client.patch(device, "{\"tags\":[]}").json().get("tags").size())
                .isZero();
        client.patch(device, Map.of("tags", List.of("north")));
        assertThat(client.patch(device, "{\"tags\":null}").json().get("tags").size())
                .isZero();
        assertThat(actions(device)).containsOnly("registered", "edited", "tagged");
        assertThat(actions(device).stream().filter("tagged"::equals)).hasSize(5);
    }

    @Test
    void a_device_is_registered_with_its_vehicle_and_tags_or_not_at_all() {
        Map<String, Object> body = valid();
        body.put("vehicle", vehicle());
        body.put("tags", List.of("night", "cold"));
        Client.Answer made = client.post(DEVICES, body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().at("/vehicle/kind").asString()).isEqualTo("truck");
        assertThat(made.json().get("tags").toString()).isEqualTo("[\"cold\",\"night\"]");
        assertThat(made.json().at("/mqtt/password").asString()).isNotBlank();
        assertThat(client.get(DEVICES + "/" + made.text("id")).header("ETag")).isEqualTo(made.header("ETag"));
        Client registrar = clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR));
        for (String field : List.of("vehicle", "tags")) {
            Map<String, Object> more = valid();
            more.put(field, body.get(field));
            assertThat(registrar.post(DEVICES, more).status()).as(field).isEqualTo(403);
            assertThat(client.get(DEVICES + "?unitId=" + more.get("unitId"))
                            .json()
                            .get("total")
                            .asInt())
                    .isZero();
        }
        assertThat(registrar.post(DEVICES, valid()).status()).isEqualTo(201);
    }

    @Test
    void what_is_wrong_is_told_by_field_and_nothing_is_changed() {
        String device = registered();
        Map<String, Object> wrong = vehicle();
        wrong.put("plate", "x".repeat(21));
        wrong.put("vin", "short");
        wrong.put("odometerKm", -1);
        wrong.put("year", 1066);
        wrong.put("kind", "TRUCK");
        Client.Answer refused =
                client.patch(device, Map.of("name", "Van", "vehicle", wrong, "tags", List.of("a,b", "good", "")));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.fields())
                .containsExactlyInAnyOrder(
                        "vehicle.vin",
                        "vehicle.kind",
                        "vehicle.plate",
                        "vehicle.odometerKm",
                        "vehicle.year",
                        "tags",
                        "tags");
        assertThat(client.patch(device, "{\"vehicle\":{\"year\":\"2019\"}}").fields())
                .containsExactly("vehicle.year");
        assertThat(client.patch(device, "{\"vehicle\":\"AB 1\"}").fields()).containsExactly("vehicle");
        assertThat(client.patch(device, "{\"tags\":\"cold\"}").fields()).containsExactly("tags");
        assertThat(client.patch(device, Map.of("tags", Arrays.asList("cold", null)))
                        .fields())
                .containsExactly("tags");
        assertThat(client.patch(device, Map.of("vehicle", Map.of("color", "red")))
                        .status())
                .isEqualTo(400);
        List<String> many = IntStream.range(0, 21).mapToObj(i -> "t" + i).toList();
        assertThat(client.patch(device, Map.of("name", "Van", "tags", many)).fields())
                .containsExactly("tags");
        assertThat(client.get(device).text("name")).isNotEqualTo("Van");
        assertThat(actions(device)).containsExactly("registered");
    }

    @Test
    void each_part_is_for_those_who_enter_it_in_the_page() {
        String device = registered();
        Client fleet = clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS));
        assertThat(fleet.patch(device, Map.of("vehicle", vehicle())).status()).isEqualTo(200);
        Map<String, Object> other = Map.of("plate", "CD 1");
        assertThat(fleet.patch(device, Map.of("vehicle", other, "tags", List.of("cold")))
                        .status())
                .isEqualTo(403);
        assertThat(fleet.patch(device, Map.of("vehicle", other, "name", "Van")).status())
                .isEqualTo(403);
        assertThat(fleet.patch(device, "{}").status()).isEqualTo(403);
        assertThat(client.get(device).json().at("/vehicle/make").asString()).isEqualTo("Volvo");
        Client blind = clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FLEET_MANAGEMENT));
        assertThat(blind.get(device).status()).isEqualTo(200);
        assertThat(blind.patch(device, Map.of("vehicle", other)).status()).isEqualTo(404);
        Client stranger = clients.of(cast.administrator(cast.customer().id()));
        assertThat(stranger.patch(device, Map.of("vehicle", other)).status()).isEqualTo(404);
        assertThat(stranger.patch(device, Map.of("tags", List.of("mine"))).status())
                .isEqualTo(404);
    }

    @Test
    void who_looked_at_another_vehicle_or_other_tags_does_not_overwrite_these() {
        String device = registered();
        String bare = client.get(device).header("ETag");
        Client.Answer entered = client.header("If-Match", bare).patch(device, Map.of("vehicle", vehicle()));
        assertThat(entered.status()).isEqualTo(200);
        assertThat(entered.header("ETag"))
                .isNotEqualTo(bare)
                .isEqualTo(client.get(device).header("ETag"));
        for (Map<String, Object> late : List.<Map<String, Object>>of(
                Map.of("vehicle", Map.of("plate", "LATE")), Map.of("tags", List.of("late")), Map.of("name", "Late"))) {
            assertThat(client.header("If-Match", bare).patch(device, late).status())
                    .as("%s", late)
                    .isEqualTo(412);
        }
        assertThat(client.header("If-Match", bare).delete(device).status()).isEqualTo(412);
        Client.Answer tagged =
                client.header("If-Match", entered.header("ETag")).patch(device, Map.of("tags", List.of("cold")));
        assertThat(tagged.status()).isEqualTo(200);
        assertThat(tagged.header("ETag")).isNotEqualTo(entered.header("ETag"));
        assertThat(client.header("If-Match", entered.header("ETag"))
                        .patch(device, Map.of("tags", List.of("late")))
                        .status())
                .isEqualTo(412);
        assertThat(client.header("If-Match", tagged.header("ETag"))
                        .delete(device)
                        .status())
                .isEqualTo(204);
    }

    private static String findings(Client.Answer answer) {
        return answer.json().path("vehicleFindings").toString();
    }

    private void assign(User user, String device) {
        jdbc.sql("insert into user_device (user_id, device_id) values (?, ?)")
                .params(user.id().value(), id(device))
                .update();
    }

    private static long id(String device) {
        return Long.parseLong(device.substring(device.lastIndexOf('/') + 1));
    }

    @Test
    void what_is_odd_about_a_vehicle_is_told_each_time_that_it_is_entered() {
        String first = registered();
        Client.Answer alone = client.patch(first, Map.of("vehicle", vehicle()));
        assertThat(findings(alone)).isEqualTo("[]");
        String second = registered();
        Map<String, Object> plate = Map.of("vehicle", Map.of("plate", "AB-12 345"));
        assertThat(findings(client.patch(second, plate))).isEqualTo("[\"plate_twice\"]");
        assertThat(findings(client.patch(second, plate))).as("again").isEqualTo("[\"plate_twice\"]");
        assertThat(actions(second)).containsExactly("vehicle_edited", "registered");
        jdbc.sql("update device set vin = '1M8GDM9AXKP042789' where id = ?")
                .param(id(second))
                .update();
        Client.Answer both = client.patch(second, Map.of("vehicle", vehicle()));
        assertThat(findings(both)).isEqualTo("[\"other_vin_told\",\"plate_twice\",\"vin_twice\"]");
        assertThat(both.raw().body()).doesNotContain(client.get(first).text("unitId"));
        assertThat(client.patch(second, Map.of("name", "Van")).json().has("vehicleFindings"))
                .as("no vehicle was sent")
                .isFalse();
        assertThat(client.get(second).json().has("vehicleFindings")).isFalse();
        assertThat(findings(client.patch(second, "{\"vehicle\":null}"))).isEqualTo("[]");
        Map<String, Object> third = valid();
        assertThat(client.post(DEVICES, third).json().has("vehicleFindings")).isFalse();
        third = valid();
        third.put("vehicle", vehicle());
        assertThat(findings(client.post(DEVICES, third))).isEqualTo("[\"plate_twice\",\"vin_twice\"]");
    }

    @Test
    void what_is_odd_betrays_no_device_that_is_out_of_sight() {
        Client owner = clients.of(cast.owner());
        Map<String, Object> theirs = valid();
        theirs.put("customerId", cast.customer().id().toString());
        theirs.put("vehicle", vehicle());
        assertThat(owner.post(DEVICES, theirs).status()).isEqualTo(201);
        Map<String, Object> same = Map.of("vehicle", vehicle());
        String device = registered();
        assertThat(findings(client.patch(device, same))).isEqualTo("[]");
        assertThat(findings(owner.patch(device, same)))
                .as("to whoever sees both")
                .isEqualTo("[\"plate_twice\",\"vin_twice\"]");
        String another = registered();
        assertThat(client.patch(another, same).status()).isEqualTo(200);
        User driver = cast.user(own.id(), Group.FLEET_MANAGEMENT);
        assign(driver, device);
        assertThat(findings(clients.of(driver).patch(device, same)))
                .as("the other one of the same customer is not theirs")
                .isEqualTo("[]");
        User clerk = cast.user(own.id(), Group.FLEET_MANAGEMENT, Group.ACCOUNT_ADMINISTRATOR);
        assign(clerk, device);
        assertThat(clients.of(clerk).get(another).status()).isEqualTo(200);
        assertThat(findings(clients.of(clerk).patch(device, same)))
                .as("knows the other one by name only")
                .isEqualTo("[]");
        assign(driver, another);
        assertThat(findings(clients.of(driver).patch(device, same))).isEqualTo("[\"plate_twice\",\"vin_twice\"]");
        assertThat(findings(clients.of(driver, Scope.WRITE).patch(device, same)))
                .as("a token that reads no devices")
                .isEqualTo("[]");
        assertThat(findings(clients.of(driver, Scope.WRITE, Scope.READ).patch(device, same)))
                .isEqualTo("[\"plate_twice\",\"vin_twice\"]");
    }

    @Test
    void a_unit_that_belongs_to_nobody_has_neither() {
        Client owner = clients.of(cast.owner());
        String device = registered();
        jdbc.sql("update device set customer_id = null, state = 'UNCLAIMED' where id = :id")
                .param("id", id(device))
                .update();
        jdbc.sql("update device_presence set customer_id = null where device_id = :id")
                .param("id", id(device))
                .update();
        assertThat(owner.patch(device, Map.of("vehicle", vehicle())).status()).isEqualTo(409);
        assertThat(owner.patch(device, Map.of("tags", List.of("cold"))).status())
                .isEqualTo(409);
    }
}
