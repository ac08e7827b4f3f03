package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.EmailField;
import io.muster.device.InstallJobs;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Rejected;
import io.muster.ui.Notifications;
import io.muster.ui.QrCode;
import io.muster.ui.ShownOnce;

/** The link of a job, this once: to scan, to copy, and by mail where mails can be sent. */
final class JobLinkDialog {

    private JobLinkDialog() {}

    static void open(InstallJobs jobs, InstallJobs.Issued issued, String url, boolean mails) {
        Div texts = new Div();
        ShownOnce dialog = new ShownOnce(
                texts.getTranslation("jobs.link.title", issued.job().name()), texts.getTranslation("jobs.link.text"));
        dialog.withLink(dialog.getTranslation("jobs.link"), url);
        dialog.add(new QrCode(url, dialog.getTranslation("jobs.link.picture")));
        if (mails) {
            dialog.add(byMail(jobs, issued.job().id()));
        }
        dialog.open();
    }

    private static Div byMail(InstallJobs jobs, long job) {
        Div row = new Div();
        row.addClassName("mail-row");
        EmailField to = new EmailField(row.getTranslation("jobs.mail.address"));
        Button send = new Button(row.getTranslation("jobs.mail"), click -> {
            try {
                EmailAddress address = new EmailAddress(to.getValue());
                jobs.mail(job, address);
                Notifications.done(row.getTranslation("jobs.mail.sent", address.value()));
                to.clear();
                to.setInvalid(false);
            } catch (Rejected rejected) {
                to.setErrorMessage(Notifications.message(rejected.problem()));
                to.setInvalid(true);
            }
        });
        row.add(to, send);
        return row;
    }
}
