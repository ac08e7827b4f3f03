package io.muster.kernel;

/** Identity of a user: a positive database key, an opaque string outside. */
public record UserId(long value) implements Comparable<UserId> {

    public UserId {
        if (value <= 0) {
            throw Rejected.notFound();
        }
    }

    /** Reads the outside form. Anything that is no id is simply not found. */
    public static UserId of(String text) {
        return new UserId(Ids.parse(text));
    }

    @Override
    public int compareTo(UserId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
