package io.muster.device;

import io.muster.kernel.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Indexes of devices for large fleets, on PostgreSQL: one for parts of what is known of them, which finds one of a million in a
 * few milliseconds, and one for each fact that lists are sorted by. They make each registration several times as dear, and
 * without them a list goes through all devices. So they are made when there are many, or when they are asked for ({@code
 * MUSTER_SEARCH_INDEX}).
 */
@Component
class FleetIndexes {

    /** When the program makes them. What somebody else has made is used in any case. */
    enum Made {
        /** As soon as there are {@link #MANY} devices. */
        AUTO,
        TRUE,
        FALSE
    }

    private static final Logger LOG = LoggerFactory.getLogger(FleetIndexes.class);

    /** Fewer are gone through in a quarter of a second. */
    private static final long MANY = 250_000;

    /** What is searched, as one text each. */
    private static final List<String> SEARCHED = List.of("found_by", "told_by");

    /** Of the few devices of which no index of three letters finds two. */
    private static final String BETWEEN = "device_between";

    /** Percentage of devices from which on going through them until there are enough is quicker than to follow an index. */
    private static final int FREQUENT = 7;

    /** Facts that lists are sorted by, in the form in which they are. */
    private static final List<String> SORTED = List.of("board", "imei", "iccid", "vin");

    /** Facts that many devices share, so that lists are narrowed to them and the devices are counted by them, too. */
    private static final List<String> SHARED = List.of("firmware", "model");

    /** Indexes that earlier versions have made, and that others have taken the place of. */
    private static final List<String> REPLACED =
            SHARED.stream().map(column -> "device_by_" + column).toList();

    /** What stands behind the table's name, by the name of the index. */
    private static final Map<String, String> INDEXES = indexes();

    /** Whoever makes them holds this lock of PostgreSQL: nobody else takes what is half done for what was left half done. */
    private static final long LOCK = 0x6d757374_73656172L;

    private final Database database;
    private final JdbcTemplate jdbc;
    private final Made made;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean there;
    private volatile boolean ofPairs;
    private volatile boolean refused;

    FleetIndexes(Database database, JdbcTemplate jdbc, @Value("${muster.search-index:auto}") Made made) {
        this.database = database;
        this.jdbc = jdbc;
        this.made = made;
    }

    private static Map<String, String> indexes() {
        Map<String, String> indexes = new LinkedHashMap<>();
        SEARCHED.forEach(column -> indexes.put(search(column), "using gin (" + column + " gin_trgm_ops)"));
        indexes.put(BETWEEN, "(id) where " + LetterPair.between("found_by", "told_by"));
        SORTED.forEach(column -> indexes.put("device_by_" + column, "(coalesce(" + column + ", ''), id)"));
        // With the plain column PostgreSQL counts by the index alone.
        SHARED.forEach(column -> indexes.put(
                "device_of_" + column, "(coalesce(" + column + ", ''), id) include (" + column + ", customer_id)"));
        indexes.put("device_by_created_at", "(created_at, id)");
        indexes.put("device_by_state", "(state, id) include (customer_id)");
        return indexes;
    }

    private static String search(String column) {
        return "device_" + column;
    }

    static Set<String> names() {
        return INDEXES.keySet();
    }

    /** Whether a search can follow one. */
    boolean isThere() {
        return there;
    }

    /**
     * Whether a search for two letters had better follow them, too: so few of some hundred pages of devices have these letters that
     * all would have to be gone through to find enough.
     *
     * @param pattern of "like", with "!" before what is meant literally
     */
    boolean isRare(String pattern) {
        return ofPairs
                && Boolean.TRUE.equals(jdbc.queryForObject(
                        "select count(*) filter (where found_by like ? escape '!' or told_by like ? escape '!') * 100"
                                + " <= count(*) * " + FREQUENT + " from device tablesample system (0.5)",
                        Boolean.class,
                        pattern,
                        pattern));
    }

    /** Makes them while the program is at work; with a million devices that takes minutes. */
    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT10M")
    void lookBeside() {
        if (database.isPostgres() && busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("fleet-indexes").start(() -> {
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

    /** Looks which are there, and makes those that are not, when they are wanted. */
    void look(boolean make) {
        Set<String> ready = ready();
        if (make && !ready.containsAll(INDEXES.keySet())) {
            LOG.info("Indexes for large fleets are being made; until they are there lists go through all devices");
            jdbc.execute((ConnectionCallback<@Nullable Void>) FleetIndexes::make);
            ready();
        }
    }

    private void failed(DataAccessException e) {
        refused = !isAway(e);
        LOG.warn(
                refused
                        ? "Indexes for large fleets cannot be made: {}. Whoever owns the database can, see docs/decisions/sizes.md"
                        : "Indexes for large fleets are looked for again later: {}",
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

    /** Those that can be followed; remembers whether a search can follow one. */
    private Set<String> ready() {
        Set<String> ready = Set.copyOf(jdbc.queryForList(
                "select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid"
                        + " where i.indisvalid and i.indrelid = 'device'::regclass",
                String.class));
        there = SEARCHED.stream().map(FleetIndexes::search).allMatch(ready::contains);
        ofPairs = there && ready.contains(BETWEEN);
        return ready;
    }

    private static @Nullable Void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (says(statement, "select pg_try_advisory_lock(" + LOCK + ")")) {
                try {
                    statement.execute("create extension if not exists pg_trgm");
                    for (Map.Entry<String, String> index : INDEXES.entrySet()) {
                        make(statement, index.getKey(), index.getValue());
                    }
                    for (String index : REPLACED) {
                        statement.execute("drop index concurrently if exists " + index);
                    }
                } finally {
                    statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                }
            }
        }
        return null;
    }

    /** A program that ended while it made one has left behind what nobody can follow and each change has to keep. */
    private static void make(Statement statement, String name, String definition) throws SQLException {
        if (says(
                statement,
                "select exists (select 1 from pg_index where not indisvalid and indexrelid = to_regclass('" + name
                        + "'))")) {
            statement.execute("drop index concurrently " + name);
        }
        statement.execute("create index concurrently if not exists " + name + " on device " + definition);
    }

    private static boolean says(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
