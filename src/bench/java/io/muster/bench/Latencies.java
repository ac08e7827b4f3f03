package io.muster.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Times from message to answer, in milliseconds, sorted. */
record Latencies(double[] sorted) {

    static Latencies ofNanos(long[] nanos) {
        double[] millis =
                Arrays.stream(nanos).filter(each -> each >= 0).mapToDouble(each -> each / 1e6).toArray();
        Arrays.sort(millis);
        return new Latencies(millis);
    }

    /** Of several runs together. */
    static Latencies of(List<Latencies> runs) {
        return new Latencies(runs.stream()
                .flatMapToDouble(run -> Arrays.stream(run.sorted))
                .sorted()
                .toArray());
    }

    double percentile(double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f / %.1f ms", percentile(0.5), percentile(0.99));
    }
}
