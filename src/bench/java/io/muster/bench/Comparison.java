package io.muster.bench;

import io.muster.bench.Load.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Muster and its limit at the same task, each with a part of it in turn: no machine is equally fast every minute, and both are to
 * have the same minutes.
 */
final class Comparison {

    static final int TURNS = 5;

    /** Sends a part of what is to be sent. */
    @FunctionalInterface
    interface Turn {
        Result send(int number) throws Exception;
    }

    /** What the turns of one of the two came to. */
    static final class Sum {

        private final List<Result> results = new ArrayList<>();
        private final Cost cost = new Cost();

        private void add(Turn turn, int number) throws Exception {
            cost.begin();
            results.add(turn.send(number));
            cost.end();
        }

        double perSecond() {
            return answered() / results.stream().mapToDouble(Result::seconds).sum();
        }

        Latencies latencies() {
            return Latencies.of(results.stream().map(Result::latencies).toList());
        }

        String cost() {
            return cost.each(answered());
        }

        private int answered() {
            return results.stream().mapToInt(Result::answered).sum();
        }
    }

    final Sum muster = new Sum();
    final Sum limit = new Sum();

    Comparison(Turn muster, Turn limit) throws Exception {
        for (int number = 0; number < TURNS; number++) {
            this.limit.add(limit, number);
            this.muster.add(muster, number);
        }
    }

    /** How far Muster came in each turn, as a part of what its limit did. */
    String ratios() {
        return IntStream.range(0, TURNS)
                .mapToObj(turn -> String.format(
                        Locale.ROOT,
                        "%.2f",
                        muster.results.get(turn).perSecond() / limit.results.get(turn).perSecond()))
                .collect(Collectors.joining(" "));
    }
}
