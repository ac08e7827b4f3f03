package io.muster.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tries again what a mail server did not take, for a day: an address that no server takes would be tried for ever. What a crash
 * interrupted is tried again at the next start.
 */
@Component
class MailRetries {

    private static final Logger LOG = LoggerFactory.getLogger(MailRetries.class);
    private static final Duration AFTER = Duration.ofMinutes(2);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final IncompleteEventPublications incomplete;
    private final JdbcClient jdbc;
    private final Clock clock;

    MailRetries(IncompleteEventPublications incomplete, JdbcClient jdbc, Clock clock) {
        this.incomplete = incomplete;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1M")
    void retry() {
        Instant now = clock.instant();
        int givenUp = jdbc.sql("delete from event_publication where completion_date is null and publication_date < ?")
                .param(now.minus(LONGEST).atOffset(ZoneOffset.UTC))
                .update();
        if (givenUp > 0) {
            LOG.warn("{} mails that no server took for a day are given up", givenUp);
        }
        incomplete.resubmitIncompletePublicationsOlderThan(AFTER);
    }
}
