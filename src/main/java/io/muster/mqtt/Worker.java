package io.muster.mqtt;

import io.muster.mqtt.Backlog.Batch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that works off a backlog, in batches that are not too small: what a batch costs is nearly the same for one message as for
 * ten. So the next one begins no sooner than a millisecond after the one before. Where one found several messages, the next one
 * waits a few milliseconds for more: an eager thread would take the processor from those who bring the messages.
 */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** From the beginning of a batch to that of the next one, at least. Who announces alone does not feel it. */
    private static final Duration PACE = Duration.ofMillis(1);

    /** A batch of so many says that messages come much faster than batches; with fewer nobody waits. */
    private static final int SEVERAL = 8;

    /** So many are worth a batch at once. */
    private static final int ENOUGH = 60;

    private static final Duration WAIT_PER_MESSAGE = Duration.ofNanos(500_000);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(6);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final Backlog backlog;
    private final Reception reception;
    private final Thread thread;
    private volatile boolean stopping;

    Worker(String name, Backlog backlog, Reception reception) {
        this.backlog = backlog;
        this.reception = reception;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** Takes no further batch. */
    void finish() {
        stopping = true;
    }

    /** Waits for the batch under way; to interrupt it would break the files of H2 that it reads. */
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
        int last = 0;
        try {
            while (!stopping) {
                Batch batch = backlog.begin();
                if (batch != null) {
                    last = workOff(batch, last);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int workOff(Batch batch, int last) throws InterruptedException {
        try {
            if (backlog.size() < ENOUGH) {
                TimeUnit.NANOSECONDS.sleep(waitAfter(last).toNanos());
            }
            backlog.fill(batch);
            if (!batch.messages().isEmpty()) {
                reception.take(batch.messages());
            }
        } catch (RuntimeException e) {
            // Not acknowledged, so it comes again.
            LOG.error("A batch of {} messages failed", batch.messages().size(), e);
            batch.messages().forEach(message -> message.origin().close());
        } finally {
            LockSupport.parkNanos(PACE.toNanos() - batch.ageNs());
            backlog.finish(batch);
        }
        return batch.messages().size();
    }
}
