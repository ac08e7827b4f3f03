package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.IngestLog;
import io.muster.device.LastPlaces;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Units that send without end. */
@MusterTest
class FloodTest {

    private static final int MUCH = 3000;
    private static final int ANSWERS = 20;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    IngestLog ingest;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    LastPlaces places;

    @Test
    void one_that_floods_is_refused_and_those_of_other_customers_are_answered_as_ever() throws Exception {
        Registered mad = register(cast.customer());
        Registered good = register(cast.customer());
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        try (TestClient flood = connect(mad);
                TestClient unit = connect(good)) {
            unit.subscribe("muster/v1/" + id(good) + "/registration");
            Thread flooding = Thread.ofPlatform().start(() -> flood(flood, mad, over, sent));
            Duration longest = Duration.ZERO;
            for (int i = 0; i < ANSWERS || sent.get() < MUCH; i++) {
                long before = System.nanoTime();
                unit.publish(
                        "muster/v1/" + id(good) + "/announce",
                        Garbage.good(id(good))
                                .replace("12345678", "message-" + i)
                                .replace("\"seq\":0", "\"seq\":" + i));
                unit.answer("message-" + i);
                Duration took = Duration.ofNanos(System.nanoTime() - before);
                longest = took.compareTo(longest) > 0 ? took : longest;
                Thread.sleep(20);
            }
            over.set(true);
            flooding.join();
            assertThat(longest).isLessThan(Duration.ofSeconds(5));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                ingest.flush();
                return jdbc.sql("select count(*) from ingest_log where unit_id = ? and reason = 'rate_limited'")
                                .param(id(mad))
                                .query(Long.class)
                                .single()
                        > 0;
            });
            // It calms down, and is heard again.
            flood.subscribe("muster/v1/" + id(mad) + "/registration");
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                flood.publish("muster/v1/" + id(mad) + "/announce", Garbage.good(id(mad)));
                Thread.sleep(500);
                return flood.messages.stream()
                        .anyMatch(message -> "12345678"
                                .equals(message.json().path("inReplyTo").asString("")));
            });
        }
    }

    @Test
    void the_units_of_one_customer_together_take_nobody_elses_turn() throws Exception {
        Customer loud = cast.customer();
        List<Registered> many = List.of(register(loud), register(loud));
        Registered other = register(cast.customer());
        for (Registered one : List.of(many.getFirst(), many.getLast(), other)) {
            announce(one);
        }
        AtomicLong now = new AtomicLong();
        Limits limits = new Limits(0, 5, places, now::get);
        for (int i = 0; i < 50; i++) {
            assertThat(limits.beyond(topic(many.get(i % 2))))
                    .as("message %d", i)
                    .isNull();
        }
        assertThat(limits.beyond(topic(many.getFirst()))).contains("customer");
        assertThat(limits.beyond(topic(many.getLast()))).contains("customer");
        assertThat(limits.beyond(topic(other))).isNull();
        assertThat(limits.beyond("muster/v1/nobody-knows-it/announce")).isNull();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(limits.beyond(topic(many.getFirst()))).isNull();
    }

    @Test
    void without_a_setting_a_customer_may_send_as_much_as_it_likes() throws Exception {
        Registered one = register(cast.customer());
        announce(one);
        Limits limits = new Limits(0, 0, places, System::nanoTime);
        for (int i = 0; i < 100_000; i++) {
            assertThat(limits.beyond(topic(one))).isNull();
        }
    }

    private void announce(Registered device) throws Exception {
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            unit.publish(topic(device), Garbage.good(id(device)));
            unit.answer("12345678");
        }
    }

    private static String topic(Registered device) {
        return "muster/v1/" + id(device) + "/announce";
    }

    private static void flood(TestClient client, Registered mad, AtomicBoolean over, AtomicInteger sent) {
        byte[] heartbeat = "{\"v\":1,\"ts\":\"2026-11-24T18:41:14.500Z\",\"bootId\":\"boot-0001\",\"seq\":7}"
                .getBytes(StandardCharsets.UTF_8);
        try {
            while (!over.get()) {
                client.publish("muster/v1/" + id(mad) + "/heartbeat", heartbeat, 1, false);
                sent.incrementAndGet();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private TestClient connect(Registered device) throws Exception {
        Rig.allow(id(device), device.credential().password());
        return TestClient.v5(Rig.mqttPort(), id(device), device.credential().password());
    }

    private Registered register(Customer customer) {
        String unit = UUID.randomUUID().toString().replace("-", "");
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(new UnitId(unit), null, customer.id(), null, true)));
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }
}
