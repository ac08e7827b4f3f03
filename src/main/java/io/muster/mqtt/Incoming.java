package io.muster.mqtt;

/**
 * A message as it came.
 *
 * @param link     the connection that it came over, and that it has to be acknowledged over
 * @param sender   client id of who sent it, where that is known; else empty
 * @param nanoTime when it came
 */
record Incoming(
        Link link, int id, int qos, String topic, byte[] payload, boolean retained, String sender, long nanoTime) {}
