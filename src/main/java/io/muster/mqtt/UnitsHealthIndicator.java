package io.muster.mqtt;

import io.muster.device.UnitTraffic;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of readiness: units can be heard. */
@Component
class UnitsHealthIndicator implements HealthIndicator {

    private final MqttSettings settings;
    private final Listener listener;
    private final Traffic traffic;

    UnitsHealthIndicator(MqttSettings settings, Listener listener, Traffic traffic) {
        this.settings = settings;
        this.listener = listener;
        this.traffic = traffic;
    }

    /**
     * No link to the broker, or a full disk, for which the broker inside turns every unit away until there is room. A queue is no
     * reason: turning people away does not mend it. The database has an indicator of its own.
     */
    @Override
    public Health health() {
        UnitTraffic.Health units = traffic.health();
        boolean turnedAway = settings.embedded() && units == UnitTraffic.Health.DISK_FULL;
        Health.Builder health =
                listener.link() == null ? Health.down() : turnedAway ? Health.outOfService() : Health.up();
        return health.withDetail("units", units.name()).build();
    }
}
