package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.device.DeviceRegistry;
import io.muster.device.IngestLog;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whom the embedded broker lets in, and what it keeps. */
@MusterTest
@DisabledIfSystemProperty(named = "muster.rig", matches = "external", disabledReason = "Mosquitto has its own rules")
class DoorkeeperTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    IngestLog ingest;

    @Autowired
    JdbcClient jdbc;

    @Test
    void nobody_connects_under_the_id_of_another_unit() throws Exception {
        Registered device = register();
        Registered other = register();
        assertThatThrownBy(() -> connect(other, id(device))).isInstanceOf(MqttException.class);
        assertThatThrownBy(() ->
                        TestClient.v5(Rig.mqttPort(), TopicRules.BOOTSTRAP, Rig.BOOTSTRAP_PASSWORD, id(device), false))
                .isInstanceOf(MqttException.class);
        try (TestClient unit = connect(device, id(device))) {
            assertThat(unit.isConnected()).isTrue();
        }
    }

    @Test
    void nobody_asks_for_a_password_under_a_client_id_that_others_could_guess() throws Exception {
        for (String guessable : List.of("abc", "0".repeat(31), UUID.randomUUID().toString())) {
            assertThatThrownBy(() -> bootstrap(guessable)).as(guessable).isInstanceOf(MqttException.class);
        }
        for (String secret : List.of(hex(), hex().toUpperCase(Locale.ROOT), hex() + hex())) {
            try (TestClient unit = bootstrap(secret)) {
                assertThat(unit.isConnected()).isTrue();
            }
        }
        ingest.flush();
        assertThat(jdbc.sql("select detail from ingest_log where unit_id = '' and reason = 'client_id_guessable'")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .allMatch(detail -> detail.contains("32 to 64 hex digits"));
    }

    private static TestClient bootstrap(String clientId) throws Exception {
        return TestClient.v5(Rig.mqttPort(), TopicRules.BOOTSTRAP, Rig.BOOTSTRAP_PASSWORD, clientId, false);
    }

    private static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    @Test
    void of_two_users_who_come_under_one_client_id_one_is_refused() {
        Guests guests = new Guests();
        String ticket = guests.arrived("car-17", "unit-one").orElseThrow();
        assertThat(guests.arrived("car-17", "unit-two")).isEmpty();
        assertThat(guests.arrived("car-17", "unit-one")).isPresent();
        guests.left("car-17", ticket);
        assertThat(guests.arrived("car-17", "unit-two"))
                .as("the later connection of the first one is still there")
                .isEmpty();
    }

    @Test
    void a_last_will_is_for_the_status_alone() throws Exception {
        Registered device = register();
        String password = device.credential().password();
        leaveWill(id(device), password, "muster/v1/" + id(device) + "/status");
        assertThatThrownBy(() -> leaveWill(id(device), password, "muster/v1/" + id(device) + "/announce"))
                .isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> leaveWill(TopicRules.BOOTSTRAP, Rig.BOOTSTRAP_PASSWORD, "muster/v1/enroll/request"))
                .isInstanceOf(MqttException.class);
    }

    @Test
    void of_what_a_unit_sends_the_broker_keeps_the_status_alone() {
        assertThat(Topics.isKept("muster/v1/unit-one/status")).isTrue();
        assertThat(Topics.isKept("muster/v1/unit-one/registration")).isTrue();
        assertThat(Topics.isKept("muster/v1/unit-one/heartbeat")).isFalse();
        assertThat(Topics.isKept("autopi/unit-one/status")).isFalse();
    }

    private static void leaveWill(String user, String password, String topic) throws MqttException {
        MqttAsyncClient client =
                new MqttAsyncClient("tcp://127.0.0.1:" + Rig.mqttPort(), hex(), new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        options.setWill(topic, new MqttMessage("{}".getBytes(StandardCharsets.UTF_8)));
        try {
            client.connect(options).waitForCompletion(10_000);
            client.disconnect().waitForCompletion(10_000);
        } finally {
            client.close(true);
        }
    }

    private Registered register() {
        String unit = UUID.randomUUID().toString().replace("-", "");
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(
                        new UnitId(unit), null, cast.customer().id(), null, true)));
    }

    private static TestClient connect(Registered device, String clientId) throws Exception {
        return TestClient.v5(Rig.mqttPort(), id(device), device.credential().password(), clientId, false);
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }
}
