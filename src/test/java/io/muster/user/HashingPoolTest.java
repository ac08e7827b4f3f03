package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class HashingPoolTest {

    @Test
    void passwords_are_hashed_on_threads_of_their_own_never_on_virtual_ones() throws Exception {
        HashingPool pool = new HashingPool(1, 1);
        try (var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread thread =
                    virtual.submit(() -> pool.run(Thread::currentThread)).get();
            assertThat(thread.isVirtual()).isFalse();
            assertThat(thread.getName()).startsWith("hashing-");
        }
        pool.stop();
    }

    @Test
    void whoever_comes_when_the_queue_is_full_is_told_to_come_back() throws Exception {
        HashingPool pool = new HashingPool(1, 1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Executor each = task -> Thread.ofPlatform().start(task);
        CompletableFuture<Object> first = CompletableFuture.supplyAsync(
                () -> pool.run(() -> {
                    running.countDown();
                    end.await();
                    return "first";
                }),
                each);
        running.await();
        CompletableFuture<Object> second = CompletableFuture.supplyAsync(() -> pool.run(() -> "second"), each);
        await().atMost(Duration.ofSeconds(10)).until(() -> pool.waiting() == 1);
        assertThatThrownBy(() -> pool.run(() -> "third"))
                .isInstanceOfSatisfying(
                        TooManyAttempts.class,
                        full -> assertThat(full.waiting()).isPositive());
        end.countDown();
        assertThat(first.join()).isEqualTo("first");
        assertThat(second.join()).isEqualTo("second");
        pool.stop();
    }

    @Test
    void what_goes_wrong_there_goes_wrong_here() {
        HashingPool pool = new HashingPool(1, 1);
        assertThatThrownBy(() -> pool.run(() -> {
                    throw new IllegalArgumentException("no hash");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        pool.stop();
    }
}
