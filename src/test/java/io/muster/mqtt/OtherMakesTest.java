package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.IngestLog;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** AutoPi, Eclipse Kura and OwnTracks units over a real broker, by what they really sent. */
@MusterTest
class OtherMakesTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    IngestLog ingest;

    @Autowired
    JdbcClient jdbc;

    @Test
    void an_autopi_unit_is_known_by_what_it_sends_anyway() throws Exception {
        Registered device = register(null);
        try (TestClient unit = connect(device)) {
            for (Recorded message : Recorded.autoPi()) {
                unit.publish("autopi/" + id(device) + "/" + message.topic(), message.payload(), 1, false);
            }
        }
        eventually(() -> assertThat(row(device).vin()).isEqualTo("WVWZZZ1KZAW000123"));
        eventually(() -> assertThat(row(device).firmware()).isEqualTo("2023.04.27"));
        DeviceRow row = row(device);
        assertThat(row.online()).isTrue();
        assertThat(row.imei()).isEqualTo("861107030000015");
        assertThat(row.batteryV()).isBetween(11.0, 15.0);
        assertThat(row.position()).isNotNull();
        assertThat(actions(device))
                .startsWith("registered", "first_seen")
                .contains("vehicle_changed", "firmware_changed");
    }

    @Test
    void an_autopi_unit_sleeps_and_wakes() throws Exception {
        Registered device = register(null);
        try (TestClient unit = connect(device)) {
            reactor(unit, device, "system/power/sleep", "2026-11-24T18:50:10.000001");
            eventually(() -> assertThat(row(device).asleep()).isTrue());
            reactor(unit, device, "system/power/on", "2026-11-24T18:49:10.000001");
            voltage(unit, device, "11.9", "2026-11-24T18:50:11.000001");
            eventually(() -> assertThat(row(device).batteryV()).isEqualTo(11.9));
            assertThat(row(device).asleep()).as("an older event came late").isTrue();
            reactor(unit, device, "system/power/on", "2026-11-24T18:55:10.000001");
            eventually(() -> assertThat(row(device).asleep()).isFalse());
        }
    }

    @Test
    void a_unit_that_wakes_with_a_wrong_clock_is_awake_all_the_same() throws Exception {
        Registered device = register(null);
        try (TestClient unit = connect(device)) {
            reactor(unit, device, "system/power/sleep", "2026-11-24T18:50:10.000001");
            eventually(() -> assertThat(row(device).asleep()).isTrue());
            jdbc.sql("update device_presence set connection_at = ? where device_id = ?")
                    .params(
                            Instant.now().minusSeconds(600).atOffset(ZoneOffset.UTC),
                            device.device().id().value())
                    .update();
            reactor(unit, device, "system/power/on", "2026-01-01T00:00:11.000001");
            eventually(() -> assertThat(row(device).asleep()).isFalse());
        }
    }

    @Test
    void a_clock_that_ran_ahead_once_does_not_keep_later_messages_out() throws Exception {
        Registered device = register(null);
        try (TestClient unit = connect(device)) {
            voltage(unit, device, "11.1", "2038-01-19T03:14:07.000001");
            eventually(() -> assertThat(row(device).batteryV()).isEqualTo(11.1));
            voltage(
                    unit,
                    device,
                    "13.3",
                    LocalDateTime.now(ZoneOffset.UTC)
                            .plusSeconds(1)
                            .truncatedTo(ChronoUnit.MICROS)
                            .toString());
            eventually(() -> assertThat(row(device).batteryV()).isEqualTo(13.3));
        }
    }

    @Test
    void what_was_overtaken_or_comes_twice_changes_nothing() throws Exception {
        Registered device = register(null);
        try (TestClient unit = connect(device)) {
            voltage(unit, device, "12.1", "2026-11-24T18:50:10.000001");
            eventually(() -> assertThat(row(device).batteryV()).isEqualTo(12.1));
            voltage(unit, device, "13.7", "2026-11-24T18:50:09.000001");
            voltage(unit, device, "13.8", "2026-11-24T18:50:10.000001");
            reactor(unit, device, "system/power/sleep", "2026-11-24T18:50:11.000001");
            eventually(() -> assertThat(row(device).asleep()).isTrue());
            assertThat(row(device).batteryV()).isEqualTo(12.1);
        }
    }

    @Test
    void a_kura_gateway_is_born_and_goes() throws Exception {
        Registered device = register(null);
        try (TestClient unit = connect(device)) {
            Recorded birth = Recorded.kura().getFirst();
            unit.publish(birth.topicOf(id(device)), birth.payload(), 1, false);
            eventually(() -> assertThat(row(device).firmware()).isEqualTo("fw.v42"));
            assertThat(row(device).name()).isEqualTo("Kura Simulator (Display Name)");
            unit.publish(
                    "$EDC/acme/" + id(device) + "/MQTT/BIRTH",
                    AdaptersTest.kuraPayload("firmware_version", "fw.v43", "display_name", "Another"),
                    1,
                    false);
            eventually(() -> assertThat(row(device).firmware()).isEqualTo("fw.v43"));
            assertThat(row(device).name()).isEqualTo("Kura Simulator (Display Name)");
        }
        assertThat(actions(device)).containsExactly("registered", "first_seen", "introduced", "firmware_changed");
    }

    @Test
    void a_name_that_a_person_gave_stays() throws Exception {
        Registered device = register(new Name("Bus 7"));
        try (TestClient unit = connect(device)) {
            Recorded birth = Recorded.kura().getFirst();
            unit.publish(birth.topicOf(id(device)), birth.payload(), 1, false);
            eventually(() -> assertThat(row(device).firmware()).isEqualTo("fw.v42"));
        }
        assertThat(row(device).name()).isEqualTo("Bus 7");
    }

    @Test
    void an_owntracks_phone_shows_where_it_is() throws Exception {
        Registered device = register(null);
        try (TestClient unit = connect(device)) {
            for (Recorded message : Recorded.ownTracks()) {
                unit.publish(message.topicOf(id(device)), message.payload(), 1, true);
            }
            // The third one has the latest time but one; the last location comes after it.
            eventually(() -> assertThat(row(device).position())
                    .isNotNull()
                    .satisfies(position -> assertThat(position.lat()).isEqualTo(47.420051)));
        }
        assertThat(row(device).online()).isTrue();
    }

    @Test
    void a_denied_unit_of_another_make_is_refused_in_the_log() throws Exception {
        Registered device = Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(
                        new UnitId(UUID.randomUUID().toString().replace("-", "")),
                        null,
                        cast.customer().id(),
                        null,
                        false)));
        Cast.as(cast.owner(), () -> registry.deny(device.device().id()));
        try (TestClient unit = connect(device)) {
            voltage(unit, device, "12.1", "2026-11-24T18:50:10.000001");
            eventually(() -> {
                ingest.flush();
                assertThat(reasons(id(device))).contains("unit_denied");
            });
        }
        assertThat(row(device).batteryV()).isNull();
    }

    @Test
    void garbage_in_foreign_tongues_does_not_stop_the_listener() throws Exception {
        Registered device = register(null);
        try (TestClient unit = connect(device)) {
            for (byte[] garbage : Garbage.payloads(id(device))) {
                unit.publish("autopi/" + id(device) + "/track/pos", garbage, 1, false);
                unit.publish("$EDC/acme/" + id(device) + "/MQTT/BIRTH", garbage, 1, false);
                unit.publish("owntracks/fleet/" + id(device), garbage, 1, true);
            }
            voltage(unit, device, "12.4", "2026-11-24T18:50:10.000001");
            eventually(() -> assertThat(row(device).batteryV()).isEqualTo(12.4));
        }
    }

    private static void reactor(TestClient unit, Registered device, String tag, String stamp) throws Exception {
        publish(unit, device, "reactor", "{\"tag\":\"" + tag + "\",\"data\":{},\"_stamp\":\"" + stamp + "\"}");
    }

    private static void voltage(TestClient unit, Registered device, String volts, String stamp) throws Exception {
        publish(unit, device, "obd/bat", "{\"voltage\":" + volts + ",\"_stamp\":\"" + stamp + "\"}");
    }

    private static void publish(TestClient unit, Registered device, String topic, String payload) throws Exception {
        unit.publish("autopi/" + id(device) + "/" + topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    private Registered register(@Nullable Name name) {
        UnitId unit = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        return Cast.as(
                cast.owner(),
                () -> registry.register(
                        new RegisterDevice(unit, name, cast.customer().id(), null, true)));
    }

    private static TestClient connect(Registered device) throws Exception {
        Rig.allow(id(device), device.credential().password());
        return TestClient.v5(Rig.mqttPort(), id(device), device.credential().password());
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }

    private DeviceRow row(Registered device) {
        return Cast.as(cast.owner(), () -> registry.get(device.device().id()));
    }

    private List<String> actions(Registered device) {
        return jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                .param(device.device().id().toString())
                .query(String.class)
                .list();
    }

    private List<String> reasons(String unitId) {
        return jdbc.sql("select reason from ingest_log where unit_id = ?")
                .param(unitId)
                .query(String.class)
                .list();
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(assertion);
    }
}
