package io.muster.mqtt;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.device.BrokerAccounts;
import io.muster.device.BrokerAccounts.Due;
import io.muster.device.BrokerComparison;
import io.muster.device.IngestLog;
import io.muster.kernel.UnitId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Lets an external Mosquitto follow the database: whoever gets a password can sign in there, and whose password holds no more
 * is thrown out. What could not be told is told again, until it is done.
 */
@Component
class AccountKeeper implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AccountKeeper.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    /** Units that are told of in one message, which must stay below what the broker takes. */
    private static final int BATCH = 25;

    private final MqttSettings settings;
    private final Passes passes;
    private final BrokerAccounts accounts;
    private final BrokerComparison comparison;
    private final IngestLog ingest;
    private final Traffic traffic;
    private volatile @Nullable Thread thread;
    private volatile int missing;

    AccountKeeper(
            MqttSettings settings,
            Passes passes,
            BrokerAccounts accounts,
            BrokerComparison comparison,
            IngestLog ingest,
            Traffic traffic,
            MeterRegistry meters) {
        this.settings = settings;
        this.passes = passes;
        this.accounts = accounts;
        this.comparison = comparison;
        this.ingest = ingest;
        this.traffic = traffic;
        Gauge.builder("muster.broker.accounts.waiting", accounts, BrokerAccounts::waiting)
                .register(meters);
        Gauge.builder("muster.broker.accounts.missing", this, keeper -> keeper.missing)
                .register(meters);
    }

    /** Units whose password the broker did not know when it was last asked, and which somebody has to reset. */
    int missing() {
        return missing;
    }

    boolean isWanted() {
        return !settings.embedded() && settings.dynsec();
    }

    @Override
    public synchronized void start() {
        if (isWanted() && thread == null) {
            thread = Thread.ofPlatform().name("units-accounts").daemon().start(this::keep);
        }
    }

    private void keep() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try (DynamicSecurity broker = DynamicSecurity.open(
                        settings.brokerUrl(),
                        passes.listenerClientId() + "-accounts",
                        passes.listenerUser(),
                        passes.listenerPassword())) {
                    UnitRoles roles = new UnitRoles(broker);
                    reconcile(roles);
                    while (broker.isOpen()) {
                        if (!tell(roles)) {
                            accounts.await(LOOK);
                        }
                    }
                } catch (IOException e) {
                    LOG.warn("The broker cannot be told who may sign in: {}", e.getMessage());
                    traffic.trouble("The broker cannot be told who may sign in: " + e.getMessage());
                } catch (DataAccessException | TransactionException e) {
                    LOG.warn("It is not known who may sign in at the broker: {}", e.toString());
                } catch (RuntimeException e) {
                    LOG.error("The broker cannot be told who may sign in", e);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reconcile(UnitRoles roles) throws IOException {
        Set<UnitId> known = new HashSet<>(roles.units());
        List<UnitId> strangers = comparison.reconcile(known);
        missing = strangers.size();
        if (!strangers.isEmpty()) {
            LOG.warn("{} units cannot sign in at the broker until their credentials are reset", strangers.size());
        }
        ingest.refusedAll(strangers, "not_at_broker", "the broker does not know its password: reset the credential");
    }

    /** Returns false when there is nothing to tell. */
    private boolean tell(UnitRoles roles) throws IOException {
        List<Due> batch = accounts.take(passes.listenerClientId(), BATCH);
        if (batch.isEmpty()) {
            return false;
        }
        List<UnitRoles.Outcome> outcomes = roles.tell(batch);
        for (int i = 0; i < batch.size(); i++) {
            Due due = batch.get(i);
            switch (outcomes.get(i)) {
                case UnitRoles.Outcome.Done done -> accounts.done(due);
                case UnitRoles.Outcome.Taken taken -> {
                    LOG.error("Somebody else at the broker is called {}; the unit cannot sign in", due.unit());
                    ingest.refused(due.unit(), "", "not_at_broker", "the broker has another user of this name", "");
                    accounts.done(due);
                }
                case UnitRoles.Outcome.Failed failed -> {
                    LOG.warn("The broker does not follow for {}: {}", due.unit(), failed.why());
                    accounts.failed(due);
                }
            }
        }
        return true;
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
        return EmbeddedBroker.PHASE + 1;
    }
}
