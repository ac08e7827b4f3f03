package io.muster.mqtt;

import java.time.Duration;
import java.util.Optional;
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
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final MqttSettings settings;
    private final Passes passes;
    private final Listener listener;
    private final Instances instances;
    private volatile @Nullable Thread thread;
    /** When this instance last said that it is alive; known to its own thread alone. */
    private long beaten;

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
        beaten = System.nanoTime();
        try {
            while (true) {
                try {
                    // After an outage of the database all the others look dead, until they had the time to say they are
                    // not.
                    if (beat()) {
                        takeOverAll();
                    }
                } catch (DataAccessException | TransactionException e) {
                    LOG.warn("Other instances cannot be looked after: {}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("Other instances cannot be looked after", e);
                }
                Thread.sleep(BEAT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that this instance is alive; false when it could not do so for so long that the others may think it is not. */
    private boolean beat() {
        instances.alive(passes.listenerClientId());
        long before = beaten;
        beaten = System.nanoTime();
        return beaten - before < Instances.SILENCE.toNanos();
    }

    /** One after the other: as long as one is taken over, the next one is there for others. */
    private void takeOverAll() throws InterruptedException {
        Optional<String> silent = instances.claimSilent(passes.listenerClientId());
        while (silent.isPresent()) {
            takeOver(silent.get());
            silent = instances.claimSilent(passes.listenerClientId());
        }
    }

    /** A long backlog takes longer than the others wait for a sign of life, of this instance and of the one it works for. */
    private void beatFor(String clientId) {
        if (System.nanoTime() - beaten < BEAT.toNanos()) {
            return;
        }
        try {
            beat();
            instances.keep(clientId);
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The others cannot be told that {} is being taken over: {}", clientId, e.getMessage());
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
                beatFor(clientId);
            }
            if (!link.isOpen()) {
                LOG.info("{} is back, or was taken over by another instance", clientId);
                return;
            }
            link.leave();
            instances.gone(clientId);
            LOG.info("{} messages of {}, which is silent, were taken over", count.get(), clientId);
        } catch (InterruptedException e) {
            instances.release(clientId);
            throw e;
        } catch (LinkBroken e) {
            LOG.warn("{}, which is silent, could not be taken over: {}", clientId, e.getMessage());
            if (link != null) {
                link.close();
            }
            if (Thread.currentThread().isInterrupted()) {
                instances.release(clientId);
            }
        }
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                // What it says must not come after what the listener says when it leaves.
                running.join(LAST_WORD);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
