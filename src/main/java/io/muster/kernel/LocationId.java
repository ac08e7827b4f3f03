package io.muster.kernel;

/** Identity of a location: a positive database key, an opaque string outside. */
public record LocationId(long value) implements Comparable<LocationId> {

    public LocationId {
        if (value <= 0) {
            throw Rejected.notFound();
        }
    }

    /** Reads the outside form. Anything that is no id is simply not found. */
    public static LocationId of(String text) {
        return new LocationId(Ids.parse(text));
    }

    @Override
    public int compareTo(LocationId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
