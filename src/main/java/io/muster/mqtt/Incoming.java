package io.muster.mqtt;

/**
 * A message as it came.
 *
 * @param origin   where it came from, and has to be acknowledged
 * @param sender   who asks for a password; of other messages nobody needs to know
 * @param nanoTime when it came
 */
record Incoming(
        Origin origin, int id, int qos, String topic, byte[] payload, boolean retained, Sender sender, long nanoTime) {}
