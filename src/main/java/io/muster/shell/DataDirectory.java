package io.muster.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Makes the data directory before anybody else does, for this user alone: its files are made as readable as the system has it,
 * and they are the whole installation. A directory that is there already stays as whoever made it wants it.
 */
class DataDirectory implements ApplicationListener<ApplicationPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        Path directory = Path.of(event.getApplicationContext().getEnvironment().getRequiredProperty("muster.data-dir"));
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory);
                forOwnerOnly(directory, "rwx------");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + directory + " cannot be made", e);
        }
    }

    /** Takes a file away from everybody else, where the file system knows of others. */
    static void forOwnerOnly(Path file, String permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }
}
