package io.muster.user;

/** Port: whether mails can be sent. When not, one-time links are shown to whoever asked for them instead. */
public interface Mailbox {

    boolean isConfigured();
}
