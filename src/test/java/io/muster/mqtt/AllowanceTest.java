package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class AllowanceTest {

    private final AtomicLong now = new AtomicLong();

    @Test
    void much_may_come_at_once_but_not_for_ever() {
        Allowance<String> allowance = new Allowance<>(20, 100, now::get);
        assertThat(taken(allowance, "a", 5000)).isEqualTo(2000);
        assertThat(taken(allowance, "b", 1)).as("another unit").isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(taken(allowance, "a", 5000)).isEqualTo(60);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(taken(allowance, "a", 5000)).isEqualTo(2000);
    }

    @Test
    void none_is_set_by_zero() {
        assertThat(taken(new Allowance<>(0, 100, now::get), "a", 100_000)).isEqualTo(100_000);
    }

    private static long taken(Allowance<String> allowance, String unit, int times) {
        return IntStream.range(0, times).filter(i -> allowance.take(unit)).count();
    }
}
