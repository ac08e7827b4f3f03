package io.muster.notification;

import io.muster.user.OneTimeLinks;
import io.muster.user.WelcomeMailWanted;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Sends the welcome mail after the user has been saved; what a crash interrupts is sent at the next start. */
@Component
class WelcomeMails {

    private final OneTimeLinks links;
    private final Mailer mailer;
    private final MessageSource texts;

    WelcomeMails(OneTimeLinks links, Mailer mailer, MessageSource texts) {
        this.links = links;
        this.mailer = mailer;
        this.texts = texts;
    }

    @ApplicationModuleListener
    void send(WelcomeMailWanted wanted) {
        OneTimeLinks.Issued issued = links.issue(wanted.userId(), wanted.byId());
        String subject = texts.getMessage("mail.welcome.subject", null, Locale.ENGLISH);
        Object[] details = {issued.username(), issued.url()};
        mailer.send(issued.email(), subject, texts.getMessage("mail.welcome.text", details, Locale.ENGLISH));
    }
}
