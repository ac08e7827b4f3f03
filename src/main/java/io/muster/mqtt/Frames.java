package io.muster.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames of MQTT 5 that are sent to a broker, and what is looked for in those that come from it. */
final class Frames {

    /** From here on a reason code says that something was refused. */
    static final int REFUSED = 0x80;

    private static final MqttFixedHeader ACKNOWLEDGEMENT = header(MqttMessageType.PUBACK, MqttQoS.AT_MOST_ONCE, false);
    private static final MqttFixedHeader MESSAGE = header(MqttMessageType.PUBLISH, MqttQoS.AT_LEAST_ONCE, false);
    private static final MqttFixedHeader KEPT_MESSAGE = header(MqttMessageType.PUBLISH, MqttQoS.AT_LEAST_ONCE, true);

    private Frames() {}

    /**
     * How we introduce ourselves.
     *
     * @param cleanStart     what the broker has kept of an earlier session is forgotten
     * @param sessionS       how long the broker keeps the session when the connection is gone, in seconds
     * @param receiveMaximum messages that the broker sends before the first of them is acknowledged
     */
    record Login(
            String clientId, String user, String password, boolean cleanStart, long sessionS, int receiveMaximum) {}

    static MqttMessage connect(Login login, Duration keepAlive, int largestFrame) {
        MqttProperties properties = new MqttProperties();
        add(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, (int) login.sessionS());
        add(properties, MqttProperties.RECEIVE_MAXIMUM, login.receiveMaximum());
        add(properties, MqttProperties.MAXIMUM_PACKET_SIZE, largestFrame);
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(login.clientId())
                .username(login.user())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .cleanSession(login.cleanStart())
                .keepAlive((int) keepAlive.toSeconds())
                .properties(properties)
                .build();
    }

    /** Asks for whatever comes from now on, but not for what the broker has retained. */
    static MqttMessage subscribe(int id, List<String> filters) {
        MqttSubscriptionOption option = new MqttSubscriptionOption(
                MqttQoS.AT_LEAST_ONCE, false, false, RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE);
        MqttMessageBuilders.SubscribeBuilder subscribe =
                MqttMessageBuilders.subscribe().messageId(id).properties(MqttProperties.NO_PROPERTIES);
        filters.forEach(filter -> subscribe.addSubscription(filter, option));
        return subscribe.build();
    }

    static MqttMessage unsubscribe(int id, List<String> filters) {
        MqttMessageBuilders.UnsubscribeBuilder unsubscribe =
                MqttMessageBuilders.unsubscribe().messageId(id).properties(MqttProperties.NO_PROPERTIES);
        filters.forEach(unsubscribe::addTopicFilter);
        return unsubscribe.build();
    }

    static MqttMessage message(int id, String topic, byte[] payload, boolean retained) {
        return new MqttPublishMessage(
                retained ? KEPT_MESSAGE : MESSAGE,
                new MqttPublishVariableHeader(topic, id, MqttProperties.NO_PROPERTIES),
                Unpooled.wrappedBuffer(payload));
    }

    static MqttMessage acknowledgement(int id) {
        return new MqttPubAckMessage(ACKNOWLEDGEMENT, MqttMessageIdVariableHeader.from(id));
    }

    /** @param forGood the session ends as well */
    static MqttMessage goodbye(boolean forGood) {
        MqttProperties properties = new MqttProperties();
        if (forGood) {
            add(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
        }
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE, false),
                new MqttReasonCodeAndPropertiesVariableHeader(
                        MqttReasonCodeAndPropertiesVariableHeader.REASON_CODE_OK, properties));
    }

    /** What the broker says of itself when it lets us in. */
    static int number(MqttConnAckMessage welcome, int property, int otherwise) {
        return welcome.variableHeader().properties().getProperty(property)
                        instanceof MqttProperties.IntegerProperty number
                ? number.value()
                : otherwise;
    }

    /** What became of a message that we published. */
    static int reason(MqttMessage acknowledgement) {
        return acknowledgement.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                ? Byte.toUnsignedInt(header.reasonCode())
                : 0;
    }

    /** A user property of a message; null when it has none of this name. */
    static @Nullable String userProperty(MqttPublishMessage message, String name) {
        MqttProperties properties = message.variableHeader().properties();
        return properties.getProperty(MqttProperties.USER_PROPERTY) instanceof MqttProperties.UserProperties all
                ? all.value().stream()
                        .filter(pair -> pair.key.equals(name))
                        .map(pair -> pair.value)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    static @Nullable String responseTopic(MqttPublishMessage message) {
        return message.variableHeader().properties().getProperty(MqttProperties.RESPONSE_TOPIC)
                        instanceof MqttProperties.StringProperty topic
                ? topic.value()
                : null;
    }

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos, boolean retained) {
        return new MqttFixedHeader(type, false, qos, retained, 0);
    }

    private static void add(MqttProperties properties, int property, int value) {
        properties.add(new MqttProperties.IntegerProperty(property, value));
    }
}
