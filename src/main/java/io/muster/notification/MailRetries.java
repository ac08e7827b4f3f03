package io.muster.notification;

import java.time.Duration;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tries again what a mail server did not take, until it does. What a crash interrupted is tried again at the next start. */
@Component
class MailRetries {

    private static final Duration AFTER = Duration.ofMinutes(2);

    private final IncompleteEventPublications incomplete;

    MailRetries(IncompleteEventPublications incomplete) {
        this.incomplete = incomplete;
    }

    @Scheduled(fixedDelayString = "PT1M")
    void retry() {
        incomplete.resubmitIncompletePublicationsOlderThan(AFTER);
    }
}
