package io.muster.mqtt;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Leaves units to other instances when this one is stopped. While its session lived the broker would go on giving it its share of
 * the messages, and nobody would answer.
 */
@Component
class Departure {

    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** When nothing has been left to do for so many looks, nothing waits any more. */
    private static final int QUIET = 5;

    private final MqttSettings settings;
    private final Passes passes;
    private final Instances instances;

    Departure(MqttSettings settings, Passes passes, Instances instances) {
        this.settings = settings;
        this.passes = passes;
        this.instances = instances;
    }

    /**
     * Ends the session of a link, once what waits in it has been worked off, if there are others. What is left in it after a while
     * is taken over by one of them.
     *
     * @param filters that it has subscribed to
     */
    void leave(Link link, List<String> filters) {
        String self = passes.listenerClientId();
        try {
            if (settings.embedded() || !instances.leaves(self, PATIENCE)) {
                return;
            }
            link.takeNoMore(filters);
            if (isWorkedOff(link)) {
                link.leave();
                instances.gone(self);
                LOG.info("Other instances have the messages of this one from now on");
            }
        } catch (LinkBroken | DataAccessException | TransactionException e) {
            LOG.warn("What waits for this instance is taken over by others later: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until nothing more comes over a link that takes no more; false when that takes too long. */
    private static boolean isWorkedOff(Link link) throws InterruptedException {
        long begin = System.nanoTime();
        int quiet = 0;
        while (link.isOpen() && quiet < QUIET && System.nanoTime() - begin < PATIENCE.toNanos()) {
            Thread.sleep(LOOK);
            quiet = link.hasWorkLeft() ? 0 : quiet + 1;
        }
        return link.isOpen() && quiet == QUIET;
    }
}
