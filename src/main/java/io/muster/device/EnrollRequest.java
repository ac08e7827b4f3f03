package io.muster.device;

import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;

/**
 * A unit without a password asks for one (MQTT contract, Credentials).
 *
 * @param clientId     MQTT client id of the connection that it came over; the answer goes there and nowhere else
 * @param address      where it came from in the network, "" where nobody says
 * @param token        enrolment token
 * @param claimProof   hex HMAC-SHA-256 of "clientId:unitId" under the claim code
 * @param announcement what the unit tells of itself, when it does so already
 */
public record EnrollRequest(
        String clientId,
        String address,
        String msgId,
        UnitId unit,
        @Nullable String token,
        @Nullable String claimProof,
        @Nullable Announcement announcement) {

    @Override
    public String toString() {
        return "EnrollRequest[" + unit + "]";
    }
}
