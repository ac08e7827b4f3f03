package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.shared.Registration;
import io.muster.kernel.AfterCommit;
import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/**
 * Tells open pages that something in their part of the tree looks different now. It carries notice, never data: each page
 * reads anew through its service, with its own rights. Many notices in a moment make one refresh.
 */
@org.springframework.stereotype.Component
public class LiveUpdates {

    private static final Logger LOG = LoggerFactory.getLogger(LiveUpdates.class);
    private static final long GATHER_MS = 300;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-updates").factory());

    private record Subscription(
            UI ui, Set<Change.Kind> kinds, TreePath place, Runnable refresh, AtomicBoolean pending) {

        boolean concerns(Notice notice) {
            return kinds.contains(notice.kind())
                    && ((notice.ownerless() && place.isRoot())
                            || notice.places().stream().anyMatch(place::covers));
        }
    }

    private final Neighbours neighbours;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    LiveUpdates(Neighbours neighbours, ApplicationEventPublisher events, Clock clock) {
        this.neighbours = neighbours;
        this.events = events;
        this.clock = clock;
        neighbours.listen(this::heard, this::refreshAll);
    }

    /** What a component follows, so that it follows one place at a time. */
    private final class Following {

        private final TreePath place;
        private final Set<Change.Kind> kinds;
        private final Runnable refresh;
        private final List<Registration> listeners;
        private @Nullable Subscription subscription;

        Following(Component component, TreePath place, Set<Change.Kind> kinds, Runnable refresh) {
            this.place = place;
            this.kinds = kinds;
            this.refresh = refresh;
            listeners = List.of(
                    component.addAttachListener(attached -> begin(attached.getUI())),
                    component.addDetachListener(detached -> pause()));
            if (component.isAttached()) {
                component.getUI().ifPresent(this::begin);
            }
        }

        private void begin(UI ui) {
            pause();
            Subscription fresh = new Subscription(ui, kinds, place, refresh, new AtomicBoolean());
            subscription = fresh;
            subscriptions.add(fresh);
        }

        private void pause() {
            if (subscription != null) {
                subscriptions.remove(subscription);
                subscription = null;
            }
        }

        void end() {
            pause();
            listeners.forEach(Registration::remove);
        }
    }

    /**
     * Runs {@code refresh} in the page's own session whenever something of these kinds changes at or below a place, for as
     * long as the component is attached. A component follows one place: the last one that was asked for.
     */
    public void follow(Component component, TreePath place, Set<Change.Kind> kinds, Runnable refresh) {
        Following before = ComponentUtil.getData(component, Following.class);
        if (before != null) {
            before.end();
        }
        ComponentUtil.setData(component, Following.class, new Following(component, place, kinds, refresh));
    }

    /**
     * Runs {@code refresh} in the page's own session when the next of these moments has come, if the component is there then: nobody
     * tells of what ends by time. Those count that were said last; what is more than a day away is not waited for.
     */
    public void at(Component component, Stream<@Nullable Instant> moments, Runnable refresh) {
        Waiting before = ComponentUtil.getData(component, Waiting.class);
        if (before != null) {
            before.end();
        }
        Instant now = clock.instant();
        Waiting next = moments.filter(moment -> moment != null && moment.isAfter(now))
                .min(Comparator.naturalOrder())
                .map(moment -> Duration.between(now, moment))
                .filter(time -> time.compareTo(LONGEST_WAIT) < 0)
                .map(time -> new Waiting(component, time.plusMillis(GATHER_MS), refresh))
                .orElse(null);
        ComponentUtil.setData(component, Waiting.class, next);
    }

    private final class Waiting {

        private final ScheduledFuture<?> due;
        private final Registration leaves;

        Waiting(Component component, Duration time, Runnable refresh) {
            UI ui = UI.getCurrent();
            due = timer.schedule(() -> wake(ui, component, refresh), time.toMillis(), TimeUnit.MILLISECONDS);
            leaves = component.addDetachListener(left -> end());
        }

        private void wake(UI ui, Component component, Runnable refresh) {
            try {
                ui.access(() -> {
                    if (component.isAttached()) {
                        refresh.run();
                    }
                });
            } catch (UIDetachedException e) {
                LOG.debug("A page was closed before the time came that it waited for");
            }
        }

        void end() {
            due.cancel(false);
            leaves.remove();
        }
    }

    /** How many pages are being told. */
    int followers() {
        return subscriptions.size();
    }

    @EventListener
    void changed(Change.Changed event) {
        for (Change.Kind kind : Change.Kind.values()) {
            List<Change> ofKind = event.changes().stream()
                    .filter(change -> change.kind() == kind)
                    .toList();
            if (!ofKind.isEmpty()) {
                Set<TreePath> places = new HashSet<>();
                ofKind.stream().map(Change::place).filter(Objects::nonNull).forEach(places::add);
                boolean ownerless = ofKind.stream().anyMatch(change -> change.place() == null);
                afterCommit(new Notice(kind, List.copyOf(places), ownerless));
            }
        }
    }

    @EventListener
    void seen(Change.Seen event) {
        afterCommit(new Notice(event.kind(), event.places(), event.ownerless()));
    }

    private void afterCommit(Notice notice) {
        AfterCommit.runOrNow(() -> tellEverybody(notice));
    }

    private void tellEverybody(Notice notice) {
        tell(notice);
        neighbours.tell(notice);
    }

    /** Another instance of the program changed something. */
    private void heard(Notice notice) {
        tell(notice);
        events.publishEvent(new FromNeighbour(notice.kind()));
    }

    /** What other instances did may have been missed. */
    private void refreshAll() {
        subscriptions.forEach(this::refreshSoon);
        for (Change.Kind kind : Change.Kind.values()) {
            events.publishEvent(new FromNeighbour(kind));
        }
    }

    private void tell(Notice notice) {
        for (Subscription subscription : subscriptions) {
            if (!subscription.pending().get() && subscription.concerns(notice)) {
                refreshSoon(subscription);
            }
        }
    }

    private void refreshSoon(Subscription subscription) {
        if (subscription.pending().compareAndSet(false, true)) {
            timer.schedule(() -> refresh(subscription), GATHER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void refresh(Subscription subscription) {
        subscription.pending().set(false);
        try {
            subscription.ui().access(subscription.refresh()::run);
        } catch (UIDetachedException e) {
            subscriptions.remove(subscription);
            LOG.debug("A page was closed before it could be refreshed");
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
