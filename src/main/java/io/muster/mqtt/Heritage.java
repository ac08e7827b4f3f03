package io.muster.mqtt;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes over what other instances leave behind. A broker goes on giving a dead instance its share of the messages, for as long
 * as its session lives; so whoever is still there takes the session over, works off what waits in it, and ends it.
 */
@Component
class Heritage implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Heritage.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    /** When nothing has come for this long, nothing waits any more. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final MqttSettings settings;
    private final Passes passes;
    private final Listener listener;
    private final Instances instances;
    private volatile @Nullable Thread thread;

    Heritage(MqttSettings settings, Passes passes, Listener listener, Instances instances) {
        this.settings = settings;
        this.passes = passes;
        this.listener = listener;
        this.instances = instances;
    }

    @Override
    public synchronized void start() {
        if (!settings.embedded() && thread == null) {
            thread = Thread.ofPlatform().name("units-heritage").daemon().start(this::watch);
        }
    }

    private void watch() {
        long last = System.nanoTime();
        try {
            while (true) {
                try {
                    instances.alive(passes.listenerClientId());
                    long now = System.nanoTime();
                    // After an outage of the database all the others look dead, until they had the time to say they are
                    // not.
                    boolean steady = now - last < Instances.SILENCE.toNanos();
                    last = now;
                    if (steady) {
                        for (String silent : instances.claimSilent(passes.listenerClientId())) {
                            takeOver(silent);
                        }
                    }
                } catch (DataAccessException | TransactionException e) {
                    LOG.warn("Other instances cannot be looked after: {}", e.getMessage());
                }
                Thread.sleep(BEAT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeOver(String clientId) throws InterruptedException {
        AtomicLong last = new AtomicLong(System.nanoTime());
        AtomicLong count = new AtomicLong();
        Link link = null;
        try {
            link = Link.toHeritage(settings.brokerUrl(), clientId, message -> {
                last.set(System.nanoTime());
                count.incrementAndGet();
                listener.sort(message);
            });
            link.openToEmpty(passes.listenerUser(), passes.listenerPassword(), listener.filters());
            while (link.isOpen() && (link.hasWorkLeft() || System.nanoTime() - last.get() < QUIET.toNanos())) {
                Thread.sleep(LOOK);
            }
            if (!link.isOpen()) {
                LOG.info("{} is back, or was taken over by another instance", clientId);
                return;
            }
            link.leave();
            LOG.info("{} messages of {}, which is silent, were taken over", count.get(), clientId);
        } catch (LinkBroken e) {
            LOG.warn("{}, which is silent, could not be taken over: {}", clientId, e.getMessage());
            if (link != null) {
                link.close();
            }
            instances.unclaim(clientId);
        }
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return EmbeddedBroker.PHASE + 2;
    }
}
