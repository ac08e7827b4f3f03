package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.device.DeviceRegistry;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.UnitId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** A link to a real broker, in the place of a unit. */
@MusterTest
class LinkAndBrokerTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long SESSION_S = 600;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    private final BlockingQueue<Incoming> inbox = new LinkedBlockingQueue<>();

    @Test
    void what_is_not_acknowledged_comes_again_over_the_next_link_and_nothing_else_does() throws Exception {
        Registered device = register();
        String client = UUID.randomUUID().toString();
        Link first = link(client);
        first.open(id(device), device.credential().password(), List.of(topic(device, "registration")));
        first.close();
        // All of them wait when the next link is opened; HiveMQ sends no others while some are not acknowledged.
        Link announcing = link(UUID.randomUUID().toString());
        announcing.open(id(device), device.credential().password(), List.of(topic(device, "registration")));
        for (int i = 0; i < 4; i++) {
            announce(announcing, device, i);
            Incoming answer = received();
            announcing.acknowledge(answer);
            announcing.flush();
        }
        announcing.leave();
        Link link = link(client);
        link.open(id(device), device.credential().password(), List.of(topic(device, "registration")));
        List<Incoming> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(received());
            assertThat(answers(all.get(i))).isEqualTo("announce-" + i);
        }
        link.acknowledge(all.get(3));
        link.acknowledge(all.get(0));
        link.close();
        Link next = link(client);
        try {
            next.open(id(device), device.credential().password(), List.of(topic(device, "registration")));
            assertThat(List.of(answers(received()), answers(received()))).containsExactly("announce-1", "announce-2");
            assertThat(inbox.poll(500, TimeUnit.MILLISECONDS)).isNull();
        } finally {
            next.leave();
        }
    }

    @Test
    void a_session_that_was_left_is_over() throws Exception {
        Registered device = register();
        String client = UUID.randomUUID().toString();
        Link link = link(client);
        link.open(id(device), device.credential().password(), List.of(topic(device, "registration")));
        announce(link, device, 0);
        received();
        link.leave();
        Link next = link(client);
        try {
            next.open(id(device), device.credential().password(), List.of(topic(device, "registration")));
            assertThat(inbox.poll(500, TimeUnit.MILLISECONDS)).isNull();
        } finally {
            next.leave();
        }
    }

    @Test
    void a_message_as_large_as_the_broker_takes_is_sent() throws Exception {
        Registered device = register();
        Link link = link(UUID.randomUUID().toString());
        try {
            link.open(id(device), device.credential().password(), List.of(topic(device, "error")));
            link.publish(topic(device, "announce"), new byte[120 * 1024], false);
            link.flush();
            assertThat(JSON.readTree(received().payload()).at("/error/code").asString())
                    .isEqualTo("too_large");
        } finally {
            link.leave();
        }
    }

    @Test
    void what_the_broker_refuses_is_noticed() {
        Registered device = register();
        Registered other = register();
        Link curious = link(UUID.randomUUID().toString());
        assertThatThrownBy(() ->
                        curious.open(id(device), device.credential().password(), List.of(topic(other, "registration"))))
                .isInstanceOf(LinkBroken.class)
                .hasMessageContaining("subscription");
        curious.close();
        Link stranger = link(UUID.randomUUID().toString());
        assertThatThrownBy(() -> stranger.open(id(device), "guessed", List.of(topic(device, "registration"))))
                .isInstanceOf(LinkBroken.class)
                .hasMessageContaining("does not let us in");
        stranger.close();
    }

    private Link link(String client) {
        return new Link(
                "mqtt://127.0.0.1:" + Rig.mqttPort(),
                client,
                false,
                SESSION_S,
                BrokerConnection.Times.USUAL,
                inbox::add);
    }

    private void announce(Link link, Registered device, int seq) {
        String payload = """
                {"v":1,"msgId":"announce-%d","unitId":"%s","ts":"2026-01-01T00:00:00Z","bootId":"boot-0001","seq":%d,
                "fw":{"version":"1.0"}}""".formatted(seq, id(device), seq);
        link.publish(topic(device, "announce"), payload.getBytes(java.nio.charset.StandardCharsets.UTF_8), false);
        link.flush();
    }

    private static String answers(Incoming registration) {
        return JSON.readTree(registration.payload()).path("inReplyTo").asString();
    }

    private Incoming received() throws InterruptedException {
        Incoming received = inbox.poll(10, TimeUnit.SECONDS);
        assertThat(received).isNotNull();
        return received;
    }

    private Registered register() {
        String unit = UUID.randomUUID().toString().replace("-", "");
        Registered device = Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(
                        new UnitId(unit), null, cast.customer().id(), null, true)));
        Rig.allow(unit, device.credential().password());
        return device;
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }

    private static String topic(Registered device, String what) {
        return "muster/v1/" + id(device) + "/" + what;
    }
}
