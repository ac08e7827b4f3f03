package io.muster.device;

import io.muster.kernel.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * An index for parts of what is known of devices, on PostgreSQL: it finds one of a million devices in a few milliseconds, and
 * makes each registration several times as dear. Without it a search goes through all devices. So it is made when there are
 * many, or when it is asked for ({@code MUSTER_SEARCH_INDEX}).
 */
@Component
class SearchIndex {

    /** When the program makes it. What somebody else has made is used in any case. */
    enum Made {
        /** As soon as there are {@link #MANY} devices. */
        AUTO,
        TRUE,
        FALSE
    }

    private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);

    /** Fewer are gone through in a quarter of a second. */
    private static final long MANY = 250_000;

    private static final List<String> COLUMNS = List.of("found_by", "told_by");

    /** Whoever makes it holds this lock of PostgreSQL: nobody else takes what is half done for what was left half done. */
    private static final long LOCK = 0x6d757374_73656172L;

    private final Database database;
    private final JdbcTemplate jdbc;
    private final Made made;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean there;
    private volatile boolean refused;

    SearchIndex(Database database, JdbcTemplate jdbc, @Value("${muster.search-index:auto}") Made made) {
        this.database = database;
        this.jdbc = jdbc;
        this.made = made;
    }

    /** Whether a search can follow it. */
    boolean isThere() {
        return there;
    }

    /** Makes it while the program is at work; with a million devices that takes minutes. */
    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT10M")
    void lookBeside() {
        if (database.isPostgres() && busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("search-index").start(() -> {
                try {
                    look(!refused && isWanted());
                } catch (DataAccessException e) {
                    failed(e);
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    /** Looks whether it is there, and makes it before that when it is wanted and is not. */
    void look(boolean make) {
        there = ready() == COLUMNS.size();
        if (make && !there) {
            LOG.info("An index for searches is being made; until it is there searches go through all devices");
            jdbc.execute((ConnectionCallback<@Nullable Void>) SearchIndex::make);
            there = ready() == COLUMNS.size();
        }
    }

    private void failed(DataAccessException e) {
        refused = !isAway(e);
        LOG.warn(
                refused
                        ? "The index for searches cannot be made: {}. Whoever owns the database can, see docs/decisions/sizes.md"
                        : "The index for searches is looked for again later: {}",
                e.getMostSpecificCause().getMessage());
    }

    /** True where the same may work when the database is back. */
    private static boolean isAway(DataAccessException e) {
        String state = e.getMostSpecificCause() instanceof SQLException failed ? failed.getSQLState() : null;
        return e instanceof CannotGetJdbcConnectionException
                || state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    boolean isWanted() {
        return switch (made) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> known() >= MANY;
        };
    }

    /** About how many devices there are: what PostgreSQL last counted or guessed. */
    private long known() {
        Long rows = jdbc.queryForObject(
                "select reltuples::bigint from pg_class where oid = 'device'::regclass", Long.class);
        return rows == null ? 0 : rows;
    }

    private int ready() {
        Integer ready = jdbc.queryForObject(
                "select count(*) from pg_index where indisvalid and indexrelid in (to_regclass(?), to_regclass(?))",
                Integer.class,
                COLUMNS.stream().map(SearchIndex::name).toArray());
        return ready == null ? 0 : ready;
    }

    private static String name(String column) {
        return "device_" + column;
    }

    private static @Nullable Void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (says(statement, "select pg_try_advisory_lock(" + LOCK + ")")) {
                try {
                    statement.execute("create extension if not exists pg_trgm");
                    for (String column : COLUMNS) {
                        make(statement, column);
                    }
                } finally {
                    statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                }
            }
        }
        return null;
    }

    /** A program that ended while it made one has left behind what nobody can follow and each change has to keep. */
    private static void make(Statement statement, String column) throws SQLException {
        if (says(
                statement,
                "select exists (select 1 from pg_index where not indisvalid and indexrelid = to_regclass('"
                        + name(column) + "'))")) {
            statement.execute("drop index concurrently " + name(column));
        }
        statement.execute("create index concurrently if not exists " + name(column) + " on device using gin (" + column
                + " gin_trgm_ops)");
    }

    private static boolean says(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
