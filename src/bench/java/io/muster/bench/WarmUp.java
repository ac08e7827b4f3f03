package io.muster.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * Sends the same again and again until the compiler of the program has seen it all: while it compiles, it takes the processors
 * from what is measured.
 */
final class WarmUp {

    /** Rounds at most. */
    static final int MOST = 24;

    /** Part of a processor that the compiler may still take. */
    private static final double REST = 0.05;

    private WarmUp() {}

    /** Returns how many rounds it took, and what the compiler took in the last one. */
    static String of(Server program, Comparison.Turn round) throws Exception {
        double share = 1;
        int rounds = 0;
        while (share > REST && rounds < MOST) {
            Duration before = program.compiling();
            long begin = System.nanoTime();
            round.send(rounds++);
            share = (double) program.compiling().minus(before).toNanos() / (System.nanoTime() - begin);
        }
        return String.format(Locale.ROOT, "%d rounds, compiler at %.0f %% of a processor", rounds, share * 100);
    }
}
