package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class LastMinuteTest {

    private final AtomicLong seconds = new AtomicLong(-1000);
    private final LastMinute minute = new LastMinute(() -> TimeUnit.SECONDS.toNanos(seconds.get()));

    @Test
    void what_is_older_than_a_minute_no_longer_counts() {
        minute.add();
        seconds.addAndGet(30);
        minute.add();
        minute.add();
        assertThat(minute.count()).isEqualTo(3);
        seconds.addAndGet(29);
        assertThat(minute.count()).isEqualTo(3);
        seconds.addAndGet(1);
        assertThat(minute.count()).isEqualTo(2);
        seconds.addAndGet(10_000);
        assertThat(minute.count()).isZero();
    }
}
