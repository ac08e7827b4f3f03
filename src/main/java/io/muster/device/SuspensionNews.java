package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Leaves the units of a customer that was suspended, or is no more, a registration that says so. What is not told, because the
 * program ends in between, the next announcement of the unit is answered with.
 */
@Component
class SuspensionNews {

    private static final Logger LOG = LoggerFactory.getLogger(SuspensionNews.class);
    private static final Set<String> ACTIONS = Set.of("suspended", "resumed");
    private static final int AT_ONCE = 1_000;
    /** Between two parts, so that the units of others are answered meanwhile. */
    private static final Duration BREATH = Duration.ofMillis(200);

    private final DeviceRepository devices;
    private final UnitChannel channel;
    private final Journal journal;

    SuspensionNews(DeviceRepository devices, UnitChannel channel, Journal journal) {
        this.devices = devices;
        this.channel = channel;
        this.journal = journal;
    }

    @TransactionalEventListener
    void on(Change.Changed event) {
        event.changes().stream()
                .filter(change -> change.kind() == Change.Kind.CUSTOMER && ACTIONS.contains(change.action()))
                .map(Change::place)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(place -> Thread.ofVirtual().name("suspension-news").start(() -> tell(place)));
    }

    private void tell(TreePath place) {
        long last = 0;
        try {
            while (true) {
                List<Known> part = devices.announced(place, last, AT_ONCE);
                part.forEach(known -> channel.registration(
                        known.device().registration(null, known.presence(), journal.now(), known.suspended())));
                if (part.size() < AT_ONCE) {
                    return;
                }
                last = part.getLast().device().id().value();
                Thread.sleep(BREATH);
            }
        } catch (DataAccessException e) {
            LOG.warn("Not all units of {} are told yet whether it is suspended: {}", place, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
