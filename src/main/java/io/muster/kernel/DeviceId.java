package io.muster.kernel;

/** Identity of a device: a positive database key, an opaque string outside. */
public record DeviceId(long value) implements Comparable<DeviceId> {

    public DeviceId {
        if (value <= 0) {
            throw Rejected.notFound();
        }
    }

    /** Reads the outside form. Anything that is no id is simply not found. */
    public static DeviceId of(String text) {
        return new DeviceId(Ids.parse(text));
    }

    @Override
    public int compareTo(DeviceId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
