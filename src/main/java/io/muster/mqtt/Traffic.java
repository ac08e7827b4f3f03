package io.muster.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.device.UnitTraffic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Knows how it goes between units and the program: what the listener tells it, and what is counted in the metrics. */
@Component
class Traffic implements UnitTraffic {

    private static final Duration LONG_LAG = Duration.ofSeconds(30);

    /** A batch that waits for the database tries again within this time; else nothing waits any more. */
    private static final Duration LONGEST_TRY = Duration.ofSeconds(15);

    private static final int LONGEST_TROUBLE = 300;

    private final MqttSettings settings;
    private final MeterRegistry meters;
    private final DiskSpace disk;
    private final Clock clock;
    private final LastMinute lastMinute = new LastMinute();
    private volatile @Nullable Instant connectedSince;
    private volatile @Nullable Instant databaseFailedAt;
    private volatile @Nullable Trouble trouble;

    Traffic(MqttSettings settings, MeterRegistry meters, DiskSpace disk, Clock clock) {
        this.settings = settings;
        this.meters = meters;
        this.disk = disk;
        this.clock = clock;
        Gauge.builder("muster.units.rate", lastMinute, minute -> minute.count() / 60.0)
                .baseUnit("messages per second")
                .register(meters);
        Gauge.builder("muster.units.connected", this, traffic -> traffic.connectedSince == null ? 0 : 1)
                .register(meters);
        Gauge.builder("muster.data.free.bytes", disk, DiskSpace::free).register(meters);
    }

    void received() {
        lastMinute.add();
    }

    void connected() {
        connectedSince = clock.instant();
    }

    /** There is no link to the broker. */
    void brokerAway(String why) {
        connectedSince = null;
        trouble(why);
    }

    /** A batch waits for the database. */
    void databaseAway(String why) {
        databaseFailedAt = clock.instant();
        trouble(why);
    }

    /** A batch has been committed. */
    void databaseThere() {
        databaseFailedAt = null;
    }

    void trouble(String what) {
        String line = what.lines().findFirst().orElse("");
        trouble = new Trouble(clock.instant(), line.substring(0, Math.min(line.length(), LONGEST_TROUBLE)));
    }

    Health health() {
        if (disk.isLow()) {
            return Health.DISK_FULL;
        }
        Instant failed = databaseFailedAt;
        if (failed != null && failed.isAfter(clock.instant().minus(LONGEST_TRY))) {
            return Health.DATABASE_AWAY;
        }
        if (connectedSince == null) {
            return Health.BROKER_AWAY;
        }
        return value("muster.units.lag.seconds") > LONG_LAG.toSeconds() ? Health.SLOW : Health.WELL;
    }

    @Override
    public State state() {
        Map<String, Long> refused = new TreeMap<>();
        for (Counter each : meters.find("muster.units.refused").counters()) {
            String reason = each.getId().getTag("reason");
            refused.merge(reason == null ? "" : reason, (long) each.count(), Long::sum);
        }
        return new State(
                health(),
                settings.brokerUrl(),
                connectedSince,
                (long) value("muster.units.received"),
                lastMinute.count(),
                refused,
                (long) value("muster.units.retries"),
                (long) value("muster.units.waiting"),
                Duration.ofMillis((long) (1000 * value("muster.units.lag.seconds"))),
                (long) value("muster.units.dropped"),
                (long) value("muster.broker.accounts.waiting"),
                (long) value("muster.broker.accounts.missing"),
                disk.free(),
                trouble);
    }

    /** A number that another part of the module counts; 0 when it does not. */
    private double value(String name) {
        Meter meter = meters.find(name).meter();
        double value = switch (meter) {
            case Counter counter -> counter.count();
            case Gauge gauge -> gauge.value();
            case null, default -> 0;
        };
        return Double.isNaN(value) ? 0 : value;
    }
}
