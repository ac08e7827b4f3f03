package io.muster.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Processor time of all the processes of a measurement: what a message costs, and whom. */
final class Cost {

    private static final String DATABASE = "postgres";

    private final Map<String, Duration> spent = new TreeMap<>();
    private Map<String, Duration> before = Map.of();

    void begin() {
        before = now();
    }

    void end() {
        now().forEach((program, time) -> spent.merge(
                program, time.minus(before.getOrDefault(program, Duration.ZERO)), Duration::plus));
    }

    /** Microseconds a message from each beginning to its end, by program; the load itself is "load". */
    String each(int messages) {
        return spent.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().toNanos() / 1e3 / messages))
                .filter(entry -> entry.getValue() >= 1)
                .map(entry -> String.format(Locale.ROOT, "%s %.0f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Duration> now() {
        Map<String, Duration> spent = new TreeMap<>();
        ProcessHandle self = ProcessHandle.current();
        self.descendants().forEach(process -> add(spent, name(process.info()), process.info()));
        // The database leaves the process that started it.
        Instant start = self.info().startInstant().orElse(Instant.MAX);
        ProcessHandle.allProcesses()
                .map(ProcessHandle::info)
                .filter(info -> name(info).equals(DATABASE))
                .filter(info -> info.startInstant().orElse(Instant.MIN).isAfter(start))
                .forEach(info -> add(spent, DATABASE, info));
        add(spent, "load", self.info());
        return spent;
    }

    private static String name(ProcessHandle.Info info) {
        return info.command().map(command -> Path.of(command).getFileName().toString()).orElse("gone");
    }

    private static void add(Map<String, Duration> spent, String name, ProcessHandle.Info info) {
        info.totalCpuDuration().ifPresent(time -> spent.merge(name, time, Duration::plus));
    }
}
