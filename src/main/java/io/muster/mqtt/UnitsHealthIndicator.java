package io.muster.mqtt;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of readiness: units can be heard. */
@Component
class UnitsHealthIndicator implements HealthIndicator {

    private final Listener listener;

    UnitsHealthIndicator(Listener listener) {
        this.listener = listener;
    }

    @Override
    public Health health() {
        return listener.link() == null ? Health.down().build() : Health.up().build();
    }
}
