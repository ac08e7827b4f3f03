package io.muster.device;

import io.muster.kernel.Database;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * An index for parts of what is known of devices, on PostgreSQL, for those who want it ({@code MUSTER_SEARCH_INDEX}): it finds
 * one of a million devices in a few milliseconds, and makes each registration several times as dear. Without it a search goes
 * through all devices.
 */
@Component
class SearchIndex {

    private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);

    private static final String NAMED = "device_found_by";
    private static final String TOLD = "device_told_by";

    private final Database database;
    private final JdbcClient jdbc;
    private final boolean wanted;
    private volatile boolean there;

    SearchIndex(Database database, JdbcClient jdbc, @Value("${muster.search-index:false}") boolean wanted) {
        this.database = database;
        this.jdbc = jdbc;
        this.wanted = wanted;
    }

    /** Whether a search can follow it. */
    boolean isThere() {
        return there;
    }

    /** Makes it while the program is at work already; with a million devices that takes minutes. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (database.isPostgres()) {
            Thread.ofVirtual().name("search-index").start(() -> look(wanted));
        }
    }

    /** Looks whether it is there, and makes it before that when it is wanted. */
    void look(boolean make) {
        try {
            if (make) {
                make();
            }
            there = jdbc.sql("select count(*) from pg_index where indisvalid and indexrelid in"
                                    + " (to_regclass(:named), to_regclass(:told))")
                            .param("named", NAMED)
                            .param("told", TOLD)
                            .query(Integer.class)
                            .single()
                    == 2;
        } catch (DataAccessException refused) {
            LOG.warn(
                    "The index for searches cannot be made: {}. Whoever owns the database can, see docs/decisions/sizes.md",
                    refused.getMostSpecificCause().getMessage());
        }
    }

    private void make() {
        List.of(
                        "create extension if not exists pg_trgm",
                        "create index concurrently if not exists " + NAMED
                                + " on device using gin (found_by gin_trgm_ops)",
                        "create index concurrently if not exists " + TOLD
                                + " on device using gin (told_by gin_trgm_ops)")
                .forEach(sql -> jdbc.sql(sql).update());
    }
}
