package io.muster.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of messages and the thread that works it off. A unit always has the same lane, so its messages keep their order. The
 * thread takes whatever is there: batches are small when little comes, and large when much does. In between, when one batch
 * found several messages already, the next one waits a few milliseconds for more, because what a batch costs is nearly the
 * same for one message as for ten, and an eager thread would take the processor from those who bring the messages.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int LARGEST_BATCH = 500;
    private static final long LOOK_MS = 100;

    /** A batch of so many says that messages come faster than batches; with fewer nobody waits. */
    private static final int SEVERAL = 4;

    /** So many are worth a batch at once. */
    private static final int ENOUGH = 60;

    private static final Duration WAIT_PER_MESSAGE = Duration.ofNanos(500_000);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(6);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);
    /** From here on heartbeats of QoS 0 are dropped. Others are as many as the broker sends unacknowledged, at most. */
    private static final int FULL = 2 * Link.RECEIVE_MAXIMUM;

    private final BlockingQueue<Incoming> queue = new LinkedBlockingQueue<>();
    private final AtomicLong oldest = new AtomicLong(0);
    private final Reception reception;
    private final Thread thread;
    private volatile boolean stopping;

    Lane(int number, Reception reception) {
        this.reception = reception;
        this.thread = Thread.ofPlatform().name("units-" + number).daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** Puts a message in; false when it was dropped. Never blocks. */
    boolean offer(Incoming message) {
        return (message.qos() > 0 || queue.size() < FULL) && queue.offer(message);
    }

    /** Forgets what can no longer be acknowledged where it came from; it comes again. */
    void forgetGone() {
        queue.removeIf(message -> !message.origin().isOpen());
    }

    int size() {
        return queue.size();
    }

    /** How long the oldest message of the batch under way has been here, in seconds. */
    double lag() {
        long since = oldest.get();
        return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
    }

    /** Takes no further batch. */
    void finish() {
        stopping = true;
    }

    /** Waits for the batch under way, and gives back the rest; to interrupt it would break the files of H2 that it reads. */
    void stop(Duration patience) {
        finish();
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
                thread.join(LAST_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(message -> message.origin().close());
    }

    /** How long a batch waits for more, after one of this size. */
    static Duration waitAfter(int last) {
        if (last < SEVERAL) {
            return Duration.ZERO;
        }
        Duration wait = WAIT_PER_MESSAGE.multipliedBy(last - SEVERAL + 1);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private void work() {
        List<Incoming> batch = new ArrayList<>();
        int last = 0;
        while (!stopping && !Thread.currentThread().isInterrupted()) {
            batch.clear();
            try {
                Incoming first = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                if (queue.size() < ENOUGH) {
                    TimeUnit.NANOSECONDS.sleep(waitAfter(last).toNanos());
                }
                queue.drainTo(batch, LARGEST_BATCH - 1);
                last = batch.size();
                oldest.set(batch.getFirst().nanoTime());
                reception.take(List.copyOf(batch));
            } catch (InterruptedException e) {
                batch.forEach(message -> message.origin().close());
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // Not acknowledged, so it comes again.
                LOG.error("A batch of {} messages failed", batch.size(), e);
                batch.forEach(message -> message.origin().close());
            } finally {
                oldest.set(0);
            }
        }
    }
}
