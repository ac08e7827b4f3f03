package io.muster.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.user.LinkMailWanted;
import io.muster.user.OneTimeLinks;
import io.muster.user.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@MusterTest
class LinkMailsTest {

    @Autowired
    Cast cast;

    @Autowired
    JavaMailSenderImpl sender;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    MailRetries retries;

    @Autowired
    JdbcClient jdbc;

    @Test
    void a_mail_server_that_does_not_answer_is_not_waited_for_without_end() {
        assertThat(sender.getJavaMailProperties())
                .containsKeys("mail.smtp.connectiontimeout", "mail.smtp.timeout", "mail.smtp.writetimeout");
    }

    @Test
    void whoever_has_a_password_by_now_gets_no_welcome_mail_and_nobody_tries_again() {
        User user = cast.user(cast.customer().id(), Group.INSTALLER);
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> events.publishEvent(new LinkMailWanted(
                        OneTimeLinks.Purpose.INVITE, user.id().value(), null)));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(waiting(user)).isZero());
        assertThat(links(user)).isZero();
    }

    @Test
    void what_no_server_takes_is_tried_for_a_day_and_not_for_ever() {
        UUID old = wanted(Duration.ofHours(25));
        UUID recent = wanted(Duration.ofSeconds(1));
        retries.retry();
        assertThat(count("select count(*) from event_publication where id = ?", old))
                .isZero();
        assertThat(count("select count(*) from event_publication where id = ?", recent))
                .isOne();
        jdbc.sql("delete from event_publication where id = ?").param(recent).update();
    }

    /** A mail that was wanted this long ago and did not go out. */
    private UUID wanted(Duration ago) {
        UUID id = UUID.randomUUID();
        jdbc.sql("insert into event_publication (id, listener_id, event_type, serialized_event, publication_date)"
                        + " values (?, 'nobody', ?, '{}', ?)")
                .params(
                        id,
                        LinkMailWanted.class.getName(),
                        Instant.now().minus(ago).atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    private long waiting(User user) {
        return count("select count(*) from event_publication where serialized_event like ?", "%:" + user.id() + ",%");
    }

    private long links(User user) {
        return count(
                "select count(*) from one_time_link where user_id = ?",
                user.id().value());
    }

    private long count(String sql, Object parameter) {
        return jdbc.sql(sql).param(parameter).query(Long.class).single();
    }
}
