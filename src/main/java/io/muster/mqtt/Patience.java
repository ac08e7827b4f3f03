package io.muster.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.kernel.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Brings a batch through whatever the database does. While the database is away the batch waits, unacknowledged; when its data
 * are at fault the batch is halved until the message that is to blame stands alone. When somebody else was faster it is tried
 * again.
 */
@Component
class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int TRIES_ALONE = 3;

    private final Counter retries;
    private final Traffic traffic;

    Patience(MeterRegistry meters, Traffic traffic) {
        this.traffic = traffic;
        this.retries = meters.counter("muster.units.retries");
    }

    /** A message together with what it was decoded to. */
    record Item<T>(Incoming incoming, T message) {}

    /**
     * Does the work, as often as it takes.
     *
     * @param poison called for a message that fails by itself, whatever is done
     */
    <T> void run(List<Item<T>> items, Consumer<List<Item<T>>> work, Consumer<Item<T>> poison) {
        Duration pause = FIRST_PAUSE;
        int tries = 0;
        List<Item<T>> left = items;
        while (true) {
            // What cannot be acknowledged any more comes again.
            left = left.stream()
                    .filter(item -> item.incoming().origin().isOpen())
                    .toList();
            if (left.isEmpty() || Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                work.accept(left);
                traffic.databaseThere();
                flush(left);
                return;
            } catch (RuntimeException e) {
                tries++;
                retries.increment();
                if (isTheirFault(e) && left.size() > 1) {
                    run(left.subList(0, left.size() / 2), work, poison);
                    run(left.subList(left.size() / 2, left.size()), work, poison);
                    return;
                }
                if (isTheirFault(e) && tries >= TRIES_ALONE) {
                    LOG.error(
                            "A message on {} cannot be taken",
                            left.getFirst().incoming().topic(),
                            e);
                    poison.accept(left.getFirst());
                    flush(left);
                    return;
                }
                if (!isTheirFault(e) && !isOvertaken(e)) {
                    traffic.databaseAway("Messages wait for the database: " + e.getMessage());
                }
                LOG.warn("{} messages are tried again: {}", left.size(), e.toString());
            }
            if (!rest(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** What was answered is on its way before the next ones are waited for. */
    private static <T> void flush(List<Item<T>> done) {
        done.stream().map(item -> item.incoming().origin()).distinct().forEach(Origin::flush);
    }

    /** True when trying again later would be of no use: the data break a rule of the database, or the program has a bug. */
    private static boolean isTheirFault(RuntimeException e) {
        return switch (e) {
            case DataIntegrityViolationException broken -> true;
            case InvalidDataAccessResourceUsageException broken -> true;
            case InvalidDataAccessApiUsageException broken -> true;
            case DataAccessException away -> false;
            case TransactionException away -> false;
            case Rejected rejected -> !isOvertaken(rejected);
            default -> true;
        };
    }

    /** True when somebody else was faster: the database is well. */
    private static boolean isOvertaken(RuntimeException e) {
        return e instanceof ConcurrencyFailureException
                || e instanceof Rejected rejected && rejected.kind() == Rejected.Kind.STALE;
    }

    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
