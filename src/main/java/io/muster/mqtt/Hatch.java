package io.muster.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.ModifiablePublishPacket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where what clients of the embedded broker send comes in. What is for the listener is handed to it right here, and the broker
 * acknowledges it when the listener has: no queue has to be written for it, and whoever has the acknowledgement can rely on it.
 * The rest goes the broker's own way, as does what the listener has not taken in time, and what a client sends too fast.
 */
@Component
class Hatch implements PublishInboundInterceptor {

    /** Tells the listener which client asked for a password. Only the broker writes it. */
    static final String CLIENT_ID_PROPERTY = "muster-client-id";

    /** And from which address in the network. */
    static final String ADDRESS_PROPERTY = "muster-address";

    /** After this long the broker puts a message into its queue, and sends it to the listener from there. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** While a message is held, what its client sends next waits in memory; so of one gone mad only so many are held. */
    private static final int HELD_PER_SECOND = 20;

    private final Allowance<String> held = new Allowance<>(HELD_PER_SECOND, Limits.UNIT_BURST_S, System::nanoTime);
    private final Predicate<Incoming> inbox;
    private final EmbeddedPublisher publisher;
    private final DiskSpace disk;

    @Autowired
    Hatch(Listener listener, EmbeddedPublisher publisher, DiskSpace disk) {
        this(listener::takes, publisher, disk);
    }

    /** @param inbox takes a message, or says that it does not; it must not wait */
    Hatch(Predicate<Incoming> inbox, EmbeddedPublisher publisher, DiskSpace disk) {
        this.inbox = inbox;
        this.publisher = publisher;
        this.disk = disk;
    }

    @Override
    public void onInboundPublish(PublishInboundInput input, PublishInboundOutput output) {
        ModifiablePublishPacket packet = output.getPublishPacket();
        String clientId = input.getClientInformation().getClientId();
        Sender sender = packet.getTopic().equals(Topics.ENROLL_REQUEST)
                ? new Sender(clientId, address(input.getConnectionInformation()))
                : Sender.UNKNOWN;
        stamp(sender, packet);
        if (isForListener(Doorkeeper.user(input.getConnectionInformation()), packet) && held.take(clientId)) {
            handOver(sender, packet, output);
        }
    }

    private static String address(ConnectionInformation connection) {
        return connection.getInetAddress().map(InetAddress::getHostAddress).orElse("");
    }

    private static void stamp(Sender sender, ModifiablePublishPacket packet) {
        String topic = packet.getTopic();
        packet.getUserProperties().removeName(CLIENT_ID_PROPERTY);
        packet.getUserProperties().removeName(ADDRESS_PROPERTY);
        if (sender != Sender.UNKNOWN) {
            packet.getUserProperties().addUserProperty(CLIENT_ID_PROPERTY, sender.clientId());
            packet.getUserProperties().addUserProperty(ADDRESS_PROPERTY, sender.address());
        }
        // What is kept by mistake would be told to whoever subscribes next, and fills the disk.
        if (packet.getRetain() && !Topics.isKept(topic)) {
            packet.setRetain(false);
        }
    }

    /** Who may not write there, or comes while the disk is full, is turned away by the doorkeeper. */
    private boolean isForListener(String user, ModifiablePublishPacket packet) {
        return !packet.getRetain()
                && Topics.kind(packet.getTopic()).isPresent()
                && TopicRules.mayWrite(user, packet.getTopic())
                && !disk.isLow();
    }

    private void handOver(Sender sender, ModifiablePublishPacket packet, PublishInboundOutput output) {
        Async<PublishInboundOutput> later = output.async(PATIENCE, TimeoutFallback.SUCCESS);
        HeldPublish publish = new HeldPublish(later, publisher);
        if (!inbox.test(new Incoming(
                publish,
                packet.getPacketId(),
                packet.getQos().getQosNumber(),
                packet.getTopic(),
                packet.getPayload().map(Hatch::bytes).orElseGet(() -> new byte[0]),
                false,
                sender,
                System.nanoTime()))) {
            publish.close();
        }
    }

    private static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }
}
