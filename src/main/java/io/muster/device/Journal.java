package io.muster.device;

import io.muster.access.History;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** What the history and open pages are told about devices. */
@Component
class Journal {

    private final History history;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Journal(History history, ApplicationEventPublisher events, Clock clock) {
        this.history = history;
        this.events = events;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** A person changed a device. */
    void changed(Change.By by, Known known, String action, List<Change.Field> fields) {
        history.record(List.of(change(by, known, new Device.Event(action, fields), now())));
    }

    void record(List<Change> changes) {
        history.record(changes);
    }

    /** Devices of these customers look different now, be it only that they were heard; null stands for no customer. */
    void seen(List<@Nullable TreePath> places) {
        if (!places.isEmpty()) {
            List<TreePath> distinct =
                    places.stream().filter(Objects::nonNull).distinct().toList();
            boolean ownerless = places.stream().anyMatch(Objects::isNull);
            events.publishEvent(new Change.Seen(Change.Kind.DEVICE, distinct, ownerless));
        }
    }

    static Change change(Change.By by, Known known, Device.Event event, Instant at) {
        Device device = known.device();
        return new Change(
                at,
                by,
                Change.Kind.DEVICE,
                device.id().toString(),
                device.name().value(),
                known.place(),
                event.action(),
                event.fields());
    }

    /** What people decide about a device, where it differs between two states of it. */
    static List<Change.Field> difference(@Nullable Device before, Device after) {
        List<Change.Field> fields = new ArrayList<>();
        fields.addAll(Change.Field.of("name", before == null ? null : before.name(), after.name()));
        fields.addAll(Change.Field.of("customer", before == null ? null : before.customerId(), after.customerId()));
        fields.addAll(Change.Field.of("location", before == null ? null : before.locationId(), after.locationId()));
        fields.addAll(Change.Field.of(
                "state",
                before == null ? null : before.state().wire(),
                after.state().wire()));
        if (before == null) {
            fields.addAll(Change.Field.of("unitId", null, after.unitId()));
        }
        return fields;
    }
}
