package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.device.DeviceRegistry;
import io.muster.device.IngestLog;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.UnitCredentials;
import io.muster.kernel.UnitId;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What the embedded broker does when its disk is full. It starts one of its own, and two in one virtual machine share
 * what they should not: so it runs where the other tests have none inside.
 */
@MusterTest
@EnabledIfSystemProperty(named = "muster.rig", matches = "external", disabledReason = "a broker of its own")
class FullDiskTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    UnitCredentials credentials;

    @Autowired
    IngestLog ingest;

    @Test
    void when_the_disk_is_full_units_are_turned_away_and_keep_what_they_have_to_say(@TempDir Path directory)
            throws Exception {
        Registered device = register();
        int port = Rig.freePort();
        MqttSettings settings = new MqttSettings(
                true,
                port,
                "127.0.0.1",
                Rig.BOOTSTRAP_PASSWORD,
                null,
                null,
                null,
                false,
                null,
                20,
                0,
                directory,
                TlsSettings.NONE);
        AtomicLong least = new AtomicLong();
        DiskSpace disk = new DiskSpace(settings, 0) {
            @Override
            boolean isLow() {
                return free() < least.get();
            }
        };
        EmbeddedBroker broker = DeafBroker.of(settings, credentials, ingest, disk);
        broker.start();
        try (TestClient unit =
                TestClient.v3(port, id(device), device.credential().password())) {
            unit.publish("muster/v1/" + id(device) + "/heartbeat", "{}");
            least.set(Long.MAX_VALUE);
            assertThatThrownBy(() -> unit.publish("muster/v1/" + id(device) + "/heartbeat", "{}"))
                    .as("an acknowledgement")
                    .isInstanceOf(Exception.class);
            assertThatThrownBy(() ->
                            TestClient.v5(port, id(device), device.credential().password()))
                    .isInstanceOf(Exception.class);
            least.set(0);
            TestClient.v5(port, id(device), device.credential().password()).close();
        } finally {
            broker.stop();
        }
    }

    private Registered register() {
        String unit = UUID.randomUUID().toString().replace("-", "");
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(
                        new UnitId(unit), null, cast.customer().id(), null, true)));
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }
}
