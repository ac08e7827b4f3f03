package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whichever broker it is: nobody hears or says what is another's. */
@MusterTest
class OwnTopicsTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    private Registered other;
    private String mine;
    private String minePassword;
    private String others;
    private String othersPassword;

    @BeforeEach
    void two_units() {
        Customer customer = cast.customer();
        Registered one = register(customer);
        other = register(customer);
        mine = one.device().unitId().value();
        minePassword = one.credential().password();
        others = other.device().unitId().value();
        othersPassword = other.credential().password();
        Rig.allow(mine, minePassword);
        Rig.allow(others, othersPassword);
    }

    @Test
    void a_unit_that_listens_everywhere_hears_nothing() throws Exception {
        String own = "muster/v1/" + mine;
        String foreign = "muster/v1/" + others;
        try (TestClient neighbour = TestClient.v5(Rig.mqttPort(), others, othersPassword);
                TestClient unit = TestClient.v5(Rig.mqttPort(), mine, minePassword)) {
            neighbour.subscribe(foreign + "/registration");
            neighbour.publish(foreign + "/announce", Garbage.good(others));
            // Its registration is retained from now on.
            neighbour.answer("12345678");
            for (String filter : List.of(
                    "#",
                    "+/#",
                    "muster/#",
                    "muster/v1/#",
                    "+/+/+/registration",
                    "+/registration",
                    "muster/v1/+/registration",
                    "muster/v1/+/cmd/+",
                    foreign + "/#",
                    foreign + "/registration",
                    foreign + "/announce",
                    own + "/#",
                    "$SYS/#",
                    "$SYS/broker/clients/connected",
                    "$CONTROL/#",
                    "$CONTROL/dynamic-security/v1/response",
                    "$share/muster/muster/v1/+/announce",
                    "$share/muster/muster/v1/enroll/request",
                    "$share/x/#",
                    "$share/x/" + foreign + "/registration",
                    "$share/x/" + own + "/registration",
                    "$EDC/#",
                    "autopi/#",
                    "owntracks/#",
                    "muster/v1/enroll/reply/+",
                    "muster/v1/enroll/request")) {
                assertThatThrownBy(() -> unit.subscribe(filter)).as(filter).hasMessageContaining("refused");
            }
            neighbour.publish(
                    foreign + "/announce",
                    Garbage.good(others).replace("12345678", "87654321").replace("\"seq\":0", "\"seq\":1"));
            neighbour.answer("87654321");
            assertThat(unit.hearsNothing()).isTrue();
            unit.subscribe(own + "/registration");
            unit.publish(own + "/announce", Garbage.good(mine));
            assertThat(unit.answer("12345678").path("state").asString()).isEqualTo("accepted");
        }
    }

    @Test
    void what_it_says_in_the_name_of_others_is_heard_by_nobody() throws Exception {
        String foreign = "muster/v1/" + others;
        String forged = Garbage.good(others);
        try (TestClient neighbour = TestClient.v5(Rig.mqttPort(), others, othersPassword)) {
            neighbour.subscribe(foreign + "/registration");
            neighbour.subscribe(foreign + "/cmd/+");
            for (String topic : List.of(
                    foreign + "/announce",
                    foreign + "/registration",
                    foreign + "/cmd/reboot",
                    foreign + "/status",
                    "muster/v1/enroll/request",
                    "autopi/" + others + "/track/pos",
                    "$EDC/x/" + others + "/MQTT/BIRTH",
                    "muster/v1/" + mine + "/registration",
                    "$CONTROL/dynamic-security/v1")) {
                publishIfAllowed(topic, forged);
            }
            try (TestClient unit = TestClient.v5(Rig.mqttPort(), mine, minePassword)) {
                // What came of it all would be there before this.
                unit.subscribe("muster/v1/" + mine + "/registration");
                unit.publish("muster/v1/" + mine + "/announce", Garbage.good(mine));
                unit.answer("12345678");
                assertThat(unit.messages).noneMatch(message -> says(message, forged));
            }
            assertThat(neighbour.messages)
                    .noneMatch(message -> says(message, forged))
                    .noneMatch(message -> says(message, "12345678"));
            DeviceRow row =
                    Cast.as(cast.owner(), () -> registry.get(other.device().id()));
            assertThat(row.firmware()).isNull();
            assertThat(row.lastSeenAt()).isNull();
        }
    }

    private static boolean says(TestClient.Message message, String text) {
        return new String(message.payload(), StandardCharsets.UTF_8).contains(text);
    }

    /** Our own broker hangs up on whoever tries; Mosquitto throws it away. */
    private void publishIfAllowed(String topic, String payload) throws Exception {
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), mine, minePassword)) {
            unit.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 0, false);
        } catch (MqttException hungUp) {
            assertThat(Rig.EXTERNAL).isFalse();
        }
    }

    @Test
    void who_asks_for_a_password_hears_only_what_is_told_to_its_client_id() throws Exception {
        String clientId = UUID.randomUUID().toString().replace("-", "");
        try (TestClient bootstrap =
                TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, clientId, true)) {
            for (String filter : List.of(
                    "#",
                    "muster/v1/enroll/#",
                    "muster/v1/enroll/reply/#",
                    "muster/v1/enroll/reply/+",
                    "muster/v1/+/reply/" + clientId,
                    "$share/x/muster/v1/enroll/reply/+",
                    "muster/v1/enroll/request",
                    "muster/v1/" + others + "/registration",
                    "$SYS/#")) {
                assertThatThrownBy(() -> bootstrap.subscribe(filter)).as(filter).hasMessageContaining("refused");
            }
            bootstrap.subscribe("muster/v1/enroll/reply/" + clientId);
        }
    }

    private Registered register(Customer customer) {
        String unit = UUID.randomUUID().toString().replace("-", "");
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(new UnitId(unit), null, customer.id(), null, true)));
    }
}
