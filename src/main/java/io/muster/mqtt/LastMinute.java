package io.muster.mqtt;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts what came within the last 60 seconds. */
final class LastMinute {

    private static final int SECONDS = 60;

    private final long[] counts = new long[SECONDS];
    private final LongSupplier nanos;
    private long last;

    LastMinute() {
        this(System::nanoTime);
    }

    LastMinute(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = second();
    }

    synchronized void add() {
        forget();
        counts[Math.floorMod(last, SECONDS)]++;
    }

    synchronized long count() {
        forget();
        return Arrays.stream(counts).sum();
    }

    private void forget() {
        long now = second();
        for (long second = Math.max(last + 1, now - SECONDS + 1); second <= now; second++) {
            counts[Math.floorMod(second, SECONDS)] = 0;
        }
        last = now;
    }

    private long second() {
        return TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong());
    }
}
