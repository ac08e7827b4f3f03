package io.muster.ui;

import io.muster.kernel.Change;
import io.muster.kernel.Database;
import io.muster.kernel.TreePath;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Passes notices between the instances of the program that share a PostgreSQL database, by its NOTIFY. On H2 there is only one
 * instance, and nothing to do.
 */
@Component
class Neighbours implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    private static final String CHANNEL = "muster_notice";
    /** Notices are gathered for this long, so that a thousand units cost one statement and not a thousand. */
    private static final int GATHER_MS = 300;

    private static final int PAUSE_MS = 2000;

    private final String self = UUID.randomUUID().toString();
    private final Database database;
    private final DataSource source;
    private final JdbcClient jdbc;
    private final Map<Change.Kind, Gathered> gathered = new EnumMap<>(Change.Kind.class);
    private volatile Consumer<Notice> inbox = notice -> {};
    private volatile Runnable afterSilence = () -> {};
    private volatile @Nullable Thread ear;
    private volatile @Nullable Thread mouth;

    private static final class Gathered {

        final Set<TreePath> places = new HashSet<>();
        boolean ownerless;
    }

    Neighbours(Database database, DataSource source, JdbcClient jdbc) {
        this.database = database;
        this.source = source;
        this.jdbc = jdbc;
    }

    /**
     * Says who takes what comes.
     *
     * @param taker        takes a notice of another instance
     * @param afterSilence runs when notices may have been missed
     */
    void listen(Consumer<Notice> taker, Runnable afterSilence) {
        this.inbox = taker;
        this.afterSilence = afterSilence;
    }

    /** Tells the other instances, in a moment. */
    void tell(Notice notice) {
        if (mouth == null) {
            return;
        }
        synchronized (gathered) {
            Gathered there = gathered.computeIfAbsent(notice.kind(), kind -> new Gathered());
            there.places.addAll(notice.places());
            there.ownerless |= notice.ownerless();
        }
    }

    @Override
    public void start() {
        if (database.isPostgres()) {
            ear = Thread.ofPlatform().name("neighbours-ear").daemon().start(this::hear);
            mouth = Thread.ofPlatform().name("neighbours-mouth").daemon().start(this::speak);
        }
    }

    private void speak() {
        try {
            while (true) {
                Thread.sleep(GATHER_MS);
                List<String> texts = gather();
                try {
                    texts.forEach(this::send);
                } catch (DataAccessException e) {
                    LOG.warn("Other instances could not be told: {}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("Other instances could not be told", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> gather() {
        List<String> texts = new ArrayList<>();
        synchronized (gathered) {
            gathered.forEach((kind, there) ->
                    texts.addAll(new Notice(kind, List.copyOf(there.places), there.ownerless).written()));
            gathered.clear();
        }
        return texts;
    }

    private void send(String text) {
        jdbc.sql("select pg_notify(?, ?)")
                .params(CHANNEL, self + " " + text)
                .query((row, number) -> number)
                .list();
    }

    private void hear() {
        boolean first = true;
        try {
            while (true) {
                try (Connection connection = source.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                    if (!first) {
                        afterSilence.run();
                    }
                    first = false;
                    take(connection.unwrap(PGConnection.class));
                    statement.execute("unlisten " + CHANNEL);
                } catch (SQLException e) {
                    LOG.warn("Other instances cannot be heard: {}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("Other instances cannot be heard", e);
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(PGConnection connection) throws SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            for (PGNotification notification : connection.getNotifications(GATHER_MS)) {
                take(notification.getParameter());
            }
        }
    }

    /** A notice that makes no sense here is left out: an instance of a newer version has kinds that this one does not know. */
    void take(String text) {
        int space = text.indexOf(' ');
        if (space <= 0 || text.substring(0, space).equals(self)) {
            return;
        }
        try {
            inbox.accept(Notice.read(text.substring(space + 1)));
        } catch (RuntimeException e) {
            LOG.warn("A notice of another instance was left out: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        for (Thread thread : new Thread[] {ear, mouth}) {
            if (thread != null) {
                thread.interrupt();
            }
        }
        ear = null;
        mouth = null;
    }

    @Override
    public boolean isRunning() {
        return ear != null;
    }
}
