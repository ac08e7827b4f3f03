package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A link, and a broker that behaves as no real one would on demand. */
@Tag("pure")
class LinkTest {

    private static final int WINDOW = 3;
    private static final BrokerConnection.Times SHORT =
            new BrokerConnection.Times(Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final BlockingQueue<Incoming> inbox = new LinkedBlockingQueue<>();
    private StubBroker broker;
    private Link link;

    @BeforeEach
    void prepare() throws Exception {
        broker = new StubBroker(WINDOW);
        link = link(broker.url());
    }

    @AfterEach
    void end() {
        link.close();
        broker.close();
    }

    private Link link(String url) {
        return new Link(url, "me", false, 60, SHORT, inbox::add);
    }

    private void open() throws LinkBroken {
        link.open("user", "password", List.of("some/+", "$share/us/other/#"));
    }

    // ---- what is sent

    @Test
    void no_more_messages_are_under_way_than_the_broker_takes() throws Exception {
        open();
        for (int i = 0; i < WINDOW + 2; i++) {
            link.publish("to/" + i, new byte[] {1}, false);
        }
        link.flush();
        int[] ids = new int[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            var message = broker.nextMessage();
            assertThat(message.variableHeader().topicName()).isEqualTo("to/" + i);
            ids[i] = message.variableHeader().packetId();
        }
        assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(WINDOW);
        assertThat(broker.hearsNothing()).isTrue();
        broker.acknowledge(ids[1]);
        assertThat(broker.nextMessage().variableHeader().topicName()).isEqualTo("to/" + WINDOW);
        assertThat(broker.hearsNothing()).isTrue();
        broker.acknowledge(ids[0]);
        assertThat(broker.nextMessage().variableHeader().topicName()).isEqualTo("to/" + (WINDOW + 1));
    }

    @Test
    void a_message_is_sent_for_the_broker_to_keep_and_to_acknowledge() throws Exception {
        open();
        link.publish("to/one", new byte[] {1}, true);
        link.flush();
        var message = broker.nextMessage();
        assertThat(message.fixedHeader().isRetain()).isTrue();
        assertThat(message.fixedHeader().qosLevel().value()).isEqualTo(1);
    }

    @Test
    void a_message_is_acknowledged_when_the_broker_has_the_answer_to_it() throws Exception {
        open();
        broker.send(7, "some/one", new byte[] {1});
        broker.send(8, "some/two", new byte[] {2});
        Incoming first = received();
        Incoming second = received();
        assertThat(link.hasWorkLeft()).isTrue();
        link.answer(first, "to/one", new byte[] {3}, true);
        link.answer(second, "to/two", new byte[] {4}, true);
        link.flush();
        int one = broker.nextMessage().variableHeader().packetId();
        int two = broker.nextMessage().variableHeader().packetId();
        assertThat(broker.hearsNothing()).isTrue();
        broker.acknowledge(two);
        assertThat(acknowledged()).isEqualTo(8);
        assertThat(broker.hearsNothing()).isTrue();
        broker.acknowledge(one);
        assertThat(acknowledged()).isEqualTo(7);
        assertThat(link.hasWorkLeft()).isFalse();
    }

    @Test
    void messages_are_acknowledged_in_any_order() throws Exception {
        open();
        for (int id : new int[] {11, 12, 13}) {
            broker.send(id, "some/one", new byte[] {1});
        }
        List<Incoming> all = List.of(received(), received(), received());
        for (int each : new int[] {2, 0, 1}) {
            link.acknowledge(all.get(each));
            link.flush();
            assertThat(acknowledged()).isEqualTo(11 + each);
        }
    }

    // ---- what comes

    @Test
    void a_large_message_comes_as_it_was_sent() throws Exception {
        open();
        byte[] large = new byte[256 * 1024];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        broker.send(1, "some/large", large);
        Incoming received = received();
        assertThat(received.payload()).isEqualTo(large);
        assertThat(received.topic()).isEqualTo("some/large");
        assertThat(received.qos()).isEqualTo(1);
        assertThat(received.id()).isEqualTo(1);
    }

    @Test
    void in_a_crowd_everything_comes_and_is_answered() throws Exception {
        open();
        int crowd = 200;
        for (int id = 1; id <= crowd; id++) {
            broker.send(id, "some/one", new byte[] {1});
        }
        for (int id = 1; id <= crowd; id++) {
            assertThat(received().id()).isEqualTo(id);
        }
        link.publish("to/one", new byte[] {2}, false);
        link.flush();
        int answer = broker.nextMessage().variableHeader().packetId();
        broker.send(crowd + 1, "some/one", new byte[] {1});
        broker.acknowledge(answer);
        Incoming last = received();
        link.acknowledge(last);
        link.flush();
        assertThat(acknowledged()).isEqualTo(crowd + 1);
    }

    @Test
    void what_cannot_be_read_ends_the_link() throws Exception {
        open();
        broker.sendGarbage();
        assertThat(broker.next()).isEqualTo(StubBroker.GONE);
        assertThat(link.isOpen()).isFalse();
    }

    // ---- how it begins and ends

    @Test
    void a_refused_subscription_is_noticed() {
        broker.subscriptionCode = 0x87;
        assertThatThrownBy(this::open).isInstanceOf(LinkBroken.class).hasMessageContaining("subscription");
    }

    @Test
    void a_broker_that_is_not_there_is_noticed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            taken.close();
            Link nowhere = link("mqtt://127.0.0.1:" + port);
            assertThatThrownBy(() -> nowhere.open("user", "password", List.of("a")))
                    .isInstanceOf(LinkBroken.class)
                    .hasMessageContaining("refused");
            nowhere.close();
        }
    }

    @Test
    void one_that_takes_the_connection_and_says_nothing_is_too() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Link toMute = link("mqtt://127.0.0.1:" + mute.getLocalPort());
            assertThatThrownBy(() -> toMute.open("user", "password", List.of("a")))
                    .isInstanceOf(LinkBroken.class)
                    .hasMessageContaining("does not answer");
            toMute.close();
            assertThat(toMute.isOpen()).isFalse();
        }
    }

    @Test
    void one_that_falls_silent_is_given_up() throws Exception {
        open();
        // Longer than it may be silent: its answers to pings count.
        Thread.sleep(Duration.ofSeconds(2));
        assertThat(link.isOpen()).isTrue();
        broker.answersPings = false;
        await().atMost(Duration.ofSeconds(5)).until(() -> !link.isOpen());
    }

    @Test
    void when_the_broker_hangs_up_the_link_is_closed() throws Exception {
        open();
        broker.hangUp();
        await().atMost(Duration.ofSeconds(5)).until(() -> !link.isOpen());
        // Nothing is sent any more, and it harms nobody.
        link.publish("to/one", new byte[] {1}, false);
        link.flush();
        link.close();
        assertThatThrownBy(link::leave).isInstanceOf(LinkBroken.class);
    }

    @Test
    void a_closed_link_keeps_its_session() throws Exception {
        open();
        link.publish("to/one", new byte[] {1}, false);
        link.close();
        assertThat(broker.nextMessage().variableHeader().topicName()).isEqualTo("to/one");
        assertThat(sessionEnds((MqttMessage) broker.next())).isFalse();
        assertThat(broker.next()).isEqualTo(StubBroker.GONE);
    }

    @Test
    void one_that_is_left_does_not() throws Exception {
        open();
        link.leave();
        assertThat(sessionEnds((MqttMessage) broker.next())).isTrue();
    }

    private static boolean sessionEnds(MqttMessage goodbye) {
        assertThat(goodbye.fixedHeader().messageType()).isEqualTo(MqttMessageType.DISCONNECT);
        var expiry = ((MqttReasonCodeAndPropertiesVariableHeader) goodbye.variableHeader())
                .properties()
                .getProperty(MqttProperties.SESSION_EXPIRY_INTERVAL);
        return expiry != null && expiry.value().equals(0);
    }

    private Incoming received() throws InterruptedException {
        return inbox.poll(2, TimeUnit.SECONDS);
    }

    private int acknowledged() throws InterruptedException {
        MqttMessage frame = (MqttMessage) broker.next();
        assertThat(frame.fixedHeader().messageType()).isEqualTo(MqttMessageType.PUBACK);
        return ((MqttMessageIdVariableHeader) frame.variableHeader()).messageId();
    }
}
