package io.muster.kernel;

/** Identity of a customer: a positive database key, an opaque string outside. */
public record CustomerId(long value) implements Comparable<CustomerId> {

    public CustomerId {
        if (value <= 0) {
            throw Rejected.notFound();
        }
    }

    /** Reads the outside form. Anything that is no id is simply not found. */
    public static CustomerId of(String text) {
        return new CustomerId(Ids.parse(text));
    }

    @Override
    public int compareTo(CustomerId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
