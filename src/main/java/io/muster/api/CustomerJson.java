package io.muster.api;

import io.muster.customer.CustomerRow;
import io.muster.customer.CustomerStatus;
import io.muster.customer.MfaPolicy;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer.
 *
 * @param parentId null for the customer at which the reader is at home
 * @param path     ids from that home down to the customer itself
 * @param quota    limits of the customer together with everything below it; null for none
 */
record CustomerJson(
        String id,
        @Nullable String parentId,
        List<String> path,
        String name,
        String email,
        String country,
        String timeZone,
        TimeFormat timeFormat,
        UnitSystem units,
        MfaPolicy mfaPolicy,
        CustomerStatus status,
        Counts counts,
        CustomerInput.@Nullable Limits quota,
        Instant createdAt) {

    /** How many users and devices the customer itself has, and how many customers are nested below it. */
    @Schema(name = "CustomerCounts")
    record Counts(long users, long devices, long customers) {}

    static CustomerJson of(CustomerRow row) {
        return new CustomerJson(
                row.id().toString(),
                row.parentId() == null ? null : row.parentId().toString(),
                row.way().stream().map(CustomerId::toString).toList(),
                row.name(),
                row.email(),
                row.country(),
                row.preferences().timeZone().getId(),
                row.preferences().timeFormat(),
                row.preferences().units(),
                row.mfaPolicy(),
                row.status(),
                new Counts(row.users(), row.devices(), row.customers()),
                row.quota() == null ? null : CustomerInput.Limits.of(row.quota().quota()),
                Moments.shown(row.createdAt()));
    }
}
