package io.muster.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait to be worked off, and the rule by which they are given out in batches. Messages of one unit keep their
 * order: as long as one is under way, its next ones wait.
 *
 * <p>One batch is under way at a time, so that whatever came meanwhile is the next one: what a batch costs is nearly the same for
 * one message as for ten. Only beside one that takes long, because it is large or waits for a row that somebody has locked,
 * another one is given out.
 */
final class Backlog {

    /** Messages that are worked off together. */
    static final class Batch {

        private final long since = System.nanoTime();
        private final Set<String> units = new HashSet<>();
        private List<Incoming> messages = List.of();

        private Batch() {}

        /** In the order in which they came; none until the batch is filled. */
        List<Incoming> messages() {
            return messages;
        }

        /** Since it was begun. */
        long ageNs() {
            return System.nanoTime() - since;
        }
    }

    private static final int LARGEST_BATCH = 500;
    private static final Duration LOOK = Duration.ofMillis(100);
    /** From here on heartbeats of QoS 0 are dropped. Others are as many as the broker sends unacknowledged, at most. */
    private static final int FULL = 4 * Link.RECEIVE_MAXIMUM;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turn = lock.newCondition();
    private final ArrayDeque<Incoming> waiting = new ArrayDeque<>();
    private final List<Batch> underWay = new ArrayList<>();
    private final long longNs;

    /**
     * An empty one.
     *
     * @param longTime a batch that takes so long does not keep others from being given out
     */
    Backlog(Duration longTime) {
        longNs = longTime.toNanos();
    }

    /** Puts a message in; false when it was dropped. */
    boolean offer(Incoming message) {
        lock.lock();
        try {
            if (message.qos() == 0 && waiting.size() >= FULL) {
                return false;
            }
            waiting.add(message);
            // Else whoever has the batch under way looks for more as soon as it is done.
            if (allTakeLong()) {
                turn.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits a moment for its turn to take a batch.
     *
     * @return an empty batch, which has to be filled and finished; null when the moment is over
     */
    @Nullable
    Batch begin() throws InterruptedException {
        lock.lock();
        try {
            if (!isTurn()) {
                turn.awaitNanos(untilTurn());
            }
            if (!isTurn()) {
                return null;
            }
            Batch batch = new Batch();
            underWay.add(batch);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean isTurn() {
        return allTakeLong() && waiting.stream().anyMatch(message -> isFree(unit(message)));
    }

    /** Also when there is none. */
    private boolean allTakeLong() {
        return underWay.stream().allMatch(batch -> batch.ageNs() >= longNs);
    }

    /** Until the youngest batch takes long, but not longer than a moment. */
    private long untilTurn() {
        long rest = underWay.stream()
                .mapToLong(batch -> longNs - batch.ageNs())
                .max()
                .orElse(0);
        return rest <= 0 || waiting.isEmpty() ? LOOK.toNanos() : Math.min(rest, LOOK.toNanos());
    }

    private boolean isFree(String unit) {
        return underWay.stream().noneMatch(batch -> batch.units.contains(unit));
    }

    /** Puts in what waits now, for units of which nothing is under way elsewhere; it may be nothing. */
    void fill(Batch batch) {
        lock.lock();
        try {
            List<Incoming> messages = new ArrayList<>(Math.min(waiting.size(), LARGEST_BATCH));
            Set<String> units = new HashSet<>();
            Iterator<Incoming> next = waiting.iterator();
            while (next.hasNext() && messages.size() < LARGEST_BATCH) {
                Incoming message = next.next();
                String unit = unit(message);
                if (isFree(unit)) {
                    units.add(unit);
                    messages.add(message);
                    next.remove();
                }
            }
            // Not before: its own units have to be free for it.
            batch.units.addAll(units);
            batch.messages = List.copyOf(messages);
        } finally {
            lock.unlock();
        }
    }

    /** The units of a batch may be given out again; who has worked it off takes the next one. */
    void finish(Batch batch) {
        lock.lock();
        try {
            underWay.remove(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what can no longer be acknowledged where it came from; it comes again. */
    void forgetGone() {
        lock.lock();
        try {
            waiting.removeIf(message -> !message.origin().isOpen());
        } finally {
            lock.unlock();
        }
    }

    /** Gives all that waits back to where it came from. */
    void giveBack() {
        List<Incoming> left;
        lock.lock();
        try {
            left = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(message -> message.origin().close());
    }

    /** How many wait. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** How long the first of those that wait has done so, in seconds. */
    double waited() {
        lock.lock();
        try {
            return oldest(waiting.stream().limit(1));
        } finally {
            lock.unlock();
        }
    }

    /** How long the oldest message that waits or is under way has been here, in seconds. */
    double lag() {
        lock.lock();
        try {
            return oldest(Stream.concat(
                    underWay.stream().flatMap(batch -> batch.messages.stream()),
                    waiting.stream().limit(1)));
        } finally {
            lock.unlock();
        }
    }

    private static double oldest(Stream<Incoming> messages) {
        long now = System.nanoTime();
        return messages.mapToLong(message -> now - message.nanoTime()).max().orElse(0) / 1e9;
    }

    private static String unit(Incoming message) {
        return Topics.unitLevel(message.topic());
    }
}
