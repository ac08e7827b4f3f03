package io.muster.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * {@code java -jar muster.jar --backup=FILE} copies the built-in database, whether the program runs or not, and
 * {@code --restore=FILE} puts the copy into an empty data directory. Neither starts the program.
 */
public final class Backup {

    private static final String BACKUP = "backup";
    private static final String RESTORE = "restore";
    private static final String DATABASE = "muster.mv.db";
    private static final String KEY = "secret.key";

    private final String url;
    private final String user;
    private final String password;
    private final Path directory;

    private Backup(Environment settings) {
        url = settings.getRequiredProperty("spring.datasource.url");
        user = settings.getProperty("spring.datasource.username", "");
        password = settings.getProperty("spring.datasource.password", "");
        directory = Path.of(settings.getRequiredProperty("muster.data-dir"));
    }

    /** Whether the command line asks for a copy, or to put one back, instead of the program. */
    public static boolean isAsked(String... arguments) {
        DefaultApplicationArguments options = new DefaultApplicationArguments(arguments);
        return options.containsOption(BACKUP) || options.containsOption(RESTORE);
    }

    /**
     * Does what is asked, with the settings of the program, and says on the terminal what has become of it.
     *
     * @return the exit code: 0 when it is done
     */
    @SuppressWarnings("SystemOut")
    public static int run(String... arguments) {
        DefaultApplicationArguments options = new DefaultApplicationArguments(arguments);
        try (ConfigurableApplicationContext settings = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(arguments)) {
            Backup backup = new Backup(settings.getEnvironment());
            System.out.println(
                    options.containsOption(BACKUP)
                            ? backup.make(file(options, BACKUP))
                            : backup.putBack(file(options, RESTORE)));
            return 0;
        } catch (IOException | SQLException | IllegalArgumentException e) {
            System.err.println(
                    "Not done: " + (e instanceof NoSuchFileException ? "there is no " : "") + e.getMessage());
            return 1;
        }
    }

    static boolean isBuiltIn(String url) {
        return url.startsWith("jdbc:h2:file:");
    }

    /** Copies the database as it is between two commits; everybody goes on working with it meanwhile. */
    static void copy(Connection database, Path file) throws SQLException {
        try (PreparedStatement backup = database.prepareStatement("backup to ?")) {
            backup.setString(1, file.toString());
            backup.execute();
        }
    }

    private static Path file(DefaultApplicationArguments options, String option) {
        return Objects.requireNonNullElse(options.getOptionValues(option), List.<String>of()).stream()
                .filter(value -> !value.isBlank())
                .findFirst()
                .map(Path::of)
                .orElseThrow(() -> new IllegalArgumentException("--" + option + "=FILE: which file?"));
    }

    /** Writes aside and renames, so that the last copy is there until this one is whole. */
    private String make(Path file) throws IOException, SQLException {
        if (!isBuiltIn(url)) {
            throw new IllegalArgumentException(
                    "this copies the built-in database; of PostgreSQL, pg_dump makes a copy");
        }
        Path target = file.toAbsolutePath();
        Path into = target.getParent();
        if (into == null || !Files.isDirectory(into)) {
            throw new NoSuchFileException(String.valueOf(into));
        }
        Path part = Files.createTempFile(into, target.getFileName().toString(), ".part");
        try {
            if (!fromRunning(part)) {
                fromStopped(part);
            }
            long bytes = checked(part);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return "The database is in " + target + " (" + bytes + " bytes); its secrets open with "
                    + directory.resolve(KEY) + " or MUSTER_SECRET_KEY only: keep that, too.";
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Asks the program that runs on this data directory; false when none does. */
    private boolean fromRunning(Path part) throws IOException {
        if (Files.notExists(BackupDoor.address(directory).getPath())) {
            return false;
        }
        try (SocketChannel program = SocketChannel.open(BackupDoor.address(directory));
                InputStream in = Channels.newInputStream(program)) {
            if (in.read() != BackupDoor.DONE) {
                throw new IOException("the program says: " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            fill(part, in);
            return true;
        } catch (ConnectException e) {
            // Left behind by a program that was killed.
            return false;
        }
    }

    private void fromStopped(Path part) throws IOException, SQLException {
        if (Files.notExists(directory.resolve(DATABASE))) {
            throw new NoSuchFileException(directory.resolve(DATABASE).toString());
        }
        try (Connection database = DriverManager.getConnection(url, user, password)) {
            copy(database, part);
        }
    }

    /** A temporary file is for nobody but this user to read, and stays so when it is filled and renamed. */
    private static void fill(Path file, InputStream in) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
    }

    /** Reads the whole archive once: each entry has a check sum. */
    private static long checked(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile());
                InputStream in = zip.getInputStream(database(zip))) {
            in.transferTo(OutputStream.nullOutputStream());
            return Files.size(archive);
        }
    }

    private static ZipEntry database(ZipFile zip) throws IOException {
        @Nullable ZipEntry entry = zip.getEntry(DATABASE);
        if (entry == null) {
            throw new IOException("there is no " + DATABASE + " in " + zip.getName());
        }
        return entry;
    }

    private String putBack(Path file) throws IOException {
        if (!isBuiltIn(url)) {
            throw new IllegalArgumentException(
                    "this is a copy of the built-in database; to PostgreSQL, pg_restore brings one");
        }
        Path database = directory.resolve(DATABASE);
        if (Files.exists(database)) {
            throw new IOException(
                    "there is a database in " + directory + " already; stop the program and move it away");
        }
        DataDirectory.make(directory);
        Path part = Files.createTempFile(directory, DATABASE, ".part");
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(database(zip))) {
            fill(part, in);
            Files.move(part, database, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        String key = Files.exists(directory.resolve(KEY))
                ? ""
                : " Put its " + KEY + " beside it, unless you have MUSTER_SECRET_KEY.";
        return "The database is in " + directory + " again." + key;
    }

    /** Of the program only what its settings are. */
    private static final class Settings {}
}
