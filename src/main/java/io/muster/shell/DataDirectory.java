package io.muster.shell;

import io.muster.kernel.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Makes the data directory before anybody else does, for this user alone: its files are made as readable as the system has it,
 * and they are the whole installation. A directory that is there already stays as whoever made it wants it.
 */
class DataDirectory implements ApplicationListener<ApplicationPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        if (event.getSpringApplication().getWebApplicationType() == WebApplicationType.NONE) {
            // A copy is asked for, perhaps of a directory that was mistyped.
            return;
        }
        Path directory = Path.of(event.getApplicationContext().getEnvironment().getRequiredProperty("muster.data-dir"));
        try {
            make(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + directory + " cannot be made", e);
        }
    }

    static void make(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, OwnerOnly.directory());
        }
    }
}
