package io.muster.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged program, laid out so that it starts in half the time: its classes are loaded and checked once, and kept in an
 * archive that each start maps into memory (class data sharing).
 */
final class PreparedProgram {

    private static final Path JAR = Path.of(System.getProperty("muster.jar"));
    private static final Path DIRECTORY =
            Path.of("target", "browser", "program").toAbsolutePath();
    private static final Path STAMP = DIRECTORY.resolve("stamp");
    private static final Path ARCHIVE = DIRECTORY.resolve("classes.jsa");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final long PATIENCE_S = 120;

    private PreparedProgram() {}

    /** The command line that starts it. */
    static synchronized List<String> command() {
        try (FileChannel alone = FileChannel.open(lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = alone.lock()) {
            String stamp = JAR + " " + Files.size(JAR) + " " + Files.getLastModifiedTime(JAR);
            if (!Files.exists(STAMP) || !Files.readString(STAMP).equals(stamp)) {
                prepare();
                Files.writeString(STAMP, stamp);
            }
            return line("-XX:SharedArchiveFile=" + ARCHIVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another process with tests may be about to prepare it, too. */
    private static Path lock() throws IOException {
        return Files.createDirectories(DIRECTORY.getParent()).resolve("program.lock");
    }

    private static void prepare() throws IOException, InterruptedException {
        FileSystemUtils.deleteRecursively(DIRECTORY);
        run(List.of(JAVA, "-Djarmode=tools", "-jar", JAR.toString(), "extract", "--destination", DIRECTORY.toString()));
        // It makes everything that it consists of, and ends before it does anything.
        run(line("-XX:ArchiveClassesAtExit=" + ARCHIVE, "-Dspring.context.exit=onRefresh"));
    }

    private static List<String> line(String... options) {
        List<String> line = new ArrayList<>(List.of(
                JAVA,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m"));
        line.addAll(List.of(options));
        line.addAll(List.of("-jar", DIRECTORY.resolve(JAR.getFileName()).toString()));
        return line;
    }

    private static void run(List<String> line) throws IOException, InterruptedException {
        Path log = Files.createDirectories(DIRECTORY.getParent()).resolve("prepare.log");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(MUSTER|SPRING|SERVER|MANAGEMENT)_.*"));
        builder.environment().put("MUSTER_DATA_DIR", DIRECTORY.resolve("data").toString());
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("The program cannot be prepared:\n" + Files.readString(log));
        }
    }
}
