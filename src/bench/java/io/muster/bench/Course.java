package io.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.bench.Load.Client;
import io.muster.bench.Load.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the measurements of one run share: how much is sent, from whom, and where the figures go. */
final class Course {

    static final int UNITS = Integer.getInteger("bench.units", 100_000);

    /** Announcements of a round of {@link WarmUp}; the same for what is measured and for its limit. */
    static final int ROUND = UNITS / 5;

    private static final int PUBLISHERS = 100;
    private static final int PATIENCE_S = 20;

    final Report report = new Report();
    private final Path directory;
    private int run;

    Course() throws IOException {
        directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "run")
                .toAbsolutePath();
    }

    /** A new directory for the files of a program. */
    Path directory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    /** Announcements that no earlier ones are taken for. */
    Traffic traffic(String prefix, int units, long seq, String facts) {
        return new Traffic(prefix, units, ++run, seq, "boot-0001", facts);
    }

    /** Sends as fast as the window of each client allows. */
    Result send(Load load, Traffic traffic, int count, int window) throws IOException {
        return send(load, traffic, count, 0, window);
    }

    /** Sends so many a second, and fails unless each is answered. */
    Result send(Load load, Traffic traffic, int count, double rate, int window) throws IOException {
        Result result = load.send(traffic, count, rate, window, PATIENCE_S);
        assertThat(result.answered()).as("answered of " + result.sent()).isEqualTo(result.sent());
        return result;
    }

    void warmUp(String who, Server program, WarmUp.Round round) throws Exception {
        report.note("warm-up of " + who, WarmUp.of(program, round), "");
    }

    void cost(Cost cost) {
        report.note("processor time of that, µs each", cost.each(UNITS), "");
    }

    /** Clients that publish for all units, and one that hears what comes by this filter. */
    List<Client> publishers(String filter) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            clients.add(new Client("bench-" + ++run + "-" + i, "", "", List.of()));
        }
        clients.add(new Client("bench-listener-" + ++run, "", "", List.of(filter)));
        return clients;
    }
}
