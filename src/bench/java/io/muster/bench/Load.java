package io.muster.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * Many MQTT 3.1.1 clients on one thread, so that the load costs as little as it can of the machine that it measures. Sends
 * announcements at QoS 1 and matches each with its answer, by the number in its message id.
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
    private static final int BUFFER = 64 * 1024;
    private static final long SHORTEST_LOOK_NS = 20_000;
    private static final long LONGEST_LOOK_NS = 200_000;

    private final List<Connection> connections = new ArrayList<>();
    private final List<Connection> publishers = new ArrayList<>();
    private final Selector selector;
    private Run run;

    private static final class Run {

        final Traffic traffic;
        final byte[] marker;
        final long[] due;
        final long[] took;
        final boolean acknowledgedIsEnough;
        int answered;
        long last;

        Run(Traffic traffic, int count, boolean acknowledgedIsEnough) {
            this.traffic = traffic;
            this.marker = traffic.idPrefix().getBytes(StandardCharsets.US_ASCII);
            this.due = new long[count];
            this.took = new long[count];
            Arrays.fill(took, -1);
            this.acknowledgedIsEnough = acknowledgedIsEnough;
        }

        void answered(int n, long now) {
            if (n >= 0 && n < took.length && took[n] < 0) {
                took[n] = now - due[n];
                answered++;
                last = now;
            }
        }
    }

    private static final class Connection {

        final Client client;
        final SocketChannel channel;
        SelectionKey key;
        ByteBuffer in = ByteBuffer.allocate(BUFFER);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        boolean up;
        int subscribed;
        int inFlight;
        int nextId = 1;
        int next;
        final int[] messageOf = new int[65_536];
        final Queue<Integer> waiting = new ArrayDeque<>();

        Connection(Client client, SocketChannel channel) {
            this.client = client;
            this.channel = channel;
        }

        boolean isReady() {
            return up && subscribed == client.filters().size();
        }
    }

    /** Connects all clients. Those without a filter, or all when each has one, are the ones that publish. */
    Load(int port, List<Client> clients) throws IOException {
        selector = Selector.open();
        int opened = 0;
        while (opened < clients.size() || connections.stream().anyMatch(connection -> !connection.isReady())) {
            long pending = connections.stream().filter(connection -> !connection.isReady()).count();
            while (opened < clients.size() && pending < CONNECTING) {
                connections.add(connect(port, clients.get(opened++)));
                pending++;
            }
            selector.select(20);
            work();
        }
        boolean each = clients.stream().noneMatch(client -> client.filters().isEmpty());
        connections.stream()
                .filter(connection -> each || connection.client.filters().isEmpty())
                .forEach(publishers::add);
    }

    private Connection connect(int port, Client client) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Connection connection = new Connection(client, channel);
        connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeUTF("MQTT");
        body.writeByte(4);
        body.writeByte(client.user().isEmpty() ? 0x02 : 0xc2);
        body.writeShort(600);
        body.writeUTF(client.id());
        if (!client.user().isEmpty()) {
            body.writeUTF(client.user());
            body.writeUTF(client.password());
        }
        packet(connection, 0x10, bytes.toByteArray());
        flush(connection);
        return connection;
    }

    /**
     * Sends as many as the window allows, or at a rate.
     *
     * @param rate      messages a second over all clients, 0 for as fast as it goes
     * @param window    unacknowledged messages of one client
     * @param patienceS seconds that may pass without any answer before the rest counts as lost
     * @param answers   false: the broker's acknowledgement is taken for the answer
     */
    Result send(Traffic traffic, int count, double rate, int window, int patienceS, boolean answers)
            throws IOException {
        Run current = new Run(traffic, count, !answers);
        run = current;
        // A client always speaks for the same units, when there are as many units as clients.
        for (int i = 0; i < publishers.size(); i++) {
            publishers.get(i).next = i;
        }
        long begin = System.nanoTime();
        current.last = begin;
        int queued = 0;
        while (current.answered < count && System.nanoTime() - current.last < patienceS * 1_000_000_000L) {
            long now = System.nanoTime();
            if (rate > 0) {
                while (queued < count && begin + (long) (queued * 1e9 / rate) <= now) {
                    current.due[queued] = begin + (long) (queued * 1e9 / rate);
                    publishers.get(queued % publishers.size()).waiting.add(queued++);
                }
            } else {
                for (Connection publisher : publishers) {
                    while (publisher.next < count && publisher.inFlight + publisher.waiting.size() < window) {
                        current.due[publisher.next] = now;
                        publisher.waiting.add(publisher.next);
                        publisher.next += publishers.size();
                        queued++;
                    }
                }
            }
            for (Connection publisher : publishers) {
                push(publisher, window);
            }
            if (rate == 0) {
                // Only an answer lets the next message go: to look for it all the time would cost what is measured.
                selector.select(20);
            } else if (selector.selectNow() == 0) {
                // To look more often would take the processors from those who are measured.
                long due = begin + (long) (queued * 1e9 / rate);
                LockSupport.parkNanos(Math.clamp(due - System.nanoTime(), SHORTEST_LOOK_NS, LONGEST_LOOK_NS));
            }
            work();
        }
        return new Result(
                queued, current.answered, (current.last - begin) / 1e9, Latencies.ofNanos(current.took));
    }

    private void push(Connection connection, int window) throws IOException {
        boolean wrote = false;
        while (!connection.waiting.isEmpty() && connection.inFlight < window && connection.out.remaining() > 4096) {
            int n = connection.waiting.remove();
            publish(connection, n);
            wrote = true;
        }
        if (wrote) {
            flush(connection);
        }
    }

    private void publish(Connection connection, int n) {
        byte[] topic = run.traffic.topic(n).getBytes(StandardCharsets.US_ASCII);
        byte[] payload = run.traffic.payload(n);
        int id = connection.nextId;
        connection.nextId = id == 65_535 ? 1 : id + 1;
        connection.messageOf[id] = n;
        connection.inFlight++;
        connection.out.put((byte) 0x32);
        length(connection.out, 4 + topic.length + payload.length);
        connection.out.putShort((short) topic.length).put(topic).putShort((short) id).put(payload);
    }

    private void work() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = (Connection) key.attachment();
            if (key.isReadable()) {
                read(connection);
            }
            if (key.isValid() && key.isWritable()) {
                flush(connection);
            }
        }
        selector.selectedKeys().clear();
    }

    private void read(Connection connection) throws IOException {
        if (connection.channel.read(connection.in) < 0) {
            throw new IOException("The broker hung up on " + connection.client.id());
        }
        ByteBuffer in = connection.in.flip();
        while (in.remaining() >= 2) {
            int start = in.position();
            int type = in.get() & 0xff;
            int length = 0;
            int shift = 0;
            boolean complete = false;
            while (in.hasRemaining() && !complete) {
                int digit = in.get() & 0xff;
                length |= (digit & 0x7f) << shift;
                shift += 7;
                complete = digit < 0x80;
            }
            if (!complete || in.remaining() < length) {
                in.position(start);
                break;
            }
            int body = in.position();
            take(connection, type, in, body, length);
            in.position(body + length);
        }
        in.compact();
    }

    private void take(Connection connection, int type, ByteBuffer in, int body, int length) throws IOException {
        switch (type >> 4) {
            case 2 -> {
                if (in.get(body + 1) != 0) {
                    throw new IOException(connection.client.id() + " was refused: " + in.get(body + 1));
                }
                connection.up = true;
                for (String filter : connection.client.filters()) {
                    subscribe(connection, filter);
                }
            }
            case 9 -> {
                if ((in.get(body + 2) & 0x80) != 0) {
                    throw new IOException(connection.client.id() + " may not subscribe");
                }
                connection.subscribed++;
            }
            case 4 -> {
                connection.inFlight--;
                if (run.acknowledgedIsEnough) {
                    run.answered(connection.messageOf[in.getShort(body) & 0xffff], System.nanoTime());
                }
            }
            case 3 -> arrived(connection, type, in, body, length);
            default -> {}
        }
    }

    private void arrived(Connection connection, int type, ByteBuffer in, int body, int length) throws IOException {
        int topic = in.getShort(body) & 0xffff;
        int at = body + 2 + topic;
        if ((type & 0x06) != 0) {
            short id = in.getShort(at);
            connection.out.put((byte) 0x40).put((byte) 2).putShort(id);
            at += 2;
            if (connection.out.remaining() < 4096) {
                flush(connection);
            } else if (connection.out.position() > 0) {
                connection.key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        }
        if (run != null) {
            int n = answerTo(in, at, body + length);
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

    private void subscribe(Connection connection, String filter) throws IOException {
        byte[] bytes = filter.getBytes(StandardCharsets.US_ASCII);
        connection.out.put((byte) 0x82);
        length(connection.out, 5 + bytes.length);
        connection.out.putShort((short) 1).putShort((short) bytes.length).put(bytes).put((byte) 1);
        flush(connection);
    }

    private static void packet(Connection connection, int type, byte[] body) {
        connection.out.put((byte) type);
        length(connection.out, body.length);
        connection.out.put(body);
    }

    private static void length(ByteBuffer out, int length) {
        int rest = length;
        do {
            int digit = rest & 0x7f;
            rest >>= 7;
            out.put((byte) (rest > 0 ? digit | 0x80 : digit));
        } while (rest > 0);
    }

    private void flush(Connection connection) throws IOException {
        ByteBuffer out = connection.out.flip();
        if (out.hasRemaining()) {
            connection.channel.write(out);
        }
        boolean left = out.hasRemaining();
        out.compact();
        connection.key.interestOps(left ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    @Override
    public void close() {
        try {
            for (Connection connection : connections) {
                connection.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
