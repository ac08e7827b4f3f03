package io.muster.notification;

import io.muster.user.LinkMailWanted;
import io.muster.user.OneTimeLinks;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Sends one-time links after they have been asked for; what a crash interrupts is sent at the next start. */
@Component
class LinkMails {

    private final OneTimeLinks links;
    private final Mailer mailer;
    private final MessageSource texts;

    LinkMails(OneTimeLinks links, Mailer mailer, MessageSource texts) {
        this.links = links;
        this.mailer = mailer;
        this.texts = texts;
    }

    /** Outside of any transaction: a mail server that is slow must not keep the database from others. */
    @Async
    @TransactionalEventListener
    void send(LinkMailWanted wanted) {
        links.issue(wanted.purpose(), wanted.userId(), wanted.byId()).ifPresent(issued -> {
            String mail = "mail." + wanted.purpose().path();
            Object[] details = {issued.username(), issued.url()};
            mailer.send(
                    issued.email(),
                    texts.getMessage(mail + ".subject", null, Locale.ENGLISH),
                    texts.getMessage(mail + ".text", details, Locale.ENGLISH));
        });
    }
}
