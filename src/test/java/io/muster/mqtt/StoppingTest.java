package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.device.DeviceRegistry;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.UnitId;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class StoppingTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    Listener listener;

    @Autowired
    DataSource source;

    @Test
    void a_batch_that_is_under_way_is_finished_before_the_listener_stops() throws Exception {
        String id = UUID.randomUUID().toString().replace("-", "");
        Registered device = Cast.as(
                cast.owner(),
                () -> registry.register(
                        new RegisterDevice(new UnitId(id), null, cast.customer().id(), null, true)));
        Rig.allow(id, device.credential().password());
        try (TestClient unit =
                        TestClient.v5(Rig.mqttPort(), id, device.credential().password());
                Connection blocker = source.getConnection()) {
            blocker.setAutoCommit(false);
            blocker.createStatement()
                    .executeQuery("select id from device where id = "
                            + device.device().id() + " for update");
            unit.publishing("muster/v1/" + id + "/announce", """
                    {"v":1,"msgId":"stopping-1","unitId":"%s","ts":"2026-01-01T00:00:00Z","bootId":"boot-0001","seq":0,
                    "fw":{"version":"7.0"}}""".formatted(id));
            Thread.sleep(500);
            Thread stopper = Thread.ofPlatform().start(listener::stop);
            Thread.sleep(500);
            blocker.rollback();
            stopper.join();
            assertThat(Cast.as(cast.owner(), () -> registry.get(device.device().id()))
                            .firmware())
                    .isEqualTo("7.0");
        } finally {
            listener.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> listener.link() != null);
        }
    }
}
