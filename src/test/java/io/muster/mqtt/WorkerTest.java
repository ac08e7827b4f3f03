package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    void who_announces_alone_does_not_wait_for_others(int last) {
        assertThat(Worker.waitAfter(last)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"8, 500", "9, 1000", "14, 3500", "19, 6000", "500, 6000"})
    void where_several_come_at_once_a_batch_waits_for_more_but_a_few_milliseconds_at_most(int last, int micros) {
        assertThat(Worker.waitAfter(last)).isEqualTo(Duration.ofNanos(micros * 1000L));
    }

    @Test
    void a_trickle_never_makes_a_batch_wait_longer_and_longer() {
        // A message each 0.6 ms, and a batch that takes 1 ms itself: the wait dies out by itself.
        int last = 16;
        for (int batch = 0; batch < 20; batch++) {
            last = 1 + (int) ((1.0 + Worker.waitAfter(last).toNanos() / 1e6) / 0.6);
        }
        assertThat(Worker.waitAfter(last)).isZero();
    }
}
