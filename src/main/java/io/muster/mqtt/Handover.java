package io.muster.mqtt;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What others hand over to the thread of a connection, which alone writes to it: frames leave in that order, many at once. */
final class Handover {

    private final Executor thread;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile @Nullable Channel channel;

    /** @param thread the one of the connection */
    Handover(Executor thread) {
        this.thread = thread;
    }

    /** Where frames are written; before that they are nowhere. */
    void to(Channel channel) {
        this.channel = channel;
    }

    /** Hands over what is to be done on the thread with the next {@link #flush}. */
    void add(Runnable work) {
        waiting.add(work);
    }

    /** Hands over a frame that leaves at once when its turn comes. */
    void addLast(MqttMessage frame, Consumer<Boolean> left) {
        waiting.add(() -> {
            Channel present = channel;
            if (present != null) {
                present.writeAndFlush(frame).addListener(done -> left.accept(done.isSuccess()));
            }
        });
    }

    /** Lets leave what was handed over until now, all at once. */
    void flush() {
        if (called.compareAndSet(false, true)) {
            try {
                thread.execute(this::send);
            } catch (RejectedExecutionException e) {
                // It is closed. What is not acknowledged comes again over another one.
            }
        }
    }

    /** The same, on the thread itself. */
    void send() {
        called.set(false);
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
        Channel present = channel;
        if (present != null) {
            present.flush();
        }
    }

    /** Writes a frame that leaves with the next {@link #send}; on the thread. */
    void write(MqttMessage frame) {
        Channel present = channel;
        if (present != null) {
            present.write(frame, present.voidPromise());
        }
    }

    void hangUp() {
        Channel present = channel;
        if (present != null) {
            present.close();
        }
    }
}
