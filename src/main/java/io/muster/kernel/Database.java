package io.muster.kernel;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/** The few places where H2 and PostgreSQL want different SQL, side by side. */
@Component
public class Database {

    private enum Product {
        H2,
        POSTGRESQL;

        static Product of(DataSource source) {
            try {
                String name =
                        JdbcUtils.extractDatabaseMetaData(source, java.sql.DatabaseMetaData::getDatabaseProductName);
                return "PostgreSQL".equals(name) ? POSTGRESQL : H2;
            } catch (MetaDataAccessException e) {
                throw new IllegalStateException("The database cannot be reached", e);
            }
        }
    }

    private static final String BY_KEYS_ALONE =
            "set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off";

    private final Product product;
    private final JdbcClient jdbc;

    Database(DataSource source, JdbcClient jdbc) {
        this.product = Product.of(source);
        this.jdbc = jdbc;
    }

    /** The next key of a sequence. */
    public long next(String sequence) {
        String sql = switch (product) {
            case H2 -> "select next value for " + sequence;
            case POSTGRESQL -> "select nextval('" + sequence + "')";
        };
        return jdbc.sql(sql).query(Long.class).single();
    }

    /** The next keys of a sequence, in one statement. */
    public List<Long> next(String sequence, int count) {
        String sql = switch (product) {
            case H2 -> "select next value for " + sequence + " from system_range(1, :count)";
            case POSTGRESQL -> "select nextval('" + sequence + "') from generate_series(1, :count)";
        };
        return jdbc.sql(sql)
                .param("count", count)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    /**
     * Says that whatever follows in this transaction finds its rows by their keys, and is run again and again. PostgreSQL then
     * makes one plan for each statement, which follows indexes alone, so that it stays right while the tables grow (see
     * {@link Connections}): for a batch of few rows a plan takes twice as long as what it is for.
     */
    public void byKeysAlone() {
        if (isPostgres()) {
            jdbc.sql(BY_KEYS_ALONE).update();
        }
    }

    /** Says it together with the first statement of a transaction, in one round trip ({@link Rows#query} can read the answer). */
    public String byKeysAlone(String first) {
        return isPostgres() ? BY_KEYS_ALONE + "; " + first : first;
    }

    /**
     * Says that many rows are added in this transaction. PostgreSQL looks up each of their foreign keys by a statement of its
     * own, which it would plan anew for each row as well (see {@link Connections}); now it keeps those plans, which takes it
     * half of the time.
     */
    public void manyRows() {
        if (isPostgres()) {
            jdbc.sql("set local plan_cache_mode = auto").update();
        }
    }

    /** Ends a select whose rows stay as they are until the transaction ends. H2 knows no lock that several can share. */
    public String forShare() {
        return switch (product) {
            case H2 -> "for update";
            case POSTGRESQL -> "for share";
        };
    }

    /** True on PostgreSQL. */
    public boolean isPostgres() {
        return product == Product.POSTGRESQL;
    }

    @Configuration(proxyBeanMethods = false)
    static class Connections {

        /**
         * PostgreSQL keeps the plan of a statement that is run often, also when it was made for a table that was nearly empty
         * then: with a hundred thousand rows more, each batch would read the whole table. So it plans anew for each run, which
         * costs little beside a batch. And it takes a row found by an index for four times as dear as the next one of the
         * table, as on a spinning disk; by that it would read the whole table for a batch of some hundreds. Where it compiles
         * what is dear by its own estimate, it takes longer to compile than a page of a list to find; and where it starts
         * further processes for it, these take longer to start, and the processors away from the units.
         */
        @Bean
        static BeanPostProcessor plannedAnew() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    if (bean instanceof HikariDataSource source
                            && source.getJdbcUrl() != null
                            && source.getJdbcUrl().startsWith("jdbc:postgresql:")) {
                        source.addDataSourceProperty(
                                "options",
                                "-c plan_cache_mode=force_custom_plan -c random_page_cost=1.1 -c jit=off"
                                        + " -c max_parallel_workers_per_gather=0");
                        source.addDataSourceProperty("reWriteBatchedInserts", "true");
                    }
                    return bean;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Migrations {

        /**
         * What migrations write differently: paths are compared byte by byte, which H2 always does, and PostgreSQL when the
         * column says so; PostgreSQL stores a generated column when it is told to, and H2 always; and a line that only
         * PostgreSQL is to run begins with its name.
         */
        @Bean
        FlywayConfigurationCustomizer dialect(DataSource source) {
            return flyway -> flyway.placeholders(
                    switch (Product.of(source)) {
                        case H2 -> Map.of("bytewise", "", "stored", "", "postgres", "-- ");
                        case POSTGRESQL -> Map.of("bytewise", "collate \"C\"", "stored", "stored", "postgres", "");
                    });
        }
    }
}
