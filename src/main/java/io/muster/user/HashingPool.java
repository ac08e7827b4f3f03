package io.muster.user;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Where passwords are hashed, which takes memory and a processor for a while: on few threads of its own, so that requests and
 * units do not suffer from many who sign in at once. Who comes when too many wait already is told to come back.
 */
@Component
class HashingPool {

    private static final int FEWEST = 2;
    private static final int MOST = 4;
    private static final int LONGEST_QUEUE = 100;
    private static final Duration COME_BACK = Duration.ofSeconds(3);

    private final ThreadPoolExecutor pool;

    HashingPool() {
        this(Math.clamp(Runtime.getRuntime().availableProcessors(), FEWEST, MOST), LONGEST_QUEUE);
    }

    HashingPool(int threads, int queue) {
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().daemon().name("hashing-", 1).factory());
    }

    /**
     * Runs it there, and waits for the result.
     *
     * @throws TooManyAttempts when too many wait
     */
    <T> T run(Callable<T> work) {
        Future<T> result;
        try {
            result = pool.submit(work);
        } catch (RejectedExecutionException full) {
            throw new TooManyAttempts(COME_BACK);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new TooManyAttempts(COME_BACK);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** How many wait for a thread. */
    int waiting() {
        return pool.getQueue().size();
    }

    @PreDestroy
    void stop() {
        pool.shutdown();
    }
}
