package io.muster.mqtt;

/** Where a message came from, in tests in which nothing is sent there: what matters is whether it could be. */
final class QuietOrigin implements Origin {

    boolean open = true;

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isTrusted() {
        return true;
    }

    @Override
    public void publish(String topic, byte[] payload, boolean retained) {}

    @Override
    public void answer(Incoming message, String topic, byte[] payload, boolean retained) {}

    @Override
    public void acknowledge(Incoming message) {}

    @Override
    public void flush() {}

    @Override
    public void close() {
        open = false;
    }
}
