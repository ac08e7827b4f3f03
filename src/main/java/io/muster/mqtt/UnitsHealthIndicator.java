package io.muster.mqtt;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of readiness: units can be heard. */
@Component
class UnitsHealthIndicator implements HealthIndicator {

    private final Listener listener;
    private final Traffic traffic;

    UnitsHealthIndicator(Listener listener, Traffic traffic) {
        this.listener = listener;
        this.traffic = traffic;
    }

    /**
     * A full disk and a queue are said, but do not make it unready: turning people away mends neither. The database has an
     * indicator of its own.
     */
    @Override
    public Health health() {
        return (listener.link() == null ? Health.down() : Health.up())
                .withDetail("units", traffic.health().name())
                .build();
    }
}
