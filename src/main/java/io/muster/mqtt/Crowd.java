package io.muster.mqtt;

import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages of the broker that it has not been told to be taken. While there are many, the thread of the connection rests between
 * reading and reading: one by one each message and each acknowledgement would be a call of the system, and wake the thread up
 * at the broker's expense.
 */
final class Crowd {

    private static final int MANY = 32;
    /** To be slept: the timer of Netty's thread goes round and round for what is due so soon. */
    private static final Duration REST = Duration.ofMillis(1);

    private final AtomicInteger size = new AtomicInteger();

    void arrived(MqttPublishMessage message) {
        if (message.fixedHeader().qosLevel().value() > 0) {
            size.incrementAndGet();
        }
    }

    void acknowledged() {
        size.decrementAndGet();
    }

    int size() {
        return size.get();
    }

    /** On the thread of the connection, after reading. */
    void rest() {
        if (size.get() >= MANY) {
            LockSupport.parkNanos(REST.toNanos());
        }
    }
}
