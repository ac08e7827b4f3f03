package io.muster.notification;

import io.muster.device.InstallJob;
import io.muster.device.InstallJobs;
import io.muster.device.JobAddress;
import io.muster.device.JobMailWanted;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Sends links of install jobs after they have been asked for; what a crash interrupts is sent at the next start. */
@Component
class JobMails {

    /** Whoever gets the mail has no settings: the time says of which zone it is. */
    private static final DateTimeFormatter END = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** What a word of letters, digits and dots goes on after. */
    private static final Pattern LINK = Pattern.compile("[:.@](?=/|[\\p{L}\\p{N}-]{2})");

    private final InstallJobs jobs;
    private final JobAddress address;
    private final Mailer mailer;
    private final MessageSource texts;

    JobMails(InstallJobs jobs, JobAddress address, Mailer mailer, MessageSource texts) {
        this.jobs = jobs;
        this.address = address;
        this.mailer = mailer;
        this.texts = texts;
    }

    /** Outside of any transaction: a mail server that is slow must not keep the database from others. */
    @Async
    @TransactionalEventListener
    void send(JobMailWanted wanted) {
        jobs.issue(wanted).ifPresent(issued -> {
            InstallJob job = issued.job();
            Object[] details = {unlinked(job.customerName()), address.of(issued), END.format(job.expiresAt())};
            mailer.send(
                    wanted.to(),
                    texts.getMessage("mail.job.subject", null, Locale.ENGLISH),
                    texts.getMessage("mail.job.text", details, Locale.ENGLISH));
        });
    }

    /** A name in which mail programs find no address to make a link of: there is one link in the mail, and it is ours. */
    static String unlinked(String name) {
        return LINK.matcher(name).replaceAll("$0 ");
    }
}
