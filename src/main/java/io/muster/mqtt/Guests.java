package io.muster.mqtt;

import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who is connected to the embedded broker, by client id. */
final class Guests implements ClientLifecycleEventListener {

    /**
     * A connected client.
     *
     * @param ticket tells this connection from a later one under the same client id
     */
    private record Guest(String user, String ticket) {}

    private final Map<String, Guest> byClientId = new ConcurrentHashMap<>();

    /** Notes a client, and gives it a ticket; none while another user is here under the same client id. */
    Optional<String> arrived(String clientId, String user) {
        Guest guest = new Guest(user, UUID.randomUUID().toString());
        Guest there = byClientId.compute(
                clientId, (id, before) -> before == null || before.user().equals(user) ? guest : before);
        return guest.equals(there) ? Optional.of(guest.ticket()) : Optional.empty();
    }

    /** Forgets a client, unless a later connection has taken its place. */
    void left(String clientId, String ticket) {
        byClientId.computeIfPresent(clientId, (id, guest) -> guest.ticket().equals(ticket) ? null : guest);
    }

    List<String> clientsOf(String user) {
        return byClientId.entrySet().stream()
                .filter(entry -> entry.getValue().user().equals(user))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void onMqttConnectionStart(ConnectionStartInput input) {}

    @Override
    public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {}

    @Override
    public void onDisconnect(DisconnectEventInput input) {
        left(input.getClientInformation().getClientId(), Doorkeeper.ticket(input.getConnectionInformation()));
    }
}
