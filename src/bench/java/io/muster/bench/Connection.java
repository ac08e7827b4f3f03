package io.muster.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** One MQTT 3.1.1 client of {@link Load}: its socket, the packets on it, and what waits to be sent. */
final class Connection implements AutoCloseable {

    /** Looks for an answer in a payload that arrived. */
    @FunctionalInterface
    interface Listener {
        void arrived(ByteBuffer in, int from, int to);
    }

    private static final int BUFFER = 64 * 1024;
    /** So much room is left for a packet. */
    private static final int ROOM = 4096;

    private final Load.Client client;
    private final Listener listener;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocate(BUFFER);
    private final Queue<Integer> waiting = new ArrayDeque<>();
    private boolean up;
    private int subscribed;
    private int inFlight;
    private int nextId = 1;

    Connection(Selector selector, int port, Load.Client client, Listener listener) throws IOException {
        this.client = client;
        this.listener = listener;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        connect();
    }

    /** Whether it is connected, and hears what it subscribes to. */
    boolean isReady() {
        return up && subscribed == client.filters().size();
    }

    /** Messages that wait to be sent or acknowledged. */
    int pending() {
        return inFlight + waiting.size();
    }

    void enqueue(int message) {
        waiting.add(message);
    }

    /** Sends what waits, as long as there are fewer unacknowledged messages than the window has room for. */
    void push(Traffic traffic, int window) throws IOException {
        boolean wrote = false;
        while (!waiting.isEmpty() && inFlight < window && out.remaining() > ROOM) {
            publish(traffic, waiting.remove());
            wrote = true;
        }
        if (wrote) {
            flush();
        }
    }

    /** Reads and writes what can be read and written now. */
    void work() throws IOException {
        if (key.isReadable()) {
            read();
        }
        if (key.isValid() && key.isWritable()) {
            flush();
        }
    }

    private void connect() throws IOException {
        boolean named = !client.user().isEmpty();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeUTF("MQTT");
        body.writeByte(4);
        body.writeByte(named ? 0xc2 : 0x02);
        body.writeShort(600);
        body.writeUTF(client.id());
        if (named) {
            body.writeUTF(client.user());
            body.writeUTF(client.password());
        }
        out.put((byte) 0x10);
        length(bytes.size());
        out.put(bytes.toByteArray());
        flush();
    }

    private void publish(Traffic traffic, int message) {
        byte[] topic = traffic.topic(message).getBytes(StandardCharsets.US_ASCII);
        byte[] payload = traffic.payload(message);
        int id = nextId;
        nextId = id == 65_535 ? 1 : id + 1;
        inFlight++;
        out.put((byte) 0x32);
        length(4 + topic.length + payload.length);
        out.putShort((short) topic.length).put(topic).putShort((short) id).put(payload);
    }

    private void subscribe(String filter) throws IOException {
        byte[] bytes = filter.getBytes(StandardCharsets.US_ASCII);
        out.put((byte) 0x82);
        length(5 + bytes.length);
        out.putShort((short) 1).putShort((short) bytes.length).put(bytes).put((byte) 1);
        flush();
    }

    private void read() throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("The broker hung up on " + client.id());
        }
        in.flip();
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
            take(type, body, length);
            in.position(body + length);
        }
        in.compact();
    }

    private void take(int type, int body, int length) throws IOException {
        switch (type >> 4) {
            case 2 -> {
                if (in.get(body + 1) != 0) {
                    throw new IOException(client.id() + " was refused: " + in.get(body + 1));
                }
                up = true;
                for (String filter : client.filters()) {
                    subscribe(filter);
                }
            }
            case 9 -> {
                if ((in.get(body + 2) & 0x80) != 0) {
                    throw new IOException(client.id() + " may not subscribe");
                }
                subscribed++;
            }
            case 4 -> inFlight--;
            case 3 -> arrived(type, body, length);
            default -> {}
        }
    }

    private void arrived(int type, int body, int length) throws IOException {
        int topic = in.getShort(body) & 0xffff;
        int at = body + 2 + topic;
        if ((type & 0x06) != 0) {
            acknowledge(in.getShort(at));
            at += 2;
        }
        listener.arrived(in, at, body + length);
    }

    /** Acknowledgements of what was read at once leave together. */
    private void acknowledge(short id) throws IOException {
        out.put((byte) 0x40).put((byte) 2).putShort(id);
        if (out.remaining() < ROOM) {
            flush();
        } else {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void length(int length) {
        int rest = length;
        do {
            int digit = rest & 0x7f;
            rest >>= 7;
            out.put((byte) (rest > 0 ? digit | 0x80 : digit));
        } while (rest > 0);
    }

    private void flush() throws IOException {
        out.flip();
        if (out.hasRemaining()) {
            channel.write(out);
        }
        boolean left = out.hasRemaining();
        out.compact();
        key.interestOps(left ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
