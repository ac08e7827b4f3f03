package io.muster;

import io.muster.shell.Backup;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts Muster: pages, REST interface, and the listener for telematics units. */
@SpringBootApplication
public class MusterApplication {

    /** The program's clock; tests put another one in its place. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    public static void main(String[] args) {
        // H2 refuses "data/muster" otherwise, though everything else takes a relative MUSTER_DATA_DIR.
        System.setProperty("h2.implicitRelativePath", "true");
        if (Backup.isAsked(args)) {
            System.exit(Backup.run(args));
        }
        SpringApplication.run(MusterApplication.class, args);
    }
}
