package io.muster.mqtt;

/**
 * A message as it came.
 *
 * @param origin   where it came from, and has to be acknowledged
 * @param sender   client id of who sent it, where that is known; else empty
 * @param nanoTime when it came
 */
record Incoming(
        Origin origin, int id, int qos, String topic, byte[] payload, boolean retained, String sender, long nanoTime) {}
