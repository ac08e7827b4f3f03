package io.muster.mqtt;

import io.muster.device.Answer;
import io.muster.device.Command;
import io.muster.device.EnrollAnswer;
import io.muster.device.UnitChannel;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Sends units what people decided, one after the other and without letting anybody wait. What cannot be sent is not lost: the
 * unit's next announcement, or its next request for a password, is answered with the same.
 */
@Component
class Outbox implements UnitChannel, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final MqttSettings settings;
    private final Listener listener;
    private final EmbeddedBroker broker;
    private final EmbeddedPublisher publisher;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("units-outbox").daemon().factory());

    Outbox(MqttSettings settings, Listener listener, EmbeddedBroker broker, EmbeddedPublisher publisher) {
        this.settings = settings;
        this.listener = listener;
        this.broker = broker;
        this.publisher = publisher;
    }

    @Override
    public String url() {
        return settings.shownUrl();
    }

    @Override
    public void registration(Answer.Registration registration) {
        send(Topics.registration(registration.unit()), Wire.registration(registration), true);
    }

    @Override
    public void forgotten(UnitId unit) {
        send(Topics.registration(unit), new byte[0], true);
    }

    @Override
    public void enrolled(String clientId, String inReplyTo, EnrollAnswer.Issued issued) {
        send(Topics.enrollReply(clientId), Wire.enrolled(inReplyTo, issued), false);
    }

    @Override
    public void command(UnitId unit, Command command) {
        send(Topics.command(unit, command.name()), Wire.command(command), false);
    }

    /** After a moment, in which the unit can still hear why. Its password holds no more already. */
    @Override
    public void disconnect(UnitId unit) {
        sender.schedule(
                () -> carefully("the end of the connection of " + unit, () -> broker.disconnect(unit)),
                GOODBYE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void send(String topic, byte[] payload, boolean retained) {
        sender.execute(() -> carefully(topic, () -> publish(topic, payload, retained)));
    }

    /** The thread that sends tells nobody what went wrong. */
    private static void carefully(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("{} could not be sent", what, e);
        }
    }

    private void publish(String topic, byte[] payload, boolean retained) {
        if (settings.embedded()) {
            publisher.publish(topic, payload, retained);
            return;
        }
        Link link = awaitLink();
        if (link == null) {
            LOG.warn("{} could not be sent: there is no link to the broker", topic);
        } else {
            link.publish(topic, payload, retained);
            link.flush();
        }
    }

    private @Nullable Link awaitLink() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (listener.link() == null && System.nanoTime() < end) {
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return listener.link();
    }

    @Override
    public void destroy() {
        sender.shutdownNow();
    }
}
