package io.muster.customer;

import io.muster.kernel.Change;
import io.muster.kernel.Country;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.Preferences;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.TreePath;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/** A company in the tree. The root of the tree, without a parent, is the account. */
@Table("customer")
public record Customer(
        @Id CustomerId id,
        @Nullable CustomerId parentId,
        TreePath path,
        Name name,
        EmailAddress email,
        Country country,
        ZoneId timeZone,
        TimeFormat timeFormat,
        UnitSystem units,
        MfaPolicy mfaPolicy,
        CustomerStatus status,
        Instant createdAt,
        @Version long version) {

    public Preferences preferences() {
        return new Preferences(timeZone, timeFormat, units);
    }

    public CustomerData data() {
        return new CustomerData(name, email, country, preferences(), mfaPolicy);
    }

    Customer edited(CustomerData data) {
        return new Customer(
                id,
                parentId,
                path,
                data.name(),
                data.email(),
                data.country(),
                data.preferences().timeZone(),
                data.preferences().timeFormat(),
                data.preferences().units(),
                data.mfaPolicy(),
                status,
                createdAt,
                version);
    }

    Customer withStatus(CustomerStatus changed) {
        return new Customer(
                id,
                parentId,
                path,
                name,
                email,
                country,
                timeZone,
                timeFormat,
                units,
                mfaPolicy,
                changed,
                createdAt,
                version);
    }

    /** What differs between two states of a customer, for the history; everything, when there was none before. */
    static List<Change.Field> difference(@Nullable CustomerData before, CustomerData after) {
        List<Change.Field> fields = new ArrayList<>();
        compare(fields, before, after, "name", CustomerData::name);
        compare(fields, before, after, "email", CustomerData::email);
        compare(fields, before, after, "country", CustomerData::country);
        compare(fields, before, after, "timeZone", data -> data.preferences().timeZone());
        compare(fields, before, after, "timeFormat", data -> data.preferences().timeFormat());
        compare(fields, before, after, "units", data -> data.preferences().units());
        compare(fields, before, after, "mfaPolicy", CustomerData::mfaPolicy);
        return fields;
    }

    private static void compare(
            List<Change.Field> fields,
            @Nullable CustomerData before,
            CustomerData after,
            String name,
            Function<CustomerData, Object> value) {
        fields.addAll(Change.Field.of(name, before == null ? null : value.apply(before), value.apply(after)));
    }
}
