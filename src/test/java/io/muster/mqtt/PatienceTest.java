package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.device.UnitTraffic.Health;
import io.muster.kernel.Rejected;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** A batch that the database does not take at once, and what is said meanwhile to whoever asks how it goes. */
@Tag("pure")
class PatienceTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final QuietOrigin sender = new QuietOrigin();
    private final List<Integer> done = new ArrayList<>();
    private final List<Integer> poisonous = new ArrayList<>();
    private @Nullable Health meanwhile;
    private Traffic traffic;
    private Patience patience;

    @BeforeEach
    void connect(@TempDir Path data) {
        MqttSettings settings = new MqttSettings(
                true, 1883, "127.0.0.1", "", null, null, null, false, null, 20, 0, data, TlsSettings.NONE);
        traffic = new Traffic(settings, meters, new DiskSpace(settings, 0), Clock.systemUTC());
        traffic.connected();
        patience = new Patience(meters, traffic);
    }

    static List<RuntimeException> whenSomebodyElseWasFaster() {
        return List.of(
                new OptimisticLockingFailureException("used up meanwhile"),
                new CannotAcquireLockException("deadlock"),
                Rejected.stale());
    }

    @ParameterizedTest
    @MethodSource("whenSomebodyElseWasFaster")
    void a_batch_that_somebody_else_overtook_is_tried_again_and_the_database_is_well(RuntimeException why) {
        failing(1, why, 1, 2, 3);
        assertThat(done).containsExactly(1, 2, 3);
        assertThat(meanwhile).isEqualTo(Health.WELL);
        assertThat(traffic.state().lastTrouble()).isNull();
        assertThat(meters.counter("muster.units.retries").count()).isEqualTo(1);
    }

    static List<RuntimeException> whenTheDatabaseIsAway() {
        return List.of(
                new DataAccessResourceFailureException("connection refused"),
                new CannotCreateTransactionException("no connection within 3 s"));
    }

    @ParameterizedTest
    @MethodSource("whenTheDatabaseIsAway")
    void a_batch_waits_for_a_database_that_is_away_and_says_so(RuntimeException why) {
        failing(2, why, 1, 2, 3);
        assertThat(done).containsExactly(1, 2, 3);
        assertThat(poisonous).isEmpty();
        assertThat(meanwhile).isEqualTo(Health.DATABASE_AWAY);
        assertThat(traffic.health()).as("once it is back").isEqualTo(Health.WELL);
    }

    @Test
    void one_message_that_cannot_be_taken_is_found_among_the_others() {
        patience.run(
                items(1, 2, 3, 4, 5),
                batch -> {
                    if (numbers(batch).contains(4)) {
                        throw new DataIntegrityViolationException("4 breaks a rule");
                    }
                    done.addAll(numbers(batch));
                },
                item -> poisonous.add(item.message()));
        assertThat(done).containsExactly(1, 2, 3, 5);
        assertThat(poisonous).containsExactly(4);
        assertThat(traffic.health()).isEqualTo(Health.WELL);
    }

    @Test
    void what_can_be_acknowledged_no_more_is_left_to_come_again() {
        sender.open = false;
        failing(0, new IllegalStateException("never asked"), 1, 2);
        assertThat(done).isEmpty();
        assertThat(poisonous).isEmpty();
    }

    /** Work that fails a few times before it succeeds, and sees by the second try what is said about the first. */
    private void failing(int times, RuntimeException why, Integer... messages) {
        int[] tries = {0};
        patience.run(
                items(messages),
                batch -> {
                    if (tries[0] > 0) {
                        meanwhile = traffic.health();
                    }
                    if (tries[0]++ < times) {
                        throw why;
                    }
                    done.addAll(numbers(batch));
                },
                item -> poisonous.add(item.message()));
    }

    private List<Patience.Item<Integer>> items(Integer... messages) {
        return IntStream.range(0, messages.length)
                .mapToObj(i -> new Patience.Item<>(
                        new Incoming(sender, i, 1, "muster/v1/enroll/request", new byte[0], false, Sender.UNKNOWN, 0),
                        messages[i]))
                .toList();
    }

    private static List<Integer> numbers(List<Patience.Item<Integer>> batch) {
        return batch.stream().map(Patience.Item::message).toList();
    }
}
