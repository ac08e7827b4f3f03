package io.muster.device;

import io.muster.access.Access;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.AfterCommit;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Leaves the units of a customer that was suspended, or is no more, a registration that says so; be it because it was moved. What
 * is not told, because the program ends in between, the next announcement of the unit is answered with.
 */
@Component
class SuspensionNews {

    private static final Logger LOG = LoggerFactory.getLogger(SuspensionNews.class);
    private static final Set<String> ACTIONS = Set.of("suspended", "resumed");
    private static final int AT_ONCE = 1_000;
    /** Between two parts, so that the units of others are answered meanwhile. */
    private static final Duration BREATH = Duration.ofMillis(200);

    private final Access access;
    private final DeviceRepository devices;
    private final UnitChannel channel;
    private final Journal journal;

    SuspensionNews(Access access, DeviceRepository devices, UnitChannel channel, Journal journal) {
        this.access = access;
        this.devices = devices;
        this.channel = channel;
        this.journal = journal;
    }

    /** Not by the event registry, which would keep every change of the program for it. */
    @EventListener
    void on(Change.Changed event) {
        for (Change change : event.changes()) {
            TreePath place = change.place();
            if (change.kind() == Change.Kind.CUSTOMER && place != null) {
                if (ACTIONS.contains(change.action())) {
                    AfterCommit.run(() -> begin(() -> tell(place)));
                } else if (change.action().equals("moved_away")) {
                    AfterCommit.run(() -> begin(() -> moved(CustomerId.of(change.entity()), place)));
                }
            }
        }
    }

    private static void begin(Runnable news) {
        Thread.ofVirtual().name("suspension-news").start(news);
    }

    private void moved(CustomerId customer, TreePath from) {
        try {
            TreePath now = access.place(customer);
            if (access.isServed(from.customer()) != access.isServed(now.parent().customer())) {
                tell(now);
            }
        } catch (Rejected rejected) {
            LOG.debug("Customer {} is gone", customer);
        } catch (DataAccessException e) {
            LOG.warn("Not all units of customer {} are told yet where it is: {}", customer, e.getMessage());
        }
    }

    private void tell(TreePath place) {
        long last = 0;
        try {
            while (true) {
                List<Known> part = devices.inUse(place, last, AT_ONCE);
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
