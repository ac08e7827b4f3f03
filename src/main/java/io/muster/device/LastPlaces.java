package io.muster.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.muster.kernel.CustomerId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whose each unit was when this instance heard it last: for what has to be decided before the database is asked, and may be
 * late by a message.
 */
@Component
public class LastPlaces {

    private static final int MOST_UNITS = 200_000;

    private final Cache<UnitId, CustomerId> customers =
            Caffeine.newBuilder().maximumSize(MOST_UNITS).build();

    /** Empty for a unit that was nobody's, or that was not heard yet. */
    public Optional<CustomerId> of(UnitId unit) {
        return Optional.ofNullable(customers.getIfPresent(unit));
    }

    void heard(UnitId unit, @Nullable TreePath place) {
        if (place == null) {
            customers.invalidate(unit);
        } else {
            CustomerId customer = place.customer();
            // To write costs many times what it costs to read, and nearly always it is the same.
            if (!customer.equals(customers.getIfPresent(unit))) {
                customers.put(unit, customer);
            }
        }
    }
}
