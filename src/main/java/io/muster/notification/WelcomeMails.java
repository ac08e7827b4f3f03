package io.muster.notification;

import io.muster.kernel.Rejected;
import io.muster.user.OneTimeLinks;
import io.muster.user.WelcomeMailWanted;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Sends the welcome mail after the user has been saved; what a crash interrupts is sent at the next start. */
@Component
class WelcomeMails {

    private static final Logger LOG = LoggerFactory.getLogger(WelcomeMails.class);

    private final OneTimeLinks links;
    private final Mailer mailer;
    private final MessageSource texts;

    WelcomeMails(OneTimeLinks links, Mailer mailer, MessageSource texts) {
        this.links = links;
        this.mailer = mailer;
        this.texts = texts;
    }

    /** Outside of any transaction: a mail server that is slow must not keep the database from others. */
    @Async
    @TransactionalEventListener
    void send(WelcomeMailWanted wanted) {
        OneTimeLinks.Issued issued;
        try {
            issued = links.issue(wanted.userId(), wanted.byId());
        } catch (Rejected gone) {
            LOG.info("User {} is not invited any more and gets no welcome mail", wanted.userId());
            return;
        }
        String subject = texts.getMessage("mail.welcome.subject", null, Locale.ENGLISH);
        Object[] details = {issued.username(), issued.url()};
        mailer.send(issued.email(), subject, texts.getMessage("mail.welcome.text", details, Locale.ENGLISH));
    }
}
