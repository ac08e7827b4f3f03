package io.muster.mqtt;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * What was sent and waits for the broker's answer, which names the number that it was sent under; and the messages that wait
 * until the broker takes more of them. For one thread.
 */
final class UnderWay {

    /** Greatest number that a frame can have. */
    static final int MOST = 65_535;

    /** @param taken is told what became of the message */
    record Publication(String topic, byte[] payload, boolean retained, IntConsumer taken) {}

    private final Consumer<MqttMessage> out;
    private final IntObjectMap<Consumer<MqttMessage>> awaited = new IntObjectHashMap<>();
    private final Queue<Publication> waiting = new ArrayDeque<>();
    private int window;
    private int published;
    private int last;

    /** @param out where frames are written */
    UnderWay(Consumer<MqttMessage> out) {
        this.out = out;
    }

    /** So many messages may be under way at once. */
    void allow(int most) {
        window = most;
    }

    /**
     * Sends a frame that is answered.
     *
     * @param frame makes it, with the number it gets
     */
    void ask(IntFunction<MqttMessage> frame, Consumer<MqttMessage> answered) {
        do {
            last = last % MOST + 1;
        } while (awaited.containsKey(last));
        awaited.put(last, answered);
        out.accept(frame.apply(last));
    }

    void publish(Publication publication) {
        waiting.add(publication);
        publishWaiting();
    }

    private void publishWaiting() {
        while (published < window && !waiting.isEmpty()) {
            Publication next = waiting.remove();
            published++;
            ask(id -> Frames.message(id, next.topic(), next.payload(), next.retained()), answer -> {
                published--;
                next.taken().accept(Frames.reason(answer));
                publishWaiting();
            });
        }
    }

    /** The broker has answered something. */
    void answered(MqttMessage answer) {
        Consumer<MqttMessage> asker =
                awaited.remove(((MqttMessageIdVariableHeader) answer.variableHeader()).messageId());
        if (asker != null) {
            asker.accept(answer);
        }
    }
}
