package io.muster.access;

import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Says what was changed, from inside the transaction that changes it: the history keeps it, and open pages are told. */
@Component
public class History {

    private final ApplicationEventPublisher events;
    private final Clock clock;

    History(ApplicationEventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    public void record(
            Change.By by,
            Change.Kind kind,
            Object entity,
            String label,
            @Nullable TreePath place,
            String action,
            List<Change.Field> fields) {
        record(List.of(new Change(clock.instant(), by, kind, entity.toString(), label, place, action, fields)));
    }

    public void record(List<Change> changes) {
        if (!changes.isEmpty()) {
            events.publishEvent(new Change.Changed(changes));
        }
    }
}
