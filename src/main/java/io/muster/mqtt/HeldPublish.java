package io.muster.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message that the embedded broker holds, unacknowledged, while the listener has it. */
final class HeldPublish implements Origin {

    private final Async<PublishInboundOutput> broker;
    private final EmbeddedPublisher publisher;
    private final AtomicBoolean settled = new AtomicBoolean();

    HeldPublish(Async<PublishInboundOutput> broker, EmbeddedPublisher publisher) {
        this.broker = broker;
        this.publisher = publisher;
    }

    /** False also when the broker's patience is over: then it has sent the message on by itself. */
    @Override
    public boolean isOpen() {
        return !settled.get() && broker.getStatus() == Async.Status.RUNNING;
    }

    @Override
    public boolean isTrusted() {
        return true;
    }

    @Override
    public void publish(String topic, byte[] payload, boolean retained) {
        publisher.publish(topic, payload, retained);
    }

    @Override
    public void answer(Incoming message, String topic, byte[] payload, boolean retained) {
        publisher.publish(topic, payload, retained).whenComplete((done, failure) -> {
            if (failure == null) {
                acknowledge(message);
            } else {
                close();
            }
        });
    }

    @Override
    public void acknowledge(Incoming message) {
        if (settled.compareAndSet(false, true)) {
            broker.getOutput().preventPublishDelivery();
            broker.resume();
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    /** The broker puts the message into its queue, and sends it to the listener from there. */
    @Override
    public void close() {
        if (settled.compareAndSet(false, true)) {
            broker.resume();
        }
    }
}
