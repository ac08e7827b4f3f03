package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.IngestLog;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Whatever one unit sends, the others are heard. */
@MusterTest
class HostileTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    IngestLog ingest;

    @Autowired
    JdbcClient jdbc;

    @Test
    void after_a_thousand_hostile_messages_a_good_unit_is_answered_at_once() throws Exception {
        Customer customer = cast.customer();
        Registered villain = register(customer);
        Registered good = register(customer);
        List<Hostile.Message> messages = Hostile.messages(id(villain));
        assertThat(messages).hasSizeGreaterThanOrEqualTo(1000);
        try (TestClient unit = connect(villain)) {
            for (Hostile.Message message : messages) {
                unit.publish(message.topic(), message.payload(), message.qos(), message.retained());
            }
            // The broker let it have its say to the end.
            assertThat(unit.isConnected()).isTrue();
        }
        try (TestClient unit = connect(good)) {
            unit.subscribe("muster/v1/" + id(good) + "/registration");
            long before = System.nanoTime();
            unit.publish("muster/v1/" + id(good) + "/announce", Garbage.good(id(good)));
            JsonNode answer = unit.answer("12345678");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            assertThat(answer.path("state").asString()).isEqualTo("accepted");
            assertThat(Cast.as(cast.owner(), () -> registry.get(good.device().id()))
                            .firmware())
                    .isEqualTo("1.0");
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            ingest.flush();
            assertThat(reasons(villain)).contains("bad_json", "schema_invalid", "too_large", "topic_mismatch");
        });
        assertThat(reasons(villain))
                .as("messages that Muster could not handle, rather than refuse")
                .doesNotContain("internal");
        DeviceRow row =
                Cast.as(cast.owner(), () -> registry.get(villain.device().id()));
        assertThat(row.customerId()).isEqualTo(customer.id());
        assertThat(row.name()).isEqualTo(villain.device().name());
    }

    private List<String> reasons(Registered device) {
        return jdbc.sql("select distinct reason from ingest_log where unit_id = ?")
                .param(id(device))
                .query(String.class)
                .list();
    }

    private Registered register(Customer customer) {
        String unit = UUID.randomUUID().toString().replace("-", "");
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(new UnitId(unit), null, customer.id(), null, true)));
    }

    private static TestClient connect(Registered device) throws Exception {
        Rig.allow(id(device), device.credential().password());
        return TestClient.v5(Rig.mqttPort(), id(device), device.credential().password());
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }
}
