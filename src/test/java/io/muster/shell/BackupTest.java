package io.muster.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise: backup and restore while running, one command each, exact. */
@Tag("pure")
class BackupTest {

    private static final String OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    @TempDir
    Path place;

    private Path data;
    private Path elsewhere;
    private Path archive;
    private JdbcConnectionPool pool;
    private BackupDoor door;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void a_program_that_runs() throws SQLException, IOException {
        data = Files.createDirectory(place.resolve("data"));
        elsewhere = place.resolve("elsewhere");
        archive = place.resolve("muster.zip");
        pool = JdbcConnectionPool.create(url(data), "muster", "");
        execute("create table entry (id bigint primary key, twice bigint)", "insert into entry values (1, 2)");
        door = new BackupDoor(pool, url(data), data);
        door.open();
    }

    @AfterEach
    void ends() throws IOException {
        door.close();
        pool.dispose();
    }

    @Test
    void a_copy_is_made_while_the_program_writes_and_is_exact() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = Thread.ofVirtual().start(() -> {
            // Two rows in one commit: a copy that has one without the other is none.
            for (long id = 2; !enough.get(); id += 2) {
                writeTogether(id);
            }
        });
        assertThat(run("--backup=" + archive, data)).as(told()).isZero();
        enough.set(true);
        writer.join();
        assertThat(told()).contains(archive.toString(), "secret.key");
        assertThat(run("--restore=" + archive, elsewhere)).as(told()).isZero();
        try (Connection copy =
                JdbcConnectionPool.create(url(elsewhere), "muster", "").getConnection()) {
            long rows = number(copy, "select count(*) from entry");
            assertThat(rows).isGreaterThan(1).isOdd();
            assertThat(number(copy, "select max(id) from entry")).isEqualTo(rows);
            assertThat(number(copy, "select count(*) from entry where twice <> 2 * id"))
                    .isZero();
        }
    }

    @Test
    void a_copy_is_made_of_a_stopped_program_too_and_of_one_that_was_killed() throws Exception {
        // The socket of a killed program stays behind.
        Path socket = BackupDoor.address(data).getPath();
        door.close();
        pool.dispose();
        assertThat(run("--backup=" + archive, data)).as(told()).isZero();
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(BackupDoor.address(data));
        }
        assertThat(socket).exists();
        assertThat(run("--backup=" + archive, data)).as(told()).isZero();
        assertThat(run("--restore=" + archive, elsewhere)).as(told()).isZero();
        try (Connection copy =
                JdbcConnectionPool.create(url(elsewhere), "muster", "").getConnection()) {
            assertThat(number(copy, "select twice from entry")).isEqualTo(2);
        }
    }

    @Test
    void nobody_else_can_read_what_was_written() throws IOException {
        assertThat(run("--backup=" + archive, data)).as(told()).isZero();
        assertThat(run("--restore=" + archive, elsewhere)).as(told()).isZero();
        Set<PosixFilePermission> owner = Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        for (Path file : List.of(
                archive,
                elsewhere.resolve("muster.mv.db"),
                BackupDoor.address(data).getPath())) {
            assertThat(Files.getPosixFilePermissions(file)).as(file.toString()).isEqualTo(owner);
        }
        assertThat(Files.getPosixFilePermissions(elsewhere))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE);
    }

    @Test
    void a_directory_that_was_mistyped_is_not_made() throws IOException {
        Path mistyped = place.resolve("dta");
        assertThat(run("--backup=" + archive, mistyped)).isOne();
        assertThat(told()).contains("there is no " + mistyped.resolve("muster.mv.db"));
        assertThat(mistyped).doesNotExist();
        assertThat(archive).doesNotExist();
    }

    @Test
    void a_database_that_is_there_is_never_written_over() throws IOException {
        assertThat(run("--backup=" + archive, data)).isZero();
        byte[] before = Files.readAllBytes(data.resolve("muster.mv.db"));
        assertThat(run("--restore=" + archive, data)).isOne();
        assertThat(told()).contains("there is a database in " + data + " already");
        assertThat(Files.readAllBytes(data.resolve("muster.mv.db"))).isEqualTo(before);
    }

    @Test
    void the_last_copy_stays_until_the_next_is_whole() throws Exception {
        Files.writeString(archive, "of yesterday");
        execute("shutdown");
        door.close();
        Files.delete(data.resolve("muster.mv.db"));
        assertThat(run("--backup=" + archive, data)).isOne();
        assertThat(told()).contains("there is no " + data.resolve("muster.mv.db"));
        assertThat(archive).content().isEqualTo("of yesterday");
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void what_is_no_copy_is_refused_and_so_is_no_file_at_all() throws IOException {
        Files.writeString(archive, "something else");
        assertThat(run("--restore=" + archive, elsewhere)).isOne();
        assertThat(run("--restore=" + place.resolve("missing.zip"), elsewhere)).isOne();
        assertThat(told()).contains("there is no " + place.resolve("missing.zip"));
        assertThat(run("--backup", data)).isOne();
        assertThat(told()).contains("--backup=FILE");
        assertThat(run("--backup=" + place.resolve("nowhere/muster.zip"), data)).isOne();
        assertThat(told()).contains("there is no " + place.resolve("nowhere"));
        assertThat(elsewhere.resolve("muster.mv.db")).doesNotExist();
    }

    @Test
    void another_database_is_copied_by_its_own_tools() {
        assertThat(Backup.run("--backup=" + archive, "--spring.datasource.url=jdbc:postgresql://localhost/muster"))
                .isOne();
        assertThat(Backup.isAsked("--seed=customers:1")).isFalse();
    }

    private int run(String option, Path directory) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream ours = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(ours);
        System.setErr(ours);
        try {
            return Backup.run(option, "--muster.data-dir=" + directory, "--spring.datasource.url=" + url(directory));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private String told() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static String url(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("muster") + OPTIONS;
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void writeTogether(long id) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into entry values (" + id + ", " + 2 * id + ")");
            statement.execute("insert into entry values (" + (id + 1) + ", " + 2 * (id + 1) + ")");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
