package io.muster.location;

import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A place of a customer, which narrows what its users see.
 *
 * @param geofence as {@link GeoJson} writes it
 */
@Table("location")
public record Location(
        @Id LocationId id,
        CustomerId customerId,
        Name name,
        @Nullable EmailAddress contactEmail,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String notes,
        @Nullable String color,
        @Nullable String geofence,
        Instant createdAt,
        @Version long version) {

    static Location of(LocationId id, CustomerId customer, LocationData data, Instant createdAt, long version) {
        return new Location(
                id,
                customer,
                data.name(),
                data.contactEmail(),
                data.phone(),
                data.address(),
                data.notes(),
                data.color(),
                data.geofence() == null ? null : GeoJson.text(data.geofence()),
                createdAt,
                version);
    }

    public LocationData data() {
        return new LocationData(name, contactEmail, phone, address, notes, color, GeoJson.of(geofence));
    }

    Location edited(LocationData data) {
        return of(id, customerId, data, createdAt, version);
    }

    /** What differs between two states of a location, for the history; everything, when there was none before. */
    static List<Change.Field> difference(@Nullable LocationData before, LocationData after) {
        List<Change.Field> fields = new ArrayList<>();
        compare(fields, before, after, "name", LocationData::name);
        compare(fields, before, after, "contactEmail", LocationData::contactEmail);
        compare(fields, before, after, "phone", LocationData::phone);
        compare(fields, before, after, "address", LocationData::address);
        compare(fields, before, after, "notes", LocationData::notes);
        compare(fields, before, after, "color", LocationData::color);
        compare(fields, before, after, "geofence", LocationData::geofence);
        return fields;
    }

    private static void compare(
            List<Change.Field> fields,
            @Nullable LocationData before,
            LocationData after,
            String name,
            Function<LocationData, @Nullable Object> value) {
        fields.addAll(Change.Field.of(name, before == null ? null : value.apply(before), value.apply(after)));
    }
}
