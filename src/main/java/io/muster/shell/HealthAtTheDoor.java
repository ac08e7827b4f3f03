package io.muster.shell;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Liveness and readiness on the port of the pages, also where the rest of the management has a port of its own; without one,
 * the management answers there itself.
 */
@RestController
@Hidden
class HealthAtTheDoor {

    private final HealthEndpoint health;

    HealthAtTheDoor(HealthEndpoint health) {
        this.health = health;
    }

    /** Bare, as anonymous visitors see it. */
    record Answer(String status) {}

    @GetMapping("/actuator/health/{group:liveness|readiness}")
    ResponseEntity<Answer> of(@PathVariable String group) {
        HealthDescriptor found = health.healthForPath(group);
        Status status = found == null ? Status.UNKNOWN : found.getStatus();
        return ResponseEntity.status(status.equals(Status.UP) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Answer(status.getCode()));
    }
}
