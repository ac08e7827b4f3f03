package io.muster.customer;

import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a customer may have at most, together with everything nested below it.
 *
 * @param users   users who are not deleted; null for no limit
 * @param devices devices that are neither decommissioned nor replaced; null for no limit
 */
public record Quota(@Nullable Long users, @Nullable Long devices) {

    public static final Quota NONE = new Quota(null, null);

    /** The highest limit that can be set. */
    public static final long MOST = 1_000_000;

    public Quota {
        Rejected.Collector problems = new Rejected.Collector();
        check(problems, "quota.users", users);
        check(problems, "quota.devices", devices);
        problems.throwIfAny();
    }

    private static void check(Rejected.Collector problems, String field, @Nullable Long limit) {
        if (limit != null && (limit < 0 || limit > MOST)) {
            problems.add(field, "problem.quota.range", MOST);
        }
    }

    /** What a limit is for. */
    public enum Sort {
        USERS("users"),
        DEVICES("devices");

        private final String name;

        Sort(String name) {
            this.name = name;
        }

        /** Name of the columns, fields and texts of this sort. */
        public String key() {
            return name;
        }
    }

    public @Nullable Long limit(Sort sort) {
        return sort == Sort.USERS ? users : devices;
    }

    /** From four fifths on, people are warned. */
    static boolean isNear(long used, long limit) {
        return used * 5 >= limit * 4;
    }

    static List<Change.Field> difference(Quota before, Quota after) {
        List<Change.Field> fields = new ArrayList<>(Change.Field.of("maxUsers", before.users, after.users));
        fields.addAll(Change.Field.of("maxDevices", before.devices, after.devices));
        return fields;
    }

    /**
     * A quota and how much of it is used.
     *
     * @param users   users of the customer and of everything below it
     * @param devices devices of the customer and of everything below it
     */
    public record Use(Quota quota, long users, long devices) {

        public long used(Sort sort) {
            return sort == Sort.USERS ? users : devices;
        }

        /** Little is left, or nothing. */
        public boolean isNear(Sort sort) {
            Long limit = quota.limit(sort);
            return limit != null && Quota.isNear(used(sort), limit);
        }

        public boolean isFull(Sort sort) {
            Long limit = quota.limit(sort);
            return limit != null && used(sort) >= limit;
        }
    }
}
