package io.muster.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was changed, by whom and where: the one fact that the history keeps, and that pages are told of. Services
 * publish it inside their transaction.
 *
 * @param place  customer it belongs to; null for a unit that belongs to nobody yet
 * @param entity outside form of the id of what was changed
 * @param label  name of it at that moment, for people
 * @param action verb in the past, a key of the resource bundle: {@code created}, {@code edited}, {@code announced}, …
 */
public record Change(
        Instant at,
        By by,
        Kind kind,
        String entity,
        String label,
        @Nullable TreePath place,
        String action,
        List<Field> fields) {

    /** What sort of thing was changed. */
    public enum Kind {
        CUSTOMER,
        USER,
        LOCATION,
        DEVICE,
        /** An API token. */
        TOKEN,
        /** An enrolment token. */
        ENROLMENT,
        JOB,
        SIGN_IN
    }

    /**
     * Who did it.
     *
     * @param user    null for a unit, and for the program itself
     * @param name    user name, unit id, or "muster"; kept for when the user is gone
     * @param channel {@code web}, {@code api}, {@code mqtt} or {@code system}
     */
    public record By(@Nullable UserId user, String name, String channel) {

        public static By unit(UnitId unit) {
            return new By(null, unit.value(), "mqtt");
        }

        public static By system() {
            return new By(null, "muster", "system");
        }
    }

    /** One field that changed; null is "nothing". Secrets never stand here. */
    public record Field(
            String name, @Nullable String from, @Nullable String to) {

        /** The field, when the two differ. */
        public static List<Field> of(String name, @Nullable Object from, @Nullable Object to) {
            return Objects.equals(from, to)
                    ? List.of()
                    : List.of(
                            new Field(name, from == null ? null : from.toString(), to == null ? null : to.toString()));
        }
    }

    /** Event: these changes are part of the transaction that is under way. */
    public record Changed(List<Change> changes) {}

    /** Event: something in these places looks different now, though there is nothing for the history (a unit was heard). */
    public record Seen(Kind kind, List<TreePath> places, boolean ownerless) {}
}
