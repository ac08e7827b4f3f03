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

    /** Announcements of a turn of {@link Comparison}, and of a round of {@link WarmUp}. */
    static final int PART = UNITS / Comparison.TURNS;

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

    /** Announcements that no earlier ones are taken for, of so many units from this one on. */
    Traffic traffic(String prefix, int from, int units, String facts) {
        return new Traffic(prefix, from, units, ++run, "boot-0001", facts);
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

    void warmUp(String who, Server program, Comparison.Turn round) throws Exception {
        report.note("warm-up of " + who, WarmUp.of(program, round), "");
    }

    /** What a comparison came to, as a rate a second. */
    void rate(String what, Comparison comparison, double atLeast) {
        report.rate(what, comparison.muster.perSecond(), comparison.limit.perSecond(), atLeast);
        report.note("the ratio in each turn", comparison.ratios(), "");
        cost(comparison);
    }

    void cost(Comparison comparison) {
        report.beside("processor time of that, µs each", comparison.muster.cost(), comparison.limit.cost(), "");
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
