package io.muster.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import io.muster.device.IngestLog;
import io.muster.kernel.UnitId;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Stands at the door of the embedded broker: lets clients in, and keeps each to its own topics. */
@Component
class Doorkeeper implements SimpleAuthenticator, PublishAuthorizer, SubscriptionAuthorizer {

    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String USER = "user";
    private static final String TICKET = "ticket";

    private final Passes passes;
    private final Guests guests = new Guests();
    private final Throttle throttle = new Throttle();
    private final IngestLog ingest;
    private final DiskSpace disk;
    private final Hatch hatch;
    private final ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable ClientService clients;
    private @Nullable SubscriptionStore subscriptions;

    Doorkeeper(Passes passes, IngestLog ingest, DiskSpace disk, Hatch hatch) {
        this.passes = passes;
        this.ingest = ingest;
        this.disk = disk;
        this.hatch = hatch;
    }

    /** Called by the broker when it starts. */
    void register() {
        clients = Services.clientService();
        subscriptions = Services.subscriptionStore();
        Services.securityRegistry().setAuthenticatorProvider(input -> this);
        Services.securityRegistry().setAuthorizerProvider(input -> this);
        Services.eventRegistry().setClientLifecycleEventListener(input -> guests);
        Services.initializerRegistry().setClientInitializer((input, context) -> {
            // What we send ourselves is as it should be; to look at it would be another thread's turn for each answer.
            if (!user(input.getConnectionInformation()).equals(TopicRules.LISTENER)) {
                context.addPublishInboundInterceptor(hatch);
            }
        });
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        Async<SimpleAuthOutput> later =
                output.async(PATIENCE, TimeoutFallback.FAILURE, ConnackReasonCode.SERVER_UNAVAILABLE);
        checks.execute(() -> {
            try {
                admit(input, later.getOutput());
            } catch (RuntimeException e) {
                LOG.warn("A client could not be checked: {}", e.getMessage());
                later.getOutput().failAuthentication(ConnackReasonCode.SERVER_UNAVAILABLE);
            } finally {
                later.resume();
            }
        });
    }

    private void admit(SimpleAuthInput input, SimpleAuthOutput output) {
        ConnectPacket connect = input.getConnectPacket();
        String user = connect.getUserName().orElse("");
        String password = connect.getPassword()
                .map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString())
                .orElse("");
        String clientId = input.getClientInformation().getClientId();
        Optional<InetAddress> source = input.getConnectionInformation().getInetAddress();
        if (isFull(user)) {
            output.failAuthentication(ConnackReasonCode.SERVER_UNAVAILABLE);
        } else if (throttle.isShut(user, source)) {
            output.failAuthentication(ConnackReasonCode.CONNECTION_RATE_EXCEEDED);
        } else if (isCertificateOfAnother(input.getConnectionInformation(), user)) {
            throttle.wrong(user, source);
            passes.knownUnit(user)
                    .ifPresent(unit -> ingest.refused(unit, "", "not_signed_in", "certificate of somebody else", ""));
            output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED);
        } else if (!passes.check(user, clientId, password)) {
            throttle.wrong(user, source);
            passes.knownUnit(user)
                    .ifPresent(unit -> ingest.refused(unit, "", "not_signed_in", passes.whyNot(unit), ""));
            output.failAuthentication(ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD);
        } else if (user.equals(TopicRules.BOOTSTRAP) && !Topics.isSecretId(clientId)) {
            ingest.refused(null, "", "client_id_guessable", "the client id of bootstrap " + Topics.GUESSABLE, clientId);
            output.failAuthentication(
                    ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "the client id " + Topics.GUESSABLE);
        } else {
            Optional<String> ticket = ticketFor(clientId, user);
            if (ticket.isEmpty()) {
                Topics.unitId(user)
                        .ifPresent(
                                unit -> ingest.refused(unit, "", "client_id", "client id of somebody else", clientId));
                output.failAuthentication(ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
                return;
            }
            var attributes = input.getConnectionInformation().getConnectionAttributeStore();
            attributes.putAsString(USER, user);
            attributes.putAsString(TICKET, ticket.get());
            output.authenticateSuccessfully();
        }
    }

    /**
     * The broker acknowledges also what it cannot write. So when its disk is almost full units are turned away, and keep what
     * they have to say; what has been taken is worked off meanwhile.
     */
    private boolean isFull(String user) {
        return !user.equals(TopicRules.LISTENER) && disk.isLow();
    }

    /** A client needs no certificate of its own; but who shows one signs in under the name in it. */
    private static boolean isCertificateOfAnother(ConnectionInformation connection, String user) {
        return connection
                .getClientTlsInformation()
                .flatMap(ClientTlsInformation::getClientCertificate)
                .filter(certificate -> !PemStore.commonName(certificate).equals(user))
                .isPresent();
    }

    /**
     * Who connects under the client id of another client throws that one out and inherits its session, with what waits in it.
     * So a client id belongs to the unit that is called so, else to the user who is connected under it, or whose
     * subscriptions its session holds.
     *
     * @return empty when the client id is somebody else's
     */
    private Optional<String> ticketFor(String clientId, String user) {
        if (!clientId.equals(user) && passes.knownUnit(clientId).isPresent()) {
            return Optional.empty();
        }
        // First of all the place is taken, so that of two who come in the same moment one is refused.
        Optional<String> ticket = guests.arrived(clientId, user);
        boolean welcome = false;
        try {
            welcome = ticket.isPresent() && !isSessionOfAnother(clientId, user);
        } finally {
            if (!welcome) {
                ticket.ifPresent(taken -> guests.left(clientId, taken));
            }
        }
        return welcome ? ticket : Optional.empty();
    }

    private boolean isSessionOfAnother(String clientId, String user) {
        try {
            return subscriptions != null
                    && subscriptions.getSubscriptions(clientId).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).stream()
                            .anyMatch(held -> !TopicRules.mayRead(user, clientId, held.getTopicFilter()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("session cannot be looked up", e);
        }
    }

    @Override
    public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
        String user = user(input.getConnectionInformation());
        String topic = input.getPublishPacket().getTopic();
        boolean will = input.getPublishPacket() instanceof WillPublishPacket;
        if (isFull(user)) {
            output.disconnectClient(DisconnectReasonCode.QUOTA_EXCEEDED);
        } else if (will ? TopicRules.mayLeave(user, topic) : TopicRules.mayWrite(user, topic)) {
            output.authorizeSuccessfully();
        } else {
            Topics.unitId(user).ifPresent(unit -> ingest.refused(unit, topic, "not_allowed", "topic of others", ""));
            output.failAuthorization(AckReasonCode.NOT_AUTHORIZED);
        }
    }

    @Override
    public void authorizeSubscribe(SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
        String user = user(input.getConnectionInformation());
        String filter = input.getSubscription().getTopicFilter();
        if (TopicRules.mayRead(user, input.getClientInformation().getClientId(), filter)) {
            output.authorizeSuccessfully();
        } else {
            Topics.unitId(user)
                    .ifPresent(
                            unit -> ingest.refused(unit, filter, "not_allowed", "subscription to others' topics", ""));
            output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
        }
    }

    void disconnect(UnitId unit) {
        ClientService service = clients;
        if (service != null) {
            guests.clientsOf(unit.value()).forEach(service::disconnectClient);
        }
    }

    /** The user that a connection signed in as; "" for none. */
    static String user(ConnectionInformation connection) {
        return connection.getConnectionAttributeStore().getAsString(USER).orElse("");
    }

    static String ticket(ConnectionInformation connection) {
        return connection.getConnectionAttributeStore().getAsString(TICKET).orElse("");
    }
}
