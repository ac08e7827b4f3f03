package io.muster.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection for Paho, which by itself reads byte by byte and writes packet by packet, each by a call to the system, and
 * wakes the broker with each. Here what is read is buffered, and packets that are written within a fraction of a millisecond
 * leave together.
 */
final class BundledSocket extends Socket {

    private static final int BUFFER = 64 * 1024;
    /** How long a packet waits for others to come along. */
    private static final long MOMENT_NS = 200_000;

    private volatile @Nullable Bundle bundle;
    private @Nullable InputStream in;

    static SocketFactory factory() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() throws IOException {
                Socket socket = new BundledSocket();
                socket.setTcpNoDelay(true);
                return socket;
            }

            @Override
            public Socket createSocket(String host, int port) throws IOException {
                throw new IOException("Paho connects by itself");
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
                throw new IOException("Paho connects by itself");
            }

            @Override
            public Socket createSocket(InetAddress host, int port) throws IOException {
                throw new IOException("Paho connects by itself");
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
                    throws IOException {
                throw new IOException("Paho connects by itself");
            }
        };
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        InputStream open = in;
        if (open == null) {
            open = new BufferedInputStream(super.getInputStream(), BUFFER);
            in = open;
        }
        return open;
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        Bundle open = bundle;
        if (open == null) {
            open = new Bundle(super.getOutputStream());
            bundle = open;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        Bundle open = bundle;
        try {
            if (open != null) {
                open.end();
            }
        } finally {
            super.close();
        }
    }

    /** Gathers what is written; a thread of its own sends it on when a moment has passed, or at once when it is much. */
    private static final class Bundle extends OutputStream {

        private final OutputStream out;
        private final Thread sender;
        private final byte[] bytes = new byte[BUFFER];
        private int size;
        private volatile boolean dirty;
        private volatile boolean ended;
        private volatile @Nullable IOException failure;

        Bundle(OutputStream out) {
            this.out = out;
            sender = Thread.ofPlatform().name("units-send").daemon().start(this::send);
        }

        private void send() {
            while (!ended) {
                if (dirty) {
                    LockSupport.parkNanos(MOMENT_NS);
                    try {
                        sendNow();
                    } catch (IOException e) {
                        // Whoever writes next is told.
                        failure = e;
                        ended = true;
                    }
                } else {
                    LockSupport.park(this);
                }
            }
        }

        private synchronized void sendNow() throws IOException {
            dirty = false;
            if (size > 0) {
                out.write(bytes, 0, size);
                size = 0;
            }
        }

        @Override
        public synchronized void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] from, int offset, int length) throws IOException {
            if (failure != null) {
                throw new IOException(failure);
            }
            if (size + length > bytes.length) {
                sendNow();
            }
            if (length > bytes.length) {
                out.write(from, offset, length);
            } else {
                System.arraycopy(from, offset, bytes, size, length);
                size += length;
            }
        }

        /** What was written leaves in a moment. */
        @Override
        public void flush() {
            if (!dirty) {
                dirty = true;
                LockSupport.unpark(sender);
            }
        }

        /** Nothing that was written is kept back. */
        private void end() throws IOException {
            ended = true;
            LockSupport.unpark(sender);
            sendNow();
        }
    }
}
