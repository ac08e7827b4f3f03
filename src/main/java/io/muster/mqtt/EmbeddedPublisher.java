package io.muster.mqtt;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Publishes messages at the embedded broker, from within. */
@Component
class EmbeddedPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPublisher.class);

    private volatile @Nullable PublishService broker;

    /** Called by the broker when it starts. */
    void register() {
        broker = Services.publishService();
    }

    /**
     * Sends a message at QoS 1.
     *
     * @return done when the broker has written it down for whoever is to get it
     */
    CompletableFuture<Void> publish(String topic, byte[] payload, boolean retained) {
        PublishService present = broker;
        if (present == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("The broker is not there"));
        }
        return present.publish(Builders.publish()
                        .topic(topic)
                        .payload(ByteBuffer.wrap(payload))
                        .qos(Qos.AT_LEAST_ONCE)
                        .retain(retained)
                        .build())
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("{} could not be sent", topic, failure);
                    }
                });
    }
}
