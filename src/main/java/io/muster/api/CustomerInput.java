package io.muster.api;

import io.muster.customer.CustomerData;
import io.muster.customer.CustomerRow;
import io.muster.customer.MfaPolicy;
import io.muster.customer.Quota;
import io.muster.kernel.Country;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.Preferences;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be sent about a customer. Settings that are absent at creation are those of the parent.
 *
 * @param country    ISO 3166-1 alpha-2
 * @param timeZone   IANA name
 * @param timeFormat {@code H12} or {@code H24}
 * @param units      {@code METRIC} or {@code IMPERIAL}
 * @param mfaPolicy  {@code OPTIONAL} or {@code FORCED}
 * @param quota      limits, which are set from above only; null for none
 * @param parentId   only at creation; the sender's own customer when absent
 */
record CustomerInput(
        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_NULL) @Nullable
        String name,

        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_NULL) @Nullable
        String email,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_NULL) @Nullable
        String country,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_NULL) @Nullable
        String timeZone,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_NULL) @Nullable
        String timeFormat,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_NULL) @Nullable
        String units,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_NULL) @Nullable
        String mfaPolicy,

        @Nullable Limits quota,
        @Sent(change = Sent.Rule.NO_FIELD) @Nullable String parentId) {

    static final CustomerInput NOTHING = new CustomerInput(null, null, null, null, null, null, null, null, null);

    /**
     * How much a customer may have at most, together with everything nested below it; an absent limit is none.
     *
     * @param users   users who are not deleted
     * @param devices devices that are neither decommissioned nor replaced
     */
    record Limits(@Nullable Long users, @Nullable Long devices) {

        static Limits of(Quota quota) {
            return new Limits(quota.users(), quota.devices());
        }
    }

    /** The present state of a customer. */
    static CustomerInput of(CustomerRow row) {
        return new CustomerInput(
                row.name(),
                row.email(),
                row.country(),
                row.preferences().timeZone().getId(),
                row.preferences().timeFormat().name(),
                row.preferences().units().name(),
                row.mfaPolicy().name(),
                row.quota() == null ? null : Limits.of(row.quota().quota()),
                null);
    }

    /** What a new customer below this parent begins with. */
    static CustomerInput below(CustomerRow parent) {
        CustomerInput usual = of(parent);
        return new CustomerInput(
                null, null, usual.country, usual.timeZone, usual.timeFormat, usual.units, usual.mfaPolicy, null, null);
    }

    CustomerData data(Fields fields) {
        Name validName = fields.required("name", name, Name::new);
        EmailAddress validEmail = fields.required("email", email, EmailAddress::new);
        Country validCountry = fields.required("country", country, Country::new);
        ZoneId zone = fields.required("timeZone", timeZone, Preferences::zone);
        TimeFormat format = fields.required("timeFormat", timeFormat, Fields.oneOf(TimeFormat.class));
        UnitSystem system = fields.required("units", units, Fields.oneOf(UnitSystem.class));
        MfaPolicy policy = fields.required("mfaPolicy", mfaPolicy, Fields.oneOf(MfaPolicy.class));
        fields.whole("quota", this::limits);
        fields.throwIfAny();
        return new CustomerData(
                Objects.requireNonNull(validName),
                Objects.requireNonNull(validEmail),
                Objects.requireNonNull(validCountry),
                new Preferences(
                        Objects.requireNonNull(zone), Objects.requireNonNull(format), Objects.requireNonNull(system)),
                Objects.requireNonNull(policy));
    }

    Quota limits() {
        return quota == null ? Quota.NONE : new Quota(quota.users(), quota.devices());
    }
}
