package io.muster.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.util.ErrorHandler;

/**
 * Lets what is done from time to time run ({@code @Scheduled}). Some of it is done every two seconds: while the database is away
 * that is said once a minute in a line; anything else that goes wrong is said each time, with its stack trace.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class Chores implements ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant said = Instant.MIN;

    Chores(Clock clock) {
        this.clock = clock;
    }

    @Bean
    SimpleAsyncTaskSchedulerCustomizer choresThatFail() {
        return scheduler -> scheduler.setErrorHandler(this);
    }

    @Override
    public void handleError(Throwable failure) {
        if (!(failure instanceof CannotCreateTransactionException)
                && !(failure instanceof DataAccessResourceFailureException)) {
            LOG.error("What is done from time to time failed; it is tried again when its time comes", failure);
        } else if (isNews(clock.instant())) {
            LOG.warn(
                    "The database is not there; what is done from time to time waits for it: {}", failure.getMessage());
        }
    }

    private synchronized boolean isNews(Instant now) {
        boolean news = said.isBefore(now.minus(QUIET));
        if (news) {
            said = now;
        }
        return news;
    }
}
