package io.muster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("pure")
class ClosedDatabaseTest {

    private static final int CONNECTIONS = 5;

    @Test
    void a_database_that_closed_itself_can_be_used_again(@TempDir Path directory) throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            pool.setMaximumPoolSize(CONNECTIONS);
            pool.setExceptionOverrideClassName(ClosedDatabase.class.getName());
            fill(pool);
            execute(pool, "create table kept (id int)");
            execute(pool, "insert into kept values (1)");
            try (Connection other = DriverManager.getConnection(url)) {
                // What H2 does itself when it cannot write.
                other.createStatement().execute("shutdown immediately");
            }
            // Each connection fails once, at most.
            assertThatThrownBy(() -> execute(pool, "insert into kept values (2)"))
                    .isInstanceOf(SQLException.class);
            for (int i = 1; i < CONNECTIONS; i++) {
                try {
                    execute(pool, "insert into kept values (2)");
                    break;
                } catch (SQLException e) {
                    assertThat(e.getErrorCode()).isIn(90098, 90121);
                }
            }
            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                execute(pool, "insert into kept values (3)");
            }
        }
    }

    private static void fill(HikariDataSource pool) throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(pool.getConnection());
        }
        for (Connection each : all) {
            each.close();
        }
    }

    private static void execute(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.createStatement().execute(sql);
        }
    }
}
