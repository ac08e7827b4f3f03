package io.muster.notification;

import io.muster.user.AddressChanged;
import io.muster.user.AddressChanges;
import io.muster.user.AddressMailWanted;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Asks a new e-mail address whether it is right, and tells the one before. */
@Component
class AddressMails {

    private final AddressChanges changes;
    private final Mailer mailer;
    private final MessageSource texts;

    AddressMails(AddressChanges changes, Mailer mailer, MessageSource texts) {
        this.changes = changes;
        this.mailer = mailer;
        this.texts = texts;
    }

    /** Outside of any transaction: a mail server that is slow must not keep the database from others. */
    @Async
    @TransactionalEventListener
    void ask(AddressMailWanted wanted) {
        changes.issue(wanted.userId())
                .ifPresent(issued -> send(issued.email(), "mail.confirm", issued.username(), issued.url()));
    }

    @Async
    @TransactionalEventListener
    void tell(AddressChanged changed) {
        send(changed.before(), "mail.addressChanged", changed.username(), changed.after());
    }

    private void send(String to, String mail, Object... details) {
        mailer.send(
                to,
                texts.getMessage(mail + ".subject", null, Locale.ENGLISH),
                texts.getMessage(mail + ".text", details, Locale.ENGLISH));
    }
}
