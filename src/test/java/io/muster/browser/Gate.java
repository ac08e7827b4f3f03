package io.muster.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What stands between browsers and the program, as a proxy or a bad network does: connections go through, or what happens else. */
final class Gate implements AutoCloseable {

    /** What becomes of a connection. */
    enum Way {
        THROUGH,
        /** As a proxy answers when the program behind it is not there. */
        BAD_GATEWAY,
        /** Nobody answers, and nobody says that nobody will. */
        SILENCE
    }

    private static final byte[] BAD_GATEWAY =
            ("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 11\r\n"
                            + "Connection: close\r\n\r\nBad gateway")
                    .getBytes(StandardCharsets.US_ASCII);

    private final URI program;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Way way = Way.THROUGH;

    Gate(String program) {
        this.program = URI.create(program);
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "http://localhost:" + door.getLocalPort();
    }

    /** From now on; what is open ends. */
    void goes(Way next) throws IOException {
        way = next;
        for (Socket each : open) {
            each.close();
        }
        open.clear();
    }

    private void serve() {
        try {
            while (true) {
                Socket browser = door.accept();
                open.add(browser);
                Thread.ofVirtual().start(() -> answer(browser));
            }
        } catch (SocketException closed) {
            // That is how it ends.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(Socket browser) {
        try {
            switch (way) {
                case THROUGH -> {
                    Socket server = new Socket(program.getHost(), program.getPort());
                    open.add(server);
                    Thread.ofVirtual().start(() -> pass(server, browser));
                    pass(browser, server);
                }
                case BAD_GATEWAY -> {
                    browser.getInputStream().read(new byte[16_384]);
                    browser.getOutputStream().write(BAD_GATEWAY);
                    browser.close();
                }
                case SILENCE -> {
                    // Stays open until the way changes.
                }
            }
        } catch (IOException gone) {
            // The browser has gone, or the way has changed meanwhile.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream sent = from.getInputStream();
            sent.transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // One of both has ended.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        goes(Way.SILENCE);
    }
}
