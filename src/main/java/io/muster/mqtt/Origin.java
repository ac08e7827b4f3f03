package io.muster.mqtt;

/**
 * Where a message came from: there it is answered and acknowledged. What is not acknowledged comes again. Nothing that is sent
 * makes anybody wait.
 */
interface Origin {

    /** False when nothing can be answered or acknowledged there any more; the message comes again by another way. */
    boolean isOpen();

    /** Whether what is said about the sender is true, because our own broker says it. */
    boolean isTrusted();

    /** Sends a message at QoS 1, with the next {@link #flush}. */
    void publish(String topic, byte[] payload, boolean retained);

    /**
     * Sends the answer to a message, with the next {@link #flush}, and acknowledges the message as soon as the broker has the
     * answer: one of the two is safe there at any moment.
     */
    void answer(Incoming message, String topic, byte[] payload, boolean retained);

    /** Tells, with the next {@link #flush}, that a message is safe, so that it does not come again. */
    void acknowledge(Incoming message);

    /** Lets leave what is to be sent; much of it together costs little more than one. */
    void flush();

    /** Gives back whatever is not acknowledged. */
    void close();
}
