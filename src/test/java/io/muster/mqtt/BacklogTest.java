package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mqtt.Backlog.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who works here waits until all is done: without an end to that, a message that is lost would make it wait for ever. */
@Tag("pure")
@Timeout(60)
class BacklogTest {

    /** No batch of a test takes so long. */
    private static final Duration NEVER = Duration.ofHours(1);

    /** Each batch takes long from its beginning. */
    private static final Duration AT_ONCE = Duration.ZERO;

    private final QuietOrigin source = new QuietOrigin();

    @Test
    void what_has_come_is_one_batch() throws Exception {
        Backlog backlog = new Backlog(NEVER);
        List<Incoming> came = List.of(from("a", 1), from("b", 2), from("a", 3));
        came.forEach(backlog::offer);

        assertThat(next(backlog).messages()).isEqualTo(came);
        assertThat(backlog.size()).isZero();
    }

    @Test
    void what_comes_meanwhile_is_the_next_one() throws Exception {
        Backlog backlog = new Backlog(NEVER);
        backlog.offer(from("a", 1));
        Batch first = next(backlog);
        List<Incoming> meanwhile = List.of(from("b", 2), from("a", 3));
        meanwhile.forEach(backlog::offer);

        assertThat(backlog.begin()).isNull();
        backlog.finish(first);
        assertThat(next(backlog).messages()).isEqualTo(meanwhile);
    }

    @Test
    void beside_one_that_takes_long_others_are_given_out_but_not_those_of_its_units() throws Exception {
        Backlog backlog = new Backlog(AT_ONCE);
        backlog.offer(from("a", 1));
        Batch held = next(backlog);
        Incoming again = from("a", 2);
        Incoming other = from("b", 3);
        backlog.offer(again);
        backlog.offer(other);

        Batch beside = next(backlog);
        assertThat(beside.messages()).containsExactly(other);
        backlog.finish(beside);
        assertThat(backlog.begin()).isNull();
        backlog.finish(held);
        assertThat(next(backlog).messages()).containsExactly(again);
    }

    @Test
    void nothing_is_given_out_twice_and_each_unit_keeps_its_order_whoever_works() throws Exception {
        int units = 7;
        int messages = 20_000;
        Backlog backlog = new Backlog(AT_ONCE);
        Map<String, List<Integer>> taken = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(messages);
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int worker = 0; worker < 4; worker++) {
                workers.add(threads.submit(() -> {
                    while (left.getCount() > 0) {
                        Batch batch = backlog.begin();
                        if (batch == null) {
                            continue;
                        }
                        backlog.fill(batch);
                        for (Incoming message : batch.messages()) {
                            taken.computeIfAbsent(message.topic(), topic -> new ArrayList<>())
                                    .add(message.id());
                            left.countDown();
                        }
                        backlog.finish(batch);
                    }
                    return null;
                }));
            }
            for (int n = 0; n < messages; n++) {
                backlog.offer(from("unit" + n % units, n));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        for (int unit = 0; unit < units; unit++) {
            int first = unit;
            assertThat(taken.get(topic("unit" + unit)))
                    .isEqualTo(IntStream.range(0, messages)
                            .filter(n -> n % units == first)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void heartbeats_that_nobody_can_work_off_are_dropped_and_nothing_else() {
        Backlog backlog = new Backlog(NEVER);
        int kept = 0;
        while (backlog.offer(message("a", kept, 0))) {
            kept++;
        }

        assertThat(kept).isGreaterThanOrEqualTo(2 * Link.RECEIVE_MAXIMUM);
        assertThat(backlog.offer(from("a", kept))).isTrue();
        assertThat(backlog.size()).isEqualTo(kept + 1);
    }

    @Test
    void what_came_by_a_way_that_is_gone_is_forgotten_and_the_rest_is_given_back_at_the_end() throws Exception {
        Backlog backlog = new Backlog(NEVER);
        backlog.offer(from("a", 1));
        source.open = false;
        backlog.forgetGone();
        assertThat(backlog.begin()).isNull();

        source.open = true;
        backlog.offer(from("a", 2));
        backlog.giveBack();
        assertThat(source.open).isFalse();
        assertThat(backlog.size()).isZero();
    }

    @Test
    void it_tells_how_long_messages_wait() throws Exception {
        Backlog backlog = new Backlog(NEVER);
        assertThat(backlog.lag()).isZero();
        assertThat(backlog.waited()).isZero();

        long since = System.nanoTime() - Duration.ofSeconds(10).toNanos();
        backlog.offer(new Incoming(source, 1, 1, topic("a"), new byte[0], false, Sender.UNKNOWN, since));
        assertThat(backlog.waited()).isBetween(10.0, 60.0);

        Batch batch = next(backlog);
        assertThat(backlog.waited()).isZero();
        assertThat(backlog.lag()).isBetween(10.0, 60.0);

        backlog.finish(batch);
        assertThat(backlog.lag()).isZero();
    }

    private static Batch next(Backlog backlog) throws InterruptedException {
        Batch batch = backlog.begin();
        assertThat(batch).isNotNull();
        backlog.fill(batch);
        return batch;
    }

    private Incoming from(String unit, int id) {
        return message(unit, id, 1);
    }

    private Incoming message(String unit, int id, int qos) {
        return new Incoming(source, id, qos, topic(unit), new byte[0], false, Sender.UNKNOWN, System.nanoTime());
    }

    private static String topic(String unit) {
        return "muster/v1/" + unit + "/announce";
    }
}
