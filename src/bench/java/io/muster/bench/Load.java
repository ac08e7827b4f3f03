package io.muster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Many MQTT clients on one thread, so that the load costs as little as it can of the machine that it measures. Sends announcements
 * at QoS 1 and matches each with its answer, by the number in its message id.
 */
final class Load implements AutoCloseable {

    /** A client, and what it subscribes to. */
    record Client(String id, String user, String password, List<String> filters) {}

    /**
     * What came of it.
     *
     * @param sent      announcements
     * @param answered  announcements that were answered
     * @param seconds   from the first message to the last answer
     * @param latencies from when a message was due to when its answer came
     */
    record Result(int sent, int answered, double seconds, Latencies latencies) {

        double perSecond() {
            return answered / seconds;
        }
    }

    /** What an answer is known by: this text in its payload, and the message id after it. */
    private static final byte[] ANSWER = "\"inReplyTo\":\"".getBytes(StandardCharsets.US_ASCII);

    private static final int CONNECTING = 60;
    private static final long SHORTEST_LOOK_NS = 20_000;
    private static final long LONGEST_LOOK_NS = 200_000;

    private final List<Connection> connections = new ArrayList<>();
    private final List<Connection> publishers = new ArrayList<>();
    private final Selector selector;
    private Run run;

    private static final class Run {

        final byte[] marker;
        final long[] due;
        final long[] took;
        int queued;
        int answered;
        long last;

        Run(Traffic traffic, int count) {
            this.marker = traffic.idPrefix().getBytes(StandardCharsets.US_ASCII);
            this.due = new long[count];
            this.took = new long[count];
            Arrays.fill(took, -1);
        }

        void answered(int n, long now) {
            if (n >= 0 && n < took.length && took[n] < 0) {
                took[n] = now - due[n];
                answered++;
                last = now;
            }
        }
    }

    /** Connects all clients. Those without a filter, or all when each has one, are the ones that publish. */
    Load(int port, List<Client> clients) throws IOException {
        selector = Selector.open();
        boolean each = clients.stream().noneMatch(client -> client.filters().isEmpty());
        int opened = 0;
        while (opened < clients.size() || connections.stream().anyMatch(connection -> !connection.isReady())) {
            long pending = connections.stream().filter(connection -> !connection.isReady()).count();
            while (opened < clients.size() && pending < CONNECTING) {
                Client client = clients.get(opened++);
                Connection connection = new Connection(selector, port, client, this::arrived);
                connections.add(connection);
                if (each || client.filters().isEmpty()) {
                    publishers.add(connection);
                }
                pending++;
            }
            selector.select(20);
            work();
        }
    }

    /**
     * Sends as many as the window allows, or at a rate.
     *
     * @param rate      messages a second over all clients, 0 for as fast as it goes
     * @param window    unacknowledged messages of one client
     * @param patienceS seconds that may pass without any answer before the rest counts as lost
     */
    Result send(Traffic traffic, int count, double rate, int window, int patienceS) throws IOException {
        Run current = new Run(traffic, count);
        run = current;
        int[] next = new int[publishers.size()];
        Arrays.setAll(next, publisher -> publisher);
        long begin = System.nanoTime();
        current.last = begin;
        while (current.answered < count && System.nanoTime() - current.last < patienceS * 1_000_000_000L) {
            if (rate > 0) {
                enqueueDue(begin, rate);
            } else {
                fill(next, window);
            }
            for (Connection publisher : publishers) {
                publisher.push(traffic, window);
            }
            if (rate == 0) {
                // Only an answer lets the next message go: to look for it all the time would cost what is measured.
                selector.select(20);
            } else if (selector.selectNow() == 0) {
                // To look more often would take the processors from those who are measured.
                long due = begin + (long) (current.queued * 1e9 / rate);
                LockSupport.parkNanos(Math.clamp(due - System.nanoTime(), SHORTEST_LOOK_NS, LONGEST_LOOK_NS));
            }
            work();
        }
        return new Result(
                current.queued, current.answered, (current.last - begin) / 1e9, Latencies.ofNanos(current.took));
    }

    /** What is due by now at this rate. */
    private void enqueueDue(long begin, double rate) {
        long now = System.nanoTime();
        long due = begin + (long) (run.queued * 1e9 / rate);
        while (run.queued < run.due.length && due <= now) {
            run.due[run.queued] = due;
            publishers.get(run.queued % publishers.size()).enqueue(run.queued);
            run.queued++;
            due = begin + (long) (run.queued * 1e9 / rate);
        }
    }

    /** As many as the window of each client has room for; a client speaks for the same units, if there are as many. */
    private void fill(int[] next, int window) {
        long now = System.nanoTime();
        for (int i = 0; i < next.length; i++) {
            Connection publisher = publishers.get(i);
            while (next[i] < run.due.length && publisher.pending() < window) {
                run.due[next[i]] = now;
                publisher.enqueue(next[i]);
                next[i] += next.length;
                run.queued++;
            }
        }
    }

    private void work() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            ((Connection) key.attachment()).work();
        }
        selector.selectedKeys().clear();
    }

    private void arrived(ByteBuffer in, int from, int to) {
        if (run != null) {
            int n = answerTo(in, from, to);
            if (n >= 0) {
                run.answered(n, System.nanoTime());
            }
        }
    }

    /** Number of the message that a payload answers, -1 when it answers none of this run. */
    private int answerTo(ByteBuffer in, int from, int to) {
        byte[] marker = run.marker;
        int end = to - ANSWER.length - marker.length - Traffic.DIGITS;
        for (int at = from; at <= end; at++) {
            if (matches(in, at, ANSWER) && matches(in, at + ANSWER.length, marker)) {
                int n = 0;
                for (int i = 0; i < Traffic.DIGITS; i++) {
                    n = n * 10 + in.get(at + ANSWER.length + marker.length + i) - '0';
                }
                return n;
            }
        }
        return -1;
    }

    private static boolean matches(ByteBuffer in, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (in.get(at + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            for (Connection connection : connections) {
                connection.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
