package io.muster.mqtt;

import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import java.util.List;
import java.util.Map;
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

    /** Notes a client, and gives it a ticket. */
    String arrived(String clientId, String user) {
        String ticket = UUID.randomUUID().toString();
        byClientId.put(clientId, new Guest(user, ticket));
        return ticket;
    }

    boolean isAnothers(String clientId, String user) {
        Guest there = byClientId.get(clientId);
        return there != null && !there.user().equals(user);
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
        String ticket = Doorkeeper.ticket(input.getConnectionInformation());
        byClientId.computeIfPresent(
                input.getClientInformation().getClientId(),
                (clientId, guest) -> guest.ticket().equals(ticket) ? null : guest);
    }
}
