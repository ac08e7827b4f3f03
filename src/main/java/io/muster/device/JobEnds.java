package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notices that the time of install jobs has come. Whoever holds a link is refused from that moment on in any case; this tells the
 * pages that are open: those on site, which close, and the lists of jobs.
 */
@Component
class JobEnds {

    private final JobStore store;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private Instant noticed;

    JobEnds(JobStore store, ApplicationEventPublisher events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.noticed = clock.instant();
    }

    @Unguarded("tells open pages that a job is over, and nothing else")
    @Scheduled(fixedDelay = 2_000)
    @Transactional
    public void notice() {
        Instant now = clock.instant();
        List<TreePath> places = store.ended(noticed, now);
        if (!places.isEmpty()) {
            events.publishEvent(new Change.Seen(Change.Kind.JOB, places, false));
        }
        noticed = now;
    }
}
