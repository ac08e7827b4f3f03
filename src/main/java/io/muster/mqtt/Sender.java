package io.muster.mqtt;

/**
 * Who sent a request for a password, in so far as that is known.
 *
 * @param clientId MQTT client id, "" where nobody says
 * @param address  in the network, "" where nobody says
 */
record Sender(String clientId, String address) {

    static final Sender UNKNOWN = new Sender("", "");
}
