package io.muster.notification;

import io.muster.user.Mailbox;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Sends plain-text mails, when a mail server is configured ({@code SPRING_MAIL_HOST}). */
@Component
class Mailer implements Mailbox {

    private final ObjectProvider<JavaMailSender> sender;
    private final String from;

    Mailer(ObjectProvider<JavaMailSender> sender, @Value("${muster.mail-from}") String from) {
        this.sender = sender;
        this.from = from;
    }

    @Override
    public boolean isConfigured() {
        return sender.getIfAvailable() != null;
    }

    void send(String to, String subject, String text) {
        SimpleMailMessage mail = new SimpleMailMessage();
        mail.setFrom(from);
        mail.setTo(to);
        mail.setSubject(subject);
        mail.setText(text);
        sender.getObject().send(mail);
    }
}
